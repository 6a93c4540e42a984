// Form factors of Fermi densities with half-density radius c, diffuseness a and optional factor 1 + w
// r^2/c^2:
//   plain         f(r) = 1/(1 + exp((r-c)/a))
//   symmetrised   g(r) = sinh(c/a)/(cosh(r/a) + cosh(c/a)) = f(r) - 1/(1 + exp((r+c)/a))
// With J(Q) = int_0^inf cos(Qr) g dr = pi a sin(Qc)/sinh(pi a Q) the transforms of the symmetrised part are
//   int r sin(Qr) g dr = -J',   int r^3 sin(Qr) g dr = J''',
// and f - g = sum_{n>=1} (-1)^(n-1) exp(-nc/a) exp(-nr/a) adds, with b = n/a,
//   int r sin(Qr) exp(-br) dr = 2bQ/(b^2+Q^2)^2,   int r^3 sin(Qr) exp(-br) dr = 24bQ(b^2-Q^2)/(b^2+Q^2)^4.
// Exact; the form for w = 0 is that of L. C. Maximon and R. A. Schrack, J. Res. Natl. Bur. Stand. B 70
// (1966) 85, the symmetrised one D. W. L. Sprung and J. Martorell, J. Phys. A 30 (1997) 6525. Small Q by the
// power series of J.

#include <array>
#include <cmath>
#include <utility>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/detail/form_factor_shapes.hh"

namespace tridens::matter::detail {
namespace {

constexpr size_t orders = 28;
using Series = std::array<double, orders>;  // in powers of Q^2

/// Power series of J = c [sin(Qc)/(Qc)] / [sinh(pi a Q)/(pi a Q)].
Series series_of_j(double c, double p) {
  Series numerator, denominator, quotient;
  numerator[0] = c;
  denominator[0] = 1.0;
  for (size_t k = 1; k < orders; ++k) {
    const double factor = 1.0 / static_cast<double>(2 * k * (2 * k + 1));
    numerator[k] = -numerator[k - 1] * c * c * factor;
    denominator[k] = denominator[k - 1] * p * p * factor;
  }
  for (size_t k = 0; k < orders; ++k) {
    quotient[k] = numerator[k];
    for (size_t i = 1; i <= k; ++i) quotient[k] -= denominator[i] * quotient[k - i];
  }
  return quotient;
}

double sum_series(const Series& series, double x) {
  double sum = 0.0;
  for (size_t k = orders; k-- > 0;) sum = sum * x + series[k];
  return sum;
}

class Fermi final : public NuclearFormFactor {
 public:
  Fermi(const FermiShape& shape, std::string name)
      : c(shape.c), p(units::pi * shape.a), weight(shape.w / (shape.c * shape.c)), text(std::move(name)) {
    fill_series();
    if (!shape.symmetrised) fill_exponentials(shape.a);
    const double at_zero = unnormalised(0.0);
    const double mean_square = -6.0 * slope_at_zero() / at_zero;
    if (!(at_zero > 0.0) || !(mean_square > 0.0)) {
      throw UserError("form factor '" + text + "' has no positive charge", "w is too negative",
                      "take w closer to zero");
    }
    norm = 1.0 / at_zero;
    rms = std::sqrt(mean_square);
    small = std::fmin(0.4 / shape.a, 2.0 / shape.c);
  }

  double value(double Q2) const override { return norm * unnormalised(Q2); }

  void squared(const double* Q2, double* result, size_t count) const override {
    for (size_t i = 0; i < count; ++i) {
      const double form_factor = norm * unnormalised(Q2[i]);
      result[i] = form_factor * form_factor;
    }
  }

  double rms_radius() const override { return rms; }
  std::string name() const override { return text; }

 private:
  struct Exponential {
    double height, b;
  };

  double c, p, weight;
  std::string text;
  double norm = 1.0, rms = 0.0;
  double small = 1.0;  // momentum below which the power series is used; above all tested Q = 0
  Series series{};
  std::vector<Exponential> exponentials;

  void fill_series() {
    const Series j = series_of_j(c, p);
    for (size_t k = 0; k < orders; ++k) {
      const double n = 2.0 * static_cast<double>(k) + 2.0;  // power of Q in the next term of J
      if (k + 1 < orders) series[k] -= n * j[k + 1];
      if (k + 2 < orders) series[k] += weight * (n + 2.0) * (n + 1.0) * n * j[k + 2];
    }
  }

  void fill_exponentials(double a) {
    constexpr double negligible = 1e-18;
    for (int n = 1; std::exp(-n * c / a) > negligible; ++n) {
      exponentials.push_back({(n % 2 == 1 ? 1.0 : -1.0) * std::exp(-n * c / a), n / a});
    }
  }

  double slope_at_zero() const {
    double result = series[1];
    for (const auto& [height, b] : exponentials) {
      result += height * (-4.0 / std::pow(b, 5) - weight * 120.0 / std::pow(b, 7));
    }
    return result;
  }

  /// Transform over Q of the symmetrised part, for Q above `small`.
  double closed_form(double Q) const {
    const double decay = std::exp(-p * Q);
    const double h = 2.0 * decay / (1.0 - decay * decay);  // 1/sinh(pQ)
    const double t = (1.0 + decay * decay) / (1.0 - decay * decay);
    const double sine = std::sin(Q * c);
    const double cosine = std::cos(Q * c);
    const double h1 = -p * h * t;
    double result = -p * (c * cosine * h + sine * h1);
    if (weight != 0.0) {
      const double h2 = p * p * h * (t * t + h * h);
      const double h3 = -p * p * p * h * t * (t * t + 5.0 * h * h);
      const double third = -c * c * c * cosine * h - 3.0 * c * c * sine * h1 + 3.0 * c * cosine * h2 + sine * h3;
      result += weight * p * third;
    }
    return result / Q;
  }

  double unnormalised(double Q2) const {
    const double Q = std::sqrt(Q2);
    double result = Q < small ? sum_series(series, Q2) : closed_form(Q);
    for (const auto& [height, b] : exponentials) {
      const double d = 1.0 / (b * b + Q2);
      result += height * 2.0 * b * d * d * (1.0 + weight * 12.0 * (b * b - Q2) * d * d);
    }
    return result;
  }
};

}  // namespace

FormFactorPointer fermi_form_factor(const FermiShape& shape, std::string name) {
  return std::make_shared<Fermi>(shape, std::move(name));
}

}  // namespace tridens::matter::detail
