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
/// f_T and f_L at one z and Q^2, integrated over ln x.
std::array<double, 2> PhotonExchange::photon_flux(size_t component, double z, double Q2) const {
  static const math::QuadratureRule rule = math::gauss_legendre(20);
  const Hadron& hadron = hadrons_[component];
  const double M = components_[component].target_mass, kappa = z * z * M * M / Q2;
  std::array<double, 2> f = {0.0, 0.0};
  const auto add = [&](double weight, double zeta, double a, double b) {
    f[0] += weight * (2.0 * std::max(1.0 - zeta - kappa, 0.0) * a + zeta * zeta * b);
    f[1] += weight * ((1.0 - 0.5 * zeta) * (1.0 - 0.5 * zeta) * a - 0.25 * zeta * zeta * b);
  };
  if (hadron.kind != Kind::inelastic) {
    double a = 0.0, b = 0.0;
    hadron.response->evaluate(&Q2, 1, &a, &b);
    add(1.0, z, a, b);
    return f;
  }
  const Range limits = x_range(component, z, Q2);
  if (!(limits.high > limits.low)) return f;
  const double low = std::log(limits.low / (1.0 - limits.low));
  const double width = std::log(limits.high / (1.0 - limits.high)) - low;
  for (size_t k = 0; k < rule.nodes.size(); ++k) {
    const double x = 1.0 / (1.0 + std::exp(-(low + width * rule.nodes[k])));
    const matter::StructureFunctions s = options_.structure->evaluate(hadron.nucleon, x, Q2);
    add(rule.weights[k] * width * (1.0 - x), z / x, s.F2, s.F2 * (1.0 + 4.0 * x * x * M * M / Q2) - s.FL);
  }
  return f;
}

/// Integral over ln Q^2 of f_T sigma^T + f_L sigma^L between two limits.
double PhotonExchange::over_log_Q2(size_t component, double energy, double shat, Range limits) const {
  static const math::QuadratureRule rule = math::gauss_legendre(28);
  if (!(limits.high > limits.low)) return 0.0;
  const double z = shat / (2.0 * energy * components_[component].target_mass);
  const double width = std::log(limits.high / limits.low);
  double total = 0.0;
  for (size_t j = 0; j < rule.nodes.size(); ++j) {
    const double Q2 = limits.low * std::exp(width * rule.nodes[j]);
    const std::array<double, 2> f = photon_flux(component, z, Q2);
    const std::optional<PhotonSigma> sigma = leptons_->cross_section(shat, Q2);
    total += rule.weights[j] * width * (f[0] * sigma->transverse + f[1] * sigma->longitudinal);
  }
  return total;
}

/// Integral over ln Q^2, split where W passes a resonance.
double PhotonExchange::flux_integral(size_t component, double energy, double shat) const {
  const Range limits = Q2_range(component, energy, shat);
  const double resonance = leptons_->resonance_mass(), split = shat - resonance * resonance;
  if (resonance == 0.0 || split <= limits.low || split >= limits.high) {
    return over_log_Q2(component, energy, shat, limits);
  }
  return over_log_Q2(component, energy, shat, {limits.low, split}) +
         over_log_Q2(component, energy, shat, {split, limits.high});
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
  return constants::fine_structure / (2.0 * units::pi) * flux_integral(component, energy, shat);
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
  if (!leptons_->has_cross_section()) return sampled_cross_section(component, energy);
  static const math::QuadratureRule rule = math::gauss_legendre(28);
  double total = 0.0;
  const std::vector<double> edges = shat_panels(limits);
  for (size_t panel = 0; panel + 1 < edges.size(); ++panel) {
    const double width = std::log(edges[panel + 1] / edges[panel]);
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double u = rule.nodes[i], t = u * u * (3.0 - 2.0 * u), slope = 6.0 * u * (1.0 - u);
      const double shat = edges[panel] * std::exp(width * t);
      total += rule.weights[i] * width * slope * per_log_shat(component, energy, shat);
    }
  }
  total *= components_[component].multiplicity;
  return {total, leptons_->accuracy() * total, false};
}

/// Limits of panels in ln shat: around a resonance inside the range.
std::vector<double> PhotonExchange::shat_panels(Range limits) const {
  constexpr double below = 0.88, above = 1.25;  // of its mass squared: some five widths of the W
  const double r2 = leptons_->resonance_mass() * leptons_->resonance_mass();
  std::vector<double> edges = {limits.low};
  for (const double edge : {below * r2, above * r2}) {
    if (edge > edges.back() && edge < limits.high) edges.push_back(edge);
  }
  edges.push_back(limits.high);
  return edges;
}

}  // namespace tridens::process::detail
