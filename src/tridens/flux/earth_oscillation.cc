// The Earth as spherical shells of constant density (those of its model, divided further), each with the mean of the
// density over its radii and the electrons per nucleon of its composition. A line with the zenith angle theta at a
// detector at r_d passes the centre at b = r_d sin(theta) and crosses the shell i on sqrt(r_i^2 - b^2) - sqrt(r_(i-1)^2
// - b^2); the innermost three, which it may only graze, have the mean of the density along the line. The evolution
// operators exp(-i H L) of matter_oscillation.cc are multiplied in the order of the crossings: air (vacuum), shells
// above the detector, then those below it on the way in and out, S = S_1 ... S_n-1 S_n S_n-1 ... S_1 S_above S_air. V.
// Barger, K. Whisnant, S. Pakvasa, R. J. N. Phillips, Phys. Rev. D 22 (1980) 2718 (layers of constant density); E. Kh.
// Akhmedov, M. Maltoni, A. Yu. Smirnov, JHEP 05 (2007) 077, hep-ph/0612285 (oscillograms). Left out: the shape of the
// Earth, the spread of heights in the atmosphere, absorption.
#include "tridens/flux/earth_oscillation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tridens/base/error.hh"
#include "tridens/flux/detail/evolution.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

void check_path(const matter::EarthModel& earth, const EarthPath& path) {
  if (!(path.depth_km >= 0.0) || path.depth_km >= earth.radius_km()) {
    throw UserError(fmt::format("a detector {:g} km deep", path.depth_km),
                    fmt::format("it lies between the surface and the centre, 0 to {:g} km", earth.radius_km()));
  }
  if (!(path.height_km >= 0.0) || !std::isfinite(path.height_km)) {
    throw UserError(fmt::format("neutrinos made {:g} km above the surface", path.height_km), "a height is not negative",
                    "15 to 20 km is usual for the atmosphere");
  }
}

void check_energies(const std::vector<double>& energies) {
  for (const double energy : energies) {
    if (energy > 0.0 && std::isfinite(energy)) continue;
    throw UserError(fmt::format("an oscillation at {:g} GeV", energy), "the energy must be above zero");
  }
}

}  // namespace

/// The eigenstates of every shell at one energy, found when they are needed.
template <size_t N>
class EarthOscillation::Systems {
 public:
  Systems(const EarthOscillation& earth, bool antiparticle, double energy)
      : earth_(earth), antiparticle_(antiparticle), energy_(energy), shells_(earth.shells_.size()) {}
  const math::HermitianSystem<N>& shell(size_t i) {
    if (!shells_[i]) shells_[i] = of(earth_.potentials_[i]);
    return *shells_[i];
  }
  const math::HermitianSystem<N>& vacuum() {
    if (!vacuum_) {
      vacuum_ = of(earth_.checked(0.0, 0.5, earth_.earth_.radius_km() + 0.5 * earth_.path_.height_km));
    }
    return *vacuum_;
  }
  math::HermitianSystem<N> of(const ForwardPotential& potential) const {
    return detail::eigenstates<N>(earth_.states_, potential, antiparticle_, energy_);
  }

 private:
  const EarthOscillation& earth_;
  bool antiparticle_;
  double energy_;
  std::vector<std::optional<math::HermitianSystem<N>>> shells_;
  std::optional<math::HermitianSystem<N>> vacuum_;
};

EarthOscillation::EarthOscillation(const matter::EarthModel& earth, const NeutrinoStates& states, const EarthPath& path,
                                   PotentialOfMatter potential)
    : earth_(earth), states_(states), path_(path), potential_(std::move(potential)) {
  check_path(earth, path);
  if (!potential_)
    potential_ = [](double density, double electrons, double) { return standard_potential(density, electrons); };
  shells_ = earth.shells(path.shell_km, earth.radius_km() - path.depth_km);
  for (const matter::EarthShell& shell : shells_) {
    const double middle = 0.5 * (shell.inner_radius_km + shell.outer_radius_km);
    potentials_.push_back(checked(shell.density, shell.electrons_per_nucleon, middle));
  }
}

ForwardPotential EarthOscillation::checked(double density, double electrons, double radius_km) const {
  ForwardPotential result = potential_(density, electrons, radius_km);
  double sum = result.sterile;
  for (const auto& row : result.active) {
    for (const std::complex<double>& entry : row) sum += entry.real() + entry.imag();
  }
  if (!std::isfinite(sum)) throw UserError("a potential of matter is not a finite number", "it is an energy in GeV");
  return result;
}

/// Along the line between two distances from its nearest point to the centre.
ForwardPotential EarthOscillation::mean_potential(size_t shell, double nearest_km, double from_km, double to_km) const {
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  double density = 0.0, radius = 0.0;
  for (size_t j = 0; j < rule.nodes.size(); ++j) {
    const double r = std::hypot(nearest_km, from_km + (to_km - from_km) * rule.nodes[j]);
    radius += rule.weights[j] * r;
    density += rule.weights[j] * earth_.density(r);
  }
  return checked(density, shells_[shell].electrons_per_nucleon, radius);
}

double EarthOscillation::distance_km(double cos_zenith) const {
  const Track line = track(cos_zenith);
  double sum = line.vacuum_km;
  for (const Crossing& crossing : line.above) sum += crossing.length_km;
  for (size_t i = 0; i < line.below.size(); ++i) sum += (i == 0 ? 1.0 : 2.0) * line.below[i].length_km;
  return sum;
}

EarthOscillation::Track EarthOscillation::track(double cos_zenith) const {
  if (!(std::abs(cos_zenith) <= 1.0)) {
    throw UserError(fmt::format("a line through the Earth at cos(zenith) {:g}", cos_zenith),
                    "a cosine lies between -1 and 1", "1 is from above");
  }
  constexpr size_t grazed = 3;  // shells whose mean over the radii is not that along the line
  const double detector = earth_.radius_km() - path_.depth_km;
  const double nearest = detector * std::sqrt(1.0 - cos_zenith * cos_zenith);
  const auto along = [&](double radius) { return std::sqrt(std::max(0.0, (radius - nearest) * (radius + nearest))); };
  Track result;
  double before = cos_zenith < 0.0 ? 0.0 : along(detector);
  for (size_t i = 0; i < shells_.size(); ++i) {
    const double radius = shells_[i].outer_radius_km;
    const double after = along(radius);
    if (radius > detector) {
      result.above.push_back({i, after - before});
    } else if (cos_zenith < 0.0 && radius > nearest) {
      if (result.own.size() < grazed) result.own.push_back(mean_potential(i, nearest, before, after));
      result.below.push_back({i, result.below.empty() ? 2.0 * after : after - before});
    } else {
      continue;
    }
    before = after;
  }
  result.vacuum_km = along(earth_.radius_km() + path_.height_km) - before;
  return result;
}

template <size_t N>
FlavourTransitions EarthOscillation::along(const Track& track, Systems<N>& systems) const {
  detail::Matrix<N> sum = detail::unit_matrix<N>();
  for (size_t i = 0; i < track.below.size(); ++i) {
    const Crossing& crossing = track.below[i];
    const detail::Matrix<N> step = i < track.own.size()
                                       ? detail::evolution<N>(systems.of(track.own[i]), crossing.length_km)
                                       : detail::evolution<N>(systems.shell(crossing.shell), crossing.length_km);
    sum = i == 0 ? step : detail::product<N>(step, detail::product<N>(sum, step));
  }
  for (const Crossing& crossing : track.above) {
    sum = detail::product<N>(sum, detail::evolution<N>(systems.shell(crossing.shell), crossing.length_km));
  }
  if (track.vacuum_km > 0.0) {
    sum = detail::product<N>(sum, detail::evolution<N>(systems.vacuum(), track.vacuum_km));
  }
  return detail::transitions<N>(sum);
}

template <size_t N>
std::vector<FlavourTransitions> EarthOscillation::map(bool antiparticle, const std::vector<double>& energies,
                                                      const std::vector<Track>& tracks, int threads,
                                                      StopFlag stop) const {
  std::vector<FlavourTransitions> result(energies.size() * tracks.size());
  share_work(energies.size(), threads, stop, [&](std::uint64_t i) {
    Systems<N> systems(*this, antiparticle, energies[i]);
    for (size_t j = 0; j < tracks.size(); ++j) result[j * energies.size() + i] = along<N>(tracks[j], systems);
  });
  return result;
}

FlavourTransitions EarthOscillation::transitions(bool antiparticle, double energy, double cos_zenith) const {
  return oscillogram(antiparticle, {energy}, {cos_zenith}).front();
}

std::vector<FlavourTransitions> EarthOscillation::oscillogram(bool antiparticle, const std::vector<double>& energies,
                                                              const std::vector<double>& cos_zeniths, int threads,
                                                              StopFlag stop) const {
  check_energies(energies);
  std::vector<Track> tracks;
  tracks.reserve(cos_zeniths.size());
  for (const double cosine : cos_zeniths) tracks.push_back(track(cosine));
  return states_.count() == 3 ? map<3>(antiparticle, energies, tracks, threads, stop)
                              : map<4>(antiparticle, energies, tracks, threads, stop);
}

}  // namespace tridens::flux
