#pragma once
#include <vector>

#include "tridens/run/bounds/bound.hh"

namespace tridens::run::bounds {

/// All bounds, by plane and name. A new group is one file with its function and one line in registry.cc.
std::vector<Bound> bounds();

// The groups.
std::vector<Bound> na64mu_bounds();

}  // namespace tridens::run::bounds
