#pragma once
#include <string>
#include <vector>

#include "tridens/base/hadronic_system.hh"
#include "tridens/matter/material.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/process/process.hh"

// Targets of processes that resolve nucleons: every nucleus is a sum of its protons and neutrons at rest.
namespace tridens::process::detail {

struct NucleonTargets {
  std::vector<Component> components;      // without process id, description and final state
  std::vector<matter::Nucleon> nucleons;  // of the components
};
/// Protons and neutrons of every nuclide of the material. Components are named `prefix` + "proton" or "neutron", and
/// their shape is the name: a nucleon is the same in every nucleus.
NucleonTargets nucleon_targets(const matter::Material& material, const std::string& prefix = "");

/// The hadrons as one particle of a final state.
UnlistedParticle hadronic_system();

}  // namespace tridens::process::detail
