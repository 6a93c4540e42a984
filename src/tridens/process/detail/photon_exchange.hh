#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/math/interpolation.hh"
#include "tridens/matter/photon_density.hh"
#include "tridens/process/detail/electroweak_amplitude.hh"
#include "tridens/process/electroweak_photon.hh"
#include "tridens/process/process.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident.hh"

// Neutrino reactions by exchange of one photon with a nucleus or nucleon:  nu(k1) + A(P) -> L + X,  q = P - P_X,
// Q^2 = -q^2, shat = 2 k1.q, with z = shat/(2EM), x = 1 for a target that stays whole, else Q^2/(2 P.(P - P_X)), zeta =
// z/x, kappa = z^2 M^2/Q^2, rho = 1 - zeta - kappa:
//
//   d sigma/(d ln shat d ln Q^2) = alpha/(2 pi shat) { a <|sqrt(rho) (cos psi A_x + sin psi A_y) + (1 - zeta/2) A_L|^2>
//                                    + b zeta^2/4 <|A_x|^2 + |A_y|^2 - |A_L|^2> },
//   <...> the leptons' phase space and spins, psi the azimuth of the target in the frame of neutrino and photon,
//   A_L = A.e_L with e_L = 2Q k1/shat (allowed by gauge invariance).
//     nucleus (spin 0)   a = Z^2 F^2, b = 0
//     nucleon            a = H1, b = H2, times the Pauli factor when bound
//     inelastic          a = F2, b = 2x F1 = F2 (1 + 4x^2M^2/Q^2) - FL, and Int dx/x
// Averaged over psi: alpha/2pi [f_T sigma^T + f_L sigma^L], f_T = 2 rho a + zeta^2 b, f_L = (1 - zeta/2)^2 a - zeta^2
// b/4, sigma^T = L_T/(2 shat), sigma^L = L_L/shat (1807.10973, section 2, in another normalisation; F. Bloch, C. F. von
// Weizsaecker and E. J. Williams for small Q^2). One-photon exchange: no Z exchange with the hadrons, no W or Z from
// quarks.
// Limits: m_L^2 < shat - Q^2; Q^2 > (z Delta + z^2 M^2)/(1 - z) with Delta = (M + m_pi)^2 - M^2 for inelastic
// scattering, 0 for elastic.
namespace tridens::process::detail {

/// A final-state particle of the leptonic half: momentum in the frame of neutrino and photon, and q.p.
struct LeptonicParticle {
  int pdg = 0;
  double mass = 0.0;
  LightCone momentum{};
  double q_dot_p = 0.0;
};

/// What neutrino and photon make.
class LeptonicSystem {
 public:
  virtual ~LeptonicSystem() = default;
  virtual double threshold_mass() const = 0;  // GeV
  /// Numbers of the unit cube per point.
  virtual size_t dimension() const = 0;
  /// The integrand of <...> over the unit cube, couplings included: the sum over spins times phase space. Zero outside.
  virtual PhotonProjection integrand(double W, double Q2, const double* u, const TargetDirection& target) const = 0;
  /// Total cross sections by quadrature; empty when there is none and totals are sampled.
  virtual std::optional<PhotonSigma> cross_section(double shat, double Q2) const = 0;
  /// Whether cross_section() gives a value; false: totals are sampled.
  virtual bool has_cross_section() const { return true; }
  /// Relative accuracy of totals made of cross_section().
  virtual double accuracy() const { return 1e-3; }
  /// Mass at which the cross section rises like a resonance above threshold, GeV; 0: none.
  virtual double resonance_mass() const { return 0.0; }
  /// All particles; the one at index balance() takes what the others leave.
  virtual std::vector<LeptonicParticle> particles(double W, double Q2, const double* u) const = 0;
  virtual size_t balance() const = 0;
  virtual std::vector<int> pdg_numbers() const = 0;
};

enum class InelasticPhoton { virtual_photon, collinear, none };

struct PhotonExchangeOptions {
  Neutrino neutrino;
  matter::Material target;
  std::string form_factor, nucleon_form_factor;
  double fermi_momentum = 0.0;
  bool coherent = true, proton = true, neutron = true;
  InelasticPhoton inelastic = InelasticPhoton::virtual_photon;
  std::shared_ptr<const matter::ElectromagneticStructure> structure;
  double scale = 1.0;            // mu/sqrt(shat) of the collinear photon
  double starting_scale2 = 0.0;  // GeV^2; positive: photons below it are taken out
  double precision = 2e-3;       // of sampled totals
  int process_id = 0;            // of the coherent component; + 1 proton, + 2 neutron, + 3, + 4 inelastic
  std::string reaction;          // "nue -> e- W+"
};

/// Settings that both processes share, and their reading.
std::vector<ProcessSetting> photon_exchange_settings();
PhotonExchangeOptions photon_exchange_options(const ProcessRequest& request);

/// Above it totals are refused, GeV: what is left out is of the size of the inelastic part. Curves of cross sections
/// may reach a little beyond 1e8 GeV.
inline constexpr double highest_energy = 1.02e8;

/// Relative accuracy of totals from tables (test/process/photon_table_test.cc).
inline constexpr double table_accuracy = 5e-3;

/// Coordinates of the photon and the hadrons, which come before those of the leptons, and the most there can be in all.
inline constexpr size_t hadronic_dimensions = 5, largest_dimension = 16;

class PhotonExchange : public Process {
 public:
  PhotonExchange(PhotonExchangeOptions options, std::shared_ptr<const LeptonicSystem> leptons,
                 std::vector<std::pair<std::string, std::string>> choices);

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return options_.neutrino; }
  double threshold(size_t component) const override;
  CrossSection cross_section(size_t component, double energy) const override;
  /// ln shat, ln Q^2, x, azimuth of the target, overall azimuth, then those of the leptons.
  int dimension() const override { return static_cast<int>(5 + leptons_->dimension()); }
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }
  std::vector<UnlistedParticle> unlisted_particles() const override;

  /// d sigma/d ln shat of a component at one shat (GeV^-2, multiplicity left out), by quadrature; needs a leptonic
  /// system with one.
  double per_log_shat(size_t component, double energy, double shat) const;

 private:
  enum class Kind { coherent, nucleon, inelastic, collinear };
  struct Hadron {
    Kind kind;
    matter::Nucleon nucleon;
    std::optional<HadronResponse> response;
  };
  struct Photon {
    double shat, Q2, x, zeta, rho, a, b, jacobian;
  };
  void add_components(const matter::Constituent& constituent);
  void add(const matter::Constituent& constituent, const std::string& name, double mass, double count, int recoil,
           Hadron hadron, int id);
  double opening(size_t component) const;  // Delta
  struct Range {
    double low, high;
  };
  Range shat_range(size_t component, double energy) const;
  Range Q2_range(size_t component, double energy, double shat) const;
  Range x_range(size_t component, double z, double Q2) const;
  Photon photon(size_t component, double energy, const double* u) const;
  double point(size_t component, double energy, const double* u) const;
  double averaged_point(size_t component, double energy, const double* u,
                        const std::optional<CubicSpline>& luminosity) const;
  CubicSpline luminosity_curve(size_t component, double energy) const;
  double flux_integral(size_t component, double energy, double shat) const;
  double over_log_Q2(size_t component, double energy, double shat, Range limits) const;
  std::array<double, 2> photon_flux(size_t component, double z, double Q2) const;
  std::vector<double> shat_panels(Range limits) const;
  double collinear_luminosity(size_t component, double energy, double shat) const;
  CrossSection sampled_cross_section(size_t component, double energy) const;

  PhotonExchangeOptions options_;
  std::shared_ptr<const LeptonicSystem> leptons_;
  std::vector<std::pair<std::string, std::string>> choices_;
  std::vector<Component> components_;
  std::vector<Hadron> hadrons_;
};

}  // namespace tridens::process::detail
