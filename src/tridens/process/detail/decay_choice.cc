#include "tridens/process/detail/decay_choice.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::process::detail {
namespace {

using model::UnstableMode;
using model::UnstableParticle;

bool is_neutrino(int pdg) {
  const int kind = std::abs(pdg);
  return kind == 12 || kind == 14 || kind == 16 || kind == model::sterile_neutrino_pdg;
}

/// Kept shares of all particles of a list, found from the end of the chains upwards.
class Choice {
 public:
  Choice(const std::vector<UnstableParticle>& particles, std::string word) : word_(std::move(word)) {
    for (const UnstableParticle& one : particles) all_[one.pdg] = &one;
  }

  bool has(int pdg) const { return all_.contains(pdg); }
  const UnstableParticle& particle(int pdg) const { return *all_.at(pdg); }

  /// Share of a particle's decays that is kept, those of its products included.
  double kept(int pdg) {
    if (const auto known = kept_.find(pdg); known != kept_.end()) {
      if (known->second >= 0.0) return known->second;
      throw UserError(fmt::format("the decays of {} do not end", particle(pdg).name), "it is among its own descendants",
                      "");
    }
    kept_[pdg] = -1.0;  // under way
    double sum = 0.0;
    for (const UnstableMode& mode : particle(pdg).modes) sum += mode.branching * kept(mode);
    return kept_[pdg] = sum;
  }

  /// 0 for a mode that is left out, else the share of its products' decays that is kept.
  double kept(const UnstableMode& mode) {
    double share = 1.0;
    bool follows = false;  // something that decays further
    std::vector<int> seen;
    for (const int product : mode.products) {
      if (has(product)) {
        share *= kept(product);
        follows = true;
      } else if (!is_neutrino(product)) {
        seen.push_back(std::abs(product));
      }
    }
    if (word_ == "all") return share;
    if (seen.empty()) return follows ? share : 0.0;
    if (word_ == "visible") return share;
    const std::vector<int> wanted = word_ == "photon"      ? std::vector<int>{22}
                                    : word_ == "electrons" ? std::vector<int>{11, 11}
                                                           : std::vector<int>{13, 13};
    return seen == wanted ? share : 0.0;
  }

  /// The particle with the modes kept, and all that it can decay to.
  void collect(int pdg, std::vector<UnstableParticle>& result) {
    for (const UnstableParticle& one : result) {
      if (one.pdg == pdg) return;
    }
    UnstableParticle copy = particle(pdg);
    copy.modes.clear();
    const double total = kept(pdg);
    for (const UnstableMode& mode : particle(pdg).modes) {
      const double share = mode.branching * kept(mode) / total;
      if (share == 0.0) continue;
      copy.modes.push_back(mode);
      copy.modes.back().branching = share;
    }
    const std::vector<UnstableMode> modes = copy.modes;
    result.push_back(std::move(copy));
    for (const UnstableMode& mode : modes) {
      for (const int product : mode.products) {
        if (has(product)) collect(product, result);
      }
    }
  }

 private:
  std::string word_;
  std::map<int, const UnstableParticle*> all_;
  std::map<int, double> kept_;
};

using Products = std::vector<int>;  // sorted, neutrinos as 12

std::vector<Products> final_states(const std::vector<UnstableParticle>& particles, int pdg) {
  const auto found = std::find_if(particles.begin(), particles.end(), [&](const auto& one) { return one.pdg == pdg; });
  if (found == particles.end()) return {{is_neutrino(pdg) ? 12 : pdg}};
  std::vector<Products> result;
  for (const UnstableMode& mode : found->modes) {
    std::vector<Products> states = {{}};
    for (const int product : mode.products) {
      std::vector<Products> longer;
      for (const Products& tail : final_states(particles, product)) {
        for (Products state : states) {
          state.insert(state.end(), tail.begin(), tail.end());
          longer.push_back(std::move(state));
        }
      }
      states = std::move(longer);
    }
    for (Products& state : states) {
      std::sort(state.begin(), state.end());
      if (std::find(result.begin(), result.end(), state) == result.end()) result.push_back(std::move(state));
    }
  }
  return result;
}

}  // namespace

std::vector<std::string> decay_choice_words() {
  return {"none", "all", "visible", "electrons", "muons", "photon"};
}

ChosenDecays choose_decays(const std::vector<UnstableParticle>& particles, int pdg, const std::string& word) {
  if (word == "none") return {};
  Choice choice(particles, word);
  if (!choice.has(pdg)) throw Failure(fmt::format("decays of particle {}", pdg), "there is no list of them", "");
  ChosenDecays result;
  result.share = choice.kept(pdg);
  if (!(result.share > 0.0)) {
    std::string modes;
    for (const UnstableMode& mode : choice.particle(pdg).modes) modes += (modes.empty() ? "" : ", ") + mode.name;
    throw UserError(fmt::format("decay={} leaves no decay of {}", word, choice.particle(pdg).name),
                    "it decays to " + modes, "give decay=all, or another mass or portal");
  }
  choice.collect(pdg, result.particles);
  return result;
}

std::vector<int> common_products(const std::vector<UnstableParticle>& particles, int pdg) {
  const std::vector<Products> states = final_states(particles, pdg);
  Products common = states.front();
  for (const Products& state : states) {
    Products both;
    std::set_intersection(common.begin(), common.end(), state.begin(), state.end(), std::back_inserter(both));
    common = std::move(both);
  }
  return common;
}

}  // namespace tridens::process::detail
