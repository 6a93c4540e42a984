#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"
#include "tridens/flux/moments.hh"
#include "tridens/process/elastic.hh"
#include "tridens/rate/flux_average.hh"

// Rates of elastic scattering: flux x process x detector, by quadrature over the recoil energy with the integral over
// the neutrino energy done in closed form (process/elastic.hh).
namespace tridens::rate {

/// dR/dT of one component at a batch of recoil energies: events per target unit, per GeV, per unit of exposure.
/// `moments` are of the spectrum per cm^2. Exact but for rounding.
void recoil_rate(const process::ElasticProcess& process, size_t component, const flux::SpectrumMoments& moments,
                 const double* recoil, size_t count, double* result);

/// Flux-averaged cross section of a component between two recoil energies (0 and infinity for all), GeV^-2; neutrinos
/// below threshold count in the norm. UserError for a flux of integral zero, reversed energies, and a cross section
/// that diverges at a lowest recoil energy of zero.
Folded flux_average(const process::ElasticProcess& process, size_t component, const flux::Spectrum& spectrum,
                    double lowest_recoil, double highest_recoil);
/// The same of all components together.
Folded flux_average(const process::ElasticProcess& process, const flux::Spectrum& spectrum, double lowest_recoil,
                    double highest_recoil);

/// What is expected in the bins of an experiment.
struct Prediction {
  struct Part {
    std::string name;            // "cevns numu", "nu-e nue", "brn"
    std::string kind;            // "signal", "background"
    std::vector<double> counts;  // energy bin * time bins + time bin
    double total() const;
  };
  std::vector<Part> parts;
  size_t energy_bins = 0, time_bins = 1;
  double relative_error = 0.0;         // numerical, of the signal
  std::vector<double> signal() const;  // summed over parts
  std::vector<double> background() const;
};

/// Counts in energy of every source, at all times together and before the share that is counted.
struct EnergyPrediction {
  std::vector<std::vector<double>> counts;  // per source, per energy bin
  double relative_error = 0.0;              // numerical, of all together
};

/// Processes of one species of the flux.
struct SignalSource {
  std::string process;  // "cevns", "nu-e"
  std::shared_ptr<const process::ElasticProcess> process_of_neutrino;
};

namespace detail {
class RememberedResponse;
}

/// The response of an experiment, remembered at every recoil energy that was asked for, and its shares in time:
/// predictors of one experiment that differ in flux, form factors or outgoing masses ask for most of them again. Copies
/// share what they remember; threads may use it at the same time.
class ResponseMemory {
 public:
  explicit ResponseMemory(const detector::RecoilResponseOptions& response);

 private:
  friend class Predictor;
  std::shared_ptr<detail::RememberedResponse> remembered_;
};

/// Set up once per experiment and flux: quadrature nodes, response at the nodes, flux moments, shares in time. Then
/// every model costs an evaluation of the coefficients at the nodes.
class Predictor {
 public:
  /// The sources fix nuclides and outgoing masses. UserError when nothing of the spectrum can be counted (threshold
  /// above the end point: the message gives both).
  Predictor(const detector::Experiment& experiment, const flux::Flux& flux, std::vector<SignalSource> sources);
  /// The same with a memory of the response of the experiment; that of another one goes unnoticed.
  Predictor(const detector::Experiment& experiment, const flux::Flux& flux, std::vector<SignalSource> sources,
            const ResponseMemory& memory);
  ~Predictor();
  Predictor(Predictor&&) noexcept;
  /// Of the sources themselves.
  Prediction predict() const;
  /// Of other couplings at the same masses (ElasticProcess::with_terms), or other form factors of the same target, one
  /// per source in the same order. UserError for other neutrinos, targets or outgoing states.
  Prediction predict(const std::vector<std::shared_ptr<const process::ElasticProcess>>& processes) const;
  /// The same before the shares in time (time_shares.hh): predict gives counts[source][bin] x share[time bin].
  EnergyPrediction predict_energy(const std::vector<std::shared_ptr<const process::ElasticProcess>>& processes) const;

 private:
  friend class CouplingTemplates;
  struct Setup;
  std::unique_ptr<Setup> setup_;
};

/// Counts as an exact quadratic form in the couplings: one integral per pair of terms, then every coupling point is a
/// sum of products.
class CouplingTemplates {
 public:
  /// Templates for the terms (and all pairs of them) of the sources of a predictor.
  explicit CouplingTemplates(const Predictor& predictor);
  ~CouplingTemplates();
  CouplingTemplates(CouplingTemplates&&) noexcept;
  /// Couplings as channels per source: the same outgoing states, structures and propagators as in the templates, in any
  /// strength; UserError for a term that the templates do not hold. `counts` is bins() long, of all sources together.
  void signal(const std::vector<std::vector<model::ElasticChannel>>& channels, double* counts) const;
  /// The same per source and energy bin, at all times together and before the share that is counted: `counts` has room
  /// for sources() x energy_bins(), energy bins of one source in a row.
  void energy_counts(const std::vector<std::vector<model::ElasticChannel>>& channels, double* counts) const;
  /// Whether the templates hold every term of these couplings.
  bool hold(const std::vector<std::vector<model::ElasticChannel>>& channels) const;
  size_t bins() const { return bins_; }
  size_t energy_bins() const { return energy_bins_; }
  size_t sources() const;

 private:
  struct Source;
  size_t bins_ = 0, energy_bins_ = 0;
  std::vector<Source> sources_;
};

}  // namespace tridens::rate
