#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/process/trident_transfer_table.hh"

// Storage of the universal trident tables: two files per lepton pair (without mediator; spectra of the momentum
// transfer for mediators of any mass), each a text header (what the numbers are, on which grid, with which constants)
// and the numbers as little-endian doubles or floats. A file whose definition differs from the program's is not used.
namespace tridens::io {

/// File name of a pair: "trident-e-mu.table".
std::string lepton_table_name(Flavour minus, Flavour plus);
/// Everything the numbers depend on, as text: version of the format, masses, couplings, grid, quadrature.
std::string lepton_table_definition(Flavour minus, Flavour plus, const process::LeptonTableGrid& grid);

void write_lepton_table(const std::string& path, const process::LeptonTable& table);
/// Null when there is no file or its definition is another one; Failure when it is damaged (checksum).
std::shared_ptr<const process::LeptonTable> read_lepton_table(const std::string& path, Flavour minus, Flavour plus,
                                                              const process::LeptonTableGrid& grid);

/// The same for spectra of the momentum transfer: "transfer-e-mu.table".
std::string transfer_table_name(Flavour minus, Flavour plus);
std::string transfer_table_definition(Flavour minus, Flavour plus, const process::TransferTableGrid& grid);
void write_transfer_table(const std::string& path, const process::TransferTable& table);
std::shared_ptr<const process::TransferTable> read_transfer_table(const std::string& path, Flavour minus, Flavour plus,
                                                                  const process::TransferTableGrid& grid);

/// Folders where tables are looked for, in order: TRIDENS_TABLES, share/tridens of the build and of the installation,
/// the user's cache.
std::vector<std::string> table_folders();
/// Folder that new tables are written to: TRIDENS_TABLES, else the user's cache (XDG_CACHE_HOME or ~/.cache, /tridens).
std::string table_cache_folder();

}  // namespace tridens::io
