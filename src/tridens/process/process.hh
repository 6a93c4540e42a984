#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/math/four_vector.hh"

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
};

struct ProcessInfo {
  std::string name, title, formula;
  std::vector<std::string> papers;
  std::string validity, omissions, check_value;
};

struct CrossSection {
  double value = 0.0, error = 0.0;  // GeV^-2
  bool below_threshold = false;
};

struct FinalParticle {
  int pdg = 0;
  FourVector momentum;  // GeV, laboratory frame, neutrino along +z
  double mass = 0.0;    // GeV
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
};

}  // namespace tridens::process
