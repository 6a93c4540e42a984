#include "tridens/process/detail/incoming_electron.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/initial_radiation.hh"

namespace tridens::process::detail {
namespace {

constexpr double electron_mass = constants::electron_mass;
constexpr double highest_energy = 1e12;
/// Electrons that move against the neutrino almost double a.
constexpr double highest_a = 2.0 * 2.0 * electron_mass * highest_energy;
constexpr double open_start = 1e-6;  // of a without a threshold, GeV^2
constexpr double node_distance = 0.07;

/// Ends of panels between low and high: distances from each centre that double from a scale on.
class Panels {
 public:
  Panels(double low, double high) : low_(low), high_(high), edges_{low, high} {}
  void add(double centre, double scale) {
    insert(centre);
    const double reach = std::max(std::abs(high_ - centre), std::abs(centre - low_));
    for (double distance = scale; distance < reach; distance *= 2.0) {
      insert(centre - distance);
      insert(centre + distance);
    }
  }
  std::vector<double> edges() {
    std::sort(edges_.begin(), edges_.end());
    return edges_;
  }

 private:
  void insert(double x) {
    if (x > low_ && x < high_) edges_.push_back(x);
  }
  double low_, high_;
  std::vector<double> edges_;
};

template <class Function>
double integrate(const std::vector<double>& edges, const Function& f) {
  static const math::QuadratureRule rule = math::gauss_legendre(6);
  double sum = 0.0;
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const double width = edges[i + 1] - edges[i];
    for (size_t k = 0; k < rule.nodes.size(); ++k) {
      sum += width * rule.weights[k] * f(edges[i] + width * rule.nodes[k]);
    }
  }
  return sum;
}

/// A Lorentz curve between two limits.
struct Lorentz {
  double place, width, low, high;
  double span() const { return std::atan((high - place) / width) - std::atan((low - place) / width); }
  double density(double x) const {
    const double d = (x - place) / width;
    return 1.0 / (width * (1.0 + d * d) * span());
  }
  double quantile(double r) const { return place + width * std::tan(std::atan((low - place) / width) + r * span()); }
};

}  // namespace

CrossSectionTable::CrossSectionTable(const Function& sigma, double threshold, std::optional<Resonance> resonance)
    : threshold_(threshold), resonance_(resonance) {
  const double first = threshold > 0.0 ? 1e-4 * threshold : open_start;
  const double begin = coordinate(threshold + first), end = coordinate(highest_a);
  const auto intervals = static_cast<size_t>(std::ceil((end - begin) / node_distance));
  std::vector<double> x, y;
  double low = std::log(first);
  for (size_t i = 0; i <= intervals; ++i) {
    x.push_back(begin + (end - begin) * static_cast<double>(i) / static_cast<double>(intervals));
    // The inverse of coordinate() by bisection in ln(a - threshold).
    double high = std::log(highest_a);
    double from = low;
    constexpr int halvings = 55;
    for (int k = 0; k < halvings; ++k) {
      const double middle = 0.5 * (from + high);
      (coordinate(threshold + std::exp(middle)) < x.back() ? from : high) = middle;
    }
    low = from;
    const double distance = std::exp(0.5 * (from + high)), a = threshold + distance;
    y.push_back(std::log(sigma(a) * a / (distance * distance)));
  }
  logarithm_.emplace(std::move(x), std::move(y));
}

double CrossSectionTable::coordinate(double a) const {
  const double x = std::log(a - threshold_);
  return resonance_ ? x + std::asinh((a - resonance_->place) / resonance_->width) : x;
}

double CrossSectionTable::operator()(double a) const {
  if (a <= threshold_) return 0.0;
  const double x = coordinate(a), low = logarithm_->low(), high = logarithm_->high();
  if (x > high + 1e-9) {
    throw UserError("scattering on moving or radiating electrons above 1e12 GeV", "it is tabulated up to there",
                    "lower the energy");
  }
  const double y =
      x >= low ? (*logarithm_)(std::min(x, high)) : (*logarithm_)(low) + logarithm_->derivative(low) * (x - low);
  return std::exp(y) * (a - threshold_) * (a - threshold_) / a;
}

double radiated_cross_section(const CrossSectionTable& sigma, double a) {
  if (a <= sigma.threshold()) return 0.0;
  const InitialRadiation radiation(a + electron_mass * electron_mass);
  const double most = 1.0 - sigma.threshold() / a, h = radiation.strength();
  // In t = (1 - x)^h the soft part is flat; below the first edge the cross section does not change any more.
  constexpr double first = 1e-9;
  Panels panels(std::min(first, 0.5 * most), most);
  panels.add(0.0, first);
  if (sigma.resonance()) panels.add(1.0 - sigma.resonance()->place / a, 0.5 * sigma.resonance()->width / a);
  panels.add(most, 1e-3 * most);
  std::vector<double> edges = panels.edges();
  const double begin = std::pow(edges.front(), h);
  for (double& edge : edges) edge = std::pow(edge, h);
  const auto integrand = [&](double t) {
    const double radiated = radiation.soft_quantile(t);
    return radiation.against_soft(radiated) * sigma((1.0 - radiated) * a);
  };
  return begin * integrand(0.5 * begin) + integrate(edges, integrand);
}

double atomic_cross_section(const CrossSectionTable& sigma, const std::vector<matter::ElectronGroup>& groups,
                            double energy) {
  const double high = std::min(largest_momentum, electron_mass - sigma.threshold() / (2.0 * energy));
  double sum = 0.0, electrons = 0.0;
  for (const matter::ElectronGroup& group : groups) {
    Panels panels(-largest_momentum, high);
    panels.add(0.0, 0.5 * group.width);
    if (sigma.resonance()) {
      panels.add(electron_mass - sigma.resonance()->place / (2.0 * energy),
                 0.5 * sigma.resonance()->width / (2.0 * energy));
    }
    sum += group.electrons * integrate(panels.edges(), [&](double p) {
             return matter::compton_profile(group.width, p) * (1.0 - p / electron_mass) *
                    sigma(2.0 * energy * (electron_mass - p));
           });
    electrons += group.electrons;
  }
  return sum / electrons;
}

Drawn draw_momentum(const std::vector<matter::ElectronGroup>& groups, const CrossSectionTable& sigma, double energy,
                    double u, size_t* group) {
  const double high = std::min(largest_momentum, electron_mass - sigma.threshold() / (2.0 * energy));
  double electrons = 0.0;
  for (const matter::ElectronGroup& each : groups) electrons += each.electrons;
  // Half of the groups by number, half all alike: few inner electrons make the far wings of the line.
  const auto share = [&](size_t g) {
    return 0.5 * groups[g].electrons / electrons + 0.5 / static_cast<double>(groups.size());
  };
  size_t g = 0;
  while (g + 1 < groups.size() && u > share(g)) u -= share(g++);
  *group = g;
  double r = std::clamp(u / share(g), 1e-15, 1.0 - 1e-15);
  const double width = groups[g].width;
  // Half of the electrons at the resonance while most momenta reach it, then what the wings have there.
  double resonant = 0.0;
  Lorentz line{0.0, 1.0, -largest_momentum, high};
  if (sigma.resonance()) {
    line.place = electron_mass - sigma.resonance()->place / (2.0 * energy);
    line.width = sigma.resonance()->width / (2.0 * energy);
    const double wings = matter::compton_profile(width, line.place) * units::pi * line.width *
                         sigma(sigma.resonance()->place) / sigma(2.0 * energy * electron_mass);
    constexpr double near = 3.0;
    resonant = std::abs(line.place) < near * width ? 0.5 : std::min(0.5, wings / (1.0 + wings));
    if (line.place <= -largest_momentum || line.place >= high) resonant = 0.0;
  }
  const double p =
      r < resonant ? line.quantile(r / resonant) : matter::compton_quantile(width, (r - resonant) / (1.0 - resonant));
  if (p <= -largest_momentum || p >= high) return {p, 0.0};
  const double profile = matter::compton_profile(width, p);
  const double density = share(g) * ((1.0 - resonant) * profile + (resonant > 0.0 ? resonant * line.density(p) : 0.0));
  return {p, groups[g].electrons / electrons * profile * (1.0 - p / electron_mass) / density};
}

Drawn draw_radiation(const CrossSectionTable& sigma, double a, double u) {
  const InitialRadiation radiation(a + electron_mass * electron_mass);
  const double h = radiation.strength(), most = 1.0 - sigma.threshold() / a;
  double resonant = 0.0;
  Lorentz line{0.0, 1.0, 0.0, most};
  if (sigma.resonance() && a > sigma.resonance()->place) {
    // The return to the resonance against what stays soft.
    line.place = 1.0 - sigma.resonance()->place / a;
    line.width = sigma.resonance()->width / a;
    const double x = 1.0 - line.place;
    const double returned = 0.5 * h * (1.0 + x * x) / (line.place + line.width) * units::pi * line.width *
                            sigma(sigma.resonance()->place) / sigma(a);
    resonant = std::min(0.95, returned / (1.0 + returned));
  }
  const double soft_norm = std::pow(most, h);
  const double radiated =
      u < resonant ? line.quantile(u / resonant) : most * radiation.soft_quantile((u - resonant) / (1.0 - resonant));
  if (!(radiated >= 0.0 && radiated < most)) return {0.0, 0.0};
  const double density = (1.0 - resonant) / soft_norm +
                         (resonant > 0.0 ? resonant * line.density(radiated) * std::pow(radiated, 1.0 - h) / h : 0.0);
  return {radiated, radiation.against_soft(radiated) / density};
}

Drawn draw_share(double least, double u) {
  const double length = -std::log(least), share = std::exp(-length * (1.0 - u));
  return {share, (1.0 - least / share) * length / (length - 1.0 + least)};
}

double least_share(const LightCone& electron, double energy) {
  const double c = electron.mass_squared() / electron.minus / (2.0 * energy);
  return c / (1.0 + c);
}

LightCone photon_momentum(const LightCone& electron, double energy, double radiated, double share, double azimuth) {
  const double sum = radiated * energy * electron.minus;  // p.q + k.q
  const double pq = share * sum, minus = (sum - pq) / energy;
  // First as if the electron had no transverse momentum, then the boost that gives it that and keeps minus components.
  const double rest_plus = electron.mass_squared() / electron.minus;
  const double plus = std::fmax(0.0, (2.0 * pq - rest_plus * minus) / electron.minus);
  const double transverse = std::sqrt(plus * minus), x = transverse * std::cos(azimuth),
               y = transverse * std::sin(azimuth);
  const double bx = electron.x / electron.minus, by = electron.y / electron.minus;
  return {plus + 2.0 * (x * bx + y * by) + minus * (bx * bx + by * by), minus, x + minus * bx, y + minus * by};
}

}  // namespace tridens::process::detail
