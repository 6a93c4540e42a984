#include "xsec_process.hh"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

/// "x=0.1,Q2=10GeV2".
std::map<std::string, std::string> point_of(const std::string& text) {
  std::map<std::string, std::string> point;
  for (const auto& [name, value] : parse_specification("at," + text, "--at").settings) point[name] = value;
  if (!point.empty()) return point;
  throw UserError("--at is '" + text + "'", "a point names variables and their values", "for example --at y=0.3");
}

run::ProcessXsecRequest request_of(io::ProcessCard process, const XsecCommon& common, const ProcessOptions& options) {
  const bool neutrinos = process::takes_neutrino(process.name);
  if (neutrinos && process.neutrino.empty()) {
    throw UserError("no neutrino is given", "cross sections depend on it", "add --nu nuebar, or --nu all");
  }
  if (neutrinos && process.neutrino != "all") parse_neutrino(process.neutrino);
  if (process.form_factor != io::ProcessCard{}.form_factor) {
    throw UserError("--form-factor is given for the process '" + process.name + "'",
                    "what it has of this kind is a setting of its own", "see 'tridens show " + process.name + "'");
  }
  check_beam(common);
  run::ProcessXsecRequest request;
  request.process = std::move(process);
  request.model = model_from_options(common.model, common.settings);
  if (!common.energy.empty()) request.energies_GeV = energies_from_option(common.energy);
  if (!common.flux.empty()) request.flux = flux_from_option(common.flux);
  request.exposure = exposure_from_options(common);
  for (const std::string& text : options.at) request.points.push_back(point_of(text));
  request.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));  // changes the time only
  request.stop = &stop_flag();
  request.progress = Progress(steps);
  return request;
}

/// Or the name of another particle that comes in.
bool is_neutrino(const std::string& particle) {
  const std::vector<Neutrino> all = all_neutrinos();
  return std::any_of(all.begin(), all.end(), [&](const Neutrino& one) { return name(one) == particle; });
}

Json json_of(const run::ProcessXsecResult& result) {
  Json json;
  json["rows"] = Json::array();
  for (const run::ProcessXsecRow& row : result.rows) {
    Json line;
    if (row.energy_GeV) line["energy_GeV"] = *row.energy_GeV;
    if (!row.energy_GeV) line["flux"] = result.flux;
    const bool total = row.point.empty();
    if (!total) line["at"] = row.point;
    line[total ? "sigma" : "dsigma"] = row.value;
    if (total) line["error"] = row.error;
    line["unit"] = result.unit;
    line["per"] = result.per;
    line[is_neutrino(row.neutrino) ? "neutrino" : "particle"] = row.neutrino;
    if (row.events) line["events"] = *row.events;
    if (row.below_threshold) line[total ? "below_threshold" : "outside_phase_space"] = true;
    for (const auto& [name, value] : row.components) line["components"][name] = value;
    json["rows"].push_back(line);
  }
  add_provenance(json, result.provenance);
  return json;
}

std::string text_of(const std::map<std::string, std::string>& point) {
  std::string text;
  for (const auto& [name, value] : point) text += (text.empty() ? "" : ",") + name + "=" + value;
  return text;
}

/// "dsigma/dx dy / (cm2/GeV2)".
std::string differential_title(const run::ProcessXsecResult& result) {
  std::string variables;
  for (const auto& [name, value] : result.rows.front().point) variables += (variables.empty() ? "d" : " d") + name;
  return fmt::format("dsigma/{} / ({})", variables, result.unit);
}

/// Names of all components, in the order in which the rows have them.
std::vector<std::string> component_names(const run::ProcessXsecResult& result) {
  std::vector<std::string> names;
  for (const run::ProcessXsecRow& row : result.rows) {
    for (const auto& [name, value] : row.components) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

void print(const run::ProcessXsecResult& result) {
  const bool total = result.rows.front().point.empty(), events = result.rows.front().events.has_value();
  const std::vector<std::string> components = component_names(result);
  const bool neutrinos = is_neutrino(result.rows.front().neutrino);
  std::vector<std::string> headings = {neutrinos ? "neutrino" : "particle",
                                       result.flux.empty() ? "energy/GeV" : "flux"};
  if (!total) headings.push_back("at");
  headings.push_back(total ? "sigma/" + result.unit : differential_title(result));
  if (total) headings.push_back("error");
  if (events) headings.push_back("events");
  if (components.size() > 1) headings.insert(headings.end(), components.begin(), components.end());
  headings.push_back("");
  TextTable table(headings);
  for (const run::ProcessXsecRow& row : result.rows) {
    std::vector<std::string> cells = {row.neutrino, row.energy_GeV ? number(*row.energy_GeV) : result.flux};
    if (!total) cells.push_back(text_of(row.point));
    cells.push_back(number(row.value));
    if (total) cells.push_back(fmt::format("{:.2g}", row.error));
    if (events) cells.push_back(row.events ? fmt::format("{:.5g}", *row.events) : "-");
    for (const std::string& name : components) {
      if (components.size() < 2) break;
      const auto part = std::find_if(row.components.begin(), row.components.end(),
                                     [&](const auto& one) { return one.first == name; });
      cells.push_back(part == row.components.end() ? "-" : fmt::format("{:.4g}", part->second));
    }
    cells.emplace_back(row.below_threshold ? (total ? "below threshold" : "outside the phase space") : "");
    table.add(cells);
  }
  table.print();
  print_line("\ncross sections per " + result.per);
  print_provenance(result.provenance);
}

}  // namespace

void add_process_options(CLI::App& verb, ProcessOptions& options) {
  CLI::App& group = *verb.add_option_group("process");
  group.add_option("--at", options.at, "differential cross section at a point, again and again: x=0.1,Q2=10GeV2")
      ->type_size(1)
      ->allow_extra_args(false)
      ->take_all();
}

void run_process(const io::ProcessCard& process, const XsecCommon& common, const ProcessOptions& options) {
  const run::ProcessXsecResult result = run::process_xsec(request_of(process, common, options));
  if (common.json) {
    Json json = json_of(result);
    add_process(json, process);
    print_json(json);
  } else {
    print(result);
  }
}

}  // namespace tridens::app
