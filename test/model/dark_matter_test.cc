#include "tridens/model/dark_matter.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/decay_widths.hh"

using namespace tridens;
using model::DarkMatter;
using model::DarkMatterSpin;

namespace {

double coupling(const DarkMatter& matter) {
  return std::sqrt(4.0 * units::pi * matter.alpha_D);
}

TEST(DarkMatter, WidthOfADarkPhotonIntoFermionsIsThatOfAVectorIntoAPair) {
  for (const double splitting : {0.0, 0.01, 0.05}) {
    const DarkMatter matter{DarkMatterSpin::fermion, 0.04, 0.2, 1e-3, 0.3, splitting};
    const double g = coupling(matter);
    const double expected = model::vector_to_pair(0.2, 0.04, 0.04 + splitting, {g, g});
    EXPECT_NEAR(model::dark_photon_widths(matter).dark / expected, 1.0, 1e-12) << splitting;
  }
}

// |M|^2 = g^2 (p1 - p2)^2 averaged over three polarisations, in the rest frame 4 p^2/3.
TEST(DarkMatter, WidthIntoScalarsIsTheAmplitudeTimesPhaseSpace) {
  const DarkMatter matter{DarkMatterSpin::scalar, 0.04, 0.2, 1e-3, 0.3, 0.02};
  const double m = 0.2, m1 = 0.04, m2 = 0.06, e1 = (m * m + m1 * m1 - m2 * m2) / (2.0 * m);
  const double p = std::sqrt(e1 * e1 - m1 * m1), squared = 4.0 * units::pi * 0.3 * 4.0 * p * p / 3.0;
  EXPECT_NEAR(model::dark_photon_widths(matter).dark / (p * squared / (8.0 * units::pi * m * m)), 1.0, 1e-12);
}

TEST(DarkMatter, VisibleWidthIsSmallByEpsilonSquaredOverAlphaD) {
  DarkMatter matter{DarkMatterSpin::fermion, 1e-4, 0.05, 1e-3, 0.5, 0.0};
  const model::DarkPhotonWidths widths = model::dark_photon_widths(matter);
  EXPECT_NEAR(widths.electrons / widths.dark, 1e-6 * constants::fine_structure / 0.5, 1e-3 * 1e-8);
  EXPECT_EQ(widths.muons, 0.0);
  EXPECT_EQ(widths.hadrons, 0.0);
  matter.mass = 0.03;  // closed
  EXPECT_EQ(model::dark_photon_widths(matter).dark, 0.0);
}

TEST(DarkMatter, ExcitedStatesLiveAsTheFifthPowerOfTheSplittingSays) {
  for (const DarkMatterSpin spin : {DarkMatterSpin::scalar, DarkMatterSpin::fermion}) {
    const DarkMatter matter{spin, 100.0, 300.0, 1e-3, 0.1, 0.1};
    const double expected = 4e-6 * constants::fine_structure * 0.1 * std::pow(0.1, 5) / (15.0 * units::pi * 81e8);
    EXPECT_NEAR(model::excited_width(matter, 0.0) / expected, 1.0, 4e-3) << model::name(spin);
  }
}

// chi2 -> chi1 A'*(q) followed by A'*(q) -> l l, with the general widths of two-body decays.
TEST(DarkMatter, ThreeBodyDecayFactorisesOverTheVirtualPhoton) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.02, 0.09, 1e-3, 0.4, 0.03};
  const double m2 = matter.heavier_mass(), g = coupling(matter), electron = constants::electron_mass;
  const double e = std::sqrt(constants::electric_charge_squared) * matter.epsilon;
  const double width = model::dark_photon_widths(matter).total();
  const int steps = 4000;
  double sum = 0.0;
  const double low = 2.0 * electron, high = matter.splitting;
  for (int i = 0; i < steps; ++i) {
    const double t = (i + 0.5) / steps, q = low + (high - low) * t * t * (3.0 - 2.0 * t);
    sum += 6.0 * t * (1.0 - t) / steps * (high - low) * 2.0 * q * q / units::pi *
           model::vector_emission(m2, matter.mass, q, {g, g}).width *
           model::vector_to_pair(q, electron, electron, {e, e}) * model::dark_propagator_squared(matter, width, q * q);
  }
  EXPECT_NEAR(model::excited_width(matter, electron) / sum, 1.0, 1e-5);
}

TEST(DarkMatter, ChainOfTheExcitedStateHasItsWidth) {
  const DarkMatter matter{DarkMatterSpin::fermion, 0.2, 0.9, 1e-3, 0.4, 0.25};
  const model::UnstableParticle particle = model::excited_particle(matter);
  ASSERT_EQ(particle.modes.size(), 2u);
  EXPECT_NEAR(particle.modes[0].branching + particle.modes[1].branching, 1.0, 1e-12);
  EXPECT_NEAR(particle.width, model::excited_width(matter), 1e-9 * particle.width);
  EXPECT_GT(particle.modes[1].branching, 0.0);
}

// dGamma/dq^2 = sqrt(q^2) p_1 p_l int |M|^2 dcos up to a constant: the matrix element against the width by another
// route.
TEST(DarkMatter, MatrixElementOfScalarsHasTheSpectrumOfTheirWidth) {
  const DarkMatter matter{DarkMatterSpin::scalar, 0.2, 0.9, 1e-3, 0.4, 0.25};
  const model::UnstableParticle particle = model::excited_particle(matter);
  for (const model::UnstableMode& mode : particle.modes) {
    const double m2 = matter.heavier_mass(), m1 = matter.mass, lepton = mode.masses[1];
    double constant = 0.0;
    for (const double share : {0.02, 0.3, 0.6, 0.97}) {
      const double q = 2.0 * lepton + share * (matter.splitting - 2.0 * lepton), q2 = q * q;
      const double E1 = 0.5 * (m2 * m2 + m1 * m1 - q2) / m2, p1 = std::sqrt(E1 * E1 - m1 * m1);
      const double own = std::sqrt(0.25 * q2 - lepton * lepton), boost = (m2 - E1) / q;
      double mean = 0.0;
      constexpr int steps = 400;
      for (int i = 0; i < steps; ++i) {
        const double c = -1.0 + (2.0 * i + 1.0) / steps, x = own * std::sqrt(1.0 - c * c);
        const auto lab = [&](double sign) {
          const double along = sign * own * c;
          return FourVector{boost * 0.5 * q + p1 / q * along, sign * x, 0.0, p1 / q * 0.5 * q + boost * along};
        };
        const FourVector products[] = {{E1, 0.0, 0.0, -p1}, lab(1.0), lab(-1.0)};
        const double squared = mode.matrix_element->squared(products, {}, 0.0);
        EXPECT_GE(squared, 0.0);
        EXPECT_LE(squared, mode.matrix_element->largest());
        mean += squared / steps;
      }
      const double ratio = p1 * own / q * mean / model::excited_spectrum(matter, lepton, q2);
      if (constant == 0.0) constant = ratio;
      EXPECT_NEAR(ratio / constant, 1.0, 1e-4) << lepton << " " << share;
    }
  }
}

TEST(DarkMatter, YFixesEpsilon) {
  const DarkMatter matter = model::with_y({DarkMatterSpin::scalar, 0.01, 0.03, 0.1, 0.5, 0.0}, 3e-11);
  EXPECT_NEAR(matter.y(), 3e-11, 1e-22);
  EXPECT_NEAR(matter.epsilon, std::sqrt(6e-11 * 81.0), 1e-15);
  EXPECT_THROW(model::with_y(matter, 0.1), UserError);
}

TEST(DarkMatter, ImpossibleInputIsRefused) {
  const DarkMatter good{DarkMatterSpin::fermion, 0.01, 0.03, 1e-3, 0.5, 0.0};
  for (const auto change : {+[](DarkMatter& m) { m.mass = 0.0; }, +[](DarkMatter& m) { m.mediator_mass = -1.0; },
                            +[](DarkMatter& m) { m.epsilon = 0.0; }, +[](DarkMatter& m) { m.epsilon = 1.0; },
                            +[](DarkMatter& m) { m.alpha_D = 2.0; }, +[](DarkMatter& m) { m.splitting = -0.1; }}) {
    DarkMatter bad = good;
    change(bad);
    EXPECT_THROW(bad.check(), UserError);
  }
  EXPECT_NO_THROW(good.check());
  EXPECT_THROW((void)model::excited_width(good), UserError);
  EXPECT_THROW((void)model::excited_width({DarkMatterSpin::fermion, 0.01, 0.03, 1e-3, 0.5, 0.05}), UserError);
  EXPECT_THROW((void)model::excited_particle({DarkMatterSpin::fermion, 0.01, 0.03, 1e-3, 0.5, 0.001}), UserError);
}

}  // namespace
