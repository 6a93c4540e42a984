#include "tridens/process/energy_limits.hh"

#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::process {

void check_elastic_energy(const std::string& process, double highest_energy) {
  const bool electrons = process == "nu-e";
  // 2 m_e T stays below M_W^2; nuclei break up long before.
  const double limit = electrons ? 1e6 : 100.0;
  constexpr double lowest_sensible = 1.0 * units::eV;
  if (highest_energy > 0.0 && highest_energy < lowest_sensible) {
    throw UserError(fmt::format("{} at a neutrino energy of {:g} GeV", process, highest_energy),
                    "below 1 eV neither nuclei nor electrons are free to recoil", "raise the energy");
  }
  if (highest_energy <= limit) return;
  throw UserError(fmt::format("{} at a neutrino energy of {:g} GeV", process, highest_energy),
                  electrons ? "the W and Z propagators are resolved there, which the four-fermion limit is not"
                            : "nuclei do not stay whole there: coherent scattering is a vanishing part",
                  fmt::format("stay below {:g} GeV", limit));
}

void check_trident_energy(double highest_energy) {
  constexpr double highest_sensible_energy = 1e5;
  if (highest_energy <= highest_sensible_energy) return;
  throw UserError(fmt::format("tridents at {} GeV", highest_energy),
                  "the four-fermion limit fails long before 1e5 GeV: the W and Z are resolved", "use a lower energy");
}

}  // namespace tridens::process
