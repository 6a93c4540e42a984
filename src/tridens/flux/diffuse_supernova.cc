// Neutrinos of all core-collapse supernovae of the past. Per species
//   phi(E) = (c/H_0) int_0^5 R(z) N(E (1+z)) dz / sqrt(Omega_m (1+z)^3 + Omega_L),
//   N(E) = (E_tot/6) (120 / (7 pi^4)) E^2 / T^4 / (exp(E/T) + 1),
//   R(z) = rho(z) / (143 M_sun),  rho(z) = rho_0 [(1+z)^(a h) + ((1+z)/B)^(b h) + ((1+z)/C)^(g h)]^(1/h),
// a = 3.4, b = -0.3, g = -3.5, h = -10, breaks at z = 1 and 4: B = 2^(1-a/b), C = 2^((b-a)/g) 5^(1-b/g),
// rho_0 = 0.0178 M_sun / yr / Mpc^3: S. Horiuchi, J. F. Beacom, E. Dwek, Phys. Rev. D 79 (2009) 083013
// (arXiv:0812.3157), after H. Yuksel et al., Astrophys. J. 683 (2008) L5. H_0 = 70 km/s/Mpc, Omega_m = 0.3, Omega_L =
// 0.7. Uncertainty: 20 % of the rate, 40-50 % of the whole. Temperatures 3, 5 and 8 MeV for nue, nuebar and each other
// species are the choice of L. E. Strigari, New J. Phys. 11 (2009) 105011 (arXiv:0903.3630). Left out: flavour
// conversion, failed supernovae, the spread between progenitors.

#include <array>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/sampling.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr double speed_of_light_km_s = 299792.458;
constexpr double hubble_km_s_Mpc = 70.0;
constexpr double omega_matter = 0.3;
constexpr double omega_lambda = 0.7;
constexpr double cm_per_Mpc = 3.0856775814913673e24;
constexpr double s_per_y = 365.25 * 86400.0;
constexpr double solar_masses_per_collapse = 143.0;

SourceInfo info() {
  SourceInfo result;
  result.name = "dsnb";
  result.title = "Diffuse supernova neutrino background";
  result.formula = "phi = (c/H_0) int R(z) N(E (1+z)) dz / sqrt(Omega_m (1+z)^3 + Omega_L), N thermal";
  result.parameters = {{"temperature_nue", "of electron neutrinos", "3MeV"},
                       {"temperature_nuebar", "of electron antineutrinos", "5MeV"},
                       {"temperature_nux", "of each of the four other species", "8MeV"},
                       {"energy", "of one supernova in all species, shared equally", "3e53erg"},
                       {"star_formation", "local rate rho_0 in solar masses per year and Mpc^3", "0.0178"},
                       {"total", "flux of all species in neutrinos/cm2/s to scale to, or 'calculated'", "calculated"}};
  result.papers = {"0812.3157", "0903.3630"};
  result.exposure_unit = "s";
  result.validity = "uncertain by 40 to 50 %; as emitted: no flavour conversion";
  return result;
}

/// Star formation relative to today.
double star_formation(double redshift) {
  constexpr double a = 3.4;
  constexpr double b = -0.3;
  constexpr double g = -3.5;
  constexpr double h = -10.0;
  const double first = std::pow(2.0, 1.0 - a / b);
  const double second = std::pow(2.0, (b - a) / g) * std::pow(5.0, 1.0 - b / g);
  const double x = 1.0 + redshift;
  return std::pow(std::pow(x, a * h) + std::pow(x / first, b * h) + std::pow(x / second, g * h), 1.0 / h);
}

struct Redshift {
  double stretch;  // 1 + z
  double weight;   // star formation / sqrt(...) dz
};

std::vector<Redshift> redshifts() {
  constexpr int nodes = 12;
  constexpr std::array breaks = {0.0, 0.5, 1.0, 1.5, 3.0, 4.0, 5.0};
  const math::QuadratureRule rule = math::gauss_legendre(nodes);
  std::vector<Redshift> result;
  for (size_t i = 0; i + 1 < breaks.size(); ++i) {
    const double width = breaks[i + 1] - breaks[i];
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      const double z = breaks[i] + width * rule.nodes[j];
      const double expansion = std::sqrt(omega_matter * std::pow(1.0 + z, 3) + omega_lambda);
      result.push_back({1.0 + z, width * rule.weights[j] * star_formation(z) / expansion});
    }
  }
  return result;
}

Spectrum redshifted(double temperature, double energy_GeV, double rate_factor) {
  constexpr double fineness = 1e-7;  // the tail, where cross sections are large, is right too
  constexpr double tail = 45.0;
  const std::vector<Redshift> history = redshifts();
  const double norm = rate_factor * energy_GeV * 120.0 / (7.0 * std::pow(units::pi, 4)) / std::pow(temperature, 4);
  return sampled(
      [&](double energy) {
        double sum = 0.0;
        for (const Redshift& item : history) {
          const double emitted = energy * item.stretch;
          sum += item.weight * emitted * emitted / (std::exp(emitted / temperature) + 1.0);
        }
        return norm * sum;
      },
      0.0, tail * temperature, fineness);
}

Flux make(std::string_view specification) {
  const detail::SourceSettings settings(specification, info());
  Flux flux;
  flux.name = std::string(specification);
  flux.title = info().title;
  flux.source = "S. Horiuchi, J. F. Beacom, E. Dwek, Phys. Rev. D 79 (2009) 083013";
  flux.problems = "uncertain by 40 to 50 %; no flavour conversion";
  flux.exposure_unit = "s";
  const double collapses = settings.positive("star_formation", Dimension::number) / solar_masses_per_collapse;
  // Collapses per s and cm^2 in a shell of unit redshift today.
  const double rate = collapses / s_per_y / (cm_per_Mpc * cm_per_Mpc) * speed_of_light_km_s / hubble_km_s_Mpc;
  const double energy = settings.positive("energy", Dimension::energy) / 6.0;
  const auto group = [&](const char* key) {
    return redshifted(settings.between(key, Dimension::energy, 1e-4, 0.1), energy, rate);
  };
  flux.spectra[12] = group("temperature_nue");
  flux.spectra[-12] = group("temperature_nuebar");
  const Spectrum others = group("temperature_nux");
  for (const int pdg : {14, 16, -14, -16}) flux.spectra[pdg] = others;
  if (settings.text("total") == "calculated") return flux;
  double sum = 0.0;
  for (const auto& [pdg, spectrum] : flux.spectra) sum += spectrum.integral();
  const double scale = settings.positive("total", Dimension::number) / sum;
  for (auto& [pdg, spectrum] : flux.spectra) {
    for (double& value : spectrum.density) value *= scale;
  }
  return flux;
}

}  // namespace

Source diffuse_supernova() {
  return {info(), make};
}

}  // namespace tridens::flux
