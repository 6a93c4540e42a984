// Mass matrices, exact diagonalisation and one-loop masses against closed forms, perturbation theory and limits.
#include "tridens/model/neutrino_masses.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::model {
namespace {

using units::pi;
using Complex = std::complex<double>;

constexpr double target = 0.05e-9;  // 0.05 eV in GeV

/// Largest element of U^T M U - diag(m) over the largest mass, and of U^+ U - 1.
std::pair<double, double> residuals(const ComplexMatrix& M, const MassSpectrum& spectrum) {
  const size_t n = M.size();
  double diagonal = 0.0, unitary = 0.0;
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      Complex a = 0.0, b = 0.0;
      for (size_t k = 0; k < n; ++k) {
        b += std::conj(spectrum.mixing[k][i]) * spectrum.mixing[k][j];
        for (size_t l = 0; l < n; ++l) a += spectrum.mixing[k][i] * M[k][l] * spectrum.mixing[l][j];
      }
      diagonal = std::max(diagonal, std::abs(a - (i == j ? spectrum.masses[i] : 0.0)));
      unitary = std::max(unitary, std::abs(b - (i == j ? 1.0 : 0.0)));
    }
  }
  return {diagonal / spectrum.masses.back(), unitary};
}

const ComplexMatrix m_D = {{1e-2, 2e-3, {3e-3, 1e-3}}, {4e-3, 2e-2, 1e-3}, {1e-3, {0, 2e-3}, 3e-2}};
const ComplexMatrix M_R = {{1e3, 10, 20}, {30, 2e3, 5}, {7, 9, 5e3}};
const ComplexMatrix small = {{1e-6, 1e-7, 0}, {1e-7, 2e-6, 3e-7}, {0, 3e-7, 5e-6}};

ComplexMatrix times(const ComplexMatrix& a, const ComplexMatrix& b) {
  ComplexMatrix result(3, std::vector<Complex>(3));
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j)
      for (size_t k = 0; k < 3; ++k) result[i][j] += a[i][k] * b[k][j];
  return result;
}
ComplexMatrix transposed(const ComplexMatrix& a) {
  ComplexMatrix result = a;
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) result[i][j] = a[j][i];
  return result;
}
ComplexMatrix inverse(const ComplexMatrix& a) {
  ComplexMatrix result = a;
  Complex determinant = 0.0;
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      const size_t p = (i + 1) % 3, q = (i + 2) % 3, r = (j + 1) % 3, s = (j + 2) % 3;
      result[j][i] = a[p][r] * a[q][s] - a[p][s] * a[q][r];
      if (j == 0) determinant += a[i][0] * (a[p][1] * a[q][2] - a[p][2] * a[q][1]);
    }
  }
  for (auto& row : result)
    for (Complex& element : row) element /= determinant;
  return result;
}

TEST(NeutrinoMasses, TreeLevelStatesAreThoseOfTheMatrix) {
  struct Case {
    DarkSeesaw seesaw;
    double m4, m5, precision;
  };
  for (const Case& item :
       {Case{{1e-4, .01, .1}, -.0951249720, .1051249720, 1e-9}, Case{{1e-4, 1e-3, .1}, -.0995013, .1005013, 1e-7},
        Case{{1e-4, 1.0, .02}, -3.99850e-4, 1.00040, 1e-6}, Case{{1e-4, 100.0, 1.0}, -.00999900, 100.00999900, 5e-7}}) {
    const DarkSeesawStates s = states(item.seesaw);
    EXPECT_NEAR(s.m4 / item.m4, 1.0, item.precision);
    EXPECT_NEAR(s.m5 / item.m5, 1.0, item.precision);
    EXPECT_NEAR(-s.m4 / s.m5 / std::pow(s.flavour5 / s.flavour4, 2), 1.0, 1e-14);  // exact
    const MassSpectrum spectrum = takagi(mass_matrix(item.seesaw));
    EXPECT_LT(spectrum.masses[0], 1e-25 * s.m5);
    EXPECT_NEAR(spectrum.masses[1] / -s.m4, 1.0, 1e-14);
    EXPECT_NEAR(spectrum.masses[2] / s.m5, 1.0, 1e-14);
    const std::array<std::array<double, 3>, 3> rows = {
        {{s.light_flavour, s.flavour4, s.flavour5}, {0.0, s.singlet4, s.singlet5}, {s.light_dark, s.dark4, s.dark5}}};
    for (size_t a = 0; a < 3; ++a) {
      for (size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(std::abs(spectrum.mixing[a][k]), std::abs(rows[a][k]), 1e-13 * std::abs(rows[a][k]) + 1e-30);
      }
    }
    EXPECT_NEAR(std::abs(std::arg(spectrum.mixing[0][1] / spectrum.mixing[1][1])), s.m4 < 0 ? pi : 0.0, 1e-12);
  }
}

TEST(NeutrinoMasses, RegimesHaveTheirPerturbativeMixings) {
  const DarkSeesaw inverse_regime{1e-5, 1e-3, 0.3}, extended{1e-6, 10.0, 0.02};
  const DarkSeesawStates a = states(inverse_regime), b = states(extended);
  EXPECT_NEAR(a.m5 + a.m4, 1e-3, 1e-12);
  EXPECT_NEAR(std::abs(a.flavour4) / (1e-5 / (std::sqrt(2.0) * 0.3)), 1.0, 3e-3);
  EXPECT_NEAR(std::abs(a.dark5) / std::sqrt(0.5), 1.0, 3e-3);
  EXPECT_NEAR(b.m4 / (-0.02 * 0.02 / 10.0), 1.0, 1e-5);
  EXPECT_NEAR(std::abs(b.flavour4) / (1e-6 / 0.02), 1.0, 1e-5);
  EXPECT_NEAR(b.dark5 / (0.02 / 10.0), 1.0, 1e-5);
  const DarkSeesaw back = dark_seesaw(-b.m4, b.m5, b.flavour4 * b.flavour4);
  EXPECT_NEAR(back.dirac / 1e-6, 1.0, 1e-10);
  EXPECT_NEAR(back.dark / 0.02, 1.0, 1e-10);
  EXPECT_NEAR(back.majorana / 10.0, 1.0, 1e-10);
}

TEST(NeutrinoMasses, InverseSeesawMeetsItsFormulaOverTwentyOrdersOfMagnitude) {
  const ComplexMatrix M = inverse_seesaw(m_D, M_R, small);
  const MassSpectrum exact = takagi(M);
  const auto [diagonal, unitary] = residuals(M, exact);
  EXPECT_LT(diagonal, 1e-14);
  EXPECT_LT(unitary, 1e-13);
  // m_nu = m_D (M_R^T)^-1 mu M_R^-1 m_D^T up to (m_D/M_R)^2 = 1e-9.
  const ComplexMatrix left = times(m_D, inverse(transposed(M_R)));
  ComplexMatrix light = times(times(left, small), transposed(left));
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < i; ++j) light[i][j] = light[j][i];
  const MassSpectrum formula = takagi(light);
  for (size_t k = 0; k < 3; ++k) EXPECT_NEAR(exact.masses[k] / formula.masses[k], 1.0, 1e-8) << k;
  // Pairs of heavy states are split by mu.
  EXPECT_NEAR((exact.masses[4] - exact.masses[3]) / 1e-6, 1.0, 0.1);
}

TEST(NeutrinoMasses, RadiativeInverseSeesawIsMasslessAtTreeLevel) {
  ComplexMatrix large = small;
  for (auto& row : large)
    for (Complex& element : row) element *= 1e8;
  const MassSpectrum spectrum = takagi(radiative_inverse_seesaw(m_D, M_R, large));
  for (size_t k = 0; k < 3; ++k) EXPECT_LT(spectrum.masses[k], 1e-20);
  EXPECT_GT(spectrum.masses[3], 100.0);
  const auto [diagonal, unitary] = residuals(radiative_inverse_seesaw(m_D, M_R, large), spectrum);
  EXPECT_LT(diagonal, 1e-13);
  EXPECT_LT(unitary, 1e-12);
}

TEST(NeutrinoMasses, TakagiCopesWithDegenerateAndMasslessStates) {
  // A Dirac pair, a massless state, phases.
  const ComplexMatrix M = {{0.0, {0.0, 2.0}, 0.0}, {{0.0, 2.0}, 0.0, 0.0}, {0.0, 0.0, 0.0}};
  const MassSpectrum spectrum = takagi(M);
  EXPECT_NEAR(spectrum.masses[0], 0.0, 1e-30);
  EXPECT_NEAR(spectrum.masses[1], 2.0, 1e-15);
  EXPECT_NEAR(spectrum.masses[2], 2.0, 1e-15);
  const auto [diagonal, unitary] = residuals(M, spectrum);
  EXPECT_LT(diagonal, 1e-15);
  EXPECT_LT(unitary, 1e-15);
  EXPECT_THROW(takagi({{0.0, 1.0}, {2.0, 0.0}}), UserError);
  EXPECT_THROW(takagi({{0.0, 1.0}}), UserError);
  EXPECT_THROW(takagi({{std::nan("")}}), UserError);
}

TEST(LoopFunction, MeetsItsValuesAndIsSmoothWhereArgumentsCoincide) {
  EXPECT_NEAR(loop_function(1, 4, 9) / 8.01705509398, 1.0, 1e-11);
  EXPECT_NEAR(loop_function(.0225, 1, 4) / 16.8545659290, 1.0, 1e-11);
  EXPECT_EQ(loop_function(2, 2, 2), 4.0);
  for (const double d : {1e-16, 1e-12, 1e-8, 1e-4}) {
    EXPECT_NEAR(loop_function(1.0 + d, 1.0, 1.0), 4.0 - 2.0 * d, 2.0 * d * d + 1e-15);  // ln(1 + d)/d = 1 - d/2
  }
  EXPECT_NEAR(loop_function(1e-20, 2.0, 3.0) / (3.0 * std::log(2e20) + std::log(3e20)), 1.0, 1e-15);
  EXPECT_THROW(loop_function(0.0, 1.0, 1.0), UserError);
}

/// The sum over the two massive states, without care for cancellation.
double direct_sum(const DarkSeesaw& seesaw, const LoopBosons& bosons) {
  const DarkSeesawStates s = states(seesaw);
  const double V = bosons.vector * bosons.vector, S = bosons.scalar * bosons.scalar;
  double sum = 0.0;
  for (const auto& [m, U] : {std::pair{s.m4, s.dark4}, {s.m5, s.dark5}}) {
    sum += std::pow(0.5 * bosons.coupling * s.light_dark * U, 2) * m * m * m / V * loop_function(m * m, V, S);
  }
  return sum / (4.0 * pi * pi);
}

TEST(OneLoopMass, IsTheSumOverTheMassiveStates) {
  const LoopBosons dark{1.0, 1.0, 2.0};
  for (const DarkSeesaw& seesaw : {DarkSeesaw{1e-4, .01, .1}, {1e-3, .5, 2.0}, {1e-4, 100.0, 1.0}, {1e-4, 1.0, .02}}) {
    EXPECT_NEAR(one_loop_mass(seesaw, dark).dark / direct_sum(seesaw, dark), 1.0, 1e-10);
  }
  // 40 digits from the eigenvectors of the matrix.
  EXPECT_NEAR(one_loop_mass({1e-4, .01, .1}, dark).dark / 1.01779618045834e-11, 1.0, 1e-12);
}

TEST(OneLoopMass, HasItsFourLimits) {
  const double g = 1.0, unit = g * g / (16.0 * pi * pi);
  const auto dark = [&](const DarkSeesaw& s, double V, double S) { return one_loop_mass(s, {g, V, S}).dark; };
  const double D = 1e-7, D2 = D * D;
  {
    const double mu = 1e-8, L = 1e-2, V = 10.0, S = 20.0;  // inverse, heavy bosons
    const double limit = unit * D2 / (V * V) * mu * (3 * std::log(V * V / (L * L)) + std::log(S * S / (L * L)) - 4);
    EXPECT_NEAR(dark({D, mu, L}, V, S) / limit, 1.0, 1e-5);
  }
  {
    const double mu = 1e-4, L = 1e3, V = 1e-2, S = 2e-2;  // inverse, light bosons
    EXPECT_NEAR(dark({D, mu, L}, V, S) / (unit * D2 / (L * L) * mu * (3 + S * S / (V * V))), 1.0, 1e-5);
  }
  {
    const double mu = 0.1, L = 1e-4, V = 100.0, S = 200.0;  // extended, heavy bosons
    const double limit = unit * D2 / (L * L + D2) * L * L / (V * V) * mu *
                         (3 * std::log(V * V / (mu * mu)) + std::log(S * S / (mu * mu)));
    EXPECT_NEAR(dark({D, mu, L}, V, S) / limit, 1.0, 1e-4);
  }
  {
    const double mu = 1e4, L = 1e-2, V = 1.0, S = 2.0;  // extended, between |m4| and mu'
    const double limit =
        unit * D2 / mu * (3 * std::log(mu * mu / (V * V)) + S * S / (V * V) * std::log(mu * mu / (S * S)));
    EXPECT_NEAR(dark({D, mu, L}, V, S) / limit, 1.0, 1e-4);
  }
}

TEST(OneLoopMass, StandardPartIsTheKnownSeesawCorrection) {
  // m_D^2 m_N/(4 pi v)^2 [3 ln(m^2/M_Z^2)/(m^2/M_Z^2 - 1) + ln(m^2/M_h^2)/(m^2/M_h^2 - 1)] for one heavy state.
  const DarkSeesaw seesaw{1e-4, 100.0, 1e-3};
  const LoopBosons standard = standard_bosons();
  const double v2 = 1.0 / (std::sqrt(2.0) * 1.1663788e-5), m = 100.0;
  const double light = std::pow(states(seesaw).light_flavour, 2);
  const double known = 1e-8 * m / (16.0 * pi * pi * v2) *
                       loop_function(m * m, std::pow(standard.vector, 2), std::pow(standard.scalar, 2)) * light;
  EXPECT_NEAR(one_loop_mass(seesaw, {1.0, 1.0, 2.0}).standard / known, 1.0, 1e-6);
}

TEST(OneLoopMass, NeedsTheseMixings) {
  const LoopBosons dark{1.0, 1.0, 2.0};
  // Solved with 40 digits from the eigenvectors of the matrix; |U_Di|^2 = (1 + r) |U_a4|^2.
  EXPECT_NEAR(mixing_for_mass(target, 0.99 * 0.8, 0.8, dark) / 2.2867518e-7, 1.0, 1e-7);
  EXPECT_NEAR(mixing_for_mass(target, 0.5 * 0.15, 0.15, dark) / 4.1394827e-7, 1.0, 1e-7);
  EXPECT_NEAR(mixing_for_mass(target, 0.12 * 0.15, 0.15, dark) / 1.190809e-6, 1.0, 1e-6);
  const double both = mixing_for_mass(target, 0.5 * 0.15, 0.15, dark, false);
  EXPECT_NEAR(one_loop_mass(dark_seesaw(0.075, 0.15, both), dark).total() / target, 1.0, 1e-10);
  EXPECT_THROW(mixing_for_mass(1.0, 0.075, 0.15, dark), UserError);
  EXPECT_THROW(mixing_for_mass(target, 0.2, 0.15, dark), UserError);
  EXPECT_THROW(one_loop_mass({1e-4, 1.0, 0.1}, {1.0, 0.0, 1.0}), UserError);
  EXPECT_THROW(states({0.0, 1.0, 0.0}), UserError);
}

}  // namespace
}  // namespace tridens::model
