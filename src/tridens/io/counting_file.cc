#include "tridens/io/counting_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/experiment_head.hh"
#include "tridens/io/detail/experiment_pieces.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::CardSection;
using detail::Keys;
using detector::CountingBackground;
using detector::CountingExperiment;
using detector::CountingMeasurement;

class Reader {
 public:
  Reader(const CardSection& card, std::string folder) : card_(card), folder_(std::move(folder)) {}

  CountingExperiment read(const std::string& name) {
    detail::read_head(card_, name, "\"CCFR, dimuon tridents\"", "[\"Phys. Rev. Lett. 66 (1991) 3117\"]", result_);
    if (detail::texts(card_, "processes", "[\"trident\"]") != std::vector<std::string>{"trident"}) {
      throw UserError(card_.what("processes") + " mixes trident with other processes",
                      "tridents are counted, recoils are binned", "write one file for each");
    }
    target();
    flux();
    exposure();
    trident();
    measured();
    for (const toml::table* table : card_.tables("background")) background(*table);
    for (const toml::table* table : card_.tables("uncertainty")) uncertainty(*table);
    return result_;
  }

 private:
  const CardSection& card_;
  std::string folder_;
  CountingExperiment result_;

  CardSection required(std::string_view key, const Keys& known, std::string_view example) const {
    return detail::required_table(card_, key, known, example);
  }

  void target() {
    const CardSection section = required("target", {"material", "mass"}, "material and mass");
    result_.target = section.required_text("material", "\"Fe\"");
    if (!section.has("mass")) return;
    result_.mass_tonnes =
        parse_quantity(section.quantity("mass", Dimension::mass, 0.0, false, "\"75 t\""), Dimension::mass, "mass");
  }

  void flux() {
    const CardSection section = required("flux", {"source", "name", "file"}, "a source, a name or a file");
    section.exactly_one_of({"source", "name", "file"});
    if (section.has("file")) {
      result_.flux_file = (fs::path(folder_) / section.text("file", "")).lexically_normal().string();
      return;
    }
    const bool described = section.has("source");
    result_.flux = section.text(described ? "source" : "name", "");
    if (described == flux::is_source(result_.flux)) return;
    throw UserError(section.what(described ? "source" : "name") + " is '" + result_.flux + "'",
                    described ? "there is no such described source" : "names are those of tables of data/flux",
                    described ? "see 'tridens list sources'" : "call the key 'source'");
  }

  void exposure() {
    const toml::table* table = card_.sub_table("exposure");
    if (!table) return;
    const Keys keys = {"pot", "time", "bursts", "inverse_femtobarns"};
    const CardSection section = card_.inner("exposure", *table, keys);
    section.exactly_one_of(keys);
    if (section.has("time")) {
      result_.exposure =
          parse_quantity(section.quantity("time", Dimension::time, 0.0, false, "\"1 y\""), Dimension::time, "time");
      result_.exposure_unit = "s";
      return;
    }
    for (const auto& [key, unit] : {std::pair{"pot", "POT"}, {"bursts", "burst"}, {"inverse_femtobarns", "fb-1"}}) {
      if (!section.has(key)) continue;
      result_.exposure = *section.positive_number(key);
      result_.exposure_unit = unit;
    }
  }

  /// A text, or a list of texts.
  static std::vector<std::string> one_or_more(const CardSection& section, std::string_view key,
                                              std::string_view example) {
    if (!section.has(key)) section.missing(key, example);
    if (section.find(key)->is_string()) return {section.text(key, "")};
    return detail::texts(section, key, example);
  }

  void trident() {
    const CardSection section = required("trident",
                                         {"pair", "neutrino", "components", "form_factor", "nucleon_form_factor",
                                          "pauli", "pauli_kf", "detector", "selection", "cuts"},
                                         "pair = \"mu-mu+\"");
    result_.pairs = one_or_more(section, "pair", "\"mu-mu+\"");
    result_.neutrino = section.text("neutrino", result_.neutrino);
    if (section.has("components")) result_.components = detail::texts(section, "components", "[\"coherent\"]");
    result_.form_factor = section.text("form_factor", result_.form_factor);
    result_.nucleon_form_factor = section.text("nucleon_form_factor", result_.nucleon_form_factor);
    result_.pauli = section.boolean("pauli").value_or(true);
    result_.pauli_kf = section.quantity("pauli_kf", Dimension::energy, 0.0, false, "\"0.235 GeV\"");
    result_.detector = section.text("detector", "");
    result_.selection = section.text("selection", "");
    if (section.has("cuts")) result_.cuts = one_or_more(section, "cuts", "[\"angle_minus < 15 deg\"]");
  }

  void measured() {
    const toml::table* table = card_.sub_table("measured");
    if (!table) return;
    const CardSection section =
        card_.inner("measured", *table, {"ratio", "error", "error_up", "error_down", "observed"});
    section.exactly_one_of({"ratio", "observed"});
    CountingMeasurement measured;
    measured.ratio = section.has("ratio");
    measured.value = *section.number(measured.ratio ? "ratio" : "observed");
    const bool up = section.has("error_up"), down = section.has("error_down"), both = section.has("error");
    if (!measured.ratio) {
      if (up || down || both) {
        throw UserError(section.table_place() + " gives an error of observed events",
                        "counts fluctuate by themselves (Poisson)", "leave it out, or add an [[uncertainty]]");
      }
    } else if (both) {
      if (up || down) {
        throw UserError(section.table_place() + " gives error twice", "'error' is both of the others", "give one kind");
      }
      measured.error_up = measured.error_down = *section.positive_number("error");
    } else {
      if (!up || !down) section.missing(up ? "error_down" : down ? "error_up" : "error", "0.28");
      measured.error_up = *section.positive_number("error_up");
      measured.error_down = *section.positive_number("error_down");
    }
    result_.measured = measured;
  }

  void background(const toml::table& table) {
    const CardSection section =
        card_.inner("background", table, {"name", "title", "events", "relative_to_signal", "relative_uncertainty"});
    CountingBackground background;
    background.name = section.required_text("name", "\"misidentified\"");
    background.title = section.text("title", "");
    section.exactly_one_of({"events", "relative_to_signal"});
    background.events = section.number("events");
    background.relative_to_signal = section.number("relative_to_signal");
    background.relative_uncertainty = section.number("relative_uncertainty").value_or(0.0);
    result_.backgrounds.push_back(std::move(background));
  }

  void uncertainty(const toml::table& table) {
    const CardSection section = card_.inner("uncertainty", table, {"name", "meaning", "relative", "on_backgrounds"});
    if (!section.has("relative")) section.missing("relative", "0.05");
    result_.uncertainties.push_back({{section.required_text("name", "\"normalisation\""),
                                      section.text("meaning", ""),
                                      *section.positive_number("relative"),
                                      {}},
                                     section.boolean("on_backgrounds").value_or(true)});
  }
};

/// Parsed TOML; UserError with the line otherwise.
toml::table parsed(std::string_view text, const std::string& origin) {
  const std::string ascii = detail::ascii_form(text, origin);
  try {
    return toml::parse(std::string_view(ascii), std::string_view("experiment"));
  } catch (const toml::parse_error& error) {
    throw UserError(
        fmt::format("{}:{}: {}", origin, error.source().begin.line, detail::original_form(error.description())),
        "the file must be valid TOML", "see https://toml.io");
  }
}

bool counts_tridents(const toml::table& table) {
  const toml::array* processes = table["processes"].as_array();
  if (!processes) return false;
  return std::any_of(processes->begin(), processes->end(), [](const toml::node& node) {
    const auto* text = node.as_string();
    return text && text->get() == "trident";
  });
}

}  // namespace

bool is_counting_experiment(std::string_view text) {
  try {
    return counts_tridents(parsed(text, "experiment"));
  } catch (const UserError&) {
    return false;
  }
}

bool names_counting_experiment(const std::string& name) {
  const std::string path = detail::experiment_path(name);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  return is_counting_experiment(read_text_file(path, "experiment"));
}

detector::CountingExperiment parse_counting_experiment(std::string_view text, const std::string& origin,
                                                       const std::string& folder) {
  const toml::table table = parsed(text, origin);
  if (!counts_tridents(table) && table.contains("processes")) {
    throw UserError(origin + " is an experiment of recoils in bins, not a counting experiment",
                    "its processes do not hold \"trident\"", "write processes = [\"trident\"]");
  }
  const CardSection card(table, "", origin,
                         {"title", "sources", "problems", "processes", "target", "flux", "exposure", "trident",
                          "measured", "background", "uncertainty"});
  CountingExperiment experiment = Reader(card, folder).read(fs::path(origin).stem().string());
  try {
    experiment.check();
  } catch (const UserError& error) {
    throw UserError(origin, error.what());
  }
  return experiment;
}

LoadedCountingExperiment load_counting_experiment(const std::string& name) {
  if (!detail::is_path(name)) {
    const std::vector<std::string> names = experiment_file_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      unknown_name("counting experiment", name, counting_experiment_names());
    }
  }
  LoadedCountingExperiment result;
  result.path = detail::experiment_path(name);
  result.text = read_text_file(result.path, "experiment");
  result.experiment = parse_counting_experiment(result.text, result.path, fs::path(result.path).parent_path().string());
  return result;
}

std::vector<std::string> counting_experiment_names() {
  std::vector<std::string> names = experiment_file_names();
  std::erase_if(names, [](const std::string& name) { return !names_counting_experiment(name); });
  return names;
}

}  // namespace tridens::io
