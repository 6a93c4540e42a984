#include "tridens/math/interpolation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

constexpr double rounding = 1e-12;  // of the range, granted beyond its ends

[[noreturn]] void refuse_extrapolation(double x, double low, double high) {
  throw Failure(fmt::format("no interpolation at {:.17g}", x),
                fmt::format("the table covers {:.17g} to {:.17g}", low, high));
}

void require_finite(const std::vector<double>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      throw Failure("no interpolation of this table", fmt::format("value {} is {}", i, values[i]));
    }
  }
}

/// Thomas algorithm for lower[i] v[i-1] + diagonal[i] v[i] + upper[i] v[i+1] = v_in[i]; v holds the right
/// side on entry and the solution on return.
void solve_tridiagonal(const std::vector<double>& lower, std::vector<double> diagonal, const std::vector<double>& upper,
                       std::vector<double>& v) {
  const size_t n = v.size();
  for (size_t i = 1; i < n; ++i) {
    const double factor = lower[i] / diagonal[i - 1];
    diagonal[i] -= factor * upper[i - 1];
    v[i] -= factor * v[i - 1];
  }
  for (size_t i = n; i-- > 0;) {
    if (i + 1 < n) v[i] -= upper[i] * v[i + 1];
    v[i] /= diagonal[i];
  }
}

/// Second derivatives of the spline at its nodes.
std::vector<double> second_derivatives(const std::vector<double>& x, const std::vector<double>& y, SplineEnd end) {
  const size_t n = x.size();
  std::vector<double> m(n, 0.0);
  if (n == 2) return m;
  const size_t inner = n - 2;
  std::vector<double> lower(inner), diagonal(inner), upper(inner), v(inner);
  for (size_t i = 0; i < inner; ++i) {
    const double left = x[i + 1] - x[i], right = x[i + 2] - x[i + 1];
    lower[i] = left;
    diagonal[i] = 2.0 * (left + right);
    upper[i] = right;
    v[i] = 6.0 * ((y[i + 2] - y[i + 1]) / right - (y[i + 1] - y[i]) / left);
  }
  const double h0 = x[1] - x[0], h1 = x[2] - x[1], hm = x[n - 2] - x[n - 3], hn = x[n - 1] - x[n - 2];
  if (end == SplineEnd::not_a_knot) {
    // (m1 - m0)/h0 = (m2 - m1)/h1 removes m0 from the first row; the mirror image at the other end.
    diagonal[0] += h0 * (h0 + h1) / h1;
    upper[0] -= h0 * h0 / h1;
    diagonal[inner - 1] += hn * (hn + hm) / hm;
    lower[inner - 1] -= hn * hn / hm;
  }
  solve_tridiagonal(lower, diagonal, upper, v);
  std::copy(v.begin(), v.end(), m.begin() + 1);
  if (end == SplineEnd::not_a_knot) {
    m[0] = m[1] - (m[2] - m[1]) * h0 / h1;
    m[n - 1] = m[n - 2] + (m[n - 2] - m[n - 3]) * hn / hm;
  }
  return m;
}

}  // namespace

CubicSpline::CubicSpline(std::vector<double> x, std::vector<double> y, SplineEnd end) : x_(std::move(x)) {
  const size_t n = x_.size();
  if (n != y.size() || n < (end == SplineEnd::natural ? 2u : 4u)) {
    throw Failure("no spline through these nodes", fmt::format("{} abscissae, {} values", n, y.size()));
  }
  require_finite(x_);
  require_finite(y);
  for (size_t i = 1; i < n; ++i) {
    if (x_[i] <= x_[i - 1]) {
      throw Failure("no spline through these nodes", fmt::format("x[{}] = {} does not increase", i, x_[i]));
    }
  }
  const std::vector<double> m = second_derivatives(x_, y, end);
  cumulative_.assign(n, 0.0);
  pieces_.resize(n - 1);
  for (size_t i = 0; i + 1 < n; ++i) {
    const double h = x_[i + 1] - x_[i];
    const Piece p = {y[i], (y[i + 1] - y[i]) / h - h * (2.0 * m[i] + m[i + 1]) / 6.0, 0.5 * m[i],
                     (m[i + 1] - m[i]) / (6.0 * h)};
    pieces_[i] = p;
    cumulative_[i + 1] = cumulative_[i] + h * (p.c0 + h * (p.c1 / 2.0 + h * (p.c2 / 3.0 + h * p.c3 / 4.0)));
  }
  inverse_mean_step_ = static_cast<double>(n - 1) / (x_.back() - x_.front());
}

size_t CubicSpline::interval(double x) const {
  const double slack = rounding * (x_.back() - x_.front());
  if (!(x >= x_.front() - slack && x <= x_.back() + slack)) refuse_extrapolation(x, low(), high());
  const size_t last = pieces_.size() - 1;
  // Evenly spaced nodes are hit at once, others by bisection.
  const double guess = (x - x_.front()) * inverse_mean_step_;
  const size_t i = guess <= 0.0 ? 0 : std::min(static_cast<size_t>(guess), last);
  if (x >= x_[i] && x < x_[i + 1]) return i;
  const auto above = std::upper_bound(x_.begin() + 1, x_.end() - 1, x);
  return static_cast<size_t>(above - x_.begin()) - 1;
}

double CubicSpline::operator()(double x) const {
  const size_t i = interval(x);
  const Piece& p = pieces_[i];
  const double d = x - x_[i];
  return p.c0 + d * (p.c1 + d * (p.c2 + d * p.c3));
}

double CubicSpline::derivative(double x) const {
  const size_t i = interval(x);
  const Piece& p = pieces_[i];
  const double d = x - x_[i];
  return p.c1 + d * (2.0 * p.c2 + 3.0 * d * p.c3);
}

double CubicSpline::integral_from_low(double x) const {
  const size_t i = interval(x);
  const Piece& p = pieces_[i];
  const double d = x - x_[i];
  return cumulative_[i] + d * (p.c0 + d * (p.c1 / 2.0 + d * (p.c2 / 3.0 + d * p.c3 / 4.0)));
}

double CubicSpline::integral(double a, double b) const {
  return integral_from_low(b) - integral_from_low(a);
}

namespace {

/// Coefficients c[-1..n] of the uniform cubic B-splines through f[0..n-1]: (c[i-1] + 4 c[i] + c[i+1])/6 =
/// f[i]. Not-a-knot (vanishing fourth difference of c at either end) fixes c[1] = f[1] - (f[0] - 2 f[1] +
/// f[2])/6 and its mirror image in closed form. `f` and `c` are strided by `stride`; c starts at index -1.
void bspline_coefficients(const double* f, double* c, size_t n, size_t stride_f, size_t stride_c) {
  const auto value = [&](size_t i) { return f[i * stride_f]; };
  const auto coefficient = [&](size_t i) -> double& { return c[(i + 1) * stride_c]; };
  coefficient(1) = value(1) - (value(0) - 2.0 * value(1) + value(2)) / 6.0;
  coefficient(n - 2) = value(n - 2) - (value(n - 3) - 2.0 * value(n - 2) + value(n - 1)) / 6.0;
  if (n > 4) {
    const size_t inner = n - 4;
    std::vector<double> side(inner, 1.0), v(inner);
    for (size_t i = 0; i < inner; ++i) v[i] = 6.0 * value(i + 2);
    v.front() -= coefficient(1);
    v.back() -= coefficient(n - 2);
    solve_tridiagonal(side, std::vector<double>(inner, 4.0), side, v);
    for (size_t i = 0; i < inner; ++i) coefficient(i + 2) = v[i];
  }
  coefficient(0) = 6.0 * value(1) - 4.0 * coefficient(1) - coefficient(2);
  coefficient(n - 1) = 6.0 * value(n - 2) - 4.0 * coefficient(n - 2) - coefficient(n - 3);
  c[0] = 6.0 * value(0) - 4.0 * coefficient(0) - coefficient(1);
  coefficient(n) = 6.0 * value(n - 1) - 4.0 * coefficient(n - 1) - coefficient(n - 2);
}

/// The four cubic B-splines that are not zero in a unit interval, at t in [0,1].
inline void bspline_weights(double t, double* w) {
  const double u = 1.0 - t, t2 = t * t;
  w[0] = u * u * u * (1.0 / 6.0);
  w[1] = (2.0 / 3.0) - t2 * (1.0 - 0.5 * t);
  w[3] = t2 * t * (1.0 / 6.0);
  w[2] = 1.0 - w[0] - w[1] - w[3];
}

void require_axis(const UniformAxis& axis) {
  if (axis.nodes < 4 || !std::isfinite(axis.low) || !std::isfinite(axis.high) || axis.high <= axis.low) {
    throw Failure("no interpolation on this grid",
                  fmt::format("{} nodes from {} to {}", axis.nodes, axis.low, axis.high));
  }
}

}  // namespace

BicubicTable::BicubicTable(UniformAxis x, UniformAxis y, size_t channels, const std::vector<double>& values)
    : x_(x), y_(y), channels_(channels) {
  require_axis(x);
  require_axis(y);
  if (channels == 0 || channels > max_channels || values.size() != x.nodes * y.nodes * channels) {
    throw Failure("no interpolation of this table", fmt::format("{} values for {} x {} nodes and {} channels",
                                                                values.size(), x.nodes, y.nodes, channels));
  }
  require_finite(values);
  inverse_step_x_ = 1.0 / x.step();
  inverse_step_y_ = 1.0 / y.step();
  const size_t row = (y.nodes + 2) * channels;
  std::vector<double> along_y(x.nodes * row);
  for (size_t i = 0; i < x.nodes; ++i) {
    for (size_t k = 0; k < channels; ++k) {
      bspline_coefficients(&values[i * y.nodes * channels + k], &along_y[i * row + k], y.nodes, channels, channels);
    }
  }
  coefficients_.resize((x.nodes + 2) * row);
  for (size_t j = 0; j < row; ++j) {
    bspline_coefficients(&along_y[j], &coefficients_[j], x.nodes, row, row);
  }
}

struct BicubicTable::Cell {
  size_t i, j;
  double wx[4], wy[4];
};

inline BicubicTable::Cell BicubicTable::locate(double x, double y) const {
  const double tx = (x - x_.low) * inverse_step_x_, ty = (y - y_.low) * inverse_step_y_;
  const double nx = static_cast<double>(x_.nodes - 1), ny = static_cast<double>(y_.nodes - 1);
  if (!(tx >= -rounding * nx && tx <= nx * (1.0 + rounding))) refuse_extrapolation(x, x_.low, x_.high);
  if (!(ty >= -rounding * ny && ty <= ny * (1.0 + rounding))) refuse_extrapolation(y, y_.low, y_.high);
  Cell cell;
  cell.i = std::min(static_cast<size_t>(std::max(tx, 0.0)), x_.nodes - 2);
  cell.j = std::min(static_cast<size_t>(std::max(ty, 0.0)), y_.nodes - 2);
  bspline_weights(tx - static_cast<double>(cell.i), cell.wx);
  bspline_weights(ty - static_cast<double>(cell.j), cell.wy);
  return cell;
}

namespace {

/// Sum over the 4 x 4 coefficients around a cell for K channels side by side, known to the compiler; `column`
/// is the distance between neighbouring grid columns.
template <size_t K>
inline void contract(const double* corner, size_t row, size_t column, const double* wx, const double* wy,
                     double* values) {
  std::array<double, K> sum{};
  for (size_t a = 0; a < 4; ++a) {
    for (size_t b = 0; b < 4; ++b) {
      const double weight = wx[a] * wy[b];
      const double* c = corner + a * row + b * column;
      for (size_t k = 0; k < K; ++k) sum[k] += weight * c[k];
    }
  }
  for (size_t k = 0; k < K; ++k) values[k] = sum[k];
}

/// The same for any number of channels, four at a time.
inline void contract_all(const double* corner, size_t row, size_t channels, const double* wx, const double* wy,
                         double* values) {
  size_t k = 0;
  for (; k + 4 <= channels; k += 4) contract<4>(corner + k, row, channels, wx, wy, values + k);
  switch (channels - k) {
    case 3:
      return contract<3>(corner + k, row, channels, wx, wy, values + k);
    case 2:
      return contract<2>(corner + k, row, channels, wx, wy, values + k);
    case 1:
      return contract<1>(corner + k, row, channels, wx, wy, values + k);
    default:
      return;
  }
}

}  // namespace

void BicubicTable::evaluate(double x, double y, double* values) const {
  const Cell cell = locate(x, y);
  const size_t row = (y_.nodes + 2) * channels_;
  contract_all(&coefficients_[cell.i * row + cell.j * channels_], row, channels_, cell.wx, cell.wy, values);
}

void BicubicTable::evaluate(const double* x, const double* y, size_t count, double* const* values) const {
  const size_t row = (y_.nodes + 2) * channels_;
  std::array<double, max_channels> sum;
  for (size_t i = 0; i < count; ++i) {
    const Cell cell = locate(x[i], y[i]);
    contract_all(&coefficients_[cell.i * row + cell.j * channels_], row, channels_, cell.wx, cell.wy, sum.data());
    for (size_t k = 0; k < channels_; ++k) values[k][i] = sum[k];
  }
}

}  // namespace tridens
