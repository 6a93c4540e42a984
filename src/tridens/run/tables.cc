#include <chrono>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/io/lepton_table_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/photon_table_file.hh"
#include "tridens/math/random.hh"
#include "tridens/model/model.hh"
#include "tridens/run/photon_tables.hh"
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

std::vector<std::string> folders_of(const TablesRequest& request, const std::string& folder) {
  return request.folder.empty() ? io::table_folders() : std::vector<std::string>{folder};
}

/// One row: what `read` finds in a folder, else what `make` makes and writes.
template <class Table>
TablesResult::Row row_of(const TablesRequest& request, const std::string& folder, const std::string& name, bool build,
                         const std::function<std::shared_ptr<const Table>(const std::string& path)>& read,
                         const std::function<std::shared_ptr<const Table>(const std::string& path)>& make,
                         const std::function<double(const Table&)>& error) {
  TablesResult::Row row;
  row.name = name;
  row.path = folder + "/" + name;
  std::shared_ptr<const Table> table;
  for (const std::string& place : folders_of(request, folder)) {
    if (table || request.force) break;
    table = read(place + "/" + name);
    if (table) row.path = place + "/" + name;
  }
  if (!table && build) {
    if (request.stop != nullptr && *request.stop)
      throw io::Interrupted("stopped while building tables", "a signal came", "");
    const auto start = std::chrono::steady_clock::now();
    table = make(row.path);
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  row.present = table != nullptr;
  if (table && error) row.interpolation_error = error(*table);
  return row;
}

TablesResult::Row universal_row(const TablesRequest& request, const std::string& folder, Flavour minus, Flavour plus) {
  using process::LeptonTable;
  const auto read = [&](const std::string& path) {
    return io::read_lepton_table(path, minus, plus, process::standard_grid());
  };
  const auto make = [&](const std::string& path) {
    auto table = std::make_shared<const LeptonTable>(
        LeptonTable::compute(minus, plus, process::standard_grid(), {}, request.threads));
    io::write_lepton_table(path, *table);
    return table;
  };
  return row_of<LeptonTable>(request, folder, io::lepton_table_name(minus, plus), request.build, read, make,
                             interpolation_error);
}

/// Channels that differ by CP or by the flavours that the photon does not see share a table.
std::vector<TablesResult::Row> electroweak_rows(const TablesRequest& request, const std::string& folder) {
  using process::PhotonTable;
  const auto model = model::make_model("sm");
  std::vector<TablesResult::Row> rows;
  std::set<std::string> names;
  for (const model::TridentChannel& channel : model::trident_channels()) {
    const process::PhotonTableRequest wanted = process::trident_table_request(channel, model->trident_vertex(channel));
    const std::string name = io::photon_table_name(wanted);
    if (!names.insert(name).second) continue;
    const auto read = [&](const std::string& path) { return io::read_photon_table(path, wanted); };
    const auto make = [&](const std::string& path) {
      auto table = make_photon_table(wanted, {request.threads, request.stop, request.progress});
      io::write_photon_table(path, wanted, *table);
      return table;
    };
    rows.push_back(row_of<PhotonTable>(request, folder, name, request.build && request.electroweak, read, make, {}));
  }
  return rows;
}

}  // namespace

TablesResult tables(const TablesRequest& request) {
  TablesResult result;
  result.folder = request.folder.empty() ? io::table_cache_folder() : request.folder;
  if (request.build) {
    std::error_code problem;
    std::filesystem::create_directories(result.folder, problem);
    if (problem)
      throw UserError("cannot make the folder " + result.folder, problem.message(), "give another with --out");
  }
  for (const auto& [minus, plus] : process::table_pairs()) {
    result.rows.push_back(universal_row(request, result.folder, minus, plus));
  }
  for (TablesResult::Row& row : electroweak_rows(request, result.folder)) result.rows.push_back(std::move(row));
  return result;
}

}  // namespace tridens::run
