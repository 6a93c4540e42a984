#include "tridens/model/model.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/kinetic_mixing.hh"

namespace tridens::model {
namespace {

const Neutrino numu{Flavour::muon, false};

TEST(TridentChannel, ThirtyChannelsWithTheRightCurrents) {
  const auto channels = trident_channels();
  EXPECT_EQ(channels.size(), 30u);
  int charged = 0, neutral = 0, both = 0;
  for (const TridentChannel& channel : channels) {
    charged += channel.content() == "CC";
    neutral += channel.content() == "NC";
    both += channel.content() == "CC+NC";
  }
  EXPECT_EQ(charged, 12);
  EXPECT_EQ(neutral, 12);
  EXPECT_EQ(both, 6);
}

TEST(TridentChannel, OutgoingNeutrinoConservesLeptonFlavour) {
  for (const TridentChannel& c : trident_channels()) {
    for (int i = 0; i < flavour_count; ++i) {
      const auto f = static_cast<Flavour>(i);
      const int sign = c.incoming.antiparticle ? -1 : 1;
      const int before = sign * (c.incoming.flavour == f);
      const int after = sign * (c.outgoing.flavour == f) + (c.minus == f) - (c.plus == f);
      EXPECT_EQ(before, after) << c.reaction();
    }
  }
}

TEST(TridentChannel, ForbiddenPairNamesTheAllowedOnes) {
  try {
    trident_channel(numu, Flavour::electron, Flavour::muon);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("mu-e+"), std::string::npos);
  }
}

TEST(StandardModel, CouplingsOfTheSixChannelsOfTheTalk) {
  const double s2 = 0.23119;
  const auto sm = make_model("sm", {{"sin2thetaW", "0.23119"}});
  struct Row {
    Flavour incoming, minus, plus;
    double gV, gA;  // 1902.06765 normalisation
  };
  const auto e = Flavour::electron, mu = Flavour::muon;
  for (const Row& row : {Row{e, e, e, 1 + 4 * s2, -1}, Row{e, mu, mu, -1 + 4 * s2, 1}, Row{e, e, mu, 2, -2},
                         Row{mu, e, e, -1 + 4 * s2, 1}, Row{mu, mu, mu, 1 + 4 * s2, -1}, Row{mu, mu, e, 2, -2}}) {
    const LeptonVertex vertex = sm->trident_vertex(trident_channel({row.incoming, false}, row.minus, row.plus));
    EXPECT_NEAR(2 * vertex.V, row.gV, 1e-14);
    EXPECT_NEAR(-2 * vertex.A, row.gA, 1e-14);
  }
}

TEST(U1Vector, ContactLimitOfTheDimuonShift) {
  const auto light = make_model("lmu-ltau", {{"mass", "100 GeV"}, {"coupling", "0.1"}});
  const auto channel = trident_channel(numu, Flavour::muon, Flavour::muon);
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  const double shift = light->trident_vertex(channel).vector_at(1e-6) - make_model("sm")->trident_vertex(channel).V;
  EXPECT_NEAR(2 * shift, 2 * v2 * 0.01 / 1e4, 1e-9);  // (1 + 4 s2) -> (1 + 4 s2) + 2 v^2 g'^2/M^2
}

TEST(U1Vector, MediatorWithoutChargeLeavesTheChannelAlone) {
  const Settings settings = {{"mass", "10 MeV"}, {"coupling", "1e-3"}};
  const auto model = make_model("lmu-ltau", settings);
  EXPECT_FALSE(model->trident_vertex(trident_channel(numu, Flavour::electron, Flavour::electron)).has_mediator());
  EXPECT_FALSE(model->trident_vertex(trident_channel(numu, Flavour::muon, Flavour::electron)).has_mediator());
  EXPECT_TRUE(model->trident_vertex(trident_channel(numu, Flavour::muon, Flavour::muon)).has_mediator());
}

TEST(U1Vector, SignIsConstructiveForOppositeChargesOnElectrons) {
  const Settings settings = {{"mass", "1 GeV"}, {"coupling", "1e-2"}};
  const auto channel = trident_channel(numu, Flavour::electron, Flavour::electron);
  const double sm = make_model("sm")->trident_vertex(channel).V;
  EXPECT_LT(sm, 0.0);
  EXPECT_LT(make_model("le-lmu", settings)->trident_vertex(channel).vector_at(0.01), sm);
  EXPECT_GT(make_model("b-l", settings)->trident_vertex(channel).vector_at(0.01), sm);
}

TEST(U1Vector, PresetEqualsCustomCharges) {
  const Settings common = {{"mass", "10 MeV"}, {"coupling", "1e-3"}};
  Settings custom = common;
  custom["charge_mu"] = "1";
  custom["charge_tau"] = "-1";
  for (const TridentChannel& channel : trident_channels()) {
    EXPECT_DOUBLE_EQ(make_model("lmu-ltau", common)->trident_vertex(channel).vector_at(1e-3),
                     make_model("u1", custom)->trident_vertex(channel).vector_at(1e-3));
  }
}

TEST(KineticMixing, LmuLtauValuesOfTheLoop) {
  const std::array<double, 3> charges = {0, 1, -1};
  EXPECT_NEAR(loop_kinetic_mixing(charges, 0.0), -0.0144329, 2e-7);
  EXPECT_NEAR(loop_kinetic_mixing(charges, 1e-4), -0.0144284, 2e-7);
  EXPECT_NEAR(loop_kinetic_mixing(charges, 1e-2), -0.0140154, 2e-7);
}

TEST(KineticMixing, ClosedFormEqualsTheFeynmanParameterIntegral) {
  const auto rule = math::gauss_legendre(200);
  for (const double t : {1e-6, 1e-3, 0.049, 0.051, 1.0, 30.0, 1e3, 1e6}) {
    double integral = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double x = rule.nodes[i] * rule.nodes[i] * (3 - 2 * rule.nodes[i]);
      const double dx = 6 * rule.nodes[i] * (1 - rule.nodes[i]);
      integral += rule.weights[i] * dx * x * (1 - x) * std::log1p(x * (1 - x) * t);
    }
    EXPECT_NEAR(vacuum_polarisation_integral(t) / integral, 1.0, 1e-10) << t;
  }
}

TEST(FourFermion, TotalsAndShiftsAgreeAndCannotBeMixed) {
  const auto channel = trident_channel(numu, Flavour::muon, Flavour::muon);
  const LeptonVertex sm = make_model("sm")->trident_vertex(channel);
  const LeptonVertex shifted =
      make_model("four-fermion", {{"delta_gV", "0.2"}, {"delta_gA", "0.1"}})->trident_vertex(channel);
  EXPECT_NEAR(shifted.V, sm.V + 0.1, 1e-14);
  EXPECT_NEAR(shifted.A, sm.A - 0.05, 1e-14);
  const LeptonVertex total = make_model("four-fermion", {{"gV", "2"}, {"gA", "-2"}})->trident_vertex(channel);
  EXPECT_DOUBLE_EQ(total.V, 1.0);
  EXPECT_DOUBLE_EQ(total.A, 1.0);
  EXPECT_THROW(make_model("four-fermion", {{"gV", "2"}}), UserError);
  EXPECT_THROW(make_model("four-fermion", {{"V", "2"}, {"A", "1"}, {"delta_V", "0.1"}}), UserError);
  EXPECT_THROW(make_model("four-fermion"), UserError);
}

TEST(Registry, BadNamesAndValuesAreUserErrors) {
  EXPECT_THROW(make_model("lmu-lta"), UserError);
  EXPECT_THROW(make_model("sm", {{"sin2thetaw", "0.2"}}), UserError);
  EXPECT_THROW(make_model("lmu-ltau", {{"mass", "-1 GeV"}, {"coupling", "1"}}), UserError);
  EXPECT_THROW(make_model("lmu-ltau", {{"mass", "1"}, {"coupling", "1"}}), UserError);
  EXPECT_THROW(make_model("lmu-ltau", {{"mass", "1 GeV"}}), UserError);
  EXPECT_THROW(make_model("b-l", {{"mass", "1 GeV"}, {"coupling", "1"}, {"kinetic_mixing", "loop"}}), UserError);
  EXPECT_THROW(make_model("u1", {{"mass", "1 GeV"}, {"coupling", "1"}}), UserError);
}

}  // namespace
}  // namespace tridens::model
