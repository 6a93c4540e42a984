#pragma once
#include <string>
#include <vector>

#include "tridens/io/bound_file.hh"
#include "tridens/run/bounds/bound.hh"

namespace tridens::run::bounds {

/// Every file of data/bound.
std::vector<Bound> tabulated_bounds();
/// A bound of the user's file.
Bound bound_of_file(const std::string& path);

/// Its points between the masses of the request; a region is given whole.
Bound bound_of_table(const io::BoundTable& table);

/// "muon-radiation", ...: the key production of a file. UserError with the nearest name.
Production production_of(const std::string& text);
const char* name(Production production);

}  // namespace tridens::run::bounds
