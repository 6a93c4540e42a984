#pragma once
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/event/variables.hh"
#include "tridens/math/histogram.hh"

// Selections: the charged leptons must be seen, then every cut must hold on measured momenta.
namespace tridens::event {

/// minimum <= variable < maximum, natural units.
struct Cut {
  const Variable* variable = nullptr;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();

  bool passes(const Kinematics& kinematics) const;
  /// "angle_minus < 15 deg": as parse_cut reads it.
  std::string text() const;
};

/// Reads "angle_minus < 15 deg", "kinetic_energy_electron > 600 MeV", "5 deg < angle_between < 20 deg" (<=
/// and
/// >= are the same as < and >). UserError for unknown variables, wrong units and empty ranges.
Cut parse_cut(std::string_view text);

struct Selection {
  std::string name = "none";
  std::string source;
  std::vector<Cut> cuts;

  /// UserError when a cut needs what one of these final states does not have, or its range is empty.
  void check(std::span<const std::vector<int>> final_states) const;
  /// "all", "charged leptons seen", then one per cut: the stages of the cut flow.
  std::vector<std::string> stages() const;
  /// Number of stages passed, at least 1: stages().size() when the event is selected. `observed` holds
  /// measured momenta.
  size_t stages_passed(const Kinematics& observed) const;
};

/// Selections by name; UserError with the nearest name.
///   none
///   dune-mumu-1902.08579  m^2 < 0.2 GeV^2, both angles < 15 deg, angle between < 20 deg
///   dune-ee-1902.08579    m^2 < 0.1 GeV^2, both angles < 20 deg, angle between < 40 deg
///   dune-emu-1902.08579   m^2 < 0.1 GeV^2, angle between < 20 deg, electron < 40 deg, muon < 20 deg
///   dune-nue-1902.08579   kinetic energy of the electron > 600 MeV (neutrino-electron scattering)
Selection make_selection(std::string_view name);
std::vector<std::string> selection_names();
/// The trident selection of arXiv:1902.08579 for a lepton pair (PDG numbers); UserError for pairs with taus.
Selection dune_selection(int pdg_minus, int pdg_plus);

/// Weights that reach each stage. All stages see the same generated events, so that efficiencies are ratios
/// of correlated sums.
struct CutFlow {
  std::vector<BinContent> stages;

  struct Efficiency {
    double value = 0.0, error = 0.0;
  };
  /// Share of the weight that reaches `stage`. Error for weighted events with correlated numerator:
  /// [ (1 - 2 eff) sum_pass w^2 + eff^2 sum_all w^2 ] / (sum_all w)^2. Failure when nothing was generated.
  Efficiency efficiency(size_t stage) const;
  void merge(const CutFlow& other);
  void scale(double factor);
};

}  // namespace tridens::event
