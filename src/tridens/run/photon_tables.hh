#pragma once
#include <functional>

#include "tridens/process/photon_table.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {

struct PhotonTableOptions {
  int threads = 1;
  StopFlag stop = nullptr;
  std::function<void(size_t done, size_t all)> progress = {};  // nodes of a table that is being made
};
/// Tables from the table folders, else computed and kept in the user's cache; Interrupted when stopped.
process::PhotonTableSource photon_tables(const PhotonTableOptions& options);

}  // namespace tridens::run
