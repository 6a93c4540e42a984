// Displaced decays: sums by hand, scaling of couplings, and a calculation that draws everything at random.
#include "tridens/rate/displaced_decay.hh"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"
#include "tridens/matter/material.hh"
#include "tridens/process/registry.hh"
#include "tridens/rate/flux_average.hh"

namespace tridens::rate {
namespace {

using detector::Body;

constexpr double mass = 0.15;  // GeV

std::shared_ptr<const process::Process> upscatter(const std::string& material, bool antiparticle = false) {
  return process::make_process("upscatter", {{Flavour::muon, antiparticle},
                                             matter::material(material),
                                             nullptr,
                                             {{"regime", "elastic"},
                                              {"portal", "dipole"},
                                              {"mass", "0.15 GeV"},
                                              {"dipole", "1e-7 GeV^-1"},
                                              {"components", "coherent"}},
                                             nullptr});
}

flux::Flux beam() {
  flux::Flux result;
  result.name = "beam";
  result.exposure_unit = "POT";
  result.spectra[14] = {flux::Spectrum::Kind::histogram, {0.2, 0.6, 1.4, 3.0}, {2e-10, 3e-10, 5e-11}};
  result.spectra[-14] = {flux::Spectrum::Kind::points, {0.3, 1.0, 2.5}, {2e-11, 5e-11, 0.0}};
  return result;
}

detector::DecayExperiment experiment() {
  detector::DecayExperiment result;
  result.name = "test";
  result.exposure = 1e20;
  result.exposure_unit = "POT";
  result.baseline_m = 100.0;
  result.regions = {{"tank", "C12", Body::sphere(6.0), 0.9},
                    {"dirt", "C12", Body::box({16.0, 16.0, 20.0}, {0.0, 0.0, -20.0}), 2.0}};
  result.fiducial = Body::sphere(5.0);
  result.energy_edges = {0.0, 1.0, 4.0};
  return result;
}

/// Width of a mean flight of so many metres at p = m.
double width_of(double length_m) {
  return 1.0 / (length_m * units::m);
}

/// Every decay is selected, with an energy that says which node it came from.
std::vector<SelectedDecay> all_of(const DisplacedProduction& production) {
  std::vector<SelectedDecay> result;
  for (size_t i = 0; i < production.nodes().size(); ++i) {
    for (const size_t repetition : {0, 1}) {
      result.push_back({i, 0.5, {production.nodes()[i].energy, production.nodes()[i].angle}, repetition});
    }
  }
  return result;
}

struct Case {
  detector::DecayExperiment apparatus = experiment();
  std::vector<std::shared_ptr<const process::Process>> processes = {upscatter("C12"), upscatter("C12", true)};
  DisplacedProduction production{apparatus, beam(), {{0, processes}, {1, processes}}};
  std::shared_ptr<const DecayGeometry> geometry = std::make_shared<DecayGeometry>(apparatus);
  DisplacedDecays decays(double length_m) const {
    return {geometry, production, mass, width_of(length_m), all_of(production), 2};
  }
};

TEST(DisplacedDecays, ProductionIsTheFoldedCrossSection) {
  const Case each;
  const flux::Flux flux = beam();
  for (size_t region = 0; region < 2; ++region) {
    const detector::ProductionRegion& matter = each.apparatus.regions[region];
    double expected = 0.0;
    for (const auto& process : each.processes) {
      const flux::Spectrum& spectrum = flux.spectrum(process->neutrino());
      const double folded =
          fold(spectrum, process->threshold(0), [&](double energy) { return process->cross_section(0, energy).value; });
      expected += expected_events(1e20, matter.mass_tonnes() * matter::material("C12").units_per_tonne(), folded);
    }
    expected *= region == 0 ? 1.0 : std::pow(100.0 / 80.0, 2);
    EXPECT_NEAR(each.production.made(region) / expected, 1.0, 5e-3);
  }
}

TEST(DisplacedDecays, CouplingsCostASum) {
  const Case each;
  // Production times s and widths times w: the same as another calculation with that width, times s.
  for (const double w : {1e-3, 0.5, 40.0}) {
    EXPECT_NEAR(each.decays(30.0).events({2.5, w}).count / each.decays(30.0 / w).events({2.5}).count, 1.0, 1e-12);
  }
  // At once: the share of the tank. Late: like the width, so that the square of the coupling to the fourth.
  EXPECT_NEAR(each.decays(1e-6).events().count / (each.production.made(0) * std::pow(5.0 / 6.0, 3)), 1.0, 1e-3);
  EXPECT_NEAR(each.decays(1e9).events({1.0, 2.0}).count / each.decays(1e9).events().count, 2.0, 1e-5);
  const DisplacedDecays some = each.decays(30.0);
  EXPECT_NEAR((some.events_of_region(0) + some.events_of_region(1)) / some.events().count, 1.0, 1e-12);
  EXPECT_NEAR(some.decays() / some.events().count, 1.0, 1e-12);
  const auto bins = some.histogram(detector::ShowerVariable::energy, {0.0, 0.5, 1.0, 4.0});
  EXPECT_NEAR((bins[0].count + bins[1].count + bins[2].count) / some.events().count, 1.0, 1e-12);
  EXPECT_GT(some.histogram(detector::ShowerVariable::energy, {0.5, 1.0})[0].count, 0.0);
  // Groups of nodes and courses of decays have factors of their own.
  EXPECT_NEAR(some.events({2.0, 1.0, {1.5, 1.5}, {0.1}}).count / some.events().count, 0.3, 1e-12);
  const double first = some.events({1.0, 1.0, {1.0, 0.0}}).count, second = some.events({1.0, 1.0, {0.0, 1.0}}).count;
  EXPECT_GT(std::min(first, second), 0.0);
  EXPECT_NEAR((first + second) / some.events().count, 1.0, 1e-12);
}

TEST(DisplacedDecays, RandomNeutrinosTransfersPointsAndFlightsGiveTheSame) {
  const Case each;
  const double length = 20.0;  // m at p = m
  const flux::Flux flux = beam();
  const matter::Material carbon = matter::material("C12");
  double sum = 0.0, squares = 0.0;
  constexpr int count = 150000;
  for (std::uint64_t i = 0; i < count; ++i) {
    RandomStream stream(17, 1, i);
    double value = 0.0;
    for (size_t r = 0; r < 2; ++r) {
      const detector::ProductionRegion& region = each.apparatus.regions[r];
      const double targets =
          region.mass_tonnes() * carbon.units_per_tonne() * (r == 0 ? 1.0 : std::pow(100.0 / 80.0, 2));
      for (const auto& process : each.processes) {
        const flux::Spectrum& spectrum = flux.spectrum(process->neutrino());
        const double low = std::max(spectrum.lowest(), process->threshold(0)), span = spectrum.highest() - low;
        const double energy = low + span * stream.uniform();
        const double u[] = {stream.uniform(), stream.uniform(), stream.uniform()};
        double sigma = 0.0;
        process->dsigma(0, &energy, u, 1, &sigma);
        if (!(sigma > 0.0)) continue;
        const FourVector N = process->final_state(0, energy, u).front().momentum;
        const double p = N.momentum(), flown = -length * p / mass * std::log(stream.uniform());
        const double w[] = {stream.uniform(), stream.uniform(), stream.uniform()};
        const detector::Vector end = region.body.point(w) + detector::Vector{N.x, N.y, N.z} * (flown / p);
        if (!each.apparatus.fiducial.contains(end)) continue;
        value += 1e20 * targets * spectrum.at(energy) * span * sigma / units::cm2;
      }
    }
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count, error = std::sqrt((squares / count - mean * mean) / count);
  EXPECT_LT(error / mean, 0.03);
  EXPECT_NEAR(each.decays(length).events().count, mean, 3.0 * error + 0.01 * mean);
}

TEST(DisplacedDecays, TheErrorIsTheScatterOfTheRepetitions) {
  const Case each;
  // One decay of each node is selected in a quarter of the repetitions, at random: r p n (1 - p) of each weight.
  constexpr size_t repetitions = 400;
  std::vector<SelectedDecay> selected;
  double all = 0.0, squares = 0.0;
  for (size_t i = 0; i < each.production.nodes().size(); ++i) {
    RandomStream stream(5, 7, i);
    for (size_t r = 0; r < repetitions; ++r) {
      if (stream.uniform() < 0.25) selected.push_back({i, 1.0 / repetitions, {1.0, 0.0}, r});
    }
  }
  const DisplacedDecays some(each.geometry, each.production, mass, width_of(1e-6), selected, repetitions);
  for (const ProductionNode& node : each.production.nodes()) {
    const double w = node.made * each.production.regions()[0][0].targets * std::pow(5.0 / 6.0, 3);
    all += 0.25 * w;
    squares += w * w * 0.25 * 0.75 / repetitions;
  }
  EXPECT_NEAR(some.events().count, all, 4.0 * std::sqrt(squares) + 1e-3 * all);
  EXPECT_NEAR(some.events().error / std::sqrt(squares), 1.0, 4.0 / std::sqrt(2.0 * repetitions));
  EXPECT_EQ(some.selected(), selected.size());
  EXPECT_LT(some.effective_selected(), static_cast<double>(selected.size()));
}

TEST(DisplacedDecays, WhatCannotBeCountedIsRefused) {
  const Case each;
  flux::Flux wrong = beam();
  wrong.exposure_unit = "s";
  EXPECT_THROW(DisplacedProduction(each.apparatus, wrong, {{0, each.processes}}), UserError);
  flux::Flux low = beam();
  low.spectra.erase(-14);
  low.spectra[14] = {flux::Spectrum::Kind::histogram, {0.01, 0.1}, {1e-10}};
  EXPECT_THROW(DisplacedProduction(each.apparatus, low, {{0, each.processes}}), UserError);
  EXPECT_THROW(DisplacedDecays(each.geometry, each.production, mass, 0.0, {}, 2), UserError);
  EXPECT_THROW(DisplacedDecays(each.geometry, each.production, mass, 1e-9, {}, 1), Failure);
}

}  // namespace
}  // namespace tridens::rate
