#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/detector/experiment.hh"
#include "tridens/flux/flux.hh"
#include "tridens/inference/expectation.hh"
#include "tridens/rate/recoil_rate.hh"

// Expected counts of an experiment with elastic scattering. Of every source s (a process of one species) the counts
// factorise into energy and time,
//   N_bj = sum_s e_sb(couplings; v) share_sj(shift) (1 + sum_n a_n + sum_k D_kbj(v_k)) + backgrounds,
// e_s a quadratic form in the couplings (rate::CouplingTemplates), one per variation of shape; a_n the relative changes
// of normalisation that act on its process (they add), D_k relative changes of shape per bin. Between the variations
// that the source gives (-1, 0, +1 standard deviations) e_s and D_k are parabolas in v, beyond them straight lines with
// the slope at the end; with a variation on one side only they are straight lines; changes by several v add. A shift in
// time moves the arrival of every source and of every background that follows the beam, under the efficiency in time,
// which stays. The backgrounds have the same form with fixed e_b.
namespace tridens::inference {

/// What is expected with one uncertainty moved: other sources (form factors), or another response.
struct ElasticVariation {
  std::string nuisance;                     // as in ElasticSetup::nuisances
  double value = 0.0;                       // of the nuisance where this holds, in its unit: 0.05 of "radius"
  std::vector<rate::SignalSource> sources;  // empty: the nominal ones
};

/// How the experiment is fitted.
struct ElasticSetup {
  /// Couplings per source.
  using Channels = std::vector<std::vector<model::ElasticChannel>>;

  detector::Experiment experiment;
  flux::Flux flux;
  std::vector<rate::SignalSource> sources;   // at a point where every coupling that is fitted acts
  std::vector<ElasticVariation> variations;  // of the sources; those of the response are taken from the experiment
  /// Names out of available_nuisances(experiment): those that are left free, with their widths there unless
  /// `widths` gives another (infinity: free).
  std::vector<std::string> nuisances;
  std::map<std::string, double> widths;
  /// Uncertainty -> common name: nuisances of several experiments under one name are one.
  std::map<std::string, std::string> common_names;
  /// Couplings of the Standard Model, in the order of the sources: what the released signal is compared with. Read only
  /// where the likelihood of the experiment has the signal shape "released".
  Channels standard;
};

/// Everything that the data file allows to vary, with its width (0: the file gives none): "flux" and the other signal
/// uncertainties, each background by name, "radius" (of the nucleus, relative), "time" (shift of the beam, ns), each
/// response and shape variation (standard deviations).
std::vector<Nuisance> available_nuisances(const detector::Experiment& experiment);

class ElasticExpectation : public Expectation {
 public:
  /// Couplings of every source at a point of the parameters, in the order of the sources.
  using Couplings = std::function<ElasticSetup::Channels(const std::vector<double>& parameters)>;

  /// `known`, where given, is of the same experiment: only its flux, sources and couplings may differ. The responses
  /// that it has worked out are used again. UserError for nuisances that the experiment does not have (nearest name),
  /// nuisances without a width, shape nuisances without a variation, a released signal where nothing is expected.
  ElasticExpectation(ElasticSetup setup, Couplings couplings, const ElasticExpectation* known = nullptr);
  ~ElasticExpectation() override;
  size_t bins() const override;
  const std::vector<Nuisance>& nuisances() const override;
  /// Uses the templates where they hold the couplings, else integrates anew (other masses of exchanged particles). A
  /// UserError when outgoing states or masses are not those of the sources.
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override;

  /// An expectation and the share of its signal.
  struct Share {
    double weight = 0.0;
    std::shared_ptr<const ElasticExpectation> expectation;
  };
  /// The signals of several fluxes added in shares, with the backgrounds of the first. They are of the same experiment,
  /// sources, nuisances and arrival times: only the spectra differ. Failure where they do not fit together.
  static std::unique_ptr<ExpectedCounts> superposed(const std::vector<Share>& shares,
                                                    const std::vector<double>& parameters);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tridens::inference
