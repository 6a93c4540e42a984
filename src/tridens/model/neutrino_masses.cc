// Masses of neutrinos with a hidden U(1)' (1903.07589, 1903.07590) and of inverse seesaws.
//
// Tree level, one flavour: det M = 0, one massless state (Lambda, 0, -m_D)/sqrt(Lambda^2 + m_D^2), and
//   m_4,5 = [mu' -+ sqrt(mu'^2 + 4(Lambda^2 + m_D^2))]/2,  vectors (m_D/m_k, 1, Lambda/m_k)/norm,
// so that m_4/m_5 = -U_a5^2/U_a4^2 exactly. Inverse seesaw (Lambda >> mu'): m_5 - |m_4| = mu', U_a4 = U_a5 = m_D/(sqrt2
// Lambda); extended seesaw (Lambda << mu'): m_4 = -Lambda^2/mu', U_a4 = m_D/Lambda, U_D5 = Lambda/mu'.
//
// One loop, i the massless state (A. Pilaftsis, Z. Phys. C 55 (1992) 275 for Z and h; the same with Z' and phi'):
//   m_3 = 1/(4 pi^2) sum_k [C_ik^2 m_k^3/M_Z^2 F(m_k^2, M_Z^2, M_h^2) + D_ik^2 m_k^3/M_Z'^2 F(m_k^2, M_Z'^2,
//   M_phi'^2)], C_ik = g/(4 c_W) U*_ai U_ak,  D_ik = (g'/2) U*_Di U_Dk,  m_k with their signs.
// sum_k m_k U_ik^2 = M_ii = 0 of a and D makes it finite and turns the sum into a difference,
//   D_i5^2 m_5/M_Z'^2 [G(m_5^2) - G(m_4^2)],  G(a) = a F(a, b, c) = 3 b f(a/b) + c f(a/c),  f(x) = x ln x/(x - 1),
// taken as the integral of f' where the masses are near each other: no cancellation in the inverse seesaw.
//
// Limits of the dark part (L^2 = Lambda^2, all m_D << Lambda):
//   inverse,  M >> Lambda         g'^2/16 pi^2 (m_D^2/M_Z'^2) mu' [3 ln(M_Z'^2/L^2) + ln(M_phi'^2/L^2) - 4]
//   inverse,  M << Lambda         g'^2/16 pi^2 (m_D^2/L^2) mu' [3 + M_phi'^2/M_Z'^2]
//   extended, M >> mu'            g'^2/16 pi^2 m_D^2 L^2/[(L^2 + m_D^2) M_Z'^2] mu' [3 ln(M_Z'^2/mu'^2) +
//   ln(M_phi'^2/mu'^2)] extended, |m_4| << M << mu'   g'^2/16 pi^2 (m_D^2/mu') [3 ln(mu'^2/M_Z'^2) + (M_phi'^2/M_Z'^2)
//   ln(mu'^2/M_phi'^2)]
// Trap: in the text of the thesis of M. Hostert the four stand beside the wrong regimes, and two carry 1/8 pi^2
// (docs/physics/corrections.md).
#include "tridens/model/neutrino_masses.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/detail/double_double.hh"

namespace tridens::model {
namespace {

using detail::DoubleDouble;
using Complex = std::complex<double>;
using RealMatrix = std::vector<std::vector<DoubleDouble>>;

constexpr size_t most_rows = 64;
constexpr double higgs_mass = 125.25;  // PDG 2022

void require_symmetric(const ComplexMatrix& matrix) {
  const size_t n = matrix.size();
  if (n == 0 || n > most_rows) {
    throw UserError(fmt::format("a mass matrix of {} rows", n), fmt::format("1 to {} are diagonalised", most_rows), "");
  }
  for (const auto& row : matrix) {
    if (row.size() != n)
      throw UserError("a mass matrix that is not square", "rows and columns are the same states", "");
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      if (!std::isfinite(matrix[i][j].real()) || !std::isfinite(matrix[i][j].imag())) {
        throw UserError(fmt::format("the element ({}, {}) of a mass matrix is not a number", i, j), "", "");
      }
      if (matrix[i][j] != matrix[j][i]) {
        throw UserError(fmt::format("the elements ({}, {}) and ({}, {}) of a mass matrix differ", i, j, j, i),
                        "Majorana mass matrices are symmetric", "");
      }
    }
  }
}

/// One rotation that makes element (p, q) zero; columns of `vectors` follow.
void rotate(RealMatrix& A, RealMatrix& vectors, size_t p, size_t q) {
  const DoubleDouble theta = (A[q][q] - A[p][p]) / (A[p][q] * 2.0);
  const DoubleDouble size = theta.value() < 0.0 ? -theta : theta;
  DoubleDouble t = DoubleDouble(1.0) / (size + sqrt(theta * theta + 1.0));
  if (theta.value() < 0.0) t = -t;
  const DoubleDouble c = DoubleDouble(1.0) / sqrt(t * t + 1.0), s = t * c;
  for (auto& row : A) {
    const DoubleDouble kp = row[p], kq = row[q];
    row[p] = c * kp - s * kq;
    row[q] = s * kp + c * kq;
  }
  for (size_t k = 0; k < A.size(); ++k) {
    const DoubleDouble pk = A[p][k], qk = A[q][k];
    A[p][k] = c * pk - s * qk;
    A[q][k] = s * pk + c * qk;
    const DoubleDouble vp = vectors[k][p], vq = vectors[k][q];
    vectors[k][p] = c * vp - s * vq;
    vectors[k][q] = s * vp + c * vq;
  }
  A[p][q] = A[q][p] = 0.0;
}

/// Jacobi's method on a real symmetric matrix: eigenvalues on the diagonal, vectors in columns.
RealMatrix jacobi(RealMatrix& A) {
  constexpr int most_sweeps = 60;
  constexpr double precision = 1e-32;
  const size_t n = A.size();
  RealMatrix vectors(n, std::vector<DoubleDouble>(n));
  double largest = 0.0;
  for (size_t i = 0; i < n; ++i) {
    vectors[i][i] = 1.0;
    for (size_t j = 0; j < n; ++j) largest = std::max(largest, std::abs(A[i][j].value()));
  }
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool done = true;
    for (size_t p = 0; p + 1 < n; ++p) {
      for (size_t q = p + 1; q < n; ++q) {
        const double scale = std::sqrt(std::abs(A[p][p].value() * A[q][q].value()));
        if (std::abs(A[p][q].value()) <= precision * std::max(scale, precision * largest)) continue;
        if (std::abs(A[p][q].value()) <= 1e-3 * precision * largest) continue;
        done = false;
        rotate(A, vectors, p, q);
      }
    }
    if (done) return vectors;
  }
  throw Failure("a mass matrix was not diagonalised", fmt::format("after {} sweeps of rotations", most_sweeps));
}

double square(double x) {
  return x * x;
}

void require_seesaw(const DarkSeesaw& seesaw) {
  const bool fine = seesaw.dirac >= 0.0 && seesaw.majorana >= 0.0 && seesaw.dark >= 0.0 &&
                    std::isfinite(seesaw.dirac + seesaw.majorana + seesaw.dark);
  if (fine && seesaw.dirac + seesaw.dark > 0.0) return;
  throw UserError(fmt::format("a mass matrix with m_D = {:g}, mu' = {:g}, Lambda = {:g} GeV", seesaw.dirac,
                              seesaw.majorana, seesaw.dark),
                  "entries are real and not negative, and m_D or Lambda not zero", "move signs into the fields");
}

ComplexMatrix nine(const ComplexMatrix& m_D, const ComplexMatrix& M_R, const ComplexMatrix& mu, size_t block) {
  for (const ComplexMatrix* one : {&m_D, &M_R, &mu}) {
    const bool fine =
        one->size() == 3 && std::all_of(one->begin(), one->end(), [](const auto& row) { return row.size() == 3; });
    if (!fine) throw UserError("blocks of a seesaw that are not 3x3", "there are three generations", "");
  }
  ComplexMatrix result(9, std::vector<Complex>(9));
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      result[i][3 + j] = result[3 + j][i] = m_D[i][j];
      result[3 + i][6 + j] = result[6 + j][3 + i] = M_R[i][j];
      result[3 * block + i][3 * block + j] = mu[i][j];
    }
  }
  return result;
}

/// ln x/(x - 1) with x = a/b.
double log_ratio(double a, double b) {
  const double d = (a - b) / b;
  if (d == 0.0) return 1.0;
  return std::abs(d) < 0.5 ? std::log1p(d) / d : std::log(a / b) / d;
}

/// f'(x) = (x - 1 - ln x)/(x - 1)^2, f(x) = x ln x/(x - 1).
double slope(double x) {
  const double d = x - 1.0;
  if (std::abs(d) > 0.05) return (d - std::log(x)) / (d * d);
  double sum = 0.0, power = 1.0;  // sum_n (-d)^n/(n + 2)
  for (int n = 0; n < 14; ++n, power *= -d) sum += power / (n + 2.0);
  return sum;
}

/// f(y) - f(x), y >= x > 0, without cancellation: over ln x in steps.
double difference(double x, double y) {
  static const math::QuadratureRule rule = math::gauss_legendre(16);
  const double length = std::log1p((y - x) / x);
  const int steps = 1 + static_cast<int>(length);
  double sum = 0.0;
  for (int step = 0; step < steps; ++step) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double at = x * std::exp(length * (step + rule.nodes[i]) / steps);
      sum += rule.weights[i] * at * slope(at);
    }
  }
  return sum * length / steps;
}

/// m_3 of one pair of bosons; `light` and `heavy` U_i and U_5 of what they couple to, `charge` g/(4 c_W) or g'/2.
double share(const DarkSeesawStates& s, const LoopBosons& bosons, double charge, double light, double heavy) {
  if (!(bosons.vector > 0.0) || !(bosons.scalar > 0.0)) {
    throw UserError(fmt::format("masses of {:g} and {:g} GeV of the bosons of a loop", bosons.vector, bosons.scalar),
                    "they have to be positive", "");
  }
  const double b = square(bosons.vector), c = square(bosons.scalar), a4 = square(s.m4), a5 = square(s.m5);
  const double bracket = 3.0 * b * difference(a4 / b, a5 / b) + c * difference(a4 / c, a5 / c);
  return square(charge * light * heavy) * s.m5 / b * bracket / (4.0 * square(units::pi));
}

}  // namespace

MassSpectrum takagi(const ComplexMatrix& matrix) {
  require_symmetric(matrix);
  const size_t n = matrix.size();
  // M u = m u* for u = x + i y: ((Re, -Im), (-Im, -Re)) (x, y) = m (x, y); eigenvalues come as +-m.
  RealMatrix A(2 * n, std::vector<DoubleDouble>(2 * n));
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      A[i][j] = matrix[i][j].real();
      A[n + i][n + j] = -matrix[i][j].real();
      A[i][n + j] = A[n + i][j] = -matrix[i][j].imag();
    }
  }
  const RealMatrix vectors = jacobi(A);
  std::vector<size_t> order(2 * n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) { return A[i][i].value() > A[j][j].value(); });
  // From the largest on; of massless states, whose two copies mix, what is new.
  MassSpectrum result{{}, ComplexMatrix(n)};
  std::vector<std::vector<Complex>> found;
  for (const size_t column : order) {
    if (found.size() == n) break;
    std::vector<Complex> u(n);
    for (size_t i = 0; i < n; ++i) u[i] = {vectors[i][column].value(), vectors[n + i][column].value()};
    for (const auto& other : found) {
      Complex overlap = 0.0;
      for (size_t i = 0; i < n; ++i) overlap += std::conj(other[i]) * u[i];
      if (std::abs(overlap) > 1e-9) {
        for (size_t i = 0; i < n; ++i) u[i] -= overlap * other[i];
      }
    }
    double norm = 0.0;
    for (const Complex& one : u) norm += std::norm(one);
    if (norm < 1e-6) continue;
    for (Complex& one : u) one /= std::sqrt(norm);
    found.push_back(u);
    result.masses.push_back(std::max(0.0, A[column][column].value()));
  }
  std::reverse(found.begin(), found.end());
  std::reverse(result.masses.begin(), result.masses.end());
  for (size_t i = 0; i < n; ++i) {
    for (const auto& u : found) result.mixing[i].push_back(u[i]);
  }
  return result;
}

ComplexMatrix mass_matrix(const DarkSeesaw& seesaw) {
  require_seesaw(seesaw);
  return {{0.0, seesaw.dirac, 0.0}, {seesaw.dirac, seesaw.majorana, seesaw.dark}, {0.0, seesaw.dark, 0.0}};
}

DarkSeesawStates states(const DarkSeesaw& seesaw) {
  require_seesaw(seesaw);
  const double off = std::hypot(seesaw.dark, seesaw.dirac);
  DarkSeesawStates s;
  s.m5 = 0.5 * (seesaw.majorana + std::hypot(seesaw.majorana, 2.0 * off));
  s.m4 = -off / s.m5 * off;
  const double norm4 = std::hypot(s.m4, off), norm5 = std::hypot(s.m5, off);
  s.flavour4 = -seesaw.dirac / norm4;  // the vector times |m_k|
  s.dark4 = -seesaw.dark / norm4;
  s.singlet4 = -s.m4 / norm4;
  s.flavour5 = seesaw.dirac / norm5;
  s.dark5 = seesaw.dark / norm5;
  s.singlet5 = s.m5 / norm5;
  s.light_flavour = seesaw.dark / off;
  s.light_dark = -seesaw.dirac / off;
  return s;
}

DarkSeesaw dark_seesaw(double m4, double m5, double flavour4_squared) {
  if (!(m4 > 0.0 && m5 >= m4)) {
    throw UserError(fmt::format("masses of {:g} and {:g} GeV of N4 and N5", m4, m5), "they need 0 < |m4| <= m5", "");
  }
  const double off2 = m4 * m5, dirac2 = flavour4_squared * m4 * (m4 + m5);
  if (!(flavour4_squared >= 0.0 && dirac2 <= off2)) {
    throw UserError(fmt::format("|U_a4|^2 of {:g}", flavour4_squared),
                    fmt::format("it lies between 0 and m5/(|m4| + m5) = {:g} for these masses", m5 / (m4 + m5)), "");
  }
  return {std::sqrt(dirac2), m5 - m4, std::sqrt(off2 - dirac2)};
}

ComplexMatrix inverse_seesaw(const ComplexMatrix& m_D, const ComplexMatrix& M_R, const ComplexMatrix& mu) {
  return nine(m_D, M_R, mu, 2);
}
ComplexMatrix radiative_inverse_seesaw(const ComplexMatrix& m_D, const ComplexMatrix& M_R, const ComplexMatrix& mu) {
  return nine(m_D, M_R, mu, 1);
}

double loop_function(double a, double b, double c) {
  if (!(a > 0.0 && b > 0.0 && c > 0.0)) {
    throw UserError(fmt::format("F({:g}, {:g}, {:g})", a, b, c), "its arguments are squared masses, all positive", "");
  }
  return 3.0 * log_ratio(a, b) + log_ratio(a, c);
}

LoopBosons standard_bosons() {
  return {2.0 * constants::z_mass * std::sqrt(std::sqrt(2.0) * constants::fermi_constant), constants::z_mass,
          higgs_mass};
}

LoopMass one_loop_mass(const DarkSeesaw& seesaw, const LoopBosons& dark) {
  const DarkSeesawStates s = states(seesaw);
  const LoopBosons standard = standard_bosons();
  return {share(s, standard, 0.25 * standard.coupling, s.light_flavour, s.flavour5),
          share(s, dark, 0.5 * dark.coupling, s.light_dark, s.dark5)};
}

double mixing_for_mass(double m3, double m4, double m5, const LoopBosons& dark, bool dark_only) {
  // Both shares go like m_D^2 Lambda^2 at fixed m_D^2 + Lambda^2: m_3 = 4 t (1 - t) times the largest, t = m_D^2/(m_4
  // m_5).
  const double whole = m5 / (m4 + m5);  // |U_a4|^2 at t = 1
  const LoopMass loop = one_loop_mass(dark_seesaw(m4, m5, 0.5 * whole), dark);
  const double largest = dark_only ? loop.dark : loop.total();
  if (!(m3 > 0.0) || largest < m3) {
    throw UserError(fmt::format("no mixing gives a one-loop mass of {:g} GeV", m3),
                    fmt::format("the largest at these masses is {:g} GeV", largest), "");
  }
  const double share_of_largest = m3 / largest;
  return 0.5 * share_of_largest / (1.0 + std::sqrt(1.0 - share_of_largest)) * whole;
}

}  // namespace tridens::model
