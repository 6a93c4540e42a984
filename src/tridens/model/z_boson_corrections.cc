#include "tridens/model/z_boson_corrections.hh"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/dilogarithm.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::model {
using math::dilogarithm;

namespace {

double closed_form(double rho) {
  const double l = std::log(rho), square = (1.0 + rho) * (1.0 + rho);
  const double dilogarithms = dilogarithm(1.0 / (1.0 + rho)) - dilogarithm(rho / (1.0 + rho));
  return square * (3.0 * l + l * l) + 5.0 * (1.0 - rho * rho) - 2.0 * rho * l -
         2.0 * square * (std::log1p(rho) * l + dilogarithms);
}

/// Near the threshold the closed form cancels; the integrand is smooth there.
double by_quadrature(double rho) {
  const math::QuadratureRule rule = math::gauss_legendre(24);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double y1 = rho + (1.0 - rho) * rule.nodes[i];
    const double low = rho / y1, width = (1.0 - y1) * (y1 - rho) / y1;
    double inner = 0.0;
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      inner += rule.weights[j] * z_radiation_density(y1, low + width * rule.nodes[j], rho);
    }
    sum += rule.weights[i] * inner * width;
  }
  return sum * (1.0 - rho);
}

/// L_2 = A ln(-w) + B in powers of x = 1/w: the powers 1/x and 1 cancel exactly.
std::complex<double> heavy_series(double x, std::complex<double> logarithm) {
  constexpr int terms = 24;
  const auto a = [](int n) { return n < 1 ? 0.0 : (n % 2 == 1 ? 1.0 : -1.0) / n; };
  const auto b = [](int n) { return n < 1 ? 0.0 : (n % 2 == 1 ? -1.0 : 1.0) / (static_cast<double>(n) * n); };
  double A = 0.0, B = 0.0, power = 1.0;
  for (int k = 1; k <= terms; ++k) {
    power *= x;
    A += 2.0 * (a(k + 2) + 2.0 * a(k + 1) + a(k)) * power;
    B -= 2.0 * (b(k + 2) + 2.0 * b(k + 1) + b(k)) * power;
  }
  return A * logarithm + B;
}

}  // namespace

double z_radiation_density(double y1, double y2, double rho) {
  constexpr double slack = 1e-12;  // the borders belong to the region
  if (y1 * y2 < rho * (1.0 - slack) || y1 + y2 > (1.0 + rho) * (1.0 + slack)) return 0.0;
  const double first = 1.0 - y1 + rho, second = 1.0 - y2 + rho;
  return (first * first + second * second) / (y1 * y2) - rho / (y1 * y1) - rho / (y2 * y2);
}

double z_radiation(double rho) {
  if (!(rho > 0.0 && rho <= 1.0)) {
    throw UserError(fmt::format("radiation of a boson with M^2 = {:g} m_Z^2 in Z decays", rho),
                    "its mass lies above 0 and not above that of the Z", "");
  }
  constexpr double near_threshold = 0.3;
  return rho < near_threshold ? closed_form(rho) : by_quadrature(rho);
}

std::complex<double> z_vertex(double w) {
  if (w == 0.0 || !std::isfinite(w)) {
    throw UserError(fmt::format("vertex of the Z at M^2/s = {:g}", w), "it diverges for a massless boson", "");
  }
  const double x = 1.0 / w;
  const std::complex<double> logarithm(std::log(std::abs(w)), w > 0.0 ? units::pi : 0.0);  // ln(-w), s + i0
  if (std::abs(x) < 0.1) return heavy_series(x, logarithm);
  const double square = 2.0 * (1.0 + w) * (1.0 + w);
  if (x > -1.0) {  // Li2(1 + x) = pi^2/6 - ln(1 + x) ln(-x) - Li2(-x)
    return (square * std::log1p(x) - 2.0 * w - 3.0) * logarithm - 3.5 - 2.0 * w - square * dilogarithm(-x);
  }
  return -3.5 - 2.0 * w - (2.0 * w + 3.0) * logarithm + square * (dilogarithm(1.0 + x) - units::pi * units::pi / 6.0);
}

}  // namespace tridens::model
