#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tridens/io/dark_matter_file.hh"
#include "tridens/model/dark_matter.hh"
#include "tridens/rate/dark_matter_rate.hh"
#include "tridens/run/requests.hh"

// Dark matter of proton beams: from texts of the user to what rates, bounds and figures stand on.
namespace tridens::run {

/// "dark-matter,mass=10MeV,spin=scalar,mediator-mass=30MeV,epsilon=1e-3,alpha-D=0.5,splitting=0MeV": the mass must be
/// given, and one of epsilon and y; A' has three times the mass otherwise. UserError with the nearest name.
model::DarkMatter parse_dark_matter(const std::string& text);
/// The keys with their meaning and default ("" when it must be given).
struct DarkMatterKey {
  std::string name, meaning, default_text;
};
std::vector<DarkMatterKey> dark_matter_keys();

struct DarkMatterSetup {
  detector::DarkMatterExperiment experiment;
  rate::DarkMatterOptions options;
  Provenance provenance;
};
/// By name or path, with changes of the user. UserError for unknown names, keys and values.
DarkMatterSetup make_dark_matter_setup(const std::string& name, const std::map<std::string, std::string>& changes = {});
/// Keys to change with their meaning.
std::vector<std::pair<std::string, std::string>> dark_matter_changes();

/// `tridens rate` of such an experiment.
RateResult dark_matter_rate(const RateRequest& request);

}  // namespace tridens::run
