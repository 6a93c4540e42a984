#include "tridens/rate/detail/source_nodes.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/rate/detail/coupling_basis.hh"
#include "tridens/rate/detail/recoil_quadrature.hh"
#include "tridens/rate/time_shares.hh"

// The nodes are refined until the rate of every coupling that the process knows, taken alone, has converged, and that
// of the process itself: the interference of two couplings is then bounded by both.
namespace tridens::rate::detail {
namespace {

using process::ElasticProcess;

detector::Recoil recoil_kind(const ElasticProcess& process, size_t component) {
  constexpr int electron = 11;
  const bool electronic = process.components()[component].recoil_pdg == electron;
  return electronic ? detector::Recoil::electronic : detector::Recoil::nuclear;
}

std::string name_of(const process::Component& component) {
  return component.nuclide + " (" + component.name + ")";
}

/// sum_k a_k M_k at nodes whose moments are known.
void contract(const process::RecoilCoefficients& a, const double* moments, size_t count, double* result) {
  for (size_t i = 0; i < count; ++i) {
    result[i] =
        a.constant[i] * moments[i] + a.inverse[i] * moments[count + i] + a.inverse_squared[i] * moments[2 * count + i];
  }
}

std::vector<double> moments_at(const ElasticProcess& process, size_t component, const flux::SpectrumMoments& moments,
                               const double* recoil, size_t count) {
  std::vector<double> lowest(count), result(3 * count);
  for (size_t i = 0; i < count; ++i) lowest[i] = process.lowest_energy(component, recoil[i]);
  moments.above(lowest.data(), count, result.data());
  return result;
}

class ComponentSetup {
 public:
  ComponentSetup(const ElasticProcess& process, const flux::Spectrum& spectrum, RememberedResponse& response)
      : process_(process), spectrum_(spectrum), moments_(spectrum), response_(response) {
    for (const Coupling& coupling : couplings(process.channels())) {
      alone_.push_back({coupling.channel, process.with_terms(only(process.channels(), {{&coupling, 1.0}}))});
    }
  }

  /// Without nodes when nothing of the spectrum can be counted.
  ComponentNodes nodes(size_t component, double scale) const;

 private:
  std::vector<double> edges(size_t component) const;
  Integrands integrands(size_t component) const;
  /// The process itself, then the couplings to the outgoing state of the component, each alone: others add nothing.
  std::vector<const ElasticProcess*> acting(size_t component) const;
  void rates(size_t component, const std::vector<const ElasticProcess*>& processes, const double* recoil, size_t count,
             double* values) const;

  struct Alone {
    size_t channel = 0;
    std::shared_ptr<const ElasticProcess> process;
  };

  const ElasticProcess& process_;
  const flux::Spectrum& spectrum_;
  flux::SpectrumMoments moments_;
  RememberedResponse& response_;
  std::vector<Alone> alone_;
};

std::vector<double> ComponentSetup::edges(size_t component) const {
  if (!(spectrum_.highest() > process_.threshold(component))) return {};
  const double highest = process_.recoil_range(component, spectrum_.highest()).high;
  std::vector<double> edges = panel_edges(process_, component, spectrum_,
                                          response_.response().panels(recoil_kind(process_, component), highest));
  const bool diverges = process_.diverges_at_zero(component) || std::ranges::any_of(alone_, [&](const Alone& one) {
                          return one.process->diverges_at_zero(component);
                        });
  if (!edges.empty() && edges.front() == 0.0 && diverges) {
    throw UserError("the rate on " + name_of(process_.components()[component]) + " has no finite value",
                    "its cross section grows without bound towards zero recoil energy, and all recoils are counted",
                    "give the experiment a threshold that the resolution does not reach below, or recoil_min (--change "
                    "recoil_min=10eV)");
  }
  return edges;
}

std::vector<const ElasticProcess*> ComponentSetup::acting(size_t component) const {
  std::vector<const ElasticProcess*> result = {&process_};
  for (const Alone& one : alone_) {
    if (process_.channels()[one.channel].outgoing == process_.outgoing(component)) result.push_back(one.process.get());
  }
  return result;
}

void ComponentSetup::rates(size_t component, const std::vector<const ElasticProcess*>& processes, const double* recoil,
                           size_t count, double* values) const {
  const std::vector<double> moments = moments_at(process_, component, moments_, recoil, count);
  process::RecoilCoefficients coefficients(count);
  for (const ElasticProcess* process : processes) {
    process->coefficients(component, recoil, count, coefficients);
    contract(coefficients, moments.data(), count, values);
    values += count;
  }
}

Integrands ComponentSetup::integrands(size_t component) const {
  const detector::Recoil kind = recoil_kind(process_, component);
  const size_t bins = response_.response().bins();
  const std::vector<const ElasticProcess*> processes = acting(component);
  return {processes.size(), bins,
          [this, component, processes](const double* recoil, size_t count, double* values) {
            rates(component, processes, recoil, count, values);
          },
          [this, kind, bins](const double* recoil, size_t count, double* values) {
            std::vector<double> row(bins);
            for (size_t i = 0; i < count; ++i) {
              response_.probabilities(kind, recoil[i], row.data());
              for (size_t bin = 0; bin < bins; ++bin) values[bin * count + i] = row[bin];
            }
          }};
}

ComponentNodes ComponentSetup::nodes(size_t component, double scale) const {
  ComponentNodes result;
  result.index = component;
  const RecoilNodes nodes = recoil_nodes(edges(component), integrands(component));
  const size_t bins = response_.response().bins(), count = nodes.size();
  result.recoil = nodes.recoil;
  result.moments = moments_at(process_, component, moments_, nodes.recoil.data(), count);
  result.response.resize(count * bins);
  result.surplus.resize(count);
  bool counted = false;
  std::vector<double> row(bins);
  for (size_t i = 0; i < count; ++i) {
    response_.probabilities(recoil_kind(process_, component), nodes.recoil[i], row.data());
    double all = 0.0;
    for (size_t bin = 0; bin < bins; ++bin) {
      all += row[bin];
      result.response[i * bins + bin] = row[bin] * nodes.weight[i] * scale;
    }
    result.surplus[i] = all * nodes.surplus[i] * scale;
    counted = counted || all * result.moments[i] > 0.0;
  }
  return counted ? result : ComponentNodes{};
}

}  // namespace

void RememberedResponse::probabilities(detector::Recoil kind, double recoil, double* result) {
  const std::scoped_lock lock(mutex_);
  Rows& rows = kind == detector::Recoil::nuclear ? nuclear_ : electronic_;
  auto found = rows.find(recoil);
  if (found == rows.end()) {
    constexpr size_t most_numbers = 10'000'000;  // 80 MB
    if (rows.size() * response_.bins() > most_numbers) rows.clear();
    std::vector<double> row(response_.bins());
    response_.probabilities(kind, recoil, row.data());
    found = rows.emplace(recoil, std::move(row)).first;
  }
  std::ranges::copy(found->second, result);
}

std::vector<double> RememberedResponse::time_shares(const detector::Experiment& experiment, const flux::Flux& flux,
                                                    Neutrino neutrino) {
  const auto arrival = flux.arrival.find(neutrino.pdg());
  if (arrival == flux.arrival.end()) return rate::time_shares(experiment, flux, neutrino);
  const std::scoped_lock lock(mutex_);
  const Arrival key{arrival->second.edges_s(), arrival->second.contents()};
  const auto found = shares_.find(key);
  if (found != shares_.end()) return found->second;
  return shares_.emplace(key, rate::time_shares(experiment, flux, neutrino)).first->second;
}

std::vector<ComponentNodes> component_nodes(const ElasticProcess& process, const flux::Spectrum& spectrum,
                                            RememberedResponse& response, double scale) {
  const ComponentSetup setup(process, spectrum, response);
  std::vector<ComponentNodes> result;
  for (size_t component = 0; component < process.components().size(); ++component) {
    ComponentNodes nodes = setup.nodes(component, scale);
    if (!nodes.recoil.empty()) result.push_back(std::move(nodes));
  }
  return result;
}

double add_counts(const SourceNodes& source, const ElasticProcess& process, size_t bins, double* counts) {
  const auto couples = [&](const ComponentNodes& nodes) {
    return std::ranges::any_of(process.channels(), [&](const model::ElasticChannel& channel) {
      return !channel.terms.empty() && channel.outgoing == process.outgoing(nodes.index);
    });
  };
  double error = 0.0;
  process::RecoilCoefficients coefficients;
  std::vector<double> rate;
  for (const ComponentNodes& nodes : source.components) {
    if (!couples(nodes)) continue;
    const size_t count = nodes.recoil.size();
    coefficients = process::RecoilCoefficients(count);
    rate.resize(count);
    process.coefficients(nodes.index, nodes.recoil.data(), count, coefficients);
    contract(coefficients, nodes.moments.data(), count, rate.data());
    for (size_t panel = 0; panel < count; panel += panel_nodes) {
      double surplus = 0.0;
      for (size_t i = panel; i < panel + panel_nodes; ++i) {
        const double* row = &nodes.response[i * bins];
        for (size_t bin = 0; bin < bins; ++bin) counts[bin] += rate[i] * row[bin];
        surplus += rate[i] * nodes.surplus[i];
      }
      error += std::abs(surplus);
    }
  }
  return error;
}

void check_same(const ElasticProcess& process, const ElasticProcess& other) {
  const auto& ours = process.components();
  const auto& theirs = other.components();
  bool same = process.neutrino() == other.neutrino() && ours.size() == theirs.size();
  for (size_t i = 0; same && i < ours.size(); ++i) {
    same = name_of(ours[i]) == name_of(theirs[i]) && process.outgoing(i) == other.outgoing(i);
  }
  if (!same) {
    throw UserError("a process does not fit the prediction that was set up",
                    "its neutrino, its target or its outgoing states are different",
                    "set up another prediction, or change only the couplings");
  }
}

std::string reach_of(const ElasticProcess& process, const flux::Spectrum& spectrum,
                     const detector::RecoilResponse& response) {
  double highest = 0.0, lowest = 0.0;
  std::string body;
  for (size_t i = 0; i < process.components().size(); ++i) {
    const bool reached = spectrum.highest() > process.threshold(i);
    const double reach = reached ? process.recoil_range(i, spectrum.highest()).high : 0.0;
    if (!body.empty() && reach <= highest) continue;
    highest = reach;
    body = name_of(process.components()[i]);
    const std::vector<double> panels =
        reached ? response.panels(recoil_kind(process, i), reach) : std::vector<double>{};
    lowest = panels.empty() ? 0.0 : panels.front();
  }
  const std::string end = fmt::format("recoils of {} reach {:.4g} keV at the end point of {:.4g} MeV", body,
                                      highest / units::keV, spectrum.highest() / units::MeV);
  if (lowest > 0.0) return fmt::format("{}, and count from {:.4g} keV on", end, lowest / units::keV);
  const detector::RecoilResponseOptions& options = response.options();
  const double unit = options.observable == detector::Observable::photoelectrons ? 1.0 : units::keV;
  std::string observable(detector::name(options.observable));
  std::ranges::replace(observable, '_', ' ');
  return fmt::format("{}, and the bins of {} begin at {:.4g}{}", end, observable, options.edges.front() / unit,
                     unit == 1.0 ? "" : " keV");
}

}  // namespace tridens::rate::detail
