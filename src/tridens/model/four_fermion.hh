#pragma once
#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Free four-fermion couplings of the channel under study. Totals replace the Standard Model, shifts are added to it;
/// the two kinds cannot be mixed. Two normalisations: V, A of 1807.10973 and gV = 2V, gA = -2A of 1902.06765.
class FourFermion : public Model {
 public:
  explicit FourFermion(const Settings& settings);
  ModelInfo info() const override;
  Settings resolved() const override;
  LeptonVertex trident_vertex(const TridentChannel& channel) const override;
  /// Couplings to electrons, of every neutrino alike; nucleons keep those of the Standard Model.
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  bool totals_ = false;
  double V_ = 0.0, A_ = 0.0;  // totals or shifts
};

}  // namespace tridens::model
