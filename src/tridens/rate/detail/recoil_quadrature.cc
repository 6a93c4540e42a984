#include "tridens/rate/detail/recoil_quadrature.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_kronrod.hh"

namespace tridens::rate::detail {
namespace {

constexpr double worst_error = 1e-4;
constexpr int deepest = 40;
/// Histograms with more bins than this within reach are smooth enough to be left to the refinement.
constexpr size_t most_knots = 64;

struct Panel {
  double low, high;
  std::vector<double> integral, error;  // per rate
};

class Refinement {
 public:
  Refinement(const Integrands& integrands)
      : integrands_(integrands), rates_(integrands.rates * panel_nodes), windows_(integrands.windows * panel_nodes) {}

  Panel panel(double low, double high) {
    RecoilNodes nodes;
    append(low, high, nodes);
    integrands_.rate(nodes.recoil.data(), panel_nodes, rates_.data());
    integrands_.window(nodes.recoil.data(), panel_nodes, windows_.data());
    Panel result{low, high, std::vector<double>(integrands_.rates), std::vector<double>(integrands_.rates)};
    for (size_t r = 0; r < integrands_.rates; ++r) {
      for (size_t w = 0; w < integrands_.windows; ++w) {
        double fine = 0.0, surplus = 0.0;
        for (size_t i = 0; i < panel_nodes; ++i) {
          const double value = rates_[r * panel_nodes + i] * windows_[w * panel_nodes + i];
          fine += nodes.weight[i] * value;
          surplus += nodes.surplus[i] * value;
        }
        result.integral[r] += fine;
        result.error[r] += std::abs(surplus);
      }
    }
    return result;
  }

  void append(double low, double high, RecoilNodes& nodes) const {
    const double from = std::sqrt(low), width = std::sqrt(high) - from;
    for (size_t i = 0; i < panel_nodes; ++i) {
      const double s = from + width * rule_.nodes[i], stretch = 2.0 * s * width;
      nodes.recoil.push_back(s * s);
      nodes.weight.push_back(stretch * rule_.fine[i]);
      nodes.surplus.push_back(stretch * (rule_.fine[i] - rule_.coarse[i]));
    }
  }

 private:
  const Integrands& integrands_;
  math::NestedRule rule_ = math::gauss_kronrod();
  std::vector<double> rates_, windows_;
};

struct Totals {
  std::vector<double> integral, error;
  double worst() const {
    double worst = 0.0;
    for (size_t r = 0; r < integral.size(); ++r) {
      if (!std::isfinite(integral[r])) return integral[r];
      if (integral[r] != 0.0) worst = std::max(worst, error[r] / std::abs(integral[r]));
    }
    return worst;
  }
};

Totals sum(const std::vector<Panel>& panels, size_t rates) {
  Totals totals{std::vector<double>(rates), std::vector<double>(rates)};
  for (const Panel& panel : panels) {
    for (size_t r = 0; r < rates; ++r) {
      totals.integral[r] += panel.integral[r];
      totals.error[r] += panel.error[r];
    }
  }
  return totals;
}

double middle(const Panel& panel) {
  if (panel.low > 0.0 && panel.high > 4.0 * panel.low) return std::sqrt(panel.low * panel.high);
  const double s = 0.5 * (std::sqrt(panel.low) + std::sqrt(panel.high));
  return s * s;
}

/// Splits the panels with more than their share of the error that is allowed; false when there are none.
bool refine(std::vector<Panel>& panels, const Totals& totals, double tolerance, Refinement& refinement) {
  const double share = tolerance / static_cast<double>(panels.size());
  std::vector<Panel> finer;
  for (Panel& panel : panels) {
    bool split = false;
    for (size_t r = 0; r < totals.integral.size(); ++r) {
      const double allowed = tolerance * std::abs(totals.integral[r]);
      split = split || (totals.error[r] > allowed && panel.error[r] > share * std::abs(totals.integral[r]));
    }
    const double centre = middle(panel);
    if (!split || !(centre > panel.low) || !(centre < panel.high)) {
      finer.push_back(std::move(panel));
      continue;
    }
    finer.push_back(refinement.panel(panel.low, centre));
    finer.push_back(refinement.panel(centre, panel.high));
  }
  const bool changed = finer.size() > panels.size();
  panels = std::move(finer);
  return changed;
}

/// Neutrino energies at which the moments have a jump or a kink that matters.
std::vector<double> knots(const process::ElasticProcess& process, size_t component, const flux::Spectrum& spectrum,
                          double lowest_recoil) {
  std::vector<double> result{spectrum.lowest(), spectrum.highest()};
  const bool simple = process.outgoing(component).mass == 0.0 && lowest_recoil > 0.0;
  const double needed = simple ? process.lowest_energy(component, lowest_recoil) : process.threshold(component);
  const auto first = std::ranges::lower_bound(spectrum.energies, needed);
  const auto within = static_cast<size_t>(spectrum.energies.end() - first);
  if (spectrum.kind == flux::Spectrum::Kind::histogram && within <= most_knots) {
    result.insert(result.end(), first, spectrum.energies.end());
  }
  return result;
}

}  // namespace

RecoilNodes recoil_nodes(const std::vector<double>& edges, const Integrands& integrands, double tolerance) {
  RecoilNodes nodes;
  if (edges.size() < 2) return nodes;
  Refinement refinement(integrands);
  std::vector<Panel> panels;
  for (size_t i = 0; i + 1 < edges.size(); ++i) panels.push_back(refinement.panel(edges[i], edges[i + 1]));
  Totals totals = sum(panels, integrands.rates);
  for (int depth = 0; depth < deepest && refine(panels, totals, tolerance, refinement); ++depth) {
    totals = sum(panels, integrands.rates);
  }
  if (!(totals.worst() < worst_error)) {
    throw Failure("the integral over the recoil energy does not converge",
                  fmt::format("between {:g} and {:g} keV its relative error stays at {:.1e}",
                              edges.front() / units::keV, edges.back() / units::keV, totals.worst()),
                  "look for a resonance, a pole or a jump in the inputs");
  }
  for (const Panel& panel : panels) refinement.append(panel.low, panel.high, nodes);
  return nodes;
}

std::vector<double> panel_edges(const process::ElasticProcess& process, size_t component,
                                const flux::Spectrum& spectrum, const std::vector<double>& kinks) {
  if (kinks.size() < 2) return {};
  const double threshold = process.threshold(component);
  if (!(spectrum.highest() > threshold)) return {};
  const process::ElasticProcess::Range reach = process.recoil_range(component, spectrum.highest());
  const double low = std::max({kinks.front(), reach.low, process.lowest_recoil()}),
               high = std::min({kinks.back(), reach.high, process.highest_recoil()});
  if (!(high > low)) return {};
  std::vector<double> inner = process.steps(component);
  inner.insert(inner.end(), kinks.begin(), kinks.end());
  for (const double energy : knots(process, component, spectrum, low)) {
    if (!(energy > threshold)) continue;
    const process::ElasticProcess::Range range = process.recoil_range(component, energy);
    inner.push_back(range.low);
    inner.push_back(range.high);
  }
  std::ranges::sort(inner);
  std::vector<double> edges{low};
  constexpr double apart = 1e-10;
  for (const double kink : inner) {
    if (kink > edges.back() + apart * high && kink < high * (1.0 - apart)) edges.push_back(kink);
  }
  edges.push_back(high);
  return edges;
}

}  // namespace tridens::rate::detail
