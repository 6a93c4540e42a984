#include <chrono>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/lepton_table_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/math/random.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

/// Largest relative difference to the direct integral at points spread over the table (transverse, V^2), above 1 % of
/// the opening.
double interpolation_error(const process::LeptonTable& table) {
  constexpr int points = 24;
  process::LeptonQuadrature fine = {40, 40, 48, 3};
  RandomStream random(1, 0x7461626c, 0);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    const double open = table.threshold_squared() * 1.02;
    const double W2 = open * std::pow(0.99 * table.grid().largest_W2 / open, random.uniform());
    const double Q2 = 1e-8 * std::pow(0.99 * table.grid().largest_Q2 / 1e-8, random.uniform());
    process::ShapeMoments value{};
    table.evaluate(W2, Q2, value);
    const auto direct = process::photon_cross_section(table.minus(), table.plus(), std::sqrt(W2), Q2, fine);
    worst = std::max(worst, std::abs(value[0].transverse.vv / direct[0].transverse.vv - 1.0));
  }
  return worst;
}

}  // namespace

TablesResult tables(const TablesRequest& request) {
  TablesResult result;
  result.folder = request.folder.empty() ? io::table_cache_folder() : request.folder;
  std::vector<std::string> folders = {result.folder};
  if (request.folder.empty()) folders = io::table_folders();
  if (request.build) {
    std::error_code problem;
    std::filesystem::create_directories(result.folder, problem);
    if (problem)
      throw UserError("cannot make the folder " + result.folder, problem.message(), "give another with --folder");
  }
  for (const auto& [minus, plus] : process::table_pairs()) {
    TablesResult::Row row;
    row.name = io::lepton_table_name(minus, plus);
    row.path = result.folder + "/" + row.name;
    std::shared_ptr<const process::LeptonTable> table;
    for (const std::string& folder : folders) {
      if (table || request.force) break;
      table = io::read_lepton_table(folder + "/" + row.name, minus, plus, process::standard_grid());
      if (table) row.path = folder + "/" + row.name;
    }
    if (!table && request.build) {
      if (request.stop != nullptr && *request.stop)
        throw io::Interrupted("stopped while building tables", "a signal came", "");
      const auto start = std::chrono::steady_clock::now();
      table = std::make_shared<process::LeptonTable>(
          process::LeptonTable::compute(minus, plus, process::standard_grid(), {}, request.threads));
      io::write_lepton_table(row.path, *table);
      row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    row.present = table != nullptr;
    if (table) row.interpolation_error = interpolation_error(*table);
    result.rows.push_back(row);
  }
  return result;
}

}  // namespace tridens::run
