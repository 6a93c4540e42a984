#pragma once
#include <vector>

#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"
#include "tridens/rate/recoil_rate.hh"

namespace tridens::inference::detail {

/// Couplings of every source.
using SourceCouplings = std::vector<std::vector<model::ElasticChannel>>;

/// Counts in energy per source for any couplings, with one set of form factors and one response. Const after
/// construction.
class ElasticLayer {
 public:
  ElasticLayer(detector::Experiment experiment, const flux::Flux& flux, std::vector<rate::SignalSource> sources,
               rate::ResponseMemory response);
  /// counts[source * energy bins + bin]: from the templates where they hold the couplings, else integrated: on the
  /// nodes of the templates where these suffice, on new ones where they do not. UserError of the process for outgoing
  /// states that the sources do not have.
  std::vector<double> energy_counts(const SourceCouplings& couplings) const;
  size_t sources() const { return sources_.size(); }

 private:
  std::vector<double> integrated(const SourceCouplings& couplings) const;

  detector::Experiment experiment_;
  const flux::Flux* flux_;
  std::vector<rate::SignalSource> sources_;
  rate::ResponseMemory response_;
  rate::Predictor predictor_;
  rate::CouplingTemplates templates_;
};

}  // namespace tridens::inference::detail
