// Interference of exchanges in upscattering against explicit Dirac matrices.
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/process/upscatter_elastic.hh"
#include "upscatter_points.hh"

namespace tridens::process {
namespace {

using dirac::NucleonFactors;
using dirac::operator*;

TEST(UpscatterTensors, VectorAndScalarInterfereWithTheSignOfTheirExchange) {
  // Amplitudes -C g/(Q^2 + m_V^2) and +y c/(Q^2 + m_S^2) from couplings of the same sign: four-fermion terms of the
  // exchange of a vector and a scalar.
  for (const bool anti : {false, true}) {
    for (const bool half : {false, true}) {
      for (const UpscatterPoint& at : points(half ? 0.938272 : 11.178, 10)) {
        const double M = at.kinematics.target_mass, F = 0.7;
        const NucleonFactors f = half ? NucleonFactors{0.8, 1.3} : NucleonFactors{1.0, 0.0};
        const double charge = f.F1 - at.Q2 / (4.0 * M * M) * f.F2, a = 0.6, b = 1.7;
        const HadronStructure h = half ? nucleon(f, M, at.Q2) : HadronStructure{1.0, 0.0};
        const HelicityPair v = upscatter_vector(at, h), s = upscatter_scalar(at, F, half),
                           i = upscatter_interference(at, charge, F);
        const double sign = (anti ? 1.0 : -1.0) * a * b;
        std::vector<dirac::Term> terms = dirac::vector_terms(at, f, -a);
        for (const dirac::Term& term : dirac::scalar_terms(at, F, b)) terms.push_back(term);
        expect_traces(at,
                      {a * a * v.conserving + b * b * s.conserving + sign * i.conserving,
                       a * a * v.flipping + b * b * s.flipping + sign * i.flipping},
                      terms, anti, half);
      }
    }
  }
}

/// The amplitude of a dipole of strength `a` by Feynman's rule, - i s_mn q^m P_L with the momentum q that the photon
/// brings in; antineutrinos meet the same with P_R, which is minus the Hermitian conjugate.
std::vector<dirac::Term> dipole_amplitude(const UpscatterPoint& at, const NucleonFactors& f, double a, bool anti) {
  std::vector<dirac::Term> terms = dirac::dipole_terms(at, f);
  for (dirac::Term& term : terms) term.lepton = dirac::Value{0.0L, anti ? -a : a} * term.lepton;
  return terms;
}

TEST(UpscatterTensors, ADipoleInterferesWithVectorScalarAndAxialCurrent) {
  for (const bool anti : {false, true}) {
    for (const bool half : {false, true}) {
      for (const UpscatterPoint& at : points(half ? 0.938272 : 11.178, 10)) {
        const double M = at.kinematics.target_mass, pion = constants::charged_pion_mass, F = 0.7;
        NucleonFactors f = half ? NucleonFactors{0.8, 1.3, 1.1} : NucleonFactors{1.0, 0.0};
        f.G_P = 2.0 * M * M * f.G_A / (at.Q2 + pion * pion);
        const NucleonFactors g = half ? NucleonFactors{0.6, -0.4} : NucleonFactors{1.0, 0.0};
        const double t = at.Q2 / (4.0 * M * M), electric = g.F1 - t * g.F2, a = 0.6, b = 1.7, d = 0.9 / M;
        const HadronStructure h = half ? nucleon(f, M, at.Q2) : HadronStructure{1.0, 0.0};
        const HadronStructure own = half ? nucleon(g, M, at.Q2) : HadronStructure{1.0, 0.0};
        const HadronStructure crossed =
            half ? HadronStructure{f.F1 * g.F1 + t * f.F2 * g.F2, (f.F1 + f.F2) * (g.F1 + g.F2)} : own;
        HelicityPair sum;
        const auto add = [&](double factor, const HelicityPair& term) {
          sum.conserving += factor * term.conserving;
          sum.flipping += factor * term.flipping;
        };
        const double sign = anti ? 1.0 : -1.0;
        add(a * a, upscatter_vector(at, h));
        if (half) add(a * a, upscatter_axial(at, f.G_A, f.F1 + f.F2, anti));
        add(b * b, upscatter_scalar(at, F, half));
        add(sign * a * b, upscatter_interference(at, f.F1 - t * f.F2, F));
        add(d * d, upscatter_dipole(at, own));
        add(a * d, upscatter_dipole_vector(at, crossed));
        add(-sign * b * d, upscatter_dipole_scalar(at, electric, F));
        if (half) add(a * d, upscatter_dipole_axial(at, f.G_A, g.F1 + g.F2, anti));
        std::vector<dirac::Term> terms = dirac::vector_terms(at, f, -a);
        for (const dirac::Term& term : dirac::scalar_terms(at, F, b)) terms.push_back(term);
        for (const dirac::Term& term : dipole_amplitude(at, g, -d, anti)) terms.push_back(term);
        expect_traces(at, sum, terms, anti, half);
      }
    }
  }
}

TEST(UpscatterTensors, OnlyAScalarInterferesWithADipoleForAMasslessN) {
  const UpscatterPoint at{{0.938272, 0.0}, 0.7, 0.2};
  EXPECT_EQ(upscatter_dipole_vector(at, {1.0, 1.0}).sum(), 0.0);
  EXPECT_EQ(upscatter_dipole_axial(at, 1.0, 1.0, false).sum(), 0.0);
  const HelicityPair scalar = upscatter_dipole_scalar(at, 1.0, 1.0);
  EXPECT_EQ(scalar.conserving, 0.0);
  // Both squares and their product go with p.p' = Q^2/2 of one spin state: |2 M b - 2 d p.K|^2 for a spinless body.
  const double M = 0.938272, pK = 2.0 * M * 0.7 - 0.1;
  EXPECT_NEAR(scalar.flipping / (2.0 * 0.1 * 2.0 * (2.0 * M) * (2.0 * pK)), 1.0, 1e-12);
}

}  // namespace
}  // namespace tridens::process
