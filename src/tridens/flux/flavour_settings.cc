#include "tridens/flux/detail/flavour_settings.hh"

#include <fmt/format.h>

namespace tridens::flux::detail {

std::vector<SourceParameter> flavour_parameters(const std::string& composition) {
  return {{"composition",
           "of the source: pp, p-gamma, pp-damped, p-gamma-damped, neutron-decay or e:mu:tau/ebar:mubar:taubar",
           composition},
          {"nufit", "oscillation parameters: a NuFIT version such as 5.2 or 5.2-without-sk, or 'none'", "5.2"}};
}

FlavourTransitions transitions(const SourceSettings& settings) {
  if (settings.text("nufit") == "none") return {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
  return NeutrinoMixing(mixing_parameters(settings.text("nufit"))).averaged();
}

FlavourComposition composition_at_earth(const SourceSettings& settings) {
  return at_earth(source_composition(settings.text("composition")), transitions(settings));
}

std::string described(const FlavourComposition& composition) {
  std::string text;
  for (const Neutrino neutrino : all_neutrinos()) {
    text += fmt::format("{}{} {:.4f}", text.empty() ? "" : ", ", name(neutrino), composition.of(neutrino));
  }
  return text;
}

}  // namespace tridens::flux::detail
