#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "tridens/detector/counting_experiment.hh"
#include "tridens/event/analysis.hh"
#include "tridens/inference/trident_expectation.hh"
#include "tridens/matter/material.hh"
#include "tridens/run/setup.hh"

// Tridents of a counting experiment: integrals per coupling structure after flux and cuts, with powers of a mediator's
// propagator at nodes of its mass, from which any couplings follow.
//   integral after cuts = integral by quadrature x share of the structure that passes (simulated).
namespace tridens::run {

struct CountingSetup {
  detector::CountingExperiment experiment;  // with the changes in it
  ChosenFlux flux;
  matter::Material target;
  std::vector<model::TridentChannel> channels;  // every neutrino of the flux that makes one of the pairs
  event::AnalysisPlan plan;                     // response and selection
  double events_per_average = 0.0;              // per GeV^-2 x integral of the flux: exposure x targets; 1 for a ratio
  Provenance provenance;                        // without the model
};

/// Couplings of every channel.
std::vector<model::LeptonVertex> vertices_of(const CountingSetup& setup, const model::Model& model);

struct TridentTermsOptions {
  int threads = 1;
  StopFlag stop = nullptr;
  Progress progress = {};         // integrals that are not in the cache
  bool cache = true;              // read the integrals from the folders of tables and keep new ones
  std::string folder = "";        // where alone they are looked for and kept; empty: all folders, the user's cache
  std::uint64_t events = 400000;  // simulated per channel and component where cuts are made
  std::uint64_t seed = 1;         // of these
  int nodes_per_decade = 4;       // of the mediator's mass
  int nodes_beyond = 3;           // at each end of the masses, so that the ends of a spline do not matter inside
};

struct TridentTermsResult {
  inference::TridentSetup terms;  // without uncertainties and backgrounds
  double relative_error = 0.0;    // of the Standard Model's signal: quadrature, simulation of the cuts
};

/// What is kept of such integrals.
struct TridentTermsFile {
  std::string name;       // in a folder of tables
  std::string path = "";  // of the first folder that has it
  bool complete = false;  // all masses are there
};
TridentTermsFile trident_terms_file(const CountingSetup& setup,
                                    const std::vector<std::shared_ptr<const model::Model>>& corners,
                                    const TridentTermsOptions& options = {});

/// Integrals of all channels. `corners` are models at the ends of the parameters that are fitted: integrals are made
/// for mediators between the lightest and the heaviest of them (none: contact interactions only). Nodes stand at
/// 10^(i/nodes_per_decade) GeV, whatever the range. UserError for mediators of one channel that vary differently with
/// the momentum transfer, and for a selection that nothing passes.
TridentTermsResult trident_terms(const CountingSetup& setup,
                                 const std::vector<std::shared_ptr<const model::Model>>& corners = {},
                                 const TridentTermsOptions& options = {});

}  // namespace tridens::run
