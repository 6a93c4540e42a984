#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "tridens/io/detail/nuhepmc_rules.hh"

namespace tridens::io::nuhepmc {
namespace {

constexpr std::array<const char*, 19> known_conventions = {
    "G.C.1", "G.C.2", "G.C.3", "G.C.4", "G.C.5", "G.S.1", "G.S.2", "G.S.3", "E.C.1", "E.C.2",
    "E.C.3", "E.C.4", "E.C.5", "E.S.1", "V.C.1", "P.C.1", "P.C.2", "V.S.1", "P.S.1"};

class RunRules {
 public:
  RunRules(const HepMC3::GenRunInfo& run, Findings& findings) : run_(run), findings_(findings) {}

  Declared check() {
    if (run_.attributes().empty() && run_.tools().empty() && run_.weight_names().empty()) {
      findings_.add("G.R.1", "there is no run information");
    }
    version_and_tools();
    conventions();
    cross_section();
    weights();
    declared_.processes = described("G.R.8", "NuHepMC.ProcessIDs", "NuHepMC.ProcessInfo");
    declared_.vertex_statuses = described("G.R.9", "NuHepMC.VertexStatusIDs", "NuHepMC.VertexStatusInfo");
    declared_.particle_statuses = described("G.R.10", "NuHepMC.ParticleStatusIDs", "NuHepMC.ParticleStatusInfo");
    process_ranges();
    additional_particles();
    exposure();
    citations();
    beams();
    return declared_;
  }

 private:
  bool has(const std::string& name) const { return run_.attributes().count(name) > 0; }
  std::string text(const std::string& name) const { return has(name) ? run_.attribute_as_string(name) : ""; }
  bool number(const std::string& name, double& value) const {
    std::vector<double> values;
    if (!parse_numbers(text(name), values) || values.size() != 1) return false;
    value = values.front();
    return true;
  }

  void version_and_tools() {
    const std::array<std::pair<const char*, int>, 3> wanted = {{{"Major", 1}, {"Minor", 0}, {"Patch", 0}}};
    for (const auto& [part, value] : wanted) {
      const std::string name = std::string("NuHepMC.Version.") + part;
      findings_.require(text(name) == std::to_string(value), "G.R.2",
                        name + " is '" + text(name) + "', not " + std::to_string(value));
    }
    findings_.require(!run_.tools().empty(), "G.R.3", "no tool is named");
    for (const auto& tool : run_.tools()) {
      findings_.require(!tool.name.empty() && !tool.version.empty(), "G.R.3",
                        "tool '" + tool.name + "' has no name or no version");
    }
  }

  void conventions() {
    findings_.require(has("NuHepMC.Conventions"), "G.R.4", "NuHepMC.Conventions is missing");
    for (const std::string& label : words(text("NuHepMC.Conventions"))) {
      findings_.require(std::ranges::count(known_conventions, label) > 0, "G.R.4",
                        "'" + label + "' is no convention of NuHepMC 1.0.0");
      declared_.conventions.insert(label);
    }
  }

  void cross_section() {
    findings_.require(declared_.follows("G.C.2") || declared_.follows("E.C.4"), "G.R.5",
                      "neither G.C.2 nor E.C.4 is signalled: the file cannot be normalised");
    const std::string unit = text("NuHepMC.Units.CrossSection.Unit");
    findings_.require(unit == "pb" || unit == "10-38 cm2" || unit == "cm2", "G.R.6",
                      "the unit of cross sections is '" + unit + "'");
    const std::string scale = text("NuHepMC.Units.CrossSection.TargetScale");
    findings_.require(scale == "PerAtom" || scale == "PerNucleon", "G.R.6",
                      "the target scale of cross sections is '" + scale + "'");
    const std::string name = "NuHepMC.FluxAveragedTotalCrossSection";
    double value = 0.0;
    if (declared_.follows("G.C.2")) {
      findings_.require(number(name, value) && value > 0.0, "G.C.2",
                        name + " is '" + text(name) + "', not a positive number");
      if (has(name + "Uncertainty")) {
        findings_.require(number(name + "Uncertainty", value) && value >= 0.0, "G.C.2",
                          name + "Uncertainty is '" + text(name + "Uncertainty") + "'");
      }
    }
  }

  void weights() {
    const std::vector<std::string> names = run_.weight_names();
    declared_.weights = names.size();
    const auto cv = std::ranges::find(names, "CV");
    findings_.require(cv != names.end(), "G.R.7", "no weight is named CV");
    if (cv != names.end()) declared_.cv = static_cast<int>(cv - names.begin());
    const std::set<std::string> different(names.begin(), names.end());
    findings_.require(different.size() == names.size(), "G.R.7", "two weights have the same name");
  }

  /// A list of ids, each with a name and a description.
  std::set<int> described(const char* rule, const std::string& list, const std::string& info) {
    std::vector<int> ids;
    findings_.require(has(list), rule, list + " is missing");
    if (!parse_integers(text(list), ids)) findings_.add(rule, list + " holds '" + text(list) + "'");
    for (const int id : ids) {
      for (const char* what : {".Name", ".Description"}) {
        const std::string name = info + "[" + std::to_string(id) + "]" + what;
        findings_.require(!text(name).empty(), rule, name + " is missing or empty");
      }
    }
    return {ids.begin(), ids.end()};
  }

  void process_ranges() {
    if (!declared_.follows("E.C.1")) return;
    for (const int id : declared_.processes) {
      findings_.require(std::abs(id) >= 100, "E.C.1",
                        "process " + std::to_string(id) + " is outside the ranges of E.C.1");
    }
  }

  void additional_particles() {
    const std::string list = "NuHepMC.AdditionalParticleNumbers";
    std::vector<int> numbers;
    findings_.require(has(list), "G.R.11", list + " is missing");
    if (!parse_integers(text(list), numbers)) findings_.add("G.R.11", list + " holds '" + text(list) + "'");
    declared_.particle_numbers.insert(numbers.begin(), numbers.end());
    for (const int pdg : numbers) {
      const std::string index = "[" + std::to_string(pdg) + "]";
      findings_.require(!text("NuHepMC.AdditionalParticleNumber" + index + ".Name").empty(), "G.R.11",
                        "particle " + std::to_string(pdg) + " has no name");
      if (declared_.follows("G.C.5")) {
        findings_.require(!text("NuHepMC.AdditionalParticleInfo" + index + ".Description").empty(), "G.C.5",
                          "particle " + std::to_string(pdg) + " has no description");
      }
    }
  }

  void exposure() {
    if (!declared_.follows("G.C.1")) return;
    bool found = false;
    for (const char* name : {"NuHepMC.Exposure.POT", "NuHepMC.Exposure.Livetime"}) {
      if (!has(name)) continue;
      double value = 0.0;
      found = true;
      findings_.require(number(name, value) && value > 0.0, "G.C.1",
                        std::string(name) + " is '" + text(name) + "', not a positive number");
    }
    findings_.require(found, "G.C.1", "no exposure is given");
  }

  void citations() {
    if (!declared_.follows("G.C.3")) return;
    const auto attributes = run_.attributes();
    const bool found = std::ranges::any_of(attributes, [&](const auto& item) {
      return item.first.rfind("NuHepMC.Citations.", 0) == 0 && !text(item.first).empty();
    });
    findings_.require(found, "G.C.3", "no paper is cited");
  }

  void beams() {
    if (!declared_.follows("G.C.4")) return;
    const std::string start = "NuHepMC.Beam[";
    for (const auto& [name, unused] : run_.attributes()) {
      if (name.rfind(start, 0) != 0 || !name.ends_with("].Type")) continue;
      const std::string pdg = name.substr(start.size(), name.find(']') - start.size());
      std::vector<int> number;
      if (parse_integers(pdg, number) && number.size() == 1) {
        beam(number.front());
      } else {
        findings_.add("G.C.4", name + " names no particle");
      }
    }
    findings_.require(!declared_.beams.empty(), "G.C.4", "no beam is described");
  }

  void beam(int pdg) {
    const std::string name = "NuHepMC.Beam[" + std::to_string(pdg) + "]";
    declared_.beams.insert(pdg);
    std::string unit = text(name + ".EnergyUnit");
    if (unit.empty()) unit = text("NuHepMC.Beam.EnergyUnit");
    findings_.require(!unit.empty(), "G.C.4", name + " has no energy unit");
    const double to_gev = unit == "MEV" ? 1e-3 : 1.0;
    const bool known_unit = unit == "MEV" || unit == "GEV";
    const std::string type = text(name + ".Type");
    if (type == "Histogram") {
      histogram(pdg, name, known_unit ? to_gev : 0.0);
    } else if (type == "MonoEnergetic") {
      double energy = 0.0;
      const std::string attribute = name + ".MonoEnergetic.Energy";
      if (!has(attribute)) return;
      findings_.require(number(attribute, energy) && energy > 0.0, "G.C.4",
                        attribute + " is '" + text(attribute) + "', not a positive number");
      if (known_unit && energy > 0.0) declared_.mono_energetic[pdg] = energy * to_gev;
    } else {
      findings_.add("G.C.4", name + ".Type is '" + type + "', not MonoEnergetic or Histogram");
    }
  }

  void histogram(int pdg, const std::string& name, double to_gev) {
    std::vector<double> edges, contents;
    if (!parse_numbers(text(name + ".Histogram.BinEdges"), edges) ||
        !parse_numbers(text(name + ".Histogram.BinContent"), contents)) {
      return findings_.add("G.C.4", name + " has edges or contents that are no numbers");
    }
    if (contents.empty() || edges.size() != contents.size() + 1) {
      return findings_.add("G.C.4", name + " does not have one bin edge more than contents");
    }
    findings_.require(std::ranges::is_sorted(edges), "G.C.4", name + " has edges that do not rise");
    findings_.require(*std::ranges::max_element(contents) > 0.0 && *std::ranges::min_element(contents) >= 0.0, "G.C.4",
                      name + " has negative contents or nothing else than zero");
    if (to_gev > 0.0) declared_.spectra[pdg] = {edges.front() * to_gev, edges.back() * to_gev};
  }

  const HepMC3::GenRunInfo& run_;
  Findings& findings_;
  Declared declared_;
};

template <class Number>
bool parse_all(const std::string& text, std::vector<Number>& values) {
  values.clear();
  for (const std::string& word : words(text)) {
    Number value{};
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc() || stop != end) return false;
    if constexpr (std::is_floating_point_v<Number>) {
      if (!std::isfinite(value)) return false;
    }
    values.push_back(value);
  }
  return true;
}

}  // namespace

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> result;
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

bool parse_numbers(const std::string& text, std::vector<double>& values) {
  return parse_all(text, values);
}
bool parse_integers(const std::string& text, std::vector<int>& values) {
  return parse_all(text, values);
}

Declared check_run_rules(const HepMC3::GenRunInfo& run, Findings& findings) {
  return RunRules(run, findings).check();
}

}  // namespace tridens::io::nuhepmc
