// Probability that a recoil of energy T is counted in a bin:
//   P_bin(T) = eps_T(T) eps_ee(E) int_bin dx p(x|E) eps_x(x),   E = E_ee(T) for nuclear, T for electronic recoils.
// The integral runs over the pieces of the bin between the kinks of eps_x.
#include "tridens/detector/recoil_response.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

using Of = RecoilEfficiency::Of;

constexpr double negligible = 1e-9;  // probability
constexpr std::array observables = {"recoil_energy", "electron_equivalent_energy", "photoelectrons"};

/// Points at which an efficiency is tried for being a probability, and a piece for being dark.
std::vector<double> trial_points(double from, double to) {
  constexpr int count = 7;
  std::vector<double> points;
  const double end = std::isinf(to) ? std::max(2.0 * std::abs(from), 1.0 * units::keV) : to;
  for (int i = 0; i < count; ++i) points.push_back(std::lerp(from, end, (i + 0.5) / count));
  return points;
}

void sort_and_merge(std::vector<double>& points) {
  std::sort(points.begin(), points.end());
  const auto same = [](double a, double b) { return b - a <= 1e-12 * std::abs(b); };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
}

}  // namespace

std::string_view name(Observable observable) {
  return observables[static_cast<size_t>(observable)];
}

Observable parse_observable(std::string_view text) {
  for (size_t i = 0; i < observables.size(); ++i) {
    if (text == observables[i]) return static_cast<Observable>(i);
  }
  unknown_name("observable", text, {observables.begin(), observables.end()});
}

RecoilResponse::RecoilResponse(RecoilResponseOptions options) : options_(std::move(options)) {
  const std::vector<double>& edges = options_.edges;
  if (edges.size() < 2) throw UserError("the response has no bins", "at least two edges are needed", "give the edges");
  for (size_t i = 0; i < edges.size(); ++i) {
    const bool last = i + 1 == edges.size();
    if (!(edges[i] >= 0.0) || (std::isinf(edges[i]) && !last) || (i > 0 && !(edges[i] > edges[i - 1]))) {
      throw UserError(fmt::format("edge {} of the bins is {:g}", i + 1, edges[i]),
                      "edges are not negative, finite (but for the last) and increase", "sort them");
    }
  }
  if (options_.observable == Observable::photoelectrons && !(options_.light_yield_per_keV > 0.0)) {
    throw UserError("the response in photoelectrons has no light yield",
                    "the number per keV of visible energy is needed", "give the light yield");
  }
  if (!options_.quenching) options_.quenching = make_quenching("none");
  if (!options_.resolution) {
    options_.resolution = make_resolution("none", options_.observable, options_.light_yield_per_keV);
  }
  set_pieces();
}

void RecoilResponse::set_pieces() {
  std::vector<Curve> curves;
  std::vector<double> cuts;
  for (const RecoilEfficiency& efficiency : options_.efficiencies) {
    if (efficiency.of != Of::observable) continue;
    if (efficiency.value) curves.push_back(efficiency.value);
    cuts.insert(cuts.end(), efficiency.steps.begin(), efficiency.steps.end());
  }
  std::sort(cuts.begin(), cuts.end());
  if (!curves.empty()) {
    weight_ = [curves](double x) {
      double product = 1.0;
      for (const Curve& curve : curves) product *= curve(x);
      return product;
    };
  }
  for (size_t bin = 0; bin < bins(); ++bin) {
    double from = options_.edges[bin];
    const double end = options_.edges[bin + 1];
    const auto add = [&](double to) {
      if (!(to > from)) return;
      bool dark = static_cast<bool>(weight_);
      for (double x : trial_points(from, to)) {
        const double value = weight_ ? weight_(x) : 1.0;
        if (!(value >= 0.0 && value <= 1.0)) {
          throw UserError(fmt::format("the efficiency is {:g} at {:g}", value, x), "it lies between 0 and 1",
                          "check the efficiencies of the observable");
        }
        dark = dark && value == 0.0;
      }
      if (!dark) pieces_.push_back({from, to, bin});
      from = to;
    };
    for (double cut : cuts) {
      if (cut > from && cut < end) add(cut);
    }
    add(end);
  }
}

double RecoilResponse::visible_energy(Recoil kind, double recoil) const {
  return kind == Recoil::nuclear ? options_.quenching->visible_energy(recoil) : recoil;
}

double RecoilResponse::scale_energy(Recoil kind, double recoil) const {
  return options_.observable == Observable::recoil_energy ? recoil : visible_energy(kind, recoil);
}

double RecoilResponse::centre(double energy) const {
  return options_.observable == Observable::photoelectrons ? energy / units::keV * options_.light_yield_per_keV
                                                           : energy;
}

double RecoilResponse::centre_of(Recoil kind, double recoil) const {
  return centre(scale_energy(kind, recoil));
}

double RecoilResponse::factor(Recoil kind, double recoil) const {
  double product = 1.0;
  for (const RecoilEfficiency& efficiency : options_.efficiencies) {
    if (efficiency.of == Of::observable || !efficiency.value) continue;
    const double x = efficiency.of == Of::recoil_energy ? recoil : visible_energy(kind, recoil);
    const double value = efficiency.value(x);
    if (!(value >= 0.0 && value <= 1.0)) {
      throw UserError(fmt::format("efficiency '{}' is {:g} at {:g} keV", efficiency.description, value, x / units::keV),
                      "it lies between 0 and 1", "check the efficiency");
    }
    product *= value;
  }
  return product;
}

bool RecoilResponse::reaches_window(Recoil kind, double recoil) const {
  return 1.0 - options_.resolution->below(pieces_.front().from, scale_energy(kind, recoil)) > negligible;
}

bool RecoilResponse::left_window(Recoil kind, double recoil) const {
  return options_.resolution->below(pieces_.back().to, scale_energy(kind, recoil)) <= negligible;
}

bool RecoilResponse::outside_quenching_and_dark(double recoil) const {
  const Quenching& quenching = *options_.quenching;
  if (recoil < quenching.lowest()) return !reaches_window(Recoil::nuclear, quenching.lowest());
  if (recoil > quenching.highest()) return left_window(Recoil::nuclear, quenching.highest());
  return false;
}

void RecoilResponse::probabilities(Recoil kind, double recoil, double* result) const {
  std::fill(result, result + bins(), 0.0);
  if (pieces_.empty()) return;
  if (kind == Recoil::nuclear && outside_quenching_and_dark(recoil)) return;
  const double share = factor(kind, recoil);
  if (share == 0.0) return;
  const double energy = scale_energy(kind, recoil);
  const Resolution& resolution = *options_.resolution;
  const double low = resolution.lowest(energy), high = resolution.highest(energy);
  for (const Piece& piece : pieces_) {
    if (piece.to < low || piece.from > high) continue;
    result[piece.bin] += share * resolution.integral(piece.from, piece.to, energy, weight_);
  }
  for (size_t bin = 0; bin < bins(); ++bin) result[bin] = std::clamp(result[bin], 0.0, 1.0);  // rounding only
}

/// The recoil energy between `low` and `high` at which an increasing map passes `value`, by bisection.
double RecoilResponse::recoil_at(Recoil kind, double value, double low, double high,
                                 double (RecoilResponse::*map)(Recoil, double) const) const {
  constexpr int most = 200;
  for (int i = 0; i < most && high - low > 1e-14 * high; ++i) {
    const double middle = 0.5 * (low + high);
    ((this->*map)(kind, middle) < value ? low : high) = middle;
  }
  return high;
}

std::vector<double> RecoilResponse::kinks(Recoil kind, double low, double high) const {
  std::vector<double> points;
  const auto add = [&](double recoil) {
    if (recoil > low && recoil < high) points.push_back(recoil);
  };
  const auto add_at = [&](double value, double (RecoilResponse::*map)(Recoil, double) const) {
    if (value > (this->*map)(kind, low) && value < (this->*map)(kind, high))
      add(recoil_at(kind, value, low, high, map));
  };
  if (kind == Recoil::nuclear) {
    for (double recoil : options_.quenching->kinks()) add(recoil);
  }
  for (const RecoilEfficiency& efficiency : options_.efficiencies) {
    for (double step : efficiency.steps) {
      if (efficiency.of == Of::recoil_energy) add(step);
      if (efficiency.of == Of::electron_equivalent_energy) add_at(step, &RecoilResponse::visible_energy);
    }
  }
  for (const Piece& piece : pieces_) {
    add_at(piece.from, &RecoilResponse::centre_of);
    add_at(piece.to, &RecoilResponse::centre_of);
  }
  return points;
}

/// Recoil energies in steps of 1.5 widths of the resolution wherever the end of a piece is near.
std::vector<double> RecoilResponse::steps_of_resolution(Recoil kind, double low, double high) const {
  constexpr double step = 1.5, reach = 8.0;
  std::vector<double> points;
  const auto width_at = [&](double recoil) { return options_.resolution->width(scale_energy(kind, recoil)); };
  std::vector<double> ends;
  for (const Piece& piece : pieces_) {
    ends.push_back(piece.from);
    if (std::isfinite(piece.to)) ends.push_back(piece.to);
  }
  const double last = centre_of(kind, high);
  const double shortest = (std::min(last, ends.back()) - centre_of(kind, low)) * 1e-3;
  for (double recoil = low; recoil < high;) {
    const double width = width_at(recoil), x = centre_of(kind, recoil);
    double next = x + std::max(step * width, shortest);
    const auto above = std::lower_bound(ends.begin(), ends.end(), x - reach * width);
    if (above == ends.end()) break;
    next = std::max(next, *above - reach * width);
    if (width == 0.0 || !(next < last)) break;
    recoil = recoil_at(kind, next, recoil, high, &RecoilResponse::centre_of);
    points.push_back(recoil);
  }
  return points;
}

std::vector<double> RecoilResponse::panels(Recoil kind, double highest) const {
  if (!(highest > 0.0 && std::isfinite(highest))) {
    throw UserError(fmt::format("the highest recoil energy is {:g} GeV", highest), "it must be positive and finite",
                    "check the flux");
  }
  const bool nuclear = kind == Recoil::nuclear;
  const double cover = nuclear ? options_.quenching->highest() : std::numeric_limits<double>::infinity();
  double low = nuclear ? options_.quenching->lowest() : 0.0, high = std::min(highest, cover);
  if (pieces_.empty() || !(high > low)) return {};
  if (nuclear && low > 0.0 && reaches_window(kind, low)) {
    throw UserError(fmt::format("recoils below {:.4g} keV can be counted", low / units::keV),
                    fmt::format("quenching '{}' begins there", options_.quenching->description()),
                    "choose a quenching that covers them or raise the threshold");
  }
  if (highest > cover && !left_window(kind, high)) {
    throw UserError(
        fmt::format("recoils from {:.4g} to {:.4g} keV can be counted", cover / units::keV, highest / units::keV),
        fmt::format("quenching '{}' ends at the former", options_.quenching->description()),
        "choose a quenching that covers them");
  }
  if (!reaches_window(kind, high)) return {};
  const auto bisect = [&](auto counted) {  // the boundary between `low` (not counted) and `high` (counted)
    double a = low, b = high;
    constexpr int most = 100;
    for (int i = 0; i < most && b - a > 1e-12 * b; ++i) (counted(0.5 * (a + b)) ? b : a) = 0.5 * (a + b);
    return b;
  };
  if (!reaches_window(kind, low)) low = bisect([&](double recoil) { return reaches_window(kind, recoil); });
  if (left_window(kind, high)) high = bisect([&](double recoil) { return left_window(kind, recoil); });
  if (!(high > low)) return {};
  std::vector<double> points = kinks(kind, low, high);
  const std::vector<double> fine = steps_of_resolution(kind, low, high);
  points.insert(points.end(), fine.begin(), fine.end());
  points.push_back(low);
  points.push_back(high);
  sort_and_merge(points);
  // Panels at either end in which the efficiencies of the energies vanish are left out.
  const auto dark = [&](double from, double to) {
    const auto trials = trial_points(from, to);
    return std::all_of(trials.begin(), trials.end(), [&](double recoil) { return factor(kind, recoil) == 0.0; });
  };
  while (points.size() > 1 && dark(points[0], points[1])) points.erase(points.begin());
  while (points.size() > 1 && dark(points[points.size() - 2], points.back())) points.pop_back();
  return points.size() > 1 ? points : std::vector<double>{};
}

}  // namespace tridens::detector
