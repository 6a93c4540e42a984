// Benchmark points of the literature. What a source leaves open is chosen here and said so.
//
//   bertuzzo   1807.09877: m_4 = 420 MeV, m_Z' = 30 MeV, |U_mu4|^2 = 9e-7, alpha_D = 1/4, alpha eps^2 = 2e-10; Dirac,
//              N -> nu Z' on the mass shell, Z' -> e+ e-
//   ballett    1808.02915: m_4 = 140 MeV, m_Z' = 1.25 GeV (1 GeV elsewhere in the text), chi^2 = 5e-6 (eps = c_W chi);
//              decays by U_tau4. |U_mu4|^2 = 1.5e-6, |U_tau4|^2 = 7.8e-4 and alpha_D = 0.4 from memory of the paper,
//              not confirmed with it; Majorana
//   abdullahi  2007.11813: m_4, m_5 = 74, 146 MeV, m_Z' = 1.25 GeV, |U_mu5|^2 = 3e-7, alpha_D = 0.3, eps = 0.022. N_6
//              is left out; |U_D5|^2 = m_4/(m_4 + m_5) and |U_mu4|^2 = |U_mu5|^2 m_5/m_4 are those of the mass matrix
//              with one N and one nu_D (neutrino_masses.hh), and so are the phases; Majorana
//   vergani    transition moment to nu_mu with m_4 = 200 MeV, mu = 4e-7 GeV^-1 (d = 2e-7); Dirac
//   vergani-best-fit  2105.06470, abstract: 376 MeV, decay coupling d = 2.8e-7 GeV^-1; Dirac
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/dark_sector.hh"

namespace tridens::model {
namespace {

using units::MeV;

constexpr size_t muon = 1, tau = 2;

double coupling(double alpha) {
  return std::sqrt(4.0 * units::pi * alpha);
}

DarkSectorParameters vector_portal(HeavyNeutrino N, double alpha_D, double mediator_mass, double eps) {
  N.dark_mixing = complete_dark_mixing(N.mixing);
  DarkSectorParameters sector;
  sector.heavy = {N};
  sector.dark_coupling = coupling(alpha_D);
  sector.mediator_mass = mediator_mass;
  sector.kinetic_mixing = eps;
  return sector;
}

DarkSectorParameters bertuzzo() {
  HeavyNeutrino N;
  N.mass = 420.0 * MeV;
  N.mixing[muon] = std::sqrt(9e-7);
  return vector_portal(N, 0.25, 30.0 * MeV, std::sqrt(2e-10 / constants::fine_structure));
}

DarkSectorParameters ballett() {
  HeavyNeutrino N;
  N.mass = 140.0 * MeV;
  N.mixing[muon] = std::sqrt(1.5e-6);
  N.mixing[tau] = std::sqrt(7.8e-4);
  DarkSectorParameters sector = vector_portal(N, 0.4, 1.25, 0.0);
  sector.kinetic_mixing = std::sqrt(5e-6 * (1.0 - sector.weak_mixing_angle));
  sector.majorana = true;
  return sector;
}

DarkSectorParameters abdullahi() {
  HeavyNeutrino N4, N5;
  N4.mass = 74.0 * MeV, N5.mass = 146.0 * MeV;
  // The lighter state has a negative mass eigenvalue: its column gets a factor i.
  const std::complex<double> turn{0.0, 1.0};
  N5.mixing[muon] = std::sqrt(3e-7);
  N4.mixing[muon] = turn * std::sqrt(3e-7 * N5.mass / N4.mass);
  N5.dark_mixing = std::sqrt(N4.mass / (N4.mass + N5.mass));
  N4.dark_mixing = turn * std::sqrt(N5.mass / (N4.mass + N5.mass));
  // What nu_D shares with the light states leaves the heavy ones.
  double overlap2 = 0.0;
  for (const HeavyNeutrino* N : {&N4, &N5}) overlap2 += std::abs(N->mixing[muon] * N->dark_mixing);
  const double rest = std::sqrt(1.0 - 2.0 * overlap2 * overlap2);
  N4.dark_mixing *= rest, N5.dark_mixing *= rest;
  DarkSectorParameters sector;
  sector.heavy = {N4, N5};
  sector.majorana = true;
  sector.dark_coupling = coupling(0.3);
  sector.mediator_mass = 1.25;
  sector.kinetic_mixing = 2.2e-2;
  return sector;
}

DarkSectorParameters dipole(double mass, double d) {
  HeavyNeutrino N;
  N.mass = mass;
  N.dipole_d[muon] = d;
  DarkSectorParameters sector;
  sector.heavy = {N};
  return sector;
}

}  // namespace

std::vector<std::string> dark_sector_benchmark_names() {
  return {"bertuzzo", "ballett", "abdullahi", "vergani", "vergani-best-fit"};
}

DarkSector dark_sector_benchmark(std::string_view name) {
  if (name == "bertuzzo") return DarkSector(bertuzzo());
  if (name == "ballett") return DarkSector(ballett());
  if (name == "abdullahi") return DarkSector(abdullahi());
  if (name == "vergani") return DarkSector(dipole(200.0 * MeV, 2e-7));
  if (name == "vergani-best-fit") return DarkSector(dipole(376.0 * MeV, 2.8e-7));
  unknown_name("benchmark of dark neutrinos", name, dark_sector_benchmark_names());
}

}  // namespace tridens::model
