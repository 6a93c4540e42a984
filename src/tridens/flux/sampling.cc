#include "tridens/flux/sampling.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "tridens/base/error.hh"

namespace tridens::flux {
namespace {

using Kind = Spectrum::Kind;
using Function = std::function<double(double)>;

constexpr int deepest = 26;  // halvings of one interval

double checked_density(double value, double energy) {
  if (value >= 0.0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("a spectrum is {:g} at {:g} GeV", value, energy), "a density is finite and not negative",
                  "check the settings of the source");
}

double checked_probability(double value, double energy) {
  constexpr double rounding = 1e-12;
  if (value >= -rounding && value <= 1.0 + rounding) return std::clamp(value, 0.0, 1.0);
  throw UserError(fmt::format("a probability is {:g} at {:g} GeV", value, energy), "it lies between 0 and 1",
                  "check the mixing");
}

/// Halves intervals of a function until straight lines hold.
class Refinement {
 public:
  Refinement(const Function& function, double largest_error) : function_(function), largest_error_(largest_error) {}

  /// Appends what is right of `low`, up to and including `high`.
  void append(Spectrum& spectrum, double low, double high, double at_low, double at_high, int depth = 0) const {
    const double middle = 0.5 * (low + high);
    const double at_middle = function_(middle);
    const auto off = [&](double fraction, double value) {
      return std::abs(value - (at_low + fraction * (at_high - at_low))) > largest_error_;
    };
    const bool curved = off(0.5, at_middle) || off(0.25, function_(0.5 * (low + middle))) ||
                        off(0.75, function_(0.5 * (middle + high)));
    if (!curved || depth >= deepest) {
      spectrum.energies.push_back(high);
      spectrum.density.push_back(at_high);
      return;
    }
    append(spectrum, low, middle, at_low, at_middle, depth + 1);
    append(spectrum, middle, high, at_middle, at_high, depth + 1);
  }

 private:
  const Function& function_;
  double largest_error_;
};

Spectrum points_with(const Spectrum& spectrum, const Function& probability, double tolerance) {
  const Function product = [&](double energy) {
    return spectrum.at(energy) * checked_probability(probability(energy), energy);
  };
  const double largest = *std::ranges::max_element(spectrum.density);
  const Refinement refinement(product, tolerance * largest);
  Spectrum result{Kind::points, {spectrum.lowest()}, {product(spectrum.lowest())}};
  // Coarse spectra are split before the refinement looks at them: a fast oscillation is not missed.
  const size_t segments = spectrum.energies.size() - 1;
  const size_t pieces = (1023 + segments) / segments;
  for (size_t i = 0; i < segments; ++i) {
    const double low = spectrum.energies[i];
    const double width = spectrum.energies[i + 1] - low;
    for (size_t piece = 1; piece <= pieces; ++piece) {
      const double high = piece == pieces ? spectrum.energies[i + 1]
                                          : low + width * static_cast<double>(piece) / static_cast<double>(pieces);
      refinement.append(result, result.energies.back(), high, result.density.back(), product(high));
    }
  }
  return result;
}

/// Splits [low, high] until the probability is even enough; appends (upper edge, mean probability times density).
void append_bins(Spectrum& result, double low, double high, double density, const Function& probability, int depth) {
  constexpr double even = 1e-2;
  std::array<double, 5> values{};
  for (size_t i = 0; i < values.size(); ++i) {
    const double energy = low + (high - low) * static_cast<double>(i) / 4.0;
    values[i] = checked_probability(probability(energy), energy);
  }
  const auto [least, most] = std::ranges::minmax_element(values);
  if (*most - *least > even && depth < deepest) {
    const double middle = 0.5 * (low + high);
    append_bins(result, low, middle, density, probability, depth + 1);
    append_bins(result, middle, high, density, probability, depth + 1);
    return;
  }
  const double mean = (values[0] + 4.0 * values[1] + 2.0 * values[2] + 4.0 * values[3] + values[4]) / 12.0;
  result.energies.push_back(high);
  result.density.push_back(density * mean);
}

Spectrum histogram_with(const Spectrum& spectrum, const Function& probability) {
  constexpr int pieces = 16;  // of every bin, before splitting: a fast oscillation is not missed
  Spectrum result{Kind::histogram, {spectrum.lowest()}, {}};
  for (size_t i = 0; i < spectrum.density.size(); ++i) {
    const double low = spectrum.energies[i];
    const double width = (spectrum.energies[i + 1] - low) / pieces;
    for (int piece = 0; piece < pieces; ++piece) {
      const double high = piece + 1 == pieces ? spectrum.energies[i + 1] : low + width * (piece + 1);
      append_bins(result, result.energies.back(), high, spectrum.density[i], probability, 0);
    }
  }
  return result;
}

/// A line as a narrow triangle (points) or bin (histogram).
Spectrum spread(const Spectrum& line, Kind kind) {
  constexpr double half_width = 5e-5;
  const double energy = line.energies.front();
  const double width = half_width * energy;
  if (kind == Kind::histogram) {
    return {kind, {energy - width, energy + width}, {line.density.front() / (2.0 * width)}};
  }
  return {kind, {energy - width, energy, energy + width}, {0.0, line.density.front() / width, 0.0}};
}

Spectrum sum_of_same_kind(const Spectrum& first, const Spectrum& second) {
  Spectrum result{first.kind, {}, {}};
  std::merge(first.energies.begin(), first.energies.end(), second.energies.begin(), second.energies.end(),
             std::back_inserter(result.energies));
  result.energies.erase(std::unique(result.energies.begin(), result.energies.end()), result.energies.end());
  const bool steps = first.kind == Kind::histogram;
  for (size_t i = 0; i + (steps ? 1 : 0) < result.energies.size(); ++i) {
    const double energy = steps ? 0.5 * (result.energies[i] + result.energies[i + 1]) : result.energies[i];
    result.density.push_back(first.at(energy) + second.at(energy));
  }
  return result;
}

}  // namespace

Spectrum sampled(const Function& density, double lowest, double highest, double tolerance) {
  if (!(lowest < highest) || !std::isfinite(lowest) || !std::isfinite(highest)) {
    throw UserError("a spectrum has no range", fmt::format("it would go from {:g} to {:g} GeV", lowest, highest),
                    "check the settings of the source");
  }
  constexpr int intervals = 64;
  const Function checked = [&](double energy) { return checked_density(density(energy), energy); };
  std::array<double, intervals + 1> energies{}, values{};
  for (int i = 0; i <= intervals; ++i) {
    const auto index = static_cast<size_t>(i);
    energies[index] = i == intervals ? highest : lowest + (highest - lowest) * i / intervals;
    values[index] = checked(energies[index]);
  }
  const double largest = *std::ranges::max_element(values);
  if (!(largest > 0.0)) throw UserError("a spectrum is zero everywhere", "nothing is emitted", "check the settings");
  const Refinement refinement(checked, tolerance * largest);
  Spectrum result{Kind::points, {lowest}, {values.front()}};
  for (size_t i = 0; i < intervals; ++i) {
    refinement.append(result, energies[i], energies[i + 1], values[i], values[i + 1]);
  }
  return result;
}

Spectrum with_probability(const Spectrum& spectrum, const Function& probability, double tolerance) {
  if (spectrum.kind == Kind::points) return points_with(spectrum, probability, tolerance);
  if (spectrum.kind == Kind::histogram) return histogram_with(spectrum, probability);
  Spectrum line = spectrum;
  line.density.front() *= checked_probability(probability(line.energies.front()), line.energies.front());
  return line;
}

Spectrum sum(const Spectrum& first, const Spectrum& second) {
  if (first.kind == Kind::line && second.kind == Kind::line) {
    if (first.energies != second.energies) {
      throw UserError("two lines of one species lie at two energies", "one spectrum holds one line",
                      "compute them one after the other");
    }
    return {Kind::line, first.energies, {first.density.front() + second.density.front()}};
  }
  if (first.kind == Kind::line) return sum(second, first);
  if (second.kind == Kind::line) return sum_of_same_kind(first, spread(second, first.kind));
  if (first.kind != second.kind) {
    throw UserError("a histogram and a broken line cannot be added", "their grids mean different things",
                    "give both spectra in one kind");
  }
  return sum_of_same_kind(first, second);
}

}  // namespace tridens::flux
