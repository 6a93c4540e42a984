// Elastic upscattering against explicit Dirac matrices, against cevns with the portals of the models, and itself.
#include "tridens/process/upscatter_elastic.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"
#include "tridens/model/model.hh"
#include "tridens/process/elastic.hh"
#include "upscatter_points.hh"

namespace tridens::process {
namespace {

using dirac::NucleonFactors;

TEST(UpscatterTensors, AreTheTracesOfExplicitMatrices) {
  const NucleonFactors f{0.8, 1.3}, one{1.0, 0.0};
  for (const bool anti : {false, true}) {
    for (const UpscatterPoint& at : points(0.938272, 12)) {
      const HadronStructure h = nucleon(f, 0.938272, at.Q2);
      expect_traces(at, upscatter_vector(at, h), dirac::vector_terms(at, f), anti, true);
      expect_traces(at, upscatter_dipole(at, h), dirac::dipole_terms(at, f), anti, true);
      expect_traces(at, upscatter_scalar(at, 0.9, true), dirac::scalar_terms(at, 0.9), anti, true);
    }
    for (const UpscatterPoint& at : points(11.178, 12)) {
      expect_traces(at, upscatter_vector(at, {1.0, 0.0}), dirac::vector_terms(at, one), anti, false);
      expect_traces(at, upscatter_dipole(at, {1.0, 0.0}), dirac::dipole_terms(at, one), anti, false);
      expect_traces(at, upscatter_scalar(at, 0.9, false), dirac::scalar_terms(at, 0.9), anti, false);
    }
  }
}

TEST(UpscatterTensors, AxialCurrentsWithPionPoleAreTraces) {
  for (const bool anti : {false, true}) {
    for (const UpscatterPoint& at : points(0.938272, 16)) {
      const double M = at.kinematics.target_mass, pion = constants::charged_pion_mass;
      NucleonFactors f{0.8, 1.3, 1.1};
      f.G_P = 2.0 * M * M * f.G_A / (at.Q2 + pion * pion);
      HelicityPair sum = upscatter_vector(at, nucleon(f, M, at.Q2));
      const HelicityPair axial = upscatter_axial(at, f.G_A, f.F1 + f.F2, anti);
      sum.conserving += axial.conserving;
      sum.flipping += axial.flipping;
      expect_traces(at, sum, dirac::vector_terms(at, f), anti, true);
    }
  }
}

TEST(UpscatterElastic, AmplitudesOfAllExchangesAddUp) {
  // Between couplings of one sign and of the other the sum is that without interference, and a phase of a quarter turn
  // has none.
  const UpscatterBody proton(matter::Nucleon::proton, matter::make_nucleon_form_factor("default"), 0.0);
  UpscatterExchange vector, dipole;
  vector.vector_proton = 1e-4, vector.vector_mass = 0.1;
  vector.axial_proton = 5e-5;
  dipole.dipole = 3e-4;
  UpscatterExchange both = vector, opposite = vector, turned = vector;
  both.dipole = opposite.dipole = turned.dipole = dipole.dipole;
  opposite.dipole_phase = units::pi;
  turned.dipole_phase = 0.5 * units::pi;
  for (const bool anti : {false, true}) {
    const auto at = [&](const UpscatterExchange& exchange) {
      return UpscatterElastic(proton, exchange, 0.2, anti).differential(1.1, 0.07);
    };
    const HelicityPair one = at(vector), other = at(dipole), with = at(both), against = at(opposite), none = at(turned);
    EXPECT_NEAR((with.conserving + against.conserving) / (2.0 * (one.conserving + other.conserving)), 1.0, 1e-12);
    EXPECT_NEAR((with.flipping + against.flipping) / (2.0 * (one.flipping + other.flipping)), 1.0, 1e-12);
    EXPECT_NEAR(none.sum() / (one.sum() + other.sum()), 1.0, 1e-12);
    EXPECT_GT(std::abs(with.sum() / none.sum() - 1.0), 5e-3);
  }
}

TEST(UpscatterTensors, HaveTheirReferenceValues) {
  struct Row {
    double E, M, m, Q2, low, high, F1, F2;
    bool half;
    HelicityFrame frame;
    HelicityPair vector, scalar, dipole;
  };
  const auto lab = HelicityFrame::laboratory, centre = HelicityFrame::centre_of_mass;
  const std::vector<Row> rows = {{1.3,
                                  11.178,
                                  .25,
                                  .009,
                                  5.900916e-4,
                                  5.370547,
                                  1,
                                  0,
                                  false,
                                  lab,
                                  {3334.5116, .031245981},
                                  {31.501234, 4.2338035},
                                  {.019179943, 28.079847}},
                                 {.7,
                                  .938272,
                                  .15,
                                  .02,
                                  2.691736e-4,
                                  .7546861,
                                  .8,
                                  1.3,
                                  true,
                                  lab,
                                  {4.2430030, 2.1320707e-3},
                                  {.081052771, .069457468},
                                  {7.6135452e-5, .084610251}},
                                 {5,
                                  .938272,
                                  .8,
                                  .2,
                                  4.459592e-3,
                                  7.878523,
                                  .8,
                                  1.3,
                                  true,
                                  lab,
                                  {232.59856, .69913453},
                                  {2.4454535, .68053708},
                                  {.14116369, 46.484039}},
                                 {5,
                                  .938272,
                                  .8,
                                  .2,
                                  4.459592e-3,
                                  7.878523,
                                  .8,
                                  1.3,
                                  true,
                                  centre,
                                  {232.64199, .65571294},
                                  {2.3387449, .78724569},
                                  {.13024166, 46.494961}}};
  for (const Row& row : rows) {
    const UpscatterPoint at{{row.M, row.m}, row.E, row.Q2, row.frame};
    const auto range = at.kinematics.Q2_range(row.E);
    EXPECT_NEAR(range.low / row.low, 1.0, 2e-7);
    EXPECT_NEAR(range.high / row.high, 1.0, 2e-7);
    const HadronStructure h = row.half ? nucleon({row.F1, row.F2}, row.M, row.Q2) : HadronStructure{1.0, 0.0};
    const auto expect = [](const HelicityPair& mine, const HelicityPair& theirs) {
      EXPECT_NEAR(mine.conserving / theirs.conserving, 1.0, 3e-8);
      EXPECT_NEAR(mine.flipping / theirs.flipping, 1.0, 3e-8);
    };
    expect(upscatter_vector(at, h), row.vector);
    expect(upscatter_scalar(at, 1.0, row.half), row.scalar);
    expect(upscatter_dipole(at, h), row.dipole);
  }
}

TEST(UpscatterTensors, SumsOverHelicitiesDoNotDependOnTheFrame) {
  for (UpscatterPoint at : points(0.938272, 20)) {
    const HadronStructure h = nucleon({0.8, 1.3}, 0.938272, at.Q2);
    at.frame = HelicityFrame::laboratory;
    UpscatterPoint centre = at;
    centre.frame = HelicityFrame::centre_of_mass;
    const double E = at.energy, M = at.kinematics.target_mass, m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
    const double K2 = 4 * M * M + Q2, D = 4 * M * E - m2 - Q2;
    const double vector = h.H1 * (D * D - (m2 + Q2) * K2) + h.H2 * (m2 + Q2) * (2 * Q2 - m2);
    const double dipole = h.H1 * (Q2 * D * D - K2 * m2 * (m2 + Q2)) - h.H2 * Q2 * (m2 + Q2) * (Q2 - 2 * m2);
    for (const UpscatterPoint& one : {at, centre}) {
      EXPECT_NEAR(upscatter_vector(one, h).sum() / vector, 1.0, 1e-12);
      EXPECT_NEAR(upscatter_dipole(one, h).sum() / dipole, 1.0, 1e-10);
      EXPECT_NEAR(upscatter_scalar(one, 1.0, false).sum() / (4 * M * M * (m2 + Q2)), 1.0, 1e-12);
      EXPECT_NEAR(upscatter_interference(one, 1.0, 1.0).sum() / (4 * M * std::sqrt(m2) * D), 1.0, 1e-11);
    }
  }
}

UpscatterBody nuclear_body(const matter::Nuclide& nucleus, const std::string& form_factor) {
  FormFactorTables tables;
  return {nucleus, matter::make_nuclear_form_factor(form_factor, nucleus), tables};
}
/// A body without size.
UpscatterBody point_body(const std::string& nuclide) {
  return nuclear_body(matter::nuclide(nuclide), "point");
}

TEST(UpscatterElastic, MasslessLimitsAreRutherfordAndTheMagneticMoment) {
  const double E = 0.05, Q2 = 3e-4, M = point_body("C12").mass(), T = Q2 / (2.0 * M);
  UpscatterExchange dipole;
  dipole.dipole = 1e-10 * constants::bohr_magneton;
  const UpscatterElastic magnetic(point_body("C12"), dipole, 0.0, false);
  const HelicityPair d = magnetic.differential(E, Q2);
  const double alpha = constants::fine_structure, electron = constants::electron_mass;
  const double moment =
      units::pi * alpha * alpha / (electron * electron) * 1e-20 * 36.0 * (1.0 / T - 1.0 / E + T / (4.0 * E * E));
  EXPECT_NEAR(2.0 * M * d.flipping / moment, 1.0, 1e-12);
  EXPECT_EQ(d.conserving, 0.0);
  UpscatterExchange vector;
  vector.vector_proton = 1e-3;
  vector.vector_mass = 1e-4;
  const HelicityPair v = UpscatterElastic(point_body("C12"), vector, 0.0, false).differential(E, Q2);
  const double propagator = 1.0 / (Q2 + 1e-8);
  const double rutherford =
      36e-6 / (4.0 * units::pi) * propagator * propagator *
      ((1.0 - T / (2.0 * E)) * (1.0 - T / (2.0 * E)) - Q2 / (4.0 * E * E) * (1.0 + T / (2.0 * M)));
  EXPECT_NEAR(v.conserving / rutherford, 1.0, 1e-12);
  EXPECT_EQ(v.flipping, 0.0);
}

TEST(UpscatterElastic, RecoilSpectraAreThoseOfCevnsWithThePortals) {
  const Neutrino numu{Flavour::muon, false};
  const auto recoils = [&](const std::string& model, const model::Settings& settings) {
    CevnsOptions options;
    options.neutrino = numu;
    options.channels = model::elastic_channels(*model::make_model(model, settings), numu);
    options.target = matter::material("Ar40");
    options.form_factor = "point";
    return make_cevns(options);
  };
  const auto compare = [&](const ElasticProcess& cevns, const UpscatterElastic& mine) {
    size_t compared = 0;
    for (size_t c = 0; c < cevns.components().size(); ++c) {
      if (cevns.outgoing(c).mass == 0.0) continue;
      for (const double E : {0.012, 0.03, 0.2}) {
        const auto range = mine.kinematics().Q2_range(E);
        for (const double u : {1e-4, 0.1, 0.5, 0.99}) {
          const double Q2 = range.low + u * (range.high - range.low), M = mine.body().mass(), T = Q2 / (2.0 * M);
          double theirs = 0.0;
          cevns.recoil_spectrum(c, &E, &T, 1, &theirs);
          EXPECT_NEAR(2.0 * M * mine.differential(E, Q2).sum() / theirs, 1.0, 1e-9) << E << " " << u;
          ++compared;
        }
      }
    }
    EXPECT_EQ(compared, 12u);
  };
  UpscatterExchange dipole;
  dipole.dipole = 1e-9 * constants::bohr_magneton;
  compare(*recoils("dipole-portal", {{"mass", "10 MeV"}, {"magnetic_moment_numu", "1e-9 muB"}}),
          UpscatterElastic(point_body("Ar40"), dipole, 0.01, false));
  UpscatterExchange vector;
  vector.vector_mass = 0.03;
  vector.vector_proton = 0.5 * (1.0 - 1e-4) * 1e-2 * std::sqrt(constants::electric_charge_squared) * 1e-3;
  compare(*recoils("mixing-portal", {{"mass", "10 MeV"},
                                     {"mediator_mass", "30 MeV"},
                                     {"dark_coupling", "0.5"},
                                     {"U_mu4", "1e-2"},
                                     {"kinetic_mixing", "1e-3"}}),
          UpscatterElastic(point_body("Ar40"), vector, 0.01, false));
}

/// Dipole form factors with L^2 = 0.71 GeV^2, G_E^n = 0.
class PlainDipole final : public matter::NucleonFormFactor {
 public:
  double electric(matter::Nucleon nucleon, double Q2) const override {
    return nucleon == matter::Nucleon::proton ? std::pow(1.0 + Q2 / 0.71, -2.0) : 0.0;
  }
  double magnetic(matter::Nucleon nucleon, double Q2) const override {
    return (nucleon == matter::Nucleon::proton ? 2.7928 : -1.913) * std::pow(1.0 + Q2 / 0.71, -2.0);
  }
  std::string name() const override { return "dipole, 0.71"; }
  void sachs(matter::Nucleon nucleon, const double* Q2, double* E, double* M, size_t count) const override {
    for (size_t i = 0; i < count; ++i) {
      E[i] = electric(nucleon, Q2[i]);
      M[i] = magnetic(nucleon, Q2[i]);
    }
  }
};

TEST(UpscatterElastic, TotalsHaveTheirReferenceValues) {
  matter::Nuclide carbon = matter::nuclide("C12");
  carbon.mass = 11.178;
  const UpscatterBody nucleus = nuclear_body(carbon, "fourier-bessel");
  const UpscatterBody proton(matter::Nucleon::proton, std::make_shared<PlainDipole>(), 0.0);
  UpscatterExchange vector, dipole;
  vector.vector_proton = 1e-6;
  vector.vector_mass = 0.1;
  dipole.dipole = 1e-6;
  struct Row {
    double E;
    const UpscatterBody* body;
    HelicityPair vector, dipole;
  };
  const std::vector<Row> rows = {{2.0, &nucleus, {5.83817e-38, 2.38241e-44}, {1.42779e-43, 4.92436e-40}},
                                 {2.0, &proton, {2.73133e-39, 1.85288e-43}, {6.53009e-45, 2.11375e-41}},
                                 {0.8, &nucleus, {5.59376e-38, 1.18865e-42}, {8.62940e-43, 3.06239e-40}},
                                 {0.8, &proton, {2.59513e-39, 1.14721e-42}, {4.10184e-44, 1.51727e-41}}};
  for (const Row& row : rows) {
    for (const bool by_dipole : {false, true}) {
      const UpscatterElastic process(*row.body, by_dipole ? dipole : vector, 0.15, false);
      double error = 0.0;
      const HelicityPair total = process.total(row.E, &error), wanted = by_dipole ? row.dipole : row.vector;
      EXPECT_NEAR(total.conserving / units::cm2 / wanted.conserving, 1.0, 1e-5) << row.E << by_dipole;
      EXPECT_NEAR(total.flipping / units::cm2 / wanted.flipping, 1.0, 1e-5) << row.E << by_dipole;
      EXPECT_LT(error, 2e-9 * total.sum());
    }
  }
}

TEST(UpscatterElastic, PointsOfCarbonHaveTheirCrossSections) {
  matter::Nuclide carbon = matter::nuclide("C12");
  carbon.mass = 11.178;
  const UpscatterBody body = nuclear_body(carbon, "point");
  const double pi = units::pi, e = std::sqrt(constants::electric_charge_squared);
  UpscatterExchange vector, dipole, scalar;
  vector.vector_proton = std::sqrt(1e-6 * 4.0 * pi * 0.3) * 1e-3 * e;
  vector.vector_mass = 0.05;
  dipole.dipole = 1e-6;
  scalar.scalar_proton = scalar.scalar_neutron = 1e-7;  // times A = 12
  scalar.scalar_mass = 0.2;
  const auto expect = [&](const UpscatterExchange& exchange, double conserving, double flipping) {
    const HelicityPair value = UpscatterElastic(body, exchange, 0.25, false).differential(1.3, 0.009);
    EXPECT_NEAR(value.conserving / units::cm2 / conserving, 1.0, 4e-6);
    EXPECT_NEAR(value.flipping / units::cm2 / flipping, 1.0, 4e-6);
  };
  expect(vector, 2.87789e-36, 2.69672e-41);
  expect(dipole, 7.16916e-42, 1.04958e-38);
  expect(scalar, 1.73271e-40, 2.32878e-41);
}

TEST(UpscatterElastic, TheMapIntegratesToTheTotal) {
  const UpscatterBody body = nuclear_body(matter::nuclide("Ar40"), "default");
  UpscatterExchange both;
  both.vector_proton = 1e-4;
  both.vector_mass = 0.05;
  both.scalar_proton = both.scalar_neutron = 2e-4;
  both.scalar_mass = 0.3;
  UpscatterExchange dipole;
  dipole.dipole = 1e-7;
  UpscatterExchange all = both;
  all.dipole = 1e-3;
  for (const UpscatterExchange& exchange : {both, dipole, all}) {
    const UpscatterElastic process(body, exchange, 0.1, false);
    for (const double E : {0.1002, 0.11, 0.4, 3.0}) {
      // Midpoints evenly in Q^2 as an independent rule, in ln Q^2.
      const auto range = process.kinematics().Q2_range(E);
      ASSERT_GT(range.high, range.low) << E;
      constexpr int steps = 20000;
      double sum = 0.0, mapped = 0.0;
      const double width = std::log(range.high / range.low) / steps;
      for (int i = 0; i < steps; ++i) {
        const double Q2 = range.low * std::exp((i + 0.5) * width);
        sum += process.differential(E, Q2).sum() * Q2 * width;
        const auto at = process.map(E, (i + 0.5) / steps);
        ASSERT_GE(at.Q2, range.low);
        ASSERT_LE(at.Q2, range.high);
        mapped += process.differential(E, at.Q2).sum() * at.jacobian / steps;
      }
      const double total = process.total(E).sum();
      EXPECT_NEAR(sum / total, 1.0, 1e-5) << E;
      EXPECT_NEAR(mapped / total, 1.0, 1e-5) << E;
    }
  }
}

TEST(UpscatterElastic, RefusesWhatHasNoMeaning) {
  UpscatterExchange vector;
  vector.vector_proton = 1e-3;
  EXPECT_THROW(UpscatterElastic(point_body("C12"), vector, 0.1, false), UserError);  // no mass of the boson
  vector.vector_mass = -0.1;
  EXPECT_THROW(UpscatterElastic(point_body("C12"), vector, 0.1, false), UserError);
  vector.vector_mass = 0.1;
  EXPECT_THROW(UpscatterElastic(point_body("C12"), vector, -0.1, false), UserError);
  EXPECT_THROW(UpscatterElastic(point_body("C12"), {}, 0.1, false), UserError);
  const UpscatterElastic process(point_body("C12"), vector, 0.1, false);
  EXPECT_EQ(process.total(0.9 * process.threshold()).sum(), 0.0);
  EXPECT_EQ(process.differential(1.0, 1e-9).sum(), 0.0);
}

}  // namespace
}  // namespace tridens::process
