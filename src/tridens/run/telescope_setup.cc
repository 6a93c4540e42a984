#include "tridens/run/telescope_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <thread>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/sha256.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/photon_tables.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using detector::Telescope;
using detector::TelescopeFlux;

constexpr std::string_view flux_prefix = "flux-";

std::vector<std::string> pieces(const std::string& text, char separator) {
  std::vector<std::string> result;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    size_t from = begin, to = end;
    while (from < to && text[from] == ' ') ++from;
    while (to > from && text[to - 1] == ' ') --to;
    if (to > from) result.push_back(text.substr(from, to - from));
    begin = end + 1;
  }
  return result;
}

double positive(const std::string& text, Dimension dimension, const std::string& key) {
  const double value = parse_quantity(text, dimension, key);
  constexpr double largest = 1e40;
  if (value > 0.0 && value < largest) return value;
  throw UserError(fmt::format("{} = {}", key, text), "it must be above zero", "");
}

/// What was observed belongs to the livetime and the masses of the file; backgrounds grow with them.
void scale(Telescope& telescope, double factor) {
  telescope.observed.clear();
  for (auto& [topology, counts] : telescope.background) {
    for (double& value : counts) value *= factor;
  }
}

void change(Telescope& telescope, bool& absorption, const std::string& key, const std::string& text) {
  if (key == "livetime") {
    const double livetime = positive(text, Dimension::time, key);
    scale(telescope, livetime / telescope.livetime_s);
    telescope.livetime_s = livetime;
  } else if (key == "mass") {
    const double factor = positive(text, Dimension::number, key);
    scale(telescope, factor);
    for (auto& [topology, mass] : telescope.effective_mass) {
      for (double& value : mass.masses) value *= factor;
    }
  } else if (key == "processes") {
    telescope.processes = pieces(text, ';');
  } else if (key == "absorption") {
    if (text != "yes" && text != "no") unknown_name("choice of absorption", text, {"yes", "no"});
    absorption = text == "yes";
  } else if (!changes_flux(key)) {
    std::vector<std::string> known;
    for (const auto& [name, meaning] : telescope_changes()) known.push_back(name);
    unknown_name("key to change in a telescope", key, known);
  }
}

rate::NamedProcess trident(const Specification& specification, const std::string& text, const io::ModelCard& model,
                           const matter::Material& material, Neutrino neutrino, double highest_energy) {
  io::ProcessCard card;
  card.target = material.name;
  card.neutrino = name(neutrino);
  for (const auto& [key, value] : specification.settings) {
    if (key == "pair") {
      card.pair = value;
    } else if (key == "components") {
      card.components = pieces(value, '+');
    } else {
      unknown_name("setting of tridents in a telescope", key, {"pair", "components"});
    }
  }
  if (card.pair.empty()) throw UserError("'" + text + "' has no pair", "it says what is made", "add pair=mu-mu+");
  if (chosen_neutrinos(card.neutrino, card.pair, nullptr).empty()) return {};
  const int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return {text, make_tridents(card, model, {neutrino}, highest_energy, threads).processes.front()};
}

rate::NamedProcess reaction(const std::string& text, const io::ModelCard& model, const matter::Material& material,
                            Neutrino neutrino, double highest_energy, const PhotonTableOptions& tables) {
  const Specification specification = parse_specification(text, "process");
  if (specification.name == "trident") {
    return trident(specification, text, model, material, neutrino, highest_energy);
  }
  process::ProcessRequest request;
  request.neutrino = neutrino;
  request.target = material;
  request.model = model::make_model(model.name, model.settings);
  request.settings = {specification.settings.begin(), specification.settings.end()};
  request.reader = [](const std::string& path) { return io::read_text_file(path, "table"); };
  request.tables = photon_tables(tables);
  if (!process::is_registered(specification.name)) {
    (void)process::process_info(specification.name);
    throw UserError("the process '" + specification.name + "' in a telescope",
                    "only processes with settings of their own are counted there", "for example \"dis,current=cc\"");
  }
  return {text, process::make_process(specification.name, request)};
}

void describe(const io::LoadedTelescope& loaded, TelescopeSetup& setup) {
  Provenance& provenance = setup.provenance;
  provenance.version = version();
  const model::ModelInfo info = setup.model->info();
  std::string text = info.name;
  for (const auto& [key, value] : setup.model->resolved()) text += fmt::format(", {} = {}", key, value);
  provenance.choices.emplace_back("model", text);
  for (const std::string& process : setup.telescope.processes) provenance.choices.emplace_back("process", process);
  for (const TelescopeFlux& flux : setup.telescope.fluxes) {
    provenance.choices.emplace_back("flux " + flux.name, flux.specification);
  }
  provenance.data_checksums[std::filesystem::path(loaded.path).filename()] = io::sha256(loaded.text);
  for (const std::string& paper : info.papers) provenance.citations_arxiv.push_back(paper);
  for (const TelescopeFlux& flux : setup.telescope.fluxes) {
    for (const std::string& paper : flux::make_diffuse_flux(flux.specification)->papers()) {
      provenance.citations_arxiv.push_back(paper);
    }
  }
  auto& papers = provenance.citations_arxiv;
  std::sort(papers.begin(), papers.end());
  papers.erase(std::unique(papers.begin(), papers.end()), papers.end());
}

}  // namespace

bool changes_flux(const std::string& key) {
  return key == "flux" || key.starts_with(flux_prefix);
}

std::vector<TelescopeFlux> changed_fluxes(std::vector<TelescopeFlux> fluxes,
                                          const std::map<std::string, std::string>& changes) {
  for (const auto& [key, text] : changes) {
    if (key == "flux") fluxes = {{"flux", text, 0.0}};
  }
  for (const auto& [key, text] : changes) {
    if (!key.starts_with(flux_prefix)) continue;
    const std::string wanted = key.substr(flux_prefix.size());
    const auto flux = std::find_if(fluxes.begin(), fluxes.end(), [&](const auto& one) { return one.name == wanted; });
    if (flux == fluxes.end()) {
      std::vector<std::string> names;
      for (const TelescopeFlux& one : fluxes) names.push_back(one.name);
      unknown_name("flux of the telescope", wanted, names);
    }
    flux->specification = text;
  }
  return fluxes;
}

std::vector<std::pair<std::string, std::string>> telescope_changes() {
  return {{"livetime", "7.5y"},
          {"mass", "factor of all effective masses"},
          {"processes", "separated by semicolons: dis,current=cc; glashow"},
          {"absorption", "in the Earth: yes or no"},
          {"flux", "one diffuse flux in place of all"},
          {"flux-NAME", "another specification of the flux NAME"}};
}

std::vector<rate::NamedProcess> telescope_reactions(const std::vector<std::string>& processes,
                                                    const io::ModelCard& model, const matter::Material& material,
                                                    Neutrino neutrino, double highest_energy,
                                                    const PhotonTableOptions& tables) {
  std::vector<rate::NamedProcess> result;
  for (const std::string& text : processes) {
    rate::NamedProcess made = reaction(text, model, material, neutrino, highest_energy, tables);
    if (made.process) result.push_back(std::move(made));
  }
  return result;
}

namespace {

/// Every flux can be made and has neutrinos of the energies that the telescope looks at: said before the long set-up.
void check_fluxes(const Telescope& telescope) {
  for (const TelescopeFlux& flux : telescope.fluxes) {
    const auto made = flux::make_diffuse_flux(flux.specification);
    const double low = made->lowest_energy(), high = made->highest_energy();
    if (high >= telescope.lowest_energy && low <= telescope.highest_energy) continue;
    throw UserError(fmt::format("the flux '{}' in {}", flux.specification, telescope.name),
                    fmt::format("its neutrinos have {:g} to {:g} GeV, the telescope looks at {:g} to {:g} GeV", low,
                                high, telescope.lowest_energy, telescope.highest_energy),
                    "choose another flux or telescope");
  }
}

/// Species that a process has: those for which it can be made. UserError of the first when there is none.
std::vector<Neutrino> neutrinos_of(const std::string& text, const io::ModelCard& model,
                                   const matter::Material& material, double highest_energy,
                                   const PhotonTableOptions& tables) {
  std::vector<Neutrino> result;
  std::optional<UserError> refused;
  for (const Neutrino& neutrino : all_neutrinos()) {
    try {
      if (reaction(text, model, material, neutrino, highest_energy, tables).process) result.push_back(neutrino);
    } catch (const UserError& error) {
      if (!refused) refused = error;
    }
  }
  if (result.empty() && refused) throw *refused;
  if (result.empty()) throw UserError("the process '" + text + "'", "no neutrino has it", "");
  return result;
}

}  // namespace

TelescopeSetup make_telescope_setup(const std::string& name, const io::ModelCard& model_card,
                                    const std::map<std::string, std::string>& changes, StopFlag stop,
                                    const Progress& progress) {
  const io::LoadedTelescope loaded = io::load_telescope(name);
  TelescopeSetup setup;
  setup.telescope = loaded.telescope;
  bool absorption = true;
  for (const auto& [key, text] : changes) change(setup.telescope, absorption, key, text);
  setup.telescope.fluxes = changed_fluxes(setup.telescope.fluxes, changes);
  const Telescope& telescope = setup.telescope;
  telescope.check();
  check_fluxes(telescope);
  setup.model = model::make_model(model_card.name, model_card.settings);
  const matter::Material medium = matter::material(telescope.medium);
  std::vector<rate::NamedProcess> processes;
  std::map<std::string, std::vector<Neutrino>> species;
  const Pieces pieces(stop, {}, 0);
  const PhotonTableOptions tables{static_cast<int>(std::max(1u, std::thread::hardware_concurrency())), stop, progress};
  for (const std::string& text : telescope.processes) {
    pieces.check();
    species[text] = neutrinos_of(text, model_card, medium, telescope.highest_energy, tables);
    for (const Neutrino& neutrino : species[text]) {
      processes.push_back(reaction(text, model_card, medium, neutrino, telescope.highest_energy, tables));
    }
  }
  rate::CurveStore store([&] { pieces.check(); });
  std::shared_ptr<const rate::EarthAbsorption> earth;
  if (absorption) {
    const auto reactions = [&](const matter::Material& material, Neutrino neutrino) {
      std::vector<std::string> absorbing;
      for (const std::string& text : telescope.processes) {
        // Tridents take away one neutrino in a hundred thousand of those that scatter.
        const bool has = std::ranges::find(species[text], neutrino) != species[text].end();
        if (has && parse_specification(text, "process").name != "trident") absorbing.push_back(text);
      }
      return telescope_reactions(absorbing, model_card, material, neutrino, telescope.highest_energy, tables);
    };
    earth = std::make_shared<const rate::EarthAbsorption>(matter::EarthModel::preliminary_reference(),
                                                          telescope.depth_km, reactions, all_neutrinos(),
                                                          telescope.lowest_energy, telescope.highest_energy, store);
  }
  rate::TelescopeQuadrature quadrature;
  quadrature.progress = [&](size_t done, size_t all) {
    pieces.check();
    if (progress) progress(done, all);
  };
  setup.kernel =
      std::make_shared<const rate::TelescopeKernel>(telescope, std::move(processes), earth, store, quadrature);
  describe(loaded, setup);
  setup.provenance.choices.emplace_back("absorption in the Earth", absorption ? "without regeneration, PREM" : "none");
  return setup;
}

}  // namespace tridens::run
