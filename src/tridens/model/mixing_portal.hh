#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Dark neutrino: nu_a X -> N X by a dark photon or Z', through the mixing U_a4 of a heavy neutrino N with the
/// flavours. Formulas in mixing_portal.cc.
class MixingPortal : public Model {
 public:
  explicit MixingPortal(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }
  /// C_a4 of L = C_a4 Nbar g^m P_L nu_a Z'_m: g_D |U_D4|^2 U_a4.
  double transition_coupling(Flavour flavour) const;

 private:
  StandardModel standard_;
  Settings resolved_;
  double mass_ = 0.0, mediator_mass_ = 0.0, dark_coupling_ = 0.0;
  std::array<double, 3> mixing_{};
  double proton_ = 0.0, neutron_ = 0.0, electron_ = 0.0;  // couplings of Z' to matter
  bool majorana_ = false, weak_ = false;
};

}  // namespace tridens::model
