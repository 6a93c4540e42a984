// Reading of run cards. Every table is checked for unknown keys first, so that a misspelt required key is
// reported as what it is; every message carries file and line.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/card_kind.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/run_card.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/registry.hh"

namespace tridens::io {
namespace {

using detail::CardSection;
using detail::Keys;
using detail::read_model;

std::vector<std::string> read_components(const CardSection& section) {
  static const Keys known = {"coherent", "proton", "neutron"};
  const toml::node* node = section.find("components");
  if (!node) return known;
  const toml::array* array = node->as_array();
  constexpr std::string_view example = R"(["coherent", "proton"])";
  if (!array || array->empty()) section.wrong_type("components", "a list of names, not empty", example);
  std::vector<std::string> result;
  for (const toml::node& element : *array) {
    const auto* name = element.as_string();
    if (!name) section.wrong_type("components", "a list of strings", example);
    if (std::find(known.begin(), known.end(), name->get()) == known.end()) {
      unknown_name("component in " + section.what("components"), detail::original_form(name->get()), known);
    }
    if (std::find(result.begin(), result.end(), name->get()) != result.end()) {
      throw UserError(fmt::format("{} names '{}' twice", section.what("components"), name->get()),
                      "each component counts once", "");
    }
    result.push_back(name->get());
  }
  return result;
}

void check_neutrino(const CardSection& section, const ProcessCard& process) {
  if (process.neutrino == "all") return;
  try {
    parse_neutrino(process.neutrino);
  } catch (const UserError& error) {
    throw UserError(section.what("neutrino") + ": " + error.what(), "");
  }
}

void read_channel(const CardSection& section, ProcessCard& process) {
  if (section.has("process_number")) {
    for (const char* key : {"neutrino", "pair"}) {
      if (!section.has(key)) continue;
      throw UserError(fmt::format("{} gives both 'process_number' and '{}'", section.table_place(), key),
                      "the number stands for neutrino and pair", "keep one of them");
    }
    const MenuChannel channel = menu_channel(section.whole_number("process_number", 0, 1, 12));
    process.neutrino = channel.neutrino;
    process.pair = channel.pair;
    return;
  }
  process.neutrino = section.required_text("neutrino", "\"numu\"");
  process.pair = section.required_text("pair", "\"mu-mu+\"");
  check_neutrino(section, process);
}

/// A word out of a list.
std::string read_choice(const CardSection& section, const std::string& key, const std::string& usual,
                        const Keys& choices) {
  std::string word = section.text(key, usual);
  if (std::find(choices.begin(), choices.end(), word) == choices.end()) {
    unknown_name("choice in " + section.what(key), word, choices);
  }
  return word;
}

/// Keys that belong to some kinds of processes only.
void refuse_others(const CardSection& section, const ProcessCard& process, const Keys& others) {
  for (const std::string& key : others) {
    if (!section.has(key)) continue;
    throw UserError(fmt::format("{} is given for the process '{}'", section.what(key), process.name),
                    "it has no meaning there", "leave it out");
  }
}

void read_elastic(const CardSection& section, ProcessCard& process) {
  refuse_others(section, process, {"pair", "process_number", "components", "nucleon_form_factor", "pauli", "pauli_kf"});
  process.neutrino = section.required_text("neutrino", "\"numu\"");
  check_neutrino(section, process);
  process.target = section.required_text("target", "\"Cs133\"");
  if (process.name == "cevns") {
    refuse_others(section, process, {"binding"});
    process.form_factor = section.text("form_factor", process.form_factor);
    process.neutron_form_factor = section.text("neutron_form_factor", process.neutron_form_factor);
    process.kinematics = read_choice(section, "kinematics", process.kinematics, {"exact", "leading"});
    process.axial = read_choice(section, "axial", process.axial, {"auto", "none"});
  } else {
    refuse_others(section, process, {"form_factor", "neutron_form_factor", "kinematics", "axial"});
    process.binding = read_choice(section, "binding", process.binding, {"free", "stepped"});
  }
  process.recoil_min = section.quantity("recoil_min", Dimension::energy, 0.0, true, "\"1 keV\"");
  process.recoil_max = section.quantity("recoil_max", Dimension::energy, 0.0, false, "\"10 keV\"");
}

/// Neutrino and target, and every other key as a setting; defaults are filled in, so that the card says everything.
void read_registered(const CardSection& section, const process::ProcessInfo& info, ProcessCard& process) {
  if (process::takes_neutrino(info.name)) {
    process.neutrino = section.required_text("neutrino", "\"nuebar\"");
    check_neutrino(section, process);
  } else {
    refuse_others(section, process, {"neutrino"});
  }
  process.target = section.required_text("target", "\"H2O\"");
  for (const process::ProcessSetting& setting : info.settings) {
    if (section.has(setting.name)) {
      process.settings[setting.name] = section.any_text(setting.name);
    } else if (!setting.default_text.empty()) {
      process.settings[setting.name] = setting.default_text;
    } else {
      throw UserError(fmt::format("{} has no '{}'", section.table_place(), setting.name),
                      "the process '" + info.name + "' needs it: " + setting.meaning, "");
    }
  }
}

process::ProcessInfo read_process_name(const CardSection& section) {
  try {
    return process::process_info(section.text("name", ProcessCard{}.name));
  } catch (const UserError& error) {
    throw UserError(section.what("name") + ": " + error.what(), "");
  }
}

/// The keys that a process has, so that every other is refused with the nearest one.
Keys process_keys(const process::ProcessInfo& info) {
  if (kind_of(info.name) != ProcessKind::registered) {
    return {"name",
            "neutrino",
            "pair",
            "process_number",
            "target",
            "components",
            "form_factor",
            "nucleon_form_factor",
            "pauli",
            "pauli_kf",
            "neutron_form_factor",
            "kinematics",
            "axial",
            "binding",
            "recoil_min",
            "recoil_max"};
  }
  Keys keys = {"name", "neutrino", "target"};
  for (const process::ProcessSetting& setting : info.settings) keys.push_back(setting.name);
  return keys;
}

ProcessCard read_process(const CardSection& card, const toml::table& table) {
  const process::ProcessInfo info = read_process_name(card.inner("process", table));
  const CardSection section = card.inner("process", table, process_keys(info));
  ProcessCard process;
  process.name = info.name;
  const ProcessKind kind = kind_of(process.name);
  if (kind == ProcessKind::elastic) {
    read_elastic(section, process);
    return process;
  }
  if (kind == ProcessKind::registered) {
    read_registered(section, info, process);
    return process;
  }
  refuse_others(section, process,
                {"neutron_form_factor", "kinematics", "axial", "binding", "recoil_min", "recoil_max"});
  read_channel(section, process);
  process.target = section.required_text("target", "\"Ar40\"");
  process.components = read_components(section);
  process.form_factor = section.text("form_factor", process.form_factor);
  process.nucleon_form_factor = section.text("nucleon_form_factor", process.nucleon_form_factor);
  process.pauli = section.boolean("pauli").value_or(process.pauli);
  const std::string momentum = section.quantity("pauli_kf", Dimension::energy, 0.0, false, "\"0.235 GeV\"");
  if (!process.pauli && !momentum.empty()) {
    throw UserError(section.what("pauli_kf") + " is given with pauli = false", "it would have no effect",
                    "leave one of the two out");
  }
  process.pauli_kf = momentum;
  return process;
}

FluxCard read_flux(const CardSection& section) {
  section.exactly_one_of({"name", "file", "energy", "analytic", "source"});
  FluxCard flux;
  flux.name = section.text("name", "");
  flux.file = section.text("file", "");
  flux.energy = section.quantity("energy", Dimension::energy, 0.0, false, "\"5 GeV\"");
  flux.analytic = section.text("analytic", "");
  if (!flux.analytic.empty()) parse_specification(flux.analytic, section.what("analytic"));
  flux.source = section.text("source", "");
  if (!flux.source.empty()) parse_specification(flux.source, section.what("source"));
  return flux;
}

ExposureCard read_exposure(const CardSection& section) {
  section.exactly_one_of({"pot", "time", "inverse_femtobarns", "bursts"});
  ExposureCard exposure;
  if (!section.has("mass")) section.missing("mass", "\"75 t\"");
  exposure.mass = section.quantity("mass", Dimension::mass, 0.0, false, "\"75 t\"");
  exposure.pot = section.positive_number("pot");
  exposure.time = section.quantity("time", Dimension::time, 0.0, false, "\"1 y\"");
  exposure.inverse_femtobarns = section.positive_number("inverse_femtobarns");
  exposure.bursts = section.positive_number("bursts");
  return exposure;
}

VariationCard read_variation(const CardSection& section) {
  VariationCard variation;
  variation.name = section.required_text("name", "\"helm\"");
  variation.form_factor = section.text("form_factor", "");
  variation.nucleon_form_factor = section.text("nucleon_form_factor", "");
  variation.pauli = section.boolean("pauli");
  variation.pauli_kf = section.quantity("pauli_kf", Dimension::energy, 0.0, false, "\"0.235 GeV\"");
  variation.neutron_form_factor = section.text("neutron_form_factor", "");
  if (const toml::table* model = section.sub_table("model")) {
    variation.model = read_model(section.inner("model", *model));
  }
  if (section.table().size() == 1) {
    throw UserError(section.table_place() + " varies nothing", "it has only a name",
                    "give form_factor, nucleon_form_factor, pauli, pauli_kf or a model");
  }
  return variation;
}

GenerateCard read_generate(const CardSection& section) {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  GenerateCard generate;
  generate.events = static_cast<std::uint64_t>(section.whole_number("events", 10000, 1, largest));
  generate.seed = static_cast<std::uint64_t>(section.whole_number("seed", 1, 0, largest));
  generate.threads = static_cast<int>(section.whole_number("threads", 1, 1, 4096));
  generate.output = section.text("output", "");
  generate.format = section.text("format", "");
  generate.unweighted = section.boolean("unweighted").value_or(true);
  for (const toml::table* table : section.tables("variation")) {
    const CardSection inner = section.inner(
        "variation", *table,
        {"name", "form_factor", "nucleon_form_factor", "pauli", "pauli_kf", "neutron_form_factor", "model"});
    const VariationCard variation = read_variation(inner);
    const auto same = [&](const VariationCard& other) { return other.name == variation.name; };
    if (variation.name == "CV" || std::any_of(generate.variations.begin(), generate.variations.end(), same)) {
      throw UserError(fmt::format("{} is '{}' again", inner.what("name"), variation.name),
                      "names of weights are unique, and 'CV' is the central one", "choose another name");
    }
    generate.variations.push_back(variation);
  }
  return generate;
}

const Keys& particle_kinds() {
  static const Keys kinds = {"electron", "photon", "muon", "pion", "proton"};
  return kinds;
}

/// "threshold.electron" and the like: one value per kind of particle.
template <class Read>
void read_by_particle(const CardSection& section, std::string_view key, const Read& read) {
  const toml::table* table = section.sub_table(key);
  if (!table) return;
  const CardSection inner = section.inner(key, *table, particle_kinds());
  for (const auto& [kind, node] : *table) read(inner, std::string(kind.str()));
}

double number_between(const CardSection& section, const std::string& key, double lowest, double highest) {
  const double value = *section.number(key);
  if (value < lowest || value > highest) {
    section.out_of_range(key, fmt::format("{}", value), fmt::format("it must lie between {} and {}", lowest, highest));
  }
  return value;
}

DetectorCard read_detector(const CardSection& section) {
  DetectorCard detector;
  detector.name = section.text("name", "");
  detector.threshold_on = section.text("threshold_on", "");
  static const Keys energies = {"observed", "true"};
  if (!detector.threshold_on.empty() &&
      std::find(energies.begin(), energies.end(), detector.threshold_on) == energies.end()) {
    unknown_name("energy in " + section.what("threshold_on"), detector.threshold_on, energies);
  }
  using Section = CardSection;
  read_by_particle(section, "threshold", [&](const Section& inner, const std::string& kind) {
    detector.threshold[kind] = inner.quantity(kind, Dimension::energy, 0.0, true, "\"30 MeV\"");
  });
  read_by_particle(section, "energy_resolution", [&](const Section& inner, const std::string& kind) {
    detector.energy_resolution[kind] = number_between(inner, kind, 0.0, 10.0);
  });
  read_by_particle(section, "energy_resolution_constant", [&](const Section& inner, const std::string& kind) {
    detector.energy_resolution_constant[kind] = number_between(inner, kind, 0.0, 10.0);
  });
  read_by_particle(section, "efficiency", [&](const Section& inner, const std::string& kind) {
    if (inner.find(kind)->is_string()) {
      detector.efficiency_file[kind] = inner.text(kind, "");
    } else {
      detector.efficiency[kind] = number_between(inner, kind, 0.0, 1.0);
    }
  });
  detector.angular_resolution = section.quantity("angular_resolution", Dimension::angle, 0.0, true, "\"1 deg\"");
  return detector;
}

CutCard read_cut(const CardSection& section) {
  CutCard cut;
  cut.variable = section.required_text("variable", "\"invariant_mass_squared\"");
  cut.min = section.limit("min");
  cut.max = section.limit("max");
  if (cut.min.empty() && cut.max.empty()) {
    throw UserError(section.table_place() + " cuts nothing", "it has neither min nor max", "give one of them");
  }
  return cut;
}

HistogramCard read_histogram(const CardSection& section) {
  HistogramCard histogram;
  histogram.variable = section.required_text("variable", "\"angle_between\"");
  if (!section.has("min")) section.missing("min", "\"0 deg\"");
  if (!section.has("max")) section.missing("max", "\"40 deg\"");
  if (!section.has("bins")) section.missing("bins", "20");
  histogram.min = section.limit("min");
  histogram.max = section.limit("max");
  histogram.bins = static_cast<int>(section.whole_number("bins", 1, 1, 100000));
  histogram.unit = section.text("unit", "");
  return histogram;
}

PrecisionCard read_precision(const CardSection& section) {
  PrecisionCard precision;
  precision.relative = section.positive_number("relative").value_or(precision.relative);
  if (precision.relative >= 1.0) {
    section.out_of_range("relative", fmt::format("{}", precision.relative), "it must be below 1");
  }
  precision.method = section.text("method", precision.method);
  static const Keys methods = {"tables", "montecarlo"};
  if (std::find(methods.begin(), methods.end(), precision.method) == methods.end()) {
    unknown_name("method in " + section.what("method"), precision.method, methods);
  }
  return precision;
}

const toml::table& required_table(const CardSection& card, std::string_view key, std::string_view example) {
  const toml::table* result = card.sub_table(key);
  if (!result) {
    throw UserError(fmt::format("{} has no [{}]", card.place(card.table()), key), "every card needs it",
                    fmt::format("add [{}] with {}", key, example));
  }
  return *result;
}

RunCard read_card(const CardSection& card) {
  RunCard result;
  result.process = read_process(card, required_table(card, "process", "neutrino, pair and target"));
  result.flux = read_flux(card.inner("flux", required_table(card, "flux", "a name, a file or an energy"),
                                     {"name", "file", "energy", "analytic", "source"}));
  if (const auto* table = card.sub_table("model")) result.model = read_model(card.inner("model", *table));
  if (const auto* table = card.sub_table("exposure")) {
    result.exposure =
        read_exposure(card.inner("exposure", *table, {"mass", "pot", "time", "inverse_femtobarns", "bursts"}));
  }
  if (const auto* table = card.sub_table("generate")) {
    result.generate = read_generate(
        card.inner("generate", *table, {"events", "seed", "threads", "output", "format", "unweighted", "variation"}));
  }
  if (kind_of(result.process.name) == ProcessKind::registered && !result.generate.variations.empty()) {
    throw UserError(fmt::format("{} has [[generate.variation]]", card.place(card.table())),
                    "events of the process '" + result.process.name + "' are mapped by its settings",
                    "generate a sample for each choice");
  }
  if (const auto* table = card.sub_table("detector")) {
    result.detector = read_detector(card.inner("detector", *table,
                                               {"name", "threshold_on", "threshold", "energy_resolution",
                                                "energy_resolution_constant", "angular_resolution", "efficiency"}));
  }
  if (const auto* table = card.sub_table("selection")) {
    result.selection = card.inner("selection", *table, {"name"}).required_text("name", "\"dune-mumu-1902.08579\"");
  }
  for (const toml::table* table : card.tables("cut")) {
    result.cuts.push_back(read_cut(card.inner("cut", *table, {"variable", "min", "max"})));
  }
  for (const toml::table* table : card.tables("histogram")) {
    result.histograms.push_back(
        read_histogram(card.inner("histogram", *table, {"variable", "min", "max", "bins", "unit"})));
  }
  if (const auto* table = card.sub_table("precision")) {
    result.precision = read_precision(card.inner("precision", *table, {"relative", "method"}));
  }
  return result;
}

}  // namespace

RunCard parse_run_card(std::string_view text, const std::string& origin, const std::string& folder) {
  const toml::table table = detail::parse_toml(text, origin);
  RunCard card = read_card(CardSection(
      table, "", origin,
      {"process", "model", "flux", "exposure", "generate", "detector", "selection", "cut", "histogram", "precision"}));
  card.folder = folder;
  return card;
}

RunCard read_run_card(const std::string& path) {
  const std::string text = read_text_file(path, "run card");
  refuse_other_kinds(text, path, CardKind::run_card);
  return parse_run_card(text, path, std::filesystem::path(path).parent_path().string());
}

}  // namespace tridens::io
