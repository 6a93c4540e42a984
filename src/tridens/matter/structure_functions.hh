#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/matter/parton_density.hh"

// Electromagnetic structure functions of the nucleons: what a virtual photon of any virtuality sees of a nucleon that
// breaks up.
//
//   2x F1 = F2 (1 + 4 x^2 M^2/Q^2) - FL,   FL = F2 (1 + 4 x^2 M^2/Q^2) R/(1 + R),   R = sigma_L/sigma_T
//
// ALLM97: H. Abramowicz and A. Levy, hep-ph/9712415 (eqs. 1-9, table 1): Regge-motivated, all Q^2 >= 0, W > M + m_pi
// (it averages over resonances). Partons: F2 = x sum e_q^2 (q + qbar), leading order.
// Free nucleons: no shadowing, EMC effect or Fermi motion.
namespace tridens::matter {

struct StructureFunctions {
  double F2 = 0.0, FL = 0.0;
};

class ElectromagneticStructure {
 public:
  virtual ~ElectromagneticStructure() = default;
  /// At 0 < x < 1 and Q2 > 0 (GeV^2). Zero at and beyond the threshold of one pion, x >= Q2/(Q2 + (M+m_pi)^2 - M^2).
  StructureFunctions evaluate(Nucleon nucleon, double x, double Q2) const;
  virtual std::string name() const = 0;
  virtual std::vector<std::string> papers() const = 0;

 protected:
  virtual double F2(Nucleon nucleon, double x, double Q2) const = 0;
};

/// Largest x at a virtuality: one nucleon and one pion in the final state.
double inelastic_highest_x(Nucleon nucleon, double Q2);
/// Ratio of the photoabsorption cross sections of longitudinal and transverse photons, 0.18 Q2/(Q2 + 0.3 GeV^2): zero
/// for real photons as gauge invariance wants, 0.18 as measured at Q^2 of 1 to 20 GeV^2 (L. Whitlow et al., Phys. Lett.
/// B 250 (1990) 193). Between 0 and 0.36 it moves inelastic W production by 2 %.
double photoabsorption_ratio(double Q2);
/// F2 of the proton, ALLM97.
double allm97_F2(double x, double Q2);

/// "allm97", "grv94-allm97" (default: GRV94 LO partons from Q^2 = 2 GeV^2 up, ALLM97 below) or "table:PATH", a table
/// with columns x, Q2_GeV2, F2_proton, F2_neutron on a rectangular grid, interpolated in ln x and ln Q2 (needs
/// `reader`; ALLM97 below its lowest Q2, UserError outside its other ends). UserError for other names.
std::shared_ptr<const ElectromagneticStructure> make_structure_functions(std::string_view specification,
                                                                         const TextReader& reader = nullptr);
std::vector<FormFactorInfo> structure_functions();

}  // namespace tridens::matter
