#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/process/trident_lepton_table.hh"

// Storage of the universal trident tables: one file per lepton pair, a text header (what the numbers are, on which
// grid, with which constants) and the numbers as little-endian doubles. A file whose definition differs from the
// program's is not used.
namespace tridens::io {

/// File name of a pair: "trident-e-mu.table".
std::string lepton_table_name(Flavour minus, Flavour plus);
/// Everything the numbers depend on, as text: version of the format, masses, couplings, grid, quadrature.
std::string lepton_table_definition(Flavour minus, Flavour plus, const process::LeptonTableGrid& grid);

void write_lepton_table(const std::string& path, const process::LeptonTable& table);
/// Null when there is no file or its definition is another one; Failure when it is damaged (checksum).
std::shared_ptr<const process::LeptonTable> read_lepton_table(const std::string& path, Flavour minus, Flavour plus,
                                                              const process::LeptonTableGrid& grid);

/// Folders where tables are looked for, in order: TRIDENS_TABLES, share/tridens of the build and of the installation,
/// the user's cache.
std::vector<std::string> table_folders();
/// Folder that new tables are written to: TRIDENS_TABLES, else the user's cache (XDG_CACHE_HOME or ~/.cache, /tridens).
std::string table_cache_folder();

}  // namespace tridens::io
