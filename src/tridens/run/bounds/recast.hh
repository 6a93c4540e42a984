#pragma once
#include "tridens/run/bounds/bound.hh"
#include "tridens/run/bounds/plane.hh"

// A bound for other charges. At each mass the coupling is the one that makes as many events:
//   muon-loop            |g_mu|^2
//   muon-radiation       |g_mu|^2 BR(mu mu)
//   muon-invisible       |g_mu|^2 BR(invisible)
//   electron-visible     |g_e|^2 BR(e e or mu mu)
//   electron-invisible   |g_e|^2 BR(invisible)
//   electron-dump        lower border: |g_e|^2 Gamma(e e); upper border: the whole width
// with g_l = g' Q_l + e eps(M^2) (the loop, where it is finite) in planes of a gauged U(1) and g_l = e eps in that of
// the dark photon, whose invisible share is 1 in a search for invisible decays, as such searches are published.
// Branching ratios: model/boson_widths.hh; hadrons are left out, so that electron-visible is not recast between the
// pion threshold and the charm region (0.28 to 1.8 GeV), and above it a dark photon decays into hadrons with R = 2.2
// (3.6 above 3.7 GeV). Efficiencies are those of the original search; couplings above sqrt(4 pi) are left out. A boson
// that couples to muons alone is radiated off muons: no bound from production off electrons becomes one on it except by
// its mixing.
namespace tridens::run::bounds {

/// Whether the bound says how it comes about and the boson of the target is made that way.
bool can_recast(const BoundInfo& info, const Plane& target);

/// The bound in another plane; its name and what it assumes say so.
Bound recast(const Bound& bound, const Plane& from, const Plane& to);

/// Factor from the coupling of one plane to that of the other at a mass; 0 where it cannot be recast. UserError for a
/// production that is unknown.
double recast_factor(Production production, const Plane& from, const Plane& to, double mass);

}  // namespace tridens::run::bounds
