#include "tridens/run/muon_beam.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/muon_coupled.hh"

namespace tridens::run {
namespace {

using process::MuonBremsstrahlung;
using process::PhotonThreshold;
using process::RadiatedBoson;
using rate::ExcludedCouplings;
using rate::MuonBeamSearch;

constexpr double light_axion_mass = 1e-3;  // GeV: below it the limit does not change any more
constexpr double strongest_vector = 3.0;   // couplings above are not perturbative
constexpr double strongest_axion = 10.0;   // GeV^-1

double alp_yukawa(double coupling) {
  return 2.0 * constants::muon_mass * coupling;
}

std::optional<ExcludedCouplings> vector_limit(const MuonBeamSearch& search, double mass, double dark_coupling,
                                              PhotonThreshold threshold) {
  const MuonBremsstrahlung process(RadiatedBoson::vector, mass, search.atom(), threshold);
  const double stable = rate::RadiatedBosons(search, process).all();
  const auto events = [&](double coupling) {
    const auto widths = model::lepton_widths(model::u1_lepton_couplings({0.0, 1.0, -1.0}, coupling, mass, false), mass);
    const double dark = model::vector_pair_width(dark_coupling, mass, mass / 3.0);
    return coupling * coupling * stable * (widths.invisible() + dark) / (widths.total() + dark);
  };
  return rate::excluded_couplings(events, search.events, 1e-8, strongest_vector);
}

}  // namespace

MuonBeamSearch na64mu_perfect(double muons) {
  MuonBeamSearch search;
  search.muons = muons;
  return search;
}

MuonBeamSearch na64mu(double muons) {
  const MuonBeamSearch perfect = na64mu_perfect();
  const MuonBremsstrahlung process(RadiatedBoson::pseudoscalar, light_axion_mass, perfect.atom());
  const double yukawa = alp_yukawa(na64mu_published_alp_limit);
  MuonBeamSearch search = na64mu_perfect(muons);
  search.efficiency = perfect.events / (yukawa * yukawa * rate::RadiatedBosons(perfect, process).all());
  return search;
}

std::optional<ExcludedCouplings> mu_tau_vector_limit(const MuonBeamSearch& search, double mass, double dark_coupling) {
  return vector_limit(search, mass, dark_coupling, PhotonThreshold::kinematic);
}

std::optional<ExcludedCouplings> mu_tau_vector_limit_fixed(const MuonBeamSearch& search, double mass) {
  return vector_limit(search, mass, 0.0, PhotonThreshold::fixed);
}

std::optional<ExcludedCouplings> alp_muon_limit(const MuonBeamSearch& search, double mass) {
  const rate::RadiatedBosons bosons(search, {RadiatedBoson::pseudoscalar, mass, search.atom()});
  const double muons = model::alp_muon_width(1.0, mass),
               photons = model::alp_photon_width(model::alp_loop_photon_coupling(mass), mass);
  const auto events = [&](double coupling) {
    const double yukawa = alp_yukawa(coupling), width = coupling * coupling * (muons + photons);
    return yukawa * yukawa * bosons.missing({width, 0.0});
  };
  return rate::excluded_couplings(events, search.events, 1e-8, strongest_axion);
}

std::optional<ExcludedCouplings> alp_photon_limit(const MuonBeamSearch& search, double mass, AlpSearch kind) {
  const rate::RadiatedBosons bosons(search, {RadiatedBoson::alp_photon, mass, search.atom()});
  const auto events = [&](double coupling) {
    const rate::BosonDecay decay{model::alp_photon_width(coupling, mass), 0.0};
    return coupling * coupling * (kind == AlpSearch::invisible ? bosons.missing(decay) : bosons.displaced(decay));
  };
  return rate::excluded_couplings(events, search.events, 1e-8, strongest_axion);
}

MillichargeLimit muonphilic_millicharge_limit(const MuonBeamSearch& search, double fermion_mass) {
  const double product = std::sqrt(search.events / rate::massless_mediator_events(search, fermion_mass));
  return {product, product * model::mu_tau_effective_charge(0.0)};
}

}  // namespace tridens::run
