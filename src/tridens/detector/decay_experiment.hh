#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/geometry.hh"
#include "tridens/detector/shower.hh"

// An experiment that looks for decays of particles which neutrinos made in the detector or in what stands in front of
// it. Its data file (docs/physics/dark_neutrino_experiments.md) is read by io and checked here; materials and fluxes
// are looked up by the room `run`.
namespace tridens::detector {

/// Matter in which particles are made.
struct ProductionRegion {
  std::string name, material;
  Body body = Body::sphere(1.0);
  double density = 0.0;  // g/cm^3

  double mass_tonnes() const { return density * body.volume(); }
};

/// What was counted after the cuts, and what is expected without any X.
struct DecayCounts {
  std::optional<double> observed;
  double background = 0.0;
  double background_error = 0.0;  // of observed less background, statistics included; 0: that of the counts alone
};

struct DecayExperiment {
  std::string name, title, problems, licence;
  std::vector<std::string> sources;
  std::string flux;           // of data/flux
  double exposure = 0.0;      // in units of the flux
  std::string exposure_unit;  // "POT", "fb-1"
  double baseline_m = 0.0;    // from the source to the origin: elsewhere the flux goes like 1/distance^2; 0: even
  std::vector<ProductionRegion> regions;
  Body fiducial = Body::sphere(1.0);  // decays inside count
  ShowerAnalysis analysis;
  std::vector<double> energy_edges;     // GeV, of measured showers; at least two
  std::vector<double> cos_angle_edges;  // of their angle to the beam; empty: not binned
  std::optional<DecayCounts> counts;

  /// Flux at the centre of a region over that at the origin.
  double flux_factor(const ProductionRegion& region) const;
  /// UserError for anything that is missing or impossible: no region or exposure, regions that share volume, a region
  /// behind the source, edges that do not increase.
  void check() const;
};

/// P(L, angle to the beam) of two bodies, tabulated: cubics of its logarithm in that of L, straight lines in the angle;
/// L beyond the table by the limits of short and long lives. Right to 3 % for matter in front up to 0.5 rad, to 1 %
/// inside (balls: 1e-4).
class DecayTable {
 public:
  DecayTable(const Body& made, const Body& decayed);
  double probability(double mean_flight, double angle_to_beam) const;

 private:
  struct Row {
    double angle = 0.0, least = 0.0;  // rad, m
    bool meets = false;
    std::vector<double> logarithms;  // of P exp(least/L), at even steps of ln L
  };
  double at(const Row& row, double mean_flight) const;
  double low_ = 0.0, step_ = 0.0;
  std::vector<Row> rows_;
};

}  // namespace tridens::detector
