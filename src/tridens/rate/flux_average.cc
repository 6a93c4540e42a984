#include "tridens/rate/flux_average.hh"

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using flux::Spectrum;
using process::TridentTerms;

constexpr size_t structures = 3;

/// Widest piece of an interval, relative to its upper end, on which a cross section is integrated at once.
constexpr double widest_piece = 0.35;

void add(process::CouplingStructures& sum, double factor, const process::CouplingStructures& value) {
  sum.vv += factor * value.vv;
  sum.aa += factor * value.aa;
  sum.va += factor * value.va;
}

/// Energies at which pieces end around the features: distances that double from half the width to the feature's
/// energy. Increasing.
std::vector<double> feature_edges(const std::vector<process::EnergyFeature>& features) {
  std::vector<double> edges;
  for (const process::EnergyFeature& feature : features) {
    edges.push_back(feature.energy);
    for (double distance = 0.5 * feature.width; distance < feature.energy; distance *= 2.0) {
      edges.push_back(feature.energy - distance);
      edges.push_back(feature.energy + distance);
    }
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

/// Calls visit(energy, weight) at the nodes of a quadrature over the spectrum above `from`.
void visit_nodes(const Spectrum& spectrum, double from, const std::function<void(double energy, double weight)>& visit,
                 const std::vector<process::EnergyFeature>& features = {}) {
  if (spectrum.kind == Spectrum::Kind::line) {
    if (spectrum.energies.front() > from) visit(spectrum.energies.front(), spectrum.density.front());
    return;
  }
  static const math::QuadratureRule rule = math::gauss_legendre(4);
  const std::vector<double> extra = feature_edges(features);
  const auto integrate = [&](double low, double high) {
    const int pieces = std::max(1, static_cast<int>(std::ceil((high - low) / (widest_piece * high))));
    for (int piece = 0; piece < pieces; ++piece) {
      const double width = (high - low) / pieces, begin = low + width * piece;
      for (size_t k = 0; k < rule.nodes.size(); ++k) {
        const double energy = begin + width * rule.nodes[k];
        visit(energy, width * rule.weights[k] * spectrum.at(energy));
      }
    }
  };
  auto edge = extra.begin();
  for (size_t i = 0; i + 1 < spectrum.energies.size(); ++i) {
    double low = std::max(spectrum.energies[i], from);
    const double high = spectrum.energies[i + 1];
    if (high <= low) continue;
    while (edge != extra.end() && *edge <= low) ++edge;
    for (; edge != extra.end() && *edge < high; ++edge) {
      integrate(low, *edge);
      low = *edge;
    }
    integrate(low, high);
  }
}

/// Errors of a cross section at increasing energies with straight lines between them: just above threshold they exceed
/// the cross section itself and jump from one energy to the next, which no smooth curve through ratios survives.
class ErrorCurve {
 public:
  void add(double energy, double error) {
    energies_.push_back(energy);
    errors_.push_back(error);
  }
  double operator()(double energy) const {
    const auto after = std::upper_bound(energies_.begin(), energies_.end(), energy) - energies_.begin();
    if (after == 0) return errors_.front();
    const auto i = static_cast<size_t>(after);
    if (i == energies_.size()) return errors_.back();
    const double part = (energy - energies_[i - 1]) / (energies_[i] - energies_[i - 1]);
    return errors_[i - 1] + part * (errors_[i] - errors_[i - 1]);
  }

 private:
  std::vector<double> energies_, errors_;
};

}  // namespace

double fold(const Spectrum& spectrum, double from, const std::function<double(double energy)>& f,
            const std::vector<process::EnergyFeature>& features) {
  double sum = 0.0;
  const auto add_node = [&](double energy, double weight) {
    if (weight != 0.0) sum += weight * f(energy);
  };
  visit_nodes(spectrum, from, add_node, features);
  return sum;
}

Folded flux_average(const process::Process& process, size_t component, const Spectrum& spectrum) {
  const double threshold = process.threshold(component);
  const double norm = spectrum.integral();
  if (!(norm > 0.0))
    throw UserError("the flux is zero", "an average over it has no meaning", "choose another neutrino or flux");
  Folded result;
  if (spectrum.kind == Spectrum::Kind::line) {
    const process::CrossSection sigma = process.cross_section(component, spectrum.energies.front());
    return {sigma.value, sigma.error};
  }
  if (spectrum.highest() <= threshold) return result;
  ErrorCurve error_at;
  const process::EnergyCurve::Functions sigma = [&](double energy, double* values) {
    const process::CrossSection value = process.cross_section(component, energy);
    values[0] = value.value;
    error_at.add(energy, std::abs(value.error));
  };
  const std::vector<process::EnergyFeature> features = process.features(component);
  const process::EnergyCurve curve(sigma, 1, threshold, spectrum.highest(), {3.0, spectrum.lowest(), features});
  const process::EnergyCurve coarse = curve.coarsened();
  result.value = fold(
                     spectrum, threshold, [&](double energy) { return curve.first(energy); }, features) /
                 norm;
  const double other = fold(
                           spectrum, threshold, [&](double energy) { return coarse.first(energy); }, features) /
                       norm;
  // Of fourth order: the finer curve is 16 times better than the other.
  result.error = std::abs(result.value - other) / 8.0 + fold(spectrum, threshold, error_at, features) / norm;
  return result;
}

std::vector<Folded> flux_averages(const process::Process& process, const Spectrum& spectrum) {
  const std::vector<process::Component>& components = process.components();
  std::map<std::string, size_t> first_of_shape;
  std::vector<Folded> result;
  for (size_t i = 0; i < components.size(); ++i) {
    const auto [first, added] = first_of_shape.try_emplace(components[i].shape, i);
    if (added) {
      result.push_back(flux_average(process, i, spectrum));
      continue;
    }
    const double ratio = components[i].multiplicity / components[first->second].multiplicity;
    result.push_back({result[first->second].value * ratio, result[first->second].error * ratio});
  }
  return result;
}

TridentCurve::TridentCurve(const process::Trident& trident, size_t component, double highest_energy)
    : mediator_(trident.options().vertex.has_mediator()),
      curve_(
          [&](double energy, double* values) {
            const TridentTerms terms = trident.terms(component, energy);
            for (size_t m = 0; m < (mediator_ ? 3u : 1u); ++m) {
              values[structures * m] = terms[m].vv;
              values[structures * m + 1] = terms[m].aa;
              values[structures * m + 2] = terms[m].va;
            }
          },
          structures * (mediator_ ? 3 : 1), trident.threshold(component), highest_energy) {}

TridentTerms TridentCurve::at(double energy) const {
  std::array<double, 3 * structures> values{};
  curve_.evaluate(energy, values.data());
  TridentTerms result{};
  for (size_t m = 0; m < 3; ++m)
    result[m] = {values[structures * m], values[structures * m + 1], values[structures * m + 2]};
  return result;
}

TridentTerms TridentCurve::average(const Spectrum& spectrum) const {
  TridentTerms result{};
  visit_nodes(spectrum, curve_.threshold(), [&](double energy, double weight) {
    if (weight == 0.0) return;
    const TridentTerms terms = at(energy);
    for (size_t m = 0; m < 3; ++m) add(result[m], weight, terms[m]);
  });
  const double norm = spectrum.integral();
  for (process::CouplingStructures& term : result) term = {term.vv / norm, term.aa / norm, term.va / norm};
  return result;
}

TridentTerms flux_averaged_terms(const process::Trident& trident, size_t component, const Spectrum& spectrum) {
  return TridentCurve(trident, component, spectrum.highest()).average(spectrum);
}

double expected_events(double exposure, double target_count, double folded_GeV2) {
  return exposure * target_count * folded_GeV2 / units::cm2;
}

}  // namespace tridens::rate
