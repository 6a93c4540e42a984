// Neutral mesons from cosmic rays in air. Per collision, in the centre of mass of the nucleon and one of the air,
//   dn/dy = C (1 - |x_F|)^n,  x_F = m_T sinh(y)/p_max,  m_T^2 = M^2 + <p_T>^2,
// p_max the momentum of a meson that leaves two nucleons at rest: a plateau that scales in x_F, with the threshold of
// phase space. For pi0, C = 0.865 and n = 4.4 come twice: from 3.87 pi0 in pp at 400 GeV, and as the mean of the forms
// of charged pions in air that have the spectrum-weighted moments Z = 0.046 and 0.033 (T. K. Gaisser, "Cosmic Rays and
// Particle Physics"). Other light mesons have the multiplicities of pp at 400 GeV; the nucleus of the air is left out
// for them, as for pions, where forward production is reduced and central production enhanced. Heavy quarkonia add up
// over the nucleons of the air: n = A sigma_N/sigma_air.
//
// Collisions of a primary nucleon and of what is left of it: 1/(1 - Z_NN) at the same energy, Z_NN = 0.298 (p -> p
// 0.263, p -> n 0.035, the same book), for spectra E^-2.7. Mesons from secondary pions are left out: they would add 20
// to 40 % to pi0 and eta at the energy of the meson. Full cascades: M. Kachelriess, J. Tjemsland,
// Astropart. Phys. 132 (2021) 102622, arXiv:2104.06811.
#include "tridens/flux/atmospheric_mesons.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr double proton = constants::proton_mass;
constexpr double reference_sqrt_s = 41.6;  // GeV, of cross sections per nucleon

/// Rapidity of the centre of mass in the rest frame of the air, and s.
double centre_rapidity(double nucleon_energy) {
  return std::acosh(std::sqrt(0.5 * (nucleon_energy + proton) / proton));
}

double invariant(double nucleon_energy) {
  return 2.0 * proton * (proton + nucleon_energy);
}

/// Largest momentum of a meson in the centre of mass; 0 below threshold.
double largest_momentum(const MesonProduction& production, double s) {
  const double mt = production.transverse_mass();
  const double energy = 0.5 * (s + production.mass * production.mass - 4.0 * proton * proton) / std::sqrt(s);
  return energy > mt ? std::sqrt((energy - mt) * (energy + mt)) : 0.0;
}

double normalisation(const MesonProduction& production, double sqrt_s) {
  if (!production.per_nucleon) return production.plateau;
  constexpr double nb_per_mb = 1e6;
  return air_mass_number * production.central_cross_section(sqrt_s) / (air_cross_section_mb * nb_per_mb);
}

}  // namespace

double MesonProduction::transverse_mass() const {
  return std::hypot(mass, transverse_momentum);
}

double MesonProduction::central_cross_section(double sqrt_s) const {
  if (!per_nucleon) {
    throw UserError(fmt::format("a cross section of {} per nucleon", name), "its production is known per collision");
  }
  if (!(sqrt_s > mass)) return 0.0;
  const double shape = (1.0 - mass / sqrt_s) / (1.0 - mass / reference_sqrt_s);
  return plateau * std::pow(shape, threshold) * std::pow(sqrt_s / reference_sqrt_s, growth);
}

double MesonProduction::density(double nucleon_energy, double rapidity) const {
  if (!(nucleon_energy > proton)) return 0.0;
  const double s = invariant(nucleon_energy), limit = largest_momentum(*this, s);
  if (limit == 0.0) return 0.0;
  const double x = std::abs(transverse_mass() * std::sinh(rapidity - centre_rapidity(nucleon_energy))) / limit;
  if (!(x < 1.0)) return 0.0;
  return normalisation(*this, std::sqrt(s)) * std::pow(1.0 - x, exponent);
}

double MesonProduction::multiplicity(double nucleon_energy) const {
  if (!(nucleon_energy > proton)) return 0.0;
  const double s = invariant(nucleon_energy), limit = largest_momentum(*this, s);
  if (limit == 0.0) return 0.0;
  const double highest = std::asinh(limit / transverse_mass());
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double x = transverse_mass() * std::sinh(highest * rule.nodes[i]) / limit;
    sum += rule.weights[i] * std::pow(1.0 - x, exponent);
  }
  return 2.0 * highest * sum * normalisation(*this, std::sqrt(s));
}

std::vector<MesonProduction> meson_productions() {
  const std::string path = "data/source/meson_production.csv";
  const Table table = parse_table(embedded_table(path), path);
  std::vector<MesonProduction> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    const bool per_nucleon = table.rows[row][table.column("kind")] == "nb";
    result.push_back({table.rows[row][table.column("meson")], number("mass_GeV"), number("pT_GeV"), per_nucleon,
                      number("plateau"), number("exponent"), number("threshold"), number("growth"),
                      number("uncertainty")});
  }
  return result;
}

MesonProduction meson_production(std::string_view name) {
  std::vector<std::string> known;
  for (MesonProduction& production : meson_productions()) {
    if (production.name == name) return production;
    known.push_back(production.name);
  }
  unknown_name("meson of the atmosphere", name, known);
}

double collisions_per_nucleon() {
  constexpr double proton_to_proton = 0.263, proton_to_neutron = 0.035;
  return 1.0 / (1.0 - proton_to_proton - proton_to_neutron);
}

std::vector<NucleonNode> nucleon_nodes(const CosmicRayNucleons& rays) {
  constexpr int panels = 42;
  const math::QuadratureRule rule = math::gauss_legendre(4);
  const double low = std::log(CosmicRayNucleons::lowest_energy), high = std::log(CosmicRayNucleons::highest_energy);
  const double width = (high - low) / panels;
  std::vector<NucleonNode> nodes;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double energy = std::exp(low + width * (panel + rule.nodes[i]));
      const double weight = collisions_per_nucleon() * width * rule.weights[i] * energy;
      nodes.push_back({energy, weight * rays.nucleons(energy), weight * rays.protons(energy)});
    }
  }
  return nodes;
}

double meson_intensity(const MesonProduction& production, const std::vector<NucleonNode>& nodes, double rapidity) {
  double sum = 0.0;
  for (const NucleonNode& node : nodes) sum += node.nucleons * production.density(node.energy, rapidity);
  return sum;
}

double meson_spectrum(const MesonProduction& production, const std::vector<NucleonNode>& nodes, double energy) {
  const double mt = production.transverse_mass();
  if (!(energy > mt)) return 0.0;
  const double y = std::acosh(energy / mt);
  return (meson_intensity(production, nodes, y) + meson_intensity(production, nodes, -y)) / (mt * std::sinh(y));
}

}  // namespace tridens::flux
