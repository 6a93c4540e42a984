#include "tridens/io/experiment_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/dark_matter_file.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/telescope_file.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::Binning;
using detail::CardSection;
using detail::ExperimentFolder;
using detail::Keys;
using detector::Background;
using detector::EfficiencyAxis;
using detector::Experiment;
using detector::RecoilEfficiency;
using detector::RecoilResponseOptions;

class Reader {
 public:
  Reader(const CardSection& card, ExperimentFolder folder) : card_(card), folder_(std::move(folder)) {}

  Experiment read(const std::string& name) {
    result_.name = name;
    result_.title = card_.required_text("title", "\"COHERENT CsI\"");
    result_.sources = detail::texts(card_, "sources", "[\"arXiv:2110.07730\"]");
    result_.problems = card_.text("problems", "");
    result_.processes = detail::texts(card_, "processes", "[\"cevns\"]");
    target();
    flux();
    exposure();
    process();
    detail::read_observable(required("observable", detail::observable_keys, "name, unit and edges"), result_.response);
    response();
    time();
    binning_ = {result_.response.observable, result_.response.edges, result_.time_edges_s};
    check_bins();
    for (const toml::table* table : card_.tables("background")) result_.backgrounds.push_back(background(*table));
    if (const auto* table = card_.sub_table("released_signal")) {
      result_.released_signal =
          detail::read_distribution(card_.inner("released_signal", *table, detail::distribution_keys), "signal",
                                    binning_, result_.time_efficiency, folder_);
    }
    uncertainties();
    for (const toml::table* table : card_.tables("response_variation")) response_variation(*table);
    for (const toml::table* table : card_.tables("shape_variation")) shape_variation(*table);
    counts("observed", result_.observed, result_.observed_errors);
    counts("beam_off", result_.beam_off, result_.beam_off_errors);
    likelihood();
    return result_;
  }

 private:
  const CardSection& card_;
  ExperimentFolder folder_;
  Experiment result_;
  std::vector<std::string> efficiency_names_;
  Binning binning_;

  CardSection required(std::string_view key, const Keys& known, std::string_view example) const {
    const toml::table* table = card_.sub_table(key);
    if (!table) {
      throw UserError(fmt::format("{} has no [{}]", card_.place(card_.table()), key), "every experiment needs it",
                      fmt::format("add [{}] with {}", key, example));
    }
    return card_.inner(key, *table, known);
  }

  void target() {
    const CardSection section = required("target", {"material", "mass"}, "material and mass");
    result_.target = section.required_text("material", "\"CsI\"");
    if (!section.has("mass")) section.missing("mass", "\"14.6 kg\"");
    result_.mass_tonnes =
        parse_quantity(section.quantity("mass", Dimension::mass, 0.0, false, "\"14.6 kg\""), Dimension::mass, "mass");
  }

  void flux() {
    const CardSection section = required("flux", {"source", "name", "file"}, "a source, a name or a file");
    section.exactly_one_of({"source", "name", "file"});
    if (section.has("file")) {
      result_.flux_file = folder_.path(section.text("file", ""));
    } else {
      const bool described = section.has("source");
      result_.flux = section.text(described ? "source" : "name", "");
      if (described && !flux::is_source(result_.flux)) {
        std::vector<std::string> names;
        for (const flux::SourceInfo& each : flux::sources()) names.push_back(each.name);
        unknown_name("source in " + section.what("source"), result_.flux.substr(0, result_.flux.find(',')), names);
      }
      if (!described && flux::is_source(result_.flux)) {
        throw UserError(section.what("name") + " is a described source", "names are those of tables of data/flux",
                        "call the key 'source'");
      }
    }
  }

  void exposure() {
    const CardSection section = required("exposure", {"pot", "time", "bursts"}, "pot or time");
    section.exactly_one_of({"pot", "time", "bursts"});
    if (section.has("time")) {
      result_.exposure =
          parse_quantity(section.quantity("time", Dimension::time, 0.0, false, "\"1 y\""), Dimension::time, "time");
      result_.exposure_unit = "s";
    } else {
      const char* key = section.has("pot") ? "pot" : "bursts";
      result_.exposure = *section.positive_number(key);
      result_.exposure_unit = section.has("pot") ? "POT" : "burst";
    }
  }

  void process() {
    const toml::table* table = card_.sub_table("process");
    if (!table) return;
    const CardSection section = card_.inner("process", *table, detail::process_setting_keys);
    for (const auto& [key, node] : *table) {
      const std::string name = detail::original_form(key.str());
      result_.process_settings[name] = section.any_text(key.str());
    }
  }

  void response() {
    RecoilResponseOptions& response = result_.response;
    if (const auto* table = card_.sub_table("response")) {
      const CardSection section = card_.inner("response", *table, detail::response_keys);
      detail::change_response(section, folder_, response);
    }
    for (const toml::table* table : card_.tables("efficiency")) {
      const CardSection section =
          card_.inner("efficiency", *table, {"name", "of", "form", "table", "column", "below", "above"});
      const std::string name = section.text("name", fmt::format("{}", efficiency_names_.size() + 1));
      if (std::find(efficiency_names_.begin(), efficiency_names_.end(), name) != efficiency_names_.end()) {
        throw UserError(section.what("name") + " comes twice", "variations refer to it", "choose another name");
      }
      efficiency_names_.push_back(name);
      response.efficiencies.push_back(
          detail::read_efficiency(section, detail::efficiency_variable(section), response.observable, folder_));
    }
  }

  void time() {
    const toml::table* table = card_.sub_table("time");
    if (!table) return;
    const CardSection section =
        card_.inner("time", *table, {"unit", "edges", "bins", "from", "to", "offset", "efficiency"});
    const std::string unit = section.required_text("unit", "\"us\"");
    result_.time_edges_s = detail::edges_of(section, detail::time_unit(unit, section.what("unit")));
    if (section.has("offset")) {
      constexpr double any = -1e300;
      result_.time_offset_s = parse_quantity(section.quantity("offset", Dimension::time, any, true, "\"80 ns\""),
                                             Dimension::time, "offset");
    }
    if (section.has("efficiency")) {
      result_.time_efficiency = detail::at(section, "efficiency", [&] {
        return detector::make_efficiency(section.text("efficiency", ""), EfficiencyAxis::time,
                                         RecoilEfficiency::Of::observable);
      });
    }
  }

  /// Edges, efficiencies and times are checked before tables are brought into the bins.
  void check_bins() const {
    detector::RecoilResponse checked(result_.response);
    const std::vector<double>& edges = result_.time_edges_s;
    for (size_t i = 1; i < edges.size(); ++i) {
      if (edges[i] > edges[i - 1]) continue;
      throw UserError(fmt::format("time.edges of {}: number {} is {:g} s", result_.name, i + 1, edges[i]),
                      "edges increase", "sort them");
    }
    if (edges.size() == 1) throw UserError("time.edges has one number", "a bin has two ends", "add edges");
  }

  Background background(const toml::table& table) const {
    const CardSection section = card_.inner("background", table, detail::distribution_keys);
    return detail::read_distribution(section, section.required_text("name", "\"brn\""), binning_,
                                     result_.time_efficiency, folder_);
  }

  void uncertainties() {
    for (const toml::table* table : card_.tables("uncertainty")) {
      const CardSection section = card_.inner("uncertainty", *table, {"name", "meaning", "relative", "processes"});
      if (!section.has("relative")) section.missing("relative", "0.1");
      result_.uncertainties.push_back(
          {section.required_text("name", "\"flux\""), section.text("meaning", ""), *section.positive_number("relative"),
           section.has("processes") ? detail::texts(section, "processes", "[\"cevns\"]") : std::vector<std::string>{}});
    }
  }

  void likelihood() {
    result_.likelihood.nuisances = detail::usual_nuisances(result_);
    if (!result_.observed_errors.empty()) result_.likelihood.statistic = "gaussian";
    const toml::table* table = card_.sub_table("likelihood");
    if (!table) return;
    detail::read_likelihood(card_.inner("likelihood", *table, detail::likelihood_keys), result_.likelihood);
  }

  double sigmas(const CardSection& section) const {
    if (!section.has("sigmas")) section.missing("sigmas", "1");
    return *section.number("sigmas");
  }

  void response_variation(const toml::table& table) {
    Keys known = {"uncertainty", "meaning", "sigmas", "efficiency"};
    known.insert(known.end(), detail::response_keys.begin(), detail::response_keys.end());
    known.insert(known.end(), detail::efficiency_keys.begin(), detail::efficiency_keys.end());
    const CardSection section = card_.inner("response_variation", table, known);
    detector::ResponseVariation variation;
    variation.uncertainty = section.required_text("uncertainty", "\"quenching\"");
    variation.meaning = section.text("meaning", "");
    variation.sigmas = sigmas(section);
    variation.response = result_.response;
    if (!section.has("quenching") && !section.has("quenching_table") && !section.has("resolution") &&
        !section.has("efficiency")) {
      throw UserError(section.table_place() + " changes nothing", "it has no quenching, resolution or efficiency",
                      "give one of them");
    }
    detail::change_response(section, folder_, variation.response);
    if (section.has("efficiency")) {
      const std::string name = section.text("efficiency", "");
      const auto found = std::find(efficiency_names_.begin(), efficiency_names_.end(), name);
      if (found == efficiency_names_.end()) {
        unknown_name("efficiency in " + section.what("efficiency"), name, efficiency_names_);
      }
      RecoilEfficiency& replaced =
          variation.response.efficiencies[static_cast<size_t>(found - efficiency_names_.begin())];
      replaced = detail::read_efficiency(section, replaced.of, variation.response.observable, folder_);
    }
    result_.response_variations.push_back(std::move(variation));
  }

  void shape_variation(const toml::table& table_of_keys) {
    const CardSection section =
        card_.inner("shape_variation", table_of_keys, {"uncertainty", "meaning", "sigmas", "of", "table"});
    detector::ShapeVariation variation;
    variation.uncertainty = section.required_text("uncertainty", "\"brn-energy\"");
    variation.meaning = section.text("meaning", "");
    variation.sigmas = sigmas(section);
    variation.of = section.required_text("of", "\"brn\"");
    const std::vector<double>& nominal = nominal_shape(section, variation.of);
    const std::vector<double> varied = detail::at(section, "table", [&] {
      const Table values = folder_.table(section.required_text("table", "\"brn-energy-up.csv\""));
      return detail::normalised(detail::integrated_contents(values, binning_, {}, {}), variation.uncertainty);
    });
    for (size_t bin = 0; bin < nominal.size(); ++bin) {
      variation.relative.push_back(nominal[bin] > 0.0 ? varied[bin] / nominal[bin] - 1.0 : 0.0);
    }
    result_.shape_variations.push_back(std::move(variation));
  }

  const std::vector<double>& nominal_shape(const CardSection& section, const std::string& of) const {
    if (of == "signal") {
      if (result_.released_signal) return result_.released_signal->shape;
      section.out_of_range("of", of, "the experiment has no [released_signal] to compare with");
    }
    std::vector<std::string> names = {"signal"};
    for (const Background& each : result_.backgrounds) {
      if (each.name == of) return each.shape;
      names.push_back(each.name);
    }
    unknown_name("distribution in " + section.what("of"), of, names);
  }

  void counts(std::string_view key, std::vector<double>& values, std::vector<double>& errors) const {
    const toml::table* found = card_.sub_table(key);
    if (!found) return;
    const CardSection section = card_.inner(key, *found, {"table", "events"});
    section.exactly_one_of({"table", "events"});
    const std::string which = section.has("table") ? "table" : "events";
    detail::at(section, which, [&] {
      const Table contents = folder_.table(section.text(which, ""));
      values = which == "table" ? detail::binned_counts(contents, binning_) : detail::binned_events(contents, binning_);
      if (which == "table" && contents.has_column("error")) errors = detail::binned_errors(contents, binning_);
    });
  }
};

}  // namespace

detector::Experiment parse_experiment(std::string_view text, const std::string& origin, const std::string& folder,
                                      const TableReader& read_table) {
  if (is_counting_experiment(text)) {
    throw UserError(origin + " is a counting experiment of tridents", "it has no recoils in bins",
                    "fit it, or ask 'tridens rate' for its expected events");
  }
  if (is_telescope(text)) {
    throw UserError(origin + " is a telescope", "it has topologies in place of recoils",
                    "fit it, or ask 'tridens rate' for its expected events");
  }
  if (is_decay_experiment(text)) {
    throw UserError(origin + " is an experiment of decays", "it has showers in place of recoils",
                    "ask 'tridens rate' for its expected events");
  }
  if (is_dark_matter_experiment(text)) {
    throw UserError(origin + " is an experiment of dark matter", "it counts no neutrinos",
                    "ask 'tridens rate' for its expected events");
  }
  const std::string ascii = detail::ascii_form(text, origin);
  toml::table table;
  try {
    table = toml::parse(std::string_view(ascii), std::string_view("experiment"));
  } catch (const toml::parse_error& error) {
    throw UserError(
        fmt::format("{}:{}: {}", origin, error.source().begin.line, detail::original_form(error.description())),
        "the file must be valid TOML", "see https://toml.io");
  }
  const CardSection card(
      table, "", origin,
      {"title",      "sources",         "problems",    "processes",          "target",          "flux",
       "exposure",   "process",         "observable",  "response",           "efficiency",      "time",
       "background", "released_signal", "uncertainty", "response_variation", "shape_variation", "observed",
       "beam_off",   "likelihood"});
  Experiment experiment = Reader(card, ExperimentFolder(folder, read_table)).read(fs::path(origin).stem().string());
  try {
    experiment.check();
  } catch (const UserError& error) {
    throw UserError(origin, error.what());
  }
  return experiment;
}

LoadedExperiment load_experiment_file(const std::string& path) {
  LoadedExperiment result;
  result.path = path;
  result.text = read_text_file(path, "experiment");
  const TableReader read_table = [&](const std::string& file) {
    result.tables.push_back(load_table_file(file));
    return result.tables.back().table;
  };
  result.experiment = parse_experiment(result.text, path, fs::path(path).parent_path().string(), read_table);
  return result;
}

std::vector<std::string> experiment_file_names() {
  const fs::path folder = fs::path(data_folder()) / "experiment";
  std::vector<std::string> names;
  std::error_code status;
  for (fs::directory_iterator entry(folder, status), end; !status && entry != end; entry.increment(status)) {
    if (entry->path().extension() == ".toml") names.push_back(entry->path().stem().string());
  }
  if (status) throw Failure("'" + folder.string() + "' cannot be listed", status.message());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> experiment_names() {
  std::vector<std::string> names = experiment_file_names();
  std::erase_if(names, [](const std::string& name) {
    return names_counting_experiment(name) || names_telescope(name) || names_decay_experiment(name) ||
           names_dark_matter_experiment(name);
  });
  return names;
}

LoadedExperiment load_named_experiment(const std::string& name) {
  const std::vector<std::string> names = experiment_file_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) unknown_name("experiment", name, names);
  return load_experiment_file((fs::path(data_folder()) / "experiment" / (name + ".toml")).string());
}

}  // namespace tridens::io
