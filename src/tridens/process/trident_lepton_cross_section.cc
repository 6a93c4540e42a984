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

void add(CouplingStructures& sum, double factor, const double* values) {
  sum.vv += factor * values[0];
  sum.aa += factor * values[1];
  sum.va += factor * values[2];
}

}  // namespace

ShapeMoments photon_cross_section(Flavour minus, Flavour plus, double W, double Q2, const LeptonQuadrature& quadrature,
                                  const ShapeFunction& shape) {
  const detail::LeptonMasses mass{charged_lepton_mass(minus), charged_lepton_mass(plus)};
  ShapeMoments result{};
  if (!(W > mass.minus + mass.plus)) return result;
  if (!(Q2 > 0.0))
    throw Failure("Q2 = " + std::to_string(Q2) + " GeV^2", "the photon must be space-like", "use a tiny Q2");
  const auto mass_rule = math::gauss_legendre(quadrature.pair_mass);
  const detail::MomentumTransferMap map{shape.mediator_mass_squared};
  const auto transfer_rule = transfer_nodes(quadrature.momentum_transfer, map.is_light(W * W));
  const auto polar_rule = math::gauss_legendre(quadrature.polar);
  const int polar = quadrature.polar, azimuth = quadrature.azimuth;
  std::vector<double> cosines(static_cast<size_t>(azimuth)), sines(cosines.size());
  for (int j = 0; j < azimuth; ++j) {
    // Mid-points of half a period; the other half repeats them by reflection at the scattering plane.
    const double phi = units::pi * (j + 0.5) / azimuth;
    cosines[static_cast<size_t>(j)] = std::cos(phi);
    sines[static_cast<size_t>(j)] = std::sin(phi);
  }
  std::vector<double> nodes(static_cast<size_t>(4 * polar)), weights(static_cast<size_t>(polar));
  for (int a = 0; a < quadrature.pair_mass; ++a) {
    for (int b = 0; b < transfer_rule.size(); ++b) {
      const auto ia = static_cast<size_t>(a), ib = static_cast<size_t>(b);
      const PairFrame frame = detail::pair_frame(W, Q2, mass, map, mass_rule.nodes[ia], transfer_rule.nodes[ib]);
      for (int i = 0; i < polar; ++i) {
        const auto ii = static_cast<size_t>(i), n = static_cast<size_t>(polar);
        const detail::PolarAngle angle = detail::polar_angle(frame, polar_rule.nodes[ii]);
        nodes[ii] = angle.cosine;
        nodes[n + ii] = angle.sine;
        nodes[2 * n + ii] = angle.d_plus;
        nodes[3 * n + ii] = angle.d_minus;
        weights[ii] = polar_rule.weights[ii] * angle.jacobian / azimuth;
      }
      InnerSums sums{};
      inner_sums(frame, nodes.data(), weights.data(), polar, cosines.data(), sines.data(), azimuth,
                 mass.minus * mass.plus, &sums);
      double factor = frame.jacobian * mass_rule.weights[ia] * transfer_rule.weights[ib];
      const double shape_value = shape.value ? shape.value(frame.K2) : 0.0;
      for (PhotonCrossSection& moment : result) {
        add(moment.transverse, factor, sums.transverse);
        add(moment.longitudinal, factor, sums.longitudinal);
        factor *= shape_value;
      }
    }
  }
  const double shat = W * W + Q2;
  const double coupling =
      0.5 * constants::electric_charge_squared * constants::fermi_constant * constants::fermi_constant;
  for (PhotonCrossSection& moment : result) {
    const double transverse = coupling * 0.5 / (2.0 * shat);
    const double longitudinal = coupling * Q2 / (W * W) / shat;
    moment.transverse = {moment.transverse.vv * transverse, moment.transverse.aa * transverse,
                         moment.transverse.va * transverse};
    moment.longitudinal = {moment.longitudinal.vv * longitudinal, moment.longitudinal.aa * longitudinal,
                           moment.longitudinal.va * longitudinal};
  }
  return result;
}

}  // namespace tridens::process
