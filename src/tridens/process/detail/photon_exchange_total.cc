// Totals by photon exchange: two-dimensional quadrature over ln shat and ln Q^2 (and x) with sigma^T and sigma^L of the
// leptons, or adaptive Monte Carlo where these have no quadrature.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/photon_exchange.hh"

namespace tridens::process::detail {
namespace {

constexpr double quadrature_accuracy = 1e-3;  // test/process/w_production_test.cc

}  // namespace

/// Integral over ln Q^2 (and x) of f_T sigma^T + f_L sigma^L.
double PhotonExchange::elastic_flux_integral(size_t component, double energy, double shat) const {
  static const math::QuadratureRule outer = math::gauss_legendre(28), inner = math::gauss_legendre(20);
  const Range Q2_limits = Q2_range(component, energy, shat);
  if (!(Q2_limits.high > Q2_limits.low)) return 0.0;
  const Hadron& hadron = hadrons_[component];
  const double M = components_[component].target_mass, z = shat / (2.0 * energy * M);
  const double width = std::log(Q2_limits.high / Q2_limits.low);
  double total = 0.0;
  for (size_t j = 0; j < outer.nodes.size(); ++j) {
    const double Q2 = Q2_limits.low * std::exp(width * outer.nodes[j]);
    const double kappa = z * z * M * M / Q2;
    double f_T = 0.0, f_L = 0.0;
    const auto add = [&](double weight, double zeta, double a, double b) {
      f_T += weight * (2.0 * std::max(1.0 - zeta - kappa, 0.0) * a + zeta * zeta * b);
      f_L += weight * ((1.0 - 0.5 * zeta) * (1.0 - 0.5 * zeta) * a - 0.25 * zeta * zeta * b);
    };
    if (hadron.kind == Kind::inelastic) {
      const Range x_limits = x_range(component, z, Q2);
      if (!(x_limits.high > x_limits.low)) continue;
      const double low = std::log(x_limits.low / (1.0 - x_limits.low));
      const double x_width = std::log(x_limits.high / (1.0 - x_limits.high)) - low;
      for (size_t k = 0; k < inner.nodes.size(); ++k) {
        const double x = 1.0 / (1.0 + std::exp(-(low + x_width * inner.nodes[k])));
        const matter::StructureFunctions f = options_.structure->evaluate(hadron.nucleon, x, Q2);
        add(inner.weights[k] * x_width * (1.0 - x), z / x, f.F2, f.F2 * (1.0 + 4.0 * x * x * M * M / Q2) - f.FL);
      }
    } else {
      double a = 0.0, b = 0.0;
      hadron.response->evaluate(&Q2, 1, &a, &b);
      add(1.0, z, a, b);
    }
    const std::optional<PhotonSigma> sigma = leptons_->cross_section(shat, Q2);
    total += outer.weights[j] * width * (f_T * sigma->transverse + f_L * sigma->longitudinal);
  }
  return total;
}

/// z f_gamma(z, mu^2) at z = shat/2EM.
double PhotonExchange::collinear_luminosity(size_t component, double energy, double shat) const {
  const double z = shat / (2.0 * energy * components_[component].target_mass);
  const double mu2 = options_.scale * options_.scale * shat, start = options_.starting_scale2;
  if (mu2 <= start) return 0.0;
  const matter::Nucleon nucleon = hadrons_[component].nucleon;
  const double all = matter::inelastic_photon_density(*options_.structure, nucleon, z, mu2);
  return start > 0.0 ? all - matter::inelastic_photon_density(*options_.structure, nucleon, z, start) : all;
}

double PhotonExchange::per_log_shat(size_t component, double energy, double shat) const {
  if (hadrons_[component].kind == Kind::collinear) {
    const std::optional<PhotonSigma> sigma = leptons_->cross_section(shat, 0.0);
    return sigma->transverse * collinear_luminosity(component, energy, shat);
  }
  return constants::fine_structure / (2.0 * units::pi) * elastic_flux_integral(component, energy, shat);
}

/// Adaptive Monte Carlo over shat, Q^2, x and the leptons, averaged over the azimuth of the target. The same numbers
/// every time: the seed is fixed.
CrossSection PhotonExchange::sampled_cross_section(size_t component, double energy) const {
  const Kind kind = hadrons_[component].kind;
  const size_t hadronic = kind == Kind::collinear ? 1 : kind == Kind::inelastic ? 3 : 2;
  const size_t leptonic = leptons_->dimension(), dimensions = hadronic + leptonic;
  const std::optional<CubicSpline> luminosity =
      kind == Kind::collinear ? std::optional(luminosity_curve(component, energy)) : std::nullopt;
  const auto integrand = [&](const double* u, size_t count, double* values) {
    std::array<double, largest_dimension> one{};
    for (size_t i = 0; i < count; ++i) {
      for (size_t d = 0; d < hadronic; ++d) one[d] = u[d * count + i];
      for (size_t d = 0; d < leptonic; ++d) one[hadronic_dimensions + d] = u[(hadronic + d) * count + i];
      values[i] = averaged_point(component, energy, one.data(), luminosity);
    }
  };
  math::MonteCarloOptions options;
  options.relative_precision = options_.precision;
  options.training_points = options_.precision < 1e-2 ? 20000 : 6000;
  options.training_iterations = 5;
  const math::MonteCarloResult result = math::integrate(integrand, dimensions, options);
  const double count = components_[component].multiplicity;
  return {count * result.value, count * result.error, false};
}

/// ln of z f_gamma as a function of ln shat at one energy.
CubicSpline PhotonExchange::luminosity_curve(size_t component, double energy) const {
  constexpr int intervals = 40;
  const Range limits = shat_range(component, energy);
  std::vector<double> x, y;
  for (int i = 0; i < intervals; ++i) {  // the end, where it vanishes, is left out
    x.push_back(std::log(limits.low) + i * std::log(limits.high / limits.low) / intervals);
    y.push_back(std::max(collinear_luminosity(component, energy, std::exp(x.back())), 0.0));
  }
  x.push_back(std::log(limits.high));
  y.push_back(0.0);
  return CubicSpline(x, y);
}

CrossSection PhotonExchange::cross_section(size_t component, double energy) const {
  if (energy > highest_energy) {
    throw UserError(fmt::format("a neutrino energy of {:g} GeV in photon exchange", energy),
                    "Z exchange and W emission from quarks, which are left out, are no small part there",
                    "stay below 1e8 GeV");
  }
  if (!(energy > threshold(component))) return {0.0, 0.0, true};
  const Range limits = shat_range(component, energy);
  if (!(limits.high > limits.low)) return {0.0, 0.0, true};
  if (!leptons_->cross_section(0.0, 0.0)) return sampled_cross_section(component, energy);
  static const math::QuadratureRule rule = math::gauss_legendre(28);
  const double width = std::log(limits.high / limits.low);
  double total = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double u = rule.nodes[i], t = u * u * (3.0 - 2.0 * u), slope = 6.0 * u * (1.0 - u);
    const double shat = limits.low * std::exp(width * t);
    total += rule.weights[i] * width * slope * per_log_shat(component, energy, shat);
  }
  total *= components_[component].multiplicity;
  return {total, quadrature_accuracy * total, false};
}

}  // namespace tridens::process::detail
