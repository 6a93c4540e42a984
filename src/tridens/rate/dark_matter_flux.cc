// Dark matter of a proton beam, per proton on target.
//
// Mesons (B. Batell, M. Pospelov, A. Ritz, arXiv:0906.5614; Y. Kahn, G. Krnjaic, J. Thaler, M. Toups, arXiv:1411.1055
// for A' off its shell), z = k^2/M^2, P(k^2) of model::dark_pair_phase_space:
//   dBr/dk^2 = Br(2 gamma) epsilon^2 (2 alpha_D/3 pi) (1 - z)^3 k^2 P(k^2)/|k^2 - m_A'^2 + i m_A' Gamma|^2,
// the Kroll-Wada formula with the propagator of A': on the shell Br(2 gamma) 2 epsilon^2 (1 - m_A'^2/M^2)^3, for m_A'
// -> 0 that of millicharged particles of charge epsilon g_D. One integral holds both. A' is transverse: in its frame,
// along the photon, scalars ~ sin^2, fermions ~ (k^2 - D^2)/2 - p^2 sin^2 (D the splitting, p the momentum).
//   Spectrum at rest S(E*), which is isotropic: E dN/d3p = int dN_M S(E*)/(4 pi p*), E* = P.p/M, so that
//   dN/dE dOmega = int dE* S(E*) int dp_M M/(4 pi p* p_M) int dphi d2N_M/(dp_M dOmega)
// on the cone around the direction of chi on which E* is reached. Meson form factors are left out.
//
// Bremsstrahlung (J. Blumlein, J. Brunner, arXiv:1311.3870; P. deNiverville et al., arXiv:1609.01770), per proton, each
// of which collides once: d2N/dz dpT^2 = epsilon^2 w(z, pT^2, k^2) |F_V(k^2)|^2 sigma_pp(s')/sigma_pp(s), s' = 2 m_p
// (E_p - E_k), w and F_V of process/millicharge.hh, times (1/pi) dk^2 k Gamma(A'* -> chi chi)/|...|^2; the pairs are
// isotropic in the frame of A'. Valid for fast protons (z from 0.1 to 0.9): not at 0.8 GeV, where it is left out.
#include "tridens/rate/dark_matter_flux.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/millicharge.hh"

namespace tridens::rate {
namespace {

using model::DarkMatter;

constexpr double proton = constants::proton_mass;

struct MassNode {
  double k2 = 0.0, weight = 0.0;  // GeV^2
};

/// Nodes of int dk^2 from the threshold of the pair to `highest`, dense around A' and at `structures`.
std::vector<MassNode> pair_masses(const DarkMatter& matter, double width, double highest,
                                  const std::vector<double>& structures, int nodes_per_panel = 8) {
  const double lowest = std::pow(matter.mass + matter.heavier_mass(), 2);
  std::vector<double> borders = {lowest, highest};
  const auto add = [&](double k2) {
    if (k2 > lowest && k2 < highest) borders.push_back(k2);
  };
  for (const double k : structures) add(k * k);
  const double m2 = matter.mediator_mass * matter.mediator_mass;
  add(m2);
  // From the width on, or where A' is below the threshold from a share of the distance to it.
  const double nearest = std::max({matter.mediator_mass * width, 0.1 * (lowest - m2), 1e-12 * m2});
  for (double step = nearest; step < highest; step *= 4.0) {
    add(m2 - step);
    add(m2 + step);
  }
  std::sort(borders.begin(), borders.end());
  const math::QuadratureRule rule = math::gauss_legendre(nodes_per_panel);
  std::vector<MassNode> nodes;
  for (size_t panel = 0; panel + 1 < borders.size(); ++panel) {
    const double from = borders[panel], span = borders[panel + 1] - from;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double u = rule.nodes[i];
      // At the threshold a root: dense there.
      const bool first = panel == 0;
      nodes.push_back({from + span * (first ? u * u : u), rule.weights[i] * span * (first ? 2.0 * u : 1.0)});
    }
  }
  return nodes;
}

/// Neighbouring nodes as one at their weighted mean, where pair and parents hardly change between them: what is
/// radiated is smooth in k but for the form factor, which is in the weights.
std::vector<MassNode> merged(const std::vector<MassNode>& nodes, double threshold) {
  constexpr double alike = 0.1;  // relative, of k and of the momentum in the pair
  const auto momentum = [&](double k2) { return std::sqrt(std::max(0.0, k2 - threshold * threshold)); };
  std::vector<MassNode> result;
  double first = 0.0;
  for (const MassNode& node : nodes) {
    const double k2 = node.k2;
    const bool near =
        !result.empty() && k2 < first * (1.0 + alike) * (1.0 + alike) && momentum(k2) < momentum(first) * (1.0 + alike);
    if (!near) {
      result.push_back(node);
      first = k2;
      continue;
    }
    MassNode& last = result.back();
    const double weight = last.weight + node.weight;
    if (weight > 0.0) last.k2 = (last.k2 * last.weight + k2 * node.weight) / weight;
    last.weight = weight;
  }
  return result;
}

/// A pair of mass k in its own frame.
struct PairFrame {
  double energy = 0.0, momentum = 0.0;  // of the state that is asked for
};

PairFrame pair_frame(const DarkMatter& matter, bool excited, double k2) {
  const double k = std::sqrt(k2), m1 = excited ? matter.heavier_mass() : matter.mass,
               m2 = excited ? matter.mass : matter.heavier_mass();
  PairFrame frame;
  frame.energy = 0.5 * (k2 + (m1 - m2) * (m1 + m2)) / k;
  frame.momentum = std::sqrt(std::max(0.0, (frame.energy - m1) * (frame.energy + m1)));
  return frame;
}

/// Density in the cosine of chi to the photon, in the frame of a transverse A'.
double angular_density(const DarkMatter& matter, double k2, double momentum, double cosine) {
  const double sin2 = 1.0 - cosine * cosine;
  if (matter.spin == model::DarkMatterSpin::scalar) return 0.75 * sin2;
  const double even = 0.5 * (k2 - matter.splitting * matter.splitting), p2 = momentum * momentum;
  return (even - p2 * sin2) / (2.0 * even - 4.0 * p2 / 3.0);
}

/// dBr/dk^2, GeV^-2.
double branching_density(const DarkMatter& matter, double width, const model::ElectromagneticMeson& meson, double k2) {
  const double rest = 1.0 - k2 / (meson.mass * meson.mass);
  return meson.branching * matter.epsilon * matter.epsilon * 2.0 * matter.alpha_D / (3.0 * units::pi) * rest * rest *
         rest * k2 * model::dark_pair_phase_space(matter, k2) * model::dark_propagator_squared(matter, width, k2);
}

model::ElectromagneticMeson photonic(const std::string& name) {
  model::ElectromagneticMeson meson = model::electromagnetic_meson(name);
  if (meson.decay != model::ElectromagneticMeson::Decay::two_photon) {
    throw UserError("dark matter from " + name, "it is known of mesons that decay into two photons", "pi0 or eta");
  }
  return meson;
}

/// One energy at rest between the ends of its spectrum: borders where A' on its shell begins and ends.
std::vector<double> rest_borders(const DarkMatter& matter, bool excited, double meson) {
  const double m1 = excited ? matter.heavier_mass() : matter.mass, m2 = excited ? matter.mass : matter.heavier_mass();
  std::vector<double> borders = {m1, 0.5 * (meson * meson + (m1 - m2) * (m1 + m2)) / meson};
  const double k = matter.mediator_mass;
  if (k > m1 + m2 && k < meson) {
    const PairFrame frame = pair_frame(matter, excited, k * k);
    const double energy = 0.5 * (meson * meson + k * k) / meson, momentum = 0.5 * (meson * meson - k * k) / meson;
    for (const double sign : {-1.0, 1.0}) {
      const double edge = (energy * frame.energy + sign * momentum * frame.momentum) / k;
      if (edge > borders[0] * (1.0 + 1e-9) && edge < borders[1] * (1.0 - 1e-9)) borders.push_back(edge);
    }
  }
  std::sort(borders.begin(), borders.end());
  return borders;
}

double total_branching(const DarkMatter& matter, const model::ElectromagneticMeson& meson,
                       const std::vector<MassNode>& nodes, double width) {
  double sum = 0.0;
  for (const MassNode& node : nodes) sum += node.weight * branching_density(matter, width, meson, node.k2);
  return sum;
}

void check_excited(const DarkMatter& matter, bool excited) {
  if (excited && !matter.inelastic()) {
    throw UserError("chi2 of a beam", "without a splitting there is no second state", "give splitting=5MeV, say");
  }
}

}  // namespace

double dark_matter_branching(const DarkMatter& matter, const std::string& name) {
  const model::ElectromagneticMeson meson = photonic(name);
  if (matter.mass + matter.heavier_mass() >= meson.mass) return 0.0;
  const double width = model::dark_photon_widths(matter).total();
  return total_branching(matter, meson, pair_masses(matter, width, meson.mass * meson.mass, {}), width);
}

std::vector<RestLine> dark_matter_lines(const DarkMatter& matter, const std::string& name, bool excited) {
  check_excited(matter, excited);
  const model::ElectromagneticMeson meson = photonic(name);
  if (matter.mass + matter.heavier_mass() >= meson.mass) return {};
  const double width = model::dark_photon_widths(matter).total(), M = meson.mass;
  const std::vector<MassNode> nodes = pair_masses(matter, width, M * M, {});
  const std::vector<double> borders = rest_borders(matter, excited, M);
  const math::QuadratureRule rule = math::gauss_legendre(borders.size() > 2 ? 5 : 16);
  std::vector<RestLine> lines;
  double sum = 0.0;
  for (size_t panel = 0; panel + 1 < borders.size(); ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double span = borders[panel + 1] - borders[panel], energy = borders[panel] + span * rule.nodes[i];
      double density = 0.0;
      for (const MassNode& node : nodes) {
        const PairFrame frame = pair_frame(matter, excited, node.k2);
        const double k = std::sqrt(node.k2), pair = 0.5 * (M * M + node.k2) / M,
                     reach = 0.5 * (M * M - node.k2) / M * frame.momentum;
        const double cosine = (k * energy - pair * frame.energy) / reach;
        if (!(std::abs(cosine) < 1.0)) continue;
        density += node.weight * branching_density(matter, width, meson, node.k2) *
                   angular_density(matter, node.k2, frame.momentum, cosine) * k / reach;
      }
      lines.push_back({energy, rule.weights[i] * span * density});
      sum += lines.back().weight;
    }
  }
  // The number is known better than the shape: chi and chibar where they are two.
  const double yield = (matter.inelastic() ? 1.0 : 2.0) * total_branching(matter, meson, nodes, width);
  for (RestLine& line : lines) line.weight *= yield / sum;
  return lines;
}

double emitted(const MovingParents& parents, const std::vector<RestLine>& lines, double mass, double energy,
               double angle) {
  // Twice as many nodes of each kind change events by less than 1e-3.
  static const math::QuadratureRule rule = math::gauss_legendre(10);
  constexpr int azimuths = 6;
  const double momentum = std::sqrt((energy - mass) * (energy + mass)), M = parents.mass;
  const double fastest = std::asinh(parents.highest_momentum / M);
  const double along = std::cos(angle), across = std::sin(angle);
  double sum = 0.0;
  for (const RestLine& line : lines) {
    const double rest_momentum = std::sqrt(std::max(0.0, (line.energy - mass) * (line.energy + mass)));
    if (!(rest_momentum > 0.0) || line.weight == 0.0) continue;
    // Rapidities at which some direction of emission gives the energy.
    const double own = std::asinh(momentum / mass), rest = std::asinh(rest_momentum / mass);
    const double from = std::abs(own - rest), to = std::min(own + rest, fastest);
    if (!(to > from)) continue;
    double inner = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double y = from + (to - from) * rule.nodes[i], p = M * std::sinh(y), E = M * std::cosh(y);
      const double cosine = (E * energy - M * line.energy) / (p * momentum);
      if (!(std::abs(cosine) <= 1.0)) continue;
      const double sine = std::sqrt(1.0 - cosine * cosine);
      double around = 0.0;
      const int count = across * sine > 0.0 ? azimuths : 1;
      for (int k = 0; k < count; ++k) {
        const double phi = units::pi * (k + 0.5) / count;
        around += parents.density(p, std::clamp(along * cosine + across * sine * std::cos(phi), -1.0, 1.0));
      }
      // dp/p = coth(y) dy, and the whole circle.
      inner += rule.weights[i] * (E / p) * around * 2.0 * units::pi / count;
    }
    sum += line.weight * M / (4.0 * units::pi * rest_momentum) * (to - from) * inner;
  }
  return sum;
}

DarkMatterProduction::DarkMatterProduction(flux::ProtonBeam beam, DarkMatterOptions options)
    : beam_(std::move(beam)), options_(options) {
  if (!(0.0 < options_.lowest_z) || !(options_.lowest_z < options_.highest_z) || !(options_.highest_z < 1.0) ||
      !(options_.highest_pT > 0.0) || !(options_.off_shell_scale >= 0.0)) {
    throw UserError(fmt::format("bremsstrahlung at z from {:g} to {:g}, pT below {:g} GeV", options_.lowest_z,
                                options_.highest_z, options_.highest_pT),
                    "shares of an energy lie between 0 and 1 and rise, and scales are positive", "give 0.1 and 0.9");
  }
  constexpr double slowest_beam = 3.0;  // GeV: below, no z within the range leaves a fast proton
  if (beam_.kinetic_energy < slowest_beam) options_.bremsstrahlung = false;
}

MovingParents DarkMatterProduction::radiated(double mass) const {
  const double E = beam_.energy(), momentum = beam_.momentum(), k2 = mass * mass;
  const double before = process::proton_proton_cross_section(2.0 * proton * (E + proton));
  const double form_factor = process::vector_form_factor_squared(k2);
  const DarkMatterOptions options = options_;
  MovingParents parents{mass, momentum * options.highest_z, {}};
  parents.density = [=](double p, double cosine) {
    const double energy = std::hypot(p, mass), z = energy / E, pT2 = p * p * (1.0 - cosine * cosine);
    const double left = 2.0 * proton * (E - energy);
    if (cosine <= 0.0 || z < options.lowest_z || z > options.highest_z || left <= 4.0 * proton * proton ||
        pT2 > options.highest_pT * options.highest_pT) {
      return 0.0;
    }
    double suppressed = 1.0;
    if (options.off_shell_scale > 0.0) {
      const double virtuality = (pT2 + (1.0 - z) * k2 + z * z * proton * proton) / z;
      const double scale4 = std::pow(options.off_shell_scale, 4);
      suppressed = std::pow(scale4 / (scale4 + virtuality * virtuality), 2);
    }
    // dz dpT^2 = (p/E_k dp/E_p) (2 p^2 cos dcos), dcos = dOmega/2 pi.
    const double jacobian = p / (energy * E) * p * p * cosine / units::pi;
    return jacobian * process::splitting(options.splitting, z, pT2, k2) * suppressed * form_factor *
           process::proton_proton_cross_section(left) / before;
  };
  return parents;
}

std::vector<DarkMatterSpectrum> DarkMatterProduction::spectra(const DarkMatter& matter, bool excited,
                                                              const std::vector<double>& energies,
                                                              const std::vector<double>& angles) const {
  matter.check();
  check_excited(matter, excited);
  const double mass = excited ? matter.heavier_mass() : matter.mass;
  std::vector<DarkMatterSpectrum> result;
  const auto add = [&](DarkMatterSpectrum& into, const MovingParents& parents, const std::vector<RestLine>& lines) {
    into.density.resize(angles.size() * energies.size());
    for (size_t a = 0; a < angles.size(); ++a) {
      for (size_t e = 0; e < energies.size(); ++e) {
        into.density[a * energies.size() + e] += emitted(parents, lines, mass, energies[e], angles[a]);
      }
    }
  };
  for (const flux::BeamMesons& meson : beam_.mesons) {
    if (!options_.mesons) break;
    const std::vector<RestLine> lines = dark_matter_lines(matter, meson.meson(), excited);
    if (lines.empty()) continue;
    DarkMatterSpectrum spectrum{meson.meson(), {}};
    add(spectrum, {meson.mass(), meson.highest_momentum(), [&](double p, double c) { return meson.density(p, c); }},
        lines);
    result.push_back(std::move(spectrum));
  }
  const double pair = matter.mass + matter.heavier_mass();
  if (options_.bremsstrahlung && pair < highest_radiated_mass) {
    const double width = model::dark_photon_widths(matter).total(), epsilon2 = matter.epsilon * matter.epsilon;
    DarkMatterSpectrum spectrum{"bremsstrahlung", {}};
    std::vector<MassNode> nodes = pair_masses(matter, width, highest_radiated_mass * highest_radiated_mass,
                                              {0.6, 0.74, 0.77, 0.78266, 0.795, 0.85, 1.2}, 4);
    for (MassNode& node : nodes) {
      // (1/pi) k Gamma(k)/|D|^2 dk^2, chi and chibar where they are two.
      node.weight *= epsilon2 / units::pi * matter.alpha_D / 3.0 * node.k2 *
                     model::dark_pair_phase_space(matter, node.k2) *
                     model::dark_propagator_squared(matter, width, node.k2) * (matter.inelastic() ? 1.0 : 2.0) *
                     process::vector_form_factor_squared(node.k2);
    }
    nodes = merged(nodes, pair);
    double largest = 0.0;
    for (const MassNode& node : nodes) largest = std::max(largest, node.weight);
    constexpr double counts = 1e-3;  // smaller parts than this of the largest one are below all other errors
    for (const MassNode& node : nodes) {
      if (node.weight < counts * largest) continue;
      add(spectrum, radiated(std::sqrt(node.k2)),
          {{pair_frame(matter, excited, node.k2).energy, node.weight / process::vector_form_factor_squared(node.k2)}});
    }
    result.push_back(std::move(spectrum));
  }
  if (result.empty()) {
    throw UserError(
        fmt::format("dark matter of {:g} GeV from {}", matter.mass, beam_.name),
        fmt::format("a pair of {:g} GeV is heavier than all its mesons{}", pair,
                    options_.bremsstrahlung ? " and what protons radiate" : ", and there is no bremsstrahlung"),
        "choose a lighter one");
  }
  return result;
}

}  // namespace tridens::rate
