// Cuts on simulated tridents, structure by structure. A point of weight w under couplings V = A = g(K^2) has
//   w = g^2 (vv + aa + s va),   s = -1 for antineutrinos,
// and vv, aa follow from the differential cross section with one coupling switched on.
#include "tridens/run/trident_efficiency.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/event/generator.hh"
#include "tridens/rate/flux_average.hh"

namespace tridens::run {
namespace {

using process::CouplingStructures;
using process::Trident;
using process::TridentOptions;

constexpr size_t chunk = 4096;

/// K^2 = 2 k1.k2 with the neutrino along z, from the transverse momentum: without cancellation.
double momentum_transfer(const event::Event& event) {
  const FourVector& in = event.particles.front().momentum;
  for (const event::Particle& particle : event.particles) {
    const int kind = std::abs(particle.pdg);
    if (particle.status != event::Status::final_state || (kind != 12 && kind != 14 && kind != 16)) continue;
    const FourVector& out = particle.momentum;
    const double transverse = out.x * out.x + out.y * out.y;
    return out.z > 0.0 ? 2.0 * in.e * transverse / (out.e + out.z) : 2.0 * in.e * (out.e - out.z);
  }
  throw Failure("a trident without outgoing neutrino", "its momentum transfer is needed", "");
}

/// Couplings that make the sampled density cover the contact interaction and the propagator squared alike.
model::LeptonVertex sampling_vertex(const Trident& trident, std::shared_ptr<const process::LeptonTable> table,
                                    const flux::Spectrum& spectrum, double mass) {
  model::LeptonVertex vertex;
  vertex.V = vertex.A = 1.0;
  if (mass < 0.0) return vertex;
  const double mass_squared = mass * mass;
  vertex.mediator_mass = mass;
  vertex.shape = [mass_squared](double K2) { return 1.0 / (K2 + mass_squared); };
  TridentOptions options = trident.options();
  options.vertex = vertex;
  const Trident unit(options, trident.tables(), std::move(table));
  const process::TridentTerms terms = rate::flux_averaged_terms(unit, 0, spectrum);
  vertex.V_mediator = vertex.A_mediator = std::sqrt((terms[0].vv + terms[0].aa) / (terms[2].vv + terms[2].aa));
  return vertex;
}

std::shared_ptr<const Trident> with_vertex(const Trident& trident, const model::LeptonVertex& vertex,
                                           std::shared_ptr<const process::LeptonTable> table, double map_mass) {
  TridentOptions options = trident.options();
  options.vertex = vertex;
  options.map_mediator_mass = map_mass;
  return std::make_shared<Trident>(options, trident.tables(), std::move(table));
}

}  // namespace

SelectedSample::SelectedSample(const Trident& trident, std::shared_ptr<const process::LeptonTable> table,
                               const flux::Spectrum& spectrum, const event::AnalysisPlan& plan, const Options& options)
    : points_(options.events) {
  const double mass = options.sampling_mass;
  const model::LeptonVertex vertex = sampling_vertex(trident, table, spectrum, mass);
  model::LeptonVertex vector, axial;
  vector.V = axial.A = 1.0;
  const auto nominal = with_vertex(trident, vertex, table, mass);
  event::GeneratorOptions generator_options;
  generator_options.seed = options.seed;
  generator_options.unweighted = false;
  generator_options.threads = options.threads;
  event::Generator generator({{nominal, spectrum, std::vector<int>(nominal->components().size(), 1)}},
                             generator_options);
  generator.add_variation({with_vertex(trident, vector, nullptr, mass)});
  generator.add_variation({with_vertex(trident, axial, nullptr, mass)});
  const double sign = trident.neutrino().antiparticle ? -1.0 : 1.0;
  const size_t stages = plan.selection.stages().size();
  share_work((options.events + chunk - 1) / chunk, options.threads, options.stop, [&](std::uint64_t part) {
    const std::uint64_t first = part * chunk;
    const auto count = static_cast<size_t>(std::min<std::uint64_t>(chunk, options.events - first));
    std::vector<event::Event> events(count);
    (void)generator.generate(first, events);
    for (size_t i = 0; i < count; ++i) {
      const event::Event& event = events[i];
      if (!(event.weight > 0.0)) continue;  // a point without phase space
      event::Kinematics kinematics = event::true_kinematics(event);
      if (!plan.response.is_perfect()) event::observe(kinematics, event, plan.response, plan.seed);
      Point& point = points_[first + i];
      point.K2 = momentum_transfer(event);
      point.vv = event.weight * event.variation_weights[0];
      point.aa = event.weight * event.variation_weights[1];
      const double coupling = vertex.vector_at(point.K2);
      point.va = sign * (event.weight / (coupling * coupling) - point.vv - point.aa);
      point.passed = plan.selection.stages_passed(kinematics) == stages;
    }
  });
  if (std::none_of(points_.begin(), points_.end(), [](const Point& point) { return point.passed; })) {
    throw UserError(fmt::format("none of {} simulated tridents {} passes the selection", options.events,
                                trident.options().channel.reaction()),
                    "nothing would be counted", "loosen the cuts");
  }
}

CouplingStructures SelectedSample::pass(const CouplingStructures& all,
                                        const std::function<double(double K2)>& shape) const {
  CouplingStructures sum{}, passed{};
  for (const Point& point : points_) {
    const double factor = shape ? shape(point.K2) : 1.0;
    sum.vv += factor * point.vv;
    sum.aa += factor * point.aa;
    if (!point.passed) continue;
    passed.vv += factor * point.vv;
    passed.aa += factor * point.aa;
    passed.va += factor * point.va;
  }
  // The VA structure has no sign: what passes of it is measured by the V^2 one.
  const double vv = all.vv * passed.vv / sum.vv;
  return {vv, all.aa * passed.aa / sum.aa, vv * passed.va / passed.vv};
}

CouplingStructures SelectedSample::selected(const CouplingStructures& all) const {
  return pass(all, {});
}

CouplingStructures SelectedSample::selected(const CouplingStructures& all, int power, double mass,
                                            const std::function<double(double K2)>& numerator) const {
  const double mass_squared = mass * mass;
  return pass(all, [&](double K2) {
    const double shape = (numerator ? numerator(K2) : 1.0) / (K2 + mass_squared);
    return power == 1 ? shape : shape * shape;
  });
}

event::CutFlow::Efficiency SelectedSample::efficiency() const {
  event::CutFlow flow;
  flow.stages.resize(2);
  for (const Point& point : points_) {
    flow.stages[0].add(point.vv);
    if (point.passed) flow.stages[1].add(point.vv);
  }
  return flow.efficiency(1);
}

}  // namespace tridens::run
