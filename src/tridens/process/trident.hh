#pragma once
#include <memory>
#include <optional>

#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/matter/pauli_blocking.hh"
#include "tridens/model/model.hh"
#include "tridens/process/process.hh"
#include "tridens/process/trident_lepton_table.hh"

// Neutrino trident production  nu(k1) + H(P) -> nu(k2) + l-(p-) + l+(p+) + H(P'),  q = P - P', Q^2 = -q^2, shat = 2
// k1.q, s = (k1+P)^2:
//
//   d2sigma/dQ2 dshat = 1/(32 pi^2 shat Q^2) [h^T sigma^T + h^L sigma^L] = H^{mu nu} L_{mu nu} / [32 pi^2 (s-M^2)^2
//   Q^4]
//
// (1807.10973 eqs. 2.12-2.22). With rho = 1 - shat/2EM - shat^2/(4E^2Q^2):
//   nucleus, spin 0:  h^T = 8 Z^2 e^2 F^2 rho,  h^L = 4 Z^2 e^2 F^2 (1 - shat/4EM)^2
//   nucleon:          h^T = 8 e^2 [rho H1 + shat^2 H2/(8E^2M^2)],  h^L = 4 e^2 [(1 - shat/4EM)^2 H1 - shat^2
//   H2/(16E^2M^2)],
//                     times the Pauli factor for bound nucleons (multiplicities Z and A - Z).
// Exact in the four-fermion limit at tree level. Left out: deep-inelastic tridents (below 1 % at E < 30 GeV, a quarter
// or more of the total at 100 GeV), W and Z propagators, radiative corrections, nuclear magnetic moments and
// excitations, binding and Fermi motion beyond Pauli blocking. Misprint to avoid: the talk of 2019 prints Q^2 =
// sqrt(-q^2).
namespace tridens::process {

struct TridentOptions {
  model::TridentChannel channel;
  model::LeptonVertex vertex;
  matter::Material target;
  std::string form_factor = "default";
  std::string nucleon_form_factor = "default";
  double fermi_momentum = 0.235;        // GeV, of bound nucleons; 0 switches Pauli blocking off
  bool pauli_on_free_nucleons = false;  // targets "p" and "n" taken as bound in an ideal Fermi gas
  std::vector<std::string> regimes = {"coherent", "proton", "neutron"};
  /// Mediator mass the sampling map flattens, GeV; negative: none. Not given: that of the vertex. Two processes with
  /// the same map relate the same points of the unit cube to the same momenta.
  std::optional<double> map_mediator_mass;
};

/// Response of the hadronic side of one component as function of Q^2: a(Q^2) = Z^2 F^2 or f H1, b(Q^2) = 0 or f H2.
class HadronResponse {
 public:
  HadronResponse(std::shared_ptr<const matter::NuclearFormFactor> form_factor, int proton_number);
  HadronResponse(std::shared_ptr<const matter::NucleonFormFactor> form_factor, matter::Nucleon nucleon,
                 double fermi_momentum);
  void evaluate(const double* Q2, size_t count, double* a, double* b) const;
  std::string description() const;

 private:
  std::shared_ptr<const matter::NuclearFormFactor> nuclear_;
  std::shared_ptr<const matter::NucleonFormFactor> nucleonic_;
  double charge_squared_ = 0.0, mass_ = 0.0;
  matter::Nucleon nucleon_ = matter::Nucleon::proton;
  matter::PauliBlocking pauli_;
};

/// Numerical settings of the two-dimensional quadrature over ln Q and W^2.
struct TridentQuadrature {
  double panel = 0.6;  // width of a panel in ln Q
  int per_panel = 8, inner = 16;
};

/// Integrals of a component, moments of the mediator shape x coupling structures.
using TridentTerms = std::array<CouplingStructures, 3>;

/// Cross section of a vertex (of the same mediator, or none) from integrals per unit coupling.
double combine(const TridentTerms& terms, const model::LeptonVertex& vertex, bool antineutrino);

class Trident : public Process {
 public:
  /// `tables` must hold the lepton pair of the channel (and, with a mediator, `mediator_table` must be given). Without
  /// tables only the sampled functions work: cross_section then is a Failure.
  Trident(TridentOptions options, std::shared_ptr<const LeptonTables> tables,
          std::shared_ptr<const LeptonTable> mediator_table = nullptr);

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return options_.channel.incoming; }
  double threshold(size_t component) const override;
  CrossSection cross_section(size_t component, double energy) const override;
  int dimension() const override { return 8; }
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;

  /// Integrals per unit coupling, multiplicity included: combine() with a vertex gives the cross section.
  TridentTerms terms(size_t component, double energy, const TridentQuadrature& quadrature = {}) const;
  /// Cross section of other couplings with the same mediator (or none) from the same integrals.
  double combine(const TridentTerms& terms, const model::LeptonVertex& vertex) const;

  const TridentOptions& options() const { return options_; }
  /// Null when the process was made for sampling only.
  const std::shared_ptr<const LeptonTables>& tables() const { return tables_; }
  const HadronResponse& response(size_t component) const { return responses_[component]; }
  /// Form factors as resolved, one line per component.
  std::vector<std::string> response_descriptions() const;

 private:
  void add_components(const matter::Constituent& constituent);
  double map_mass_squared() const;

  TridentOptions options_;
  std::shared_ptr<const LeptonTables> tables_;
  std::shared_ptr<const LeptonTable> mediator_table_;
  std::vector<Component> components_;
  std::vector<HadronResponse> responses_;
  double minus_mass_, plus_mass_;
};

/// Kinematic limits, exact: for pair mass threshold m_L = m- + m+ on a target of mass M (1807.10973 eqs. 2.7-2.9).
struct TridentLimits {
  double threshold_energy;  // m_L + m_L^2/2M
  double lowest_Q2, highest_Q2;
};
TridentLimits trident_limits(double energy, double target_mass, double pair_threshold);
/// Largest W^2 of the leptons at given E and Q^2.
double trident_highest_W2(double energy, double target_mass, double Q2);

const ProcessInfo& trident_info();

/// The twelve processes of the generator of 1902.06765 by menu number 1..12.
model::TridentChannel trident_menu(int number);

}  // namespace tridens::process
