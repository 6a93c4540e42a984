#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/inference/expectation.hh"
#include "tridens/model/lepton_vertex.hh"
#include "tridens/process/trident.hh"

// Expected tridents of a counting experiment: N = (1 + a) sum_c k_c sigma_c(vertex) + (1 + a + b) N_background, c the
// channels (neutrino species) of one lepton pair, sigma_c the cross section averaged over flux and cuts as a sum of
// couplings x integrals (process::TridentTerms). With a mediator the integrals depend on its mass and are interpolated in
// ln M between nodes.
namespace tridens::inference {

/// Integrals after flux and cuts of one channel, at a mediator mass.
struct TridentTermsAtMass {
  double mass = -1.0;  // GeV; negative: no mediator
  process::TridentTerms terms;
};

struct TridentChannelTerms {
  model::TridentChannel channel;
  double events_per_GeV2 = 0.0;             // number of events per cross section: exposure x targets x fluence
  process::TridentTerms standard;           // no mediator
  std::vector<TridentTermsAtMass> masses;   // increasing; empty when no mediator is fitted
};

struct TridentSetup {
  std::vector<TridentChannelTerms> channels;
  bool ratio = false;       // the measurement is sigma over the Standard Model's, not a number of events
  double background = 0.0;  // events
  std::vector<Nuisance> nuisances;          // normalisation "a" first where there is one, background "b" by name
  std::vector<std::pair<std::string, bool>> acts_on_background;  // nuisance -> also (true) or only the signal
};

class TridentExpectation : public Expectation {
 public:
  /// Vertices of all channels at a point of the parameters.
  using Vertices = std::function<std::vector<model::LeptonVertex>(const std::vector<double>& parameters)>;
  TridentExpectation(TridentSetup setup, Vertices vertices);
  ~TridentExpectation() override;
  size_t bins() const override { return 1; }
  const std::vector<Nuisance>& nuisances() const override;
  /// UserError for a mediator outside the masses of the setup.
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tridens::inference
