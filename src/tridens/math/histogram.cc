#include "tridens/math/histogram.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

void require_finite_weight(double weight) {
  if (!std::isfinite(weight)) throw Failure("no histogram", fmt::format("a weight is {}", weight));
}

[[noreturn]] void wrong_dimension(size_t have) {
  throw UserError("no such bin", fmt::format("the histogram has {} axis or axes", have));
}

}  // namespace

Axis::Axis(std::vector<double> edges) : edges_(std::move(edges)) {
  if (edges_.size() < 2) throw UserError("no bins", fmt::format("{} bin edge(s) given", edges_.size()));
  for (size_t i = 0; i < edges_.size(); ++i) {
    if (!std::isfinite(edges_[i]) || (i > 0 && edges_[i] <= edges_[i - 1])) {
      throw UserError("bad bin edges", fmt::format("edge {} is {}: edges must increase", i, edges_[i]));
    }
  }
  const double width = (edges_.back() - edges_.front()) / static_cast<double>(bins());
  inverse_mean_width_ = 1.0 / width;
  even_ = true;
  for (size_t i = 0; i + 1 < edges_.size(); ++i) {
    even_ = even_ && std::abs(edges_[i + 1] - edges_[i] - width) < 1e-9 * width;
  }
}

Axis Axis::regular(size_t bins, double low, double high) {
  std::vector<double> edges;
  for (size_t i = 0; i < bins; ++i) {
    edges.push_back(low + (high - low) * (static_cast<double>(i) / static_cast<double>(bins)));
  }
  if (bins > 0) edges.push_back(high);
  return Axis(std::move(edges));
}

Axis Axis::logarithmic(size_t bins, double low, double high) {
  if (!(low > 0.0)) {
    throw UserError("no logarithmic bins", fmt::format("the lower edge is {}", low), "start above 0");
  }
  std::vector<double> edges = {low};
  for (size_t i = 1; i < bins; ++i) {
    edges.push_back(low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(bins)));
  }
  if (bins > 0) edges.push_back(high);
  return Axis(std::move(edges));
}

size_t Axis::slot(double x) const {
  if (std::isnan(x)) throw Failure("no histogram", "a variable is not a number");
  if (x < edges_.front()) return 0;
  if (x >= edges_.back()) return edges_.size();
  if (!even_) {
    return static_cast<size_t>(std::upper_bound(edges_.begin(), edges_.end(), x) - edges_.begin());
  }
  // The stored edges decide, so that equal and unequal bins agree at an edge.
  size_t bin = std::min(static_cast<size_t>((x - edges_.front()) * inverse_mean_width_), bins() - 1);
  if (x < edges_[bin]) {
    --bin;
  } else if (x >= edges_[bin + 1]) {
    ++bin;
  }
  return bin + 1;
}

double BinContent::error() const {
  return std::sqrt(sum_of_squares);
}

Histogram::Histogram(Axis x) : axes_{std::move(x)} {
  content_.resize(axes_[0].bins() + 2);
}

Histogram::Histogram(Axis x, Axis y) : axes_{std::move(x), std::move(y)} {
  content_.resize((axes_[0].bins() + 2) * (axes_[1].bins() + 2));
}

void Histogram::fill(double x, double weight) {
  if (dimension() != 1) wrong_dimension(dimension());
  require_finite_weight(weight);
  content_[axes_[0].slot(x)].add(weight);
}

void Histogram::fill(double x, double y, double weight) {
  if (dimension() != 2) wrong_dimension(dimension());
  require_finite_weight(weight);
  content_[axes_[0].slot(x) * slots_y() + axes_[1].slot(y)].add(weight);
}

const BinContent& Histogram::at(size_t slot_x) const {
  if (dimension() != 1 || slot_x >= content_.size()) wrong_dimension(dimension());
  return content_[slot_x];
}

const BinContent& Histogram::at(size_t slot_x, size_t slot_y) const {
  if (dimension() != 2 || slot_x > axes_[0].bins() + 1 || slot_y >= slots_y()) wrong_dimension(dimension());
  return content_[slot_x * slots_y() + slot_y];
}

BinContent Histogram::total() const {
  BinContent sum;
  for (const BinContent& bin : content_) sum.merge(bin);
  return sum;
}

template <class Visit>
void Histogram::visit_inside(Visit visit) const {
  const size_t first_y = dimension() == 1 ? 0 : 1, last_y = dimension() == 1 ? 0 : axes_[1].bins();
  for (size_t i = 1; i <= axes_[0].bins(); ++i) {
    for (size_t j = first_y; j <= last_y; ++j) visit(content_[i * slots_y() + j]);
  }
}

BinContent Histogram::inside() const {
  BinContent sum;
  visit_inside([&](const BinContent& bin) { sum.merge(bin); });
  return sum;
}

std::vector<double> Histogram::values() const {
  std::vector<double> result;
  visit_inside([&](const BinContent& bin) { result.push_back(bin.sum_of_weights); });
  return result;
}

std::vector<double> Histogram::errors() const {
  std::vector<double> result;
  visit_inside([&](const BinContent& bin) { result.push_back(bin.error()); });
  return result;
}

std::vector<double> Histogram::densities() const {
  std::vector<double> result = values();
  const size_t columns = dimension() == 2 ? axes_[1].bins() : 1;
  for (size_t n = 0; n < result.size(); ++n) {
    const std::vector<double>& x = axes_[0].edges();
    double width = x[n / columns + 1] - x[n / columns];
    if (dimension() == 2) {
      const std::vector<double>& y = axes_[1].edges();
      width *= y[n % columns + 1] - y[n % columns];
    }
    result[n] /= width;
  }
  return result;
}

Histogram Histogram::projection_x() const {
  if (dimension() != 2) wrong_dimension(dimension());
  Histogram result(axes_[0]);
  for (size_t i = 0; i < result.content_.size(); ++i) {
    for (size_t j = 0; j < slots_y(); ++j) result.content_[i].merge(content_[i * slots_y() + j]);
  }
  return result;
}

void Histogram::merge(const Histogram& other) {
  if (axes_ != other.axes_) throw UserError("histograms cannot be merged", "their bin edges differ");
  for (size_t i = 0; i < content_.size(); ++i) content_[i].merge(other.content_[i]);
}

void Histogram::scale(double factor) {
  require_finite_weight(factor);
  for (BinContent& bin : content_) bin.scale(factor);
}

}  // namespace tridens
