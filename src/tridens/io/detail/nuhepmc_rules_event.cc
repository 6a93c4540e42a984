#include <HepMC3/GenParticle.h>
#include <HepMC3/GenVertex.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/io/detail/nuhepmc_names.hh"
#include "tridens/io/detail/nuhepmc_rules.hh"
#include "tridens/io/event_writer_text.hh"

namespace tridens::io::nuhepmc {
namespace {

using HepMC3::ConstGenParticlePtr;
using HepMC3::ConstGenVertexPtr;

std::string name_of(const ConstGenParticlePtr& particle) {
  return "particle " + std::to_string(particle->id()) + " (" + std::to_string(particle->pid()) + ")";
}

/// HepMC3 hangs everything without a production vertex on a root vertex with id 0.
bool is_incoming(const ConstGenParticlePtr& particle) {
  const ConstGenVertexPtr vertex = particle->production_vertex();
  return !vertex || vertex->id() == 0;
}
bool is_outgoing(const ConstGenParticlePtr& particle) {
  return !particle->end_vertex();
}

/// Sums of four momenta, and how large their parts were.
struct Balance {
  HepMC3::FourVector difference{0, 0, 0, 0};
  double scale = 0.0;
  void add(const ConstGenParticlePtr& particle, double sign) {
    difference += particle->momentum() * sign;
    scale += std::abs(particle->momentum().e());
  }
  double largest() const {
    return std::max(
        {std::abs(difference.px()), std::abs(difference.py()), std::abs(difference.pz()), std::abs(difference.e())});
  }
};

class EventRules {
 public:
  EventRules(const HepMC3::GenEvent& event, const Declared& declared, const NuHepmcCheckOptions& options,
             Findings& findings)
      : event_(event), declared_(declared), options_(options), findings_(findings) {}

  void check() {
    for (const ConstGenParticlePtr& particle : event_.particles()) {
      if (is_incoming(particle) || is_outgoing(particle)) event_energy_ += std::abs(particle->momentum().e());
    }
    findings_.require(event_.event_number() >= 0, "E.R.2", "the event number is negative");
    weights();
    process();
    position();
    cross_sections();
    vertices();
    for (const ConstGenParticlePtr& particle : event_.particles()) this->particle(particle);
    beam_and_target();
    balance();
  }

 private:
  std::string text(const std::string& name) const { return event_.attribute_as_string(name); }

  void weights() {
    const auto& weights = event_.weights();
    findings_.require(
        weights.size() == declared_.weights, "G.R.7",
        std::to_string(weights.size()) + " weights for " + std::to_string(declared_.weights) + " declared names");
    const auto finite = [](double weight) { return std::isfinite(weight); };
    findings_.require(std::ranges::all_of(weights, finite), "G.R.7", "a weight is not finite");
  }

  void process() {
    std::vector<int> id;
    if (!parse_integers(text("signal_process_id"), id) || id.size() != 1) {
      return findings_.add("E.R.3", "signal_process_id is '" + text("signal_process_id") + "', not one number");
    }
    findings_.require(declared_.processes.count(id[0]) > 0, "E.R.3",
                      "process " + std::to_string(id[0]) + " is not declared");
  }

  void position() {
    std::vector<double> position;
    const bool readable = parse_numbers(text("lab_pos"), position);
    findings_.require(readable && (position.size() == 3 || position.size() == 4), "E.R.5",
                      "lab_pos is '" + text("lab_pos") + "', not three or four numbers");
    if (declared_.follows("E.C.5")) {
      findings_.require(position.size() == 4, "E.C.5", "lab_pos has no time");
    }
  }

  void cross_sections() {
    std::vector<double> total, process;
    if (declared_.follows("E.C.2")) positive("E.C.2", "tot_xs", total);
    if (declared_.follows("E.C.3")) positive("E.C.3", "proc_xs", process);
    if (!total.empty() && !process.empty()) {
      findings_.require(process[0] <= total[0] * (1.0 + 1e-12), "E.C.3", "proc_xs is larger than tot_xs");
    }
    if (declared_.follows("E.C.4")) {
      std::vector<double> values;
      const bool readable = parse_numbers(text("GenCrossSection"), values);
      findings_.require(readable && values.size() == 2 + 2 * declared_.weights, "E.C.4",
                        "GenCrossSection does not hold the counts and a value and error for every weight");
    }
  }
  void positive(const char* rule, const std::string& name, std::vector<double>& value) {
    if (parse_numbers(text(name), value) && value.size() == 1 && value[0] > 0.0) return;
    findings_.add(rule, name + " is '" + text(name) + "', not a positive number");
    value.clear();
  }

  void vertices() {
    int primaries = 0;
    for (const ConstGenVertexPtr& vertex : event_.vertices()) {
      const int status = vertex->status();
      const std::string name = "vertex " + std::to_string(vertex->id());
      primaries += status == 1;
      if (status == 0) {
        findings_.add("E.R.6", name + " has status 0");
      } else {
        findings_.require(status == 1 || status == 2 || (status >= 21 && status <= 999), "V.R.1",
                          name + " has the reserved status " + std::to_string(status));
      }
      const bool signalled = status == 21 && declared_.follows("V.C.1");
      if (status >= 21 && !signalled) {
        findings_.require(declared_.vertex_statuses.count(status) > 0, "G.R.9",
                          name + " has the status " + std::to_string(status) + ", which is not declared");
      }
      vertex_balance(vertex, name);
    }
    findings_.require(!event_.vertices().empty(), "E.R.6", "there is no vertex");
    findings_.require(primaries == 1, "E.R.6", std::to_string(primaries) + " vertices have status 1 instead of one");
  }

  void vertex_balance(const ConstGenVertexPtr& vertex, const std::string& name) {
    if (vertex->particles_in().empty() || vertex->particles_out().empty()) {
      return findings_.add("E.R.1", name + " has no incoming or no outgoing particle");
    }
    Balance balance;
    for (const auto& particle : vertex->particles_in()) balance.add(particle, 1.0);
    for (const auto& particle : vertex->particles_out()) balance.add(particle, -1.0);
    // What a light particle takes from a heavy nucleus is known to the rounding of the nucleus.
    const double rounding = 8.0 * std::numeric_limits<double>::epsilon() * event_energy_;
    require_balance(balance, rounding, name + " does not conserve momentum");
  }

  void require_balance(const Balance& balance, double rounding, const std::string& problem) {
    const double allowed = options_.momentum_tolerance * balance.scale + rounding;
    findings_.require(balance.largest() <= allowed, "E.R.1",
                      problem + ": " + number_text(balance.largest()) + " GeV got lost");
  }

  void particle(const ConstGenParticlePtr& particle) {
    status(particle);
    const int pdg = particle->pid();
    const bool remnant = pdg == unmodelled_remnant && declared_.follows("P.C.2");
    findings_.require(remnant || is_pdg_number(pdg) || declared_.particle_numbers.count(pdg) > 0, "G.R.11",
                      name_of(particle) + " is neither in the PDG list nor declared");
    const HepMC3::FourVector& p = particle->momentum();
    const double mass = particle->generated_mass();
    if (!std::isfinite(p.px() + p.py() + p.pz() + p.e() + mass)) {
      return findings_.add("E.R.1", name_of(particle) + " has a momentum or mass that is not finite");
    }
    if (pdg == unmodelled_remnant || (!is_incoming(particle) && !is_outgoing(particle))) return;
    findings_.require(p.e() > 0.0, "E.R.1", name_of(particle) + " has no positive energy");
    // p^2 + m^2 against E^2, which loses nothing where E is close to the mass.
    const double shell = std::abs(p.e() * p.e() - (p.p3mod2() + mass * mass));
    findings_.require(
        shell <= options_.mass_shell_tolerance * p.e() * p.e(), "E.R.1",
        name_of(particle) + " is off its mass shell: relative difference " + number_text(shell / (p.e() * p.e())));
  }

  void status(const ConstGenParticlePtr& particle) {
    const int status = particle->status();
    const std::string name = name_of(particle) + " with status " + std::to_string(status);
    const bool standard = (status >= 1 && status <= 4) || status == 20;
    findings_.require(standard || status >= 21, "P.R.1", name + ": the status is reserved");
    const bool signalled = status == 21 && declared_.follows("P.C.1");
    if (status >= 21 && status <= 200 && !signalled) {
      findings_.require(declared_.particle_statuses.count(status) > 0, "G.R.10", name + ": the status is not declared");
    }
    if (is_incoming(particle)) {
      findings_.require(status == 4 || status == 20, "P.R.1", name + " comes in, which asks for 4 or 20");
    } else if (is_outgoing(particle)) {
      findings_.require(status == 1, "P.R.1", name + " goes out, which asks for 1");
    } else {
      findings_.require(status != 1 && status != 4 && status != 20, "P.R.1", name + " is internal");
    }
  }

  void beam_and_target() {
    std::vector<ConstGenParticlePtr> beams, targets;
    for (const ConstGenParticlePtr& particle : event_.particles()) {
      if (particle->status() == 4) beams.push_back(particle);
      if (particle->status() == 20) targets.push_back(particle);
    }
    if (beams.size() != 1 || targets.size() != 1) {
      return findings_.add("E.R.7", std::to_string(beams.size()) + " beam and " + std::to_string(targets.size()) +
                                        " target particles instead of one each");
    }
    findings_.require(is_incoming(beams[0]) && is_incoming(targets[0]), "E.R.7",
                      "the beam or the target particle comes out of a vertex (is it a bound nucleon?)");
    findings_.require(targets[0]->generated_mass() >= beams[0]->generated_mass(), "E.R.7",
                      "the target is lighter than the beam particle");
    const HepMC3::FourVector& target = targets[0]->momentum();
    findings_.require(target.p3mod() <= 1e-12 * target.e(), "E.R.9",
                      "the target moves: these are not momenta in the laboratory frame");
    beam_energy(beams[0]);
    const auto out = std::ranges::count_if(event_.particles(), [](const auto& p) { return is_outgoing(p); });
    findings_.require(out > 0, "E.R.8", "nothing goes out");
  }

  void beam_energy(const ConstGenParticlePtr& beam) {
    if (!declared_.follows("G.C.4")) return;
    const int pdg = beam->pid();
    const double energy = beam->momentum().e();
    if (declared_.beams.count(pdg) == 0) return findings_.add("G.C.4", name_of(beam) + " is not described");
    constexpr double rounding = 1e-9;
    if (const auto mono = declared_.mono_energetic.find(pdg); mono != declared_.mono_energetic.end()) {
      findings_.require(
          std::abs(energy - mono->second) <= rounding * mono->second, "G.C.4",
          name_of(beam) + " has " + number_text(energy) + " GeV in a beam of " + number_text(mono->second) + " GeV");
    }
    if (const auto range = declared_.spectra.find(pdg); range != declared_.spectra.end()) {
      const auto [low, high] = range->second;
      findings_.require(energy >= low * (1.0 - rounding) && energy <= high * (1.0 + rounding), "G.C.4",
                        name_of(beam) + " has " + number_text(energy) + " GeV, outside its spectrum");
    }
  }

  void balance() {
    Balance balance;
    int charge = 0;
    bool charges_known = true;
    for (const ConstGenParticlePtr& particle : event_.particles()) {
      const std::optional<int> own = charge_of(particle->pid());
      // A nucleus as the target of a struck electron stands for its atom.
      if (particle->status() == 22 && particle->pid() == 11) --charge;
      if (!is_incoming(particle) && !is_outgoing(particle)) continue;
      const int sign = is_incoming(particle) ? 1 : -1;
      balance.add(particle, sign);
      charges_known = charges_known && own.has_value();
      charge += sign * own.value_or(0);
    }
    require_balance(balance, 0.0, "momentum is not conserved");
    findings_.require(!charges_known || charge == 0, "E.R.8",
                      "charge is not conserved: " + std::to_string(charge) + " got lost");
  }

  const HepMC3::GenEvent& event_;
  const Declared& declared_;
  const NuHepmcCheckOptions& options_;
  Findings& findings_;
  double event_energy_ = 0.0;  // of everything that comes in or goes out
};

}  // namespace

void check_event_rules(const HepMC3::GenEvent& event, const Declared& declared, const NuHepmcCheckOptions& options,
                       Findings& findings) {
  EventRules(event, declared, options, findings).check();
}

}  // namespace tridens::io::nuhepmc
