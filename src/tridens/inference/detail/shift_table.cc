#include "tridens/inference/detail/shift_table.hh"

#include <algorithm>
#include <cmath>

namespace tridens::inference::detail {
namespace {

constexpr double step_ns = 5.0;
constexpr double s_per_ns = 1e-9;

}  // namespace

ShiftTable::ShiftTable(const Shares& shares, double largest_s) : fixed_(shares(0.0)) {
  const int reach = static_cast<int>(std::ceil(largest_s / s_per_ns / step_ns - 1e-9));
  std::vector<double> nodes;
  std::vector<std::vector<double>> values(fixed_.size());
  for (int i = -reach; i <= reach; ++i) {
    nodes.push_back(i * step_ns);
    const std::vector<double> here = i == 0 ? fixed_ : shares(nodes.back() * s_per_ns);
    for (size_t bin = 0; bin < here.size(); ++bin) values[bin].push_back(here[bin]);
  }
  for (std::vector<double>& value : values) splines_.emplace_back(nodes, std::move(value));
}

void ShiftTable::evaluate(double shift_ns, double* shares, double* derivatives) const {
  if (!moves()) {
    std::ranges::copy(fixed_, shares);
    std::fill_n(derivatives, fixed_.size(), 0.0);
    return;
  }
  const double inside = std::clamp(shift_ns, splines_.front().low(), splines_.front().high());
  for (size_t bin = 0; bin < splines_.size(); ++bin) {
    derivatives[bin] = splines_[bin].derivative(inside);
    shares[bin] = splines_[bin](inside) + derivatives[bin] * (shift_ns - inside);
  }
}

}  // namespace tridens::inference::detail
