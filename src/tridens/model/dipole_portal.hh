#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Transition magnetic moments from the flavours to a heavy neutrino N: nu_a X -> N X by photon exchange. Formulas in
/// dipole_portal.cc.
class DipolePortal : public Model {
 public:
  explicit DipolePortal(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  double mass_ = 0.0;
  bool majorana_ = false;
  std::array<double, 3> moments_{};  // GeV^-1
};

}  // namespace tridens::model
