#include "tridens/model/zee_babu.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

constexpr Flavour e = Flavour::electron, mu = Flavour::muon, tau = Flavour::tau;
constexpr double unit = 0.0303121;  // 1/(2 sqrt2 G_F TeV^2)

Settings couplings(const std::string& fermi_constant) {
  return {
      {"mass", "1 TeV"}, {"h_emu", "0.9"}, {"h_etau", "0.5"}, {"h_mutau", "-0.7"}, {"fermi_constant", fermi_constant}};
}

LeptonVertex vertex(const Model& model, Flavour incoming, Flavour minus, Flavour plus, bool anti = false) {
  return model.trident_vertex(trident_channel({incoming, anti}, minus, plus));
}

TEST(ZeeBabu, ShiftsOfTheChannelsHaveTheSizeAndSignOfTheFierzTransformation) {
  const auto model = make_model("zee-babu", couplings("given")), sm = make_model("sm");
  struct Row {
    Flavour incoming, minus, plus;
    double delta;  // in units of 1/(2 sqrt2 G_F m^2)
  };
  for (const Row& row : {Row{mu, mu, mu, 0.0}, Row{e, e, e, 0.0}, Row{mu, e, e, -0.81}, Row{e, mu, mu, -0.81},
                         Row{mu, tau, tau, -0.49}, Row{tau, e, e, -0.25}, Row{mu, mu, e, 0.81}, Row{e, e, mu, 0.81},
                         Row{e, e, tau, 0.25}, Row{tau, tau, mu, 0.49}}) {
    const LeptonVertex with = vertex(*model, row.incoming, row.minus, row.plus),
                       without = vertex(*sm, row.incoming, row.minus, row.plus);
    EXPECT_NEAR(with.V - without.V, unit * row.delta, 1e-5 * unit);
    EXPECT_NEAR(with.A - without.A, unit * row.delta, 1e-5 * unit);
    const LeptonVertex anti = vertex(*model, row.incoming, row.plus, row.minus, true);
    EXPECT_NEAR(anti.V, with.V, 1e-12);
  }
}

TEST(ZeeBabu, MuonDecayKeepsItsRate) {
  const auto model = make_model("zee-babu", couplings("muon-decay")), sm = make_model("sm");
  // nu_mu -> nu_e mu- e+ is muon decay crossed: its coupling is what G_F means.
  EXPECT_DOUBLE_EQ(vertex(*model, mu, mu, e).V, 1.0);
  // Dimuons of nu_mu lose the share of G_F that the scalar gives, those of nu_tau and mu tau theirs too.
  EXPECT_NEAR(vertex(*model, mu, mu, mu).V / vertex(*sm, mu, mu, mu).V, 1.0 - 0.81 * unit, 1e-6);
  EXPECT_NEAR(vertex(*model, mu, mu, tau).V, 1.0 - 0.81 * unit + 0.49 * unit, 1e-6);
}

// (lbar_d P_R nu^c_c)(nubar^c_a P_L l_b) = (1/2)(lbar_d g^m P_L l_b)(nubar_c g_m P_L nu_a), on numbers: for commuting
// two-component spinors (d^+ c^*-type)(...) the identity is that of sigma matrices.
TEST(ZeeBabu, FierzFactorIsOneHalf) {
  using C = std::complex<double>;
  const C d[2] = {{0.3, -0.2}, {0.7, 0.4}}, b[2] = {{-0.5, 0.1}, {0.2, 0.9}};
  const C c[2] = {{0.8, 0.3}, {-0.1, 0.6}}, a[2] = {{0.4, -0.7}, {0.5, 0.2}};
  // Left-handed fields: nubar^c_a P_L l_b = eps^{ij} a_i b_j, and its conjugate with c, d.
  const C scalar = (a[0] * b[1] - a[1] * b[0]) * std::conj(c[0] * d[1] - c[1] * d[0]);
  // x^+ sigmabar^m y, sigmabar = (1, -sigma).
  const auto current = [](const C* x, const C* y, int m) -> C {
    if (m == 0) return std::conj(x[0]) * y[0] + std::conj(x[1]) * y[1];
    if (m == 1) return -(std::conj(x[0]) * y[1] + std::conj(x[1]) * y[0]);
    if (m == 2) return -C{0.0, 1.0} * (std::conj(x[1]) * y[0] - std::conj(x[0]) * y[1]);
    return -(std::conj(x[0]) * y[0] - std::conj(x[1]) * y[1]);
  };
  C product = 0.0;
  for (int m = 0; m < 4; ++m) product += (m == 0 ? 1.0 : -1.0) * current(d, b, m) * current(c, a, m);
  EXPECT_NEAR(std::abs(scalar - 0.5 * product), 0.0, 1e-14);
}

TEST(ZeeBabu, NeutrinosOnElectronsChangeFlavourOnlyWithBothCouplings) {
  const auto model = make_model("zee-babu", couplings("given"));
  ElasticTerms terms;
  model->add_elastic({mu, false}, terms);
  ASSERT_EQ(terms.channels().size(), 2u);  // nu_mu and nu_tau
  for (const ElasticChannel& channel : terms.channels()) {
    // h_mue = -0.9, h_taue = -0.5.
    const double expected = channel.outgoing == outgoing({mu, false}) ? -0.81 : -0.45;
    for (const InteractionTerm& term : channel.terms) EXPECT_NEAR(term.electron.real(), expected * unit, 1e-5 * unit);
  }
  ElasticTerms none;
  model->add_elastic({e, false}, none);
  EXPECT_TRUE(none.channels().empty());
}

TEST(ZeeBabu, WrongSettingsAreRefused) {
  EXPECT_THROW(make_model("zee-babu", {{"mass", "1 TeV"}}), UserError);
  EXPECT_THROW(make_model("zee-babu", {{"h_emu", "1"}}), UserError);
  EXPECT_THROW(make_model("zee-babu", {{"mass", "1 GeV"}, {"h_emu", "1"}}), UserError);
  EXPECT_THROW(make_model("zee-babu", {{"mass", "100 GeV"}, {"h_emu", "1"}}), UserError);  // 3 times muon decay
  EXPECT_NO_THROW(make_model("zee-babu", {{"mass", "100 GeV"}, {"h_emu", "1"}, {"fermi_constant", "given"}}));
  EXPECT_THROW(make_model("zee-babu", {{"mass", "1 TeV"}, {"h_mue", "1"}}), UserError);
}

}  // namespace
}  // namespace tridens::model
