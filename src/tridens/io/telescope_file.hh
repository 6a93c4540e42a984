#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/telescope.hh"

// Neutrino telescopes as TOML files of data/experiment with kind = "telescope"; every key is described in
// docs/physics/telescopes.md.
namespace tridens::io {

struct LoadedTelescope {
  detector::Telescope telescope;
  std::string path;
  std::string text;  // the bytes of the file, for checksums
};

/// True when the text is TOML with kind = "telescope". False for anything else.
bool is_telescope(std::string_view text);
/// The same of an experiment of the data folder by name, or of a file by path; false when there is none.
bool names_telescope(const std::string& name);

/// By name or by path. UserError with the nearest name.
LoadedTelescope load_telescope(const std::string& name);
/// Names of those of the data folder, sorted.
std::vector<std::string> telescope_names();

/// The telescope in a text; `origin` names it in messages. UserError for unknown keys (with the nearest), missing ones,
/// wrong units and whatever Telescope::check refuses.
detector::Telescope parse_telescope(std::string_view text, const std::string& origin);

}  // namespace tridens::io
