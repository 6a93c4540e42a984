#include "tridens/run/gallery/context.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/sha256.hh"
#include "tridens/run/setup.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;
using process::TridentTerms;

/// The neutrino channel with the lighter lepton negative: curves of all channels with these leptons follow from it.
TridentChannel canonical(const TridentChannel& channel) {
  const Flavour light = std::min(channel.minus, channel.plus), heavy = std::max(channel.minus, channel.plus);
  for (const TridentChannel& other : model::trident_channels()) {
    if (!other.incoming.antiparticle && other.minus == light && other.plus == heavy) return other;
  }
  throw Failure("no channel with the leptons of " + channel.pair(), "every pair has one", "");
}

/// The VA structure is odd under exchange of neutrino and antineutrino and of the two leptons.
double va_sign(const TridentChannel& channel) {
  return (channel.incoming.antiparticle ? -1.0 : 1.0) * (channel.minus > channel.plus ? -1.0 : 1.0);
}

TridentTerms signed_terms(TridentTerms terms, double sign) {
  for (process::CouplingStructures& term : terms) term.va *= sign;
  return terms;
}

bool is_nucleon(const Scatterer& scatterer) {
  return scatterer.target == "p" || scatterer.target == "n";
}

}  // namespace

Context::Context(int threads, StopFlag stop) : threads_(threads), stop_(stop) {}

void Context::check_stop() const {
  if (stop_ != nullptr && *stop_) throw Interrupted("stopped", "a signal came", "nothing was written");
}

const flux::Flux& Context::flux(const std::string& name) {
  auto found = fluxes_.find(name);
  if (found == fluxes_.end()) {
    io::LoadedFlux loaded = io::load_named_flux(name);
    checksums_["flux/" + name] = io::sha256(loaded.text);
    found = fluxes_.emplace(name, std::move(loaded.flux)).first;
  }
  return found->second;
}

const Table& Context::published(const std::string& name) {
  auto found = published_.find(name);
  if (found == published_.end()) {
    io::LoadedTable loaded = io::load_named_table("published", name);
    checksums_["published/" + name] = io::sha256(loaded.text);
    found = published_.emplace(name, std::move(loaded.table)).first;
  }
  return found->second;
}

std::shared_ptr<const process::LeptonTables> Context::tables(Flavour minus, Flavour plus) {
  auto& entry = tables_[{std::min(minus, plus), std::max(minus, plus)}];
  if (!entry) entry = lepton_tables({{minus, plus}}, threads_);
  return entry;
}

Couplings Context::standard_model(const TridentChannel& channel, const std::string& sin2thetaW) {
  model::Settings settings;
  if (!sin2thetaW.empty()) settings["sin2thetaW"] = sin2thetaW;
  return {model::make_model("sm", settings)->trident_vertex(channel), ""};
}

Couplings Context::couplings(const TridentChannel& channel, const std::string& model, const model::Settings& settings) {
  Couplings result{model::make_model(model, settings)->trident_vertex(channel), ""};
  if (!result.vertex.has_mediator()) return result;
  result.shape = fmt::format("mass {}", result.vertex.mediator_mass);
  const auto mixing = settings.find("kinetic_mixing");
  if (mixing == settings.end() || mixing->second == "none") return result;
  // With mixing the charges are part of the shape, and with a given eps the coupling too.
  result.shape += ", " + model;
  for (const auto& [key, value] : settings) {
    if (key != "coupling" || mixing->second != "loop") result.shape += ", " + key + "=" + value;
  }
  return result;
}

std::shared_ptr<const process::LeptonTable> Context::mediator(const TridentChannel& channel,
                                                              const Couplings& couplings) {
  if (!couplings.vertex.has_mediator()) return nullptr;
  auto& entry = mediators_[channel.pair() + "|" + couplings.shape];
  if (!entry) {
    check_stop();
    auto& transfers = transfers_[{std::min(channel.minus, channel.plus), std::max(channel.minus, channel.plus)}];
    if (!transfers) transfers = transfer_table(channel.minus, channel.plus, threads_);
    entry = mediator_table(*transfers, couplings.vertex);
  }
  return entry;
}

const Context::CachedCurve& Context::cached(const TridentChannel& channel, const Couplings& couplings,
                                            const Scatterer& scatterer) {
  const bool nucleon = is_nucleon(scatterer);
  const TridentChannel base = canonical(channel);
  const std::string key = fmt::format("{}|{}|{}|{}|{}", base.pair(), couplings.shape, scatterer.target,
                                      scatterer.form_factor, nucleon ? scatterer.fermi_momentum : 0.0);
  if (const auto found = curves_.find(key); found != curves_.end()) return found->second;
  check_stop();
  process::TridentOptions options;
  options.channel = base;
  options.vertex = couplings.vertex;
  options.target = matter::material(scatterer.target);
  (nucleon ? options.nucleon_form_factor : options.form_factor) = scatterer.form_factor;
  options.fermi_momentum = scatterer.fermi_momentum;
  options.pauli_on_free_nucleons = true;
  options.regimes = {nucleon ? (scatterer.target == "p" ? "proton" : "neutron") : "coherent"};
  CachedCurve entry;
  const auto mediator_moments = mediator(base, couplings);
  entry.trident = std::make_shared<process::Trident>(options, tables(base.minus, base.plus), mediator_moments);
  entry.curve = std::make_unique<rate::TridentCurve>(*entry.trident, 0, highest_energy);
  return curves_.emplace(key, std::move(entry)).first->second;
}

TridentTerms Context::terms(const TridentChannel& channel, const Couplings& couplings, const Scatterer& scatterer,
                            double energy) {
  return signed_terms(cached(channel, couplings, scatterer).curve->at(energy), va_sign(channel));
}

TridentTerms Context::average_terms(const TridentChannel& channel, const Couplings& couplings,
                                    const Scatterer& scatterer, const flux::Spectrum& spectrum) {
  return signed_terms(cached(channel, couplings, scatterer).curve->average(spectrum), va_sign(channel));
}

double Context::combine(const TridentTerms& terms, const Couplings& couplings) const {
  const model::LeptonVertex& c = couplings.vertex;
  const auto square = [](const process::CouplingStructures& s, double V, double A) { return s.combine(V, A); };
  const auto cross = [](const process::CouplingStructures& s, double V0, double A0, double V1, double A1) {
    return 2.0 * V0 * V1 * s.vv + 2.0 * A0 * A1 * s.aa + (V0 * A1 + V1 * A0) * s.va;
  };
  return square(terms[0], c.V, c.A) + cross(terms[1], c.V, c.A, c.V_mediator, c.A_mediator) +
         square(terms[2], c.V_mediator, c.A_mediator);
}

double Context::sigma_fb(const TridentChannel& channel, const Couplings& couplings, const Scatterer& scatterer,
                         double energy) {
  return combine(terms(channel, couplings, scatterer, energy), couplings) / units::femtobarn;
}

double Context::average_fb(const TridentChannel& channel, const Couplings& couplings, const Scatterer& scatterer,
                           const flux::Spectrum& spectrum) {
  return combine(average_terms(channel, couplings, scatterer, spectrum), couplings) / units::femtobarn;
}

namespace {

/// Sums value(scatterer) over the scatterers of a material.
template <class Value>
double over_material(const matter::Material& material, Regime regime, const std::string& form_factor, Value value) {
  double sum = 0.0;
  for (const auto& [nuclide, count] : material.constituents) {
    if (regime == Regime::coherent) {
      if (!nuclide.is_free_nucleon()) sum += count * value(Scatterer{nuclide.name(), form_factor, 0.235});
      continue;
    }
    const double fermi_momentum = nuclide.is_free_nucleon() ? 0.0 : 0.235;
    if (nuclide.proton_number > 0) {
      sum += count * nuclide.proton_number * value(Scatterer{"p", "default", fermi_momentum});
    }
    if (nuclide.neutron_number() > 0) {
      sum += count * nuclide.neutron_number() * value(Scatterer{"n", "default", fermi_momentum});
    }
  }
  return sum;
}

}  // namespace

double Context::average_fb(const TridentChannel& channel, const Couplings& couplings, const matter::Material& material,
                           Regime regime, const flux::Spectrum& spectrum, const std::string& form_factor) {
  return over_material(material, regime, form_factor,
                       [&](const Scatterer& scatterer) { return average_fb(channel, couplings, scatterer, spectrum); });
}

double Context::sigma_fb(const TridentChannel& channel, const Couplings& couplings, const matter::Material& material,
                         Regime regime, double energy, const std::string& form_factor) {
  return over_material(material, regime, form_factor,
                       [&](const Scatterer& scatterer) { return sigma_fb(channel, couplings, scatterer, energy); });
}

double Context::events(const TridentChannel& channel, const matter::Material& material, Regime regime,
                       const flux::Flux& flux, double exposure, double tonnes, const std::string& form_factor) {
  if (!flux.has(channel.incoming)) {
    throw UserError("flux " + flux.name + " has no " + name(channel.incoming), "the table does not give it", "");
  }
  const flux::Spectrum& spectrum = flux.spectrum(channel.incoming);
  const double sigma = average_fb(channel, standard_model(channel), material, regime, spectrum, form_factor);
  return rate::expected_events(exposure, tonnes * material.units_per_tonne(),
                               sigma * units::femtobarn * spectrum.integral());
}

TridentChannel channel(const std::string& neutrino, const std::string& pair) {
  const auto [minus, plus] = model::parse_lepton_pair(pair);
  return model::trident_channel(parse_neutrino(neutrino), minus, plus);
}

std::vector<double> logarithmic(double low, double high, size_t count) {
  std::vector<double> result(count);
  for (size_t i = 0; i < count; ++i) {
    result[i] = low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(count - 1));
  }
  result.back() = high;
  return result;
}

std::string formula(const TridentChannel& channel) {
  const auto lepton = [](Flavour flavour) {
    return std::string(std::array{"e", "\\mu", "\\tau"}[static_cast<size_t>(flavour)]);
  };
  const auto neutrino = [&](Neutrino nu) {
    const std::string symbol = "\\nu_{" + lepton(nu.flavour) + "}";
    return nu.antiparticle ? "\\bar{\\nu}_{" + lepton(nu.flavour) + "}" : symbol;
  };
  return "$" + neutrino(channel.incoming) + "\\to" + neutrino(channel.outgoing) + "\\," + lepton(channel.minus) + "^-" +
         lepton(channel.plus) + "^+$";
}

std::string digits(double value, int significant) {
  return fmt::format("{:.{}g}", value, significant);
}

}  // namespace tridens::run::gallery
