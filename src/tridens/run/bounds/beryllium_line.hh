#pragma once
#include <map>
#include <string>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/run/gallery/elastic_context.hh"

namespace tridens::run::bounds {

/// The 862 keV line of 7Be after adiabatic flavour change in the Sun (B16-GS98, day), on pseudocumene: Borexino.
class BerylliumLine {
 public:
  BerylliumLine();
  /// Share of nue at the Earth.
  double survival() const;
  /// Counts per day and 100 t in a window of recoil energy; only the neutrinos named `changed` feel the model.
  double rate(const gallery::ElasticModel& model, const gallery::RecoilWindow& range,
              const std::vector<std::string>& changed) const;
  /// Above 270 keV, GeV.
  const gallery::RecoilWindow& window() const { return window_; }
  const std::map<std::string, flux::Spectrum>& spectra() const { return spectra_; }

 private:
  std::map<std::string, flux::Spectrum> spectra_;
  gallery::RecoilWindow window_;
};

/// Both flavours that nue turn into.
std::vector<std::string> second_and_third_neutrinos();

}  // namespace tridens::run::bounds
