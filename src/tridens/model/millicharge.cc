// Millicharged particles from neutral mesons. With x = m^2/M^2, z = k^2/M^2 (m mass of chi, M of the meson, k momentum
// of the pair):
//   P -> gamma chi chibar:  dBr/dz = epsilon^2 Br(2 gamma) (2 alpha/3 pi) (1 - z)^3/z (1 + 2x/z) sqrt(1 - 4x/z)
//     (N. M. Kroll, W. Wada, Phys. Rev. 98 (1955) 1355), k^2 from 4 m^2 to M^2, meson form factors left out (they
//     raise heavy pairs: |F|^2 = (1 - 1.8 k^2/GeV^2)^-2 of the eta is 1.2 at 0.22 GeV). In the rest frame of the pair,
//     along the photon, d/dcos ~ 1 + cos^2 + (4 m^2/k^2) sin^2: the virtual photon is transverse.
//   V -> chi chibar:  Br = epsilon^2 Br(e+e-) [beta (1 + 2x)](chi) / [beta (1 + 2x)](e), beta = sqrt(1 - 4x).
// Yields count chi and antichi: two per decay (R. Plestid et al., Phys. Rev. D 102 (2020) 115032, arXiv:2002.11732; C.
// Arguelles, K. J. Kelly, V. Munoz, JHEP 11 (2021) 099, arXiv:2104.13924, where the 2 belongs to the particles).
//
// The massless dark photon (B. Holdom, Phys. Lett. B 166 (1986) 196): the fields are made canonical by
//   A_a = A_1/sqrt(1 - epsilon^2),  A_b = A_2 - epsilon A_1/sqrt(1 - epsilon^2),
// then rotated. Ordinary matter has charges e (-epsilon/sqrt(1-epsilon^2), 1), dark matter e' (1/sqrt(1-epsilon^2), 0)
// before the rotation. Scalar products do not depend on it:
//   ordinary.ordinary = e^2/(1 - epsilon^2),  dark.dark = e'^2/(1 - epsilon^2),
//   dark.ordinary = -e e' epsilon/(1 - epsilon^2),
// so that a unit of dark charge looks like the electric charge -epsilon e'/e of an ordinary unit, to all orders.
#include "tridens/model/millicharge.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::model {
namespace {

void check_mass(double mass) {
  if (!(mass >= 0.0) || !std::isfinite(mass)) {
    throw UserError(fmt::format("a millicharged particle of mass {:g} GeV", mass), "masses are not negative");
  }
}

/// beta (1 + 2x) of a pair with x = m^2/M^2 below 1/4.
double pair_phase_space(double x) {
  return std::sqrt(1.0 - 4.0 * x) * (1.0 + 2.0 * x);
}

double vector_yield(const ElectromagneticMeson& meson, double mass) {
  const double x = mass * mass / (meson.mass * meson.mass);
  const double electron = constants::electron_mass / meson.mass;
  return 2.0 * meson.branching * pair_phase_space(x) / pair_phase_space(electron * electron);
}

/// Nodes in z of a Dalitz decay with their share of dBr: z = 4x (1/4x)^u flattens dz/z, u = v^2 the threshold.
struct PairMass {
  double z = 0.0, weight = 0.0;
};

std::vector<PairMass> pair_masses(double x, int points) {
  const math::QuadratureRule rule = math::gauss_legendre(points);
  const double span = -std::log(4.0 * x);
  std::vector<PairMass> result;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double v = rule.nodes[i];
    const double z = 4.0 * x * std::exp(span * v * v);
    result.push_back({z, rule.weights[i] * 2.0 * v * span * z * kroll_wada(z, x)});
  }
  return result;
}

}  // namespace

std::vector<ElectromagneticMeson> electromagnetic_mesons() {
  const std::string path = "data/model/electromagnetic_mesons.csv";
  const Table table = parse_table(embedded_table(path), path);
  std::vector<ElectromagneticMeson> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    const bool photons = table.rows[row][table.column("decay")] == "two-photon";
    result.push_back({table.rows[row][table.column("meson")], number("mass_GeV"), number("width_GeV"),
                      photons ? ElectromagneticMeson::Decay::two_photon : ElectromagneticMeson::Decay::dielectron,
                      number("branching")});
  }
  return result;
}

ElectromagneticMeson electromagnetic_meson(std::string_view name) {
  std::vector<std::string> known;
  for (ElectromagneticMeson& meson : electromagnetic_mesons()) {
    if (meson.name == name) return meson;
    known.push_back(meson.name);
  }
  unknown_name("meson", name, known);
}

double kroll_wada(double z, double x) {
  if (!(z > 4.0 * x) || !(z < 1.0)) return 0.0;
  const double rest = 1.0 - z;
  return 2.0 * constants::fine_structure / (3.0 * units::pi) * rest * rest * rest / z * (1.0 + 2.0 * x / z) *
         std::sqrt(1.0 - 4.0 * x / z);
}

double millicharge_yield(const ElectromagneticMeson& meson, double mass) {
  check_mass(mass);
  if (2.0 * mass >= meson.mass) return 0.0;
  if (meson.decay == ElectromagneticMeson::Decay::dielectron) return vector_yield(meson, mass);
  if (mass == 0.0) {
    throw UserError("a Dalitz decay into massless millicharged particles", "its rate grows as the logarithm of 1/mass",
                    "give a mass above zero");
  }
  double sum = 0.0;
  for (const PairMass& pair : pair_masses(mass * mass / (meson.mass * meson.mass), 40)) sum += pair.weight;
  return 2.0 * meson.branching * sum;
}

std::vector<DecayPoint> millicharge_lines(const ElectromagneticMeson& meson, double mass, int points) {
  check_mass(mass);
  if (2.0 * mass >= meson.mass) return {};
  const double total = millicharge_yield(meson, mass);
  if (meson.decay == ElectromagneticMeson::Decay::dielectron) {
    const double energy = 0.5 * meson.mass;
    return {{energy, std::sqrt((energy - mass) * (energy + mass)), total}};
  }
  std::vector<DecayPoint> result;
  const math::QuadratureRule rule = math::gauss_legendre(points);
  double sum = 0.0;
  for (const PairMass& pair : pair_masses(mass * mass / (meson.mass * meson.mass), points)) {
    const double k = meson.mass * std::sqrt(pair.z);
    const double photon = 0.5 * meson.mass * (1.0 + pair.z), photon_momentum = 0.5 * meson.mass * (1.0 - pair.z);
    const double momentum = std::sqrt(0.25 * k * k - mass * mass), ratio = 4.0 * mass * mass / (k * k);
    for (size_t j = 0; j < rule.nodes.size(); ++j) {
      const double cosine = 2.0 * rule.nodes[j] - 1.0;
      const double density = (1.0 + cosine * cosine + ratio * (1.0 - cosine * cosine)) * 3.0 / (4.0 + 2.0 * ratio);
      const double energy = (photon * 0.5 * k + photon_momentum * momentum * cosine) / k;
      result.push_back({energy, std::sqrt((energy - mass) * (energy + mass)), pair.weight * rule.weights[j] * density});
      sum += result.back().weight;
    }
  }
  for (DecayPoint& point : result) point.weight *= total / sum;
  return result;
}

DarkPhotonBasis dark_photon_basis(double visible_coupling, double dark_coupling, double mixing, double angle) {
  if (!(std::abs(mixing) < 1.0)) {
    throw UserError(fmt::format("a kinetic mixing of {:g}", mixing), "kinetic terms are positive only below 1",
                    "give a smaller mixing");
  }
  const double root = std::sqrt((1.0 - mixing) * (1.0 + mixing));
  const double c = std::cos(angle), s = std::sin(angle);
  // (A_1, A_2) = rotation of (A', A): A_1 = c A' - s A, A_2 = s A' + c A.
  const std::array<double, 2> b = {-mixing / root, 1.0}, a = {1.0 / root, 0.0};
  return {{visible_coupling * (c * b[0] + s * b[1]), visible_coupling * (-s * b[0] + c * b[1])},
          {dark_coupling * (c * a[0] + s * a[1]), dark_coupling * (-s * a[0] + c * a[1])}};
}

DarkPhotonBasis visible_basis(double visible_coupling, double dark_coupling, double mixing) {
  return dark_photon_basis(visible_coupling, dark_coupling, mixing, std::asin(mixing));
}

double coulomb_strength(const std::array<double, 2>& first, const std::array<double, 2>& second) {
  return first[0] * second[0] + first[1] * second[1];
}

double effective_charge(const DarkPhotonBasis& basis) {
  return coulomb_strength(basis.dark, basis.ordinary) / coulomb_strength(basis.ordinary, basis.ordinary);
}

}  // namespace tridens::model
