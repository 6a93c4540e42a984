#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Weighted histograms in one or two variables. Storage follows the unified histogram interface (UHI) of
// scikit-hep: per bin the sum of weights, the sum of their squares (its variance) and the number of entries,
// with one flow bin below and one above each axis.
namespace tridens {

/// Bin edges of one variable, strictly increasing; bin i holds edges[i] <= x < edges[i+1].
class Axis {
 public:
  /// UserError for fewer than two edges, edges that do not increase or are not finite.
  explicit Axis(std::vector<double> edges);
  /// `bins` equal bins; UserError as above.
  static Axis regular(size_t bins, double low, double high);
  /// `bins` bins of equal width in log x, low > 0.
  static Axis logarithmic(size_t bins, double low, double high);

  const std::vector<double>& edges() const { return edges_; }
  size_t bins() const { return edges_.size() - 1; }
  /// 0 below the first edge, 1..bins() inside, bins()+1 from the last edge on. Failure for NaN.
  size_t slot(double x) const;
  bool operator==(const Axis& other) const { return edges_ == other.edges_; }

 private:
  std::vector<double> edges_;
  double inverse_mean_width_ = 0.0;
  bool even_ = false;
};

/// What one bin holds.
struct BinContent {
  double sum_of_weights = 0.0;
  double sum_of_squares = 0.0;
  std::uint64_t entries = 0;

  /// Statistical error sqrt(sum of w^2).
  double error() const;
  void add(double weight) {
    sum_of_weights += weight;
    sum_of_squares += weight * weight;
    ++entries;
  }
  void merge(const BinContent& other) {
    sum_of_weights += other.sum_of_weights;
    sum_of_squares += other.sum_of_squares;
    entries += other.entries;
  }
  void scale(double factor) {
    sum_of_weights *= factor;
    sum_of_squares *= factor * factor;
  }
  bool operator==(const BinContent&) const = default;
};

class Histogram {
 public:
  explicit Histogram(Axis x);
  Histogram(Axis x, Axis y);

  /// Failure for a NaN coordinate or a weight that is not finite; UserError for the wrong dimension.
  void fill(double x, double weight = 1.0);
  void fill(double x, double y, double weight);

  size_t dimension() const { return axes_.size(); }
  const std::vector<Axis>& axes() const { return axes_; }
  /// Content of a slot (see Axis::slot), flow bins included.
  const BinContent& at(size_t slot_x) const;
  const BinContent& at(size_t slot_x, size_t slot_y) const;
  const BinContent& underflow() const { return at(0); }
  const BinContent& overflow() const { return at(axes_[0].bins() + 1); }
  /// Sum over all slots, flow included.
  BinContent total() const;
  /// Sum over the bins inside all axes.
  BinContent inside() const;

  /// Sums of weights without flow bins, x slowest: values()[i * y.bins() + j].
  std::vector<double> values() const;
  /// Statistical errors sqrt(sum of w^2), in the order of values().
  std::vector<double> errors() const;
  /// values() divided by the bin width (area).
  std::vector<double> densities() const;
  /// The sum over y as a histogram in x (dimension 2).
  Histogram projection_x() const;

  /// Adds the content of a histogram of the same axes. The result depends on the order of merges in the last
  /// bits only: merge in a fixed order for reproducible bits. UserError for different axes.
  void merge(const Histogram& other);
  /// Multiplies every weight.
  void scale(double factor);
  bool operator==(const Histogram&) const = default;

 private:
  size_t slots_y() const { return axes_.size() == 2 ? axes_[1].bins() + 2 : 1; }
  template <class Visit>
  void visit_inside(Visit visit) const;
  std::vector<Axis> axes_;
  std::vector<BinContent> content_;
};

}  // namespace tridens
