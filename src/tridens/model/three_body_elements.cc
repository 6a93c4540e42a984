// |M|^2 of N(p, s) -> N'(p_1) f(p_2) fbar(p_3), summed over the spins of the products, N of spin vector s (length
// |helicity|). With w_L,R = (p -+ m s)/2 and the amplitudes a_XY of decay_widths.hh:
//   16 {|a_LL|^2 (w_L.p_3)(p_1.p_2) + |a_LR|^2 (w_L.p_2)(p_1.p_3) + |a_RL|^2 (w_R.p_2)(p_1.p_3) + |a_RR|^2
//   (w_R.p_3)(p_1.p_2)}
//   + 16 m_2 m_3 {Re(a_LL a_LR*) p_1.w_L + Re(a_RL a_RR*) p_1.w_R} - 16 m m_1 m_2 m_3 Re(a_LL a_RR* + a_LR a_RL*)
//   - 8 m_1 Re{(a_LL a_RL* + a_LR a_RR*) m p_2.p_3 - (a_LL a_RL* - a_LR a_RR*) [A + i E]},
//   A = (p.p_2)(s.p_3) - (p.p_3)(s.p_2),  E = m s.(p_2 x p_3) in the rest frame.
// Chirality pairs the projectors; the mixed terms were found from the traces and are checked against explicit matrices
// in test/model. s = 0 is the mean over spins. The longitudinal part of a massive boson, of order m_f m/M^2 times its
// axial coupling to f, is in the width and not here.
// Scalar: f_s 4 (p_2.p_3 - m_2^2) y^2 |propagator|^2, f_s = 2 |y_L|^2 p_1.w_L + 2 |y_R|^2 p_1.w_R + 2 Re(y_L y_R*) m
// m_1. Pion pair, D = p_2 - p_3: |F|^2 {sum_X 2 |c_X|^2 [2 (w_X.D)(p_1.D) - (w_X.p_1) D^2] + 2 Re(c_L c_R*) m m_1 D^2}.
#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "tridens/base/constants.hh"
#include "tridens/model/decay_widths.hh"

namespace tridens::model {
namespace {

using Complex = std::complex<double>;

struct Frame {
  FourVector p, s, left, right;  // parent, spin, w_L, w_R
  Frame(double mass, const FourVector& axis, double helicity)
      : p{mass, 0.0, 0.0, 0.0},
        s{0.0, helicity * axis.x, helicity * axis.y, helicity * axis.z},
        left((p - s * mass) * 0.5),
        right((p + s * mass) * 0.5) {}
};

double triple(const FourVector& a, const FourVector& b, const FourVector& c) {
  return a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) + a.z * (b.x * c.y - b.y * c.x);
}

/// The largest |M|^2 by a scan of the Dalitz plot: |M|^2 is linear in the spin vector, so that its maximum over
/// directions is the mean plus the length of the gradient. Smooth in between; `margin` covers the grid.
double largest_squared(const ThreeBodyMatrixElement& element, double m, const std::array<double, 3>& masses) {
  constexpr int steps = 60;
  constexpr double margin = 1.03;
  const auto [m1, m2, m3] = masses;
  const double low = m2 + m3, high = m - m1;
  const auto momentum = [](double M, double a, double b) {
    return std::sqrt(std::max(0.0, (M - a - b) * (M + a + b) * (M - a + b) * (M + a - b))) / (2.0 * M);
  };
  const std::array<FourVector, 3> axes = {FourVector{0, 1, 0, 0}, FourVector{0, 0, 1, 0}, FourVector{0, 0, 0, 1}};
  double largest = 0.0;
  for (int i = 0; i <= steps; ++i) {
    const double q = low + (high - low) * i / steps;
    const double p1 = momentum(m, m1, q), k = q > 0.0 ? momentum(q, m2, m3) : 0.0, energy = std::hypot(q, p1);
    for (int j = 0; j <= steps; ++j) {
      if (q == 0.0) break;
      const double cosine = -1.0 + 2.0 * j / steps, across = k * std::sqrt(std::max(0.0, 1.0 - cosine * cosine));
      const auto boosted = [&](double mass, double along, double transverse) {
        const double e = std::hypot(mass, k);
        return FourVector{(energy * e + p1 * along) / q, transverse, 0.0, (energy * along + p1 * e) / q};
      };
      const FourVector products[3] = {
          {std::hypot(m1, p1), 0.0, 0.0, -p1}, boosted(m2, k * cosine, across), boosted(m3, -k * cosine, -across)};
      const double mean = element.squared(products, axes[0], 0.0);
      double gradient = 0.0;
      for (const FourVector& axis : axes) gradient += std::pow(element.squared(products, axis, 1.0) - mean, 2);
      largest = std::max(largest, mean + std::sqrt(gradient));
    }
  }
  return margin * largest;
}

/// The bound is a search of 1e4 points, which only unweighted events need: it is made when it is asked for.
class BoundedElement : public ThreeBodyMatrixElement {
 public:
  BoundedElement(double mass, const std::array<double, 3>& products) : mass_(mass), products_(products) {}
  double largest() const override {
    std::call_once(found_, [&] { largest_ = largest_squared(*this, mass_, products_); });
    return largest_;
  }

 private:
  double mass_;
  std::array<double, 3> products_;
  mutable std::once_flag found_;
  mutable double largest_ = 0.0;
};

class FermionPair : public BoundedElement {
 public:
  explicit FermionPair(const FermionPairDecay& decay)
      : BoundedElement(decay.mass, {decay.m1, decay.m2, decay.m3}), decay_(decay) {}

  double squared(const FourVector* products, const FourVector& axis, double helicity) const override {
    const FourVector &p1 = products[0], &p2 = products[1], &p3 = products[2];
    const Frame frame(decay_.mass, axis, helicity);
    const PairAmplitude a = decay_.at((p2 + p3).mass_squared());
    const double p12 = p1.dot(p2), p13 = p1.dot(p3), masses = decay_.m2 * decay_.m3;
    double sum = std::norm(a.LL) * frame.left.dot(p3) * p12 + std::norm(a.LR) * frame.left.dot(p2) * p13 +
                 std::norm(a.RL) * frame.right.dot(p2) * p13 + std::norm(a.RR) * frame.right.dot(p3) * p12;
    sum += masses * ((a.LL * std::conj(a.LR)).real() * p1.dot(frame.left) +
                     (a.RL * std::conj(a.RR)).real() * p1.dot(frame.right));
    if (decay_.m1 > 0.0) {
      const Complex left = a.LL * std::conj(a.RL), right = a.LR * std::conj(a.RR);
      const Complex turn{frame.p.dot(p2) * frame.s.dot(p3) - frame.p.dot(p3) * frame.s.dot(p2),
                         decay_.mass * triple(frame.s, p2, p3)};
      sum -= decay_.mass * decay_.m1 * masses * (a.LL * std::conj(a.RR) + a.LR * std::conj(a.RL)).real();
      sum -= 0.5 * decay_.m1 * ((left + right) * decay_.mass * p2.dot(p3) - (left - right) * turn).real();
    }
    return 16.0 * sum;
  }

 private:
  FermionPairDecay decay_;
};

/// 2 |y_L|^2 p_1.w_L + 2 |y_R|^2 p_1.w_R + 2 Re(y_L y_R*) m m_1.
double scalar_current(const Chiral& y, const Frame& frame, const FourVector& p1, double m, double m1) {
  return 2.0 * (std::norm(y.left) * p1.dot(frame.left) + std::norm(y.right) * p1.dot(frame.right) +
                (y.left * std::conj(y.right)).real() * m * m1);
}

class ScalarPair : public BoundedElement {
 public:
  explicit ScalarPair(const ScalarPairDecay& decay)
      : BoundedElement(decay.mass, {decay.m1, decay.m2, decay.m2}), decay_(decay) {}

  double squared(const FourVector* products, const FourVector& axis, double helicity) const override {
    const Frame frame(decay_.mass, axis, helicity);
    const double q2 = (products[1] + products[2]).mass_squared();
    return scalar_current(decay_.yukawa, frame, products[0], decay_.mass, decay_.m1) * 4.0 *
           (products[1].dot(products[2]) - decay_.m2 * decay_.m2) * decay_.pair_yukawa * decay_.pair_yukawa *
           std::norm(decay_.boson.propagator(q2));
  }

 private:
  ScalarPairDecay decay_;
};

class PionPair : public BoundedElement {
 public:
  explicit PionPair(HadronDecay decay)
      : BoundedElement(decay.mass, {decay.m1, constants::charged_pion_mass, constants::charged_pion_mass}),
        decay_(std::move(decay)) {}

  double squared(const FourVector* products, const FourVector& axis, double helicity) const override {
    const FourVector &p1 = products[0], d = products[1] - products[2];
    const Frame frame(decay_.mass, axis, helicity);
    const double q2 = (products[1] + products[2]).mass_squared(), d2 = d.mass_squared();
    const auto part = [&](const FourVector& w) { return 2.0 * w.dot(d) * p1.dot(d) - w.dot(p1) * d2; };
    const Chiral& c = decay_.coupling;
    const double current = std::norm(c.left) * part(frame.left) + std::norm(c.right) * part(frame.right) +
                           (c.left * std::conj(c.right)).real() * decay_.mass * decay_.m1 * d2;
    return 2.0 * current * form_factor_squared(q2) * std::norm(decay_.boson.propagator(q2));
  }

 private:
  /// The ratio of a pair of pions is beta^3 |F|^2/4.
  double form_factor_squared(double q2) const {
    const double mass = constants::charged_pion_mass, beta2 = 1.0 - 4.0 * mass * mass / q2;
    return beta2 > 1e-9 ? 4.0 * decay_.ratio(q2) / (beta2 * std::sqrt(beta2)) : 0.0;
  }

  HadronDecay decay_;
};

}  // namespace

std::shared_ptr<const ThreeBodyMatrixElement> fermion_pair_element(const FermionPairDecay& decay) {
  return std::make_shared<FermionPair>(decay);
}
std::shared_ptr<const ThreeBodyMatrixElement> scalar_pair_element(const ScalarPairDecay& decay) {
  return std::make_shared<ScalarPair>(decay);
}
std::shared_ptr<const ThreeBodyMatrixElement> pion_pair_element(const HadronDecay& decay) {
  return std::make_shared<PionPair>(decay);
}

}  // namespace tridens::model
