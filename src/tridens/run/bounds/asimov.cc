#include "tridens/run/bounds/asimov.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::run::bounds {

double asimov_chi2(const std::vector<double>& counts, const std::vector<double>& responses, double width) {
  double n = 0.0, m = 0.0, logarithms = 0.0;
  for (size_t i = 0; i < counts.size(); ++i) {
    n += counts[i];
    m += counts[i] * responses[i];
    logarithms += counts[i] * std::log(responses[i]);
  }
  // m - n/(1 + a) + a/width^2 = 0
  const double w = 1.0 / (width * width), b = m + w;
  const double a = 2.0 * (n - m) / (b + std::sqrt(b * b + 4.0 * w * (n - m)));
  return 2.0 * ((1.0 + a) * m - n - n * std::log1p(a) - logarithms) + a * a * w;
}

double crossing(const std::function<double(double x)>& function, double value, double first) {
  double low = 0.0, high = first;
  constexpr int doublings = 200, halvings = 60;
  for (int step = 0; function(high) < value; ++step) {
    if (step == doublings) {
      throw Failure("no limit was found", fmt::format("nothing is excluded up to {:g}", high), "");
    }
    low = high;
    high *= 2.0;
  }
  for (int step = 0; step < halvings; ++step) {
    const double middle = 0.5 * (low + high);
    (function(middle) < value ? low : high) = middle;
  }
  return high;
}

}  // namespace tridens::run::bounds
