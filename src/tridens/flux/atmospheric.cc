// Neutrinos from cosmic rays in the atmosphere, 13 to 944 MeV, summed over all directions, as tabulated by
// G. Battistoni, A. Ferrari, T. Montaruli, P. R. Sala, Astropart. Phys. 23 (2005) 526 (FLUKA). Straight lines between
// the points, zero outside. Left out: oscillation (neutral currents do not see that among active flavours), the solar
// cycle (the table is an average), other places: the flux depends on the cutoff of the magnetic field of the Earth.

#include "tridens/base/embedded.hh"
#include "tridens/flux/detail/source_settings.hh"

namespace tridens::flux {
namespace {

SourceInfo info() {
  SourceInfo result;
  result.name = "atmospheric";
  result.title = "Atmospheric neutrinos below 1 GeV";
  result.formula = "tabulated, linear between the points";
  result.parameters = {{"location", "of the detector: gran-sasso", "gran-sasso"}};
  result.papers = {"Battistoni et al., Astropart. Phys. 23 (2005) 526"};
  result.exposure_unit = "s";
  result.validity = "13 to 944 MeV, 20 to 25 % below 100 MeV; no oscillation";
  return result;
}

Flux make(std::string_view specification) {
  const detail::SourceSettings settings(specification, info());
  settings.choice("location", {"gran-sasso"});
  const std::string path = "data/source/atmospheric_gran_sasso.csv";
  return flux_from_table(parse_table(embedded_table(path), path), std::string(specification));
}

}  // namespace

Source atmospheric() {
  return {info(), make};
}

}  // namespace tridens::flux
