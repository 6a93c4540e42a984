#pragma once
#include <functional>

#include "tridens/flux/flux.hh"

namespace tridens::flux {

/// One sterile state beside the three known neutrinos, short baselines: the splittings of the active states are
/// neglected.
///   P(a -> a) = 1 - 4 |U_a4|^2 (1 - |U_a4|^2) sin^2(D),   P(a -> b) = 4 |U_a4|^2 |U_b4|^2 sin^2(D),
///   D = 1.26693 (delta m^2/eV^2) (L/m) (MeV/E) = delta m^2 L / (4 E hbar c).
/// References: C. Giunti, T. Lasserre, Annu. Rev. Nucl. Part. Sci. 69 (2019) 163, eqs. (3)-(5); S. Bilenky, C. Giunti,
/// W. Grimus, Eur. Phys. J. C 1 (1998) 247.
struct SterileOscillation {
  double delta_m2_eV2 = 0.0;
  double u_e4_squared = 0.0, u_mu4_squared = 0.0, u_tau4_squared = 0.0;
  /// False: only disappearance, as in fits of one survival probability.
  bool appearance = true;

  /// |U_a4|^2 <= 1/2 with sin^2(2 theta_aa) = 4 |U_a4|^2 (1 - |U_a4|^2). UserError outside 0 to 1.
  static double mixing_from_amplitude(double sin2_2theta);
  double mixing(Flavour flavour) const;
  /// sin^2(2 theta) of a -> b.
  double amplitude(Flavour from, Flavour to) const;
  /// Probability at an energy (GeV) and baseline (m). The phase is taken as it is, however fast.
  double probability(Flavour from, Flavour to, double energy, double baseline_m) const;
};

/// The flux after a baseline (metres). Where D exceeds 50 pi + pi/4 (fifty oscillations: energies below a fraction of
/// the largest that no detector resolves) sin^2 D is 1/2, which joins continuously. Spectra are refined so that
/// straight lines hold to 1e-5 of the maximum. Arrival times stay with the species that was emitted; a species that
/// only appears takes those of its largest origin. UserError for a baseline, splitting or mixing out of range (sum of
/// |U_a4|^2 at most 1).
Flux oscillated(const Flux& flux, const SterileOscillation& oscillation, double baseline_m);

/// P(from -> to) at an energy in GeV; of the kind of `from`, neutrino or antineutrino.
using TransitionProbability = std::function<double(Neutrino from, Flavour to, double energy)>;
/// The flux after any change of flavours, refined as above; a flavour that would hold less than 1e-12 of what it came
/// from is left out. UserError for probabilities outside 0 to 1.
Flux oscillated(const Flux& flux, const TransitionProbability& probability);

}  // namespace tridens::flux
