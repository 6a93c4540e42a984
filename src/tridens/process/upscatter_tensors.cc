// Tensors of upscattering, nu_L(p) X(k, M at rest) -> N(p', m, helicity h) X(k'), K = k + k', q = p' - p.
//
// The helicity enters by w_h = (p' - h m s)/2 with s the spin vector of positive helicity: light-like, w_+ + w_- = p',
// w_h.p' = m^2/2; in the frame of a unit vector n (k/M: laboratory, (p + k)/sqrt s: centre of mass) with E' = p'.n and
// P'^2 = E'^2 - m^2,   w_+ = m^2/(2 P') [n - p'/(E' + P')].
//   vector  C Nbar g^a P_L nu V_a, conserved hadronic current:
//           2 H1 [2 (p.K)(w_h.K) - (p.w_h) K^2] + 2 H2 [Q^2 p.w_h + (m^2 + Q^2)(p.w_h - m^2/2)]
//   scalar  y Nbar P_L nu phi:  2 p.w_-h F^2 (4 M^2 of spin 0, 4 M^2 + Q^2 of spin 1/2)
//   both    8 M G F {m^2 p.K/2 -+ [(p.w_+)(p.K) - (p.p')(w_+.K)]}/m for h = +-1; sum over h: 4 M m (4 M E - m^2 - Q^2)
//           G F, with G = F of spin 0, F1 - Q^2/4M^2 F2 of spin 1/2
//   dipole  (mu/2) Nbar s_ab P_L nu F^ab, w = w_-h:
//           2 H1 {2 Q^2 (p.K)(w.K) + K^2 [(m^2 + Q^2)(p.w - m^2/2) - Q^2 p.w]}
//           - H2 Q^2 [4 (m^2 + Q^2)(p.w - m^2/2) - 2 Q^2 p.w]
//   axial (nucleons), c = G_A^2 [1 + 8 M^2/(Q^2 + m_pi^2) - 4 M^2 Q^2/(Q^2 + m_pi^2)^2] (pion pole), G_M = F1 + F2:
//           2 G_A^2 [2 (p.K)(w_h.K) + (p.w_h) K^2] + 2 c m^2 [p.w_h - (m^2 + Q^2)/2]
//           + 8 G_A G_M [(p.K)(p.w_h - m^2/2) + (p.p')(w_h.K)]
//   dipole with others: between spinors s_ab q^a is - with its factor of the Feynman rule - the current
//           l_b = m Nbar g_b P_L nu - (p + p')_b Nbar P_L nu (Gordon), so that a dipole is a vector of strength m and a
//           scalar of strength -2 p.(hadronic current). With F1, F2 of both in H1 = F1 F1' + Q^2/4M^2 F2 F2', H2 = (F1
//           + F2)(F1' + F2'), l_h.K = m p.K - (2h/m)[(p.w_+)(p.K) - (p.p')(w_+.K)]: vector: 2 {m T_vector(H1, H2) - 2
//           [H1 (l_h.K)(p.K) - 2 m H2 (p.w_-h)(p.p')]} scalar: -2 M F G {2 m l_h.K - 8 (p.K)(p.w_-h)},  G of the
//           photon; it stays for m -> 0: both flip chirality axial:  8 G_A G_M {m [(p.K)(p.w_h - m^2/2) +
//           (p.p')(w_h.K)] - h D/m}, with G_M of the photon and D = det of (p', w_+, p).(K, p', p) = m^2 [(p.w_+)(p.K)
//           - (p.p')(p.K)/2] + (p.p')[(p.p')(w_+.K) - (p.w_+)(p.K)]
// All but the scalar's go like m: N of the other chirality. Spin averages of the target throughout. Antineutrinos: h ->
// -h, and opposite signs of vector-scalar, vector-axial, dipole-scalar and dipole-axial. Derived from the traces and
// checked against explicit Dirac spinors in test/process.
#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/process/upscatter_elastic.hh"

namespace tridens::process {
namespace {

/// Products of p and K with w_+, w_- and each other.
struct Products {
  double pp, pK, K2;        // p.p', p.K = p'.K, K^2
  double p_plus, K_plus;    // p.w_+, K.w_+
  double p_minus, K_minus;  // p.w_-, K.w_-
};

Products products(const UpscatterPoint& at) {
  const double M = at.kinematics.target_mass, m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  Products r{};
  r.pp = 0.5 * (m2 + Q2);
  r.pK = 2.0 * M * at.energy - r.pp;
  r.K2 = 4.0 * M * M + Q2;
  if (m2 > 0.0) {
    double E = at.energy - Q2 / (2.0 * M), p_n = at.energy, K_n = 0.5 * r.K2 / M;  // E', p.n, K.n
    if (at.frame == HelicityFrame::centre_of_mass) {
      const double s = M * (M + 2.0 * at.energy), root = std::sqrt(s);
      E = 0.5 * (s + m2 - M * M) / root;
      p_n = M * at.energy / root;
      K_n = (r.pK + 0.5 * r.K2) / root;
    }
    const double P = std::sqrt(std::max(0.0, E * E - m2));
    if (P > 0.0) {
      const double factor = 0.5 * m2 / P;
      r.p_plus = factor * (p_n - r.pp / (E + P));
      r.K_plus = factor * (K_n - r.pK / (E + P));
    } else {  // at rest: no direction, both helicities alike
      r.p_plus = 0.5 * r.pp;
      r.K_plus = 0.5 * r.pK;
    }
  }
  r.p_minus = r.pp - r.p_plus;
  r.K_minus = r.pK - r.K_plus;
  return r;
}

double vector_term(const UpscatterPoint& at, const Products& r, const HadronStructure& h, double pw, double Kw) {
  const double m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  return 2.0 * h.H1 * (2.0 * r.pK * Kw - pw * r.K2) + 2.0 * h.H2 * (Q2 * pw + (m2 + Q2) * (pw - 0.5 * m2));
}

double dipole_term(const UpscatterPoint& at, const Products& r, const HadronStructure& h, double pw, double Kw) {
  const double m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  const double lepton = m2 * (pw - 0.5 * (m2 + Q2));  // (m^2 + Q^2)(p.w - m^2/2) - Q^2 p.w
  return 2.0 * h.H1 * (2.0 * Q2 * r.pK * Kw + r.K2 * lepton) - h.H2 * Q2 * (4.0 * lepton + 2.0 * Q2 * pw);
}

double axial_term(const UpscatterPoint& at, const Products& r, double axial, double magnetic, double pw, double Kw) {
  const double M = at.kinematics.target_mass, m2 = at.kinematics.mass * at.kinematics.mass, Q2 = at.Q2;
  const double pole = 2.0 * M / (Q2 + constants::charged_pion_mass * constants::charged_pion_mass);
  const double longitudinal = 1.0 + 4.0 * M * pole - Q2 * pole * pole;
  return 2.0 * axial * axial * (2.0 * r.pK * Kw + pw * r.K2 + longitudinal * m2 * (pw - r.pp)) +
         8.0 * axial * magnetic * (r.pK * (pw - 0.5 * m2) + r.pp * Kw);
}

/// m l_h.K of both helicities.
struct Gordon {
  double conserving = 0.0, flipping = 0.0;
};
Gordon gordon(const UpscatterPoint& at, const Products& r) {
  const double m2 = at.kinematics.mass * at.kinematics.mass, odd = 2.0 * (r.p_plus * r.pK - r.pp * r.K_plus);
  return {m2 * r.pK + odd, m2 * r.pK - odd};
}

}  // namespace

HelicityPair upscatter_vector(const UpscatterPoint& point, const HadronStructure& hadron) {
  const Products r = products(point);
  return {vector_term(point, r, hadron, r.p_minus, r.K_minus), vector_term(point, r, hadron, r.p_plus, r.K_plus)};
}

HelicityPair upscatter_scalar(const UpscatterPoint& point, double form_factor, bool spin_half) {
  const Products r = products(point);
  const double M = point.kinematics.target_mass;
  const double hadron = form_factor * form_factor * (spin_half ? r.K2 : 4.0 * M * M);
  return {2.0 * r.p_plus * hadron, 2.0 * r.p_minus * hadron};
}

HelicityPair upscatter_dipole(const UpscatterPoint& point, const HadronStructure& hadron) {
  const Products r = products(point);
  return {dipole_term(point, r, hadron, r.p_plus, r.K_plus), dipole_term(point, r, hadron, r.p_minus, r.K_minus)};
}

HelicityPair upscatter_axial(const UpscatterPoint& point, double axial, double magnetic, bool antineutrino) {
  const Products r = products(point);
  const double G_M = antineutrino ? -magnetic : magnetic;
  return {axial_term(point, r, axial, G_M, r.p_minus, r.K_minus), axial_term(point, r, axial, G_M, r.p_plus, r.K_plus)};
}

HelicityPair upscatter_interference(const UpscatterPoint& point, double charge, double scalar_form_factor) {
  const double m = point.kinematics.mass;
  if (m == 0.0) return {};
  const Products r = products(point);
  const Gordon l = gordon(point, r);
  const double factor = 4.0 * point.kinematics.target_mass * charge * scalar_form_factor / m;
  return {factor * l.conserving, factor * l.flipping};
}

HelicityPair upscatter_dipole_vector(const UpscatterPoint& point, const HadronStructure& crossed) {
  const double m = point.kinematics.mass;
  if (m == 0.0) return {};
  const Products r = products(point);
  const auto term = [&](double l_K, double pw, double Kw, double pw_other) {
    return 2.0 * (m * vector_term(point, r, crossed, pw, Kw) -
                  2.0 / m * (crossed.H1 * l_K * r.pK - 2.0 * m * m * crossed.H2 * pw_other * r.pp));
  };
  const Gordon l = gordon(point, r);
  return {term(l.conserving, r.p_minus, r.K_minus, r.p_plus), term(l.flipping, r.p_plus, r.K_plus, r.p_minus)};
}

HelicityPair upscatter_dipole_scalar(const UpscatterPoint& point, double charge, double scalar_form_factor) {
  const Products r = products(point);
  const Gordon l = gordon(point, r);
  const double factor = -2.0 * point.kinematics.target_mass * charge * scalar_form_factor;
  return {factor * (2.0 * l.conserving - 8.0 * r.pK * r.p_plus), factor * (2.0 * l.flipping - 8.0 * r.pK * r.p_minus)};
}

HelicityPair upscatter_dipole_axial(const UpscatterPoint& point, double axial, double magnetic, bool antineutrino) {
  const double m = point.kinematics.mass;
  if (m == 0.0) return {};
  const Products r = products(point);
  const double determinant = m * m * (r.p_plus * r.pK - 0.5 * r.pp * r.pK) + r.pp * (r.pp * r.K_plus - r.p_plus * r.pK);
  const double factor = 8.0 * axial * (antineutrino ? -magnetic : magnetic);
  const auto even = [&](double pw, double Kw) { return m * (r.pK * (pw - 0.5 * m * m) + r.pp * Kw); };
  return {factor * (even(r.p_minus, r.K_minus) + determinant / m),
          factor * (even(r.p_plus, r.K_plus) - determinant / m)};
}

}  // namespace tridens::process
