#pragma once
#include <vector>

#include "tridens/inference/detail/local_minimum.hh"

// Which local minima are one.
namespace tridens::inference::detail {

struct DistinctMinimum {
  LocalMinimum minimum;
  bool continuum = false;  // others as good lie around it
};

/// One for each group of minima that belong together, lowest first: closer than 1 % of the range in every parameter, or
/// with no rise of chi2 above a few tolerances on the way between them. The way is the straight line; between points of
/// a valley (a direction that chi2 does not feel) also the bent one through minima below the middle of the line.
std::vector<DistinctMinimum> distinct_minima(const ProfiledChi2& chi2, std::vector<LocalMinimum> minima,
                                             double tolerance, double spacing);

}  // namespace tridens::inference::detail
