#pragma once
#include <array>

#include "tridens/model/model.hh"

namespace tridens::model {

/// Vector couplings of the neutral current to the nucleons at zero momentum transfer.
struct NucleonCouplings {
  double proton = 0.0, neutron = 0.0;
};

/// One-loop couplings for a neutrino of one flavour, J. Erler and S. Su, Prog. Part. Nucl. Phys. 71 (2013) 119
/// (1303.5522), in the form of 2303.09360:
///   g_V^p = rho(1/2 - 2 s^2) + 2 B_X + B_W + 2 R + rho(2 Z_uL + Z_dL - 2 Z_uR - Z_dR),
///   g_V^n = -rho/2 + 2 B_W + B_X + rho(2 Z_dL + Z_uL - 2 Z_dR - Z_uR),
///   B_W = -(alpha_Z/2 pi s_Z^2)[1 - alpha_s(M_W)/2 pi],  B_X = (alpha_Z/8 pi s_Z^2)[1 + alpha_s(M_W)/pi],
///   R = (alpha/6 pi)[ln(M_W^2/m_l^2) + 3/2] (charge radius),
///   Z_fX = -(3 alpha_Z/8 pi s_Z^2 c_Z^2) (g_X^f)^2 [1 - alpha_s(M_Z)/pi].
/// s^2 is the mixing angle at q -> 0. `zz_boxes` false leaves the Z_fX out, as in 2005.01645.
NucleonCouplings one_loop_nucleon_couplings(Flavour flavour, double sin2thetaW, bool zz_boxes = true);

/// Tree-level Standard Model in the four-fermion limit:
///   V = g_V d_{aa'} d_{bc} + d_{a'c} d_{ab},  g_V = -1/2 + 2 s_W^2,  g_A = -1/2          (1807.10973 table 1).
/// Input scheme: G_F from muon decay, s_W^2 as given; the default is the MSbar value at M_Z, 0.23121 (PDG 2022).
/// With the low-energy value 0.23857 the dimuon cross section rises by 0.9 %: the size of what is left out at tree
/// level.
///
/// Elastic scattering may use couplings with radiative corrections ("couplings", which tridents do not see):
///   tree            g_V^p = 1/2 - 2 s_W^2, g_V^n = -1/2, electrons as above
///   radiative       2005.01645: g_V^p = 0.0401, 0.0318, 0.0274 (e, mu, tau), g_V^n = -0.5094
///   radiative-2023  2303.09360: g_V^p = 0.0382, 0.0300, 0.0256, g_V^n = -0.5117
///   one-loop        one_loop_nucleon_couplings at the given s_W^2
/// and, in all but the first, the electron couplings of Tomalak and Hill, 1907.03379. Published sets hold at s_W^2 =
/// 0.23857; elsewhere they move by the tree derivatives (g_V^p by -2, C_L and C_R of the electron by +1). That value is
/// their default too, since a mixing angle at M_Z belongs to other corrections.
class StandardModel : public Model {
 public:
  explicit StandardModel(const Settings& settings);
  ModelInfo info() const override;
  Settings resolved() const override;
  LeptonVertex trident_vertex(const TridentChannel& channel) const override;
  /// Nothing beyond itself.
  void add_elastic(Neutrino, ElasticTerms&) const override {}
  const StandardModel& standard() const override { return *this; }
  /// Vector couplings of p, n, e and axial couplings of e and of the nucleons. The latter are (g_A - g_A^s)/2 and
  /// (-g_A - g_A^s)/2 with g_A = 1.27641 (neutron decay, 1812.04666) and g_A^s = -0.085 (strange quarks,
  /// hep-ex/0609039).
  void add_standard_terms(Neutrino incoming, ElasticTerms& terms) const;

  static Parameter weak_mixing_angle_parameter();
  /// The weak mixing angle and the choice of couplings: what every model that extends this one takes too.
  static std::vector<Parameter> parameters();
  /// The settings among `settings` that are parameters of the Standard Model.
  static Settings own(const Settings& settings);

 private:
  struct ElasticCouplings {
    double proton, neutron, electron_vector, electron_axial;
  };
  ElasticCouplings elastic_couplings(Flavour flavour) const;

  std::string couplings_;
  double sin2thetaW_;
};

}  // namespace tridens::model
