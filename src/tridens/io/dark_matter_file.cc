#include "tridens/io/dark_matter_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/body_section.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/experiment_file.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::CardSection;
using detail::Keys;
using detector::DarkMatterExperiment;

constexpr const char* kind_text = "dark-matter";

bool is_path(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".toml");
}

std::string path_of(const std::string& name) {
  return is_path(name) ? name : (fs::path(data_folder()) / "experiment" / (name + ".toml")).string();
}

CardSection required(const CardSection& card, std::string_view key, const Keys& known, std::string_view example) {
  const toml::table* table = card.sub_table(key);
  if (!table) {
    throw UserError(fmt::format("{} has no [{}]", card.place(card.table()), key), "every experiment needs it",
                    fmt::format("add [{}] with {}", key, example));
  }
  return card.inner(key, *table, known);
}

void read_detector(const CardSection& card, DarkMatterExperiment& result) {
  const CardSection section =
      required(card, "detector", detail::with_body({"material", "mass", "density_g_cm3"}), "material, shape and mass");
  result.material = section.required_text("material", "\"CH2\"");
  result.body = detail::at(section, "shape", [&] { return detail::body_of(section); });
  section.exactly_one_of({"mass", "density_g_cm3"});
  // A tonne per cubic metre is a gram per cubic centimetre.
  result.density = section.has("mass")
                       ? detail::quantity(section, "mass", Dimension::mass, "\"818 t\"") / result.body.volume()
                       : *section.positive_number("density_g_cm3");
}

void read_signal(const CardSection& card, DarkMatterExperiment& result) {
  const CardSection section = required(
      card, "signal", {"target", "energy_min", "energy_max", "cosine_min", "efficiency", "bins_GeV"}, "target");
  result.signal = detail::at(
      section, "target", [&] { return detector::parse_dark_signal(section.required_text("target", "\"electron\"")); });
  result.lowest_energy = detail::quantity(section, "energy_min", Dimension::energy, "\"75 MeV\"");
  result.highest_energy = detail::quantity(section, "energy_max", Dimension::energy, "\"850 MeV\"");
  result.smallest_cosine = section.number("cosine_min").value_or(-1.0);
  result.efficiency = section.number("efficiency").value_or(1.0);
  result.energy_edges = section.has("bins_GeV") ? detail::numbers(section, "bins_GeV", "[0.1, 0.2]")
                                                : std::vector<double>{result.lowest_energy, result.highest_energy};
}

void read_counts(const CardSection& card, DarkMatterExperiment& result) {
  const toml::table* table = card.sub_table("counts");
  if (!table) return;
  const CardSection section =
      card.inner("counts", *table, {"observed", "background", "background_error", "excluded_events"});
  result.excluded_events = section.number("excluded_events").value_or(0.0);
  if (!section.has("observed") && !section.has("background") && !section.has("background_error")) return;
  detector::DarkMatterCounts counts;
  for (const auto& [key, into] : {std::pair{"observed", &counts.observed},
                                  {"background", &counts.background},
                                  {"background_error", &counts.background_error}}) {
    const std::optional<double> number = section.number(key);
    if (!number) section.missing(key, "12");
    *into = *number;
  }
  result.counts = counts;
}

DarkMatterExperiment read(const CardSection& card, const std::string& name) {
  DarkMatterExperiment result;
  result.name = name;
  result.title = card.required_text("title", "\"MiniBooNE-DM, electrons\"");
  result.sources = detail::texts(card, "sources", "[\"arXiv:1807.06137\"]");
  result.problems = card.text("problems", "");
  result.licence = card.text("licence", "");
  const CardSection beam =
      required(card, "beam", {"protons", "pot", "projection"}, "protons = \"booster-dump\" and pot");
  result.beam = beam.required_text("protons", "\"booster-dump\"");
  if (!beam.has("pot")) beam.missing("pot", "1.86e20");
  result.protons = *beam.positive_number("pot");
  result.projection = beam.has("projection") && beam.required_text("projection", "\"yes\"") == "yes";
  read_detector(card, result);
  read_signal(card, result);
  read_counts(card, result);
  return result;
}

bool says_dark_matter(const toml::table& table) {
  const auto* kind = table["kind"].as_string();
  return kind && kind->get() == kind_text;
}

}  // namespace

bool is_dark_matter_experiment(std::string_view text) {
  try {
    return says_dark_matter(detail::parse_toml(text, "experiment"));
  } catch (const UserError&) {
    return false;
  }
}

bool names_dark_matter_experiment(const std::string& name) {
  const std::string path = path_of(name);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  return is_dark_matter_experiment(read_text_file(path, "experiment"));
}

DarkMatterExperiment parse_dark_matter_experiment(std::string_view text, const std::string& origin) {
  const toml::table table = detail::parse_toml(text, origin);
  if (!says_dark_matter(table)) {
    throw UserError(origin + " is not an experiment of dark matter", "it does not say kind = \"dark-matter\"", "");
  }
  const CardSection card(table, "", origin,
                         {"kind", "title", "sources", "problems", "licence", "beam", "detector", "signal", "counts"});
  DarkMatterExperiment experiment = read(card, fs::path(origin).stem().string());
  try {
    experiment.check();
  } catch (const UserError& error) {
    throw UserError(origin, error.what());
  }
  return experiment;
}

LoadedDarkMatterExperiment load_dark_matter_experiment(const std::string& name) {
  if (!is_path(name)) {
    const std::vector<std::string> names = dark_matter_experiment_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      unknown_name("experiment of dark matter", name, names);
    }
  }
  LoadedDarkMatterExperiment result;
  result.path = path_of(name);
  result.text = read_text_file(result.path, "experiment");
  result.experiment = parse_dark_matter_experiment(result.text, result.path);
  return result;
}

std::vector<std::string> dark_matter_experiment_names() {
  std::vector<std::string> names = experiment_file_names();
  std::erase_if(names, [](const std::string& name) { return !names_dark_matter_experiment(name); });
  return names;
}

}  // namespace tridens::io
