#include "tridens/model/anomalous_moment.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::model {
namespace {

double numerator(LoopBoson boson, double x, double rest, double r) {
  switch (boson) {
    case LoopBoson::vector:
      return 2.0 * x * x * rest;
    case LoopBoson::axial:
      return 2.0 * x * rest * (x - 4.0) - 4.0 * x * x * x / r;
    case LoopBoson::scalar:
      return x * x * (1.0 + rest);
    case LoopBoson::pseudoscalar:
      return -x * x * x;
  }
  return 0.0;
}

}  // namespace

double anomalous_moment_per_coupling_squared(LoopBoson boson, double lepton_mass, double boson_mass) {
  for (const double mass : {lepton_mass, boson_mass}) {
    if (mass > 0.0 && std::isfinite(mass)) continue;
    throw UserError(fmt::format("a mass of {:g} GeV in a loop", mass), "leptons and the boson have masses above 0", "");
  }
  const double r = std::pow(boson_mass / lepton_mass, 2);
  // Trapezoids in u = ln x/(1 - x): the integrand falls exponentially at both ends, and its poles are pi/2 or more off
  // the real axis, so that a step of 0.1 is right to rounding.
  constexpr double from = -70.0, step = 0.1;
  constexpr int steps = 1400;
  double sum = 0.0;
  for (int i = 0; i <= steps; ++i) {
    const double u = from + step * i, x = 1.0 / (1.0 + std::exp(-u)), rest = 1.0 / (1.0 + std::exp(u));
    sum += numerator(boson, x, rest, r) / (x * x + rest * r) * x * rest;
  }
  return sum * step / (8.0 * units::pi * units::pi);
}

}  // namespace tridens::model
