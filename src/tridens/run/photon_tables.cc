#include "tridens/run/photon_tables.hh"

#include <filesystem>

#include "tridens/io/lepton_table_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/photon_table_file.hh"

namespace tridens::run {
namespace {

/// A cache that cannot be written costs time only, so that is no error.
void keep(const process::PhotonTableRequest& request, const process::PhotonTable& table) {
  const std::filesystem::path folder = io::table_cache_folder();
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) return;
  try {
    io::write_photon_table((folder / io::photon_table_name(request)).string(), request, table);
  } catch (const std::runtime_error&) {
  }
}

std::shared_ptr<const process::PhotonTable> find_or_make(const process::PhotonTableRequest& request,
                                                         const PhotonTableOptions& options) {
  for (const std::string& folder : io::table_folders()) {
    if (auto table = io::read_photon_table(folder + "/" + io::photon_table_name(request), request)) return table;
  }
  auto table = make_photon_table(request, options);
  keep(request, *table);
  return table;
}

}  // namespace

std::shared_ptr<const process::PhotonTable> make_photon_table(const process::PhotonTableRequest& request,
                                                              const PhotonTableOptions& options) {
  process::PhotonTableBuild build;
  build.threads = options.threads;
  build.progress = [&](size_t done, size_t all) {
    if (options.stop != nullptr && *options.stop) {
      throw Interrupted("stopped while a table was made", "a signal came", "");
    }
    if (options.progress) options.progress(done, all);
  };
  return std::make_shared<const process::PhotonTable>(
      process::PhotonTable::compute(request.frame, request.sigma, build));
}

process::PhotonTableSource photon_tables(const PhotonTableOptions& options) {
  return [options](const process::PhotonTableRequest& request) { return find_or_make(request, options); };
}

}  // namespace tridens::run
