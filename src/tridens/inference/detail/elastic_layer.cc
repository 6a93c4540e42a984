#include "tridens/inference/detail/elastic_layer.hh"

#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::inference::detail {
namespace {

/// Numerical error of an integral on nodes made for other couplings, beyond which it gets nodes of its own.
constexpr double worst_error = 1e-3;

/// The channels with the outgoing states of the source, in its order; those without terms stay empty.
std::vector<model::ElasticChannel> in_order_of(const process::ElasticProcess& process,
                                               const std::vector<model::ElasticChannel>& channels) {
  std::vector<model::ElasticChannel> result;
  for (const model::ElasticChannel& known : process.channels()) result.push_back({known.outgoing, {}});
  for (const model::ElasticChannel& channel : channels) {
    const auto state = std::ranges::find_if(
        result, [&](const model::ElasticChannel& known) { return known.outgoing == channel.outgoing; });
    if (state != result.end()) {
      state->terms.insert(state->terms.end(), channel.terms.begin(), channel.terms.end());
    } else if (!channel.terms.empty()) {
      throw UserError(fmt::format("couplings of {} lead to {}", name(process.neutrino()), channel.outgoing.label),
                      "the expectation was set up without this outgoing state, or with another mass of it",
                      "set it up at a point where it occurs; the mass of an outgoing particle cannot be fitted");
    }
  }
  return result;
}

}  // namespace

ElasticLayer::ElasticLayer(detector::Experiment experiment, const flux::Flux& flux,
                           std::vector<rate::SignalSource> sources, rate::ResponseMemory response)
    : experiment_(std::move(experiment)),
      flux_(&flux),
      sources_(std::move(sources)),
      response_(std::move(response)),
      predictor_(experiment_, flux, sources_, response_),
      templates_(predictor_) {}

std::vector<double> ElasticLayer::energy_counts(const SourceCouplings& couplings) const {
  if (couplings.size() != sources_.size()) {
    throw UserError(fmt::format("couplings of {} sources for {} sources", couplings.size(), sources_.size()),
                    "each source has its own", "give them in the order of the sources");
  }
  if (!templates_.hold(couplings)) return integrated(couplings);
  std::vector<double> counts(sources_.size() * templates_.energy_bins());
  templates_.energy_counts(couplings, counts.data());
  return counts;
}

std::vector<double> ElasticLayer::integrated(const SourceCouplings& couplings) const {
  std::vector<std::shared_ptr<const process::ElasticProcess>> processes;
  std::vector<rate::SignalSource> here = sources_;
  for (size_t i = 0; i < sources_.size(); ++i) {
    const process::ElasticProcess& source = *sources_[i].process_of_neutrino;
    processes.push_back(source.with_terms(in_order_of(source, couplings[i])));
    here[i].process_of_neutrino = processes.back();
  }
  rate::EnergyPrediction prediction = predictor_.predict_energy(processes);
  if (!(prediction.relative_error < worst_error)) {
    prediction = rate::Predictor(experiment_, *flux_, std::move(here), response_).predict_energy(processes);
  }
  std::vector<double> counts;
  for (const std::vector<double>& source : prediction.counts) counts.insert(counts.end(), source.begin(), source.end());
  return counts;
}

}  // namespace tridens::inference::detail
