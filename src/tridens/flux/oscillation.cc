#include "tridens/flux/oscillation.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sampling.hh"

namespace tridens::flux {
namespace {

constexpr std::array flavours = {Flavour::electron, Flavour::muon, Flavour::tau};

double phase(double delta_m2_eV2, double energy, double baseline_m) {
  return delta_m2_eV2 * units::eV * units::eV * baseline_m * units::m / (4.0 * energy);
}

/// sin^2 of the phase, 1/2 when it runs too fast; at the join sin^2 is 1/2 too.
double sine_squared(double delta_m2_eV2, double energy, double baseline_m) {
  constexpr double fastest = 50.25 * units::pi;
  if (delta_m2_eV2 == 0.0) return 0.0;
  if (!(energy > 0.0)) return 0.5;
  const double value = phase(delta_m2_eV2, energy, baseline_m);
  return value > fastest ? 0.5 : std::pow(std::sin(value), 2);
}

void check(const SterileOscillation& oscillation, double baseline_m) {
  if (!(baseline_m > 0.0) || !std::isfinite(baseline_m)) {
    throw UserError(fmt::format("a baseline of {:g} m", baseline_m), "it is the way from source to detector",
                    "give a positive distance");
  }
  if (!(oscillation.delta_m2_eV2 >= 0.0) || !std::isfinite(oscillation.delta_m2_eV2)) {
    throw UserError(fmt::format("a mass splitting of {:g} eV^2", oscillation.delta_m2_eV2), "it is not negative here",
                    "its sign does not matter: give the magnitude");
  }
  double sum = 0.0;
  for (const Flavour flavour : flavours) {
    const double mixing = oscillation.mixing(flavour);
    if (!(mixing >= 0.0)) {
      throw UserError(fmt::format("|U_{}4|^2 is {:g}", name(flavour), mixing), "a square is not negative",
                      "give a value between 0 and 1");
    }
    sum += mixing;
  }
  if (!(sum <= 1.0)) {
    throw UserError(fmt::format("the |U_a4|^2 add up to {:g}", sum), "the mixing matrix is unitary",
                    "lower them until the sum is at most 1");
  }
}

}  // namespace

double SterileOscillation::mixing_from_amplitude(double sin2_2theta) {
  if (!(sin2_2theta >= 0.0 && sin2_2theta <= 1.0)) {
    throw UserError(fmt::format("sin^2(2 theta) is {:g}", sin2_2theta), "it lies between 0 and 1", "correct it");
  }
  return 0.5 * sin2_2theta / (1.0 + std::sqrt(1.0 - sin2_2theta));
}

double SterileOscillation::mixing(Flavour flavour) const {
  if (flavour == Flavour::electron) return u_e4_squared;
  return flavour == Flavour::muon ? u_mu4_squared : u_tau4_squared;
}

double SterileOscillation::amplitude(Flavour from, Flavour to) const {
  if (from == to) return 4.0 * mixing(from) * (1.0 - mixing(from));
  return appearance ? 4.0 * mixing(from) * mixing(to) : 0.0;
}

double SterileOscillation::probability(Flavour from, Flavour to, double energy, double baseline_m) const {
  const double change = amplitude(from, to) * std::pow(std::sin(phase(delta_m2_eV2, energy, baseline_m)), 2);
  return from == to ? 1.0 - change : change;
}

Flux oscillated(const Flux& flux, const SterileOscillation& oscillation, double baseline_m) {
  check(oscillation, baseline_m);
  return oscillated(flux, [&](Neutrino from, Flavour to, double energy) {
    const double change =
        oscillation.amplitude(from.flavour, to) * sine_squared(oscillation.delta_m2_eV2, energy, baseline_m);
    return from.flavour == to ? 1.0 - change : change;
  });
}

Flux oscillated(const Flux& flux, const TransitionProbability& probability) {
  constexpr double nothing = 1e-12;
  Flux result = flux;
  result.spectra.clear();
  result.arrival.clear();
  std::map<int, double> largest;
  for (const Neutrino from : all_neutrinos()) {
    if (!flux.has(from)) continue;
    for (const Flavour flavour : flavours) {
      const bool survives = flavour == from.flavour;
      const Spectrum part =
          with_probability(flux.spectrum(from), [&](double energy) { return probability(from, flavour, energy); });
      if (!survives && !(part.integral() > nothing * flux.spectrum(from).integral())) continue;
      const int pdg = neutrino_pdg(flavour, from.antiparticle);
      const auto found = result.spectra.find(pdg);
      const double size = survives ? HUGE_VAL : part.integral();
      if (found == result.spectra.end()) {
        result.spectra[pdg] = part;
      } else {
        found->second = sum(found->second, part);
      }
      if (flux.arrival.contains(from.pdg()) && size > largest[pdg]) {
        result.arrival.insert_or_assign(pdg, flux.arrival.at(from.pdg()));
        largest[pdg] = size;
      }
    }
  }
  return result;
}

}  // namespace tridens::flux
