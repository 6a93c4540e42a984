#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/table.hh"
#include "tridens/flux/flux.hh"

// Where the tables of data/ are found, and how they are read by name or by path.
namespace tridens::io {

/// One place where the data folder is looked for, in order.
struct DataPlace {
  std::string origin;  // "environment variable TRIDENS_DATA", "source folder of the build", ...
  std::string path;
  bool found = false;  // it is a folder
};

/// The places in order: TRIDENS_DATA when set, the source folder that the program was built from,
/// ../share/tridens and ../share/tridens/data relative to the program.
std::vector<DataPlace> data_places();

/// The first place that exists. UserError when TRIDENS_DATA is set and is not a folder (a stale variable is
/// not passed over); Failure listing the places when there is none.
std::string data_folder();

/// Names of the tables in a sub-folder of the data folder ("flux"), sorted: file names without ".csv".
std::vector<std::string> table_names(std::string_view sub_folder);

struct LoadedTable {
  std::string path;
  std::string text;  // the bytes of the file, for checksums
  Table table;
};

/// A table by name in a sub-folder of the data folder. UserError with the nearest name.
LoadedTable load_named_table(std::string_view sub_folder, const std::string& name);
/// A table of the user by path.
LoadedTable load_table_file(const std::string& path);

std::vector<std::string> flux_names();

struct LoadedFlux {
  flux::Flux flux;
  std::string path;
  std::string text;  // the bytes of the file, for checksums
};
LoadedFlux load_named_flux(const std::string& name);
LoadedFlux load_flux_file(const std::string& path);

/// The bytes of a file. UserError, saying what the file is, when it is missing, a folder, unreadable, or
/// larger than 64 MB (no card or table is).
std::string read_text_file(const std::string& path, std::string_view what);

}  // namespace tridens::io
