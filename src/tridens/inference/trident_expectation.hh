#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/inference/expectation.hh"
#include "tridens/model/model.hh"
#include "tridens/process/trident.hh"

// Expected tridents of a counting experiment,
//   N = (1 + sum_i a_i) sum_c k_c sigma_c(vertex) + sum_j (1 + sum_i a_i + b_j) B_j,
// c the channels (neutrino species and lepton pair), sigma_c the cross section averaged over flux and after cuts, a sum
// of couplings x integrals (process::TridentTerms); a_i uncertainties of the normalisation, b_j of background j
// (1902.08579 eq. 4.1). With a mediator the integrals of powers of its propagator depend on its mass and are
// interpolated in ln M between nodes.
namespace tridens::inference {

/// Integrals after flux and cuts of one channel, with powers 1 and 2 of the propagator 1/(K^2 + mass^2) times
/// `numerator`; terms[0] is that without mediator.
struct TridentTermsAtMass {
  double mass = 0.0;  // GeV
  process::TridentTerms terms;
};

struct TridentChannelTerms {
  model::TridentChannel channel;
  double events_per_GeV2 = 0.0;            // number of events per cross section: exposure x targets x fluence
  process::TridentTerms standard;          // no mediator
  model::LeptonVertex standard_vertex;     // couplings of the Standard Model, for ratios and backgrounds
  std::vector<TridentTermsAtMass> masses;  // increasing; empty when no mediator is fitted
  /// shape(K^2) (K^2 + M^2) of the mediator that the integrals are made of, the same at all masses; empty for 1.
  std::function<double(double K2)> numerator;
};

struct TridentSetup {
  /// A relative change of the signal and of the backgrounds named.
  struct Uncertainty {
    Nuisance nuisance;
    bool on_signal = true;
    std::vector<std::string> backgrounds;
  };
  struct Background {
    std::string name;
    double events = 0.0;
  };

  std::vector<TridentChannelTerms> channels;
  bool ratio = false;  // the measurement is sigma over the Standard Model's, not a number of events
  std::vector<Background> backgrounds;
  std::vector<Uncertainty> uncertainties;
  /// Values below `stretch_below` are moved away from it by this factor: how a Gaussian chi2 with the upper error of a
  /// measurement knows its lower one (upper/lower).
  double stretch_below = 0.0, stretch = 1.0;
};

/// The integrals of one channel as functions of the mediator's mass. Logarithms of the V^2 and A^2 structures and the
/// VA structure over the V^2 one, cubic splines in ln M.
class TridentMassCurve {
 public:
  /// UserError for fewer than four masses, masses that do not increase or integrals that are not positive.
  explicit TridentMassCurve(const std::vector<TridentTermsAtMass>& masses);
  ~TridentMassCurve();
  TridentMassCurve(TridentMassCurve&&) noexcept;
  /// Powers 1 and 2 (terms[0] is left alone). UserError outside the masses.
  void evaluate(double mass, process::TridentTerms& terms) const;

 private:
  struct Splines;
  std::unique_ptr<Splines> splines_;
};

class TridentExpectation : public Expectation {
 public:
  /// Vertices of all channels at a point of the parameters.
  using Vertices = std::function<std::vector<model::LeptonVertex>(const std::vector<double>& parameters)>;
  /// UserError for no channel, an uncertainty of a background that there is not, a Standard Model signal of zero.
  TridentExpectation(TridentSetup setup, Vertices vertices);
  ~TridentExpectation() override;
  size_t bins() const override { return 1; }
  const std::vector<Nuisance>& nuisances() const override;
  /// UserError for a mediator outside the masses of the setup, or of another K^2 dependence than its integrals.
  std::unique_ptr<ExpectedCounts> at(const std::vector<double>& parameters) const override;

  /// Signal at given vertices: events, or the ratio to the Standard Model.
  double signal(const std::vector<model::LeptonVertex>& vertices) const;
  /// The same of each channel.
  std::vector<double> channel_signals(const std::vector<model::LeptonVertex>& vertices) const;
  /// In the Standard Model: events (also for a ratio, in the unit of `events_per_GeV2`).
  double standard_signal() const;
  /// The same with the backgrounds.
  double standard_total() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tridens::inference
