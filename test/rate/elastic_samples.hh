#pragma once
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/elastic.hh"
#include "tridens/rate/recoil_rate.hh"

// Pions that decay at rest, and a detector like COHERENT's CsI of 2021 (2110.07730), for tests and benchmarks.
namespace tridens::rate::samples {

inline constexpr Neutrino nue{Flavour::electron, false}, numu{Flavour::muon, false}, numubar{Flavour::muon, true};
inline constexpr double end_point = 0.0528291877;   // m_mu/2
inline constexpr double line_energy = 0.029791656;  // (m_pi^2 - m_mu^2)/2m_pi
inline constexpr double us = 1e-6;

/// 12 x^2 (1-x) for nue, 2 x^2 (3-2x) for numubar, x = 2E/m_mu, as a broken line.
inline flux::Spectrum michel(bool antineutrino, double integral, int knots = 2000) {
  flux::Spectrum spectrum{flux::Spectrum::Kind::points, {}, {}};
  for (int i = 0; i <= knots; ++i) {
    const double x = static_cast<double>(i) / knots;
    spectrum.energies.push_back(end_point * x);
    spectrum.density.push_back((antineutrino ? 2.0 * x * x * (3.0 - 2.0 * x) : 12.0 * x * x * (1.0 - x)) * integral /
                               end_point);
  }
  return spectrum;
}

inline flux::ArrivalTime pulse() {
  std::vector<double> edges{0.0}, contents;
  constexpr double step = 0.01 * us, mean = 0.5 * us, sigma = 0.145 * us;
  for (int i = 1; i <= 100; ++i) {
    edges.push_back(i * step);
    contents.push_back(std::exp(-0.5 * std::pow(((i - 0.5) * step - mean) / sigma, 2)));
  }
  return {edges, contents};
}

/// Neutrinos per cm^2 and proton at 19.3 m, 0.0848 per flavour.
inline flux::Flux pion_decay_at_rest() {
  const double per_proton = 0.0848 / (4.0 * units::pi * 1930.0 * 1930.0);
  flux::Flux flux;
  flux.name = "pions at rest";
  flux.exposure_unit = "POT";
  flux.spectra[numu.pdg()] = {flux::Spectrum::Kind::line, {line_energy}, {per_proton}};
  flux.spectra[nue.pdg()] = michel(false, per_proton);
  flux.spectra[numubar.pdg()] = michel(true, per_proton);
  const flux::ArrivalTime prompt = pulse().delayed(0.02603 * us), delayed = prompt.delayed(2.19698 * us);
  flux.arrival.emplace(numu.pdg(), prompt);
  flux.arrival.emplace(nue.pdg(), delayed);
  flux.arrival.emplace(numubar.pdg(), delayed);
  return flux;
}

inline std::vector<model::ElasticChannel> standard_channels(Neutrino neutrino) {
  return model::elastic_channels(*model::make_model("sm", model::with_low_energy_mixing_angle({})), neutrino);
}

inline std::shared_ptr<const process::ElasticProcess> cevns(Neutrino neutrino, const std::string& target,
                                                            std::vector<model::ElasticChannel> channels,
                                                            const std::string& form_factor = "helm-lewin-smith",
                                                            const std::string& kinematics = "exact") {
  process::CevnsOptions options;
  options.neutrino = neutrino;
  options.channels = std::move(channels);
  options.target = matter::material(target);
  options.form_factor = form_factor;
  options.kinematics = kinematics;
  return process::make_cevns(std::move(options));
}

inline std::shared_ptr<const process::ElasticProcess> cevns(Neutrino neutrino, const std::string& target) {
  return cevns(neutrino, target, standard_channels(neutrino));
}

inline std::vector<SignalSource> sources(const std::string& target) {
  std::vector<SignalSource> result;
  for (const Neutrino neutrino : {numu, nue, numubar}) result.push_back({"cevns", cevns(neutrino, target)});
  return result;
}

/// Nine bins of photoelectrons by eleven of time, quenching, gamma-distributed resolution, both efficiencies.
inline detector::Experiment caesium_iodide() {
  using namespace detector;
  Experiment experiment;
  experiment.name = "csi";
  experiment.title = "14.6 kg of CsI(Na)";
  experiment.sources = {"2110.07730"};
  experiment.processes = {"cevns"};
  experiment.target = "CsI";
  experiment.mass_tonnes = 14.6e-3;
  experiment.flux = "pi-dar";
  experiment.exposure = 3.198e23;
  experiment.exposure_unit = "POT";
  RecoilResponseOptions& response = experiment.response;
  response.observable = Observable::photoelectrons;
  response.edges = {0, 8, 12, 16, 20, 24, 32, 40, 50, 60};
  response.light_yield_per_keV = 13.35;
  response.quenching =
      make_quenching("polynomial,x1=0.0554628,x2=4.30681,x3=-111.707,x4=840.384,lowest=0keV,highest=63keV");
  response.resolution = make_resolution("gamma,a=0.0749,b=9.56", response.observable, response.light_yield_per_keV);
  response.efficiencies = {make_efficiency("logistic,a=1.32045,b=0.285979,c=10.8646,d=-0.333322",
                                           EfficiencyAxis::photoelectrons, RecoilEfficiency::Of::observable)};
  experiment.time_edges_s = {0, .125, .25, .375, .5, .625, .75, .875, 1, 2, 4, 6};
  for (double& edge : experiment.time_edges_s) edge *= us;
  experiment.time_efficiency =
      make_efficiency("exponential,from=0.52,rate=0.0494", EfficiencyAxis::time, RecoilEfficiency::Of::observable);
  return experiment;
}

/// Recoil energies as they are, in bins of keV, no time.
inline detector::Experiment ideal(const std::string& target, std::vector<double> edges_keV) {
  detector::Experiment experiment;
  experiment.name = "ideal";
  experiment.title = "a tonne that sees all recoils";
  experiment.sources = {"a test"};
  experiment.processes = {"cevns"};
  experiment.target = target;
  experiment.mass_tonnes = 1.0;
  experiment.flux = "pi-dar";
  experiment.exposure = 1e23;
  experiment.exposure_unit = "POT";
  for (const double edge : edges_keV) experiment.response.edges.push_back(edge * units::keV);
  return experiment;
}

}  // namespace tridens::rate::samples
