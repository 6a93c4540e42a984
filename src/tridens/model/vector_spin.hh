#pragma once
#include <array>
#include <complex>

#include "tridens/math/four_vector.hh"

// Spin of a vector boson that a decay makes on its mass shell, and the angles of its own decay. Formulas in
// vector_spin.cc.
namespace tridens::model {

struct Chiral;

/// What N -> N' V leaves of the spin of V: squared amplitudes |H|^2 by the helicities of V (+, 0, -) and N' (+1/2,
/// -1/2), and the two products that interfere when N is polarised across the flight of V. Powers of GeV, one factor for
/// all.
struct VectorEmissionSpin {
  double plus = 0.0, minus = 0.0;            // |H(+, +1/2)|^2, |H(-, -1/2)|^2
  double zero_plus = 0.0, zero_minus = 0.0;  // |H(0, +1/2)|^2, |H(0, -1/2)|^2
  std::complex<double> with_plus = 0.0;      // H(+, +1/2) H(0, +1/2)*
  std::complex<double> with_minus = 0.0;     // H(0, -1/2) H(-, -1/2)*
  double sum() const { return plus + minus + zero_plus + zero_minus; }
};

/// N(m) -> N'(m1) V(mV) by Nbar' g^m (c_L P_L + c_R P_R) N V_m; all zero for a closed channel. Of the antiparticle:
/// with c_L -> c_R*, c_R -> c_L*.
VectorEmissionSpin vector_emission_spin(double m, double m1, double mV, const Chiral& coupling);

/// Shares of the decays V(m) -> f_1 fbar_2, fbar_1 g^m (c_L P_L + c_R P_R) f_2 V_m, by the projection +1, 0, -1 of the
/// spin of V on the direction of f_1 in its rest frame; the mean over directions of V. Evenly for a closed channel.
std::array<double, 3> pair_spin_shares(double m, double m1, double m2, const Chiral& coupling);

/// Density matrix of a spin 1, rho_jk = T_jk - (i/2) e_jkl S_l in Cartesian components: alignment T (symmetric, trace
/// 1) and spin S. Not polarised by default.
struct VectorSpin {
  double xx = 1.0 / 3.0, yy = 1.0 / 3.0, zz = 1.0 / 3.0, xy = 0.0, xz = 0.0, yz = 0.0;
  FourVector spin{};

  /// Density of the direction n (a unit vector) of the first product, over its mean: shares as of pair_spin_shares().
  double angular_weight(const std::array<double, 3>& shares, const FourVector& n) const;
};

/// Of V that flies along `flight` in the rest frame of N, whose spin has the mean projection `helicity`/2 on `axis`
/// (unit vectors). In the rest frame of V that is reached from that of N without a turn. `turn`: of Rodrigues, length
/// tan(angle/2), to axes that are turned against these.
VectorSpin emitted_vector_spin(const VectorEmissionSpin& emission, const FourVector& flight, const FourVector& axis,
                               double helicity, const FourVector& turn = {});

}  // namespace tridens::model
