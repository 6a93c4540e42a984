#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/nuclear_form_factor.hh"

namespace tridens::matter {

enum class Nucleon { proton, neutron };

/// Electromagnetic form factors of the nucleons. Sachs form factors G_E, G_M (G_M in nuclear magnetons,
/// G_M^p(0) = 2.793).
class NucleonFormFactor {
 public:
  virtual ~NucleonFormFactor() = default;
  virtual double electric(Nucleon nucleon, double Q2) const = 0;
  virtual double magnetic(Nucleon nucleon, double Q2) const = 0;
  virtual std::string name() const = 0;
  /// electric and magnetic for a batch, with one virtual call for all of it.
  virtual void sachs(Nucleon nucleon, const double* Q2, double* electric, double* magnetic, size_t count) const = 0;

  /// The two structure functions of elastic scattering, with t = Q^2/4M^2:
  /// H1 = (G_E^2 + t G_M^2)/(1+t) = F1^2 + t F2^2,  H2 = G_M^2 = (F1+F2)^2 (1807.10973 eq. 2.20).
  void structure_functions(Nucleon nucleon, const double* Q2, double* H1, double* H2, size_t count) const;
};

/// dipole (arXiv:1807.10973), alberico (arXiv:0812.3539), kelly (PRC 70 (2004) 068202); "default" is
/// alberico. UserError otherwise.
std::shared_ptr<const NucleonFormFactor> make_nucleon_form_factor(std::string_view name);
std::vector<FormFactorInfo> nucleon_form_factors();

double nucleon_mass(Nucleon nucleon);  // GeV

}  // namespace tridens::matter
