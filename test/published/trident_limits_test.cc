// Limits from tridents: the ratio formula and the bounds of CCFR, and the projection of 1902.08579 for DUNE.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tridens/base/constants.hh"
#include "tridens/run/counting_setup.hh"

namespace tridens {
namespace {

using inference::TridentExpectation;

std::shared_ptr<const model::Model> boson(double mass, double coupling) {
  return model::make_model("lmu-ltau",
                           {{"mass", fmt::format("{} GeV", mass)}, {"coupling", fmt::format("{}", coupling)}});
}

/// A boson heavier than every momentum transfer: delta gV = 2 v^2 (g'/M)^2.
std::shared_ptr<const model::Model> heavy_boson(double scale) {
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  return model::make_model("four-fermion", {{"delta_gV", fmt::format("{}", 2.0 * v2 / (scale * scale))}});
}

/// Expected tridents of an experiment; integrals with a mediator only for `mass` > 0.
struct Tridents {
  run::CountingSetup setup;
  run::TridentTermsResult terms;
  std::shared_ptr<const TridentExpectation> expectation;

  double signal(const model::Model& model) const { return expectation->signal(run::vertices_of(setup, model)); }
};

Tridents tridents(const std::string& experiment, double mass = 0.0) {
  run::TridentTermsOptions options;
  options.threads = 2;
  options.cache = false;
  options.events = 10000;
  options.nodes_per_decade = 2;
  options.nodes_beyond = 2;  // the masses here are nodes: what lies beyond does not matter
  std::vector<std::shared_ptr<const model::Model>> corners;
  if (mass > 0.0) corners.push_back(boson(mass, 1e-3));
  Tridents result{run::make_counting_setup(experiment), {}, nullptr};
  result.terms = run::trident_terms(result.setup, corners, options);
  result.expectation = run::counting_expectation(result.setup, result.terms,
                                                 [](const std::vector<double>&) { return model::make_model("sm"); });
  return result;
}

/// Where a function that grows with its argument reaches a level.
double crossing(double level, double low, double high, const std::function<double(double)>& function) {
  for (int step = 0; step < 50; ++step) {
    const double middle = std::sqrt(low * high);
    (function(middle) > level ? high : low) = middle;
  }
  return low;
}

/// 95 % upper edge of 0.82 +- 0.28 as used for bounds (1406.2332).
constexpr double ccfr_edge = 0.82 + 1.96 * 0.28;

TEST(TridentLimits, CcfrHeavyBosonFollowsTheRatioFormulaOf190206765) {
  const Tridents ccfr = tridents("ccfr-trident");
  const process::CouplingStructures& terms = ccfr.terms.terms.channels.front().standard[0];
  const double c = terms.aa / terms.vv;
  EXPECT_NEAR(c, 1.13, 0.03 * 1.13) << "published with the cuts of the experiment, which are not known here";
  const double gV = 2.0 * ccfr.terms.terms.channels.front().standard_vertex.V;
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  for (const double scale : {300.0, 550.0, 1000.0}) {
    const double shifted = gV + 2.0 * v2 / (scale * scale);
    const double formula = (c + shifted * shifted) / (c + gV * gV);
    EXPECT_NEAR(ccfr.signal(*heavy_boson(scale)) / formula, 1.0, 5e-3) << scale;
  }
  // 1406.2332 quotes M/g' above about 550 GeV.
  const double inverse = crossing(ccfr_edge, 1e-4, 1e-1, [&](double x) { return ccfr.signal(*heavy_boson(1.0 / x)); });
  EXPECT_NEAR(1.0 / inverse, 550.0, 0.04 * 550.0);
}

/// chi2 of 1902.08579, minimised over both nuisances: data of the boson, fitted with the Standard Model.
double published_chi2(double boson_events, double standard, double background, double normalisation,
                      double background_error) {
  const double difference = boson_events - standard;
  const double variance =
      boson_events + std::pow((standard + background) * normalisation, 2) + std::pow(background * background_error, 2);
  return difference * difference / variance;
}

TEST(TridentLimits, DuneTestsBosonsThatCcfrDoesNot) {
  constexpr double light = 1e-2;  // GeV
  const Tridents dune = tridents("dune-nd-dimuon-fhc", light);
  const double standard = dune.expectation->standard_signal();
  // 47.6 a year after cuts; species, smearing and order of cuts of the paper are known in part only: 20 %.
  EXPECT_NEAR(standard / 5.0, 47.6, 0.2 * 47.6);
  EXPECT_LT(dune.terms.relative_error, 0.02) << "with 10000 events";
  constexpr double rise = 2.706;  // 90 % for one parameter
  const auto chi2 = [&](const model::Model& model, double normalisation, double background) {
    return published_chi2(dune.signal(model), standard, background * standard, normalisation, 0.1);
  };
  const auto reach = [&](double normalisation, double background) {
    return 1.0 /
           crossing(rise, 1e-4, 1e-1, [&](double x) { return chi2(*heavy_boson(1.0 / x), normalisation, background); });
  };
  const double nominal = reach(0.05, 0.0);
  EXPECT_GT(nominal, 650.0) << "M/g' in GeV; CCFR: 550";
  EXPECT_GT(reach(0.01, 0.0), nominal);
  EXPECT_LT(reach(0.10, 0.0), nominal);
  EXPECT_LT(reach(0.05, 1.0), nominal) << "a background costs";
  // 10 MeV: less than half of the bound of CCFR, and below the couplings that the anomaly of g-2 asked for.
  const double coupling = crossing(rise, 1e-5, 1e-2, [&](double g) { return chi2(*boson(light, g), 0.05, 0.0); });
  EXPECT_LT(coupling, 4e-4);
  EXPECT_GT(coupling, 1.5e-4);
}

}  // namespace
}  // namespace tridens
