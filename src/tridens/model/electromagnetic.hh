#pragma once
#include <array>
#include <complex>

#include "tridens/model/flavour_matrix.hh"
#include "tridens/model/standard_model.hh"

// Electromagnetic properties of neutrinos, seen by photon exchange with the charges of protons and electrons.
// Formulas and signs in electromagnetic.cc.
namespace tridens::model {

/// Magnetic moments of the flavours and transition moments between them and to a massless sterile state.
class MagneticMoment : public Model {
 public:
  explicit MagneticMoment(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  FlavourMatrix moments_{};          // GeV^-1
  std::array<double, 3> sterile_{};  // GeV^-1
};

/// Charge radii of the flavours and flavour-changing ones.
class ChargeRadius : public Model {
 public:
  explicit ChargeRadius(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  FlavourMatrix radii_{};  // GeV^-2
};

/// Electric charges of the flavours and flavour-changing ones.
class Millicharge : public Model {
 public:
  explicit Millicharge(const Settings& settings);
  static ModelInfo describe();
  ModelInfo info() const override { return describe(); }
  Settings resolved() const override { return resolved_; }
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return standard_; }

 private:
  StandardModel standard_;
  Settings resolved_;
  FlavourMatrix charges_{};  // units of e
};

/// <r^2> of the Standard Model in cm^2, one loop, leading logarithm and constant:
///   <r^2> = -G_F/(2 sqrt2 pi^2) [3 - 2 ln(m_l^2/m_W^2)] = -0.83, -0.48, -0.30 x 10^-32 cm^2 for e, mu, tau
/// (Bernabeu, Papavassiliou, Vidal, hep-ph/0008114; hep-ph/0210055).
double charge_radius_standard_model(Flavour flavour);

}  // namespace tridens::model
