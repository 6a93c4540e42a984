#include "tridens/process/trident_lepton_table.hh"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "tridens/base/error.hh"

namespace tridens::process {
namespace {

constexpr int structures = 3;               // V^2, A^2, VA
constexpr int per_moment = 2 * structures;  // transverse, longitudinal

/// A three-body phase space with a relativistic neutrino opens like the power 5/2, its amplitude squared adds one.
double threshold_factor(double W2, double threshold_squared) {
  const double open = 1.0 - threshold_squared / W2;
  return open * open * open * std::sqrt(open);
}

/// K^2 half-way to its largest value.
double typical_transfer(double W2, double Q2, double threshold_squared) {
  return 0.5 * (W2 + Q2) * (1.0 - threshold_squared / W2);
}

UniformAxis axis(double high, double step) {
  const auto intervals = static_cast<size_t>(std::ceil(high / step));
  return {0.0, high, intervals + 1};
}

struct Frame {
  double threshold_squared, scale_squared, opening_scale;
  UniformAxis x, y;
};

Frame frame_of(Flavour minus, Flavour plus, const LeptonTableGrid& grid) {
  const double a = charged_lepton_mass(minus), b = charged_lepton_mass(plus);
  const double lighter = std::fmin(a, b);
  Frame frame{(a + b) * (a + b), lighter * lighter, 0.0, {}, {}};
  // The threshold region is as wide as the lighter lepton stays non-relativistic.
  frame.opening_scale = grid.opening * (a + b) * lighter;
  frame.x = axis(std::log1p((grid.largest_W2 - frame.threshold_squared) / frame.opening_scale), grid.step_x);
  frame.y = axis(std::log1p(grid.largest_Q2 / frame.scale_squared), grid.step_y);
  return frame;
}

void store(const CouplingStructures& value, double factor, double* out) {
  out[0] = value.vv * factor;
  out[1] = value.aa * factor;
  out[2] = value.va * factor;
}

CouplingStructures load(const double* values, double factor) {
  return {values[0] * factor, values[1] * factor, values[2] * factor};
}

/// One node: cross sections divided by their main dependence on W2 and Q2, so that what is interpolated is smooth and
/// of order one.
void fill_node(Flavour minus, Flavour plus, const LeptonTableGrid& grid, const ShapeFunction& shape, const Frame& frame,
               size_t i, size_t j, int moments, double* out) {
  // At threshold itself only the limit of the ratio exists: a point just above serves. A mediator bends the ratio there
  // on the scale of its mass, where the cross section has long vanished: the point is taken where it begins to matter.
  const double x = std::fmax(frame.x.node(i), shape.value ? 0.03 : 1e-6);
  const double W2 = frame.threshold_squared + frame.opening_scale * std::expm1(x);
  const double Q2 = std::fmax(frame.scale_squared * std::expm1(frame.y.node(j)), 1e-9 * frame.scale_squared);
  const ShapeMoments value = photon_cross_section(minus, plus, std::sqrt(W2), Q2, grid.quadrature, shape);
  double factor = 1.0 / (W2 * threshold_factor(W2, frame.threshold_squared));
  for (int k = 0; k < moments; ++k) {
    const auto moment = static_cast<size_t>(k);
    store(value[moment].transverse, factor, out + k * per_moment);
    store(value[moment].longitudinal, factor * (Q2 + frame.scale_squared) / Q2, out + k * per_moment + structures);
    factor *= typical_transfer(W2, Q2, frame.threshold_squared) + shape.mediator_mass_squared;
  }
}

}  // namespace

LeptonTableGrid standard_grid() {
  return {};
}

LeptonTableGrid mediator_grid(double highest_energy, double pair_threshold) {
  LeptonTableGrid grid;
  // shat <= 2 E Q bounds what a given energy can ask for.
  const double needed = 2.0 * highest_energy * std::sqrt(grid.largest_Q2);
  grid.largest_W2 = std::clamp(needed, 10.0 * pair_threshold * pair_threshold, grid.largest_W2);
  grid.step_x = 0.3;
  grid.step_y = 0.5;
  grid.opening = 1e-3;
  grid.quadrature = {24, 24, 24, 3};
  return grid;
}

LeptonTable LeptonTable::compute(Flavour minus, Flavour plus, const LeptonTableGrid& grid, const ShapeFunction& shape,
                                 int threads) {
  const Frame frame = frame_of(minus, plus, grid);
  const bool mediator = static_cast<bool>(shape.value);
  const int moments = mediator ? 3 : 1;
  const auto channels = static_cast<size_t>(moments * per_moment);
  std::vector<double> values(frame.x.nodes * frame.y.nodes * channels);
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < frame.x.nodes; i = next++) {
      for (size_t j = 0; j < frame.y.nodes; ++j) {
        fill_node(minus, plus, grid, shape, frame, i, j, moments, &values[(i * frame.y.nodes + j) * channels]);
      }
    }
  };
#ifdef __cpp_lib_jthread
  std::vector<std::jthread> workers;
  for (int t = 1; t < threads; ++t) workers.emplace_back(work);
  work();
  workers.clear();
#else  // a browser: one thread does it all
  (void)threads;
  work();
#endif
  return {minus, plus, grid, mediator, shape.mediator_mass_squared, std::move(values)};
}

LeptonTable::LeptonTable(Flavour minus, Flavour plus, const LeptonTableGrid& grid, bool with_mediator,
                         double mediator_mass_squared, std::vector<double> values)
    : minus_(minus),
      plus_(plus),
      grid_(grid),
      with_mediator_(with_mediator),
      mediator_mass_squared_(mediator_mass_squared),
      values_(std::move(values)) {
  const Frame frame = frame_of(minus, plus, grid);
  threshold_squared_ = frame.threshold_squared;
  scale_squared_ = frame.scale_squared;
  opening_scale_ = frame.opening_scale;
  const size_t channels = static_cast<size_t>(per_moment) * (with_mediator ? 3 : 1);
  if (values_.size() != frame.x.nodes * frame.y.nodes * channels) {
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
  std::array<double, 3 * per_moment> values{};
  table_->evaluate(std::fmax(x, 0.0), y, values.data());
  double factor = W2 * threshold_factor(W2, threshold_squared_);
  const double longitudinal = Q2 / (Q2 + scale_squared_);
  const int moments = with_mediator_ ? 3 : 1;
  for (int k = 0; k < moments; ++k) {
    PhotonCrossSection& moment = result[static_cast<size_t>(k)];
    moment.transverse = load(values.data() + k * per_moment, factor);
    moment.longitudinal = load(values.data() + k * per_moment + structures, factor * longitudinal);
    factor /= typical_transfer(W2, Q2, threshold_squared_) + mediator_mass_squared_;
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
