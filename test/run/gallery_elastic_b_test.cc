// Entries on coherent scattering: each is compared with a second way to its numbers, and with the form of its figures.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <set>
#include <stdexcept>

#include "gallery_results.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/sources.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using units::keV;
using units::MeV;

const Comparison& row(const EntryResult& result, const std::string& beginning) {
  const auto found = std::find_if(result.comparisons.begin(), result.comparisons.end(),
                                  [&](const Comparison& item) { return item.quantity.starts_with(beginning); });
  if (found == result.comparisons.end()) throw std::runtime_error("no row " + beginning);
  return *found;
}

const std::vector<std::string> ids = {"003.coherence",      "003.tmax",
                                      "003.reactor-rate",   "003.sns-rate",
                                      "003.spvat",          "003.sterile",
                                      "003.dark-matter",    "003.magnetic-moment",
                                      "003.chirality-flip", "003.light-mediator",
                                      "004.xsec",           "004.fluences",
                                      "004.prediction",     "004.ess"};

class ElasticEntry : public ::testing::TestWithParam<std::string> {};

TEST_P(ElasticEntry, FiguresAreLabelledAndFiniteAndWhatDiffersHasAReason) {
  const EntryResult result = computed(GetParam());
  ASSERT_FALSE(result.comparisons.empty());
  for (const Comparison& item : result.comparisons) {
    EXPECT_TRUE(std::isfinite(item.computed)) << item.quantity;
    EXPECT_TRUE(verdict(item) != "differs" || !item.reason.empty()) << item.quantity;
  }
  for (const Figure& figure : result.figures) {
    EXPECT_FALSE(figure.title.empty() || figure.x_label.empty() || figure.y_label.empty()) << figure.title;
    std::set<std::string> labels;
    for (const Curve& curve : figure.curves) {
      EXPECT_TRUE(labels.insert(curve.label).second) << figure.title << ": " << curve.label << " comes twice";
      ASSERT_FALSE(curve.y.empty()) << figure.title << ": " << curve.label;
      EXPECT_EQ(curve.x.size(), curve.y.size() + (curve.style == Style::steps ? 1 : 0)) << curve.label;
      for (const double value : curve.y) EXPECT_TRUE(std::isfinite(value)) << figure.title << ": " << curve.label;
      // Something of it is inside of the frame.
      const double highest = *std::max_element(curve.y.begin(), curve.y.end());
      const double lowest = *std::min_element(curve.y.begin(), curve.y.end());
      EXPECT_GT(highest, figure.y_low.value_or(-INFINITY)) << figure.title << ": " << curve.label;
      EXPECT_LT(lowest, figure.y_high.value_or(INFINITY)) << figure.title << ": " << curve.label;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ElasticEntry, ::testing::ValuesIn(ids), [](const auto& parameter) {
  std::string name = parameter.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

TEST(ElasticContext, SpectraIntegrateToTheEvents) {
  const flux::Flux flux = source("pi-dar,facility=sns-csi2017");
  for (const std::string& neutrino : species(flux)) {
    const Scattering scattering = cevns(neutrino, "CsI");
    const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino(neutrino));
    const std::vector<double> recoils = evenly(0.01 * keV, 50.0 * keV, 5000);
    const std::vector<double> rate = events_per_keV(scattering, spectrum, 1e23, 0.01, recoils);
    const std::vector<double> share = average_cm2_per_keV(scattering, spectrum, recoils);
    const double step = (recoils[1] - recoils[0]) / keV;
    const RecoilWindow window{recoils.front(), recoils.back()};
    const auto sum = [&](const std::vector<double>& values) {
      return step * (std::accumulate(values.begin(), values.end(), 0.0) - 0.5 * (values.front() + values.back()));
    };
    EXPECT_NEAR(sum(rate) / events(scattering, spectrum, 1e23, 0.01, window), 1.0, 1e-4) << neutrino;
    EXPECT_NEAR(sum(share) / average_cm2(scattering, spectrum, window), 1.0, 1e-4) << neutrino;
  }
}

TEST(ElasticXsec, SpectrumAveragedOverALineIsTheSpectrumAtItsEnergy) {
  ElasticXsecRequest request;
  request.process.name = "cevns";
  request.process.neutrino = "numu";
  request.process.target = "Ar40";
  request.recoils_GeV = {5.0 * keV, 20.0 * keV};
  ElasticXsecRequest averaged = request;
  averaged.flux = io::FluxCard{};
  averaged.flux->source = "pi-dar,facility=sns-lar";
  averaged.exposure = io::ExposureCard{};
  averaged.exposure->mass = "1 t";
  averaged.exposure->pot = 1e23;
  const flux::Flux flux = source("pi-dar,facility=sns-lar");
  const flux::Spectrum& line = flux.spectrum(parse_neutrino("numu"));
  request.energies_GeV = {line.mean_energy()};
  const ElasticXsecResult one = elastic_xsec(request), all = elastic_xsec(averaged);
  ASSERT_EQ(one.rows.size(), all.rows.size());
  const double nuclei = matter::material("Ar40").units_per_tonne();
  for (size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_NEAR(all.rows[i].value / one.rows[i].value, 1.0, 1e-12);
    EXPECT_NEAR(*all.rows[i].events / (one.rows[i].value * line.integral() * 1e23 * nuclei), 1.0, 1e-9);
  }
}

TEST(CoherenceEntry, ExponentOfPointNucleiIsThatOfTheWeakCharge) {
  // sigma ~ (N - (1 - 4 s^2) Z)^2 E^2 where the kinematics of recoil is small.
  const EntryResult result = computed("003.coherence");
  double n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
  for (const auto& [Z, N] : {std::pair{6, 6},
                             {8, 8},
                             {11, 12},
                             {14, 14},
                             {18, 22},
                             {26, 30},
                             {32, 42},
                             {53, 74},
                             {54, 78},
                             {55, 78},
                             {82, 126}}) {
    const double x = std::log(N), y = 2.0 * std::log(N - (1.0 - 4.0 * 0.23857) * Z);
    n += 1.0, sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  EXPECT_NEAR(row(result, "exponent of N, point").computed, (n * sxy - sx * sy) / (n * sxx - sx * sx), 2e-3);
}

TEST(ReactorEntry, WhatWouldGiveTheSlideGivesIt) {
  const EntryResult result = computed("003.reactor-rate");
  const auto rate = [](const std::string& reactor, double threshold) {
    const flux::Flux flux = source(reactor + ",neutron_capture=0");
    return events(cevns("nuebar", "Ge"), flux.spectrum(parse_neutrino("nuebar")), 365.25 * 86400.0, 0.1,
                  RecoilWindow{threshold});
  };
  const double power = row(result, "thermal power").computed, distance = row(result, "distance").computed;
  EXPECT_NEAR(rate(fmt::format("reactor,power={}GW,distance=10m", power), 0.1 * keV), 7.6e6, 1e-5 * 7.6e6);
  EXPECT_NEAR(rate(fmt::format("reactor,power=1GW,distance={}m", distance), 0.1 * keV), 7.6e6, 1e-5 * 7.6e6);
  EXPECT_NEAR(rate("reactor,power=1GW,distance=10m", row(result, "threshold").computed * units::eV), 7.6e6,
              1e-4 * 7.6e6);
}

TEST(LightMediatorEntry, CouplingsRaiseTheCountsByTenPercent) {
  const EntryResult result = computed("003.light-mediator");
  const flux::Flux flux = source("reactor,power=1GW,distance=10m,neutron_capture=0");
  const auto counts = [&](const ElasticModel& model) {
    return average_cm2(cevns("nuebar", "Ge", model), flux.spectrum(parse_neutrino("nuebar")),
                       RecoilWindow{0.1 * keV, 2.0 * keV});
  };
  for (const auto& [name, model] : {std::pair{"Vector", "light-vector"}, {"Scalar", "light-scalar"}}) {
    const double product = row(result, std::string(name) + ", m = 3 MeV").computed;
    const ElasticModel chosen{model,
                              {{"mass", "3 MeV"}, {"g_nu", fmt::format("{}", product)}, {"g_u", "1"}, {"g_d", "1"}}};
    EXPECT_NEAR(counts(chosen) / counts({}), 1.1, 1e-6) << name;
  }
}

TEST(MomentEntry, TheMomentDoublesTheCounts) {
  const EntryResult result = computed("003.magnetic-moment");
  const flux::Flux flux = source("reactor,power=1GW,distance=10m,neutron_capture=0");
  const double mu = row(result, "moment that doubles the nuclear recoils, 0.1 to").computed;
  const RecoilWindow window{0.1 * keV, 2.0 * keV};
  const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino("nuebar"));
  const ElasticModel model{"magnetic-moment", {{"magnetic_moment_nue", fmt::format("{} muB", mu)}}};
  EXPECT_NEAR(average_cm2(cevns("nuebar", "Ge", model), spectrum, window) /
                  average_cm2(cevns("nuebar", "Ge"), spectrum, window),
              2.0, 1e-6);
}

TEST(PredictionEntry, DistributionsHoldAllEvents) {
  const EntryResult result = computed("004.prediction");
  const RateResult rate = experiment_rate("coherent-csi-2021");
  for (const size_t index : {0u, 2u}) {  // energy and time
    const Figure& figure = result.figures[index];
    const auto sum = std::find_if(figure.curves.begin(), figure.curves.end(),
                                  [](const Curve& curve) { return curve.label == "sum"; });
    ASSERT_NE(sum, figure.curves.end());
    double total = 0.0;
    for (size_t i = 0; i < sum->y.size(); ++i) total += sum->y[i] * (sum->x[i + 1] - sum->x[i]);
    EXPECT_NEAR(total / (rate.signal + rate.background), 1.0, 1e-9);
  }
}

}  // namespace
}  // namespace tridens::run::gallery
