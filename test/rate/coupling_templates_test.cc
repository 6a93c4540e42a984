#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/rate/recoil_rate.hh"

namespace tridens::rate {
namespace {

using namespace samples;
using model::ElasticChannel;
using model::Lorentz;
using Channels = std::vector<ElasticChannel>;

/// Reproducible numbers in (-1, 1).
class Numbers {
 public:
  double operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 11) * 0x1p-52 - 1.0;
  }
  std::complex<double> complex() {
    const double re = (*this)();
    return {re, (*this)()};
  }

 private:
  std::uint64_t state_ = 12345;
};

/// The Standard Model, contact and exchange of a vector boson in the same state, a scalar, tensor, pseudoscalar and
/// dipole in the flipped one, another neutrino, and a heavy neutrino.
Channels everything(Neutrino neutrino) {
  Channels channels = standard_channels(neutrino);
  const model::Propagator light = model::exchange(0.03), lighter = model::exchange(0.004);
  const auto term = [](Lorentz lorentz, double strength, const model::Propagator& propagator) {
    return model::InteractionTerm{"test", lorentz, strength, strength, strength, propagator};
  };
  const auto state = [&](const model::OutgoingState& outgoing) -> std::vector<model::InteractionTerm>& {
    channels.push_back({outgoing, {}});
    return channels.back().terms;
  };
  channels[0].terms.push_back(term(Lorentz::vector, 1e-6, light));
  channels[0].terms.push_back(term(Lorentz::axial, 1e-6, light));
  auto& flipped = state(model::outgoing(neutrino, true));
  flipped.push_back(term(Lorentz::scalar, 0.1, {}));
  flipped.push_back(term(Lorentz::scalar, 1e-6, lighter));
  flipped.push_back(term(Lorentz::pseudoscalar, 0.1, {}));
  flipped.push_back(term(Lorentz::tensor, 0.1, {}));
  flipped.push_back(term(Lorentz::magnetic, 1e-8, {}));
  state(model::outgoing({Flavour::tau, neutrino.antiparticle})).push_back(term(Lorentz::vector, 0.1, {}));
  state({9900012, false, 0.01, "N"}).push_back(term(Lorentz::magnetic, 1e-8, {}));
  return channels;
}

Channels randomised(Channels channels, Numbers& numbers) {
  for (ElasticChannel& channel : channels) {
    for (model::InteractionTerm& term : channel.terms) {
      const double size = term.lorentz == Lorentz::magnetic ? 1e-8 : term.propagator.is_contact() ? 1.0 : 1e-4;
      term.proton = size * numbers.complex();
      term.neutron = size * numbers.complex();
      term.electron = size * numbers.complex();
    }
  }
  return channels;
}

void expect_same(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  const double scale = *std::ranges::max_element(b);
  ASSERT_GT(scale, 0.0);
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance * scale) << "bin " << i;
}

TEST(CouplingTemplates, EqualThePredictionForAnyCouplings) {
  Numbers numbers;
  std::vector<SignalSource> all;
  for (const Neutrino neutrino : {numu, nue, numubar}) {
    all.push_back({"cevns", cevns(neutrino, "CF4", everything(neutrino))});
  }
  const Predictor predictor(ideal("CF4", {1, 5, 20, 60, 150, 400}), pion_decay_at_rest(), all);
  const CouplingTemplates templates(predictor);
  ASSERT_EQ(templates.bins(), 5u);
  std::vector<double> counts(templates.bins());
  for (int trial = 0; trial < 10; ++trial) {
    std::vector<Channels> channels;
    std::vector<std::shared_ptr<const process::ElasticProcess>> processes;
    for (const SignalSource& source : all) {
      channels.push_back(randomised(source.process_of_neutrino->channels(), numbers));
      processes.push_back(source.process_of_neutrino->with_terms(channels.back()));
    }
    templates.signal(channels, counts.data());
    expect_same(counts, predictor.predict(processes).signal(), 1e-12);
  }
}

TEST(CouplingTemplates, HoldInterferenceOfContactAndExchange) {
  Channels channels = standard_channels(nue);
  channels[0].terms.push_back({"light", Lorentz::vector, 1e-6, 1e-6, 1e-6, model::exchange(0.01)});
  const auto process = cevns(nue, "Ar40", channels);
  const Predictor predictor(ideal("Ar40", {1, 10, 40, 120}), pion_decay_at_rest(), {{"cevns", process}});
  const CouplingTemplates templates(predictor);
  std::vector<double> plus(3), minus(3), alone(3);
  templates.signal({channels}, plus.data());
  channels[0].terms.back().proton *= -1.0;
  channels[0].terms.back().neutron *= -1.0;
  templates.signal({channels}, minus.data());
  templates.signal({standard_channels(nue)}, alone.data());
  for (size_t i = 0; i < plus.size(); ++i) {
    // Like charges raise g_V, which the Standard Model makes negative.
    EXPECT_LT(plus[i], alone[i]);
    EXPECT_GT(minus[i], alone[i]);
  }
  expect_same(alone,
              Predictor(ideal("Ar40", {1, 10, 40, 120}), pion_decay_at_rest(), {{"cevns", cevns(nue, "Ar40")}})
                  .predict()
                  .signal(),
              3e-6);
}

TEST(CouplingTemplates, EqualThePredictionOfAPulsedExperiment) {
  const Predictor predictor(caesium_iodide(), pion_decay_at_rest(), sources("CsI"));
  const CouplingTemplates templates(predictor);
  ASSERT_EQ(templates.bins(), 99u);
  std::vector<double> counts(templates.bins());
  templates.signal({standard_channels(numu), standard_channels(nue), standard_channels(numubar)}, counts.data());
  expect_same(counts, predictor.predict().signal(), 1e-12);
}

TEST(CouplingTemplates, AreSymmetricUnderACommonPhase) {
  const auto process = cevns(nue, "Ge", everything(nue));
  const Predictor predictor(ideal("Ge", {1, 5, 60}), pion_decay_at_rest(), {{"cevns", process}});
  const CouplingTemplates templates(predictor);
  Numbers numbers;
  Channels channels = randomised(process->channels(), numbers);
  std::vector<double> before(2), after(2);
  templates.signal({channels}, before.data());
  for (auto& term : channels[1].terms) {
    for (auto* coupling : {&term.proton, &term.neutron, &term.electron}) *coupling *= std::polar(1.0, 0.7);
  }
  templates.signal({channels}, after.data());
  expect_same(after, before, 1e-12);
}

TEST(CouplingTemplates, RefuseTermsTheyDoNotHold) {
  const Predictor predictor(ideal("Ar40", {1, 10}), pion_decay_at_rest(), {{"cevns", cevns(nue, "Ar40")}});
  const CouplingTemplates templates(predictor);
  std::vector<double> counts(templates.bins());
  Channels channels = standard_channels(nue);
  channels[0].terms.push_back({"light", Lorentz::vector, 1e-6, 0.0, 0.0, model::exchange(0.01)});
  EXPECT_THROW(templates.signal({channels}, counts.data()), UserError);
  channels[0].terms.back().proton = 0.0;  // switched off: nothing to hold
  EXPECT_NO_THROW(templates.signal({channels}, counts.data()));
  channels = standard_channels(nue);
  channels[0].outgoing = model::outgoing(nue, true);
  EXPECT_THROW(templates.signal({channels}, counts.data()), UserError);
  EXPECT_THROW(templates.signal({}, counts.data()), UserError);
}

}  // namespace
}  // namespace tridens::rate
