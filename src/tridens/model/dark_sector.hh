#pragma once
#include <array>
#include <complex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/model/unstable.hh"

// Dark sectors: heavy neutrinos N_4, N_5, ... of mass m_h that mix with the flavours and with a neutrino nu_D of a
// hidden U(1)', its vector Z', a scalar phi and transition dipoles. Lagrangian, signs, validity and papers in
// dark_sector.cc; widths in dark_sector_decays.cc.
namespace tridens::model {

/// A heavy neutrino N_h. Its phase is chosen such that the mass is positive.
struct HeavyNeutrino {
  double mass = 0.0;                               // GeV
  std::array<std::complex<double>, 3> mixing{};    // U_{a h}, a = e, mu, tau
  std::complex<double> dark_mixing = 0.0;          // U_{D h}
  std::array<std::complex<double>, 3> dipole_d{};  // d_{a h}, GeV^-1: L = d nubar_a s_mn P_R N_h F^mn + h.c., d = mu/2
  std::array<std::complex<double>, 3> yukawa{};    // y_{a h}: L = y phi nubar_a P_R N_h + h.c.
};

/// A real scalar phi: L = phi [sum_a y_{a h} nubar_a P_R N_h + h.c. + sum_l y_l lbar l]; the vertex of N_k -> N_j phi
/// is y_jk P_R + y*_jk P_L, y_jk = y_kj, for Dirac and Majorana neutrinos.
struct DarkScalar {
  double mass = 0.0;                      // GeV
  std::array<double, 3> lepton_yukawa{};  // y_l of e, mu, tau
  double proton = 0.0, neutron = 0.0;     // c_N of phi psibar psi, for scattering
};

/// A coupling between two heavy neutrinos, by their places in the list: from N_`heavier` to N_`lighter`.
struct HeavyPairCoupling {
  size_t lighter = 0, heavier = 0;
  std::complex<double> value = 0.0;
};

/// Parameters of a sector. Make a `DarkSector` of it, which checks them.
struct DarkSectorParameters {
  std::vector<HeavyNeutrino> heavy;  // by increasing mass: N_4, N_5, N_6
  bool majorana = false;
  double dark_coupling = 0.0;   // g': L = g' nubar_D g^m P_L nu_D Z'_m
  double mediator_mass = 0.0;   // of Z', GeV; 0: there is none
  double kinetic_mixing = 0.0;  // eps: L = e eps J_em Z'
  double mass_mixing = 0.0;     // eps_Z: L = eps_Z (g/c_W) J_NC Z'
  std::optional<DarkScalar> scalar = std::nullopt;
  std::vector<HeavyPairCoupling> heavy_yukawa_y = {};  // y_jk of the scalar
  std::vector<HeavyPairCoupling> heavy_dipole_d = {};  // d_jk, GeV^-1: L = d Nbar_j s_mn P_R N_k F^mn + h.c., d = mu/2
  double weak_mixing_angle = 0.23121;                  // s_W^2
};

/// L = Z'_m fbar g^m (left P_L + right P_R) f.
struct ChiralCoupling {
  std::complex<double> left = 0.0, right = 0.0;
};

/// A checked sector with the couplings of its mass states. Const and cheap to copy.
class DarkSector {
 public:
  /// UserError that names the condition: no, unordered, negative or too large masses, more than three heavy neutrinos,
  /// mixings above 1 or rows of the mixing matrix that no light states can complete to norm 1, a coupling to a boson
  /// that is not there, a sector in which nothing couples.
  explicit DarkSector(DarkSectorParameters parameters);

  const DarkSectorParameters& parameters() const { return parameters_; }
  size_t size() const { return parameters_.heavy.size(); }
  const HeavyNeutrino& heavy(size_t h) const { return parameters_.heavy.at(h); }
  bool majorana() const { return parameters_.majorana; }
  bool has_vector() const { return parameters_.mediator_mass > 0.0; }

  /// C_jk of L = C_jk Nbar_j g^m P_L N_k Z'_m between heavy states: g' U*_Dj U_Dk, and the share of mass mixing.
  std::complex<double> heavy_coupling(size_t j, size_t k) const;
  /// C_{a h} of L = C_{a h} nubar_a g^m P_L N_h Z'_m + h.c.: -g' U_Dh sum_h' U_{a h'} U*_{D h'} by unitarity.
  /// Scattering nu_a -> N_h meets its conjugate.
  std::complex<double> flavour_coupling(Flavour flavour, size_t h) const;
  /// sum over the light states of |C_{i h}|^2.
  double light_coupling_squared(size_t h) const;
  /// sum over pairs of light states of |C_ij|^2.
  double light_pair_coupling_squared() const;
  /// Share of nu_D in the light states, sum_i |U_Di|^2.
  double light_dark_share() const { return light_share_; }
  /// Couplings of Z' to a charged lepton; to the quark fields of charge and isospin T_3.
  ChiralCoupling lepton_vector() const { return fermion_vector(-1.0, -0.5); }
  ChiralCoupling fermion_vector(double charge, double isospin) const;
  /// Vector couplings of Z' to protons (charge 1) and neutrons (charge 0) at rest: e eps Q + mass mixing.
  double nucleon_vector(bool proton) const;

  /// Coupling of Z' to the isovector current of which pi+ pi- has charge 1, and eps_Z g/c_W.
  double isovector_vector() const;
  double weak_charge_coupling() const;

  /// y_jk between heavy states, 0 where none was given.
  std::complex<double> heavy_yukawa(size_t j, size_t k) const;
  /// d_jk, 0 where none was given.
  std::complex<double> heavy_dipole(size_t j, size_t k) const;

 private:
  DarkSectorParameters parameters_;
  double light_share_ = 0.0;
};

/// U_D4 of 3+1: sqrt(1 - sum_a |U_a4|^2). UserError for a sum above 1.
double complete_dark_mixing(const std::array<std::complex<double>, 3>& mixing);

/// Names of the numbered states: "N4", "N5", "N6".
std::string heavy_neutrino_name(size_t h, bool antiparticle = false);

/// All particles of the sector that decay: the heavy neutrinos (of Dirac type: their antiparticles too, under -pdg),
/// and Z' and phi where a heavy neutrino decays to them on their mass shell. UserError for a particle without any open
/// decay that says why, and for what heavy_neutrino_decays refuses.
std::vector<UnstableParticle> unstable_particles(const DarkSector& sector);

/// Published benchmark points by name: "bertuzzo", "ballett", "abdullahi", "vergani". UserError with the nearest name.
DarkSector dark_sector_benchmark(std::string_view name);
std::vector<std::string> dark_sector_benchmark_names();

}  // namespace tridens::model
