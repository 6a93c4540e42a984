#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// Does a file keep the rules of NuHepMC 1.0.0 (github.com/NuHepMC/Spec, commit a788955)? The public validator
// knows the names of version 0.9 only.
namespace tridens::io {

struct NuHepmcFinding {
  std::string rule;                   // "G.R.7", "E.R.6", ...
  std::optional<std::int64_t> event;  // event number; none for what concerns the whole run
  std::string message;
};

struct NuHepmcCheckOptions {
  /// |sum of momenta in - out| per component, over the sum of the energies, in every vertex and over the event
  /// (in a vertex, 8 units of rounding of the energies of the whole event are added).
  double momentum_tolerance = 1e-12;
  /// |E^2 - p^2 - m^2| / E^2 of incoming and outgoing physical particles.
  double mass_shell_tolerance = 1e-12;
  std::size_t most_findings = 100;  // further ones are only counted
};

struct NuHepmcReport {
  std::uint64_t events = 0;  // that were read
  std::vector<NuHepmcFinding> findings;
  std::uint64_t findings_left_out = 0;
  double sum_of_weights = 0.0;  // of CV
  bool passed() const { return findings.empty(); }
};

/// Checks a file in HepMC3's ASCII format, plain or gzip: the requirements G.R, E.R, V.R, P.R, and that every
/// convention that the file signals is fulfilled. E.R.8 and E.R.9 (all physical particles are there, in the
/// laboratory frame) cannot be seen directly: charge and momentum must balance, and the target must be at rest.
/// Memory does not grow with the number of events. UserError when the file cannot be opened or is no HepMC3
/// ASCII file.
NuHepmcReport check_nuhepmc(const std::filesystem::path& file, const NuHepmcCheckOptions& options = {});

/// "event 7: E.R.6 ..." and so on, one line each, and a last line with the counts.
std::string to_string(const NuHepmcReport& report);

}  // namespace tridens::io
