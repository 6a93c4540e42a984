#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "tridens/flux/flux.hh"

namespace tridens::flux::detail {

/// A function that is linear between its nodes and zero outside: what a spectrum of `points` is. A step is two nodes
/// that lie `step_width` apart, relatively. Energies are GeV, values per GeV.
struct BrokenLine {
  std::vector<double> energies, values;

  double at(double energy) const;
  double integral() const;
};

inline constexpr double step_width = 1e-7;

/// Nodes put between `from` and `to` by halving, until the straight line misses the function at the middle of every
/// interval by less than `relative` times its value there or less than `absolute`. Failure when it does not settle.
BrokenLine refined(const std::function<double(double)>& function, double from, double to, double relative,
                   double absolute = 0.0);

/// Steps down to zero at both ends, so that sums with lines that go further are exact.
BrokenLine closed(BrokenLine line);

/// `low` up to where `high` begins, then `high`, with a step between them. `low` reaches as far as that.
BrokenLine joined(const BrokenLine& low, const BrokenLine& high);

/// Sum of weight times line, with all their nodes: exact for closed lines.
BrokenLine sum(const std::vector<std::pair<double, BrokenLine>>& terms);

Spectrum to_spectrum(BrokenLine line);

}  // namespace tridens::flux::detail
