#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/flux/atmospheric_mesons.hh"
#include "tridens/math/interpolation.hh"
#include "tridens/process/millicharge.hh"

// Millicharged particles from cosmic rays, at the surface of the Earth: meson decays, proton bremsstrahlung and the
// Drell-Yan process. The same from all directions of the sky. Formulas and validity in millicharge_flux.cc.
namespace tridens::rate {

struct MillichargeInputs {
  double rigidity_cutoff = 0.0;  // GV, of cosmic rays
  bool mesons = true, bremsstrahlung = true, drell_yan = true;
  process::SplittingForm splitting = process::SplittingForm::equivalent_boson;
  double lowest_z = 0.1, highest_z = 0.9;  // share of the proton energy in a bremsstrahlung photon
  double highest_pT = 1.0;                 // GeV, of that photon
  double off_shell_scale = 1.0;            // GeV, of the proton between; 0: none, as most papers have it
  double highest_photon_mass = 3.0;        // GeV, of that photon
  double lowest_pair_mass = 2.0;           // GeV, of Drell-Yan pairs: below, mesons and bremsstrahlung take over
  std::string partons = "grv94lo,border=freeze";
};

/// chi and antichi per cm^2 s sr GeV and epsilon^2 from one source.
struct MillichargeSpectrum {
  std::string source;           // "pi0", "J/psi", "bremsstrahlung", "drell-yan"
  std::vector<double> density;  // at the energies of the flux
};

struct MillichargeFlux {
  double mass = 0.0;             // GeV
  std::vector<double> energies;  // GeV, increasing, evenly in ln(E/m - 1)
  std::vector<MillichargeSpectrum> sources;

  /// Sum of the sources at the energies.
  std::vector<double> total() const;
};

/// Parents of one mass (mesons, virtual photons) on their way along the shower.
class ParentFlux {
 public:
  /// `intensity(y)` is dPhi/dy per cm^2 s sr, E = transverse_mass cosh(y), y from -highest_rapidity to
  /// highest_rapidity.
  ParentFlux(double mass, double transverse_mass, double highest_rapidity, size_t nodes,
             const std::function<double(double)>& intensity);
  /// Per GeV, for one particle of mass m per decay, made isotropically with energy E* and momentum p* in the rest frame
  /// of the parent: int dPhi/(2 p* beta gamma) over the parents that reach the energy E.
  double isotropic(double energy, double mass, double rest_energy) const;

 private:
  double mass_, transverse_mass_;
  CubicSpline weighted_;  // [dPhi/dy(y) + dPhi/dy(-y)]/(beta gamma) against |y|

  double rapidity(double boost) const;
};

/// What does not depend on the mass of chi, made once.
class MillichargeProduction {
 public:
  /// UserError for limits out of order.
  explicit MillichargeProduction(MillichargeInputs inputs = {});
  /// UserError for a mass that is not positive.
  MillichargeFlux flux(double mass) const;
  const MillichargeInputs& inputs() const { return inputs_; }

 private:
  struct Parent {
    std::string name;
    ParentFlux flux;
  };
  MillichargeInputs inputs_;
  std::vector<flux::NucleonNode> nodes_;
  flux::CosmicRayNucleons rays_;
  std::vector<Parent> parents_;
  std::shared_ptr<const BicubicTable> pairs_;        // ln of Drell-Yan pairs against ln(M) and y
  static constexpr double highest_pair_mass = 80.0;  // GeV

  void tabulate_pairs();
  std::vector<double> from_bremsstrahlung(double mass, const std::vector<double>& energies) const;
  std::vector<double> from_drell_yan(double mass, const std::vector<double>& energies) const;
};

}  // namespace tridens::rate
