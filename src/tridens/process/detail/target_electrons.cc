#include "tridens/process/detail/target_electrons.hh"

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::process::detail {

std::vector<TargetElement> target_elements(const matter::Material& target) {
  std::vector<TargetElement> result;
  std::vector<double> most;
  for (const matter::Constituent& constituent : target.constituents) {
    const int Z = constituent.nuclide.proton_number;
    if (Z == 0) continue;
    const auto found = std::find_if(result.begin(), result.end(),
                                    [&](const TargetElement& element) { return element.nuclide.proton_number == Z; });
    const auto i = static_cast<size_t>(found - result.begin());
    if (found == result.end()) {
      result.push_back({constituent.nuclide, 0.0});
      most.push_back(0.0);
    }
    result[i].atoms += constituent.count;
    if (constituent.count > most[i]) {
      most[i] = constituent.count;
      result[i].nuclide = constituent.nuclide;
    }
  }
  if (result.empty()) {
    throw UserError("target " + target.name + " has no electrons", "it has no protons either",
                    "choose an element or a compound");
  }
  return result;
}

}  // namespace tridens::process::detail
