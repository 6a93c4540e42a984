#pragma once
#include <array>
#include <vector>

#include "tridens/flux/flux.hh"

namespace tridens::flux {

/// int_{from}^inf phi(E) E^-k dE for k = 0, 1, 2, exact for the spectrum as it stands (constant, linear, or one line).
/// Set up once, then O(log n) per energy. A line counts from its energy downwards, that energy included.
class SpectrumMoments {
 public:
  explicit SpectrumMoments(const Spectrum& spectrum);
  std::array<double, 3> above(double from) const;
  /// Batch: result[k * count + i].
  void above(const double* from, size_t count, double* result) const;

 private:
  Spectrum spectrum_;
  std::vector<std::array<double, 3>> cumulative_;  // from the upper end down
};

}  // namespace tridens::flux
