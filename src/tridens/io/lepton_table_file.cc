#include "tridens/io/lepton_table_file.hh"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "tridens/base/constants.hh"
#include "tridens/io/detail/table_values.hh"

namespace tridens::io {
namespace {

constexpr const char* first_line = "Tridens trident table, format 1\n";
constexpr const char* transfer_first_line = "Tridens table of momentum transfers, format 1\n";

/// Masses, constants and nodes in W^2 and Q^2.
std::string common_definition(Flavour minus, Flavour plus, const process::LeptonTableGrid& grid) {
  return fmt::format(
      "masses_GeV: {} {}\nfermi_constant: {}\nfine_structure: {}\nW2_max_GeV2: {}\nQ2_max_GeV2: {}\nsteps: {} "
      "{}\nopening: {}\n",
      charged_lepton_mass(minus), charged_lepton_mass(plus), constants::fermi_constant, constants::fine_structure,
      grid.largest_W2, grid.largest_Q2, grid.step_x, grid.step_y, grid.opening);
}

}  // namespace

std::string lepton_table_name(Flavour minus, Flavour plus) {
  return fmt::format("trident-{}-{}.table", name(minus), name(plus));
}

std::string lepton_table_definition(Flavour minus, Flavour plus, const process::LeptonTableGrid& grid) {
  const process::LeptonQuadrature& q = grid.quadrature;
  return fmt::format(
      "sigma^T and sigma^L of nu gamma* -> nu {}- {}+ (1807.10973), coefficients of V^2, A^2, VA over their main "
      "dependence\n{}nodes: {} {} {} {}\n",
      name(minus), name(plus), common_definition(minus, plus, grid), q.pair_mass, q.momentum_transfer, q.polar,
      q.azimuth);
}

void write_lepton_table(const std::string& path, const process::LeptonTable& table) {
  detail::write_table_values(path, first_line + lepton_table_definition(table.minus(), table.plus(), table.grid()),
                             table.values());
}

std::shared_ptr<const process::LeptonTable> read_lepton_table(const std::string& path, Flavour minus, Flavour plus,
                                                              const process::LeptonTableGrid& grid) {
  auto values = detail::read_table_values<double>(path, first_line + lepton_table_definition(minus, plus, grid));
  if (values.empty()) return nullptr;
  return std::make_shared<process::LeptonTable>(minus, plus, grid, std::nullopt, std::move(values));
}

std::string transfer_table_name(Flavour minus, Flavour plus) {
  return fmt::format("transfer-{}-{}.table", name(minus), name(plus));
}

std::string transfer_table_definition(Flavour minus, Flavour plus, const process::TransferTableGrid& grid) {
  const process::LeptonQuadrature& q = grid.axes.quadrature;
  return fmt::format(
      "d sigma^T/dK^2 and d sigma^L/dK^2 of nu gamma* -> nu {}- {}+ over the momentum transfer K of the neutrino, "
      "coefficients of V^2, A^2, VA over their main dependence\n{}panels: {} of {} nodes\nnodes: {} {}\n",
      name(minus), name(plus), common_definition(minus, plus, grid.axes), grid.panel, grid.per_panel, q.polar,
      q.azimuth);
}

void write_transfer_table(const std::string& path, const process::TransferTable& table) {
  detail::write_table_values(
      path, transfer_first_line + transfer_table_definition(table.minus(), table.plus(), table.grid()), table.values());
}

std::shared_ptr<const process::TransferTable> read_transfer_table(const std::string& path, Flavour minus, Flavour plus,
                                                                  const process::TransferTableGrid& grid) {
  auto values =
      detail::read_table_values<float>(path, transfer_first_line + transfer_table_definition(minus, plus, grid));
  if (values.empty()) return nullptr;
  return std::make_shared<process::TransferTable>(minus, plus, grid, std::move(values));
}

std::string table_cache_folder() {
  if (const char* folder = std::getenv("TRIDENS_TABLES"); folder != nullptr && *folder != '\0') return folder;
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return std::string(cache) + "/tridens";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::string(home) + "/.cache/tridens";
  return (std::filesystem::temp_directory_path() / "tridens").string();
}

std::vector<std::string> table_folders() {
  std::vector<std::string> folders;
  if (const char* folder = std::getenv("TRIDENS_TABLES"); folder != nullptr && *folder != '\0')
    folders.emplace_back(folder);
#ifdef TRIDENS_TABLES_FOLDER
  folders.emplace_back(TRIDENS_TABLES_FOLDER);
#endif
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  if (!ignored) folders.push_back((program.parent_path().parent_path() / "share" / "tridens").string());
  // An installation has them beside its data.
  if (const char* data = std::getenv("TRIDENS_DATA"); data != nullptr && *data != '\0')
    folders.push_back(std::filesystem::path(data).parent_path().string());
  folders.push_back(table_cache_folder());
  return folders;
}

}  // namespace tridens::io
