#include "tridens/detector/recoil_response.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

using units::keV;

constexpr double infinity = std::numeric_limits<double>::infinity();
const std::string csi_polynomial = "polynomial,x1=0.0554628,x2=4.30681,x3=-111.707,x4=840.384,highest=60keV";
const std::string csi_logistic = "logistic,a=1.32045,b=0.285979,c=10.8646,d=-0.333322";
constexpr double csi_yield = 13.35;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

void expect_in(const std::string& text, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

RecoilResponseOptions csi_2021() {
  RecoilResponseOptions options;
  options.observable = Observable::photoelectrons;
  options.edges = {0, 8, 12, 16, 20, 24, 32, 40, 50, 60};
  options.light_yield_per_keV = csi_yield;
  options.quenching = make_quenching(csi_polynomial);
  options.resolution = make_resolution("gamma,a=0.0749,b=9.56", options.observable, csi_yield);
  options.efficiencies = {
      make_efficiency(csi_logistic, EfficiencyAxis::photoelectrons, RecoilEfficiency::Of::observable)};
  return options;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::vector<double> probabilities(const RecoilResponse& response, double recoil, Recoil kind = Recoil::nuclear) {
  std::vector<double> result(response.bins());
  response.probabilities(kind, recoil, result.data());
  return result;
}

// Values of the release of arXiv:2110.07730, evaluated independently.
TEST(Quenching, CsiPolynomialGivesTheReleasedPhotoelectrons) {
  const auto quenching = make_quenching(csi_polynomial);
  EXPECT_NEAR(quenching->visible_energy(20 * keV) / keV, 2.0728, 5e-4);
  EXPECT_NEAR(quenching->visible_energy(20 * keV) / keV * csi_yield, 27.67, 0.01);
  EXPECT_NEAR(quenching->visible_energy(5 * keV) / keV * csi_yield, 4.96, 0.005);
}

TEST(Quenching, CsiPolynomialCoversPionDecayAtRestAndIsNotContinued) {
  const auto quenching = make_quenching(csi_polynomial);
  // Highest recoil of iodine at the end point 52.83 MeV: 2 E^2/(M + 2E) = 47.2 keV.
  EXPECT_GT(quenching->highest(), 47.2 * keV);
  expect_in(message_of([&] { quenching->visible_energy(61 * keV); }), {"61 keV", "covers 0 to 60 keV"});
  expect_in(message_of([] { make_quenching("polynomial,x1=0.05"); }), {"highest"});
}

TEST(Quenching, AllReleasedCsiVariationsIncreaseOverTheirRange) {
  for (const char* terms :
       {"x1=0.0613632,x2=3.51547,x3=-85.5548,x4=595.562", "x1=0.0495624,x2=5.09815,x3=-137.858,x4=1085.2",
        "x1=0.055413,x2=3.93597,x3=-93.1045,x4=630.092", "x1=0.0555126,x2=4.67765,x3=-130.309,x4=1050.68"}) {
    EXPECT_NO_THROW(make_quenching(std::string("polynomial,highest=60keV,") + terms)) << terms;
  }
}

// k = 0.133 Z^(2/3) A^(-1/2) = 0.1573 for germanium.
TEST(Quenching, LindhardOfGermanium) {
  const double k = 0.133 * std::pow(32.0, 2.0 / 3.0) / std::sqrt(72.63);
  EXPECT_NEAR(k, 0.1573, 5e-5);
  const auto quenching = make_quenching("lindhard,Z=32,k=" + std::to_string(k));
  const auto factor = [&](double recoil) { return quenching->visible_energy(recoil * keV) / (recoil * keV); };
  EXPECT_NEAR(factor(0.5), 0.1562, 1e-4);
  EXPECT_NEAR(factor(1.0), 0.1713, 1e-4);
  EXPECT_NEAR(factor(10.0), 0.2344, 1e-4);
  EXPECT_EQ(quenching->visible_energy(0.0), 0.0);
}

TEST(Quenching, LinearOfLiquidArgonAndConstant) {
  EXPECT_NEAR(make_quenching("linear,offset=0.246,slope=0.00078")->visible_energy(100 * keV) / keV, 32.4, 1e-9);
  EXPECT_NEAR(make_quenching("constant,value=0.0878")->visible_energy(10 * keV) / keV, 0.878, 1e-12);
  // The factor reaches 1 at (1 - 0.246)/0.00078 keV: nothing is said beyond.
  EXPECT_NEAR(make_quenching("linear,offset=0.246,slope=0.00078")->highest() / keV, 966.667, 1e-3);
}

TEST(Quenching, TableIsLinearInTheFactorAndEndsWithItsRows) {
  const auto quenching = quenching_from_table({1 * keV, 2 * keV, 4 * keV}, {0.1, 0.2, 0.3}, "mine");
  EXPECT_NEAR(quenching->visible_energy(1.5 * keV) / keV, 0.225, 1e-12);
  EXPECT_NEAR(quenching->visible_energy(3.0 * keV) / keV, 0.75, 1e-12);
  EXPECT_EQ(quenching->kinks().size(), 3u);
  expect_in(message_of([&] { quenching->visible_energy(0.9 * keV); }), {"mine", "1 to 4 keV"});
}

TEST(Quenching, RefusesWhatCannotBe) {
  expect_in(message_of([] { make_quenching("lindard,k=0.1,Z=32"); }), {"lindhard"});
  expect_in(message_of([] { make_quenching("lindhard,k=0.1,z=32"); }), {"setting of quenching lindhard", "Z"});
  expect_in(message_of([] { make_quenching("lindhard,Z=32"); }), {"needs 'k'"});
  expect_in(message_of([] { make_quenching("constant,value=1.2"); }), {"between 0 and 1"});
  expect_in(message_of([] { make_quenching("linear,offset=0.2,slope=-0.001,highest=150keV"); }), {"does not increase"});
  expect_in(message_of([] { quenching_from_table({1, 1}, {0.1, 0.1}, "t"); }), {"row 2"});
  expect_in(message_of([] { quenching_from_table({1 * keV, 2 * keV}, {0.9, 0.1}, "t"); }), {"does not increase"});
}

// Mean 1/a and variance 1/(a^2 (1 + b)) of the released form, by moments of the distribution function.
TEST(Resolution, GammaHasTheReleasedMoments) {
  const auto gamma = make_resolution("gamma,a=0.0749,b=9.56", Observable::photoelectrons, 0.0);
  for (double visible : {0.05, 0.5, 2.0, 4.5}) {
    const double energy = visible * keV, mean = visible / 0.0749, shape = 1.0 + 9.56 * visible;
    const auto moment = [&](int power) {
      return gamma->integral(0.0, infinity, energy, [&](double x) { return std::pow(x, power); });
    };
    EXPECT_NEAR(moment(0), 1.0, 2e-9);
    EXPECT_NEAR(moment(1) / mean, 1.0, 1e-7);
    EXPECT_NEAR((moment(2) - mean * mean) * shape / (mean * mean), 1.0, 1e-5);
    EXPECT_NEAR(gamma->width(energy), mean / std::sqrt(shape), 1e-9 * mean);
  }
}

TEST(Resolution, DensityAndDistributionFunctionAgree) {
  struct Case {
    const char* specification;
    Observable observable;
  };
  const Curve one = [](double) { return 1.0; };
  for (const Case& each :
       {Case{"gamma,a=0.0749,b=9.56", Observable::photoelectrons},
        {"poisson", Observable::photoelectrons},
        {"gaussian,stochastic=0.3,noise=70eV", Observable::photoelectrons},
        {"gaussian,noise=68.5eV,fano=0.11,pair_energy=2.96eV,truncated=yes", Observable::electron_equivalent_energy}}) {
    const auto resolution = make_resolution(each.specification, each.observable, csi_yield);
    const double unit = each.observable == Observable::photoelectrons ? csi_yield : keV;
    for (double visible : {0.01, 0.1, 1.0, 4.0}) {
      for (double x : {0.05, 0.2, 1.0, 1.1, 5.0}) {
        EXPECT_NEAR(resolution->integral(x * unit, 1.7 * x * unit, visible * keV, one),
                    resolution->below(1.7 * x * unit, visible * keV) - resolution->below(x * unit, visible * keV), 2e-9)
            << each.specification << " at " << visible << " keV from " << x;
      }
    }
  }
}

TEST(Resolution, TheRangeHoldsAllButABillionth) {
  for (const char* specification :
       {"gamma,a=0.0749,b=9.56", "poisson", "gaussian,stochastic=0.5", "gaussian,noise=1keV,truncated=yes"}) {
    const auto resolution = make_resolution(specification, Observable::photoelectrons, csi_yield);
    for (double visible : {1e-4, 0.01, 0.1, 1.0, 10.0, 300.0}) {
      const double energy = visible * keV;
      EXPECT_LT(resolution->below(resolution->lowest(energy), energy), 1e-9) << specification << " " << visible;
      EXPECT_GT(resolution->below(resolution->highest(energy) * (1 + 1e-12) + 1e-9, energy), 1 - 1e-9)
          << specification << " " << visible;
    }
  }
}

TEST(Resolution, GaussianWidthsAddInSquares) {
  const auto germanium =
      make_resolution("gaussian,noise=68.5eV,fano=0.11,pair_energy=2.96eV", Observable::electron_equivalent_energy, 0);
  EXPECT_NEAR(germanium->width(1 * keV) / units::eV, std::sqrt(68.5 * 68.5 + 0.11 * 2.96 * 1000), 1e-9);
  const auto argon = make_resolution("gaussian,stochastic=0.58", Observable::electron_equivalent_energy, 0);
  EXPECT_NEAR(argon->width(25 * keV) / keV, 0.58 * 5.0, 1e-12);
}

TEST(Resolution, TruncatedGaussianIsNormalisedAboveZero) {
  const auto resolution =
      make_resolution("gaussian,noise=68.5eV,truncated=yes", Observable::electron_equivalent_energy, 0);
  EXPECT_EQ(resolution->below(0.0, 0.05 * keV), 0.0);
  EXPECT_NEAR(resolution->below(infinity, 0.05 * keV), 1.0, 1e-15);
  // At E = 0: twice the upper tail.
  EXPECT_NEAR(1.0 - resolution->below(0.2 * keV, 0.0), std::erfc(200 / (68.5 * std::sqrt(2.0))), 1e-15);
}

TEST(Resolution, PoissonCountsIntegersAndMayBeShifted) {
  const auto plain = make_resolution("poisson", Observable::photoelectrons, 10.0);
  const auto shifted = make_resolution("poisson,shift=-0.5", Observable::photoelectrons, 10.0);
  const double mu = 4.0, energy = mu / 10.0 * keV;
  const double three = std::exp(-mu) * mu * mu * mu / 6.0;
  EXPECT_NEAR(plain->integral(3.0, 4.0, energy, nullptr), three, 1e-14);
  EXPECT_NEAR(shifted->integral(2.0, 3.0, energy, nullptr), three, 1e-14);
  EXPECT_NEAR(shifted->integral(2.0, 3.0, energy, [](double x) { return x; }), 2.5 * three, 1e-13);
  EXPECT_EQ(plain->below(infinity, energy), 1.0);
}

TEST(Resolution, RefusesWhatCannotBe) {
  const auto of_energy = Observable::electron_equivalent_energy;
  expect_in(message_of([&] { make_resolution("gama", of_energy, 0); }), {"gamma"});
  expect_in(message_of([&] { make_resolution("gamma,a=1,b=1", of_energy, 0); }), {"photoelectrons"});
  expect_in(message_of([] { make_resolution("poisson", Observable::photoelectrons, 0); }), {"light yield"});
  expect_in(message_of([&] { make_resolution("gaussian", of_energy, 0); }), {"no width"});
  expect_in(message_of([&] { make_resolution("gaussian,fano=0.1", of_energy, 0); }), {"pair_energy"});
  expect_in(message_of([&] { make_resolution("gaussian,noise=70", of_energy, 0); }), {"no unit"});
}

// Values of the release of arXiv:2110.07730, evaluated independently.
TEST(RecoilEfficiency, CsiLogisticIsClippedAtItsZero) {
  const auto efficiency =
      make_efficiency(csi_logistic, EfficiencyAxis::photoelectrons, RecoilEfficiency::Of::observable);
  ASSERT_EQ(efficiency.steps.size(), 1u);
  EXPECT_NEAR(efficiency.steps[0], 7.07, 0.005);
  EXPECT_EQ(efficiency.value(7.0), 0.0);
  EXPECT_GT(efficiency.value(7.08), 0.0);
  EXPECT_NEAR(efficiency.value(15), 0.677, 5e-4);
  EXPECT_NEAR(efficiency.value(60), 0.987, 5e-4);
}

TEST(RecoilEfficiency, StepsWindowsAndDecays) {
  using Of = RecoilEfficiency::Of;
  const auto steps = make_efficiency("steps,5=0.5,6=1", EfficiencyAxis::photoelectrons, Of::observable);
  EXPECT_EQ(steps.value(4.99), 0.0);
  EXPECT_EQ(steps.value(5.0), 0.5);
  EXPECT_EQ(steps.value(6.0), 1.0);
  const auto window = make_efficiency("window,from=3eV", EfficiencyAxis::energy, Of::electron_equivalent_energy);
  EXPECT_EQ(window.value(2.9 * units::eV), 0.0);
  EXPECT_EQ(window.value(1.0), 1.0);
  const auto decay = make_efficiency("exponential,from=0.52,rate=0.0494", EfficiencyAxis::time, Of::observable);
  EXPECT_EQ(decay.value(0.5e-6), 1.0);
  EXPECT_NEAR(decay.value(6e-6), std::exp(-0.0494 * 5.48), 1e-12);
  const auto trigger =
      make_efficiency("error-function,middle=0.2,width=0.05,plateau=0.9", EfficiencyAxis::energy, Of::observable);
  EXPECT_NEAR(trigger.value(0.2 * keV), 0.45, 1e-12);
  EXPECT_NEAR(trigger.value(0.25 * keV), 0.9 * 0.841344746, 1e-9);
}

TEST(RecoilEfficiency, TableSaysWhatLiesOutside) {
  const auto efficiency =
      efficiency_from_table({1, 2, 4}, {0.1, 0.3, 0.5}, 0.0, 0.55, RecoilEfficiency::Of::observable, "t");
  EXPECT_EQ(efficiency.value(0.5), 0.0);
  EXPECT_NEAR(efficiency.value(3.0), 0.4, 1e-12);
  EXPECT_EQ(efficiency.value(5.0), 0.55);
}

TEST(RecoilEfficiency, RefusesWhatCannotBe) {
  using Of = RecoilEfficiency::Of;
  const auto make = [](const std::string& text) {
    return message_of([&] { make_efficiency(text, EfficiencyAxis::energy, Of::observable); });
  };
  expect_in(make("constant,value=1.1"), {"probability"});
  expect_in(make("logistic,a=1.2,b=1,c=2"), {"probability"});
  expect_in(make("logistics,a=1"), {"logistic"});
  expect_in(make("steps,2=0.5,1=1"), {"do not increase"});
  expect_in(make("window,from=2,to=1"), {"not above"});
  expect_in(make("window,from=2 PE"), {"unit"});
  expect_in(message_of([] { efficiency_from_table({1, 2}, {0.1, 1.3}, 0, 0, Of::observable, "t"); }), {"row 2"});
}

TEST(RecoilResponse, WithoutLossesTheProbabilitiesOfAllBinsSumToOne) {
  RecoilResponseOptions options = csi_2021();
  options.efficiencies.clear();
  options.edges.insert(options.edges.end(), {100, infinity});
  const RecoilResponse response(options);
  for (double recoil : {0.5, 3.0, 10.0, 25.0, 47.0}) {
    EXPECT_NEAR(sum(probabilities(response, recoil * keV)), 1.0, 1e-9) << recoil;
  }
}

// The same integral as a plain sum over a fine grid.
TEST(RecoilResponse, ProbabilityIsTheIntegralOfDensityTimesEfficiency) {
  const RecoilResponse response(csi_2021());
  for (double recoil : {6.0, 9.0, 20.0, 40.0}) {
    const double visible = make_quenching(csi_polynomial)->visible_energy(recoil * keV) / keV;
    const double shape = 1 + 9.56 * visible, rate = 0.0749 / visible * shape;
    const std::vector<double> found = probabilities(response, recoil * keV);
    for (size_t bin = 0; bin < response.bins(); ++bin) {
      const double from = response.options().edges[bin], to = response.options().edges[bin + 1];
      constexpr int steps = 40000;
      double expected = 0.0;
      for (int i = 0; i < steps; ++i) {
        const double x = from + (to - from) * (i + 0.5) / steps;
        const double efficiency = 1.32045 / (1 + std::exp(-0.285979 * (x - 10.8646))) - 0.333322;
        expected += std::max(0.0, efficiency) *
                    std::exp(shape * std::log(rate) - std::lgamma(shape) + (shape - 1) * std::log(x) - rate * x) *
                    (to - from) / steps;
      }
      EXPECT_NEAR(found[bin], expected, 1e-8) << recoil << " keV, bin " << bin;
    }
  }
}

TEST(RecoilResponse, ElectronicRecoilsAreNotQuenched) {
  RecoilResponseOptions options;
  options.observable = Observable::electron_equivalent_energy;
  options.edges = {1 * keV, 2 * keV, 20 * keV};
  options.quenching = make_quenching("constant,value=0.1");
  const RecoilResponse response(options);
  EXPECT_EQ(probabilities(response, 10.5 * keV, Recoil::nuclear), (std::vector<double>{1, 0}));
  EXPECT_EQ(probabilities(response, 10.5 * keV, Recoil::electronic), (std::vector<double>{0, 1}));
}

TEST(RecoilResponse, EfficienciesOfDifferentVariablesMultiply) {
  using Of = RecoilEfficiency::Of;
  RecoilResponseOptions options;
  options.observable = Observable::electron_equivalent_energy;
  options.edges = {0, 10 * keV};
  options.quenching = make_quenching("constant,value=0.5");
  options.efficiencies = {make_efficiency("constant,value=0.5", EfficiencyAxis::energy, Of::observable),
                          make_efficiency("steps,4=0.8", EfficiencyAxis::energy, Of::recoil_energy),
                          make_efficiency("steps,3=0.9", EfficiencyAxis::energy, Of::electron_equivalent_energy)};
  const RecoilResponse response(options);
  EXPECT_EQ(probabilities(response, 5 * keV)[0], 0.0);
  EXPECT_NEAR(probabilities(response, 7 * keV)[0], 0.36, 1e-14);
  const std::vector<double> panels = response.panels(Recoil::nuclear, 100 * keV);
  ASSERT_FALSE(panels.empty());
  EXPECT_NEAR(panels.front() / keV, 6.0, 1e-9);
  EXPECT_NEAR(panels.back() / keV, 20.0, 1e-9);
}

/// Integral of a smooth spectrum times the probabilities, with a rule of `nodes` points per panel.
std::vector<double> folded(const RecoilResponse& response, const std::vector<double>& panels, int pieces) {
  std::vector<double> result(response.bins(), 0.0), now(response.bins());
  constexpr double nodes[] = {0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332};
  constexpr double weights[] = {0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683,
                                0.118463442528095};
  for (size_t i = 0; i + 1 < panels.size(); ++i) {
    for (int piece = 0; piece < pieces; ++piece) {
      const double a = std::lerp(panels[i], panels[i + 1], double(piece) / pieces);
      const double b = std::lerp(panels[i], panels[i + 1], double(piece + 1) / pieces);
      for (int k = 0; k < 5; ++k) {
        const double recoil = a + (b - a) * nodes[k];
        response.probabilities(Recoil::nuclear, recoil, now.data());
        for (size_t bin = 0; bin < now.size(); ++bin) {
          result[bin] += (b - a) * weights[k] * now[bin] * std::exp(-recoil / (10 * keV));
        }
      }
    }
  }
  return result;
}

// Five points per panel must do where fifteen hundred do: the panels follow the scale on which the probabilities
// change.
TEST(RecoilResponse, PanelsMakeTheFoldingConverge) {
  const double highest = 47.2 * keV;
  RecoilResponseOptions sharp = csi_2021();
  sharp.resolution = make_resolution("none", Observable::photoelectrons, csi_yield);
  RecoilResponseOptions poisson = csi_2021();
  poisson.resolution = make_resolution("poisson", Observable::photoelectrons, csi_yield);
  RecoilResponseOptions germanium;
  germanium.observable = Observable::electron_equivalent_energy;
  for (int i = 0; i <= 10; ++i) germanium.edges.push_back((0.2 + 0.01 * i) * keV);
  germanium.quenching = make_quenching("lindhard,k=0.162,Z=32");
  germanium.resolution =
      make_resolution("gaussian,noise=20eV,fano=0.11,pair_energy=2.96eV,truncated=yes", germanium.observable, 0);
  germanium.efficiencies = {
      make_efficiency("window,from=3eV", EfficiencyAxis::energy, RecoilEfficiency::Of::electron_equivalent_energy)};
  for (const RecoilResponseOptions& options : {csi_2021(), sharp, poisson, germanium}) {
    const RecoilResponse response(options);
    const std::vector<double> panels = response.panels(Recoil::nuclear, highest);
    ASSERT_GT(panels.size(), 2u);
    EXPECT_TRUE(std::is_sorted(panels.begin(), panels.end()));
    const std::vector<double> coarse = folded(response, panels, 1), fine = folded(response, panels, 8);
    for (size_t bin = 0; bin < coarse.size(); ++bin) {
      EXPECT_NEAR(coarse[bin], fine[bin], 1e-6 * fine[bin]) << options.resolution->description() << " bin " << bin;
    }
    // Outside of the panels nothing is counted.
    EXPECT_LT(panels.front() > 0 ? sum(probabilities(response, panels.front() * 0.999)) : 0.0, 2e-9);
    EXPECT_LT(panels.back() < highest ? sum(probabilities(response, panels.back() * 1.001)) : 0.0, 2e-9);
  }
}

TEST(RecoilResponse, WhatTheQuenchingDoesNotCoverIsRefusedOnlyWhereItCounts) {
  RecoilResponseOptions options;
  options.observable = Observable::electron_equivalent_energy;
  options.edges = {0.5 * keV, 2 * keV};
  options.quenching = quenching_from_table({1 * keV, 30 * keV}, {0.1, 0.1}, "mine");
  const RecoilResponse response(options);
  // 0.1 keVee at the lower and 3 keVee at the upper end: nothing beyond either can be counted.
  EXPECT_EQ(probabilities(response, 0.5 * keV)[0], 0.0);
  EXPECT_EQ(probabilities(response, 40 * keV)[0], 0.0);
  EXPECT_NEAR(response.panels(Recoil::nuclear, 100 * keV).back() / keV, 20.0, 1e-9);
  options.edges = {0.05 * keV, 5 * keV};
  const RecoilResponse wide(options);
  expect_in(message_of([&] { probabilities(wide, 0.5 * keV); }), {"mine"});
  expect_in(message_of([&] { probabilities(wide, 40 * keV); }), {"mine"});
  expect_in(message_of([&] { wide.panels(Recoil::nuclear, 20 * keV); }), {"recoils below 1 keV"});
  EXPECT_FALSE(wide.panels(Recoil::electronic, 20 * keV).empty());
}

TEST(RecoilResponse, NothingCountedGivesNoPanels) {
  RecoilResponseOptions options;
  options.edges = {5 * keV, 10 * keV};
  const RecoilResponse response(options);
  EXPECT_TRUE(response.panels(Recoil::nuclear, 4 * keV).empty());
  EXPECT_EQ(response.panels(Recoil::nuclear, 7 * keV).back(), 7 * keV);
}

TEST(RecoilResponse, RefusesImpossibleBins) {
  RecoilResponseOptions options;
  expect_in(message_of([&] { RecoilResponse{options}; }), {"no bins"});
  options.edges = {0, 2, 1};
  expect_in(message_of([&] { RecoilResponse{options}; }), {"edge 3"});
  options.edges = {0, infinity};
  EXPECT_NO_THROW(RecoilResponse{options});
  options.observable = Observable::photoelectrons;
  expect_in(message_of([&] { RecoilResponse{options}; }), {"light yield"});
  options.observable = Observable::recoil_energy;
  options.efficiencies = {{RecoilEfficiency::Of::observable, [](double) { return 1.5; }, {}, "mine"}};
  expect_in(message_of([&] { RecoilResponse{options}; }), {"1.5"});
}

}  // namespace
}  // namespace tridens::detector
