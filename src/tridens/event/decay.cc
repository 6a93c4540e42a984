// Decays in flight. In the rest frame of a parent of mass m and width Gamma, with its flight direction as the axis of
// its helicity h:
//   two bodies    dGamma/dcos = Gamma/2 (1 + h a cos), |p| = lambda^1/2(m^2, m_1^2, m_2^2)/2m
//   three bodies  dGamma = |M|^2 dPhi_3, dPhi_3 ~ dq^2 lambda^1/2(m^2, m_1^2, q^2) lambda^1/2(q^2, m_2^2, m_3^2)/q^2
//                 dOmega_1 dOmega_2*, q = p_2 + p_3: q^2 and directions evenly, then rejection; the first factor falls
//                 and the last, over q^2, rises with q^2, which bounds their product (PDG 2022, kinematics, section 49)
//   a polarised vector  density of angular_weight() of its density matrix (model/vector_spin.cc), by rejection
//   flight        proper time of density Gamma exp(-Gamma tau), position + tau p/m
// The last product takes what the others leave, so that each vertex conserves momentum to the last digit but one.
#include "tridens/event/decay.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/event/detail/decay_kinematics.hh"

namespace tridens::event {
namespace {

constexpr std::uint64_t decay_purpose = 0x6465'6361'7900;
constexpr double mm = 1e12 * units::fm;
/// Points per three-body decay before it counts as impossible: matrix elements that use less than 1e-6 of their bound
/// need a better one.
constexpr std::uint64_t most_trials = 10'000'000;

using namespace detail;

/// cos of density (1 + a cos)/2.
double tilted_cosine(double a, double u) {
  return (4.0 * u - 2.0 + a) / (1.0 + std::sqrt((1.0 - a) * (1.0 - a) + 4.0 * a * u));
}

/// Direction of the first product of a polarised vector: its density is a mean of the shares with weights that add up
/// to 1, so that three times the largest share bounds it.
FourVector vector_direction(const model::UnstableMode& mode, const model::VectorSpin& spin, RandomStream& random) {
  const double bound = 3.0 * *std::max_element(mode.spin_shares.begin(), mode.spin_shares.end());
  while (true) {
    const double cosine = 2.0 * random.uniform() - 1.0, sine = std::sqrt(1.0 - cosine * cosine);
    const double azimuth = 2.0 * units::pi * random.uniform();
    const FourVector n{0.0, sine * std::cos(azimuth), sine * std::sin(azimuth), cosine};
    if (random.uniform() * bound < spin.angular_weight(mode.spin_shares, n)) return n;
  }
}

/// `spin`: of a vector; null: by the helicity.
void two_bodies(const model::UnstableParticle& parent, const model::UnstableMode& mode, const FourVector& axis,
                double helicity, const model::VectorSpin* spin, RandomStream& random, FourVector* products) {
  const double p = root_lambda(parent.mass, mode.masses[0], mode.masses[1]) / (2.0 * parent.mass);
  FourVector n;
  if (spin != nullptr) {
    n = vector_direction(mode, *spin, random);
  } else {
    const double cosine = tilted_cosine(helicity * mode.asymmetry, random.uniform());
    n = direction(axes(axis), cosine, 2.0 * units::pi * random.uniform());
  }
  products[0] = on_shell(mode.masses[0], p * n.x, p * n.y, p * n.z);
  products[1] = on_shell(mode.masses[1], -p * n.x, -p * n.y, -p * n.z);
}

[[noreturn]] void refuse(const model::UnstableParticle& particle, const std::string& why) {
  throw UserError(fmt::format("{} (PDG {}) cannot decay", particle.name, particle.pdg), why, "");
}

}  // namespace

DecayChains::DecayChains(std::vector<model::UnstableParticle> particles) {
  for (model::UnstableParticle& particle : particles) {
    Parent parent;
    if (!(particle.mass > 0.0) || !(particle.width > 0.0) || !std::isfinite(particle.width)) {
      refuse(particle, fmt::format("its mass is {:g} GeV and its width {:g} GeV", particle.mass, particle.width));
    }
    parent.length_mm = 1.0 / particle.width / mm;
    double sum = 0.0;
    for (const model::UnstableMode& mode : particle.modes) {
      const size_t count = mode.products.size();
      if ((count != 2 && count != 3) || mode.masses.size() != count || !(mode.branching >= 0.0) ||
          !(std::abs(mode.asymmetry) <= 1.0)) {
        refuse(particle, fmt::format("the mode '{}' is not one of two or three bodies with a share", mode.name));
      }
      double masses = 0.0;
      for (const double mass : mode.masses) masses += mass;
      if (masses >= particle.mass) {
        refuse(particle, fmt::format("the products of '{}' have {:g} GeV, not less than its own {:g} GeV", mode.name,
                                     masses, particle.mass));
      }
      sum += mode.branching;
      Mode own{mode, sum, 0.0};
      if (count == 3) {
        const double lowest = mode.masses[1] + mode.masses[2], highest = particle.mass - mode.masses[0];
        own.largest_phase = root_lambda(particle.mass, mode.masses[0], lowest) *
                            root_lambda(highest, mode.masses[1], mode.masses[2]) / (highest * highest);
      }
      parent.modes.push_back(std::move(own));
    }
    if (std::abs(sum - 1.0) > 1e-9) refuse(particle, fmt::format("its branching ratios add up to {:.12g}", sum));
    const int pdg = particle.pdg;
    parent.particle = std::move(particle);
    if (!particles_.emplace(pdg, std::move(parent)).second) {
      throw UserError(fmt::format("two lists of decays for particle {}", pdg), "one is needed", "");
    }
  }
  for (const auto& [pdg, parent] : particles_) {
    std::vector<int> above;
    check_chain(pdg, above);
  }
}

void DecayChains::check_chain(int pdg, std::vector<int>& above) const {
  const auto found = particles_.find(pdg);
  if (found == particles_.end()) return;
  if (std::find(above.begin(), above.end(), pdg) != above.end()) {
    refuse(found->second.particle, "it is among its own descendants: the chain does not end");
  }
  above.push_back(pdg);
  for (const Mode& mode : found->second.modes) {
    for (const int product : mode.mode.products) check_chain(product, above);
  }
  above.pop_back();
}

const DecayChains::Mode& DecayChains::choose(const Parent& parent, RandomStream& random) const {
  const double r = random.uniform();
  for (const Mode& mode : parent.modes) {
    if (r < mode.cumulative) return mode;
  }
  return parent.modes.back();
}

void DecayChains::three_bodies(const Parent& parent, const Mode& chosen, const FourVector& axis, double helicity,
                               RandomStream& random, FourVector* products, DecayStatistics& statistics) const {
  const model::UnstableMode& mode = chosen.mode;
  const double m = parent.particle.mass, m1 = mode.masses[0], m2 = mode.masses[1], m3 = mode.masses[2];
  const double lowest = (m2 + m3) * (m2 + m3), highest = (m - m1) * (m - m1);
  const double bound = mode.matrix_element ? mode.matrix_element->largest() : 1.0;
  const Axes frame = axes(axis);
  ++statistics.three_body_decays;
  for (std::uint64_t trial = 0; trial < most_trials; ++trial) {
    ++statistics.three_body_trials;
    const double q2 = lowest + (highest - lowest) * random.uniform(), q = std::sqrt(q2);
    const double first = root_lambda(m, m1, q), pair = root_lambda(q, m2, m3);
    const double phase = first * pair / q2 / chosen.largest_phase;
    const double level = random.uniform();
    if (level >= phase) continue;
    const FourVector n1 = direction(frame, 2.0 * random.uniform() - 1.0, 2.0 * units::pi * random.uniform());
    const FourVector n2 = direction(frame, 2.0 * random.uniform() - 1.0, 2.0 * units::pi * random.uniform());
    const double p1 = first / (2.0 * m), p2 = pair / (2.0 * q);
    products[0] = on_shell(m1, p1 * n1.x, p1 * n1.y, p1 * n1.z);
    const FourVector system = on_shell(q, -p1 * n1.x, -p1 * n1.y, -p1 * n1.z);
    products[1] = boosted(on_shell(m2, p2 * n2.x, p2 * n2.y, p2 * n2.z), m2, system, q);
    products[2] = boosted(on_shell(m3, -p2 * n2.x, -p2 * n2.y, -p2 * n2.z), m3, system, q);
    if (mode.matrix_element == nullptr) return;
    const double squared = mode.matrix_element->squared(products, axis, helicity);
    if (!(squared >= 0.0 && squared <= bound * (1.0 + 1e-9))) {
      throw Failure(fmt::format("the matrix element of {} -> {} is {:g}", parent.particle.name, mode.name, squared),
                    fmt::format("it must be between 0 and its bound {:g}", bound), "");
    }
    if (level < phase * (squared / bound)) return;
  }
  throw Failure(fmt::format("no decay {} -> {} after {} points", parent.particle.name, mode.name, most_trials),
                "its matrix element is far below its bound almost everywhere", "");
}

DecayStatistics DecayChains::decay(std::uint64_t seed, Event& event) const {
  DecayStatistics statistics;
  RandomStream random(seed, decay_purpose, event.number);
  std::vector<std::pair<size_t, model::VectorSpin>> spins;  // of vectors that decays made, by particle
  // Products are appended, so that one pass reaches the end of every chain.
  for (size_t i = 0; i < event.particles.size(); ++i) {
    if (event.particles[i].status != Status::final_state) continue;
    const auto found = particles_.find(event.particles[i].pdg);
    if (found == particles_.end()) continue;
    const Parent& parent = found->second;
    const FourVector p = event.particles[i].momentum, axis = flight_direction(p);
    const double helicity = event.particles[i].helicity, m = parent.particle.mass;
    const Mode& chosen = choose(parent, random);
    const double proper = -std::log(random.uniform()) * parent.length_mm / m;
    const std::uint32_t origin = event.particles[i].decay;
    const FourVector start = origin == 0 ? FourVector{} : event.decays[origin - 1].position;
    FourVector products[3];
    const size_t count = chosen.mode.products.size();
    if (count == 2) {
      const auto known = std::find_if(spins.begin(), spins.end(), [&](const auto& one) { return one.first == i; });
      const model::VectorSpin* spin = known == spins.end() ? nullptr : &known->second;
      two_bodies(parent.particle, chosen.mode, axis, helicity, spin, random, products);
      if (chosen.mode.vector_spin && particles_.contains(chosen.mode.products[1])) {
        spins.emplace_back(event.particles.size() + 1, spin_of_vector(chosen.mode, p, m, helicity, products[1]));
      }
    } else {
      three_bodies(parent, chosen, axis, helicity, random, products, statistics);
    }
    event.particles[i].status = Status::decayed;
    event.decays.push_back({i, start + p * proper});
    const auto number = static_cast<std::uint32_t>(event.decays.size());
    FourVector rest = p;
    for (size_t k = 0; k < count; ++k) {
      const double mass = chosen.mode.masses[k];
      FourVector momentum = boosted(products[k], mass, p, m);
      if (k + 1 == count) momentum = on_shell(mass, rest.x, rest.y, rest.z);
      rest = rest - momentum;
      event.particles.push_back({chosen.mode.products[k], Status::final_state, momentum, mass, 0.0, number});
    }
    ++statistics.decays;
  }
  return statistics;
}

}  // namespace tridens::event
