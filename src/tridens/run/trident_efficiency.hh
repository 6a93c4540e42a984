#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tridens/event/analysis.hh"
#include "tridens/flux/flux.hh"
#include "tridens/process/trident.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {

/// Simulated tridents of one channel and component under one spectrum, each with the weights of the coupling structures
/// V^2, A^2, VA: what share of each passes the cuts, with any power of any mediator's propagator. All masses see the
/// same points, so that shares vary smoothly with the mass.
class SelectedSample {
 public:
  struct Options {
    std::uint64_t events = 0, seed = 1;
    int threads = 1;
    StopFlag stop = nullptr;
    /// Of the lightest propagator that the points must resolve, GeV; negative: none.
    double sampling_mass = -1.0;
  };

  /// `trident` gives channel, target and component (one regime), and the tables to normalise with; its vertex is not
  /// used. With a sampling mass `table` holds the moments of 1/(K^2 + mass^2).
  SelectedSample(const process::Trident& trident, std::shared_ptr<const process::LeptonTable> table,
                 const flux::Spectrum& spectrum, const event::AnalysisPlan& plan, const Options& options);

  /// What passes of the integrals without mediator.
  process::CouplingStructures selected(const process::CouplingStructures& all) const;
  /// What passes of the integrals with power 1 or 2 of numerator(K^2)/(K^2 + mass^2); `numerator` may be empty.
  process::CouplingStructures selected(const process::CouplingStructures& all, int power, double mass,
                                       const std::function<double(double K2)>& numerator) const;
  /// Share of the V^2 structure without mediator that passes and its statistical error.
  event::CutFlow::Efficiency efficiency() const;

 private:
  struct Point {
    double K2, vv, aa, va;
    bool passed;
  };
  process::CouplingStructures pass(const process::CouplingStructures& all,
                                   const std::function<double(double K2)>& shape) const;

  std::vector<Point> points_;
};

}  // namespace tridens::run
