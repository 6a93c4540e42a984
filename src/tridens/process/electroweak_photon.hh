#pragma once
#include "tridens/base/constants.hh"
#include "tridens/base/particle.hh"
#include "tridens/model/lepton_vertex.hh"
#include "tridens/model/model.hh"

// Cross sections of neutrinos on photons, with W and Z bosons: what W production and electroweak tridents are made of.
// sigma^T = L_T/(2 shat), sigma^L = L_L/shat as in 1807.10973; shat = 2 k1.q, Q^2 the virtuality of the photon.
namespace tridens::process {

struct PhotonSigma {
  double transverse = 0.0, longitudinal = 0.0;  // GeV^-2
};

struct WBoson {
  double mass = constants::w_mass, width = 2.085;  // GeV
};

/// nu_l gamma* -> l- W+, W on its mass shell; 1e-6. Zero below threshold.
PhotonSigma w_photon_cross_section(Flavour lepton, double shat, double Q2, const WBoson& w = {});

/// nu gamma* -> nu' l- l+ with the couplings of the Standard Model at `vertex`, by a product rule: 2e-3. Zero below
/// threshold. Takes up to 10 ms.
PhotonSigma trident_photon_cross_section(const model::TridentChannel& channel, const model::LeptonVertex& vertex,
                                         double shat, double Q2, const WBoson& w = {});

}  // namespace tridens::process
