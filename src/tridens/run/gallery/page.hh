#pragma once
#include <string>
#include <vector>

#include "tridens/run/gallery/entry.hh"

namespace tridens::run::gallery {

/// An entry with what it gave.
struct Computed {
  Entry entry;
  EntryResult result;
  double seconds = 0.0;
};

/// Everything the page shows, as JSON text: the format is described in docs/gallery.md.
std::string gallery_json(const std::vector<Computed>& entries, const std::string& version);

/// A folder that appears whole or not at all: it is filled under a hidden name beside its target and renamed by
/// commit(). An earlier gallery of the same name is replaced; any other non-empty folder is a UserError.
class OutputFolder {
 public:
  explicit OutputFolder(const std::string& target);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  const std::string& path() const { return work_; }
  void commit();

 private:
  std::string target_, work_;
  bool committed_ = false;
};

/// Draws the figures and the page from FOLDER/gallery.json by the drawing script, with the first Python that has
/// matplotlib: TRIDENS_PYTHON, .venv of the source folder, python3. Returns "" or what is missing. Failure when the
/// script itself fails.
std::string draw(const std::string& folder);

}  // namespace tridens::run::gallery
