#include "tridens/process/detail/electroweak_quadrature.hh"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/electroweak_phase_space.hh"
#include "tridens/process/trident_lepton_cross_section.hh"

namespace tridens::process::detail {
namespace {

/// Nodes in k^2 with weights: Gauss-Legendre in panels around the pole.
struct MassNodes {
  math::QuadratureRule rule;  // of every panel
  std::vector<double> value, weight;
};

template <class Map>  // Map(x) gives k^2 and dk^2/dx
void add_panel(MassNodes& nodes, double begin, double end, const Map& map) {
  const math::QuadratureRule& rule = nodes.rule;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double v = rule.nodes[i];
    const std::pair<double, double> point = map(begin + (end - begin) * v * v * (3.0 - 2.0 * v));
    nodes.value.push_back(point.first);
    nodes.weight.push_back(rule.weights[i] * 6.0 * v * (1.0 - v) * (end - begin) * point.second);
  }
}

MassNodes mass_nodes(double low, double high, double mass, double width, int panel_nodes) {
  constexpr double longest = 8.0;  // of a panel in ln k^2
  const double m2 = mass * mass, gamma = mass * width, near = 8.0 * gamma, far = 0.3 * m2;
  MassNodes nodes{math::gauss_legendre(panel_nodes), {}, {}};
  const auto logarithm = [](double x) { return std::pair(std::exp(x), std::exp(x)); };
  const double first = std::fmin(high, m2 - far), middle = std::sqrt(first * low);
  if (std::log(first / low) > longest) {
    add_panel(nodes, std::log(low), std::log(middle), logarithm);
    add_panel(nodes, std::log(middle), std::log(first), logarithm);
  } else {
    add_panel(nodes, std::log(low), std::log(first), logarithm);
  }
  if (high <= m2 - far) return nodes;
  add_panel(nodes, -std::log(far), -std::log(std::fmax(near, m2 - high)),
            [m2](double x) { return std::pair(m2 - std::exp(-x), std::exp(-x)); });
  if (high <= m2 - near) return nodes;
  add_panel(nodes, -std::atan(near / gamma), std::atan(std::fmin(near, high - m2) / gamma), [m2, gamma](double x) {
    const double t = std::tan(x);
    return std::pair(m2 + gamma * t, gamma * (1.0 + t * t));
  });
  if (high <= m2 + near) return nodes;
  add_panel(nodes, std::log(near), std::log(high - m2),
            [m2](double x) { return std::pair(m2 + std::exp(x), std::exp(x)); });
  return nodes;
}

/// Directions of l+: azimuths inside polar angles. Five azimuths are exact for trigonometric polynomials of degree 4.
constexpr size_t largest_polar = 24, azimuths = 5, largest_count = largest_polar * azimuths;
struct Directions {
  size_t count = 0;
  std::array<double, largest_count> delta, cosine, sine, weight;
};
struct Projections {
  std::array<double, largest_count> transverse, longitudinal;
};

/// Squared amplitudes of all directions.
template <bool with_z>
TRIDENS_INLINE void project(const ElectroweakPoint& outer, const DecayFrame& frame, const TridentLeptons& leptons,
                            const Directions& directions_of_plus, Projections& result) {
  const double* __restrict delta = directions_of_plus.delta.data();
  const double* __restrict cosine = directions_of_plus.cosine.data();
  const double* __restrict sine = directions_of_plus.sine.data();
  double* __restrict transverse = result.transverse.data();
  double* __restrict longitudinal = result.longitudinal.data();
  const TridentLeptons l = leptons;
  const DecayFrame f = frame;
  const ElectroweakPoint base = outer;
  const double factor = 2.0 * std::sqrt(base.Q2) * base.E1 / (base.W * base.W + base.Q2);
  const size_t count = directions_of_plus.count;
  for (size_t i = 0; i < count; ++i) {
    ElectroweakPoint point = base;
    decay_momenta(f, delta[i], cosine[i], sine[i], l.mass_plus, point);
    PhotonProjection sum;
    trident_amplitudes<true, with_z>(point, l.boson, l.coupling,
                                     [&](const ComplexVector& amplitude) TRIDENS_INLINE_LAMBDA {
                                       add_projection(amplitude, factor, TargetDirection{}, sum);
                                     });
    transverse[i] = sum.transverse;
    longitudinal[i] = sum.longitudinal;
  }
}
TRIDENS_VECTOR_CLONES void project_w(const ElectroweakPoint& outer, const DecayFrame& frame,
                                     const TridentLeptons& leptons, const Directions& where, Projections& result) {
  project<false>(outer, frame, leptons, where, result);
}
TRIDENS_VECTOR_CLONES void project_w_and_z(const ElectroweakPoint& outer, const DecayFrame& frame,
                                           const TridentLeptons& leptons, const Directions& where,
                                           Projections& result) {
  project<true>(outer, frame, leptons, where, result);
}

/// Cosines and sines of the azimuths; the same for all polar angles.
Directions with_azimuths(size_t polar_nodes) {
  Directions result{};
  result.count = polar_nodes * azimuths;
  for (size_t i = 0; i < result.count; ++i) {
    const double phi = 2.0 * units::pi * (static_cast<double>(i % azimuths) + 0.5) / static_cast<double>(azimuths);
    result.cosine[i] = std::cos(phi);
    result.sine[i] = std::sin(phi);
  }
  return result;
}

/// Integral of the squared amplitude over the directions of l+.
PhotonSigma over_decays(double k2, const math::QuadratureRule& rule, const TridentLeptons& leptons,
                        const ElectroweakPoint& point, Directions& where) {
  const DecayFrame frame = decay_frame(k2, leptons.mass_plus, point);
  PhotonSigma result;
  if (!(frame.edge > 0.0)) return result;
  for (size_t l = 0; l < rule.nodes.size(); ++l) {
    const Mapped delta = decay_angle(frame, rule.nodes[l]);
    for (size_t i = l * azimuths; i < (l + 1) * azimuths; ++i) {
      where.delta[i] = delta.value;
      where.weight[i] = rule.weights[l] * delta.jacobian;
    }
  }
  Projections sums;
  const bool with_z = leptons.coupling.left != 0.0 || leptons.coupling.right != 0.0;
  (with_z ? project_w_and_z : project_w)(point, frame, leptons, where, sums);
  for (size_t i = 0; i < where.count; ++i) {
    result.transverse += where.weight[i] * sums.transverse[i];
    result.longitudinal += where.weight[i] * sums.longitudinal[i];
  }
  const double factor = decay_phase_space(frame) / static_cast<double>(azimuths);
  return {factor * result.transverse, factor * result.longitudinal};
}

}  // namespace

PhotonSigma w_exchange_integral(double shat, double Q2, const TridentLeptons& leptons, TridentNodes nodes) {
  const math::QuadratureRule rule = math::gauss_legendre(nodes.polar);
  const double W = std::sqrt(shat - Q2), most = W - leptons.mass_minus, w2 = leptons.boson.w * leptons.boson.w;
  const MassNodes k2 = mass_nodes(leptons.mass_plus * leptons.mass_plus, most * most, leptons.boson.w,
                                  leptons.boson.w_width, nodes.mass);
  Directions where = with_azimuths(rule.nodes.size());
  PhotonSigma result;
  for (size_t i = 0; i < k2.value.size(); ++i) {
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      ElectroweakPoint point{};
      const double emission = emit_minus(W, Q2, k2.value[i], leptons.mass_minus, leptons.boson.w, rule.nodes[j], point);
      if (emission == 0.0) continue;
      point.d_k = k2.value[i] - w2;
      const double outer = k2.weight[i] / (2.0 * units::pi) * emission * rule.weights[j];
      const PhotonSigma decays = over_decays(k2.value[i], rule, leptons, point, where);
      result.transverse += outer * decays.transverse;
      result.longitudinal += outer * decays.longitudinal;
    }
  }
  return {0.25 * result.transverse / shat, result.longitudinal / shat};
}

PhotonSigma z_exchange_cross_section(Flavour minus, Flavour plus, double V, double A, double shat, double Q2) {
  const double z2 = constants::z_mass * constants::z_mass;
  const ShapeFunction propagator{[z2](double K2) { return z2 / (z2 + K2); }, z2};
  constexpr LeptonQuadrature nodes = {20, 24, 24, 3};
  const ShapeMoments moments = photon_cross_section(minus, plus, std::sqrt(shat - Q2), Q2, nodes, propagator);
  return {moments[2].transverse.combine(V, A), moments[2].longitudinal.combine(V, A)};
}

}  // namespace tridens::process::detail
