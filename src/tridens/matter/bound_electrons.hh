#pragma once
#include <string>
#include <vector>

namespace tridens::matter {

/// One shell of an atom.
struct ElectronShell {
  std::string name;             // "K", "L1"
  double binding_energy = 0.0;  // GeV
  int electrons = 0;
};

/// The electrons of an atom by binding energy: a transfer T reaches those with a binding energy of at most T (stepped
/// effective charge), and scatters on them as if free and at rest. Many-body calculations differ most close to the
/// edges and below 1 keV: solar neutrinos in xenon make 25 % fewer events below 30 keV than on free electrons (J.-W.
/// Chen et al., Phys. Lett. B 774 (2017) 656, arXiv:1610.04177), of which the steps give a part.
class BoundElectrons {
 public:
  /// From data/atom/binding_energies.csv; UserError that lists the elements there for any other.
  explicit BoundElectrons(int proton_number);

  /// Electrons that take part, at a batch of energy transfers (GeV).
  void count(const double* transfer, size_t points, double* electrons) const;
  /// Energies at which the number steps, increasing, GeV.
  const std::vector<double>& edges() const { return edges_; }
  /// Outer electrons that count as free: they have no line in the table.
  int free_electrons() const { return free_; }
  const std::vector<ElectronShell>& shells() const { return shells_; }

 private:
  std::vector<ElectronShell> shells_;
  std::vector<double> edges_;
  int free_ = 0;
};

}  // namespace tridens::matter
