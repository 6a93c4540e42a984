#include "tridens/matter/nucleon_form_factor.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/pauli_blocking.hh"

namespace tridens::matter {
namespace {

constexpr const char* names[] = {"dipole", "standard-dipole", "alberico", "kelly"};

TEST(NucleonFormFactor, StaticValuesAreChargeAndMagneticMoment) {
  for (const char* name : names) {
    const auto form_factor = make_nucleon_form_factor(name);
    EXPECT_DOUBLE_EQ(form_factor->electric(Nucleon::proton, 0.0), 1.0);
    EXPECT_DOUBLE_EQ(form_factor->electric(Nucleon::neutron, 0.0), 0.0);
    EXPECT_NEAR(form_factor->magnetic(Nucleon::proton, 0.0), 2.793, 5e-4);
    EXPECT_NEAR(form_factor->magnetic(Nucleon::neutron, 0.0), -1.913, 5e-4);
  }
}

TEST(NucleonFormFactor, RadiiAreThoseOfTheNucleons) {
  // Proton charge radius between 0.8 and 0.9 fm; square of the neutron charge radius -0.116 fm^2 within 5 %
  // (not dipole).
  for (const char* name : {"alberico", "kelly"}) {
    const auto form_factor = make_nucleon_form_factor(name);
    const double Q2 = 1e-6;
    const double fm2 = units::fm * units::fm;
    const double proton = 6.0 * (1.0 - form_factor->electric(Nucleon::proton, Q2)) / Q2 / fm2;
    const double neutron = -6.0 * form_factor->electric(Nucleon::neutron, Q2) / Q2 / fm2;
    EXPECT_NEAR(std::sqrt(proton), 0.865, 0.01) << name;
    EXPECT_NEAR(neutron, -0.1155, 0.005) << name;
  }
}

TEST(NucleonFormFactor, FitsToTheSameDataAgree) {
  const auto kelly = make_nucleon_form_factor("kelly");
  const auto alberico = make_nucleon_form_factor("alberico");
  // Bounds: the spread of the measurements, largest for the electric form factor of the neutron.
  for (double Q2 = 0.01; Q2 < 1.0; Q2 += 0.05) {
    const auto ratio = [&](auto form_factor, Nucleon nucleon) {
      return ((*alberico).*form_factor)(nucleon, Q2) / ((*kelly).*form_factor)(nucleon, Q2);
    };
    EXPECT_NEAR(ratio(&NucleonFormFactor::magnetic, Nucleon::proton), 1.0, 0.01) << Q2;
    EXPECT_NEAR(ratio(&NucleonFormFactor::magnetic, Nucleon::neutron), 1.0, 0.025) << Q2;
    EXPECT_NEAR(ratio(&NucleonFormFactor::electric, Nucleon::proton), 1.0, 0.025) << Q2;
    EXPECT_NEAR(ratio(&NucleonFormFactor::electric, Nucleon::neutron), 1.0, 0.06) << Q2;
  }
}

TEST(NucleonFormFactor, StructureFunctionsFollowFromDiracAndPauli) {
  for (const char* name : names) {
    const auto form_factor = make_nucleon_form_factor(name);
    for (const Nucleon nucleon : {Nucleon::proton, Nucleon::neutron}) {
      for (const double Q2 : {0.0, 1e-4, 0.1, 1.0, 5.0}) {
        double H1 = 0.0;
        double H2 = 0.0;
        form_factor->structure_functions(nucleon, &Q2, &H1, &H2, 1);
        const double t = Q2 / (4.0 * std::pow(nucleon_mass(nucleon), 2));
        const double electric = form_factor->electric(nucleon, Q2);
        const double magnetic = form_factor->magnetic(nucleon, Q2);
        const double F1 = (electric + t * magnetic) / (1.0 + t);
        const double F2 = (magnetic - electric) / (1.0 + t);
        EXPECT_NEAR(H1, F1 * F1 + t * F2 * F2, 1e-14);
        EXPECT_NEAR(H2, std::pow(F1 + F2, 2), 1e-13);
      }
    }
  }
}

TEST(NucleonFormFactor, AlbericoHasTheIntegralsOfTheTridentGenerator) {
  // int_0^inf H1 dQ^2 in GeV^2, from the grids of the generator of arXiv:1902.06765.
  const auto form_factor = make_nucleon_form_factor("alberico");
  const auto integral = [&](Nucleon nucleon) {
    const double from = std::log(1e-12);
    const double to = std::log(1e6);
    constexpr int intervals = 4000;
    double sum = 0.0;
    for (int i = 0; i <= intervals; ++i) {
      const double Q2 = std::exp(from + (to - from) * i / intervals);
      double H1 = 0.0;
      double H2 = 0.0;
      form_factor->structure_functions(nucleon, &Q2, &H1, &H2, 1);
      sum += (i == 0 || i == intervals ? 0.5 : 1.0) * H1 * Q2 * (to - from) / intervals;
    }
    return sum;
  };
  EXPECT_NEAR(integral(Nucleon::proton), 0.354911361, 2e-6);
  EXPECT_NEAR(integral(Nucleon::neutron), 0.0720946, 2e-6);
}

TEST(NucleonFormFactor, DipoleOfTheNeutronHasNoElectricPart) {
  const auto form_factor = make_nucleon_form_factor("dipole");
  const double Q2 = 0.3;
  double H1 = 0.0;
  double H2 = 0.0;
  form_factor->structure_functions(Nucleon::neutron, &Q2, &H1, &H2, 1);
  const double t = Q2 / (4.0 * std::pow(constants::neutron_mass, 2));
  EXPECT_NEAR(H1, t / (1.0 + t) * H2, 1e-15);
  EXPECT_NEAR(H2, std::pow(1.91304273 / std::pow(1.0 + Q2 / 0.7056, 2), 2), 1e-14);
  make_nucleon_form_factor("standard-dipole")->structure_functions(Nucleon::neutron, &Q2, &H1, &H2, 1);
  EXPECT_NEAR(H2, std::pow(1.91304273 / std::pow(1.0 + Q2 / 0.71, 2), 2), 1e-14);
}

TEST(NucleonFormFactor, UnknownNamesAreUserErrors) {
  EXPECT_THROW(make_nucleon_form_factor("kely"), UserError);
  EXPECT_THROW(make_nucleon_form_factor(""), UserError);
  EXPECT_EQ(make_nucleon_form_factor("default")->name(), "alberico");
  for (const FormFactorInfo& info : nucleon_form_factors()) EXPECT_NO_THROW(make_nucleon_form_factor(info.name));
}

TEST(PauliBlocking, IsTheOverlapOfTwoFermiSpheres) {
  // The share of a sphere of radius k_F that a shift by q moves out of it, by quadrature over the cap.
  const PauliBlocking blocking;
  const double kF = blocking.fermi_momentum;
  constexpr double mass = constants::proton_mass;
  for (const double q : {0.01, 0.1, 0.235, 0.4, 0.469}) {
    // Q^2 with |q|^2 = Q^2 (1 + Q^2/4M^2).
    const double Q2 = 2.0 * mass * (std::sqrt(mass * mass + q * q) - mass);
    const double height = kF - q / 2.0;
    const double overlap = 2.0 * units::pi * height * height * (3.0 * kF - height) / 3.0;
    EXPECT_NEAR(blocking.factor(Q2, mass), 1.0 - overlap / (4.0 / 3.0 * units::pi * kF * kF * kF), 1e-12) << q;
  }
}

TEST(PauliBlocking, EndsAtTwiceTheFermiMomentumAndCanBeSwitchedOff) {
  const PauliBlocking blocking;
  EXPECT_EQ(blocking.factor(0.3, 0.938), 1.0);
  EXPECT_EQ(blocking.factor(0.0, 0.938), 0.0);
  EXPECT_EQ(PauliBlocking{0.0}.factor(0.0, 0.938), 1.0);
  EXPECT_EQ(PauliBlocking{0.0}.factor(1e-4, 0.938), 1.0);
}

}  // namespace
}  // namespace tridens::matter
