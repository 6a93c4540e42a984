// Drell-Yan pairs of millicharge_flux.cc: pairs of a virtual photon of mass M and rapidity y in the rest frame of the
// air, tabulated once for all masses of chi.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/parton_density.hh"
#include "tridens/rate/millicharge_flux.hh"

namespace tridens::rate {
namespace {

constexpr double proton = constants::proton_mass;
// x2 = (M/m_p) exp(-y) for fast nucleons: the table runs in t = y - ln(M/m_p), from x2 = 0.9.
constexpr double lowest_excess = 0.105, highest_excess = 10.0;

/// sum over quarks of Q^2 [x q(1) x qbar(2) + x qbar(1) x q(2)].
double annihilation(const matter::PartonValues& first, const matter::PartonValues& second) {
  namespace parton = matter::parton;
  constexpr double up = 4.0 / 9.0, down = 1.0 / 9.0;
  const std::array<std::array<size_t, 2>, 5> flavours = {{{parton::d, parton::dbar},
                                                          {parton::u, parton::ubar},
                                                          {parton::s, parton::sbar},
                                                          {parton::c, parton::cbar},
                                                          {parton::b, parton::bbar}}};
  double sum = 0.0;
  for (size_t i = 0; i < flavours.size(); ++i) {
    const auto [q, qbar] = flavours[i];
    sum += (i % 2 == 1 ? up : down) * (first[q] * second[qbar] + first[qbar] * second[q]);
  }
  return sum;
}

/// Boost from the centre of mass of two nucleons.
double centre_rapidity(double energy) {
  return std::acosh(std::sqrt(0.5 * (energy + proton) / proton));
}

/// Rapidities of a pair of mass M that give one of its particles the energy E; forward pairs only.
std::pair<double, double> pair_rapidities(double energy, double mass, double pair) {
  const double rest = 0.5 * pair, momentum = std::sqrt((energy - mass) * (energy + mass));
  const double rest_momentum = std::sqrt((rest - mass) * (rest + mass));
  const double high = (energy * rest + momentum * rest_momentum) / (mass * mass);
  const double low = (energy * energy + rest_momentum * rest_momentum) / (mass * mass * high);
  const auto bounded = [](double boost) { return std::acosh(std::max(1.0, boost)); };
  const double slowest = std::log(pair / proton);
  return {std::max(bounded(low), slowest + lowest_excess), std::min(bounded(high), slowest + highest_excess)};
}

}  // namespace

void MillichargeProduction::tabulate_pairs() {
  const std::shared_ptr<const matter::PartonDensity> partons = matter::make_parton_density(inputs_.partons);
  const UniformAxis masses{std::log(inputs_.lowest_pair_mass), std::log(highest_pair_mass), 16};
  const UniformAxis excesses{lowest_excess, highest_excess, 65};
  constexpr double mb = 1e-27 * units::cm2;
  const double per_collision = flux::air_mass_number / (flux::air_cross_section_mb * mb);
  std::vector<double> values;
  for (size_t i = 0; i < masses.nodes; ++i) {
    const double mass = std::exp(masses.node(i)), Q2 = mass * mass;
    const double strength = 4.0 * units::pi * constants::fine_structure * constants::fine_structure / (9.0 * Q2);
    for (size_t j = 0; j < excesses.nodes; ++j) {
      double sum = 0.0;
      for (const flux::NucleonNode& node : nodes_) {
        const double s = 2.0 * proton * (proton + node.energy), root = mass / std::sqrt(s);
        const double y = std::log(mass / proton) + excesses.node(j) - centre_rapidity(node.energy);
        const double x1 = root * std::exp(y), x2 = root * std::exp(-y);
        if (!(x1 < 1.0) || !(x2 < 1.0) || node.nucleons == 0.0) continue;
        matter::PartonValues projectile{}, target{};
        partons->evaluate_average(node.protons / node.nucleons, &x1, &Q2, 1, &projectile);
        partons->evaluate_average(0.5, &x2, &Q2, 1, &target);
        sum += node.nucleons * annihilation(projectile, target);
      }
      // M^2 dsigma/dM^2 dy.
      values.push_back(std::log(per_collision * strength * sum));
    }
  }
  pairs_ = std::make_shared<const BicubicTable>(masses, excesses, 1, values);
}

std::vector<double> MillichargeProduction::from_drell_yan(double mass, const std::vector<double>& energies) const {
  static const math::QuadratureRule outer = math::gauss_legendre(16), inner = math::gauss_legendre(4);
  const double first = std::max(2.0 * mass, inputs_.lowest_pair_mass), span = std::log(highest_pair_mass / first);
  std::vector<double> result(energies.size());
  for (size_t i = 0; i < outer.nodes.size(); ++i) {
    // M = first e^(span v^2): dM^2/M^2 = 4 span v dv, smooth at the threshold.
    const double v = outer.nodes[i], pair = first * std::exp(span * v * v), x = 4.0 * mass * mass / (pair * pair);
    const double rest_momentum = 0.5 * pair * std::sqrt(1.0 - x);
    const double weight = 2.0 * outer.weights[i] * 4.0 * span * v * std::sqrt(1.0 - x) * (1.0 + 0.5 * x);
    for (size_t k = 0; k < energies.size(); ++k) {
      const auto [from, to] = pair_rapidities(energies[k], mass, pair);
      const int panels = static_cast<int>(std::ceil((to - from) / 0.5));
      const double width = panels > 0 ? (to - from) / panels : 0.0;
      for (int panel = 0; panel < panels; ++panel) {
        for (size_t j = 0; j < inner.nodes.size(); ++j) {
          const double y = from + width * (panel + inner.nodes[j]);
          double intensity = 0.0;
          pairs_->evaluate(std::log(pair), y - std::log(pair / proton), &intensity);
          const double reach = std::sinh(y) * rest_momentum;
          const double cosine = (energies[k] - 0.5 * pair * std::cosh(y)) / reach;
          const double angular = (1.0 + cosine * cosine + x * (1.0 - cosine * cosine)) * 3.0 / (8.0 + 4.0 * x);
          result[k] += weight * width * inner.weights[j] * std::exp(intensity) * angular / reach;
        }
      }
    }
  }
  return result;
}

}  // namespace tridens::rate
