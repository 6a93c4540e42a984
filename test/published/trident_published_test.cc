// Trident cross sections of the literature. Every value stands with its source and tolerance; inputs that differ from
// the library's defaults (form factor, weak mixing angle) are set to those of the source.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/io/data_files.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/kinetic_mixing.hh"
#include "tridens/model/model.hh"
#include "tridens/process/energy_curve.hh"
#include "tridens/process/trident.hh"

namespace tridens {
namespace {

using process::LeptonTable, process::LeptonTableGrid, process::LeptonTables, process::Trident;
using process::TridentOptions;

constexpr Flavour e = Flavour::electron, mu = Flavour::muon;
constexpr Neutrino numu{Flavour::muon, false}, numubar{Flavour::muon, true}, nue{Flavour::electron, false};

const std::vector<std::string> all_regimes = {"coherent", "proton", "neutron"};
/// Charge density of argon closest to the grid of the generator of 1902.06765 (de Vries et al. 1987).
const std::string generator_argon = "fermi3,c=3.73fm,a=0.62fm,w=-0.19";
/// 1807.10973: r0 = 1.126 A^(1/3) fm, a = 0.523 fm.
const std::string woods_saxon_argon = "ballett";

/// Tables up to 1 TeV for nucleons and light nuclei, Q^2 < 30 GeV^2: accurate to 5e-4.
std::shared_ptr<const LeptonTables> tables(Flavour a, Flavour b) {
  LeptonTableGrid grid;
  grid.largest_W2 = 12000.0;
  grid.largest_Q2 = 30.0;
  grid.step_x = 0.4;
  grid.step_y = 0.5;
  grid.quadrature = {16, 16, 20, 3};
  auto result = std::make_shared<LeptonTables>();
  result->tables = {std::make_shared<const LeptonTable>(LeptonTable::compute(a, b, grid, 2))};
  return result;
}

std::shared_ptr<const LeptonTables> muon_tables() {
  static const auto made = tables(mu, mu);
  return made;
}

std::shared_ptr<const LeptonTables> electron_tables() {
  static const auto made = tables(e, e);
  return made;
}

std::shared_ptr<const LeptonTables> mixed_tables() {
  static const auto made = tables(e, mu);
  return made;
}

struct Calculation {
  Neutrino neutrino = numu;
  Flavour minus = mu, plus = mu;
  const char* target = "Ar40";
  std::string form_factor = "default";
  const char* sin2thetaW = "0.23119";
  std::vector<std::string> regimes = {"coherent"};
};

TridentOptions options_of(const Calculation& setup) {
  TridentOptions options;
  options.channel = model::trident_channel(setup.neutrino, setup.minus, setup.plus);
  options.vertex = model::make_model("sm", {{"sin2thetaW", setup.sin2thetaW}})->trident_vertex(options.channel);
  options.target = matter::material(setup.target);
  options.form_factor = setup.form_factor;
  options.regimes = setup.regimes;
  return options;
}

std::shared_ptr<const LeptonTables> tables_of(const Calculation& setup) {
  if (setup.minus != setup.plus) return mixed_tables();
  return setup.minus == mu ? muon_tables() : electron_tables();
}

/// Sum of the components, GeV^-2.
double total(const Calculation& setup, double energy) {
  const Trident trident(options_of(setup), tables_of(setup));
  double sum = 0.0;
  for (size_t k = 0; k < trident.components().size(); ++k) sum += trident.cross_section(k, energy).value;
  return sum;
}

/// Integral of the total over a spectrum, GeV^-2 times the integral of the spectrum.
double folded(const Calculation& setup, const flux::Spectrum& spectrum) {
  const Trident trident(options_of(setup), tables_of(setup));
  const process::EnergyCurve curve(
      [&](double energy, double* value) { *value = trident.cross_section(0, energy).value; }, 1, trident.threshold(0),
      spectrum.highest());
  const auto rule = math::gauss_legendre(6);
  double sum = 0.0;
  for (size_t bin = 0; bin + 1 < spectrum.energies.size(); ++bin) {
    const double low = spectrum.energies[bin], width = spectrum.energies[bin + 1] - low;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double energy = low + width * rule.nodes[i];
      sum += rule.weights[i] * width * spectrum.at(energy) * curve.first(energy);
    }
  }
  return sum;
}

void expect_ratio(double computed, double published, double tolerance, const std::string& what) {
  ::testing::Test::RecordProperty(what, std::to_string(computed / published));  // for --gtest_output=xml
  EXPECT_NEAR(computed / published, 1.0, tolerance) << what << ": " << computed << ", published " << published;
}

// ---- fixed energies -------------------------------------------------------------------------------------------------

TEST(TridentPublished, GeneratorDimuonsOnArgon) {
  // Generator of 1902.06765 (public code), coherent, fb; 2 % for the choice of the charge density.
  const Calculation setup{numu, mu, mu, "Ar40", generator_argon};
  for (const auto& [energy, value] : {std::pair{1.0, 1.34565e-5}, {5.0, 1.38844e-3}, {10.0, 5.58707e-3}}) {
    expect_ratio(total(setup, energy) / units::femtobarn, value, 0.02, std::to_string(energy) + " GeV");
  }
}

TEST(TridentPublished, GeneratorElectronsOnArgon) {
  // Generator of 1902.06765: 3 % (its own integration error included).
  expect_ratio(total({numu, e, e, "Ar40", generator_argon}, 5.0) / units::femtobarn, 3.388e-3, 0.03, "e-e+");
}

TEST(TridentPublished, GeneratorMixedPairsOnArgon) {
  expect_ratio(total({numu, mu, e, "Ar40", generator_argon}, 5.0) / units::femtobarn, 1.264e-2, 0.02, "mu-e+");
}

TEST(TridentPublished, TwoChargeDensitiesOfArgon) {
  // Independent calculation, 1 %: dimuons at 10 GeV with the measured Fourier-Bessel density and with 1807.10973's.
  expect_ratio(total({numu, mu, mu, "Ar40", "fourier-bessel"}, 10.0) / units::femtobarn, 5.658e-3, 0.01, "FB");
  expect_ratio(total({numu, mu, mu, "Ar40", woods_saxon_argon}, 10.0) / units::femtobarn, 5.256e-3, 0.01, "WS");
  // Their ratio, 0.01 absolute.
  for (const auto& [energy, ratio] : {std::pair{2.0, 0.90}, {10.0, 0.929}}) {
    const double wide = total({numu, mu, mu, "Ar40", woods_saxon_argon}, energy);
    EXPECT_NEAR(wide / total({numu, mu, mu, "Ar40", "fourier-bessel"}, energy), ratio, 0.01) << energy;
  }
}

TEST(TridentPublished, DimuonCurveOf180710973) {
  // Figure of 1807.10973, coherent on argon divided by Z^2, 1e-44 cm^2; digitised, 5 %. The paper does not say its
  // s_W^2.
  struct Point {
    double energy, value;
  };
  for (const Point& p :
       {Point{2.2785, 0.0606}, {3.971, 0.2384}, {6.901, 0.798}, {11.81, 2.224}, {21.69, 6.248}, {39.69, 16.29}}) {
    const double sigma = total({numu, mu, mu, "Ar40", woods_saxon_argon}, p.energy);
    expect_ratio(sigma / units::cm2 / 324.0, p.value * 1e-44, 0.05, std::to_string(p.energy) + " GeV");
  }
}

TEST(TridentPublished, OxygenTotalsOfZhouAndBeacomAt10GeV) {
  // 1910.08090 tables, all regimes, cm^2; 12 %, the inelastic regime is not in the computed sum.
  struct Entry {
    Neutrino neutrino;
    Flavour minus, plus;
    double value;
  };
  for (const Entry& entry :
       {Entry{numu, mu, mu, 2.7591e-42}, Entry{numu, e, e, 2.5037e-42}, Entry{numu, mu, e, 1.0758e-41},
        Entry{nue, e, e, 1.1340e-41}, Entry{nue, e, mu, 8.3717e-42}, Entry{nue, mu, mu, 7.3604e-43}}) {
    const Calculation setup{entry.neutrino, entry.minus, entry.plus, "O16", "default", "0.23119", all_regimes};
    const auto channel = options_of(setup).channel;
    expect_ratio(total(setup, 10.0) / units::cm2, entry.value, 0.12, channel.reaction());
  }
}

TEST(TridentPublished, OxygenWithoutTheInelasticRegimeAtHighEnergy) {
  // Independent calculation of coherent and diffractive parts (two-parameter Fermi oxygen, dipole nucleons, Pauli
  // blocking), cm^2, 3 %.
  struct Entry {
    Flavour minus, plus;
    double energy, value;
  };
  for (const Entry& entry :
       {Entry{mu, mu, 100.0, 0.870e-40}, Entry{mu, e, 100.0, 2.54e-40}, Entry{e, e, 100.0, 0.378e-40},
        Entry{mu, mu, 1000.0, 1.585e-39}, Entry{mu, e, 1000.0, 3.87e-39}}) {
    Calculation setup{numu, entry.minus, entry.plus, "O16", "default", "0.23119", all_regimes};
    const auto channel = options_of(setup).channel;
    expect_ratio(total(setup, entry.energy) / units::cm2, entry.value, 0.03,
                 channel.reaction() + " at " + std::to_string(entry.energy));
  }
}

TEST(TridentPublished, PauliBlockingOfProtonsAt10GeV) {
  // Independent calculation: about -30 % for dimuons at 10 GeV; 0.03 absolute.
  TridentOptions options = options_of({numu, mu, mu, "Ar40", "default", "0.23119", {"proton"}});
  const double blocked = Trident(options, muon_tables()).cross_section(0, 10.0).value;
  options.fermi_momentum = 0.0;
  EXPECT_NEAR(blocked / Trident(options, muon_tables()).cross_section(0, 10.0).value, 0.70, 0.03);
}

// ---- fluxes ---------------------------------------------------------------------------------------------------------

TEST(TridentPublished, DimuonsOverTheReferenceBeamOfDune) {
  // Talk of the authors of 1902.06765 (2022): coherent argon over the CDR reference beam, 8.20527e-4 +- 3.3e-7 fb; 2 %.
  const auto flux = io::load_named_flux("dune-cdr-reference-80gev-fhc").flux;
  const flux::Spectrum& spectrum = flux.spectrum(numu);
  const double average = folded({numu, mu, mu, "Ar40", generator_argon}, spectrum) / spectrum.integral();
  expect_ratio(average / units::femtobarn, 8.20527e-4, 0.02, "flux average");
}

TEST(TridentPublished, EventsPerFemtobarnAtTheNearDetectorOfDune) {
  // 1739 events per fb, tonne of argon and 1.1e21 protons on target; 0.5 %.
  const auto flux = io::load_named_flux("dune-nd-fhc").flux;
  ASSERT_EQ(flux.exposure_unit, "POT");
  const double events = flux.spectrum(numu).integral() * 1.1e21 * matter::material("Ar").units_per_tonne() * 1e-39;
  expect_ratio(events, 1739.0, 0.005, "events per fb");
}

TEST(TridentPublished, CoherentDimuonEventsAtTheNearDetectorOfDune) {
  // Independent calculation, charge density of 1807.10973, neutrino mode, 75 t and 1.1e21 protons, before cuts: 82.6
  // from numu, 16.6 from numubar; 2 %.
  const auto flux = io::load_named_flux("dune-nd-fhc").flux;
  const double targets = 75.0 * matter::material("Ar").units_per_tonne() * 1.1e21 / units::cm2;
  for (const auto& [neutrino, events] : {std::pair{numu, 82.6}, {numubar, 16.6}}) {
    const Calculation setup{neutrino, mu, mu, "Ar40", woods_saxon_argon};
    expect_ratio(folded(setup, flux.spectrum(neutrino)) * targets, events, 0.02, name(neutrino));
  }
}

// ---- neutrino-photon cross sections ---------------------------------------------------------------------------------

TEST(TridentPublished, NeutrinoPhotonCrossSectionsOfMuonPairs) {
  // Independent calculation with s_W^2 = 0.23119, converged to 1e-6: GeV^-2, 1e-4. At 100 GeV^2 2 %.
  const process::LeptonQuadrature fine{32, 32, 40, 3};
  const auto channel = model::trident_channel(numu, mu, mu);
  const auto vertex = model::make_model("sm", {{"sin2thetaW", "0.23119"}})->trident_vertex(channel);
  const auto at = [&](double shat, double Q2) {
    const auto sigma = process::photon_cross_section(mu, mu, std::sqrt(shat - Q2), Q2, fine)[0];
    return std::pair{sigma.transverse.combine(vertex.V, vertex.A), sigma.longitudinal.combine(vertex.V, vertex.A)};
  };
  expect_ratio(at(1.0, 1e-9).first, 2.23040e-14, 1e-4, "real photon");
  expect_ratio(at(1.0, 1e-3).first, 2.19445e-14, 1e-4, "transverse");
  expect_ratio(at(1.0, 1e-3).second, 2.52454e-16, 1e-4, "longitudinal");
  expect_ratio(at(100.0, 1e-9).first, 8.48e-12, 0.02, "real photon, 100 GeV^2");
}

// ---- couplings ------------------------------------------------------------------------------------------------------

TEST(TridentPublished, InterferenceOfChargedAndNeutralCurrents) {
  // Talk of 2022: (gV^2 + gA^2) of CC+NC over CC = 0.60; 1 % at the low-energy s_W^2 = 0.23857 (at M_Z it is 0.588).
  const auto model = model::make_model("sm", {{"sin2thetaW", "0.23857"}});
  const auto both = model->trident_vertex(model::trident_channel(numu, mu, mu));
  const auto charged = model->trident_vertex(model::trident_channel(numu, mu, e));
  expect_ratio((both.V * both.V + both.A * both.A) / (charged.V * charged.V + charged.A * charged.A), 0.60, 0.01,
               "CC+NC/CC");
}

TEST(TridentPublished, HeavyGaugeBosonOfMuonMinusTauNumber) {
  // [1 + (1 + 4 s_W^2 + 2 v^2 g'^2/M^2)^2]/[1 + (1 + 4 s_W^2)^2], s_W^2 = 0.2312: 1e-5.
  const auto channel = model::trident_channel(numu, mu, mu);
  const auto squares = [](double V, double A) { return V * V + A * A; };
  for (const auto& [mass, ratio] : {std::pair{"500 GeV", 1.44682}, {"1000 GeV", 1.10233}}) {
    const auto vertex = model::make_model("lmu-ltau", {{"mass", mass}, {"coupling", "1"}, {"sin2thetaW", "0.2312"}})
                            ->trident_vertex(channel);
    expect_ratio(squares(vertex.vector_at(0.0), vertex.axial_at(0.0)) / squares(vertex.V, vertex.A), ratio, 1e-5, mass);
  }
}

TEST(TridentPublished, LoopKineticMixingOfMuonMinusTauNumber) {
  // 1902.08579: -0.01443 g' at rest (1e-4); independent calculation at K^2 = 0, 1e-4, 1e-2 GeV^2 (1e-5).
  const std::array<double, 3> charges = {0.0, 1.0, -1.0};
  EXPECT_NEAR(model::loop_kinetic_mixing(charges, 0.0), -0.01443, 5e-6);
  for (const auto& [K2, mixing] : {std::pair{0.0, -0.0144329}, {1e-4, -0.0144284}, {1e-2, -0.0140154}}) {
    expect_ratio(model::loop_kinetic_mixing(charges, K2), mixing, 1e-5, std::to_string(K2));
  }
}

}  // namespace
}  // namespace tridens
