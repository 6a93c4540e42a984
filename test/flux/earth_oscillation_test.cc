#include "tridens/flux/earth_oscillation.hh"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/diffuse.hh"

namespace tridens::flux {
namespace {

const matter::EarthModel prem = matter::EarthModel::preliminary_reference();
const NeutrinoMixing best_fit(mixing_parameters("5.2"));
constexpr double radius = 6371.0;

double farthest(const FlavourTransitions& p, const FlavourTransitions& q) {
  double result = 0.0;
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) result = std::max(result, std::abs(p[a][b] - q[a][b]));
  }
  return result;
}

matter::EarthModel uniform(double density) {
  return matter::EarthModel({{"all", radius, {density}, matter::material("earth-mantle")}});
}

double electrons_per_nucleon(const matter::Material& material) {
  return material.proton_count() / (material.proton_count() + material.neutron_count());
}

/// i d psi/dx = H(x) psi with the smooth densities of the model, real and imaginary parts of three flavours.
struct Schroedinger {
  std::array<std::array<std::complex<double>, 3>, 3> vacuum{};
  double cos_zenith = 0.0, length_km = 0.0;

  static int derivative(double x, const double psi[], double result[], void* parameters) {
    const auto& self = *static_cast<const Schroedinger*>(parameters);
    const double from_detector = self.length_km - x;
    const double r = std::sqrt(std::max(
        0.0, radius * radius + from_detector * from_detector + 2.0 * radius * from_detector * self.cos_zenith));
    double electrons = 0.0;
    for (const matter::EarthLayer& layer : prem.layers()) {
      if (r > layer.outer_radius_km && &layer != &prem.layers().back()) continue;
      electrons = electrons_per_nucleon(layer.composition);
      break;
    }
    const double V = standard_potential(prem.density(std::min(r, radius)), electrons).active[0][0].real();
    for (size_t a = 0; a < 3; ++a) {
      std::complex<double> sum = a == 0 ? V * std::complex<double>(psi[0], psi[1]) : 0.0;
      for (size_t b = 0; b < 3; ++b) sum += self.vacuum[a][b] * std::complex<double>(psi[2 * b], psi[2 * b + 1]);
      result[2 * a] = sum.imag() * units::km;
      result[2 * a + 1] = -sum.real() * units::km;
    }
    return GSL_SUCCESS;
  }
};

/// P(from -> e, mu, tau) by a Runge-Kutta integration, stopped at every border of a layer.
std::array<double, 3> integrated(size_t from, double energy, double cos_zenith) {
  Schroedinger equation;
  const NeutrinoStates states(best_fit);
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      equation.vacuum[a][b] = states.mass_matrix()[a][b] * (units::eV * units::eV / (2.0 * energy));
    }
  }
  equation.cos_zenith = cos_zenith;
  equation.length_km = -2.0 * radius * cos_zenith;
  std::vector<double> stops = {equation.length_km};
  const double half = 0.5 * equation.length_km, nearest = radius * std::sqrt(1.0 - cos_zenith * cos_zenith);
  for (const matter::EarthLayer& layer : prem.layers()) {
    if (layer.outer_radius_km <= nearest || layer.outer_radius_km >= radius) continue;
    const double reach = std::sqrt(layer.outer_radius_km * layer.outer_radius_km - nearest * nearest);
    stops.insert(stops.end(), {half - reach, half + reach});
  }
  std::sort(stops.begin(), stops.end());
  std::array<double, 6> psi{};
  psi[2 * from] = 1.0;
  gsl_odeiv2_system system = {Schroedinger::derivative, nullptr, 6, &equation};
  double x = 0.0;
  for (const double stop : stops) {
    gsl_odeiv2_driver* driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 10.0, 1e-9, 1e-9);
    EXPECT_EQ(gsl_odeiv2_driver_apply(driver, &x, stop, psi.data()), GSL_SUCCESS);
    gsl_odeiv2_driver_free(driver);
  }
  return {psi[0] * psi[0] + psi[1] * psi[1], psi[2] * psi[2] + psi[3] * psi[3], psi[4] * psi[4] + psi[5] * psi[5]};
}

// Shells of constant density against the smooth densities, by an integration that knows no shells.
TEST(EarthOscillation, AgreesWithTheIntegratedEquation) {
  const EarthOscillation usual(prem, best_fit, {0.0, 0.0, 75.0}), fine(prem, best_fit, {0.0, 0.0, 5.0});
  for (const double cosine : {-0.3, -0.75, -0.87, -1.0}) {
    for (const double energy : {0.5, 3.0, 6.5, 20.0}) {
      const std::array<double, 3> expected = integrated(1, energy, cosine);
      const FlavourTransitions p = usual.transitions(false, energy, cosine);
      const FlavourTransitions q = fine.transitions(false, energy, cosine);
      for (size_t to = 0; to < 3; ++to) {
        EXPECT_NEAR(p[1][to], expected[to], 1e-3) << energy << " " << cosine;
        EXPECT_NEAR(q[1][to], expected[to], 1e-5) << energy << " " << cosine;
      }
    }
  }
}

// As documented: to 1e-3 at worst and 1e-4 on average; halving the shells takes more than half of that away (thin
// layers of the model stay as they are).
TEST(EarthOscillation, FinerShellsConverge) {
  const std::vector<double> energies = {0.2, 0.45, 1.0, 2.3, 4.0, 6.0, 10.0, 30.0};
  std::vector<double> cosines;
  for (double cosine = -0.9975; cosine < 0.0; cosine += 0.025) cosines.push_back(cosine);
  const auto exact = EarthOscillation(prem, best_fit, {0.0, 15.0, 4.0}).oscillogram(false, energies, cosines);
  std::array<double, 3> largest{}, mean{};
  const std::array<double, 3> thickness = {150.0, 75.0, 37.5};
  for (size_t i = 0; i < 3; ++i) {
    const auto map = EarthOscillation(prem, best_fit, {0.0, 15.0, thickness[i]}).oscillogram(false, energies, cosines);
    for (size_t j = 0; j < map.size(); ++j) {
      largest[i] = std::max(largest[i], farthest(map[j], exact[j]));
      mean[i] += farthest(map[j], exact[j]) / static_cast<double>(map.size());
    }
  }
  EXPECT_LT(largest[1], 1e-3);
  EXPECT_LT(mean[1], 1e-4);
  EXPECT_LT(mean[1], 0.5 * mean[0]);
  EXPECT_LT(mean[2], 0.5 * mean[1]);
}

TEST(EarthOscillation, AUniformEarthIsUniformMatter) {
  const EarthOscillation earth(uniform(4.0), best_fit, {0.0, 0.0, 300.0});
  const ForwardPotential potential = standard_potential(4.0, electrons_per_nucleon(matter::material("earth-mantle")));
  for (const bool antiparticle : {false, true}) {
    for (const double cosine : {-1.0, -0.63, -0.02}) {
      EXPECT_LT(farthest(earth.transitions(antiparticle, 4.0, cosine),
                         matter_transitions(best_fit, potential, antiparticle, 4.0, -2.0 * radius * cosine)),
                1e-12);
    }
  }
}

TEST(EarthOscillation, TransparentMatterIsVacuum) {
  const auto nothing = [](double, double, double) { return ForwardPotential{}; };
  const EarthPath path{2.0, 20.0, 200.0};
  const EarthOscillation earth(prem, best_fit, path, nothing);
  for (const double cosine : {-1.0, -0.5, 0.0, 0.4, 1.0}) {
    const double d = radius - 2.0, top = radius + 20.0;
    const double length = std::sqrt(top * top - d * d * (1.0 - cosine * cosine)) - d * cosine;
    EXPECT_NEAR(earth.distance_km(cosine), length, 1e-9);
    EXPECT_LT(farthest(earth.transitions(true, 1.5, cosine), matter_transitions(best_fit, {}, true, 1.5, length)),
              1e-12);
  }
}

// Seen from within: what lies above the detector comes once, below it twice.
TEST(EarthOscillation, DepthOfTheDetector) {
  const double depth = 1500.0, mantle = radius - depth;
  const EarthOscillation earth(uniform(4.0), best_fit, {depth, 0.0, 300.0});
  const ForwardPotential potential = standard_potential(4.0, electrons_per_nucleon(matter::material("earth-mantle")));
  for (const double cosine : {-1.0, -0.4, 0.3, 1.0}) {
    const double length = std::sqrt(radius * radius - mantle * mantle * (1.0 - cosine * cosine)) - mantle * cosine;
    EXPECT_LT(
        farthest(earth.transitions(false, 4.0, cosine), matter_transitions(best_fit, potential, false, 4.0, length)),
        1e-12);
  }
}

TEST(EarthOscillation, NoNeutrinoIsLostAndMapsAreTheirPoints) {
  const EarthOscillation earth(prem, best_fit, {2.0, 15.0, 100.0});
  const std::vector<double> energies = {0.1, 1.0, 7.0, 100.0}, cosines = {-1.0, -0.8, -0.1, 0.5};
  const auto map = earth.oscillogram(true, energies, cosines);
  for (size_t j = 0; j < cosines.size(); ++j) {
    for (size_t i = 0; i < energies.size(); ++i) {
      const FlavourTransitions& p = map[j * energies.size() + i];
      EXPECT_EQ(farthest(p, earth.transitions(true, energies[i], cosines[j])), 0.0);
      for (size_t a = 0; a < 3; ++a) {
        EXPECT_NEAR(p[a][0] + p[a][1] + p[a][2], 1.0, 1e-11);
        EXPECT_NEAR(p[0][a] + p[1][a] + p[2][a], 1.0, 1e-11);
      }
    }
  }
}

// Through the mantle nu_mu -> nu_e resonates near 6 GeV for normal ordering and neutrinos, for inverted ordering and
// antineutrinos, and only there.
TEST(EarthOscillation, TheResonanceTellsTheOrdering) {
  for (const bool inverted : {false, true}) {
    const EarthOscillation earth(prem, NeutrinoMixing(mixing_parameters(inverted ? "6.0-inverted" : "6.0")));
    for (const bool antiparticle : {false, true}) {
      double largest = 0.0;
      for (double energy = 4.0; energy < 9.0; energy += 0.5) {
        largest = std::max(largest, earth.transitions(antiparticle, energy, -0.7)[1][0]);
      }
      if (antiparticle == inverted) {
        EXPECT_GT(largest, 0.3);
      } else {
        EXPECT_LT(largest, 0.03);
      }
    }
  }
}

TEST(EarthOscillation, RefusesWhatMakesNoSense) {
  const EarthOscillation earth(prem, best_fit);
  EXPECT_THROW(earth.transitions(false, 1.0, -1.01), UserError);
  EXPECT_THROW(earth.transitions(false, 1.0, NAN), UserError);
  EXPECT_THROW(earth.transitions(false, 0.0, -1.0), UserError);
  EXPECT_THROW(EarthOscillation(prem, best_fit, {-1.0, 15.0, 100.0}), UserError);
  EXPECT_THROW(EarthOscillation(prem, best_fit, {6400.0, 15.0, 100.0}), UserError);
  EXPECT_THROW(EarthOscillation(prem, best_fit, {0.0, -15.0, 100.0}), UserError);
  EXPECT_THROW(EarthOscillation(prem, best_fit, {0.0, 15.0, 0.5}), UserError);
  EXPECT_THROW(EarthOscillation(prem, best_fit, {},
                                [](double, double, double) {
                                  ForwardPotential broken;
                                  broken.active[1][1] = NAN;
                                  return broken;
                                }),
               UserError);
}

// What arrives is what was made times the probabilities, of both flavours that the atmosphere makes.
TEST(EarthOscillation, AtmosphericFlux) {
  const auto made = make_diffuse_flux("atmospheric,oscillation=none"),
             seen = make_diffuse_flux("atmospheric,oscillation=matter");
  const EarthOscillation earth(prem, best_fit, {0.0, 20.0, 50.0});
  for (const bool antiparticle : {false, true}) {
    for (const double energy : {11.0, 40.0}) {
      const FlavourTransitions p = earth.transitions(antiparticle, energy, -0.9);
      double before = 0.0, after = 0.0;
      for (const Flavour flavour : {Flavour::electron, Flavour::muon, Flavour::tau}) {
        const auto to = static_cast<size_t>(flavour);
        const double expected = made->at({Flavour::electron, antiparticle}, energy, -0.9) * p[0][to] +
                                made->at({Flavour::muon, antiparticle}, energy, -0.9) * p[1][to];
        const double arrived = seen->at({flavour, antiparticle}, energy, -0.9);
        before += made->at({flavour, antiparticle}, energy, -0.9);
        after += arrived;
        EXPECT_NEAR(arrived / expected, 1.0, 5e-3) << energy;
      }
      EXPECT_NEAR(after / before, 1.0, 1e-10);
    }
  }
}

}  // namespace
}  // namespace tridens::flux
