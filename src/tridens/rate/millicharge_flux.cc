// Flux of chi of mass m at the surface, per epsilon^2, chi and antichi counted:
//   mesons:          int dPhi_M(gamma) sum_i w_i box(E; gamma, E*_i),  w_i, E*_i: model::millicharge_lines;
//   bremsstrahlung:  int dE_p Phi_p int dk^2/k^2 (2 alpha/3 pi) sqrt(1 - 4m^2/k^2) (1 + 2m^2/k^2)
//                      int dE_k/E_p (dP/dz) |F_V(k)|^2 sigma_pp(s')/sigma_pp(s) box(E; E_k/k, k/2),
//                    s' = 2 m_p (E_p - E_k), process::splitting_integral with an off-shell form factor (H. Wu, E.
//                    Hardy, N. Song, arXiv:2406.01668; M. Du et al., arXiv:2211.11469);
//   Drell-Yan:       dsigma/dM^2 dy = 4 pi alpha^2/(9 M^4) beta (1 + 2m^2/M^2) sum Q_q^2 [x q(x1) x qbar(x2) + 1 <->
//   2],
//                    x = (M/sqrt(s)) e^(+-y), leading order, nucleons of the air added up; along the beam
//                    d/dcos ~ 1 + cos^2 + (4m^2/M^2) sin^2.
// box: 1/(2 p* beta gamma) between gamma (E* +- beta p*). dk^2 pairs count both particles. Omega and rho appear as
// mesons and as poles of F_V: the two overlap below m = 0.39 GeV, where the published sums do the same. All along one
// line: transverse momenta of chi are left out, which widens energies below some GeV.
#include "tridens/rate/millicharge_flux.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/millicharge.hh"

namespace tridens::rate {
namespace {

constexpr double proton = constants::proton_mass;
constexpr double highest_rapidity = 15.0;
constexpr size_t energy_points = 84;

/// Evenly in the logarithm of the kinetic energy over the mass.
std::vector<double> energy_grid(double mass) {
  const double low = std::log(1e-2), high = std::log(1e6 / mass + 1e3);
  std::vector<double> energies;
  for (size_t i = 0; i < energy_points; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(energy_points - 1);
    energies.push_back(mass * (1.0 + std::exp(low + (high - low) * t)));
  }
  return energies;
}

/// Boosts of the parent between which a particle of energy E* at rest reaches E: gamma-, gamma+.
std::pair<double, double> boosts(double energy, double mass, double rest_energy) {
  const double momentum = std::sqrt((energy - mass) * (energy + mass));
  const double rest_momentum = std::sqrt(std::max(0.0, (rest_energy - mass) * (rest_energy + mass)));
  const double high = (energy * rest_energy + momentum * rest_momentum) / (mass * mass);
  // The product of both is (E^2 + E*^2 - m^2)/m^2: no cancellation.
  return {(energy * energy + (rest_energy - mass) * (rest_energy + mass)) / (mass * mass * high), high};
}

CubicSpline weighted_spline(double mass, double transverse_mass, double highest, size_t nodes,
                            const std::function<double(double)>& intensity) {
  std::vector<double> x, y;
  for (size_t i = 0; i < nodes; ++i) {
    const double rapidity = highest * static_cast<double>(i) / static_cast<double>(nodes - 1);
    const double boost = transverse_mass / mass * std::cosh(rapidity);
    const double both = intensity(rapidity) + intensity(-rapidity);
    x.push_back(rapidity);
    // A parent at rest without transverse momentum: only for y = 0, where sinh(y)/sinh(y) stays finite.
    y.push_back(both / std::sqrt(std::max(1e-12, (boost - 1.0) * (boost + 1.0))));
  }
  return {std::move(x), std::move(y), SplineEnd::natural};
}

}  // namespace

std::vector<double> MillichargeFlux::total() const {
  std::vector<double> sum(energies.size());
  for (const MillichargeSpectrum& source : sources) {
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += source.density[i];
  }
  return sum;
}

ParentFlux::ParentFlux(double mass, double transverse_mass, double highest, size_t nodes,
                       const std::function<double(double)>& intensity)
    : mass_(mass),
      transverse_mass_(transverse_mass),
      weighted_(weighted_spline(mass, transverse_mass, highest, nodes, intensity)) {}

double ParentFlux::rapidity(double boost) const {
  const double ratio = boost * mass_ / transverse_mass_;
  return ratio > 1.0 ? std::min(std::acosh(ratio), weighted_.high()) : 0.0;
}

double ParentFlux::isotropic(double energy, double mass, double rest_energy) const {
  const double rest_momentum = std::sqrt((rest_energy - mass) * (rest_energy + mass));
  const auto [low, high] = boosts(energy, mass, rest_energy);
  const double from = rapidity(low), to = rapidity(high);
  return to > from ? std::max(0.0, weighted_.integral(from, to)) / (2.0 * rest_momentum) : 0.0;
}

MillichargeProduction::MillichargeProduction(MillichargeInputs inputs)
    : inputs_(std::move(inputs)), rays_(inputs_.rigidity_cutoff) {
  if (!(0.0 < inputs_.lowest_z) || !(inputs_.lowest_z < inputs_.highest_z) || !(inputs_.highest_z < 1.0)) {
    throw UserError(fmt::format("bremsstrahlung at z from {:g} to {:g}", inputs_.lowest_z, inputs_.highest_z),
                    "shares of an energy lie between 0 and 1", "give 0.1 and 0.9");
  }
  if (!(inputs_.highest_pT > 0.0) || !(inputs_.highest_photon_mass > 0.0) || !(inputs_.lowest_pair_mass >= 1.0)) {
    throw UserError("limits of the production of millicharged particles",
                    "transverse momenta and masses are positive, and Drell-Yan pairs heavier than 1 GeV");
  }
  nodes_ = flux::nucleon_nodes(rays_);
  if (inputs_.mesons) {
    for (const flux::MesonProduction& production : flux::meson_productions()) {
      parents_.push_back(
          {production.name, ParentFlux(production.mass, production.transverse_mass(), highest_rapidity, 121,
                                       [&](double y) { return flux::meson_intensity(production, nodes_, y); })});
    }
  }
  if (inputs_.drell_yan) tabulate_pairs();
}

MillichargeFlux MillichargeProduction::flux(double mass) const {
  if (!(mass > 0.0) || !std::isfinite(mass)) {
    throw UserError(fmt::format("a flux of millicharged particles of {:g} GeV", mass), "their mass must be positive",
                    "Dalitz decays make infinitely many massless ones");
  }
  MillichargeFlux result;
  result.mass = mass;
  result.energies = energy_grid(mass);
  for (const Parent& parent : parents_) {
    const std::vector<model::DecayPoint> lines =
        model::millicharge_lines(model::electromagnetic_meson(parent.name), mass);
    if (lines.empty()) continue;
    MillichargeSpectrum spectrum{parent.name, {}};
    for (const double energy : result.energies) {
      double sum = 0.0;
      for (const model::DecayPoint& line : lines) sum += line.weight * parent.flux.isotropic(energy, mass, line.energy);
      spectrum.density.push_back(sum);
    }
    result.sources.push_back(std::move(spectrum));
  }
  if (inputs_.bremsstrahlung && 2.0 * mass < inputs_.highest_photon_mass) {
    result.sources.push_back({"bremsstrahlung", from_bremsstrahlung(mass, result.energies)});
  }
  if (inputs_.drell_yan && 2.0 * mass < highest_pair_mass) {
    result.sources.push_back({"drell-yan", from_drell_yan(mass, result.energies)});
  }
  return result;
}

namespace {

/// k of virtual photons between 2m and a limit with weights of dk^2/k^2, dense where rho and omega are.
struct PhotonMass {
  double mass = 0.0, weight = 0.0;
};

std::vector<PhotonMass> photon_masses(double lowest, double highest) {
  std::vector<double> borders = {lowest, highest};
  for (const double border : {0.6, 0.74, 0.77, 0.78266, 0.795, 0.85, 1.2, 2.0}) {
    if (border > lowest && border < highest) borders.push_back(border);
  }
  std::sort(borders.begin(), borders.end());
  const math::QuadratureRule rule = math::gauss_legendre(8);
  std::vector<PhotonMass> result;
  for (size_t i = 0; i + 1 < borders.size(); ++i) {
    const double span = std::log(borders[i + 1] / borders[i]);
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      // u = v^2: the square root at the threshold.
      const double v = rule.nodes[j];
      result.push_back({borders[i] * std::exp(span * v * v), 4.0 * span * v * rule.weights[j]});
    }
  }
  return result;
}

/// dPhi/dE_k of bremsstrahlung photons of energy E_k and mass k, per cm^2 s sr GeV, without |F_V|^2.
double photon_flux(const MillichargeInputs& inputs, const flux::CosmicRayNucleons& rays, double energy, double k2) {
  static const math::QuadratureRule rule = math::gauss_legendre(12);
  // The proton left over and one at rest can still collide: s' > 4 m_p^2.
  const double highest_z = std::min(inputs.highest_z, energy / (energy + 2.0 * proton));
  if (!(highest_z > inputs.lowest_z)) return 0.0;
  const double span = std::log(highest_z / inputs.lowest_z);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double z = inputs.lowest_z * std::exp(span * rule.nodes[i]), beam = energy / z;
    const double after = 2.0 * proton * (beam - energy), before = 2.0 * proton * (beam + proton);
    const double ratio = process::proton_proton_cross_section(after) / process::proton_proton_cross_section(before);
    // dE_p/E_p at fixed E_k is dz/z.
    sum += rule.weights[i] * span * rays.protons(beam) * ratio *
           process::splitting_integral(inputs.splitting, z, inputs.highest_pT * inputs.highest_pT, k2,
                                       inputs.off_shell_scale);
  }
  return flux::collisions_per_nucleon() * sum;
}

}  // namespace

std::vector<double> MillichargeProduction::from_bremsstrahlung(double mass, const std::vector<double>& energies) const {
  std::vector<double> result(energies.size());
  for (const PhotonMass& photon : photon_masses(2.0 * mass, inputs_.highest_photon_mass)) {
    const double k2 = photon.mass * photon.mass, x = mass * mass / k2;
    const double pair = photon.weight * 2.0 * constants::fine_structure / (3.0 * units::pi) * std::sqrt(1.0 - 4.0 * x) *
                        (1.0 + 2.0 * x) * process::vector_form_factor_squared(k2);
    const ParentFlux photons(photon.mass, photon.mass, highest_rapidity, 61, [&](double y) {
      if (y <= 0.0) return 0.0;  // forward photons only
      const double energy = photon.mass * std::cosh(y);
      return photon.mass * std::sinh(y) * photon_flux(inputs_, rays_, energy, k2);
    });
    for (size_t i = 0; i < energies.size(); ++i) {
      result[i] += pair * photons.isotropic(energies[i], mass, 0.5 * photon.mass);
    }
  }
  return result;
}

}  // namespace tridens::rate
