#pragma once
#include <vector>

namespace tridens::flux {

/// Arrival times of one species as a histogram of integral 1 (t = 0 is the reference of the experiment, such as the
/// trigger on the beam). Seconds.
class ArrivalTime {
 public:
  /// UserError for edges that do not increase or contents that are negative or all zero.
  ArrivalTime(std::vector<double> edges_s, std::vector<double> contents);
  /// Share between two times.
  double share(double from_s, double to_s) const;
  /// Convolved with exp(-t/lifetime)/lifetime.
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
