#pragma once
#include <array>
#include <complex>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/math/random.hh"

// Mixing of the three known neutrinos in vacuum.
namespace tridens::flux {

/// A measured number and its errors of one standard deviation.
struct MeasuredParameter {
  double value = 0.0, plus = 0.0, minus = 0.0;
};

/// A global fit of oscillation data (data/oscillation/nufit.csv).
struct MixingParameters {
  std::string name;  // "5.2", "5.2-without-sk"
  MeasuredParameter sin2_theta12, sin2_theta13, sin2_theta23;
  MeasuredParameter delta_deg;
  MeasuredParameter delta_m2_21_eV2;
  MeasuredParameter delta_m2_3l_eV2;  // m3^2 - m1^2 > 0 (normal ordering) or m3^2 - m2^2 < 0 (inverted)

  /// m3^2 - m1^2.
  double delta_m2_31_eV2() const;
};

std::vector<std::string> mixing_parameter_names();
/// A fit by its version, "nufit-" before it or not. UserError with the nearest name.
MixingParameters mixing_parameters(std::string_view name);

/// P(from -> to) as [from][to]; neutrinos and antineutrinos have the same averages.
using FlavourTransitions = std::array<std::array<double, 3>, 3>;

/// The unitary matrix of nu_a = sum_i U*_ai |nu_i> and the masses behind it.
class NeutrinoMixing {
 public:
  using Matrix = std::array<std::array<std::complex<double>, 3>, 3>;

  /// Standard parametrisation. UserError for sines outside 0 to 1 and numbers that are not finite.
  NeutrinoMixing(double sin2_theta12, double sin2_theta13, double sin2_theta23, double delta_rad,
                 double delta_m2_21_eV2, double delta_m2_31_eV2);
  /// The best fit.
  explicit NeutrinoMixing(const MixingParameters& parameters);
  /// One draw from the errors: each parameter by itself, half a Gaussian on either side of the best fit. Sines beyond 0
  /// or 1 are drawn again.
  static NeutrinoMixing drawn(const MixingParameters& parameters, RandomStream& stream);

  /// Rows e, mu, tau; columns 1, 2, 3.
  const Matrix& matrix() const { return matrix_; }
  /// m_i^2 - m_1^2, eV^2.
  const std::array<double, 3>& mass_squared_eV2() const { return mass_squared_eV2_; }
  /// sum_i |U_ai|^2 |U_bi|^2: after many oscillations, averaged over energy or distance.
  FlavourTransitions averaged() const;
  /// Exact in vacuum, at an energy in GeV and a distance in km. UserError for an energy that is not above zero or a
  /// negative distance.
  double probability(Flavour from, Flavour to, bool antiparticle, double energy, double distance_km) const;

 private:
  Matrix matrix_;
  std::array<double, 3> mass_squared_eV2_;  // above that of the first
};

}  // namespace tridens::flux
