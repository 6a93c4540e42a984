#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "print.hh"
#include "program.hh"
#include "progress.hh"
#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/run/requests.hh"
#include "xsec_elastic.hh"
#include "xsec_process.hh"

namespace tridens::app {
namespace {

struct Options {
  run::XsecRequest request;
  XsecCommon common;
  std::string fermi_momentum;
  std::int64_t process_number = 0;
  bool no_pauli = false;
};

void set_channel(Options& options) {
  io::ProcessCard& process = options.request.process;
  if (options.process_number != 0) {
    if (!process.neutrino.empty() || !process.pair.empty()) {
      throw UserError("--process-number is given with --nu or --pair", "the number stands for both",
                      "leave one of them out");
    }
    const io::MenuChannel channel = io::menu_channel(options.process_number);
    process.neutrino = channel.neutrino;
    process.pair = channel.pair;
  }
  if (process.neutrino.empty()) {
    throw UserError("no neutrino is given", "a channel is a neutrino and a pair of leptons", "add --nu numu");
  }
  if (process.pair.empty()) {
    throw UserError("no lepton pair is given", "a channel is a neutrino and a pair of leptons",
                    "add --pair mu-mu+, or --pair all (or choose another process: cevns, nu-e)");
  }
  if (process.neutrino != "all") parse_neutrino(process.neutrino);
}

run::XsecRequest request_of(Options options) {
  run::XsecRequest& request = options.request;
  set_channel(options);
  check_beam(options.common);
  if (!options.common.energy.empty()) request.energies_GeV = energies_from_option(options.common.energy);
  if (!options.common.flux.empty()) request.flux = flux_from_option(options.common.flux);
  request.exposure = exposure_from_options(options.common);
  request.model = model_from_options(options.common.model, options.common.settings);
  request.process.pauli = !options.no_pauli;
  if (!options.fermi_momentum.empty()) {
    request.process.pauli_kf = options.fermi_momentum;
    if (parse_quantity(options.fermi_momentum, Dimension::energy, "--pauli-kf") <= 0.0) {
      throw UserError("--pauli-kf is '" + options.fermi_momentum + "'", "a Fermi momentum is above 0",
                      "use --no-pauli to switch the blocking off");
    }
  }
  check_precision(request.precision.relative);
  request.stop = &stop_flag();
  request.progress = Progress(cross_sections);
  return request;
}

Json json_of(const run::XsecResult& result) {
  Json json;
  json["rows"] = Json::array();
  for (const run::XsecRow& row : result.rows) {
    Json line;
    if (row.energy_GeV) line["energy_GeV"] = *row.energy_GeV;
    if (!row.energy_GeV) line["flux"] = result.flux;
    line["component"] = row.component;
    line["sigma"] = row.sigma_fb;
    line["error"] = row.error_fb;
    line["unit"] = "fb";
    line["per"] = result.per;
    line["neutrino"] = row.neutrino;
    if (row.spread_fb) line["spread"] = *row.spread_fb;
    if (row.below_threshold) line["below_threshold"] = true;
    line["pair"] = row.pair;
    if (row.events) line["events"] = *row.events;
    json["rows"].push_back(line);
  }
  add_provenance(json, result.provenance);
  return json;
}

void print(const run::XsecResult& result, bool with_spread) {
  const bool with_events =
      std::any_of(result.rows.begin(), result.rows.end(), [](const auto& row) { return row.events; });
  std::vector<std::string> headings = {"neutrino",  "pair",     result.flux.empty() ? "energy/GeV" : "flux",
                                       "component", "sigma/fb", "error/fb"};
  if (with_events) headings.push_back("events");
  if (with_spread) headings.push_back("spread/fb");
  headings.push_back("");
  TextTable table(headings);
  for (const run::XsecRow& row : result.rows) {
    std::vector<std::string> cells = {row.neutrino,
                                      row.pair,
                                      row.energy_GeV ? number(*row.energy_GeV) : result.flux,
                                      row.component,
                                      number(row.sigma_fb),
                                      fmt::format("{:.2g}", row.error_fb)};
    if (with_events) cells.push_back(row.events ? fmt::format("{:.4g}", *row.events) : "-");
    if (with_spread) cells.push_back(number_or_dash(row.spread_fb));
    cells.push_back(row.below_threshold ? "below threshold" : "");
    table.add(cells);
  }
  table.print();
  print_line("\ncross sections per " + result.per);
  print_provenance(result.provenance);
}

void add_common_options(CLI::App& verb, Options& options) {
  io::ProcessCard& process = options.request.process;
  XsecCommon& common = options.common;
  verb.add_option("process", process.name, "trident, cevns, nu-e, glashow,channel=hadrons ... (tridens list processes)")
      ->type_name("PROCESS")
      ->capture_default_str();
  verb.add_option("--nu", process.neutrino, "neutrino: numu, nuebar, ... or all")->type_name("NEUTRINO");
  verb.add_option("--target", process.target, "nuclide, element or material: Ar40, CH2")
      ->required()
      ->type_name("TARGET");
  verb.add_option("--energy", common.energy, "energies with unit: 5GeV,10GeV")->type_name("E,...");
  verb.add_option("--flux", common.flux, "flux average instead: name, FILE.csv, pi-dar,facility=sns, ...")
      ->type_name("FLUX");
  verb.add_option("--pot", common.pot, "protons on target: with --flux and --mass, also the expected events")
      ->type_name("N");
  verb.add_option("--time", common.time, "the same for sources per time: 1y")->type_name("TIME");
  verb.add_option("--bursts", common.bursts, "the same for supernovae: 1")->type_name("N");
  verb.add_option("--mass", common.mass, "target mass: 75t")->type_name("MASS");
  verb.add_option("--model", common.model, "model, also as name,key=value,... or nameA+nameB")
      ->type_name("MODEL")
      ->capture_default_str();
  verb.add_option("--set", common.settings, "settings of the model, key=value ...")->type_name("KEY=VALUE");
  verb.add_option("--form-factor", process.form_factor, "of the nucleus (tridens list form-factors)")
      ->type_name("FORM_FACTOR")
      ->capture_default_str();
  verb.add_flag("--json", common.json, "print JSON");
}

void add_trident_options(CLI::App& verb, Options& options) {
  io::ProcessCard& process = options.request.process;
  run::XsecRequest& request = options.request;
  CLI::App& group = *verb.add_option_group("trident");
  group.add_option("--pair", process.pair, "lepton pair, negative first: mu-mu+, e-mu+; or all")->type_name("PAIR");
  add_whole_number(group, "--process-number", "channel 1 to 12 of the generator of 1902.06765", 1, 12,
                   [&options](std::int64_t value) { options.process_number = value; });
  group
      .add_option("--nucleon-form-factor", process.nucleon_form_factor,
                  "of the nucleons (tridens list nucleon-form-factors)")
      ->type_name("NUCLEON_FORM_FACTOR")
      ->capture_default_str();
  auto* momentum =
      group.add_option("--pauli-kf", options.fermi_momentum, "Fermi momentum for Pauli blocking [0.235GeV]")
          ->type_name("ENERGY");
  group.add_flag("--no-pauli", options.no_pauli, "no Pauli blocking")->excludes(momentum);
  group
      .add_option("--method", request.precision.method,
                  "tables, montecarlo, or an approximation: epa-simple, epa-improved, ...")
      ->type_name("METHOD")
      ->capture_default_str();
  group.add_option("--precision", request.precision.relative, "relative precision")
      ->type_name("NUMBER")
      ->capture_default_str();
  group.add_flag("--spread", request.spread, "also the spread over form factors");
  add_seed(group, [&options](std::uint64_t value) { options.request.seed = value; });
  add_threads(group, [&options](int value) { options.request.threads = value; });
}

/// Options of the other kind of process have no effect: that is said, not passed over.
void refuse_given(const CLI::App& group, const std::string& process) {
  for (const CLI::Option* option : group.get_options()) {
    if (option->count() == 0) continue;
    throw UserError(fmt::format("{} is given for the process '{}'", option->get_name(), process),
                    "it has no meaning there", "leave it out");
  }
}

/// "glashow,channel=hadrons": the name of the process and its settings.
void split_settings(io::ProcessCard& process) {
  const Specification parsed = parse_specification(process.name, "process");
  process.name = run::known_process(parsed.name);
  for (const auto& [key, value] : parsed.settings) process.settings[key] = value;
  if (process.settings.empty() || io::kind_of(process.name) == io::ProcessKind::registered) return;
  throw UserError(fmt::format("'{}' is given with the process '{}'", process.settings.begin()->first, process.name),
                  "its choices are options of the verb", "see 'tridens xsec --help'");
}

}  // namespace

void add_xsec(CLI::App& program, Action& action) {
  auto options = std::make_shared<Options>();
  auto elastic = std::make_shared<ElasticOptions>();
  auto own = std::make_shared<ProcessOptions>();
  CLI::App& verb = *program.add_subcommand("xsec", "cross sections at fixed energies or averaged over a flux");
  verb.footer(
      "Examples:\n"
      "  tridens xsec trident --nu numu --pair mu-mu+ --target Ar40 --energy 5GeV,10GeV\n"
      "  tridens xsec trident --nu all --pair mu-mu+ --target Ar --flux dune-nd-fhc --pot 1.1e21 --mass 75t --json\n"
      "  tridens xsec cevns --nu numu --target Cs133 --energy 30MeV --recoil 5keV\n"
      "  tridens xsec glashow,channel=hadrons --nu nuebar --target H2O --energy 6.3PeV");
  add_common_options(verb, *options);
  add_trident_options(verb, *options);
  add_elastic_options(verb, *elastic);
  add_process_options(verb, *own);
  const CLI::App* trident_group = verb.get_option_group("trident");
  const CLI::App* elastic_group = verb.get_option_group("elastic");
  const CLI::App* process_group = verb.get_option_group("process");
  verb.callback([=, &action] {
    action = [=] {
      io::ProcessCard& process = options->request.process;
      split_settings(process);
      const io::ProcessKind kind = io::kind_of(process.name);
      if (kind != io::ProcessKind::trident) refuse_given(*trident_group, process.name);
      if (kind != io::ProcessKind::elastic) refuse_given(*elastic_group, process.name);
      if (kind != io::ProcessKind::registered) refuse_given(*process_group, process.name);
      if (kind == io::ProcessKind::elastic) {
        run_elastic(process, options->common, *elastic);
        return;
      }
      if (kind == io::ProcessKind::registered) {
        run_process(process, options->common, *own);
        return;
      }
      const run::XsecResult result = run::xsec(request_of(*options));
      if (options->common.json) {
        Json json = json_of(result);
        add_process(json, process);
        print_json(json);
      } else {
        print(result, options->request.spread);
      }
    };
  });
}

}  // namespace tridens::app
