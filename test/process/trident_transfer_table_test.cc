// Spectra of the momentum transfer: against the cross section, and the moments of mediators of every mass against the
// quadrature that integrates the propagator with the amplitude.
#include "tridens/process/trident_transfer_table.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "trident_samples.hh"

namespace tridens::process {
namespace {

using samples::e, samples::mu, samples::tau;

ShapeFunction propagator(double mass) {
  return {[mass](double K2) { return 1.0 / (K2 + mass * mass); }, mass * mass};
}

/// The larger of the relative differences of V^2 and A^2, transverse and longitudinal parts against their sum; VA
/// against V^2 and A^2 together.
double difference(const PhotonCrossSection& a, const PhotonCrossSection& b) {
  const double vv = b.transverse.vv + b.longitudinal.vv, aa = b.transverse.aa + b.longitudinal.aa;
  double largest = 0.0;
  for (const auto& [x, y] : {std::pair{a.transverse, b.transverse}, {a.longitudinal, b.longitudinal}}) {
    largest = std::max(
        {largest, std::fabs(x.vv - y.vv) / vv, std::fabs(x.aa - y.aa) / aa, std::fabs(x.va - y.va) / (vv + aa)});
  }
  return largest;
}

TEST(TridentTransferTable, TheSpectrumIntegratesToTheCrossSection) {
  struct Point {
    Flavour minus, plus;
    double W, Q2;
  };
  const auto rule = math::gauss_legendre(24);
  for (const Point& p : {Point{mu, mu, 0.23, 1e-3}, Point{mu, mu, 3.0, 0.1}, Point{e, mu, 0.5, 1e-3},
                         Point{e, e, 0.05, 1e-4}, Point{tau, mu, 6.0, 1.0}}) {
    const double threshold = charged_lepton_mass(p.minus) + charged_lepton_mass(p.plus);
    const double largest = largest_transfer(threshold * threshold, p.W * p.W, p.Q2);
    const double scale = 0.1 * threshold * threshold, range = std::log1p(largest / scale);
    std::vector<double> K2, weight;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double u = rule.nodes[i], t = range * u * (2.0 - u);
      K2.push_back(scale * std::expm1(t));
      weight.push_back(rule.weights[i] * 2.0 * (1.0 - u) * range * scale * std::exp(t));
    }
    const auto spectrum = photon_transfer_spectrum(p.minus, p.plus, p.W, p.Q2, K2, {1, 1, 24, 3});
    PhotonCrossSection sum{};
    const auto add = [](CouplingStructures& to, double factor, const CouplingStructures& value) {
      to.vv += factor * value.vv;
      to.aa += factor * value.aa;
      to.va += factor * value.va;
    };
    for (size_t i = 0; i < K2.size(); ++i) {
      add(sum.transverse, weight[i], spectrum[i].transverse);
      add(sum.longitudinal, weight[i], spectrum[i].longitudinal);
    }
    EXPECT_LT(difference(sum, photon_cross_section(p.minus, p.plus, p.W, p.Q2, {24, 24, 24, 3})[0]), 2e-5) << p.W;
  }
}

TEST(TridentTransferTable, TheSpectrumEndsAtTheLargestTransfer) {
  const double threshold = 2.0 * charged_lepton_mass(mu), largest = largest_transfer(threshold * threshold, 1.0, 0.1);
  const auto spectrum = photon_transfer_spectrum(mu, mu, 1.0, 0.1, {0.999 * largest, 1.001 * largest}, {});
  EXPECT_GT(spectrum[0].transverse.vv, 0.0);
  EXPECT_EQ(spectrum[1].transverse.vv, 0.0);
  EXPECT_EQ(photon_transfer_spectrum(mu, mu, 0.99 * threshold, 0.1, {0.0}, {})[0].transverse.aa, 0.0);
  EXPECT_THROW((void)photon_transfer_spectrum(mu, mu, 1.0, 0.0, {0.1}, {}), Failure);
}

TEST(TridentTransferTable, MomentsOfEveryMassAreThoseOfTheDirectQuadrature) {
  // At random points from a tenth of the opening on. Far below the lepton masses the direct quadrature loses the V^2
  // of equal leptons, which cancels there to rounding, in the second moment.
  struct Pair {
    Flavour minus, plus;
    double W2, Q2;
  };
  for (const Pair& p : {Pair{mu, mu, 100.0, 10.0}, Pair{e, e, 0.01, 1e-4}}) {
    const auto table = TransferTable::compute(p.minus, p.plus, samples::short_transfer_grid(p.W2, p.Q2), 2);
    const double threshold = charged_lepton_mass(p.minus) + charged_lepton_mass(p.plus);
    const double lighter = std::min(charged_lepton_mass(p.minus), charged_lepton_mass(p.plus));
    RandomStream random(5, 0, 1);
    for (const double mass : {1e-8, 1e-5, 1e-3, 0.03, 0.3, 10.0, 1000.0}) {
      const auto moments = table.moments(propagator(mass));
      for (int i = 0; i < 2; ++i) {
        const double open = 0.1 * threshold * lighter, opened = p.W2 - threshold * threshold;
        const double W2 = threshold * threshold + open * std::pow(opened / open, 0.99 * random.uniform());
        const double Q2 = lighter * lighter * std::expm1(std::log1p(p.Q2 / (lighter * lighter)) * random.uniform());
        ShapeMoments value{};
        moments->evaluate(W2, Q2, value);
        const auto direct = photon_cross_section(p.minus, p.plus, std::sqrt(W2), Q2, {24, 48, 20, 3}, propagator(mass));
        EXPECT_LT(difference(value[1], direct[1]), 1e-3) << mass << " " << W2 << " " << Q2;
        if (mass < 1e-4 * threshold) continue;
        EXPECT_LT(difference(value[2], direct[2]), 1e-3) << mass << " " << W2 << " " << Q2;
      }
    }
  }
}

TEST(TridentTransferTable, MixedPairsKeepTheProductOfVectorAndAxialCouplings) {
  const auto table = TransferTable::compute(e, mu, samples::short_transfer_grid(2.0, 0.01), 2);
  const auto moments = table.moments(propagator(0.02));
  for (const double W2 : {0.05, 0.5}) {
    ShapeMoments value{};
    moments->evaluate(W2, 1e-3, value);
    const auto direct = photon_cross_section(e, mu, std::sqrt(W2), 1e-3, {24, 48, 24, 3}, propagator(0.02));
    EXPECT_NE(direct[1].transverse.va, 0.0);
    EXPECT_LT(difference(value[1], direct[1]), 1e-3) << W2;
    EXPECT_LT(difference(value[2], direct[2]), 1e-3) << W2;
  }
}

TEST(TridentTransferTable, TheSecondMomentOfALightAxialBosonGrowsLikeTheInverseSquaredMass) {
  // The axial current is not conserved: A^2 does not vanish at K^2 = 0, and int dK^2/(K^2 + m^2)^2 = 1/m^2.
  const auto value = [](double mass) {
    ShapeMoments result{};
    samples::muon_transfers().moments(propagator(mass))->evaluate(1.0, 0.01, result);
    return result[2];
  };
  const PhotonCrossSection light = value(1e-8), heavier = value(1e-6);
  EXPECT_NEAR(light.transverse.aa / heavier.transverse.aa, 1e4, 1.0);
  // That of the vector current is: a logarithm.
  EXPECT_GT(light.transverse.vv / heavier.transverse.vv, 1.0);
  EXPECT_LT(light.transverse.vv / heavier.transverse.vv, 2.0);
}

TEST(TridentTransferTable, AnyShapeIsIntegrated) {
  // A contact interaction has the cross section itself as its moments; a shape with a numerator is one too.
  ShapeMoments contact{}, mixed{}, plain{};
  samples::muon_transfers().moments({[](double) { return 1.0; }, -1.0})->evaluate(1.0, 0.01, contact);
  const auto direct = photon_cross_section(mu, mu, 1.0, 0.01, {24, 24, 24, 3});
  EXPECT_LT(difference(contact[1], direct[0]), 3e-4);
  const double mass = 0.1;
  const ShapeFunction shape{[mass](double K2) { return (2.0 + std::log1p(K2)) / (K2 + mass * mass); }, mass * mass};
  samples::muon_transfers().moments(shape)->evaluate(1.0, 0.01, mixed);
  samples::muon_transfers().moments(propagator(mass))->evaluate(1.0, 0.01, plain);
  EXPECT_LT(difference(mixed[2], photon_cross_section(mu, mu, 1.0, 0.01, {32, 48, 24, 3}, shape)[2]), 5e-4);
  EXPECT_GT(mixed[1].transverse.vv / plain[1].transverse.vv, 2.0);
}

TEST(TridentTransferTable, TotalsChangeLittleWithFinerNodes) {
  TransferTableGrid fine = samples::short_transfer_grid();
  fine.axes.step_x *= 0.7;
  fine.axes.step_y *= 0.7;
  ++fine.per_panel;
  const TransferTable refined = TransferTable::compute(mu, mu, fine, 2);
  TridentOptions options = samples::options({{Flavour::muon, false}, mu, mu}, {"coherent"});
  for (const double mass : {1e-8, 0.01, 30.0}) {
    options.vertex.mediator_mass = mass;
    options.vertex.shape = propagator(mass).value;
    const Trident a(options, samples::muon_tables(), samples::muon_transfers().moments(propagator(mass)));
    const Trident b(options, samples::muon_tables(), refined.moments(propagator(mass)));
    for (const double energy : {0.4, 4.0}) {
      const TridentTerms x = a.terms(0, energy), y = b.terms(0, energy);
      for (size_t power = 1; power < 3; ++power) {
        EXPECT_NEAR(x[power].vv / y[power].vv, 1.0, 3e-4) << mass << " " << energy;
        EXPECT_NEAR(x[power].aa / y[power].aa, 1.0, 3e-4) << mass << " " << energy;
      }
    }
  }
}

TEST(TridentTransferTable, StoredNumbersGiveTheSameTableOnAnyNumberOfThreads) {
  const TransferTableGrid grid = samples::short_transfer_grid(0.5, 0.05);
  const auto one = TransferTable::compute(mu, mu, grid, 1), three = TransferTable::compute(mu, mu, grid, 3);
  EXPECT_EQ(one.values(), three.values());
  const TransferTable stored(mu, mu, grid, one.values());
  EXPECT_EQ(stored.moments(propagator(0.1))->values(), one.moments(propagator(0.1))->values());
  std::vector<float> short_values = one.values();
  short_values.pop_back();
  EXPECT_THROW(TransferTable(mu, mu, grid, short_values), Failure);
}

}  // namespace
}  // namespace tridens::process
