#include "tridens/run/trident_mediators.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::run {
namespace {

using model::LeptonVertex;

constexpr double lightest_mass = 1e-8;  // GeV, of trident production in the models

/// K^2 at which the shapes of mediators are compared, GeV^2.
constexpr std::array<double, 8> probes = {0.0, 1e-8, 1e-6, 1e-4, 1e-2, 0.3, 10.0, 300.0};

Numerator numerator_of(const LeptonVertex& vertex) {
  const double mass_squared = vertex.mediator_mass * vertex.mediator_mass;
  const double first = vertex.shape(0.0) * mass_squared;
  return [shape = vertex.shape, mass_squared, first](double K2) { return shape(K2) * (K2 + mass_squared) / first; };
}

std::string key_of(const Numerator& numerator) {
  bool one = true;
  std::string key;
  for (const double K2 : probes) {
    const double value = numerator(K2);
    one = one && std::abs(value - 1.0) < 1e-9;
    key += fmt::format(" {:.8e}", value);
  }
  return one ? "1" : key;
}

}  // namespace

Mediators mediators_of(const CountingSetup& setup, const std::vector<std::shared_ptr<const model::Model>>& corners) {
  Mediators result;
  result.couples.resize(setup.channels.size());
  result.numerators.resize(setup.channels.size());
  result.keys.resize(setup.channels.size(), "none");  // so that other models find no integrals of zero
  for (const auto& corner : corners) {
    for (size_t i = 0; i < setup.channels.size(); ++i) {
      const LeptonVertex vertex = corner->trident_vertex(setup.channels[i]);
      if (!vertex.has_mediator()) continue;
      const Numerator numerator = numerator_of(vertex);
      const std::string key = key_of(numerator);
      if (result.couples[i] && key != result.keys[i]) {
        throw UserError("the mediator of " + setup.channels[i].reaction() + " changes its K^2 dependence in the fit",
                        "integrals are made for one dependence beside the propagator",
                        "keep charges and kinetic mixing fixed while mass and coupling vary");
      }
      result.lightest = result.any() ? std::min(result.lightest, vertex.mediator_mass) : vertex.mediator_mass;
      result.heaviest = std::max(result.heaviest, vertex.mediator_mass);
      result.couples[i] = true;
      result.keys[i] = key;
      if (key != "1") result.numerators[i] = numerator;
    }
  }
  // Channels that others charges reach cost next to nothing: with them the integrals serve all charges.
  if (result.any() &&
      std::ranges::all_of(result.keys, [](const std::string& key) { return key == "none" || key == "1"; })) {
    for (size_t i = 0; i < setup.channels.size(); ++i) {
      if (!setup.channels[i].neutral_current) continue;
      result.couples[i] = true;
      result.keys[i] = "1";
    }
  }
  return result;
}

double node_mass(int node, int per_decade) {
  return std::pow(10.0, static_cast<double>(node) / per_decade);
}

std::vector<int> nodes_of(const Mediators& mediators, const TridentTermsOptions& options) {
  const int per_decade = options.nodes_per_decade, padding = options.nodes_beyond;
  std::vector<int> nodes;
  if (!mediators.any()) return nodes;
  // Rounding of the logarithm at a node must not move the range.
  constexpr double slack = 1e-9;
  const auto position = [&](double mass) { return std::log10(mass) * per_decade; };
  const int lowest = static_cast<int>(std::lround(position(lightest_mass)));
  const int from = std::max(lowest, static_cast<int>(std::floor(position(mediators.lightest) + slack)) - padding);
  const int to = static_cast<int>(std::ceil(position(mediators.heaviest) - slack)) + padding;
  for (int node = from; node <= to; ++node) nodes.push_back(node);
  return nodes;
}

}  // namespace tridens::run
