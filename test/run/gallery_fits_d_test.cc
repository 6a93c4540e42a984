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

namespace tridens::run::gallery {
namespace {

constexpr const char *germanium = "reactor-ge-100kg", *caesium_iodide = "coherent-csi-2021";

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
  const double Z = 32.0, N = 72.63 - Z;
  EXPECT_NEAR((down[1] - down[0]) / 0.2, -(2.0 * Z + N) / (Z + 2.0 * N), 1e-3);
}

TEST(GalleryFitsReactor, ReactorAndSpallationSourceLeaveLessOfThePlane) {
  const io::FitCard card = coarse(fit_card("reactor-sns-nsi-flavours"), 14);
  Context context(1, nullptr);
  const Plane drawn = plane(context, "",
                            {choice("reactor", card, {germanium}), choice("CsI", card, {caesium_iodide}),
                             choice("both", card, {germanium, caesium_iodide})},
                            0.9);
  ASSERT_EQ(drawn.shares.size(), 3u);
  EXPECT_LT(drawn.shares[2], 0.5 * std::min(drawn.shares[0], drawn.shares[1]));
  EXPECT_GT(drawn.shares[1], 0.0);
  EXPECT_THROW(plane(context, "", {choice("reactor", card, {germanium})}, 0.5), UserError);
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
  const io::FitCard card = with_value(fit_card("reactor-sterile"), "d", 1.0);
  io::FitCard shape = card;
  shape.experiments[0].width["flux"] = "free";
  Context context(1, nullptr);
  const std::optional<double> known = upper_end(fit_of(context, coarse(card, 12)), "s", 0.9),
                              unknown = upper_end(fit_of(context, coarse(shape, 12)), "s", 0.9);
  ASSERT_TRUE(known && unknown);
  EXPECT_LT(*known, *unknown);
  EXPECT_LT(*known, 0.2);
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
      EXPECT_GE(parameter.points, 20) << name;
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
