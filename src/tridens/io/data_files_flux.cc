#include <filesystem>

#include "tridens/io/data_files.hh"

namespace tridens::io {
namespace {

LoadedFlux flux_of(LoadedTable loaded, std::string name) {
  LoadedFlux result;
  result.flux = flux::flux_from_table(loaded.table, std::move(name));
  result.path = std::move(loaded.path);
  result.text = std::move(loaded.text);
  return result;
}

}  // namespace

LoadedFlux load_named_flux(const std::string& name) {
  return flux_of(load_named_table("flux", name), name);
}

LoadedFlux load_flux_file(const std::string& path) {
  return flux_of(load_table_file(path), std::filesystem::path(path).stem().string());
}

}  // namespace tridens::io
