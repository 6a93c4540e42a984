#pragma once
#include <algorithm>
#include <cmath>

#include "tridens/math/interpolation.hh"
#include "tridens/process/trident_lepton_table.hh"

// Nodes of the tables of one lepton pair and what their numbers are divided by, so that what is interpolated is smooth
// and of order one.
namespace tridens::process::detail {

inline constexpr int table_structures = 3;                 // V^2, A^2, VA
inline constexpr int table_moment = 2 * table_structures;  // transverse, longitudinal

/// A three-body phase space with a relativistic neutrino opens like the power 5/2, its amplitude squared adds one.
inline double threshold_factor(double W2, double threshold_squared) {
  const double open = 1.0 - threshold_squared / W2;
  return open * open * open * std::sqrt(open);
}

struct LeptonTableFrame {
  LeptonTableFrame(Flavour minus, Flavour plus, const LeptonTableGrid& grid) {
    const double a = charged_lepton_mass(minus), b = charged_lepton_mass(plus);
    const double lighter = std::fmin(a, b);
    threshold_squared = (a + b) * (a + b);
    scale_squared = lighter * lighter;
    // The threshold region is as wide as the lighter lepton stays non-relativistic.
    opening_scale = grid.opening * (a + b) * lighter;
    x = axis(std::log1p((grid.largest_W2 - threshold_squared) / opening_scale), grid.step_x);
    y = axis(std::log1p(grid.largest_Q2 / scale_squared), grid.step_y);
  }

  /// `lowest_x` in place of the threshold itself, where only the limit of the ratio exists.
  double W2(size_t i, double lowest_x) const {
    return threshold_squared + opening_scale * std::expm1(std::fmax(x.node(i), lowest_x));
  }
  double Q2(size_t j) const { return std::fmax(scale_squared * std::expm1(y.node(j)), 1e-9 * scale_squared); }
  size_t nodes() const { return x.nodes * y.nodes; }
  double longitudinal_factor(double Q2) const { return Q2 / (Q2 + scale_squared); }
  double main_dependence(double W2) const { return W2 * threshold_factor(W2, threshold_squared); }
  /// K^2 half-way to its largest value.
  double typical_transfer(double W2, double Q2) const { return 0.5 * largest_transfer(threshold_squared, W2, Q2); }

  double threshold_squared, scale_squared, opening_scale;
  UniformAxis x, y;

 private:
  static UniformAxis axis(double high, double step) {
    const auto intervals = static_cast<size_t>(std::ceil(high / step));
    return {0.0, high, intervals + 1};
  }
};

/// Numbers of one moment at a node, after division by `factor`.
inline void store_moment(const PhotonCrossSection& value, double factor, double longitudinal_factor, double* out) {
  const double t = 1.0 / factor, l = 1.0 / (factor * longitudinal_factor);
  out[0] = value.transverse.vv * t;
  out[1] = value.transverse.aa * t;
  out[2] = value.transverse.va * t;
  out[3] = value.longitudinal.vv * l;
  out[4] = value.longitudinal.aa * l;
  out[5] = value.longitudinal.va * l;
}

}  // namespace tridens::process::detail
