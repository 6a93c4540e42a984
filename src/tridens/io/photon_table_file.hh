#pragma once
#include <memory>
#include <string>

#include "tridens/process/photon_table.hh"

// Storage of the tables of electroweak photon cross sections: one file per channel, boson masses and couplings. A file
// whose definition differs from the one asked for is not used.
namespace tridens::io {

/// File name: the table's name and the beginning of the checksum of its definition, so that settings keep apart.
std::string photon_table_name(const process::PhotonTableRequest& request);

void write_photon_table(const std::string& path, const process::PhotonTableRequest& request,
                        const process::PhotonTable& table);
/// Null when there is no file or its definition is another one; Failure when it is damaged (checksum).
std::shared_ptr<const process::PhotonTable> read_photon_table(const std::string& path,
                                                              const process::PhotonTableRequest& request);

}  // namespace tridens::io
