#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/nuclide.hh"

namespace tridens::matter {

/// Elastic form factor of a nucleus, F(0) = 1. Momentum transfer Q^2 = -q^2 in GeV^2; NaN for a negative Q^2
/// (but for "point").
class NuclearFormFactor {
 public:
  virtual ~NuclearFormFactor() = default;
  virtual double value(double Q2) const = 0;
  /// value(Q2[i])^2 for a batch.
  virtual void squared(const double* Q2, double* result, size_t count) const;
  /// Root-mean-square radius of the density, GeV^-1.
  virtual double rms_radius() const = 0;
  /// The name with every parameter resolved: "fermi2,c=3.53fm,a=0.542fm".
  virtual std::string name() const = 0;
};

struct FormFactorInfo {
  std::string name, formula, parameters, source, validity;
};

/// Builds a form factor from "name" or "name,key=value,..." with lengths such as 3.53fm. Names:
/// fourier-bessel, fermi2, fermi3, symmetrised-fermi, ballett (a symmetrised Fermi shape), helm, helm-lewin-smith,
/// helm-charge-radius, klein-nystrand, klein-nystrand-adapted, point, default. "default" is fourier-bessel where a
/// measured set exists, else a symmetrised Fermi shape at the measured charge radius (or Helm when no radius is known):
/// the resolved name says which. Every name takes "radius_scale=1.05", which stretches all lengths of the density.
/// UserError for unknown names, keys, or missing data, and for a scale of a point.
std::shared_ptr<const NuclearFormFactor> make_nuclear_form_factor(std::string_view specification,
                                                                  const Nuclide& nuclide);
std::vector<FormFactorInfo> nuclear_form_factors();

}  // namespace tridens::matter
