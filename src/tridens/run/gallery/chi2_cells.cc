// Rows of the chi2 table of COHERENT: Standard Model, weak mixing angle, neutron radius, non-standard interactions.
#include "tridens/run/gallery/chi2_cells.hh"

#include <algorithm>

#include "tridens/run/gallery/fit_context.hh"

namespace tridens::run::gallery {

std::vector<Chi2Cell> coherent_cells() {
  return {
      {"Standard Model", "coherent-sm", {}, {}, {}, ""},
      {"weak mixing angle", "coherent-sin2thetaw", {}, {}, {}, ""},
      {"neutron radius", "coherent-radius", {}, {}, {}, ""},
      {"NSI (ee d, ee u)", "coherent-nsi-ee", {}, {}, {}, ""},
      {"NSI (mumu d, mumu u)", "coherent-nsi-mumu", {}, {}, {}, ""},
      {"NSI (ee d, mumu d)", "coherent-nsi-d", {}, {}, {}, ""},
      {"NSI (ee u, mumu u)", "coherent-nsi-u", {}, {}, {}, ""},
      {"NSI (ee d, emu d)", "coherent-nsi-ee-emu-d", {}, {}, {}, ""},
      {"NSI (mumu u, emu u)", "coherent-nsi-mumu-emu-u", {}, {}, {}, ""},
      {"NSI (ee d, etau d)", "coherent-nsi-ee-etau-d", {}, {}, {}, ""},
      {"NSI (mumu d, mutau d)", "coherent-nsi-mumu-mutau-d", {}, {}, {}, ""},
  };
}

namespace {

bool stands_somewhere(const io::FitCard& card, const std::string& parameter) {
  const auto holds = [&](const auto& setting) {
    return setting.second.find("{" + parameter + "}") != std::string::npos;
  };
  return std::ranges::any_of(card.model.settings, holds) ||
         std::ranges::any_of(card.experiments, [&](const io::FitExperimentCard& experiment) {
           return std::ranges::any_of(experiment.change, holds);
         });
}

}  // namespace

io::FitCard part_of_card(const std::string& name, const std::vector<std::string>& experiments) {
  io::FitCard card = only(fit_card(name), experiments);
  std::erase_if(card.parameters,
                [&](const io::FitParameterCard& parameter) { return !stands_somewhere(card, parameter.name); });
  return card;
}

}  // namespace tridens::run::gallery
