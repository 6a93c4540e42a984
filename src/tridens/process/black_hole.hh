#pragma once
#include <string>
#include <string_view>
#include <vector>

// Semiclassical microscopic black holes in 4 + n flat dimensions with all other particles on a brane. G is the constant
// of gravity in 4 + n dimensions, in which a Schwarzschild hole has (R. C. Myers, M. J. Perry, Annals Phys. 172 (1986)
// 304)
//   r_s^(n+1) = 8 G M Gamma((n+3)/2) / [(n + 2) pi^((n+1)/2)].
// All functions hold for holes without spin and charge, r_s well below the size of the extra dimensions, and M well
// above the Planck scale; energies and masses in GeV, lengths in GeV^-1.
namespace tridens::process::black_holes {

/// What "the" Planck scale M_* of 4 + n dimensions means:
///   pdg                     G = (2 pi)^(n-1)/(4 M_*^(n+2)) (G. F. Giudice, R. Rattazzi, J. D. Wells, hep-ph/9811291:
///                           Mbar_Pl^2 = R^n M_D^(n+2)), the convention of limits; "grw" is the same
///   dimopoulos-landsberg    G = 1/M_*^(n+2) (hep-ph/0106295)
///   giddings-thomas         G = (2 pi)^n/(4 pi M_*^(n+2)) (hep-ph/0106219)
enum class PlanckConvention { pdg, dimopoulos_landsberg, giddings_thomas };
std::vector<std::string> planck_convention_names();
/// By name as above (with "grw"); UserError with the nearest.
PlanckConvention parse_planck_convention(std::string_view name);

/// n = 1..7 extra dimensions (UserError outside) and M_D in the convention pdg.
class Gravity {
 public:
  /// Scale > 0, GeV, in the given convention; UserError otherwise.
  Gravity(int dimensions, double scale, PlanckConvention convention = PlanckConvention::pdg);

  int dimensions() const { return n_; }
  double planck_mass() const { return planck_mass_; }  // M_D, pdg
  double planck_mass(PlanckConvention convention) const;

  /// k of r_s = (k/M_D) (M/M_D)^(1/(n+1)).
  double radius_factor() const { return k_; }
  double radius(double mass) const;  // r_s
  /// b_max/r_s: largest impact parameter at which a hole with the angular momentum of the collision has its horizon
  /// within b/2, 2 [1 + ((n+2)/2)^2]^(-1/(n+1)) (D. Ida, K. Oda, S. C. Park, hep-th/0212108). Closed trapped surfaces
  /// in numerical collisions (H. Yoshino, Y. Nambu, gr-qc/0209003) give the same within 1.5 %.
  double impact_ratio() const;

  double temperature(double mass) const;  // Hawking: (n + 1)/(4 pi r_s)
  double entropy(double mass) const;      // 4 pi M r_s/(n + 2)
  /// Radius of the absorption of short waves on the brane,
  ///   r_c = r_s ((n+3)/2)^(1/(n+1)) sqrt((n+3)/(n+1)) (R. Emparan, G. T. Horowitz, R. C. Myers, hep-th/0003118).
  double absorption_radius(double mass) const;

  /// M/(2T): the estimate of Dimopoulos and Landsberg, at the first temperature and 2 T per particle.
  double mean_multiplicity(double mass) const;
  /// Particles of a black body whose temperature rises while it shrinks: S/rho, rho = <energy>/T of its particles.
  double black_body_multiplicity(double mass) const;
  /// Luminosity of the black body of the Standard Model on the brane, dE/dt = pi r_c^2 (pi^2/30) g T^4, GeV^2.
  double luminosity(double mass) const;
  /// Time to evaporate, (n + 1)/(n + 3) M/(dE/dt); proportional to (1/M_D) (M/M_D)^((n+3)/(n+1)). GeV^-1.
  double lifetime(double mass) const;

 private:
  int n_;
  double planck_mass_, k_;
};

/// What a hole emits of a kind: degrees of freedom (spins, colours, particle and antiparticle).
struct EmittedKind {
  std::string name;
  int degrees = 0;
  bool fermion = false;
  /// Share of the number of particles and of the energy of a black body much hotter than all masses. Greybody factors
  /// change the numbers per degree of freedom, scalar : fermion : vector, from 1 : 0.75 : 1 to 1 : 0.77 : 0.69 (n = 2)
  /// or 1 : 0.73 : 0.99 (n = 6) (C. M. Harris, P. Kanti, hep-ph/0309054): vectors by up to 30 %.
  double number_share = 0.0, energy_share = 0.0;
};
/// The Standard Model: quarks, gluons, charged leptons by flavour, neutrinos, photon, W and Z, Higgs. Emission of
/// gravitons into all dimensions is left out (some % for n <= 2, up to a few ten % for n = 7).
std::vector<EmittedKind> emitted_kinds();
/// Mean energy of a particle of that black body over T: 3.02.
double mean_energy_over_temperature();

/// Mean flight of a tau lepton of that energy (GeV), metres: 49 m per PeV. No energy loss.
double tau_flight_m(double energy);
/// Of `count` taus of that energy each: the probability that exactly `bangs` of them decay between two distances
/// (metres), a binomial of exp(-low/L) - exp(-high/L).
double bang_probability(int count, int bangs, double energy, double shortest_m, double longest_m);

}  // namespace tridens::process::black_holes
