#include "tridens/run/bounds/beryllium_line.hh"

#include <algorithm>

#include "tridens/base/units.hh"

namespace tridens::run::bounds {
namespace {

constexpr double seconds_per_day = 86400.0, hundred_tonnes = 100.0;

/// The part of a spectrum of separate lines that lies above an energy.
flux::Spectrum lines_above(flux::Spectrum spectrum, double energy) {
  const auto first = std::lower_bound(spectrum.energies.begin(), spectrum.energies.end(), energy);
  const auto count = first - spectrum.energies.begin();
  spectrum.energies.erase(spectrum.energies.begin(), first);
  spectrum.density.erase(spectrum.density.begin(), spectrum.density.begin() + count);
  return spectrum;
}

}  // namespace

BerylliumLine::BerylliumLine() {
  window_.low = 270.0 * units::keV;
  const flux::Flux sun = gallery::source("solar,parts=7Be,survival=day-average");
  for (const std::string& neutrino : gallery::species(sun)) {
    spectra_[neutrino] = lines_above(sun.spectrum(parse_neutrino(neutrino)), 600.0 * units::keV);
  }
}

double BerylliumLine::survival() const {
  double all = 0.0;
  for (const auto& entry : spectra_) all += entry.second.integral();
  return spectra_.at("nue").integral() / all;
}

double BerylliumLine::rate(const gallery::ElasticModel& model, const gallery::RecoilWindow& range,
                           const std::vector<std::string>& changed) const {
  double sum = 0.0;
  for (const auto& [neutrino, spectrum] : spectra_) {
    const bool feels = std::find(changed.begin(), changed.end(), neutrino) != changed.end();
    const gallery::ElasticModel& chosen = feels ? model : gallery::ElasticModel{};
    sum += gallery::events(gallery::on_electrons(neutrino, "C9H12", chosen), spectrum, seconds_per_day, hundred_tonnes,
                           range);
  }
  return sum;
}

std::vector<std::string> second_and_third_neutrinos() {
  return {"numu", "nutau"};
}

}  // namespace tridens::run::bounds
