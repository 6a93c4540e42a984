#include "tridens/flux/detail/broken_line.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::flux::detail {
namespace {

constexpr int coarsest = 64;  // intervals before the first test
constexpr int deepest = 24;   // halvings of one of them

struct Node {
  double energy, value;
};

struct Refinement {
  const std::function<double(double)>& function;
  double relative, absolute;
  BrokenLine& line;

  void add(const Node& node) const {
    line.energies.push_back(node.energy);
    line.values.push_back(node.value);
  }
  /// Nodes between two, and the second of them.
  void fill(const Node& first, const Node& second, int depth) const {
    const double energy = 0.5 * (first.energy + second.energy);
    const Node middle = {energy, function(energy)};
    const double miss = std::abs(0.5 * (first.value + second.value) - middle.value);
    if (miss <= std::max(relative * std::abs(middle.value), absolute)) {
      add(middle);
      add(second);
      return;
    }
    if (depth == deepest) {
      throw Failure(fmt::format("a spectrum does not settle near {:g} GeV", energy),
                    "its nodes would lie closer than any table does");
    }
    fill(first, middle, depth + 1);
    fill(middle, second, depth + 1);
  }
};

}  // namespace

double BrokenLine::at(double energy) const {
  if (energies.empty() || !(energy >= energies.front()) || energy > energies.back()) return 0.0;
  const auto above = std::upper_bound(energies.begin(), energies.end(), energy);
  const size_t i = std::min(static_cast<size_t>(above - energies.begin()), energies.size() - 1);
  const double share = (energy - energies[i - 1]) / (energies[i] - energies[i - 1]);
  return (1.0 - share) * values[i - 1] + share * values[i];
}

double BrokenLine::integral() const {
  double result = 0.0;
  for (size_t i = 1; i < energies.size(); ++i) {
    result += 0.5 * (values[i] + values[i - 1]) * (energies[i] - energies[i - 1]);
  }
  return result;
}

BrokenLine refined(const std::function<double(double)>& function, double from, double to, double relative,
                   double absolute) {
  BrokenLine line;
  const Refinement refinement{function, relative, absolute, line};
  Node last = {from, function(from)};
  refinement.add(last);
  for (int i = 1; i <= coarsest; ++i) {
    const double energy = i == coarsest ? to : from + (to - from) * i / coarsest;
    const Node next = {energy, function(energy)};
    refinement.fill(last, next, 0);
    last = next;
  }
  return line;
}

BrokenLine closed(BrokenLine line) {
  if (line.values.front() != 0.0 && line.energies.front() > 0.0) {
    line.energies.insert(line.energies.begin(), line.energies.front() * (1.0 - step_width));
    line.values.insert(line.values.begin(), 0.0);
  }
  if (line.values.back() != 0.0) {
    line.energies.push_back(line.energies.back() * (1.0 + step_width));
    line.values.push_back(0.0);
  }
  return line;
}

BrokenLine joined(const BrokenLine& low, const BrokenLine& high) {
  const double joint = high.energies.front();
  if (joint <= low.energies.front()) return high;
  if (joint > low.energies.back()) {
    throw Failure(fmt::format("two spectra leave a gap below {:g} GeV", joint), "the lower one ends before");
  }
  BrokenLine result;
  const double edge = joint * (1.0 - step_width);
  for (size_t i = 0; i < low.energies.size() && low.energies[i] < edge; ++i) {
    result.energies.push_back(low.energies[i]);
    result.values.push_back(low.values[i]);
  }
  result.energies.push_back(edge);
  result.values.push_back(low.at(edge));
  result.energies.insert(result.energies.end(), high.energies.begin(), high.energies.end());
  result.values.insert(result.values.end(), high.values.begin(), high.values.end());
  return result;
}

BrokenLine sum(const std::vector<std::pair<double, BrokenLine>>& terms) {
  std::vector<double> nodes;
  for (const auto& [weight, line] : terms) nodes.insert(nodes.end(), line.energies.begin(), line.energies.end());
  std::sort(nodes.begin(), nodes.end());
  // Nodes that differ by rounding are one.
  const auto same = [](double a, double b) { return std::abs(b - a) <= 1e-12 * std::abs(b); };
  nodes.erase(std::unique(nodes.begin(), nodes.end(), same), nodes.end());
  BrokenLine result{nodes, std::vector<double>(nodes.size(), 0.0)};
  for (const auto& [weight, line] : terms) {
    for (size_t i = 0; i < nodes.size(); ++i) result.values[i] += weight * line.at(nodes[i]);
  }
  return result;
}

Spectrum to_spectrum(BrokenLine line) {
  return {Spectrum::Kind::points, std::move(line.energies), std::move(line.values)};
}

}  // namespace tridens::flux::detail
