#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tridens/math/four_vector.hh"

namespace tridens::event {

/// Status codes of NuHepMC 1.0.0 (P.R.1).
enum class Status : int {
  final_state = 1,
  decayed = 2,
  beam = 4,
  target = 20,
  struck_nucleon = 21,
  struck_electron = 22
};

/// Pseudo-particle for what is left of a nucleus that lost a nucleon and is not modelled (P.C.2).
inline constexpr int remnant_pdg = 2009900000;

struct Particle {
  int pdg = 0;
  Status status = Status::final_state;
  FourVector momentum;      // GeV, laboratory frame
  double mass = 0.0;        // GeV
  double helicity = 0.0;    // -1, +1 of a polarised particle that decays; 0: not polarised or not known
  std::uint32_t decay = 0;  // of Event::decays that it comes from, counted from 1; 0: of the interaction
};

/// Where and when a particle decayed; what it decayed to are the particles with its number as Particle::decay, in a
/// row.
struct DecayVertex {
  size_t parent = 0;    // of Event::particles
  FourVector position;  // e: c t; mm from the interaction
};

/// One event: incoming particles first (beam, target), then the rest, all in the laboratory frame.
/// At most one particle is struck (bound nucleon or electron, internal). Then the outgoing nuclei (PDG numbers
/// 10LZZZAAAI, and the remnant) are what is left of the target, and everything else leaves the primary vertex, but for
/// products of decays, which come last.
struct Event {
  std::uint64_t number = 0;
  int process_id = 0;  // NuHepMC id (E.C.1), declared in RunInfo
  /// 1 for unweighted events (above 1 keeps an excess). Weighted events: the integrand over the sampling
  /// density, divided by the cross section, so that the mean weight of a long run is 1. Never divided by N:
  /// an event stands for RunInfo::cross_section * weight / (sum of weights).
  double weight = 1.0;
  std::vector<double> variation_weights;  // factors relative to `weight`, one per RunInfo::variation_names
  /// sigma(E) of this process id on this target and of all process ids, GeV^-2 per target atom; filled when
  /// RunInfo::has_event_cross_sections.
  double process_cross_section = 0.0;
  double total_cross_section = 0.0;
  double time_s = 0.0;  // laboratory time; filled when RunInfo::has_event_time
  std::vector<Particle> particles;
  std::vector<DecayVertex> decays;  // after those of their parents
};

struct ProcessDescription {
  int id = 0;
  std::string name, description;
  std::vector<std::string> arxiv;  // papers to cite
  /// Flux averaged, GeV^-2 per target atom; 0 when only the sum over processes is known.
  double cross_section = 0.0, cross_section_error = 0.0;
};

struct BeamSpectrum {
  int pdg = 0;
  std::vector<double> bin_edges;    // GeV; one entry for a mono-energetic beam
  std::vector<double> bin_content;  // per GeV
};

/// A particle whose number is not in the PDG list.
struct AdditionalParticle {
  int pdg = 0;
  std::string name, description;
};

/// What holds for the whole file, known before the first event.
struct RunInfo {
  std::string generator_version;
  std::string card;  // the fully resolved card, TOML text
  std::uint64_t seed = 0;
  std::uint64_t event_count = 0;                          // events that the file will hold
  double cross_section = 0.0, cross_section_error = 0.0;  // flux averaged, GeV^-2, per target atom
  std::vector<double> variation_cross_sections;           // one per variation name, GeV^-2
  double exposure_pot = 0.0;                              // 0 when no exposure is given in protons on target
  double exposure_livetime_s = 0.0;                       // 0 when no exposure is given in time
  double expected_events = 0.0;                           // for that exposure; 0 when unknown
  bool unweighted = true;
  bool has_event_cross_sections = false;  // every event carries its cross sections
  bool has_event_time = false;            // every event carries its time
  std::vector<ProcessDescription> processes;
  std::vector<std::string> variation_names;  // "fermi2,c=3.53fm,a=0.542fm", "lmu-ltau,mass=10MeV", ...
  std::vector<BeamSpectrum> beam;
  std::string flux_unit;                   // "neutrinos/cm2/GeV/POT", or "Arbitrary"
  std::map<int, double> target_abundance;  // nucleus PDG -> relative number abundance
  std::vector<AdditionalParticle> additional_particles;
  std::map<std::string, std::string> data_checksums;  // table -> SHA-256
  std::vector<std::string> citations_arxiv;           // of the generator run as a whole
};

}  // namespace tridens::event
