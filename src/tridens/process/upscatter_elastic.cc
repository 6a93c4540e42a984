// Upscattering  nu_L(p) + X(k, mass M, at rest) -> N(p', mass m, helicity h) + X(k'),  Q^2 = -(p - p')^2, K = k + k',
//
//   d sigma/dQ^2 = 1/(64 pi M^2 E^2) sum_ij g_i g_j T_h^ij/[(Q^2 + m_i^2)(Q^2 + m_j^2)],   s = M^2 + 2 M E,
//   Q^2_max = 2 p*(E'* + P'*) - m^2,   Q^2_min = m^4 M^2/(s Q^2_max)  (starred: centre of mass).
//
// The helicity enters by w_h = (p' - h m s)/2 with s the spin vector of positive helicity: light-like, w_+ + w_- = p',
// w_h.p' = m^2/2; in the frame of a unit vector n (k/M: laboratory, (p + k)/sqrt s: centre of mass) with E' = p'.n and
// P'^2 = E'^2 - m^2,   w_+ = m^2/(2 P') [n - p'/(E' + P')].
//   vector  C Nbar g^a P_L nu V_a, conserved hadronic current:
//           2 H1 [2 (p.K)(w_h.K) - (p.w_h) K^2] + 2 H2 [Q^2 p.w_h + (m^2 + Q^2)(p.w_h - m^2/2)]
//   scalar  y Nbar P_L nu phi:  2 p.w_-h F^2 (4 M^2 of spin 0, 4 M^2 + Q^2 of spin 1/2)
//   both    8 M G F {m^2 p.K/2 -+ [(p.w_+)(p.K) - (p.p')(w_+.K)]}/m for h = +-1; sum over h: 4 M m (4 M E - m^2 - Q^2)
//           G F, with G = F of spin 0, F1 - Q^2/4M^2 F2 of spin 1/2
//   dipole  (mu/2) Nbar s_ab P_L nu F^ab, w = w_-h:
//           2 H1 {2 Q^2 (p.K)(w.K) + K^2 [(m^2 + Q^2)(p.w - m^2/2) - Q^2 p.w]}
//           - H2 Q^2 [4 (m^2 + Q^2)(p.w - m^2/2) - 2 Q^2 p.w]
//   axial (nucleons), c = G_A^2 [1 + 8 M^2/(Q^2 + m_pi^2) - 4 M^2 Q^2/(Q^2 + m_pi^2)^2] (pion pole), G_M = F1 + F2:
//           2 G_A^2 [2 (p.K)(w_h.K) + (p.w_h) K^2] + 2 c m^2 [p.w_h - (m^2 + Q^2)/2]
//           + 8 G_A G_M [(p.K)(p.w_h - m^2/2) + (p.p')(w_h.K)]
// with spin averages of the target. Antineutrinos: the same with h -> -h (N of positive helicity conserves it), and
// opposite signs of the interferences of vector with scalar and axial. N of Dirac and Majorana type have the same cross
// section. Exact at tree level; one boson exchanged, the target whole. Derived from the traces and checked against
// explicit Dirac spinors in test/process. Papers: dark photon 1807.09877, 1808.02915; general formulas in other
// conventions 2207.04137; dipole 1803.03262, 2007.15563, whose form-factor term with F1 alone is that of spin 1/2, not
// of a spinless nucleus, and whose magnetic term leaves out 2 F1 F2. Left out: spin of odd nuclei (order Q^2/4M^2),
// excitation and break-up of the nucleus beyond Pauli-blocked nucleons.
#include "tridens/process/upscatter_elastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_kronrod.hh"
#include "tridens/process/detail/function_table.hh"

namespace tridens::process {
namespace {

/// Form factors of nuclei are tabulated up to here, GeV^2, and evaluated directly beyond.
constexpr double table_Q2 = 1.0;

/// The table of a form factor. A plane of couplings makes the same process thousands of times, and its tables would be
/// nine tenths of the work: one that is in use serves all. It is a pure function of the form factor, and lives no
/// longer than its users.
std::shared_ptr<const detail::FunctionTable> shared_table(
    const std::shared_ptr<const matter::NuclearFormFactor>& form_factor) {
  const double radius = form_factor->rms_radius();
  // Names round their parameters: values tell apart what they do not.
  using Key = std::tuple<std::string, double, double, double>;
  const Key key{form_factor->name(), radius, form_factor->value(0.01), form_factor->value(0.1)};
  static std::mutex mutex;
  static std::map<Key, std::weak_ptr<const detail::FunctionTable>> in_use;
  const std::scoped_lock lock(mutex);
  std::weak_ptr<const detail::FunctionTable>& known = in_use[key];
  if (auto table = known.lock()) return table;
  auto table = std::make_shared<const detail::FunctionTable>(
      [form_factor](double Q2) { return form_factor->value(Q2); }, table_Q2, 1.0 / (radius * radius));
  known = table;
  return table;
}
/// Q^2 over which a nucleon's squared form factor (1 + Q^2/0.71 GeV^2)^-4 falls like (1 + Q^2/a)^-2, GeV^2.
constexpr double nucleon_falls_at = 0.355;

/// Axial form factor G_A(0)/(1 + Q^2/M_A^2)^2 of nucleons, M_A = 1.026 GeV (world average of neutrino scattering,
/// hep-ph/0107088), GeV^2.
constexpr double axial_mass_squared = 1.026 * 1.026;

/// Products of p and K with w_+, w_- and each other.
struct Products {
  double pp, pK, K2;        // p.p', p.K = p'.K, K^2
  double p_plus, K_plus;    // p.w_+, K.w_+
  double p_minus, K_minus;  // p.w_-, K.w_-
};

Products products(const UpscatterPoint& at) {
  const double M = at.kinematics.target_mass, m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  Products r{};
  r.pp = 0.5 * (m2 + Q2);
  r.pK = 2.0 * M * at.energy - r.pp;
  r.K2 = 4.0 * M * M + Q2;
  if (m2 > 0.0) {
    double E = at.energy - Q2 / (2.0 * M), p_n = at.energy, K_n = 0.5 * r.K2 / M;  // E', p.n, K.n
    if (at.frame == HelicityFrame::centre_of_mass) {
      const double s = M * (M + 2.0 * at.energy), root = std::sqrt(s);
      E = 0.5 * (s + m2 - M * M) / root;
      p_n = M * at.energy / root;
      K_n = (r.pK + 0.5 * r.K2) / root;
    }
    const double P = std::sqrt(std::max(0.0, E * E - m2));
    if (P > 0.0) {
      const double factor = 0.5 * m2 / P;
      r.p_plus = factor * (p_n - r.pp / (E + P));
      r.K_plus = factor * (K_n - r.pK / (E + P));
    } else {  // at rest: no direction, both helicities alike
      r.p_plus = 0.5 * r.pp;
      r.K_plus = 0.5 * r.pK;
    }
  }
  r.p_minus = r.pp - r.p_plus;
  r.K_minus = r.pK - r.K_plus;
  return r;
}

double vector_term(const UpscatterPoint& at, const Products& r, const HadronStructure& h, double pw, double Kw) {
  const double m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  return 2.0 * h.H1 * (2.0 * r.pK * Kw - pw * r.K2) + 2.0 * h.H2 * (Q2 * pw + (m2 + Q2) * (pw - 0.5 * m2));
}

double dipole_term(const UpscatterPoint& at, const Products& r, const HadronStructure& h, double pw, double Kw) {
  const double m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  const double lepton = m2 * (pw - 0.5 * (m2 + Q2));  // (m^2 + Q^2)(p.w - m^2/2) - Q^2 p.w
  return 2.0 * h.H1 * (2.0 * Q2 * r.pK * Kw + r.K2 * lepton) - h.H2 * Q2 * (4.0 * lepton + 2.0 * Q2 * pw);
}

double axial_term(const UpscatterPoint& at, const Products& r, double axial, double magnetic, double pw, double Kw) {
  const double M = at.kinematics.target_mass, m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  const double pole = 2.0 * M / (Q2 + constants::charged_pion_mass * constants::charged_pion_mass);
  const double longitudinal = 1.0 + 4.0 * M * pole - Q2 * pole * pole;
  return 2.0 * axial * axial * (2.0 * r.pK * Kw + pw * r.K2 + longitudinal * m2 * (pw - r.pp)) +
         8.0 * axial * magnetic * (r.pK * (pw - 0.5 * m2) + r.pp * Kw);
}

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

HelicityPair upscatter_vector(const UpscatterPoint& point, const HadronStructure& hadron) {
  const Products r = products(point);
  return {vector_term(point, r, hadron, r.p_minus, r.K_minus), vector_term(point, r, hadron, r.p_plus, r.K_plus)};
}

HelicityPair upscatter_scalar(const UpscatterPoint& point, double form_factor, bool spin_half) {
  const Products r = products(point);
  const double M = point.kinematics.target_mass;
  const double hadron = form_factor * form_factor * (spin_half ? r.K2 : 4.0 * M * M);
  return {2.0 * r.p_plus * hadron, 2.0 * r.p_minus * hadron};
}

HelicityPair upscatter_dipole(const UpscatterPoint& point, const HadronStructure& hadron) {
  const Products r = products(point);
  return {dipole_term(point, r, hadron, r.p_plus, r.K_plus), dipole_term(point, r, hadron, r.p_minus, r.K_minus)};
}

HelicityPair upscatter_axial(const UpscatterPoint& point, double axial, double magnetic, bool antineutrino) {
  const Products r = products(point);
  const double G_M = antineutrino ? -magnetic : magnetic;
  return {axial_term(point, r, axial, G_M, r.p_minus, r.K_minus), axial_term(point, r, axial, G_M, r.p_plus, r.K_plus)};
}

HelicityPair upscatter_interference(const UpscatterPoint& point, double charge, double scalar_form_factor) {
  const double m = point.kinematics.mass;
  if (m == 0.0) return {};
  const Products r = products(point);
  const double even = 0.5 * m * m * r.pK, odd = r.p_plus * r.pK - r.pp * r.K_plus;
  const double factor = 8.0 * point.kinematics.target_mass * charge * scalar_form_factor / m;
  return {factor * (even + odd), factor * (even - odd)};
}

UpscatterBody::UpscatterBody(const matter::Nuclide& nuclide,
                             std::shared_ptr<const matter::NuclearFormFactor> form_factor)
    : mass_(nuclide.mass),
      falls_at_(std::numeric_limits<double>::infinity()),
      description_(form_factor->name()),
      proton_number_(nuclide.proton_number),
      neutron_number_(nuclide.neutron_number()) {
  const double radius = form_factor->rms_radius();
  if (radius == 0.0) return;
  // F^2 = 1 - Q^2 R^2/3 + ... falls like (1 + Q^2/a)^-2.
  falls_at_ = 6.0 / (radius * radius);
  nuclear_ = shared_table(form_factor);
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

HadronStructure UpscatterBody::structure(double electric, double magnetic, double Q2) const {
  if (nucleonic_ == nullptr) return {electric * electric, 0.0};
  const double t = Q2 / (4.0 * mass_ * mass_);
  return {(electric * electric + t * magnetic * magnetic) / (1.0 + t), magnetic * magnetic};
}

HelicityPair UpscatterBody::squared(const UpscatterPoint& point, const UpscatterExchange& x, bool antineutrino) const {
  const double Q2 = point.Q2;
  const Charges c = charges(Q2, x);
  HelicityPair sum;
  if (x.dipole != 0.0) {
    const double amplitude = x.dipole / Q2;
    const HadronStructure hadron = structure(c.photon_electric, c.photon_magnetic, Q2);
    sum = constants::electric_charge_squared * amplitude * amplitude * upscatter_dipole(point, hadron);
  } else {
    const double vector = 1.0 / (Q2 + x.vector_mass * x.vector_mass);
    const double scalar = 1.0 / (Q2 + x.scalar_mass * x.scalar_mass);
    const bool has_vector = c.vector_electric != 0.0 || c.vector_magnetic != 0.0;
    if (has_vector) {
      add(sum, vector * vector * upscatter_vector(point, structure(c.vector_electric, c.vector_magnetic, Q2)));
    }
    if (c.axial != 0.0) {
      add(sum, vector * vector * upscatter_axial(point, c.axial, c.vector_magnetic, antineutrino));
    }
    if (c.scalar != 0.0) add(sum, scalar * scalar * upscatter_scalar(point, c.scalar, nucleonic_ != nullptr));
    // With the electric Sachs form factor: F1 - Q^2/4M^2 F2. Like charges repel by a vector and attract by a scalar.
    if (has_vector && c.scalar != 0.0) {
      const double sign = antineutrino ? 1.0 : -1.0;
      add(sum, sign * vector * scalar * upscatter_interference(point, c.vector_electric, c.scalar));
    }
  }
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
  if (x.dipole != 0.0 && (vector || scalar)) {
    throw Failure("upscattering by a dipole and another boson", "their interference is not here", "");
  }
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
