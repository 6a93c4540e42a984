#include <fmt/format.h>

#include <cstdlib>

#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/event/variables.hh"

// From the particle list of an event to the momenta that variables are made of.
namespace tridens::event {
namespace {

/// E - m without cancellation.
double kinetic(const FourVector& p, double mass) {
  return p.space_dot(p) / (p.e + mass);
}

bool is_charged_lepton(int pdg) {
  return std::abs(pdg) == 11 || std::abs(pdg) == 13 || std::abs(pdg) == 15;
}
bool is_neutrino(int pdg) {
  return std::abs(pdg) == 12 || std::abs(pdg) == 14 || std::abs(pdg) == 16;
}
bool is_nucleon(int pdg) {
  return pdg == 2212 || pdg == 2112;
}
bool is_hadronic(int pdg) {
  return is_nucleon(pdg) || (pdg > 1000000000 && pdg < 1100000000) || pdg == remnant_pdg;
}

constexpr int photon_pdg = 22;

/// Keeps the two leptons of the highest energies.
void keep_lepton(const ChargedLepton& lepton, Kinematics& k) {
  if (k.lepton_count < 2) {
    k.leptons[k.lepton_count++] = lepton;
    return;
  }
  ChargedLepton& lesser = k.leptons[0].momentum.e < k.leptons[1].momentum.e ? k.leptons[0] : k.leptons[1];
  if (lepton.momentum.e > lesser.momentum.e) lesser = lepton;
}

/// Counts of what a final state holds, and from them its content.
struct Census {
  int negative = 0, positive = 0, flavour[3] = {0, 0, 0}, neutrinos = 0, hadrons = 0, systems = 0, photons = 0;

  void add(int pdg) {
    if (is_charged_lepton(pdg)) {
      ++(pdg > 0 ? negative : positive);
      ++flavour[(std::abs(pdg) - 11) / 2];
    } else if (is_neutrino(pdg)) {
      ++neutrinos;
    } else if (pdg == photon_pdg) {
      ++photons;
    } else if (pdg == hadronic_system_pdg) {
      ++systems;
    } else if (is_hadronic(pdg)) {
      ++hadrons;
    }
  }
  unsigned content() const {
    const int charged = negative + positive;
    return (negative == 1 ? content::minus : 0) | (positive == 1 ? content::plus : 0) |
           (flavour[0] == 1 ? content::electron : 0) | (flavour[1] == 1 ? content::muon : 0) |
           (flavour[2] == 1 ? content::tau : 0) | (charged == 1 || charged == 2 ? content::charged_lepton : 0) |
           (neutrinos == 1 ? content::neutrino : 0) | (hadrons > 0 ? content::hadron : 0) |
           (systems == 1 ? content::hadrons : 0) | (photons == 1 ? content::photon : 0);
  }
};

}  // namespace

unsigned content_of(std::span<const int> final_state_pdgs) {
  Census census;
  for (int pdg : final_state_pdgs) census.add(pdg);
  return census.content();
}

const ChargedLepton* Kinematics::find_charge(bool negative) const {
  return (leptons[0].pdg > 0) == negative ? &leptons[0] : &leptons[1];
}

const ChargedLepton* Kinematics::find_flavour(int absolute_pdg) const {
  return std::abs(leptons[0].pdg) == absolute_pdg ? &leptons[0] : &leptons[1];
}

bool Kinematics::all_leptons_seen() const {
  for (std::uint32_t i = 0; i < lepton_count; ++i) {
    if (!leptons[i].seen) return false;
  }
  return true;
}

Kinematics true_kinematics(const Event& event) {
  Kinematics k;
  Census census;
  FourVector seen_sum;
  bool has_beam = false, recoil_is_nucleon = false;
  for (size_t i = 0; i < event.particles.size(); ++i) {
    const Particle& p = event.particles[i];
    if (p.status == Status::beam) {
      k.beam = p.momentum;
      has_beam = true;
    }
    const bool struck = p.status == Status::struck_nucleon || p.status == Status::struck_electron;
    if (struck || (p.status == Status::target && k.struck_mass == 0.0)) k.struck_mass = p.mass;
    if (p.status != Status::final_state) continue;
    census.add(p.pdg);
    if (is_charged_lepton(p.pdg)) {
      keep_lepton({p.pdg, p.mass, p.momentum, static_cast<std::uint32_t>(i), true}, k);
      seen_sum = seen_sum + p.momentum;
    } else if (is_neutrino(p.pdg)) {
      k.outgoing_neutrino = p.momentum;
    } else if (p.pdg == photon_pdg) {
      if (p.momentum.e > k.photon.e) k.photon = p.momentum;
    } else if (p.pdg == hadronic_system_pdg) {
      k.hadrons = p.momentum;
      k.hadrons_mass = p.mass;
    } else if (is_hadronic(p.pdg)) {
      if (p.pdg == 2212) k.visible_proton_kinetic_energy += kinetic(p.momentum, p.mass);
      if (recoil_is_nucleon && !is_nucleon(p.pdg)) continue;
      k.recoil = p.momentum;
      k.recoil_mass = p.mass;
      recoil_is_nucleon = is_nucleon(p.pdg);
    }
  }
  if (!has_beam) throw Failure(fmt::format("event {}", event.number), "it has no incoming neutrino");
  k.content = census.content();
  k.beam_direction = k.beam * (1.0 / k.beam.momentum());
  k.hadronic_transfer = k.beam - k.outgoing_neutrino - seen_sum;
  return k;
}

void observe(Kinematics& k, const Event& event, const detector::Response& response, std::uint64_t seed) {
  for (std::uint32_t i = 0; i < k.lepton_count; ++i) {
    ChargedLepton& lepton = k.leptons[i];
    const detector::Observation seen =
        response.observe({lepton.pdg, lepton.mass, lepton.momentum}, seed, event.number, lepton.index);
    lepton.seen = seen.seen;
    lepton.momentum = seen.momentum;
  }
  k.visible_proton_kinetic_energy = 0.0;
  for (size_t i = 0; i < event.particles.size(); ++i) {
    const Particle& p = event.particles[i];
    if (p.pdg != 2212 || p.status != Status::final_state) continue;
    const detector::Observation seen =
        response.observe({p.pdg, p.mass, p.momentum}, seed, event.number, static_cast<std::uint32_t>(i));
    if (seen.seen) k.visible_proton_kinetic_energy += kinetic(seen.momentum, p.mass);
  }
}

}  // namespace tridens::event
