#include "tridens/inference/trident_expectation.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

using model::LeptonVertex;
using process::TridentTerms;

const Neutrino numu = {Flavour::muon, false}, numubar = {Flavour::muon, true};

/// A spectrum of momentum transfers like that of a lepton pair: it opens like K^2, bends at `scale` and falls.
double density(double K2, double scale) {
  return K2 / std::pow(K2 + scale, 3.0) / (1.0 + K2);
}

/// int density x numerator^k/(K^2 + M^2)^k dK^2 by the trapezoidal rule in ln K^2, exact to rounding.
double moment(double scale, int power, double mass, const std::function<double(double)>& numerator = {}) {
  double sum = 0.0;
  constexpr double step = 0.05;
  for (double t = -70.0; t < 30.0; t += step) {
    const double K2 = std::exp(t), shape = (numerator ? numerator(K2) : 1.0) / (K2 + mass * mass);
    sum += step * K2 * density(K2, scale) * std::pow(shape, power);
  }
  return sum;
}

constexpr double vv_scale = 0.02, aa_scale = 0.06, va_scale = 0.1;

TridentTerms terms_at(double mass, const std::function<double(double)>& numerator = {}) {
  TridentTerms terms{};
  for (int power = 1; power < 3; ++power) {
    terms[static_cast<size_t>(power)] = {moment(vv_scale, power, mass, numerator),
                                         moment(aa_scale, power, mass, numerator),
                                         -0.1 * moment(va_scale, power, mass, numerator)};
  }
  return terms;
}

TridentTerms contact_terms() {
  TridentTerms terms{};
  terms[0] = {moment(vv_scale, 0, 1.0), moment(aa_scale, 0, 1.0), -0.1 * moment(va_scale, 0, 1.0)};
  return terms;
}

TridentChannelTerms channel_of(Neutrino neutrino, double factor = 1.0) {
  TridentChannelTerms channel;
  channel.channel = model::trident_channel(neutrino, Flavour::muon, Flavour::muon);
  channel.events_per_GeV2 = factor;
  channel.standard = contact_terms();
  channel.standard_vertex = model::make_model("sm")->trident_vertex(channel.channel);
  return channel;
}

std::vector<TridentTermsAtMass> nodes(int per_decade, double lowest_log, double highest_log,
                                      const std::function<double(double)>& numerator = {}) {
  std::vector<TridentTermsAtMass> result;
  for (int i = static_cast<int>(lowest_log * per_decade); i <= static_cast<int>(highest_log * per_decade); ++i) {
    const double mass = std::pow(10.0, static_cast<double>(i) / per_decade);
    result.push_back({mass, terms_at(mass, numerator)});
  }
  return result;
}

LeptonVertex boson(const TridentChannelTerms& channel, double mass, double coupling) {
  const auto model = model::make_model(
      "lmu-ltau", {{"mass", std::to_string(mass * 1e6) + " keV"}, {"coupling", std::to_string(coupling)}});
  return model->trident_vertex(channel.channel);
}

/// The vertex of the last point asked for is handed in by the test.
TridentExpectation expectation_of(TridentSetup setup, std::vector<LeptonVertex> vertices) {
  return {std::move(setup), [vertices](const std::vector<double>&) { return vertices; }};
}

double counts(const Expectation& expectation, std::vector<double> nuisances, std::vector<double>* slopes = nullptr) {
  double value = 0.0;
  if (slopes) slopes->resize(nuisances.size());
  expectation.at({})->evaluate(nuisances.data(), &value, slopes ? slopes->data() : nullptr);
  return value;
}

TEST(TridentExpectation, TheStandardModelIsOneInUnitsOfItself) {
  TridentSetup setup;
  setup.channels = {channel_of(numu, 3.0), channel_of(numubar, 5.0)};
  setup.ratio = true;
  const auto expectation =
      expectation_of(setup, {setup.channels[0].standard_vertex, setup.channels[1].standard_vertex});
  EXPECT_NEAR(counts(expectation, {}), 1.0, 1e-14);
}

TEST(TridentExpectation, HeavyBosonFollowsTheRatioFormula) {
  // sigma/sigma_SM = [c + (1 + 4 s_W^2 + 2 v^2 g'^2/M^2)^2]/[c + (1 + 4 s_W^2)^2], c = sigma_AA/sigma_VV: 1.13 at CCFR
  // (1902.06765).
  constexpr double c = 1.13, scale = 550.0;  // M/g', GeV
  TridentSetup setup;
  setup.ratio = true;
  setup.channels = {channel_of(numu)};
  setup.channels[0].standard = {};
  setup.channels[0].standard[0] = {1.0, c, 0.0};
  const LeptonVertex sm = setup.channels[0].standard_vertex;
  LeptonVertex shifted = sm;
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  shifted.V += v2 / (scale * scale);
  const double gV = 2.0 * sm.V, expected = (c + std::pow(gV + 2.0 * v2 / (scale * scale), 2)) / (c + gV * gV);
  EXPECT_NEAR(counts(expectation_of(setup, {shifted}), {}), expected, 1e-12);
  // The 95 % edge of CCFR, 0.82 + 1.96 x 0.28, stands at the M/g' of about 550 GeV that is quoted for it.
  const double edge = std::sqrt(2.0 * v2 / (std::sqrt((0.82 + 1.96 * 0.28) * (c + gV * gV) - c) - gV));
  EXPECT_NEAR(edge, 550.0, 0.03 * 550.0);
}

TEST(TridentExpectation, SixNodesPerDecadeGiveEveryMassToOnePerMille) {
  const TridentMassCurve curve(nodes(6, -4.0, 3.0));
  double worst = 0.0;
  for (double log_mass = -3.5; log_mass < 2.5; log_mass += 0.0371) {
    const double mass = std::pow(10.0, log_mass);
    const TridentTerms exact = terms_at(mass);
    TridentTerms terms{};
    curve.evaluate(mass, terms);
    for (size_t power = 1; power < 3; ++power) {
      worst = std::max({worst, std::abs(terms[power].vv / exact[power].vv - 1.0),
                        std::abs(terms[power].aa / exact[power].aa - 1.0),
                        std::abs(terms[power].va - exact[power].va) / exact[power].vv});
    }
  }
  EXPECT_LT(worst, 1e-3);
  EXPECT_GT(worst, 1e-9) << "the points stand between the nodes";
}

TEST(TridentExpectation, AHeavyBosonIsTheContactInteraction) {
  TridentSetup setup;
  setup.ratio = true;
  setup.channels = {channel_of(numu)};
  setup.channels[0].masses = nodes(6, 1.0, 3.5);
  const double mass = 700.0, coupling = 1.0;
  LeptonVertex contact = setup.channels[0].standard_vertex;
  contact.V += coupling * coupling / (std::sqrt(2.0) * constants::fermi_constant * mass * mass);
  const double full = counts(expectation_of(setup, {boson(setup.channels[0], mass, coupling)}), {});
  EXPECT_NEAR(full, counts(expectation_of(setup, {contact}), {}), 1e-5 * full);
  EXPECT_GT(full, 1.1);
}

TEST(TridentExpectation, AMassIsInterpolatedInTheSumOfAllTerms) {
  TridentSetup setup;
  setup.channels = {channel_of(numu, 7.0)};
  setup.channels[0].masses = nodes(6, -4.0, 2.0);
  const double mass = 0.0123;
  const LeptonVertex vertex = boson(setup.channels[0], mass, 1e-3);
  TridentTerms exact = terms_at(mass);
  exact[0] = contact_terms()[0];
  const double expected = 7.0 * process::combine(exact, vertex, false);
  EXPECT_NEAR(counts(expectation_of(setup, {vertex}), {}), expected, 1e-4 * expected);
  LeptonVertex standard = setup.channels[0].standard_vertex;
  EXPECT_GT(expected, 1.2 * counts(expectation_of(setup, {standard}), {})) << "the boson matters here";
}

TEST(TridentExpectation, ANumeratorThatVariesIsKnownUpToAFactor) {
  const auto numerator = [](double K2) { return 1.0 / (1.0 + std::log1p(K2)); };
  TridentSetup setup;
  setup.channels = {channel_of(numu)};
  setup.channels[0].masses = nodes(6, -3.0, 1.0, numerator);
  setup.channels[0].numerator = numerator;
  const double mass = 0.2;
  LeptonVertex vertex = setup.channels[0].standard_vertex;
  vertex.mediator_mass = mass;
  vertex.V_mediator = 0.01;
  vertex.shape = [=](double K2) { return 3.0 * numerator(K2) / (K2 + mass * mass); };
  LeptonVertex tripled = vertex;
  tripled.V_mediator *= 3.0;
  TridentTerms exact = terms_at(mass, numerator);
  exact[0] = contact_terms()[0];
  const double expected = process::combine(exact, tripled, false);
  EXPECT_NEAR(counts(expectation_of(setup, {vertex}), {}), expected, 1e-4 * expected);
  vertex.shape = [=](double K2) { return 1.0 / (K2 + mass * mass); };
  EXPECT_THROW(counts(expectation_of(setup, {vertex}), {}), UserError);
}

TEST(TridentExpectation, AntineutrinosReverseTheVectorAxialTerm) {
  TridentSetup one, other;
  one.channels = {channel_of(numu)};
  other.channels = {channel_of(numubar)};
  const auto value = [](const TridentSetup& setup) {
    return counts(expectation_of(setup, {setup.channels[0].standard_vertex}), {});
  };
  const LeptonVertex sm = one.channels[0].standard_vertex;
  EXPECT_NEAR(value(one) - value(other), 2.0 * sm.V * sm.A * contact_terms()[0].va, 1e-13 * value(one));
  EXPECT_LT(value(one), value(other));
}

TEST(TridentExpectation, UncertaintiesMoveSignalAndBackgroundsAsInThePaper) {
  // (1 + a) S + (1 + a + b) B, 1902.08579.
  TridentSetup setup;
  setup.channels = {channel_of(numu)};
  const LeptonVertex sm = setup.channels[0].standard_vertex;
  const double S = counts(expectation_of(setup, {sm}), {}), B = 0.4 * S;
  setup.backgrounds = {{"pions", B}};
  setup.uncertainties = {{{"normalisation", "", "", 0.05}, true, {"pions"}},
                         {{"pions", "", "", 0.1}, false, {"pions"}}};
  const auto expectation = expectation_of(setup, {sm});
  ASSERT_EQ(expectation.nuisances().size(), 2u);
  EXPECT_EQ(expectation.nuisances()[1].width, 0.1);
  EXPECT_NEAR(expectation.standard_signal(), S, 1e-14 * S);
  EXPECT_NEAR(expectation.standard_total(), S + B, 1e-14 * S);
  std::vector<double> slopes;
  EXPECT_NEAR(counts(expectation, {0.03, -0.2}, &slopes), 1.03 * S + 0.83 * B, 1e-13 * S);
  EXPECT_NEAR(slopes[0], S + B, 1e-13 * S);
  EXPECT_NEAR(slopes[1], B, 1e-13 * S);
}

TEST(TridentExpectation, ALowerErrorOfItsOwnIsAStretchBelowTheMeasurement) {
  // Measured 0.72 +1.73 -0.72: at half of it the Gaussian of width 1.73 sees 0.36/0.72 standard deviations.
  TridentSetup setup;
  setup.ratio = true;
  setup.channels = {channel_of(numu)};
  setup.stretch_below = 0.72;
  setup.stretch = 1.73 / 0.72;
  LeptonVertex vertex = setup.channels[0].standard_vertex;
  const double shrink = std::sqrt(0.36);
  vertex.V *= shrink;
  vertex.A *= shrink;
  const double seen = counts(expectation_of(setup, {vertex}), {});
  EXPECT_NEAR((0.72 - seen) / 1.73, 0.5, 1e-12);
  EXPECT_NEAR(counts(expectation_of(setup, {setup.channels[0].standard_vertex}), {}), 1.0, 1e-13) << "not above it";
}

TEST(TridentExpectation, MediatorsThatItHasNoIntegralsForAreRefused) {
  TridentSetup setup;
  setup.channels = {channel_of(numu)};
  EXPECT_THROW(counts(expectation_of(setup, {boson(setup.channels[0], 0.1, 1e-3)}), {}), UserError);
  setup.channels[0].masses = nodes(6, -3.0, 0.0);
  EXPECT_NO_THROW(counts(expectation_of(setup, {boson(setup.channels[0], 0.1, 1e-3)}), {}));
  EXPECT_THROW(counts(expectation_of(setup, {boson(setup.channels[0], 2.0, 1e-3)}), {}), UserError);
  EXPECT_THROW(counts(expectation_of(setup, {boson(setup.channels[0], 1e-4, 1e-3)}), {}), UserError);
}

TEST(TridentExpectation, SetupsThatCannotBeRightAreRefused) {
  const auto none = [](const std::vector<double>&) { return std::vector<LeptonVertex>{}; };
  EXPECT_THROW(TridentExpectation({}, none), UserError);
  TridentSetup setup;
  setup.channels = {channel_of(numu)};
  setup.uncertainties = {{{"pions", "", "", 0.1}, false, {"pions"}}};
  EXPECT_THROW(TridentExpectation(setup, none), UserError);
  setup.uncertainties.clear();
  setup.channels[0].standard = {};
  EXPECT_THROW(TridentExpectation(setup, none), UserError);
  EXPECT_THROW(TridentMassCurve(nodes(6, 0.0, 0.34)), UserError) << "three nodes";
}

}  // namespace
}  // namespace tridens::inference
