#pragma once
#include <complex>
#include <vector>

// Mass matrices of neutrinos, their exact diagonalisation, and masses by one loop. Conventions, formulas and papers in
// neutrino_masses.cc; masses in GeV.
namespace tridens::model {

/// Square matrix, [row][column].
using ComplexMatrix = std::vector<std::vector<std::complex<double>>>;

struct MassSpectrum {
  std::vector<double> masses;  // >= 0, increasing
  ComplexMatrix mixing;        // U[a][k]: nu_a = sum_k U_ak nu_k
};
/// U with U^T M U = diag(m), m >= 0, for a complex symmetric M of up to 64 rows (Takagi). Masses have an absolute error
/// of 1e-30 of the largest: light masses of seesaws are right to all digits of the entries. UserError for a matrix that
/// is not square, symmetric and finite.
MassSpectrum takagi(const ComplexMatrix& matrix);

/// One flavour, one N and nu_D, L = (1/2) nubar M nu^c with M = ((0, m_D, 0), (m_D, mu, Lambda), (0, Lambda, 0)).
struct DarkSeesaw {
  double dirac = 0.0, majorana = 0.0, dark = 0.0;  // m_D = y v/sqrt2, mu' of N, Lambda = y_N v_phi/sqrt2; GeV, >= 0
};
/// UserError for entries that are negative or all zero but mu'.
ComplexMatrix mass_matrix(const DarkSeesaw& seesaw);

/// The two massive states, closed form without cancellation; the third is massless at tree level.
struct DarkSeesawStates {
  double m4 = 0.0, m5 = 0.0;              // signed: m4 < 0 < m5, |m4| <= m5
  double flavour4 = 0.0, flavour5 = 0.0;  // U_a4, U_a5, real; multiply the column of m4 by i for a positive mass
  double dark4 = 0.0, dark5 = 0.0;        // U_D4, U_D5
  double singlet4 = 0.0, singlet5 = 0.0;
  double light_flavour = 0.0, light_dark = 0.0;  // U_ai, U_Di of the massless state
};
DarkSeesawStates states(const DarkSeesaw& seesaw);
/// The sector with given |m4|, m5 and |U_a4|^2; UserError where there is none (m4 > m5, mixing above |U_a4|^2 +
/// |U_D4|^2).
DarkSeesaw dark_seesaw(double m4, double m5, double flavour4_squared);

/// 9x9 of three generations in the order nu, N, S: standard ((0, m_D, 0), (m_D^T, 0, M_R), (0, M_R^T, mu)) with
/// m_nu = m_D (M_R^T)^-1 mu M_R^-1 m_D^T, and minimal radiative (1209.4051) with mu on N: massless at tree level.
ComplexMatrix inverse_seesaw(const ComplexMatrix& m_D, const ComplexMatrix& M_R, const ComplexMatrix& mu);
ComplexMatrix radiative_inverse_seesaw(const ComplexMatrix& m_D, const ComplexMatrix& M_R, const ComplexMatrix& mu);

/// F(a, b, c) = 3 ln(a/b)/(a/b - 1) + ln(a/c)/(a/c - 1), a, b, c > 0; 4 at a = b = c, and smooth there.
double loop_function(double a, double b, double c);

/// A vector and the real scalar that goes with it: Z and h, Z' and phi'.
struct LoopBosons {
  double coupling = 0.0;              // g/c_W or g'
  double vector = 0.0, scalar = 0.0;  // masses, GeV
};
/// g/c_W, M_Z and M_h = 125.25 GeV (PDG 2022).
LoopBosons standard_bosons();

struct LoopMass {
  double standard = 0.0, dark = 0.0;  // GeV, shares of m_3 by Z, h and by Z', phi'
  double total() const { return standard + dark; }
};
/// One-loop mass of the state that is massless at tree level. UserError for masses of bosons that are not positive.
LoopMass one_loop_mass(const DarkSeesaw& seesaw, const LoopBosons& dark);
/// The |U_a4|^2 for which the one-loop mass is m3, at given |m4| < m5 (Standard Model bosons left out where
/// `dark_only`). UserError where no mixing gives it.
double mixing_for_mass(double m3, double m4, double m5, const LoopBosons& dark, bool dark_only = true);

}  // namespace tridens::model
