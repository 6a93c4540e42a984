#pragma once
#include <array>
#include <complex>

#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Couplings C_a, D_a of one fermion in the Lagrangian of 1702.05721 (generalised.cc), indexed by S, P, V, A, T.
struct GeneralisedCouplings {
  std::array<double, 5> C{}, D{};
};

/// What a left-handed neutrino meets, in the normalisation of elastic_terms.hh.
struct ChiralCouplings {
  double vector = 0.0, axial = 0.0;
  std::complex<double> scalar, pseudoscalar, tensor;
};
/// g_V = -(C_V - D_A)/2, g_A = -(C_A - D_V)/2, s = C_S + i D_P, p = C_P + i D_S, t = C_T - i D_T.
ChiralCouplings chiral_couplings(const GeneralisedCouplings& couplings);

/// Contact interactions of every Lorentz structure with u and d quarks, nucleons and electrons, flavour diagonal.
class GeneralisedInteractions : public Model {
 public:
  explicit GeneralisedInteractions(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  std::array<bool, 3> flavours_{};
  ChiralCouplings proton_, neutron_, electron_;
};

}  // namespace tridens::model
