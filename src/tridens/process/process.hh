#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/base/quantity.hh"
#include "tridens/math/four_vector.hh"
#include "tridens/model/unstable.hh"

namespace tridens::process {

/// One of the incoherent parts a reaction on a target consists of.
struct Component {
  std::string name;           // "coherent", "proton", "neutron"
  std::string nuclide;        // "Ar40"
  double target_mass = 0.0;   // of the body that recoils, GeV
  double multiplicity = 0.0;  // how many of it per formula unit of the target
  int target_pdg = 0;         // the whole nucleus (or free nucleon): NuHepMC's target
  double nucleus_mass = 0.0;  // of target_pdg, GeV
  int recoil_pdg = 0;         // the body that recoils
  bool bound = false;         // the recoiling nucleon or electron is taken out of an atom (or nucleus) of nucleus_mass
  /// Components of one process with the same shape have the same cross section but for their multiplicity.
  std::string shape;
  /// What it is in event files: NuHepMC process id, a line of description and the PDG numbers of the final state. Left
  /// empty by tridents and elastic scattering, whose channels say it.
  int process_id = 0;
  std::string description = {};
  std::vector<int> final_state = {};
};

/// A setting of a process beside neutrino, target and model, as help and checks need it.
struct ProcessSetting {
  std::string name, meaning;
  std::string default_text;  // "" when the user must give it
};

/// A variable in which a process gives differential cross sections.
struct DifferentialVariable {
  std::string name, meaning;
  Dimension dimension = Dimension::number;
};

/// A particle of a final state that is not in the PDG list: a new one, or a hadronic system taken as one body.
struct UnlistedParticle {
  int pdg = 0;
  std::string name, description;
};

struct ProcessInfo {
  std::string name, title, formula;
  std::vector<std::string> papers;
  std::string validity, omissions, check_value;
  std::vector<ProcessSetting> settings = {};
};

struct CrossSection {
  double value = 0.0, error = 0.0;  // GeV^-2
  bool below_threshold = false;
};

/// A structure of a cross section that is narrow against the neutrino energy itself: a resonance, a knee. GeV.
struct EnergyFeature {
  double energy = 0.0, width = 0.0;
};

struct FinalParticle {
  int pdg = 0;
  FourVector momentum;  // GeV, laboratory frame, neutrino along +z
  double mass = 0.0;    // GeV
  /// Laboratory helicity of a particle that decays: -1 or +1; 0: not polarised.
  double helicity = 0.0;
};

/// One definition serves the integral, the rate and the events: components, a map from the unit cube, the differential
/// cross section on it, and momenta. All cross sections are per formula unit of the target, multiplicity included, in
/// GeV^-2. Const after construction and safe to share between threads.
class Process {
 public:
  virtual ~Process() = default;
  virtual const std::vector<Component>& components() const = 0;
  virtual Neutrino neutrino() const = 0;
  /// Lowest neutrino energy of a component, GeV.
  virtual double threshold(size_t component) const = 0;
  /// Total cross section of a component by quadrature; zero and flagged below threshold.
  virtual CrossSection cross_section(size_t component, double energy) const = 0;
  /// Numbers of the unit cube per point.
  virtual int dimension() const = 0;
  /// d sigma / du at `count` points: u[d * count + i] is coordinate d of point i. Zero at energies below threshold.
  virtual void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const = 0;
  /// Final-state particles of one point: outgoing neutrino, charged leptons (minus, plus), recoiling body.
  virtual std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const = 0;

  /// The struck electron or nucleon of a bound component before the collision, laboratory frame; at rest unless the
  /// process knows its momentum. What is left of the target then recoils against it.
  virtual FourVector struck(size_t component, double energy, const double* u) const;
  /// What integrals and samples over the energy must resolve.
  virtual std::vector<EnergyFeature> features(size_t component) const;

  /// Variables of differential(); empty when there is none.
  virtual std::vector<DifferentialVariable> variables() const { return {}; }
  /// Differential cross section in all of variables(), natural units (GeV^-2 over the product of their units), zero
  /// outside the phase space. Failure from a process without variables.
  virtual double differential(size_t component, double energy, const std::vector<double>& values) const;
  /// What was chosen, as resolved: property, text.
  virtual std::vector<std::pair<std::string, std::string>> choices() const { return {}; }
  virtual std::vector<UnlistedParticle> unlisted_particles() const { return {}; }
  /// Outgoing particles that decay, and what they decay to where that decays too; events follow them to the end.
  virtual std::vector<model::UnstableParticle> unstable_particles() const { return {}; }
  /// Warnings about the request, such as masses below direct limits: printed and kept in the provenance.
  virtual std::vector<std::string> warnings() const { return {}; }
};

}  // namespace tridens::process
