#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Singly charged scalar of the Zee-Babu model (1710.08431), integrated out:
///   L = sqrt2 h_ab nubar^c_a P_L l_b h^+ + h.c., h antisymmetric (h = sqrt2 f for f_ab Ltilde_a L_b h^+),
///   L_eff = (h_ab h*_cd/m_h^2) (nubar_c gamma P_L nu_a)(lbar_d gamma P_L l_b),
/// so that nu_a -> nu_c l-_d l+_b gets V -> V + delta, A -> A + delta with
///   delta = -h_ab h*_cd/(2 sqrt2 G_F m_h^2) = -0.0303 h_ab h*_cd (TeV/m_h)^2.
/// Neutral currents of nu_a with l_b, a != b, move by -|h_ab|^2, charged currents l-_a l+_b by +|h_ab|^2
/// (antisymmetry); nu_a with its own charged lepton is not touched. On electrons nu_a also turns into nu_c, by -h_ae
/// h_ce. The doubly charged scalar does not see neutrinos. G_F is that of muon decay, to which h^+ contributes: G_F ->
/// G_F (1 - |h_emu|^2/(2 sqrt2 G_F m_h^2)) in front of the Standard Model ("fermi_constant = muon-decay"; "given"
/// leaves it alone, as 1710.08431 does). Real couplings. Left out: tridents that violate lepton flavour (they do not
/// interfere: h^4).
class ZeeBabu : public Model {
 public:
  explicit ZeeBabu(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override;
  LeptonVertex trident_vertex(const TridentChannel& channel) const override;
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  double mass_ = 0.0;
  double emu_ = 0.0, etau_ = 0.0, mutau_ = 0.0;
  std::string fermi_constant_;

  double yukawa(Flavour a, Flavour b) const;
  /// -h_ab h_cd/(2 sqrt2 G_F m_h^2).
  double shift(Flavour a, Flavour b, Flavour c, Flavour d) const;
  /// What the Standard Model's amplitudes are multiplied by.
  double standard_factor() const;
};

}  // namespace tridens::model
