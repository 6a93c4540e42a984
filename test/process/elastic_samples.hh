#pragma once
#include <cmath>
#include <complex>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/elastic.hh"

// Interactions and sums that the tests of elastic scattering share, written here a second time.
namespace tridens::process::samples {

inline constexpr double low_energy_mixing_angle = 0.23857;

/// Standard Model at tree level; axial couplings of nucleons on demand.
inline std::vector<model::ElasticChannel> standard(Neutrino neutrino, double s2 = low_energy_mixing_angle,
                                                   double axial_proton = 0.0, double axial_neutron = 0.0) {
  const double charged = neutrino.flavour == Flavour::electron ? 1.0 : 0.0;
  model::ElasticTerms terms;
  terms.add(model::outgoing(neutrino),
            {"sm", model::Lorentz::vector, 0.5 - 2.0 * s2, -0.5, -0.5 + 2.0 * s2 + charged, {}});
  terms.add(model::outgoing(neutrino), {"sm", model::Lorentz::axial, axial_proton, axial_neutron, -0.5 + charged, {}});
  return terms.channels();
}

/// One interaction alone, to the same neutrino or with its helicity flipped.
inline std::vector<model::ElasticChannel> single(Neutrino neutrino, model::Lorentz lorentz, std::complex<double> proton,
                                                 std::complex<double> neutron, std::complex<double> electron,
                                                 const model::Propagator& propagator = {}, double mass = 0.0) {
  const bool flipped = lorentz != model::Lorentz::vector && lorentz != model::Lorentz::axial;
  model::ElasticTerms terms;
  model::OutgoingState state = model::outgoing(neutrino, flipped);
  if (mass > 0.0) state = {9900012, false, mass, "N"};
  terms.add(state, {"test", lorentz, proton, neutron, electron, propagator});
  return terms.channels();
}

inline std::shared_ptr<const ElasticProcess> cevns(const std::string& target, const std::string& form_factor,
                                                   std::vector<model::ElasticChannel> channels,
                                                   Neutrino neutrino = {Flavour::muon, false},
                                                   const std::string& kinematics = "exact") {
  CevnsOptions options;
  options.neutrino = neutrino;
  options.channels = std::move(channels);
  options.target = matter::material(target);
  options.form_factor = form_factor;
  options.kinematics = kinematics;
  return make_cevns(options);
}

inline std::shared_ptr<const ElasticProcess> nu_electron(const std::string& target,
                                                         std::vector<model::ElasticChannel> channels,
                                                         Neutrino neutrino = {Flavour::muon, false},
                                                         const std::string& binding = "free") {
  NuElectronOptions options;
  options.neutrino = neutrino;
  options.channels = std::move(channels);
  options.target = matter::material(target);
  options.binding = binding;
  return make_nu_electron(options);
}

inline RecoilCoefficients coefficients_at(const ElasticProcess& process, double T, size_t component = 0) {
  RecoilCoefficients result(1);
  process.coefficients(component, &T, 1, result);
  return result;
}

inline double spectrum_at(const ElasticProcess& process, double E, double T, size_t component = 0) {
  double result = 0.0;
  process.recoil_spectrum(component, &E, &T, 1, &result);
  return result;
}

/// Sum over the components.
inline double total(const ElasticProcess& process, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum;
}

/// Energy of the muon neutrino of pi+ -> mu+ nu_mu at rest, and shapes of the muon's neutrinos, each normalised to 1.
inline double prompt_energy() {
  const double pion = constants::charged_pion_mass, muon = constants::muon_mass;
  return (pion * pion - muon * muon) / (2.0 * pion);
}
inline double michel_electron_neutrino(double E) {
  const double m = constants::muon_mass;
  return 192.0 * E * E / (m * m * m) * (0.5 - E / m);
}
inline double michel_muon_antineutrino(double E) {
  const double m = constants::muon_mass;
  return 64.0 * E * E / (m * m * m) * (0.75 - E / m);
}

/// Mean over the three neutrinos of pion decay at rest, for interactions that do not tell them apart.
inline double pion_decay_average(const ElasticProcess& process) {
  const auto rule = math::gauss_legendre(24);
  const double end = 0.5 * constants::muon_mass;
  double sum = total(process, prompt_energy());
  for (size_t k = 0; k < rule.nodes.size(); ++k) {
    const double E = end * rule.nodes[k];
    sum += end * rule.weights[k] * (michel_electron_neutrino(E) + michel_muon_antineutrino(E)) * total(process, E);
  }
  return sum / 3.0;
}

}  // namespace tridens::process::samples
