#include "tridens/model/standard_model.hh"

#include "tridens/model/detail/settings.hh"

namespace tridens::model {

Parameter StandardModel::weak_mixing_angle_parameter() {
  return {"sin2thetaW",
          "weak mixing angle sin^2 theta_W; default MSbar at M_Z, PDG 2022",
          Dimension::number,
          "0.23121",
          0.0,
          1.0};
}

StandardModel::StandardModel(const Settings& settings)
    : sin2thetaW_(detail::value_of(weak_mixing_angle_parameter(), settings, "sm")) {}

ModelInfo StandardModel::info() const {
  return {"sm",
          "Standard Model, four-fermion limit, tree level",
          "L = -(G_F/sqrt2) [nubar g^t (1-g5) nu] [lbar g_t (V - A g5) l], g_V = -1/2 + 2 s_W^2, g_A = -1/2, W "
          "exchange adds 1 to both",
          {weak_mixing_angle_parameter()},
          {"1807.10973"},
          "momentum transfers far below M_W: the W and Z propagators are not resolved (relative size K^2/M_W^2)",
          {"trident", "cevns", "nu-e"}};
}

Settings StandardModel::resolved() const {
  return {{"sin2thetaW", detail::value_text(sin2thetaW_, Dimension::number)}};
}

LeptonVertex StandardModel::trident_vertex(const TridentChannel& channel) const {
  LeptonVertex vertex;
  if (channel.neutral_current) {
    vertex.V += -0.5 + 2.0 * sin2thetaW_;
    vertex.A += -0.5;
  }
  if (channel.charged_current) {
    vertex.V += 1.0;
    vertex.A += 1.0;
  }
  return vertex;
}

void StandardModel::add_standard_terms(Neutrino incoming, ElasticTerms& terms) const {
  const double charged_current = incoming.flavour == Flavour::electron ? 1.0 : 0.0;
  InteractionTerm vector{"sm", Lorentz::vector, 0.5 - 2.0 * sin2thetaW_, -0.5,
                         -0.5 + 2.0 * sin2thetaW_ + charged_current, {}};
  InteractionTerm axial{"sm", Lorentz::axial, 0.0, 0.0, -0.5 + charged_current, {}};
  terms.add(outgoing(incoming), vector);
  terms.add(outgoing(incoming), axial);
}

}  // namespace tridens::model
