// The readable list of all models. A new one: its file, and one line here.
#include <algorithm>
#include <functional>

#include "tridens/base/error.hh"
#include "tridens/model/composite.hh"
#include "tridens/model/detail/settings.hh"
#include "tridens/model/dipole_portal.hh"
#include "tridens/model/electromagnetic.hh"
#include "tridens/model/four_fermion.hh"
#include "tridens/model/generalised.hh"
#include "tridens/model/leptoquark.hh"
#include "tridens/model/light_mediator.hh"
#include "tridens/model/mixing_portal.hh"
#include "tridens/model/nsi.hh"
#include "tridens/model/scalar_conversion.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/model/u1_vector.hh"
#include "tridens/model/zee_babu.hh"

namespace tridens::model {
namespace {

const U1Charges custom_u1{"u1", "gauged U(1) with charges given by the user", {}, {}, 0.0, 0.0};

/// A model with fixed parameters: how it describes itself and how it is made.
struct Entry {
  ModelInfo info;
  std::function<std::shared_ptr<const Model>(const Settings&)> make;
};

template <class Kind>
Entry entry() {
  return {Kind::describe(), [](const Settings& settings) { return std::make_shared<Kind>(settings); }};
}

Entry light_mediator(Lorentz kind) {
  return {LightMediator::describe(kind),
          [kind](const Settings& settings) { return std::make_shared<LightMediator>(kind, settings); }};
}

/// Models whose description does not depend on their settings.
const std::vector<Entry>& elastic_models() {
  static const std::vector<Entry> all = {entry<GeneralisedInteractions>(),
                                         light_mediator(Lorentz::scalar),
                                         light_mediator(Lorentz::pseudoscalar),
                                         light_mediator(Lorentz::vector),
                                         light_mediator(Lorentz::axial),
                                         light_mediator(Lorentz::tensor),
                                         entry<MagneticMoment>(),
                                         entry<ChargeRadius>(),
                                         entry<Millicharge>(),
                                         entry<DipolePortal>(),
                                         entry<MixingPortal>(),
                                         entry<ScalarConversion>(),
                                         entry<ZeeBabu>()};
  return all;
}

}  // namespace

std::shared_ptr<const Model> make_model(std::string_view name, const Settings& settings) {
  if (name.find('+') != std::string_view::npos) return make_composite(name, settings);
  if (name == "sm") {
    detail::check_names(StandardModel::parameters(), settings, name);
    return std::make_shared<StandardModel>(settings);
  }
  if (name == "four-fermion") return std::make_shared<FourFermion>(settings);
  if (name == "nsi") {
    const bool any = std::any_of(settings.begin(), settings.end(),
                                 [](const auto& setting) { return setting.first.starts_with("eps_"); });
    if (!any) {
      throw UserError("model nsi has no coupling", "without one it is the Standard Model",
                      "give for example --set eps_mumu_dV=0.1, or the model sm");
    }
    return std::make_shared<Nsi>(settings);
  }
  for (const LeptoquarkKind& kind : leptoquark_kinds()) {
    if (name == kind.name) return std::make_shared<Leptoquark>(kind, settings);
  }
  if (name == "u1") return std::make_shared<U1Vector>(custom_u1, true, settings);
  for (const U1Charges& charges : u1_presets()) {
    if (name == charges.name) return std::make_shared<U1Vector>(charges, false, settings);
  }
  for (const Entry& candidate : elastic_models()) {
    if (name == candidate.info.name) return candidate.make(settings);
  }
  std::vector<std::string> names;
  for (const ModelInfo& info : models()) names.push_back(info.name);
  unknown_name("model", name, names);
}

std::vector<ModelInfo> models() {
  const Settings probe = {{"mass", "1 GeV"}, {"coupling", "0"}};
  std::vector<ModelInfo> result = {StandardModel({}).info(), FourFermion(Settings{{"delta_V", "0"}}).info()};
  result.push_back(Nsi({}).info());
  for (const LeptoquarkKind& kind : leptoquark_kinds()) result.push_back(Leptoquark(kind, probe).info());
  for (const U1Charges& charges : u1_presets()) result.push_back(U1Vector(charges, false, probe).info());
  Settings custom = probe;
  custom["charge_mu"] = "1";
  result.push_back(U1Vector(custom_u1, true, custom).info());
  for (const Entry& candidate : elastic_models()) result.push_back(candidate.info);
  return result;
}

}  // namespace tridens::model
