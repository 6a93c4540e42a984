// Scenarios of COHERENT: grids and borders against the likelihood itself, limits against closed forms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/gallery/chi2_cells.hh"
#include "tridens/run/gallery/coherent_planes.hh"
#include "tridens/run/gallery/coherent_scenarios.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/leptoquark_planes.hh"

namespace tridens::run::gallery {
namespace {

const std::string csi = "coherent-csi-2021", lar = "coherent-lar-2020";

Context& shared_context() {
  static Context context(2, nullptr);
  return context;
}

/// chi2 = (x - 1)^2 + (y/2)^2 on a fine grid.
PlaneGrid paraboloid() {
  PlaneGrid grid;
  for (int i = 0; i <= 80; ++i) grid.x.push_back(-3.0 + 0.1 * i);
  for (int j = 0; j <= 120; ++j) grid.y.push_back(-6.0 + 0.1 * j);
  for (const double x : grid.x) {
    for (const double y : grid.y) grid.chi2.push_back((x - 1.0) * (x - 1.0) + 0.25 * y * y);
  }
  return grid;
}

double chi2_at(const io::FitCard& card, const std::string& experiment, double x, double y) {
  return make_fit_setup(only(card, {experiment}), 1).likelihood->profile({x, y}).chi2;
}

void expect_drawable(const EntryResult& result, size_t figures) {
  ASSERT_EQ(result.figures.size(), figures);
  for (const Figure& figure : result.figures) {
    EXPECT_FALSE(figure.title.empty() || figure.x_label.empty() || figure.y_label.empty()) << figure.title;
    ASSERT_FALSE(figure.curves.empty()) << figure.title;
    for (const Curve& curve : figure.curves) {
      ASSERT_EQ(curve.x.size(), curve.y.size()) << figure.title;
      EXPECT_TRUE(std::ranges::all_of(curve.y, [](double y) { return std::isfinite(y); })) << figure.title;
    }
  }
}

TEST(CoherentPlanes, TheBorderOfAParaboloidIsTheEllipseOfNinetyPerCent) {
  const PlaneGrid grid = paraboloid();
  const Figure figure = borders({{"all", Style::line, grid}}, "title", {"x", "y"});
  ASSERT_EQ(figure.curves.size(), 1u);
  const double radius = std::sqrt(-2.0 * std::log(0.1));  // chi2 of two parameters
  EXPECT_NEAR(std::ranges::max(figure.curves[0].x), 1.0 + radius, 2e-3);
  EXPECT_NEAR(std::ranges::max(figure.curves[0].y), 2.0 * radius, 4e-3);
  EXPECT_EQ(figure.curves[0].x.front(), figure.curves[0].x.back());
}

TEST(CoherentPlanes, UnitsOfTheAxesDivideWhatIsDrawn) {
  const Figure plain = borders({{"all", Style::line, paraboloid()}}, "title", {"x", "y"});
  const Figure scaled = borders({{"all", Style::line, paraboloid()}}, "title", {"x", "y", 0.5, 1e-3});
  EXPECT_NEAR(scaled.curves[0].x[3], 2.0 * plain.curves[0].x[3], 1e-12);
  EXPECT_NEAR(scaled.curves[0].y[3], 1e3 * plain.curves[0].y[3], 1e-9);
}

TEST(CoherentPlanes, RangesAtEveryPointEndWhereChi2PassesTheLevel) {
  const PlaneGrid grid = paraboloid();
  const auto allowed = allowed_at(grid, 2.0);
  for (size_t i = 0; i < grid.x.size(); ++i) {
    const double left = 2.0 - std::pow(grid.x[i] - 1.0, 2);
    if (std::abs(left) < 0.05) continue;
    ASSERT_EQ(allowed[i].size(), left > 0.0 ? 1u : 0u) << grid.x[i];
    if (left < 0.0) continue;
    EXPECT_NEAR(allowed[i][0].high, 2.0 * std::sqrt(left), 5e-3);
    EXPECT_NEAR(allowed[i][0].low, -2.0 * std::sqrt(left), 5e-3);
    EXPECT_FALSE(allowed[i][0].low_open || allowed[i][0].high_open);
  }
}

TEST(CoherentPlanes, RangesThatReachTheEndOfTheGridAreOpen) {
  const auto allowed = allowed_at(paraboloid(), 1e3);
  EXPECT_TRUE(allowed[0].at(0).low_open && allowed[0].at(0).high_open);
}

TEST(CoherentPlanes, GridsAreTheLikelihoodAndTheSumIsTheJointFit) {
  io::FitCard card = fit_card("coherent-charge-radius");
  for (io::FitParameterCard& parameter : card.parameters) parameter.points = 3;
  const auto grids = coherent_grids(shared_context(), card);
  ASSERT_EQ(grids.size(), 3u);
  const double x = grids[0].grid.x[1], y = grids[0].grid.y[2];
  const size_t place = 1 * 3 + 2;
  EXPECT_NEAR(grids[0].grid.chi2[place], chi2_at(card, csi, x, y), 1e-9);
  EXPECT_NEAR(grids[1].grid.chi2[place], chi2_at(card, lar, x, y), 1e-9);
  const double joint = make_fit_setup(card, 1).likelihood->profile({x, y}).chi2;
  EXPECT_NEAR(grids[2].grid.chi2[place], joint, 1e-6 * joint);
}

TEST(CoherentPlanes, ExperimentsWithCommonUncertaintiesAreNotAdded) {
  io::FitCard card = fit_card("coherent-charge-radius");
  card.common.push_back({"flux", {csi + ".flux", lar + ".signal"}});
  EXPECT_THROW(coherent_grids(shared_context(), card, 2), UserError);
}

TEST(CoherentScenarios, TheSplittingOfAnOscillationDoesNotMatterWithoutMixing) {
  const io::FitCard card = fit_card("coherent-sterile-oscillation-numu");
  const FitSetup setup = make_fit_setup(only(card, {lar}), 1);
  const double slow = setup.likelihood->profile({1.0, 0.0}).chi2, fast = setup.likelihood->profile({9.0, 0.0}).chi2;
  EXPECT_NEAR(slow, fast, 1e-6 * slow);
  EXPECT_GT(std::abs(setup.likelihood->profile({2.0, 0.9}).chi2 - slow), 0.1);
}

/// What was worked out for one flux or mass must not leak into another: a point computed after others is that computed
/// first.
TEST(CoherentScenarios, PointsWithOtherFluxesDoNotDependOnThoseBefore) {
  const io::FitCard card = only(fit_card("coherent-sterile-oscillation-numu"), {lar});
  const double first = make_fit_setup(card, 1).likelihood->profile({7.0, 0.8}).chi2;
  const FitSetup later = make_fit_setup(card, 1);
  for (const double splitting : {1.0, 2.0, 3.0}) later.likelihood->profile({splitting, 0.5});
  EXPECT_DOUBLE_EQ(later.likelihood->profile({7.0, 0.8}).chi2, first);
}

TEST(CoherentScenarios, PointsWithOtherMassesOfWhatGoesOutDoNotDependOnThoseBefore) {
  const io::FitCard card = only(fit_card("coherent-sterile-dipole-numu"), {lar});
  const double first = make_fit_setup(card, 1).likelihood->profile({20.0, 1e-8}).chi2;
  const FitSetup later = make_fit_setup(card, 1);
  for (const double mass : {1.0, 10.0, 40.0}) later.likelihood->profile({mass, 1e-8});
  EXPECT_DOUBLE_EQ(later.likelihood->profile({20.0, 1e-8}).chi2, first);
}

TEST(CoherentScenarios, AHeavyNeutrinoAboveTheEndPointChangesNothing) {
  const FitSetup setup = make_fit_setup(only(fit_card("coherent-sterile-dipole-numu"), {lar}), 1);
  EXPECT_NEAR(setup.likelihood->profile({55.0, 1e-6}).chi2, setup.likelihood->profile({55.0, 1e-10}).chi2, 1e-9);
  EXPECT_GT(setup.likelihood->profile({10.0, 1e-8}).chi2, setup.likelihood->profile({10.0, 1e-10}).chi2 + 10.0);
}

TEST(CoherentScenarios, GeneralisedInteractionsDraw) {
  expect_drawable(generalised_planes(shared_context(), 7), 6);
}

TEST(CoherentScenarios, AHeavyMediatorIsAContactInteractionThatKnowsCouplingOverMassAlone) {
  const FitSetup setup = make_fit_setup(only(fit_card("coherent-light-vector"), {lar}), 1);
  const double standard = setup.likelihood->profile({1e4, 1e-6}).chi2;
  const double half = setup.likelihood->profile({5e3, 2e-3}).chi2, full = setup.likelihood->profile({1e4, 4e-3}).chi2;
  EXPECT_GT(std::abs(full - standard), 0.1);
  EXPECT_NEAR(half - standard, full - standard, 1e-3 * std::abs(full - standard));
}

TEST(CoherentScenarios, LightMediatorsDrawAndTheBandLiesAboveTheLimit) {
  const EntryResult result = light_mediator_planes(shared_context(), 5);
  expect_drawable(result, 4);
  const Curve& band = result.figures[0].curves.back();  // of the opposite sign, above the limit
  ASSERT_FALSE(band.x.empty());
  const double coupling_over_mass = 5e-3 / 1e4;  // of the limit on a heavy boson, per MeV
  for (size_t i = 0; i < band.x.size(); ++i) {
    EXPECT_LT(band.low[i], band.high[i]);
    EXPECT_GT(band.low[i], coupling_over_mass * band.x[i]);
  }
}

TEST(CoherentScenarios, ElectromagneticPropertiesDraw) {
  expect_drawable(electromagnetic_planes(shared_context(), 7), 4);
}

TEST(CoherentScenarios, EveryRowOfTheTableHasACardOfBothExperiments) {
  for (const Chi2Cell& cell : scenario_cells()) {
    const io::FitCard card = fit_card(cell.card);
    ASSERT_EQ(card.experiments.size(), 2u) << cell.card;
    EXPECT_EQ(card.experiments[0].name, csi);
    EXPECT_EQ(card.experiments[1].name, lar);
    EXPECT_TRUE(card.common.empty()) << cell.card;
  }
}

/// g^2 = 4 sqrt2 G_F |Q_W| m^2/(c_p Z + c_n N), and no second solution where the interference is constructive.
TEST(CoherentLeptoquarks, TheDegenerateCouplingIsThatOfTheFormula) {
  for (const Leptoquark& leptoquark : {leptoquark_r2, leptoquark_s3}) {
    const EntryResult result = leptoquark_result(shared_context(), leptoquark, 11);
    const Comparison& solution = result.comparisons.at(0);
    EXPECT_NEAR(solution.computed, *solution.published, 0.003 * *solution.published) << leptoquark.model;
    expect_drawable(result, leptoquark.destructive ? 1u : 2u);
  }
}

TEST(CoherentLeptoquarks, ConstructiveInterferenceLeavesOneRange) {
  const EntryResult result = leptoquark_result(shared_context(), leptoquark_s1, 41);
  const auto lines = [](const Figure& figure) {
    return std::ranges::count_if(figure.curves, [](const Curve& curve) { return curve.style == Style::line; });
  };
  EXPECT_EQ(lines(result.figures.at(0)), 1);  // CsI: the end of one range
  EXPECT_EQ(lines(result.figures.at(1)), 3);  // and of two: an end, and both ends of the band
}

}  // namespace
}  // namespace tridens::run::gallery
