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

std::shared_ptr<const ElasticProcess> make_elastic(const Query& query, const model::Model& model,
                                                   const matter::Material& target) {
  const Neutrino neutrino = parse_neutrino(query.neutrino);
  const double lowest = recoil_energy(query.recoil_min, "recoil_min");
  const double highest = recoil_energy(query.recoil_max, "recoil_max");
  if (!query.recoil_max.empty() && highest <= lowest) {
    throw UserError(fmt::format("recoil energies from {} to {}", query.recoil_min, query.recoil_max),
                    "the upper limit must be above the lower one", "");
  }
  if (query.process == "nu-e") {
    process::NuElectronOptions options;
    options.neutrino = neutrino;
    options.channels = model::elastic_channels(model, neutrino);
    options.target = target;
    options.binding = query.binding;
    options.lowest_recoil = lowest;
    options.highest_recoil = highest;
    return process::make_nu_electron(std::move(options));
  }
  process::CevnsOptions options;
  options.neutrino = neutrino;
  options.channels = model::elastic_channels(model, neutrino);
  options.target = target;
  if (query.form_factor != "default") options.form_factor = query.form_factor;
  options.kinematics = query.kinematics;
  options.axial = query.axial;
  options.lowest_recoil = lowest;
  options.highest_recoil = highest;
  return process::make_cevns(std::move(options));
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

double spectrum(const ElasticProcess& process, double energy, double recoil) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) {
    double value = 0.0;
    process.recoil_spectrum(i, &energy, &recoil, 1, &value);
    sum += value;
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
  if (!vertex.has_mediator()) return "none";
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
      flavour_of(minus), flavour_of(plus), process::standard_grid(), false, -1.0, std::move(values)));
}

Calculator::ElasticPair Calculator::elastic(const Query& query) {
  const matter::Material target = matter::material(query.target);
  const auto model = model::make_model(query.model, model::with_low_energy_mixing_angle(query.settings));
  const auto standard = model::make_model("sm", model::with_low_energy_mixing_angle(standard_settings(query.settings)));
  ElasticPair result;
  result.model = make_elastic(query, *model, target);
  result.standard = make_elastic(query, *standard, target);
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

Curves Calculator::elastic_totals(const Query& query, const std::vector<double>& energies) const {
  for (const double energy : energies) process::check_elastic_energy(query.process, energy);
  const ElasticPair pair = elastic(query);
  const double unit = pair.targets * units::cm2;
  Curves curves{energies, {}, {}, {}, "cm2", pair.per, pair.model->choices(), pair.papers};
  for (const double energy : energies) {
    const process::CrossSection value = total(*pair.model, energy);
    curves.value.push_back(value.value / unit);
    curves.error.push_back(value.error / unit);
    curves.standard.push_back(total(*pair.standard, energy).value / unit);
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
  // A spectrum is not bounded, as a total is.
  Query unbounded = query;
  unbounded.recoil_min = unbounded.recoil_max = "";
  const ElasticPair pair = elastic(unbounded);
  if (recoils_keV.empty()) {
    for (const double recoil : recoil_grid(*pair.standard, energy_GeV, count)) {
      recoils_keV.push_back(recoil / units::keV);
    }
  }
  const double unit = pair.targets * units::cm2 / units::keV;
  Curves curves{recoils_keV, {}, {}, {}, "cm2/keV", pair.per, pair.model->choices(), pair.papers};
  for (const double recoil : recoils_keV) {
    if (!(recoil > 0.0) || !std::isfinite(recoil)) {
      throw UserError(fmt::format("a recoil energy of {} keV", recoil), "it must be above zero", "");
    }
    curves.value.push_back(spectrum(*pair.model, energy_GeV, recoil * units::keV) / unit);
    curves.standard.push_back(spectrum(*pair.standard, energy_GeV, recoil * units::keV) / unit);
  }
  return curves;
}

Calculator::TridentIntegrals& Calculator::integrals(const Query& query, const model::LeptonVertex& vertex,
                                                    double highest_energy) {
  const auto [minus, plus] = model::parse_lepton_pair(query.pair);
  const model::TridentChannel channel = model::trident_channel(parse_neutrino(query.neutrino), minus, plus);
  std::string key = channel.reaction();
  for (const std::string& text : {query.target, query.form_factor, query.nucleon_form_factor, mediator_key(vertex)}) {
    key += "; " + text;
  }
  key += fmt::format("; {} {:a}", query.pauli, vertex.has_mediator() ? highest_energy : 0.0);
  const auto found =
      std::find_if(integrals_.begin(), integrals_.end(), [&](const auto& entry) { return entry.first == key; });
  if (found != integrals_.end()) return found->second;
  std::shared_ptr<const process::LeptonTable> mediator;
  if (vertex.has_mediator()) {
    const process::ShapeFunction shape{vertex.shape, vertex.mediator_mass * vertex.mediator_mass};
    const double threshold = charged_lepton_mass(minus) + charged_lepton_mass(plus);
    mediator = std::make_shared<process::LeptonTable>(
        process::LeptonTable::compute(minus, plus, process::mediator_grid(highest_energy, threshold), shape));
  }
  TridentIntegrals fresh{std::make_shared<Trident>(trident_options(query, channel, vertex),
                                                   std::make_shared<process::LeptonTables>(tables_), mediator),
                         {}};
  constexpr size_t kept = 24;  // masses that a slider went through
  if (integrals_.size() >= kept) integrals_.erase(integrals_.begin());
  integrals_.emplace_back(std::move(key), std::move(fresh));
  return integrals_.back().second;
}

process::CrossSection Calculator::trident_total(TridentIntegrals& integrals, const model::LeptonVertex& vertex,
                                                double energy) {
  const Trident& trident = *integrals.trident;
  std::map<std::string, size_t> first;  // components of one shape differ by their multiplicity alone
  process::CrossSection sum;
  for (size_t i = 0; i < trident.components().size(); ++i) {
    const process::Component& component = trident.components()[i];
    const size_t like = first.try_emplace(component.shape, i).first->second;
    process::TridentLevels& levels = integrals.levels[{component.shape, energy}];
    const process::CrossSection sigma = process::trident_cross_section(trident, like, energy, vertex, levels);
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
  TridentIntegrals& own = integrals(query, vertex, highest_energy);
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
  }
  TridentIntegrals& reference = integrals(query, plain, highest_energy);  // may move `own`
  for (const double energy : energies) {
    curves.standard.push_back(trident_total(reference, plain, energy).value / units::cm2);
  }
  return curves;
}

}  // namespace tridens::web
