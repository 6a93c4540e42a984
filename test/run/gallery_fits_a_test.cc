// Entries on the fits of COHERENT: chi2 table and non-standard interactions, in coarse form.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/run/gallery/chi2_cells.hh"
#include "tridens/run/gallery/coherent_nsi.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

const std::vector<std::string> csi = {"coherent-csi-2021"}, lar = {"coherent-lar-2020"},
                               both = {"coherent-csi-2021", "coherent-lar-2020"};

Chi2Cell cell_of(const std::string& card) {
  const std::vector<Chi2Cell> cells = coherent_cells();
  const auto found = std::ranges::find_if(cells, [&](const Chi2Cell& cell) { return cell.card == card; });
  EXPECT_NE(found, cells.end()) << card;
  return *found;
}

double computed(const EntryResult& result, const std::string& quantity) {
  const auto found =
      std::ranges::find_if(result.comparisons, [&](const Comparison& item) { return item.quantity == quantity; });
  EXPECT_NE(found, result.comparisons.end()) << quantity;
  return found == result.comparisons.end() ? std::numeric_limits<double>::quiet_NaN() : found->computed;
}

TEST(Chi2Cells, EveryCardHasBothDetectorsAndPublishedNumbers) {
  Context context(1, nullptr);
  const Table& published = context.published("coherent-chi2");
  for (const Chi2Cell& cell : coherent_cells()) {
    const io::FitCard card = fit_card(cell.card);
    ASSERT_EQ(card.experiments.size(), 2u) << cell.card;
    EXPECT_EQ(card.experiments[0].name, csi.front());
    EXPECT_EQ(card.experiments[1].name, lar.front());
    EXPECT_TRUE(std::ranges::any_of(published.rows, [&](const auto& row) { return row[0] == cell.card; })) << cell.card;
  }
}

TEST(Chi2Cells, NumbersOfTheScenariosAreThoseOfTheTable) {
  Context context(1, nullptr);
  const Table& published = context.published("coherent-chi2");
  for (const Chi2Cell& cell : scenario_cells()) {
    const auto row = std::ranges::find_if(published.rows, [&](const auto& each) { return each[0] == cell.card; });
    ASSERT_NE(row, published.rows.end()) << cell.card;
    const std::vector<std::optional<PublishedChi2>> columns = {cell.csi, cell.lar, cell.both};
    for (size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i]) continue;
      EXPECT_DOUBLE_EQ(columns[i]->chi2, std::stod((*row)[2 * i + 1])) << cell.card;
      EXPECT_DOUBLE_EQ(columns[i]->per_dof, std::stod((*row)[2 * i + 2])) << cell.card;
    }
  }
}

TEST(Chi2Cells, PartOfACardKeepsOnlyParametersThatStandSomewhere) {
  const io::FitCard whole = part_of_card("coherent-radius", both), part = part_of_card("coherent-radius", lar);
  EXPECT_EQ(whole.parameters.size(), 2u);
  ASSERT_EQ(part.parameters.size(), 1u);
  EXPECT_EQ(part.parameters.front().name, "R_Ar");
  EXPECT_THROW(part_of_card("coherent-radius", {"coherent-ge"}), UserError);
}

TEST(Chi2Table, AgreesOrSaysWhyAndCountsDegreesOfFreedomAsPublished) {
  Context context(1, nullptr);
  const EntryResult result = chi2_table(context, {cell_of("coherent-sm"), cell_of("coherent-sin2thetaw")});
  ASSERT_EQ(result.comparisons.size(), 9u);
  for (const Comparison& item : result.comparisons) {
    EXPECT_TRUE(std::isfinite(item.computed)) << item.quantity;
    EXPECT_TRUE(verdict(item) == "agrees" || !item.reason.empty()) << item.quantity;
  }
  // chi2 itself stays within 1.5 everywhere.
  for (const Comparison& item : result.comparisons) {
    if (!item.quantity.ends_with(": chi2")) continue;
    EXPECT_EQ(verdict(item), "agrees") << item.quantity;
  }
  const std::vector<std::string> expected = {"98", "120", "218", "97", "119", "217"};
  ASSERT_EQ(result.tables.front().rows.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::vector<std::string>& row = result.tables.front().rows[i];
    EXPECT_EQ(row[4], expected[i]) << row[0] << ", " << row[1];
    // What the printed ratio means, to its three digits.
    EXPECT_NEAR(std::stod(row[5]), std::stod(row[4]), 0.2) << row[0] << ", " << row[1];
  }
}

TEST(Chi2Table, WithoutCommonNuisancesTheSumIsThatOfTheDetectors) {
  Context context(1, nullptr);
  const EntryResult result = chi2_table(context, {cell_of("coherent-sm")});
  const double sum = computed(result, "Standard Model, CsI: chi2") + computed(result, "Standard Model, LAr: chi2");
  EXPECT_NEAR(computed(result, "Standard Model, CsI + LAr: chi2"), sum, 2e-3);
}

TEST(Chi2Table, AFreeOnsetTakesTheGainOfTwoFlavours) {
  Context context(1, nullptr);
  const auto gain = [&](bool free_onset) {
    io::FitCard standard = part_of_card("coherent-sm", csi), card = part_of_card("coherent-nsi-d", csi);
    for (io::FitCard* each : {&standard, &card}) {
      if (free_onset) each->experiments.front().nuisances = {"flux", "quenching", "brn", "nin", "steady", "time"};
    }
    card = with_fixed(with_fixed(card, "ee_d", -0.043), "mumu_d", 0.028);
    return lowest_chi2(context, standard) - lowest_chi2(context, card);
  };
  EXPECT_GT(gain(false), 1.2);
  EXPECT_LT(gain(true), 0.3);
}

TEST(Chi2Table, VariationsBeginWithTheGainsOfTheTable) {
  Context context(1, nullptr);
  const std::vector<Chi2Cell> cells = {cell_of("coherent-sm"), cell_of("coherent-sin2thetaw")};
  const DataTable table = chi2_variations(context, cells);
  ASSERT_EQ(table.rows.size(), 2u);
  for (const size_t i : {1u, 2u, 3u, 4u, 5u, 6u, 7u}) EXPECT_EQ(std::stod(table.rows[0][i]), 0.0) << table.columns[i];
  const std::vector<std::string>& row = table.rows[1];
  EXPECT_EQ(row[1], "-0.4");
  EXPECT_EQ(row[5], "0.0");
  // More signal is expected with the other form factor than is seen: there the angle gains, here hardly.
  EXPECT_GT(std::stod(row[2]), -0.1);
  EXPECT_LT(std::stod(row[4]), -0.4);
}

TEST(NsiBands, SlopesLieBetweenThoseOfTheNuclei) {
  Context context(1, nullptr);
  const auto slope = [](double Z, double N) { return -(Z + 2.0 * N) / (2.0 * Z + N); };
  const Solutions of_csi = band_slopes(context, "coherent-nsi-ee", csi);
  for (const double found : {of_csi.low, of_csi.high}) {
    EXPECT_GT(found, slope(55, 78) - 1e-3);
    EXPECT_LT(found, slope(53, 74) + 1e-3);
  }
}

TEST(NsiBands, OfOneNucleusHaveTheSlopeOfTheFormula) {
  Context context(1, nullptr);
  const Solutions of_argon = band_slopes(context, "coherent-nsi-mumu", lar);
  for (const double found : {of_argon.low, of_argon.high}) EXPECT_NEAR(found, -(18.0 + 44.0) / (36.0 + 22.0), 2e-3);
}

TEST(NsiPlane, BordersLieWhereChi2HasRisenAndTheStandardModelIsAllowed) {
  Context context(1, nullptr);
  const Figure figure = nsi_plane(context, "coherent-nsi-ee-etau-d", 21);
  ASSERT_GE(figure.curves.size(), 5u);
  EXPECT_EQ(figure.curves.front().label, "CsI");
  for (const Curve& curve : figure.curves) {
    ASSERT_FALSE(curve.x.empty()) << curve.label;
    for (size_t i = 0; i < curve.x.size(); ++i) EXPECT_TRUE(std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]));
  }
  const io::FitCard card = part_of_card("coherent-nsi-ee-etau-d", csi);
  const auto at = [&](double x, double y) {
    return lowest_chi2(context, with_fixed(with_fixed(card, "ee_d", x), "etau_d", y));
  };
  // Along the ring all is degenerate: its best point lies on the axis too.
  const double best = lowest_chi2(context, with_fixed(card, "etau_d", 0.0));
  EXPECT_LT(at(0.0, 0.0) - best, 4.605);
  const Curve& border = figure.curves.front();
  for (size_t i = 0; i < border.x.size(); i += border.x.size() / 3) {
    EXPECT_NEAR(at(border.x[i], border.y[i]) - best, 4.605, 0.4) << border.x[i] << ", " << border.y[i];
  }
}

TEST(NsiRing, FlavourChangeDoesNotInterfereAndIsACircleForOneFlavour) {
  Context context(1, nullptr);
  const io::FitCard card = part_of_card("coherent-nsi-ee-etau-d", csi);
  const auto at = [&](double x, double y) {
    return lowest_chi2(context, with_fixed(with_fixed(card, "ee_d", x), "etau_d", y));
  };
  EXPECT_NEAR(at(0.1, 0.15), at(0.1, -0.15), 1e-6);
  // Q_V/(Z + 2N) away from the middle, in whatever direction, is the Standard Model.
  const double middle = (0.5 * 76.0 - (0.5 - 2.0 * 0.23857) * 54.0) / (54.0 + 152.0);
  EXPECT_NEAR(at(middle, middle), at(0.0, 0.0), 0.02);
}

TEST(NsiSolutions, AnotherNumberOfMinimaThanTwoIsAFailure) {
  Context context(1, nullptr);
  EXPECT_THROW(two_solutions(context, part_of_card("coherent-sin2thetaw", csi)), Failure);
}

}  // namespace
}  // namespace tridens::run::gallery
