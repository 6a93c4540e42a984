#include "tridens/process/trident_lepton_cross_section.hh"

#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/trident_phase_space.hh"

namespace tridens::process {
namespace {

using detail::LeptonPoint;
using detail::PairFrame;
using detail::Structures;

struct InnerSums {
  double transverse[3];
  double longitudinal[3];
};

/// Sum over polar angle and azimuth for one pair frame.
TRIDENS_VECTOR_CLONES void inner_sums(const PairFrame& frame, const double* __restrict nodes,
                                      const double* __restrict weights, int count, const double* __restrict cosines,
                                      const double* __restrict sines, int azimuths, double mass_product,
                                      InnerSums* result) {
  double t0 = 0, t1 = 0, t2 = 0, l0 = 0, l1 = 0, l2 = 0;
  for (int j = 0; j < azimuths; ++j) {
    const double cosine = cosines[j], sine = sines[j];
    for (int i = 0; i < count; ++i) {
      const detail::PolarAngle angle{nodes[i], nodes[count + i], nodes[2 * count + i], nodes[3 * count + i], 1.0};
      const LeptonPoint point = detail::lepton_point(frame, angle, cosine, sine);
      const Structures x = detail::spin_sum(point, detail::polarisation_x(point), mass_product);
      const Structures y = detail::spin_sum(point, detail::polarisation_y(point), mass_product);
      const Structures n = detail::spin_sum(point, detail::polarisation_n(point), mass_product);
      const double w = weights[i];
      t0 += w * (x.vv + y.vv);
      t1 += w * (x.aa + y.aa);
      t2 += w * (x.va + y.va);
      l0 += w * n.vv;
      l1 += w * n.aa;
      l2 += w * n.va;
    }
  }
  *result = {{t0, t1, t2}, {l0, l1, l2}};
}

/// One Gauss rule, or one on each piece of the map for a light mediator.
math::QuadratureRule transfer_nodes(int count, bool light) {
  if (!light) return math::gauss_legendre(count);
  const std::array<double, 4> ends = {0.0, detail::first_piece, detail::second_piece, 1.0};
  math::QuadratureRule result;
  for (size_t piece = 0; piece < 3; ++piece) {
    const auto rule = math::gauss_legendre(piece == 0 ? count / 3 : count / 2);
    const double width = ends[piece + 1] - ends[piece];
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      result.nodes.push_back(ends[piece] + width * rule.nodes[i]);
      result.weights.push_back(width * rule.weights[i]);
    }
  }
  return result;
}

/// Mid-points of half a period of the azimuth; the other half repeats them by reflection at the scattering plane.
struct Azimuths {
  explicit Azimuths(int count) : cosines(static_cast<size_t>(count)), sines(static_cast<size_t>(count)) {
    for (size_t j = 0; j < cosines.size(); ++j) {
      const double phi = units::pi * (static_cast<double>(j) + 0.5) / count;
      cosines[j] = std::cos(phi);
      sines[j] = std::sin(phi);
    }
  }
  std::vector<double> cosines, sines;
};

/// Integral over the directions of the leptons in their rest frame.
class LeptonDirections {
 public:
  LeptonDirections(int polar, int azimuth, double mass_product)
      : rule_(math::gauss_legendre(polar)),
        azimuths_(azimuth),
        mass_product_(mass_product),
        nodes_(4 * rule_.nodes.size()),
        weights_(rule_.nodes.size()) {}

  InnerSums sums(const PairFrame& frame) {
    const size_t n = weights_.size();
    const auto azimuths = static_cast<int>(azimuths_.cosines.size());
    for (size_t i = 0; i < n; ++i) {
      const detail::PolarAngle angle = detail::polar_angle(frame, rule_.nodes[i]);
      nodes_[i] = angle.cosine;
      nodes_[n + i] = angle.sine;
      nodes_[2 * n + i] = angle.d_plus;
      nodes_[3 * n + i] = angle.d_minus;
      weights_[i] = rule_.weights[i] * angle.jacobian / azimuths;
    }
    InnerSums result{};
    inner_sums(frame, nodes_.data(), weights_.data(), rule_.size(), azimuths_.cosines.data(), azimuths_.sines.data(),
               azimuths, mass_product_, &result);
    return result;
  }

 private:
  math::QuadratureRule rule_;
  Azimuths azimuths_;
  double mass_product_;
  std::vector<double> nodes_, weights_;  // of the polar angle, for one pair frame
};

/// The factors in front of the integral over phase space.
void normalise(double W, double Q2, PhotonCrossSection& value) {
  const double shat = W * W + Q2;
  const double coupling =
      0.5 * constants::electric_charge_squared * constants::fermi_constant * constants::fermi_constant;
  const double transverse = coupling * 0.5 / (2.0 * shat);
  const double longitudinal = coupling * Q2 / (W * W) / shat;
  value.transverse = {value.transverse.vv * transverse, value.transverse.aa * transverse,
                      value.transverse.va * transverse};
  value.longitudinal = {value.longitudinal.vv * longitudinal, value.longitudinal.aa * longitudinal,
                        value.longitudinal.va * longitudinal};
}

void require_space_like(double Q2) {
  if (!(Q2 > 0.0))
    throw Failure("Q2 = " + std::to_string(Q2) + " GeV^2", "the photon must be space-like", "use a tiny Q2");
}

void add(CouplingStructures& sum, double factor, const double* values) {
  sum.vv += factor * values[0];
  sum.aa += factor * values[1];
  sum.va += factor * values[2];
}

/// Nodes of the squared pair mass at fixed K^2. The spectrum opens with a square root at the threshold and falls beyond
/// the scale of the lepton propagators: two pieces that meet there, both logarithmic.
class PairMassNodes {
 public:
  struct Node {
    double mass, step;  // dm times the weight
  };
  const std::vector<Node>& of(double threshold_squared, double scale_squared, double largest_squared) {
    nodes_.clear();
    const double middle = std::fmin(scale_squared, largest_squared);
    add_piece(threshold_squared, middle, true);
    if (largest_squared > middle) add_piece(middle, largest_squared, false);
    return nodes_;
  }

 private:
  void add_piece(double low, double high, bool threshold) {
    constexpr double fewest = 6.0, per_unit = 0.7;
    const double range = std::log(high / low);
    const math::QuadratureRule& rule = rule_of(static_cast<size_t>(std::ceil(fewest + per_unit * range)));
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double u = rule.nodes[i];
      const double mass = std::sqrt(low) * std::exp(0.5 * range * (threshold ? u * u : u));
      nodes_.push_back({mass, 0.5 * mass * range * rule.weights[i] * (threshold ? 2.0 * u : 1.0)});
    }
  }
  const math::QuadratureRule& rule_of(size_t count) {
    if (rules_.size() <= count) rules_.resize(count + 1);
    if (rules_[count].nodes.empty()) rules_[count] = math::gauss_legendre(static_cast<int>(count));
    return rules_[count];
  }
  std::vector<Node> nodes_;
  std::vector<math::QuadratureRule> rules_;  // by count
};

}  // namespace

double largest_transfer(double threshold_squared, double W2, double Q2) {
  return (W2 + Q2) * (1.0 - threshold_squared / W2);
}

ShapeMoments photon_cross_section(Flavour minus, Flavour plus, double W, double Q2, const LeptonQuadrature& quadrature,
                                  const ShapeFunction& shape) {
  const detail::LeptonMasses mass{charged_lepton_mass(minus), charged_lepton_mass(plus)};
  ShapeMoments result{};
  if (!(W > mass.minus + mass.plus)) return result;
  require_space_like(Q2);
  const auto mass_rule = math::gauss_legendre(quadrature.pair_mass);
  const detail::MomentumTransferMap map{shape.mediator_mass_squared};
  const auto transfer_rule = transfer_nodes(quadrature.momentum_transfer, map.is_light(W * W));
  LeptonDirections directions(quadrature.polar, quadrature.azimuth, mass.minus * mass.plus);
  for (size_t a = 0; a < mass_rule.nodes.size(); ++a) {
    for (size_t b = 0; b < transfer_rule.nodes.size(); ++b) {
      const PairFrame frame = detail::pair_frame(W, Q2, mass, map, mass_rule.nodes[a], transfer_rule.nodes[b]);
      const InnerSums sums = directions.sums(frame);
      double factor = frame.jacobian * mass_rule.weights[a] * transfer_rule.weights[b];
      const double shape_value = shape.value ? shape.value(frame.K2) : 0.0;
      for (PhotonCrossSection& moment : result) {
        add(moment.transverse, factor, sums.transverse);
        add(moment.longitudinal, factor, sums.longitudinal);
        factor *= shape_value;
      }
    }
  }
  for (PhotonCrossSection& moment : result) normalise(W, Q2, moment);
  return result;
}

std::vector<PhotonCrossSection> photon_transfer_spectrum(Flavour minus, Flavour plus, double W, double Q2,
                                                         const std::vector<double>& K2,
                                                         const LeptonQuadrature& quadrature) {
  const detail::LeptonMasses mass{charged_lepton_mass(minus), charged_lepton_mass(plus)};
  const double threshold = mass.minus + mass.plus, threshold_squared = threshold * threshold;
  std::vector<PhotonCrossSection> result(K2.size());
  if (!(W > threshold)) return result;
  require_space_like(Q2);
  LeptonDirections directions(quadrature.polar, quadrature.azimuth, mass.minus * mass.plus);
  PairMassNodes nodes;
  const double W2 = W * W;
  for (size_t k = 0; k < K2.size(); ++k) {
    const double largest_squared = W2 * (1.0 - K2[k] / (W2 + Q2));
    if (!(largest_squared > threshold_squared)) continue;
    for (const PairMassNodes::Node& node :
         nodes.of(threshold_squared, 4.0 * threshold_squared + Q2 + K2[k], largest_squared)) {
      PairFrame frame;
      frame.W = W;
      frame.Q2 = Q2;
      frame.E1 = 0.5 * (W2 + Q2) / W;
      frame.pair_mass = node.mass;
      frame.K2 = K2[k];
      detail::complete_pair_frame(frame, mass, node.step, 1.0);
      const InnerSums sums = directions.sums(frame);
      add(result[k].transverse, frame.jacobian, sums.transverse);
      add(result[k].longitudinal, frame.jacobian, sums.longitudinal);
    }
    normalise(W, Q2, result[k]);
  }
  return result;
}

}  // namespace tridens::process
