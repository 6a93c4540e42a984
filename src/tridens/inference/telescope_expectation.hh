#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/flux/diffuse.hh"
#include "tridens/inference/expectation.hh"
#include "tridens/rate/telescope_rate.hh"

// Expected counts of a neutrino telescope,
//   N = sum_f (1 + a + b_f) N_f(parameters) + B,
// f its fluxes, a the uncertainty of the normalisation, b_f that of a flux, B events that no neutrino explains. What
// does not depend on the flux is in the kernel: a point costs one evaluation of the flux at the nodes and a sum.
namespace tridens::inference {

/// A flux whose specification may depend on the parameters of a fit.
struct FittedFlux {
  std::string name;
  /// The specification at a point; the counts of the last ones are remembered by it.
  std::function<std::string(const std::vector<double>& parameters)> specification;
  double width = 0.0;         // standard deviation of its normalisation, 0: known exactly
  std::string nuisance_name;  // of the normalisation; needed where the width is not 0
};

struct TelescopeSetup {
  std::shared_ptr<const rate::TelescopeKernel> kernel;
  std::vector<FittedFlux> fluxes;
  double normalisation_width = 0.0;  // of all neutrinos
  std::string normalisation_name;
};

/// Bins in the order of the kernel. UserError for no flux and for widths without a name.
std::shared_ptr<const Expectation> telescope_expectation(TelescopeSetup setup);

/// Counts of the telescope's file in the order of the kernel: zero where a topology is not given.
std::vector<double> flattened(const detector::Telescope& telescope, const detector::TopologyCounts& counts);

}  // namespace tridens::inference
