#include "mediator_integrals.hh"

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/process/detail/lepton_table_frame.hh"

namespace tridens::web {
namespace {

using process::detail::LeptonTableFrame;
using process::detail::table_moment;

constexpr std::array<size_t, 4> kept = {0, 1, 3, 4};  // of the structures of a moment: all but V A
constexpr size_t channels = 2 * kept.size();

BicubicTable table_of(const process::LeptonTable& moments) {
  const LeptonTableFrame frame(moments.minus(), moments.plus(), moments.grid());
  std::vector<double> values;
  values.reserve(frame.nodes() * channels);
  for (size_t node = 0; node < 2 * frame.nodes(); ++node) {
    for (const size_t k : kept) values.push_back(moments.values()[node * table_moment + k]);
  }
  return {frame.x, frame.y, channels, values};
}

/// Sums over a stretch of nodes: moments 1 and 2 of V^2 and A^2.
struct Sums {
  double vv1 = 0.0, aa1 = 0.0, vv2 = 0.0, aa2 = 0.0;
};

}  // namespace

MediatorMoments::MediatorMoments(const process::TransferTable& transfers, const process::ShapeFunction& shape)
    : mass_squared_(std::fmax(shape.mediator_mass_squared, 0.0)), table_(table_of(*transfers.moments(shape))) {}

MediatorNodes::MediatorNodes(const process::Trident& trident, size_t component, double energy,
                             const process::TridentQuadrature& quadrature, const process::TridentTerms& standard)
    : standard_(standard) {
  const model::TridentChannel& channel = trident.options().channel;
  const LeptonTableFrame frame(channel.minus, channel.plus, process::standard_transfer_grid().axes);
  const process::TridentNodes rule = process::trident_nodes(trident, component, energy, quadrature);
  for (std::vector<double>* one : {&x_, &y_, &transverse_, &longitudinal_, &typical_}) one->reserve(rule.nodes.size());
  for (const process::TridentNodes::Node& node : rule.nodes) {
    x_.push_back(std::fmax(std::log1p((node.W2 - frame.threshold_squared) / frame.opening_scale), 0.0));
    y_.push_back(std::log1p(node.Q2 / frame.scale_squared));
    const double factor = rule.scale * frame.main_dependence(node.W2);
    transverse_.push_back(factor * node.transverse);
    longitudinal_.push_back(factor * frame.longitudinal_factor(node.Q2) * node.longitudinal);
    typical_.push_back(frame.typical_transfer(node.W2, node.Q2));
  }
}

process::TridentTerms MediatorNodes::terms(const MediatorMoments& moments) const {
  constexpr size_t stretch = 64;
  std::array<double, channels * stretch> values;
  std::array<double*, channels> rows;
  for (size_t k = 0; k < channels; ++k) rows[k] = values.data() + k * stretch;
  Sums sum;
  for (size_t begin = 0; begin < x_.size(); begin += stretch) {
    const size_t count = std::min(stretch, x_.size() - begin);
    moments.table().evaluate(&x_[begin], &y_[begin], count, rows.data());
    for (size_t i = 0; i < count; ++i) {
      const double propagator = 1.0 / (typical_[begin + i] + moments.mass_squared());
      const double t1 = transverse_[begin + i] * propagator, l1 = longitudinal_[begin + i] * propagator;
      const double t2 = t1 * propagator, l2 = l1 * propagator;
      sum.vv1 += t1 * rows[0][i] + l1 * rows[2][i];
      sum.aa1 += t1 * rows[1][i] + l1 * rows[3][i];
      sum.vv2 += t2 * rows[4][i] + l2 * rows[6][i];
      sum.aa2 += t2 * rows[5][i] + l2 * rows[7][i];
    }
  }
  process::TridentTerms result = standard_;
  result[1] = {sum.vv1, sum.aa1, 0.0};
  result[2] = {sum.vv2, sum.aa2, 0.0};
  return result;
}

}  // namespace tridens::web
