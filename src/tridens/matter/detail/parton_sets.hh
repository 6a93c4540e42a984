#pragma once
#include <memory>

#include "tridens/matter/parton_density.hh"

// The sets behind make_parton_density.
namespace tridens::matter::detail {

std::shared_ptr<const PartonDensity> grv94lo(PartonBorder border);

/// x times the density of photons of a nucleon that stays whole, with virtualities up to Q2 (GeV^2). Formula in
/// parton_photon.cc.
double elastic_photon(const NucleonFormFactor& form_factor, Nucleon nucleon, double x, double Q2);

/// The same where the nucleon breaks up: radiation of the quarks of `quarks`, from its lowest Q^2 up to Q2.
double inelastic_photon(const PartonDensity& quarks, Nucleon nucleon, double x, double Q2);

enum class PhotonKind { none, elastic, equivalent };

/// `quarks` with a photon: the elastic one, or elastic and inelastic added. UserError for a set that has its own.
std::shared_ptr<const PartonDensity> with_photon(std::shared_ptr<const PartonDensity> quarks, PhotonKind kind);

}  // namespace tridens::matter::detail
