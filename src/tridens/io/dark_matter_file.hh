#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/dark_matter_experiment.hh"

// Experiments that look for dark matter of proton beams, as TOML files of data/experiment with kind = "dark-matter";
// every key is described in docs/physics/light_dark_matter.md.
namespace tridens::io {

struct LoadedDarkMatterExperiment {
  detector::DarkMatterExperiment experiment;
  std::string path;
  std::string text;  // the bytes of the file, for checksums
};

/// True when the text is TOML with kind = "dark-matter". False for anything else.
bool is_dark_matter_experiment(std::string_view text);
/// The same of an experiment of the data folder by name, or of a file by path; false when there is none.
bool names_dark_matter_experiment(const std::string& name);

/// By name or by path. UserError with the nearest name.
LoadedDarkMatterExperiment load_dark_matter_experiment(const std::string& name);
/// Names of those of the data folder, sorted.
std::vector<std::string> dark_matter_experiment_names();

/// The experiment in a text; `origin` names it in messages. UserError for unknown keys (with the nearest), missing
/// ones, wrong units and whatever DarkMatterExperiment::check refuses.
detector::DarkMatterExperiment parse_dark_matter_experiment(std::string_view text, const std::string& origin);

}  // namespace tridens::io
