#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/matter/earth.hh"
#include "tridens/process/process.hh"
#include "tridens/rate/cross_section_curve.hh"

// Absorption of neutrinos in the Earth, without regeneration:
//   transmission(E, theta) = exp(-sum over layers [column depth in g/cm^2] [cross section per gram in cm^2/g]).
// Every interaction takes its neutrino away. Left out, and how much it matters where the Earth is opaque (transmission
// below 1/e): neutrinos of neutral currents, which go on with 1 - <y> (0.5 to 0.8 of their energy): counted as lost, so
// that spectra E^-2 to E^-3 come out 10 to 25 % too low at one interaction length, growing with depth; taus that decay
// back into tau neutrinos before they lose energy (below some 10 PeV): tau neutrinos then pile up one or two decades
// below, up to several times the flux computed here for E^-2 behind many interaction lengths, 10 % for E^-3; electron
// and muon neutrinos of the same taus and of W bosons. Above the horizon nothing of it exceeds 1 %.
namespace tridens::rate {

struct NamedProcess {
  std::string name;
  std::shared_ptr<const process::Process> process;
};

class EarthAbsorption {
 public:
  /// The reactions of one neutrino species on a material, by names that tell their settings apart; empty when it has
  /// none.
  using Reactions = std::function<std::vector<NamedProcess>(const matter::Material& material, Neutrino neutrino)>;
  /// Tabulates the cross sections of the species between two energies, GeV, once per material of the layers.
  EarthAbsorption(const matter::EarthModel& earth, double depth_km, const Reactions& reactions,
                  const std::vector<Neutrino>& neutrinos, double lowest_energy, double highest_energy,
                  CurveStore& store);

  /// cm^2/g in a layer of the model. UserError for a species or an energy that was not tabulated.
  double cross_section_per_gram(size_t layer, Neutrino neutrino, double energy) const;
  /// Share of the neutrinos that arrive. UserError as above, and for cosines that do not exist.
  double transmission(Neutrino neutrino, double energy, double cos_zenith) const;
  /// The same along a chord that was computed before.
  double transmission(Neutrino neutrino, double energy, const matter::EarthModel::Chord& chord) const;
  /// Along many chords.
  std::vector<double> transmissions(Neutrino neutrino, double energy,
                                    const std::vector<matter::EarthModel::Chord>& chords) const;
  matter::EarthModel::Chord chord(double cos_zenith) const { return earth_.chord(cos_zenith, depth_km_); }
  const matter::EarthModel& earth() const { return earth_; }
  double depth_km() const { return depth_km_; }

 private:
  /// Of one species and material.
  struct Absorber {
    Neutrino neutrino;
    size_t material = 0;
    double per_gram = 0.0;  // formula units per gram, times cm^2 per GeV^-2
    std::vector<CrossSectionCurve> curves;
    double at(double energy) const;
  };
  const Absorber& absorber(size_t layer, Neutrino neutrino) const;
  void check_energy(double energy) const;

  matter::EarthModel earth_;
  double depth_km_, lowest_energy_, highest_energy_;
  std::vector<size_t> material_of_layer_;
  std::vector<Absorber> absorbers_;
};

/// Transmissions as a text table: blocks of energies for every cosine of the zenith angle (-1 to 1 at the surface), one
/// column per species in the order nue numu nutau nuebar numubar nutaubar, as propagation codes read and write fluxes.
std::string transmission_table(const EarthAbsorption& absorption, const std::vector<double>& cos_zeniths,
                               const std::vector<double>& energies);

}  // namespace tridens::rate
