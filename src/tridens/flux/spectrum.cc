#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/flux/flux.hh"

// A spectrum is a step function (histogram), a broken line (points) or a single line; its integrals are
// exact.
namespace tridens::flux {
namespace {

/// Number of intervals and, for each, the density at its two ends.
struct Segment {
  double from, to, density_from, density_to;

  double at(double energy) const { return density_from + (density_to - density_from) * (energy - from) / (to - from); }
  double integral(double low, double high) const { return 0.5 * (at(low) + at(high)) * (high - low); }
  /// Integral of E times the density. A sum of positive terms: exact also for the steep sides of a narrow line.
  double first_moment(double low, double high) const {
    const double first = at(low);
    const double second = at(high);
    return (high - low) * (first * (2.0 * low + high) + second * (low + 2.0 * high)) / 6.0;
  }
};

Segment segment(const Spectrum& spectrum, size_t i) {
  const bool steps = spectrum.kind == Spectrum::Kind::histogram;
  return {spectrum.energies[i], spectrum.energies[i + 1], spectrum.density[i], spectrum.density[steps ? i : i + 1]};
}

size_t segment_count(const Spectrum& spectrum) {
  return spectrum.energies.size() - 1;
}

}  // namespace

double Spectrum::at(double energy) const {
  if (kind == Kind::line) {
    throw UserError("a line spectrum has no density", "all its neutrinos have one energy", "use its integral");
  }
  if (!(energy >= lowest()) || energy > highest()) {
    if (std::isnan(energy)) throw UserError("the flux is asked for at no energy", "the energy is not a number");
    return 0.0;
  }
  const auto above = std::upper_bound(energies.begin(), energies.end(), energy);
  const auto index = static_cast<size_t>(above - energies.begin());
  return segment(*this, std::min(index, energies.size() - 1) - 1).at(energy);
}

double Spectrum::integral() const {
  if (kind == Kind::line) return density.front();
  return integral(lowest(), highest());
}

double Spectrum::integral(double from, double to) const {
  if (!(from <= to)) {
    throw UserError("the flux is integrated over an empty range", "its lower end lies above its upper end",
                    "swap the two energies");
  }
  if (kind == Kind::line) return energies.front() >= from && energies.front() <= to ? density.front() : 0.0;
  double sum = 0.0;
  for (size_t i = 0; i < segment_count(*this); ++i) {
    const Segment part = segment(*this, i);
    const double low = std::max(from, part.from);
    const double high = std::min(to, part.to);
    if (low < high) sum += part.integral(low, high);
  }
  return sum;
}

double Spectrum::mean_energy() const {
  if (kind == Kind::line) return energies.front();
  double sum = 0.0;
  for (size_t i = 0; i < segment_count(*this); ++i) {
    const Segment part = segment(*this, i);
    sum += part.first_moment(part.from, part.to);
  }
  return sum / integral();
}

const Spectrum& Flux::spectrum(Neutrino neutrino) const {
  const auto found = spectra.find(neutrino.pdg());
  if (found != spectra.end()) return found->second;
  std::string given;
  for (const auto& [pdg, unused] : spectra) given.append(given.empty() ? "" : ", ").append(particle_name(pdg));
  throw UserError("flux '" + name + "' has no " + tridens::name(neutrino), "it gives " + given,
                  "ask for one of these, or take another flux");
}

}  // namespace tridens::flux
