#include "tridens/run/decay_simulation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::run {
namespace {

using model::UnstableMode;
using model::UnstableParticle;

double momentum_of(double M, double a, double b) {
  const double s = (M - a - b) * (M + a + b) * (M - a + b) * (M + a - b);
  return s > 0.0 ? 0.5 * std::sqrt(s) / M : 0.0;
}

/// A momentum of given size along a direction with cosine c and azimuth phi around an axis (unit vector).
FourVector along(const FourVector& axis, double energy, double p, double c, double phi) {
  const FourVector helper = std::abs(axis.z) < 0.9 ? FourVector{0.0, 0.0, 0.0, 1.0} : FourVector{0.0, 1.0, 0.0, 0.0};
  FourVector a{0.0, axis.y * helper.z - axis.z * helper.y, axis.z * helper.x - axis.x * helper.z,
               axis.x * helper.y - axis.y * helper.x};
  a = a * (1.0 / a.momentum());
  const FourVector b{0.0, axis.y * a.z - axis.z * a.y, axis.z * a.x - axis.x * a.z, axis.x * a.y - axis.y * a.x};
  const double s = std::sqrt(std::max(0.0, 1.0 - c * c)), x = s * std::cos(phi), y = s * std::sin(phi);
  const FourVector n = a * x + b * y + axis * c;
  return {energy, p * n.x, p * n.y, p * n.z};
}

/// From the rest frame of `parent` (mass M) to the frame in which it has its momentum.
FourVector boosted(const FourVector& v, const FourVector& parent, double M) {
  const double along = v.space_dot(parent), e = (v.e * parent.e + along) / M;
  const double f = (e + v.e) / (parent.e + M);
  return {e, v.x + f * parent.x, v.y + f * parent.y, v.z + f * parent.z};
}

std::vector<FourVector> two_bodies(const UnstableMode& mode, double M, double helicity, const FourVector& axis,
                                   RandomStream& stream) {
  const double m1 = mode.masses[0], m2 = mode.masses[1], p = momentum_of(M, m1, m2);
  const double u = stream.uniform(), k = helicity * mode.asymmetry;
  // (1 + k c)/2 dc, inverted without cancellation for small k.
  const double target = 2.0 * u - 1.0, root = std::sqrt(1.0 + k * (k + 2.0 * target));
  const double c = std::clamp((k + 2.0 * target) / (1.0 + root), -1.0, 1.0);
  const FourVector first = along(axis, std::hypot(p, m1), p, c, 2.0 * units::pi * stream.uniform());
  return {first, {std::hypot(p, m2), -first.x, -first.y, -first.z}};
}

std::vector<FourVector> three_bodies(const UnstableMode& mode, double M, double helicity, const FourVector& axis,
                                     RandomStream& stream) {
  const double m0 = mode.masses[0], m1 = mode.masses[1], m2 = mode.masses[2];
  const double low = m1 + m2, high = M - m0;
  const double largest = momentum_of(M, m0, low) * momentum_of(high, m1, m2);
  constexpr int most = 1000000;
  for (int trial = 0; trial < most; ++trial) {
    const double pair = low + (high - low) * stream.uniform();
    const double p = momentum_of(M, m0, pair), q = momentum_of(pair, m1, m2);
    const double accepted = stream.uniform();
    std::vector<FourVector> result(3);
    result[0] = along(axis, std::hypot(p, m0), p, 2.0 * stream.uniform() - 1.0, 2.0 * units::pi * stream.uniform());
    const FourVector one =
        along(axis, std::hypot(q, m1), q, 2.0 * stream.uniform() - 1.0, 2.0 * units::pi * stream.uniform());
    const double weight = p * q / largest;
    if (accepted > weight) continue;
    const FourVector system{M - result[0].e, -result[0].x, -result[0].y, -result[0].z};
    result[1] = boosted(one, system, pair);
    result[2] = system - result[1];
    if (!mode.matrix_element) return result;
    const double squared = mode.matrix_element->squared(result.data(), axis, helicity);
    if (stream.uniform() * mode.matrix_element->largest() <= squared) return result;
  }
  throw Failure("no decay " + mode.name + " was accepted", "its matrix element is far below its stated maximum", "");
}

}  // namespace

DecaySimulation::DecaySimulation(std::vector<UnstableParticle> list, int pdg) : list_(std::move(list)), pdg_(pdg) {
  if (!find(pdg)) {
    throw UserError("the particle that is made does not decay", "no mode of it is known",
                    "choose couplings with which it does");
  }
  for (const UnstableParticle& one : list_) {
    double sum = 0.0;
    for (const UnstableMode& mode : one.modes) {
      sum += mode.branching;
      for (size_t i = 0; i < mode.products.size(); ++i) {
        const UnstableParticle* child = find(mode.products[i]);
        if (!child || child->mass < one.mass) continue;
        throw UserError("the chain of decays of " + one.name + " does not end", "it decays to " + child->name, "");
      }
    }
    if (std::abs(sum - 1.0) > 1e-6) {
      throw UserError(fmt::format("the branching ratios of {} add up to {:g}", one.name, sum), "they must make 1", "");
    }
  }
}

const UnstableParticle* DecaySimulation::find(int pdg) const {
  const auto found = std::find_if(list_.begin(), list_.end(), [&](const auto& one) { return one.pdg == pdg; });
  return found == list_.end() ? nullptr : &*found;
}

void DecaySimulation::decay(const FourVector& momentum, double helicity, RandomStream& stream,
                            std::vector<detector::FinalParticle>& products) const {
  products.clear();
  decay(particle(), momentum, helicity, stream, products);
}

void DecaySimulation::decay(const UnstableParticle& parent, const FourVector& momentum, double helicity,
                            RandomStream& stream, std::vector<detector::FinalParticle>& products) const {
  double left = stream.uniform();
  const UnstableMode* mode = &parent.modes.back();
  for (const UnstableMode& one : parent.modes) {
    left -= one.branching;
    if (left < 0.0) {
      mode = &one;
      break;
    }
  }
  const double p = momentum.momentum();
  const FourVector axis =
      p > 0.0 ? FourVector{0.0, momentum.x / p, momentum.y / p, momentum.z / p} : FourVector{0.0, 0.0, 0.0, 1.0};
  const std::vector<FourVector> bodies = mode->products.size() == 2
                                             ? two_bodies(*mode, parent.mass, helicity, axis, stream)
                                             : three_bodies(*mode, parent.mass, helicity, axis, stream);
  for (size_t i = 0; i < bodies.size(); ++i) {
    const FourVector v = boosted(bodies[i], momentum, parent.mass);
    if (const UnstableParticle* child = find(mode->products[i])) {
      decay(*child, v, 0.0, stream, products);
    } else {
      products.push_back({mode->products[i], mode->masses[i], v});
    }
  }
}

}  // namespace tridens::run
