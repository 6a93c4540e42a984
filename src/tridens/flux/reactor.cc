// Antineutrinos of a nuclear reactor:
//
//   phi(E) = duty P/(4 pi d^2 sum_k f_k Q_k) [ sum_k f_k S_k(E) + c (S_U239(E) + S_Np239(E)) ]
//
// P thermal power, d distance, f_k fractions of the fissions of U235, U238, Pu239, Pu241, Q_k energy per fission
// (without the antineutrinos), S_k antineutrinos per energy and fission, c neutron captures on U238 per fission, each
// followed by two beta decays below 1.3 MeV. No flavour change on the way: for distances below about 100 m.
// Papers: conversion: Huber 1106.0687, Mueller et al. 1101.2663; below 2 MeV: Vogel and Engel, Phys. Rev. D 39 (1989)
// 3378; summation: Perisse et al. 2304.14992; energies: Ma et al. 1212.6625, Kopeikin et al. hep-ph/0410100;
// captures: 0.6 per fission, Kopeikin et al. hep-ph/0308186.

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/reactor_spectra.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/sources.hh"

namespace tridens::flux {
namespace {

using detail::AboveFit;
using detail::BelowTable;
using detail::BrokenLine;
using detail::PerIsotope;

constexpr double MeV_per_s_in_GW = 1e9 / 1.602176634e-13;  // exact: SI
constexpr double captures_of_low_enriched_fuel = 0.6;      // per fission

SourceInfo info() {
  return {
      "reactor",
      "electron antineutrinos of a nuclear reactor",
      "phi = duty P/(4 pi d^2 <Q>) [sum_k f_k S_k(E) + c (S_U239 + S_Np239)]",
      {{"power", "thermal power; without power and distance the flux is a shape of integral 1", "none"},
       {"distance", "between the core and the detector", "none"},
       {"fractions",
        "fractions of the fissions U235/U238/Pu239/Pu241, which add up to 1, or typical, dayabay, dresden, pure-u235",
        "0.58/0.07/0.30/0.05"},
       {"spectrum",
        "antineutrinos per fission: huber-mueller, mueller, vogel-engel, kopeikin, summation, silaeva, hayes, "
        "huber-table, mueller-table, avignone, klapdor",
        "huber-mueller"},
       {"below", "what continues a spectrum below its lowest energy: vogel-engel, bestiole or none", "vogel-engel"},
       {"above", "fits above their highest energy, 8 MeV: continued (to 10 MeV) or none", "continued"},
       {"neutron_capture",
        "captures on U238 per fission (0 for none); 'typical' is 0.6, and 0 where no fission is of U238", "typical"},
       {"energies", "energy per fission: ma2013 or kopeikin2004", "ma2013"},
       {"duty", "fraction of the time that the reactor runs at this power", "1"}},
      {"1106.0687", "1101.2663", "Phys. Rev. D 39 (1989) 3378", "2304.14992", "1212.6625"},
      "s",
      "0.008 to 8 MeV, fits continued to 10 MeV (which matters for recoils near the end point: a tenth of those of "
      "germanium above 1 keV), further with summation, silaeva, avignone, klapdor; equilibrium of the fission "
      "products; no "
      "spent fuel; a point source; no oscillation on the way"};
}

PerIsotope read_fractions(const detail::SourceSettings& settings) {
  const std::string& text = settings.text("fractions");
  if (text.find('/') == std::string::npos) {
    return detail::reactor_fractions(settings.choice("fractions", detail::reactor_fraction_names()));
  }
  const std::vector<double> numbers = settings.numbers("fractions", detail::isotope_count);
  PerIsotope result{};
  double total = 0.0;
  for (size_t i = 0; i < result.size(); ++i) total += result[i] = numbers[i];
  if (std::abs(total - 1.0) > 1e-6) {
    settings.refuse("fractions", fmt::format("they add up to {:.8g}", total), "give four fractions that add up to 1");
  }
  return result;
}

BelowTable read_below(const detail::SourceSettings& settings) {
  const std::string word = settings.choice("below", {"vogel-engel", "bestiole", "none"});
  if (word == "none") return BelowTable::none;
  return word == "bestiole" ? BelowTable::bestiole : BelowTable::vogel_engel;
}

double read_captures(const detail::SourceSettings& settings, const PerIsotope& fractions) {
  if (settings.text("neutron_capture") == "typical") return fractions[1] > 0.0 ? captures_of_low_enriched_fuel : 0.0;
  constexpr double most = 3.0;  // more than the neutrons of a fission
  return settings.number("neutron_capture", 0.0, most);
}

struct PerFission {
  std::vector<std::pair<double, BrokenLine>> terms;
  std::string source, problems;

  void add(double weight, detail::FissionSpectrum spectrum) {
    terms.emplace_back(weight, std::move(spectrum.line));
    append(source, spectrum.source);
    append(problems, spectrum.problems);
  }
  static void append(std::string& text, const std::string& more) {
    if (text.find(more) == std::string::npos) text += (text.empty() ? "" : "; ") + more;
  }
};

PerFission per_fission(const detail::SourceSettings& settings, const PerIsotope& fractions, double captures) {
  const std::string set = settings.choice("spectrum", detail::reactor_sets());
  const BelowTable below = read_below(settings);
  const AboveFit above =
      settings.choice("above", {"continued", "none"}) == "none" ? AboveFit::none : AboveFit::continued;
  PerFission result;
  for (size_t i = 0; i < fractions.size(); ++i) {
    if (fractions[i] > 0.0) result.add(fractions[i], detail::fission_spectrum(set, i, below, above));
  }
  if (captures > 0.0) result.add(captures, detail::capture_spectrum());
  return result;
}

Flux make(std::string_view specification) {
  const detail::SourceSettings settings(specification, info());
  // Neither power nor distance: a shape, for averages.
  const bool shape_only = !settings.given("power") && !settings.given("distance");
  for (const char* key : {"power", "distance"}) {
    if (shape_only || settings.given(key)) continue;
    throw UserError(fmt::format("source reactor needs '{}' too", key), "a flux needs power and distance",
                    fmt::format("add '{}=...', or leave out both for a shape", key));
  }
  const double power_GW = shape_only ? 1.0 : settings.positive("power", Dimension::power);
  const double distance_m = shape_only ? 1.0 : settings.positive("distance", Dimension::distance);
  const double duty = settings.number("duty", 0.0, 1.0);
  if (!(duty > 0.0)) settings.refuse("duty", "a reactor that never runs gives nothing", "give a value up to 1");
  const PerIsotope fractions = read_fractions(settings);
  const PerIsotope energies = detail::reactor_energies_MeV(settings.choice("energies", detail::reactor_energy_sets()));
  const double captures = read_captures(settings, fractions);
  double energy_MeV = 0.0;
  for (size_t i = 0; i < fractions.size(); ++i) energy_MeV += fractions[i] * energies[i];

  PerFission parts = per_fission(settings, fractions, captures);
  const double distance_cm = 100.0 * distance_m;
  const double fissions = duty * power_GW * MeV_per_s_in_GW / energy_MeV;
  double yield = 0.0;
  for (const auto& [weight, line] : parts.terms) yield += weight * line.integral();
  const double scale = shape_only ? 1.0 / yield : fissions / (4.0 * units::pi * distance_cm * distance_cm);
  for (auto& [weight, line] : parts.terms) weight *= scale;

  Flux flux;
  flux.name = std::string(specification);
  const std::string place = fmt::format("reactor of {:g} GW thermal at {:g} m", power_GW, distance_m);
  flux.title = fmt::format("{}: {}; {:.4g} antineutrinos and {:.5g} MeV per fission, {:g} captures on U238",
                           shape_only ? "reactor" : place, detail::reactor_set_title(settings.text("spectrum")), yield,
                           energy_MeV, captures);
  flux.source = parts.source;
  flux.problems = parts.problems;
  flux.position =
      shape_only ? "no power and distance given: a shape only" : fmt::format("{:g} m from the core", distance_m);
  flux.licence = "figures of public papers, quoted with citation";
  if (shape_only) flux.normalisation = Normalisation::shape_only;
  if (!shape_only) flux.exposure_unit = "s";
  if (!shape_only) flux.distance_m = distance_m;
  flux.spectra[Neutrino{Flavour::electron, true}.pdg()] = detail::to_spectrum(detail::sum(parts.terms));
  return flux;
}

}  // namespace

Source reactor() {
  return {info(), make};
}

}  // namespace tridens::flux
