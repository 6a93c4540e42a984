#include "tridens/detector/response.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tridens/base/error.hh"
#include "tridens/base/particle.hh"
#include "tridens/base/units.hh"

namespace tridens::detector {
namespace {

/// Random numbers of the detector are independent of those of the generator ("detector" in ASCII).
constexpr std::uint64_t purpose = 0x6465746563746f72u;

constexpr std::array<std::string_view, particle_kind_count> kind_names = {"electron", "photon", "muon", "pion",
                                                                          "proton"};

constexpr int unseen = -1, undescribed = -2;

/// Index of the kind, or `unseen` for particles that leave nothing in the detector.
int kind_index(int pdg) {
  switch (std::abs(pdg)) {
    case 11:
      return static_cast<int>(ParticleKind::electron);
    case 22:
      return static_cast<int>(ParticleKind::photon);
    case 13:
      return static_cast<int>(ParticleKind::muon);
    case 211:
      return static_cast<int>(ParticleKind::pion);
    case 2212:
      return static_cast<int>(ParticleKind::proton);
    case 12:
    case 14:
    case 16:
    case 2112:
      return unseen;
    default:
      break;
  }
  if (std::abs(pdg) > 1000000000) return unseen;  // nuclei
  return undescribed;
}

void require_probability(double value) {
  if (!(value >= 0.0 && value <= 1.0)) {
    throw UserError(fmt::format("efficiency {}", value), "an efficiency lies between 0 and 1");
  }
}

/// `direction` turned by the small angles (a, b) in two perpendicular planes through it.
FourVector turned(const FourVector& direction, double a, double b) {
  const double angle = std::hypot(a, b);
  if (angle == 0.0) return direction;
  // A basis without a singular direction: J. Duff et al., J. Comput. Graph. Tech. 6 (2017) 1.
  const FourVector& n = direction;
  const double sign = std::copysign(1.0, n.z);
  const double p = -1.0 / (sign + n.z), q = n.x * n.y * p;
  const FourVector first{0.0, 1.0 + sign * n.x * n.x * p, sign * q, -sign * n.x};
  const FourVector second{0.0, q, sign + n.y * n.y * p, -n.y};
  const double s = std::sin(angle) / angle;
  return n * std::cos(angle) + first * (s * a) + second * (s * b);
}

}  // namespace

std::string_view name(ParticleKind kind) {
  return kind_names[static_cast<size_t>(kind)];
}

ParticleKind parse_particle_kind(std::string_view text) {
  for (size_t i = 0; i < particle_kind_count; ++i) {
    if (text == kind_names[i]) return static_cast<ParticleKind>(i);
  }
  unknown_name("particle kind", text, {kind_names.begin(), kind_names.end()});
}

bool is_visible(int pdg) {
  const int kind = std::abs(pdg);
  return kind == 11 || kind == 22 || kind == 13 || kind == 211 || kind == 2212;
}

Efficiency::Efficiency(double constant) : values_{constant} {
  require_probability(constant);
}

Efficiency::Efficiency(std::vector<double> x, std::vector<double> values)
    : x_(std::move(x)), values_(std::move(values)) {
  if (x_.size() < 2 || x_.size() != values_.size()) {
    throw UserError("bad efficiency table", fmt::format("{} abscissae and {} values", x_.size(), values_.size()));
  }
  for (size_t i = 0; i < x_.size(); ++i) {
    require_probability(values_[i]);
    if (!std::isfinite(x_[i]) || (i > 0 && x_[i] <= x_[i - 1])) {
      throw UserError("bad efficiency table", fmt::format("abscissa {} is {}", i, x_[i]),
                      "list the points from low to high");
    }
  }
}

double Efficiency::operator()(double x) const {
  if (x_.empty()) return values_[0];
  if (!(x >= x_.front() && x <= x_.back())) {
    throw UserError(fmt::format("no efficiency at {:.6g}", x),
                    fmt::format("the table covers {} to {}", x_.front(), x_.back()), "extend the table");
  }
  const auto above = std::upper_bound(x_.begin() + 1, x_.end() - 1, x);
  const size_t i = static_cast<size_t>(above - x_.begin());
  const double t = (x - x_[i - 1]) / (x_[i] - x_[i - 1]);
  return values_[i - 1] * (1.0 - t) + values_[i] * t;
}

void Response::check() const {
  for (size_t i = 0; i < particle_kind_count; ++i) {
    const KindResponse& kind = kinds[i];
    for (double value : {kind.threshold, kind.energy_stochastic, kind.energy_constant, kind.angle}) {
      if (!std::isfinite(value) || value < 0.0) {
        throw UserError(fmt::format("bad detector response for {}s", kind_names[i]),
                        fmt::format("{} is not a positive number", value));
      }
    }
  }
}

Observation Response::observe(const FinalParticle& particle, RandomStream stream) const {
  const int index = kind_index(particle.pdg);
  if (index == unseen) return {};
  if (index == undescribed) {
    if (is_perfect()) return {true, particle.momentum};
    throw UserError(fmt::format("no detector response for {}", particle_name(particle.pdg)),
                    "only e, gamma, mu, pi, p, n, neutrinos and nuclei are described",
                    "use the response 'perfect' on variables of other particles, or let them decay first");
  }
  const KindResponse& kind = kinds[static_cast<size_t>(index)];
  const double mass = particle.mass, momentum = particle.momentum.momentum();
  const double true_kinetic = momentum * momentum / (particle.momentum.e + mass);
  // All four numbers are always drawn in this order, so that one setting does not shift the others.
  const double z = stream.normal(), a = stream.normal(), b = stream.normal(), luck = stream.uniform();
  double kinetic = true_kinetic;
  if (kind.energy_stochastic > 0.0 || kind.energy_constant > 0.0) {
    const bool proton = index == static_cast<int>(ParticleKind::proton);
    const double energy = proton ? true_kinetic : particle.momentum.e;
    kinetic += z * std::sqrt(energy * (kind.energy_stochastic * kind.energy_stochastic +
                                       energy * kind.energy_constant * kind.energy_constant));
  }
  const double judged = threshold_on == ThresholdOn::observed_energy ? kinetic : true_kinetic;
  if (!(judged > kind.threshold) || !(kinetic > 0.0) || !(momentum > 0.0)) return {};
  if (!kind.efficiency.is_one() && luck >= kind.efficiency(true_kinetic)) return {};
  const FourVector direction = turned(particle.momentum * (1.0 / momentum), kind.angle * a, kind.angle * b);
  const bool smeared = kinetic != true_kinetic;
  const double observed = smeared ? std::sqrt(kinetic * (kinetic + 2.0 * mass)) : momentum;
  FourVector result = direction * observed;
  result.e = smeared ? kinetic + mass : particle.momentum.e;
  return {true, result};
}

Observation Response::observe(const FinalParticle& particle, std::uint64_t seed, std::uint64_t event,
                              std::uint32_t index) const {
  return observe(particle, RandomStream(seed, purpose, event, index));
}

void Response::observe(std::span<const FinalParticle> particles, std::uint64_t seed, std::uint64_t event,
                       std::span<Observation> observations) const {
  for (size_t i = 0; i < particles.size(); ++i) {
    observations[i] = observe(particles[i], seed, event, static_cast<std::uint32_t>(i));
  }
}

bool Response::is_perfect() const {
  return std::all_of(kinds.begin(), kinds.end(), [](const KindResponse& kind) {
    return kind.threshold == 0.0 && kind.energy_stochastic == 0.0 && kind.energy_constant == 0.0 && kind.angle == 0.0 &&
           kind.efficiency.is_one();
  });
}

namespace {

Response liquid_argon_thresholds() {
  Response response;
  response.name = "lar-thresholds-1807.10973";
  response.source = "P. Ballett et al., arXiv:1807.10973";
  response.threshold_on = ThresholdOn::true_energy;
  response[ParticleKind::electron].threshold = 30.0 * units::MeV;
  response[ParticleKind::photon].threshold = 30.0 * units::MeV;
  response[ParticleKind::muon].threshold = 30.0 * units::MeV;
  response[ParticleKind::pion].threshold = 100.0 * units::MeV;
  response[ParticleKind::proton].threshold = 21.0 * units::MeV;
  return response;
}

Response dune_liquid_argon() {
  Response response = liquid_argon_thresholds();
  response.name = "dune-lar-1902.08579";
  response.source = "P. Ballett et al., arXiv:1902.08579; hadron thresholds of P. Ballett et al., arXiv:1807.10973";
  response.threshold_on = ThresholdOn::observed_energy;
  for (ParticleKind kind : {ParticleKind::electron, ParticleKind::photon, ParticleKind::proton}) {
    response[kind].energy_stochastic = 0.15;
  }
  for (ParticleKind kind : {ParticleKind::muon, ParticleKind::pion}) response[kind].energy_stochastic = 0.06;
  for (KindResponse& kind : response.kinds) kind.angle = 1.0 * units::degree;
  return response;
}

}  // namespace

std::vector<std::string> response_names() {
  return {"perfect", "dune-lar-1902.08579", "lar-thresholds-1807.10973"};
}

Response make_response(std::string_view name) {
  if (name == "perfect") return {};
  if (name == "dune-lar-1902.08579") return dune_liquid_argon();
  if (name == "lar-thresholds-1807.10973") return liquid_argon_thresholds();
  unknown_name("detector response", name, response_names());
}

}  // namespace tridens::detector
