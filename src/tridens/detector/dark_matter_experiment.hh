#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/geometry.hh"

// An experiment that looks for dark matter of a proton beam: recoils in the detector, or decays of excited states. Its
// data file (docs/physics/light_dark_matter.md) is read by io and checked here; beams and materials are looked up by
// the rooms above.
namespace tridens::detector {

/// What is counted.
enum class DarkSignal {
  electron,  // recoils of electrons
  nucleon,   // of protons and neutrons
  nucleus,   // of whole nuclei
  decay      // chi2 -> chi1 l+ l- inside
};
std::string name(DarkSignal signal);
/// UserError with the nearest name.
DarkSignal parse_dark_signal(std::string_view text);

struct DarkMatterCounts {
  double observed = 0.0, background = 0.0, background_error = 0.0;
};

struct DarkMatterExperiment {
  std::string name, title, problems, licence;
  std::vector<std::string> sources;
  std::string beam;               // of data/source/beam_mesons.csv
  double protons = 0.0;           // on target
  std::string material;           // of the detector
  double density = 0.0;           // g/cm^3
  Body body = Body::sphere(1.0);  // metres; the origin is where protons stop, z along the beam
  DarkSignal signal = DarkSignal::electron;
  double lowest_energy = 0.0, highest_energy = 0.0;  // GeV: kinetic of recoils, of l+ l- together
  double smallest_cosine = -1.0;                     // of an electron to the beam
  double efficiency = 1.0;
  std::vector<double> energy_edges;  // GeV, within the window
  std::optional<DarkMatterCounts> counts;
  /// Signal events that are excluded; 0: 90 % CL of the counts.
  double excluded_events = 0.0;
  bool projection = false;

  double mass_tonnes() const { return density * body.volume(); }
  /// Signal events excluded at 90 % CL: `excluded_events`, or from the counts. Poisson with a known background where
  /// its error is below a tenth of a count or absent, else Gaussian: 1.28 sqrt(background + error^2) above the excess
  /// or zero. UserError without either.
  double excluded() const;
  /// UserError for anything that is missing or impossible.
  void check() const;
};

/// Points that are even in the volume with the inverse square of their distance, gathered by their angle to the beam.
struct ViewedShare {
  double angle = 0.0;       // rad, the mean
  double distance = 0.0;    // m, the mean
  double per_square = 0.0;  // share of the volume times mean distance^-2, m^-2
};
std::vector<ViewedShare> viewed_shares(const Body& body, int groups = 4);

/// s for which a Poisson mean s + background gives at most `observed` with 10 % probability, over the probability of
/// the background alone (CLs): 2.303 for no background and no count.
double poisson_limit(double observed, double background);

}  // namespace tridens::detector
