// Neutrinos of one core-collapse supernova, integrated over the burst. Per species
//   phi(E) = (E_tot / <E>) / (4 pi D^2) f(E),   f(E) = (1+a)^(1+a) / (Gamma(1+a) <E>) (E/<E>)^a exp(-(1+a) E/<E>),
// the pinched spectrum of M. T. Keil, G. G. Raffelt, H.-T. Janka, Astrophys. J. 590 (2003) 971 (astro-ph/0208035): mean
// <E>, <E^2>/<E>^2 = (2+a)/(1+a); a = 2.3 is close to a Fermi-Dirac spectrum, larger a is narrower. nux stands for each
// of numu, nutau and their antineutrinos. Defaults: equal sharing of 3e53 erg and the mean energies and pinching used
// by C. Lujan-Peschard, G. Pagliaroli, F. Vissani, JCAP 07 (2014) 051 (arXiv:1402.6953). Left out: flavour conversion
// in the star and the time structure. Neutral-current rates depend only on the sum.

#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/sampling.hh"

namespace tridens::flux {
namespace {

SourceInfo info() {
  SourceInfo result;
  result.name = "supernova";
  result.title = "Core-collapse supernova, whole burst";
  result.formula = "phi = (E_tot/<E>) / (4 pi D^2) f(E), f ~ (E/<E>)^a exp(-(1+a) E/<E>), integral 1";
  result.parameters = {{"distance", "to the star", "10kpc"}};
  struct Group {
    const char *name, *who, *mean;
  };
  for (const Group& group :
       {Group{"nue", "electron neutrinos", "9.5MeV"}, Group{"nuebar", "electron antineutrinos", "12MeV"},
        Group{"nux", "each of the four other species", "15.6MeV"}}) {
    const std::string name = group.name;
    result.parameters.push_back({"energy_" + name, std::string("total energy in ") + group.who, "5e52erg"});
    result.parameters.push_back({"mean_" + name, std::string("mean energy of ") + group.who, group.mean});
    result.parameters.push_back({"pinching_" + name, std::string("pinching a of ") + group.who, "2.5"});
  }
  result.papers = {"astro-ph/0208035", "1402.6953"};
  result.exposure_unit = "burst";
  result.validity = "time-integrated, as emitted: no flavour conversion, no time structure";
  return result;
}

/// Spectrum of one species, neutrinos per cm^2 and GeV.
Spectrum pinched(double total_GeV, double mean, double pinching, double distance_m) {
  constexpr double fineness = 1e-8;  // the tail, where cross sections are large, is right too
  constexpr double tail = 45.0;      // exp(-45) at the end
  const double shape = 1.0 + pinching;
  const double highest = mean * (tail + 4.0 * shape) / shape;
  // Relative to its maximum, at E = a <E> / (1 + a), so that nothing overflows.
  const double peak = pinching > 0.0 ? pinching * std::log(pinching / shape) - pinching : 0.0;
  Spectrum spectrum = sampled(
      [&](double energy) {
        const double x = energy / mean;
        if (x == 0.0) return pinching > 0.0 ? 0.0 : 1.0;
        return std::exp(pinching * std::log(x) - shape * x - peak);
      },
      0.0, highest, fineness);
  const double distance_cm = 100.0 * distance_m;
  const double fluence = total_GeV / mean / (4.0 * units::pi * distance_cm * distance_cm);
  const double integral = spectrum.integral();
  for (double& value : spectrum.density) value *= fluence / integral;
  return spectrum;
}

Flux make(std::string_view specification) {
  const detail::SourceSettings settings(specification, info());
  Flux flux;
  flux.name = std::string(specification);
  flux.title = info().title;
  flux.source = "M. T. Keil, G. G. Raffelt, H.-T. Janka, Astrophys. J. 590 (2003) 971";
  flux.problems = "no flavour conversion";
  flux.exposure_unit = "burst";
  flux.distance_m = settings.positive("distance", Dimension::distance);
  flux.position = settings.text("distance") + " from the star";
  const auto group = [&](const std::string& name) {
    return pinched(settings.positive("energy_" + name, Dimension::energy),
                   settings.between("mean_" + name, Dimension::energy, 1e-4, 1.0),
                   settings.number("pinching_" + name, 0.0, 20.0), flux.distance_m);
  };
  flux.spectra[12] = group("nue");
  flux.spectra[-12] = group("nuebar");
  const Spectrum others = group("nux");
  for (const int pdg : {14, 16, -14, -16}) flux.spectra[pdg] = others;
  return flux;
}

}  // namespace

Source supernova() {
  return {info(), make};
}

}  // namespace tridens::flux
