#pragma once
#include <functional>

#include "tridens/process/muon_bremsstrahlung_exact.hh"

// l(p) N(P) -> l(p') N(P') X(k) on a spin-0 nucleus for a lepton of any mass: what radiation off muons by photon
// exchange and off neutrinos by Z exchange share.
namespace tridens::process::detail {

struct Radiator {
  RadiatedBoson boson = RadiatedBoson::vector;
  double boson_mass = 0.0, lepton_mass = 0.0, nucleus_mass = 0.0;  // GeV
  /// What multiplies (1/2) sum |ubar' (Gamma S Kslash + Kslash S' Gamma) u|^2 at Q^2, GeV^-4.
  std::function<double(double Q2)> exchange;
};

/// dsigma/dx, GeV^-2; 0 outside of the kinematic range. Q^2 < 1 GeV^2.
double radiated_spectrum(const Radiator& radiator, double energy, double x, const ExactBremsstrahlungGrid& grid);

}  // namespace tridens::process::detail
