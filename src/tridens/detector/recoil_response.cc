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
      const bool energy = options_.observable != Observable::photoelectrons;
      throw UserError(fmt::format("edge {} of the bins is {:g} {}", i + 1, energy ? edges[i] / units::keV : edges[i],
                                  energy ? "keV" : "PE"),
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

/// The recoil energy between `low` and `high` at which a map that is monotonic there passes `value`, by bisection.
double RecoilResponse::recoil_at(Recoil kind, double value, double low, double high, Map map) const {
  const bool rising = (this->*map)(kind, low) < value;
  constexpr int most = 200;
  for (int i = 0; i < most && high - low > 1e-14 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (((this->*map)(kind, middle) < value) == rising ? low : high) = middle;
  }
  return high;
}

void RecoilResponse::add_crossings(Recoil kind, const std::vector<double>& monotonic, double value, Map map,
                                   std::vector<double>& points) const {
  for (size_t i = 0; i + 1 < monotonic.size(); ++i) {
    const double a = (this->*map)(kind, monotonic[i]), b = (this->*map)(kind, monotonic[i + 1]);
    if ((a < value) != (b < value)) points.push_back(recoil_at(kind, value, monotonic[i], monotonic[i + 1], map));
  }
}

/// Where the probabilities or their derivatives jump, `low` and `high` included, increasing.
std::vector<double> RecoilResponse::kinks(Recoil kind, double low, double high) const {
  std::vector<double> monotonic = {low, high};
  const auto add = [&](std::vector<double>& points, double recoil) {
    if (recoil > low && recoil < high) points.push_back(recoil);
  };
  if (kind == Recoil::nuclear) {
    for (double recoil : options_.quenching->kinks()) add(monotonic, recoil);
  }
  sort_and_merge(monotonic);
  std::vector<double> points = monotonic;
  for (const RecoilEfficiency& efficiency : options_.efficiencies) {
    for (double step : efficiency.steps) {
      if (efficiency.of == Of::recoil_energy) add(points, step);
      if (efficiency.of == Of::electron_equivalent_energy) {
        add_crossings(kind, monotonic, step, &RecoilResponse::visible_energy, points);
      }
    }
  }
  for (const Piece& piece : pieces_) {
    add_crossings(kind, monotonic, piece.from, &RecoilResponse::centre_of, points);
    add_crossings(kind, monotonic, piece.to, &RecoilResponse::centre_of, points);
  }
  sort_and_merge(points);
  return points;
}

/// Splits panels, between which the observable is monotonic, into steps of 1.5 widths of the resolution wherever the
/// end of a piece is within 8 widths.
void RecoilResponse::subdivide(Recoil kind, std::vector<double>& points) const {
  constexpr double step = 1.5, reach = 8.0;
  std::vector<double> ends;
  for (const Piece& piece : pieces_) {
    ends.push_back(piece.from);
    if (std::isfinite(piece.to)) ends.push_back(piece.to);
  }
  const auto width_at = [&](double recoil) { return options_.resolution->width(scale_energy(kind, recoil)); };
  const double shortest = 1e-3 * std::abs(centre_of(kind, points.back()) - centre_of(kind, points.front()));
  std::vector<double> added;
  for (size_t i = 0; i + 1 < points.size(); ++i) {
    const double end = centre_of(kind, points[i + 1]), sign = end > centre_of(kind, points[i]) ? 1.0 : -1.0;
    for (double recoil = points[i];;) {
      const double width = width_at(recoil), x = centre_of(kind, recoil);
      if (width == 0.0 && options_.resolution->width(scale_energy(kind, points.back())) == 0.0) break;
      const auto near = std::lower_bound(ends.begin(), ends.end(), x - reach * width);
      double next = x + sign * std::max(step * width, shortest);
      if (sign > 0.0 && near == ends.end()) break;
      if (sign > 0.0) next = std::max(next, *near - reach * width);
      if (!(sign * (end - next) > 0.0)) break;
      recoil = recoil_at(kind, next, recoil, points[i + 1], &RecoilResponse::centre_of);
      added.push_back(recoil);
    }
  }
  points.insert(points.end(), added.begin(), added.end());
  sort_and_merge(points);
}

/// UserError when recoils can be counted that the quenching does not cover.
void RecoilResponse::check_cover(Recoil kind, double highest) const {
  const Quenching& quenching = *options_.quenching;
  const double low = quenching.lowest(), high = quenching.highest();
  if (kind == Recoil::electronic) return;
  if (low > 0.0 && reaches_window(kind, low)) {
    throw UserError(fmt::format("recoils below {:.4g} keV can be counted", low / units::keV),
                    fmt::format("quenching '{}' begins there", quenching.description()),
                    "choose a quenching that covers them or raise the threshold");
  }
  if (highest > high && !left_window(kind, high)) {
    throw UserError(
        fmt::format("recoils from {:.4g} to {:.4g} keV can be counted", high / units::keV, highest / units::keV),
        fmt::format("quenching '{}' ends at the former", quenching.description()),
        "choose a quenching that covers them");
  }
}

/// {low, high}, or nothing when no recoil up to `highest` is counted.
std::vector<double> RecoilResponse::useful_range(Recoil kind, double highest) const {
  const Quenching& quenching = *options_.quenching;
  const bool nuclear = kind == Recoil::nuclear;
  double low = nuclear ? quenching.lowest() : 0.0;
  double high = nuclear ? std::min(highest, quenching.highest()) : highest;
  if (pieces_.empty() || !(high > low)) return {};
  if (nuclear && !quenching.increasing()) return {low, high};
  if (!reaches_window(kind, high)) return {};
  const auto boundary = [&](bool (RecoilResponse::*passed)(Recoil, double) const) {
    double a = low, b = high;  // not passed, passed
    constexpr int most = 200;
    for (int i = 0; i < most && b - a > 1e-12 * b; ++i) {
      const double middle = 0.5 * (a + b);
      ((this->*passed)(kind, middle) ? b : a) = middle;
    }
    return b;
  };
  if (!reaches_window(kind, low)) low = boundary(&RecoilResponse::reaches_window);
  if (left_window(kind, high)) high = boundary(&RecoilResponse::left_window);
  return high > low ? std::vector<double>{low, high} : std::vector<double>{};
}

std::vector<double> RecoilResponse::panels(Recoil kind, double highest) const {
  if (!(highest > 0.0 && std::isfinite(highest))) {
    throw UserError(fmt::format("the highest recoil energy is {:g} GeV", highest), "it must be positive and finite",
                    "check the flux");
  }
  if (!pieces_.empty()) check_cover(kind, highest);
  const std::vector<double> range = useful_range(kind, highest);
  if (range.empty()) return {};
  std::vector<double> points = kinks(kind, range[0], range[1]);
  subdivide(kind, points);
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
