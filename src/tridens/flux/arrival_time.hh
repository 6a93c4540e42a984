#pragma once
#include <vector>

namespace tridens::flux {

/// Arrival times of one species as a histogram of integral 1 (t = 0 is the reference of the experiment, such as the
/// trigger on the beam). Seconds.
class ArrivalTime {
 public:
  /// Contents per bin (not densities) in any normalisation. UserError for edges that do not increase or contents that
  /// are negative or all zero.
  ArrivalTime(std::vector<double> edges_s, std::vector<double> contents);
  /// Share between two times; what arrives within a bin is spread evenly. UserError when the times are reversed.
  double share(double from_s, double to_s) const;
  /// Convolved with exp(-t/lifetime)/lifetime: exact at the edges, which become as many as make the distribution
  /// function straight between them to 1e-7. UserError for a lifetime that is not positive.
  ArrivalTime delayed(double lifetime_s) const;
  /// Moved to later times.
  ArrivalTime shifted(double by_s) const;
  const std::vector<double>& edges_s() const { return edges_; }
  const std::vector<double>& contents() const { return contents_; }
  double mean_s() const;

 private:
  std::vector<double> edges_, contents_, cumulative_;
};

}  // namespace tridens::flux
