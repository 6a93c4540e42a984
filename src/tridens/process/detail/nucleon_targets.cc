#include "tridens/process/detail/nucleon_targets.hh"

#include "tridens/base/error.hh"

namespace tridens::process::detail {

NucleonTargets nucleon_targets(const matter::Material& material, const std::string& prefix) {
  NucleonTargets result;
  for (const matter::Constituent& constituent : material.constituents) {
    const matter::Nuclide& nuclide = constituent.nuclide;
    const bool free = nuclide.is_free_nucleon();
    for (const matter::Nucleon nucleon : {matter::Nucleon::proton, matter::Nucleon::neutron}) {
      const bool proton = nucleon == matter::Nucleon::proton;
      const int number = proton ? nuclide.proton_number : nuclide.neutron_number();
      if (number == 0) continue;
      const double mass = matter::nucleon_mass(nucleon);
      Component component;
      component.name = prefix + (proton ? "proton" : "neutron");
      component.nuclide = nuclide.name();
      component.target_mass = mass;
      component.multiplicity = constituent.count * number;
      component.recoil_pdg = proton ? 2212 : 2112;
      component.target_pdg = free ? component.recoil_pdg : nuclide.pdg();
      component.nucleus_mass = free ? mass : nuclide.mass;
      component.bound = !free;
      component.shape = component.name;
      result.components.push_back(std::move(component));
      result.nucleons.push_back(nucleon);
    }
  }
  if (result.components.empty())
    throw UserError("target " + material.name + " has no nucleons", "it has no nuclei", "");
  return result;
}

UnlistedParticle hadronic_system() {
  return {hadronic_system_pdg, "hadrons", "hadronic system, taken as one body"};
}

}  // namespace tridens::process::detail
