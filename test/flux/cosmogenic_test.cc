#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

double all_species_e2(const DiffuseFlux& flux, double energy) {
  double sum = 0.0;
  for (const Neutrino neutrino : all_neutrinos()) sum += energy * energy * flux.at(neutrino, energy, 0.0);
  return sum;
}

// E^2 dN/dE of all flavours in GeV/(cm2 s sr) as released by the authors.
TEST(Cosmogenic, TenPercentProtonsAsReleased) {
  const auto flux = make_diffuse_flux("cosmogenic");
  EXPECT_NEAR(all_species_e2(*flux, 4.466836e5) / 1.828924e-11, 1.0, 1e-3);
  EXPECT_NEAR(all_species_e2(*flux, 1.778279e6) / 2.014881e-10, 1.0, 1e-3);
  EXPECT_NEAR(all_species_e2(*flux, 2.818383e8) / 1.204897e-9, 1.0, 1e-3);
  EXPECT_NEAR(all_species_e2(*flux, 1.122018e9) / 1.551264e-9, 1.0, 1e-3);
  EXPECT_EQ(all_species_e2(*flux, 2e11), 0.0);
  EXPECT_TRUE(flux->isotropic());
}

// The flux per flavour peaks between 4e-9 and 1.2e-8 GeV/(cm2 s sr) near 1e9 GeV in fig. 4 of M. Ahlers et al. 2010.
TEST(Cosmogenic, ProtonsGiveTenTimesMore) {
  const auto flux = make_diffuse_flux("cosmogenic,model=ahlers-2010");
  double largest = 0.0;
  for (double energy = 1e8; energy < 1e10; energy *= 1.1)
    largest = std::max(largest, all_species_e2(*flux, energy) / 3);
  EXPECT_GT(largest, 4e-9);
  EXPECT_LT(largest, 1.2e-8);
  EXPECT_GT(all_species_e2(*flux, 1e9), 5.0 * all_species_e2(*make_diffuse_flux("cosmogenic"), 1e9));
}

TEST(Cosmogenic, LinesBetweenThePointsAndScale) {
  const auto flux = make_diffuse_flux("cosmogenic,scale=2");
  const Neutrino nue{Flavour::electron, false};
  EXPECT_NEAR(flux->at(nue, std::sqrt(1.122e9 * 1.413e9), 0.0) / (2.0 * std::sqrt(2.054e-28 * 1.193e-28)), 1.0, 1e-12);
  EXPECT_NEAR(flux->at(nue, 1.122e11, 0.0) / (2.0 * 1.673e-36), 1.0, 1e-12);
  EXPECT_GT(make_source("cosmogenic").spectrum(nue).integral(), 0.0);
  EXPECT_THROW(make_diffuse_flux("cosmogenic,model=kotera"), UserError);
  EXPECT_THROW(make_diffuse_flux("cosmogenic,scale=-1"), UserError);
}

}  // namespace
}  // namespace tridens::flux
