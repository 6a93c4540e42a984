#include "tridens/rate/missing_energy.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

void require(bool fine, const char* what, double value, const char* suggestion) {
  if (!fine)
    throw UserError(fmt::format("the {} of the muon beam search is wrong", what), fmt::format("{}", value), suggestion);
}

}  // namespace

void require_sensible(const MuonBeamSearch& s) {
  require(s.beam_energy > 1.0, "beam energy", s.beam_energy, "give an energy above 1 GeV");
  require(s.muons > 0.0, "number of muons", s.muons, "give a number above 0");
  require(s.areal_density_g_cm2 > 0.0, "areal density", s.areal_density_g_cm2, "give a density above 0 g/cm2");
  require(s.highest_outgoing_energy > 0.0 && s.highest_outgoing_energy < s.beam_energy, "highest outgoing energy",
          s.highest_outgoing_energy, "give an energy below that of the beam");
  require(s.efficiency > 0.0 && s.efficiency <= 1.0, "efficiency", s.efficiency, "give a number in (0, 1]");
  require(s.shield_m >= 0.0 && s.length_m >= s.shield_m, "length", s.length_m, "give 0 <= shield <= length");
  require(s.events > 0.0, "excluded number of events", s.events, "give a number above 0");
}

double MuonBeamSearch::luminosity() const {
  return muons * areal_density_g_cm2 * constants::avogadro_per_mol / mass_number / units::cm2;
}

RadiatedBosons::RadiatedBosons(const MuonBeamSearch& search, const process::MuonBremsstrahlung& process)
    : mass_(process.mass()), shield_(search.shield_m * units::m), length_(search.length_m * units::m) {
  require_sensible(search);
  const double scale = search.luminosity() * search.efficiency;
  for (const auto& [x, sigma] : process.nodes(search.beam_energy, search.lowest_x(), 1.0)) {
    const double energy = x * search.beam_energy;
    shares_.push_back({std::sqrt(std::max(0.0, (energy - mass_) * (energy + mass_))), scale * sigma});
  }
}

double RadiatedBosons::all() const {
  return surviving(0.0, 0.0);
}

double RadiatedBosons::surviving(double width, double distance) const {
  const double depth = width * mass_ * distance;
  double sum = 0.0;
  for (const auto& [momentum, events] : shares_) sum += depth > 0.0 ? events * std::exp(-depth / momentum) : events;
  return sum;
}

double RadiatedBosons::missing(const BosonDecay& decay) const {
  return decay.invisible_share * all() + (1.0 - decay.invisible_share) * surviving(decay.width, length_);
}

double RadiatedBosons::displaced(const BosonDecay& decay) const {
  return (1.0 - decay.invisible_share) * (surviving(decay.width, shield_) - surviving(decay.width, length_));
}

double massless_mediator_events(const MuonBeamSearch& search, double fermion_mass) {
  require_sensible(search);
  if (!(fermion_mass > 0.0)) {
    throw UserError("the mass of the fermions of a massless mediator is wrong", fmt::format("{} GeV", fermion_mass),
                    "give a mass above 0: the cross section grows like its logarithm");
  }
  const double energy = search.beam_energy, low = 2.0 * fermion_mass, high = energy - constants::muon_mass;
  if (!(low < high)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  // ln k = ln(2 m_chi) + v^2 takes away the square root of the threshold.
  const double span = std::sqrt(std::log(high / low));
  const int panels = std::max(2, static_cast<int>(std::ceil(2.0 * span)));
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double v = span * (panel + rule.nodes[i]) / panels, k = low * std::exp(v * v);
      const double r = fermion_mass * fermion_mass / (k * k);
      const double density = std::sqrt(1.0 - 4.0 * r) * (1.0 + 2.0 * r) / (12.0 * units::pi * units::pi);
      const process::MuonBremsstrahlung process(process::RadiatedBoson::vector, k, search.atom());
      // dk^2/k^2 = 4 v dv
      sum += rule.weights[i] * span / panels * 4.0 * v * density * process.integral(energy, search.lowest_x(), 1.0);
    }
  }
  return sum * search.luminosity() * search.efficiency;
}

std::optional<ExcludedCouplings> excluded_couplings(const std::function<double(double)>& signal, double excluded_events,
                                                    double smallest, double largest) {
  if (!(smallest > 0.0) || !(largest > smallest)) {
    throw UserError("the range of couplings is wrong", fmt::format("{} to {}", smallest, largest),
                    "give 0 < smallest < largest");
  }
  constexpr int per_decade = 8;
  const double span = std::log(largest / smallest);
  const int steps = std::max(2, static_cast<int>(std::ceil(span / std::log(10.0) * per_decade)));
  const auto at = [&](int i) { return smallest * std::exp(span * i / steps); };
  const auto edge = [&](double inside, double outside) {
    while (std::abs(std::log(outside / inside)) > 1e-7) {
      const double middle = std::sqrt(inside * outside);
      (signal(middle) > excluded_events ? inside : outside) = middle;
    }
    return inside;
  };
  int first = -1, last = -1;
  for (int i = 0; i <= steps; ++i) {
    if (!(signal(at(i)) > excluded_events)) {
      if (first >= 0) break;
      continue;
    }
    if (first < 0) first = i;
    last = i;
  }
  if (first < 0) return std::nullopt;
  return ExcludedCouplings{first == 0 ? smallest : edge(at(first), at(first - 1)),
                           last == steps ? largest : edge(at(last), at(last + 1))};
}

}  // namespace tridens::rate
