#include <gtest/gtest.h>

#include <numeric>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/rate/recoil_rate.hh"

namespace tridens::rate {
namespace {

using namespace samples;

double total(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

std::vector<double> signal(const detector::Experiment& experiment, const std::string& target) {
  return Predictor(experiment, pion_decay_at_rest(), sources(target)).predict().signal();
}

std::string message(const detector::Experiment& experiment, const flux::Flux& flux) {
  try {
    Predictor(experiment, flux, sources(experiment.target));
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

/// Counts per energy bin of one species by a plain double integral: neutrino energies outside, recoil energies inside.
std::vector<double> brute_force(const detector::Experiment& experiment, const process::ElasticProcess& process,
                                const flux::Spectrum& spectrum) {
  const detector::RecoilResponse response(experiment.response);
  const size_t bins = response.bins();
  const math::QuadratureRule rule = math::gauss_legendre(12);
  std::vector<double> counts(bins), probabilities(bins);
  const auto add = [&](double energy, double weight) {
    for (size_t component = 0; component < process.components().size(); ++component) {
      const double highest = process.recoil_range(component, energy).high;
      const std::vector<double> panels = response.panels(detector::Recoil::nuclear, highest);
      for (size_t panel = 0; panel + 1 < panels.size(); ++panel) {
        for (size_t k = 0; k < rule.nodes.size(); ++k) {
          const double width = panels[panel + 1] - panels[panel], recoil = panels[panel] + width * rule.nodes[k];
          double value = 0.0;
          process.recoil_spectrum(component, &energy, &recoil, 1, &value);
          response.probabilities(detector::Recoil::nuclear, recoil, probabilities.data());
          for (size_t bin = 0; bin < bins; ++bin)
            counts[bin] += weight * width * rule.weights[k] * value * probabilities[bin];
        }
      }
    }
  };
  if (spectrum.kind == flux::Spectrum::Kind::line) {
    add(spectrum.energies[0], spectrum.density[0]);
  } else {
    constexpr int pieces = 10;
    for (int piece = 0; piece < pieces; ++piece) {
      for (size_t k = 0; k < rule.nodes.size(); ++k) {
        const double energy = spectrum.highest() * (piece + rule.nodes[k]) / pieces;
        add(energy, spectrum.highest() / pieces * rule.weights[k] * spectrum.at(energy));
      }
    }
  }
  const double scale =
      experiment.exposure * experiment.mass_tonnes * matter::material(experiment.target).units_per_tonne() / units::cm2;
  for (double& count : counts) count *= scale;
  return counts;
}

TEST(Predictor, AgreesWithAPlainDoubleIntegral) {
  detector::Experiment experiment = caesium_iodide();
  experiment.time_edges_s.clear();
  experiment.time_efficiency = {};
  const flux::Flux flux = pion_decay_at_rest();
  const Prediction prediction = Predictor(experiment, flux, sources("CsI")).predict();
  ASSERT_EQ(prediction.parts.size(), 3u);
  EXPECT_EQ(prediction.parts[0].name, "cevns numu");
  EXPECT_EQ(prediction.parts[0].kind, "signal");
  size_t part = 0;
  for (const Neutrino neutrino : {numu, nue, numubar}) {
    const auto expected = brute_force(experiment, *cevns(neutrino, "CsI"), flux.spectrum(neutrino));
    const std::vector<double>& counts = prediction.parts[part++].counts;
    ASSERT_EQ(counts.size(), expected.size());
    for (size_t bin = 0; bin < counts.size(); ++bin) {
      EXPECT_NEAR(counts[bin], expected[bin], 3e-6 * total(expected)) << name(neutrino) << " bin " << bin;
    }
  }
}

TEST(Predictor, StatesANumericalErrorThatIsSmall) {
  const Prediction prediction = Predictor(caesium_iodide(), pion_decay_at_rest(), sources("CsI")).predict();
  EXPECT_GT(prediction.relative_error, 0.0);
  EXPECT_LT(prediction.relative_error, 2e-6);
}

TEST(Predictor, IdealDetectorCountsTheFluxAverage) {
  const detector::Experiment experiment = ideal("Ar40", {0, 5, 10, 20, 50, 100, 1000});
  const flux::Flux flux = pion_decay_at_rest();
  const auto process = cevns(nue, "Ar40");
  const double counts = Predictor(experiment, flux, {{"cevns", process}}).predict().parts.at(0).total();
  const double sigma = flux_average(*process, flux.spectrum(nue), 0.0, 1.0).value;
  const double targets = matter::material("Ar40").units_per_tonne();
  EXPECT_NEAR(counts / (experiment.exposure * targets * flux.spectrum(nue).integral() * sigma / units::cm2), 1.0, 1e-6);
}

TEST(Predictor, ElectronsAreNotQuenched) {
  process::NuElectronOptions options;
  options.neutrino = nue;
  options.channels = standard_channels(nue);
  options.target = matter::material("Xe");
  options.binding = "stepped";
  const auto process = process::make_nu_electron(options);
  detector::Experiment experiment = ideal("Xe", {1, 4, 30, 200});
  experiment.response.observable = detector::Observable::electron_equivalent_energy;
  experiment.response.quenching = detector::make_quenching("constant,value=0.1");
  const flux::Flux flux = pion_decay_at_rest();
  const Prediction::Part part = Predictor(experiment, flux, {{"nu-e", process}}).predict().parts.at(0);
  EXPECT_EQ(part.name, "nu-e nue");
  const double exposure = experiment.exposure * matter::material("Xe").units_per_tonne() / units::cm2;
  for (size_t bin = 0; bin < 3; ++bin) {
    const std::vector<double>& edges = experiment.response.edges;
    const double sigma = flux_average(*process, flux.spectrum(nue), edges[bin], edges[bin + 1]).value;
    EXPECT_NEAR(part.counts[bin] / (exposure * flux.spectrum(nue).integral() * sigma), 1.0, 2e-6) << bin;
  }
}

TEST(Predictor, TotalsDoNotDependOnTheBins) {
  detector::Experiment experiment = caesium_iodide();
  const double reference = total(signal(experiment, "CsI"));
  experiment.response.edges = {0, 12, 20, 60};  // merged
  EXPECT_NEAR(total(signal(experiment, "CsI")) / reference, 1.0, 1e-6);
  experiment.response.edges.clear();  // halved
  const std::vector<double> edges = caesium_iodide().response.edges;
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    experiment.response.edges.push_back(edges[i]);
    experiment.response.edges.push_back(0.5 * (edges[i] + edges[i + 1]));
  }
  experiment.response.edges.push_back(edges.back());
  const std::vector<double> halved = signal(experiment, "CsI"), whole = signal(caesium_iodide(), "CsI");
  EXPECT_NEAR(total(halved) / reference, 1.0, 1e-6);
  const size_t times = caesium_iodide().time_bins();
  for (size_t i = 0; i < whole.size(); ++i) {
    const size_t first = i / times * 2 * times + i % times;
    EXPECT_NEAR(halved[first] + halved[first + times], whole[i], 1e-6 * reference) << i;
  }
  experiment.time_edges_s = {0, 6 * us};
  EXPECT_NEAR(total(signal(experiment, "CsI")) / reference, 1.0, 1e-6);
}

TEST(Predictor, SharesTheSignalOutInTime) {
  detector::Experiment experiment = caesium_iodide();
  experiment.time_efficiency = {};
  const flux::Flux flux = pion_decay_at_rest();
  const Prediction timed = Predictor(experiment, flux, sources("CsI")).predict();
  const size_t times = experiment.time_bins();
  experiment.time_edges_s.clear();
  const Prediction untimed = Predictor(experiment, flux, sources("CsI")).predict();
  for (size_t part = 0; part < 3; ++part) {
    const flux::ArrivalTime& arrival = flux.arrival.at(part == 0 ? numu.pdg() : nue.pdg());
    for (size_t i = 0; i < timed.parts[part].counts.size(); ++i) {
      const std::vector<double> edges = caesium_iodide().time_edges_s;
      const double share = arrival.share(edges[i % times], edges[i % times + 1]);
      EXPECT_NEAR(timed.parts[part].counts[i], share * untimed.parts[part].counts[i / times],
                  1e-12 * untimed.parts[part].total());
    }
    EXPECT_NEAR(timed.parts[part].total(), arrival.share(0.0, 6 * us) * untimed.parts[part].total(),
                1e-10 * untimed.parts[part].total());
  }
}

TEST(Predictor, TimeEfficiencyIsAveragedOverTheArrivals) {
  detector::Experiment experiment = caesium_iodide();
  experiment.time_edges_s = {0, 6 * us};
  const flux::Flux flux = pion_decay_at_rest();
  const double with = Predictor(experiment, flux, sources("CsI")).predict().parts[1].total();
  experiment.time_efficiency = {};
  const double without = Predictor(experiment, flux, sources("CsI")).predict().parts[1].total();
  // Riemann sum over the arrival times.
  const flux::ArrivalTime& arrival = flux.arrival.at(nue.pdg());
  double counted = 0.0;
  constexpr int steps = 60000;
  for (int i = 0; i < steps; ++i) {
    const double t = 6.0 * (i + 0.5) / steps;
    const double efficiency = t < 0.52 ? 1.0 : std::exp(-0.0494 * (t - 0.52));
    counted += efficiency * arrival.share(6 * us * i / steps, 6 * us * (i + 1) / steps);
  }
  EXPECT_NEAR(with / without, counted / arrival.share(0.0, 6 * us), 1e-7);
}

TEST(Predictor, TimeOffsetMovesTheArrivals) {
  detector::Experiment experiment = caesium_iodide();
  experiment.time_efficiency = {};
  const std::vector<double> before = signal(experiment, "CsI");
  experiment.time_offset_s = 0.25 * us;
  for (double& edge : experiment.time_edges_s) edge += 0.25 * us;
  const std::vector<double> after = signal(experiment, "CsI");
  for (size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i], 1e-9 * total(before));
}

TEST(Predictor, AppendsTheBackgrounds) {
  detector::Experiment experiment = ideal("Ar40", {0, 5, 10});
  experiment.backgrounds.push_back({"brn", "neutrons of the beam", "a test", 40.0, 0.25, {0.75, 0.25}});
  const Prediction prediction = Predictor(experiment, pion_decay_at_rest(), sources("Ar40")).predict();
  EXPECT_EQ(prediction.parts.back().kind, "background");
  EXPECT_EQ(prediction.background(), (std::vector<double>{30.0, 10.0}));
  EXPECT_DOUBLE_EQ(total(prediction.signal()),
                   prediction.parts[0].total() + prediction.parts[1].total() + prediction.parts[2].total());
}

TEST(Predictor, NamesThresholdAndEndPointWhenNothingCounts) {
  const std::string text = message(ideal("Ar40", {200, 300}), pion_decay_at_rest());
  EXPECT_NE(text.find("52.83 MeV"), std::string::npos) << text;
  EXPECT_NE(text.find("200 keV"), std::string::npos) << text;
  EXPECT_NE(text.find("Ar40"), std::string::npos) << text;
}

TEST(Predictor, RefusesTimeBinsWithoutArrivalTimes) {
  flux::Flux flux = pion_decay_at_rest();
  flux.arrival.erase(nue.pdg());
  EXPECT_NE(message(caesium_iodide(), flux).find("nue"), std::string::npos);
  detector::Experiment late = caesium_iodide();
  late.time_edges_s = {1.0, 2.0};
  EXPECT_NE(message(late, pion_decay_at_rest()).find("time"), std::string::npos);
}

TEST(Predictor, RefusesExposuresInAnotherUnit) {
  detector::Experiment experiment = ideal("Ar40", {0, 10});
  experiment.exposure_unit = "s";
  EXPECT_NE(message(experiment, pion_decay_at_rest()).find("POT"), std::string::npos);
  flux::Flux shape = pion_decay_at_rest();
  shape.normalisation = flux::Normalisation::shape_only;
  EXPECT_NE(message(ideal("Ar40", {0, 10}), shape), "");
}

TEST(Predictor, RefusesProcessesOfAnotherSetUp) {
  const Predictor predictor(ideal("Ar40", {0, 10}), pion_decay_at_rest(), sources("Ar40"));
  EXPECT_THROW((void)predictor.predict({cevns(numu, "Ar40")}), UserError);
  EXPECT_THROW((void)predictor.predict({cevns(nue, "Ar40"), cevns(numu, "Ar40"), cevns(numubar, "Ar40")}), UserError);
  EXPECT_THROW((void)predictor.predict({cevns(numu, "Ge"), cevns(nue, "Ge"), cevns(numubar, "Ge")}), UserError);
}

TEST(Predictor, VanishingCouplingsGiveZeroAndDivergentOnesAnError) {
  auto none = standard_channels(nue);
  for (auto& term : none[0].terms) term.proton = term.neutron = term.electron = 0.0;
  const Predictor predictor(ideal("Ar40", {0, 10}), pion_decay_at_rest(), {{"cevns", cevns(nue, "Ar40")}});
  EXPECT_EQ(total(predictor.predict({cevns(nue, "Ar40", none)}).signal()), 0.0);
  auto dipole = standard_channels(nue);
  dipole.push_back({model::outgoing(nue, true), {{"dipole", model::Lorentz::magnetic, 1e-8, 0.0, 1e-8, {}}}});
  const auto process = cevns(nue, "Ar40", dipole);
  EXPECT_THROW(Predictor(ideal("Ar40", {0, 10}), pion_decay_at_rest(), {{"cevns", process}}), UserError);
  EXPECT_GT(total(Predictor(ideal("Ar40", {0.01, 10}), pion_decay_at_rest(), {{"cevns", process}}).predict().signal()),
            0.0);
}

}  // namespace
}  // namespace tridens::rate
