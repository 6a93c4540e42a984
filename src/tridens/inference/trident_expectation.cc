#include "tridens/inference/trident_expectation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "tridens/base/error.hh"
#include "tridens/math/interpolation.hh"

namespace tridens::inference {
namespace {

using model::LeptonVertex;
using process::CouplingStructures;
using process::TridentTerms;

class Counts : public ExpectedCounts {
 public:
  Counts(double nominal, std::vector<double> slopes, double stretch_below, double stretch)
      : nominal_(nominal), slopes_(std::move(slopes)), stretch_below_(stretch_below), stretch_(stretch) {}

  void evaluate(const double* nuisances, double* counts, double* derivatives) const override {
    double value = nominal_;
    for (size_t k = 0; k < slopes_.size(); ++k) value += nuisances[k] * slopes_[k];
    const double factor = value < stretch_below_ ? stretch_ : 1.0;
    counts[0] = stretch_below_ + factor * (value - stretch_below_);
    if (derivatives == nullptr) return;
    for (size_t k = 0; k < slopes_.size(); ++k) derivatives[k] = factor * slopes_[k];
  }

 private:
  double nominal_;
  std::vector<double> slopes_;
  double stretch_below_, stretch_;
};

/// Ratio of the mediator's shape to that of the integrals, which must not depend on K^2.
double shape_ratio(const LeptonVertex& vertex, const TridentChannelTerms& channel) {
  constexpr std::array<double, 7> probes = {0.0, 1e-8, 1e-4, 1e-2, 0.3, 10.0, 300.0};  // GeV^2
  constexpr double tolerance = 1e-9;
  const double mass_squared = vertex.mediator_mass * vertex.mediator_mass;
  double first = 0.0;
  for (size_t i = 0; i < probes.size(); ++i) {
    const double K2 = probes[i], numerator = channel.numerator ? channel.numerator(K2) : 1.0;
    const double ratio = vertex.shape(K2) * (K2 + mass_squared) / numerator;
    if (i == 0) first = ratio;
    if (std::abs(ratio - first) <= tolerance * std::abs(first)) continue;
    throw UserError("the mediator of " + channel.channel.reaction() + " varies otherwise with the momentum transfer",
                    "the integrals of this experiment were made for another K^2 dependence at " +
                        fmt::format("K^2 = {:g} GeV^2", K2),
                    "keep kinetic mixing and charges fixed while mass and coupling vary");
  }
  return first;
}

}  // namespace

// ---- integrals against the mass

struct TridentMassCurve::Splines {
  /// Per power 1, 2: ln V^2, ln A^2, VA over V^2.
  struct Power {
    CubicSpline vv, aa, va;
  };
  std::vector<Power> powers;
  double lowest, highest;  // GeV
};

TridentMassCurve::TridentMassCurve(const std::vector<TridentTermsAtMass>& masses) {
  if (masses.size() < 4) {
    throw UserError(fmt::format("integrals at {} masses of a mediator", masses.size()),
                    "an interpolation needs at least four", "give more masses");
  }
  std::vector<double> x;
  for (const TridentTermsAtMass& node : masses) {
    if (!(node.mass > 0.0) || (!x.empty() && std::log(node.mass) <= x.back())) {
      throw UserError(fmt::format("a mediator of {} GeV among the nodes", node.mass),
                      "masses are positive and increase", "sort them");
    }
    x.push_back(std::log(node.mass));
  }
  splines_ = std::make_unique<Splines>();
  splines_->lowest = masses.front().mass;
  splines_->highest = masses.back().mass;
  for (size_t power = 1; power < 3; ++power) {
    std::vector<double> vv, aa, va;
    for (const TridentTermsAtMass& node : masses) {
      const CouplingStructures& term = node.terms[power];
      if (!(term.vv > 0.0 && term.aa > 0.0) || !std::isfinite(term.va)) {
        throw UserError(fmt::format("an integral that is not positive at a mediator mass of {} GeV", node.mass),
                        "cross sections are positive", "");
      }
      // The main dependence is taken out: 1/M^2 per power beyond the momentum transfer.
      const double scale = std::pow(node.mass * node.mass + 1e-2, static_cast<double>(power));
      vv.push_back(std::log(term.vv * scale));
      aa.push_back(std::log(term.aa * scale));
      va.push_back(term.va / term.vv);
    }
    splines_->powers.push_back(
        {CubicSpline(x, std::move(vv)), CubicSpline(x, std::move(aa)), CubicSpline(x, std::move(va))});
  }
}

TridentMassCurve::~TridentMassCurve() = default;
TridentMassCurve::TridentMassCurve(TridentMassCurve&&) noexcept = default;

void TridentMassCurve::evaluate(double mass, TridentTerms& terms) const {
  if (!(mass >= splines_->lowest && mass <= splines_->highest)) {
    throw UserError(fmt::format("a mediator of {:g} GeV", mass),
                    fmt::format("the integrals were made for {:g} to {:g} GeV", splines_->lowest, splines_->highest),
                    "widen the range of the mass");
  }
  const double x = std::log(mass);
  for (size_t power = 1; power < 3; ++power) {
    const Splines::Power& splines = splines_->powers[power - 1];
    const double scale = std::pow(mass * mass + 1e-2, static_cast<double>(power));
    const double vv = std::exp(splines.vv(x)) / scale;
    terms[power] = {vv, std::exp(splines.aa(x)) / scale, vv * splines.va(x)};
  }
}

// ---- the expectation

struct TridentExpectation::Implementation {
  TridentSetup setup;
  Vertices vertices;
  std::vector<Nuisance> nuisances;
  std::vector<std::optional<TridentMassCurve>> curves;  // per channel
  double standard = 0.0;

  double channel_signal(size_t index, const LeptonVertex& vertex) const {
    const TridentChannelTerms& channel = setup.channels[index];
    TridentTerms terms = channel.standard;
    LeptonVertex scaled = vertex;
    if (vertex.has_mediator()) {
      if (!curves[index]) {
        throw UserError("a mediator in " + channel.channel.reaction(), "no integrals with its propagator were made",
                        "say the range of its mass");
      }
      const double ratio = shape_ratio(vertex, channel);
      scaled.V_mediator *= ratio;
      scaled.A_mediator *= ratio;
      curves[index]->evaluate(vertex.mediator_mass, terms);
    }
    return channel.events_per_GeV2 * process::combine(terms, scaled, channel.channel.incoming.antiparticle);
  }
};

TridentExpectation::TridentExpectation(TridentSetup setup, Vertices vertices)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& own = *implementation_;
  own.setup = std::move(setup);
  own.vertices = std::move(vertices);
  if (own.setup.channels.empty()) {
    throw UserError("a trident experiment without channels", "nothing is counted", "choose a pair that its flux makes");
  }
  for (const TridentChannelTerms& channel : own.setup.channels) {
    own.curves.emplace_back();
    if (!channel.masses.empty()) own.curves.back().emplace(channel.masses);
  }
  for (const TridentSetup::Uncertainty& uncertainty : own.setup.uncertainties) {
    own.nuisances.push_back(uncertainty.nuisance);
    for (const std::string& name : uncertainty.backgrounds) {
      std::vector<std::string> known;
      for (const TridentSetup::Background& background : own.setup.backgrounds) known.push_back(background.name);
      if (std::find(known.begin(), known.end(), name) == known.end()) unknown_name("background", name, known);
    }
  }
  for (size_t i = 0; i < own.setup.channels.size(); ++i) {
    own.standard += own.channel_signal(i, own.setup.channels[i].standard_vertex);
  }
  if (!(own.standard > 0.0) || !std::isfinite(own.standard)) {
    throw UserError(fmt::format("the Standard Model expects {:g} tridents", own.standard),
                    "the flux lies below threshold, or the selection leaves nothing", "");
  }
}

TridentExpectation::~TridentExpectation() = default;

const std::vector<Nuisance>& TridentExpectation::nuisances() const {
  return implementation_->nuisances;
}

double TridentExpectation::standard_signal() const {
  return implementation_->standard;
}

double TridentExpectation::standard_total() const {
  double sum = implementation_->standard;
  for (const TridentSetup::Background& background : implementation_->setup.backgrounds) sum += background.events;
  return sum;
}

std::vector<double> TridentExpectation::channel_signals(const std::vector<LeptonVertex>& vertices) const {
  const Implementation& own = *implementation_;
  if (vertices.size() != own.setup.channels.size()) {
    throw Failure(fmt::format("{} vertices for {} channels", vertices.size(), own.setup.channels.size()),
                  "every channel needs one", "");
  }
  std::vector<double> result;
  for (size_t i = 0; i < vertices.size(); ++i) {
    const double value = own.channel_signal(i, vertices[i]);
    if (!std::isfinite(value)) {
      throw Failure("a number of tridents that is not finite in " + own.setup.channels[i].channel.reaction(),
                    "the couplings are beyond what numbers hold", "use smaller couplings");
    }
    result.push_back(own.setup.ratio ? value / own.standard : value);
  }
  return result;
}

double TridentExpectation::signal(const std::vector<LeptonVertex>& vertices) const {
  double sum = 0.0;
  for (const double value : channel_signals(vertices)) sum += value;
  return sum;
}

std::unique_ptr<ExpectedCounts> TridentExpectation::at(const std::vector<double>& parameters) const {
  const Implementation& own = *implementation_;
  const double signal_here = signal(own.vertices(parameters));
  double nominal = signal_here;
  for (const TridentSetup::Background& background : own.setup.backgrounds) nominal += background.events;
  std::vector<double> slopes;
  for (const TridentSetup::Uncertainty& uncertainty : own.setup.uncertainties) {
    double slope = uncertainty.on_signal ? signal_here : 0.0;
    for (const TridentSetup::Background& background : own.setup.backgrounds) {
      const auto& named = uncertainty.backgrounds;
      if (std::find(named.begin(), named.end(), background.name) != named.end()) slope += background.events;
    }
    slopes.push_back(slope);
  }
  return std::make_unique<Counts>(nominal, std::move(slopes), own.setup.stretch_below, own.setup.stretch);
}

}  // namespace tridens::inference
