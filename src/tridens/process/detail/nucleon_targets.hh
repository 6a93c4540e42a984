#pragma once
#include <string>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/process/process.hh"

// Targets of processes that resolve nucleons: every nucleus is a sum of its protons and neutrons at rest.
namespace tridens::process::detail {

/// PDG numbers agreed for what is not in the list: a hadronic system taken as one body, a microscopic black hole.
inline constexpr int hadronic_system_pdg = 2009900010;
inline constexpr int black_hole_pdg = 2009900011;

struct NucleonTarget {
  Component component;  // without process id, description and final state
  matter::Nucleon nucleon = matter::Nucleon::proton;
};
/// Protons and neutrons of every nuclide of the material. Components are named `prefix` + "proton" or "neutron", and
/// their shape is the name: a nucleon is the same in every nucleus.
std::vector<NucleonTarget> nucleon_targets(const matter::Material& material, const std::string& prefix);

/// The hadrons as one particle of a final state.
UnlistedParticle hadronic_system();

}  // namespace tridens::process::detail
