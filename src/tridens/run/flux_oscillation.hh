#pragma once
#include <optional>
#include <string>

#include "tridens/flux/oscillation.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

// Oscillation of an experiment's flux between its source and the detector, as users write it.
namespace tridens::run {

/// "sterile,delta_m2=1.3eV2,sin2_2theta_ee=0.1": one sterile state at a short baseline. Nothing for other kinds of
/// oscillation. UserError for an unknown kind or setting, and when one is missing.
std::optional<flux::SterileOscillation> sterile_oscillation(const std::string& text);

/// Oscillates a flux over its distance: as above, or "matter,density_g_cm3=2.8,nufit=6.0,ordering=inverted", all known
/// flavours (and a sterile one) in uniform matter of the Standard Model. UserError as above, and for a flux without a
/// single distance.
void oscillate(const std::string& text, ChosenFlux& chosen, Provenance& provenance);

}  // namespace tridens::run
