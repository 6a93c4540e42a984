#pragma once
#include <memory>

#include "tridens/matter/parton_density.hh"

// The sets behind make_parton_density.
namespace tridens::matter::detail {

std::shared_ptr<const PartonDensity> grv94lo(PartonBorder border);

}  // namespace tridens::matter::detail
