#pragma once
#include "tridens/model/nucleon_charges.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// A scalar leptoquark by what it does to neutrinos and the quarks of matter; formulas in leptoquark.cc.
struct LeptoquarkKind {
  std::string name, title, operator_text;
  double up = 0.0, down = 0.0;  // |Yukawa coupling|^2 to a neutrino and u, d in units of lambda^2
  bool left_handed_quarks = false;
  int fermion_number = 0;  // 0: u channel, 2: s channel and the opposite sign of the contact term
};
/// S1, R2, R2-tilde, S3.
std::vector<LeptoquarkKind> leptoquark_kinds();

class Leptoquark : public Model {
 public:
  Leptoquark(LeptoquarkKind kind, const Settings& settings);
  ModelInfo info() const override;
  Settings resolved() const override;
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  NucleonCharges charges_;
  LeptoquarkKind kind_;
  double mass_ = 0.0;
  std::array<double, 3> yukawa_{};
  std::string interference_, propagator_;
};

}  // namespace tridens::model
