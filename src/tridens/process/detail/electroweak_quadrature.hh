#pragma once
#include "tridens/process/detail/electroweak_amplitude.hh"
#include "tridens/process/electroweak_photon.hh"

// sigma^T and sigma^L of  nu gamma* -> nu' l- l+  at one shat, Q^2 by deterministic quadrature.
namespace tridens::process::detail {

struct TridentLeptons {
  double mass_minus, mass_plus;  // GeV
  BosonMasses boson;
  ElectroweakCouplings coupling;
};

/// Nodes in a panel of k^2 and in both polar angles (at most 24).
struct TridentNodes {
  int mass = 12, polar = 16;
};

/// With W exchange: L_T/(2 shat) and L_L/shat without 4 pi alpha G_F^2/2, by a product rule over k^2 in panels around
/// the pole, both polar angles and the azimuth. 3e-3 of their sum with the default nodes, 1e-3 with 14 and 24. W^2 =
/// shat - Q^2 above threshold.
PhotonSigma w_exchange_integral(double shat, double Q2, const TridentLeptons& leptons, TridentNodes nodes = {});

/// Z exchange alone: the four-fermion quadrature with the propagator of the Z as a form factor; its variables (pair
/// mass and momentum transfer) suit a photon that splits into the pair. GeV^-2.
PhotonSigma z_exchange_cross_section(Flavour minus, Flavour plus, double V, double A, double shat, double Q2);

}  // namespace tridens::process::detail
