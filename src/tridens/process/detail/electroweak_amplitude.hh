#pragma once
#include <cmath>

#include "tridens/process/detail/trident_kernel.hh"

// Amplitudes of  nu(k1) + gamma*(q) -> l-(p-) + W+(k)  and  -> nu(k2) l-(p-) l+(p+)  with massive W and Z and the
// triple gauge vertex, as complex four-vectors A^mu (photon index), one per spin state.
//
// r = k1 - p-, k = k2 + p+ = r + q, D± = Q^2 + 2 q.p±, mu_W^2 = M_W^2 - i M_W Gamma_W (in every W propagator: constant
// complex mass, so that q.A = 0 holds exactly), j1 = ubar(p-) gamma (1-g5) u(k1), j2 = ubar(k2) gamma (1-g5) v(p+),
// J = [j - l (l.j)/mu_W^2]/(l^2 - mu_W^2) with l = r or k:
//   1  ubar(p-) eps/ (p-/ - q/ + m-) J2/ (1-g5) u(k1) / (-D-)
//   2  ubar(k2) J1/ (1-g5) (q/ - p+/ + m+) eps/ v(p+) / (-D+)
//   3  -[ (J1.J2) (r+k).eps - (eps.J2) (k+q).J1 + (eps.J1) (q-r).J2 ]
//   Z  M_Z^2/(M_Z^2 + 2 k1.k2) jZ_tau ubar(p-) { gamma^tau (gV - gA g5) (q/ - p+/ + m+) eps/ /(-D+)
//        + eps/ (p-/ - q/ + m-)/(-D-) gamma^tau (gV - gA g5) } v(p+),   jZ = ubar(k2) gamma (1-g5) u(k1)
//   A = M_W^2 (1 + 2 + 3) + Z,  sum |M|^2 = 4 pi alpha G_F^2/2 sum |A|^2  (g^2 = 4 sqrt2 G_F M_W^2).
// The relative signs follow from q.A = 0 (charges) and from the four-fermion limit V = gV + 1, A = gA + 1 (exchange of
// identical flavours). For a W on its mass shell J2 is replaced by the polarisation vector, 2 is absent and
// sum |M|^2 = 4 pi alpha G_F M_W^2/sqrt2 sum |A|^2.
//
// The Dirac equation removes the masses of the internal lines, ubar(p) eps/ (p/ - q/ + m) = ubar(p) (2 p.eps - eps/ q/)
// and its mirror image, so that two-component spinors suffice; l.j is proportional to a lepton mass. Vectors are kept
// by their light-cone components along k1, which stay accurate for collinear leptons. Frame: centre of mass of neutrino
// and photon, k1 along +z.
namespace tridens::process::detail {

TRIDENS_INLINE Complex operator-(Complex a, Complex b) {
  return {a.re - b.re, a.im - b.im};
}
TRIDENS_INLINE Complex reciprocal(Complex a) {
  const double scale = 1.0 / (a.re * a.re + a.im * a.im);
  return {a.re * scale, -a.im * scale};
}

/// Components E+z, E-z, x+iy, x-iy of a complex four-vector.
struct ComplexVector {
  Complex plus, minus, right, left;
};
TRIDENS_INLINE ComplexVector operator+(const ComplexVector& a, const ComplexVector& b) {
  return {a.plus + b.plus, a.minus + b.minus, a.right + b.right, a.left + b.left};
}
TRIDENS_INLINE ComplexVector operator*(Complex f, const ComplexVector& a) {
  return {f * a.plus, f * a.minus, f * a.right, f * a.left};
}
TRIDENS_INLINE ComplexVector operator*(double f, const ComplexVector& a) {
  return {f * a.plus, f * a.minus, f * a.right, f * a.left};
}
TRIDENS_INLINE ComplexVector as_complex(const LightCone& p) {
  return {{p.plus, 0.0}, {p.minus, 0.0}, {p.x, p.y}, {p.x, -p.y}};
}
TRIDENS_INLINE Complex dot(const ComplexVector& a, const ComplexVector& b) {
  return 0.5 * (a.plus * b.minus + a.minus * b.plus - (a.right * b.left + a.left * b.right));
}
TRIDENS_INLINE double dot(const LightCone& a, const LightCone& b) {
  return 0.5 * (a.plus * b.minus + a.minus * b.plus) - a.x * b.x - a.y * b.y;
}

struct Spinor {
  Complex up, down;
};
/// chi^+ psi.
TRIDENS_INLINE Complex overlap(const Spinor& chi, const Spinor& psi) {
  return conjugate(chi.up) * psi.up + conjugate(chi.down) * psi.down;
}
/// (a.sigma-bar) psi and (a.sigma) psi.
TRIDENS_INLINE Spinor slash_bar(const ComplexVector& a, const Spinor& s) {
  return {a.plus * s.up + a.left * s.down, a.right * s.up + a.minus * s.down};
}
TRIDENS_INLINE Spinor slash(const ComplexVector& a, const Spinor& s) {
  return {a.minus * s.up - a.left * s.down, a.plus * s.down - a.right * s.up};
}
/// Adjoint of a real slash, times a row from the left: (row (a.sigma))^+ = (a.sigma) row^+; vectors of currents are
/// complex, so rows are kept as such.
struct Row {
  Complex up, down;
};
TRIDENS_INLINE Row adjoint(const Spinor& s) {
  return {conjugate(s.up), conjugate(s.down)};
}
TRIDENS_INLINE Row row_slash_bar(const Row& r, const ComplexVector& a) {
  return {r.up * a.plus + r.down * a.right, r.up * a.left + r.down * a.minus};
}
TRIDENS_INLINE Row row_slash(const Row& r, const ComplexVector& a) {
  return {r.up * a.minus - r.down * a.right, r.down * a.plus - r.up * a.left};
}
TRIDENS_INLINE Complex product(const Row& r, const Spinor& s) {
  return r.up * s.up + r.down * s.down;
}
/// The vector j with  a.j = row (a.sigma-bar) psi,  and the one with (a.sigma).
TRIDENS_INLINE ComplexVector current(const Row& r, const Spinor& s) {
  return {2.0 * (r.down * s.down), 2.0 * (r.up * s.up), -2.0 * (r.up * s.down), -2.0 * (r.down * s.up)};
}
TRIDENS_INLINE ComplexVector right_current(const Row& r, const Spinor& s) {
  return {2.0 * (r.up * s.up), 2.0 * (r.down * s.down), 2.0 * (r.up * s.down), 2.0 * (r.down * s.up)};
}

/// Left- and right-handed halves of the two solutions of the Dirac equation for a momentum: p.sigma = sum left left^+.
/// For v(p) the right-handed half changes sign.
struct DiracSpinors {
  Spinor left[2], right[2];
};
TRIDENS_INLINE DiracSpinors dirac_spinors(const LightCone& p, double mass, double right_sign) {
  const double root = std::sqrt(p.plus), inverse = 1.0 / root, flip = mass * inverse;
  const double s = right_sign;
  return {{{{-p.x * inverse, p.y * inverse}, {root, 0.0}}, {{flip, 0.0}, {0.0, 0.0}}},
          {{{0.0, 0.0}, {s * flip, 0.0}}, {{s * root, 0.0}, {s * p.x * inverse, s * p.y * inverse}}}};
}

/// W exchanged or on its mass shell, and the Z.
struct BosonMasses {
  double w = 0.0, w_width = 0.0, z = 0.0;  // GeV
};

/// Couplings of a channel: charged current on or off; gV + gA and gV - gA of the charged leptons to the Z, 0 without
/// it.
struct ElectroweakCouplings {
  bool charged = false;
  double left = 0.0, right = 0.0;
};

/// A point of phase space with its invariants as the map of it gives them.
struct ElectroweakPoint {
  double W, Q2, E1;            // E1 = (W^2 + Q^2)/2W
  LightCone minus, plus, nu2;  // p-, p+, k2
  LightCone k;                 // k2 + p+, or the W
  double d_minus, d_plus;      // D-, D+
  double d_r;                  // M_W^2 - r^2
  double d_k;                  // k^2 - M_W^2
  double mass_minus, mass_plus;
};

/// Photon projections of the amplitude, summed over spins: what cross sections need. With A_L = A.e_L, e_L = 2Q
/// k1/shat: sum_{x,y} |A|^2, |A_L|^2, and for a target in direction psi the sum |t (cos psi A_x + sin psi A_y) + l
/// A_L|^2.
struct PhotonProjection {
  double transverse = 0.0, longitudinal = 0.0, target = 0.0;
};
struct TargetDirection {
  double x = 0.0, y = 0.0, longitudinal = 0.0;  // t cos psi, t sin psi, l
};
TRIDENS_INLINE void add_projection(const ComplexVector& a, double longitudinal_factor, const TargetDirection& target,
                                   PhotonProjection& sum) {
  // a.x = -a^x, a.y = -a^y, a.k1 = E1 a^minus.
  const Complex x = -0.5 * (a.right + a.left);
  const Complex y = Complex{-0.5 * (a.right.im - a.left.im), 0.5 * (a.right.re - a.left.re)};
  const Complex l = longitudinal_factor * a.minus;
  sum.transverse += norm(x) + norm(y);
  sum.longitudinal += norm(l);
  sum.target += norm(target.x * x + target.y * y + target.longitudinal * l);
}

/// What the photon sees of one fermion line and the exchanged bosons; spin independent.
struct ElectroweakFrame {
  ComplexVector k1, q, r, k, p_minus, p_plus;
  Spinor u1;
  Complex w_mass_squared, over_w_mass_squared, propagator_r, propagator_k;
  double over_d_minus, over_d_plus;
};
TRIDENS_INLINE ElectroweakFrame electroweak_frame(const ElectroweakPoint& p, const BosonMasses& boson) {
  ElectroweakFrame f;
  const double q_plus = -p.Q2 / p.W;
  f.k1 = as_complex({0.0, 2.0 * p.E1, 0.0, 0.0});
  f.q = as_complex({p.W, q_plus, 0.0, 0.0});
  f.r = as_complex({-p.minus.minus, p.k.plus - q_plus, -p.minus.x, -p.minus.y});
  f.k = as_complex(p.k);
  f.p_minus = as_complex(p.minus);
  f.p_plus = as_complex(p.plus);
  f.u1 = {{0.0, 0.0}, {std::sqrt(2.0 * p.E1), 0.0}};
  const double width_term = boson.w * boson.w_width;
  f.w_mass_squared = {boson.w * boson.w, -width_term};
  f.over_w_mass_squared = reciprocal(f.w_mass_squared);
  f.propagator_r = reciprocal({-p.d_r, width_term});
  f.propagator_k = reciprocal({p.d_k, width_term});
  f.over_d_minus = -1.0 / p.d_minus;
  f.over_d_plus = p.d_plus == 0.0 ? 0.0 : -1.0 / p.d_plus;
  return f;
}

/// [j - l (l.j)/mu^2] / (l^2 - mu^2).
TRIDENS_INLINE ComplexVector exchanged(const ComplexVector& j, const ComplexVector& l, Complex l_dot_j,
                                       Complex over_mass_squared, Complex propagator) {
  return propagator * (j + ((-1.0 * l_dot_j) * over_mass_squared) * l);
}

/// Diagram 1 for one spin of l-, any vector in place of J2.
TRIDENS_INLINE ComplexVector photon_on_minus(const ElectroweakFrame& f, const Row& bar, const ComplexVector& J2) {
  const Spinor absorbed = slash_bar(J2, f.u1);
  return (2.0 * f.over_d_minus) *
         ((2.0 * product(bar, absorbed)) * f.p_minus + -1.0 * current(bar, slash(f.q, absorbed)));
}
/// Diagram 2 for one spin of l+.
TRIDENS_INLINE ComplexVector photon_on_plus(const ElectroweakFrame& f, const Row& bar2, const ComplexVector& J1,
                                            const Spinor& v) {
  const Row emitted = row_slash_bar(bar2, J1);
  return (2.0 * f.over_d_plus) * (current(row_slash(emitted, f.q), v) + (-2.0 * product(emitted, v)) * f.p_plus);
}
/// Diagram 3; r_J1 = r.J1 and k_J2 = k.J2.
TRIDENS_INLINE ComplexVector photon_on_w(const ElectroweakFrame& f, const ComplexVector& J1, Complex r_J1,
                                         const ComplexVector& J2, Complex k_J2) {
  const Complex along = -1.0 * dot(J1, J2);
  const Complex into_J2 = 2.0 * dot(f.q, J1) + r_J1;
  const Complex into_J1 = k_J2 - 2.0 * dot(f.q, J2);
  return along * (f.r + f.k) + into_J2 * J2 + into_J1 * J1;
}

/// Exchanged W attached to k1 and p-, for one spin of l-: J1 and r.J1.
struct ExchangedCurrent {
  ComplexVector J;
  Complex l_dot_J;
};
TRIDENS_INLINE ExchangedCurrent current_1(const ElectroweakFrame& f, const ElectroweakPoint& p, const Spinor& u_left,
                                          const Spinor& u_right) {
  const ComplexVector j = 2.0 * current(adjoint(u_left), f.u1);
  const Complex r_j = (-2.0 * p.mass_minus) * overlap(u_right, f.u1);
  return {exchanged(j, f.r, r_j, f.over_w_mass_squared, f.propagator_r), (-1.0 * r_j) * f.over_w_mass_squared};
}
TRIDENS_INLINE ExchangedCurrent current_2(const ElectroweakFrame& f, const ElectroweakPoint& p, const Spinor& u2,
                                          const Spinor& v_left, const Spinor& v_right) {
  const ComplexVector j = 2.0 * current(adjoint(u2), v_left);
  const Complex k_j = (-2.0 * p.mass_plus) * overlap(u2, v_right);
  return {exchanged(j, f.k, k_j, f.over_w_mass_squared, f.propagator_k), (-1.0 * k_j) * f.over_w_mass_squared};
}

/// The two diagrams with Z exchange for one pair of spins.
TRIDENS_INLINE ComplexVector z_exchange(const ElectroweakFrame& f, const ComplexVector& jZ, const Row& bar_left,
                                        const Row& bar_right, const Spinor& v_left, const Spinor& v_right,
                                        const ElectroweakCouplings& coupling) {
  const Row emitted = row_slash_bar(bar_left, jZ);
  const Spinor absorbed = slash_bar(jZ, v_left);
  const Complex both = product(emitted, v_left);
  const ComplexVector left =
      f.over_d_plus * (current(row_slash(emitted, f.q), v_left) + (-2.0 * both) * f.p_plus) +
      f.over_d_minus * ((2.0 * both) * f.p_minus + -1.0 * current(bar_left, slash(f.q, absorbed)));
  const Row emitted_right = row_slash(bar_right, jZ);
  const Spinor absorbed_right = slash(jZ, v_right);
  const Complex both_right = product(emitted_right, v_right);
  const ComplexVector right =
      f.over_d_plus * (right_current(row_slash_bar(emitted_right, f.q), v_right) + (-2.0 * both_right) * f.p_plus) +
      f.over_d_minus *
          ((2.0 * both_right) * f.p_minus + -1.0 * right_current(bar_right, slash_bar(f.q, absorbed_right)));
  return coupling.left * left + coupling.right * right;
}

/// All spins of the trident: calls `use(A)` with the amplitude of each of the four. Which bosons are exchanged is known
/// when it is compiled, so that loops over points have no branches and vectorise.
template <bool with_w, bool with_z, class Use>
TRIDENS_INLINE void trident_amplitudes(const ElectroweakPoint& p, const BosonMasses& boson,
                                       const ElectroweakCouplings& coupling, Use&& use) {
  const ElectroweakFrame f = electroweak_frame(p, boson);
  const DiracSpinors u = dirac_spinors(p.minus, p.mass_minus, 1.0), v = dirac_spinors(p.plus, p.mass_plus, -1.0);
  const Spinor u2 = dirac_spinors(p.nu2, 0.0, 1.0).left[0];
  const Row bar2 = adjoint(u2);
  const double z2 = boson.z * boson.z;
  const ComplexVector jZ = (2.0 * z2 / (z2 + 2.0 * p.E1 * p.nu2.minus)) * current(bar2, f.u1);
  const ExchangedCurrent second_0 = current_2(f, p, u2, v.left[0], v.right[0]),
                         second_1 = current_2(f, p, u2, v.left[1], v.right[1]);
  const auto with_minus = [&](const Spinor& left, const Spinor& right) TRIDENS_INLINE_LAMBDA {
    const Row bar = adjoint(left), bar_right = adjoint(right);
    const ExchangedCurrent first = current_1(f, p, left, right);
    const auto with_plus = [&](const Spinor& v_left, const Spinor& v_right,
                               const ExchangedCurrent& second) TRIDENS_INLINE_LAMBDA {
      ComplexVector sum{};
      if constexpr (with_w) {
        sum = (boson.w * boson.w) * (photon_on_minus(f, bar, second.J) + photon_on_plus(f, bar2, first.J, v_left) +
                                     photon_on_w(f, first.J, first.l_dot_J, second.J, second.l_dot_J));
      }
      if constexpr (with_z) {
        sum = sum + z_exchange(f, jZ, bar, bar_right, v_left, v_right, coupling);
      }
      use(sum);
    };
    with_plus(v.left[0], v.right[0], second_0);
    with_plus(v.left[1], v.right[1], second_1);
  };
  with_minus(u.left[0], u.right[0]);
  with_minus(u.left[1], u.right[1]);
}

template <class Use>
TRIDENS_INLINE void trident_amplitudes(const ElectroweakPoint& p, const BosonMasses& boson,
                                       const ElectroweakCouplings& coupling, Use&& use) {
  const bool with_z = coupling.left != 0.0 || coupling.right != 0.0;
  if (coupling.charged && with_z) {
    trident_amplitudes<true, true>(p, boson, coupling, use);
  } else if (coupling.charged) {
    trident_amplitudes<true, false>(p, boson, coupling, use);
  } else {
    trident_amplitudes<false, true>(p, boson, coupling, use);
  }
}

/// Three polarisation vectors of a W with k on its mass shell: k.e = 0, e.e' = -delta. Light-cone basis with respect to
/// the direction opposite to k1: no cancellation for a W along k1.
struct WPolarisations {
  LightCone vector[3];
};
TRIDENS_INLINE WPolarisations w_polarisations(const LightCone& k, double mass) {
  const double over = 1.0 / k.plus, transverse2 = k.x * k.x + k.y * k.y;
  return {{{2.0 * k.x * over, 0.0, 1.0, 0.0},
           {2.0 * k.y * over, 0.0, 0.0, 1.0},
           {(transverse2 - mass * mass) * over / mass, k.plus / mass, k.x / mass, k.y / mass}}};
}

/// W on its mass shell: calls `use(A)` for both spins of l- and each of the three polarisations.
template <class Use>
TRIDENS_INLINE void w_amplitudes(const ElectroweakPoint& p, const BosonMasses& boson, Use&& use) {
  const ElectroweakFrame f = electroweak_frame(p, boson);
  const DiracSpinors u = dirac_spinors(p.minus, p.mass_minus, 1.0);
  const WPolarisations w = w_polarisations(p.k, boson.w);
  for (int a = 0; a < 2; ++a) {
    const Row bar = adjoint(u.left[a]);
    const ExchangedCurrent first = current_1(f, p, u.left[a], u.right[a]);
    for (const LightCone& e : w.vector) {
      const ComplexVector J2 = as_complex(e);
      use(photon_on_minus(f, bar, J2) + photon_on_w(f, first.J, first.l_dot_J, J2, {0.0, 0.0}));
    }
  }
}

}  // namespace tridens::process::detail
