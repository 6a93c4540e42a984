// Shipped experiments: each is read, passes its own check and counts something; and the rates that the experiments (or
// the proposals) publish, each with its source and the reason of its tolerance. Numbers that could not be compared with
// the print are called recalled, here and in the files.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/rate/recoil_rate.hh"
#include "tridens/run/requests.hh"

namespace tridens {
namespace {

using units::GeV;
using units::MeV;

run::RateResult counts(const std::string& experiment, const std::map<std::string, std::string>& changes = {}) {
  run::RateRequest request;
  request.experiment = experiment;
  request.overrides = changes;
  return run::rate(request);
}

class ShippedExperiment : public testing::TestWithParam<std::string> {};

TEST_P(ShippedExperiment, CountsSomethingInFiniteNumbers) {
  const detector::Experiment experiment = io::load_named_experiment(GetParam()).experiment;
  experiment.check();
  EXPECT_FALSE(experiment.sources.empty());
  EXPECT_FALSE(experiment.problems.empty()) << "no description is perfect";
  const run::RateResult result = counts(GetParam());
  EXPECT_GT(result.signal, 0.0);
  EXPECT_LT(result.relative_error, 1e-5);
  for (const run::RateResult::Part& part : result.parts) {
    ASSERT_EQ(part.counts.size(), experiment.bins());
    for (const double count : part.counts) EXPECT_TRUE(std::isfinite(count) && count >= 0.0) << part.name;
  }
}

std::string identifier(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedExperiment, testing::ValuesIn(io::experiment_names()), identifier);

TEST(ExperimentRates, EuropeanSpallationSource) {
  // D. Baxter et al., arXiv:1911.00762: events per year, recalled: 3 %, the spread of the usual form factors and mixing
  // angles. Announced by GanESS (agenda.infn.it/event/24250): more than 7000 in 20 kg of xenon.
  EXPECT_NEAR(counts("ess-xe").signal, 7770, 0.03 * 7770);
  EXPECT_NEAR(counts("ess-ge").signal, 1610, 0.03 * 1610);
  EXPECT_NEAR(counts("ess-ar").signal, 1380, 0.03 * 1380);
  EXPECT_GT(counts("ess-xe").signal, 7000);
}

TEST(ExperimentRates, NeutrinoElectronScatteringAtDune) {
  // arXiv:1902.08579, events per year in 75 t above 600 MeV. 20 %: the cuts on angle and energy of simulated events are
  // not those of the file.
  EXPECT_NEAR(counts("dune-nd-nue-fhc").signal, 8930, 0.2 * 8930);
  EXPECT_NEAR(counts("dune-nd-nue-rhc").signal, 6450, 0.2 * 6450);
  EXPECT_NEAR(counts("dune-nd-nue-tau-fhc").signal, 24900, 0.2 * 24900);
  EXPECT_NEAR(counts("dune-nd-nue-tau-rhc").signal, 14700, 0.2 * 14700);
}

TEST(ExperimentRates, GermaniumAtTheSpallationNeutronSource) {
  // arXiv:2406.13806: 35.1 +- 3.6 expected (recalled), where 20.6 were seen.
  EXPECT_NEAR(counts("coherent-ge").signal, 35.1, 3.6);
}

TEST(ExperimentRates, ConusPlus) {
  // arXiv:2501.05206: 347 +- 59 expected. The rate halves within 25 eV of threshold. With the thresholds of the three
  // detectors (recalled) it stays within 1.5 of the published standard deviations, with the lowest one for all
  // within 1.
  EXPECT_NEAR(counts("conus-plus").signal, 347, 1.5 * 59);
  detector::Experiment experiment = io::load_named_experiment("conus-plus").experiment;
  EXPECT_EQ(experiment.response.efficiencies.size(), 2u);
}

TEST(ExperimentRates, Texono) {
  // arXiv:0911.1597: 1.08 times the standard model, which is 414/1.08 events (414 recalled) in 29882 kg d. 10 %: the
  // fluxes differ by 5 %, efficiencies are not in the file.
  EXPECT_NEAR(counts("texono").signal, 414 / 1.08, 0.1 * 414 / 1.08);
}

TEST(ExperimentRates, Minerva) {
  // arXiv:1512.07699: 135 +- 17 (statistics) +- 9 events above 0.8 GeV after correction for efficiency (recalled).
  EXPECT_NEAR(counts("minerva-nue-le").signal, 135, std::hypot(17, 9));
  // arXiv:1906.00111, 2209.05540: 810 and 578 after subtraction of backgrounds, before efficiencies, which are nearly
  // the same in both modes. Their ratio to 8 %: the uncertainty of the fluxes before these measurements.
  const double forward = counts("minerva-nue-me").signal, reversed = counts("minerva-nue-me-rhc").signal;
  EXPECT_NEAR(reversed / forward, 578.0 / 810.0, 0.08 * 578.0 / 810.0);
  // Some two thirds of the electrons are kept: none of the counts may exceed what is produced.
  EXPECT_GT(forward, 810);
  EXPECT_GT(reversed, 578);
}

TEST(ExperimentRates, Borexino) {
  // Nature 562 (2018) 505: 48.3 +- 1.1 +0.4 -0.7 per day and 100 t, both lines. 6 %: uncertainty of the solar model.
  EXPECT_NEAR(counts("borexino-7be").signal, 48.3, 0.06 * 48.3);
}

std::vector<rate::SignalSource> electron_scattering(const std::string& target, Neutrino neutrino,
                                                    const std::string& couplings) {
  process::NuElectronOptions options;
  options.neutrino = neutrino;
  const auto model = model::make_model("sm", {{"sin2thetaW", "0.23857"}, {"couplings", couplings}});
  options.channels = model::elastic_channels(*model, neutrino);
  options.target = matter::material(target);
  return {{"nu-e", process::make_nu_electron(options)}};
}

TEST(ExperimentRates, BorexinoLineAsElectronNeutrinos) {
  // arXiv:1104.1816: the 46.0 per day and 100 t of the line of 862 keV would be electron neutrinos of 7Be with a flux
  // of 3.10e9 /cm2/s, of which that line has 0.897. 2 %: radiation of photons (-1 to -2 %) is in the paper but not
  // here. At tree level with the mixing angle of low momentum transfer the rate is 3 % higher.
  const Neutrino nue{Flavour::electron, false};
  flux::Flux line = flux::make_source("solar,parts=7Be");
  flux::Spectrum spectrum;
  spectrum.kind = flux::Spectrum::Kind::line;
  spectrum.energies = {0.8618 * MeV};
  spectrum.density = {0.897 * 3.10e9};
  line.spectra = {{nue.pdg(), spectrum}};
  const detector::Experiment experiment = io::load_named_experiment("borexino-7be").experiment;
  const rate::Predictor radiative(experiment, line, electron_scattering("C9H12", nue, "radiative"));
  EXPECT_NEAR(radiative.predict().parts.at(0).total(), 46.0, 0.02 * 46.0);
  const rate::Predictor tree(experiment, line, electron_scattering("C9H12", nue, "tree"));
  EXPECT_NEAR(tree.predict().parts.at(0).total() / radiative.predict().parts.at(0).total(), 1.03, 0.005);
}

TEST(ExperimentRates, LsndSlope) {
  // hep-ex/0101039: sigma(nu_e e) = (10.1 +- 1.1 +- 1.0) x 1e-45 cm2 E/MeV, of all recoils.
  const Neutrino nue{Flavour::electron, false};
  detector::Experiment experiment = io::load_named_experiment("lsnd-nue").experiment;
  const flux::Flux flux = flux::make_source(experiment.flux);
  experiment.response = {};
  experiment.response.edges = {0.0, 60 * MeV};
  const rate::Predictor predictor(experiment, flux, electron_scattering("CH2", nue, "tree"));
  const flux::Spectrum& spectrum = flux.spectrum(nue);
  const double electrons = 8 * matter::material("CH2").units_per_tonne() * experiment.mass_tonnes;
  const double slope = predictor.predict().parts.at(0).total() /
                       (electrons * experiment.exposure * spectrum.integral() * spectrum.mean_energy() / MeV);
  EXPECT_NEAR(slope / 1e-45, 10.1, std::hypot(1.1, 1.0));
}

TEST(ExperimentRates, XenonCrossSectionOfBoronNeutrinos) {
  // arXiv:2408.02877: (1.1 +0.8 -0.5) x 1e-39 cm2 measured, 1.2e-39 expected (recalled, two digits: 4 %).
  const run::RateResult all = counts("xenonnt-8b");
  EXPECT_GT(all.signal, 37.0) << "recoils before losses are more than the events that are kept";
  detector::Experiment experiment = io::load_named_experiment("xenonnt-8b").experiment;
  experiment.response = {};
  experiment.response.edges = {0.0, 20 * units::keV};
  const flux::Flux flux = flux::make_source(experiment.flux);
  const Neutrino nue{Flavour::electron, false};
  process::CevnsOptions options;
  options.neutrino = nue;
  options.channels = model::elastic_channels(*model::make_model("sm", {{"sin2thetaW", "0.23857"}}), nue);
  options.target = matter::material("Xe");
  const rate::Predictor predictor(experiment, flux, {{"cevns", process::make_cevns(options)}});
  const double nuclei = matter::material("Xe").units_per_tonne() * experiment.mass_tonnes;
  const double sigma =
      predictor.predict().parts.at(0).total() / (nuclei * experiment.exposure * flux.spectrum(nue).integral());
  EXPECT_NEAR(sigma / 1e-39, 1.2, 0.05);
}

TEST(ExperimentRates, FluxesOfTheReactors) {
  // What the papers quote, per cm2 and s: CONUS arXiv:2401.07684, GEMMA arXiv:0705.4576, TEXONO arXiv:0911.1597:
  // 7 %, because they have 7.2 antineutrinos per fission where the tables here have 5.6 and 1.2 after captures. NUCLEUS
  // (a talk, indico.cern.ch/event/1215362) agrees within 3 % when captures are left out.
  struct Row {
    const char *experiment, *more;
    double flux, tolerance;
  };
  for (const Row& row : {Row{"conus", "", 2.3e13, 0.07},
                         {"gemma", "", 2.73e13, 0.07},
                         {"texono", "", 6.4e12, 0.07},
                         {"nucleus", ",neutron_capture=0", 1.7e12, 0.03}}) {
    const flux::Flux flux = flux::make_source(io::load_named_experiment(row.experiment).experiment.flux + row.more);
    EXPECT_NEAR(flux.spectrum({Flavour::electron, true}).integral(), row.flux, row.tolerance * row.flux)
        << row.experiment;
  }
}

}  // namespace
}  // namespace tridens
