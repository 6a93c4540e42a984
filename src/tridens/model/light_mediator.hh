#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// A boson of any mass between neutrinos and quarks or electrons; one class for the five Lorentz structures.
/// Lagrangians and signs in light_mediator.cc.
class LightMediator : public Model {
 public:
  /// `kind`: vector, axial, scalar, pseudoscalar (no quarks) or tensor.
  LightMediator(Lorentz kind, const Settings& settings);
  static ModelInfo describe(Lorentz kind);
  ModelInfo info() const override { return describe(kind_); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  Lorentz kind_;
  StandardModel standard_;
  Settings resolved_;
  double mass_ = 0.0;
  std::array<double, 3> neutrino_{};
  double proton_ = 0.0, neutron_ = 0.0, electron_ = 0.0;
  double strength_ = 0.0;  // GeV^2 per product of couplings
};

}  // namespace tridens::model
