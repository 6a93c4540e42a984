#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tridens/process/atomic_photons.hh"

// A light boson X radiated by a muon in the field of a nucleus, mu N -> mu N X, in the Weizsaecker-Williams
// approximation: K. J. Kim and Y.-S. Tsai, Phys. Rev. D 8 (1973) 3109; J. D. Bjorken et al., 0906.0580; for muon beams
// D. V. Kirpichnikov et al., 2107.13297. With x = E_X/E, u = (p - k)^2 - m_mu^2 < 0, s = -u/(1 - x),
// t_2 = m^2 - s - u, u_m = m^2 (1 - x)/x + m_mu^2 x,
//   dsigma/dx = alpha^2 g_X^2/(4 pi) beta (1 - x) int_{u_m} d|u|/u^2 A_X(x, u) chi(t_min, m^2 + m_mu^2),
//   t_min = (s/2E)^2, beta = sqrt(1 - m^2/x^2 E^2),
// with the subprocess (1/4) sum |M(gamma mu -> mu X)|^2 = e^2 g_X^2 A_X,  A_X = a - b x (|u| - u_m)/u^2:
//   vector       g mubar gamma^a mu         a = 2 (2 - 2x + x^2)/(1 - x)                       b = 4 (m^2 + 2 m_mu^2)
//   axial        g mubar gamma^a gamma5 mu  a = vector's + 4 m_mu^2 x^2/[m^2 (1 - x)]          b = 4 (m^2 - 4 m_mu^2)
//   pseudoscalar i g mubar gamma5 mu        a = x^2/(1 - x)                                    b = 2 m^2
//   scalar       g mubar mu                 a = x^2/(1 - x)                                    b = 2 (m^2 - 4 m_mu^2)
//   ALP, photon  g a E.B (the muon's photon on the nucleus' one)
//                A = [t_2 s u - (m^2 - t_2)^2 (t_2 + 2 m_mu^2)/2]/(2 t_2^2)
// (test/process/muon_bremsstrahlung_test.cc does the sums over spins with explicit spinors). The derivative coupling
// g_amumu d_s a mubar gamma^s gamma5 mu of an axion-like particle is the pseudoscalar with g_X = 2 m_mu g_amumu; beside
// g_agammagamma a E.B (that is -1/4 g a F Fdual) the two interfere, with
//   A = -m_mu (m^2 - t_2)^3/(t_2 s u) per (2 m_mu g_amumu) g_agammagamma,   gamma5 = i gamma^0 gamma^1 gamma^2 gamma^3.
// Validity: E >> m, m_mu. Against the exact process (muon_bremsstrahlung_exact.hh) on lead at 160 GeV it is good to
// 1-3 %, 5 % for x < 0.2 and m > 0.3 GeV, 11 % for the photon coupling at m = 1 GeV and x < 0.2. Published limits often
// take the lower end t_min = (m^2/2E)^2 for all u ("improved" Weizsaecker-Williams): that overestimates by 1.2 to 2.7
// and is offered by name for comparison.
namespace tridens::process {

enum class RadiatedBoson { vector, axial, pseudoscalar, scalar, alp_photon, alp_interference };

/// "vector", "axial", "pseudoscalar", "scalar", "alp-photon", "alp-interference". UserError with the nearest name.
RadiatedBoson parse_radiated_boson(std::string_view name);
std::string name(RadiatedBoson boson);

/// Lower end of the photon spectrum.
enum class PhotonThreshold {
  kinematic,  // t_min = (s/2E)^2, of each u
  fixed       // t_min = (m^2/2E)^2
};

/// A_X of the subprocess. `missing_u` = |u| - u_m >= 0, GeV^2.
double radiation_function(RadiatedBoson boson, double mass, double x, double missing_u);

/// Cross sections per g_X^2 in GeV^-2 (per g_agammagamma^2 in GeV^2 GeV^-2, per g_X g_agammagamma for the interference,
/// which may be negative).
class MuonBremsstrahlung {
 public:
  /// `mass` of X in GeV. UserError when it is negative, or zero for an axial vector, whose longitudinal mode grows like
  /// 1/m^2, or for any boson with PhotonThreshold::fixed, and for the photon coupling with PhotonThreshold::fixed,
  /// where the integral over u does not converge.
  MuonBremsstrahlung(RadiatedBoson boson, double mass, AtomicPhotons photons,
                     PhotonThreshold threshold = PhotonThreshold::kinematic);

  /// dsigma/dx at beam energy E, GeV; 0 outside of the kinematic range.
  double differential(double energy, double x) const;
  /// d2sigma/(dx dtheta), theta the angle of X to the beam in radians.
  double angular(double energy, double x, double theta) const;
  /// Integral of dsigma/dx over lowest_x < x < highest_x (0.01 %).
  double integral(double energy, double lowest_x, double highest_x) const;
  /// Nodes of that integral: x, and dsigma/dx times the width of the node.
  struct Node {
    double x, sigma;
  };
  std::vector<Node> nodes(double energy, double lowest_x, double highest_x) const;
  /// chi of the fixed lower end, the only factor that the constant-chi form does not know.
  double fixed_flux(double energy) const;

  RadiatedBoson boson() const { return boson_; }
  double mass() const { return mass_; }

 private:
  RadiatedBoson boson_;
  double mass_;
  AtomicPhotons photons_;
  PhotonThreshold threshold_;

  bool open(double energy, double x) const;
  double lowest_u(double x) const;
  double highest_t() const;
  double prefactor(double energy, double x) const;
  double density(double energy, double x, double u) const;
};

}  // namespace tridens::process
