#pragma once
#include <map>
#include <string>
#include <vector>

#include "tridens/model/dark_matter.hh"

// Dark matter as users name it: "mass=10MeV,spin=scalar,mediator-mass=30MeV,epsilon=1e-3,alpha-D=0.5,splitting=0MeV".
namespace tridens::model {

/// A key with its meaning and default ("" when it must be given).
struct DarkMatterKey {
  std::string name, meaning, default_text;
};
std::vector<DarkMatterKey> dark_matter_keys();

/// The mass must be given, and one of epsilon and y; A' has three times the mass otherwise. A key with its default text
/// counts as not given. UserError for an unknown key (with the nearest name), quantities that make no sense, and what
/// is missing or given twice.
DarkMatter dark_matter_of(const std::map<std::string, std::string>& settings);

}  // namespace tridens::model
