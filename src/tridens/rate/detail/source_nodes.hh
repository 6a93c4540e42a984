#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tridens/detector/recoil_response.hh"
#include "tridens/flux/flux.hh"
#include "tridens/process/elastic.hh"
#include "tridens/rate/recoil_rate.hh"

namespace tridens::rate::detail {

/// One component of a process at the nodes of its quadrature: all that does not depend on the couplings.
struct ComponentNodes {
  size_t index = 0;
  std::vector<double> recoil;    // GeV
  std::vector<double> moments;   // of the spectrum above the lowest energy of each node: 3 x nodes
  std::vector<double> response;  // nodes x bins: weight x probability x exposure x targets
  std::vector<double> surplus;   // the same for all bins together and the difference between the two rules
};

/// One process of one species.
struct SourceNodes {
  std::string name;  // "cevns numu"
  SignalSource given;
  std::vector<ComponentNodes> components;
  std::vector<double> shares;  // per time bin
};

/// The response, remembered at every recoil energy asked for: species, nuclides and predictors with other fluxes share
/// most of their nodes. Threads may ask at the same time.
class RememberedResponse {
 public:
  explicit RememberedResponse(detector::RecoilResponse response) : response_(std::move(response)) {}
  const detector::RecoilResponse& response() const { return response_; }
  /// As RecoilResponse::probabilities.
  void probabilities(detector::Recoil kind, double recoil, double* result);
  /// As rate::time_shares of one and the same experiment, remembered for every distribution of arrival times.
  std::vector<double> time_shares(const detector::Experiment& experiment, const flux::Flux& flux, Neutrino neutrino);

 private:
  using Rows = std::unordered_map<double, std::vector<double>>;

  const detector::RecoilResponse response_;
  std::mutex mutex_;
  Rows nuclear_, electronic_;
  using Arrival = std::pair<std::vector<double>, std::vector<double>>;  // edges, contents
  std::map<Arrival, std::vector<double>> shares_;
};

/// Sets up the components that can be counted. `scale` is exposure x targets / cm^2. UserError where the cross section
/// grows without bound and recoils of zero energy are counted.
std::vector<ComponentNodes> component_nodes(const process::ElasticProcess& process, const flux::Spectrum& spectrum,
                                            RememberedResponse& response, double scale);

/// Adds the counts of a source per energy bin, at all times; returns the numerical error of their sum.
double add_counts(const SourceNodes& source, const process::ElasticProcess& process, size_t bins, double* counts);

/// UserError unless `other` has the components and outgoing states of `process`.
void check_same(const process::ElasticProcess& process, const process::ElasticProcess& other);

/// Range of recoil energies that a response counts, and what the spectrum gives, for messages.
std::string reach_of(const process::ElasticProcess& process, const flux::Spectrum& spectrum,
                     const detector::RecoilResponse& response);

}  // namespace tridens::rate::detail

namespace tridens::rate {

struct Predictor::Setup {
  size_t energy_bins = 0, time_bins = 1;
  std::vector<detail::SourceNodes> sources;
  std::vector<Prediction::Part> backgrounds;
};

}  // namespace tridens::rate
