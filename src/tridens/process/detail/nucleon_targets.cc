#include "tridens/process/detail/nucleon_targets.hh"

#include "tridens/base/error.hh"

namespace tridens::process::detail {

std::vector<NucleonTarget> nucleon_targets(const matter::Material& material, const std::string& prefix) {
  std::vector<NucleonTarget> result;
  for (const matter::Constituent& constituent : material.constituents) {
    const matter::Nuclide& nuclide = constituent.nuclide;
    const bool free = nuclide.is_free_nucleon();
    for (const matter::Nucleon nucleon : {matter::Nucleon::proton, matter::Nucleon::neutron}) {
      const bool proton = nucleon == matter::Nucleon::proton;
      const int number = proton ? nuclide.proton_number : nuclide.neutron_number();
      if (number == 0) continue;
      const double mass = matter::nucleon_mass(nucleon);
      NucleonTarget target;
      target.nucleon = nucleon;
      target.component.name = prefix + (proton ? "proton" : "neutron");
      target.component.nuclide = nuclide.name();
      target.component.target_mass = mass;
      target.component.multiplicity = constituent.count * number;
      target.component.recoil_pdg = proton ? 2212 : 2112;
      target.component.target_pdg = free ? target.component.recoil_pdg : nuclide.pdg();
      target.component.nucleus_mass = free ? mass : nuclide.mass;
      target.component.bound = !free;
      target.component.shape = target.component.name;
      result.push_back(target);
    }
  }
  if (result.empty()) throw UserError("target " + material.name + " has no nucleons", "it has no nuclei", "");
  return result;
}

UnlistedParticle hadronic_system() {
  return {hadronic_system_pdg, "hadrons", "hadronic system, taken as one body"};
}

}  // namespace tridens::process::detail
