#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/experiment.hh"
#include "tridens/io/data_files.hh"

// Experiments as TOML files with tables beside them; every key is described in docs/experiments.md.
namespace tridens::io {

struct LoadedExperiment {
  detector::Experiment experiment;
  std::string path;
  std::string text;                 // the bytes of the file, for checksums
  std::vector<LoadedTable> tables;  // the tables that it names, in the order in which they were read
};

/// An experiment of the data folder. UserError with the nearest name, and for one that counts tridents
/// (counting_file.hh).
LoadedExperiment load_named_experiment(const std::string& name);
/// An experiment of the user, by path; its tables are looked for relative to the file.
LoadedExperiment load_experiment_file(const std::string& path);
/// Names of the experiments of the data folder that bin recoils, sorted.
std::vector<std::string> experiment_names();
/// The same with those that count tridents.
std::vector<std::string> experiment_file_names();

/// Reads a table that an experiment names, by its path.
using TableReader = std::function<Table(const std::string& path)>;
/// The experiment in a text; `origin` names it in messages, `folder` is where its tables and flux lie. UserError for
/// unknown keys (with the nearest), missing ones, wrong units and whatever Experiment::check refuses.
detector::Experiment parse_experiment(std::string_view text, const std::string& origin, const std::string& folder,
                                      const TableReader& read_table);

}  // namespace tridens::io
