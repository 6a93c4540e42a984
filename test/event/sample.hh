#pragma once
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/event/record.hh"
#include "tridens/math/random.hh"

// Events with exact momentum conservation for the tests of the analysis: two leptons and a neutrino with
// random forward momenta, the recoil takes up the rest of the momentum.
namespace tridens::event::sample {

inline FourVector on_shell(double mass, double x, double y, double z) {
  return {std::sqrt(mass * mass + x * x + y * y + z * z), x, y, z};
}

inline Event trident(std::uint64_t number, int minus = 13, int plus = -13, int recoil = 1000180400) {
  RandomStream random(2024, 3, number);
  const auto mass = [](int pdg) { return std::abs(pdg) == 11 ? constants::electron_mass : constants::muon_mass; };
  const auto lepton = [&](double m) {
    const double p = 0.02 + 3.0 * random.uniform() * random.uniform();
    return on_shell(m, 0.15 * p * random.normal(), 0.15 * p * random.normal(), p);
  };
  const double target_mass = recoil == 2212 ? constants::proton_mass : 37.215;
  const FourVector first = lepton(mass(minus)), second = lepton(mass(plus)), neutrino = lepton(0.0);
  // The beam energy closes energy conservation for a target at rest: E + M = E_out + E_recoil(E).
  const FourVector out = first + second + neutrino;
  double energy = out.e;
  for (int i = 0; i < 60; ++i) {
    energy = out.e + on_shell(target_mass, -out.x, -out.y, energy - out.z).e - target_mass;
  }
  const FourVector beam{energy, 0.0, 0.0, energy}, target{target_mass, 0.0, 0.0, 0.0};
  Event event;
  event.number = number;
  event.process_id = recoil == 2212 ? 2 : 1;
  event.weight = 0.5 + random.uniform();
  event.particles = {{14, Status::beam, beam, 0.0},
                     {1000180400, Status::target, target, target_mass},
                     {14, Status::final_state, neutrino, 0.0},
                     {minus, Status::final_state, first, mass(minus)},
                     {plus, Status::final_state, second, mass(plus)},
                     {recoil, Status::final_state, on_shell(target_mass, -out.x, -out.y, energy - out.z), target_mass}};
  return event;
}

}  // namespace tridens::event::sample
