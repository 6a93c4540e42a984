// Neutrinos in the early universe: a boson in equilibrium with them when they leave electrons and photons gives them
// its entropy afterwards,
//   N_eff = 3.044 [1 + s_Z'(T_d)/s_nu(T_d)]^(4/3),  s = (rho + p)/T,  s_nu = 7 pi^2/30 T^3 of three flavours,
//   s_Z' = 3/(2 pi^2) T^3 x^3 sum_n K_3(n x)/n,  x = M/T_d
// (A. Kamada and H.-B. Yu, 1504.00711; entropy of the boson rederived: Bose-Einstein integral as a sum over n). It is
// in equilibrium when its inverse decay is faster than the expansion at T = M, g'^2 M/(24 pi) sum Q^2 > 1.66 sqrt(g_*)
// M^2/M_P, the sum over neutrinos. A boson that couples to electrons too shares its entropy with them and keeps
// neutrinos in equilibrium with them below T_d: the formula does not hold, and the bound is not given.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

constexpr double planck_mass = 1.220890e19, standard_neutrinos = 3.044, degrees_of_freedom = 10.75;

double entropy_of_boson(double x) {  // over T^3
  double sum = 0.0;
  for (int n = 1; n <= 400; ++n) {
    const double term = std::cyl_bessel_k(3.0, n * x) / n;
    sum += term;
    if (term < 1e-12 * sum) break;
  }
  return 3.0 / (2.0 * units::pi * units::pi) * x * x * x * sum;
}

}  // namespace

double extra_neutrinos(double mass, double decoupling_temperature) {
  const double neutrinos = 7.0 * units::pi * units::pi / 30.0;
  const double share = entropy_of_boson(mass / decoupling_temperature) / neutrinos;
  return standard_neutrinos * (std::pow(1.0 + share, 4.0 / 3.0) - 1.0);
}

namespace {

double lightest_allowed(double extra, double temperature) {
  double low = 1e-2 * temperature, high = 100.0 * temperature;
  if (!(extra_neutrinos(low, temperature) > extra)) {
    throw UserError(fmt::format("no mass makes {:g} more neutrinos", extra),
                    fmt::format("a light boson adds {:.3f}", extra_neutrinos(low, temperature)), "");
  }
  for (int step = 0; step < 60; ++step) {
    const double middle = std::sqrt(low * high);
    (extra_neutrinos(middle, temperature) > extra ? low : high) = middle;
  }
  return low;
}

/// Smallest coupling in equilibrium at T = M.
double thermal_coupling(double mass, double sum_of_squares) {
  return std::sqrt(24.0 * units::pi * 1.66 * std::sqrt(degrees_of_freedom) * mass / (planck_mass * sum_of_squares));
}

}  // namespace

std::vector<Bound> cosmology_bounds(const Plane& plane) {
  if (!plane.gauged_leptons || plane.charges[0] != 0.0) return {};
  double sum_of_squares = 0.0;
  for (const double charge : plane.charges) sum_of_squares += charge * charge;
  BoundInfo info;
  info.name = "n-eff";
  info.title = "N_eff of the early universe";
  info.plane = plane.name;
  info.shape = Shape::region;
  info.year = 2018;
  info.exposure = "cosmic microwave background and abundances, 2018";
  info.confidence = "Delta N_eff < 0.5";
  info.assumptions =
      "the boson stays in equilibrium with all neutrinos from their decoupling at 2.3 MeV to its own decay and feels "
      "nothing else (no mixing with the photon, which moves the border by a few MeV); lower border of the coupling: "
      "inverse decays at T = M";
  info.papers = {"1504.00711", "1901.02010"};
  info.formula = "N_eff = 3.044 [1 + s_Z'(T_d)/s_nu(T_d)]^(4/3)";
  info.settings = {{"extra", "largest Delta N_eff", "0.5"}, {"temperature", "of neutrino decoupling", "2.3 MeV"}};
  const auto compute = [plane, sum_of_squares](const SettingValues& settings, const BoundRequest& request) {
    constexpr double top = 1.0;  // coupling
    const double end =
        lightest_allowed(settings.positive("extra"), settings.positive("temperature", Dimension::energy));
    BoundCurve curve;
    for (const double mass : masses_of(request, plane, 0.0, end)) {
      curve.mass.push_back(mass);
      curve.coupling.push_back(thermal_coupling(mass, sum_of_squares));
    }
    if (curve.mass.empty()) return std::vector<BoundCurve>{};
    for (const double mass : {curve.mass.back(), curve.mass.front()}) {
      curve.mass.push_back(mass);
      curve.coupling.push_back(top);
    }
    return std::vector<BoundCurve>{curve};
  };
  return {calculated(info, compute)};
}

}  // namespace tridens::run::bounds
