#pragma once
#include <memory>
#include <vector>

#include "tridens/process/trident_lepton_table.hh"

// Tridents with a mediator of any mass. Its propagator depends on K^2 = -(k1 - k2)^2 alone, so that the spectrum
// d sigma^{T,L}/dK^2(W^2, Q^2) of a lepton pair holds the moments of every one:
//   sigma_n(W^2, Q^2) = int dK^2 shape(K^2)^n d sigma/dK^2,   n = 1, 2.
// It is kept at Gauss nodes of panels in t = ln(1 + K^2/kappa), kappa = 0.3 (M^2 + Q^2), M = m- + m+, up to the largest
// K^2, towards which the last panel contracts (the spectrum ends like the power 3/2). Below kappa it is a polynomial; a
// lighter mediator is integrated with that polynomial on nodes of its own. At K^2 -> 0 the conserved vector current
// makes V^2 vanish for equal leptons, and the longitudinal part with it; VA vanishes for all.
namespace tridens::process {

/// Nodes in W^2, Q^2 and K^2.
struct TransferTableGrid {
  LeptonTableGrid axes;  // of its quadrature the angles only
  double panel = 2.0;    // largest width in t
  int per_panel = 5;
  bool operator==(const TransferTableGrid&) const = default;
};

/// Grid of the tables shipped with the program: error of totals with a mediator below 3e-4
/// (test/process/trident_transfer_table_test.cc).
TransferTableGrid standard_transfer_grid();

class TransferTable {
 public:
  /// Computes the table; `threads` changes the time only.
  static TransferTable compute(Flavour minus, Flavour plus, const TransferTableGrid& grid, int threads = 1);
  /// From stored numbers, as `values()` gave them.
  TransferTable(Flavour minus, Flavour plus, const TransferTableGrid& grid, std::vector<float> values);

  /// The table of the moments of a mediator, or of anything else that varies with K^2: some milliseconds.
  std::shared_ptr<const LeptonTable> moments(const ShapeFunction& shape) const;

  Flavour minus() const { return minus_; }
  Flavour plus() const { return plus_; }
  const TransferTableGrid& grid() const { return grid_; }
  const std::vector<float>& values() const { return values_; }

 private:
  Flavour minus_, plus_;
  TransferTableGrid grid_;
  std::vector<float> values_;
};

/// The leptons whose pairs l- l+ have a table among those that are shipped: the mediators of the models leave flavours
/// as they are.
std::vector<Flavour> transfer_pairs();

}  // namespace tridens::process
