// Limits on bosons from scans, the anomalous moment of the muon, and the cards of DUNE and of measured tridents.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/mediator_limits.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

TEST(MuonMoment, FollowsTheLoopIntegral) {
  // Independent evaluations of the integral, and its limits.
  EXPECT_NEAR(muon_moment_per_coupling_squared(1e-3) / 1.230864e-2, 1.0, 1e-6);
  EXPECT_NEAR(muon_moment_per_coupling_squared(1.0) / 8.600279e-5, 1.0, 1e-6);
  const double light = 1.0 / (8.0 * units::pi * units::pi);
  EXPECT_NEAR(muon_moment_per_coupling_squared(1e-9) / light, 1.0, 1e-6);
  const double heavy = std::pow(constants::muon_mass / 1e3, 2) / (12.0 * units::pi * units::pi);
  EXPECT_NEAR(muon_moment_per_coupling_squared(1e3) / heavy, 1.0, 1e-5);
}

TEST(MuonMoment, BandHoldsTheCouplingsOfTheAnomaly) {
  // 251e-11 asks for 4.516e-4 at 1 MeV and 5.402e-3 at 1 GeV.
  const Curve band = muon_moment_band("g-2", 2.51e-9, 0.59e-9, {1e-3, 1.0});
  EXPECT_NEAR(band.y[0] / 4.516e-4, 1.0, 2e-4);
  EXPECT_NEAR(band.y[1] / 5.402e-3, 1.0, 2e-4);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(std::pow(band.low[i] / band.y[i], 2), (2.51 - 1.18) / 2.51, 1e-12);
    EXPECT_NEAR(std::pow(band.high[i] / band.y[i], 2), (2.51 + 1.18) / 2.51, 1e-12);
  }
}

/// A scan of masses and couplings with a chi2 that is known.
template <typename Chi2>
io::ScanTable scan_with(Chi2 chi2) {
  io::ScanTable table;
  table.header.title = "made up";
  table.header.axes = {{"mass", "GeV", "mass", 1e-3, 10.0, 17, true}, {"g", "", "g", 1e-6, 1.0, 481, true}};
  table.header.columns = {"point", "mass", "g", "chi2", "converged"};
  for (int i = 0; i < 17; ++i) {
    for (int j = 0; j < 481; ++j) {
      const double mass = table.header.axes[0].at(i), g = table.header.axes[1].at(j), value = chi2(mass, g);
      table.rows.push_back({static_cast<double>(i * 481 + j), mass, g, value, std::isfinite(value) ? 1.0 : 0.0});
    }
  }
  return table;
}

double edge(double mass) {
  return 2e-4 * std::sqrt(1.0 + mass * mass / 1e-2);
}

TEST(MediatorLimits, LieWhereChi2HasRisen) {
  const auto table = scan_with([](double mass, double g) { return 0.4 + std::pow(g / edge(mass), 4); });
  const MediatorLimits limits = limits_of_scan(table, "power", rise_90, Reference::best_at_mass, Style::dashed);
  ASSERT_EQ(limits.borders.size(), 1u);
  EXPECT_EQ(limits.borders[0].label, "power");
  EXPECT_EQ(limits.borders[0].style, Style::dashed);
  for (int i = 0; i < 17; ++i) {
    const double mass = table.header.axes[0].at(i), wanted = edge(mass) * std::pow(rise_90, 0.25);
    EXPECT_NEAR(limits.at(mass) / wanted, 1.0, 1e-6) << mass;
  }
  // Between masses linear in the logarithms.
  EXPECT_NEAR(limits.at(0.08) / (edge(0.08) * std::pow(rise_90, 0.25)), 1.0, 0.02);
}

TEST(MediatorLimits, AMeasurementCanLieOutsideTheModel) {
  // A ratio of 0.82 +- 0.28 and a model that only adds: chi2 counts from 0.82, not from its minimum at 1.
  const auto table = scan_with([](double mass, double g) {
    const double ratio = 1.0 + std::pow(g / edge(mass), 2);
    return std::pow((ratio - 0.82) / 0.28, 2);
  });
  const auto at = [&](Reference reference) {
    return limits_of_scan(table, "", rise_95, reference, Style::line).at(1e-3) / edge(1e-3);
  };
  EXPECT_NEAR(at(Reference::nothing), std::sqrt(0.82 + 1.96 * 0.28 - 1.0), 0.01);
  const double risen = 0.28 * std::sqrt(rise_95 + std::pow(0.18 / 0.28, 2)) - 0.18;
  EXPECT_NEAR(at(Reference::best_at_mass), std::sqrt(risen), 0.01);
}

TEST(MediatorLimits, IslandsKeepTheirBorders) {
  // A second solution at three times the coupling.
  const auto table = scan_with([](double, double g) {
    const double x = g / 2e-4;
    return 4.0 * std::pow(x * x * (1.0 - x * x / 9.0), 2);
  });
  const MediatorLimits limits = limits_of_scan(table, "both", rise_90, Reference::best_at_mass, Style::line);
  EXPECT_EQ(limits.borders.size(), 3u) << "upper edge, and both edges of the island";
  EXPECT_TRUE(limits.borders[1].label.empty());
  EXPECT_LT(limits.at(1e-2), 2e-4) << "the lowest one";
}

TEST(MediatorLimits, PointsWithoutChi2AreLeftOut) {
  const auto table = scan_with([](double mass, double g) {
    if (mass > 0.9) return std::numeric_limits<double>::quiet_NaN();
    return std::pow(g / edge(mass), 4);
  });
  const MediatorLimits limits = limits_of_scan(table, "", rise_90, Reference::best_at_mass, Style::line);
  EXPECT_GT(limits.at(0.5), 0.0);
  EXPECT_THROW(limits.at(5.0), Failure);
}

TEST(MediatorLimits, OtherScansAreRefused) {
  auto table = scan_with([](double, double g) { return g; });
  table.header.axes[1].logarithmic = false;
  EXPECT_THROW(limits_of_scan(table, "", rise_90, Reference::best_at_mass, Style::line), UserError);
}

TEST(TridentCards, ChangesReachEveryExperiment) {
  const io::FitCard card = fit_card("dune-lmultau-dimuons");
  const io::FitCard tight = with_width(card, "normalisation", "0.01"), full = with_background(card, 2.0);
  ASSERT_EQ(card.experiments.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(tight.experiments[i].width.at("normalisation"), "0.01");
    EXPECT_EQ(full.experiments[i].change.at("background"), "2");
  }
  EXPECT_TRUE(card.experiments[0].width.empty());
}

/// The scan of a card on a few points.
io::FitCard coarse(io::FitCard card, int masses, int couplings) {
  card.parameters[0].points = masses;
  card.parameters[1].points = couplings;
  return card;
}

TEST(DuneElectrons, NormalisationAndMassMoveTheLimitAsTheyMust) {
  Context context(1, nullptr);
  io::FitCard card = coarse(fit_card("dune-lelmu-nue"), 2, 9);
  card.parameters[0].min = 1e-3;
  card.parameters[0].max = 1.0;
  card.parameters[1].min = 1e-5;
  card.parameters[1].max = 1e-2;
  const auto limits = [&](const char* width) {
    return mediator_limits(context, with_width(card, "flux", width), "", Style::line);
  };
  const MediatorLimits one = limits("0.01"), five = limits("0.05"), ten = limits("0.1");
  for (const double mass : {1e-3, 1.0}) {
    EXPECT_LT(one.at(mass), five.at(mass)) << mass;
    EXPECT_LT(five.at(mass), ten.at(mass)) << mass;
  }
  // A heavy boson acts by g'^2/M^2, a light one by g'^2/(2 m_e T): T is above 600 MeV and below the energies of the
  // beam.
  const double T = std::pow(five.at(1e-3) / five.at(1.0), 2) / (2.0 * constants::electron_mass);
  EXPECT_GT(T, 0.6);
  EXPECT_LT(T, 5.0);
}

TEST(TridentCouplings, TheRingOfCcfrHoldsBothSolutions) {
  Context context(1, nullptr);
  const io::FitCard card = fit_card("ccfr-couplings");
  io::FitCard one = card;
  one.model.settings.erase("delta_gA");
  one.parameters.erase(one.parameters.begin() + 1);
  const FitResult found = fit_of(context, one);
  std::vector<FitResult::Range> ranges;
  for (const FitResult::Range& range : found.intervals) {
    if (range.confidence == 0.6827) ranges.push_back(range);
  }
  ASSERT_EQ(ranges.size(), 2u) << ranges_text(found, "gV", 0.6827);
  // gV of the Standard Model is 1 + 4 s_W^2, the mirror image lies at minus twice that. (VA terms move it a little.)
  const double gV = 1.0 + 4.0 * 0.23121;
  std::ranges::sort(ranges, {}, &FitResult::Range::low);
  EXPECT_NEAR(ranges[0].low + ranges[1].high, -2.0 * gV, 0.03 * gV);
  EXPECT_NEAR(ranges[0].high + ranges[1].low, -2.0 * gV, 0.03 * gV);
}

TEST(TridentEntries, AreInTheGallery) {
  std::vector<std::string> ids;
  for (const Entry& entry : entries()) ids.push_back(entry.id);
  for (const char* id : {"000.dune-lelmu", "000.dune-lmultau", "000.precision", "000.prism", "001.trident-limits"}) {
    EXPECT_EQ(std::ranges::count(ids, id), 1) << id;
  }
}

}  // namespace
}  // namespace tridens::run::gallery
