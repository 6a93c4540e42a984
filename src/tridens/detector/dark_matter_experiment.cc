#include "tridens/detector/dark_matter_experiment.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

constexpr std::array<DarkSignal, 4> signals = {DarkSignal::electron, DarkSignal::nucleon, DarkSignal::nucleus,
                                               DarkSignal::decay};

/// P(n <= observed) of a Poisson mean.
double poisson_sum(double observed, double mean) {
  double term = std::exp(-mean), sum = term;
  for (int n = 1; n <= static_cast<int>(std::floor(observed)); ++n) sum += term *= mean / n;
  return sum;
}

/// Additive recurrence of the plastic number: even in the unit cube.
std::array<double, 3> even_point(size_t index) {
  constexpr double g = 1.22074408460575947536;
  std::array<double, 3> u{};
  double step = 1.0;
  for (double& one : u) {
    step /= g;
    const double value = 0.5 + step * static_cast<double>(index + 1);
    one = value - std::floor(value);
  }
  return u;
}

}  // namespace

std::string name(DarkSignal signal) {
  switch (signal) {
    case DarkSignal::electron:
      return "electron";
    case DarkSignal::nucleon:
      return "nucleon";
    case DarkSignal::nucleus:
      return "nucleus";
    case DarkSignal::decay:
      return "decay";
  }
  return "";
}

DarkSignal parse_dark_signal(std::string_view text) {
  std::vector<std::string> names;
  for (const DarkSignal signal : signals) {
    names.push_back(name(signal));
    if (names.back() == text) return signal;
  }
  unknown_name("signal of dark matter", std::string(text), names);
}

double poisson_limit(double observed, double background) {
  if (!(observed >= 0.0) || !(background >= 0.0) || observed > 500.0) {
    throw UserError(fmt::format("a Poisson limit of {:g} counts over {:g}", observed, background),
                    "counts are not negative, and beyond 500 they are Gaussian", "");
  }
  const double alone = poisson_sum(observed, background);
  double low = 0.0, high = 10.0 + 3.0 * (observed + std::sqrt(observed));
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (poisson_sum(observed, background + middle) > 0.1 * alone ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double DarkMatterExperiment::excluded() const {
  if (excluded_events > 0.0) return excluded_events;
  if (!counts) {
    throw UserError("limits of " + name, "the file has neither counts nor excluded_events", "add one of them");
  }
  constexpr double exact_error = 0.1, one_sided = 1.2816;
  if (counts->background_error < exact_error) return poisson_limit(counts->observed, counts->background);
  const double excess = std::max(0.0, counts->observed - counts->background);
  return excess + one_sided * std::hypot(std::sqrt(counts->background), counts->background_error);
}

void DarkMatterExperiment::check() const {
  const auto refuse = [](const std::string& what, const std::string& why, const std::string& suggestion = "") {
    throw UserError(what, why, suggestion);
  };
  if (sources.empty()) refuse("no sources", "every number comes from somewhere", "add sources = [...]");
  if (!(protons > 0.0)) refuse(fmt::format("{:g} protons on target", protons), "they must be positive");
  if (!(density > 0.0)) refuse(fmt::format("a density of {:g} g/cm^3", density), "it must be positive");
  if (!(lowest_energy >= 0.0) || !(highest_energy > lowest_energy)) {
    refuse(fmt::format("energies from {:g} to {:g} GeV", lowest_energy, highest_energy), "they rise from 0 or more");
  }
  if (!(efficiency > 0.0) || !(efficiency <= 1.0)) {
    refuse(fmt::format("an efficiency of {:g}", efficiency), "it lies between 0 and 1");
  }
  if (!(std::abs(smallest_cosine) <= 1.0)) refuse("a cosine beyond 1", "cuts on angles are cosines");
  if (smallest_cosine > -1.0 && signal != DarkSignal::electron) {
    refuse("a cut on the angle of " + detector::name(signal) + "s", "it is applied to electrons only");
  }
  if (energy_edges.size() < 2 || !std::is_sorted(energy_edges.begin(), energy_edges.end(), std::less_equal<>()) ||
      energy_edges.front() < lowest_energy || energy_edges.back() > highest_energy) {
    refuse("bins of energy", "two or more edges rise within the window");
  }
  if (body.contains(Vector{}))
    refuse("a detector where the protons stop", "distances must be positive", "give centre_m");
  if (excluded_events < 0.0) refuse("a negative number of excluded events", "it must be positive");
  if (counts && (counts->observed < 0.0 || counts->background < 0.0 || counts->background_error < 0.0)) {
    refuse("negative counts", "counts, backgrounds and errors are not negative");
  }
}

std::vector<ViewedShare> viewed_shares(const Body& body, int groups) {
  constexpr size_t points = 1024;
  std::vector<ViewedShare> all;
  for (size_t i = 0; i < points; ++i) {
    const std::array<double, 3> u = even_point(i);
    const Vector at = body.point(u.data());
    const double square = at.dot(at);
    all.push_back(
        {std::atan2(std::hypot(at.x, at.y), at.z), std::sqrt(square), 1.0 / (square * static_cast<double>(points))});
  }
  std::sort(all.begin(), all.end(), [](const ViewedShare& a, const ViewedShare& b) { return a.angle < b.angle; });
  std::vector<ViewedShare> result(static_cast<size_t>(groups));
  for (size_t i = 0; i < points; ++i) {
    ViewedShare& group = result[i * result.size() / points];
    group.angle += all[i].angle * all[i].per_square;
    group.distance += all[i].distance * all[i].per_square;
    group.per_square += all[i].per_square;
  }
  for (ViewedShare& group : result) {
    group.angle /= group.per_square;
    group.distance /= group.per_square;
  }
  return result;
}

}  // namespace tridens::detector
