#include "tridens/inference/contour.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

void check_axis(const std::vector<double>& values, bool logarithmic, char name) {
  if (values.size() < 2) {
    throw UserError(fmt::format("no contour with {} coordinates along {}", values.size(), name),
                    "it needs two or more");
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]) || (i > 0 && !(values[i] > values[i - 1]))) {
      throw UserError(fmt::format("the coordinates along {} do not increase", name),
                      fmt::format("number {} is {}", i + 1, values[i]), "sort them and leave out repeated ones");
    }
  }
  if (logarithmic && !(values.front() > 0.0)) {
    throw UserError(fmt::format("the coordinate {} along {} has no logarithm", values.front(), name),
                    "a logarithmic axis lies above zero", "make the axis linear");
  }
}

double between(double a, double b, double share, bool logarithmic) {
  if (share <= 0.0) return a;
  if (share >= 1.0) return b;
  return logarithmic ? a * std::pow(b / a, share) : a + (b - a) * share;
}

/// Marching squares. An edge of the grid is crossed when its ends lie on different sides of the level; in each cell
/// every crossing at which the line comes in is joined to the one at which it goes out.
class Contours {
 public:
  Contours(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& z, double level,
           bool log_x, bool log_y)
      : x_(x),
        y_(y),
        z_(z),
        level_(level),
        log_x_(log_x),
        log_y_(log_y),
        next_(2 * z.size(), none),
        entered_(2 * z.size(), false) {}

  std::vector<ContourLine> run() {
    for (size_t i = 0; i + 1 < x_.size(); ++i) {
      for (size_t j = 0; j + 1 < y_.size(); ++j) join_cell(i, j);
    }
    std::vector<ContourLine> lines;
    for (const bool closed : {false, true}) {
      for (size_t edge = 0; edge < next_.size(); ++edge) {
        if (next_[edge] == none || (!closed && entered_[edge])) continue;
        ContourLine line = follow(edge);
        line.closed = closed;
        if (tidy(line)) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

 private:
  static constexpr size_t none = static_cast<size_t>(-1);

  double z(size_t i, size_t j) const { return z_[i * y_.size() + j]; }
  bool above(size_t i, size_t j) const { return z(i, j) > level_; }
  // The edge from (i, j) to (i + 1, j), and from (i, j) to (i, j + 1).
  size_t edge_along_x(size_t i, size_t j) const { return 2 * (i * y_.size() + j); }
  size_t edge_along_y(size_t i, size_t j) const { return 2 * (i * y_.size() + j) + 1; }

  void join_cell(size_t i, size_t j) {
    // Corners anticlockwise from the lower left, side k from corner k to corner k + 1.
    const std::array<double, 4> corner = {z(i, j), z(i + 1, j), z(i + 1, j + 1), z(i, j + 1)};
    double mean = 0.0;
    for (const double value : corner) {
      if (!std::isfinite(value)) return;
      mean += 0.25 * value;
    }
    const std::array<bool, 4> high = {above(i, j), above(i + 1, j), above(i + 1, j + 1), above(i, j + 1)};
    const std::array<size_t, 4> side = {edge_along_x(i, j), edge_along_y(i + 1, j), edge_along_x(i, j + 1),
                                        edge_along_y(i, j)};
    // Anticlockwise around the cell, a line that keeps the high values to its left comes in where high turns to low and
    // goes out where low turns to high. At a saddle both happen twice: when the mean is high the lines cut off the low
    // corners one by one, else the high ones.
    const bool high_joined = mean > level_;
    for (size_t k = 0; k < 4; ++k) {
      if (!high[k] || high[(k + 1) % 4]) continue;  // no line comes in here
      const bool saddle = high[(k + 2) % 4] && !high[(k + 3) % 4];
      const size_t step = saddle && !high_joined ? 3 : 1;
      size_t exit = (k + step) % 4;
      while (high[exit] || !high[(exit + 1) % 4]) exit = (exit + step) % 4;
      next_[side[k]] = side[exit];
      entered_[side[exit]] = true;
    }
  }

  ContourLine follow(size_t edge) {
    ContourLine line;
    while (true) {
      add_point(line, edge);
      const size_t following = next_[edge];
      if (following == none) break;
      next_[edge] = none;
      edge = following;
    }
    return line;
  }

  void add_point(ContourLine& line, size_t edge) const {
    const bool along_x = edge % 2 == 0;
    const size_t i = edge / 2 / y_.size(), j = edge / 2 % y_.size();
    const double from = z(i, j), to = along_x ? z(i + 1, j) : z(i, j + 1);
    const double share = (level_ - from) / (to - from);
    const double x = along_x ? between(x_[i], x_[i + 1], share, log_x_) : x_[i];
    const double y = along_x ? y_[j] : between(y_[j], y_[j + 1], share, log_y_);
    if (!line.x.empty() && line.x.back() == x && line.y.back() == y) return;  // through a point of the grid
    line.x.push_back(x);
    line.y.push_back(y);
  }

  /// Takes the repeated first point from a closed line. False for what is no line: the way around a single point, or
  /// there and back between two, that lie on the level.
  static bool tidy(ContourLine& line) {
    if (line.closed && line.x.size() > 1 && line.x.front() == line.x.back() && line.y.front() == line.y.back()) {
      line.x.pop_back();
      line.y.pop_back();
    }
    return line.x.size() > (line.closed ? 2u : 1u);
  }

  const std::vector<double>&x_, &y_, &z_;
  double level_;
  bool log_x_, log_y_;
  std::vector<size_t> next_;   // edge -> edge that follows on the line
  std::vector<bool> entered_;  // the edge follows some other
};

}  // namespace

std::vector<ContourLine> contour_lines(const std::vector<double>& x, const std::vector<double>& y,
                                       const std::vector<double>& z, double level, bool log_x, bool log_y) {
  check_axis(x, log_x, 'x');
  check_axis(y, log_y, 'y');
  if (z.size() != x.size() * y.size()) {
    throw UserError(fmt::format("a contour of {} values", z.size()),
                    fmt::format("the grid has {} x {} points", x.size(), y.size()));
  }
  if (!std::isfinite(level)) throw UserError("no contour", fmt::format("its level is {}", level));
  return Contours(x, y, z, level, log_x, log_y).run();
}

}  // namespace tridens::inference
