#include "tridens/process/detail/function_table.hh"

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/process/detail/hot_loop.hh"

namespace tridens::process::detail {
namespace {

/// Derivative times step at node k from seven neighbouring nodes, sixth order; one-sided close to x = 0.
double derivative(const std::vector<double>& f, size_t k) {
  static constexpr std::array<std::array<double, 7>, 4> stencils = {{{-147, 360, -450, 400, -225, 72, -10},
                                                                     {-10, -77, 150, -100, 50, -15, 2},
                                                                     {2, -24, -35, 80, -30, 8, -1},
                                                                     {-1, 9, -45, 0, 45, -9, 1}}};
  const auto& stencil = stencils[k < 3 ? k : 3];
  const size_t first = k < 3 ? 0 : k - 3;
  double sum = 0.0;
  for (size_t j = 0; j < 7; ++j) sum += stencil[j] * f[first + j];
  return sum / 60.0;
}

TRIDENS_VECTOR_CLONES void interpolate(const double* polynomial, double inverse_step, int last, const double* x,
                                       size_t count, double* result) {
  for (size_t i = 0; i < count; ++i) {
    const double position = x[i] * inverse_step;
    int k = static_cast<int>(position);
    k = k > last ? last : k;
    const double t = position - k;
    const double* c = polynomial + 4 * k;
    result[i] = c[0] + t * (c[1] + t * (c[2] + t * c[3]));
  }
}

}  // namespace

FunctionTable::FunctionTable(std::function<double(double)> function, double highest, double scale)
    : function_(std::move(function)), highest_(highest), step_(0.2 * scale) {
  constexpr int refinements = 6;
  for (int i = 0; i < refinements; ++i, step_ *= 0.5) {
    build();
    if (is_accurate()) return;
  }
  throw Failure("a form factor cannot be tabulated", "it is not smooth in q^2");
}

void FunctionTable::build() {
  const size_t intervals = static_cast<size_t>(std::ceil(highest_ / step_)) + 1, beyond = 3;
  std::vector<double> f(intervals + 1 + beyond);
  for (size_t k = 0; k < f.size(); ++k) f[k] = function_(step_ * static_cast<double>(k));
  polynomial_.resize(4 * intervals);
  for (size_t k = 0; k < intervals; ++k) {
    const double a = derivative(f, k), b = derivative(f, k + 1), rise = f[k + 1] - f[k];
    double* c = &polynomial_[4 * k];
    c[0] = f[k];
    c[1] = a;
    c[2] = 3.0 * rise - 2.0 * a - b;
    c[3] = a + b - 2.0 * rise;
  }
  last_ = static_cast<int>(intervals) - 1;
}

bool FunctionTable::is_accurate() const {
  for (int k = 0; k < last_; ++k) {
    for (const double fraction : {0.25, 0.5, 0.75}) {
      const double x = (k + fraction) * step_;
      double value = 0.0;
      interpolate(polynomial_.data(), 1.0 / step_, last_, &x, 1, &value);
      if (!(std::abs(value - function_(x)) < accuracy)) return false;
    }
  }
  return true;
}

void FunctionTable::evaluate(const double* x, size_t count, double* result) const {
  bool inside = true;
  for (size_t i = 0; i < count; ++i) inside = inside && x[i] <= highest_;
  if (inside) return interpolate(polynomial_.data(), 1.0 / step_, last_, x, count, result);
  for (size_t i = 0; i < count; ++i) {
    if (x[i] <= highest_) {
      interpolate(polynomial_.data(), 1.0 / step_, last_, &x[i], 1, &result[i]);
    } else {
      result[i] = function_(x[i]);
    }
  }
}

}  // namespace tridens::process::detail
