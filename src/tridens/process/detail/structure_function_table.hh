#pragma once
#include <array>
#include <string>
#include <vector>

#include "tridens/base/table.hh"
#include "tridens/matter/parton_density.hh"

namespace tridens::process::detail {

/// F2, x F3 and F_L of the nucleons at one point.
struct StructureFunctions {
  double F2 = 0.0, xF3 = 0.0, FL = 0.0;
};

/// Structure functions that a user gives on a grid in x and Q^2, in the project's table format: header keys `current`
/// (cc or nc) and `neutrino` (nu or nubar; nc tables may say both), columns x, Q2_GeV2 and F2, xF3, FL of an average
/// nucleon, or F2_p, xF3_p, FL_p, F2_n, xF3_n, FL_n. Rows in any order, every x with every Q^2. Between the knots:
/// cubic Hermite polynomials in ln x and ln Q^2 with slopes of the parabola through three knots, of the cross sections
/// of left- and right-handed and longitudinal bosons, F2 - FL -+ xF3 and FL: where these have one sign at the four
/// knots around a point they keep it (a polynomial may swing below zero as x -> 1).
class StructureFunctionTable {
 public:
  /// UserError with the origin of the table for an incomplete or repeated grid, a wrong current, x outside (0, 1], or
  /// an F2 that is nowhere above zero.
  StructureFunctionTable(const Table& table, const std::string& current, bool antineutrino,
                         matter::PartonBorder border);

  const matter::PartonRange& range() const { return range_; }
  /// UserError outside the grid unless the border rule is freeze.
  StructureFunctions at(matter::Nucleon nucleon, double x, double Q2) const;

 private:
  static constexpr size_t functions = 3;
  void read_axes(const Table& table);
  void read_values(const Table& table, size_t nucleon, const std::string& suffix);

  std::string origin_;
  matter::PartonBorder border_;
  matter::PartonRange range_;
  std::vector<double> log_x_, log_Q2_;
  // F2 - FL + xF3, F2 - FL - xF3, FL: [(ix * log_Q2_.size() + iQ) * functions + k], proton and neutron
  std::array<std::vector<double>, 2> values_;
};

}  // namespace tridens::process::detail
