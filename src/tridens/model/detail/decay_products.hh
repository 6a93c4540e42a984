#pragma once
#include <string>
#include <vector>

#include "tridens/model/heavy_neutrino_decay.hh"

// Names, masses and antiparticles of what particles of a dark sector decay to.
namespace tridens::model::detail {

/// PDG number of the antiparticle; the same for photons, neutral bosons and hadronic systems.
int conjugate_pdg(int pdg);
/// "nu e- e+", "N4 gamma", "mu- pi+".
std::string mode_name(const std::vector<int>& products);

/// Bodies of a mode of heavy_neutrino_decay.hh, with hadrons counted inclusively as one body of their mean mass.
struct StandardBodies {
  std::vector<int> products;
  std::vector<double> masses;  // GeV
  double asymmetry = 0.0;      // of two bodies
};
StandardBodies standard_bodies(double parent_mass, const DecayMode& mode);

}  // namespace tridens::model::detail
