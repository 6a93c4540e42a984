#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/model/dark_matter.hh"

// Dark matter chi of the energy E (mass m1) on electrons, nucleons and nuclei at rest, by exchange of a dark photon;
// with a splitting chi1 becomes chi2. Cross sections in natural units (GeV). Formulas, validity and papers in
// dark_matter.cc.
namespace tridens::process {

enum class DarkTarget { electron, nucleus, proton, neutron };
std::string name(DarkTarget target);
/// "electron", "nucleus", "proton", "neutron"; UserError with the nearest name.
DarkTarget parse_dark_target(std::string_view text);

/// Q^2 between which a reaction lies, GeV^2.
struct TransferLimits {
  double lowest = 0.0, highest = 0.0;
};

class DarkMatterScattering {
 public:
  /// On free electrons or nucleons. `incoming_excited`: chi2 comes in and chi1 goes out.
  DarkMatterScattering(const model::DarkMatter& matter, DarkTarget target, bool incoming_excited = false);
  /// On a nucleus as a whole, "Ar40": charge form factor of the tables; "H1" is a free proton.
  DarkMatterScattering(const model::DarkMatter& matter, const std::string& nuclide, bool incoming_excited = false);

  double target_mass() const { return target_mass_; }
  /// Lowest energy of the incoming particle, GeV.
  double threshold() const;
  /// UserError below threshold.
  TransferLimits limits(double energy) const;
  /// Below it nothing happens: cross sections are 0.
  bool open(double energy) const;
  /// Largest kinetic energy of the target, GeV. UserError below threshold.
  double largest_recoil(double energy) const;
  /// dsigma/dT in GeV^-3 at the kinetic energy T of the target; 0 outside the limits and below threshold.
  double differential(double energy, double recoil) const;
  /// Its integral between two recoils, GeV^-2; 0 below threshold. UserError for limits out of order.
  double cross_section(double energy, double lowest_recoil, double highest_recoil) const;
  /// Angle of the target to chi, as its cosine. UserError for a recoil outside the limits.
  double recoil_cosine(double energy, double recoil) const;
  /// The recoil from which on the target goes within that cosine of chi; 0 when all do. With a splitting the smallest
  /// recoils are forward too and are not counted. UserError for a cosine outside (0, 1].
  double recoil_of_cosine(double energy, double cosine) const;
  /// Invariant amplitude squared, averaged and summed over spins, over (g_D epsilon e)^2 and without propagator: GeV^4.
  double reduced_amplitude(double energy, double Q2) const;

 private:
  struct HadronFactors {
    double h1 = 0.0, h2 = 0.0;  // H1 K K + H2 (q^2 g - q q)
  };
  HadronFactors factors(double Q2) const;

  model::DarkMatter matter_;
  DarkTarget target_;
  double incoming_ = 0.0, outgoing_ = 0.0, target_mass_ = 0.0;
  std::shared_ptr<const matter::NuclearFormFactor> nuclear_;
  std::shared_ptr<const matter::NucleonFormFactor> nucleonic_;
  double charge_ = 1.0;
};

}  // namespace tridens::process
