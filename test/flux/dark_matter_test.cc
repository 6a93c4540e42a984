#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/dark_matter_halo.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/flux/sources.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino nuebar{Flavour::electron, true};

Halo nfw(double density, double scale, double sun) {
  Halo result = halo("nfw");
  result.local_density = density;
  result.scale_radius_kpc = scale;
  result.sun_distance_kpc = sun;
  return result;
}

/// Average of the columns over directions, with nodes that crowd at the centre.
double averaged_columns(const Halo& halo) {
  const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = units::pi * std::pow(rule.nodes[i], 3);
    const double step = 3.0 * units::pi * std::pow(rule.nodes[i], 2) * rule.weights[i];
    sum += 0.5 * std::sin(angle) * step * halo.column(angle);
  }
  return sum;
}

TEST(DarkMatterHalo, SkyAveragesOfNfw) {
  EXPECT_NEAR(nfw(0.4, 20.0, 8.0).sky_average() / 2.0807e22, 1.0, 3e-5);
  EXPECT_NEAR(nfw(0.3, 20.0, 8.5).sky_average() / 1.6435e22, 1.0, 3e-5);
  EXPECT_NEAR(nfw(0.4, 24.0, 8.127).sky_average() / 2.1596e22, 1.0, 3e-5);
  EXPECT_NEAR(nfw(0.4, 20.0, 8.0).column(units::pi) / 1.0157e22, 1.0, 5e-5);
  EXPECT_NEAR(nfw(0.4, 20.0, 8.0).column(0.5 * units::pi) / 1.6045e22, 1.0, 5e-5);
}

TEST(DarkMatterHalo, AverageIsTheAverageOfTheColumns) {
  for (const std::string& name : halo_profile_names()) {
    EXPECT_NEAR(averaged_columns(halo(name)) / halo(name).sky_average(), 1.0, 2e-6) << name;
  }
  Halo steep = halo("nfw");
  steep.shape = 1.3;
  EXPECT_NEAR(averaged_columns(steep) / steep.sky_average(), 1.0, 1e-4);
}

// The isothermal sphere in closed form: rho_0 r_s^2 int dt/(a^2 + t^2), a^2 = r_s^2 + b^2.
TEST(DarkMatterHalo, IsothermalColumnIsAnArcTangent) {
  const Halo sphere = halo("isothermal");
  constexpr double cm_per_kpc = 3.0856775814913673e21;
  for (const double angle : {0.0, 0.3, 1.2, 2.5}) {
    const double impact = sphere.sun_distance_kpc * std::sin(angle);
    const double nearest = sphere.sun_distance_kpc * std::cos(angle);
    const double a = std::hypot(sphere.scale_radius_kpc, impact);
    const double central =
        sphere.local_density * (1.0 + std::pow(sphere.sun_distance_kpc / sphere.scale_radius_kpc, 2));
    const double exact = cm_per_kpc * central * std::pow(sphere.scale_radius_kpc, 2) / a *
                         (std::atan((sphere.farthest_kpc - nearest) / a) + std::atan(nearest / a));
    EXPECT_NEAR(sphere.column(angle) / exact, 1.0, 1e-9) << angle;
  }
}

// Central densities of M. Cirelli et al., JCAP 03 (2011) 051, fig. 1, for 0.3 GeV/cm^3 at 8.33 kpc.
TEST(DarkMatterHalo, ScaleDensitiesOfTheLiterature) {
  const auto scale_density = [](const char* name, double radius_kpc) {
    Halo result = halo(name);
    result.local_density = 0.3;
    result.sun_distance_kpc = 8.33;
    return result.density(radius_kpc);
  };
  EXPECT_NEAR(scale_density("einasto", 28.44), 0.033, 5e-4);
  EXPECT_NEAR(scale_density("isothermal", 0.0), 1.387, 5e-3);
  EXPECT_NEAR(scale_density("burkert", 0.0), 0.712, 2e-3);
}

TEST(DarkMatterHalo, RefusesWhatIsNoHalo) {
  EXPECT_THROW(halo("nfv"), UserError);
  EXPECT_THROW(nfw(-1.0, 20.0, 8.0).sky_average(), UserError);
  EXPECT_THROW(nfw(0.4, 20.0, 60.0).sky_average(), UserError);
  EXPECT_THROW(nfw(0.4, 20.0, 8.0).column(0.0), UserError);
  EXPECT_THROW(nfw(0.4, 20.0, 8.0).column(4.0), UserError);
}

double all_species(const DiffuseFlux& flux, double energy) {
  double sum = 0.0;
  for (const Neutrino neutrino : all_neutrinos()) sum += flux.at(neutrino, energy, 0.0);
  return sum;
}

// c Omega_DM rho_c/(4 pi m tau) times the time since z = 50 in a flat universe,
// t(z) = 2/(3 H_0 sqrt(O_L)) asinh(sqrt(O_L/O_m) (1 + z)^(-3/2)), for m = 1e7 GeV and tau = 1e28 s.
const double since_redshift_50 = [] {
  const double lambda = 1.0 - 0.315, hubble = 67.4 / 3.0856775814913673e19;
  const auto age = [&](double stretch) {
    return 2.0 / (3.0 * hubble * std::sqrt(lambda)) * std::asinh(std::sqrt(lambda / 0.315) * std::pow(stretch, -1.5));
  };
  const double density = 0.264 * 1.05371e-5 * 0.674 * 0.674;
  return 2.99792458e10 * density / (4.0 * units::pi * 1e7 * 1e28) * (age(1.0) - age(51.0));
}();

TEST(DarkMatterDecay, LineAndItsRedshiftedPart) {
  const auto flux = make_diffuse_flux("dark-matter-decay,mass=1e7GeV,lifetime=1e28s,channel=nubar");
  double line = 0.0;
  for (const Neutrino neutrino : all_neutrinos()) {
    for (const DiffuseLine& each : flux->lines(neutrino)) {
      EXPECT_EQ(each.energy, 5e6);
      line += each.intensity;
    }
  }
  EXPECT_NEAR(line / 1.6558e-14, 1.0, 5e-5);
  EXPECT_NEAR(all_species(*flux, 1e6) / 2.180675e-21, 1.0, 3e-6);
  // int Phi dE is the rate of decays times the time since z = 50, and int Phi (1 + z) dE holds int dz/H.
  const math::QuadratureRule rule = math::gauss_legendre(80);
  double number = 0.0, comoving = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double energy = 5e6 * std::exp(-std::log(51.0) * rule.nodes[i]);
    const double part = rule.weights[i] * std::log(51.0) * energy * all_species(*flux, energy);
    number += part;
    comoving += part * 5e6 / energy;
  }
  EXPECT_NEAR(comoving / 3.783436e-14, 1.0, 3e-6);
  EXPECT_NEAR(number / since_redshift_50, 1.0, 1e-6);
  EXPECT_EQ(all_species(*flux, 5.001e6), 0.0);
}

// Energy is kept: the mean energy of dN/dx = 2x is 2/3 of m/2, three particles share m.
TEST(DarkMatterDecay, ThreeBodiesShareTheMass) {
  const auto flux = make_diffuse_flux(
      "dark-matter-decay,mass=1e6GeV,lifetime=1e28s,channel=nu-nubar-nubar,parts=galactic,nufit=none");
  const auto line =
      make_diffuse_flux("dark-matter-decay,mass=1e6GeV,lifetime=1e28s,channel=nubar,parts=galactic,nufit=none");
  const Flux sky = integrated_over_sky(*flux), one = integrated_over_sky(*line);
  double number = 0.0, energy = 0.0;
  for (const auto& [pdg, spectrum] : sky.spectra) {
    number += spectrum.integral();
    energy += spectrum.integral() * spectrum.mean_energy();
  }
  double per_decay = 0.0;
  for (const auto& [pdg, spectrum] : one.spectra) per_decay += spectrum.integral();
  EXPECT_NEAR(number / per_decay, 3.0, 1e-4);
  EXPECT_NEAR(energy / per_decay, 1e6, 1e6 * 1e-4);
  EXPECT_NEAR(sky.spectrum(nuebar).integral() / sky.spectrum({Flavour::electron, false}).integral(), 2.0, 1e-9);
}

// The redshifted part of three bodies against a sum over lines: each emitted energy is a line.
TEST(DarkMatterDecay, RedshiftedContinuumIsASumOfLines) {
  const std::string common = "lifetime=1e28s,parts=extragalactic,nufit=none";
  const auto flux = make_diffuse_flux("dark-matter-decay,mass=2e6GeV,channel=nu-nubar-nubar," + common);
  const double energy = 1e5;
  const math::QuadratureRule rule = math::gauss_legendre(48);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    // x uniform above the observed energy; 1/m of the line's own mass is undone.
    const double emitted = energy + (1e6 - energy) * rule.nodes[i];
    const auto line =
        make_diffuse_flux("dark-matter-decay,channel=nubar,mass=" + std::to_string(2.0 * emitted) + "GeV," + common);
    sum += rule.weights[i] * (1e6 - energy) / 1e6 * 2.0 * (emitted / 1e6) * line->at(nuebar, energy, 0.0) *
           (emitted / 1e6);
  }
  EXPECT_NEAR(flux->at(nuebar, energy, 0.0) / (2.0 * sum), 1.0, 1e-6);
}

TEST(DarkMatterDecay, FlavoursMixAndChannelsCount) {
  const std::string start = "dark-matter-decay,mass=1e6GeV,lifetime=1e28s,";
  const auto electron = make_diffuse_flux(start + "channel=nubar-nubar,flavour=1:0:0,nufit=5.2");
  const double line = electron->lines(nuebar).front().intensity;
  const auto unmixed = make_diffuse_flux(start + "channel=nubar,flavour=1:0:0,nufit=none");
  EXPECT_NEAR(line / unmixed->lines(nuebar).front().intensity, 2.0 * 0.55270, 1e-4);
  EXPECT_TRUE(electron->lines({Flavour::electron, false}).empty());
  EXPECT_TRUE(unmixed->lines({Flavour::muon, true}).empty());
}

TEST(DarkMatterDecay, AsASourceTheLineIsKept) {
  const std::string text = "dark-matter-decay,mass=1e7GeV,lifetime=1e28s,channel=nubar";
  const Flux flux = make_source(text);
  double total = 0.0;
  for (const auto& [pdg, spectrum] : flux.spectra) total += spectrum.integral();
  EXPECT_NEAR(total / (4.0 * units::pi * (1.65580e-14 + since_redshift_50)), 1.0, 5e-5);
}

TEST(DarkMatterDecay, RefusesWhatItCannotMean) {
  const std::string start = "dark-matter-decay,mass=1e7GeV,lifetime=1e28s";
  for (const char* wrong : {",channel=nunu", ",flavour=1:1:1", ",flavour=e", ",profile=moore", ",parts=local",
                            ",profile=burkert,shape=1", ",omega_dark_matter=0.4", ",nufit=5.3", ",farthest=10kpc"}) {
    EXPECT_THROW(make_diffuse_flux(start + wrong), UserError) << wrong;
  }
  EXPECT_THROW(make_diffuse_flux("dark-matter-decay,mass=1e7GeV"), UserError);
  EXPECT_THROW(make_diffuse_flux("dark-matter-decay,mass=1e7GeV,lifetime=1e17s"), UserError);
}

}  // namespace
}  // namespace tridens::flux
