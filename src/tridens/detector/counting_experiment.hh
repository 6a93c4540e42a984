#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/experiment.hh"

// An experiment that counts tridents of one kind after a selection: one number, no bins. Its data file
// (docs/experiments.md) is read by io and checked here; names of pairs, targets, selections and responses are looked up
// by the room `run`.
namespace tridens::detector {

/// A background of a counting experiment.
struct CountingBackground {
  std::string name, title;
  std::optional<double> events;              // for the whole exposure, or
  std::optional<double> relative_to_signal;  // in units of the Standard Model's signal after the selection
  double relative_uncertainty = 0.0;         // of its normalisation, 0: known exactly
};

/// What was measured: a number of events or the ratio to the Standard Model.
struct CountingMeasurement {
  bool ratio = false;
  double value = 0.0;
  double error_up = 0.0, error_down = 0.0;  // of a ratio, above zero; counts have none (Poisson)
};

/// An uncertainty of the number of events, and whether it moves the backgrounds too (flux, mass, efficiency).
struct CountingUncertainty {
  SignalUncertainty of_signal;
  bool on_backgrounds = true;
};

struct CountingExperiment {
  std::string name, title;
  std::vector<std::string> sources;  // papers and releases
  std::string problems;              // what is known to be wrong or missing
  std::string target;                // material
  double mass_tonnes = 0.0;          // 0 for a ratio
  std::string flux, flux_file;       // as in Experiment
  double exposure = 0.0;             // in units of the flux's exposure; 0 for a ratio
  std::string exposure_unit;         // "POT", "s", ...
  std::vector<std::string> pairs;    // "mu-mu+"; several are added ("e-mu+" and "mu-e+")
  std::string neutrino = "all";      // or one species
  std::vector<std::string> components = {"coherent", "proton", "neutron"};
  std::string form_factor = "default", nucleon_form_factor = "default";
  bool pauli = true;
  std::string pauli_kf;                         // "" is 0.235 GeV
  std::string detector;                         // response by name, "" for a perfect one
  std::string selection;                        // cuts by name, "" for none
  std::vector<std::string> cuts;                // "angle_minus < 15 deg", after those of the selection
  std::optional<CountingMeasurement> measured;  // absent: a projection
  std::vector<CountingBackground> backgrounds;
  std::vector<CountingUncertainty> uncertainties;

  /// True when the final state is looked at: otherwise every trident counts.
  bool selects() const { return !detector.empty() || !selection.empty() || !cuts.empty(); }
  bool is_ratio() const { return measured && measured->ratio; }
  /// UserError for anything that is missing or impossible: no pair, no exposure of a number of events, errors that are
  /// not above zero, a background without a number or with two, names that come twice, backgrounds of a ratio in
  /// events.
  void check() const;
};

}  // namespace tridens::detector
