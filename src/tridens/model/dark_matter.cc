// Light dark matter behind a dark photon:
//   A' couples with epsilon e to the electromagnetic current and with g_D to that of chi,
//   J_D = i (chi* d chi - chi d chi*) (complex scalar), chibar gamma chi (Dirac), and with a splitting Delta of the
//   masses of the two real or Majorana parts J_D = phi1 d phi2 - phi2 d phi1, i chi1bar gamma chi2 (E. Izaguirre, Y.
//   Kahn, G. Krnjaic, M. Moschella, Phys. Rev. D 96 (2017) 055007, arXiv:1703.06881).
// Widths, lambda = (1 - (r1 + r2)^2)(1 - (r1 - r2)^2), r = m/k:
//   Gamma(A'* -> chi chi) = alpha_D k/3 x P,  P = lambda^(3/2)/4 (scalar),
//     P = lambda^(1/2) [2 - r1^2 - r2^2 - (r1^2 - r2^2)^2 + 6 r1 r2]/2 (fermion; beta (1 + 2 r^2) for equal masses),
//   Gamma(A'* -> l l) = epsilon^2 alpha k/3 x beta (1 + 2 r^2), hadrons by R(k^2) of hadronic_vector.hh.
//   chi2 -> chi1 l l of scalars = (1/pi) int dq^2 q Gamma(A'* -> l l)(q) Gamma(phi2 -> phi1 A'*)(q)/|q^2 - m^2 + i m
//   Gamma|^2, Gamma(phi2 -> phi1 A'*) = alpha_D lambda^(3/2)(m2, m1, q) m2^3/(4 q^2); of fermions by decay_widths.hh.
//   Both go to 4 epsilon^2 alpha alpha_D Delta^5/(15 pi m_A'^4) for m_e << Delta << m_chi, m_A'.
// y = epsilon^2 alpha_D (m_chi/m_A')^4. Mixing with the Z is left out: A' well below 91 GeV.
#include "tridens/model/dark_matter.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/hadronic_vector.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr double alpha = constants::fine_structure;
constexpr double pion = constants::charged_pion_mass;

/// lambda(1, r1^2, r2^2); 0 below threshold.
double triangle(double mass, double m1, double m2) {
  if (!(mass > m1 + m2)) return 0.0;
  const double sum = (m1 + m2) / mass, difference = (m1 - m2) / mass;
  return (1.0 - sum) * (1.0 + sum) * (1.0 - difference) * (1.0 + difference);
}

double hadron_ratio(double k2) {
  if (k2 < quarks_from * quarks_from) return pion_pair_ratio(k2);
  return quark_ratio(k2, 1.0, 0.0, 0.0);
}

/// int dq^2 f(q^2) from `low` to `high`, smooth at both ends.
template <class Function>
double integrate(double low, double high, const Function& f) {
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    // Both ends are branch points: t^2 (3 - 2t) has no slope there.
    const double t = rule.nodes[i];
    sum += rule.weights[i] * 6.0 * t * (1.0 - t) * f(low + (high - low) * t * t * (3.0 - 2.0 * t));
  }
  return (high - low) * sum;
}

void check_excited(const DarkMatter& matter) {
  matter.check();
  if (!matter.inelastic()) {
    throw UserError("the decay of chi2", "without a splitting there is no second state", "give splitting=5MeV, say");
  }
  if (matter.splitting >= matter.mediator_mass) {
    throw UserError(fmt::format("chi2 that decays through a virtual A' with a splitting of {:g} GeV", matter.splitting),
                    fmt::format("A' of {:g} GeV is lighter: chi2 decays to chi1 and a real A'", matter.mediator_mass),
                    "choose a splitting below the mass of A'");
  }
}

/// dGamma/dq^2 of scalars for a pair whose Gamma(A'* -> pair) is epsilon^2 alpha q/3 x `ratio`.
double excited_scalar_spectrum(const DarkMatter& matter, double width, double ratio, double q2) {
  const double m2 = matter.heavier_mass(), m1 = matter.mass, q = std::sqrt(q2), open = triangle(m2, m1, q);
  const double emission = matter.alpha_D * std::pow(open, 1.5) * m2 * m2 * m2 / (4.0 * q2);
  const double pair = matter.epsilon * matter.epsilon * alpha * q / 3.0 * ratio;
  return q / units::pi * pair * emission * dark_propagator_squared(matter, width, q2);
}

/// Couplings of the current of chi2 to chi1 and of charged leptons, vector, as chiral amplitudes over the propagator.
PairAmplitude exchange_amplitude(const DarkMatter& matter) {
  const double dark = std::sqrt(4.0 * units::pi * matter.alpha_D);
  const double visible = matter.epsilon * std::sqrt(constants::electric_charge_squared);
  return product({dark, dark}, {visible, visible});
}

FermionPairDecay fermion_decay(const DarkMatter& matter, double lepton) {
  FermionPairDecay decay{matter.heavier_mass(), matter.mass, lepton, lepton, {}, {}, {}};
  decay.exchange = exchange_amplitude(matter);
  decay.boson = {matter.mediator_mass, dark_photon_widths(matter).total()};
  return decay;
}

/// phi2 -> phi1 l- l+: (P.j)^2 of the lepton current j over the propagator, P = p2 + p1; in order phi1, l-, l+.
class ScalarPairElement final : public ThreeBodyMatrixElement {
 public:
  ScalarPairElement(const DarkMatter& matter, double width) : matter_(matter), width_(width) {}
  double squared(const FourVector* products, const FourVector&, double) const override {
    const FourVector P = FourVector{matter_.heavier_mass(), 0.0, 0.0, 0.0} + products[0];
    const FourVector &minus = products[1], &plus = products[2], q = minus + plus;
    const double pair = 0.5 * q.mass_squared();  // k- k+ + m_l^2
    return (2.0 * P.dot(minus) * P.dot(plus) - P.mass_squared() * pair) *
           dark_propagator_squared(matter_, width_, q.mass_squared());
  }
  double largest() const override {
    // P.k- + P.k+ = m2^2 - m1^2, and the propagator grows with q^2 up to the splitting, which is below m_A'.
    const double sum = matter_.splitting * (matter_.heavier_mass() + matter_.mass);
    return 0.5 * sum * sum * dark_propagator_squared(matter_, width_, matter_.splitting * matter_.splitting);
  }

 private:
  DarkMatter matter_;
  double width_;
};

}  // namespace

std::string name(DarkMatterSpin spin) {
  return spin == DarkMatterSpin::scalar ? "scalar" : "fermion";
}

DarkMatterSpin parse_dark_matter_spin(std::string_view text) {
  for (const DarkMatterSpin spin : {DarkMatterSpin::scalar, DarkMatterSpin::fermion}) {
    if (name(spin) == text) return spin;
  }
  unknown_name("spin of dark matter", text, {"scalar", "fermion"});
}

double DarkMatter::y() const {
  return epsilon * epsilon * alpha_D * std::pow(mass / mediator_mass, 4);
}

void DarkMatter::check() const {
  const auto refuse = [](const std::string& what, const std::string& why, const std::string& suggestion) {
    throw UserError(what, why, suggestion);
  };
  for (const auto& [value, what] :
       {std::pair{mass, "mass of dark matter"}, {mediator_mass, "mass of A'"}, {alpha_D, "alpha_D"}}) {
    if (!(value > 0.0) || !std::isfinite(value))
      refuse(fmt::format("{} = {:g}", what, value), "it must be positive", "");
  }
  if (!(epsilon > 0.0) || !(epsilon < 1.0)) {
    refuse(fmt::format("epsilon = {:g}", epsilon), "kinetic mixing lies between 0 and 1", "give epsilon=1e-4, say");
  }
  if (!(splitting >= 0.0) || !std::isfinite(splitting)) {
    refuse(fmt::format("a splitting of {:g} GeV", splitting), "chi2 is the heavier state", "0 leaves it out");
  }
  if (alpha_D > 1.0) {
    refuse(fmt::format("alpha_D = {:g}", alpha_D), "above 1 the tree level means nothing", "give 0.5 or less");
  }
}

DarkMatter with_y(DarkMatter matter, double y) {
  if (!(y > 0.0)) throw UserError(fmt::format("y = {:g} of dark matter", y), "it is above 0", "give y=1e-10, say");
  matter.epsilon = std::sqrt(y / matter.alpha_D) * std::pow(matter.mediator_mass / matter.mass, 2);
  if (!(matter.epsilon < 1.0)) {
    throw UserError(fmt::format("y = {:g} of dark matter of {:g} GeV", y, matter.mass),
                    fmt::format("epsilon would be {:g}", matter.epsilon), "give a smaller y: epsilon is below 1");
  }
  return matter;
}

double dark_pair_phase_space(const DarkMatter& matter, double k2) {
  if (!(k2 > 0.0)) return 0.0;
  const double k = std::sqrt(k2), r1 = matter.mass / k, r2 = matter.heavier_mass() / k;
  const double open = triangle(k, matter.mass, matter.heavier_mass());
  if (open == 0.0) return 0.0;
  if (matter.spin == DarkMatterSpin::scalar) return 0.25 * open * std::sqrt(open);
  const double difference = (r1 - r2) * (r1 + r2);
  return 0.5 * std::sqrt(open) * (2.0 - r1 * r1 - r2 * r2 - difference * difference + 6.0 * r1 * r2);
}

double visible_phase_space(double k2, double lepton_mass) {
  const double x = lepton_mass * lepton_mass / k2;
  return 4.0 * x < 1.0 ? std::sqrt(1.0 - 4.0 * x) * (1.0 + 2.0 * x) : 0.0;
}

DarkPhotonWidths dark_photon_widths(const DarkMatter& matter) {
  matter.check();
  const double m = matter.mediator_mass, k2 = m * m, visible = matter.epsilon * matter.epsilon * alpha * m / 3.0;
  DarkPhotonWidths widths;
  widths.dark = matter.alpha_D * m / 3.0 * dark_pair_phase_space(matter, k2);
  widths.electrons = visible * visible_phase_space(k2, constants::electron_mass);
  widths.muons = visible * visible_phase_space(k2, constants::muon_mass);
  widths.taus = visible * visible_phase_space(k2, constants::tau_mass);
  widths.hadrons = visible * hadron_ratio(k2);
  return widths;
}

double dark_propagator_squared(const DarkMatter& matter, double width, double k2) {
  const double m2 = matter.mediator_mass * matter.mediator_mass;
  return 1.0 / ((k2 - m2) * (k2 - m2) + m2 * width * width);
}

double excited_spectrum(const DarkMatter& matter, double lepton_mass, double q2) {
  check_excited(matter);
  if (!(q2 > 4.0 * lepton_mass * lepton_mass) || !(q2 < matter.splitting * matter.splitting)) return 0.0;
  if (matter.spin == DarkMatterSpin::fermion) return fermion_pair_spectrum(fermion_decay(matter, lepton_mass), q2);
  return excited_scalar_spectrum(matter, dark_photon_widths(matter).total(), visible_phase_space(q2, lepton_mass), q2);
}

double excited_width(const DarkMatter& matter, double lepton_mass) {
  check_excited(matter);
  if (matter.splitting <= 2.0 * lepton_mass) return 0.0;
  if (matter.spin == DarkMatterSpin::fermion) return fermion_pair_width(fermion_decay(matter, lepton_mass));
  return integrate(4.0 * lepton_mass * lepton_mass, matter.splitting * matter.splitting,
                   [&](double q2) { return excited_spectrum(matter, lepton_mass, q2); });
}

double excited_width(const DarkMatter& matter) {
  double sum = excited_width(matter, constants::electron_mass) + excited_width(matter, constants::muon_mass);
  if (matter.splitting <= 2.0 * pion) return sum;
  const double width = dark_photon_widths(matter).total(), low = 4.0 * pion * pion;
  if (matter.spin == DarkMatterSpin::scalar) {
    return sum + integrate(low, matter.splitting * matter.splitting,
                           [&](double q2) { return excited_scalar_spectrum(matter, width, hadron_ratio(q2), q2); });
  }
  const double coupling =
      std::sqrt(4.0 * units::pi * matter.alpha_D * constants::electric_charge_squared) * matter.epsilon;
  HadronDecay decay{
      matter.heavier_mass(), matter.mass, {coupling, coupling}, {matter.mediator_mass, width}, hadron_ratio};
  return sum + hadron_width(decay, low, matter.splitting * matter.splitting);
}

int dark_matter_pdg(DarkMatterSpin spin, bool excited) {
  constexpr int dark_scalar = 51, excited_block = 4000000;
  return (excited ? excited_block : 0) + (spin == DarkMatterSpin::scalar ? dark_scalar : dark_fermion_pdg);
}

UnstableParticle excited_particle(const DarkMatter& matter) {
  check_excited(matter);
  UnstableParticle particle{dark_matter_pdg(matter.spin, true), "chi2", matter.heavier_mass(), 0.0, {}};
  const double total = dark_photon_widths(matter).total();
  for (const Flavour flavour : {Flavour::electron, Flavour::muon}) {
    const double lepton = charged_lepton_mass(flavour), width = excited_width(matter, lepton);
    if (width == 0.0) continue;
    const int pdg = flavour == Flavour::electron ? 11 : 13;
    std::shared_ptr<const ThreeBodyMatrixElement> element;
    if (matter.spin == DarkMatterSpin::scalar) {
      element = std::make_shared<ScalarPairElement>(matter, total);
    } else {
      element = fermion_pair_element(fermion_decay(matter, lepton));
    }
    particle.modes.push_back({flavour == Flavour::electron ? "chi1 e- e+" : "chi1 mu- mu+",
                              {dark_matter_pdg(matter.spin, false), pdg, -pdg},
                              {matter.mass, lepton, lepton},
                              width,
                              0.0,
                              element});
    particle.width += width;
  }
  if (particle.modes.empty()) {
    throw UserError(fmt::format("chi2 with a splitting of {:g} GeV", matter.splitting),
                    "below 2 m_e it decays to photons and neutrinos only, which are left out",
                    "choose a splitting above 1.022 MeV");
  }
  for (UnstableMode& mode : particle.modes) mode.branching /= particle.width;
  return particle;
}

}  // namespace tridens::model
