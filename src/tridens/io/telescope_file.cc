#include "tridens/io/telescope_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/detail/body_section.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/detail/experiment_head.hh"
#include "tridens/io/detail/experiment_pieces.hh"
#include "tridens/io/experiment_file.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

using detail::CardSection;
using detail::Keys;
using detail::numbers;
using detector::Telescope;
using detector::Topology;

constexpr double grams_per_megatonne = 1e12;

class Reader {
 public:
  explicit Reader(const CardSection& card) : card_(card) {}

  Telescope read(const std::string& name) {
    detail::read_head(card_, name, "\"IceCube, starting events\"", "[\"arXiv:2011.03545\"]", result_);
    result_.processes = detail::texts(card_, "processes", "[\"dis,current=cc\", \"glashow\"]");
    result_.livetime_s = quantity(card_, "livetime", Dimension::time, "\"7.5 y\"");
    result_.normalisation_uncertainty = card_.number("normalisation_uncertainty").value_or(0.0);
    medium();
    neutrinos();
    bins();
    for (const toml::table* table : card_.tables("topology")) topology(*table);
    for (const toml::table* table : card_.tables("flux")) flux(*table);
    for (const toml::table* table : card_.tables("background")) counts(*table, "background", result_.background);
    for (const toml::table* table : card_.tables("observed")) counts(*table, "observed", result_.observed);
    complete_observed();
    return result_;
  }

 private:
  const CardSection& card_;
  Telescope result_;

  CardSection required(std::string_view key, const Keys& known, std::string_view example) const {
    return detail::required_table(card_, key, known, example, "telescope");
  }

  static double quantity(const CardSection& section, std::string_view key, Dimension dimension,
                         std::string_view example) {
    if (!section.has(key)) section.missing(key, example);
    return parse_quantity(section.quantity(key, dimension, 0.0, false, example), dimension, key);
  }

  void medium() {
    const CardSection section = required("medium", {"material", "density_g_cm3", "depth"}, "material and density");
    result_.medium = section.required_text("material", "\"H2O\"");
    const std::optional<double> density = section.positive_number("density_g_cm3");
    if (!density) section.missing("density_g_cm3", "0.92");
    result_.density = *density;
    constexpr double metres_per_km = 1e3;
    if (section.has("depth")) {
      result_.depth_km = quantity(section, "depth", Dimension::distance, "\"1.95 km\"") / metres_per_km;
    }
  }

  void neutrinos() {
    const CardSection section =
        required("neutrinos", {"lowest_energy", "highest_energy", "cos_zenith"}, "lowest_energy and highest_energy");
    result_.lowest_energy = quantity(section, "lowest_energy", Dimension::energy, "\"1 TeV\"");
    result_.highest_energy = quantity(section, "highest_energy", Dimension::energy, "\"100 PeV\"");
    if (!section.has("cos_zenith")) return;
    const std::vector<double> band = numbers(section, "cos_zenith", "[-1, 1]");
    if (band.size() != 2) section.wrong_type("cos_zenith", "the lowest and the highest cosine", "[-1, 1]");
    result_.lowest_cos_zenith = band[0];
    result_.highest_cos_zenith = band[1];
  }

  void bins() {
    const CardSection section = required("bins", {"energy_GeV", "cos_zenith"}, "energy_GeV and cos_zenith");
    result_.energy_edges = numbers(section, "energy_GeV", "[6e4, 1e5, 1e6]");
    result_.cos_zenith_edges = numbers(section, "cos_zenith", "[-1, 0, 1]");
  }

  void topology(const toml::table& table) {
    const CardSection section =
        card_.inner("topology", table,
                    {"name", "energies_GeV", "masses_Mt", "of", "energy_resolution", "angular_resolution", "muon_path",
                     "lowest_energy", "shortest_separation", "longest_separation"});
    const Topology topology = detail::at(
        section, "name", [&] { return detector::parse_topology(section.required_text("name", "\"shower\"")); });
    if (result_.effective_mass.contains(topology)) {
      throw UserError(section.what("name") + " comes twice", "every topology has one table", "");
    }
    detector::EffectiveMass mass;
    mass.energies = numbers(section, "energies_GeV", "[6e4, 1e6]");
    mass.masses = numbers(section, "masses_Mt", "[100, 400]");
    for (double& value : mass.masses) value *= grams_per_megatonne;
    const std::string of = section.text("of", "deposited");
    if (of != "deposited" && of != "neutrino") {
      unknown_name("energy in " + section.what("of"), of, {"deposited", "neutrino"});
    }
    mass.of_deposited_energy = of == "deposited";
    result_.effective_mass[topology] = mass;
    const std::optional<double> energy = section.positive_number("energy_resolution");
    if (!energy) section.missing("energy_resolution", "0.15");
    constexpr double radians_per_degree = 0.017453292519943295;
    const double angle = quantity(section, "angular_resolution", Dimension::angle, "\"8 deg\"") / radians_per_degree;
    result_.resolution[topology] = {*energy, angle};
    only_of(section, topology, Topology::track, {"muon_path"});
    only_of(section, topology, Topology::double_bang, {"lowest_energy", "shortest_separation", "longest_separation"});
    if (topology == Topology::track) {
      result_.muon_path_m = quantity(section, "muon_path", Dimension::distance, "\"500 m\"");
    } else if (topology == Topology::double_bang) {
      result_.lowest_cascade_energy = quantity(section, "lowest_energy", Dimension::energy, "\"5 TeV\"");
      result_.shortest_separation_m = quantity(section, "shortest_separation", Dimension::distance, "\"10 m\"");
      result_.longest_separation_m = quantity(section, "longest_separation", Dimension::distance, "\"500 m\"");
    }
  }

  static void only_of(const CardSection& section, Topology topology, Topology owner, const Keys& keys) {
    if (topology == owner) return;
    for (const std::string& key : keys) {
      if (!section.has(key)) continue;
      throw UserError(section.what(key) + " has no meaning for the topology " + detector::name(topology),
                      "it belongs to " + detector::name(owner), "leave it out");
    }
  }

  void flux(const toml::table& table) {
    const CardSection section = card_.inner("flux", table, {"name", "source", "relative_uncertainty"});
    detector::TelescopeFlux flux;
    flux.name = section.required_text("name", "\"astrophysical\"");
    flux.specification = section.required_text("source", "\"astrophysical,gamma=2.87\"");
    if (!flux::is_diffuse_flux(flux.specification)) {
      std::vector<std::string> names;
      for (const flux::SourceInfo& info : flux::diffuse_fluxes()) names.push_back(info.name);
      unknown_name("diffuse flux in " + section.what("source"),
                   flux.specification.substr(0, flux.specification.find(',')), names);
    }
    flux.relative_uncertainty = section.number("relative_uncertainty").value_or(0.0);
    result_.fluxes.push_back(std::move(flux));
  }

  void counts(const toml::table& table, std::string_view what, detector::TopologyCounts& into) {
    const CardSection section = card_.inner(what, table, {"topology", "counts"});
    const Topology topology = detail::at(
        section, "topology", [&] { return detector::parse_topology(section.required_text("topology", "\"shower\"")); });
    if (into.contains(topology)) {
      throw UserError(section.what("topology") + " comes twice", "every topology has one list of counts", "");
    }
    into[topology] = numbers(section, "counts", "[3, 1, 0]");
  }

  /// Counts of some topologies only would leave the others unsaid: a zero has to be written.
  void complete_observed() {
    if (result_.observed.empty()) return;
    for (const auto& [topology, mass] : result_.effective_mass) {
      if (result_.observed.contains(topology)) continue;
      throw UserError(
          fmt::format("{} gives no [[observed]] of topology {}", card_.place(card_.table()), detector::name(topology)),
          "other topologies have observed counts", "write zeros where nothing was seen");
    }
  }
};

}  // namespace

bool is_telescope(std::string_view text) {
  return detail::says_kind(text, "telescope");
}

bool names_telescope(const std::string& name) {
  const std::string path = detail::experiment_path(name);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  return is_telescope(read_text_file(path, "telescope"));
}

Telescope parse_telescope(std::string_view text, const std::string& origin) {
  const toml::table table = detail::parse_toml(text, origin);
  if (!detail::says_kind(table, "telescope")) {
    throw UserError(origin + " is not a telescope", "it does not say kind = \"telescope\"", "");
  }
  const CardSection card(
      table, "", origin,
      {"kind", "title", "sources", "problems", "licence", "processes", "livetime", "normalisation_uncertainty",
       "medium", "neutrinos", "bins", "topology", "flux", "background", "observed"});
  Telescope telescope = Reader(card).read(origin);
  telescope.check();  // says the whole path
  telescope.name = fs::path(origin).stem().string();
  return telescope;
}

LoadedTelescope load_telescope(const std::string& name) {
  if (!detail::is_path(name)) {
    const std::vector<std::string> names = telescope_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) unknown_name("telescope", name, names);
  }
  LoadedTelescope result;
  result.path = detail::experiment_path(name);
  result.text = read_text_file(result.path, "telescope");
  result.telescope = parse_telescope(result.text, result.path);
  return result;
}

std::vector<std::string> telescope_names() {
  std::vector<std::string> names = experiment_file_names();
  std::erase_if(names, [](const std::string& name) { return !names_telescope(name); });
  return names;
}

}  // namespace tridens::io
