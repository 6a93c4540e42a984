// Expectations of fit cards whose parameters change the flux, against cards that change it without a parameter.
#include "tridens/run/fit_expectation.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/gallery/fit_context.hh"

namespace tridens::run {
namespace {

/// Disappearance with fitted splitting (eV2) and amplitude.
io::FitCard card_of(const std::string& experiment) {
  return gallery::only(gallery::fit_card("coherent-sterile-oscillation-numu"), {experiment});
}

io::FitCard with_oscillation(io::FitCard card, const std::string& text) {
  card.experiments.front().change["oscillation"] = text;
  return card;
}

/// The same with the amplitude written out: no parameter but the splitting is left, and the flux is oscillated at it.
io::FitCard written_out(io::FitCard card, const std::string& amplitude) {
  std::string& text = card.experiments.front().change.at("oscillation");
  const std::string parameter = "{s}";
  text.replace(text.find(parameter), parameter.size(), amplitude);
  std::erase_if(card.parameters, [](const io::FitParameterCard& each) { return each.name == "s"; });
  return card;
}

double chi2_at(const io::FitCard& card, const std::vector<double>& point) {
  return make_fit_setup(card, 1).likelihood->profile(point).chi2;
}

void expect_the_oscillated_flux(const io::FitCard& card, double splitting) {
  const double direct = chi2_at(written_out(card, "0.8"), {splitting});
  EXPECT_GT(std::abs(direct - chi2_at(written_out(card, "0.1"), {splitting})), 0.1);
  EXPECT_NEAR(chi2_at(card, {splitting, 0.8}), direct, 1e-4);
}

TEST(FitExpectation, AFittedAmplitudeGivesTheCountsOfTheOscillatedFlux) {
  expect_the_oscillated_flux(card_of("coherent-lar-2020"), 7.0);
  expect_the_oscillated_flux(card_of("coherent-csi-2021"), 1.5);
}

TEST(FitExpectation, SeveralFlavoursDisappearEachWithItsAmplitude) {
  const std::string text = "sterile,delta_m2={dm2}eV2,sin2_2theta_mumu={s},sin2_2theta_ee=0.3,appearance=no";
  expect_the_oscillated_flux(with_oscillation(card_of("coherent-lar-2020"), text), 7.0);
}

TEST(FitExpectation, NeutrinosThatAppearAreCounted) {
  const io::FitCard card = card_of("coherent-lar-2020");
  const std::string text = "sterile,delta_m2={dm2}eV2,sin2_2theta_mumu={s},sin2_2theta_ee=0.3";
  const io::FitCard appear = with_oscillation(card, text), vanish = with_oscillation(card, text + ",appearance=no");
  expect_the_oscillated_flux(appear, 7.0);
  EXPECT_GT(std::abs(chi2_at(appear, {7.0, 0.8}) - chi2_at(vanish, {7.0, 0.8})), 1e-3);
}

TEST(FitExpectation, AnAmplitudeAboveOneIsRefused) {
  const FitSetup setup = make_fit_setup(card_of("coherent-lar-2020"), 1);
  EXPECT_THROW(setup.likelihood->profile({7.0, 1.01}), UserError);
}

}  // namespace
}  // namespace tridens::run
