// Entries of the gallery that fit reactors, spallation sources and electrons: on coarse grids, against what is known.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/planes.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/gallery/slices.hh"

namespace tridens::run::gallery {
namespace {

constexpr const char* germanium = "reactor-ge-100kg";

/// One experiment with Asimov data and no parameters.
io::FitCard projection_of(const std::string& experiment, const std::map<std::string, std::string>& change = {}) {
  io::FitCard card;
  card.data = "asimov";
  card.experiments = {{}};
  card.experiments[0].name = experiment;
  card.experiments[0].change = change;
  return card;
}

double expected_counts(const io::FitCard& card) {
  return make_fit_setup(card, 1).experiments.at(0).observed;
}

std::string message_of(const io::FitCard& card) {
  try {
    make_fit_setup(card, 1);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

io::FitCard coarse(io::FitCard card, int points) {
  for (io::FitParameterCard& parameter : card.parameters) parameter.points = points;
  return card;
}

TEST(GalleryFitsReactor, AnExpectationThatIsNoProjectionIsNotFitted) {
  io::FitCard card = projection_of("minerva-nue-me");
  EXPECT_NE(message_of(card).find("'minerva-nue-me' cannot be fitted"), std::string::npos) << message_of(card);
  card.data = "observed";
  EXPECT_NE(message_of(card).find("'minerva-nue-me' cannot be fitted"), std::string::npos) << message_of(card);
  // Who names the nuisances has thought about it.
  card.data = "asimov";
  card.experiments[0].nuisances = std::vector<std::string>{"flux"};
  EXPECT_EQ(message_of(card), "");
}

TEST(GalleryFitsReactor, AProjectionIsNotTakenForAMeasurement) {
  io::FitCard card = projection_of(germanium);
  card.data = "observed";
  EXPECT_NE(message_of(card).find("no observed counts"), std::string::npos) << message_of(card);
}

TEST(GalleryFitsReactor, BackgroundsGrowAloneOrWithTheExposure) {
  const double one = expected_counts(projection_of("ess-ge")),
               ten = expected_counts(projection_of("ess-ge", {{"backgrounds", "10"}})),
               three = expected_counts(projection_of("ess-ge", {{"pot", "8.4e23"}})),
               both = expected_counts(projection_of("ess-ge", {{"backgrounds", "10"}, {"pot", "8.4e23"}}));
  EXPECT_NEAR((ten - one) / 9.0, 1.37e4, 1e-6 * 1.37e4);
  EXPECT_NEAR(three / one, 3.0, 1e-9);
  EXPECT_NEAR(both / ten, 3.0, 1e-9);
  EXPECT_NE(message_of(projection_of("ess-ge", {{"backgrounds", "0"}})).find("backgrounds = 0"), std::string::npos);
}

TEST(GalleryFitsReactor, AValueTakesThePlaceOfAParameter) {
  const io::FitCard card = with_value(fit_card("reactor-sterile"), "d", 0.5);
  ASSERT_EQ(card.parameters.size(), 1u);
  EXPECT_EQ(card.experiments[0].change.at("oscillation"), "sterile,delta_m2=0.5eV2,sin2_2theta_ee={s}");
  EXPECT_THROW(with_value(card, "d", 0.5), UserError);
}

// Where the flux decides, N ~ Q_W^2 gives ds = (delta flux) [N - (1 - 4s) Z]/8Z.
TEST(GalleryFitsReactor, TheMixingAngleIsAsGoodAsTheFlux) {
  io::FitCard card = fit_card("reactor-mixing-angle");
  card.experiments[0].nuisances = std::vector<std::string>{"flux"};
  card.experiments[0].width = {{"flux", "0.02"}};
  const double Z = 32.0, N = 72.63 - Z, s = 0.23857;
  const double expected = 0.02 * (N - (1.0 - 4.0 * s) * Z) / (8.0 * Z);
  Context context(1, nullptr);
  const FitResult fitted = fit_of(context, card);
  EXPECT_NEAR(fitted.minima.front().parameters[0], s, 1e-6);
  EXPECT_NEAR(half_width(fitted, "s", 0.6827) / expected, 1.0, 0.03);
  EXPECT_THROW(half_width(fitted, "s", 0.5), UserError);
}

// dQ = (2u + d) Z + (u + 2d) N = 0.
TEST(GalleryFitsReactor, TheDegenerateLineOfGermaniumHasTheSlopeOfItsNuclei) {
  const io::FitCard card = only(fit_card("reactor-sns-nsi-quarks"), {germanium});
  Context context(1, nullptr);
  double down[2];
  for (const int i : {0, 1}) {
    const FitResult fitted = fit_of(context, with_value(card, "eu", i == 0 ? -0.1 : 0.1), false);
    ASSERT_GE(fitted.minima.size(), 2u) << "both solutions of the degeneracy";
    down[i] = fitted.minima[0].parameters[0];
    for (const FitResult::Point& minimum : fitted.minima) {
      if (std::abs(minimum.parameters[0]) < std::abs(down[i])) down[i] = minimum.parameters[0];
    }
  }
  const double Z = 32.0, N = 40.78;  // nuclides weighted by their number and weak charge
  EXPECT_NEAR((down[1] - down[0]) / 0.2, -(2.0 * Z + N) / (Z + 2.0 * N), 1e-3);
}

TEST(GalleryFitsReactor, TwoDetectorsLeaveLessOfThePlane) {
  const io::FitCard card = coarse(fit_card("ess-nsi-flavours"), 14);
  Context context(1, nullptr);
  const Plane drawn = plane(
      context, "",
      {choice("CsI", card, {"ess-csi"}), choice("Si", card, {"ess-si"}), choice("both", card, {"ess-csi", "ess-si"})},
      0.9);
  ASSERT_EQ(drawn.shares.size(), 3u);
  EXPECT_LT(drawn.shares[2], std::min(drawn.shares[0], drawn.shares[1]));
  EXPECT_GT(drawn.shares[2], 0.0);
  EXPECT_THROW(plane(context, "", {choice("CsI", card, {"ess-csi"})}, 0.5), UserError);
}

// The degenerate bands of one nuclide: thinner than the steps of a grid, from end to end of the plane, dQ = 0 and
// dQ = -2 Q between their borders.
TEST(GalleryFitsReactor, SlicesFindBandsThatAGridMisses) {
  io::FitCard card = coarse(only(fit_card("reactor-sns-nsi-quarks"), {germanium}), 20);
  card.experiments[0].change["target"] = "Ge74";
  Context context(1, nullptr);
  const SlicedRegion region = sliced_region(context, card, 0.9);
  ASSERT_EQ(region.parts.size(), 1u);
  EXPECT_TRUE(region.parts[0].right_open);
  EXPECT_LT(region.share, 0.01);
  const double Z = 32.0, N = 42.0, gap = (N - (1.0 - 4.0 * 0.23857) * Z) / (2.0 * Z + N);  // of the bands, in eps_u
  EXPECT_NEAR(region.parts[0].slices.front().x, -(2.0 * Z + N) / (Z + 2.0 * N), 0.01);     // where it leaves the plane
  size_t first = 0, second = 0;
  for (const Curve& curve : outline(region, "band")) {
    for (size_t i = 0; i < curve.x.size(); ++i) {
      const double from_line = curve.y[i] + (Z + 2.0 * N) / (2.0 * Z + N) * curve.x[i];
      if (std::abs(from_line) < 0.01) ++first;
      if (std::abs(from_line - gap) < 0.01) ++second;
      EXPECT_TRUE(std::abs(from_line) < 0.01 || std::abs(from_line - gap) < 0.01) << from_line;
    }
  }
  EXPECT_GE(first, 10u);
  EXPECT_GE(second, 10u);
}

/// Slices of a figure that is known: borders of a ring of radii 1 and 2.
TEST(GalleryFitsReactor, AnOutlineOfARingIsTwoClosedLines) {
  SlicedPart part;
  for (int i = -19; i <= 19; ++i) {
    const double x = 0.1 * i + 1e-3, outer = std::sqrt(4.0 - x * x);
    Slice slice{x, {}};
    if (std::abs(x) < 1.0) {
      const double inner = std::sqrt(1.0 - x * x);
      slice.allowed = {{-outer, -inner, false, false}, {inner, outer, false, false}};
    } else {
      slice.allowed = {{-outer, outer, false, false}};
    }
    part.slices.push_back(slice);
  }
  SlicedRegion region;
  region.parts = {part};
  const std::vector<Curve> curves = outline(region, "ring");
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[0].label, "ring");
  EXPECT_EQ(curves[1].label, "");
  for (const Curve& curve : curves) {
    EXPECT_EQ(curve.x.front(), curve.x.back());
    EXPECT_EQ(curve.y.front(), curve.y.back());
    for (size_t i = 0; i < curve.x.size(); ++i) {
      const double radius = std::hypot(curve.x[i], curve.y[i]);
      EXPECT_TRUE(std::abs(radius - 1.0) < 1e-9 || std::abs(radius - 2.0) < 1e-9) << radius;
    }
  }
}

TEST(GalleryFitsReactor, AnOutlineLeavesOpenSidesAway) {
  SlicedRegion region;
  SlicedPart part;
  part.left_open = part.right_open = true;
  for (const double x : {0.0, 1.0, 2.0}) part.slices.push_back({x, {{0.0, 3.0 + x, true, false}}});
  region.parts = {part};
  const std::vector<Curve> curves = outline(region, "limit");
  ASSERT_EQ(curves.size(), 1u);
  EXPECT_EQ(curves[0].x, (std::vector<double>{0.0, 1.0, 2.0}));
  EXPECT_EQ(curves[0].y, (std::vector<double>{3.0, 4.0, 5.0}));
}

TEST(GalleryFitsReactor, ABosonInTheDataIsFoundWithItsMass) {
  const io::FitCard card = with_value(only(fit_card("reactor-sns-light-vector"), {germanium}), "g", 3e-6);
  io::FitCard heavy = card;
  heavy.truth.settings = {{"mass", "8 MeV"}, {"g", "3e-6"}};
  Context context(1, nullptr);
  const FitResult fitted = fit_of(context, heavy);
  EXPECT_NEAR(fitted.minima.front().parameters[0], 8.0, 0.01);
  EXPECT_LT(half_width(fitted, "m", 0.6827), 1.0);
}

TEST(GalleryFitsReactor, AFreeFluxLeavesOnlyTheShapeOfAnOscillation) {
  const auto chi2 = [](double splitting, const std::string& width) {
    io::FitCard card = with_value(fit_card("reactor-sterile"), "d", splitting);
    card.experiments[0].width["flux"] = width;
    const inference::Profile profile = make_fit_setup(card, 1).likelihood->profile({0.2});
    EXPECT_TRUE(profile.converged);
    return profile.chi2;
  };
  EXPECT_GT(chi2(1.0, "free"), 10.0);
  EXPECT_LT(chi2(1.0, "free"), chi2(1.0, "0.02"));
  // Averaged out over the spectrum: 1 - 0.2/2, which a larger flux makes good.
  EXPECT_LT(chi2(15.0, "free"), 1.0);
  EXPECT_NEAR(chi2(15.0, "0.02"), std::pow((1.0 / 0.9 - 1.0) / 0.02, 2), 0.5);
}

// A transition to a massless neutrino is a magnetic moment.
TEST(GalleryFitsReactor, ALightHeavyNeutrinoIsAMagneticMoment) {
  Context context(1, nullptr);
  const std::optional<double> moment = upper_end(fit_of(context, fit_card("reactor-magnetic-moment")), "mu", 0.9),
                              light = upper_end(fit_of(context, with_value(fit_card("reactor-dipole"), "m", 1e-3)),
                                                "mu", 0.9),
                              heavy = upper_end(fit_of(context, with_value(fit_card("reactor-dipole"), "m", 4.0)), "mu",
                                                0.9);
  ASSERT_TRUE(moment && light && heavy);
  EXPECT_NEAR(*light / *moment, 1.0, 0.01);
  EXPECT_GT(*heavy, 2.0 * *light);
}

TEST(GalleryFitsReactor, DetectorsOfTheSpallationSourceHelpEachOther) {
  const io::FitCard card = fit_card("ess-nsi-ee-down");
  Context context(1, nullptr);
  const auto width = [&](const std::vector<std::string>& names) {
    return half_width(fit_of(context, coarse(only(card, names), 41)), "ed", 0.6827);
  };
  const double silicon = width({"ess-si"}), germanium_there = width({"ess-ge"});
  EXPECT_LT(width({"ess-si", "ess-ge"}), std::min(silicon, germanium_there));
}

TEST(GalleryFitsReactor, EveryCardCanBeReadAndNamesItsAxes) {
  for (const char* name : {"reactor-mixing-angle",
                           "nu-e-mixing-angle",
                           "conus-mixing-angle",
                           "reactor-sns-nsi-quarks",
                           "reactor-sns-nsi-flavours",
                           "reactor-sns-scalar-vector",
                           "reactor-sns-scalar-tensor",
                           "reactor-sns-vector-tensor",
                           "reactor-sns-axial-pseudoscalar",
                           "reactor-sns-light-vector",
                           "reactor-sns-light-scalar",
                           "reactor-sterile",
                           "reactor-magnetic-moment",
                           "nu-e-magnetic-moment-gemma",
                           "nu-e-magnetic-moment-texono",
                           "dresden-magnetic-moment",
                           "conus-magnetic-moment",
                           "solar-magnetic-moment",
                           "sns-magnetic-moment",
                           "nu-e-charge-radius",
                           "dresden-charge-radius",
                           "conus-charge-radius",
                           "sns-charge-radius",
                           "reactor-dipole",
                           "dresden-dipole",
                           "conus-dipole",
                           "sns-dipole-nue",
                           "sns-dipole-numu",
                           "ess-nsi-quarks",
                           "ess-nsi-flavours",
                           "ess-nsi-ee-down"}) {
    const io::FitCard card = fit_card(name);
    EXPECT_FALSE(card.title.empty()) << name;
    for (const io::FitParameterCard& parameter : card.parameters) {
      EXPECT_FALSE(axis_label(parameter).empty()) << name;
      EXPECT_GE(parameter.points, 10) << name;
    }
  }
}

TEST(GalleryFitsReactor, IdentifiersAreThere) {
  const std::vector<Entry> all = entries();
  for (const char* id : {"003.sin2thetaw", "003.nsi", "003.spvat-fit", "003.light-mediator-fit", "003.sterile-fit",
                         "003.magnetic-moment-fit", "002.dipole-cevns-fit", "004.ess-fit"}) {
    EXPECT_EQ(std::ranges::count(all, id, &Entry::id), 1) << id;
  }
}

}  // namespace
}  // namespace tridens::run::gallery
