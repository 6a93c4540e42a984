#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/matter/parton_density.hh"
#include "tridens/model/quark_mixing.hh"
#include "tridens/process/detail/nucleon_targets.hh"
#include "tridens/process/process.hh"

// What scattering on the partons of a nucleon shares: phase space, momenta, and sums over partons. Formulas in
// deep_inelastic.cc of this folder.
namespace tridens::process::detail {

/// Momentum transfers and Bjorken x of  nu(E) + N(at rest, mass M) -> l(mass m) + X(mass W >= lowest_W),
///   Q^2 = -(k - k')^2,   x = Q^2/2P.q,   y = P.q/P.k = Q^2/(2 M E x),   W^2 = M^2 + Q^2 (1 - x)/x,
/// exact in M and m. All in GeV and GeV^2.
class InelasticPhaseSpace {
 public:
  struct Range {
    double low = 0.0, high = 0.0;
    bool empty() const { return !(low < high); }
  };

  /// lowest_W: of the hadronic system; anything below M stands for M (elastic scattering is at x = 1).
  InelasticPhaseSpace(double nucleon_mass, double lepton_mass, double lowest_Q2, double lowest_W);

  double nucleon_mass() const { return M_; }
  double lepton_mass() const { return m_; }
  double lowest_Q2() const { return lowest_Q2_; }
  /// Lowest neutrino energy at which there is phase space.
  double threshold() const { return threshold_; }
  /// Empty below threshold.
  Range Q2_range(double energy) const;
  /// Empty for a Q^2 out of range.
  Range x_range(double energy, double Q2) const;
  bool contains(double energy, double x, double Q2) const;
  double y(double energy, double x, double Q2) const { return Q2 / (2.0 * M_ * energy * x); }
  /// Highest energy at which no point of the phase space is outside the range of a set of partons.
  double highest_energy(const matter::PartonRange& range) const;

  /// Outgoing lepton and hadronic system; momentum is conserved exactly.
  std::vector<FinalParticle> final_state(double energy, double x, double Q2, double azimuth, int lepton_pdg) const;

 private:
  Range open_Q2(double energy) const;

  double M_, m_, lowest_Q2_, excess_;  // excess: lowest W^2 - M^2
  double threshold_ = 0.0;
};

/// Map of the unit square to (Q^2, x) with a density that follows the exchange of a boson of mass `boson_mass`.
struct InelasticPoint {
  double x = 0.0, Q2 = 0.0, jacobian = 0.0;  // d(x, Q^2)/d(u1, u2); 0 below threshold
};
InelasticPoint inelastic_point(const InelasticPhaseSpace& space, double boson_mass, double energy, double u1,
                               double u2);
/// 1/jacobian at a given point; 0 outside the phase space.
double inelastic_density(const InelasticPhaseSpace& space, double boson_mass, double energy, double x, double Q2);

/// Two-dimensional quadrature of d^2 sigma/dx dQ^2 over the phase space. `integrand` takes a batch of (x, Q^2) at one
/// energy and gives values in any unit.
using InelasticIntegrand = std::function<void(const double* x, const double* Q2, size_t count, double* result)>;
CrossSection integrate_inelastic(const InelasticPhaseSpace& space, double boson_mass, double energy,
                                 const InelasticIntegrand& integrand);

/// Tables and fits of densities x f cross zero as x -> 1, by less than this: it counts as zero.
inline constexpr double density_noise = 1e-6;

/// A parton and how strongly it is hit: `same` by a neutrino of its own handedness (flat in y), `opposite` by one of
/// the other (falling like (1 - y)^2).
struct PartonTerm {
  size_t parton = 0;  // matter::parton index
  double same = 0.0, opposite = 0.0;
};
/// Partons with the same final state: heavy quarks of total mass `produced_mass` beside the lepton.
struct PartonGroup {
  double produced_mass = 0.0;
  std::vector<PartonTerm> terms;
};

/// Quarks in the nucleon and in the final state: `flavours` of them in the order u, d, s, c, b, t, with these masses
/// (GeV; zero: no threshold).
struct HeavyQuarks {
  int flavours = 6;
  double charm = 0.0, bottom = 0.0, top = 0.0;
};
/// Mass made by a transition between the up-type quark of generation `up` and the down-type quark of generation `down`
/// (0, 1, 2), whichever of them is in the nucleon.
double transition_mass(size_t up, size_t down, const HeavyQuarks& quarks);
/// Terms of W exchange in units of G_F^2/pi, with CKM matrix elements.
std::vector<PartonGroup> charged_current_terms(bool antineutrino, const model::QuarkMixing& mixing,
                                               const HeavyQuarks& quarks);
/// Terms of Z exchange, in the same units.
std::vector<PartonGroup> neutral_current_terms(bool antineutrino, double sin2thetaW, const HeavyQuarks& quarks);

/// Sum over partons
///   K = sum_q xi f_q(xi, Q^2) [ same (1 - (m^2 + M_t^2)/s) + opposite (1 - y)(1 - y - (m^2 - M_t^2)/s) ],
///   xi = x (1 + M_t^2/Q^2),  s = 2 M E xi,
/// with M_t the produced mass and m that of the outgoing lepton; terms with xi >= 1 are absent. Then
///   d^2 sigma/dx dQ^2 = (G_F^2/pi x) [M_B^2/(Q^2 + M_B^2)]^2 K.
class PartonSum {
 public:
  PartonSum(std::shared_ptr<const matter::PartonDensity> density, std::vector<PartonGroup> groups);
  /// K at points inside the phase space.
  void evaluate(matter::Nucleon nucleon, const InelasticPhaseSpace& space, const double* energy, const double* x,
                const double* Q2, size_t count, double* result) const;

 private:
  std::shared_ptr<const matter::PartonDensity> density_;
  std::vector<PartonGroup> groups_;
};

/// (G_F^2/pi)[M_B^2/(Q^2 + M_B^2)]^2, GeV^-4.
double exchange_strength(double boson_mass, double Q2);

/// A parton set by its specification and a border rule (error, freeze, extend) that the specification may hold instead.
std::shared_ptr<const matter::PartonDensity> parton_density(const std::string& specification, const std::string& border,
                                                            const matter::TextReader& reader);
/// Above this neutrino energy (GeV) nothing is computed with parton densities, under no border rule.
inline constexpr double highest_sensible_energy = 1e12;
/// UserError unless the energy is positive and not above highest_sensible_energy.
void require_energy(double energy);
/// UserError that says up to which energy a set of densities (or a table of structure functions) is enough.
[[noreturn]] void refuse_energy(double energy, double highest_energy, const std::string& densities,
                                const matter::PartonRange& range, bool can_extend);
/// Warning that a border rule is at work, in one text for all neutrinos: `stated` is the energy it names. None where
/// the energies that are asked for (0: all) stay below `highest_energy`, or under border=error.
std::vector<std::string> range_warning(const std::string& densities, matter::PartonBorder border, double stated,
                                       double highest_energy, double asked);

}  // namespace tridens::process::detail
