#include "xsec_elastic.hh"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/run/requests.hh"

namespace tridens::app {
namespace {

void check_word(const std::string& option, const std::string& word, const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), word) == words.end()) unknown_name("choice of " + option, word, words);
}

/// A kinetic energy option: at least zero, or above zero.
void check_recoil(const std::string& option, const std::string& text, bool zero_allowed) {
  if (text.empty()) return;
  const double value = parse_quantity(text, Dimension::energy, option);
  if (value > 0.0 || (zero_allowed && value == 0.0)) return;
  throw UserError(fmt::format("{} is '{}'", option, text),
                  zero_allowed ? "a kinetic energy is not negative" : "a kinetic energy is above zero", "");
}

/// Options of the other elastic process have no effect: that is said.
void refuse_other_process(const std::string& process, const ElasticOptions& options) {
  const bool cevns = process == "cevns";
  const std::vector<std::pair<std::string, bool>> given = {
      {"--binding", cevns && options.binding != "free"},
      {"--etheta2", cevns && !options.energy_theta2.empty()},
      {"--kinematics", !cevns && options.kinematics != "exact"},
      {"--axial", !cevns && options.axial != "auto"},
      {"--neutron-form-factor", !cevns && !options.neutron_form_factor.empty()}};
  for (const auto& [option, is_given] : given) {
    if (!is_given) continue;
    throw UserError(option + " is given for the process '" + process + "'", "it has no meaning there", "leave it out");
  }
}

run::ElasticXsecRequest request_of(io::ProcessCard process, const XsecCommon& common, const ElasticOptions& options) {
  if (process.neutrino.empty()) {
    throw UserError("no neutrino is given", "cross sections depend on it", "add --nu numu, or --nu all");
  }
  if (process.neutrino != "all") parse_neutrino(process.neutrino);
  check_beam(common);
  check_word("--kinematics", options.kinematics, {"exact", "leading"});
  check_word("--axial", options.axial, {"auto", "none"});
  check_word("--binding", options.binding, {"free", "stepped"});
  refuse_other_process(process.name, options);
  check_recoil("--recoil-min", options.recoil_min, true);
  check_recoil("--recoil-max", options.recoil_max, false);
  if (!options.recoil.empty() && (!options.recoil_min.empty() || !options.recoil_max.empty())) {
    throw UserError("--recoil is given with --recoil-min or --recoil-max",
                    "one asks for a spectrum, the other bounds a total", "keep one of them");
  }
  process.neutron_form_factor = options.neutron_form_factor;
  process.kinematics = options.kinematics;
  process.axial = options.axial;
  process.binding = options.binding;
  process.recoil_min = options.recoil_min;
  process.recoil_max = options.recoil_max;
  run::ElasticXsecRequest request;
  if (process.name == "nu-e" && process.form_factor != "default") {
    throw UserError("--form-factor is given for nu-e", "electrons are points", "leave it out");
  }
  request.process = std::move(process);
  if (!options.recoil.empty()) request.recoils_GeV = energies_from_option(options.recoil, "--recoil");
  if (!options.energy_theta2.empty()) {
    if (!options.recoil_min.empty() || !options.recoil_max.empty()) {
      throw UserError("--etheta2 is given with --recoil-min or --recoil-max",
                      "one asks for a spectrum, the other bounds a total", "keep one of them");
    }
    if (!options.recoil.empty()) {
      throw UserError("--recoil and --etheta2 are both given", "a spectrum has one variable", "keep one of them");
    }
    request.energy_theta2_GeV = energies_from_option(options.energy_theta2, "--etheta2");
  }
  if (!common.energy.empty()) request.energies_GeV = energies_from_option(common.energy);
  if (!common.flux.empty()) request.flux = flux_from_option(common.flux);
  request.exposure = exposure_from_options(common);
  request.stop = &stop_flag();
  request.progress = Progress(cross_sections);
  std::vector<std::string> settings = common.settings;
  if (!options.couplings.empty()) settings.push_back("couplings=" + options.couplings);
  request.model = model_from_options(common.model, settings);
  return request;
}

Json json_of(const run::ElasticXsecResult& result) {
  Json json;
  json["rows"] = Json::array();
  for (const run::ElasticXsecRow& row : result.rows) {
    Json line;
    if (row.energy_GeV) line["energy_GeV"] = *row.energy_GeV;
    if (!row.energy_GeV) line["flux"] = result.flux;
    if (row.recoil_keV) line["recoil_keV"] = *row.recoil_keV;
    if (row.energy_theta2_MeV) line["etheta2_MeV"] = *row.energy_theta2_MeV;
    const bool spectrum = row.recoil_keV || row.energy_theta2_MeV;
    line[row.recoil_keV ? "dsigma_dT" : spectrum ? "dsigma_detheta2" : "sigma"] = row.value;
    if (!spectrum) line["error"] = row.error;
    line["unit"] = row.recoil_keV ? "cm2/keV" : spectrum ? "cm2/MeV" : "cm2";
    line["per"] = result.per;
    line["neutrino"] = row.neutrino;
    if (row.events) line[row.recoil_keV ? "events_per_keV" : spectrum ? "events_per_MeV" : "events"] = *row.events;
    if (row.below_threshold) line["below_threshold"] = true;
    for (const auto& [name, value] : row.components) line["components"][name] = value;
    json["rows"].push_back(line);
  }
  add_provenance(json, result.provenance);
  return json;
}

/// Column titles of what the rows hold: variable, cross section, events.
struct Titles {
  std::string variable, value, events;
};
Titles titles_of(const run::ElasticXsecResult& result) {
  const run::ElasticXsecRow& row = result.rows.front();
  if (row.recoil_keV) return {"recoil/keV", "dsigma/dT / (cm2/keV)", "events/keV"};
  if (row.energy_theta2_MeV) return {"E theta2/MeV", "dsigma/dEtheta2 / (cm2/MeV)", "events/MeV"};
  return {"", "sigma/cm2", "events"};
}

void print(const run::ElasticXsecResult& result) {
  const bool events =
      std::any_of(result.rows.begin(), result.rows.end(), [](const auto& row) { return row.events.has_value(); });
  const Titles titles = titles_of(result);
  const bool spectrum = !titles.variable.empty();
  std::vector<std::string> headings = {"neutrino", result.flux.empty() ? "energy/GeV" : "flux"};
  if (spectrum) headings.push_back(titles.variable);
  headings.push_back(titles.value);
  if (!spectrum) headings.emplace_back("error/cm2");
  if (events) headings.push_back(titles.events);
  headings.emplace_back("");
  TextTable table(headings);
  for (const run::ElasticXsecRow& row : result.rows) {
    std::vector<std::string> cells = {row.neutrino, row.energy_GeV ? number(*row.energy_GeV) : result.flux};
    if (spectrum) cells.push_back(number(row.recoil_keV ? *row.recoil_keV : *row.energy_theta2_MeV));
    cells.push_back(number(row.value));
    if (!spectrum) cells.push_back(fmt::format("{:.2g}", row.error));
    if (events) cells.push_back(row.events ? fmt::format("{:.5g}", *row.events) : "-");
    cells.emplace_back(row.below_threshold ? (spectrum ? "outside the range" : "below threshold") : "");
    table.add(cells);
  }
  table.print();
  print_line("\ncross sections per " + result.per);
  print_provenance(result.provenance);
}

}  // namespace

void check_beam(const XsecCommon& common) {
  if (common.energy.empty() != common.flux.empty()) return;
  throw UserError(common.flux.empty() ? "neither --energy nor --flux is given" : "both --energy and --flux are given",
                  "exactly one is needed", "for example --energy 5GeV or --flux dune-nd-fhc");
}

std::optional<io::ExposureCard> exposure_from_options(const XsecCommon& common) {
  if (common.pot == 0.0 && common.bursts == 0.0 && common.time.empty() && common.mass.empty()) return std::nullopt;
  for (const auto& [option, value] : {std::pair{"--pot", common.pot}, {"--bursts", common.bursts}}) {
    if (value >= 0.0 && std::isfinite(value)) continue;
    throw UserError(fmt::format("{} is {}", option, value), "an exposure is a finite number above 0",
                    "for example --pot 1.1e21");
  }
  const int measures = (common.pot > 0.0 ? 1 : 0) + (common.bursts > 0.0 ? 1 : 0) + (common.time.empty() ? 0 : 1);
  if (measures != 1 || common.mass.empty()) {
    throw UserError("an exposure needs --mass and one of --pot, --time and --bursts",
                    "events are neutrinos times targets", "for example --pot 1.1e21 --mass 75t");
  }
  if (parse_quantity(common.mass, Dimension::mass, "--mass") <= 0.0) {
    throw UserError("--mass is '" + common.mass + "'", "a target has a mass above 0", "for example --mass 75t");
  }
  if (!common.time.empty() && parse_quantity(common.time, Dimension::time, "--time") <= 0.0) {
    throw UserError("--time is '" + common.time + "'", "an exposure is above 0", "for example --time 1y");
  }
  io::ExposureCard exposure;
  exposure.mass = common.mass;
  exposure.time = common.time;
  if (common.pot > 0.0) exposure.pot = common.pot;
  if (common.bursts > 0.0) exposure.bursts = common.bursts;
  return exposure;
}

void add_elastic_options(CLI::App& verb, ElasticOptions& options) {
  CLI::App& group = *verb.add_option_group("elastic");
  group.add_option("--recoil", options.recoil, "d sigma/dT at these recoil energies: 1keV,5keV")->type_name("E,...");
  group.add_option("--etheta2", options.energy_theta2, "nu-e: d sigma/d(E_e theta^2) at these values: 0.5MeV")
      ->type_name("E,...");
  group.add_option("--recoil-min", options.recoil_min, "totals of recoils above: 600MeV")->type_name("ENERGY");
  group.add_option("--recoil-max", options.recoil_max, "totals of recoils below")->type_name("ENERGY");
  group.add_option("--couplings", options.couplings, "tree or radiative: the same as --set couplings=...")
      ->type_name("WORD");
  group.add_option("--neutron-form-factor", options.neutron_form_factor, "of the neutrons [as --form-factor]")
      ->type_name("FORM_FACTOR");
  group.add_option("--kinematics", options.kinematics, "exact, or leading (1 - MT/2E^2)")
      ->type_name("WORD")
      ->capture_default_str();
  group.add_option("--axial", options.axial, "auto or none: axial part for nuclei with spin")
      ->type_name("WORD")
      ->capture_default_str();
  group.add_option("--binding", options.binding, "free or stepped: electrons of nu-e")
      ->type_name("WORD")
      ->capture_default_str();
}

void run_elastic(const io::ProcessCard& process, const XsecCommon& common, const ElasticOptions& options) {
  const run::ElasticXsecResult result = run::elastic_xsec(request_of(process, common, options));
  if (common.json) {
    Json json = json_of(result);
    add_process(json, process);
    print_json(json);
  } else {
    print(result);
  }
}

}  // namespace tridens::app
