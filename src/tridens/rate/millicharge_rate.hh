#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/earth.hh"
#include "tridens/rate/chord_lengths.hh"
#include "tridens/rate/millicharge_flux.hh"

// Millicharged particles on their way through the Earth and in detectors. Formulas, validity and papers in
// millicharge_rate.cc.
namespace tridens::rate {

/// -dE/dX = epsilon^2 (a + b E), X in metres of water (100 g/cm^2).
struct EnergyLoss {
  double a = 0.223;     // GeV per metre of water
  double b = 0.464e-3;  // per metre of water

  /// Energy after a depth, GeV; below `mass` the particle has stopped (the value then is 0).
  double after(double energy, double mass, double epsilon2, double depth_mwe) const;
  /// Where a particle stops, metres of water: (1/epsilon^2 b) ln[(a + b E)/(a + b m)]. UserError for epsilon^2 <= 0.
  double range_mwe(double energy, double mass, double epsilon2) const;
};

/// Probability of exactly one, at least one and at least two scatters for a mean number x.
struct ScatterProbability {
  double exactly_one = 0.0, one_or_more = 0.0, two_or_more = 0.0;
};
ScatterProbability scatter_probability(double mean);

/// What a search counts.
struct MillichargeSearch {
  std::string name, title;
  std::string shape = "sphere";  // "sphere": radius; "cylinder": radius, height; "box": three sides
  std::vector<double> sides_m;
  std::string medium = "H2O";
  double density = 1.0;   // g/cm^3
  double years = 1.0;     // livetime; mass x years is the exposure
  double depth_km = 1.0;  // below the surface of a spherical Earth, of the mean density of rock
  double lowest_recoil = 0.0, highest_recoil = 0.0;  // GeV, of each scatter
  bool multiple = false;                             // two scatters or more in the window, else single ones
  double efficiency = 1.0;
  double largest_signal = 2.303;  // events that are excluded
  std::string assumptions;

  double mass_tonnes() const;
  ChordLengths chords() const;
  /// UserError for anything that is missing or impossible.
  void check() const;
};
/// Super-Kamiokande and JUNO (single and multiple scatters) and IceCube, with stated inputs.
std::vector<MillichargeSearch> millicharge_searches();
/// UserError with the nearest name.
MillichargeSearch millicharge_search(std::string_view name);

/// Expected events against epsilon^2.
class MillichargeEvents {
 public:
  MillichargeEvents(MillichargeSearch search, EnergyLoss loss = {});
  /// Of a flux per epsilon^2 (the epsilon^2 of production is multiplied here).
  double expected(const MillichargeFlux& flux, double epsilon2) const;
  /// Smallest and largest epsilon^2 between which more events are expected than excluded; beyond the largest the Earth
  /// stops the particles (0 when it does not below 1). False when the search excludes nothing.
  bool excluded(const MillichargeFlux& flux, double& lowest, double& highest) const;
  const MillichargeSearch& search() const { return search_; }

 private:
  struct Way {
    double depth_mwe = 0.0, solid_angle = 0.0;  // metres of water to the detector, sr
  };
  MillichargeSearch search_;
  EnergyLoss loss_;
  ChordLengths chords_;
  std::vector<Way> ways_;
  double electrons_per_m3_ = 0.0, seconds_ = 0.0;
  std::vector<CubicSpline> log_counted_;  // one: ln(counted) against ln(scatters per m)

  /// Events per (cm^2 s)^-1 of a flux from all directions, for a mean number of scatters per metre.
  double counted(double scatters_per_m) const;
  double averaged(double scatters_per_m) const;
};

}  // namespace tridens::rate
