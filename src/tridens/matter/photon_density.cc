#include "tridens/matter/photon_density.hh"

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::matter {
namespace {

/// One-loop vacuum polarisation of a charged lepton at spacelike Q^2.
double lepton_loop(double mass, double Q2) {
  const double r = 4.0 * mass * mass / Q2;
  if (r > 1e6) return constants::fine_structure / (15.0 * units::pi) * Q2 / (mass * mass);
  const double root = std::sqrt(1.0 + r);
  const double logarithm = std::log((root + 1.0) * (root + 1.0) / r);  // ln[(root+1)/(root-1)]
  return constants::fine_structure / (3.0 * units::pi) * (-5.0 / 3.0 + r + (1.0 - 0.5 * r) * root * logarithm);
}

/// A + B ln(1 + C Q^2) up to the given Q.
struct HadronPiece {
  double highest_Q, A, B, C;
};
constexpr std::array hadron_pieces = {
    HadronPiece{0.7, 0.0, 0.0023092, 3.9925770},     HadronPiece{2.0, 0.0, 0.0022333, 4.2191779},
    HadronPiece{4.0, 0.0, 0.0024402, 3.2496684},     HadronPiece{10.0, 0.0, 0.0027340, 2.0995092},
    HadronPiece{91.1876, 0.0010485, 0.0029431, 1.0}, HadronPiece{1e300, 0.0012234, 0.0029237, 1.0}};

double hadron_loop(double Q2) {
  const double Q = std::sqrt(Q2);
  const auto* piece = hadron_pieces.begin();
  while (Q > piece->highest_Q) ++piece;
  return piece->A + piece->B * std::log1p(piece->C * Q2);
}

/// Integral over ln Q^2 of alpha^2 [...] at fixed x, in panels that meet where structure functions join.
double over_virtuality(const ElectromagneticStructure& structure, Nucleon nucleon, double x, double z, double low,
                       double high) {
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  constexpr double panel_width = 3.0, join = 2.0;
  const double zeta = z / x, mass = nucleon_mass(nucleon);
  double sum = 0.0;
  const auto add = [&](double begin, double end) {
    const int panels = std::max(1, static_cast<int>(std::ceil(std::log(end / begin) / panel_width)));
    const double step = std::log(end / begin) / panels;
    for (int panel = 0; panel < panels; ++panel) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double Q2 = begin * std::exp((panel + rule.nodes[i]) * step);
        const StructureFunctions f = structure.evaluate(nucleon, x, Q2);
        const double kappa = z * z * mass * mass / Q2, alpha = running_fine_structure(Q2);
        const double bracket = f.F2 * (2.0 - 2.0 * zeta + zeta * zeta + 2.0 * kappa) - zeta * zeta * f.FL;
        sum += rule.weights[i] * step * alpha * alpha * bracket;
      }
    }
  };
  if (low < join && join < high) {
    add(low, join);
    add(join, high);
  } else {
    add(low, high);
  }
  return sum;
}

}  // namespace

double running_fine_structure(double Q2) {
  const double loops = lepton_loop(constants::electron_mass, Q2) + lepton_loop(constants::muon_mass, Q2) +
                       lepton_loop(constants::tau_mass, Q2) + hadron_loop(Q2);
  return constants::fine_structure / (1.0 - loops);
}

double inelastic_photon_density(const ElectromagneticStructure& structure, Nucleon nucleon, double z, double mu2) {
  if (!(z > 0.0 && z < 1.0)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  constexpr double panel_width = 2.5;  // in ln[x/(1-x)]
  const double mass = nucleon_mass(nucleon), pion = constants::charged_pion_mass;
  const double opening = pion * (2.0 * mass + pion), alpha_mu = running_fine_structure(mu2);
  const double low = std::log(z / (1.0 - z)), high = std::max(low + 1.0, std::log(1e4));
  const int panels = static_cast<int>(std::ceil((high - low) / panel_width));
  const double step = (high - low) / panels;
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double v = low + (panel + rule.nodes[i]) * step;
      const double x = 1.0 / (1.0 + std::exp(-v)), zeta = z / x;
      const double lowest = std::max(z * z * mass * mass / (1.0 - zeta), opening * x / (1.0 - x));
      const double highest = mu2 / (1.0 - zeta);
      const double measure = rule.weights[i] * step * (1.0 - x);  // dx/x = (1-x) dv
      if (lowest < highest) sum += measure * over_virtuality(structure, nucleon, x, z, lowest, highest);
      sum -= measure * alpha_mu * alpha_mu * zeta * zeta * structure.evaluate(nucleon, x, mu2).F2;
    }
  }
  return sum / (2.0 * units::pi * alpha_mu);
}

}  // namespace tridens::matter
