#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/counting_experiment.hh"

// Counting experiments of tridents as TOML files; every key is described in docs/experiments.md.
namespace tridens::io {

struct LoadedCountingExperiment {
  detector::CountingExperiment experiment;
  std::string path;
  std::string text;  // the bytes of the file, for checksums
};

/// True when the text is an experiment whose processes hold "trident". False for anything else, text that is not TOML
/// included.
bool is_counting_experiment(std::string_view text);
/// The same of an experiment of the data folder by name, or of a file by path (a slash, or .toml at its end); false
/// when there is none.
bool names_counting_experiment(const std::string& name);

/// By name or by path. UserError with the nearest name, or saying that it is an experiment with bins.
LoadedCountingExperiment load_counting_experiment(const std::string& name);
/// Names of those of the data folder, sorted.
std::vector<std::string> counting_experiment_names();

/// The experiment in a text; `origin` names it in messages, `folder` is where its flux lies. UserError for unknown keys
/// (with the nearest), missing ones, wrong units and whatever CountingExperiment::check refuses.
detector::CountingExperiment parse_counting_experiment(std::string_view text, const std::string& origin,
                                                       const std::string& folder);

}  // namespace tridens::io
