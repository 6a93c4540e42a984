#include "tridens/io/decay_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/body_section.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/detail/experiment_head.hh"
#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/experiment_file.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::body_keys;
using detail::body_of;
using detail::CardSection;
using detail::Keys;
using detail::numbers;
using detail::quantity;
using detail::quantity_or_zero;
using detail::with_body;
using detector::DecayExperiment;

class Reader {
 public:
  explicit Reader(const CardSection& card) : card_(card) {}

  DecayExperiment read(const std::string& name) {
    detail::read_head(card_, name, "\"MiniBooNE, neutrino mode\"", "[\"arXiv:1805.12028\"]", result_);
    beam();
    for (const toml::table* table : card_.tables("region")) region(*table);
    const CardSection fiducial = required("fiducial", body_keys, "shape");
    result_.fiducial = detail::at(fiducial, "shape", [&] { return body_of(fiducial); });
    shower();
    for (const toml::table* table : card_.tables("cut")) cut(*table);
    const CardSection bins = required("bins", {"energy_GeV", "cos_angle"}, "energy_GeV");
    result_.energy_edges = numbers(bins, "energy_GeV", "[0.2, 0.4, 0.6]");
    if (bins.has("cos_angle")) result_.cos_angle_edges = numbers(bins, "cos_angle", "[-1, 0, 1]");
    counts();
    return result_;
  }

 private:
  const CardSection& card_;
  DecayExperiment result_;

  CardSection required(std::string_view key, const Keys& known, std::string_view example) const {
    return detail::required_table(card_, key, known, example);
  }

  void beam() {
    const CardSection section = required("beam", {"flux", "baseline", "pot", "inverse_femtobarns"}, "flux and pot");
    result_.flux = section.required_text("flux", "\"miniboone-fhc\"");
    result_.baseline_m = quantity_or_zero(section, "baseline", Dimension::distance, "\"541 m\"");
    section.exactly_one_of({"pot", "inverse_femtobarns"});
    const bool protons = section.has("pot");
    result_.exposure = *section.positive_number(protons ? "pot" : "inverse_femtobarns");
    result_.exposure_unit = protons ? "POT" : "fb-1";
  }

  void region(const toml::table& table) {
    const CardSection section = card_.inner("region", table, with_body({"name", "material", "mass", "density_g_cm3"}));
    detector::ProductionRegion region;
    region.name = section.required_text("name", "\"tank\"");
    region.material = section.required_text("material", "\"CH2\"");
    region.body = detail::at(section, "shape", [&] { return body_of(section); });
    section.exactly_one_of({"mass", "density_g_cm3"});
    // A tonne per cubic metre is a gram per cubic centimetre.
    region.density = section.has("mass")
                         ? quantity(section, "mass", Dimension::mass, "\"818 t\"") / region.body.volume()
                         : *section.positive_number("density_g_cm3");
    result_.regions.push_back(std::move(region));
  }

  void shower() {
    const CardSection section = required(
        "shower", {"threshold", "overlap", "energy_stochastic", "energy_constant", "angle", "efficiency"}, "threshold");
    detector::ShowerAnalysis& analysis = result_.analysis;
    analysis.threshold = quantity(section, "threshold", Dimension::energy, "\"30 MeV\"");
    analysis.overlap = quantity(section, "overlap", Dimension::angle, "\"13 deg\"");
    analysis.angle = quantity(section, "angle", Dimension::angle, "\"4 deg\"");
    analysis.energy_stochastic = section.number("energy_stochastic").value_or(0.0);
    analysis.energy_constant = section.number("energy_constant").value_or(0.0);
    analysis.efficiency = section.number("efficiency").value_or(1.0);
  }

  void cut(const toml::table& table) {
    const CardSection section = card_.inner("cut", table, {"variable", "minimum", "maximum"});
    detector::ShowerCut cut;
    cut.variable = detail::at(section, "variable", [&] {
      return detector::parse_shower_variable(section.required_text("variable", "\"energy\""));
    });
    using V = detector::ShowerVariable;
    const Dimension dimension = cut.variable == V::angle                   ? Dimension::angle
                                : cut.variable == V::quasielastic_transfer ? Dimension::energy_squared
                                                                           : Dimension::energy;
    if (!section.has("minimum") && !section.has("maximum")) section.missing("minimum", "\"0.8 GeV\"");
    if (section.has("minimum")) cut.minimum = quantity(section, "minimum", dimension, "\"0.8 GeV\"");
    if (section.has("maximum")) cut.maximum = quantity(section, "maximum", dimension, "\"3 GeV\"");
    result_.analysis.cuts.push_back(cut);
  }

  void counts() {
    const toml::table* table = card_.sub_table("counts");
    if (!table) return;
    const CardSection section = card_.inner("counts", *table, {"observed", "background", "background_error"});
    detector::DecayCounts counts;
    for (const auto& [key, into] :
         {std::pair{"background", &counts.background}, {"background_error", &counts.background_error}}) {
      const std::optional<double> number = section.number(key);
      if (!number) section.missing(key, "12");
      *into = *number;
    }
    counts.observed = section.number("observed");  // without it what is expected stands for the data
    result_.counts = counts;
  }
};

}  // namespace

bool is_decay_experiment(std::string_view text) {
  return detail::says_kind(text, "decays");
}

bool names_decay_experiment(const std::string& name) {
  const std::string path = detail::experiment_path(name);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  return is_decay_experiment(read_text_file(path, "experiment"));
}

DecayExperiment parse_decay_experiment(std::string_view text, const std::string& origin) {
  const toml::table table = detail::parse_toml(text, origin);
  if (!detail::says_kind(table, "decays")) {
    throw UserError(origin + " is not an experiment of decays", "it does not say kind = \"decays\"", "");
  }
  const CardSection card(table, "", origin,
                         {"kind", "title", "sources", "problems", "licence", "beam", "region", "fiducial", "shower",
                          "cut", "bins", "counts"});
  DecayExperiment experiment = Reader(card).read(fs::path(origin).stem().string());
  try {
    experiment.check();
  } catch (const UserError& error) {
    throw UserError(origin, error.what());
  }
  return experiment;
}

LoadedDecayExperiment load_decay_experiment(const std::string& name) {
  if (!detail::is_path(name)) {
    const std::vector<std::string> names = decay_experiment_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) unknown_name("experiment of decays", name, names);
  }
  LoadedDecayExperiment result;
  result.path = detail::experiment_path(name);
  result.text = read_text_file(result.path, "experiment");
  result.experiment = parse_decay_experiment(result.text, result.path);
  return result;
}

std::vector<std::string> decay_experiment_names() {
  std::vector<std::string> names = experiment_file_names();
  std::erase_if(names, [](const std::string& name) { return !names_decay_experiment(name); });
  return names;
}

}  // namespace tridens::io
