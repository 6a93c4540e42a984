#include "tridens/process/trident_lepton_table.hh"

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/process/detail/lepton_table_frame.hh"

namespace tridens::process {
namespace {

using detail::table_moment;
using detail::table_structures;

CouplingStructures load(const double* values, double factor) {
  return {values[0] * factor, values[1] * factor, values[2] * factor};
}

}  // namespace

LeptonTableGrid standard_grid() {
  return {};
}

LeptonTable LeptonTable::compute(Flavour minus, Flavour plus, const LeptonTableGrid& grid, int threads) {
  const detail::LeptonTableFrame frame(minus, plus, grid);
  std::vector<double> values(frame.nodes() * table_moment);
  share_work(frame.x.nodes, threads, nullptr, [&](std::uint64_t i) {
    const double W2 = frame.W2(i, 1e-6);
    for (size_t j = 0; j < frame.y.nodes; ++j) {
      const double Q2 = frame.Q2(j);
      const ShapeMoments value = photon_cross_section(minus, plus, std::sqrt(W2), Q2, grid.quadrature);
      detail::store_moment(value[0], frame.main_dependence(W2), frame.longitudinal_factor(Q2),
                           &values[(i * frame.y.nodes + j) * table_moment]);
    }
  });
  return {minus, plus, grid, std::nullopt, std::move(values)};
}

LeptonTable::LeptonTable(Flavour minus, Flavour plus, const LeptonTableGrid& grid,
                         std::optional<double> mediator_mass_squared, std::vector<double> values)
    : minus_(minus),
      plus_(plus),
      grid_(grid),
      mediator_mass_squared_(mediator_mass_squared),
      values_(std::move(values)) {
  const detail::LeptonTableFrame frame(minus, plus, grid);
  threshold_squared_ = frame.threshold_squared;
  scale_squared_ = frame.scale_squared;
  opening_scale_ = frame.opening_scale;
  const size_t channels = static_cast<size_t>(table_moment) * (mediator_mass_squared ? 2 : 1);
  if (values_.size() != frame.nodes() * channels) {
    throw Failure("a trident table has " + std::to_string(values_.size()) + " numbers",
                  "its grid asks for another count", "build the tables again with 'tridens tables --force'");
  }
  table_.emplace(frame.x, frame.y, channels, values_);
}

void LeptonTable::evaluate(double W2, double Q2, ShapeMoments& result) const {
  const double x = std::log1p((W2 - threshold_squared_) / opening_scale_);
  const double y = std::log1p(Q2 / scale_squared_);
  if (!(x <= table_->x_axis().high && y <= table_->y_axis().high)) {
    throw UserError("a trident at W^2 = " + std::to_string(W2) + " GeV^2, Q^2 = " + std::to_string(Q2) +
                        " GeV^2 is outside the tables",
                    "they end at W^2 = " + std::to_string(grid_.largest_W2) + ", Q^2 = " +
                        std::to_string(grid_.largest_Q2) + " GeV^2; the four-fermion limit fails far below",
                    "use a lower neutrino energy or --method montecarlo");
  }
  std::array<double, 2 * table_moment> values{};
  table_->evaluate(std::fmax(x, 0.0), y, values.data());
  double factor = W2 * detail::threshold_factor(W2, threshold_squared_);
  const double longitudinal = Q2 / (Q2 + scale_squared_);
  const auto set = [&](PhotonCrossSection& moment, const double* stored) {
    moment.transverse = load(stored, factor);
    moment.longitudinal = load(stored + table_structures, factor * longitudinal);
  };
  if (!mediator_mass_squared_) {
    set(result[0], values.data());
    return;
  }
  const double propagator = 1.0 / (0.5 * largest_transfer(threshold_squared_, W2, Q2) + *mediator_mass_squared_);
  for (size_t power = 1; power < result.size(); ++power) {
    factor *= propagator;
    set(result[power], values.data() + (power - 1) * table_moment);
  }
}

const LeptonTable* LeptonTables::find(Flavour minus, Flavour plus) const {
  for (const auto& table : tables) {
    if (table->minus() == minus && table->plus() == plus) return table.get();
  }
  return nullptr;
}

std::vector<std::pair<Flavour, Flavour>> table_pairs() {
  using enum Flavour;
  return {{electron, electron}, {electron, muon}, {muon, muon}, {electron, tau}, {muon, tau}, {tau, tau}};
}

}  // namespace tridens::process
