// Particles of a dark sector that decay, as events need them, and why a particle has no open decay.
#include <fmt/format.h>

#include <algorithm>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/model/dark_sector.hh"
#include "tridens/model/dark_sector_decays.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

/// One mode per name and products; shares that add up to 1.
UnstableParticle particle(int pdg, std::string name, double mass, const std::vector<SectorMode>& modes) {
  UnstableParticle result{pdg, std::move(name), mass, total_width(modes), {}};
  for (const SectorMode& mode : modes) {
    result.modes.push_back(mode.mode);
    result.modes.back().branching = mode.width / result.width;
  }
  return result;
}

/// The conditions that fail, as a list.
std::string closed(const DarkSector& sector, size_t h) {
  const HeavyNeutrino& N = sector.heavy(h);
  const auto any = [](const std::array<std::complex<double>, 3>& values) {
    return std::any_of(values.begin(), values.end(), [](const auto& value) { return value != 0.0; });
  };
  std::vector<std::string> reasons;
  if (!any(N.mixing)) reasons.push_back("U_e, U_mu and U_tau are 0");
  if (!any(N.dipole_d)) reasons.push_back("it has no transition dipole to the flavours");
  if (!sector.has_vector()) {
    reasons.push_back("there is no Z'");
  } else if (sector.light_coupling_squared(h) == 0.0) {
    reasons.push_back("its coupling to light neutrinos and Z' is 0");
  }
  if (any(N.yukawa) && sector.parameters().scalar && sector.parameters().scalar->mass >= N.mass) {
    reasons.push_back(fmt::format("phi of {:g} GeV is too heavy and couples to no open lepton pair",
                                  sector.parameters().scalar->mass));
  }
  for (size_t j = 0; j < h; ++j) {
    const double gap = N.mass - sector.heavy(j).mass;
    if (gap < 2.0 * constants::electron_mass) {
      reasons.push_back(fmt::format("{} is {:g} GeV lighter, less than 2 m_e", heavy_neutrino_name(j), gap));
    } else {
      reasons.push_back(fmt::format("nothing that {} can go with couples to both", heavy_neutrino_name(j)));
    }
  }
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

[[noreturn]] void no_decay(const std::string& name, double mass, const std::string& why) {
  throw UserError(fmt::format("{} of {:g} GeV has no open decay", name, mass), why,
                  "give it a coupling, or a mass above a threshold");
}

bool reached(const std::vector<UnstableParticle>& particles, int pdg) {
  for (const UnstableParticle& one : particles) {
    for (const UnstableMode& mode : one.modes) {
      if (std::find(mode.products.begin(), mode.products.end(), pdg) != mode.products.end()) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<UnstableParticle> unstable_particles(const DarkSector& sector) {
  std::vector<UnstableParticle> result;
  for (size_t h = 0; h < sector.size(); ++h) {
    const int number = heavy_neutrino_number(static_cast<int>(h));
    const double mass = sector.heavy(h).mass;
    for (const bool antiparticle : {false, true}) {
      if (antiparticle && sector.majorana()) continue;
      const std::vector<SectorMode> modes = heavy_neutrino_modes(sector, h, antiparticle);
      if (modes.empty()) no_decay(heavy_neutrino_name(h), mass, closed(sector, h));
      result.push_back(particle(antiparticle ? -number : number, heavy_neutrino_name(h, antiparticle), mass, modes));
    }
  }
  if (reached(result, dark_vector_pdg)) {
    const double mass = sector.parameters().mediator_mass;
    const std::vector<SectorMode> modes = dark_vector_modes(sector);
    if (modes.empty()) {
      no_decay("Z'", mass, "its couplings to leptons, hadrons and light neutrinos are 0 or their thresholds higher");
    }
    result.push_back(particle(dark_vector_pdg, "Z'", mass, modes));
  }
  if (reached(result, dark_scalar_pdg)) {
    const double mass = sector.parameters().scalar->mass;
    const std::vector<SectorMode> modes = dark_scalar_modes(sector);
    if (modes.empty()) no_decay("phi", mass, "it couples to no lepton pair and no neutrinos below its mass");
    result.push_back(particle(dark_scalar_pdg, "phi", mass, modes));
  }
  return result;
}

}  // namespace tridens::model
