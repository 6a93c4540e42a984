#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/decay_experiment.hh"

// Experiments that look for decays of particles made by neutrinos, as TOML files of data/experiment with
// kind = "decays"; every key is described in docs/physics/dark_neutrino_experiments.md.
namespace tridens::io {

struct LoadedDecayExperiment {
  detector::DecayExperiment experiment;
  std::string path;
  std::string text;  // the bytes of the file, for checksums
};

/// True when the text is TOML with kind = "decays". False for anything else.
bool is_decay_experiment(std::string_view text);
/// The same of an experiment of the data folder by name, or of a file by path; false when there is none.
bool names_decay_experiment(const std::string& name);

/// By name or by path. UserError with the nearest name.
LoadedDecayExperiment load_decay_experiment(const std::string& name);
/// Names of those of the data folder, sorted.
std::vector<std::string> decay_experiment_names();

/// The experiment in a text; `origin` names it in messages. UserError for unknown keys (with the nearest), missing
/// ones, wrong units and whatever DecayExperiment::check refuses.
detector::DecayExperiment parse_decay_experiment(std::string_view text, const std::string& origin);

}  // namespace tridens::io
