// Interpolation tables of the neutrino-photon cross sections: error, order, borders, storage.
#include "tridens/process/trident_lepton_table.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"
#include "trident_samples.hh"

namespace tridens::process {
namespace {

using samples::e, samples::mu, samples::tau;

/// Largest deviation of the table from the same quadrature done directly, at random points. Transverse and longitudinal
/// photons come with similar fluxes: deviations are relative to the sum of the two, per structure.
double largest_deviation(const LeptonTable& table, int points) {
  const double threshold = table.threshold_squared();
  const double lighter = std::fmin(charged_lepton_mass(table.minus()), charged_lepton_mass(table.plus()));
  const double scale = std::sqrt(threshold) * lighter, scale_Q2 = lighter * lighter;
  const double high_x = std::log1p((table.grid().largest_W2 - threshold) / scale);
  const double high_y = std::log1p(table.grid().largest_Q2 / scale_Q2);
  double largest = 0.0;
  for (int i = 0; i < points; ++i) {
    RandomStream random(41, 0, static_cast<std::uint64_t>(i));
    const double W2 = threshold + scale * std::expm1(high_x * random.uniform());
    const double Q2 = scale_Q2 * std::expm1(high_y * random.uniform());
    ShapeMoments interpolated{};
    table.evaluate(W2, Q2, interpolated);
    const auto direct = photon_cross_section(table.minus(), table.plus(), std::sqrt(W2), Q2, table.grid().quadrature);
    const double vv = direct[0].transverse.vv + direct[0].longitudinal.vv;
    const double aa = direct[0].transverse.aa + direct[0].longitudinal.aa;
    for (const auto& [a, b] : {std::pair{interpolated[0].transverse, direct[0].transverse},
                               {interpolated[0].longitudinal, direct[0].longitudinal}}) {
      largest = std::max(
          {largest, std::fabs(a.vv - b.vv) / vv, std::fabs(a.aa - b.aa) / aa, std::fabs(a.va - b.va) / (vv + aa)});
    }
  }
  return largest;
}

/// The steps of a grid on a short range and a lighter quadrature: what is tested is the interpolation.
LeptonTableGrid shortened(LeptonTableGrid grid, double largest_W2, double largest_Q2) {
  grid.largest_W2 = largest_W2;
  grid.largest_Q2 = largest_Q2;
  grid.quadrature = {12, 12, 14, 3};
  return grid;
}

TEST(TridentLeptonTable, StandardStepsInterpolateToTwoInTenThousandAtEveryPoint) {
  struct Pair {
    Flavour minus, plus;
    double W2, Q2;
  };
  for (const Pair& p :
       {Pair{mu, mu, 20.0, 4.0}, Pair{e, mu, 0.5, 1e-4}, Pair{e, e, 0.01, 1e-3}, Pair{tau, tau, 100.0, 50.0}}) {
    const auto table = LeptonTable::compute(p.minus, p.plus, shortened(standard_grid(), p.W2, p.Q2), 2);
    EXPECT_LT(largest_deviation(table, 40), 2e-4) << name(p.minus) << " " << name(p.plus);
  }
}

TEST(TridentLeptonTable, TotalsFromStandardStepsAreExactToOneInTenThousand) {
  const LeptonTableGrid grid = shortened(standard_grid(), 3.0, 0.3);
  LeptonTableGrid fine = grid;
  fine.step_x /= 2.0;
  fine.step_y /= 2.0;
  const TridentOptions options = samples::options({{Flavour::muon, false}, mu, mu}, {"coherent"});
  const Trident normal(options, samples::only(samples::make_table(mu, mu, grid)));
  const Trident refined(options, samples::only(samples::make_table(mu, mu, fine)));
  for (const double energy : {0.4, 1.0, 2.0}) {
    const auto x = normal.terms(0, energy)[0], y = refined.terms(0, energy)[0];
    EXPECT_NEAR(x.vv / y.vv, 1.0, 1e-4) << energy;
    EXPECT_NEAR(x.aa / y.aa, 1.0, 1e-4) << energy;
  }
}

TEST(TridentLeptonTable, ErrorFallsWithTheFourthPowerOfTheStep) {
  LeptonTableGrid coarse = shortened(standard_grid(), 20.0, 4.0);
  coarse.step_x = 0.8;
  coarse.step_y = 0.8;
  LeptonTableGrid fine = coarse;
  fine.step_x = fine.step_y = 0.4;
  const double first = largest_deviation(LeptonTable::compute(mu, mu, coarse, 2), 60);
  const double second = largest_deviation(LeptonTable::compute(mu, mu, fine, 2), 60);
  EXPECT_GT(std::log2(first / second), 3.0);
}

TEST(TridentLeptonTable, DirectQuadratureHasConverged) {
  // What the nodes of the standard grid give against more of them, over the whole range of the standard tables.
  struct Point {
    Flavour minus, plus;
    double W, Q2;
  };
  for (const Point& p :
       {Point{mu, mu, 0.22, 1e-4}, Point{mu, mu, 1.0, 1e-3}, Point{mu, mu, 150.0, 1e-3}, Point{e, mu, 1.0, 1e-4},
        Point{e, e, 0.1, 1e-5}, Point{e, e, 1.0, 1e-3}, Point{tau, tau, 10.0, 1.0}}) {
    const auto normal = photon_cross_section(p.minus, p.plus, p.W, p.Q2, standard_grid().quadrature)[0];
    const auto fine = photon_cross_section(p.minus, p.plus, p.W, p.Q2, {56, 56, 72, 4})[0];
    EXPECT_NEAR(normal.transverse.vv / fine.transverse.vv, 1.0, 1e-4) << p.W;
    EXPECT_NEAR(normal.transverse.aa / fine.transverse.aa, 1.0, 1e-4) << p.W;
    EXPECT_NEAR(normal.longitudinal.vv / fine.longitudinal.vv, 1.0, 1e-4) << p.W;
  }
}

TEST(TridentLeptonTable, DoesNotDependOnTheNumberOfThreads) {
  const LeptonTableGrid grid = shortened(standard_grid(), 0.5, 0.05);
  const auto one = LeptonTable::compute(mu, mu, grid, 1), three = LeptonTable::compute(mu, mu, grid, 3);
  EXPECT_EQ(one.values(), three.values());
}

TEST(TridentLeptonTable, StoredNumbersGiveTheSameTable) {
  const auto made = LeptonTable::compute(mu, mu, shortened(standard_grid(), 0.5, 0.05), 2);
  const LeptonTable stored(mu, mu, made.grid(), std::nullopt, made.values());
  ShapeMoments a{}, b{};
  made.evaluate(0.2, 0.003, a);
  stored.evaluate(0.2, 0.003, b);
  EXPECT_EQ(a[0].transverse.vv, b[0].transverse.vv);
  EXPECT_EQ(a[0].longitudinal.va, b[0].longitudinal.va);
  std::vector<double> short_values = made.values();
  short_values.pop_back();
  EXPECT_THROW(LeptonTable(mu, mu, made.grid(), std::nullopt, short_values), Failure);
}

TEST(TridentLeptonTable, RefusesToExtrapolate) {
  const auto table = LeptonTable::compute(mu, mu, shortened(standard_grid(), 0.5, 0.05), 2);
  ShapeMoments result{};
  EXPECT_NO_THROW(table.evaluate(0.5, 0.05, result));
  EXPECT_THROW(table.evaluate(0.51, 0.05, result), std::runtime_error);
  EXPECT_THROW(table.evaluate(0.5, 0.051, result), std::runtime_error);
  EXPECT_THROW(table.evaluate(0.5, std::nan(""), result), std::runtime_error);
}

TEST(TridentLeptonTable, NothingAtThresholdAndNoRealPhotonIsTaken) {
  EXPECT_EQ(photon_cross_section(mu, mu, 2.0 * charged_lepton_mass(mu), 0.1, {})[0].transverse.vv, 0.0);
  EXPECT_THROW(photon_cross_section(mu, mu, 1.0, 0.0, {}), Failure);
  // Longitudinal photons decouple at Q^2 -> 0.
  const auto real = photon_cross_section(mu, mu, 1.0, 1e-10, {})[0];
  const auto virtual_photon = photon_cross_section(mu, mu, 1.0, 1e-8, {})[0];
  EXPECT_NEAR(virtual_photon.longitudinal.vv / real.longitudinal.vv, 100.0, 1e-3);
  EXPECT_LT(real.longitudinal.vv, 1e-6 * real.transverse.vv);
}

TEST(TridentLeptonTable, ThereIsOneForEveryPair) {
  EXPECT_EQ(table_pairs().size(), 6u);
  const auto tables = samples::muon_tables();
  EXPECT_NE(tables->find(mu, mu), nullptr);
  EXPECT_EQ(tables->find(e, e), nullptr);
}

}  // namespace
}  // namespace tridens::process
