#include "tridens/model/elastic_terms.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tridens/base/error.hh"

namespace tridens::model {

std::string_view name(Lorentz lorentz) {
  static constexpr std::array<std::string_view, 6> names = {"vector",       "axial",  "scalar",
                                                            "pseudoscalar", "tensor", "magnetic"};
  return names[static_cast<size_t>(lorentz)];
}

Propagator exchange(double mass) {
  if (!(mass >= 0.0)) throw UserError("a mediator of negative mass", "a mass is zero or above", "");
  Propagator propagator;
  propagator.mass = mass;
  propagator.key = fmt::format("exchange {} GeV", mass);
  return propagator;
}

OutgoingState outgoing(Neutrino neutrino, bool flipped) {
  return {neutrino.pdg(), flipped, 0.0, tridens::name(neutrino) + (flipped ? " flipped" : "")};
}

void ElasticTerms::add(const OutgoingState& outgoing, InteractionTerm term) {
  const auto found = std::find_if(channels_.begin(), channels_.end(),
                                  [&](const ElasticChannel& channel) { return channel.outgoing == outgoing; });
  ElasticChannel& channel = found != channels_.end() ? *found : channels_.emplace_back();
  channel.outgoing = outgoing;
  channel.terms.push_back(std::move(term));
}

}  // namespace tridens::model
