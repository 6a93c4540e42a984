#include "tridens/flux/arrival_time.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"

namespace tridens::flux {
namespace {

constexpr double ns = 1e-9;

ArrivalTime pulse() {
  std::vector<double> edges, contents;
  for (int i = -60; i <= 60; ++i) edges.push_back((440.0 + 10.0 * i) * ns);
  for (int i = -60; i < 60; ++i) contents.push_back(std::exp(-0.5 * std::pow((i + 0.5) / 15.0, 2)));
  return {edges, contents};
}

TEST(ArrivalTime, IsNormalisedAndAdditive) {
  const ArrivalTime times = pulse();
  EXPECT_NEAR(std::accumulate(times.contents().begin(), times.contents().end(), 0.0), 1.0, 1e-14);
  EXPECT_NEAR(times.share(-1.0, 1.0), 1.0, 1e-14);
  EXPECT_NEAR(times.share(0.0, 437 * ns) + times.share(437 * ns, 1.0), times.share(0.0, 1.0), 1e-14);
  EXPECT_EQ(times.share(5e-6, 6e-6), 0.0);
  EXPECT_EQ(times.share(440 * ns, 440 * ns), 0.0);
}

TEST(ArrivalTime, SpreadsEachBinEvenly) {
  const ArrivalTime times({0.0, 1.0, 3.0}, {1.0, 3.0});
  EXPECT_DOUBLE_EQ(times.share(0.0, 0.5), 0.125);
  EXPECT_DOUBLE_EQ(times.share(0.5, 2.0), 0.125 + 0.375);
  EXPECT_DOUBLE_EQ(times.mean_s(), 0.25 * 0.5 + 0.75 * 2.0);
}

/// Share below t of an even distribution on [0, w], delayed by exp(-t/tau)/tau.
double delayed_box(double t, double w, double tau) {
  if (t <= 0.0) return 0.0;
  const double s = std::min(t, w);
  return s / w - tau / w * (std::exp(-(t - s) / tau) - std::exp(-t / tau));
}

TEST(ArrivalTime, DelayOfABoxIsTheKnownFunction) {
  const double w = 100 * ns, tau = 26.03 * ns;
  const ArrivalTime times = ArrivalTime({0.0, w}, {1.0}).delayed(tau);
  for (double t = 0.5 * ns; t < 800 * ns; t *= 1.07) {
    EXPECT_NEAR(times.share(-1.0, t), delayed_box(t, w, tau), 1.1e-7) << t;
  }
  // At an edge of the box it is exact.
  EXPECT_NEAR(times.share(0.0, w), delayed_box(w, w, tau), 1e-13);
}

TEST(ArrivalTime, ALongFlatPulseNeedsFewBins) {
  const double w = 2.86e-3, tau = 26.03 * ns;
  const ArrivalTime times = ArrivalTime({0.0, w}, {1.0}).delayed(tau);
  EXPECT_LT(times.contents().size(), 1000u);
  for (const double t : {5 * ns, 50 * ns, 1e-6, 1e-3, w + 20 * ns, w + 200 * ns}) {
    EXPECT_NEAR(times.share(-1.0, t), delayed_box(t, w, tau), 1.1e-7) << t;
  }
}

TEST(ArrivalTime, DelayMovesTheMeanByTheLifetime) {
  const ArrivalTime prompt = pulse().delayed(26.03 * ns), delayed = prompt.delayed(2196.98 * ns);
  EXPECT_NEAR(prompt.mean_s() / ns, 440.0 + 26.03, 1e-3);
  EXPECT_NEAR(delayed.mean_s() / ns, 440.0 + 26.03 + 2196.98, 5e-3);
  EXPECT_NEAR(delayed.share(-1.0, 1.0), 1.0, 1e-12);
}

TEST(ArrivalTime, DelaysMayBeExchanged) {
  const ArrivalTime a = pulse().delayed(26.03 * ns).delayed(2196.98 * ns);
  const ArrivalTime b = pulse().delayed(2196.98 * ns).delayed(26.03 * ns);
  for (const double t : {100.0, 450.0, 700.0, 1500.0, 6000.0}) {
    EXPECT_NEAR(a.share(0.0, t * ns), b.share(0.0, t * ns), 5e-7) << t;
  }
}

TEST(ArrivalTime, ShiftMovesEverything) {
  const ArrivalTime times = pulse(), later = times.shifted(300 * ns);
  EXPECT_NEAR(later.mean_s() - times.mean_s(), 300 * ns, 1e-18);
  EXPECT_NEAR(later.share(0.0, 740 * ns), times.share(-300 * ns, 440 * ns), 1e-12);
}

TEST(ArrivalTime, RefusesWhatIsNoDistribution) {
  EXPECT_THROW(ArrivalTime({0.0, 1.0}, {1.0, 2.0}), UserError);
  EXPECT_THROW(ArrivalTime({0.0, 2.0, 1.0}, {1.0, 2.0}), UserError);
  EXPECT_THROW(ArrivalTime({0.0, 1.0, 2.0}, {1.0, -1.0}), UserError);
  EXPECT_THROW(ArrivalTime({0.0, 1.0, 2.0}, {0.0, 0.0}), UserError);
  EXPECT_THROW((void)pulse().share(1.0, 0.0), UserError);
  EXPECT_THROW((void)pulse().delayed(0.0), UserError);
}

}  // namespace
}  // namespace tridens::flux
