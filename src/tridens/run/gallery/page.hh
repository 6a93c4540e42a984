#pragma once
#include <string>
#include <vector>

#include "tridens/io/coverage_file.hh"
#include "tridens/run/gallery/entry.hh"
#include "tridens/run/requests.hh"

namespace tridens::run::gallery {

/// An entry with what it gave.
struct Computed {
  Entry entry;
  EntryResult result;
  double seconds = 0.0;
  std::string problem = "";  // why there is no result, where the calculation ended in an error
};

/// Everything the pages show, as JSON text: the format is described in docs/gallery.md.
std::string gallery_json(const std::vector<Computed>& entries, const io::Coverage& coverage,
                         const Provenance& provenance);

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

/// Draws the figures and the pages from FOLDER/gallery.json by the drawing script, with the first Python that has
/// matplotlib: TRIDENS_PYTHON, .venv of the source folder, python3. Returns "" or what is missing. Failure when the
/// script itself fails.
std::string draw(const std::string& folder);

}  // namespace tridens::run::gallery
