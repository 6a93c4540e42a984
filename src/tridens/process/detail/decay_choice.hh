#pragma once
#include <string>
#include <vector>

#include "tridens/model/unstable.hh"

// Which decays of a new particle events are made with, and what share of all decays that is.
namespace tridens::process::detail {

/// Words of the setting: none, all, visible (charged particles or photons in every step of a chain), electrons (every
/// step that is visible gives e- e+ and nothing else visible), muons, photon.
std::vector<std::string> decay_choice_words();

struct ChosenDecays {
  std::vector<model::UnstableParticle>
      particles;       // those that are reached, with the modes kept and shares that add up to 1
  double share = 1.0;  // of all decays of the first particle of the chain
};
/// UserError when the particle is not in the list or nothing is left of its decays.
ChosenDecays choose_decays(const std::vector<model::UnstableParticle>& particles, int pdg, const std::string& word);

/// What stands in every possible final state of the particle's decays, neutrinos of any kind counted alike.
std::vector<int> common_products(const std::vector<model::UnstableParticle>& particles, int pdg);

}  // namespace tridens::process::detail
