// Upscattering  nu_L(p) + X(k, mass M, at rest) -> N(p', mass m, helicity h) + X(k'),  Q^2 = -(p - p')^2, K = k + k',
//
//   d sigma/dQ^2 = 1/(64 pi M^2 E^2) sum_ij g_i g_j T_h^ij/[(Q^2 + m_i^2)(Q^2 + m_j^2)],   s = M^2 + 2 M E,
//   Q^2_max = 2 p*(E'* + P'*) - m^2,   Q^2_min = m^4 M^2/(s Q^2_max)  (starred: centre of mass).
//
// with T of upscatter_tensors.cc for every pair of exchanged bosons: amplitudes are added before they are squared. An
// exchange g_i/(Q^2 + m_i^2) has the sign of its four-fermion term: vector and dipole - for couplings of the same sign
// (L = e J_em.A, as e eps J_em.Z'), scalar +.
// Antineutrinos: the same with h -> -h (N of positive helicity conserves it), and opposite signs of the interferences
// of the scalar and the axial current with the others. N of Dirac and Majorana type have the same cross section. Exact
// at tree level; one boson exchanged, the target whole. Derived from the traces and checked against explicit Dirac
// spinors in test/process. Papers: dark photon 1807.09877, 1808.02915; general formulas in other conventions
// 2207.04137; dipole 1803.03262, 2007.15563, whose form-factor term with F1 alone is that of spin 1/2, not of a
// spinless nucleus, and whose magnetic term leaves out 2 F1 F2. Left out: spin of odd nuclei (order Q^2/4M^2),
// excitation and break-up of the nucleus beyond Pauli-blocked nucleons.
#include "tridens/process/upscatter_elastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_kronrod.hh"
#include "tridens/process/detail/function_table.hh"

namespace tridens::process {
namespace {

/// Q^2 over which a nucleon's squared form factor (1 + Q^2/0.71 GeV^2)^-4 falls like (1 + Q^2/a)^-2, GeV^2.
constexpr double nucleon_falls_at = 0.355;

/// Axial form factor G_A(0)/(1 + Q^2/M_A^2)^2 of nucleons, M_A = 1.026 GeV (world average of neutrino scattering,
/// hep-ph/0107088), GeV^2.
constexpr double axial_mass_squared = 1.026 * 1.026;

HelicityPair operator*(double factor, const HelicityPair& pair) {
  return {factor * pair.conserving, factor * pair.flipping};
}
void add(HelicityPair& sum, const HelicityPair& term) {
  sum.conserving += term.conserving;
  sum.flipping += term.flipping;
}

}  // namespace

UpscatterKinematics::Range UpscatterKinematics::Q2_range(double energy) const {
  if (!(energy > threshold())) return {};
  const double M = target_mass, m2 = mass * mass, s = M * (M + 2.0 * energy), root = std::sqrt(s);
  const double E = 0.5 * (2.0 * M * energy + m2) / root;
  const double P = std::sqrt(std::max(0.0, (E - mass) * (E + mass)));
  Range range;
  range.high = 2.0 * M * energy / root * (E + P) - m2;
  range.low = m2 * m2 * M * M / (s * range.high);
  if (!(range.high > range.low)) return {};  // a rounding above threshold
  return range;
}

UpscatterBody::UpscatterBody(const matter::Nuclide& nuclide,
                             const std::shared_ptr<const matter::NuclearFormFactor>& form_factor,
                             FormFactorTables& tables)
    : mass_(nuclide.mass),
      falls_at_(std::numeric_limits<double>::infinity()),
      description_(form_factor->name()),
      nuclear_(tables.of(form_factor)),
      proton_number_(nuclide.proton_number),
      neutron_number_(nuclide.neutron_number()) {
  const double radius = form_factor->rms_radius();
  if (radius == 0.0) return;
  // F^2 = 1 - Q^2 R^2/3 + ... falls like (1 + Q^2/a)^-2.
  falls_at_ = 6.0 / (radius * radius);
}

UpscatterBody::UpscatterBody(matter::Nucleon nucleon, std::shared_ptr<const matter::NucleonFormFactor> form_factor,
                             double fermi_momentum)
    : mass_(matter::nucleon_mass(nucleon)),
      falls_at_(nucleon_falls_at),
      description_(form_factor->name()),
      nucleonic_(std::move(form_factor)),
      nucleon_(nucleon),
      pauli_{fermi_momentum} {
  if (fermi_momentum > 0.0) description_ += fmt::format(", Pauli blocking k_F = {:g} GeV", fermi_momentum);
}

bool UpscatterBody::responds_to(const UpscatterExchange& x) const {
  if (nucleonic_ == nullptr) {
    return proton_number_ * x.vector_proton + neutron_number_ * x.vector_neutron != 0.0 ||
           proton_number_ * x.scalar_proton + neutron_number_ * x.scalar_neutron != 0.0 || x.dipole != 0.0;
  }
  const bool proton = nucleon_ == matter::Nucleon::proton;
  return x.dipole != 0.0 || x.vector_proton != 0.0 || x.vector_neutron != 0.0 ||
         (proton ? x.axial_proton : x.axial_neutron) != 0.0 || (proton ? x.scalar_proton : x.scalar_neutron) != 0.0;
}

UpscatterBody::Charges UpscatterBody::charges(double Q2, const UpscatterExchange& x) const {
  Charges c;
  if (nucleonic_ == nullptr) {
    double F = 1.0;
    if (nuclear_ != nullptr) nuclear_->evaluate(&Q2, 1, &F);
    c.vector_electric = (proton_number_ * x.vector_proton + neutron_number_ * x.vector_neutron) * F;
    c.scalar = (proton_number_ * x.scalar_proton + neutron_number_ * x.scalar_neutron) * F;
    c.photon_electric = proton_number_ * F;
    return c;
  }
  using matter::Nucleon;
  std::array<double, 2> electric{}, magnetic{};
  nucleonic_->sachs(Nucleon::proton, &Q2, &electric[0], &magnetic[0], 1);
  nucleonic_->sachs(Nucleon::neutron, &Q2, &electric[1], &magnetic[1], 1);
  const size_t own = nucleon_ == Nucleon::proton ? 0 : 1, other = 1 - own;
  c.vector_electric = x.vector_proton * electric[own] + x.vector_neutron * electric[other];
  c.vector_magnetic = x.vector_proton * magnetic[own] + x.vector_neutron * magnetic[other];
  c.photon_electric = electric[own];
  c.photon_magnetic = magnetic[own];
  const double shape = 1.0 / (1.0 + Q2 / axial_mass_squared);
  c.axial = (own == 0 ? x.axial_proton : x.axial_neutron) * shape * shape;
  c.scalar = (own == 0 ? x.scalar_proton : x.scalar_neutron) * electric[0];
  return c;
}

HadronStructure UpscatterBody::structure(double electric, double other_electric, double magnetic, double other_magnetic,
                                         double Q2) const {
  if (nucleonic_ == nullptr) return {electric * other_electric, 0.0};
  const double t = Q2 / (4.0 * mass_ * mass_), product = magnetic * other_magnetic;
  return {(electric * other_electric + t * product) / (1.0 + t), product};
}

HelicityPair UpscatterBody::dipole_terms(const UpscatterPoint& point, const UpscatterExchange& x, const Charges& c,
                                         double photon, double vector, double scalar, bool antineutrino) const {
  const double Q2 = point.Q2, electric = c.photon_electric, magnetic = c.photon_magnetic;
  HelicityPair sum = photon * photon * upscatter_dipole(point, structure(electric, electric, magnetic, magnetic, Q2));
  const double with_vector = std::cos(x.dipole_phase) * photon * vector;
  if (c.vector_electric != 0.0 || c.vector_magnetic != 0.0) {
    const HadronStructure crossed = structure(c.vector_electric, electric, c.vector_magnetic, magnetic, Q2);
    add(sum, with_vector * upscatter_dipole_vector(point, crossed));
  }
  if (c.axial != 0.0) add(sum, with_vector * upscatter_dipole_axial(point, c.axial, magnetic, antineutrino));
  if (c.scalar != 0.0) {
    const double sign = antineutrino ? -1.0 : 1.0, phase = x.dipole_phase - x.scalar_phase;
    add(sum, sign * std::cos(phase) * photon * scalar * upscatter_dipole_scalar(point, electric, c.scalar));
  }
  return sum;
}

HelicityPair UpscatterBody::squared(const UpscatterPoint& point, const UpscatterExchange& x, bool antineutrino) const {
  const double Q2 = point.Q2;
  const Charges c = charges(Q2, x);
  const double vector = 1.0 / (Q2 + x.vector_mass * x.vector_mass);
  const double scalar = 1.0 / (Q2 + x.scalar_mass * x.scalar_mass);
  const double photon = std::sqrt(constants::electric_charge_squared) * x.dipole / Q2;
  // Like charges repel by a vector and attract by a scalar.
  const double opposite = antineutrino ? 1.0 : -1.0;
  const bool has_vector = c.vector_electric != 0.0 || c.vector_magnetic != 0.0;
  HelicityPair sum;
  if (has_vector) {
    const HadronStructure hadron =
        structure(c.vector_electric, c.vector_electric, c.vector_magnetic, c.vector_magnetic, Q2);
    add(sum, vector * vector * upscatter_vector(point, hadron));
  }
  if (c.axial != 0.0) add(sum, vector * vector * upscatter_axial(point, c.axial, c.vector_magnetic, antineutrino));
  if (c.scalar != 0.0) add(sum, scalar * scalar * upscatter_scalar(point, c.scalar, nucleonic_ != nullptr));
  // With the electric Sachs form factor: F1 - Q^2/4M^2 F2.
  if (has_vector && c.scalar != 0.0) {
    add(sum, opposite * std::cos(x.scalar_phase) * vector * scalar *
                 upscatter_interference(point, c.vector_electric, c.scalar));
  }
  if (x.dipole != 0.0) add(sum, dipole_terms(point, x, c, photon, vector, scalar, antineutrino));
  if (pauli_.fermi_momentum > 0.0) sum = pauli_.factor(Q2, mass_) * sum;
  // Squares of amplitudes: what is below zero is rounding, at the ends of the range of Q^2.
  return {std::max(0.0, sum.conserving), std::max(0.0, sum.flipping)};
}

UpscatterElastic::UpscatterElastic(UpscatterBody body, const UpscatterExchange& exchange, double heavy_mass,
                                   bool antineutrino, HelicityFrame frame)
    : body_(std::move(body)),
      exchange_(exchange),
      kinematics_{body_.mass(), heavy_mass},
      antineutrino_(antineutrino),
      frame_(frame) {
  if (!(heavy_mass >= 0.0) || !std::isfinite(heavy_mass)) {
    throw UserError(fmt::format("a heavy neutrino of {} GeV", heavy_mass), "its mass must be zero or positive", "");
  }
  const UpscatterExchange& x = exchange;
  const bool vector =
      x.vector_proton != 0.0 || x.vector_neutron != 0.0 || x.axial_proton != 0.0 || x.axial_neutron != 0.0;
  const bool scalar = x.scalar_proton != 0.0 || x.scalar_neutron != 0.0;
  if (!body_.responds_to(x)) throw UserError("upscattering on a body to which nothing couples", "a coupling is 0", "");
  double inverse = 1.0 / body_.falls_at();
  for (const auto& [present, mass] :
       {std::pair{vector, exchange.vector_mass}, std::pair{scalar, exchange.scalar_mass}}) {
    if (!present) continue;
    if (!(mass > 0.0)) {
      throw UserError(fmt::format("a mediator of {} GeV", mass), "its mass must be positive", "");
    }
    inverse += 1.0 / (mass * mass);
  }
  // A dipole on a point has no scale: then far above every Q^2.
  scale_ = inverse > 0.0 ? 1.0 / inverse : 1e12;
}

HelicityPair UpscatterElastic::differential(double energy, double Q2) const {
  const UpscatterKinematics::Range range = kinematics_.Q2_range(energy);
  if (!(Q2 >= range.low && Q2 <= range.high) || !(Q2 > 0.0)) return {};
  const double M = kinematics_.target_mass;
  const double factor = 1.0 / (64.0 * units::pi * M * M * energy * energy);
  return factor * body_.squared({kinematics_, energy, Q2, frame_}, exchange_, antineutrino_);
}

UpscatterElastic::MappedQ2 UpscatterElastic::map(double energy, double u) const {
  const UpscatterKinematics::Range range = kinematics_.Q2_range(energy);
  if (!(range.high > range.low)) return {};
  MappedQ2 result;
  const double a = scale_, low = range.low, high = range.high;
  if (exchange_.dipole != 0.0 && low > 0.0) {
    // Evenly in ln[Q^2/(Q^2 + a)]: the photon's 1/Q^2, and the form factor.
    const double first = std::log(low / (low + a)), width = std::log(high / (high + a)) - first;
    const double r = std::exp(first + u * width);
    result.Q2 = std::clamp(a * r / (1.0 - r), low, high);
    result.jacobian = width * result.Q2 * (result.Q2 + a) / a;
    return result;
  }
  // Evenly in 1/(Q^2 + a).
  const double width = high - low, denominator = high + a - u * width;
  result.Q2 = std::min(low + (low + a) * u * width / denominator, high);
  result.jacobian = (low + a) * (high + a) * width / (denominator * denominator);
  return result;
}

HelicityPair UpscatterElastic::total(double energy, double* error) const {
  if (error != nullptr) *error = 0.0;
  HelicityPair sum;
  if (!(energy > threshold())) return sum;
  static const math::NestedRule rule = math::gauss_kronrod();
  struct Piece {
    double low, high;
    HelicityPair value;
    double error;
  };
  const auto integrate = [&](double low, double high) {
    Piece piece{low, high, {}, 0.0};
    double coarse = 0.0;
    for (size_t i = 0; i < rule.size(); ++i) {
      const MappedQ2 at = map(energy, low + (high - low) * rule.nodes[i]);
      const HelicityPair value = at.jacobian * (high - low) * differential(energy, at.Q2);
      add(piece.value, rule.fine[i] * value);
      coarse += rule.coarse[i] * value.sum();
    }
    piece.error = std::abs(piece.value.sum() - coarse);
    return piece;
  };
  constexpr double wanted = 1e-9;
  constexpr size_t most = 400;  // pieces; a smooth form factor takes some ten
  std::vector<Piece> pieces = {integrate(0.0, 1.0)};
  double uncertain = pieces.front().error;
  sum = pieces.front().value;
  while (uncertain > wanted * sum.sum() && pieces.size() < most) {
    const auto worst = std::max_element(pieces.begin(), pieces.end(),
                                        [](const Piece& x, const Piece& y) { return x.error < y.error; });
    const double middle = 0.5 * (worst->low + worst->high);
    const Piece left = integrate(worst->low, middle), right = integrate(middle, worst->high);
    *worst = left;
    pieces.push_back(right);
    sum = {};
    uncertain = 0.0;
    for (const Piece& piece : pieces) {
      add(sum, piece.value);
      uncertain += piece.error;
    }
  }
  if (error != nullptr) *error = uncertain;
  return sum;
}

}  // namespace tridens::process
