#pragma once
#include <functional>
#include <string>
#include <vector>

#include "tridens/flux/beam_mesons.hh"
#include "tridens/model/dark_matter.hh"
#include "tridens/process/millicharge.hh"

// Dark matter from a proton beam: decays pi0, eta -> gamma A'(*) -> gamma chi chi and proton bremsstrahlung. Formulas,
// validity and papers in dark_matter_flux.cc.
namespace tridens::rate {

/// Energy of chi in the rest frame of its parent (GeV) and particles per parent: a point of a quadrature.
struct RestLine {
  double energy = 0.0, weight = 0.0;
};
/// Particles of one state per meson -> gamma chi chi: chi and chibar, or chi1 (chi2 with `excited`). Empty when the
/// meson is too light. UserError for `excited` without a splitting.
std::vector<RestLine> dark_matter_lines(const model::DarkMatter& matter, const std::string& meson,
                                        bool excited = false);
/// Branching of meson -> gamma chi chi, A' on its shell and off it.
double dark_matter_branching(const model::DarkMatter& matter, const std::string& meson);

/// Parents of one mass as they leave the target: dN/(dp dOmega) at a momentum and cosine.
struct MovingParents {
  double mass = 0.0, highest_momentum = 0.0;  // GeV
  std::function<double(double momentum, double cosine)> density;
};
/// dN/(dE dOmega) of particles of mass m that parents emit isotropically in their rest frames, at a lab energy and
/// angle to the beam; GeV^-1 sr^-1.
double emitted(const MovingParents& parents, const std::vector<RestLine>& lines, double mass, double energy,
               double angle);

struct DarkMatterOptions {
  bool mesons = true, bremsstrahlung = true;
  process::SplittingForm splitting = process::SplittingForm::equivalent_boson;
  double lowest_z = 0.1, highest_z = 0.9;  // share of the proton's energy
  double highest_pT = 1.0;                 // GeV
  double off_shell_scale = 1.0;            // GeV, of the proton between; 0: none
};

/// Of A' from bremsstrahlung, GeV: beyond, the form factor of the proton has fallen by a hundred.
inline constexpr double highest_radiated_mass = 2.0;

/// Particles per proton on target, GeV and sr.
struct DarkMatterSpectrum {
  std::string source;           // "pi0", "eta", "bremsstrahlung"
  std::vector<double> density;  // [angle * energies + energy]
};

class DarkMatterProduction {
 public:
  /// UserError for limits out of order.
  explicit DarkMatterProduction(flux::ProtonBeam beam, DarkMatterOptions options = {});
  const flux::ProtonBeam& beam() const { return beam_; }
  const DarkMatterOptions& options() const { return options_; }
  /// Spectra at energies (GeV) and angles to the beam (rad). UserError, naming the condition, when no source makes
  /// the pair.
  std::vector<DarkMatterSpectrum> spectra(const model::DarkMatter& matter, bool excited,
                                          const std::vector<double>& energies, const std::vector<double>& angles) const;
  /// dN/(dp dOmega) of real or virtual A' of mass k from bremsstrahlung over epsilon^2, per proton.
  MovingParents radiated(double mass) const;

 private:
  flux::ProtonBeam beam_;
  DarkMatterOptions options_;
};

}  // namespace tridens::rate
