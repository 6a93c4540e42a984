#pragma once
#include <string>
#include <utility>
#include <vector>

#include "tridens/run/gallery/entry.hh"

// Short ways to write down figures and rows.
namespace tridens::run::gallery {

/// A figure without curves.
inline Figure axes(std::string title, std::string x_label, std::string y_label, bool log_x, bool log_y) {
  Figure figure;
  figure.title = std::move(title);
  figure.x_label = std::move(x_label);
  figure.y_label = std::move(y_label);
  figure.log_x = log_x;
  figure.log_y = log_y;
  return figure;
}

inline Curve curve(std::string label, std::vector<double> x, std::vector<double> y, Style style = Style::line) {
  return {std::move(label), std::move(x), std::move(y), {}, {}, style};
}

/// A number with nothing published beside it.
inline Comparison shown(std::string quantity, std::string unit, double computed) {
  return {std::move(quantity), std::move(unit), std::nullopt, computed, std::nullopt, ""};
}

/// An order of magnitude: the power of ten, right within a factor sqrt(10) either way. The published number is not 1.
Comparison order_of_magnitude(const std::string& quantity, double published, double computed,
                              const std::string& reason);

/// Ratio of two spectra, where the second is not zero.
Curve ratio_curve(const std::string& label, const std::vector<double>& x, const std::vector<double>& values,
                  const std::vector<double>& standard);

/// `count` values from low to high, evenly spaced.
std::vector<double> evenly(double low, double high, size_t count);

/// The same values in another unit.
std::vector<double> in_units(std::vector<double> values, double unit);

}  // namespace tridens::run::gallery
