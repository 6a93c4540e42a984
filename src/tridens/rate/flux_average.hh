#pragma once
#include <array>
#include <functional>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/process/energy_curve.hh"
#include "tridens/process/process.hh"
#include "tridens/process/trident.hh"

namespace tridens::rate {

struct Folded {
  double value = 0.0, error = 0.0;
};

/// int spectrum(E) f(E) dE over the part of the spectrum above `from`, f smooth there: Gauss-Legendre within every
/// interval of the spectrum, narrow ones split no further but at the features of f. The value of f at the energy for a
/// line.
double fold(const flux::Spectrum& spectrum, double from, const std::function<double(double energy)>& f,
            const std::vector<process::EnergyFeature>& features = {});

/// Cross section of a component averaged over the whole spectrum (its part below threshold included in the norm),
/// GeV^-2:
///   <sigma> = int phi sigma dE / int phi dE. The error adds the quadrature's and the interpolation in energy (both
///   estimated).
Folded flux_average(const process::Process& process, size_t component, const flux::Spectrum& spectrum);

/// The same for all components; those of equal shape are computed once.
std::vector<Folded> flux_averages(const process::Process& process, const flux::Spectrum& spectrum);

/// Tridents: averages per coupling structure, from which any couplings follow (Trident::combine).
process::TridentTerms flux_averaged_terms(const process::Trident& trident, size_t component,
                                          const flux::Spectrum& spectrum);

/// Curve of Trident::terms of one component against energy, for many spectra and couplings.
class TridentCurve {
 public:
  TridentCurve(const process::Trident& trident, size_t component, double highest_energy);
  process::TridentTerms at(double energy) const;
  process::TridentTerms average(const flux::Spectrum& spectrum) const;

 private:
  bool mediator_;
  process::EnergyCurve curve_;
};

/// Events: exposure (per flux unit, such as POT) x targets x int phi sigma dE, with phi per cm^2 and sigma in GeV^-2.
double expected_events(double exposure, double target_count, double folded_GeV2);

}  // namespace tridens::rate
