#pragma once
#include "tridens/model/nucleon_charges.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Neutral-current non-standard interactions of neutrinos with u, d and e; formulas in nsi.cc.
class Nsi : public Model {
 public:
  explicit Nsi(const Settings& settings);
  ModelInfo info() const override;
  /// The parameters that are not zero.
  Settings resolved() const override;
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

  enum class Fermion { up = 0, down = 1, electron = 2 };
  /// eps^{fV} = eps^{fL} + eps^{fR} and eps^{fA} = eps^{fL} - eps^{fR}, for nu_in -> nu_out.
  struct Strength {
    std::complex<double> vector, axial;
  };
  Strength strength(Fermion fermion, Flavour out, Flavour in) const;

 private:
  StandardModel standard_;
  NucleonCharges charges_;
  std::string axial_set_;
  std::array<std::array<Strength, 6>, 3> strength_{};  // [fermion][pair ee mumu tautau emu etau mutau]
};

}  // namespace tridens::model
