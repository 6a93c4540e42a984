#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/io/dark_matter_file.hh"
#include "tridens/model/dark_matter.hh"
#include "tridens/process/dark_matter_process.hh"
#include "tridens/rate/dark_matter_rate.hh"
#include "tridens/run/requests.hh"

// Dark matter of proton beams: from texts of the user to what rates, bounds and figures stand on.
namespace tridens::run {

/// "dark-matter,mass=10MeV,..." with the keys of model/dark_matter_settings.hh. UserError with the nearest name.
model::DarkMatter parse_dark_matter(const std::string& text);

struct DarkMatterSetup {
  detector::DarkMatterExperiment experiment;
  rate::DarkMatterOptions options;
  Provenance provenance;
};
/// By name or path, with changes of the user. UserError for unknown names, keys and values.
DarkMatterSetup make_dark_matter_setup(const std::string& name, const std::map<std::string, std::string>& changes = {});
/// chi and chibar (or one of chi1, chi2) where the detector of an experiment is, mean over its volume, for cross
/// sections and events of the process 'dark-matter'.
flux::Flux dark_matter_flux(const std::string& experiment, const process::DarkMatterBeam& beam);
/// Keys to change with their meaning.
std::vector<std::pair<std::string, std::string>> dark_matter_changes();

/// `tridens rate` of such an experiment.
RateResult dark_matter_rate(const RateRequest& request);

}  // namespace tridens::run
