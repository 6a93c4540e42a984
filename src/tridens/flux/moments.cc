#include "tridens/flux/moments.hh"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

// Between two knots the density is d(E) = d_0 + s (E - E_0) (s = 0 in a histogram), so that with L = ln(b/a)
//   int_a^b d dE     = (b - a) [d(a) + d(b)]/2
//   int_a^b d/E dE   = d(a) L + s (b - a - a L)
//   int_a^b d/E^2 dE = d(a) (b - a)/(a b) + s (L - (b - a)/b).
// In narrow intervals, w = (b - a)/a, the brackets cancel to w^2/2: there they are summed as series.
namespace tridens::flux {
namespace {

using Moments = std::array<double, 3>;

struct Logarithms {
  double first;   // ln(1+w)
  double second;  // w - ln(1+w)
  double third;   // ln(1+w) - w/(1+w)
};

Logarithms logarithms(double w) {
  const double first = std::log1p(w);
  constexpr double narrow = 0.05;
  if (w > narrow) return {first, w - first, first - w / (1.0 + w)};
  // w - ln(1+w) = sum_{n>1} (-1)^n w^n/n; the other is w^2/(1+w) less that.
  double second = 0.0;
  for (int n = 14; n > 1; --n) second = (n % 2 == 0 ? 1.0 : -1.0) / n + w * second;
  second *= w * w;
  return {first, second, w * w / (1.0 + w) - second};
}

/// Moments of the piece from a to b of an interval, density d at a and slope s.
Moments piece(double a, double b, double d, double s) {
  const double width = b - a;
  const double zeroth = width * (d + 0.5 * s * width);
  if (a > 0.0) {
    const Logarithms l = logarithms(width / a);
    return {zeroth, d * l.first + s * a * l.second, d * width / (a * b) + s * l.third};
  }
  // From zero energy: a density that does not vanish there has no inverse moments.
  constexpr double infinite = std::numeric_limits<double>::infinity();
  return {zeroth, d > 0.0 ? infinite : s * width, d > 0.0 || s > 0.0 ? infinite : 0.0};
}

void check(const Spectrum& spectrum) {
  const size_t knots = spectrum.energies.size(), values = spectrum.density.size();
  const bool histogram = spectrum.kind == Spectrum::Kind::histogram, line = spectrum.kind == Spectrum::Kind::line;
  const size_t least = line ? 1 : 2;
  if (knots < least || values + (histogram ? 1 : 0) != knots || (line && knots != 1)) {
    throw UserError("the numbers of energies and densities of a spectrum do not match",
                    std::to_string(knots) + " energies and " + std::to_string(values) + " densities",
                    "a histogram has one edge more than densities, points have one energy each");
  }
  if (!(spectrum.energies.front() >= 0.0) || !std::ranges::is_sorted(spectrum.energies, std::less_equal<>{})) {
    throw UserError("the energies of a spectrum do not increase from zero or above",
                    "its moments need ordered intervals", "sort the table and remove repeated energies");
  }
}

}  // namespace

SpectrumMoments::SpectrumMoments(const Spectrum& spectrum) : spectrum_(spectrum) {
  check(spectrum_);
  if (spectrum_.kind == Spectrum::Kind::line) return;
  const size_t intervals = spectrum_.energies.size() - 1;
  cumulative_.assign(intervals + 1, Moments{});
  for (size_t i = intervals; i-- > 0;) {
    const double a = spectrum_.energies[i], b = spectrum_.energies[i + 1], d = spectrum_.density[i];
    const double slope = spectrum_.kind == Spectrum::Kind::points ? (spectrum_.density[i + 1] - d) / (b - a) : 0.0;
    const Moments here = piece(a, b, d, slope);
    for (size_t k = 0; k < here.size(); ++k) cumulative_[i][k] = cumulative_[i + 1][k] + here[k];
  }
}

std::array<double, 3> SpectrumMoments::above(double from) const {
  if (std::isnan(from)) throw UserError("the flux is asked for at no energy", "the energy is not a number");
  const std::vector<double>& energies = spectrum_.energies;
  if (from > energies.back()) return {};
  if (spectrum_.kind == Spectrum::Kind::line) {
    const double energy = energies.front(), integral = spectrum_.density.front();
    return {integral, integral / energy, integral / (energy * energy)};
  }
  if (from <= energies.front()) return cumulative_.front();
  const auto found = std::upper_bound(energies.begin(), energies.end(), from);
  const size_t i = std::min(static_cast<size_t>(found - energies.begin()), energies.size() - 1) - 1;
  const double a = energies[i], b = energies[i + 1], d = spectrum_.density[i];
  const double slope = spectrum_.kind == Spectrum::Kind::points ? (spectrum_.density[i + 1] - d) / (b - a) : 0.0;
  Moments result = piece(from, b, d + slope * (from - a), slope);
  for (size_t k = 0; k < result.size(); ++k) result[k] += cumulative_[i + 1][k];
  return result;
}

void SpectrumMoments::above(const double* from, size_t count, double* result) const {
  for (size_t i = 0; i < count; ++i) {
    const Moments moments = above(from[i]);
    for (size_t k = 0; k < moments.size(); ++k) result[k * count + i] = moments[k];
  }
}

}  // namespace tridens::flux
