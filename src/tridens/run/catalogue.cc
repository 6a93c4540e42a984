// Names that can be used, and what is known about each: read from the registries of the rooms.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/response.hh"
#include "tridens/event/selection.hh"
#include "tridens/event/variables.hh"
#include "tridens/io/coverage_file.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/matter/parton_density.hh"
#include "tridens/model/model.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident.hh"
#include "tridens/run/catalogue_entries.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/listed_names.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

using catalogue::Lines;
using catalogue::Names;

/// One kind of name: how to list it and how to show one of it.
struct Kind {
  std::string title, singular;
  std::function<Names()> names;
  std::function<Lines(const std::string&)> show;
};

void add_if(Lines& lines, const std::string& key, const std::string& value) {
  if (!value.empty()) lines.emplace_back(key, value);
}

Names process_names() {
  Names names;
  for (const process::ProcessInfo& info : process::processes()) names.push_back({info.name, info.title});
  return names;
}

Lines show_process(const std::string& name) {
  const process::ProcessInfo info = process::process_info(name);
  Lines lines = {{"title", info.title}, {"formula", info.formula}, {"validity", info.validity}};
  add_if(lines, "left out", info.omissions);
  add_if(lines, "check value", info.check_value);
  add_if(lines, "papers", fmt::format("{}", fmt::join(info.papers, ", ")));
  for (const process::ProcessSetting& setting : info.settings) {
    lines.emplace_back("setting " + setting.name,
                       fmt::format("{} ({})", setting.meaning,
                                   setting.default_text.empty() ? "must be given" : "default " + setting.default_text));
  }
  if (info.name == "trident") {
    for (int number = 1; number <= 12; ++number) {
      lines.emplace_back(fmt::format("process number {}", number), process::trident_menu(number).reaction());
    }
  }
  return lines;
}

Names model_names() {
  Names names;
  for (const model::ModelInfo& info : model::models()) names.push_back({info.name, info.title});
  return names;
}

Lines show_model(const std::string& name) {
  Lines lines;
  for (const model::ModelInfo& info : model::models()) {
    if (info.name != name) continue;
    lines = {{"title", info.title}, {"Lagrangian", info.lagrangian}};
    for (const model::Parameter& parameter : info.parameters) {
      lines.emplace_back(
          "setting " + parameter.name,
          fmt::format("{} ({})", parameter.meaning,
                      parameter.default_text.empty() ? "must be given" : "default " + parameter.default_text));
    }
    for (auto& line : catalogue::matter_lines(name)) lines.push_back(std::move(line));
    lines.emplace_back("works in", fmt::format("{}", fmt::join(info.processes, ", ")));
    add_if(lines, "validity", info.validity);
    add_if(lines, "papers", fmt::format("{}", fmt::join(info.papers, ", ")));
  }
  return lines;
}

Names target_names() {
  Names names;
  for (const std::string& name : matter::material_names()) {
    names.push_back({name, matter::material(name).description});
  }
  return names;
}

Lines show_target(const std::string& name) {
  const matter::Material target = matter::material(name);
  Lines lines = {{"description", target.description},
                 {"cross sections per", target.unit},
                 {"molar mass", fmt::format("{:.6g} g/mol", target.molar_mass())},
                 {"number per tonne", fmt::format("{:.6g}", target.units_per_tonne())}};
  for (const matter::Constituent& constituent : target.constituents) {
    const double radius = constituent.nuclide.rms_charge_radius / units::fm;
    lines.emplace_back(constituent.nuclide.name(),
                       fmt::format("{:.6g} per unit, mass {:.8g} GeV{}", constituent.count, constituent.nuclide.mass,
                                   radius > 0.0 ? fmt::format(", charge radius {:.4g} fm", radius) : ""));
  }
  return lines;
}

Names flux_list() {
  Names names;
  for (const std::string& name : io::flux_names()) {
    names.push_back({name, io::load_named_table("flux", name).table.header_value_or_empty("title")});
  }
  return names;
}

Lines show_flux(const std::string& name) {
  const io::LoadedFlux loaded = io::load_named_flux(name);
  const flux::Flux& flux = loaded.flux;
  const bool absolute = flux.normalisation == flux::Normalisation::absolute;
  Lines lines = {{"title", flux.title}, {"source", flux.source}};
  add_if(lines, "position", flux.position);
  add_if(lines, "problems", flux.problems);
  add_if(lines, "licence", flux.licence);
  lines.emplace_back("normalisation", absolute ? "neutrinos/cm2 per " + flux.exposure_unit : "shape only");
  for (const Neutrino neutrino : all_neutrinos()) {
    if (!flux.has(neutrino)) continue;
    const flux::Spectrum& spectrum = flux.spectrum(neutrino);
    lines.emplace_back(tridens::name(neutrino),
                       fmt::format("integral {:.6g}, mean energy {:.4g} GeV, from {:g} to {:g} GeV",
                                   spectrum.integral(), spectrum.mean_energy(), spectrum.lowest(), spectrum.highest()));
  }
  lines.emplace_back("file", loaded.path);
  return lines;
}

Names form_factor_names(const std::vector<matter::FormFactorInfo>& infos) {
  Names names;
  for (const matter::FormFactorInfo& info : infos) names.push_back({info.name, info.formula});
  return names;
}

Lines show_form_factor(const std::vector<matter::FormFactorInfo>& infos, const std::string& name) {
  Lines lines;
  for (const matter::FormFactorInfo& info : infos) {
    if (info.name != name) continue;
    lines = {{"formula", info.formula}};
    add_if(lines, "parameters", info.parameters);
    add_if(lines, "source", info.source);
    add_if(lines, "validity", info.validity);
  }
  return lines;
}

Names parton_density_list() {
  Names names;
  for (const matter::PartonInfo& info : matter::parton_densities()) names.push_back({info.name, info.description});
  names.push_back({"lhapdf:PATH", "a member file of LHAPDF 6 (NAME_0000.dat, format lhagrid1)"});
  return names;
}

Lines show_parton_density(const std::string& name) {
  if (name == "lhapdf:PATH") {
    return {{"meaning", "PATH is the member file itself, as in parton-density=lhapdf:sets/CT18NNLO_0000.dat"},
            {"range", "that of the file; border=freeze goes beyond, border=extend is not possible"}};
  }
  if (name == "default") return {{"stands for", "grv94lo, in processes that name no set of their own"}};
  Lines lines;
  for (const matter::PartonInfo& info : matter::parton_densities()) {
    if (info.name != name) continue;
    const auto set = matter::make_parton_density(name);
    lines = {{"description", info.description}, {"order", info.order}, {"range", info.validity}};
    lines.emplace_back("outside the range", set->can_extend()
                                                ? "border=error (default), freeze or extend (the closed form goes on)"
                                                : "border=error (default) or freeze: a grid has no formula to extend");
    constexpr double scale2 = 1e4;
    double momentum = 0.0;
    const auto integrand = [&](double x) {
      const matter::PartonValues xf = set->evaluate(matter::Nucleon::proton, x, scale2);
      double sum = 0.0;
      for (size_t i = 0; i < matter::parton::photon; ++i) sum += xf[i];
      return sum;
    };
    // int dx sum x f by panels in ln x.
    const math::QuadratureRule rule = math::gauss_legendre(16);
    const double low = std::log(set->range().lowest_x);
    constexpr int panels = 24;
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double x = std::exp(low * (1.0 - (panel + rule.nodes[i]) / panels));
        momentum += -low / panels * rule.weights[i] * x * integrand(x);
      }
    }
    lines.emplace_back("momentum at Q2 = 1e4 GeV2", fmt::format("{:.4f} of the proton, above the lowest x", momentum));
    add_if(lines, "source", info.source);
    lines.emplace_back("use it", "as setting: dis,parton-density=" + name);
  }
  return lines;
}

Names variable_list() {
  Names names;
  for (const event::Variable& variable : event::variables()) {
    const std::string unit(event::name(variable.unit));
    names.push_back(
        {std::string(variable.name), fmt::format("{}{}", variable.formula, unit.empty() ? "" : ", in " + unit)});
  }
  return names;
}

Lines show_variable(const std::string& name) {
  const event::Variable& variable = event::variable(name);
  const std::string unit(event::name(variable.unit));
  return {{"formula", std::string(variable.formula)},
          {"unit", unit.empty() ? "none" : unit},
          {"made of", variable.from_truth ? "true momenta" : "measured momenta"}};
}

Names selection_list() {
  Names names;
  for (const std::string& name : event::selection_names()) names.push_back({name, event::make_selection(name).source});
  return names;
}

Lines show_selection(const std::string& name) {
  const event::Selection selection = event::make_selection(name);
  Lines lines;
  add_if(lines, "source", selection.source);
  for (const std::string& stage : selection.stages()) lines.emplace_back("stage", stage);
  return lines;
}

Names detector_list() {
  Names names;
  for (const std::string& name : detector::response_names()) {
    names.push_back({name, detector::make_response(name).source});
  }
  return names;
}

Lines show_detector(const std::string& name) {
  const detector::Response response = detector::make_response(name);
  Lines lines;
  add_if(lines, "source", response.source);
  lines.emplace_back("threshold on",
                     response.threshold_on == detector::ThresholdOn::true_energy ? "true energy" : "observed energy");
  for (size_t i = 0; i < detector::particle_kind_count; ++i) {
    const detector::KindResponse& kind = response.kinds[i];
    lines.emplace_back(std::string(detector::name(static_cast<detector::ParticleKind>(i))),
                       fmt::format("threshold {:g} MeV, sigma/E = {:g}/sqrt(E/GeV) (+) {:g}, angle {:g} deg",
                                   kind.threshold / units::MeV, kind.energy_stochastic, kind.energy_constant,
                                   kind.angle / units::degree));
  }
  return lines;
}

Names reproduction_list() {
  Names names;
  for (const ReproductionInfo& info : reproductions()) names.push_back({info.id, info.title});
  return names;
}

Lines show_reproduction(const std::string& id) {
  const auto all = gallery::entries();
  const auto entry = std::ranges::find(all, id, &gallery::Entry::id);
  if (entry == all.end()) return {};
  Lines lines = {{"title", entry->title}, {"source", entry->source}};
  const io::LoadedCoverage loaded = io::load_coverage();
  const auto guide = loaded.coverage.guides.find(id);
  if (guide != loaded.coverage.guides.end()) lines.emplace_back("computes", guide->second.computes);
  lines.emplace_back("assumes", entry->assumptions);
  lines.emplace_back("compute it", "tridens reproduce " + id);
  if (guide != loaded.coverage.guides.end() && !guide->second.command.empty()) {
    lines.emplace_back("main numbers", guide->second.command);
  }
  return lines;
}

std::vector<Kind> kinds() {
  const auto nuclear = matter::nuclear_form_factors();
  const auto nucleonic = matter::nucleon_form_factors();
  return {{"processes", "process", process_names, show_process},
          {"models", "model", model_names, show_model},
          {"targets", "target", target_names, show_target},
          {"fluxes", "flux", flux_list, show_flux},
          {"sources", "source", catalogue::source_list, catalogue::show_source},
          {"experiments", "experiment", catalogue::experiment_list, catalogue::show_experiment},
          {"form-factors", "form factor of nuclei", [=] { return form_factor_names(nuclear); },
           [=](const std::string& name) { return show_form_factor(nuclear, name); }},
          {"nucleon-form-factors", "form factor of nucleons", [=] { return form_factor_names(nucleonic); },
           [=](const std::string& name) { return show_form_factor(nucleonic, name); }},
          {"parton-densities", "set of parton densities", parton_density_list, show_parton_density},
          {"variables", "variable", variable_list, show_variable},
          {"selections", "selection", selection_list, show_selection},
          {"detectors", "detector response", detector_list, show_detector},
          {"bounds", "bound", catalogue::bound_list, catalogue::show_bound},
          {"reproductions", "reproduction", reproduction_list, show_reproduction}};
}

}  // namespace

ShowResult catalogue::show_of(const std::string& list, const std::string& name) {
  for (const Kind& kind : kinds()) {
    if (kind.title == list) return {name, kind.singular, kind.show(name)};
  }
  unknown_name("list", list, list_titles());
}

std::vector<std::string> list_titles() {
  std::vector<std::string> titles;
  for (const Kind& kind : kinds()) titles.push_back(kind.title);
  return titles;
}

std::vector<ListedSection> list(const std::string& title) {
  std::vector<ListedSection> sections;
  for (const Kind& kind : kinds()) {
    if (title.empty() || kind.title == title) sections.push_back({kind.title, kind.names()});
  }
  if (sections.empty()) unknown_name("list", title, list_titles());
  return sections;
}

std::vector<std::string> listed_names(const std::string& title) {
  std::vector<std::string> names;
  bool found = false;
  for (const Kind& kind : kinds()) {
    if (!title.empty() && kind.title != title) continue;
    found = true;
    if (kind.title == "experiments" || kind.title == "fluxes") {
      const auto files = kind.title == "experiments" ? io::experiment_file_names() : io::flux_names();
      names.insert(names.end(), files.begin(), files.end());
      continue;
    }
    for (const ListedName& entry : kind.names()) names.push_back(entry.name);
  }
  if (!found) unknown_name("list", title, list_titles());
  return names;
}

ShowResult show(const std::string& name) {
  if (name.ends_with(".toml")) return {name, "experiment", catalogue::show_experiment(name)};
  std::vector<std::string> known;
  for (const Kind& kind : kinds()) {
    for (const ListedName& entry : kind.names()) {
      if (entry.name == name) return {name, kind.singular, kind.show(name)};
      known.push_back(entry.name);
    }
  }
  try {  // nuclides and formulas that no list can hold: "Ar38", "C2H3Cl"
    return {name, "target", show_target(name)};
  } catch (const UserError&) {
    std::vector<std::string> in_planes;
    std::copy_if(known.begin(), known.end(), std::back_inserter(in_planes),
                 [&](const std::string& one) { return one.ends_with("/" + name); });
    if (!in_planes.empty()) {
      throw UserError("unknown name '" + name + "'", "bounds are named with their plane",
                      fmt::format("take one of {}", fmt::join(in_planes, ", ")));
    }
    unknown_name("name", name, known);
  }
}

}  // namespace tridens::run
