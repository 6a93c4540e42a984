#pragma once
#include <array>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Conversion of neutrinos into a new fermion chi by exchange of a scalar: nu X -> chi X. Formulas in
/// scalar_conversion.cc.
class ScalarConversion : public Model {
 public:
  explicit ScalarConversion(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  double fermion_mass_ = 0.0, scalar_mass_ = 0.0;
  bool majorana_ = false;
  std::array<double, 3> neutrino_{};
  double proton_ = 0.0, neutron_ = 0.0, electron_ = 0.0;
};

}  // namespace tridens::model
