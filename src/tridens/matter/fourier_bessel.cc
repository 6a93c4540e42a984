// Form factor of a Fourier-Bessel charge density (B. Dreher et al., Nucl. Phys. A 235 (1974) 219; tables of
// H. de Vries et al., At. Data Nucl. Data Tables 36 (1987) 495):
//   rho(r) = sum_n a_n j0(n pi r/R) for r < R, 0 outside;  x = Q R
//   F(Q) = (sin x/x) S(x)/S(0),  S(x) = sum_n c_n/((n pi)^2 - x^2),  c_n = (-1)^n a_n
//   <r^2> = R^2 sum_n c_n/(n pi)^2 (1 - 6/(n pi)^2) / S(0)
// The pole of the term n at x = n pi is cancelled by sin x: the nearest term is written with sin(d)/d, d = x
// - n pi. Valid up to about Q = N pi/R (N terms), beyond which the density is not constrained.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tridens/base/units.hh"
#include "tridens/matter/detail/form_factor_shapes.hh"

namespace tridens::matter::detail {
namespace {

constexpr double pi = units::pi;
// pi = pi_high + pi_low, with few enough bits in pi_high that m pi_high is exact for m < 2^26.
constexpr double pi_high = 3.141592651605606;
constexpr double pi_low = 1.984187159361081e-9;

double sinc(double x) {
  return std::abs(x) < 1e-4 ? 1.0 - x * x / 6.0 : std::sin(x) / x;
}

/// sin(d) for |d| <= pi/2 by its Taylor series: relative error below 1e-15, and the loop around it
/// vectorises.
double short_sine(double d) {
  constexpr std::array<double, 10> coefficients = {1.0,
                                                   -1.0 / 6,
                                                   1.0 / 120,
                                                   -1.0 / 5040,
                                                   1.0 / 362880,
                                                   -1.0 / 39916800,
                                                   1.0 / 6227020800.,
                                                   -1.0 / 1307674368000.,
                                                   1.0 / 355687428096000.,
                                                   -1.0 / 121645100408832000.};
  const double square = d * d;
  double sum = coefficients[9];
  for (size_t i = 9; i-- > 0;) sum = sum * square + coefficients[i];
  return sum * d;
}

class FourierBessel final : public NuclearFormFactor {
 public:
  FourierBessel(double radius, const std::vector<double>& coefficients, std::string name)
      : R(radius), text(std::move(name)) {
    double at_zero = 0.0;
    double second = 0.0;
    for (size_t i = 0; i < coefficients.size(); ++i) {
      const double node = pi * static_cast<double>(i + 1);
      c.push_back((i % 2 == 0 ? -1.0 : 1.0) * coefficients[i]);
      node2.push_back(node * node);
      at_zero += c[i] / node2[i];
      second += c[i] / node2[i] * (1.0 - 6.0 / node2[i]);
    }
    for (double& coefficient : c) coefficient /= at_zero;
    rms = R * std::sqrt(second / at_zero);
  }

  double value(double Q2) const override {
    const double x = R * std::sqrt(Q2);
    const double nearest = std::nearbyint(x / pi);
    const double d = (x - nearest * pi_high) - nearest * pi_low;
    const bool has_pole = nearest >= 1.0 && nearest <= static_cast<double>(c.size());
    const size_t pole = has_pole ? static_cast<size_t>(nearest) : 0;
    double sum = 0.0;
    for (size_t i = 0; i < c.size(); ++i) {
      if (i + 1 != pole) sum += c[i] / (node2[i] - x * x);
    }
    const double sign = std::fmod(nearest, 2.0) == 0.0 ? 1.0 : -1.0;
    if (nearest == 0.0) return sinc(x) * sum;
    double result = sign * std::sin(d) * sum;
    if (has_pole) result -= sign * sinc(d) * c[pole - 1] / (x + nearest * pi);
    return result / x;
  }

  void squared(const double* Q2, double* result, size_t count) const override {
    constexpr size_t block = 64;
    for (size_t begin = 0; begin < count; begin += block) {
      square_block(Q2 + begin, result + begin, std::min(block, count - begin));
    }
  }

  double rms_radius() const override { return rms; }
  std::string name() const override { return text; }

 private:
  double R;
  std::string text;
  double rms = 0.0;
  std::vector<double> c, node2;

  void square_block(const double* Q2, double* result, size_t count) const {
    std::array<double, 64> x, sum, factor, distance;
    for (size_t i = 0; i < count; ++i) x[i] = R * std::sqrt(Q2[i]);
    for (size_t i = 0; i < count; ++i) {
      constexpr double rounder = 6755399441055744.0;  // 1.5 2^52: adding it rounds to an integer
      const double nearest = (x[i] * (1.0 / pi) + rounder) - rounder;
      distance[i] = (x[i] - nearest * pi_high) - nearest * pi_low;
      factor[i] = short_sine(distance[i]) / x[i];
      sum[i] = 0.0;
    }
    for (size_t n = 0; n < c.size(); ++n) {
      const double numerator = c[n];
      const double square = node2[n];
      for (size_t i = 0; i < count; ++i) sum[i] += numerator / (square - x[i] * x[i]);
    }
    for (size_t i = 0; i < count; ++i) result[i] = factor[i] * sum[i] * (factor[i] * sum[i]);
    // Close to a pole the plain sum loses digits: these few points take the slow road.
    constexpr double near = 1e-3;
    for (size_t i = 0; i < count; ++i) {
      if (std::abs(distance[i]) < near) {
        const double exact = value(Q2[i]);
        result[i] = exact * exact;
      }
    }
  }
};

}  // namespace

FormFactorPointer fourier_bessel_form_factor(double radius, const std::vector<double>& coefficients, std::string name) {
  return std::make_shared<FourierBessel>(radius, coefficients, std::move(name));
}

}  // namespace tridens::matter::detail
