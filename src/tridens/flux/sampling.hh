#pragma once
#include <functional>

#include "tridens/flux/flux.hh"

namespace tridens::flux {

/// A smooth density as a broken line: intervals are halved until the line is within `tolerance` times the largest
/// density at a quarter, the middle and three quarters of each. Starts from 64 equal intervals: a narrower structure
/// must be sampled piece by piece. UserError when the density is negative or not finite, or the range empty.
Spectrum sampled(const std::function<double(double)>& density, double lowest, double highest, double tolerance = 3e-7);

/// The spectrum times a probability that depends on the energy (GeV). Points stay points, refined until straight lines
/// hold to `tolerance` of the largest density; the bins of a histogram are split until the probability changes by less
/// than 1 % in each and hold its mean (Simpson), so that integrals are exact to about 1e-6; a line is multiplied.
/// UserError when the probability is not between 0 and 1.
Spectrum with_probability(const Spectrum& spectrum, const std::function<double(double)>& probability,
                          double tolerance = 1e-5);

/// Sum of two spectra of one species on the union of their grids. A line within a continuous spectrum becomes a
/// triangle of relative width 1e-4 with the same integral and mean. UserError for points plus histogram, and for lines
/// at two energies.
Spectrum sum(const Spectrum& first, const Spectrum& second);

}  // namespace tridens::flux
