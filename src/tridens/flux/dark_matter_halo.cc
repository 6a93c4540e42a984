// Profiles, normalised at the Sun, x = r/r_s:
//   nfw         x^-g (1 + x)^(g - 3), g = 1: J. F. Navarro, C. S. Frenk, S. D. M. White, Astrophys. J. 490 (1997) 493
//   einasto     exp(-2 (x^a - 1)/a): A. W. Graham et al., Astron. J. 132 (2006) 2685
//   burkert     1/[(1 + x)(1 + x^2)]: A. Burkert, Astrophys. J. 447 (1995) L25
//   isothermal  1/(1 + x^2): J. N. Bahcall, R. M. Soneira, Astrophys. J. Suppl. 44 (1980) 73
// with the scale radii and alpha of M. Cirelli et al., JCAP 03 (2011) 051, arXiv:1012.4515, fig. 1, but for nfw, where
// 20 kpc is usual. Average of the column over the sky, d the distance from the Sun at R:
//   (1/4 pi) int rho d^3r/d^2 = int dr rho(r) r/(2 R) ln(d_max/d_min),   d_min = |r - R|, d_max = min(r + R, end),
// as d^2 = r^2 + R^2 - 2 r R cos makes the mean of 1/d^2 over a shell ln(d_max/d_min)/(2 r R), times 4 pi r^2/(4 pi).
// Expansion: H = H_0 sqrt(Omega_m (1+z)^3 + 1 - Omega_m), rho_c = 1.05371e-5 h^2 GeV/cm^3 (Particle Data Group 2022);
// default densities of Planck, Astron. Astrophys. 641 (2020) A6.
#include "tridens/flux/dark_matter_halo.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr double cm_per_kpc = 3.0856775814913673e21;
constexpr double km_per_Mpc = 3.0856775814913673e19;

/// Integral from a to b of a function that may be singular like a logarithm, or a power above -1 + 1/order, at a:
/// t = u^order makes it smooth.
double singular_at_start(const std::function<double(double)>& function, double a, double b) {
  constexpr int order = 3;
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double u = rule.nodes[i];
    sum += rule.weights[i] * order * std::pow(u, order - 1) * function(a + (b - a) * std::pow(u, order));
  }
  return (b - a) * sum;
}

struct Named {
  const char* name;
  HaloProfile profile;
  double scale_radius_kpc, shape;
};
constexpr Named profiles[] = {{"nfw", HaloProfile::nfw, 20.0, 1.0},
                              {"einasto", HaloProfile::einasto, 28.44, 0.17},
                              {"burkert", HaloProfile::burkert, 12.67, 0.0},
                              {"isothermal", HaloProfile::isothermal, 4.38, 0.0}};

double unnormalised(const Halo& halo, double radius_kpc) {
  const double x = radius_kpc / halo.scale_radius_kpc;
  switch (halo.profile) {
    case HaloProfile::nfw:
      return std::pow(x, -halo.shape) * std::pow(1.0 + x, halo.shape - 3.0);
    case HaloProfile::einasto:
      return std::exp(-2.0 / halo.shape * (std::pow(x, halo.shape) - 1.0));
    case HaloProfile::burkert:
      return 1.0 / ((1.0 + x) * (1.0 + x * x));
    case HaloProfile::isothermal:
      return 1.0 / (1.0 + x * x);
  }
  throw Failure("a halo without a profile", "its kind is not known");
}

void require(bool fine, const char* what, double value, const char* why) {
  if (!fine) throw UserError(fmt::format("a dark-matter halo with {} {:g}", what, value), why, "change this setting");
}

}  // namespace

std::vector<std::string> halo_profile_names() {
  std::vector<std::string> names;
  for (const Named& item : profiles) names.emplace_back(item.name);
  return names;
}

Halo halo(const std::string& profile) {
  for (const Named& item : profiles) {
    if (profile != item.name) continue;
    Halo result;
    result.profile = item.profile;
    result.scale_radius_kpc = item.scale_radius_kpc;
    result.shape = item.shape;
    return result;
  }
  unknown_name("halo profile", profile, halo_profile_names());
}

void Halo::check() const {
  require(local_density > 0.0, "local density", local_density, "it must be above zero");
  require(scale_radius_kpc > 0.0, "scale radius", scale_radius_kpc, "it must be above zero");
  require(sun_distance_kpc > 0.0, "distance of the Sun", sun_distance_kpc, "it must be above zero");
  require(farthest_kpc >= 3.0 * sun_distance_kpc, "end of the lines of sight", farthest_kpc,
          "they must reach beyond the centre, at least three times the distance of the Sun");
  if (profile == HaloProfile::nfw) require(shape >= 0.0 && shape <= 1.99, "inner slope", shape, "it is 0 to 1.99");
  if (profile == HaloProfile::einasto) require(shape >= 0.01 && shape <= 5.0, "alpha", shape, "it is 0.01 to 5");
}

double Halo::density(double radius_kpc) const {
  return local_density * unnormalised(*this, radius_kpc) / unnormalised(*this, sun_distance_kpc);
}

double Halo::column(double angle_rad) const {
  require(angle_rad >= 0.0 && angle_rad <= units::pi, "line of sight at angle", angle_rad, "it is 0 to pi");
  const double impact = sun_distance_kpc * std::sin(angle_rad);
  const double nearest = sun_distance_kpc * std::cos(angle_rad);  // along the line; negative: behind the Sun
  const bool through_cusp = angle_rad == 0.0 && profile == HaloProfile::nfw && shape >= 1.0;
  require(!through_cusp, "line of sight at angle", angle_rad, "the column diverges through the cusp");
  // Both ways from the point nearest to the centre, t = b sinh(w) along the line: the cusp is smooth in w.
  const auto half = [&](double from, double to) {
    const double scale = std::max(impact, 1e-12 * sun_distance_kpc);
    const double low = std::asinh(from / scale), high = std::asinh(to / scale);
    static const math::QuadratureRule rule = math::gauss_legendre(32);
    constexpr int panels = 6;
    double sum = 0.0;
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double w = low + (high - low) * (panel + rule.nodes[i]) / panels;
        const double along = scale * std::sinh(w);
        sum += rule.weights[i] * scale * std::cosh(w) * density(std::hypot(impact, along));
      }
    }
    return sum * (high - low) / panels;
  };
  const double end = farthest_kpc - nearest;
  if (nearest <= 0.0) return cm_per_kpc * half(-nearest, end);
  return cm_per_kpc * (half(0.0, nearest) + half(0.0, end));
}

double Halo::sky_average() const {
  check();
  const double sun = sun_distance_kpc;
  const auto shell_at = [&](double radius, double nearest) {
    const double farthest = std::min(radius + sun, farthest_kpc);
    return density(radius) * radius / (2.0 * sun) * std::log(farthest / nearest);
  };
  // Next to the Sun in terms of the distance from it, which is exact there.
  const auto inside = [&](double distance) { return shell_at(sun - distance, distance); };
  const auto outside = [&](double distance) { return shell_at(sun + distance, distance); };
  const auto shell = [&](double radius) { return shell_at(radius, std::abs(radius - sun)); };
  double sum = singular_at_start(shell, 0.0, 0.5 * sun);
  sum += singular_at_start(inside, 0.0, 0.5 * sun);
  sum += singular_at_start(outside, 0.0, sun);
  // Far out: whole shells, then those that the end of the lines of sight cuts.
  for (const auto& [from, to] : {std::pair{2.0 * sun, farthest_kpc - sun}, {farthest_kpc - sun, farthest_kpc + sun}}) {
    const auto logarithmic = [&](double w) { return std::exp(w) * shell(std::exp(w)); };
    if (to > from) sum += singular_at_start(logarithmic, std::log(from), std::log(to));
  }
  return cm_per_kpc * sum;
}

double Cosmology::expansion_rate(double redshift) const {
  const double today = 100.0 * hubble / km_per_Mpc;
  return today * std::sqrt(omega_matter * std::pow(1.0 + redshift, 3) + 1.0 - omega_matter);
}

double Cosmology::dark_matter_density() const {
  constexpr double critical = 1.05371e-5;  // GeV/cm^3, times h^2
  return omega_dark_matter * critical * hubble * hubble;
}

}  // namespace tridens::flux
