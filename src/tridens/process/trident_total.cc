// Deterministic totals: two-dimensional quadrature over the photon's Q^2 and the leptons' W^2 with tabulated sigma^T,
// sigma^L. Outer variable ln Q in panels (a form factor oscillates there), inner variable W^0.6 between threshold and
// its exact limit.
#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/trident.hh"
#include "tridens/process/trident_levels.hh"

namespace tridens::process {
namespace {

constexpr double inner_power = 0.3;  // of W^2
/// Relative accuracy of the tables (test/process/trident_lepton_table_test.cc), part of every quoted error.
constexpr double table_accuracy = 1e-4, mediator_table_accuracy = 1e-3;

void add(CouplingStructures& sum, double factor, const CouplingStructures& value) {
  sum.vv += factor * value.vv;
  sum.aa += factor * value.aa;
  sum.va += factor * value.va;
}

/// Finds the lepton pair; an exchanged pair is the same table with the sign of VA reversed.
struct PairTable {
  const LeptonTable* table;
  double va_sign;
};

PairTable pair_table(const LeptonTables* tables, const model::TridentChannel& channel) {
  if (tables != nullptr) {
    if (const LeptonTable* table = tables->find(channel.minus, channel.plus)) return {table, 1.0};
    if (const LeptonTable* table = tables->find(channel.plus, channel.minus)) return {table, -1.0};
  }
  throw Failure("no table for the lepton pair " + channel.pair(), "totals by quadrature need it",
                "build it with 'tridens tables'");
}

/// Photon fluxes h^T, h^L divided by 4 e^2.
struct PhotonFlux {
  double transverse, longitudinal;
};

PhotonFlux photon_flux(double energy, double mass, double shat, double Q2, double a, double b) {
  const double over = shat / (2.0 * energy);
  const double rho = 1.0 - over / mass - over * over / Q2;
  const double recoil = 1.0 - 0.5 * over / mass;
  const double magnetic = over * over / (mass * mass) * b;
  return {2.0 * (rho * a + 0.5 * magnetic), recoil * recoil * a - 0.25 * magnetic};
}

/// Nodes in Q^2 with their weights in d ln Q^2 and the response of the target.
struct OuterNodes {
  std::vector<double> Q2, weight, a, b;
};

OuterNodes outer_nodes(const HadronResponse& response, const TridentLimits& limits, double largest_Q2,
                       const TridentQuadrature& quadrature) {
  const auto rule = math::gauss_legendre(quadrature.per_panel);
  const double low = 0.5 * std::log(limits.lowest_Q2);
  const double high = 0.5 * std::log(std::min(limits.highest_Q2, largest_Q2));
  const int panels = std::max(1, static_cast<int>(std::ceil((high - low) / quadrature.panel)));
  const size_t nodes = static_cast<size_t>(panels) * rule.nodes.size();
  OuterNodes result;
  for (std::vector<double>* one : {&result.Q2, &result.weight, &result.a, &result.b}) one->resize(nodes);
  for (size_t k = 0; k < nodes; ++k) {
    const size_t panel = k / rule.nodes.size();
    const size_t node = k % rule.nodes.size();
    const double ln_Q = low + (high - low) * (static_cast<double>(panel) + rule.nodes[node]) / panels;
    result.Q2[k] = std::exp(2.0 * ln_Q);
    result.weight[k] = rule.weights[node] * 2.0 * (high - low) / panels;
  }
  response.evaluate(result.Q2.data(), nodes, result.a.data(), result.b.data());
  // A form factor must have died out where the tables end.
  constexpr double negligible = 1e-4;  // of the response, at a Q^2 that adds still less to a total
  double largest = 0.0;
  for (size_t k = 0; k < nodes; ++k) largest = std::max(largest, result.a[k] + result.b[k]);
  if (limits.highest_Q2 > largest_Q2 && result.a.back() + result.b.back() > negligible * largest) {
    throw UserError("the form factor '" + response.description() + "' reaches beyond the tables",
                    "they end at Q^2 = " + std::to_string(largest_Q2) + " GeV^2",
                    "use --method montecarlo, or a form factor of finite size");
  }
  return result;
}

}  // namespace

TridentNodes trident_nodes(const Trident& trident, size_t component, double energy,
                           const TridentQuadrature& quadrature) {
  const model::TridentChannel& channel = trident.options().channel;
  const double largest_Q2 = pair_table(trident.tables().get(), channel).table->grid().largest_Q2;
  const Component& target = trident.components()[component];
  const double pair_threshold = charged_lepton_mass(channel.minus) + charged_lepton_mass(channel.plus);
  const double mass = target.target_mass;
  const TridentLimits limits = trident_limits(energy, mass, pair_threshold);
  TridentNodes result;
  result.scale = 4.0 * constants::electric_charge_squared / (32.0 * units::pi * units::pi) * target.multiplicity;
  if (energy <= limits.threshold_energy) return result;
  const OuterNodes outer = outer_nodes(trident.response(component), limits, largest_Q2, quadrature);
  const auto inner = math::gauss_legendre(quadrature.inner);
  const double begin = std::pow(pair_threshold * pair_threshold, inner_power);
  result.nodes.reserve(outer.Q2.size() * inner.nodes.size());
  for (size_t k = 0; k < outer.Q2.size(); ++k) {
    const double Q2 = outer.Q2[k];
    const double highest = trident_highest_W2(energy, mass, Q2);
    const double end = std::pow(std::max(highest, 0.0), inner_power);
    if (!(end > begin)) continue;
    for (size_t j = 0; j < inner.nodes.size(); ++j) {
      const double z = begin + (end - begin) * inner.nodes[j];
      const double W2 = std::pow(z, 1.0 / inner_power);
      const double dW2 = (end - begin) * inner.weights[j] * W2 / (inner_power * z);
      const double shat = W2 + Q2;
      const PhotonFlux flux = photon_flux(energy, mass, shat, Q2, outer.a[k], outer.b[k]);
      const double factor = outer.weight[k] * dW2 / shat;  // dQ2/Q2 = d ln Q2
      result.nodes.push_back({W2, Q2, factor * flux.transverse, factor * flux.longitudinal});
    }
  }
  return result;
}

TridentTerms Trident::terms(size_t component, double energy, const TridentQuadrature& quadrature) const {
  const PairTable pair = pair_table(tables_.get(), options_.channel);
  if (options_.vertex.has_mediator() && !mediator_table_) {
    throw Failure("no table for the mediator", "its propagator varies with the momentum transfer",
                  "give a mediator table");
  }
  TridentTerms result{};
  ShapeMoments moments{};
  const TridentNodes rule = trident_nodes(*this, component, energy, quadrature);
  for (const TridentNodes::Node& node : rule.nodes) {
    pair.table->evaluate(node.W2, node.Q2, moments);
    if (mediator_table_) mediator_table_->evaluate(node.W2, node.Q2, moments);
    for (size_t m = 0; m < (mediator_table_ ? 3u : 1u); ++m) {
      add(result[m], node.transverse, moments[m].transverse);
      add(result[m], node.longitudinal, moments[m].longitudinal);
    }
  }
  for (CouplingStructures& term : result) {
    term = {term.vv * rule.scale, term.aa * rule.scale, term.va * rule.scale * pair.va_sign};
  }
  return result;
}

double combine(const TridentTerms& terms, const model::LeptonVertex& vertex, bool antineutrino) {
  // V = V0 + V1 s, A = A0 + A1 s expanded in moments of the shape s; the VA structure changes sign for antineutrinos.
  const double sign = antineutrino ? -1.0 : 1.0;
  const double V0 = vertex.V, V1 = vertex.V_mediator, A0 = vertex.A, A1 = vertex.A_mediator;
  double sum = V0 * V0 * terms[0].vv + A0 * A0 * terms[0].aa + sign * V0 * A0 * terms[0].va;
  sum += 2.0 * V0 * V1 * terms[1].vv + 2.0 * A0 * A1 * terms[1].aa + sign * (V0 * A1 + V1 * A0) * terms[1].va;
  sum += V1 * V1 * terms[2].vv + A1 * A1 * terms[2].aa + sign * V1 * A1 * terms[2].va;
  return sum;
}

double Trident::combine(const TridentTerms& terms, const model::LeptonVertex& vertex) const {
  return process::combine(terms, vertex, options_.channel.incoming.antiparticle);
}

CrossSection Trident::cross_section(size_t component, double energy) const {
  TridentLevels levels;
  return trident_cross_section(*this, component, energy, options_.vertex, levels);
}

CrossSection trident_cross_section(const Trident& trident, size_t component, double energy,
                                   const model::LeptonVertex& vertex, TridentLevels& levels) {
  return trident_cross_section(trident, component, energy, vertex, levels, [&](const TridentQuadrature& quadrature) {
    return trident.terms(component, energy, quadrature);
  });
}

CrossSection trident_cross_section(const Trident& trident, size_t component, double energy,
                                   const model::LeptonVertex& vertex, TridentLevels& levels,
                                   const std::function<TridentTerms(const TridentQuadrature&)>& integrals) {
  if (!(energy > 0.0) || !std::isfinite(energy)) {
    throw UserError("a neutrino energy of " + std::to_string(energy) + " GeV", "it must be positive and finite", "");
  }
  if (energy <= trident.threshold(component)) return {0.0, 0.0, true};
  // Finer rules until two agree: far out in its tail, which alone counts close to threshold, a form factor oscillates
  // quickly.
  constexpr std::array<TridentQuadrature, 6> rules = {
      TridentQuadrature{0.9, 7, 12}, {0.6, 8, 16}, {0.3, 8, 20}, {0.15, 8, 24}, {0.075, 8, 28}, {0.0375, 8, 32}};
  constexpr double wanted = 2e-4;
  const auto value_of = [&](size_t level) {
    if (level == levels.size()) levels.push_back(integrals(rules[level]));
    return trident.combine(levels[level], vertex);
  };
  double coarse = value_of(0), value = coarse, difference = 0.0;
  for (size_t level = 1; level < rules.size(); ++level) {
    value = value_of(level);
    difference = std::abs(value - coarse);
    if (difference <= wanted * std::abs(value)) break;
    coarse = value;
  }
  const double tables = vertex.has_mediator() ? mediator_table_accuracy : table_accuracy;
  if (!std::isfinite(value) || value < 0.0) {
    throw Failure("a cross section of " + std::to_string(value) + " GeV^-2 at " + std::to_string(energy) + " GeV",
                  "it must be finite and not negative", "please report the channel and target");
  }
  return {value, difference + tables * value, false};
}

}  // namespace tridens::process
