#include "tridens/run/gallery/drawing.hh"

#include <cmath>

namespace tridens::run::gallery {

Comparison order_of_magnitude(const std::string& quantity, double published, double computed,
                              const std::string& reason) {
  const double power = std::log10(published);
  return {"log10 of " + quantity, "", power, std::log10(computed), 0.5 / std::abs(power), reason};
}

Curve ratio_curve(const std::string& label, const std::vector<double>& x, const std::vector<double>& values,
                  const std::vector<double>& standard) {
  Curve result = curve(label, {}, {});
  for (size_t i = 0; i < x.size(); ++i) {
    if (!(standard[i] > 0.0)) continue;
    result.x.push_back(x[i]);
    result.y.push_back(values[i] / standard[i]);
  }
  return result;
}

std::vector<double> evenly(double low, double high, size_t count) {
  std::vector<double> result(count);
  for (size_t i = 0; i < count; ++i) {
    result[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return result;
}

std::vector<double> in_units(std::vector<double> values, double unit) {
  for (double& value : values) value /= unit;
  return values;
}

}  // namespace tridens::run::gallery
