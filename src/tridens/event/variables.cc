#include "tridens/event/variables.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"

// Formulas that stay accurate for light leptons and small angles: an invariant mass of e+e- or the angle of a
// forward muon is a small difference of large numbers in the textbook form.
namespace tridens::event {
namespace {

FourVector cross(const FourVector& a, const FourVector& b) {
  return {0.0, a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

double angle(const FourVector& a, const FourVector& b) {
  return std::atan2(cross(a, b).momentum(), a.space_dot(b));
}

double transverse(const Kinematics& k, const FourVector& p) {
  return cross(p, k.beam_direction).momentum();
}

const FourVector& minus(const Kinematics& k) {
  return k.find_charge(true)->momentum;
}
const FourVector& plus(const Kinematics& k) {
  return k.find_charge(false)->momentum;
}

FourVector charged(const Kinematics& k) {
  return k.lepton_count == 1 ? k.leptons[0].momentum : k.leptons[0].momentum + k.leptons[1].momentum;
}

/// E - m without cancellation.
double kinetic(const FourVector& p, double mass) {
  return p.space_dot(p) / (p.e + mass);
}

/// m1^2 + m2^2 + 2 (E1 E2 - p1.p2), with E1 E2 - |p1||p2| = (m1^2 E2^2 + m2^2 |p1|^2)/(E1 E2 + |p1||p2|) and
/// |p1||p2| - p1.p2 = |p1 x p2|^2/(|p1||p2| + p1.p2) for forward pairs.
double pair_mass_squared(const Kinematics& k) {
  const ChargedLepton &first = k.leptons[0], &second = k.leptons[1];
  const double m1 = first.mass * first.mass, m2 = second.mass * second.mass;
  const double p1 = first.momentum.momentum(), p2 = second.momentum.momentum();
  const double e1 = first.momentum.e, e2 = second.momentum.e, dot = first.momentum.space_dot(second.momentum);
  const double parallel = (m1 * e2 * e2 + m2 * p1 * p1) / (e1 * e2 + p1 * p2);
  const FourVector area = cross(first.momentum, second.momentum);
  const double opening = dot > 0.0 ? area.space_dot(area) / (p1 * p2 + dot) : p1 * p2 - dot;
  return m1 + m2 + 2.0 * (parallel + opening);
}

double azimuth_between(const Kinematics& k) {
  return angle(cross(k.beam_direction, minus(k)), cross(k.beam_direction, plus(k)));
}

double momentum_transfer_squared(const Kinematics& k) {
  return k.hadronic_transfer.space_dot(k.hadronic_transfer) - k.hadronic_transfer.e * k.hadronic_transfer.e;
}

/// -(P - p)^2 of hadronic system and struck body at rest, from the masses: nothing cancels at high energies.
double hadronic_transfer_squared(const Kinematics& k) {
  const double M = k.struck_mass;
  return 2.0 * M * (k.hadrons.e - M) + M * M - k.hadrons_mass * k.hadrons_mass;
}

double leading(const Kinematics& k) {
  return k.lepton_count == 1 ? k.leptons[0].momentum.e : std::max(k.leptons[0].momentum.e, k.leptons[1].momentum.e);
}

/// The variables of one lepton, which `find` picks.
template <const ChargedLepton* (*find)(const Kinematics&)>
struct Of {
  static double energy(const Kinematics& k) { return find(k)->momentum.e; }
  static double kinetic_energy(const Kinematics& k) { return kinetic(find(k)->momentum, find(k)->mass); }
  static double momentum(const Kinematics& k) { return find(k)->momentum.momentum(); }
  static double transverse_momentum(const Kinematics& k) { return transverse(k, find(k)->momentum); }
  static double angle_to_beam(const Kinematics& k) { return angle(find(k)->momentum, k.beam_direction); }
  static double cos_angle(const Kinematics& k) { return std::cos(angle_to_beam(k)); }
};
const ChargedLepton* negative(const Kinematics& k) {
  return k.find_charge(true);
}
const ChargedLepton* positive(const Kinematics& k) {
  return k.find_charge(false);
}
template <int pdg>
const ChargedLepton* flavour(const Kinematics& k) {
  return k.find_flavour(pdg);
}
using Negative = Of<negative>;
using Positive = Of<positive>;
using Electron = Of<flavour<11>>;
using Muon = Of<flavour<13>>;
using Tau = Of<flavour<15>>;

using K = const Kinematics&;
constexpr VariableUnit energy = VariableUnit::energy, energy2 = VariableUnit::energy_squared,
                       radian = VariableUnit::angle, number = VariableUnit::number;
using namespace content;

constexpr std::array table = {
    // Whole event.
    Variable{"neutrino_energy", energy, 0, true, "E_nu", [](K k) { return k.beam.e; }},
    Variable{"outgoing_neutrino_energy", energy, neutrino, true, "E_nu'", [](K k) { return k.outgoing_neutrino.e; }},
    Variable{"Q2", energy2, charged_lepton | neutrino, true, "-(k1 - k2 - sum of charged leptons)^2",
             [](K k) { return momentum_transfer_squared(k); }},
    Variable{"Q", energy, charged_lepton | neutrino, true, "sqrt(Q2)",
             [](K k) { return std::sqrt(std::max(0.0, momentum_transfer_squared(k))); }},
    Variable{"recoil_kinetic_energy", energy, hadron, true, "kinetic energy of the outgoing nucleon or nucleus",
             [](K k) { return kinetic(k.recoil, k.recoil_mass); }},
    Variable{"recoil_momentum", energy, hadron, true, "|P'|", [](K k) { return k.recoil.momentum(); }},
    Variable{"recoil_angle", radian, hadron, true, "angle of P' to the beam",
             [](K k) { return angle(k.recoil, k.beam_direction); }},
    Variable{"hadronic_energy", energy, hadrons, true, "E of the hadronic system", [](K k) { return k.hadrons.e; }},
    Variable{"hadronic_mass", energy, hadrons, true, "W, mass of the hadronic system",
             [](K k) { return k.hadrons_mass; }},
    Variable{"hadronic_angle", radian, hadrons, true, "angle of the hadronic system to the beam",
             [](K k) { return angle(k.hadrons, k.beam_direction); }},
    Variable{"inelasticity", number, hadrons, true, "y = (hadronic_energy - M)/E_nu, M the mass that is struck",
             [](K k) { return (k.hadrons.e - k.struck_mass) / k.beam.e; }},
    Variable{"hadronic_Q2", energy2, hadrons, true, "2 M (hadronic_energy - M) + M^2 - W^2", hadronic_transfer_squared},
    Variable{"bjorken_x", number, hadrons, true, "hadronic_Q2/[2 M (hadronic_energy - M)]",
             [](K k) { return hadronic_transfer_squared(k) / (2.0 * k.struck_mass * (k.hadrons.e - k.struck_mass)); }},
    Variable{"visible_proton_kinetic_energy", energy, 0, false, "summed over protons that are seen",
             [](K k) { return k.visible_proton_kinetic_energy; }},
    Variable{"energy_photon", energy, content::photon, true, "E", [](K k) { return k.photon.e; }},
    Variable{"angle_photon", radian, content::photon, true, "angle of p to the beam",
             [](K k) { return angle(k.photon, k.beam_direction); }},
    // All charged leptons together.
    Variable{"visible_energy", energy, charged_lepton, false, "sum of charged-lepton energies",
             [](K k) { return charged(k).e; }},
    Variable{"visible_fraction", number, charged_lepton, true, "visible_energy / E_nu",
             [](K k) { return charged(k).e / k.beam.e; }},
    Variable{"missing_energy", energy, charged_lepton, true, "E_nu - visible_energy",
             [](K k) { return k.beam.e - charged(k).e; }},
    Variable{"missing_transverse_momentum", energy, charged_lepton, false,
             "transverse part of the sum of charged-lepton momenta", [](K k) { return transverse(k, charged(k)); }},
    Variable{"E_theta2", energy, charged_lepton, false, "E theta^2 of the sum of charged leptons",
             [](K k) {
               const FourVector sum = charged(k);
               const double theta = angle(sum, k.beam_direction);
               return sum.e * theta * theta;
             }},
    Variable{"leading_energy", energy, charged_lepton, false, "larger charged-lepton energy",
             [](K k) { return leading(k); }},
    // The pair.
    Variable{"invariant_mass", energy, pair, false, "sqrt((p- + p+)^2)",
             [](K k) { return std::sqrt(pair_mass_squared(k)); }},
    Variable{"invariant_mass_squared", energy2, pair, false, "(p- + p+)^2", [](K k) { return pair_mass_squared(k); }},
    Variable{"pair_energy", energy, pair, false, "E- + E+", [](K k) { return charged(k).e; }},
    Variable{"pair_momentum", energy, pair, false, "|p- + p+|", [](K k) { return charged(k).momentum(); }},
    Variable{"pair_transverse_momentum", energy, pair, false, "transverse part of p- + p+",
             [](K k) { return transverse(k, charged(k)); }},
    Variable{"pair_angle", radian, pair, false, "angle of p- + p+ to the beam",
             [](K k) { return angle(charged(k), k.beam_direction); }},
    Variable{"angle_between", radian, pair, false, "angle between p- and p+",
             [](K k) { return angle(minus(k), plus(k)); }},
    Variable{"azimuth_between", radian, pair, false, "angle between the transverse parts of p- and p+, 0..pi",
             [](K k) { return azimuth_between(k); }},
    Variable{"energy_asymmetry", number, pair, false, "(E+ - E-)/(E+ + E-)",
             [](K k) { return (plus(k).e - minus(k).e) / (plus(k).e + minus(k).e); }},
    Variable{"subleading_energy", energy, pair, false, "smaller charged-lepton energy",
             [](K k) { return std::min(minus(k).e, plus(k).e); }},
    Variable{"largest_angle", radian, pair, false, "larger of the angles of the leptons to the beam",
             [](K k) { return std::max(angle(minus(k), k.beam_direction), angle(plus(k), k.beam_direction)); }},
    // One lepton, by charge and by flavour.
    Variable{"energy_minus", energy, content::minus, false, "E", Negative::energy},
    Variable{"kinetic_energy_minus", energy, content::minus, false, "E - m", Negative::kinetic_energy},
    Variable{"momentum_minus", energy, content::minus, false, "|p|", Negative::momentum},
    Variable{"transverse_momentum_minus", energy, content::minus, false, "part of p transverse to the beam",
             Negative::transverse_momentum},
    Variable{"angle_minus", radian, content::minus, false, "angle of p to the beam", Negative::angle_to_beam},
    Variable{"cos_angle_minus", number, content::minus, false, "cosine of the angle of p to the beam",
             Negative::cos_angle},
    Variable{"energy_plus", energy, content::plus, false, "E", Positive::energy},
    Variable{"kinetic_energy_plus", energy, content::plus, false, "E - m", Positive::kinetic_energy},
    Variable{"momentum_plus", energy, content::plus, false, "|p|", Positive::momentum},
    Variable{"transverse_momentum_plus", energy, content::plus, false, "part of p transverse to the beam",
             Positive::transverse_momentum},
    Variable{"angle_plus", radian, content::plus, false, "angle of p to the beam", Positive::angle_to_beam},
    Variable{"cos_angle_plus", number, content::plus, false, "cosine of the angle of p to the beam",
             Positive::cos_angle},
    Variable{"energy_electron", energy, content::electron, false, "E", Electron::energy},
    Variable{"kinetic_energy_electron", energy, content::electron, false, "E - m", Electron::kinetic_energy},
    Variable{"momentum_electron", energy, content::electron, false, "|p|", Electron::momentum},
    Variable{"transverse_momentum_electron", energy, content::electron, false, "part of p transverse to the beam",
             Electron::transverse_momentum},
    Variable{"angle_electron", radian, content::electron, false, "angle of p to the beam", Electron::angle_to_beam},
    Variable{"cos_angle_electron", number, content::electron, false, "cosine of the angle of p to the beam",
             Electron::cos_angle},
    Variable{"energy_muon", energy, content::muon, false, "E", Muon::energy},
    Variable{"kinetic_energy_muon", energy, content::muon, false, "E - m", Muon::kinetic_energy},
    Variable{"momentum_muon", energy, content::muon, false, "|p|", Muon::momentum},
    Variable{"transverse_momentum_muon", energy, content::muon, false, "part of p transverse to the beam",
             Muon::transverse_momentum},
    Variable{"angle_muon", radian, content::muon, false, "angle of p to the beam", Muon::angle_to_beam},
    Variable{"cos_angle_muon", number, content::muon, false, "cosine of the angle of p to the beam", Muon::cos_angle},
    Variable{"energy_tau", energy, content::tau, false, "E", Tau::energy},
    Variable{"kinetic_energy_tau", energy, content::tau, false, "E - m", Tau::kinetic_energy},
    Variable{"momentum_tau", energy, content::tau, false, "|p|", Tau::momentum},
    Variable{"transverse_momentum_tau", energy, content::tau, false, "part of p transverse to the beam",
             Tau::transverse_momentum},
    Variable{"angle_tau", radian, content::tau, false, "angle of p to the beam", Tau::angle_to_beam},
    Variable{"cos_angle_tau", number, content::tau, false, "cosine of the angle of p to the beam", Tau::cos_angle},
};

/// Contents in words, for messages.
std::string in_words(unsigned bits) {
  constexpr std::array<std::string_view, 10> words = {"one negative charged lepton",
                                                      "one positive charged lepton",
                                                      "exactly one electron or positron",
                                                      "exactly one muon",
                                                      "exactly one tau",
                                                      "a charged lepton",
                                                      "an outgoing neutrino",
                                                      "an outgoing nucleon or nucleus",
                                                      "hadrons as one body",
                                                      "exactly one photon"};
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if ((bits >> i & 1u) == 0) continue;
    if (!text.empty()) text += " and ";
    text += words[i];
  }
  return text;
}

}  // namespace

std::string_view name(VariableUnit unit) {
  constexpr std::array<std::string_view, 4> names = {"GeV", "GeV2", "rad", ""};
  return names[static_cast<size_t>(unit)];
}

std::span<const Variable> variables() {
  return table;
}

std::vector<std::string> variable_names() {
  std::vector<std::string> names;
  for (const Variable& v : table) names.emplace_back(v.name);
  return names;
}

const Variable& variable(std::string_view name) {
  for (const Variable& v : table) {
    if (v.name == name) return v;
  }
  unknown_name("variable", name, variable_names());
}

void require_available(const Variable& variable, std::span<const std::vector<int>> final_states) {
  for (const std::vector<int>& pdgs : final_states) {
    const unsigned missing = variable.needs & ~content_of(pdgs);
    if (missing == 0) continue;
    std::string state;
    for (int pdg : pdgs) state += (state.empty() ? "" : " ") + particle_name(pdg);
    const bool by_flavour = (missing & (content::electron | content::muon | content::tau)) != 0;
    throw UserError(fmt::format("no variable '{}' in the final state {}", variable.name, state),
                    fmt::format("it needs {}", in_words(missing)),
                    by_flavour ? "use the variables of the charges, '..._minus' and '..._plus'" : "");
  }
}

double parse_value(const Variable& variable, std::string_view text) {
  switch (variable.unit) {
    case VariableUnit::energy:
      return parse_quantity(text, Dimension::energy, variable.name);
    case VariableUnit::angle:
      return parse_quantity(text, Dimension::angle, variable.name);
    case VariableUnit::number:
      return parse_quantity(text, Dimension::number, variable.name);
    case VariableUnit::energy_squared:
      break;
  }
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() < 2 || text.back() != '2' || text[text.size() - 2] != 'V') {
    throw UserError(fmt::format("bad {} '{}'", variable.name, text), "it is an energy squared",
                    "write it as '0.2 GeV2' or '5e4 MeV2'");
  }
  text.remove_suffix(1);
  const size_t unit_start = text.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") + 1;
  // x MeV2 is x (1 MeV)^2.
  return parse_quantity(text, Dimension::energy, variable.name) *
         parse_quantity(fmt::format("1{}", text.substr(unit_start)), Dimension::energy, variable.name);
}

double unit_factor(const Variable& variable, std::string_view unit) {
  return unit.empty() ? 1.0 : parse_value(variable, fmt::format("1 {}", unit));
}

}  // namespace tridens::event
