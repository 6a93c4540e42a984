#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

// Neutral mesons that protons make in the target or dump of a neutrino beam. Formulas and papers in beam_mesons.cc,
// numbers in data/source/beam_mesons.csv and meson_spectra.csv.
namespace tridens::flux {

/// Momenta and angles of one kind of meson per proton on target.
class BeamMesons {
 public:
  /// `beam` and `per_proton` as in the table. UserError for an unknown form, a meson that a form does not have, and
  /// numbers that are not positive.
  BeamMesons(std::string meson, std::string form, double beam, double mass_number, double per_proton);

  const std::string& meson() const { return meson_; }
  double mass() const { return mass_; }  // GeV
  double per_proton() const { return per_proton_; }
  double highest_momentum() const { return highest_momentum_; }  // GeV
  /// dN/(dp dOmega) per proton on target, GeV^-1 sr^-1; p in GeV. 0 outside of the phase space of the form.
  double density(double momentum, double cosine) const;

 private:
  double shape(double momentum, double cosine) const;
  double sanford_wang(const std::array<double, 9>& c, double momentum, double cosine) const;
  double bmpt(double momentum, double cosine) const;
  double burman_smith(double momentum, double cosine) const;
  void normalise();

  std::string meson_, form_;
  double mass_ = 0.0, beam_ = 0.0, beam_momentum_ = 0.0, mass_number_ = 0.0, per_proton_ = 0.0;
  double highest_momentum_ = 0.0, scale_ = 1.0;
  std::vector<std::array<double, 9>> parameters_;
};

/// A proton beam with what stops it.
struct ProtonBeam {
  std::string name;
  double kinetic_energy = 0.0;  // GeV
  double mass_number = 0.0;     // of the target
  std::vector<BeamMesons> mesons;

  double energy() const;    // GeV
  double momentum() const;  // GeV
};
std::vector<std::string> proton_beam_names();
/// UserError with the nearest name.
ProtonBeam proton_beam(std::string_view name);

}  // namespace tridens::flux
