// What elastic processes share: kinematics, totals by quadrature, the map of the unit cube and final states.
//
//   E_min(T) = [T + sqrt(T^2 + 2 M T)]/2 [1 + m^2/(2 M T)],   threshold m + m^2/2M
//   T+- = [2 M E^2 - m^2 (M + E) +- E sqrt((2 M E - m^2)^2 - 4 M^2 m^2)]/[2 M (M + 2 E)],  T+ T- = m^4/[4 M (M + 2 E)]
//   recoil: p_z = [2 T (M + E) + m^2]/2E,  p_T^2 = M (M + 2 E) (T - T-) (T+ - T)/E^2
//
// for a body of mass M at rest and an outgoing neutrino (or new particle) of mass m. Two-body kinematics, exact.
#include "tridens/process/elastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process {
namespace {

constexpr size_t block = 256;
/// Rounding of E_min against E at the end points.
constexpr double rounding = 1e-14;

void require_energy(double energy) {
  if (energy > 0.0 && std::isfinite(energy)) return;
  throw UserError(fmt::format("a neutrino energy of {} GeV", energy), "it must be positive and finite", "");
}

[[noreturn]] void diverges(const ElasticProcess& process, size_t component) {
  throw UserError(
      "the cross section of " + process.components()[component].nuclide + " grows without bound",
      "a massless boson is exchanged at zero recoil energy (magnetic moment, millicharge, massless mediator)",
      "give a lowest recoil energy (--recoil-min, or recoil_min in a card)");
}

double lowest_energy_of(double M, double m_squared, double T) {
  const double massless = 0.5 * (T + std::sqrt(T * (T + 2.0 * M)));
  return m_squared > 0.0 ? massless * (1.0 + m_squared / (2.0 * M * T)) : massless;
}

/// u -> T with a density proportional to 1/(T + shift); linear for an infinite shift.
struct RecoilMap {
  double low, high, shift;
  double recoil(double u) const {
    if (std::isinf(shift)) return low + (high - low) * u;
    return std::min(low + (low + shift) * std::expm1(u * std::log1p((high - low) / (low + shift))), high);
  }
  double jacobian(double T) const {
    if (std::isinf(shift)) return high - low;
    return (T + shift) * std::log1p((high - low) / (low + shift));
  }
};

}  // namespace

double ElasticProcess::lowest_energy(size_t component, double recoil) const {
  const double m = outgoing(component).mass;
  if (recoil == 0.0) return m > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
  return lowest_energy_of(components()[component].target_mass, m * m, recoil);
}

double ElasticProcess::threshold(size_t component) const {
  const double M = components()[component].target_mass, m = outgoing(component).mass;
  const double begin = std::max(lowest_recoil(), recoil_shape(component).closed_below);
  // E_min(T) falls to the threshold at T = m^2/[2 (M + m)] and rises from there.
  const double turn = m * m / (2.0 * (M + m));
  if (begin > turn) return lowest_energy(component, begin);
  return highest_recoil() < turn ? lowest_energy(component, highest_recoil()) : m + m * m / (2.0 * M);
}

ElasticProcess::Range ElasticProcess::recoil_range(size_t component, double energy) const {
  const double M = components()[component].target_mass, m = outgoing(component).mass;
  require_energy(energy);
  if (m == 0.0) return {0.0, 2.0 * energy * energy / (M + 2.0 * energy)};
  if (energy <= m + m * m / (2.0 * M)) return {};
  const double m2 = m * m, open = 2.0 * M * energy - m2;
  const double root = std::sqrt(std::max(0.0, (open - 2.0 * M * m) * (open + 2.0 * M * m)));
  const double high = (2.0 * M * energy * energy - m2 * (M + energy) + energy * root) / (2.0 * M * (M + 2.0 * energy));
  return {m2 * m2 / (4.0 * M * (M + 2.0 * energy) * high), high};
}

ElasticProcess::Range ElasticProcess::open_range(size_t component, double energy) const {
  Range range = recoil_range(component, energy);
  range.low = std::max({range.low, lowest_recoil(), recoil_shape(component).closed_below});
  range.high = std::min(range.high, highest_recoil());
  return range.low < range.high ? range : Range{};
}

bool ElasticProcess::diverges_at_zero(size_t component) const {
  const RecoilShape shape = recoil_shape(component);
  return shape.lightest == 0.0 && shape.closed_below == 0.0 && outgoing(component).mass == 0.0;
}

void ElasticProcess::recoil_spectrum(size_t component, const double* energy, const double* recoil, size_t count,
                                     double* result) const {
  const double M = components()[component].target_mass, m = outgoing(component).mass;
  // Points outside the range are given a harmless recoil energy and no weight.
  constexpr double harmless = 1e-6;
  std::vector<double> T(std::min(count, block)), inside(T.size());
  RecoilCoefficients a(T.size());
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t size = std::min(block, count - begin);
    for (size_t i = 0; i < size; ++i) {
      const double t = recoil[begin + i];
      const bool outside =
          t < 0.0 || (m > 0.0 && t == 0.0) || lowest_energy_of(M, m * m, t) > energy[begin + i] * (1.0 + rounding);
      T[i] = outside ? harmless : t;
      inside[i] = outside ? 0.0 : 1.0;
    }
    coefficients(component, T.data(), size, a);
    for (size_t i = 0; i < size; ++i) {
      const double E = energy[begin + i], over = 1.0 / E;
      const double first = a.inverse[i] * over, second = a.inverse_squared[i] * over * over;
      const double value = a.constant[i] + first + second;
      // At the largest recoil the three terms may cancel to zero.
      const double noise = 1e-14 * (std::abs(a.constant[i]) + std::abs(first) + std::abs(second));
      result[begin + i] = inside[i] == 0.0 || std::abs(value) <= noise ? 0.0 : value;
    }
  }
}

double ElasticProcess::integral(size_t component, double energy, Range range, int level) const {
  // Variable sqrt(T), proportional to the momentum transfer: panels no longer than the form factor allows, and of
  // constant ratio down to the lightest boson's scale; they end at the steps.
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  const RecoilShape shape = recoil_shape(component);
  std::vector<double> ends = {range.low, range.high};
  for (const double step : steps(component)) {
    if (step > range.low && step < range.high) ends.push_back(step);
  }
  constexpr double ratio = 4.0;  // of T between the ends of a panel
  const double finest = std::max(0.1 * shape.lightest, range.low);
  for (double T = range.high / ratio; T > finest && T > range.low; T /= ratio) ends.push_back(T);
  std::sort(ends.begin(), ends.end());
  std::vector<double> T, weight;
  for (size_t k = 0; k + 1 < ends.size(); ++k) {
    const double low = std::sqrt(ends[k]), high = std::sqrt(ends[k + 1]);
    const int panels = std::max(1, static_cast<int>(std::ceil((high - low) / std::sqrt(shape.falls_at)))) << level;
    const double width = (high - low) / panels;
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        const double s = low + width * (panel + rule.nodes[j]);
        T.push_back(s * s);
        weight.push_back(2.0 * s * width * rule.weights[j]);
      }
    }
  }
  RecoilCoefficients a(T.size());
  coefficients(component, T.data(), T.size(), a);
  double sum = 0.0;
  for (size_t i = 0; i < T.size(); ++i) sum += weight[i] * a.at(i, energy);
  return sum;
}

CrossSection ElasticProcess::cross_section(size_t component, double energy, double lowest_recoil_energy,
                                           double highest_recoil_energy) const {
  const Range limits = recoil_range(component, energy);
  const double begin = std::max(lowest_recoil_energy, recoil_shape(component).closed_below);
  const Range range{std::max(limits.low, begin), std::min(limits.high, highest_recoil_energy)};
  if (!(range.low < range.high)) return {0.0, 0.0, energy <= threshold(component)};
  if (range.low == 0.0 && diverges_at_zero(component)) diverges(*this, component);
  // Finer panels until two rules agree; their difference bounds the error of the coarser one. The form-factor tables
  // add theirs.
  constexpr double wanted = 1e-9, tables = 1e-9;
  constexpr int levels = 7;
  double coarse = integral(component, energy, range, 0), value = coarse, difference = 0.0;
  for (int level = 1; level < levels; ++level) {
    value = integral(component, energy, range, level);
    difference = std::abs(value - coarse);
    if (difference <= wanted * std::abs(value)) break;
    coarse = value;
  }
  return {value, difference + tables * std::abs(value), false};
}

CrossSection ElasticProcess::cross_section(size_t component, double energy) const {
  require_energy(energy);
  if (energy <= threshold(component)) return {0.0, 0.0, true};
  return cross_section(component, energy, lowest_recoil(), highest_recoil());
}

void ElasticProcess::dsigma(size_t component, const double* energy, const double* u, size_t count,
                            double* result) const {
  if (diverges_at_zero(component) && lowest_recoil() == 0.0) diverges(*this, component);
  const RecoilShape shape = recoil_shape(component);
  const double shift = std::min(shape.falls_at, shape.lightest);
  std::vector<double> T(count), jacobian(count);
  for (size_t i = 0; i < count; ++i) {
    const Range range = open_range(component, energy[i]);
    const bool closed = range.high == 0.0;
    const RecoilMap map{range.low, range.high, shift};
    T[i] = closed ? -1.0 : map.recoil(u[i]);  // a negative recoil is outside every range
    jacobian[i] = closed ? 0.0 : map.jacobian(T[i]);
  }
  recoil_spectrum(component, energy, T.data(), count, result);
  for (size_t i = 0; i < count; ++i) result[i] *= jacobian[i];
}

std::vector<FinalParticle> ElasticProcess::final_state(size_t component, double energy, const double* u) const {
  if (diverges_at_zero(component) && lowest_recoil() == 0.0) diverges(*this, component);
  const Range range = open_range(component, energy);
  if (range.high == 0.0) throw Failure("a final state below threshold", "no recoil is possible there");
  const RecoilShape shape = recoil_shape(component);
  const Component& target = components()[component];
  const model::OutgoingState& state = outgoing(component);
  const double M = target.target_mass, m = state.mass;
  const double T = RecoilMap{range.low, range.high, std::min(shape.falls_at, shape.lightest)}.recoil(u[0]);
  // |p|^2 - p_z^2 as a product: no cancellation close to the ends of the range.
  const Range kinematic = recoil_range(component, energy);
  const double along = (2.0 * T * (M + energy) + m * m) / (2.0 * energy);
  const double across =
      std::sqrt(M * (M + 2.0 * energy) * std::max(0.0, T - kinematic.low) * std::max(0.0, kinematic.high - T)) / energy;
  const double phi = 2.0 * units::pi * u[1];
  const FourVector recoil{M + T, across * std::cos(phi), across * std::sin(phi), along};
  FourVector neutrino{0.0, -recoil.x, -recoil.y, energy - recoil.z};
  neutrino.e = std::sqrt(neutrino.x * neutrino.x + neutrino.y * neutrino.y + neutrino.z * neutrino.z + m * m);
  return {{state.pdg, neutrino, m}, {target.recoil_pdg, recoil, M}};
}

}  // namespace tridens::process
