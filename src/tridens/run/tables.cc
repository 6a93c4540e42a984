#include <fmt/format.h>

#include <algorithm>
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
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/photon_tables.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/trident_terms.hh"

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

/// Lightest and heaviest boson of the integrals that are kept, GeV: those of the planes of bounds.
constexpr double lightest_boson = 1e-3, heaviest_boson = 100.0;

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
      throw Interrupted("stopped while building tables", "a signal came", "");
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
        LeptonTable::compute(minus, plus, process::standard_grid(), request.threads));
    io::write_lepton_table(path, *table);
    return table;
  };
  return row_of<LeptonTable>(request, folder, io::lepton_table_name(minus, plus), request.build, read, make,
                             interpolation_error);
}

/// Largest relative difference of the moment 1 of mediators to the direct integral at points spread over the table
/// (transverse, V^2 and A^2 together), above 1 % of the opening.
double transfer_error(const process::TransferTable& table) {
  constexpr process::LeptonQuadrature fine = {48, 60, 40, 3};
  RandomStream random(1, 0x7472616e, 0);
  double worst = 0.0;
  for (const double mass : {1e-5, 1e-2, 1.0}) {
    const process::ShapeFunction shape{[mass](double K2) { return 1.0 / (K2 + mass * mass); }, mass * mass};
    const auto moments = table.moments(shape);
    for (int i = 0; i < 6; ++i) {
      const double open = moments->threshold_squared() * 1.02;
      const double W2 = open * std::pow(0.99 * moments->grid().largest_W2 / open, random.uniform());
      const double Q2 = 1e-8 * std::pow(0.99 * moments->grid().largest_Q2 / 1e-8, random.uniform());
      process::ShapeMoments value{};
      moments->evaluate(W2, Q2, value);
      const auto direct = process::photon_cross_section(table.minus(), table.plus(), std::sqrt(W2), Q2, fine, shape);
      const double sum = value[1].transverse.vv + value[1].transverse.aa;
      worst = std::max(worst, std::abs(sum / (direct[1].transverse.vv + direct[1].transverse.aa) - 1.0));
    }
  }
  return worst;
}

TablesResult::Row transfer_row(const TablesRequest& request, const std::string& folder, Flavour lepton) {
  using process::TransferTable;
  const process::TransferTableGrid grid = process::standard_transfer_grid();
  const auto read = [&](const std::string& path) { return io::read_transfer_table(path, lepton, lepton, grid); };
  const auto make = [&](const std::string& path) {
    auto table = std::make_shared<const TransferTable>(TransferTable::compute(lepton, lepton, grid, request.threads));
    io::write_transfer_table(path, *table);
    return table;
  };
  return row_of<TransferTable>(request, folder, io::transfer_table_name(lepton, lepton), request.build, read, make,
                               transfer_error);
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

/// Integrals over the fluxes and cuts of the experiments that count tridents, for gauge bosons of any charges.
TablesResult::Row integrals_row(const TablesRequest& request, const std::string& experiment) {
  const CountingSetup setup = make_counting_setup(experiment);
  std::vector<std::shared_ptr<const model::Model>> corners;
  for (const double mass : {lightest_boson, heaviest_boson}) {
    corners.push_back(model::make_model("u1", {{"charge_e", "1"},
                                               {"charge_mu", "-1"},
                                               {"charge_tau", "0"},
                                               {"mass", fmt::format("{} GeV", mass)},
                                               {"coupling", "1e-3"},
                                               {"kinetic_mixing", "none"}}));
  }
  TridentTermsOptions options;
  options.threads = request.threads;
  options.stop = request.stop;
  options.folder = request.folder;
  TablesResult::Row row;
  row.name = "integrals of " + experiment;
  TridentTermsFile file = trident_terms_file(setup, corners, options);
  if ((request.build && !file.complete) || request.force) {
    options.cache = true;
    const auto start = std::chrono::steady_clock::now();
    if (request.force && !file.path.empty()) std::filesystem::remove(file.path);
    (void)trident_terms(setup, corners, options);
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    file = trident_terms_file(setup, corners, options);
  }
  row.path = file.path;
  row.present = file.complete;
  return row;
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
  for (const Flavour lepton : process::transfer_pairs()) {
    result.rows.push_back(transfer_row(request, result.folder, lepton));
  }
  for (const std::string& experiment : bounds::trident_experiments()) {
    if (std::ranges::any_of(result.rows, [](const TablesResult::Row& row) { return !row.present; })) {
      TablesResult::Row row;  // made with the tables above
      row.name = "integrals of " + experiment;
      result.rows.push_back(std::move(row));
    } else {
      result.rows.push_back(integrals_row(request, experiment));
    }
  }
  for (TablesResult::Row& row : electroweak_rows(request, result.folder)) result.rows.push_back(std::move(row));
  return result;
}

}  // namespace tridens::run
