#pragma once
#include <vector>

#include "tridens/matter/material.hh"

namespace tridens::process::detail {

/// An element of a target, whose electrons do not tell its isotopes apart.
struct TargetElement {
  matter::Nuclide nuclide;  // the most abundant isotope in the target
  double atoms = 0.0;       // per formula unit
};
/// UserError for a target without electrons.
std::vector<TargetElement> target_elements(const matter::Material& target);

}  // namespace tridens::process::detail
