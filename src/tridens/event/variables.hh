#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/detector/response.hh"
#include "tridens/event/record.hh"
#include "tridens/math/four_vector.hh"

// Final-state variables by name. Angles are measured from the direction of the incoming neutrino.
namespace tridens::event {

/// What a final state contains. A variable says what it needs, so that a variable that does not exist is
/// found before the first event.
namespace content {
inline constexpr unsigned minus = 1;            // exactly one negative charged lepton
inline constexpr unsigned plus = 2;             // exactly one positive charged lepton
inline constexpr unsigned electron = 4;         // exactly one e- or e+
inline constexpr unsigned muon = 8;             // exactly one mu- or mu+
inline constexpr unsigned tau = 16;             // exactly one tau- or tau+
inline constexpr unsigned charged_lepton = 32;  // one or two charged leptons
inline constexpr unsigned neutrino = 64;        // exactly one outgoing neutrino
inline constexpr unsigned hadron = 128;         // a nucleon or nucleus
inline constexpr unsigned hadrons = 256;        // hadrons of the primary vertex as one body
inline constexpr unsigned photon = 512;         // exactly one photon
inline constexpr unsigned pair = minus | plus;
}  // namespace content

/// Content bits of a list of final-state PDG numbers.
unsigned content_of(std::span<const int> final_state_pdgs);

/// A charged lepton of the final state; `momentum` is what is measured (the truth before a response acts).
struct ChargedLepton {
  int pdg = 0;
  double mass = 0.0;
  FourVector momentum;
  std::uint32_t index = 0;  // in Event::particles
  bool seen = true;
};

/// The momenta of one event that variables are made of.
struct Kinematics {
  unsigned content = 0;
  FourVector beam, beam_direction;  // incoming neutrino; unit vector
  FourVector outgoing_neutrino;     // true
  FourVector recoil;                // true, of the nucleon if there is one, else of the nucleus
  double recoil_mass = 0.0;
  FourVector photon;   // true, of the most energetic one
  FourVector hadrons;  // true, of the hadronic system
  double hadrons_mass = 0.0;
  double struck_mass = 0.0;      // of the struck particle, or of the whole target
  FourVector hadronic_transfer;  // true q = k1 - k2 - charged leptons
  ChargedLepton leptons[2];
  std::uint32_t lepton_count = 0;
  double visible_proton_kinetic_energy = 0.0;  // summed over the protons that are seen

  const ChargedLepton* find_charge(bool negative) const;
  const ChargedLepton* find_flavour(int absolute_pdg) const;
  bool all_leptons_seen() const;
};

/// True momenta of an event, products of decays included; of more than two charged leptons the two most energetic ones
/// (no variable needs them: `content` counts all). Failure for an event without a beam particle.
Kinematics true_kinematics(const Event& event);
/// Replaces lepton and proton momenta by what the detector measures.
void observe(Kinematics& kinematics, const Event& event, const detector::Response& response, std::uint64_t seed);

enum class VariableUnit { energy, energy_squared, angle, number };
/// "GeV", "GeV2", "rad", "".
std::string_view name(VariableUnit unit);

struct Variable {
  std::string_view name;
  VariableUnit unit = VariableUnit::number;
  unsigned needs = 0;
  bool from_truth = false;  // made of momenta that no detector measures
  std::string_view formula;
  double (*value)(const Kinematics&) = nullptr;
};

/// All variables, in the order of listings.
std::span<const Variable> variables();
std::vector<std::string> variable_names();
/// UserError with the nearest name.
const Variable& variable(std::string_view name);
/// UserError when a variable does not exist in one of these final states (lists of PDG numbers): what is
/// missing, and what to use instead.
void require_available(const Variable& variable, std::span<const std::vector<int>> final_states);
/// "0.2 GeV2", "15 deg", "30 MeV", "0.5" in natural units; UserError for a missing or wrong unit.
double parse_value(const Variable& variable, std::string_view text);
/// What a value of the variable is divided by to be printed in `unit` ("deg", "MeV", "MeV2"; "" for the internal
/// unit, 1); UserError for a unit that does not fit.
double unit_factor(const Variable& variable, std::string_view unit);

}  // namespace tridens::event
