// Resolution: distribution of the measured value x at an energy E.
//   gaussian  sigma^2 = noise^2 + F eta E + s^2 E keV + c^2 E^2. Germanium: F = 0.11, eta = 2.96 eV, noise 68.5 eV
//             (Dresden-II, arXiv:2202.09672, there normalised to x > 0: 2/(1 + erf(E/(sqrt2 sigma)))).
//             Liquid argon: s = 0.58 (arXiv:2006.12659).
//   poisson   P(n) = mu^n e^-mu/n!, mu = light yield x E (COHERENT CsI 2017, arXiv:1804.09459)
//   gamma     x^b [a(1+b)]^(1+b)/Gamma(1+b) e^(-a(1+b)x), a = 0.0749 keV/E, b = 9.56 E/keV (COHERENT CsI 2021,
//             arXiv:2110.07730): mean 1/a, variance 1/(a^2 (1+b))
#include <fmt/format.h>
#include <gsl/gsl_sf_gamma.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/detail/panel_integral.hh"
#include "tridens/detector/detail/settings.hh"
#include "tridens/detector/recoil_response.hh"

namespace tridens::detector {

const math::QuadratureRule& detail::panel_rule() {
  static const math::QuadratureRule rule = math::gauss_legendre(16);
  return rule;
}

namespace {

constexpr double tail_sigmas = 6.5;  // two-sided 8e-11

/// P(k, x) and Q(k, x), the regularised incomplete gamma functions, where they do not round to 0 or 1.
double gamma_p(double k, double x) {
  if (!(x > 0.0)) return 0.0;
  if (x > k + 60.0 + 12.0 * std::sqrt(k)) return 1.0;
  constexpr double smallest_log = -650.0;
  if (x < k && k * std::log(x) - x - gsl_sf_lngamma(k + 1.0) < smallest_log) return 0.0;
  return gsl_sf_gamma_inc_P(k, x);
}
double gamma_q(double k, double x) {
  if (!(x > 0.0)) return 1.0;
  if (x > k + 60.0 + 12.0 * std::sqrt(k)) return 0.0;
  constexpr double smallest_log = -650.0;
  if (x < k && k * std::log(x) - x - gsl_sf_lngamma(k + 1.0) < smallest_log) return 1.0;
  return gsl_sf_gamma_inc_Q(k, x);
}

/// Wilson-Hilferty estimate of the value of a gamma variable (scale 1) `sigmas` away from its middle; 0 at least.
double gamma_tail(double k, double sigmas) {
  const double root = 1.0 - 1.0 / (9.0 * k) + sigmas / (3.0 * std::sqrt(k));
  return root > 0.0 ? k * root * root * root : 0.0;
}

class Exact final : public Resolution {
 public:
  explicit Exact(double scale) : scale_(scale) {}
  double below(double x, double energy) const override { return scale_ * energy < x ? 1.0 : 0.0; }
  double integral(double from, double to, double energy, const Curve& weight) const override {
    const double x = scale_ * energy;
    if (x < from || x >= to) return 0.0;
    return weight ? weight(x) : 1.0;
  }
  double width(double) const override { return 0.0; }
  double lowest(double energy) const override { return scale_ * energy; }
  double highest(double energy) const override { return scale_ * energy; }
  std::string description() const override { return "none"; }

 private:
  double scale_;  // of x per energy
};

struct GaussianSettings {
  double noise = 0.0, per_energy = 0.0, per_square = 0.0;  // GeV, GeV, 1
  bool truncated = false;
};

class Gaussian final : public Resolution {
 public:
  Gaussian(GaussianSettings settings, double scale, std::string text)
      : settings_(settings), scale_(scale), text_(std::move(text)) {}

  double width(double energy) const override {
    const GaussianSettings& s = settings_;
    return scale_ * std::sqrt(s.noise * s.noise + (s.per_energy + s.per_square * energy) * energy);
  }
  double below(double x, double energy) const override {
    const double sigma = width(energy), mean = scale_ * energy;
    if (sigma == 0.0) return mean < x ? 1.0 : 0.0;
    if (!settings_.truncated) return normal((x - mean) / sigma);
    if (x <= 0.0) return 0.0;
    // Difference of upper tails: exact also far above the mean.
    return 1.0 - normal((mean - x) / sigma) / normal(mean / sigma);
  }
  double integral(double from, double to, double energy, const Curve& weight) const override {
    const double sigma = width(energy), mean = scale_ * energy;
    if (sigma == 0.0) return Exact(scale_).integral(from, to, energy, weight);
    if (!weight) return below(to, energy) - below(from, energy);
    const double a = std::max(from, lowest(energy)), b = std::min(to, highest(energy));
    if (!(b > a)) return 0.0;
    const double norm = 1.0 / (std::sqrt(2.0 * units::pi) * sigma * (settings_.truncated ? normal(mean / sigma) : 1.0));
    const auto f = [&](double x) {
      const double z = (x - mean) / sigma;
      return norm * std::exp(-0.5 * z * z) * weight(x);
    };
    return detail::integrate(f, a, b, 3.0 * sigma);
  }
  double lowest(double energy) const override {
    const double low = scale_ * energy - tail_sigmas * width(energy);
    return settings_.truncated ? std::max(low, 0.0) : low;
  }
  double highest(double energy) const override {
    const double sigma = width(energy), mean = scale_ * energy;
    // The truncated distribution has at most twice the tail.
    return mean + (tail_sigmas + (settings_.truncated ? 0.2 : 0.0)) * sigma;
  }
  std::string description() const override { return text_; }

 private:
  static double normal(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

  GaussianSettings settings_;
  double scale_;
  std::string text_;
};

class Poisson final : public Resolution {
 public:
  Poisson(double light_yield, double shift, std::string text)
      : yield_(light_yield), shift_(shift), text_(std::move(text)) {}

  double below(double x, double energy) const override {
    const double count = std::ceil(x - shift_);  // n < count
    if (std::isinf(count)) return count > 0.0 ? 1.0 : 0.0;
    return count <= 0.0 ? 0.0 : gamma_q(count, yield_ * energy);
  }
  double integral(double from, double to, double energy, const Curve& weight) const override {
    if (!weight) return below(to, energy) - below(from, energy);
    const double first = std::max(0.0, std::ceil(std::max(from, lowest(energy)) - shift_));
    const double end = std::ceil(std::min(to, highest(energy) + 1.0) - shift_);
    const double mu = yield_ * energy;
    double sum = 0.0;
    for (double n = first; n < end; ++n) sum += probability(n, mu) * weight(n + shift_);
    return sum;
  }
  double width(double energy) const override { return std::sqrt(yield_ * energy); }
  double lowest(double energy) const override {
    return std::max(0.0, gamma_tail(yield_ * energy + 1.0, -(tail_sigmas + 1.0)) - 2.0) + shift_;
  }
  double highest(double energy) const override {
    return std::ceil(gamma_tail(yield_ * energy + 1.0, tail_sigmas)) + shift_;
  }
  std::string description() const override { return text_; }

 private:
  static double probability(double n, double mu) {
    if (mu == 0.0) return n == 0.0 ? 1.0 : 0.0;
    return std::exp(n * std::log(mu) - mu - gsl_sf_lngamma(n + 1.0));
  }

  double yield_, shift_;
  std::string text_;
};

class Gamma final : public Resolution {
 public:
  Gamma(double a, double b, std::string text) : a_(a * units::keV), b_(b / units::keV), text_(std::move(text)) {}

  double below(double x, double energy) const override {
    if (energy == 0.0) return x > 0.0 ? 1.0 : 0.0;
    return gamma_p(shape(energy), rate(energy) * x);
  }
  double integral(double from, double to, double energy, const Curve& weight) const override {
    if (energy == 0.0) return Exact(0.0).integral(from, to, energy, weight);
    if (!weight) return below(to, energy) - below(from, energy);
    const double low = std::max(from, lowest(energy)), high = std::min(to, highest(energy));
    if (!(high > low)) return 0.0;
    const double k = shape(energy), r = rate(energy);
    const double constant = k * std::log(r) - gsl_sf_lngamma(k);
    const auto f = [&](double x) {
      return x > 0.0 ? std::exp(constant + (k - 1.0) * std::log(x) - r * x) * weight(x) : 0.0;
    };
    return detail::integrate(f, low, high, 3.0 * width(energy));
  }
  double width(double energy) const override { return energy == 0.0 ? 0.0 : std::sqrt(shape(energy)) / rate(energy); }
  double lowest(double energy) const override {
    return energy == 0.0 ? 0.0 : gamma_tail(shape(energy), -tail_sigmas) / rate(energy);
  }
  double highest(double energy) const override {
    return energy == 0.0 ? 0.0 : gamma_tail(shape(energy), tail_sigmas) / rate(energy);
  }
  std::string description() const override { return text_; }

 private:
  double shape(double energy) const { return 1.0 + b_ * energy; }
  double rate(double energy) const { return a_ / energy * shape(energy); }

  double a_, b_;
  std::string text_;
};

void need_photoelectrons(const detail::Settings& settings, Observable observable) {
  if (observable == Observable::photoelectrons) return;
  throw UserError("resolution " + settings.name() + " with the observable " + std::string(name(observable)),
                  "it describes a number of photoelectrons", "take the observable 'photoelectrons' or a Gaussian");
}

double light_yield(const detail::Settings& settings, double light_yield_per_keV) {
  if (light_yield_per_keV > 0.0) return light_yield_per_keV / units::keV;
  throw UserError("resolution " + settings.name() + " of photoelectrons has no light yield",
                  "the number per keV of visible energy is needed", "give the light yield");
}

std::shared_ptr<const Resolution> make_gaussian(const detail::Settings& settings, double scale, std::string text) {
  GaussianSettings gaussian;
  gaussian.noise = settings.energy("noise", 0.0);
  constexpr double smallest_noise = 1e-6 * units::eV;  // narrower, the edges of a bin are steps of rounding
  if (gaussian.noise > 0.0 && gaussian.noise < smallest_noise) {
    throw UserError(fmt::format("a noise of {:g} eV in the resolution", gaussian.noise / units::eV),
                    "no detector is as good, and the counts of a bin cannot be integrated", "write 'none' for none");
  }
  const double fano = settings.number("fano", 0.0), stochastic = settings.number("stochastic", 0.0);
  const double constant = settings.number("constant", 0.0);
  for (const char* key : {"fano", "stochastic", "constant"}) {
    if (settings.number(key, 0.0) < 0.0) settings.refuse(key, "a width is not negative");
  }
  if (settings.has("fano") != settings.has("pair_energy")) {
    settings.refuse(settings.has("fano") ? "fano" : "pair_energy", "only the product of the two is a width",
                    "give both 'fano' and 'pair_energy'");
  }
  gaussian.per_energy = fano * settings.energy("pair_energy", 0.0) + stochastic * stochastic * units::keV;
  gaussian.per_square = constant * constant;
  gaussian.truncated = settings.yes("truncated");
  if (gaussian.noise == 0.0 && gaussian.per_energy == 0.0 && gaussian.per_square == 0.0) {
    throw UserError("resolution '" + text + "' has no width", "all its terms are zero",
                    "give one of stochastic, constant, noise, fano, or write 'none'");
  }
  return std::make_shared<Gaussian>(gaussian, scale, std::move(text));
}

}  // namespace

std::shared_ptr<const Resolution> make_resolution(std::string_view specification, Observable observable,
                                                  double light_yield_per_keV) {
  const Specification given = parse_specification(specification, "resolution");
  const std::string text(specification);
  const auto scale = [&](const detail::Settings& settings) {
    return observable == Observable::photoelectrons ? light_yield(settings, light_yield_per_keV) : 1.0;
  };
  if (given.name == "none") {
    return std::make_shared<Exact>(scale(detail::Settings("resolution", given, {})));
  }
  if (given.name == "gaussian") {
    const detail::Settings settings("resolution", given,
                                    {"stochastic", "constant", "noise", "fano", "pair_energy", "truncated"});
    return make_gaussian(settings, scale(settings), text);
  }
  if (given.name == "poisson") {
    const detail::Settings settings("resolution", given, {"shift"});
    need_photoelectrons(settings, observable);
    return std::make_shared<Poisson>(light_yield(settings, light_yield_per_keV), settings.number("shift", 0.0), text);
  }
  if (given.name == "gamma") {
    const detail::Settings settings("resolution", given, {"a", "b"});
    need_photoelectrons(settings, observable);
    return std::make_shared<Gamma>(settings.positive("a"), settings.positive("b"), text);
  }
  unknown_name("resolution", given.name, {"none", "gaussian", "poisson", "gamma"});
}

}  // namespace tridens::detector
