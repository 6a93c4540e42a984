#pragma once
#include <string>
#include <vector>

#include "tridens/inference/interval.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/run/gallery/entry.hh"

// Regions of two parameters that are narrower than the steps of any grid: slice by slice, with exact ends. At each
// value of the first parameter the ranges of the second in which chi2 stays below the level are searched and refined.
namespace tridens::run::gallery {

class Context;

/// The allowed ranges of the second parameter at one value of the first.
struct Slice {
  double x = 0.0;
  std::vector<inference::Interval> allowed;
};

/// Slices of a region that is connected in the first parameter. An open side lies at the end of the range.
struct SlicedPart {
  std::vector<Slice> slices;
  bool left_open = false, right_open = false;
};

struct SlicedRegion {
  double best_chi2 = 0.0;
  std::vector<SlicedPart> parts;
  double share = 0.0;  // of the plane, in the coordinates of the axes (logarithms where they are logarithmic)
};

enum class Slicing {
  region,  // where the first parameter is allowed at all: finds islands between the points of a grid
  grid     // at the points of the card: where every value of the first parameter costs a new set-up (masses)
};

/// The region of a card of two parameters at a confidence (rise of chi2 above the best fit, two parameters). Failure
/// where chi2 did not converge.
SlicedRegion sliced_region(Context& context, const io::FitCard& card, double confidence,
                           Slicing slicing = Slicing::region);

/// Its borders; the first curve carries the label.
std::vector<Curve> outline(const SlicedRegion& region, const std::string& label, Style style = Style::line);

}  // namespace tridens::run::gallery
