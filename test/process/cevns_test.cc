#include <gtest/gtest.h>

#include <random>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclear_form_factor.hh"

namespace tridens::process {
namespace {

using namespace samples;
using model::Lorentz;
using units::cm2;
using units::keV;
using units::MeV;

constexpr Neutrino numu{Flavour::muon, false}, numubar{Flavour::muon, true};

TEST(Cevns, PionDecayAtRestOnTenNuclei) {
  // Independent calculation, s_W^2 = 0.23857, 1 - M T/2E^2: F = 1, Helm (Lewin-Smith), Klein-Nystrand (1.23 fm); 1e-40
  // cm2.
  struct Row {
    const char* nuclide;
    double point, helm, klein_nystrand;
  };
  for (const Row& row : {Row{"C12", 1.609, 1.441, 1.420},
                         {"O16", 2.860, 2.530, 2.484},
                         {"Na23", 6.487, 5.622, 5.498},
                         {"Si28", 8.759, 7.490, 7.308},
                         {"Ar40", 22.01, 18.28, 17.75},
                         {"Ca40", 17.88, 14.84, 14.42},
                         {"Fe56", 40.74, 32.67, 31.58},
                         {"I127", 251.4, 178.3, 170.4},
                         {"Cs133", 279.6, 196.5, 187.7},
                         {"Pb208", 733.4, 466.9, 443.4}}) {
    const auto average = [&](const char* form_factor) {
      return pion_decay_average(*cevns(row.nuclide, form_factor, standard(numu), numu, "leading")) / (1e-40 * cm2);
    };
    EXPECT_NEAR(average("point") / row.point, 1.0, 0.01) << row.nuclide;
    EXPECT_NEAR(average("helm-lewin-smith") / row.helm, 1.0, 0.01) << row.nuclide;
    EXPECT_NEAR(average("klein-nystrand,r0=1.23fm") / row.klein_nystrand, 1.0, 0.01) << row.nuclide;
  }
}

TEST(Cevns, PrefactorAndSquareOfTheNeutronNumber) {
  // At s_W^2 = 1/4 the proton has no vector charge: d sigma/dT -> (G_F^2 M/4 pi) N^2 at T -> 0.
  for (const char* name : {"He4", "Ar40", "Ge74", "Pb208"}) {
    const auto process = cevns(name, "helm-lewin-smith", standard(numu, 0.25));
    const Component& target = process->components()[0];
    const double N = matter::nuclide(name).neutron_number();
    const double prefactor = coefficients_at(*process, 1e-15).constant[0] / (0.5 * target.target_mass * N * N);
    EXPECT_NEAR(prefactor / (cm2 / (MeV * MeV)) / 8.43087e-45, 1.0, 1e-5) << name;
  }
}

/// Lewin and Smith's form factor, written out.
double lewin_smith(double q, double A) {
  const double fm = units::fm, s = 0.9 * fm, a = 0.52 * fm, c = (1.23 * std::cbrt(A) - 0.60) * fm;
  const double R = std::sqrt(c * c + 7.0 / 3.0 * units::pi * units::pi * a * a - 5.0 * s * s), x = q * R;
  return 3.0 * (std::sin(x) / x - std::cos(x)) / (x * x) * std::exp(-0.5 * q * q * s * s);
}

TEST(Cevns, SpectrumIsTheFormulaWithInterferenceOfTermsAndPropagators) {
  // A vector boson of 30 MeV with complex couplings next to the Standard Model; spin 0 and spin 1/2, and leading.
  const double G = constants::fermi_constant, mass = 30 * MeV, s2 = low_energy_mixing_angle;
  const std::complex<double> proton = {2e-4, 1e-4}, neutron = {-1e-4, 3e-4};
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (const char* name : {"Ar40", "I127"}) {
    const matter::Nuclide nuclide = matter::nuclide(name);
    const double M = nuclide.mass, Z = nuclide.proton_number, N = nuclide.neutron_number();
    model::ElasticTerms terms;
    terms.add(model::outgoing(numu), {"sm", Lorentz::vector, 0.5 - 2.0 * s2, -0.5, 0.0, {}});
    terms.add(model::outgoing(numu), {"boson", Lorentz::vector, proton, neutron, 0.0, model::exchange(mass)});
    for (const bool leading : {false, true}) {
      const auto process = cevns(name, "helm-lewin-smith", terms.channels(), numu, leading ? "leading" : "exact");
      for (int i = 0; i < 200; ++i) {
        const double E = (1.0 + 60.0 * uniform(random)) * MeV, T = uniform(random) * 2.0 * E * E / (M + 2.0 * E);
        const double F = lewin_smith(std::sqrt(2.0 * M * T + T * T), nuclide.mass_number);
        const double propagator = 1.0 / (2.0 * M * T + mass * mass);
        const std::complex<double> Q =
            F * (Z * (0.5 - 2.0 * s2 + proton * propagator) + N * (-0.5 + neutron * propagator));
        const double spin = nuclide.mass_number % 2 == 0 ? 0.0 : T * T / (2.0 * E * E);
        const double bracket = 1.0 - M * T / (2.0 * E * E) + (leading ? 0.0 : spin - T / E);
        const double expected = G * G * M / units::pi * std::norm(Q) * std::max(bracket, 0.0);
        const double scale = G * G * M / units::pi * std::norm(Q);
        EXPECT_NEAR(spectrum_at(*process, E, T), expected, 1e-8 * scale + 1e-9 * G * G * M * N * N) << name << " " << T;
      }
    }
  }
}

TEST(Cevns, ProtonsAndNeutronsHaveTheirOwnFormFactors) {
  CevnsOptions options;
  options.neutrino = numu;
  options.channels = single(numu, Lorentz::vector, 1.0, 0.0, 0.0);
  options.target = matter::material("Cs133");
  options.form_factor = "helm,rms=4.804fm";
  options.neutron_form_factor = "helm,rms=5.5fm";
  const auto protons = make_cevns(options);
  options.channels = single(numu, Lorentz::vector, 0.0, 1.0, 0.0);
  const auto neutrons = make_cevns(options);
  const double T = 15 * keV, M = protons->components()[0].target_mass, Q2 = 2.0 * M * T + T * T;
  const auto nuclide = matter::nuclide("Cs133");
  const double F_p = matter::make_nuclear_form_factor(options.form_factor, nuclide)->value(Q2);
  const double F_n = matter::make_nuclear_form_factor(options.neutron_form_factor, nuclide)->value(Q2);
  const double ratio = coefficients_at(*neutrons, T).constant[0] / coefficients_at(*protons, T).constant[0];
  EXPECT_NEAR(ratio, std::pow(78.0 * F_n / (55.0 * F_p), 2), 1e-8 * ratio);
}

TEST(Cevns, NonStandardCouplingsHaveADegenerateSolution) {
  // Q_V -> -Q_V: a neutral-current shift of twice the charge leaves every spectrum as it was; halfway there is none.
  const auto nuclide = matter::nuclide("Ar40");
  const double s2 = low_energy_mixing_angle, Z = nuclide.proton_number, N = nuclide.neutron_number();
  const double charge = Z * (0.5 - 2.0 * s2) - 0.5 * N;
  const auto shifted = [&](double factor) {
    auto channels = standard(numu);
    channels[0].terms.push_back({"nsi", Lorentz::vector, factor * charge / Z, 0.0, 0.0, {}});
    return total(*cevns("Ar40", "helm-lewin-smith", channels), 30 * MeV);
  };
  EXPECT_NEAR(shifted(-2.0) / shifted(0.0), 1.0, 1e-10);
  EXPECT_LT(shifted(-1.0), 1e-20 * shifted(0.0));
  EXPECT_NEAR(shifted(1.0) / shifted(0.0), 4.0, 1e-10);
}

TEST(Cevns, FluorineAndProtonHaveThePublishedAxialStrength) {
  // F_A(0) = 1.4996 (g_A^s = 0) and 1.704 (-0.085) of 19F with the response of 2007.08529; a free proton (g_A -
  // g_A^s)^2.
  const double g = 1.27641, G = constants::fermi_constant;
  const auto strength = [&](const char* target, double strange) {
    model::ElasticTerms terms;
    terms.add(model::outgoing(numu), {"sm", Lorentz::axial, 0.5 * (g - strange), 0.5 * (-g - strange), 0.0, {}});
    const auto process = cevns(target, "helm-lewin-smith", terms.channels());
    const double M = process->components()[0].target_mass;
    return coefficients_at(*process, 1e-15).constant[0] / (G * G * M / (4.0 * units::pi));
  };
  EXPECT_NEAR(strength("F19", 0.0), 1.4996, 1e-4);
  EXPECT_NEAR(strength("F19", -0.085), 1.704, 1e-3);
  EXPECT_NEAR(strength("p", -0.085), std::pow(g + 0.085, 2), 1e-10);
  EXPECT_NEAR(strength("n", -0.085), std::pow(-g + 0.085, 2), 1e-10);
  EXPECT_EQ(strength("Ar40", -0.085), 0.0);
  // J = 9/2: 4 (J+1)/(3J) [g_A (S_p - S_n)]^2.
  EXPECT_NEAR(strength("Ge73", 0.0), 4.0 * 5.5 / 13.5 * std::pow(g * (0.031 - 0.439), 2), 1e-10);
}

TEST(Cevns, AxialPartCanBeSwitchedOffAndFallsWithTheMomentum) {
  CevnsOptions options;
  options.neutrino = numu;
  options.channels = standard(numu, 0.25, 0.68, -0.6);
  options.target = matter::material("F19");
  const auto with = make_cevns(options);
  options.axial = "none";
  const auto without = make_cevns(options);
  const auto axial = [&](double T) {
    return coefficients_at(*with, T).constant[0] - coefficients_at(*without, T).constant[0];
  };
  // exp(-u/2) (0.269513 - 0.18098 u + 0.0296873 u^2) of the protons at |q| = 100 MeV, neutrons alike.
  const double M = with->components()[0].target_mass, q = 100 * MeV;
  const double T = std::sqrt(M * M + q * q) - M, u = 0.5 * std::pow(q * 1.7623 * units::fm, 2);
  const auto response = [&](double x, double c0, double c1, double c2) {
    return std::exp(-0.5 * x) * (c0 + x * (c1 + x * c2));
  };
  const auto amplitude = [&](double x) {
    return 0.68 * response(x, 0.269513, -0.18098, 0.0296873) - 0.6 * response(x, -0.00113172, 0.00038188, 0.000744991);
  };
  EXPECT_NEAR(axial(T) / axial(1e-15), std::pow(amplitude(u) / amplitude(0.0), 2), 1e-7);
}

TEST(Cevns, OnlyAFreeNucleonTellsNeutrinosFromAntineutrinos) {
  const double T = 1e-5;
  for (const char* target : {"F19", "p"}) {
    const auto channels = standard(numu, 0.23857, 0.68, -0.6), mirrored = standard(numubar, 0.23857, 0.68, -0.6);
    const double particle = coefficients_at(*cevns(target, "helm-lewin-smith", channels), T).inverse[0];
    const double anti = coefficients_at(*cevns(target, "helm-lewin-smith", mirrored, numubar), T).inverse[0];
    if (std::string(target) == "F19") {
      EXPECT_EQ(particle, anti);
    } else {
      // (G_F^2 M/2 pi) (+-) g_V g_A 4T/E.
      const double M = matter::nuclide("p").mass, G = constants::fermi_constant;
      const double interference = G * G * M / (2.0 * units::pi) * (0.5 - 2.0 * 0.23857) * 0.68 * 4.0 * T;
      EXPECT_NEAR((particle - anti) / (2.0 * interference), 1.0, 1e-9);
    }
  }
}

TEST(Cevns, MagneticMomentHasTheClosedTotalAboveARecoilEnergy) {
  // pi alpha^2/m_e^2 (mu/mu_B)^2 Z^2 (1/T - 1/E + T/4E^2) on a point nucleus of spin 0.
  CevnsOptions options;
  options.neutrino = numu;
  options.channels = single(numu, Lorentz::magnetic, 1e-10 * constants::bohr_magneton, 0.0, 0.0);
  options.target = matter::material("Ar40");
  options.form_factor = "point";
  const double E = 20 * MeV;
  EXPECT_THROW(make_cevns(options)->cross_section(0, E), UserError);
  EXPECT_TRUE(make_cevns(options)->diverges_at_zero(0));
  const double zero = 0.0;
  RecoilCoefficients room(1);
  EXPECT_THROW(make_cevns(options)->coefficients(0, &zero, 1, room), UserError);
  options.lowest_recoil = 1e-3 * keV;
  const auto process = make_cevns(options);
  const double T0 = options.lowest_recoil, T1 = process->recoil_range(0, E).high;
  const double alpha = constants::fine_structure, m_e = constants::electron_mass;
  const double closed = units::pi * alpha * alpha / (m_e * m_e) * 1e-20 * 324.0 *
                        (std::log(T1 / T0) - (T1 - T0) / E + (T1 * T1 - T0 * T0) / (8.0 * E * E));
  EXPECT_NEAR(process->cross_section(0, E).value / closed, 1.0, 1e-8);
  EXPECT_EQ(process->components()[0].name, "coherent -> numu flipped");
  // Neutrons carry no charge: nothing diverges.
  options.lowest_recoil = 0.0;
  options.target = matter::material("n");
  EXPECT_EQ(make_cevns(options)->cross_section(0, E).value, 0.0);
}

TEST(Cevns, NewCouplingsOnTheSameTablesEqualANewProcess) {
  const auto before = cevns("CsI", "default", standard(numu));
  auto channels = standard(numu);
  channels[0].terms.push_back({"nsi", Lorentz::vector, 0.1, {0.05, 0.02}, 0.0, {}});
  const auto reused = before->with_terms(channels), fresh = cevns("CsI", "default", channels);
  for (size_t i = 0; i < fresh->components().size(); ++i) {
    EXPECT_EQ(reused->cross_section(i, 40 * MeV).value, fresh->cross_section(i, 40 * MeV).value);
  }
  EXPECT_NE(reused->cross_section(0, 40 * MeV).value, before->cross_section(0, 40 * MeV).value);
  EXPECT_THROW(before->with_terms(single(numu, Lorentz::scalar, 1.0, 1.0, 0.0)), UserError);
}

TEST(Cevns, ComponentsAreNuclidesTimesOutgoingStates) {
  auto channels = standard(numu);
  channels.push_back(single(numu, Lorentz::tensor, 1e-3, 1e-3, 0.0)[0]);
  const auto process = cevns("Ge", "helm-lewin-smith", channels);
  ASSERT_EQ(process->components().size(), 10u);
  EXPECT_EQ(process->components()[0].name, "coherent");
  EXPECT_EQ(process->components()[1].name, "coherent -> numu flipped");
  EXPECT_EQ(process->components()[0].nuclide, process->components()[1].nuclide);
  double sum = 0.0;
  for (size_t i = 0; i < 10; i += 2) sum += process->components()[i].multiplicity;
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_NE(process->components()[0].shape, process->components()[1].shape);
}

TEST(Cevns, UnknownChoicesAreUserErrors) {
  EXPECT_THROW(cevns("Ar40", "helm", standard(numu), numu, "nonrelativistic"), UserError);
  EXPECT_THROW(cevns("Ar40", "helmet", standard(numu)), UserError);
  EXPECT_THROW(cevns("Ar40", "helm", {}), UserError);
  const auto process = cevns("Ar40", "helm", standard(numu));
  EXPECT_THROW(process->cross_section(0, -1.0), UserError);
  const double bad = std::numeric_limits<double>::quiet_NaN(), E = 0.03;
  double result = 0.0;
  EXPECT_THROW(process->recoil_spectrum(0, &E, &bad, 1, &result), UserError);
}

}  // namespace
}  // namespace tridens::process
