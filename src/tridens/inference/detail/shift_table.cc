#include "tridens/inference/detail/shift_table.hh"

#include <algorithm>
#include <cmath>

#include "tridens/math/interpolation.hh"

namespace tridens::inference::detail {
namespace {

constexpr double step_ns = 5.0;
constexpr double s_per_ns = 1e-9;

}  // namespace

ShiftTable::ShiftTable(const Shares& shares, double largest_s) : fixed_(shares(0.0)) {
  const int reach = static_cast<int>(std::ceil(largest_s / s_per_ns / step_ns - 1e-9));
  std::vector<std::vector<double>> values(bins());
  for (int i = -reach; i <= reach; ++i) {
    nodes_.push_back(i * step_ns);
    const std::vector<double> here = i == 0 ? fixed_ : shares(nodes_.back() * s_per_ns);
    for (size_t bin = 0; bin < here.size(); ++bin) values[bin].push_back(here[bin]);
  }
  polynomial_.resize((nodes_.size() - 1) * bins() * 4);
  for (size_t bin = 0; bin < bins(); ++bin) {
    const CubicSpline spline(nodes_, values[bin]);
    for (size_t i = 0; i + 1 < nodes_.size(); ++i) {
      // A cubic is fixed by its values and slopes at both ends.
      const double slope = spline.derivative(nodes_[i]), next = spline.derivative(nodes_[i + 1]);
      const double mean = (values[bin][i + 1] - values[bin][i]) / step_ns;
      double* c = &polynomial_[(i * bins() + bin) * 4];
      c[0] = values[bin][i];
      c[1] = slope;
      c[2] = (3.0 * mean - 2.0 * slope - next) / step_ns;
      c[3] = (slope + next - 2.0 * mean) / (step_ns * step_ns);
    }
  }
}

void ShiftTable::evaluate(double shift_ns, double* shares, double* derivatives) const {
  if (nodes_.empty()) {
    std::ranges::copy(fixed_, shares);
    std::fill_n(derivatives, bins(), 0.0);
    return;
  }
  const double inside = std::clamp(shift_ns, nodes_.front(), nodes_.back());
  const auto interval = std::min(static_cast<size_t>((inside - nodes_.front()) / step_ns), nodes_.size() - 2);
  const double x = inside - nodes_[interval], beyond = shift_ns - inside;
  const double* c = &polynomial_[interval * bins() * 4];
  for (size_t bin = 0; bin < bins(); ++bin, c += 4) {
    derivatives[bin] = c[1] + x * (2.0 * c[2] + x * 3.0 * c[3]);
    shares[bin] = c[0] + x * (c[1] + x * (c[2] + x * c[3])) + derivatives[bin] * beyond;
  }
}

}  // namespace tridens::inference::detail
