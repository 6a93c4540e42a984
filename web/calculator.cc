#include "calculator.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/target_form_factor.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/energy_limits.hh"

namespace tridens::web {
namespace {

using process::ElasticProcess;
using process::Trident;

Flavour flavour_of(const std::string& text) {
  for (int i = 0; i < flavour_count; ++i) {
    if (name(static_cast<Flavour>(i)) == text) return static_cast<Flavour>(i);
  }
  unknown_name("charged lepton", text, {"e", "mu", "tau"});
}

double recoil_energy(const std::string& text, const char* what) {
  if (text.empty()) return 0.0;
  const double energy = parse_quantity(text, Dimension::energy, what);
  if (energy >= 0.0 && std::isfinite(energy)) return energy;
  throw UserError(fmt::format("{} = {}", what, text), "a kinetic energy is not negative", "");
}

using Channels = std::vector<model::ElasticChannel>;

std::shared_ptr<const ElasticProcess> make_elastic(const Query& query, const Channels& channels,
                                                   const matter::Material& target) {
  const double lowest = recoil_energy(query.recoil_min, "recoil_min");
  const double highest = recoil_energy(query.recoil_max, "recoil_max");
  if (!query.recoil_max.empty() && highest <= lowest) {
    throw UserError(fmt::format("recoil energies from {} to {}", query.recoil_min, query.recoil_max),
                    "the upper limit must be above the lower one", "");
  }
  if (query.process == "nu-e") {
    process::NuElectronOptions options;
    options.neutrino = parse_neutrino(query.neutrino);
    options.channels = channels;
    options.target = target;
    options.binding = query.binding;
    options.lowest_recoil = lowest;
    options.highest_recoil = highest;
    return process::make_nu_electron(std::move(options));
  }
  process::CevnsOptions options;
  options.neutrino = parse_neutrino(query.neutrino);
  options.channels = channels;
  options.target = target;
  if (query.form_factor != "default") options.form_factor = query.form_factor;
  options.kinematics = query.kinematics;
  options.axial = query.axial;
  options.lowest_recoil = lowest;
  options.highest_recoil = highest;
  return process::make_cevns(std::move(options));
}

/// A text that is the same when only couplings differ: what a process keeps for other couplings depends on it alone.
std::string elastic_key(const Query& query, const Channels& channels) {
  std::string key;
  for (const std::string& text : {query.process, query.neutrino, query.target, query.form_factor, query.kinematics,
                                  query.axial, query.binding, query.recoil_min, query.recoil_max}) {
    key += text + "; ";
  }
  for (const model::ElasticChannel& channel : channels) {
    key += fmt::format("{} {} {} {:a}: ", channel.outgoing.pdg, channel.outgoing.label, channel.outgoing.flipped,
                       channel.outgoing.mass);
    for (const model::InteractionTerm& term : channel.terms) {
      key += fmt::format("{} {} {} {:a} {} {} {}, ", term.origin, model::name(term.lorentz), term.propagator.key,
                         term.propagator.mass, term.proton != 0.0, term.neutron != 0.0, term.electron != 0.0);
    }
  }
  return key;
}

std::vector<std::string> papers_of(const model::ModelInfo& model, const process::ProcessInfo& process) {
  std::set<std::string> papers(model.papers.begin(), model.papers.end());
  papers.insert(process.papers.begin(), process.papers.end());
  return {papers.begin(), papers.end()};
}

process::CrossSection total(const ElasticProcess& process, double energy) {
  process::CrossSection sum;
  for (size_t i = 0; i < process.components().size(); ++i) {
    const process::CrossSection sigma = process.cross_section(i, energy);
    sum.value += sigma.value;
    sum.error += sigma.error;
  }
  return sum;
}

process::CrossSection kept_total(std::map<double, process::CrossSection>& kept, const ElasticProcess& process,
                                 double energy) {
  const auto found = kept.find(energy);
  return found != kept.end() ? found->second : kept.emplace(energy, total(process, energy)).first->second;
}

/// d sigma/dT at recoil energies in GeV.
std::vector<double> spectrum(const ElasticProcess& process, double energy, const std::vector<double>& recoils) {
  const std::vector<double> energies(recoils.size(), energy);
  std::vector<double> sum(recoils.size()), values(recoils.size());
  for (size_t i = 0; i < process.components().size(); ++i) {
    process.recoil_spectrum(i, energies.data(), recoils.data(), recoils.size(), values.data());
    for (size_t k = 0; k < sum.size(); ++k) sum[k] += values[k];
  }
  return sum;
}

/// Recoil energies up to the largest end point, three and a half decades deep.
std::vector<double> recoil_grid(const ElasticProcess& process, double energy, int count) {
  constexpr double depth = 3000.0;
  double low = 0.0, high = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) {
    const ElasticProcess::Range range = process.recoil_range(i, energy);
    high = std::max(high, range.high);
    if (range.high > 0.0) low = low > 0.0 ? std::min(low, range.low) : range.low;
  }
  std::vector<double> result;
  if (!(high > 0.0) || count < 2) return result;
  // The end point itself is left out: there the phase space closes.
  const double top = std::log(high * (1.0 - 1e-9)), bottom = std::log(std::max(low, high / depth));
  for (int i = 0; i < count; ++i) result.push_back(std::exp(bottom + (top - bottom) * i / (count - 1)));
  return result;
}

process::TridentOptions trident_options(const Query& query, const model::TridentChannel& channel,
                                        const model::LeptonVertex& vertex) {
  process::TridentOptions options;
  options.channel = channel;
  options.vertex = vertex;
  options.target = matter::material(query.target);
  options.form_factor = query.form_factor;
  matter::check_form_factor(query.form_factor, options.target);
  options.nucleon_form_factor = query.nucleon_form_factor;
  if (!query.pauli) options.fermi_momentum = 0.0;
  return options;
}

/// A text that differs when the mediator's dependence on K^2 does.
std::string mediator_key(const model::LeptonVertex& vertex) {
  std::string key = fmt::format("{:a}", vertex.mediator_mass);
  for (const double K2 : {0.0, 1e-8, 1e-6, 1e-4, 1e-2, 0.3, 10.0, 300.0}) key += fmt::format(" {:a}", vertex.shape(K2));
  return key;
}

}  // namespace

model::Settings standard_settings(const model::Settings& settings) {
  return model::StandardModel::own(settings);
}

void Calculator::set_table(const std::string& minus, const std::string& plus, std::vector<double> values) {
  tables_.tables.push_back(std::make_shared<process::LeptonTable>(
      flavour_of(minus), flavour_of(plus), process::standard_grid(), std::nullopt, std::move(values)));
}

void Calculator::set_transfer_table(const std::string& lepton, std::vector<float> values) {
  const Flavour flavour = flavour_of(lepton);
  transfers_.insert_or_assign(
      flavour, process::TransferTable(flavour, flavour, process::standard_transfer_grid(), std::move(values)));
}

Calculator::ElasticPair Calculator::elastic(const Query& query) {
  const matter::Material target = matter::material(query.target);
  const auto model = model::make_model(query.model, model::with_low_energy_mixing_angle(query.settings));
  const auto standard = model::make_model("sm", model::with_low_energy_mixing_angle(standard_settings(query.settings)));
  const Neutrino neutrino = parse_neutrino(query.neutrino);
  const auto renew = [&](KeptElastic& kept, const Channels& channels, const std::string& settings) {
    std::string key = elastic_key(query, channels);
    if (kept.process != nullptr && kept.key == key + settings) return;
    const bool same_tables = kept.process != nullptr && kept.key.starts_with(key);
    kept = {
        key + settings, same_tables ? kept.process->with_terms(channels) : make_elastic(query, channels, target), {}};
  };
  const auto text_of = [](const model::Model& one) {
    std::string text;
    for (const auto& [name, value] : one.resolved()) text += name + "=" + value + ", ";
    return text;
  };
  ElasticPair result;
  renew(model_, model::elastic_channels(*model, neutrino), text_of(*model));
  renew(standard_, model::elastic_channels(*standard, neutrino), text_of(*standard));
  result.model = model_.process;
  result.standard = standard_.process;
  const bool electrons = query.process == "nu-e";
  if (electrons) result.targets = target.proton_count();
  result.per = electrons ? "electron" : target.unit;
  result.papers = papers_of(model->info(), electrons ? process::nu_electron_info() : process::cevns_info());
  return result;
}

Curves Calculator::totals(const Query& query, const std::vector<double>& energies_GeV, double highest_energy_GeV) {
  for (const double energy : energies_GeV) {
    if (energy > 0.0 && std::isfinite(energy) && energy <= highest_energy_GeV) continue;
    throw UserError(fmt::format("a neutrino energy of {} GeV", energy),
                    fmt::format("it must be above zero and not above {} GeV", highest_energy_GeV), "");
  }
  if (query.process == "trident") return trident_totals(query, energies_GeV, highest_energy_GeV);
  if (query.process == "cevns" || query.process == "nu-e") return elastic_totals(query, energies_GeV);
  unknown_name("process of this page", query.process, {"cevns", "nu-e", "trident"});
}

Curves Calculator::elastic_totals(const Query& query, const std::vector<double>& energies) {
  for (const double energy : energies) process::check_elastic_energy(query.process, energy);
  const ElasticPair pair = elastic(query);
  const double unit = pair.targets * units::cm2;
  Curves curves{energies, {}, {}, {}, "cm2", pair.per, pair.model->choices(), pair.papers};
  for (const double energy : energies) {
    const process::CrossSection value = kept_total(model_.totals, *pair.model, energy);
    curves.value.push_back(value.value / unit);
    curves.error.push_back(value.error / unit);
    curves.standard.push_back(kept_total(standard_.totals, *pair.standard, energy).value / unit);
  }
  return curves;
}

Curves Calculator::recoils(const Query& query, double energy_GeV, std::vector<double> recoils_keV, int count) {
  if (query.process != "cevns" && query.process != "nu-e") {
    throw UserError("a spectrum of recoils of " + query.process, "it belongs to elastic scattering",
                    "choose cevns or nu-e");
  }
  if (!(energy_GeV > 0.0) || !std::isfinite(energy_GeV)) {
    throw UserError(fmt::format("a neutrino energy of {} GeV", energy_GeV), "it must be positive and finite", "");
  }
  process::check_elastic_energy(query.process, energy_GeV);
  const ElasticPair pair = elastic(query);
  if (recoils_keV.empty()) {
    for (const double recoil : recoil_grid(*pair.standard, energy_GeV, count)) {
      recoils_keV.push_back(recoil / units::keV);
    }
  }
  std::vector<double> recoils;
  for (const double recoil : recoils_keV) {
    if (!(recoil > 0.0) || !std::isfinite(recoil)) {
      throw UserError(fmt::format("a recoil energy of {} keV", recoil), "it must be above zero", "");
    }
    recoils.push_back(recoil * units::keV);
  }
  const double unit = pair.targets * units::cm2 / units::keV;
  Curves curves{recoils_keV, {}, {}, {}, "cm2/keV", pair.per, pair.model->choices(), pair.papers};
  curves.value = spectrum(*pair.model, energy_GeV, recoils);
  curves.standard = spectrum(*pair.standard, energy_GeV, recoils);
  for (double& value : curves.value) value /= unit;
  for (double& value : curves.standard) value /= unit;
  return curves;
}

Calculator::TridentIntegrals& Calculator::integrals(const Query& query, const model::TridentChannel& channel,
                                                    const model::LeptonVertex& plain) {
  std::string key = channel.reaction();
  for (const std::string& text : {query.target, query.form_factor, query.nucleon_form_factor}) key += "; " + text;
  key += query.pauli ? "; blocked" : "; free";
  const auto found =
      std::find_if(integrals_.begin(), integrals_.end(), [&](const auto& entry) { return entry.key == key; });
  if (found != integrals_.end()) return *found;
  TridentIntegrals fresh{std::move(key),
                         std::make_shared<Trident>(trident_options(query, channel, plain),
                                                   std::make_shared<process::LeptonTables>(tables_)),
                         {},
                         {},
                         nullptr};
  constexpr size_t most = 4;  // some ten MB each
  if (integrals_.size() >= most) integrals_.erase(integrals_.begin());
  return integrals_.emplace_back(std::move(fresh));
}

void Calculator::renew_mediator(TridentIntegrals& integrals, const model::LeptonVertex& vertex) const {
  std::string key = mediator_key(vertex);
  if (integrals.mediator_key == key) return;
  const model::TridentChannel& channel = integrals.trident->options().channel;
  const auto transfers = transfers_.find(channel.minus);
  if (channel.minus != channel.plus || transfers == transfers_.end()) {
    throw Failure("no spectra of the momentum transfer for " + channel.pair(), "a mediator's propagator varies with it",
                  "load their table first");
  }
  integrals.moments = std::make_shared<MediatorMoments>(
      transfers->second, process::ShapeFunction{vertex.shape, vertex.mediator_mass * vertex.mediator_mass});
  for (auto& entry : integrals.kept) entry.second.mediator.clear();
  integrals.mediator_key = std::move(key);
}

process::CrossSection Calculator::trident_total(TridentIntegrals& integrals, const model::LeptonVertex& vertex,
                                                double energy) {
  const Trident& trident = *integrals.trident;
  std::map<std::string, size_t> first;  // components of one shape differ by their multiplicity alone
  process::CrossSection sum;
  for (size_t i = 0; i < trident.components().size(); ++i) {
    const process::Component& component = trident.components()[i];
    const size_t like = first.try_emplace(component.shape, i).first->second;
    KeptIntegrals& kept = integrals.kept[{component.shape, energy}];
    const auto standard = [&](const process::TridentQuadrature& rule) { return trident.terms(like, energy, rule); };
    const auto mediator = [&](const process::TridentQuadrature& rule) {
      const size_t level = kept.mediator.size();
      if (level == kept.standard.size()) kept.standard.push_back(standard(rule));
      if (level == kept.nodes.size()) kept.nodes.emplace_back(trident, like, energy, rule, kept.standard[level]);
      return kept.nodes[level].terms(*integrals.moments);
    };
    const process::CrossSection sigma =
        vertex.has_mediator() ? process::trident_cross_section(trident, like, energy, vertex, kept.mediator, mediator)
                              : process::trident_cross_section(trident, like, energy, vertex, kept.standard, standard);
    const double ratio = component.multiplicity / trident.components()[like].multiplicity;
    sum.value += sigma.value * ratio;
    sum.error += sigma.error * ratio;
  }
  return sum;
}

Curves Calculator::trident_totals(const Query& query, const std::vector<double>& energies, double highest_energy) {
  process::check_trident_energy(highest_energy);
  if (const auto found = query.settings.find("couplings"); found != query.settings.end() && found->second != "tree") {
    throw UserError("couplings = " + found->second + " in trident production", "it belongs to elastic scattering",
                    "leave it out: tridents are at tree level");
  }
  const auto [minus, plus] = model::parse_lepton_pair(query.pair);
  const model::TridentChannel channel = model::trident_channel(parse_neutrino(query.neutrino), minus, plus);
  const auto model = model::make_model(query.model, query.settings);
  const auto standard = model::make_model("sm", standard_settings(query.settings));
  const model::LeptonVertex vertex = model->trident_vertex(channel), plain = standard->trident_vertex(channel);
  TridentIntegrals& own = integrals(query, channel, plain);
  constexpr size_t most = 2000;  // shapes and energies, some 0.1 MB each
  if (own.kept.size() > most) own.kept.clear();
  if (vertex.has_mediator()) renew_mediator(own, vertex);
  const Trident& trident = *own.trident;
  Curves curves{energies, {}, {}, {}, "cm2", trident.options().target.unit, {}, {}};
  curves.choices.emplace_back("channel", channel.reaction() + " (" + channel.content() + ")");
  for (const std::string& line : trident.response_descriptions()) {
    const size_t colon = line.find(": ");
    curves.choices.emplace_back("form factor, " + line.substr(0, colon), line.substr(colon + 2));
  }
  curves.papers = papers_of(model->info(), process::trident_info());
  for (const double energy : energies) {
    const process::CrossSection value = trident_total(own, vertex, energy);
    curves.value.push_back(value.value / units::cm2);
    curves.error.push_back(value.error / units::cm2);
    curves.standard.push_back(trident_total(own, plain, energy).value / units::cm2);
  }
  return curves;
}

}  // namespace tridens::web
