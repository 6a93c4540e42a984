// Reading of fit cards: table by table, then what must hold between them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/io/card_kind.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/detail/placeholders.hh"
#include "tridens/io/fit_card.hh"

namespace tridens::io {
namespace {

using detail::CardSection;
using detail::Keys;

constexpr std::int64_t most_points_of_axis = 1000000;
constexpr double most_points = 1e8;  // of a whole scan: some gigabytes of rows

/// A text that fits on one line of a result.
std::string read_line(const CardSection& section, std::string_view key) {
  std::string text = section.text(key, "");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_control)) {
    throw UserError(section.what(key) + " holds a line break or a control character", "it must fit on one line");
  }
  return text;
}

std::string read_choice(const CardSection& section, std::string_view key, const std::string& usual,
                        const Keys& choices) {
  std::string word = section.text(key, usual);
  if (section.has(key) && std::find(choices.begin(), choices.end(), word) == choices.end()) {
    unknown_name("choice in " + section.what(key), word, choices);
  }
  return word;
}

/// Free keys with texts, numbers or booleans.
Settings read_settings(const CardSection& section) {
  Settings settings;
  for (const auto& [key, node] : section.table()) {
    settings[detail::original_form(key.str())] = section.any_text(key.str());
  }
  return settings;
}

std::vector<double> read_confidence(const CardSection& section) {
  const toml::node* node = section.find("confidence");
  if (!node) return FitCard{}.confidence;
  constexpr std::string_view example = "[0.6827, 0.90]";
  const toml::array* array = node->as_array();
  if (!array || array->empty()) section.wrong_type("confidence", "a list of numbers, not empty", example);
  std::vector<double> result;
  for (const toml::node& element : *array) {
    const auto value = element.is_number() ? element.value<double>() : std::nullopt;
    if (!value) section.wrong_type("confidence", "a list of numbers", example);
    constexpr double least = 1e-9;
    if (!(*value >= least && *value <= 1.0 - least)) {
      throw UserError(fmt::format("{} holds {}", section.what("confidence"), *value), "it must lie between 0 and 1",
                      *value > 1.0 && *value < 100.0 ? fmt::format("write {} for {} %", *value / 100.0, *value) : "");
    }
    if (std::find(result.begin(), result.end(), *value) != result.end()) {
      throw UserError(fmt::format("{} holds {} twice", section.what("confidence"), *value), "once is enough");
    }
    result.push_back(*value);
  }
  return result;
}

const Keys& data_kinds() {
  static const Keys kinds = {"observed", "asimov"};
  return kinds;
}

void read_fit(const CardSection& section, FitCard& card) {
  card.title = read_line(section, "title");
  card.data = read_choice(section, "data", card.data, data_kinds());
  card.confidence = read_confidence(section);
  card.chunk = static_cast<int>(section.whole_number("chunk", card.chunk, 1, most_points_of_axis));
}

void check_range(const CardSection& section, const FitParameterCard& parameter) {
  const std::string range = fmt::format("from {} to {}", parameter.min, parameter.max);
  if (!(parameter.max > parameter.min)) {
    throw UserError(fmt::format("{} runs {}", section.table_place(), range), "the range is empty",
                    "give a max above min");
  }
  if (!std::isfinite(parameter.max - parameter.min)) {
    throw UserError(fmt::format("{} runs {}", section.table_place(), range), "the range is not finite",
                    "give closer ends");
  }
  if (parameter.logarithmic && !(parameter.min > 0.0)) {
    throw UserError(fmt::format("{} runs {} on a logarithmic scale", section.table_place(), range),
                    "a logarithm needs numbers above 0", "raise min or write scale = \"linear\"");
  }
}

FitParameterCard read_parameter(const CardSection& section) {
  FitParameterCard parameter;
  parameter.name = section.required_text("name", "\"mass\"");
  if (!detail::is_parameter_name(parameter.name)) {
    throw UserError(fmt::format("{} is '{}'", section.what("name"), parameter.name),
                    "names of parameters begin with a letter and go on with letters, digits and underscores",
                    "put what people read into 'title'");
  }
  static const Keys columns = {"index", "chi2", "penalty", "converged"};  // of a scan
  if (std::find(columns.begin(), columns.end(), parameter.name) != columns.end()) {
    throw UserError(fmt::format("{} is '{}'", section.what("name"), parameter.name), "that is a column of every scan",
                    "choose another name");
  }
  parameter.title = read_line(section, "title");
  parameter.unit = read_line(section, "unit");
  if (!section.has("min")) section.missing("min", "0.001");
  if (!section.has("max")) section.missing("max", "1.0");
  parameter.min = *section.number("min");
  parameter.max = *section.number("max");
  parameter.logarithmic = read_choice(section, "scale", "linear", {"linear", "log"}) == "log";
  parameter.points = static_cast<int>(section.whole_number("points", parameter.points, 2, most_points_of_axis));
  parameter.scan = section.boolean("scan").value_or(parameter.scan);
  check_range(section, parameter);
  return parameter;
}

std::vector<std::string> read_names(const CardSection& section, std::string_view key, std::string_view example) {
  std::vector<std::string> names = detail::texts(section, key, example);
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) {
      throw UserError(fmt::format("{} names '{}' twice", section.what(key), name), "once is enough");
    }
  }
  return names;
}

/// Width of a nuisance: a standard deviation above 0, in a unit of time for shifts in time, or "free".
void check_width(const CardSection& section, std::string_view key, const std::string& text) {
  if (text == "free") return;
  const bool is_plain = text.find_first_not_of("0123456789.e+-") == std::string::npos;
  double width = 0.0;
  try {
    width = is_plain ? parse_number(text, "") : parse_quantity(text, Dimension::time, "");
  } catch (const UserError&) {  // neither: said below
  }
  if (width > 0.0) return;
  throw UserError(fmt::format("{} is '{}'", section.what(key), text), "a width is a standard deviation above 0",
                  "write for example 0.05, \"30 ns\" for a shift in time, or \"free\" for no constraint");
}

void check_widths(const CardSection& section, const FitExperimentCard& experiment) {
  for (const auto& [key, node] : section.table()) {
    const std::string name = detail::original_form(key.str());
    check_width(section, key.str(), experiment.width.at(name));
    if (!experiment.nuisances) continue;
    const auto& free = *experiment.nuisances;
    if (std::find(free.begin(), free.end(), name) != free.end()) continue;
    throw UserError(
        fmt::format("{} is a width of what is not among the 'nuisances' of the experiment", section.what(key.str())),
        "it would have no effect", "add the name there or leave the width out");
  }
}

FitExperimentCard read_experiment(const CardSection& section) {
  FitExperimentCard experiment;
  experiment.name = section.required_text("name", "\"coherent-csi-2021\"");
  if (section.has("processes")) {
    experiment.processes = read_names(section, "processes", "[\"cevns\"]");
    if (experiment.processes.empty()) {
      throw UserError(section.what("processes") + " is empty", "an experiment counts something",
                      "leave the key out for all of its processes");
    }
  }
  experiment.data = read_choice(section, "data", "", data_kinds());
  if (section.has("nuisances")) experiment.nuisances = read_names(section, "nuisances", "[\"flux\"]");
  if (const toml::table* table = section.sub_table("change")) {
    experiment.change = read_settings(section.inner("change", *table));
  }
  if (const toml::table* table = section.sub_table("width")) {
    const CardSection widths = section.inner("width", *table);
    experiment.width = read_settings(widths);
    check_widths(widths, experiment);
  }
  return experiment;
}

FeldmanCousinsCard read_feldman_cousins(const CardSection& section) {
  FeldmanCousinsCard card;
  card.toys = static_cast<std::uint64_t>(section.whole_number("toys", 1000, 1, 1000000000));
  card.seed = static_cast<std::uint64_t>(section.whole_number("seed", 1, 0, std::numeric_limits<std::int64_t>::max()));
  return card;
}

class Reader {
 public:
  Reader(const CardSection& card, std::string folder) : card_(card) { result_.folder = std::move(folder); }

  FitCard read() {
    if (const auto* table = card_.sub_table("fit")) {
      read_fit(card_.inner("fit", *table, {"title", "data", "confidence", "chunk"}), result_);
    }
    for (const toml::table* table : card_.tables("parameter")) parameter(*table);
    check_points();
    model();
    for (const toml::table* table : card_.tables("experiment")) experiment(*table);
    if (result_.experiments.empty()) {
      throw UserError(fmt::format("{} has no [[experiment]]", card_.place(card_.table())), "a fit needs data",
                      "add [[experiment]] with a name: see 'tridens list experiments'");
    }
    check_parameters_are_used();
    truth();
    for (const toml::table* table : card_.tables("common")) common(*table);
    if (const auto* table = card_.sub_table("feldman_cousins")) {
      result_.feldman_cousins = read_feldman_cousins(card_.inner("feldman_cousins", *table, {"toys", "seed"}));
    }
    return result_;
  }

 private:
  void parameter(const toml::table& table) {
    const CardSection section =
        card_.inner("parameter", table, {"name", "title", "unit", "min", "max", "scale", "points", "scan"});
    const FitParameterCard parameter = read_parameter(section);
    const auto same = [&](const FitParameterCard& other) { return other.name == parameter.name; };
    if (std::any_of(result_.parameters.begin(), result_.parameters.end(), same)) {
      throw UserError(fmt::format("{} is '{}' again", section.what("name"), parameter.name),
                      "every parameter has a name of its own", "choose another name");
    }
    result_.parameters.push_back(parameter);
  }

  void check_points() const {
    double points = 1.0;
    for (const FitParameterCard& each : result_.parameters) points *= each.scan ? each.points : 1;
    if (points <= most_points) return;
    throw UserError(fmt::format("{} scans {} points", card_.place(card_.table()), points),
                    fmt::format("at most {} are possible", most_points),
                    "take fewer points or write scan = false for a parameter");
  }

  /// Remembers which parameters the settings name.
  void use_parameters(const CardSection& section, const Settings& settings) {
    for (const auto& [key, node] : section.table()) {
      const auto found = settings.find(detail::original_form(key.str()));
      if (found == settings.end()) continue;
      detail::at(section, key.str(), [&] {
        for (const detail::TextPiece& piece : detail::pieces_of(found->second)) {
          if (piece.is_parameter) used_.insert(detail::parameter_index(piece.text, result_.parameters));
        }
      });
    }
  }

  void model() {
    const toml::table* table = card_.sub_table("model");
    if (!table) return;
    const CardSection section = card_.inner("model", *table);
    result_.model = detail::read_model(section);
    use_parameters(section, result_.model.settings);
  }

  void experiment(const toml::table& table) {
    const CardSection section =
        card_.inner("experiment", table, {"name", "processes", "data", "nuisances", "change", "width"});
    const FitExperimentCard experiment = read_experiment(section);
    const std::string label = experiment_label(experiment.name);
    const auto same = [&](const FitExperimentCard& other) { return experiment_label(other.name) == label; };
    if (std::any_of(result_.experiments.begin(), result_.experiments.end(), same)) {
      throw UserError(fmt::format("{} is '{}' again", section.what("name"), label),
                      "data count once, and results name the experiment",
                      "copy its file under another name if it is another experiment");
    }
    if (const toml::table* change = section.sub_table("change")) {
      use_parameters(section.inner("change", *change), experiment.change);
    }
    use_parameters_of_processes(section, experiment);
    result_.experiments.push_back(experiment);
  }

  void use_parameters_of_processes(const CardSection& section, const FitExperimentCard& experiment) {
    for (const std::string& process : experiment.processes) {
      detail::at(section, "processes", [&] {
        for (const detail::TextPiece& piece : detail::pieces_of(process)) {
          if (piece.is_parameter) used_.insert(detail::parameter_index(piece.text, result_.parameters));
        }
      });
    }
  }

  void check_parameters_are_used() const {
    const auto tables = card_.tables("parameter");
    for (size_t which = 0; which < result_.parameters.size(); ++which) {
      if (used_.count(which) > 0) continue;
      const std::string& name = result_.parameters[which].name;
      throw UserError(fmt::format("{}: the parameter '{}' stands nowhere", card_.place(*tables[which]), name),
                      "no setting of [model] or [experiment.change] and no process depends on it",
                      fmt::format("write \"{{{}}}\" where its value belongs", name));
    }
  }

  void truth() {
    const toml::table* table = card_.sub_table("truth");
    if (!table) return;
    const CardSection section = card_.inner("truth", *table);
    const auto is_asimov = [&](const FitExperimentCard& each) {
      return (each.data.empty() ? result_.data : each.data) == "asimov";
    };
    if (std::none_of(result_.experiments.begin(), result_.experiments.end(), is_asimov)) {
      throw UserError(section.table_place() + " is given, but all data are observed", "it would have no effect",
                      "write data = \"asimov\" or leave it out");
    }
    result_.truth = detail::read_model(section);
    for (const auto& [key, node] : *table) {
      const auto setting = result_.truth.settings.find(detail::original_form(key.str()));
      if (setting == result_.truth.settings.end() || setting->second.find_first_of("{}") == std::string::npos) continue;
      throw UserError(fmt::format("{} is '{}'", section.what(key.str()), setting->second),
                      "the truth has no parameters", "give a value");
    }
  }

  void common(const toml::table& table) {
    const CardSection section = card_.inner("common", table, {"name", "of"});
    FitCommonCard common;
    common.name = section.required_text("name", "\"sns-flux\"");
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (common.name.find_first_not_of(allowed) != std::string::npos) {
      throw UserError(fmt::format("{} is '{}'", section.what("name"), common.name),
                      "letters, digits, hyphens and underscores make such names", "");
    }
    const auto same = [&](const FitCommonCard& other) { return other.name == common.name; };
    if (std::any_of(result_.common.begin(), result_.common.end(), same)) {
      throw UserError(fmt::format("{} is '{}' again", section.what("name"), common.name),
                      "names of common nuisances are unique", "choose another name");
    }
    constexpr std::string_view example = "[\"coherent-csi-2021.flux\", \"coherent-lar-2020.flux\"]";
    common.of = read_names(section, "of", example);
    if (common.of.size() < 2) {
      throw UserError(section.what("of") + " names fewer than two nuisances", "one alone is not common",
                      fmt::format("write for example of = {}", example));
    }
    for (const std::string& each : common.of) common_nuisance(section, each);
    result_.common.push_back(common);
  }

  void common_nuisance(const CardSection& section, const std::string& text) {
    const size_t dot = text.rfind('.');
    const std::string label = text.substr(0, dot == std::string::npos ? 0 : dot);
    const std::string nuisance = dot == std::string::npos ? text : text.substr(dot + 1);
    if (label.empty() || nuisance.empty()) {
      throw UserError(fmt::format("{} holds '{}'", section.what("of"), text), "EXPERIMENT.NUISANCE is needed",
                      "for example \"coherent-csi-2021.flux\"");
    }
    std::vector<std::string> labels;
    for (const FitExperimentCard& each : result_.experiments) labels.push_back(experiment_label(each.name));
    const auto found = std::find(labels.begin(), labels.end(), label);
    if (found == labels.end()) unknown_name("experiment in " + section.what("of"), label, labels);
    const auto& free = result_.experiments[static_cast<size_t>(found - labels.begin())].nuisances;
    if (free && std::find(free->begin(), free->end(), nuisance) == free->end()) {
      unknown_name(fmt::format("nuisance of {} in {}", label, section.what("of")), nuisance, *free);
    }
    if (!common_nuisances_.insert(text).second) {
      throw UserError(fmt::format("{} holds '{}' again", section.what("of"), text),
                      "a nuisance belongs to one [[common]]", "join the two tables");
    }
  }

  const CardSection& card_;
  FitCard result_;
  std::set<size_t> used_;
  std::set<std::string> common_nuisances_;
};

}  // namespace

FitCard parse_fit_card(std::string_view text, const std::string& origin, const std::string& folder) {
  const toml::table table = detail::parse_toml(text, origin);
  const CardSection card(table, "", origin,
                         {"fit", "model", "truth", "parameter", "experiment", "common", "feldman_cousins"});
  return Reader(card, folder).read();
}

FitCard read_fit_card(const std::string& path) {
  const std::string text = read_text_file(path, "fit card");
  refuse_other_kinds(text, path, CardKind::fit_card);
  return parse_fit_card(text, path, std::filesystem::path(path).parent_path().string());
}

}  // namespace tridens::io
