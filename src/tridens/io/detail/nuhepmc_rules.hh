#pragma once
#include <HepMC3/GenEvent.h>
#include <HepMC3/GenRunInfo.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/io/nuhepmc_check.hh"

// The rules of NuHepMC 1.0.0, applied to what HepMC3 has read. Private to the checker.
namespace tridens::io::nuhepmc {

/// Collects findings up to the limit.
class Findings {
 public:
  Findings(NuHepmcReport& report, std::size_t most) : report_(report), most_(most) {}
  void set_event(std::optional<std::int64_t> number) { event_ = number; }
  void add(std::string rule, std::string message);
  /// add() unless `kept`.
  void require(bool kept, const char* rule, const std::string& message) {
    if (!kept) add(rule, message);
  }

 private:
  NuHepmcReport& report_;
  std::size_t most_;
  std::optional<std::int64_t> event_;
};

/// What the run declares and every event is held against.
struct Declared {
  std::set<std::string> conventions;
  std::set<int> processes, vertex_statuses, particle_statuses, particle_numbers;
  std::size_t weights = 0;
  int cv = -1;                                       // index of the weight CV
  std::map<int, double> mono_energetic;              // beam particle -> energy, GeV
  std::map<int, std::pair<double, double>> spectra;  // beam particle -> range of the histogram, GeV
  std::set<int> beams;                               // all of G.C.4
  bool follows(const std::string& convention) const { return conventions.count(convention) > 0; }
};

/// G.R and G.C.
Declared check_run_rules(const HepMC3::GenRunInfo& run, Findings& findings);

/// E.R, E.C, V.R and P.R of one event. Uniqueness of the event number is checked by the caller.
void check_event_rules(const HepMC3::GenEvent& event, const Declared& declared, const NuHepmcCheckOptions& options,
                       Findings& findings);

/// All of a text as numbers separated by blanks; false when something else is in it.
bool parse_numbers(const std::string& text, std::vector<double>& values);
bool parse_integers(const std::string& text, std::vector<int>& values);
std::vector<std::string> words(const std::string& text);

/// Does the Monte Carlo numbering scheme (PDG 2022, sec. 45) know this number, nuclei included?
bool is_pdg_number(int pdg);
/// Electric charge in units of e, where it follows from the number.
std::optional<int> charge_of(int pdg);

}  // namespace tridens::io::nuhepmc
