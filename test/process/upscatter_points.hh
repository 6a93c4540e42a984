#pragma once
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/math/random.hh"
#include "upscatter_dirac.hh"

// Points at which tensors of upscattering are held against explicit matrices.
namespace tridens::process {

/// Random points from a millionth of the range above its lower end to close below its upper end.
inline std::vector<UpscatterPoint> points(double M, size_t count) {
  std::vector<UpscatterPoint> result;
  RandomStream random(11, static_cast<std::uint64_t>(1e3 * M), 3);
  while (result.size() < count) {
    const double m = 0.03 * std::pow(30.0, random.uniform());
    const UpscatterKinematics kinematics{M, m};
    const double E = kinematics.threshold() * (1.05 + 6.0 * random.uniform());
    const auto range = kinematics.Q2_range(E);
    const double Q2 = range.low + (range.high - range.low) * std::pow(random.uniform(), 3.0) * 0.999;
    result.push_back(
        {kinematics, E, Q2, result.size() % 2 == 0 ? HelicityFrame::laboratory : HelicityFrame::centre_of_mass});
  }
  return result;
}

/// Holds a pair of numbers against explicit matrices; `scale` is what rounding refers to.
inline void expect_traces(const UpscatterPoint& at, const HelicityPair& pair, const std::vector<dirac::Term>& terms,
                          bool antineutrino, bool half, double factor = 1.0) {
  const int conserving = antineutrino ? 1 : -1;
  const double first = dirac::squared(at, terms, conserving, antineutrino, half) * factor;
  const double second = dirac::squared(at, terms, -conserving, antineutrino, half) * factor;
  const double scale = 1e-12 * (std::abs(first) + std::abs(second));
  EXPECT_NEAR(pair.conserving, first, scale) << at.energy << " " << at.kinematics.mass << " " << at.Q2;
  EXPECT_NEAR(pair.flipping, second, scale) << at.energy << " " << at.kinematics.mass << " " << at.Q2;
}

inline HadronStructure nucleon(const dirac::NucleonFactors& f, double M, double Q2) {
  return {f.F1 * f.F1 + Q2 / (4.0 * M * M) * f.F2 * f.F2, (f.F1 + f.F2) * (f.F1 + f.F2)};
}

}  // namespace tridens::process
