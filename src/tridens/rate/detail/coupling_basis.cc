#include "tridens/rate/detail/coupling_basis.hh"

#include <algorithm>

namespace tridens::rate::detail {

std::vector<Coupling> couplings(const std::vector<model::ElasticChannel>& channels) {
  std::vector<Coupling> result;
  for (size_t channel = 0; channel < channels.size(); ++channel) {
    for (const model::InteractionTerm& term : channels[channel].terms) {
      const bool known = std::ranges::any_of(result, [&](const Coupling& coupling) {
        return coupling.channel == channel && coupling.lorentz == term.lorentz &&
               coupling.propagator.key == term.propagator.key;
      });
      if (known) continue;
      for (const auto constituent : constituents)
        result.push_back({channel, term.lorentz, constituent, term.propagator});
    }
  }
  return result;
}

std::vector<model::ElasticChannel> only(const std::vector<model::ElasticChannel>& channels,
                                        const std::vector<std::pair<const Coupling*, double>>& strengths) {
  std::vector<model::ElasticChannel> result;
  for (const model::ElasticChannel& channel : channels) result.push_back({channel.outgoing, {}});
  for (const auto& [coupling, strength] : strengths) {
    model::InteractionTerm term{"template", coupling->lorentz, {}, {}, {}, coupling->propagator};
    term.*(coupling->constituent) = strength;
    result[coupling->channel].terms.push_back(std::move(term));
  }
  return result;
}

}  // namespace tridens::rate::detail
