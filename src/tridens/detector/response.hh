#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/math/four_vector.hh"
#include "tridens/math/random.hh"

// What a detector makes of final-state particles: smeared energy and direction, thresholds, efficiency.
//
//   energy     E' = E + sigma z,  sigma/E = sqrt(a^2/(E/GeV) + c^2),  z standard normal; E is the total
//   energy
//              (kinetic energy for protons). An energy that fluctuates to or below the mass is not seen.
//   direction  two independent Gaussian angles of width `angle` in the two planes that contain the true
//              direction (projected angles; the space angle then has the median 1.18 `angle`).
//   threshold  on the kinetic energy, observed (default) or true.
//   efficiency a probability as a function of true kinetic energy, drawn per particle.
//
// Every particle has its own random numbers, keyed by (seed, event number, position in the list): a change of
// one kind's response leaves all other particles as they were.
namespace tridens::detector {

enum class ParticleKind { electron, photon, muon, pion, proton };
inline constexpr size_t particle_kind_count = 5;
/// "electron", "photon", "muon", "pion", "proton".
std::string_view name(ParticleKind kind);
ParticleKind parse_particle_kind(std::string_view text);

/// Probability to be seen: constant, or linear between points (of kinetic energy for particles, GeV).
class Efficiency {
 public:
  /// UserError outside [0,1].
  Efficiency() : Efficiency(1.0) {}
  explicit Efficiency(double constant);
  /// UserError for abscissae that do not increase or values outside [0,1].
  Efficiency(std::vector<double> x, std::vector<double> values);
  /// UserError when a table does not cover x.
  double operator()(double x) const;
  bool is_one() const { return x_.empty() && values_[0] == 1.0; }

 private:
  std::vector<double> x_;  // empty for a constant
  std::vector<double> values_;
};

struct KindResponse {
  double threshold = 0.0;          // kinetic energy, GeV
  double energy_stochastic = 0.0;  // a of sigma/E = a / sqrt(E/GeV) (+) c
  double energy_constant = 0.0;    // c
  double angle = 0.0;              // rad, per projected angle
  Efficiency efficiency;
};

enum class ThresholdOn { observed_energy, true_energy };

struct FinalParticle {
  int pdg = 0;
  double mass = 0.0;    // GeV
  FourVector momentum;  // GeV, laboratory frame
};

struct Observation {
  bool seen = false;
  FourVector momentum;  // as measured, on the particle's own mass shell; zero when not seen
};

struct Response {
  std::string name = "perfect";
  std::string source;  // where the numbers come from
  ThresholdOn threshold_on = ThresholdOn::observed_energy;
  std::array<KindResponse, particle_kind_count> kinds;

  KindResponse& operator[](ParticleKind kind) { return kinds[static_cast<size_t>(kind)]; }
  const KindResponse& operator[](ParticleKind kind) const { return kinds[static_cast<size_t>(kind)]; }

  /// UserError for negative or non-finite numbers.
  void check() const;
  /// One particle; `stream` is its own substream. Neutrinos, neutrons, nuclei are not seen. UserError for
  /// taus and other particles that decay before they are seen, except by a perfect response: decay them
  /// first.
  Observation observe(const FinalParticle& particle, RandomStream stream) const;
  /// The same with the substream of particle `index` of an event.
  Observation observe(const FinalParticle& particle, std::uint64_t seed, std::uint64_t event,
                      std::uint32_t index) const;
  /// A whole final state; observations[i] belongs to particles[i] and uses substream (seed, event, i).
  void observe(std::span<const FinalParticle> particles, std::uint64_t seed, std::uint64_t event,
               std::span<Observation> observations) const;
  /// True when nothing is smeared, cut or lost for any kind.
  bool is_perfect() const;
};

/// True for particles that a response describes: e, gamma, mu, charged pion, proton.
bool is_visible(int pdg);

/// Detector responses by name; UserError with the nearest name.
///   perfect                        nothing smeared, no thresholds
///   dune-lar-1902.08579            15%/sqrt(E) for e, gamma, p; 6%/sqrt(E) for mu, pi; 1 degree; 30 MeV for
///   e,
///                                  gamma, mu (21 MeV for p, 100 MeV for pi as in lar-thresholds-1807.10973)
///   lar-thresholds-1807.10973      thresholds only, on true energies: e, gamma, mu 30, p 21, pi 100 MeV
Response make_response(std::string_view name);
std::vector<std::string> response_names();

}  // namespace tridens::detector
