#include "tridens/run/trident_terms.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <set>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/io/lepton_table_file.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/trident_efficiency.hh"
#include "tridens/run/trident_mediators.hh"
#include "tridens/run/trident_terms_cache.hh"

namespace tridens::run {
namespace {

using inference::TridentChannelTerms;
using model::LeptonVertex;
using model::TridentChannel;
using process::CouplingStructures;
using process::LeptonTable;
using process::Trident;
using process::TridentTerms;

/// Integrals of components of one shape against energy, and how many times they count.
struct ShapeCurve {
  rate::TridentCurve curve;
  double count;
};
/// By pair, regime and mediator.
using Curves = std::map<std::string, std::vector<ShapeCurve>>;

/// Part of every file of the cache: raised when the same definition means other numbers.
constexpr int format = 3;
/// Lightest mass whose propagator the simulated points resolve, GeV. Lighter ones change a distribution by the
/// logarithm of their mass only.
constexpr double sampling_mass = 1e-3;

/// Everything that integrals are made from.
class Integrals {
 public:
  Integrals(const CountingSetup& setup, Mediators mediators, const TridentTermsOptions& options)
      : setup_(setup), mediators_(std::move(mediators)), options_(options) {
    std::vector<std::pair<Flavour, Flavour>> pairs;
    for (const TridentChannel& channel : setup.channels) {
      pairs.emplace_back(channel.minus, channel.plus);
      highest_energy_ = std::max(highest_energy_, spectrum(channel).highest());
    }
    tables_ = lepton_tables(pairs, options.threads);
    for (size_t i = 0; i < setup.channels.size(); ++i) {
      const TridentChannel& channel = setup.channels[i];
      if (!mediators_.couples[i] && !(selects() && channel.neutral_current)) continue;
      auto& transfers = transfers_[pair_key(channel)];
      if (!transfers) transfers = transfer_table(channel.minus, channel.plus, options.threads);
    }
  }

  const Mediators& mediators() const { return mediators_; }

  /// Everything the numbers depend on.
  std::string definition() const {
    const detector::CountingExperiment& experiment = setup_.experiment;
    std::string text =
        fmt::format("tridents per coupling structure, format {}, Tridens {}\nflux:\n", format, version());
    for (size_t i = 0; i < setup_.channels.size(); ++i) {
      const TridentChannel& channel = setup_.channels[i];
      text += fmt::format("{}: {:x}, numerator {}\n", channel.reaction(), spectrum_hash(spectrum(channel)),
                          mediators_.keys[i]);
    }
    text += "target:";
    for (const matter::Constituent& each : setup_.target.constituents) {
      text += fmt::format(" {} {} {}", each.count, each.nuclide.name(), each.nuclide.mass);
    }
    text += fmt::format("\ncomponents: {}\n", fmt::join(experiment.components, " "));
    const auto first = process(setup_.channels.front(), experiment.components, {}, nullptr);
    for (const std::string& line : first->response_descriptions()) text += line + "\n";
    text += fmt::format("selection:{}\n", selects() ? selection_text() : " none");
    const TridentChannel& channel = setup_.channels.front();
    text += io::lepton_table_definition(channel.minus, channel.plus, process::standard_grid());
    text += io::transfer_table_definition(channel.minus, channel.plus, process::standard_transfer_grid());
    return text + fmt::format("nodes per decade: {}\n", options_.nodes_per_decade);
  }

  /// Integrals without mediator of all channels.
  std::vector<TridentTerms> standard() {
    if (selects()) simulate();
    variance_ = 0.0;
    std::vector<TridentTerms> result(setup_.channels.size());
    Curves known;
    for (size_t i = 0; i < result.size(); ++i) {
      const TridentChannel& channel = setup_.channels[i];
      for (size_t regime = 0; regime < regimes().size(); ++regime) {
        const CouplingStructures all = average(curves(channel, regime, "", {}, nullptr, known), channel)[0];
        if (samples_.empty()) {
          add(result[i][0], all);
        } else if (samples_[i][regime]) {
          const CouplingStructures selected = samples_[i][regime]->selected(all);
          const event::CutFlow::Efficiency efficiency = samples_[i][regime]->efficiency();
          const double error = efficiency.error / efficiency.value * selected.vv * spectrum(channel).integral();
          variance_ += error * error;
          add(result[i][0], selected);
        }
      }
    }
    return result;
  }

  /// Integrals with a mediator of that mass.
  std::vector<TridentTerms> with_mediator(double mass) const {
    std::vector<TridentTerms> result(setup_.channels.size());
    std::map<std::string, std::shared_ptr<const LeptonTable>> tables;
    Curves known;
    for (size_t i = 0; i < result.size(); ++i) {
      if (!mediators_.couples[i]) continue;
      const TridentChannel& channel = setup_.channels[i];
      const LeptonVertex vertex = unit_vertex(mass, mediators_.numerators[i]);
      auto& table = tables[pair_key(channel) + mediators_.keys[i]];
      if (!table) table = mediator_table(*transfers_.at(pair_key(channel)), vertex);
      for (size_t regime = 0; regime < regimes().size(); ++regime) {
        const TridentTerms all = average(curves(channel, regime, mediators_.keys[i], vertex, table, known), channel);
        for (size_t power = 1; power < 3; ++power) {
          if (samples_.empty()) {
            add(result[i][power], all[power]);
          } else if (samples_[i][regime]) {
            add(result[i][power],
                samples_[i][regime]->selected(all[power], static_cast<int>(power), mass, mediators_.numerators[i]));
          }
        }
      }
    }
    return result;
  }

  /// Of the V^2 integrals that standard() gave, all channels together.
  double relative_error(const std::vector<TridentTerms>& standard) const {
    constexpr double quadrature = 5e-4;  // tables, interpolation in energy, quadrature: of rate/flux_average_test.cc
    double sum = 0.0;
    for (size_t i = 0; i < standard.size(); ++i) sum += standard[i][0].vv * spectrum(setup_.channels[i]).integral();
    return std::hypot(quadrature, std::sqrt(variance_) / sum);
  }

  /// The samples of the cuts, made once.
  void simulate() {
    if (!samples_.empty() || !selects()) return;
    std::map<std::string, std::shared_ptr<const LeptonTable>> tables;
    for (const TridentChannel& channel : setup_.channels) {
      auto& row = samples_.emplace_back(regimes().size());
      for (size_t regime = 0; regime < regimes().size(); ++regime) {
        const auto trident = process(channel, {regimes()[regime]}, {}, nullptr);
        if (!trident) continue;
        SelectedSample::Options options;
        options.events = options_.events;
        options.seed = options_.seed;
        options.threads = options_.threads;
        options.stop = options_.stop;
        std::shared_ptr<const LeptonTable> table;
        // Only neutral currents that are diagonal in flavour know a mediator.
        if (channel.neutral_current) {
          options.sampling_mass = sampling_mass;
          auto& known = tables[pair_key(channel)];
          if (!known) {
            known = mediator_table(*transfers_.at(pair_key(channel)), unit_vertex(sampling_mass, {}));
          }
          table = known;
        }
        row[regime] = std::make_unique<SelectedSample>(*trident, table, spectrum(channel), setup_.plan, options);
      }
    }
  }

 private:
  const CountingSetup& setup_;
  Mediators mediators_;
  TridentTermsOptions options_;
  double highest_energy_ = 0.0;
  double variance_ = 0.0;  // of the V^2 integrals times their fluxes, by the simulation of the cuts
  std::shared_ptr<const process::LeptonTables> tables_;
  std::map<std::string, std::shared_ptr<const process::TransferTable>> transfers_;  // by pair
  std::vector<std::vector<std::unique_ptr<SelectedSample>>> samples_;  // per channel and regime; empty without cuts

  bool selects() const { return setup_.experiment.selects(); }
  const std::vector<std::string>& regimes() const { return setup_.experiment.components; }
  const flux::Spectrum& spectrum(const TridentChannel& channel) const {
    return setup_.flux.flux.spectrum(channel.incoming);
  }

  static void add(CouplingStructures& sum, const CouplingStructures& value) {
    sum.vv += value.vv;
    sum.aa += value.aa;
    sum.va += value.va;
  }

  /// Tables are those of a pair whose negative lepton is the lighter one.
  static std::string pair_key(TridentChannel channel) {
    if (channel.minus > channel.plus) std::swap(channel.minus, channel.plus);
    return channel.pair();
  }

  static LeptonVertex unit_vertex(double mass, const Numerator& numerator) {
    const double mass_squared = mass * mass;
    LeptonVertex vertex;
    vertex.V = vertex.A = vertex.V_mediator = vertex.A_mediator = 1.0;
    vertex.mediator_mass = mass;
    vertex.shape = [=](double K2) { return (numerator ? numerator(K2) : 1.0) / (K2 + mass_squared); };
    return vertex;
  }

  /// Null when the target has none of the components.
  std::shared_ptr<const Trident> process(const TridentChannel& channel, const std::vector<std::string>& components,
                                         const LeptonVertex& vertex, std::shared_ptr<const LeptonTable> table) const {
    io::ProcessCard card;
    card.neutrino = name(channel.incoming);
    card.pair = channel.pair();
    card.target = setup_.experiment.target;
    card.components = components;
    card.form_factor = setup_.experiment.form_factor;
    card.nucleon_form_factor = setup_.experiment.nucleon_form_factor;
    card.pauli = setup_.experiment.pauli;
    card.pauli_kf = setup_.experiment.pauli_kf;
    process::TridentOptions options = trident_options(card, *model::make_model("sm"), channel.incoming);
    const auto has = [&](const matter::Constituent& each) {
      const bool free = each.nuclide.is_free_nucleon();
      return std::any_of(components.begin(), components.end(), [&](const std::string& component) {
        if (component == "coherent") return !free;
        return component == "proton" ? each.nuclide.proton_number > 0 : each.nuclide.neutron_number() > 0;
      });
    };
    if (std::none_of(options.target.constituents.begin(), options.target.constituents.end(), has)) return nullptr;
    options.vertex = vertex;
    return std::make_shared<Trident>(std::move(options), tables_, std::move(table));
  }

  /// Integrals of the components of a regime against energy; shared by the neutrinos of a pair.
  const std::vector<ShapeCurve>& curves(const TridentChannel& channel, size_t regime, const std::string& key,
                                        const LeptonVertex& vertex, std::shared_ptr<const LeptonTable> table,
                                        Curves& known) const {
    const auto [found, added] = known.try_emplace(channel.pair() + " " + regimes()[regime] + " " + key);
    if (!added) return found->second;
    const auto trident = process(channel, {regimes()[regime]}, vertex, std::move(table));
    std::map<std::string, std::pair<size_t, double>> known_shapes;  // place and multiplicity of the first
    for (size_t component = 0; trident && component < trident->components().size(); ++component) {
      if (highest_energy_ <= trident->threshold(component)) continue;
      const process::Component& one = trident->components()[component];
      const auto [first, fresh] = known_shapes.try_emplace(one.shape, found->second.size(), one.multiplicity);
      if (fresh) {
        found->second.push_back({rate::TridentCurve(*trident, component, highest_energy_), 1.0});
      } else {
        found->second[first->second.first].count += one.multiplicity / first->second.second;
      }
    }
    return found->second;
  }

  /// Average over the spectrum of a channel, all components.
  TridentTerms average(const std::vector<ShapeCurve>& shapes, const TridentChannel& channel) const {
    TridentTerms sum{};
    for (const ShapeCurve& shape : shapes) {
      TridentTerms terms = shape.curve.average(spectrum(channel));
      for (size_t power = 0; power < terms.size(); ++power) {
        CouplingStructures& term = terms[power];
        term = {shape.count * term.vv, shape.count * term.aa, shape.count * term.va};
        add(sum[power], term);
      }
    }
    return sum;
  }

  static std::uint64_t spectrum_hash(const flux::Spectrum& spectrum) {
    // FNV-1a over the numbers as printed.
    std::uint64_t hash = 14695981039346656037u;
    const auto feed = [&](double value) {
      for (const char c : fmt::format("{} ", value)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    };
    feed(static_cast<double>(spectrum.kind));
    for (const double energy : spectrum.energies) feed(energy);
    for (const double density : spectrum.density) feed(density);
    return hash;
  }

  std::string selection_text() const {
    const detector::Response& response = setup_.plan.response;
    std::string text = fmt::format("\nevents {} seed {} sampled at {} GeV\nresponse {} threshold on {}\n",
                                   options_.events, options_.seed, sampling_mass, response.name,
                                   response.threshold_on == detector::ThresholdOn::true_energy ? "true" : "observed");
    for (const detector::KindResponse& kind : response.kinds) {
      text += fmt::format("{} {} {} {}\n", kind.threshold, kind.energy_stochastic, kind.energy_constant, kind.angle);
    }
    for (const std::string& stage : setup_.plan.selection.stages()) text += stage + "\n";
    return text;
  }
};

/// The last of them is where new integrals are kept.
std::vector<std::string> folders_of(const TridentTermsOptions& options) {
  return options.folder.empty() ? io::table_folders() : std::vector<std::string>{options.folder};
}

std::vector<int> missing_nodes(const std::vector<int>& nodes, const StoredTerms& stored) {
  std::vector<int> missing;
  for (const int node : nodes) {
    if (!stored.nodes.contains(node)) missing.push_back(node);
  }
  return missing;
}

void check_options(const TridentTermsOptions& options) {
  constexpr int fewest = 2, most = 100;
  if (options.nodes_per_decade < fewest || options.nodes_per_decade > most) {
    throw UserError(fmt::format("{} mass nodes per decade", options.nodes_per_decade),
                    "an interpolation needs some, a computer has its limits", "the default is 4");
  }
  if (options.nodes_beyond < 0 || options.nodes_beyond > most) {
    throw UserError(fmt::format("{} mass nodes beyond the range", options.nodes_beyond), "it is a number from 0 on",
                    "the default is 3");
  }
  if (options.events == 0) throw UserError("cuts on 0 simulated events", "their efficiency is needed", "");
}

}  // namespace

std::vector<LeptonVertex> vertices_of(const CountingSetup& setup, const model::Model& model) {
  std::vector<LeptonVertex> vertices;
  for (const TridentChannel& channel : setup.channels) vertices.push_back(model.trident_vertex(channel));
  return vertices;
}

TridentTermsFile trident_terms_file(const CountingSetup& setup,
                                    const std::vector<std::shared_ptr<const model::Model>>& corners,
                                    const TridentTermsOptions& options) {
  check_options(options);
  const Integrals integrals(setup, mediators_of(setup, corners), options);
  const std::string definition = integrals.definition();
  const StoredTerms stored = read_stored_terms(definition, folders_of(options));
  TridentTermsFile file{stored_terms_name(definition)};
  file.complete = stored.standard && missing_nodes(nodes_of(integrals.mediators(), options), stored).empty();
  for (const std::string& folder : folders_of(options)) {
    const std::filesystem::path path = std::filesystem::path(folder) / file.name;
    if (file.path.empty() && std::filesystem::exists(path)) file.path = path.string();
  }
  return file;
}

TridentTermsResult trident_terms(const CountingSetup& setup,
                                 const std::vector<std::shared_ptr<const model::Model>>& corners,
                                 const TridentTermsOptions& options) {
  check_options(options);
  Integrals integrals(setup, mediators_of(setup, corners), options);
  const Mediators& mediators = integrals.mediators();
  const std::vector<int> nodes = nodes_of(mediators, options);
  StoredTerms stored;
  stored.definition = integrals.definition();
  if (options.cache) stored = read_stored_terms(stored.definition, folders_of(options));
  const std::vector<int> missing = missing_nodes(nodes, stored);
  if (!stored.standard || !missing.empty()) {
    integrals.simulate();
    if (!stored.standard) {
      stored.standard = integrals.standard();
      stored.relative_error = integrals.relative_error(*stored.standard);
    }
    std::vector<std::vector<TridentTerms>> computed(missing.size());
    std::mutex of_progress;
    size_t done = 0;
    share_work(missing.size(), options.threads, options.stop, [&](size_t i) {
      computed[i] = integrals.with_mediator(node_mass(missing[i], options.nodes_per_decade));
      const std::lock_guard lock(of_progress);
      ++done;
      if (options.progress) options.progress(done, missing.size());
    });
    for (size_t i = 0; i < missing.size(); ++i) stored.nodes[missing[i]] = std::move(computed[i]);
    if (options.cache) keep_stored_terms(stored, folders_of(options).back());
  }

  TridentTermsResult result;
  result.relative_error = stored.relative_error;
  result.terms.ratio = setup.experiment.is_ratio();
  const auto standard_model = model::make_model("sm");
  for (size_t i = 0; i < setup.channels.size(); ++i) {
    TridentChannelTerms channel;
    channel.channel = setup.channels[i];
    channel.events_per_GeV2 = setup.events_per_average * setup.flux.flux.spectrum(channel.channel.incoming).integral();
    channel.standard = (*stored.standard)[i];
    channel.standard_vertex = standard_model->trident_vertex(channel.channel);
    if (mediators.couples[i]) {
      channel.numerator = mediators.numerators[i];
      for (const int node : nodes) {
        channel.masses.push_back({node_mass(node, options.nodes_per_decade), stored.nodes.at(node)[i]});
      }
    }
    result.terms.channels.push_back(std::move(channel));
  }
  return result;
}

}  // namespace tridens::run
