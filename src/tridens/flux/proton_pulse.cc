#include "tridens/flux/detail/proton_pulse.hh"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"

namespace tridens::flux::detail {
namespace {

/// Histogram of a distribution function between two times.
ArrivalTime binned(const std::function<double(double)>& cumulative, double from, double to, int bins) {
  std::vector<double> edges, contents;
  for (int i = 0; i <= bins; ++i) {
    edges.push_back(from + (to - from) * i / bins);
    if (i > 0) contents.push_back(cumulative(edges[edges.size() - 1]) - cumulative(edges[edges.size() - 2]));
  }
  return {std::move(edges), std::move(contents)};
}

ArrivalTime gaussian(const std::vector<double>& times) {
  constexpr double reach = 6.0;
  constexpr int bins = 1200;  // 100 per sigma
  const double mean = times[0];
  const double sigma = times[1];
  return binned([=](double t) { return 0.5 * std::erfc((mean - t) / (sigma * std::sqrt(2.0))); }, mean - reach * sigma,
                mean + reach * sigma, bins);
}

ArrivalTime flat(const std::vector<double>& times) {
  return {{0.0, times[0]}, {1.0}};
}

ArrivalTime triangular(const std::vector<double>& times) {
  constexpr int bins = 400;
  const double length = times[0];
  const auto cumulative = [=](double t) {
    const double x = t / length;
    return x < 0.5 ? 2.0 * x * x : 1.0 - 2.0 * (1.0 - x) * (1.0 - x);
  };
  return binned(cumulative, 0.0, length, bins);
}

ArrivalTime two_flat(const std::vector<double>& times) {
  const double width = times[0];
  const double spacing = times[1];
  if (!(spacing > width)) {
    throw UserError("the two pulses of the beam overlap", "they begin closer to each other than they are long",
                    "give double/WIDTH/SPACING with a larger spacing");
  }
  return {{0.0, width, spacing, spacing + width}, {0.5, 0.0, 0.5}};
}

struct Shape {
  std::string name, usage;
  size_t times;
  ArrivalTime (*make)(const std::vector<double>&);
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> known = {{"gaussian", "gaussian/MEAN/SIGMA", 2, gaussian},
                                           {"flat", "flat/LENGTH", 1, flat},
                                           {"triangular", "triangular/LENGTH", 1, triangular},
                                           {"double", "double/WIDTH/SPACING", 2, two_flat}};
  return known;
}

}  // namespace

ArrivalTime proton_pulse(const std::string& description) {
  std::vector<std::string> pieces(1);
  for (const char letter : description) {
    if (letter == '/') {
      pieces.emplace_back();
    } else {
      pieces.back() += letter;
    }
  }
  std::vector<std::string> names;
  for (const Shape& shape : shapes()) {
    names.push_back(shape.name);
    if (shape.name != pieces.front()) continue;
    if (pieces.size() != shape.times + 1) {
      throw UserError(fmt::format("the pulse '{}' has {} times", description, pieces.size() - 1),
                      fmt::format("it is written {}", shape.usage), "for example gaussian/440ns/150ns");
    }
    std::vector<double> times;
    for (size_t i = 1; i < pieces.size(); ++i) {
      times.push_back(parse_quantity(pieces[i], Dimension::time, "a time of the pulse"));
      const bool mean = shape.name == "gaussian" && i == 1;
      if (!(times.back() > 0.0) && !(mean && times.back() == 0.0)) {
        throw UserError(fmt::format("the pulse '{}' has the time {}", description, pieces[i]), "a pulse has a length",
                        "give positive times");
      }
    }
    return shape.make(times);
  }
  unknown_name("pulse", pieces.front(), names);
}

}  // namespace tridens::flux::detail
