#include "tridens/io/run_card.hh"

#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident.hh"

namespace tridens::io {
namespace {

using Writer = detail::CardWriter;

void write_pauli(Writer& out, bool pauli, const std::string& momentum) {
  out.boolean("pauli", pauli);
  out.string_if("pauli_kf", momentum);
}

void write_elastic(Writer& out, const ProcessCard& process) {
  out.string("target", process.target);
  if (process.name == "cevns") {
    out.string("form_factor", process.form_factor);
    out.string_if("neutron_form_factor", process.neutron_form_factor);
    out.string("kinematics", process.kinematics);
    out.string("axial", process.axial);
  } else {
    out.string("binding", process.binding);
  }
  out.string_if("recoil_min", process.recoil_min);
  out.string_if("recoil_max", process.recoil_max);
}

void write_process(Writer& out, const ProcessCard& process) {
  out.section("[process]");
  out.string("name", process.name);
  out.string_if("neutrino", process.neutrino);
  const ProcessKind kind = kind_of(process.name);
  if (kind == ProcessKind::elastic) {
    write_elastic(out, process);
    return;
  }
  if (kind == ProcessKind::registered) {
    out.string("target", process.target);
    out.settings(process.settings);
    return;
  }
  out.string("pair", process.pair);
  out.string("target", process.target);
  out.strings("components", process.components);
  out.string("form_factor", process.form_factor);
  out.string("nucleon_form_factor", process.nucleon_form_factor);
  write_pauli(out, process.pauli, process.pauli_kf);
}

void write_flux(Writer& out, const FluxCard& flux) {
  out.section("[flux]");
  out.string_if("name", flux.name);
  out.string_if("file", flux.file);
  out.string_if("energy", flux.energy);
  out.string_if("analytic", flux.analytic);
  out.string_if("source", flux.source);
}

void write_exposure(Writer& out, const ExposureCard& exposure) {
  out.section("[exposure]");
  out.string("mass", exposure.mass);
  if (exposure.pot) out.number("pot", *exposure.pot);
  out.string_if("time", exposure.time);
  if (exposure.inverse_femtobarns) out.number("inverse_femtobarns", *exposure.inverse_femtobarns);
  if (exposure.bursts) out.number("bursts", *exposure.bursts);
}

void write_variation(Writer& out, const VariationCard& variation) {
  out.section("[[generate.variation]]");
  out.string("name", variation.name);
  out.string_if("form_factor", variation.form_factor);
  out.string_if("nucleon_form_factor", variation.nucleon_form_factor);
  if (variation.pauli) out.boolean("pauli", *variation.pauli);
  out.string_if("pauli_kf", variation.pauli_kf);
  out.string_if("neutron_form_factor", variation.neutron_form_factor);
  if (variation.model) out.model("[generate.variation.model]", *variation.model);
}

void write_generate(Writer& out, const GenerateCard& generate) {
  out.section("[generate]");
  out.raw("events", std::to_string(generate.events));
  out.raw("seed", std::to_string(generate.seed));
  out.raw("threads", std::to_string(generate.threads));
  out.string_if("output", generate.output);
  out.string_if("format", generate.format);
  out.boolean("unweighted", generate.unweighted);
  for (const VariationCard& variation : generate.variations) write_variation(out, variation);
}

void write_detector(Writer& out, const DetectorCard& detector) {
  out.section("[detector]");
  out.string_if("name", detector.name);
  out.string_if("threshold_on", detector.threshold_on);
  for (const auto& [particle, energy] : detector.threshold) out.string("threshold." + particle, energy);
  for (const auto& [particle, value] : detector.energy_resolution) {
    out.number("energy_resolution." + particle, value);
  }
  for (const auto& [particle, value] : detector.energy_resolution_constant) {
    out.number("energy_resolution_constant." + particle, value);
  }
  out.string_if("angular_resolution", detector.angular_resolution);
  for (const auto& [particle, value] : detector.efficiency) out.number("efficiency." + particle, value);
  for (const auto& [particle, file] : detector.efficiency_file) out.string("efficiency." + particle, file);
}

void write_selection(Writer& out, const RunCard& card) {
  if (!card.selection.empty()) {
    out.section("[selection]");
    out.string("name", card.selection);
  }
  for (const CutCard& cut : card.cuts) {
    out.section("[[cut]]");
    out.string("variable", cut.variable);
    out.value_if("min", cut.min);
    out.value_if("max", cut.max);
  }
  for (const HistogramCard& histogram : card.histograms) {
    out.section("[[histogram]]");
    out.string("variable", histogram.variable);
    out.value_if("min", histogram.min);
    out.value_if("max", histogram.max);
    out.raw("bins", std::to_string(histogram.bins));
    out.string_if("unit", histogram.unit);
  }
}

}  // namespace

std::string resolved_text(const RunCard& card) {
  Writer out;
  write_process(out, card.process);
  out.model("[model]", card.model);
  write_flux(out, card.flux);
  if (card.exposure) write_exposure(out, *card.exposure);
  write_generate(out, card.generate);
  if (card.detector) write_detector(out, *card.detector);
  write_selection(out, card);
  out.section("[precision]");
  out.number("relative", card.precision.relative);
  out.string("method", card.precision.method);
  return out.text();
}

std::string file_of(const RunCard& card, const std::string& name) {
  const std::filesystem::path path(name);
  if (path.is_absolute() || card.folder.empty()) return name;
  return (std::filesystem::path(card.folder) / path).string();
}

ProcessKind kind_of(const std::string& process_name) {
  if (process::is_registered(process_name)) return ProcessKind::registered;
  const std::string name = process::process_info(process_name).name;
  return name == process::trident_info().name ? ProcessKind::trident : ProcessKind::elastic;
}

MenuChannel menu_channel(std::int64_t number) {
  if (number < 1 || number > 12) {
    throw UserError("process number " + std::to_string(number) + " does not exist", "the menu runs from 1 to 12",
                    "or give the neutrino and the pair by name");
  }
  const model::TridentChannel channel = process::trident_menu(static_cast<int>(number));
  return {name(channel.incoming), channel.pair()};
}

}  // namespace tridens::io
