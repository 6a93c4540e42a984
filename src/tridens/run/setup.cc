#include "tridens/run/setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/lepton_table_file.hh"
#include "tridens/io/sha256.hh"
#include "tridens/matter/target_form_factor.hh"
#include "tridens/process/energy_limits.hh"

namespace tridens::run {
namespace {

/// What `read` finds in one of the folders of tables.
template <class Read>
auto stored_table(const std::string& name, const Read& read) -> decltype(read(name)) {
  for (const std::string& folder : io::table_folders()) {
    if (auto table = read(folder + "/" + name)) return table;
  }
  return nullptr;
}

bool is_free_nucleon(const matter::Material& target) {
  return target.constituents.size() == 1 && target.constituents.front().nuclide.is_free_nucleon();
}

/// Keeps a freshly computed table for the next run. A cache that cannot be written costs time only, so that is no
/// error.
template <class Write>
void keep(const std::string& name, const Write& write) {
  const std::filesystem::path folder = io::table_cache_folder();
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) return;
  try {
    write((folder / name).string());
  } catch (const std::runtime_error&) {
  }
}

/// A misspelt source looks like an analytic spectrum: the names of both are offered.
void check_spectrum_name(const std::string& specification) {
  const std::string name = parse_specification(specification, "flux").name;
  std::vector<std::string> names = {"power-law", "flat", "gaussian"};
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  for (const flux::SourceInfo& info : flux::sources()) names.push_back(info.name);
  unknown_name("analytic flux or source", name, names);
}

}  // namespace

std::string version() {
  return TRIDENS_VERSION;
}

std::shared_ptr<const process::LeptonTables> lepton_tables(const std::vector<std::pair<Flavour, Flavour>>& pairs,
                                                           int threads) {
  auto result = std::make_shared<process::LeptonTables>();
  for (auto [minus, plus] : pairs) {
    if (minus > plus) std::swap(minus, plus);
    if (result->find(minus, plus) != nullptr) continue;
    const std::string name = io::lepton_table_name(minus, plus);
    auto table = stored_table(name, [&, minus = minus, plus = plus](const std::string& path) {
      return io::read_lepton_table(path, minus, plus, process::standard_grid());
    });
    if (!table) {
      table = std::make_shared<process::LeptonTable>(
          process::LeptonTable::compute(minus, plus, process::standard_grid(), threads));
      keep(name, [&](const std::string& path) { io::write_lepton_table(path, *table); });
    }
    result->tables.push_back(std::move(table));
  }
  return result;
}

std::shared_ptr<const process::TransferTable> transfer_table(Flavour minus, Flavour plus, int threads) {
  if (minus > plus) std::swap(minus, plus);
  const process::TransferTableGrid grid = process::standard_transfer_grid();
  const std::string name = io::transfer_table_name(minus, plus);
  auto table =
      stored_table(name, [&](const std::string& path) { return io::read_transfer_table(path, minus, plus, grid); });
  if (table) return table;
  table = std::make_shared<process::TransferTable>(process::TransferTable::compute(minus, plus, grid, threads));
  keep(name, [&](const std::string& path) { io::write_transfer_table(path, *table); });
  return table;
}

std::shared_ptr<const process::LeptonTable> mediator_table(const process::TransferTable& transfers,
                                                           const model::LeptonVertex& vertex) {
  if (!vertex.has_mediator()) return nullptr;
  return transfers.moments({vertex.shape, vertex.mediator_mass * vertex.mediator_mass});
}

ChosenFlux choose_flux(const io::FluxCard& card, const std::string& folder, const std::string& neutrino) {
  ChosenFlux chosen;
  const auto species = [&] {
    if (neutrino != "all") return parse_neutrino(neutrino);
    throw UserError("neutrino = 'all' with a single energy or an analytic spectrum",
                    "its share of every species is not said", "name one neutrino");
  };
  if (!card.energy.empty()) {
    const double energy = parse_quantity(card.energy, Dimension::energy, "neutrino energy");
    if (energy <= 0.0) throw UserError("a neutrino energy of '" + card.energy + "'", "it must be above zero", "");
    chosen.flux = flux::mono_energetic(species(), energy);
    chosen.label = card.energy;
  } else if (!card.source.empty()) {
    chosen.flux = flux::make_source(card.source);
    chosen.label = card.source;
  } else if (!card.analytic.empty()) {
    check_spectrum_name(card.analytic);
    chosen.flux = flux::analytic_flux(card.analytic, species());
    chosen.label = card.analytic;
  } else {
    const std::filesystem::path file = card.file;
    io::LoadedFlux loaded =
        card.name.empty()
            ? io::load_flux_file((file.is_absolute() ? file : std::filesystem::path(folder) / file).string())
            : io::load_named_flux(card.name);
    chosen.flux = std::move(loaded.flux);
    chosen.label = card.name.empty() ? card.file : card.name;
    chosen.checksum = io::sha256(loaded.text);
    chosen.path = loaded.path;
    chosen.shipped = !card.name.empty();
  }
  return chosen;
}

std::vector<Neutrino> chosen_neutrinos(const std::string& name, const std::string& pair, const flux::Flux* flux) {
  const auto [minus, plus] = model::parse_lepton_pair(pair);
  if (name != "all") {
    const Neutrino neutrino = parse_neutrino(name);
    (void)model::trident_channel(neutrino, minus, plus);  // says what is wrong with a forbidden pair
    if (flux != nullptr) (void)flux->spectrum(neutrino);
    return {neutrino};
  }
  std::vector<Neutrino> result;
  for (const model::TridentChannel& channel : model::trident_channels()) {
    const bool present = flux == nullptr || flux->has(channel.incoming);
    if (present && channel.minus == minus && channel.plus == plus) result.push_back(channel.incoming);
  }
  if (result.empty()) {
    throw UserError("no neutrino of the flux makes the pair " + pair, "lepton flavour forbids it",
                    "choose another pair");
  }
  return result;
}

process::TridentOptions trident_options(const io::ProcessCard& card, const model::Model& model, Neutrino neutrino) {
  const auto [minus, plus] = model::parse_lepton_pair(card.pair);
  process::TridentOptions options;
  options.channel = model::trident_channel(neutrino, minus, plus);
  options.vertex = model.trident_vertex(options.channel);
  options.target = matter::material(card.target);
  options.form_factor = card.form_factor;
  matter::check_form_factor(card.form_factor, options.target);
  options.nucleon_form_factor = card.nucleon_form_factor;
  if (!card.pauli_kf.empty()) options.fermi_momentum = parse_quantity(card.pauli_kf, Dimension::energy, "pauli_kf");
  if (!card.pauli) options.fermi_momentum = 0.0;
  constexpr double largest_fermi_momentum = 1.0;
  if (options.fermi_momentum > largest_fermi_momentum) {
    throw UserError("a Fermi momentum of " + card.pauli_kf, "that of nuclear matter is about 0.25 GeV",
                    "give less than 1 GeV");
  }
  // The targets p and n are free nucleons, unless a Fermi momentum puts them into an ideal Fermi gas.
  options.pauli_on_free_nucleons = is_free_nucleon(options.target) && card.pauli && !card.pauli_kf.empty();
  options.regimes = card.components;
  return options;
}

TridentSetup make_tridents(const io::ProcessCard& process, const io::ModelCard& model_card,
                           const std::vector<Neutrino>& neutrinos, double highest_energy, int threads, bool tables,
                           double sampling_mediator_mass) {
  process::check_trident_energy(highest_energy);
  if (const auto found = model_card.settings.find("couplings");
      found != model_card.settings.end() && found->second != "tree") {
    throw UserError("couplings = " + found->second + " in trident production", "it belongs to elastic scattering",
                    "leave it out: tridents are at tree level");
  }
  TridentSetup setup;
  setup.model = model::make_model(model_card.name, model_card.settings);
  std::shared_ptr<const process::LeptonTables> pair_tables;
  std::shared_ptr<const process::TransferTable> transfers;
  if (tables) pair_tables = lepton_tables({model::parse_lepton_pair(process.pair)}, threads);
  for (const Neutrino& neutrino : neutrinos) {
    process::TridentOptions options = trident_options(process, *setup.model, neutrino);
    if (sampling_mediator_mass > -2.0) options.map_mediator_mass = sampling_mediator_mass;
    std::shared_ptr<const process::LeptonTable> mediator;
    if (tables && options.vertex.has_mediator()) {
      if (!transfers) transfers = transfer_table(options.channel.minus, options.channel.plus, threads);
      mediator = mediator_table(*transfers, options.vertex);
    }
    setup.processes.push_back(std::make_shared<process::Trident>(std::move(options), pair_tables, std::move(mediator)));
  }
  return setup;
}

Provenance provenance_of(const TridentSetup& setup) {
  Provenance provenance;
  provenance.version = version();
  const model::ModelInfo info = setup.model->info();
  std::string model = info.name;
  for (const auto& [key, value] : setup.model->resolved()) model += fmt::format(", {} = {}", key, value);
  provenance.choices.emplace_back("model", model);
  const process::Trident& first = *setup.processes.front();
  for (const auto& trident : setup.processes) {
    const model::TridentChannel& channel = trident->options().channel;
    provenance.choices.emplace_back("channel", channel.reaction() + " (" + channel.content() + ")");
  }
  for (const std::string& line : first.response_descriptions()) {
    const size_t colon = line.find(": ");
    provenance.choices.emplace_back("form factor, " + line.substr(0, colon), line.substr(colon + 2));
  }
  const process::TridentOptions& used = first.options();
  const bool blocked = used.fermi_momentum > 0.0 && (!is_free_nucleon(used.target) || used.pauli_on_free_nucleons);
  provenance.choices.emplace_back("Pauli blocking",
                                  blocked ? fmt::format("ideal Fermi gas, k_F = {} GeV", used.fermi_momentum) : "off");
  provenance.choices.emplace_back("validity", process::trident_info().validity);
  std::set<std::string> papers(info.papers.begin(), info.papers.end());
  for (const std::string& paper : process::trident_info().papers) papers.insert(paper);
  provenance.citations_arxiv.assign(papers.begin(), papers.end());
  return provenance;
}

}  // namespace tridens::run
