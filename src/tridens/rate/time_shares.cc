#include "tridens/rate/time_shares.hh"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

/// int_{from}^{to} f(t) efficiency(t) dt, f even within its bins; the efficiency smooth between its steps and over a
/// twentieth of the window.
double counted_share(const flux::ArrivalTime& arrival, const detector::RecoilEfficiency& efficiency, double from,
                     double to) {
  const std::vector<double>& edges = arrival.edges_s();
  from = std::max(from, edges.front());
  to = std::min(to, edges.back());
  if (!(from < to)) return 0.0;
  if (!efficiency.value) return arrival.share(from, to);
  std::vector<double> cuts;
  const auto inside = [&](double time) { return time > from && time < to; };
  std::ranges::copy_if(edges, std::back_inserter(cuts), inside);
  std::ranges::copy_if(efficiency.steps, std::back_inserter(cuts), inside);
  constexpr int least = 20;
  for (int i = 0; i <= least; ++i) cuts.push_back(from + (to - from) * i / least);
  std::ranges::sort(cuts);
  const math::QuadratureRule rule = math::gauss_legendre(4);
  double sum = 0.0;
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    const double width = cuts[i + 1] - cuts[i];
    if (!(width > 0.0)) continue;
    double mean = 0.0;
    for (size_t k = 0; k < rule.nodes.size(); ++k) {
      mean += rule.weights[k] * efficiency.value(cuts[i] + width * rule.nodes[k]);
    }
    sum += mean * arrival.share(cuts[i], cuts[i + 1]);
  }
  return sum;
}

std::vector<double> counted_shares(const flux::ArrivalTime& arrival, const detector::RecoilEfficiency& efficiency,
                                   const std::vector<double>& edges) {
  std::vector<double> shares;
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    shares.push_back(counted_share(arrival, efficiency, edges[i], edges[i + 1]));
  }
  return shares;
}

}  // namespace

std::vector<double> time_shares(const detector::Experiment& experiment, const flux::Flux& flux, Neutrino neutrino,
                                double shift_s) {
  const bool binned = !experiment.time_edges_s.empty();
  if (!binned && !experiment.time_efficiency.value) return {1.0};
  const auto found = flux.arrival.find(neutrino.pdg());
  if (found == flux.arrival.end()) {
    throw UserError("flux '" + flux.name + "' does not say when " + name(neutrino) + " arrive",
                    "experiment '" + experiment.name + "' depends on the time",
                    "take a pulsed source, or an experiment that is not binned in time");
  }
  const flux::ArrivalTime arrival = found->second.shifted(experiment.time_offset_s + shift_s);
  constexpr double always = std::numeric_limits<double>::infinity();
  if (!binned) return {counted_share(arrival, experiment.time_efficiency, -always, always)};
  return counted_shares(arrival, experiment.time_efficiency, experiment.time_edges_s);
}

std::vector<double> time_shares(const detector::Experiment& experiment, const detector::Background& background,
                                double shift_s) {
  if (background.profile_times_s.empty() || experiment.time_edges_s.empty()) {
    throw UserError("background '" + background.name + "' of experiment '" + experiment.name + "' has no time profile",
                    "it cannot be moved in time", "give its time as a table, with follows_beam = true");
  }
  std::vector<double> contents = background.profile_cumulative;
  std::adjacent_difference(contents.begin(), contents.end(), contents.begin());
  contents.erase(contents.begin());
  const flux::ArrivalTime profile(background.profile_times_s, std::move(contents));
  const detector::RecoilEfficiency none;
  const detector::RecoilEfficiency& efficiency = background.efficiency_on_profile ? experiment.time_efficiency : none;
  const std::vector<double> here = counted_shares(profile, efficiency, experiment.time_edges_s);
  const double all = std::accumulate(here.begin(), here.end(), 0.0);
  std::vector<double> shares =
      shift_s == 0.0 ? here : counted_shares(profile.shifted(shift_s), efficiency, experiment.time_edges_s);
  for (double& share : shares) share /= all;
  return shares;
}

}  // namespace tridens::rate
