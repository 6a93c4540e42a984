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

LeptonTableGrid mediator_steps() {
  return mediator_grid(10.0, 2.0 * charged_lepton_mass(mu));
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
    const auto table = LeptonTable::compute(p.minus, p.plus, shortened(standard_grid(), p.W2, p.Q2), {}, 2);
    EXPECT_LT(largest_deviation(table, 40), 2e-4) << name(p.minus) << " " << name(p.plus);
  }
}

/// Largest relative change of a moment's V^2 and A^2 integrals on argon when steps are halved and nodes added.
double change_of_totals(const LeptonTableGrid& grid, const LeptonTableGrid& fine, const model::Settings& mediator,
                        size_t moment) {
  const bool mediated = !mediator.empty();
  const TridentOptions options =
      samples::options({{Flavour::muon, false}, mu, mu, "Ar40", mediated ? "lmu-ltau" : "sm", mediator}, {"coherent"});
  const auto table_of = [&](const LeptonTableGrid& g) {
    return samples::make_table(mu, mu, g, mediated ? samples::shape_of(options.vertex) : ShapeFunction{});
  };
  const auto normal = table_of(grid), refined = table_of(fine);
  const auto none = std::shared_ptr<const LeptonTable>();
  const Trident a(options, samples::only(normal), mediated ? normal : none);
  const Trident b(options, samples::only(refined), mediated ? refined : none);
  double largest = 0.0;
  for (const double energy : {0.4, 1.0, 2.0}) {
    const auto x = a.terms(0, energy)[moment], y = b.terms(0, energy)[moment];
    largest = std::max({largest, std::fabs(x.vv / y.vv - 1.0), std::fabs(x.aa / y.aa - 1.0)});
  }
  return largest;
}

TEST(TridentLeptonTable, TotalsFromStandardStepsAreExactToOneInTenThousand) {
  const LeptonTableGrid grid = shortened(standard_grid(), 3.0, 0.3);
  LeptonTableGrid fine = grid;
  fine.step_x /= 2.0;
  fine.step_y /= 2.0;
  EXPECT_LT(change_of_totals(grid, fine, {}, 0), 1e-4);
}

TEST(TridentLeptonTable, TotalsFromMediatorStepsAreExactToOneInAThousand) {
  // From twice the threshold on: nearer to it a light mediator bends the cross section within the first steps.
  LeptonTableGrid grid = shortened(mediator_steps(), 3.0, 0.3);
  grid.quadrature = mediator_steps().quadrature;
  LeptonTableGrid fine = grid;
  fine.step_x *= 0.6;
  fine.step_y *= 0.6;
  for (const size_t moment : {size_t{1}, size_t{2}}) {
    EXPECT_LT(change_of_totals(grid, fine, {{"mass", "10 MeV"}, {"coupling", "1e-3"}}, moment), 1e-3);
  }
}

TEST(TridentLeptonTable, NodesOfTheMediatorGridResolvePoleAndPropagatorsOfAnyMass) {
  for (const double mass : {1e-3, 0.03, 0.3, 1.0}) {
    const ShapeFunction shape{[mass](double K2) { return 1.0 / (K2 + mass * mass); }, mass * mass};
    for (const double W : {0.3, 1.8, 10.0}) {
      const auto normal = photon_cross_section(mu, mu, W, 1e-3, mediator_steps().quadrature, shape);
      const auto fine = photon_cross_section(mu, mu, W, 1e-3, {72, 72, 40, 3}, shape);
      EXPECT_NEAR(normal[1].transverse.vv / fine[1].transverse.vv, 1.0, 1e-4) << mass << " " << W;
      EXPECT_NEAR(normal[2].transverse.vv / fine[2].transverse.vv, 1.0, 1e-3) << mass << " " << W;
    }
  }
}

TEST(TridentLeptonTable, ErrorFallsWithTheFourthPowerOfTheStep) {
  LeptonTableGrid coarse = shortened(standard_grid(), 20.0, 4.0);
  coarse.step_x = 0.8;
  coarse.step_y = 0.8;
  LeptonTableGrid fine = coarse;
  fine.step_x = fine.step_y = 0.4;
  const double first = largest_deviation(LeptonTable::compute(mu, mu, coarse, {}, 2), 60);
  const double second = largest_deviation(LeptonTable::compute(mu, mu, fine, {}, 2), 60);
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
  const auto one = LeptonTable::compute(mu, mu, grid, {}, 1), three = LeptonTable::compute(mu, mu, grid, {}, 3);
  EXPECT_EQ(one.values(), three.values());
}

TEST(TridentLeptonTable, StoredNumbersGiveTheSameTable) {
  const double mass = 0.1;
  const ShapeFunction shape{[mass](double K2) { return 1.0 / (K2 + mass * mass); }, mass * mass};
  const auto made = LeptonTable::compute(mu, mu, shortened(mediator_steps(), 0.5, 0.05), shape, 2);
  const LeptonTable stored(mu, mu, made.grid(), true, mass * mass, made.values());
  ShapeMoments a{}, b{};
  made.evaluate(0.2, 0.003, a);
  stored.evaluate(0.2, 0.003, b);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(a[k].transverse.vv, b[k].transverse.vv);
    EXPECT_EQ(a[k].longitudinal.va, b[k].longitudinal.va);
  }
  std::vector<double> short_values = made.values();
  short_values.pop_back();
  EXPECT_THROW(LeptonTable(mu, mu, made.grid(), true, mass * mass, short_values), Failure);
}

TEST(TridentLeptonTable, RefusesToExtrapolate) {
  const auto table = LeptonTable::compute(mu, mu, shortened(standard_grid(), 0.5, 0.05), {}, 2);
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
