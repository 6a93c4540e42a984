#include "tridens/process/detail/elastic_kernel.hh"

#include <array>
#include <cmath>
#include <initializer_list>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/process/detail/hot_loop.hh"

// Elastic scattering nu(k) + X(p, mass M at rest) -> N(k', mass m) + X(p'), Q^2 = -(k - k')^2 = 2 M T, of a left-handed
// neutrino: amplitude (metric +---, sigma = (i/2)[gamma, gamma])
//
//   M = (G_F/sqrt2) { -2 [ubar' g_m P_L u] [Ubar' g^m (V - A g5) U] + [ubar' P_L u] [Ubar' (S + P g5) U]
//                     + T [ubar' s_mn P_L u] [Ubar' s^mn U] }
//       + mu e z (i/Q^2) [ubar' s_mn (k'-k)^m P_L u] [Ubar' g^n U],
//   d sigma/dT = (1/2) sum over spins |M|^2 / (32 pi M E^2).
//
// Magnetic: L = -(mu/2) nubar' s_mn nu F^mn and L = -e z Xbar g_n X A^n, the photon between them. Spin 0: (p + p')^n in
// place of Ubar' g^n U and 2 M in place of Ubar' U; axial, pseudoscalar and tensor are kept as of spin 1/2 (for the
// tensor a convention of the literature: a true spin-0 body has only (p^m p'^n - p^n p'^m)/M, smaller by about T/4M).
//
// With X = k.(p + p') = M (2E - T) - m^2/2, kappa = k.k' = (m^2 + Q^2)/2 and P^2 = (p + p')^2 = 4 M^2 + Q^2 the spin
// sums of the products of two of the six structures (V and A without the -2, M without mu e z) are (spin 0 after |)
//
//   VV  4 X^2 - 2 kappa (P^2 + m^2 - 2 Q^2) | 4 X^2 - 2 kappa P^2     AA  4 X^2 + 2 kappa (P^2 - m^2)    VA  4 Q^2 X
//   SS  2 kappa P^2 | 8 kappa M^2      PP  2 kappa Q^2      TT  32 X^2 - 16 kappa (2 M^2 + m^2)
//   ST -4 Q^2 X      PT  4 Q^2 X       SM  4 M X      TM  8 kappa M (2 m^2 - Q^2)/Q^2
//   MM  [4 Q^2 X^2 - 2 kappa m^2 P^2 - 2 kappa Q^2 (Q^2 - 2 m^2)]/Q^4 | [4 Q^2 X^2 - 2 kappa m^2 P^2]/Q^4
//   VS  4 m M X      VM  4 m kappa (2 M^2 - Q^2)/Q^2 | 2 m kappa P^2/Q^2      VT -24 m M kappa
//   AP -4 m M kappa  AT -24 m M X      AM -4 m X      SP, AS, VP, PM: 0
//
// all real, so that two amplitudes a, b enter as 2 Re(a b*). The last two lines flip the neutrino's helicity by its
// mass. For an antineutrino charge conjugation turns the sign of V, T and the magnetic moment, and exchanges left and
// right: with the conjugate couplings all products stay but VA, VS, AT, AM, ST, PT and SM, which change sign.
//
// Since X is linear in E, |M|^2 is of second degree, and d sigma/dT = a0 + a1/E + a2/E^2. Tree level; exact in M, m, T.
// The massless part is that of Lindner, Rodejohann and Xu, JHEP 03 (2017) 097 (1612.04150) and Rodejohann, Xu and
// Yaguna, JHEP 05 (2017) 024 (1702.05721), without a magnetic moment, exact in T/E, and with
// S = C_S + i D_P, P = C_P + i D_S, T = C_T - i D_T, V = (D_A - C_V)/2, A = (D_V - C_A)/2. Every product is confirmed
// by explicit Dirac matrices in test/process.
namespace tridens::process::detail {
namespace {

enum Structure : size_t { vector, axial, scalar, pseudoscalar, tensor, magnetic, structure_count };

/// A polynomial of second degree in T.
struct Polynomial {
  double c0 = 0.0, c1 = 0.0, c2 = 0.0;
};
Polynomial operator+(Polynomial a, Polynomial b) {
  return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
}
Polynomial operator*(double f, Polynomial a) {
  return {f * a.c0, f * a.c1, f * a.c2};
}
/// Of two polynomials whose product is of second degree at most.
Polynomial operator*(Polynomial a, Polynomial b) {
  return {a.c0 * b.c0, a.c0 * b.c1 + a.c1 * b.c0, a.c0 * b.c2 + a.c1 * b.c1 + a.c2 * b.c0};
}

/// Factors of a product of two amplitudes in a0, a1, a2, to be divided by T^pole.
struct Weights {
  int pole = 0;
  double constant = 0.0;
  Polynomial inverse, inverse_squared;
};

/// sum over spins of |M|^2 = square X^2 + linear X + rest, divided by T^pole.
struct SpinSum {
  double square = 0.0;
  Polynomial linear, rest;
  int pole = 0;
};

struct Kinematics {
  double M, m;
  Polynomial Q2{0.0, 2.0 * M, 0.0}, kappa{0.5 * m * m, M, 0.0}, P2{4.0 * M * M, 2.0 * M, 0.0};
  /// X = 2 M (E - offset).
  Polynomial offset{0.25 * m * m / M, 0.5, 0.0};
  double m2() const { return m * m; }
};

Weights weights(const Kinematics& k, const SpinSum& sum, double factor) {
  const double square = 4.0 * k.M * k.M * sum.square;
  const Polynomial linear = 2.0 * k.M * sum.linear;
  return {sum.pole, factor * square, factor * (-2.0 * square * k.offset + linear),
          factor * (square * (k.offset * k.offset) + -1.0 * (k.offset * linear) + sum.rest)};
}

/// The table above: a product and whether it changes sign for antineutrinos.
struct Product {
  Structure first, second;
  bool odd;
  SpinSum sum;
};

void add_even_products(const Kinematics& k, Spin spin, std::vector<Product>& products) {
  const double M = k.M, M2 = M * M, m2 = k.m2();
  const Polynomial one{1.0, 0.0, 0.0};
  const bool half = spin == Spin::half;
  const Polynomial dirac = half ? 2.0 * k.kappa * (2.0 * k.Q2 + -m2 * one) : Polynomial{};
  const Polynomial pauli = half ? (-1.0 / M) * k.kappa * (k.Q2 + -2.0 * m2 * one) : Polynomial{};
  products.push_back({vector, vector, false, {4.0, {}, -2.0 * k.kappa * k.P2 + dirac}});
  products.push_back({axial, axial, false, {4.0, {}, 2.0 * k.kappa * (k.P2 + -m2 * one)}});
  products.push_back({scalar, scalar, false, {0.0, {}, 2.0 * k.kappa * (half ? k.P2 : 4.0 * M2 * one)}});
  products.push_back({pseudoscalar, pseudoscalar, false, {0.0, {}, 2.0 * k.kappa * k.Q2}});
  products.push_back({tensor, tensor, false, {32.0, {}, -16.0 * (2.0 * M2 + m2) * k.kappa}});
  products.push_back({magnetic, magnetic, false, {2.0 / M, {}, pauli, 1}});
  products.push_back({tensor, magnetic, false, {0.0, {}, 4.0 * k.kappa * (2.0 * m2 * one + -1.0 * k.Q2), 1}});
  if (k.m == 0.0) return;
  const Polynomial current = half ? 4.0 * M2 * one + -2.0 * k.Q2 : k.P2;
  products.push_back({magnetic, magnetic, false, {0.0, {}, (-0.5 * m2 / M2) * k.kappa * k.P2, 2}});
  products.push_back({vector, magnetic, false, {0.0, {}, (k.m / M) * k.kappa * current, 1}});
  products.push_back({vector, tensor, false, {0.0, {}, -24.0 * k.m * M * k.kappa}});
  products.push_back({axial, pseudoscalar, false, {0.0, {}, -4.0 * k.m * M * k.kappa}});
}

void add_odd_products(const Kinematics& k, std::vector<Product>& products) {
  const double mM = k.m * k.M;
  products.push_back({vector, axial, true, {0.0, 4.0 * k.Q2, {}}});
  products.push_back({scalar, tensor, true, {0.0, -4.0 * k.Q2, {}}});
  products.push_back({pseudoscalar, tensor, true, {0.0, 4.0 * k.Q2, {}}});
  products.push_back({scalar, magnetic, true, {0.0, {4.0 * k.M, 0.0, 0.0}, {}}});
  if (k.m == 0.0) return;
  products.push_back({vector, scalar, true, {0.0, {4.0 * mM, 0.0, 0.0}, {}}});
  products.push_back({axial, tensor, true, {0.0, {-24.0 * mM, 0.0, 0.0}, {}}});
  products.push_back({axial, magnetic, true, {0.0, {-4.0 * k.m, 0.0, 0.0}, {}}});
}

/// Where a pass reads T and adds its results.
struct Batch {
  size_t count;
  const double* T;
  double *constant, *inverse, *inverse_squared;
};

template <int pole>
TRIDENS_INLINE void accumulate(const Weights& w, size_t count, const double* __restrict T,
                               const double* __restrict first, const double* __restrict second,
                               double* __restrict constant, double* __restrict inverse,
                               double* __restrict inverse_squared) {
  const double a0 = w.constant, a10 = w.inverse.c0, a11 = w.inverse.c1;
  const double a20 = w.inverse_squared.c0, a21 = w.inverse_squared.c1, a22 = w.inverse_squared.c2;
  for (size_t i = 0; i < count; ++i) {
    double product = first[i] * second[i];
    if constexpr (pole == 1) product /= T[i];
    if constexpr (pole == 2) product /= T[i] * T[i];
    constant[i] += product * a0;
    inverse[i] += product * (a10 + a11 * T[i]);
    inverse_squared[i] += product * (a20 + T[i] * (a21 + a22 * T[i]));
  }
}
// The compiler takes __restrict from the parameters of a function that is not inlined.
#define TRIDENS_ELASTIC_PASS(name, pole)                                                           \
  TRIDENS_VECTOR_CLONES void name(const Weights& w, size_t count, const double* __restrict T,      \
                                  const double* __restrict first, const double* __restrict second, \
                                  double* __restrict constant, double* __restrict inverse,         \
                                  double* __restrict inverse_squared) {                            \
    accumulate<pole>(w, count, T, first, second, constant, inverse, inverse_squared);              \
  }
TRIDENS_ELASTIC_PASS(add_regular, 0)
TRIDENS_ELASTIC_PASS(add_pole, 1)
TRIDENS_ELASTIC_PASS(add_double_pole, 2)

struct Parts {
  const std::vector<double>*re, *im;
};
using AllParts = std::array<Parts, structure_count>;

AllParts parts_of(const Amplitudes& a, const RecoilCoefficients& result) {
  const AllParts parts{{{&a.vector_re, &a.vector_im},
                        {&a.axial_re, &a.axial_im},
                        {&a.scalar_re, &a.scalar_im},
                        {&a.pseudoscalar_re, &a.pseudoscalar_im},
                        {&a.tensor_re, &a.tensor_im},
                        {&a.magnetic_re, &a.magnetic_im}}};
  bool fits = result.size() >= a.count;
  for (const Parts& part : parts)
    for (const std::vector<double>* values : {part.re, part.im})
      fits = fits && (values->empty() || values->size() == a.count);
  if (!fits) throw Failure("no squared amplitude", "the arrays of amplitudes and of results differ in length");
  return parts;
}

/// Re(a b*) of every product whose two amplitudes are there: one pass for the real parts, one for the imaginary parts.
void add_products(const std::vector<Product>& products, const AllParts& parts, const Kinematics& k, bool antineutrino,
                  const Batch& to) {
  // Couplings in units of G_F/sqrt2.
  const double G = constants::fermi_constant, photon = std::sqrt(2.0 * constants::electric_charge_squared) / G;
  const std::array<double, structure_count> unit = {-2.0, -2.0, 1.0, 1.0, 1.0, photon};
  const double overall = G * G / (64.0 * units::pi * k.M);
  constexpr std::array<decltype(&add_regular), 3> add = {add_regular, add_pole, add_double_pole};
  for (const Product& product : products) {
    const Parts &a = parts[product.first], &b = parts[product.second];
    const bool real = !a.re->empty() && !b.re->empty(), imaginary = !a.im->empty() && !b.im->empty();
    if (!real && !imaginary) continue;
    const double sign = product.odd && antineutrino ? -1.0 : 1.0, both = product.first == product.second ? 1.0 : 2.0;
    const Weights w = weights(k, product.sum, overall * sign * both * unit[product.first] * unit[product.second]);
    const auto pass = add[static_cast<size_t>(w.pole)];
    const auto run = [&](const std::vector<double>& first, const std::vector<double>& second) {
      pass(w, to.count, to.T, first.data(), second.data(), to.constant, to.inverse, to.inverse_squared);
    };
    if (real) run(*a.re, *b.re);
    if (imaginary) run(*a.im, *b.im);
  }
}

std::vector<Product> products_of(const Kinematics& k, Spin spin, bool axial_interferes) {
  std::vector<Product> products;
  products.reserve(18);
  add_even_products(k, spin, products);
  add_odd_products(k, products);
  if (!axial_interferes) {
    std::erase_if(products, [](const Product& p) { return (p.first == axial) != (p.second == axial); });
  }
  return products;
}

}  // namespace

void add_massless(const Amplitudes& amplitudes, Spin vector_spin, bool axial_interferes, bool leading_kinematics,
                  double M, bool antineutrino, const double* T, RecoilCoefficients& result) {
  const AllParts parts = parts_of(amplitudes, result);
  const Kinematics k{M, 0.0};
  std::vector<Product> products = products_of(k, vector_spin, axial_interferes);
  if (leading_kinematics) {  // the vector part is 16 M^2 E^2 - 8 M^3 T
    products.front().sum = {4.0, 16.0 * M * k.offset, 16.0 * M * M * k.offset * k.offset + -4.0 * M * M * k.Q2};
  }
  add_products(products, parts, k, antineutrino,
               {amplitudes.count, T, result.constant.data(), result.inverse.data(), result.inverse_squared.data()});
}

void add_massive(const Amplitudes& amplitudes, Spin spin, double M, double outgoing_mass, bool antineutrino,
                 const double* T, RecoilCoefficients& result, bool axial_interferes) {
  const AllParts parts = parts_of(amplitudes, result);
  const Kinematics k{M, outgoing_mass};
  add_products(products_of(k, spin, axial_interferes), parts, k, antineutrino,
               {amplitudes.count, T, result.constant.data(), result.inverse.data(), result.inverse_squared.data()});
}

}  // namespace tridens::process::detail
