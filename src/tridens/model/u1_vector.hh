#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Charges of one gauged U(1): left- and right-handed charged leptons, and quarks (vector). Neutrinos carry the
/// left-handed charge.
struct U1Charges {
  std::string name, title;
  std::array<double, 3> left{}, right{};
  double up = 0.0, down = 0.0;
};

/// Standard Model plus a gauge boson of any mass (1902.08579 section 2.2):
///   L = -g' Z'_mu sum_a [Q^L_a nubar_a g^mu P_L nu_a + (1/2) lbar_a g^mu (Q^V_a - Q^A_a g5) l_a], Q^V = Q^L + Q^R, Q^A
///   = Q^L - Q^R, V -> V + Q^L_nu Q^V_l g'^2/[2 sqrt2 G_F (K^2 + M^2)],  A likewise with Q^A; only where neutrino and
///   pair are flavour diagonal.
/// Kinetic mixing adds 2 e eps(-K^2)/g' to Q^V_l of every charged lepton: "none", "loop" (charges must sum to zero) or
/// a number eps.
///
/// Elastic scattering, Q^2 = 2 M T: with quarks -g' Z'_mu (Q_u ubar g^mu u + Q_d dbar g^mu d),
///   g_V^f -> g_V^f + g'^2 Q^L_nu q_f/[sqrt2 G_F (Q^2 + M^2)],  q_p = 2 Q_u + Q_d, q_n = Q_u + 2 Q_d, q_e = Q^V_e/2,
///   g_A^e likewise with Q^A_e/2,
/// and kinetic mixing adds e eps(-Q^2)/g' to q_e and takes it from q_p (charges -1 and +1 of the photon).
class U1Vector : public Model {
 public:
  U1Vector(U1Charges charges, bool custom, const Settings& settings);
  ModelInfo info() const override;
  Settings resolved() const override;
  LeptonVertex trident_vertex(const TridentChannel& channel) const override;
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }
  const U1Charges& charges() const { return charges_; }

 private:
  StandardModel standard_;
  U1Charges charges_;
  bool custom_;
  double mass_, coupling_;
  std::string mixing_text_;
  bool loop_mixing_ = false;
  double tree_mixing_ = 0.0;

  /// 1/(Q^2 + M^2) times the mixing eps(-Q^2)/g' of the lepton loop.
  Propagator loop_mixing_propagator() const;
};

/// The presets of data/model/u1_charges.csv.
std::vector<U1Charges> u1_presets();

}  // namespace tridens::model
