#pragma once
#include <functional>

#include "tridens/process/photon_table.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {

struct PhotonTableOptions {
  int threads = 1;
  StopFlag stop = nullptr;
  TableProgress progress = {};
};
/// Interrupted when stopped.
std::shared_ptr<const process::PhotonTable> make_photon_table(const process::PhotonTableRequest& request,
                                                              const PhotonTableOptions& options);
/// Tables from the table folders, else computed and kept in the user's cache; Interrupted when stopped.
process::PhotonTableSource photon_tables(const PhotonTableOptions& options);

}  // namespace tridens::run
