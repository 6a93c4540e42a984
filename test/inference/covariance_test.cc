#include "tridens/inference/covariance.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// N_i = p s_i (1 + a) + b_i (1 + c).
std::shared_ptr<LinearExpectation> signal_and_background(const std::vector<double>& s, const std::vector<double>& b,
                                                         double width_a, double width_c, double lower_c = -infinity) {
  std::vector<LinearExpectation::Part> parts;
  parts.push_back({[s](const std::vector<double>& p) {
                     std::vector<double> counts = s;
                     for (double& count : counts) count *= p.at(0);
                     return counts;
                   },
                   {{1.0}, {0.0}},
                   "signal",
                   "signal"});
  parts.push_back({[b](const std::vector<double>&) { return b; }, {{0.0}, {1.0}}, "flat", "background"});
  return std::make_shared<LinearExpectation>(
      s.size(),
      std::vector<Nuisance>{{"a", "", "", width_a, -infinity, infinity}, {"c", "", "", width_c, lower_c, infinity}},
      parts);
}

std::string why_not(const Likelihood& likelihood, const std::vector<Parameter>& parameters) {
  try {
    (void)covariance(likelihood, parameters, best(likelihood, parameters));
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "";
}

TEST(Covariance, PoissonCountsHaveTheClosedFormOfTheirSecondDerivatives) {
  const std::vector<double> s = {30.0, 20.0, 5.0}, b = {50.0, 60.0, 70.0}, n = {95.0, 74.0, 66.0};
  const double wa = 0.15, wc = 0.08;
  const Likelihood likelihood({{"m", Statistic::poisson, n, {}, signal_and_background(s, b, wa, wc)}});
  const std::vector<Parameter> parameters = {{"p", "", 0.0, 5.0, false}};
  const Minimum minimum = best(likelihood, parameters);
  const Covariance found = covariance(likelihood, parameters, minimum);
  ASSERT_EQ(found.errors.size(), 3u);
  // H = half of the second derivatives: sum_i n/N^2 dN dN + (1 - n/N) d2N, and 1/w^2 on the diagonal.
  const double p = minimum.parameters[0], a = minimum.profile.nuisances[0], c = minimum.profile.nuisances[1];
  double H[3][3] = {{0.0, 0.0, 0.0}, {0.0, 1.0 / (wa * wa), 0.0}, {0.0, 0.0, 1.0 / (wc * wc)}};
  for (size_t i = 0; i < 3; ++i) {
    const double N = p * s[i] * (1 + a) + b[i] * (1 + c), slopes[3] = {s[i] * (1 + a), p * s[i], b[i]};
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 3; ++k) H[j][k] += n[i] / (N * N) * slopes[j] * slopes[k];
    }
    H[0][1] += (1 - n[i] / N) * s[i];
    H[1][0] += (1 - n[i] / N) * s[i];
  }
  const auto minor = [&](int i, int j) {
    const int i1 = (i + 1) % 3, i2 = (i + 2) % 3, j1 = (j + 1) % 3, j2 = (j + 2) % 3;
    return H[i1][j1] * H[i2][j2] - H[i1][j2] * H[i2][j1];
  };
  const double determinant = H[0][0] * minor(0, 0) + H[0][1] * minor(0, 1) + H[0][2] * minor(0, 2);
  for (int j = 0; j < 3; ++j) {
    const double error = std::sqrt(minor(j, j) / determinant);
    EXPECT_NEAR(found.errors[static_cast<size_t>(j)], error, 2e-4 * error) << j;
    for (int k = 0; k < 3; ++k) {
      const double correlation = minor(j, k) / std::sqrt(minor(j, j) * minor(k, k));
      EXPECT_NEAR(found.correlation[static_cast<size_t>(j)][static_cast<size_t>(k)], correlation, 3e-4) << j << k;
    }
  }
}

TEST(Covariance, OneCountHasTheRootOfItsNumber) {
  const Likelihood likelihood({{"m", Statistic::poisson, {25.0}, {}, signal_and_background({1.0}, {0.0}, 1e-6, 1.0)}});
  const std::vector<Parameter> parameters = {{"p", "", 1.0, 100.0, true}};
  const Covariance found = covariance(likelihood, parameters, best(likelihood, parameters));
  EXPECT_NEAR(found.errors[0], 5.0, 2e-3);
}

TEST(Covariance, ANuisanceAtItsBoundIsLeftOut) {
  // Fewer counts than background: c would be negative and may not.
  const Likelihood likelihood(
      {{"m", Statistic::poisson, {80.0}, {}, signal_and_background({10.0}, {90.0}, 0.1, 0.1, 0.0)}});
  const std::vector<Parameter> parameters = {{"p", "", -5.0, 5.0, false}};
  const std::vector<double> here = {0.5};  // not at the minimum of p, where the background alone would fit
  Minimum at{here, likelihood.profile(here), false, false, true};
  const Covariance found = covariance(likelihood, parameters, at);
  EXPECT_EQ(found.nuisances, std::vector<size_t>{0});
  EXPECT_EQ(found.errors.size(), 2u);
}

TEST(Covariance, WhereChi2IsNoParabolaTheReasonIsGiven) {
  const auto expectation = signal_and_background({10.0}, {90.0}, 0.1, 0.1);
  const Likelihood few({{"m", Statistic::poisson, {60.0}, {}, expectation}});
  EXPECT_NE(why_not(few, {{"p", "", 0.0, 5.0, false}}).find("p stands at the end of its range"), std::string::npos);
  std::vector<LinearExpectation::Part> parts;
  parts.push_back({[](const std::vector<double>& p) { return std::vector<double>{p.at(0) + p.at(1)}; }, {}});
  const Likelihood valley(
      {{"m", Statistic::poisson, {50.0}, {}, std::make_shared<LinearExpectation>(1, std::vector<Nuisance>{}, parts)}});
  EXPECT_NE(why_not(valley, {{"p", "", 1.0, 100.0, false}, {"q", "", 1.0, 100.0, false}})
                .find("can move without a rise of chi2"),
            std::string::npos);
}

TEST(Covariance, PartsOfAnExpectationAddToItAtAnyNuisances) {
  const auto expectation = signal_and_background({10.0, 4.0}, {90.0, 30.0}, 0.1, 0.1);
  const Likelihood likelihood({{"m", Statistic::poisson, {60.0, 40.0}, {}, expectation}});
  const std::vector<double> nuisances = {0.2, -0.1};
  const auto counts = likelihood.expected({1.5}, nuisances).front();
  const auto parts = likelihood.parts({1.5}, nuisances).front();
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].name, "flat");
  EXPECT_NEAR(parts[0].counts[1], 1.5 * 4.0 * 1.2, 1e-12);
  for (size_t bin = 0; bin < 2; ++bin) {
    EXPECT_NEAR(parts[0].counts[bin] + parts[1].counts[bin], counts[bin], 1e-12);
  }
  // Kept for many data sets it says the same.
  EXPECT_EQ(likelihood.remembering({{1.5}}).parts({1.5}, nuisances).front()[0].counts, parts[0].counts);
}

}  // namespace
}  // namespace tridens::inference
