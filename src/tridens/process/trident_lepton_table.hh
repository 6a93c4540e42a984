#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/math/interpolation.hh"
#include "tridens/process/trident_lepton_cross_section.hh"

// Interpolation tables of the universal cross sections sigma^T, sigma^L(W^2, Q^2) of one lepton pair. They know no
// target, form factor, flux or coupling: built once per pair, they serve every calculation. The moments of a mediator
// come from trident_transfer_table.hh.
namespace tridens::process {

/// What a table covers and how finely. Axes: x = ln[1 + (W^2 - M^2)/(opening M mu)], M = m- + m+, y = ln(1 + Q^2/mu^2)
/// with mu the lighter lepton mass.
struct LeptonTableGrid {
  double largest_W2 = 4e5;    // GeV^2: neutrino energies to 18 TeV
  double largest_Q2 = 120.0;  // GeV^2
  double step_x = 0.2, step_y = 0.3;
  double opening = 1.0;  // below 1 the threshold is resolved more finely
  LeptonQuadrature quadrature = {24, 24, 32, 3};
  bool operator==(const LeptonTableGrid&) const = default;
};

/// Grid for the tables without mediator: error of totals below 1e-4, of sigma^T and sigma^L at any point below 2e-4 of
/// their sum (test/process/trident_lepton_table_test.cc).
LeptonTableGrid standard_grid();

class LeptonTable {
 public:
  /// Computes the table without mediator; `threads` changes the time only.
  static LeptonTable compute(Flavour minus, Flavour plus, const LeptonTableGrid& grid, int threads = 1);
  /// From stored numbers, as `values()` gave them. With the squared mass of a mediator (GeV^2) they are the moments 1
  /// and 2 of its propagator, else moment 0.
  LeptonTable(Flavour minus, Flavour plus, const LeptonTableGrid& grid, std::optional<double> mediator_mass_squared,
              std::vector<double> values);

  /// sigma^T and sigma^L at W2 >= (m- + m+)^2: sets moment 0, or with a mediator moments 1 and 2, and leaves the
  /// others. UserError outside the grid.
  void evaluate(double W2, double Q2, ShapeMoments& result) const;

  Flavour minus() const { return minus_; }
  Flavour plus() const { return plus_; }
  const LeptonTableGrid& grid() const { return grid_; }
  const std::vector<double>& values() const { return values_; }
  double threshold_squared() const { return threshold_squared_; }

 private:
  Flavour minus_, plus_;
  LeptonTableGrid grid_;
  std::optional<double> mediator_mass_squared_;
  double threshold_squared_, scale_squared_, opening_scale_;
  std::vector<double> values_;
  std::optional<BicubicTable> table_;
};

/// The tables of all lepton pairs. e-mu+ and mu-e+ share one: exchanging the leptons flips the sign of the VA
/// structure.
struct LeptonTables {
  std::vector<std::shared_ptr<const LeptonTable>> tables;
  const LeptonTable* find(Flavour minus, Flavour plus) const;
};

/// The six pairs that need a table.
std::vector<std::pair<Flavour, Flavour>> table_pairs();

}  // namespace tridens::process
