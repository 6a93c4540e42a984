#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tridens/math/four_vector.hh"

namespace tridens::event {

/// Status codes of NuHepMC 1.0.0 (P.R.1).
enum class Status : int { final_state = 1, beam = 4, target = 20, struck_nucleon = 21, struck_electron = 22 };

struct Particle {
  int pdg = 0;
  Status status = Status::final_state;
  FourVector momentum;  // GeV, laboratory frame
  double mass = 0.0;    // GeV
};

/// One event: incoming particles first (beam, target), then the outgoing ones, all in the laboratory frame.
struct Event {
  std::uint64_t number = 0;
  int process_id = 0;   // NuHepMC id (E.C.1), declared in RunInfo
  double weight = 1.0;  // 1 for unweighted events (above 1 keeps an excess); see RunInfo::weight_meaning
  std::vector<double> variation_weights;  // factors relative to `weight`, one per RunInfo::variation_names
  double process_cross_section =
      0.0;  // sigma(E) of this process id on this target, GeV^-2, per target atom; 0 when not computed
  double total_cross_section = 0.0;  // the same summed over process ids
  std::vector<Particle> particles;
};

struct ProcessDescription {
  int id = 0;
  std::string name, description;
  std::vector<std::string> arxiv;  // papers to cite
};

struct BeamSpectrum {
  int pdg = 0;
  std::vector<double> bin_edges;    // GeV; one entry for a mono-energetic beam
  std::vector<double> bin_content;  // per GeV
};

/// What holds for the whole file, known before the first event.
struct RunInfo {
  std::string generator_version;
  std::string card;  // the fully resolved card, TOML text
  std::uint64_t seed = 0;
  std::uint64_t event_count = 0;
  double cross_section = 0.0, cross_section_error = 0.0;  // flux averaged, GeV^-2, per target atom
  std::vector<double> variation_cross_sections;           // one per variation name, GeV^-2
  double exposure_pot = 0.0;                              // 0 when no exposure is given
  double expected_events = 0.0;                           // for that exposure; 0 when unknown
  bool unweighted = true;
  std::vector<ProcessDescription> processes;
  std::vector<std::string> variation_names;  // "fermi2,c=3.53fm,a=0.542fm", "lmu-ltau,mass=10MeV", ...
  std::vector<BeamSpectrum> beam;
  std::string flux_unit;                              // "neutrinos/cm2/GeV/POT", or "Arbitrary"
  std::map<int, double> target_abundance;             // nucleus PDG -> relative number abundance
  std::map<std::string, std::string> data_checksums;  // table -> SHA-256
  std::vector<std::string> citations_arxiv;           // of the generator run as a whole
};

}  // namespace tridens::event
