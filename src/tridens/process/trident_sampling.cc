// The full 2 -> 4 reaction point by point: a map of the unit cube and the squared amplitude contracted with the
// hadronic tensor
//   H^{mu nu} L_{mu nu} = e^2 [4 a |P'.L|^2 + b Q^2 (-g_{mu nu} L^mu* L^nu)],
//   P' = P - q (P.k1)/(q.k1): a gauge-equivalent target momentum without large components; in the neutrino-photon frame
//   P' = P_T + alpha (1,0,0,1),  P_T^2 = 4 E^2 M^2 Q^2 rho / shat^2,  alpha = Q^2 [2EM/shat - 1/2]/W.
// Coordinates: ln Q^2, W^0.6, pair mass, K^2, polar angle, azimuth of the pair, azimuth between target and lepton
// plane, overall azimuth.
#include <array>
#include <cmath>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/process/detail/trident_phase_space.hh"
#include "tridens/process/trident.hh"

namespace tridens::process {
namespace {

using detail::ChiralPair;
using detail::LeptonPoint;
using detail::PairFrame;
using detail::Structures;

constexpr size_t block = 128;
constexpr double outer_power = 0.3;  // of W^2, as in the quadrature

/// Photon variables of a point.
struct Photon {
  double Q2, W2, jacobian;
};

Photon photon(double energy, double mass, double pair_threshold, double u_Q2, double u_W2) {
  const TridentLimits limits = trident_limits(energy, mass, pair_threshold);
  if (!(energy > limits.threshold_energy)) return {0.0, 0.0, 0.0};
  const double range = std::log(limits.highest_Q2 / limits.lowest_Q2);
  Photon result{limits.lowest_Q2 * std::exp(range * u_Q2), 0.0, 0.0};
  const double highest = trident_highest_W2(energy, mass, result.Q2);
  const double begin = std::pow(pair_threshold * pair_threshold, outer_power);
  const double end = std::pow(std::fmax(highest, 0.0), outer_power);
  if (!(end > begin)) return {result.Q2, 0.0, 0.0};
  const double z = begin + (end - begin) * u_W2;
  result.W2 = std::pow(z, 1.0 / outer_power);
  result.jacobian = range * result.Q2 * (end - begin) * result.W2 / (outer_power * z);
  return result;
}

/// A block of points as structure of arrays.
struct Block {
  std::array<double, block> W, Q2, E1, E2, half_cosine, half_sine, minus_m, minus_p, minus_x, minus_y, plus_m, plus_p,
      plus_x, plus_y, d_minus, d_plus, transverse_x, transverse_y, longitudinal, a, b, weight, K2, vv, aa, va;
};

TRIDENS_INLINE LeptonPoint load(const Block& s, size_t i) {
  return {s.W[i],
          s.Q2[i],
          s.E1[i],
          s.E2[i],
          s.half_cosine[i],
          s.half_sine[i],
          {s.minus_m[i], s.minus_p[i], s.minus_x[i], s.minus_y[i]},
          {s.plus_m[i], s.plus_p[i], s.plus_x[i], s.plus_y[i]},
          s.d_minus[i],
          s.d_plus[i]};
}

void store(Block& s, size_t i, const LeptonPoint& p) {
  s.W[i] = p.W;
  s.Q2[i] = p.Q2;
  s.E1[i] = p.E1;
  s.E2[i] = p.E2;
  s.half_cosine[i] = p.half_cosine;
  s.half_sine[i] = p.half_sine;
  s.minus_m[i] = p.minus.minus;
  s.minus_p[i] = p.minus.plus;
  s.minus_x[i] = p.minus.x;
  s.minus_y[i] = p.minus.y;
  s.plus_m[i] = p.plus.minus;
  s.plus_p[i] = p.plus.plus;
  s.plus_x[i] = p.plus.x;
  s.plus_y[i] = p.plus.y;
  s.d_minus[i] = p.d_minus;
  s.d_plus[i] = p.d_plus;
}

/// Squared amplitude with the spin-0 part of the hadronic tensor only.
TRIDENS_VECTOR_CLONES void contract_scalar(Block& s, size_t count, double mass_product) {
  for (size_t i = 0; i < count; ++i) {
    const LeptonPoint p = load(s, i);
    const ChiralPair target = s.transverse_x[i] * detail::polarisation_x(p) +
                              s.transverse_y[i] * detail::polarisation_y(p) +
                              s.longitudinal[i] * detail::polarisation_n(p);
    const Structures sum = (4.0 * s.a[i]) * detail::spin_sum(p, target, mass_product);
    s.vv[i] = sum.vv;
    s.aa[i] = sum.aa;
    s.va[i] = sum.va;
  }
}

/// The same with the magnetic part.
TRIDENS_VECTOR_CLONES void contract_nucleon(Block& s, size_t count, double mass_product) {
  for (size_t i = 0; i < count; ++i) {
    const LeptonPoint p = load(s, i);
    const ChiralPair x = detail::polarisation_x(p), y = detail::polarisation_y(p), n = detail::polarisation_n(p);
    const ChiralPair target = s.transverse_x[i] * x + s.transverse_y[i] * y + s.longitudinal[i] * n;
    const Structures electric = (4.0 * s.a[i]) * detail::spin_sum(p, target, mass_product);
    const Structures transverse = detail::spin_sum(p, x, mass_product) + detail::spin_sum(p, y, mass_product);
    const Structures longitudinal = (-p.Q2 / (p.W * p.W)) * detail::spin_sum(p, n, mass_product);
    const Structures sum = electric + (s.b[i] * p.Q2) * (transverse + longitudinal);
    s.vv[i] = sum.vv;
    s.aa[i] = sum.aa;
    s.va[i] = sum.va;
  }
}

}  // namespace

double Trident::map_mass_squared() const {
  const double mass =
      options_.map_mediator_mass.value_or(options_.vertex.has_mediator() ? options_.vertex.mediator_mass : -1.0);
  return mass < 0.0 ? -1.0 : mass * mass;
}

void Trident::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  const Component& target = components_[component];
  const HadronResponse& response = responses_[component];
  const double pair_threshold = minus_mass_ + plus_mass_, mass = target.target_mass;
  const detail::LeptonMasses masses{minus_mass_, plus_mass_};
  const model::LeptonVertex& vertex = options_.vertex;
  const detail::MomentumTransferMap map{map_mass_squared()};
  const double e2 = constants::electric_charge_squared, G = constants::fermi_constant;
  const double common = e2 * 0.5 * e2 * G * G / (32.0 * units::pi * units::pi) * target.multiplicity;
  const double va_sign = options_.channel.incoming.antiparticle ? -1.0 : 1.0;
  Block s{};
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t size = std::min(block, count - begin);
    for (size_t i = 0; i < size; ++i) {
      const size_t k = begin + i;
      const auto coordinate = [&](size_t d) { return u[d * count + k]; };
      const Photon q = photon(energy[k], mass, pair_threshold, coordinate(0), coordinate(1));
      s.weight[i] = q.jacobian;
      if (q.jacobian == 0.0) {  // below threshold: a harmless point with weight zero
        store(s, i, LeptonPoint{1.0, 1.0, 1.0, 0.0, 1.0, 0.0, {1.0, 1.0, 0.0, 0.0}, {1.0, 1.0, 0.0, 0.0}, 1.0, 1.0});
        s.transverse_x[i] = s.transverse_y[i] = s.longitudinal[i] = s.K2[i] = 0.0;
        continue;
      }
      const PairFrame frame = detail::pair_frame(std::sqrt(q.W2), q.Q2, masses, map, coordinate(2), coordinate(3));
      const detail::PolarAngle angle = detail::polar_angle(frame, coordinate(4));
      const double phi = 2.0 * units::pi * coordinate(5), psi = 2.0 * units::pi * coordinate(6);
      store(s, i, detail::lepton_point(frame, angle, std::cos(phi), std::sin(phi)));
      const double shat = q.W2 + q.Q2, EM = energy[k] * mass;
      const double over = shat / (2.0 * energy[k]);
      const double rho = std::fmax(1.0 - over / mass - over * over / q.Q2, 0.0);
      const double transverse = 2.0 * EM / shat * std::sqrt(q.Q2 * rho);
      s.transverse_x[i] = transverse * std::cos(psi);
      s.transverse_y[i] = transverse * std::sin(psi);
      s.longitudinal[i] = q.Q2 * (2.0 * EM / shat - 0.5) / frame.W;
      s.K2[i] = frame.K2;
      s.weight[i] *= frame.jacobian * angle.jacobian / (4.0 * EM * EM * q.Q2 * q.Q2);
    }
    response.evaluate(s.Q2.data(), size, s.a.data(), s.b.data());
    if (target.name == "coherent") {
      contract_scalar(s, size, minus_mass_ * plus_mass_);
    } else {
      contract_nucleon(s, size, minus_mass_ * plus_mass_);
    }
    for (size_t i = 0; i < size; ++i) {
      const double V = vertex.vector_at(s.K2[i]), A = vertex.axial_at(s.K2[i]);
      result[begin + i] = common * s.weight[i] * (V * V * s.vv[i] + A * A * s.aa[i] + va_sign * V * A * s.va[i]);
    }
  }
}

namespace {

/// A vector of the neutrino-photon frame: components along k1, q and the two transverse directions.
FourVector to_laboratory(const detail::LightCone& v, double q_dot_v, double shat, double W, double Q2,
                         const FourVector& k1, const FourVector& q, const FourVector& e_x, const FourVector& e_y,
                         double cos_rotation, double sin_rotation) {
  const double along_q = v.minus / W;
  const double along_k1 = 2.0 * (q_dot_v + along_q * Q2) / shat;
  const double x = cos_rotation * v.x - sin_rotation * v.y, y = sin_rotation * v.x + cos_rotation * v.y;
  return k1 * along_k1 + q * along_q + e_x * x + e_y * y;
}

FourVector on_shell(FourVector p, double mass) {
  p.e = std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z + mass * mass);
  return p;
}

}  // namespace

std::vector<FinalParticle> Trident::final_state(size_t component, double energy, const double* u) const {
  const Component& target = components_[component];
  const double mass = target.target_mass;
  const Photon photon_point = photon(energy, mass, minus_mass_ + plus_mass_, u[0], u[1]);
  if (photon_point.jacobian == 0.0)
    throw Failure("a final state below threshold", "no lepton pair can be made there", "");
  const detail::MomentumTransferMap map{map_mass_squared()};
  const PairFrame frame =
      detail::pair_frame(std::sqrt(photon_point.W2), photon_point.Q2, {minus_mass_, plus_mass_}, map, u[2], u[3]);
  const detail::PolarAngle angle = detail::polar_angle(frame, u[4]);
  const double phi = 2.0 * units::pi * u[5];
  const LeptonPoint p = detail::lepton_point(frame, angle, std::cos(phi), std::sin(phi));
  const double Q2 = p.Q2, W = p.W, shat = W * W + Q2;

  // Photon in the laboratory: q = P - P' with transverse part q_T along azimuth chi.
  const double over = shat / (2.0 * energy);
  const double rho = std::fmax(1.0 - over / mass - over * over / Q2, 0.0);
  const double q_T = std::sqrt(Q2 * rho), chi = 2.0 * units::pi * u[7];
  const FourVector k1{energy, 0.0, 0.0, energy};
  const FourVector q{-Q2 / (2.0 * mass), q_T * std::cos(chi), q_T * std::sin(chi), -Q2 / (2.0 * mass) - over};
  // Transverse unit vectors orthogonal to k1 and q; the target momentum lies along -e_x in the neutrino-photon frame.
  const double eta = 2.0 * energy * q_T / shat;
  const FourVector e_x{eta, std::cos(chi), std::sin(chi), eta};
  const FourVector e_y{0.0, -std::sin(chi), std::cos(chi), 0.0};
  const double rotation = units::pi - 2.0 * units::pi * u[6];
  const double c = std::cos(rotation), s = std::sin(rotation);
  const auto lab = [&](const detail::LightCone& v, double q_dot_v) {
    return to_laboratory(v, q_dot_v, shat, W, Q2, k1, q, e_x, e_y, c, s);
  };
  const FourVector minus = on_shell(lab(p.minus, 0.5 * (p.d_minus - Q2)), minus_mass_);
  const FourVector plus = on_shell(lab(p.plus, 0.5 * (p.d_plus - Q2)), plus_mass_);
  const FourVector neutrino = on_shell(k1 + q - minus - plus, 0.0);
  const FourVector recoil = on_shell(k1 - minus - plus - neutrino, mass);
  const model::TridentChannel& channel = options_.channel;
  return {{channel.outgoing.pdg(), neutrino, 0.0},
          {charged_lepton_pdg(channel.minus), minus, minus_mass_},
          {charged_lepton_pdg(channel.plus, true), plus, plus_mass_},
          {target.recoil_pdg, recoil, mass}};
}

}  // namespace tridens::process
