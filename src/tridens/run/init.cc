#include "tridens/run/init.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/telescope_file.hh"
#include "tridens/process/beam_particle.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/card_template.hh"
#include "tridens/run/experiment_setup.hh"
#include "tridens/run/init_settings.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> card_options = {"neutrino", "target", "flux"};

std::vector<std::string> with(std::vector<std::string> more) {
  more.insert(more.end(), card_options.begin(), card_options.end());
  return more;
}

/// A path that a command gives from the working folder, as a card sees it from its own.
std::string from_folder_of(const std::string& output, const std::string& path) {
  const fs::path folder = fs::path(output).parent_path();
  if (folder.empty() || fs::path(path).is_absolute()) return path;
  return fs::proximate(fs::absolute(path), fs::absolute(folder)).string();
}

/// [exposure] in the unit that the flux counts its neutrinos per, or none for a shape.
void set_exposure(CardTemplate& card, const std::string& unit, std::vector<std::string> keys) {
  struct Measure {
    std::string unit, key, value;
  };
  const std::vector<Measure> measures = {{"POT", "pot", "1e21"},
                                         {"s", "time", "\"1 y\""},
                                         {"fb-1", "inverse_femtobarns", "150"},
                                         {"burst", "bursts", "1"}};
  for (const Measure& measure : measures) {
    if (measure.unit != unit) continue;
    if (std::find(keys.begin(), keys.end(), measure.key) == keys.end()) {
      throw UserError("the flux is per " + unit, "this kind of card has no such exposure", "choose another flux");
    }
    card.choose("exposure", keys, measure.key, measure.value);
  }
}

/// The flux of the command line; `keys` are those of [flux] in this card, `measures` those of [exposure].
void set_flux(CardTemplate& card, const InitRequest& request, const std::string& output,
              const std::vector<std::string>& keys, const std::vector<std::string>& measures) {
  if (!request.flux) return;
  const io::FluxCard& flux = *request.flux;
  const std::string value = !flux.name.empty()     ? flux.name
                            : !flux.file.empty()   ? from_folder_of(output, flux.file)
                            : !flux.source.empty() ? flux.source
                                                   : flux.analytic;
  const std::string key = !flux.name.empty()     ? "name"
                          : !flux.file.empty()   ? "file"
                          : !flux.source.empty() ? "source"
                                                 : "analytic";
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
    throw UserError("--flux '" + value + "'", "a shape gives no counts",
                    "see 'tridens list fluxes' and 'tridens list sources'");
  }
  const flux::Flux chosen =
      choose_flux(flux, "", request.neutrino.empty() || request.neutrino == "all" ? "numu" : request.neutrino).flux;
  card.choose("flux", keys, key, toml_text(value));
  if (measures.empty()) return;
  if (chosen.normalisation == flux::Normalisation::shape_only) {
    card.remove("exposure");
  } else {
    set_exposure(card, chosen.exposure_unit, measures);
  }
}

const std::vector<std::string> flux_keys = {"name", "file", "source", "energy", "analytic"};
constexpr const char* beam_of_dark_matter = "miniboone-dm-electron";
const std::vector<std::string> all_measures = {"pot", "time", "inverse_femtobarns", "bursts"};

std::string run_card_text(const InitRequest& request, const std::string& output) {
  std::string file = request.kind + ".toml", process = request.process;
  const bool own = request.kind == "process";
  if (request.kind == "elastic") {
    if (process.empty()) process = "cevns";
    if (process != "cevns" && process != "nu-e") unknown_name("process of an elastic card", process, {"cevns", "nu-e"});
    if (process == "nu-e") file = "elastic-electrons.toml";
  }
  CardTemplate card = CardTemplate::load(file);
  if (own) {
    const Specification parsed = parse_specification(process.empty() ? "glashow" : process, "--process");
    process = process::process_info(parsed.name).name;
    if (!process::is_registered(process)) {
      throw UserError(
          "--process " + process, "it has a kind of card of its own",
          "say 'tridens init " + std::string(process == "trident" ? process : "elastic --process " + process) + "'");
    }
    card.set("process", "name", toml_text(process));
    if (!process::takes_neutrino(process)) {
      card.choose("process", {"name", "neutrino"}, "name", toml_text(process));
      card.choose("flux", flux_keys, "name", toml_text(beam_of_dark_matter));
      card.set("process", "target", toml_text("CH2"));
      card.set("histogram", "min", toml_text("0 GeV"));
      card.set("histogram", "max", toml_text("8 GeV"));
      card.set("histogram", "bins", "16");
      card.set("histogram", "unit", toml_text("GeV"));
    } else if (process != "glashow") {
      card.set("process", "neutrino", toml_text("numu"));
    }
    card.replace("settings", process_setting_lines(process, {parsed.settings.begin(), parsed.settings.end()}));
  }
  const auto set = [&](const char* key, const std::string& value) {
    if (!value.empty()) card.set("process", key, toml_text(value));
  };
  set("neutrino", request.neutrino);
  set("pair", request.pair);
  set("target", request.target);
  // Taus decay before they are seen: a card with one has no detector response.
  if (request.pair.find("tau") != std::string::npos) card.remove("detector");
  if (request.kind == "trident" || request.kind == "elastic") {
    card.replace("model", model_lines(request.model.value_or(io::ModelCard{}), {}, request.kind == "elastic"));
  }
  if (own && request.flux && !process::takes_neutrino(process)) {
    card.choose("flux", flux_keys, "name", toml_text(request.flux->name));
  } else {
    set_flux(card, request, output, flux_keys, own ? std::vector<std::string>{} : all_measures);
  }
  card.replace("FILE", output);
  const std::string folder = fs::path(output).parent_path().string();
  (void)check_names(io::parse_run_card(card.text(), output, folder));
  return card.text();
}

/// An experiment by name or file. UserError for one that does not exist.
struct FitExperiment {
  std::string name;  // as the card names it
  bool observed = false, elastic = true;
};

FitExperiment fit_experiment(const std::string& name, const std::string& output) {
  const bool is_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  FitExperiment result;
  result.name = is_file ? from_folder_of(output, name) : name;
  if (io::names_counting_experiment(name)) {
    result.observed = io::load_counting_experiment(name).experiment.measured.has_value();
    result.elastic = false;
  } else if (io::names_telescope(name)) {
    throw UserError("--experiment " + name, "its fits have sources and flavours as parameters",
                    "see docs/physics/telescopes.md");
  } else if (io::names_decay_experiment(name)) {
    throw UserError("--experiment " + name, "its counts are of decays, whose couplings stand in the process",
                    "start from 'tridens init dark-neutrino-fit'");
  } else {
    result.observed = !load_experiment(name).experiment.observed.empty();
  }
  return result;
}

std::string experiment_lines(const std::vector<FitExperiment>& experiments) {
  std::string lines;
  for (const FitExperiment& experiment : experiments) {
    CardTemplate block = CardTemplate::load("fit-experiment.toml");
    block.set("experiment", "name", toml_text(experiment.name));
    lines +=
        lines.empty() ? block.text() : "\n[[experiment]]\n" + card_line("name", toml_text(experiment.name), "") + "\n";
  }
  return lines;
}

/// The card with the model that its parameters describe at the lowest values: does it exist?
void check_fit(const std::string& text, const std::string& output) {
  const io::FitCard card = io::parse_fit_card(text, output, fs::path(output).parent_path().string());
  std::vector<double> lowest;
  for (const io::FitParameterCard& parameter : card.parameters) lowest.push_back(parameter.min);
  io::Settings settings = card.model.settings;
  for (auto& [key, value] : settings) value = io::with_parameters(value, card.parameters, lowest);
  (void)model::make_model(card.model.name, settings);
}

std::string fit_text_of(const InitRequest& request, const std::string& output) {
  const io::ModelCard model = request.model.value_or(io::ModelCard{"nsi", {}});
  const size_t count = request.kind == "scan" ? 2 : 1;
  std::vector<FittedSetting> fitted;
  for (const std::string& each :
       request.parameters.empty() ? usual_parameters(model.name, count) : request.parameters) {
    fitted.push_back(fitted_setting(model.name, each));
  }
  std::vector<FitExperiment> experiments;
  std::string title = model.name + ":", names;
  for (const std::string& each :
       request.experiments.empty() ? std::vector<std::string>{"coherent-csi-2021"} : request.experiments) {
    experiments.push_back(fit_experiment(each, output));
    title += (experiments.size() == 1 ? " " : ", ") + experiments.back().name;
  }
  const bool elastic =
      std::any_of(experiments.begin(), experiments.end(), [](const auto& each) { return each.elastic; });
  CardTemplate card = CardTemplate::load("fit.toml");
  card.replace("title", title);
  card.replace("model", model_lines(model, fitted, elastic));
  std::string parameters;
  for (const FittedSetting& setting : fitted) {
    parameters += (parameters.empty() ? "" : "\n") + parameter_lines(setting, fitted.size() == 1);
  }
  card.replace("parameters", parameters);
  card.replace("experiments", experiment_lines(experiments));
  if (std::any_of(experiments.begin(), experiments.end(), [](const auto& each) { return !each.observed; })) {
    card.set("fit", "data", toml_text("asimov"));
  }
  card.replace("FILE", output);
  check_fit(card.text(), output);
  return card.text();
}

std::string experiment_text(const InitRequest& request, const std::string& output) {
  const bool counting = request.kind == "trident-experiment";
  CardTemplate card = CardTemplate::load(request.kind + ".toml");
  if (!request.process.empty()) card.set("", "processes", "[" + toml_text(request.process) + "]");
  if (!request.target.empty()) card.set("target", "material", toml_text(request.target));
  if (counting && !request.pair.empty()) card.set("trident", "pair", toml_text(request.pair));
  set_flux(card, request, output, {"source", "name", "file"},
           counting ? all_measures : std::vector<std::string>{"pot", "time", "bursts"});
  card.replace("FILE", output);
  const std::string folder = fs::path(output).parent_path().string();
  if (counting) {
    (void)io::parse_counting_experiment(card.text(), output, folder);
  } else {
    (void)io::parse_experiment(card.text(), output, folder,
                               [](const std::string& path) { return io::load_table_file(path).table; });
  }
  if (!request.target.empty()) (void)matter::material(request.target);
  return card.text();
}

std::string telescope_text(const InitRequest& request, const std::string& output) {
  CardTemplate card = CardTemplate::load(request.kind + ".toml");
  if (!request.process.empty()) card.set("", "processes", "[" + toml_text(request.process) + "]");
  card.replace("FILE", output);
  (void)io::parse_telescope(card.text(), output);
  return card.text();
}

std::string decay_experiment_text(const InitRequest& request, const std::string& output) {
  CardTemplate card = CardTemplate::load(request.kind + ".toml");
  if (request.flux) {
    const io::FluxCard& flux = *request.flux;
    if (flux.name.empty() && flux.file.empty()) {
      throw UserError("--flux '" + flux.source + flux.analytic + "'", "an experiment of decays has the flux of a table",
                      "see 'tridens list fluxes', or 'tridens init flux'");
    }
    const std::string unit = choose_flux(flux, "", "numu").flux.exposure_unit;
    if (unit != "POT" && unit != "fb-1") {
      throw UserError("the flux is per " + (unit.empty() ? "nothing" : unit),
                      "this kind of card counts per POT or 1/fb", "choose another flux");
    }
    card.set("beam", "flux", toml_text(flux.name.empty() ? from_folder_of(output, flux.file) : flux.name));
    if (unit == "fb-1") card.choose("beam", {"pot", "inverse_femtobarns"}, "inverse_femtobarns", "150");
  }
  card.replace("FILE", output);
  (void)io::parse_decay_experiment(card.text(), output);
  return card.text();
}

std::string dark_fit_text(const InitRequest& request, const std::string& output) {
  CardTemplate card = CardTemplate::load(request.kind + ".toml");
  card.replace("FILE", output);
  (void)io::parse_fit_card(card.text(), output, fs::path(output).parent_path().string());
  return card.text();
}

std::string table_text(const InitRequest& request, const std::string& output) {
  CardTemplate card = CardTemplate::load(request.kind + ".csv");
  card.replace("FILE", output);
  return card.text();
}

/// One kind: what it is, what writes its text, and the commands that go on from it.
struct Writer {
  InitKind kind;
  std::string (*text)(const InitRequest& request, const std::string& output);
  std::vector<std::string> next;  // FILE is the card
};

std::vector<Writer> writers() {
  const std::vector<std::string> events = {"tridens check FILE", "tridens generate FILE", "tridens histogram FILE"};
  return {{{"trident", "run card: events of neutrino tridents", "trident.toml", with({"pair", "model"})},
           run_card_text,
           events},
          {{"elastic", "run card: events of scattering on nuclei (CEvNS), or on electrons with --process nu-e",
            "elastic.toml", with({"process", "model"})},
           run_card_text,
           events},
          {{"dark-neutrino", "run card: events of heavy neutrinos that decay", "dark-neutrino.toml", with({})},
           run_card_text,
           events},
          {{"process", "run card: events of another process, such as --process glashow or dis", "process.toml",
            with({"process"})},
           run_card_text,
           events},
          {{"fit",
            "fit card: a limit on one parameter of a model from data",
            "fit.toml",
            {"experiment", "model", "parameter"}},
           fit_text_of,
           {"tridens fit FILE"}},
          {{"scan",
            "fit card: chi2 over the plane of two parameters, and contours",
            "scan.toml",
            {"experiment", "model", "parameter"}},
           fit_text_of,
           {"tridens scan FILE --output scan.csv --contours contours.json"}},
          {{"experiment",
            "a detector of your own: target, flux, response, backgrounds, data",
            "experiment.toml",
            {"process", "target", "flux"}},
           experiment_text,
           {"tridens show FILE", "tridens rate FILE --bins", "tridens init fit --experiment FILE"}},
          {{"trident-experiment",
            "an experiment of your own that counts tridents",
            "trident-experiment.toml",
            {"pair", "target", "flux"}},
           experiment_text,
           {"tridens show FILE", "tridens rate FILE", "tridens init fit --experiment FILE --model lmu-ltau"}},
          {{"telescope", "a neutrino telescope of your own", "telescope.toml", {"process"}},
           telescope_text,
           {"tridens show FILE", "tridens rate FILE --bins"}},
          {{"decay-experiment",
            "an experiment of your own that counts decays, in flight too",
            "decay-experiment.toml",
            {"flux"}},
           decay_experiment_text,
           {"tridens show FILE", "tridens rate FILE --process upscatter,regime=elastic,benchmark=bertuzzo --bins"}},
          {{"dark-neutrino-fit", "fit card: mass and mixing of a dark neutrino", "dark-neutrino-fit.toml", {}},
           dark_fit_text,
           {"tridens fit FILE --no-intervals", "tridens scan FILE --output scan.csv --contours contours.json"}},
          {{"flux", "a flux table of your own", "flux.csv", {}},
           table_text,
           {"tridens xsec trident --nu numu --pair mu-mu+ --target Ar40 --flux FILE"}},
          {{"bound", "a bound of your own for 'tridens bounds'", "bound.csv", {}},
           table_text,
           {"tridens bounds --plane lmu-ltau --bound my-search --file FILE"}}};
}

/// The card says where it comes from, at the end of the comment that it begins with.
std::string with_origin(std::string text, const std::string& kind) {
  size_t at = 0;
  while (at < text.size() && text[at] == '#') at = text.find('\n', at) + 1;
  return text.insert(at, fmt::format("# Written by 'tridens init {}', Tridens {}\n", kind, version()));
}

void refuse_options(const InitRequest& request, const InitKind& kind) {
  const std::vector<std::pair<std::string, bool>> given = {{"process", !request.process.empty()},
                                                           {"neutrino", !request.neutrino.empty()},
                                                           {"pair", !request.pair.empty()},
                                                           {"target", !request.target.empty()},
                                                           {"model", request.model.has_value()},
                                                           {"flux", request.flux.has_value()},
                                                           {"experiment", !request.experiments.empty()},
                                                           {"parameter", !request.parameters.empty()}};
  for (const auto& [name, is_given] : given) {
    if (!is_given || std::find(kind.options.begin(), kind.options.end(), name) != kind.options.end()) continue;
    throw UserError(fmt::format("--{} is given for the kind '{}'", name == "neutrino" ? "nu" : name, kind.name),
                    kind.options.empty() ? "it takes no choices" : "it has no meaning there", "leave it out");
  }
}

}  // namespace

std::vector<InitKind> init_kinds() {
  std::vector<InitKind> kinds;
  for (const Writer& writer : writers()) kinds.push_back(writer.kind);
  return kinds;
}

InitResult init(const InitRequest& request) {
  std::vector<std::string> names;
  for (const Writer& writer : writers()) {
    names.push_back(writer.kind.name);
    if (writer.kind.name != request.kind) continue;
    refuse_options(request, writer.kind);
    InitResult result;
    result.kind = request.kind;
    result.output = request.output.empty() ? writer.kind.file : request.output;
    const std::string ending = fs::path(writer.kind.file).extension().string();
    if (!result.output.ends_with(ending)) {
      throw UserError("--output is '" + result.output + "'", "a file of this kind ends in " + ending,
                      "for example --output " + writer.kind.file);
    }
    result.text = with_origin(writer.text(request, result.output), request.kind);
    for (std::string command : writer.next) {
      command.replace(command.find("FILE"), 4, result.output);
      result.next.push_back(command);
    }
    if (request.only_text) return result;
    io::OutputFile file(result.output, {request.force});
    file.write(result.text);
    file.commit();
    return result;
  }
  unknown_name("kind of card", request.kind, names);
}

}  // namespace tridens::run
