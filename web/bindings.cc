// What JavaScript sees of the calculator. A question is an object of texts, an answer an object of arrays and texts; an
// error of the user is an answer too: {error: "problem (why) suggestion"}.
#include <emscripten/bind.h>

#include <stdexcept>

#include "calculator.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/model/model.hh"

namespace tridens::web {
namespace {

using emscripten::val;

std::string text(const val& object, const char* key, const std::string& otherwise) {
  const val value = object[key];
  return value.isUndefined() || value.isNull() ? otherwise : value.as<std::string>();
}

Query query_of(const val& object) {
  const Query defaults;
  Query query;
  query.process = text(object, "process", defaults.process);
  query.neutrino = text(object, "neutrino", "");
  query.pair = text(object, "pair", "");
  query.target = text(object, "target", "");
  query.form_factor = text(object, "form_factor", defaults.form_factor);
  query.nucleon_form_factor = text(object, "nucleon_form_factor", defaults.nucleon_form_factor);
  query.kinematics = text(object, "kinematics", defaults.kinematics);
  query.axial = text(object, "axial", defaults.axial);
  query.binding = text(object, "binding", defaults.binding);
  query.recoil_min = text(object, "recoil_min", "");
  query.recoil_max = text(object, "recoil_max", "");
  query.pauli = object["pauli"].isUndefined() || object["pauli"].as<bool>();
  query.model = text(object, "model", defaults.model);
  const val settings = object["settings"];
  if (settings.isUndefined() || settings.isNull()) return query;
  const val keys = val::global("Object").call<val>("keys", settings);
  for (int i = 0; i < keys["length"].as<int>(); ++i) {
    const auto key = keys[i].as<std::string>();
    query.settings[key] = settings[key].as<std::string>();
  }
  return query;
}

val array_of(const std::vector<double>& values) {
  // A copy: the memory behind a view may move when it grows.
  return val::global("Float64Array").new_(val(emscripten::typed_memory_view(values.size(), values.data())));
}

val array_of(const std::vector<std::string>& texts) {
  val result = val::array();
  for (const std::string& one : texts) result.call<void>("push", one);
  return result;
}

std::vector<double> numbers(const val& object, const char* key) {
  const val value = object[key];
  if (value.isUndefined() || value.isNull()) return {};
  return emscripten::convertJSArrayToNumberVector<double>(value);
}

val object_of(const Curves& curves) {
  val result = val::object();
  result.set("x", array_of(curves.x));
  result.set("value", array_of(curves.value));
  result.set("standard", array_of(curves.standard));
  result.set("error_estimate", array_of(curves.error));
  result.set("unit", curves.unit);
  result.set("per", curves.per);
  val choices = val::array();
  for (const auto& [name, choice] : curves.choices) choices.call<void>("push", array_of({name, choice}));
  result.set("choices", choices);
  result.set("papers", array_of(curves.papers));
  return result;
}

/// The answer, or the message of what went wrong.
template <class Function>
val answer(Function function) {
  try {
    return function();
  } catch (const std::exception& problem) {
    val result = val::object();
    result.set("error", std::string(problem.what()));
    return result;
  }
}

Calculator& calculator() {
  static Calculator one;  // a page has one, with what it has computed
  return one;
}

val set_table(const std::string& minus, const std::string& plus, const val& values) {
  return answer([&] {
    calculator().set_table(minus, plus, emscripten::convertJSArrayToNumberVector<double>(values));
    return val::object();
  });
}

val set_transfer_table(const std::string& lepton, const val& values) {
  return answer([&] {
    calculator().set_transfer_table(lepton, emscripten::convertJSArrayToNumberVector<float>(values));
    return val::object();
  });
}

val totals(const val& question) {
  return answer([&] {
    const std::vector<double> energies = numbers(question, "energies_GeV");
    return object_of(calculator().totals(query_of(question), energies, question["highest_energy_GeV"].as<double>()));
  });
}

val recoils(const val& question) {
  return answer([&] {
    const val count = question["count"];
    return object_of(calculator().recoils(query_of(question), question["energy_GeV"].as<double>(),
                                          numbers(question, "recoils_keV"), count.isUndefined() ? 0 : count.as<int>()));
  });
}

/// An energy with its unit in GeV.
val energy(const std::string& value, const std::string& what) {
  return answer([&] {
    val result = val::object();
    result.set("GeV", parse_quantity(value, Dimension::energy, what));
    return result;
  });
}

const char* dimension_name(Dimension dimension) {
  switch (dimension) {
    case Dimension::energy:
      return "energy";
    case Dimension::magnetic_moment:
      return "magnetic_moment";
    case Dimension::charge_radius:
      return "charge_radius";
    case Dimension::number:
      return "number";
    default:
      return "quantity";
  }
}

val models() {
  val result = val::array();
  for (const model::ModelInfo& info : model::models()) {
    val one = val::object();
    one.set("name", info.name);
    one.set("title", info.title);
    one.set("lagrangian", info.lagrangian);
    one.set("validity", info.validity);
    one.set("processes", array_of(info.processes));
    val parameters = val::array();
    for (const model::Parameter& parameter : info.parameters) {
      val entry = val::object();
      entry.set("name", parameter.name);
      entry.set("meaning", parameter.meaning);
      entry.set("dimension", std::string(dimension_name(parameter.dimension)));
      entry.set("default", parameter.default_text);
      entry.set("lowest", parameter.lowest);
      entry.set("highest", parameter.highest);
      parameters.call<void>("push", entry);
    }
    one.set("parameters", parameters);
    result.call<void>("push", one);
  }
  return result;
}

val form_factors() {
  val result = val::array();
  for (const matter::FormFactorInfo& info : matter::nuclear_form_factors()) {
    result.call<void>("push", array_of({info.name, info.formula}));
  }
  return result;
}

val channels() {
  val result = val::array();
  for (const model::TridentChannel& channel : model::trident_channels()) {
    result.call<void>("push", array_of({name(channel.incoming), channel.pair()}));
  }
  return result;
}

val processes() {
  val result = val::array();
  for (const process::ProcessInfo& info :
       {process::cevns_info(), process::nu_electron_info(), process::trident_info()}) {
    val one = val::object();
    one.set("name", info.name);
    one.set("title", info.title);
    one.set("validity", info.validity);
    one.set("omissions", info.omissions);
    result.call<void>("push", one);
  }
  return result;
}

std::string version() {
  return TRIDENS_VERSION;
}

val targets() {
  return array_of(matter::material_names());
}

}  // namespace

EMSCRIPTEN_BINDINGS(tridens) {
  emscripten::function("set_table", &set_table);
  emscripten::function("set_transfer_table", &set_transfer_table);
  emscripten::function("totals", &totals);
  emscripten::function("recoils", &recoils);
  emscripten::function("energy", &energy);
  emscripten::function("models", &models);
  emscripten::function("targets", &targets);
  emscripten::function("form_factors", &form_factors);
  emscripten::function("channels", &channels);
  emscripten::function("processes", &processes);
  emscripten::function("version", &version);
}

}  // namespace tridens::web
