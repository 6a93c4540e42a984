#pragma once
#include <string>

#include "tridens/matter/material.hh"

namespace tridens::matter {

/// UserError for a form factor with a radius of its own ("helm,R=3.4fm") on a target of several elements: a radius
/// belongs to one element, given for a compound it would silently be that of every nucleus in it.
void check_form_factor(const std::string& specification, const Material& target);

}  // namespace tridens::matter
