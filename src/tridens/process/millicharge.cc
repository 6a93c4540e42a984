// Millicharged Dirac fermions chi (charge epsilon e, mass m).
//
// On a free electron at rest, tree level, exact in all masses (T kinetic energy of the electron, E energy of chi; R.
// Plestid et al., arXiv:2002.11732; C. Arguelles et al., arXiv:2104.13924):
//   dsigma/dT = pi epsilon^2 alpha^2 [(T^2 + 2E^2) m_e - ((2E + m_e) m_e + m^2) T] / [T^2 m_e^2 (E^2 - m^2)],
//   T_max = 2 m_e (E^2 - m^2)/(m^2 + m_e^2 + 2 E m_e).
// For E >> m, T: sigma(> T) = 2 pi alpha^2 epsilon^2/(m_e T) = 2.55e-25 epsilon^2 cm^2 MeV/T. Where "pi alpha
// epsilon^2/(m_e T)" is printed, a factor 2 alpha is missing; the number 2.6e-25 that goes with it is right.
//
// Proton bremsstrahlung, d^2P/dz dpT^2 (J. Blumlein, J. Brunner, Phys. Lett. B 731 (2014) 320; P. deNiverville et al.,
// Phys. Rev. D 95 (2017) 035006, arXiv:1609.01770), H = pT^2 + (1-z) k^2 + z^2 M^2, M the proton mass:
//   w = epsilon^2 alpha/(2 pi H) {[1 + (1-z)^2]/z - 2z(1-z) [(2M^2 + k^2)/H - 2 z^2 M^4/H^2]
//       + 2z(1-z) [1 + (1-z)^2] M^2 k^2/H^2 + 2z(1-z)^2 k^4/H^2},
// the Compton kernel of a boson coupled to both legs. The incoming leg alone gives
//   w = epsilon^2 alpha/(2 pi z) {pT^2 [1 + (1-z)^2] + z^4 M^2 + 2 (1-z)^2 k^2}/H^2.
// Both have the same integral over all pT but a logarithm's share at a cut: their difference there is a measure of the
// error. Valid for photon and proton that are fast and collinear (0.1 < z < 0.9, pT below 1 GeV).
//   F_V = sum f_V m_V^2/(m_V^2 - k^2 - i m_V Gamma_V): rho family .616, .223, -.339; omega family 1.011, -.881, .369
// (A. Faessler, M. Krivoruchenko, B. Martemyanov, Phys. Rev. C 82 (2010) 038201, arXiv:0910.5589), added; with
// the constant widths |F_V(0)|^2 = 1 within 2 %. On the omega this kernel without off-shell form factor makes some ten
// omega per collision, thirty times more than measured (0.39 in pp at 400 GeV); with the form factor of S.
// Foroughi-Abari, A. Ritz, Phys. Rev. D 105 (2022) 095045, arXiv:2108.05900, and a scale of 1 GeV it makes as many as
// are seen.
//
// Protons on protons (mb, s in GeV^2): 35.45 + .308 ln^2(s/5.38^2) + 42.53 s^-.458 - 33.34 s^-.545 (Particle Data Group
// 2014).
//
// Drell-Yan: dsigma/dcos = pi alpha^2 epsilon^2 Q^2/(2 N_c s) beta [1 + cos^2 + (4m^2/s) sin^2], beta = sqrt(1-4m^2/s).
#include "tridens/process/millicharge.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/bound_electrons.hh"

namespace tridens::process {
namespace {

constexpr double alpha = constants::fine_structure;
constexpr double electron = constants::electron_mass;
constexpr double proton = constants::proton_mass;

void check_particle(double energy, double mass) {
  if (!(mass >= 0.0) || !(energy > mass) || !std::isfinite(energy)) {
    throw UserError(fmt::format("a particle of mass {:g} GeV and energy {:g} GeV", mass, energy),
                    "masses are not negative and energies exceed them");
  }
}

void check_window(double lowest, double highest) {
  if (!(lowest > 0.0) || !(highest >= lowest)) {
    throw UserError(fmt::format("recoils between {:g} and {:g} GeV", lowest, highest),
                    "the cross section grows as 1/T^2 and has no integral from zero",
                    "give a threshold above zero and below the upper end");
  }
}

/// The bracket of dsigma/dT is m_e + 2 E^2 m_e/T^2 - slope/T.
double slope(double energy, double mass) {
  return 2.0 * energy * electron + electron * electron + mass * mass;
}

double prefactor(double energy, double mass) {
  return units::pi * alpha * alpha / (electron * electron * (energy - mass) * (energy + mass));
}

void check_splitting(double z, double pT2, double k2) {
  if (!(z > 0.0) || !(z < 1.0) || !(pT2 >= 0.0) || !(k2 >= 0.0)) {
    throw UserError(fmt::format("a splitting at z = {:g}, pT^2 = {:g}, k^2 = {:g} GeV^2", z, pT2, k2),
                    "z lies between 0 and 1, squares are not negative");
  }
}

/// w 2 pi/(epsilon^2 alpha) = c1/H + c2/H^2 + c3/H^3 in powers of 1/H.
struct Powers {
  double c1 = 0.0, c2 = 0.0, c3 = 0.0;
};

Powers powers(SplittingForm form, double z, double k2) {
  const double rest = 1.0 - z, sum = 1.0 + rest * rest, m2 = proton * proton;
  if (form == SplittingForm::equivalent_boson) {
    return {sum / z, -2.0 * z * rest * (2.0 * m2 + k2),
            4.0 * z * z * z * rest * m2 * m2 + 2.0 * z * rest * sum * m2 * k2 + 2.0 * z * rest * rest * k2 * k2};
  }
  // pT^2 = H - H0.
  const double h0 = rest * k2 + z * z * m2;
  return {sum / z, (z * z * z * z * m2 + 2.0 * rest * rest * k2 - sum * h0) / z, 0.0};
}

double smallest_h(double z, double k2) {
  return (1.0 - z) * k2 + z * z * proton * proton;
}

struct Resonance {
  double strength, mass, width;
};
// Masses and widths: Particle Data Group 2022.
constexpr std::array<Resonance, 6> resonances = {{{0.616, 0.77526, 0.1474},
                                                  {0.223, 1.465, 0.400},
                                                  {-0.339, 1.720, 0.250},
                                                  {1.011, 0.78266, 0.00868},
                                                  {-0.881, 1.410, 0.290},
                                                  {0.369, 1.670, 0.315}}};

}  // namespace

double largest_recoil(double energy, double mass) {
  check_particle(energy, mass);
  return 2.0 * electron * (energy - mass) * (energy + mass) /
         (mass * mass + electron * electron + 2.0 * energy * electron);
}

double recoil_cross_section(double energy, double mass, double recoil) {
  check_window(recoil, recoil);
  if (recoil > largest_recoil(energy, mass)) return 0.0;
  const double bracket = electron + 2.0 * energy * energy * electron / (recoil * recoil) - slope(energy, mass) / recoil;
  return prefactor(energy, mass) * bracket;
}

double recoil_cross_section(double energy, double mass, double lowest_recoil, double highest_recoil) {
  check_window(lowest_recoil, highest_recoil);
  const double top = std::min(highest_recoil, largest_recoil(energy, mass));
  if (!(top > lowest_recoil)) return 0.0;
  return prefactor(energy, mass) * (electron * (top - lowest_recoil) +
                                    2.0 * energy * energy * electron * (top - lowest_recoil) / (top * lowest_recoil) -
                                    slope(energy, mass) * std::log(top / lowest_recoil));
}

double bound_recoil_cross_section(int proton_number, double energy, double mass, double lowest_recoil,
                                  double highest_recoil) {
  check_window(lowest_recoil, highest_recoil);
  const matter::BoundElectrons electrons(proton_number);
  double sum = electrons.free_electrons() * recoil_cross_section(energy, mass, lowest_recoil, highest_recoil);
  for (const matter::ElectronShell& shell : electrons.shells()) {
    const double from = std::max(lowest_recoil, shell.binding_energy);
    if (from < highest_recoil) sum += shell.electrons * recoil_cross_section(energy, mass, from, highest_recoil);
  }
  return sum / proton_number;
}

std::string name(SplittingForm form) {
  return form == SplittingForm::equivalent_boson ? "equivalent-boson" : "initial-state";
}

SplittingForm parse_splitting_form(std::string_view text) {
  for (const SplittingForm form : {SplittingForm::equivalent_boson, SplittingForm::initial_state}) {
    if (name(form) == text) return form;
  }
  unknown_name("splitting", text, {"equivalent-boson", "initial-state"});
}

double splitting(SplittingForm form, double z, double pT2, double k2) {
  check_splitting(z, pT2, k2);
  const Powers c = powers(form, z, k2);
  const double h = smallest_h(z, k2) + pT2;
  return alpha / (2.0 * units::pi * h) * (c.c1 + (c.c2 + c.c3 / h) / h);
}

double splitting_integral(SplittingForm form, double z, double highest_pT2, double k2, double off_shell_scale) {
  check_splitting(z, highest_pT2, k2);
  if (!(off_shell_scale >= 0.0)) {
    throw UserError(fmt::format("an off-shell scale of {:g} GeV", off_shell_scale), "it is a mass", "0 leaves it out");
  }
  const Powers c = powers(form, z, k2);
  const double low = smallest_h(z, k2), high = low + highest_pT2;
  if (off_shell_scale == 0.0) {
    return alpha / (2.0 * units::pi) *
           (c.c1 * std::log(high / low) + c.c2 * (1.0 / low - 1.0 / high) +
            0.5 * c.c3 * (1.0 / (low * low) - 1.0 / (high * high)));
  }
  // In ln H, where every term is smooth.
  static const math::QuadratureRule rule = math::gauss_legendre(16);
  const double span = std::log(high / low), scale4 = std::pow(off_shell_scale, 4);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double h = low * std::exp(span * rule.nodes[i]), virtuality = h / z;
    const double form_factor = scale4 / (scale4 + virtuality * virtuality);
    sum += rule.weights[i] * (c.c1 + (c.c2 + c.c3 / h) / h) * form_factor * form_factor;
  }
  return alpha / (2.0 * units::pi) * span * sum;
}

double vector_form_factor_squared(double k2) {
  std::complex<double> sum = 0.0;
  for (const Resonance& each : resonances) {
    const double m2 = each.mass * each.mass;
    sum += each.strength * m2 / std::complex<double>(m2 - k2, -each.mass * each.width);
  }
  return std::norm(sum);
}

double proton_proton_cross_section(double s) {
  if (!(s >= 4.0 * proton * proton)) {
    throw UserError(fmt::format("protons on protons at s = {:g} GeV^2", s), "the threshold is 4 m_p^2 = 3.52 GeV^2");
  }
  constexpr double millibarn = 1e-27 * units::cm2;
  const double logarithm = std::log(s / (5.38 * 5.38));
  return millibarn *
         (35.45 + 0.308 * logarithm * logarithm + 42.53 * std::pow(s, -0.458) - 33.34 * std::pow(s, -0.545));
}

double quark_annihilation(double s, double mass, double cosine) {
  const double x = 4.0 * mass * mass / s;
  if (!(x < 1.0) || !(s > 0.0)) {
    throw UserError(fmt::format("a pair of {:g} GeV at s = {:g} GeV^2", mass, s), "it lies below the threshold 4 m^2");
  }
  const double cos2 = cosine * cosine;
  return units::pi * alpha * alpha / (6.0 * s) * std::sqrt(1.0 - x) * (1.0 + cos2 + x * (1.0 - cos2));
}

double quark_annihilation(double s, double mass) {
  // The integral of 1 + c^2 + x (1 - c^2) is 8/3 + 4x/3.
  const double x = 4.0 * mass * mass / s;
  return quark_annihilation(s, mass, 1.0) * (4.0 + 2.0 * x) / 3.0;
}

}  // namespace tridens::process
