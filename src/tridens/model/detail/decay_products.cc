#include "tridens/model/detail/decay_products.hh"

#include <cmath>
#include <cstdlib>
#include <map>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/base/particle.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model::detail {
namespace {

struct Meson {
  const char* name;
  double mass;  // GeV, PDG 2022
  bool vector, charged;
};

const std::map<int, Meson>& mesons() {
  static const std::map<int, Meson> all = {
      {111, {"pi0", 0.1349768, false, false}}, {211, {"pi+", constants::charged_pion_mass, false, true}},
      {321, {"K+", 0.493677, false, true}},    {221, {"eta", 0.547862, false, false}},
      {331, {"eta'", 0.95778, false, false}},  {113, {"rho0", 0.77526, true, false}},
      {213, {"rho+", 0.77526, true, true}},    {223, {"omega", 0.78266, true, false}}};
  return all;
}

bool is_light_neutrino(int number) {
  return number == 12 || number == 14 || number == 16;
}

std::string label(int pdg) {
  const int number = std::abs(pdg);
  if (is_light_neutrino(number)) return pdg > 0 ? "nu" : "nubar";
  for (int h = 0; h < 3; ++h) {
    if (number == heavy_neutrino_number(h)) return "N" + std::to_string(h + 4) + (pdg > 0 ? "" : "bar");
  }
  if (number == dark_vector_pdg) return "Z'";
  if (number == dark_scalar_pdg) return "phi";
  const auto meson = mesons().find(number);
  if (meson == mesons().end()) return particle_name(pdg);
  std::string name = meson->second.name;
  if (pdg < 0) name.back() = '-';
  return name;
}

double mass_of(int pdg) {
  const int number = std::abs(pdg);
  if (number == 11 || number == 13 || number == 15) return charged_lepton_mass(static_cast<Flavour>((number - 11) / 2));
  const auto meson = mesons().find(number);
  return meson == mesons().end() ? 0.0 : meson->second.mass;
}

/// Mean mass of the hadrons where the first body takes a mean share of the energy: E_1 = (m^2 + m_1^2 - W^2)/2m, with
/// massless quarks and V-A: <q^2> = 0.3 m^2 of what is above m_1.
double mean_hadron_mass(double parent, double lepton) {
  return std::sqrt(0.3) * (parent - lepton);
}

}  // namespace

int conjugate_pdg(int pdg) {
  const int number = std::abs(pdg);
  const auto meson = mesons().find(number);
  const bool neutral = meson != mesons().end() && !meson->second.charged;
  const bool boson = number == 22 || number == dark_vector_pdg || number == dark_scalar_pdg;
  return neutral || boson || number == hadronic_system_pdg ? pdg : -pdg;
}

std::string mode_name(const std::vector<int>& products) {
  std::string name;
  for (const int pdg : products) name += (name.empty() ? "" : " ") + label(pdg);
  return name;
}

StandardBodies standard_bodies(double parent_mass, const DecayMode& mode) {
  StandardBodies result{mode.products, {}, 0.0};
  for (const int pdg : mode.products) result.masses.push_back(mass_of(pdg));
  if (mode.inclusive) {
    result.products.push_back(hadronic_system_pdg);
    result.masses.push_back(mean_hadron_mass(parent_mass, result.masses.front()));
  } else if (result.products.size() == 2) {
    const double m1 = result.masses[0], m2 = result.masses[1];
    const auto meson = mesons().find(std::abs(result.products[1]));
    if (meson == mesons().end()) throw Failure("an unknown meson in the decay " + mode.name, "it has no mass here");
    // The current q_m of a pseudoscalar acts as the Yukawa coupling m P_R - m_1 P_L.
    result.asymmetry = meson->second.vector ? vector_emission(parent_mass, m1, m2, {1.0, 0.0}).asymmetry
                                            : scalar_emission(parent_mass, m1, m2, {-m1, parent_mass}).asymmetry;
  }
  return result;
}

}  // namespace tridens::model::detail
