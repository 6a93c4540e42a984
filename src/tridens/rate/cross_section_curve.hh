#pragma once
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tridens/process/process.hh"

namespace tridens::rate {

/// A positive function of the energy that may have narrow resonances: parabolas of its logarithm against the logarithm
/// of the energy above threshold, between nodes that are halved until the parabolas agree with the function within
/// `tolerance`. A power law below the lowest node, zero at and below threshold.
class CrossSectionCurve {
 public:
  using Function = std::function<double(double energy)>;
  /// Failure where the function is not positive above its threshold or has no smooth logarithm.
  CrossSectionCurve(const Function& function, double threshold, double lowest, double highest, double tolerance = 1e-3);

  /// Failure above the highest energy (rounding granted).
  double operator()(double energy) const;
  /// Energies between which it is one parabola, within [lowest, highest]: no structure is narrower.
  std::vector<double> breaks() const;
  double threshold() const { return threshold_; }
  CrossSectionCurve scaled(double factor) const;

 private:
  struct Piece {
    double low, high;  // of ln(E - threshold)
    double c0, c1, c2;
  };
  double threshold_, highest_;
  std::vector<Piece> pieces_;  // empty when highest is below threshold
};

/// Curves that processes on several materials share: those of one name and shape, per unit of multiplicity.
class CurveStore {
 public:
  /// `checkpoint`, when given, is called before every cross section; it may throw to stop.
  explicit CurveStore(std::function<void()> checkpoint = {}) : checkpoint_(std::move(checkpoint)) {}
  /// Curves of the cross sections of all components of a process, GeV^-2. `name` tells processes of different settings
  /// and neutrinos apart. A shape that was seen before is taken for the same only where it agrees at both ends and in
  /// the middle of the energies.
  std::vector<CrossSectionCurve> component_curves(const std::string& name, const process::Process& process,
                                                  double lowest, double highest, double tolerance = 1e-3);

 private:
  std::function<void()> checkpoint_;
  std::map<std::string, CrossSectionCurve> known_;
};

}  // namespace tridens::rate
