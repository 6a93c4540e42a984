#include "tridens/io/experiment_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/detail/experiment_tables.hh"
#include "tridens/io/detail/run_card_section.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::Binning;
using detail::CardSection;
using detail::Keys;
using detector::Background;
using detector::EfficiencyAxis;
using detector::Experiment;
using detector::Observable;
using detector::RecoilEfficiency;
using detector::RecoilResponseOptions;

const toml::array* array_of(const CardSection& section, std::string_view key, std::string_view example) {
  const toml::node* node = section.find(key);
  if (!node) return nullptr;
  const toml::array* array = node->as_array();
  if (!array) section.wrong_type(key, "a list", example);
  return array;
}

std::vector<std::string> texts(const CardSection& section, std::string_view key, std::string_view example) {
  std::vector<std::string> result;
  const toml::array* array = array_of(section, key, example);
  if (!array) section.missing(key, example);
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (!text || text->get().empty()) section.wrong_type(key, "a list of strings", example);
    result.push_back(detail::original_form(text->get()));
  }
  return result;
}

std::vector<double> numbers(const CardSection& section, std::string_view key, double unit) {
  std::vector<double> result;
  for (const toml::node& element : *array_of(section, key, "[0, 8, 12]")) {
    const auto value = element.is_number() ? element.value<double>() : std::nullopt;
    if (!value || std::isnan(*value)) section.wrong_type(key, "a list of numbers", "[0, 8, 12]");
    result.push_back(*value * unit);
  }
  return result;
}

/// `edges = [..]`, or `bins`, `from` and `to`, all in `unit`.
std::vector<double> edges_of(const CardSection& section, double unit) {
  if (section.has("edges")) {
    for (const char* key : {"bins", "from", "to"}) {
      if (section.has(key)) section.exactly_one_of({"edges", key});
    }
    return numbers(section, "edges", unit);
  }
  if (!section.has("bins")) section.missing("edges", "[0, 8, 12]");
  if (!section.has("from")) section.missing("from", "0");
  if (!section.has("to")) section.missing("to", "60");
  constexpr std::int64_t most = 100000;
  const auto count = section.whole_number("bins", 1, 1, most);
  const double from = *section.number("from"), to = *section.number("to");
  std::vector<double> result;
  for (std::int64_t i = 0; i <= count; ++i) {
    result.push_back(std::lerp(from, to, static_cast<double>(i) / static_cast<double>(count)) * unit);
  }
  return result;
}

/// Adds the place of a key to messages about what it holds.
template <class Action>
auto at(const CardSection& section, std::string_view key, const Action& action) {
  try {
    return action();
  } catch (const UserError& error) {
    throw UserError(section.what(key), error.what());
  }
}

class Reader {
 public:
  Reader(const CardSection& card, std::string folder, const TableReader& read_table)
      : card_(card), folder_(std::move(folder)), read_table_(read_table) {}

  Experiment read(const std::string& name) {
    result_.name = name;
    result_.title = card_.required_text("title", "\"COHERENT CsI\"");
    result_.sources = texts(card_, "sources", "[\"arXiv:2110.07730\"]");
    result_.problems = card_.text("problems", "");
    result_.processes = texts(card_, "processes", "[\"cevns\"]");
    target();
    flux();
    exposure();
    process();
    observable();
    response();
    time();
    binning_ = {result_.response.observable, result_.response.edges, result_.time_edges_s};
    check_bins();
    for (const toml::table* table : card_.tables("background")) result_.backgrounds.push_back(background(*table));
    if (const auto* table = card_.sub_table("released_signal")) {
      result_.released_signal = distribution(card_.inner("released_signal", *table, distribution_keys()), "signal");
    }
    uncertainties();
    for (const toml::table* table : card_.tables("response_variation")) response_variation(*table);
    for (const toml::table* table : card_.tables("shape_variation")) shape_variation(*table);
    result_.observed = counts("observed");
    result_.beam_off = counts("beam_off");
    return result_;
  }

 private:
  const CardSection& card_;
  std::string folder_;
  const TableReader& read_table_;
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

  std::string path_of(const std::string& file) const { return (fs::path(folder_) / file).lexically_normal().string(); }
  Table table(const std::string& file) const { return read_table_(path_of(file)); }

  void target() {
    const CardSection section = required("target", {"material", "mass"}, "material and mass");
    result_.target = section.required_text("material", "\"CsI\"");
    section.required_text("mass", "\"14.6 kg\"");
    result_.mass_tonnes =
        parse_quantity(section.quantity("mass", Dimension::mass, 0.0, false, "\"14.6 kg\""), Dimension::mass, "mass");
  }

  void flux() {
    const CardSection section = required("flux", {"source", "name", "file"}, "a source, a name or a file");
    section.exactly_one_of({"source", "name", "file"});
    if (section.has("file")) {
      result_.flux_file = path_of(section.text("file", ""));
    } else {
      result_.flux = section.text(section.has("source") ? "source" : "name", "");
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
    const CardSection section = card_.inner("process", *table);
    for (const auto& [key, node] : *table) {
      const std::string name = detail::original_form(key.str());
      result_.process_settings[name] = section.any_text(key.str());
    }
  }

  void observable() {
    const CardSection section =
        required("observable", {"name", "light_yield", "unit", "edges", "bins", "from", "to"}, "name, unit and edges");
    RecoilResponseOptions& response = result_.response;
    response.observable = at(section, "name", [&] {
      return detector::parse_observable(section.required_text("name", "\"electron_equivalent_energy\""));
    });
    if (response.observable == Observable::photoelectrons) {
      if (!section.has("light_yield")) section.missing("light_yield", "13.35");
      response.light_yield_per_keV = *section.positive_number("light_yield");
    } else if (section.has("light_yield")) {
      throw UserError(section.what("light_yield") + " is not used", "the observable is an energy",
                      "leave it out or take photoelectrons");
    }
    const std::string unit = section.required_text("unit", "\"keV\"");
    response.edges = edges_of(section, detail::observable_unit(unit, response.observable, section.what("unit")));
  }

  void response() {
    RecoilResponseOptions& response = result_.response;
    if (const auto* table = card_.sub_table("response")) {
      const CardSection section =
          card_.inner("response", *table, {"quenching", "quenching_table", "quenching_column", "resolution"});
      change_response(section, response);
    }
    for (const toml::table* table : card_.tables("efficiency")) {
      const CardSection section =
          card_.inner("efficiency", *table, {"name", "of", "form", "table", "column", "below", "above"});
      const std::string name = section.text("name", fmt::format("{}", efficiency_names_.size() + 1));
      if (std::find(efficiency_names_.begin(), efficiency_names_.end(), name) != efficiency_names_.end()) {
        throw UserError(section.what("name") + " comes twice", "variations refer to it", "choose another name");
      }
      efficiency_names_.push_back(name);
      response.efficiencies.push_back(efficiency(section, efficiency_of(section)));
    }
  }

  void change_response(const CardSection& section, RecoilResponseOptions& response) const {
    if (section.has("quenching") && section.has("quenching_table")) {
      section.exactly_one_of({"quenching", "quenching_table"});
    }
    if (section.has("quenching")) {
      response.quenching =
          at(section, "quenching", [&] { return detector::make_quenching(section.text("quenching", "")); });
    } else if (section.has("quenching_table")) {
      response.quenching = at(section, "quenching_table", [&] { return quenching_table(section); });
    }
    if (section.has("resolution")) {
      response.resolution = at(section, "resolution", [&] {
        return detector::make_resolution(section.text("resolution", ""), response.observable,
                                         response.light_yield_per_keV);
      });
    }
  }

  std::shared_ptr<const detector::Quenching> quenching_table(const CardSection& section) const {
    const Table values = table(section.text("quenching_table", ""));
    const std::string column = section.text("quenching_column", "factor");
    std::vector<double> recoil = values.numbers("recoil_keV");
    for (double& energy : recoil) energy *= detail::observable_unit("keV", Observable::recoil_energy, "recoil");
    return detector::quenching_from_table(std::move(recoil), values.numbers(column),
                                          fs::path(values.origin).filename().string() + ", " + column);
  }

  static RecoilEfficiency::Of efficiency_of(const CardSection& section) {
    static const Keys known = {"observable", "recoil_energy", "electron_equivalent_energy"};
    const std::string text = section.text("of", "observable");
    if (text == known[0]) return RecoilEfficiency::Of::observable;
    if (text == known[1]) return RecoilEfficiency::Of::recoil_energy;
    if (text == known[2]) return RecoilEfficiency::Of::electron_equivalent_energy;
    unknown_name("variable in " + section.what("of"), text, known);
  }

  RecoilEfficiency efficiency(const CardSection& section, RecoilEfficiency::Of of) const {
    section.exactly_one_of({"form", "table"});
    const bool counts =
        of == RecoilEfficiency::Of::observable && result_.response.observable == Observable::photoelectrons;
    if (section.has("form")) {
      return at(section, "form", [&] {
        return detector::make_efficiency(section.text("form", ""),
                                         counts ? EfficiencyAxis::photoelectrons : EfficiencyAxis::energy, of);
      });
    }
    if (!section.has("below")) section.missing("below", "0");
    if (!section.has("above")) section.missing("above", "0.95");
    return at(section, "table", [&] {
      const Table values = table(section.text("table", ""));
      const std::string position = section.text("column", counts ? "energy_PE" : "energy_keV");
      const size_t cut = position.rfind('_');
      if (cut == std::string::npos) section.out_of_range("column", position, "its name must end with _keV, _eV or _PE");
      const double unit = detail::observable_unit(position.substr(cut + 1),
                                                  counts ? Observable::photoelectrons : Observable::recoil_energy,
                                                  "column " + position);
      std::vector<double> x = values.numbers(position);
      for (double& value : x) value *= unit;
      return detector::efficiency_from_table(std::move(x), values.numbers("efficiency"), *section.number("below"),
                                             *section.number("above"), of, fs::path(values.origin).filename().string());
    });
  }

  void time() {
    const toml::table* table = card_.sub_table("time");
    if (!table) return;
    const CardSection section =
        card_.inner("time", *table, {"unit", "edges", "bins", "from", "to", "offset", "efficiency"});
    const std::string unit = section.required_text("unit", "\"us\"");
    result_.time_edges_s = edges_of(section, detail::time_unit(unit, section.what("unit")));
    if (section.has("offset")) {
      constexpr double any = -1e300;
      result_.time_offset_s = parse_quantity(section.quantity("offset", Dimension::time, any, true, "\"80 ns\""),
                                             Dimension::time, "offset");
    }
    if (section.has("efficiency")) {
      result_.time_efficiency = at(section, "efficiency", [&] {
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

  static const Keys& distribution_keys() {
    static const Keys keys = {"name",
                              "title",
                              "source",
                              "events",
                              "relative_uncertainty",
                              "table",
                              "energy",
                              "time",
                              "apply_time_efficiency"};
    return keys;
  }

  Background background(const toml::table& table) const {
    const CardSection section = card_.inner("background", table, distribution_keys());
    return distribution(section, section.required_text("name", "\"brn\""));
  }

  Background distribution(const CardSection& section, const std::string& name) const {
    Background result;
    result.name = name;
    result.title = section.text("title", name);
    result.source = section.text("source", "");
    if (!section.has("events")) section.missing("events", "18.4");
    result.events = *section.number("events");
    result.relative_uncertainty = section.number("relative_uncertainty").value_or(0.0);
    section.exactly_one_of({"table", "energy"});
    const bool apply = section.boolean("apply_time_efficiency").value_or(false);
    const RecoilEfficiency none;
    const RecoilEfficiency& efficiency = apply ? result_.time_efficiency : none;
    if (section.has("table")) {
      if (section.has("time")) section.exactly_one_of({"table", "time"});
      result.shape = at(section, "table", [&] {
        return detail::normalised(
            detail::integrated_contents(table(section.text("table", "")), binning_, efficiency.value, efficiency.steps),
            name);
      });
      return result;
    }
    const std::vector<double> energy = at(section, "energy", [&] { return energy_shape(section); });
    const std::vector<double> time = time_shape(section, efficiency);
    for (double e : energy) {
      for (double t : time) result.shape.push_back(e * t);
    }
    result.shape = detail::normalised(std::move(result.shape), name);
    return result;
  }

  std::vector<double> energy_shape(const CardSection& section) const {
    const std::string text = section.text("energy", "");
    if (text != "flat") return detail::integrated_energy(table(text), binning_);
    if (!std::isfinite(binning_.energy.back())) {
      section.out_of_range("energy", text, "a flat shape needs bins of finite width");
    }
    return detail::integrated_curve(binning_.energy, {}, {});
  }

  std::vector<double> time_shape(const CardSection& section, const RecoilEfficiency& efficiency) const {
    if (binning_.time.empty()) {
      if (section.has("time"))
        section.out_of_range("time", section.text("time", ""), "the experiment has no bins of time");
      return {1.0};
    }
    const std::string text = section.required_text("time", "\"flat\"");
    return at(section, "time", [&] {
      if (text.ends_with(".csv")) {
        return detail::integrated_time(table(text), binning_, efficiency.value, efficiency.steps);
      }
      if (text == "flat") return detail::integrated_curve(binning_.time, efficiency.value, efficiency.steps);
      const RecoilEfficiency form =
          detector::make_efficiency(text, EfficiencyAxis::time, RecoilEfficiency::Of::observable);
      std::vector<double> steps = form.steps;
      steps.insert(steps.end(), efficiency.steps.begin(), efficiency.steps.end());
      std::sort(steps.begin(), steps.end());
      const auto curve = [&](double t) { return form.value(t) * (efficiency.value ? efficiency.value(t) : 1.0); };
      return detail::integrated_curve(binning_.time, curve, steps);
    });
  }

  void uncertainties() {
    for (const toml::table* table : card_.tables("uncertainty")) {
      const CardSection section = card_.inner("uncertainty", *table, {"name", "meaning", "relative"});
      if (!section.has("relative")) section.missing("relative", "0.1");
      result_.uncertainties.push_back({section.required_text("name", "\"flux\""), section.text("meaning", ""),
                                       *section.positive_number("relative")});
    }
  }

  double sigmas(const CardSection& section) const {
    if (!section.has("sigmas")) section.missing("sigmas", "1");
    return *section.number("sigmas");
  }

  void response_variation(const toml::table& table) {
    const CardSection section =
        card_.inner("response_variation", table,
                    {"uncertainty", "meaning", "sigmas", "quenching", "quenching_table", "quenching_column",
                     "resolution", "efficiency", "form", "table", "column", "below", "above"});
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
    change_response(section, variation.response);
    if (section.has("efficiency")) {
      const std::string name = section.text("efficiency", "");
      const auto found = std::find(efficiency_names_.begin(), efficiency_names_.end(), name);
      if (found == efficiency_names_.end()) {
        unknown_name("efficiency in " + section.what("efficiency"), name, efficiency_names_);
      }
      RecoilEfficiency& replaced =
          variation.response.efficiencies[static_cast<size_t>(found - efficiency_names_.begin())];
      replaced = efficiency(section, replaced.of);
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
    const std::vector<double> varied = at(section, "table", [&] {
      const Table values = table(section.required_text("table", "\"brn-energy-up.csv\""));
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

  std::vector<double> counts(std::string_view key) const {
    const toml::table* found = card_.sub_table(key);
    if (!found) return {};
    const CardSection section = card_.inner(key, *found, {"table", "events"});
    section.exactly_one_of({"table", "events"});
    if (section.has("table")) {
      return at(section, "table", [&] { return detail::binned_counts(table(section.text("table", "")), binning_); });
    }
    return at(section, "events", [&] { return detail::binned_events(table(section.text("events", "")), binning_); });
  }
};

}  // namespace

detector::Experiment parse_experiment(std::string_view text, const std::string& origin, const std::string& folder,
                                      const TableReader& read_table) {
  const std::string ascii = detail::ascii_form(text, origin);
  toml::table table;
  try {
    table = toml::parse(std::string_view(ascii), std::string_view("experiment"));
  } catch (const toml::parse_error& error) {
    throw UserError(
        fmt::format("{}:{}: {}", origin, error.source().begin.line, detail::original_form(error.description())),
        "the file must be valid TOML", "see https://toml.io");
  }
  const CardSection card(table, "", origin,
                         {"title", "sources", "problems", "processes", "target", "flux", "exposure", "process",
                          "observable", "response", "efficiency", "time", "background", "released_signal",
                          "uncertainty", "response_variation", "shape_variation", "observed", "beam_off"});
  Experiment experiment = Reader(card, folder, read_table).read(fs::path(origin).stem().string());
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

std::vector<std::string> experiment_names() {
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

LoadedExperiment load_named_experiment(const std::string& name) {
  const std::vector<std::string> names = experiment_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) unknown_name("experiment", name, names);
  return load_experiment_file((fs::path(data_folder()) / "experiment" / (name + ".toml")).string());
}

}  // namespace tridens::io
