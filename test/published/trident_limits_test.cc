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

/// Expectation as a function of mass and coupling of the L_mu - L_tau boson, for masses of a range.
struct Bosons {
  run::CountingSetup setup;
  run::TridentTermsResult terms;
  std::shared_ptr<const TridentExpectation> expectation;

  double signal(double mass, double coupling) const {
    return expectation->signal(run::vertices_of(setup, *boson(mass, coupling)));
  }
  /// Coupling at which a function of the signal, that grows with it, reaches a level.
  double coupling_at(double mass, double level, const std::function<double(double signal)>& function) const {
    double low = 1e-7, high = 10.0;
    for (int step = 0; step < 60; ++step) {
      const double middle = std::sqrt(low * high);
      (function(signal(mass, middle)) > level ? high : low) = middle;
    }
    return low;
  }
};

Bosons bosons(const std::string& experiment, double lightest, double heaviest) {
  run::TridentTermsOptions options;
  options.threads = 2;
  options.cache = false;
  options.events = 20000;
  Bosons result{run::make_counting_setup(experiment), {}, nullptr};
  result.terms = run::trident_terms(result.setup, {boson(lightest, 1e-3), boson(heaviest, 1e-3)}, options);
  result.expectation = run::counting_expectation(result.setup, result.terms,
                                                 [](const std::vector<double>& p) { return boson(p[0], p[1]); });
  return result;
}

/// 95 % upper edge of 0.82 +- 0.28 as used for bounds (1406.2332).
constexpr double ccfr_edge = 0.82 + 1.96 * 0.28;
double same(double signal) {
  return signal;
}

TEST(TridentLimits, CcfrHeavyBosonFollowsTheRatioFormulaOf190206765) {
  const Bosons ccfr = bosons("ccfr-trident", 40.0, 40.0);
  const process::CouplingStructures& terms = ccfr.terms.terms.channels.front().standard[0];
  const double c = terms.aa / terms.vv;
  EXPECT_NEAR(c, 1.13, 0.03 * 1.13) << "published with the cuts of the experiment, which are not known here";
  const double gV = 2.0 * ccfr.terms.terms.channels.front().standard_vertex.V;
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  for (const double scale : {300.0, 550.0, 1000.0}) {
    const double shifted = gV + 2.0 * v2 / (scale * scale);
    const double formula = (c + shifted * shifted) / (c + gV * gV);
    EXPECT_NEAR(ccfr.signal(40.0, 40.0 / scale) / formula, 1.0, 5e-3) << scale;
  }
  // 1406.2332 quotes M/g' above about 550 GeV.
  EXPECT_NEAR(40.0 / ccfr.coupling_at(40.0, ccfr_edge, same), 550.0, 0.04 * 550.0);
}

TEST(TridentLimits, CcfrBoundOnLightBosonsIsFlatBelowTenMeV) {
  // 1406.2332: g' below about 1e-3, with a logarithm of the mass only.
  const Bosons ccfr = bosons("ccfr-trident", 2e-3, 1e-2);
  const double light = ccfr.coupling_at(2e-3, ccfr_edge, same), heavier = ccfr.coupling_at(1e-2, ccfr_edge, same);
  EXPECT_NEAR(heavier, 0.9e-3, 0.1e-3);
  EXPECT_LT(light, heavier);
  EXPECT_GT(light, 0.85 * heavier);
}

TEST(TridentLimits, NodesOfTheMassGiveTheRatioToOnePerMille) {
  // Half-way between two nodes, where a choice of twice as many has one.
  run::CountingSetup setup = run::make_counting_setup("ccfr-trident", {{"components", "coherent"}});
  run::TridentTermsOptions options;
  options.threads = 2;
  options.cache = false;
  const double mass = std::pow(10.0, -0.875);
  const auto terms = run::trident_terms(setup, {boson(mass, 1e-3)}, options);
  options.nodes_per_decade = 8;
  const auto finer = run::trident_terms(setup, {boson(mass, 1e-3)}, options);
  const auto ratio = [&](const run::TridentTermsResult& from) {
    const auto expectation =
        run::counting_expectation(setup, from, [&](const std::vector<double>&) { return boson(mass, 1e-3); });
    return expectation->signal(run::vertices_of(setup, *boson(mass, 2e-3)));
  };
  EXPECT_NEAR(ratio(terms) / ratio(finer), 1.0, 1e-3);
  EXPECT_GT(ratio(terms), 1.5) << "the boson dominates";
}

/// chi2 of 1902.08579, minimised over both nuisances: data of the boson, fitted with the Standard Model.
double published_chi2(double boson_events, double standard, double background, double normalisation,
                      double background_error) {
  const double difference = boson_events - standard;
  const double variance =
      boson_events + std::pow((standard + background) * normalisation, 2) + std::pow(background * background_error, 2);
  return difference * difference / variance;
}

TEST(TridentLimits, DuneTestsCouplingsThatCcfrDoesNot) {
  const Bosons dune = bosons("dune-nd-dimuon-fhc", 1e-2, 1e-2);
  const double standard = dune.expectation->standard_signal();
  // 47.6 a year after cuts; species, smearing and order of cuts of the paper are known in part only: 20 %.
  EXPECT_NEAR(standard / 5.0, 47.6, 0.2 * 47.6);
  EXPECT_LT(dune.terms.relative_error, 0.02) << "with 20000 events";
  constexpr double rise = 2.706;  // 90 % for one parameter
  const auto reach = [&](double normalisation, double background) {
    return dune.coupling_at(1e-2, rise, [&](double events) {
      return published_chi2(events, standard, background * standard, normalisation, 0.1);
    });
  };
  const double nominal = reach(0.05, 0.0);
  EXPECT_LT(nominal, 4e-4)
      << "less than half of the bound of CCFR, and below the couplings that the anomaly of g-2 asked for";
  EXPECT_GT(nominal, 1.5e-4);
  EXPECT_LT(reach(0.01, 0.0), nominal);
  EXPECT_GT(reach(0.10, 0.0), nominal);
  EXPECT_GT(reach(0.05, 1.0), nominal) << "a background costs";
}

}  // namespace
}  // namespace tridens
