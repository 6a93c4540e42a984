#include "tridens/event/variables.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "sample.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::event {
namespace {

double value(std::string_view name, const Event& event) {
  return variable(name).value(true_kinematics(event));
}

const std::vector<int> dimuon = {14, 13, -13, 1000180400}, mixed = {12, 13, -11, 1000180400},
                       dielectron = {14, 11, -11, 2212}, scattering = {14, 11};

TEST(Variables, AgreeWithTextbookFormulasOnRandomEvents) {
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Event event = sample::trident(i);
    const FourVector k1 = event.particles[0].momentum, target = event.particles[1].momentum,
                     minus = event.particles[3].momentum, plus = event.particles[4].momentum,
                     recoil = event.particles[5].momentum, pair = minus + plus;
    const double m2 = pair.mass_squared();
    EXPECT_NEAR(value("invariant_mass_squared", event), m2, 1e-12);
    EXPECT_NEAR(value("invariant_mass", event), std::sqrt(m2), 1e-12);
    EXPECT_NEAR(value("angle_minus", event), std::acos(minus.z / minus.momentum()), 1e-7);
    EXPECT_NEAR(value("cos_angle_plus", event), plus.z / plus.momentum(), 1e-14);
    EXPECT_NEAR(value("angle_between", event), std::acos(minus.space_dot(plus) / (minus.momentum() * plus.momentum())),
                1e-7);
    EXPECT_NEAR(value("transverse_momentum_minus", event), minus.transverse_momentum(), 1e-14);
    EXPECT_NEAR(value("pair_transverse_momentum", event), pair.transverse_momentum(), 1e-14);
    EXPECT_NEAR(value("pair_angle", event), std::atan2(pair.transverse_momentum(), pair.z), 1e-13);
    EXPECT_NEAR(value("kinetic_energy_plus", event), plus.e - constants::muon_mass, 1e-14);
    EXPECT_NEAR(value("energy_asymmetry", event), (plus.e - minus.e) / pair.e, 1e-14);
    EXPECT_DOUBLE_EQ(value("leading_energy", event) + value("subleading_energy", event), pair.e);
    EXPECT_NEAR(value("Q2", event), -(target - recoil).mass_squared(), 1e-11);
    EXPECT_NEAR(value("recoil_kinetic_energy", event), recoil.e - target.e, 1e-12);
    // Target at rest: Q^2 = 2 M T.
    EXPECT_NEAR(value("Q2", event), 2.0 * target.e * value("recoil_kinetic_energy", event), 1e-11);
    EXPECT_NEAR(value("missing_energy", event), k1.e - pair.e, 1e-14);
    double azimuth = std::abs(std::atan2(minus.y, minus.x) - std::atan2(plus.y, plus.x));
    if (azimuth > units::pi) azimuth = 2.0 * units::pi - azimuth;
    EXPECT_NEAR(value("azimuth_between", event), azimuth, 1e-12);
  }
}

// (p1 + p2)^2 of collinear 1 TeV electrons: the textbook form loses all digits.
TEST(Variables, KeepTheMassOfACollinearElectronPair) {
  Event event = sample::trident(1, 11, -11);
  const double m = constants::electron_mass, p = 1000.0, theta = 1e-7;
  event.particles[3].momentum = sample::on_shell(m, 0.0, 0.0, p);
  event.particles[4].momentum = sample::on_shell(m, p * theta, 0.0, p);
  const double expected = 4.0 * m * m + p * p * theta * theta;
  EXPECT_NEAR(value("invariant_mass_squared", event) / expected, 1.0, 1e-9);
  EXPECT_NEAR(value("angle_plus", event) / theta, 1.0, 1e-9);
}

TEST(Variables, FollowTheDirectionOfTheBeam) {
  Event event = sample::trident(5), turned = event;
  for (Particle& p : turned.particles) {  // x -> y -> z -> x
    p.momentum = {p.momentum.e, p.momentum.z, p.momentum.x, p.momentum.y};
  }
  for (const Variable& v : variables()) {
    if ((v.needs & ~content_of(dimuon)) != 0) continue;
    EXPECT_NEAR(v.value(true_kinematics(event)), v.value(true_kinematics(turned)), 1e-12) << v.name;
  }
}

TEST(Variables, ByFlavourPickTheRightLeptonOfAMixedPair) {
  const Event event = sample::trident(3, 13, -11);
  EXPECT_EQ(value("energy_muon", event), value("energy_minus", event));
  EXPECT_EQ(value("angle_electron", event), value("angle_plus", event));
  EXPECT_NE(value("angle_electron", event), value("angle_muon", event));
}

TEST(Variables, OfOneElectronNeedNoPair) {
  Event event = sample::trident(2);
  const FourVector electron = sample::on_shell(constants::electron_mass, 0.01, 0.02, 3.0);
  event.particles = {event.particles[0], {11, Status::final_state, electron, constants::electron_mass}};
  const double theta = std::atan2(std::hypot(0.01, 0.02), 3.0);
  EXPECT_NEAR(value("E_theta2", event), electron.e * theta * theta, 1e-15);
  EXPECT_EQ(value("leading_energy", event), electron.e);
}

TEST(Variables, AreRefusedBeforeTheFirstEventWhereTheyDoNotExist) {
  const auto available = [](std::string_view name, const std::vector<int>& state) {
    const std::vector<std::vector<int>> states = {state};
    require_available(variable(name), states);
  };
  EXPECT_NO_THROW(available("angle_muon", mixed));
  EXPECT_NO_THROW(available("kinetic_energy_electron", scattering));
  EXPECT_THROW(available("angle_electron", dimuon), UserError);      // there is none
  EXPECT_THROW(available("angle_electron", dielectron), UserError);  // there are two
  EXPECT_THROW(available("invariant_mass", scattering), UserError);
  EXPECT_THROW(available("recoil_angle", scattering), UserError);
  const std::vector<std::vector<int>> several = {mixed, dimuon};
  EXPECT_THROW(require_available(variable("angle_electron"), several), UserError);
}

TEST(Variables, HaveUniqueNamesAndSuggestTheNearest) {
  std::set<std::string> names;
  for (const Variable& v : variables()) EXPECT_TRUE(names.insert(std::string(v.name)).second) << v.name;
  try {
    variable("angle_betwen");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("'angle_between'"), std::string::npos);
  }
}

TEST(Variables, ReadTheirUnits) {
  EXPECT_DOUBLE_EQ(parse_value(variable("invariant_mass_squared"), "0.2 GeV2"), 0.2);
  EXPECT_DOUBLE_EQ(parse_value(variable("Q2"), "5e4MeV2"), 0.05);
  EXPECT_DOUBLE_EQ(parse_value(variable("angle_minus"), "15 deg"), 15.0 * units::degree);
  EXPECT_DOUBLE_EQ(parse_value(variable("energy_minus"), "30 MeV"), 0.03);
  EXPECT_DOUBLE_EQ(parse_value(variable("energy_asymmetry"), "-0.5"), -0.5);
  EXPECT_THROW(parse_value(variable("invariant_mass_squared"), "0.2 GeV"), UserError);
  EXPECT_THROW(parse_value(variable("invariant_mass_squared"), "0.2"), UserError);
  EXPECT_THROW(parse_value(variable("invariant_mass_squared"), "2"), UserError);
  EXPECT_THROW(parse_value(variable("angle_minus"), "15 GeV"), UserError);
}

TEST(Variables, AreConvertedToTheUnitToPrintIn) {
  EXPECT_DOUBLE_EQ(unit_factor(variable("angle_minus"), "deg"), units::degree);
  EXPECT_DOUBLE_EQ(unit_factor(variable("Q2"), "MeV2"), 1e-6);
  EXPECT_EQ(unit_factor(variable("energy_minus"), ""), 1.0);
  EXPECT_THROW(unit_factor(variable("energy_minus"), "deg"), UserError);
  EXPECT_THROW(unit_factor(variable("energy_asymmetry"), "GeV"), UserError);
}

TEST(Kinematics, RefusesAnEventWithoutABeam) {
  Event event = sample::trident(1);
  event.particles.erase(event.particles.begin());
  EXPECT_THROW(true_kinematics(event), Failure);
}

}  // namespace
}  // namespace tridens::event
