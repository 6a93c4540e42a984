#include "tridens/process/detail/leptoquark_scattering.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::process::detail {
namespace {

/// s by its inverse tangent around a centre, with a density width/[(s - centre)^2 + width^2] cut to [low, high].
struct TangentMap {
  double centre, width, first, last;
  TangentMap(double at_centre, double at_width, double low, double high)
      : centre(at_centre),
        width(at_width),
        first(std::atan((low - at_centre) / at_width)),
        last(std::atan((high - at_centre) / at_width)) {}
  double value(double u) const { return centre + width * std::tan(first + u * (last - first)); }
  double density(double s) const { return width / (((s - centre) * (s - centre) + width * width) * (last - first)); }
};

/// x f at the scale M^2 or Q^2; UserError when it is negative beyond the noise of tables.
double positive(double xf, const matter::PartonDensity& density, double x) {
  if (xf >= 0.0) return xf;
  if (xf > -density_noise) return 0.0;
  throw UserError(fmt::format("a parton density of '{}' is {:g} at x = {:g}", density.name(), xf, x),
                  "cross sections of single partons need positive densities", "choose a leading-order set");
}

}  // namespace

/// Shares of the three maps of the unit square: the resonance, all s around it, and the exchange of a boson.
struct LeptoquarkScattering::Shares {
  double resonance = 0.5, broad = 0.5, boson = 0.0;
};

LeptoquarkScattering::LeptoquarkScattering(std::shared_ptr<const LeptoquarkSetup> setup, Target target,
                                           std::vector<LeptoquarkTerm> terms, std::shared_ptr<const PartonSum> standard,
                                           const InelasticPhaseSpace& space)
    : setup_(std::move(setup)),
      target_(target),
      terms_(std::move(terms)),
      standard_(std::move(standard)),
      space_(space) {
  for (const LeptoquarkTerm& term : terms_) masses_.push_back(term.produced_mass);
  std::sort(masses_.begin(), masses_.end());
  masses_.erase(std::unique(masses_.begin(), masses_.end()), masses_.end());
}

LeptoquarkScattering::Shares LeptoquarkScattering::shares() const {
  if (target_.top_mass > 0.0) return {};
  return standard_ != nullptr ? Shares{0.2, 0.2, 0.6} : Shares{0.4, 0.4, 0.2};
}

double LeptoquarkScattering::largest_width() const {
  return *std::max_element(setup_->widths.begin(), setup_->widths.end());
}

void LeptoquarkScattering::add_group(double produced_mass, const double* energy, const double* x, const double* Q2,
                                     size_t count, double* result) const {
  const double mass2 = produced_mass * produced_mass, lepton2 = space_.lepton_mass() * space_.lepton_mass();
  const double boson2 = target_.boson_mass * target_.boson_mass;
  const bool interferes = this->interferes();
  std::vector<double> xi, scale;
  std::vector<size_t> place;
  for (size_t i = 0; i < count; ++i) {
    const double fraction = x[i] * (1.0 + mass2 / Q2[i]);
    if (fraction >= 1.0) continue;
    xi.push_back(fraction), scale.push_back(Q2[i]), place.push_back(i);
  }
  const std::vector<double> at_scale(xi.size(), setup_->mass * setup_->mass);
  std::vector<matter::PartonValues> at_mass(xi.size()), at_Q2(interferes ? xi.size() : 0);
  setup_->density->evaluate(target_.nucleon, xi.data(), at_scale.data(), xi.size(), at_mass.data());
  if (interferes) setup_->density->evaluate(target_.nucleon, xi.data(), scale.data(), xi.size(), at_Q2.data());
  for (size_t k = 0; k < place.size(); ++k) {
    const size_t i = place[k];
    const double s = 2.0 * space_.nucleon_mass() * energy[i] * xi[k], y = space_.y(energy[i], x[i], Q2[i]);
    const double same = 1.0 - (lepton2 + mass2) / s, opposite = (1.0 - y) * (1.0 - y - (lepton2 - mass2) / s);
    const double boson = 4.0 * std::sqrt(2.0) * constants::fermi_constant * boson2 / (Q2[i] + boson2);
    double sum = 0.0;
    for (const LeptoquarkTerm& term : terms_) {
      if (term.produced_mass != produced_mass) continue;
      const LeptoquarkPropagator propagator{setup_->mass, setup_->widths[term.state]};
      const double f = positive(at_mass[k][term.parton], *setup_->density, xi[k]);
      double square = f * term.squared * propagator.squared(term.resonant, s, y);
      if (interferes) {
        const double mean = std::sqrt(f * positive(at_Q2[k][term.parton], *setup_->density, xi[k]));
        square += 2.0 * mean * boson * term.interference * propagator.real(term.resonant, s, y);
      }
      sum += square * (term.resonant ? same : opposite);
    }
    result[i] += sum / (32.0 * units::pi * x[i]);
  }
}

/// Without the square of the Standard Model.
void LeptoquarkScattering::leptoquark_part(const double* energy, const double* x, const double* Q2, size_t count,
                                           double* result) const {
  std::fill(result, result + count, 0.0);
  for (const double mass : masses_) add_group(mass, energy, x, Q2, count, result);
}

void LeptoquarkScattering::differential(const double* energy, const double* x, const double* Q2, size_t count,
                                        double* result) const {
  leptoquark_part(energy, x, Q2, count, result);
  if (standard_ == nullptr) return;
  std::vector<double> standard(count);
  standard_->evaluate(target_.nucleon, space_, energy, x, Q2, count, standard.data());
  for (size_t i = 0; i < count; ++i) {
    const double strength = exchange_strength(target_.boson_mass, Q2[i]) / x[i];
    result[i] += standard[i] * strength;
    // In exact arithmetic and with positive densities it is a sum of squares.
    if (result[i] < 0.0 && result[i] > -density_noise * strength) result[i] = 0.0;
    if (result[i] >= 0.0) continue;
    throw UserError(
        fmt::format("a negative cross section at E = {:g} GeV, x = {:g}, Q2 = {:g} GeV2", energy[i], x[i], Q2[i]),
        "a density of '" + setup_->density->name() + "' is negative there", "choose a leading-order set");
  }
}

/// Ends of panels in s: every factor of four away from the resonances, in units of the width, then by the logarithm.
std::vector<double> LeptoquarkScattering::breaks(double lowest_s, double highest_s) const {
  std::vector<double> ends = {lowest_s, highest_s};
  const double M2 = setup_->mass * setup_->mass;
  const auto add = [&](double s) {
    if (s > lowest_s && s < highest_s) ends.push_back(s);
  };
  for (const double width : setup_->widths) {
    for (double distance = setup_->mass * width; distance < M2; distance *= 4.0) add(M2 - distance), add(M2 + distance);
  }
  constexpr double ratio = 8.0;
  for (double s = 2.0 * M2; s < highest_s; s *= ratio) add(s);
  for (double s = 0.5 * M2; s > lowest_s; s /= ratio) add(s);
  if (target_.top_mass > 0.0) add(4.0 * target_.top_mass * target_.top_mass);
  std::sort(ends.begin(), ends.end());
  return ends;
}

double LeptoquarkScattering::integral(double energy, const math::QuadratureRule& rule) const {
  const double S = 2.0 * space_.nucleon_mass() * energy, top2 = target_.top_mass * target_.top_mass;
  std::vector<double> x, Q2, weight;
  const std::vector<double> ends = breaks(space_.lowest_Q2() + top2, S);
  for (size_t k = 0; k + 1 < ends.size(); ++k) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double s = ends[k] + (ends[k + 1] - ends[k]) * rule.nodes[i], xi = s / S;
      const double ds = (ends[k + 1] - ends[k]) * rule.weights[i];
      const double low = space_.lowest_Q2(), high = s - top2;
      // Without the propagator of a boson the amplitudes are smooth in Q^2; with it, in its logarithm.
      constexpr double length = 3.5;
      const int panels = interferes() ? std::max(1, static_cast<int>(std::ceil(std::log(high / low) / length))) : 1;
      for (int panel = 0; panel < panels; ++panel) {
        for (size_t j = 0; j < rule.nodes.size(); ++j) {
          const double place = (panel + rule.nodes[j]) / panels;
          const double q2 = interferes() ? low * std::pow(high / low, place) : low + (high - low) * place;
          const double dq2 = (interferes() ? q2 * std::log(high / low) : high - low) * rule.weights[j] / panels;
          const double bjorken = xi * q2 / (q2 + top2);
          if (!space_.contains(energy, bjorken, q2)) continue;
          x.push_back(bjorken), Q2.push_back(q2);
          weight.push_back(ds / S * q2 / (q2 + top2) * dq2);
        }
      }
    }
  }
  const std::vector<double> energies(x.size(), energy);
  std::vector<double> values(x.size());
  leptoquark_part(energies.data(), x.data(), Q2.data(), x.size(), values.data());
  double sum = 0.0;
  for (size_t i = 0; i < values.size(); ++i) sum += weight[i] * values[i];
  return sum;
}

CrossSection LeptoquarkScattering::cross_section(double energy) const {
  static const math::QuadratureRule coarse = math::gauss_legendre(6), fine = math::gauss_legendre(8);
  if (space_.Q2_range(energy).empty()) return {0.0, 0.0, true};
  CrossSection result;
  if (!terms_.empty()) {
    result.value = integral(energy, fine);
    result.error = std::abs(result.value - integral(energy, coarse));
  }
  if (standard_ != nullptr) {
    const auto integrand = [&](const double* x, const double* Q2, size_t count, double* values) {
      const std::vector<double> energies(count, energy);
      standard_->evaluate(target_.nucleon, space_, energies.data(), x, Q2, count, values);
      for (size_t i = 0; i < count; ++i) values[i] *= exchange_strength(target_.boson_mass, Q2[i]) / x[i];
    };
    const CrossSection standard = integrate_inelastic(space_, target_.boson_mass, energy, integrand);
    result.value += standard.value;
    result.error += standard.error;
  }
  return result;
}

double LeptoquarkScattering::narrow_width(double energy) const {
  const double x = setup_->mass * setup_->mass / (2.0 * space_.nucleon_mass() * energy);
  if (x >= 1.0) return 0.0;
  const matter::PartonValues f = setup_->density->evaluate(target_.nucleon, x, setup_->mass * setup_->mass);
  const double open = 1.0 - target_.top_mass * target_.top_mass / (setup_->mass * setup_->mass);
  double sum = 0.0;
  for (const LeptoquarkTerm& term : terms_) {
    // |C|^2/(16 pi) M/Gamma is the coupling squared times the branching fraction.
    if (term.resonant)
      sum += f[term.parton] * term.squared * setup_->mass / (16.0 * units::pi * setup_->widths[term.state]);
  }
  return sum * open * open * units::pi / (2.0 * setup_->mass * setup_->mass);
}

double LeptoquarkScattering::inelasticity(double energy, double y) const {
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  const double S = 2.0 * space_.nucleon_mass() * energy, top2 = target_.top_mass * target_.top_mass;
  const double lowest = (space_.lowest_Q2() + top2) / y;
  if (lowest >= S) return 0.0;
  std::vector<double> x, Q2, weight;
  const std::vector<double> ends = breaks(lowest, S);
  for (size_t k = 0; k + 1 < ends.size(); ++k) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double s = ends[k] + (ends[k + 1] - ends[k]) * rule.nodes[i], q2 = s * y - top2, bjorken = q2 / (S * y);
      if (!space_.contains(energy, bjorken, q2)) continue;
      x.push_back(bjorken), Q2.push_back(q2);
      // dx dQ^2 = dx dy S x, S x = Q^2/y; dx = ds/S at fixed y.
      weight.push_back((ends[k + 1] - ends[k]) * rule.weights[i] / S * q2 / y);
    }
  }
  const std::vector<double> energies(x.size(), energy);
  std::vector<double> values(x.size());
  differential(energies.data(), x.data(), Q2.data(), x.size(), values.data());
  double sum = 0.0;
  for (size_t i = 0; i < values.size(); ++i) sum += weight[i] * values[i];
  return sum;
}

double LeptoquarkScattering::density_at(double energy, double x, double Q2) const {
  const Shares shares = this->shares();
  const double S = 2.0 * space_.nucleon_mass() * energy, top2 = target_.top_mass * target_.top_mass,
               M2 = setup_->mass * setup_->mass;
  const double s = S * produced(x, Q2), low = space_.lowest_Q2() + top2;
  double density = 0.0;
  if (s > low && s < S) {
    const double of_s = shares.resonance * TangentMap(M2, setup_->mass * largest_width(), low, S).density(s) +
                        shares.broad * TangentMap(0.0, M2, low, S).density(s);
    // Even in Q^2; ds = S (1 + top^2/Q^2) dx at fixed Q^2.
    density = of_s / (s - low) * S * (1.0 + top2 / Q2);
  }
  if (shares.boson > 0.0) {
    density += shares.boson * inelastic_density(space_, target_.boson_mass, energy, x, Q2);
  }
  return density;
}

LeptoquarkScattering::Point LeptoquarkScattering::point(double energy, double u1, double u2) const {
  const Shares shares = this->shares();
  const double S = 2.0 * space_.nucleon_mass() * energy, top2 = target_.top_mass * target_.top_mass,
               M2 = setup_->mass * setup_->mass;
  const double low = space_.lowest_Q2() + top2;
  Point point;
  if (low >= S || space_.Q2_range(energy).empty()) return point;
  if (u1 < shares.boson) {
    const InelasticPoint at = inelastic_point(space_, target_.boson_mass, energy, u1 / shares.boson, u2);
    point.x = at.x, point.Q2 = at.Q2;
  } else {
    const double rest = u1 - shares.boson;
    const bool broad = rest >= shares.resonance;
    const TangentMap map = broad ? TangentMap(0.0, M2, low, S) : TangentMap(M2, setup_->mass * largest_width(), low, S);
    const double u = broad ? (rest - shares.resonance) / shares.broad : rest / shares.resonance;
    const double s = std::clamp(map.value(std::min(u, 1.0)), low, S);
    point.Q2 = space_.lowest_Q2() + u2 * (s - low);
    point.x = s / S * point.Q2 / (point.Q2 + top2);
  }
  if (space_.contains(energy, point.x, point.Q2)) point.density = density_at(energy, point.x, point.Q2);
  return point;
}

}  // namespace tridens::process::detail
