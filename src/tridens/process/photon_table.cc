#include "tridens/process/photon_table.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <mutex>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"

namespace tridens::process {
namespace {

constexpr size_t channels = 2;  // transverse, longitudinal
/// Nodes per unit of the arc tangent: what the resonance adds to the range of x.
constexpr double resonance_share = 3.0;
/// Beyond Q^2 = this times W^2, a millionth of the phase space of a total at most, sigma is taken as zero; nodes there
/// hold the value at the border.
constexpr double largest_ratio = 1e6;

/// Three-body phase space with a massless neutrino opens like the power 5/2, the amplitude squared adds one.
double threshold_factor(const PhotonTableFrame& frame, double W2) {
  const double open = 1.0 - frame.threshold * frame.threshold / W2;
  return open * open * open * std::sqrt(open);
}

double resonance_angle(const PhotonTableFrame& frame, double W2) {
  if (frame.resonance == 0.0) return 0.0;
  return std::atan((W2 / frame.resonance - frame.resonance) / frame.resonance_width);
}
double x_of(const PhotonTableFrame& frame, double W2) {
  const double M2 = frame.threshold * frame.threshold;
  return std::log1p((W2 - M2) / (frame.threshold * frame.lighter)) +
         resonance_share * (resonance_angle(frame, W2) - resonance_angle(frame, M2));
}
double W2_of(const PhotonTableFrame& frame, double x) {
  const double M2 = frame.threshold * frame.threshold;
  double low = 0.0, high = frame.largest_W2;  // of W^2 - M^2, which keeps its digits at threshold
  constexpr int halvings = 200;
  for (int i = 0; i < halvings && high - low > 1e-15 * high; ++i) {
    const double middle = low > 0.0 ? std::sqrt(low * high) : 1e-3 * high;
    (x_of(frame, M2 + middle) > x ? high : low) = middle;
    if (high < 1e-6 * M2) break;
  }
  return M2 + high;
}

UniformAxis axis(double high, double step) {
  return {0.0, high, static_cast<size_t>(std::ceil(high / step)) + 1};
}
UniformAxis x_axis(const PhotonTableFrame& frame) {
  return axis(x_of(frame, frame.largest_W2), frame.step_x);
}
UniformAxis y_axis(const PhotonTableFrame& frame) {
  return axis(std::log1p(frame.largest_Q2 / (frame.lighter * frame.lighter)), frame.step_y);
}

/// One node. At the borders only limits of the ratios exist: points just inside serve.
void fill(const PhotonTableFrame& frame, const PhotonSigmaFunction& sigma, double x, double y, double* out) {
  const double mu2 = frame.lighter * frame.lighter;
  const double W2 = std::fmax(W2_of(frame, x), frame.threshold * frame.threshold * (1.0 + 1e-3));
  const double Q2 = std::fmin(mu2 * std::fmax(std::expm1(y), 1e-9), largest_ratio * W2);
  const PhotonSigma value = sigma(W2, Q2);
  const double over = 1.0 / threshold_factor(frame, W2);
  out[0] = std::log(value.transverse * over);
  out[1] = std::log(value.longitudinal * over * (Q2 + mu2) / Q2);
  if (!std::isfinite(out[0]) || !std::isfinite(out[1])) {
    throw Failure(fmt::format("sigma^T = {:g}, sigma^L = {:g} at W^2 = {:g}, Q^2 = {:g} GeV^2", value.transverse,
                              value.longitudinal, W2, Q2),
                  "cross sections above threshold are positive", "please report the card");
  }
}

}  // namespace

PhotonTable PhotonTable::compute(const PhotonTableFrame& frame, const PhotonSigmaFunction& sigma,
                                 const PhotonTableBuild& build) {
  const UniformAxis x = x_axis(frame), y = y_axis(frame);
  const size_t all = x.nodes * y.nodes;
  std::vector<double> values(all * channels);
  size_t done = 0;
  bool stopped = false;  // by an error that progress() throws
  std::mutex reporting;
  share_work(x.nodes, build.threads, nullptr, [&](std::uint64_t i) {
    for (size_t j = 0; j < y.nodes; ++j) {
      fill(frame, sigma, x.node(i), y.node(j), &values[(i * y.nodes + j) * channels]);
    }
    const std::scoped_lock lock(reporting);
    done += y.nodes;
    if (!build.progress || stopped) return;
    stopped = true;
    build.progress(done, all);
    stopped = false;
  });
  return {frame, std::move(values)};
}

PhotonTable::PhotonTable(const PhotonTableFrame& frame, std::vector<double> values)
    : frame_(frame), values_(std::move(values)), table_(x_axis(frame), y_axis(frame), channels, values_) {}

PhotonSigma PhotonTable::evaluate(double W2, double Q2) const {
  const double mu2 = frame_.lighter * frame_.lighter;
  if (!(W2 > frame_.threshold * frame_.threshold)) return {};
  if (!(W2 <= frame_.largest_W2 && Q2 <= frame_.largest_Q2)) {
    throw Failure(fmt::format("photons at W^2 = {:g}, Q^2 = {:g} GeV^2 are outside the table", W2, Q2),
                  fmt::format("it ends at {:g} and {:g} GeV^2", frame_.largest_W2, frame_.largest_Q2), "");
  }
  if (Q2 > largest_ratio * W2) return {};
  std::array<double, channels> values{};
  table_.evaluate(x_of(frame_, W2), std::log1p(Q2 / mu2), values.data());
  const double opening = threshold_factor(frame_, W2);
  return {opening * std::exp(values[0]), opening * std::exp(values[1]) * Q2 / (Q2 + mu2)};
}

}  // namespace tridens::process
