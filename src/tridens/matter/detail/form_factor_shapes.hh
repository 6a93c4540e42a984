#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/matter/nuclear_form_factor.hh"

// The shapes behind make_nuclear_form_factor. Lengths are in GeV^-1, momenta in GeV.
namespace tridens::matter::detail {

using FormFactorPointer = std::shared_ptr<const NuclearFormFactor>;

/// F = 1.
FormFactorPointer point_form_factor();

/// rho(r) = sum_n a_n j0(n pi r/R) for r < R: F = (sin x/x) sum_n (-1)^n a_n/((n pi)^2 - x^2) / sum_n (-1)^n
/// a_n/(n pi)^2, x = Q R. Coefficients in any unit.
FormFactorPointer fourier_bessel_form_factor(double radius, const std::vector<double>& coefficients, std::string name);

struct FermiShape {
  double c = 0.0;            // half-density radius
  double a = 0.0;            // diffuseness
  double w = 0.0;            // of the factor 1 + w r^2/c^2
  bool symmetrised = false;  // sinh(c/a)/(cosh(r/a) + cosh(c/a)) instead of 1/(1 + exp((r-c)/a))
};
FormFactorPointer fermi_form_factor(const FermiShape& shape, std::string name);

/// F = 3 j1(Q R)/(Q R) exp(-Q^2 s^2/2).
FormFactorPointer helm_form_factor(double radius, double skin, std::string name);

/// F = 3 j1(Q R)/(Q R) / (1 + Q^2 a^2).
FormFactorPointer klein_nystrand_form_factor(double radius, double range, std::string name);

}  // namespace tridens::matter::detail
