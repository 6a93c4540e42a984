// The map from the Lagrangian with C and D to what a left-handed neutrino meets is checked with explicit Dirac
// matrices.
#include "tridens/model/generalised.hh"

#include <cmath>

#include "elastic_fixture.hh"
#include "tridens/base/error.hh"
#include "tridens/model/nucleon_charges.hh"

namespace tridens::model {
namespace {

using Complex = std::complex<double>;
using Spinor = std::array<Complex, 4>;
using Matrix = std::array<std::array<Complex, 4>, 4>;
constexpr Complex i{0.0, 1.0};

Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix result{};
  for (size_t r = 0; r < 4; ++r) {
    for (size_t k = 0; k < 4; ++k) {
      for (size_t c = 0; c < 4; ++c) result[r][c] += a[r][k] * b[k][c];
    }
  }
  return result;
}

Matrix combine(Complex x, const Matrix& a, Complex y, const Matrix& b) {
  Matrix result{};
  for (size_t r = 0; r < 4; ++r) {
    for (size_t c = 0; c < 4; ++c) result[r][c] = x * a[r][c] + y * b[r][c];
  }
  return result;
}

/// Chiral basis: gamma^0 = ((0,1),(1,0)), gamma^k = ((0,s_k),(-s_k,0)).
std::array<Matrix, 4> gammas() {
  const std::array<std::array<Complex, 4>, 4> sigma = {{{1, 0, 0, 1}, {0, 1, 1, 0}, {0, -i, i, 0}, {1, 0, 0, -1}}};
  std::array<Matrix, 4> result{};
  for (size_t m = 0; m < 4; ++m) {
    for (size_t r = 0; r < 2; ++r) {
      for (size_t c = 0; c < 2; ++c) {
        result[m][r][2 + c] = sigma[m][2 * r + c];
        result[m][2 + r][c] = (m == 0 ? 1.0 : -1.0) * sigma[m][2 * r + c];
      }
    }
  }
  return result;
}

struct Algebra {
  std::array<Matrix, 4> gamma = gammas();
  Matrix one{}, gamma5{};
  std::array<double, 4> metric{1, -1, -1, -1};
  Algebra() {
    for (size_t r = 0; r < 4; ++r) one[r][r] = 1.0;
    gamma5 = combine(i, gamma[0] * gamma[1] * (gamma[2] * gamma[3]), 0.0, one);
  }
  Matrix sigma(size_t m, size_t n) const {
    return combine(0.5 * i, gamma[m] * gamma[n], -0.5 * i, gamma[n] * gamma[m]);
  }
};

Complex between(const Spinor& bar, const Matrix& matrix, const Spinor& spinor) {
  Complex result = 0.0;
  for (size_t r = 0; r < 4; ++r) {
    for (size_t c = 0; c < 4; ++c) result += bar[r] * matrix[r][c] * spinor[c];
  }
  return result;
}

Spinor apply(const Matrix& matrix, const Spinor& spinor, bool from_the_left) {
  Spinor result{};
  for (size_t r = 0; r < 4; ++r) {
    for (size_t c = 0; c < 4; ++c) result[r] += (from_the_left ? matrix[r][c] : matrix[c][r]) * spinor[c];
  }
  return result;
}

/// Spinors of one configuration: bars are rows. Only products matter, so that any numbers will do.
struct Legs {
  Spinor neutrino_bar, neutrino, target_bar, target;
};

/// sum_a nubar G^a nu psibar G_a (C_a + i g5 Db_a) psi, Db = D for S, P, T and -i D for V, A.
Complex lagrangian(const Algebra& d, const GeneralisedCouplings& g, const Legs& l) {
  const auto product = [&](const Matrix& left, const Matrix& right, double C, Complex D) {
    return between(l.neutrino_bar, left, l.neutrino) *
           between(l.target_bar, right * combine(C, d.one, i * D, d.gamma5), l.target);
  };
  Complex result = product(d.one, d.one, g.C[0], g.D[0]);
  const Matrix pseudo = combine(i, d.gamma5, 0.0, d.one);
  result += product(pseudo, pseudo, g.C[1], g.D[1]);
  for (size_t m = 0; m < 4; ++m) {
    const Matrix axial = d.gamma[m] * d.gamma5;
    result += d.metric[m] * product(d.gamma[m], d.gamma[m], g.C[2], -i * g.D[2]);
    result += d.metric[m] * product(axial, axial, g.C[3], -i * g.D[3]);
    for (size_t n = 0; n < 4; ++n) {
      result += d.metric[m] * d.metric[n] * product(d.sigma(m, n), d.sigma(m, n), g.C[4], g.D[4]);
    }
  }
  return result;
}

/// The convention of elastic_terms.hh over G_F/sqrt2.
Complex convention(const Algebra& d, const ChiralCouplings& g, const Legs& l) {
  Complex result = between(l.neutrino_bar, d.one, l.neutrino) *
                   between(l.target_bar, combine(g.scalar, d.one, g.pseudoscalar, d.gamma5), l.target);
  for (size_t m = 0; m < 4; ++m) {
    const Matrix current = d.gamma[m] * combine(g.vector, d.one, -g.axial, d.gamma5);
    result += -2.0 * d.metric[m] *
              between(l.neutrino_bar, d.gamma[m] * combine(0.5, d.one, -0.5, d.gamma5), l.neutrino) *
              between(l.target_bar, current, l.target);
    for (size_t n = 0; n < 4; ++n) {
      result += g.tensor * d.metric[m] * d.metric[n] * between(l.neutrino_bar, d.sigma(m, n), l.neutrino) *
                between(l.target_bar, d.sigma(m, n), l.target);
    }
  }
  return result;
}

/// Numbers of a fixed sequence between -1 and 1.
class Numbers {
 public:
  double next() {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<double>(state_ >> 11) / 4503599627370496.0 - 1.0;
  }
  Spinor spinor() {
    Spinor result;
    for (Complex& entry : result) entry = {next(), next()};
    return result;
  }

 private:
  unsigned long long state_ = 7;
};

TEST(Generalised, WhatALeftHandedNeutrinoMeetsIsTheLagrangian) {
  const Algebra d;
  const Matrix left = combine(0.5, d.one, -0.5, d.gamma5), right = combine(0.5, d.one, 0.5, d.gamma5);
  Numbers numbers;
  for (int trial = 0; trial < 20; ++trial) {
    GeneralisedCouplings g;
    for (size_t a = 0; a < 5; ++a) {
      g.C[a] = numbers.next();
      g.D[a] = numbers.next();
    }
    Legs legs{numbers.spinor(), apply(left, numbers.spinor(), true), numbers.spinor(), numbers.spinor()};
    const ChiralCouplings seen = chiral_couplings(g);
    EXPECT_NEAR(std::abs(lagrangian(d, g, legs) - convention(d, seen, legs)), 0.0, 1e-12);
    // A right-handed antineutrino comes in through nubar P_R: conjugated, and the pseudoscalar with the other sign.
    legs = {apply(right, numbers.spinor(), false), numbers.spinor(), numbers.spinor(), numbers.spinor()};
    const ChiralCouplings anti{seen.vector, seen.axial, std::conj(seen.scalar), -std::conj(seen.pseudoscalar),
                               std::conj(seen.tensor)};
    EXPECT_NEAR(std::abs(lagrangian(d, g, legs) - convention(d, anti, legs)), 0.0, 1e-12);
  }
}

TEST(Generalised, StandardModelInThisNotation) {
  // C_V - D_A = -2 g_V, C_A - D_V = -2 g_A: adding the Standard Model once more doubles it.
  const auto standard = elastic_channels(*make_model("sm"), numu).front().terms;
  GeneralisedCouplings g;
  g.C[2] = -2.0 * standard[0].electron.real();
  g.C[3] = -2.0 * standard[1].electron.real();
  const Settings settings = {{"C_V_e", std::to_string(g.C[2])}, {"C_A_e", std::to_string(g.C[3])}};
  const auto terms = added("generalised", settings, numu).front().terms;
  ASSERT_EQ(terms.size(), 2u);
  EXPECT_NEAR(terms[0].electron.real(), standard[0].electron.real(), 1e-6);
  EXPECT_NEAR(terms[1].electron.real(), standard[1].electron.real(), 1e-6);
}

TEST(Generalised, QuarksBecomeNucleonsByTheCurrentThatTheyCoupleTo) {
  const InteractionTerm vector = only_term("generalised", {{"C_V_u", "0.2"}, {"C_V_d", "-0.1"}}, nue);
  EXPECT_NEAR(vector.proton.real(), -0.5 * (2 * 0.2 - 0.1), 1e-15);
  EXPECT_NEAR(vector.neutron.real(), -0.5 * (0.2 - 2 * 0.1), 1e-15);
  const InteractionTerm swapped = only_term("generalised", {{"D_A_u", "0.2"}, {"D_A_d", "-0.1"}}, nue);
  EXPECT_EQ(swapped.lorentz, Lorentz::vector);
  EXPECT_NEAR(std::abs(swapped.proton + vector.proton), 0.0, 1e-15);
  const NucleonCharges charges;
  const InteractionTerm axial = only_term("generalised", {{"D_V_d", "0.3"}}, nue);
  EXPECT_EQ(axial.lorentz, Lorentz::axial);
  EXPECT_NEAR(axial.neutron.real(), 0.5 * 0.3 * charges.axial(Quark::down, Nucleon::neutron), 1e-15);
  const InteractionTerm scalar = only_term("generalised", {{"C_S_u", "1"}, {"C_S_d", "1"}, {"D_P_d", "1"}}, nue);
  EXPECT_NEAR(scalar.proton.real(), 17.29, 0.005);
  EXPECT_NEAR(scalar.proton.imag(), charges.scalar(Quark::down, Nucleon::proton), 1e-12);
  const InteractionTerm tensor = only_term("generalised", {{"C_T_u", "1"}, {"C_T_d", "1"}}, nue);
  EXPECT_NEAR(tensor.proton.real(), 0.54 - 0.23, 1e-12);
  EXPECT_NEAR(tensor.neutron.real(), 0.54 - 0.23, 1e-12);
}

TEST(Generalised, RatiosPerNeutronMeanTheSameOnEveryTarget) {
  EXPECT_DOUBLE_EQ(only_term("generalised", {{"xi_S", "0.3"}}, nue).neutron.real(), 0.3);
  EXPECT_DOUBLE_EQ(only_term("generalised", {{"xi_V", "0.3"}}, nue).neutron.real(), -0.15);
  const InteractionTerm tensor = only_term("generalised", {{"xi_T", "0.3"}}, nue);
  EXPECT_NEAR(8.0 * std::norm(tensor.neutron), 0.09, 1e-15);
  EXPECT_EQ(tensor.proton, 0.0);
}

TEST(Generalised, AntineutrinosMeetTheConjugate) {
  const Settings settings = {{"C_S_e", "0.1"}, {"D_P_e", "0.2"}, {"D_T_e", "0.3"}, {"C_T_e", "0.4"}, {"D_S_e", "0.5"}};
  const auto matter = added("generalised", settings, nue), anti = added("generalised", settings, nuebar);
  ASSERT_EQ(matter.size(), 1u);
  ASSERT_EQ(anti.size(), 1u);
  EXPECT_TRUE(matter[0].outgoing.flipped);
  EXPECT_EQ(anti[0].outgoing.pdg, -12);
  ASSERT_EQ(matter[0].terms.size(), 3u);
  for (size_t k = 0; k < 3; ++k) EXPECT_EQ(anti[0].terms[k].electron, std::conj(matter[0].terms[k].electron));
}

TEST(Generalised, FlavoursAndNature) {
  EXPECT_TRUE(added("generalised", {{"C_S_e", "1"}, {"flavours", "mu"}}, nue).empty());
  EXPECT_EQ(added("generalised", {{"C_S_e", "1"}, {"flavours", "mu"}}, numubar).size(), 1u);
  const Settings majorana = {{"C_A_e", "0.1"}, {"nature", "majorana"}};
  EXPECT_DOUBLE_EQ(only_term("generalised", majorana, nue).electron.real(), -0.1);  // twice -C_A/2
  for (const char* forbidden : {"C_V_u", "D_V_e", "C_T_n", "D_T_d", "xi_T"}) {
    EXPECT_THROW(make_model("generalised", {{forbidden, "0.1"}, {"nature", "majorana"}}), UserError) << forbidden;
  }
}

TEST(Generalised, WhatHasNoMeaningIsAnError) {
  EXPECT_THROW(make_model("generalised"), UserError);
  EXPECT_THROW(make_model("generalised", {{"C_P_u", "0.1"}}), UserError);
  EXPECT_THROW(make_model("generalised", {{"D_S_d", "0.1"}}), UserError);
  EXPECT_THROW(make_model("generalised", {{"C_S_e", "0.1"}, {"flavours", "muon"}}), UserError);
  EXPECT_THROW(make_model("generalised", {{"C_S_u", "0.1"}, {"scalar_charges", "shorthand"}}), UserError);
}

}  // namespace
}  // namespace tridens::model
