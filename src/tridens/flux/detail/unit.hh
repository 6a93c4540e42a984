#pragma once
#include <string>
#include <string_view>

namespace tridens::flux::detail {

/// What a content of one bin or one point of a flux table means.
struct FluxUnit {
  double to_canonical = 1.0;  // factor to neutrinos/cm2 per unit of exposure [per energy_width GeV]
  double energy_width = 0.0;  // GeV: the content is per this energy; 0 when the unit names no energy
  bool has_area = false;      // false: no absolute normalisation
  std::string exposure_unit;  // "POT", "fb-1", "s"; empty when there is none
};

/// Reads a unit such as "1/m2/GeV/POT", "1/cm2/50MeV/1e21POT" or "1/625cm2/150fb-1":
///   unit = "1" { "/" [ number ] ( area | energy | exposure ) }
/// with area cm2, m2; energy eV, keV, MeV, GeV, TeV; exposure POT, s, day, y, fb-1, ab-1; each at most once.
/// `origin` names the table in errors. UserError otherwise.
FluxUnit parse_flux_unit(std::string_view text, std::string_view origin);

}  // namespace tridens::flux::detail
