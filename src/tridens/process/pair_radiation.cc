#include "tridens/process/pair_radiation.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process {
namespace {

struct Squares {
  double s, boson, lepton;
};

struct Range {
  double low, high;
};

/// b = M^2 + 2 k q between the borders of the Dalitz plot; the lower one without cancellation.
Range borders(double a, const Squares& squares) {
  const double pair = a + squares.lepton, root = std::sqrt(pair);
  const double boson_energy = 0.5 * (pair + squares.boson - squares.lepton) / root;
  const double lepton_energy = 0.5 * (squares.s - pair - squares.lepton) / root;
  const double boson2 = std::max(0.0, boson_energy * boson_energy - squares.boson);
  const double lepton2 = std::max(0.0, lepton_energy * lepton_energy - squares.lepton);
  const double sum = lepton_energy * boson_energy + std::sqrt(boson2 * lepton2);
  const double product = lepton_energy * lepton_energy * squares.boson + boson2 * squares.lepton;
  return {squares.boson + 2.0 * product / sum, squares.boson + 2.0 * sum};
}

/// int db D(a, b).
double inner(double a, const Squares& squares) {
  const auto [low, high] = borders(a, squares);
  const auto [s, boson, lepton] = squares;
  const double logarithm = std::log(high / low), width = high - low;
  const double constant = 2.0 * ((s + boson) * (s + boson) - 4.0 * lepton * lepton);
  const double linear = 2.0 * (s + boson + 2.0 * lepton), poles = (s + 2.0 * lepton) * (boson + 2.0 * lepton);
  return (constant / a + a - linear) * logarithm + width * (0.5 * (high + low) - linear) / a -
         poles * width * (1.0 / (a * a) + 1.0 / (low * high));
}

}  // namespace

double pair_radiation_density(double a, double b, double s, double boson, double lepton) {
  const double first = 2.0 * ((s + boson) * (s + boson) - 4.0 * lepton * lepton);
  const double both = first - 2.0 * (a + b) * (s + boson + 2.0 * lepton) + a * a + b * b;
  return both / (a * b) - (s + 2.0 * lepton) * (boson + 2.0 * lepton) * (1.0 / (a * a) + 1.0 / (b * b));
}

double pair_radiation(double energy, double boson_mass, double lepton_mass) {
  if (!(energy > 0.0 && boson_mass > 0.0 && lepton_mass > 0.0)) {
    throw UserError(fmt::format("radiation of a boson of {:g} GeV off leptons of {:g} GeV at {:g} GeV", boson_mass,
                                lepton_mass, energy),
                    "masses and energy must be above 0: without masses it diverges", "");
  }
  if (energy <= boson_mass + 2.0 * lepton_mass) return 0.0;
  const Squares squares{energy * energy, boson_mass * boson_mass, lepton_mass * lepton_mass};
  // ln a between its ends, where momenta vanish like square roots: a sine makes them smooth.
  const double low = std::log(squares.boson + 2.0 * boson_mass * lepton_mass);
  const double range = std::log(squares.s - 2.0 * lepton_mass * energy) - low;
  static const math::QuadratureRule rule = math::gauss_legendre(96);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double angle = 0.5 * units::pi * rule.nodes[i];
    const double a = std::exp(low + range * std::pow(std::sin(angle), 2));
    sum += rule.weights[i] * a * inner(a, squares) * std::sin(2.0 * angle);
  }
  return 0.5 * units::pi * range * sum / (squares.s * squares.s);
}

double pair_radiation_cross_section(double energy, double boson_mass, double lepton_mass) {
  constexpr double alpha = constants::fine_structure;
  const double pairs = 4.0 * units::pi * alpha * alpha / (3.0 * energy * energy);
  return pairs * pair_radiation(energy, boson_mass, lepton_mass) / (8.0 * units::pi * units::pi);
}

}  // namespace tridens::process
