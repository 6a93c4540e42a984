#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "tridens/event/record.hh"

// Synthetic events with exact kinematics for the tests of event files: momenta of the outgoing particles are
// chosen, and the neutrino energy follows from energy and momentum conservation with the target at rest.
namespace tridens::io::sample {

inline constexpr double argon_mass = 37.2155;     // GeV
inline constexpr double chlorine_mass = 36.2892;  // GeV, Cl39

/// Run information with everything filled: four processes, two variations, a flux histogram with small numbers.
event::RunInfo run(std::uint64_t event_count);
/// The same for events in formats without weights.
event::RunInfo plain_run(std::uint64_t event_count);

/// Event `number` of the sample; by turns coherent trident production (760), the same on a bound proton (761;
/// every other one with its remnant), neutrino-electron scattering (750) and CEvNS with recoils down to eV (150).
event::Event event(std::uint64_t number, size_t variations = 2);
std::vector<event::Event> events(size_t count, size_t variations = 2);

/// A fresh, empty folder for one test.
class Folder {
 public:
  explicit Folder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  /// Names of all files in it, hidden ones included.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

/// The whole content of a file; gzip is unpacked.
std::string content(const std::filesystem::path& file);
void write(const std::filesystem::path& file, const std::string& text);
std::vector<std::string> lines(const std::string& text);

}  // namespace tridens::io::sample
