// Events of dark matter in a detector of the volume V at the distance d,
//   N = POT int_V dV/d^2 int dE (dN/dE dOmega)(E, theta) n sigma(E; window) x efficiency,
// the angle theta to the beam at each part of V (four groups of it); n targets per volume. chi flies straight, does not
// scatter on the way, and the delay of slow ones is not cut. With a splitting (E. Izaguirre et al., arXiv:1703.06881):
// chi1 becomes chi2 when it scatters, and chi2 of the beam that has not decayed, exp(-d/L), L = (p/m) c tau, becomes
// chi1; chi1 from decays of chi2 on the way are left out. Signal "decay":
//   N = POT int_V dV/d^2 int dE (dN/dE dOmega) exp(-d/L)/L x share in the window
// of chi2 made in the target, and those made by chi1 in the detector on whole nuclei, nucleons and electrons that decay
// inside of it (FlightLines along the beam), with all of the energy but the recoil. The energy of l+ l-: masses q of
// the pair by the spectrum of the decay, even in the cosine of the direction to the flight.
#include "tridens/rate/dark_matter_rate.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using detector::DarkSignal;
using model::DarkMatter;
using process::DarkMatterScattering;
using process::DarkTarget;

/// Nodes in ln E between two energies.
struct EnergyNode {
  double energy = 0.0, weight = 0.0;
};

std::vector<EnergyNode> energy_nodes(double low, double high, int count) {
  const math::QuadratureRule rule = math::gauss_legendre(count);
  const double span = std::log(high / low);
  std::vector<EnergyNode> nodes;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double energy = low * std::exp(span * rule.nodes[i]);
    nodes.push_back({energy, rule.weights[i] * span * energy});
  }
  return nodes;
}

/// Of a particle in flight; none for a width of 0.
double decays_per_metre(double width, double mass, double energy) {
  return width * units::m / std::sqrt((energy / mass - 1.0) * (energy / mass + 1.0));
}

}  // namespace

double DarkMatterEvents::Part::total() const {
  double sum = 0.0;
  for (const double count : counts) sum += count;
  return sum;
}

double DarkMatterEvents::events() const {
  double sum = 0.0;
  for (const Part& part : parts) sum += part.total();
  return sum;
}

std::vector<double> DarkMatterEvents::counts() const {
  std::vector<double> sum(parts.empty() ? 0 : parts.front().counts.size());
  for (const Part& part : parts) {
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += part.counts[i];
  }
  return sum;
}

double lowest_energy_for(const DarkMatterScattering& scattering, double recoil, double highest_energy) {
  double low = scattering.threshold(), high = highest_energy;
  if (!(low < high) || scattering.largest_recoil(high) <= recoil) return INFINITY;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (scattering.open(middle) && scattering.largest_recoil(middle) > recoil ? high : low) = middle;
  }
  return high;
}

struct DarkMatterRate::Target {
  DarkMatterScattering scattering;
  double per_m3 = 0.0;  // in the detector
};

DarkMatterRate::DarkMatterRate(detector::DarkMatterExperiment experiment, DarkMatterOptions options, int energy_nodes)
    : experiment_(std::move(experiment)),
      production_(flux::proton_beam(experiment_.beam), options),
      material_(matter::material(experiment_.material)),
      shares_(detector::viewed_shares(experiment_.body)),
      energy_nodes_(energy_nodes) {
  experiment_.check();
}

std::vector<DarkMatterRate::Target> DarkMatterRate::targets(const DarkMatter& matter, bool excited) const {
  const double units_per_m3 = material_.units_per_tonne() * experiment_.density;  // g/cm^3 are t/m^3
  std::vector<Target> result;
  const DarkSignal signal = experiment_.signal;
  if (signal == DarkSignal::electron || signal == DarkSignal::decay) {
    result.push_back(
        {DarkMatterScattering(matter, DarkTarget::electron, excited), units_per_m3 * material_.proton_count()});
  }
  if (signal == DarkSignal::nucleon) {
    result.push_back(
        {DarkMatterScattering(matter, DarkTarget::proton, excited), units_per_m3 * material_.proton_count()});
    result.push_back(
        {DarkMatterScattering(matter, DarkTarget::neutron, excited), units_per_m3 * material_.neutron_count()});
  }
  if (signal == DarkSignal::nucleus || signal == DarkSignal::decay) {
    for (const matter::Constituent& one : material_.constituents) {
      result.push_back({DarkMatterScattering(matter, one.nuclide.name(), excited), units_per_m3 * one.count});
    }
  }
  return result;
}

void DarkMatterRate::add_recoils(const DarkMatter& matter, bool excited, DarkMatterEvents& events) const {
  const double highest = production_.beam().energy(), mass = excited ? matter.heavier_mass() : matter.mass;
  const std::vector<Target> all = targets(matter, excited);
  double lowest = INFINITY;
  for (const Target& target : all) {
    lowest = std::min(lowest, lowest_energy_for(target.scattering, experiment_.energy_edges.front(), highest));
  }
  if (!std::isfinite(lowest)) {
    throw UserError(
        fmt::format("recoils of {:g} GeV and more in {}", experiment_.energy_edges.front(), experiment_.name),
        fmt::format("dark matter of {:g} GeV with up to {:g} GeV gives no target that much", mass, highest),
        "choose another mass or target");
  }
  const std::vector<EnergyNode> nodes = energy_nodes(lowest, highest, energy_nodes_);
  std::vector<double> energies, angles;
  for (const EnergyNode& node : nodes) energies.push_back(node.energy);
  for (const detector::ViewedShare& share : shares_) angles.push_back(share.angle);
  // Targets x cross section per bin and energy, in 1/m.
  const size_t bins = experiment_.energy_edges.size() - 1;
  std::vector<double> thickness(bins * nodes.size());
  for (const Target& target : all) {
    for (size_t e = 0; e < nodes.size(); ++e) {
      for (size_t bin = 0; bin < bins; ++bin) {
        double from = experiment_.energy_edges[bin];
        const double to = experiment_.energy_edges[bin + 1];
        if (experiment_.smallest_cosine > -1.0) {
          from = std::max(from, target.scattering.recoil_of_cosine(nodes[e].energy, experiment_.smallest_cosine));
        }
        if (!(to > from)) continue;
        thickness[e * bins + bin] +=
            target.per_m3 * target.scattering.cross_section(nodes[e].energy, from, to) / units::m2;
      }
    }
  }
  const double width = excited ? model::excited_width(matter) : 0.0;
  const double volume = experiment_.body.volume();
  for (const DarkMatterSpectrum& spectrum : production_.spectra(matter, excited, energies, angles)) {
    DarkMatterEvents::Part part{(excited ? "chi2 from " : "") + spectrum.source, std::vector<double>(bins)};
    for (size_t a = 0; a < angles.size(); ++a) {
      for (size_t e = 0; e < nodes.size(); ++e) {
        const double survives = std::exp(-shares_[a].distance * decays_per_metre(width, mass, nodes[e].energy));
        const double passing = experiment_.protons * experiment_.efficiency * volume * shares_[a].per_square *
                               nodes[e].weight * spectrum.density[a * nodes.size() + e] * survives;
        for (size_t bin = 0; bin < bins; ++bin) part.counts[bin] += passing * thickness[e * bins + bin];
      }
    }
    events.parts.push_back(std::move(part));
  }
}

namespace {

/// Masses of l+ l- of chi2 with the share of all its decays.
struct PairNode {
  double q2 = 0.0, share = 0.0;
};

std::vector<PairNode> pair_nodes(const DarkMatter& matter, double width) {
  const math::QuadratureRule rule = math::gauss_legendre(24);
  std::vector<PairNode> nodes;
  for (const double lepton : {constants::electron_mass, constants::muon_mass}) {
    const double low = 4.0 * lepton * lepton, high = matter.splitting * matter.splitting;
    if (!(high > low)) continue;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double t = rule.nodes[i], q2 = low + (high - low) * t * t * (3.0 - 2.0 * t);
      nodes.push_back({q2, rule.weights[i] * 6.0 * t * (1.0 - t) * (high - low) *
                               model::excited_spectrum(matter, lepton, q2) / width});
    }
  }
  return nodes;
}

/// Share of decays in flight whose leptons have an energy between two.
double share_in(const DarkMatter& matter, const std::vector<PairNode>& nodes, double energy, double from, double to) {
  const double m2 = matter.heavier_mass(), m1 = matter.mass, boost = energy / m2;
  const double boost_momentum = std::sqrt(std::max(0.0, boost * boost - 1.0));
  double sum = 0.0;
  for (const PairNode& node : nodes) {
    const double rest = 0.5 * ((m2 - m1) * (m2 + m1) + node.q2) / m2;
    const double reach = boost_momentum * std::sqrt(std::max(0.0, rest * rest - node.q2)), middle = boost * rest;
    const double low = std::max(from, middle - reach), high = std::min(to, middle + reach);
    if (reach > 0.0 && high > low) sum += node.share * (high - low) / (2.0 * reach);
    if (reach == 0.0 && middle >= from && middle < to) sum += node.share;
  }
  return sum;
}

}  // namespace

std::vector<double> DarkMatterRate::made_inside(const DarkMatter& matter, double energy) const {
  const double width = model::excited_width(matter), mass = matter.heavier_mass();
  const std::vector<PairNode> pairs = pair_nodes(matter, width);
  const detector::FlightLines lines(experiment_.body, experiment_.body, {0.0, 0.0, 1.0});
  std::vector<double> result(experiment_.energy_edges.size() - 1);
  for (const Target& target : targets(matter, false)) {
    if (!target.scattering.open(energy)) continue;
    // Recoils in parts, each with chi2 of one energy.
    constexpr int parts = 8;
    const process::TransferLimits range = target.scattering.limits(energy);
    const double M2 = 2.0 * target.scattering.target_mass(), low = range.lowest / M2, high = range.highest / M2;
    const double shift = matter.mediator_mass * matter.mediator_mass / M2;
    const auto border = [&](double k) {
      return std::clamp((low + shift) * std::pow((high + shift) / (low + shift), k / parts) - shift, low, high);
    };
    for (int part = 0; part < parts; ++part) {
      const double left = energy - border(part + 0.5);
      if (!(left > mass)) continue;
      const double flight = std::sqrt((left / mass - 1.0) * (left / mass + 1.0)) / (width * units::m);
      const double made = target.per_m3 / units::m2 * lines.probability(flight) *
                          target.scattering.cross_section(energy, border(part), border(part + 1.0));
      for (size_t bin = 0; bin < result.size(); ++bin) {
        result[bin] +=
            made * share_in(matter, pairs, left, experiment_.energy_edges[bin], experiment_.energy_edges[bin + 1]);
      }
    }
  }
  return result;
}

void DarkMatterRate::add_decays(const DarkMatter& matter, DarkMatterEvents& events) const {
  const double width = model::excited_width(matter), mass = matter.heavier_mass();
  if (!(width > 0.0)) {
    throw UserError(fmt::format("decays of chi2 with a splitting of {:g} GeV", matter.splitting),
                    "below 2 m_e it decays to photons and neutrinos only, which are left out",
                    "choose a splitting above 1.022 MeV");
  }
  const std::vector<PairNode> pairs = pair_nodes(matter, width);
  const std::vector<EnergyNode> nodes = energy_nodes(mass, production_.beam().energy(), energy_nodes_);
  const size_t bins = experiment_.energy_edges.size() - 1, count = nodes.size();
  std::vector<double> energies, angles;
  for (const EnergyNode& node : nodes) energies.push_back(node.energy);
  for (const detector::ViewedShare& share : shares_) angles.push_back(share.angle);
  const double seen = experiment_.protons * experiment_.efficiency * experiment_.body.volume();
  for (const bool excited : {true, false}) {
    const std::vector<DarkMatterSpectrum> spectra = production_.spectra(matter, excited, energies, angles);
    for (const DarkMatterSpectrum& spectrum : spectra) {
      events.parts.push_back(
          {(excited ? "chi2 from " : "chi1 upscattered, from ") + spectrum.source, std::vector<double>(bins)});
    }
    for (size_t e = 0; e < count; ++e) {
      const double flight = std::sqrt((energies[e] / mass - 1.0) * (energies[e] / mass + 1.0)) / (width * units::m);
      // Per metre of the way: decays, or scatters whose chi2 decays inside.
      std::vector<double> per_m = excited ? std::vector<double>(bins) : made_inside(matter, energies[e]);
      for (size_t bin = 0; excited && bin < bins; ++bin) {
        per_m[bin] =
            share_in(matter, pairs, energies[e], experiment_.energy_edges[bin], experiment_.energy_edges[bin + 1]) /
            flight;
      }
      for (size_t a = 0; a < angles.size(); ++a) {
        const double arrives = excited ? std::exp(-shares_[a].distance / flight) : 1.0;
        const double passing = seen * shares_[a].per_square * nodes[e].weight * arrives;
        for (size_t s = 0; s < spectra.size(); ++s) {
          std::vector<double>& counts = events.parts[events.parts.size() - spectra.size() + s].counts;
          for (size_t bin = 0; bin < bins; ++bin) {
            counts[bin] += passing * spectra[s].density[a * count + e] * per_m[bin];
          }
        }
      }
    }
  }
}

DarkMatterEvents DarkMatterRate::events(const DarkMatter& matter) const {
  matter.check();
  DarkMatterEvents result;
  if (experiment_.signal == DarkSignal::decay) {
    add_decays(matter, result);
    return result;
  }
  add_recoils(matter, false, result);
  if (matter.inelastic()) add_recoils(matter, true, result);
  return result;
}

std::vector<double> DarkMatterRate::fluence(const DarkMatter& matter, bool excited,
                                            const std::vector<double>& energies) const {
  const double mass = excited ? matter.heavier_mass() : matter.mass,
               width = excited ? model::excited_width(matter) : 0.0;
  std::vector<double> angles, result(energies.size());
  for (const detector::ViewedShare& share : shares_) angles.push_back(share.angle);
  for (const DarkMatterSpectrum& spectrum : production_.spectra(matter, excited, energies, angles)) {
    for (size_t a = 0; a < angles.size(); ++a) {
      for (size_t e = 0; e < energies.size(); ++e) {
        result[e] += shares_[a].per_square * spectrum.density[a * energies.size() + e] *
                     std::exp(-shares_[a].distance * decays_per_metre(width, mass, energies[e]));
      }
    }
  }
  return result;
}

std::optional<double> DarkMatterRate::excluded_y(DarkMatter matter) const {
  constexpr double largest_epsilon = 0.99, close = 1e-4;
  constexpr int steps = 8;
  const double wanted = experiment_.excluded();
  const bool decays = matter.inelastic();
  for (int i = 0; i < steps; ++i) {
    const double before = matter.epsilon, width = model::dark_photon_widths(matter).total();
    const double next = before * std::pow(wanted / events(matter).events(), 0.25);
    const bool last = before == largest_epsilon;
    if (last && !(next <= largest_epsilon)) return std::nullopt;
    matter.epsilon = std::min(next, largest_epsilon);
    if (matter.epsilon == largest_epsilon) continue;
    // Events over epsilon^4 depend on epsilon by the width of A' alone unless chi2 decays.
    const bool same_width = std::abs(model::dark_photon_widths(matter).total() / width - 1.0) < close;
    if ((same_width && !decays) || std::abs(next / before - 1.0) < close) break;
  }
  return matter.y();
}

double DarkMatterRate::heaviest_pair() const {
  double heaviest = 0.0;
  if (production_.options().mesons) {
    for (const flux::BeamMesons& meson : production_.beam().mesons) heaviest = std::max(heaviest, meson.mass());
  }
  return production_.options().bremsstrahlung ? std::max(heaviest, highest_radiated_mass) : heaviest;
}

}  // namespace tridens::rate
