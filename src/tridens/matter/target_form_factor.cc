#include "tridens/matter/target_form_factor.hh"

#include <algorithm>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"

namespace tridens::matter {

void check_form_factor(const std::string& specification, const Material& target) {
  const Specification parsed = parse_specification(specification, "form factor");
  const bool sized = std::any_of(parsed.settings.begin(), parsed.settings.end(),
                                 [](const auto& setting) { return setting.first == "c" || setting.first == "R"; });
  std::set<int> elements;
  for (const Constituent& constituent : target.constituents) {
    if (!constituent.nuclide.is_free_nucleon() && constituent.nuclide.mass_number > 2)
      elements.insert(constituent.nuclide.proton_number);
  }
  if (sized && elements.size() > 1) {
    throw UserError("form factor '" + specification + "' for the target " + target.name,
                    "one radius cannot stand for several elements", "name the form factor without a radius");
  }
}

}  // namespace tridens::matter
