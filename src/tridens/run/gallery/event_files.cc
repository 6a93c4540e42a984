// Event files: the block format of the generator of arXiv:1902.06765, and NuHepMC.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "tridens/io/data_files.hh"
#include "tridens/io/nuhepmc_check.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t events_written = 2000;

/// A folder for the files of this calculation, removed with it.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / fmt::format("tridens-events-{}", getpid())) {
    fs::create_directory(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

GenerateResult write_events(const std::string& output, const char* format, int threads) {
  GenerateRequest request;
  request.card.process.neutrino = "numu";
  request.card.process.pair = "mu-mu+";
  request.card.process.target = "Ar40";
  request.card.process.components = {"coherent"};
  request.card.flux.name = "dune-cdr-reference-80gev-fhc";
  request.card.generate.events = events_written;
  request.card.generate.output = output;
  request.card.generate.format = format;
  request.card.generate.threads = threads;
  return generate(request);
}

/// What a reader of the talk's format finds.
struct BlockFile {
  std::uint64_t blocks = 0, lines = 0, well_formed = 0, as_in_talk = 0;
  double worst_mass_shell = 0.0;  // |E^2 - p^2 - m^2| / E^2
  std::string first;
};

BlockFile read_blocks(const std::string& text) {
  BlockFile result;
  std::istringstream lines(text);
  std::string line;
  std::vector<std::array<double, 7>> particles;
  while (std::getline(lines, line)) {
    if (result.blocks < 2) result.first += line + "\n";
    if (line == "<event>") {
      particles.clear();
      continue;
    }
    if (line == "</event>") {
      ++result.blocks;
      // The talk's order: neutrino in, neutrino out, l-, l+.
      result.as_in_talk += particles.size() >= 4 && particles[0][0] == 14 && particles[0][1] == -1 &&
                           particles[1][0] == 14 && particles[2][0] == 13 && particles[3][0] == -13;
      continue;
    }
    ++result.lines;
    std::istringstream fields(line);
    std::array<double, 7> particle{};
    bool good = true;
    for (double& field : particle) good = static_cast<bool>(fields >> field) && good;
    if (!good) continue;
    ++result.well_formed;
    particles.push_back(particle);
    const auto [pdg, status, x, y, z, energy, mass] = particle;
    result.worst_mass_shell = std::max(
        result.worst_mass_shell, std::abs(energy * energy - x * x - y * y - z * z - mass * mass) / (energy * energy));
  }
  return result;
}

EntryResult event_files(Context& context) {
  EntryResult result;
  const Scratch scratch;
  const std::string block_file = scratch.file("talk.events"), nuhepmc_file = scratch.file("numu.hepmc3");
  const GenerateResult written = write_events(block_file, "event-block", context.threads());
  const BlockFile read = read_blocks(io::read_text_file(block_file, "event file"));
  const auto wanted = static_cast<double>(events_written);
  result.comparisons.push_back(
      {"<event> blocks read back", "", wanted, static_cast<double>(read.blocks), 0.0, "blocks are missing"});
  result.comparisons.push_back({"lines with seven numbers", "", static_cast<double>(read.lines),
                                static_cast<double>(read.well_formed), 0.0, "lines are malformed"});
  result.comparisons.push_back({"blocks that begin with neutrino in, neutrino out, mu-, mu+", "", wanted,
                                static_cast<double>(read.as_in_talk), 0.0, "the order is another"});
  result.comparisons.push_back({"largest |E2 - p2 - m2|/E2 with eight printed decimals", "", std::nullopt,
                                read.worst_mass_shell, std::nullopt, ""});
  result.comparisons.push_back({"cross section behind the events", "fb", 8.20527e-4, written.cross_section_fb, 0.02,
                                "the charge density, see 001.menu-line"});
  result.comparisons.push_back(
      {"unweighting efficiency", "", std::nullopt, written.unweighting_efficiency, std::nullopt, ""});
  write_events(nuhepmc_file, "nuhepmc", context.threads());
  const io::NuHepmcReport report = io::check_nuhepmc(nuhepmc_file);
  result.comparisons.push_back({"events of the NuHepMC file that were read back", "", wanted,
                                static_cast<double>(report.events), 0.0, "events are missing"});
  result.comparisons.push_back({"findings of the NuHepMC checker", "", 0.0,
                                static_cast<double>(report.findings.size() + report.findings_left_out), 0.0,
                                "rules of NuHepMC 1.0.0 are broken"});
  DataTable table{"The first two events in the format of the talk", {"line"}, {}};
  std::istringstream lines(read.first);
  for (std::string line; std::getline(lines, line);) table.rows.push_back({line});
  result.tables.push_back(table);
  return result;
}

}  // namespace

std::vector<Entry> event_file_entries() {
  return {
      {"001.events", "Event files in the talk's block format and in NuHepMC",
       "talk of W. Altmannshofer (2022); 1902.06765",
       "2000 unweighted coherent dimuons on argon, CDR reference flux (numu). The talk's files hold the neutrinos and "
       "charged leptons; here the target and the recoil follow them, so that momentum balances.",
       event_files}};
}

}  // namespace tridens::run::gallery
