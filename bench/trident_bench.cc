// Tridents: the amplitude, totals from tables, sampled totals, a flux average. Baselines of the same run: the amplitude
// from explicit 4x4 Dirac matrices, and GSL's VEGAS on the same integrand to the same precision.
#include <benchmark/benchmark.h>
#include <gsl/gsl_monte_vegas.h>
#include <gsl/gsl_rng.h>

#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "../test/process/dirac_reference.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/random.hh"
#include "tridens/matter/material.hh"
#include "tridens/model/model.hh"
#include "tridens/process/energy_curve.hh"
#include "tridens/process/trident.hh"
#include "tridens/process/trident_transfer_table.hh"

namespace tridens::process {
namespace {

constexpr int dimension = 8;
constexpr double energy = 5.0;

/// Channels by the argument of a benchmark.
enum Channel { dimuon = 0, electrons = 1, mixed = 2 };

model::TridentChannel channel_of(std::int64_t channel) {
  constexpr Neutrino numu{Flavour::muon, false};
  if (channel == electrons) return model::trident_channel(numu, Flavour::electron, Flavour::electron);
  if (channel == mixed) return model::trident_channel(numu, Flavour::muon, Flavour::electron);
  return model::trident_channel(numu, Flavour::muon, Flavour::muon);
}

const char* label_of(std::int64_t channel) {
  return channel == electrons ? "numu -> numu e-e+" : channel == mixed ? "numu -> nue mu-e+" : "numu -> numu mu-mu+";
}

/// A table that reaches 10 GeV on argon: as fine as the shipped ones, on a shorter range.
LeptonTableGrid short_grid() {
  LeptonTableGrid grid = standard_grid();
  grid.largest_W2 = 300.0;
  grid.largest_Q2 = 30.0;
  grid.quadrature = {12, 12, 14, 3};
  return grid;
}

std::shared_ptr<const LeptonTables> tables_of(std::int64_t channel) {
  static std::array<std::shared_ptr<const LeptonTables>, 3> made;
  auto& tables = made[static_cast<size_t>(channel)];
  if (!tables) {
    const auto pair = channel_of(channel);
    const Flavour light = std::min(pair.minus, pair.plus), heavy = std::max(pair.minus, pair.plus);
    auto fresh = std::make_shared<LeptonTables>();
    fresh->tables = {std::make_shared<const LeptonTable>(LeptonTable::compute(light, heavy, short_grid()))};
    tables = fresh;
  }
  return tables;
}

Trident make_trident(std::int64_t channel, const char* component, bool with_tables) {
  TridentOptions options;
  options.channel = channel_of(channel);
  options.vertex = model::make_model("sm")->trident_vertex(options.channel);
  options.target = matter::material("Ar40");
  options.regimes = {component};
  return {options, with_tables ? tables_of(channel) : nullptr};
}

std::vector<double> random_points(size_t count) {
  std::vector<double> u(dimension * count);
  RandomStream random(1, 0, 0);
  for (double& x : u) x = random.uniform();
  return u;
}

// ---- the amplitude --------------------------------------------------------------------------------------------------

/// sigma^T and sigma^L of one (W^2, Q^2): one "point" is one phase-space point with three polarisations.
void lepton_kernel(benchmark::State& state) {
  const LeptonQuadrature nodes{24, 24, 32, 3};
  for (auto _ : state) benchmark::DoNotOptimize(photon_cross_section(Flavour::muon, Flavour::muon, 1.0, 1e-3, nodes));
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * 24 * 24 * 32 * 3, benchmark::Counter::kIsRate);
}
BENCHMARK(lepton_kernel)->Unit(benchmark::kMillisecond);

/// Map, form factor, amplitude and contraction of the full 2 -> 4 reaction.
void differential(benchmark::State& state, const char* component) {
  constexpr size_t count = 4096;
  const Trident trident = make_trident(state.range(0), component, false);
  const std::vector<double> u = random_points(count), energies(count, energy);
  std::vector<double> values(count);
  for (auto _ : state) {
    trident.dsigma(0, energies.data(), u.data(), count, values.data());
    benchmark::DoNotOptimize(values.data());
  }
  state.SetLabel(label_of(state.range(0)));
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * count, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(differential, nucleus, "coherent")->Arg(dimuon)->Arg(electrons)->Arg(mixed);
BENCHMARK_CAPTURE(differential, proton, "proton")->Arg(dimuon);

/// Baseline: the amplitude alone, squared and contracted with one vector, from 4x4 matrices and four spin states.
void differential_dirac_matrices(benchmark::State& state) {
  const Trident trident = make_trident(dimuon, "coherent", false);
  constexpr size_t count = 64;
  std::vector<dirac::TridentPoint<double>> points;
  for (std::uint64_t i = 0; points.size() < count; ++i) {
    RandomStream random(2, 0, i);
    std::array<double, dimension> u{};
    for (double& x : u) x = 0.1 + 0.8 * random.uniform();
    double value = 0.0;
    trident.dsigma(0, &energy, u.data(), 1, &value);
    if (value == 0.0) continue;
    const auto f = trident.final_state(0, energy, u.data());
    const auto momentum = [&](size_t k) {
      return dirac::Momentum<double>{f[k].momentum.e, f[k].momentum.x, f[k].momentum.y, f[k].momentum.z};
    };
    const dirac::Momentum<double> k1{energy, 0.0, 0.0, energy};
    points.push_back({k1, momentum(0), momentum(1), momentum(2), momentum(0) + momentum(1) + momentum(2) - k1,
                      f[1].mass, f[2].mass});
  }
  const dirac::Momentum<double> target{trident.components()[0].target_mass, 0.0, 0.0, 0.0};
  for (auto _ : state) {
    for (const auto& point : points) benchmark::DoNotOptimize(dirac::squared(dirac::lepton_currents(point), target));
  }
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * count, benchmark::Counter::kIsRate);
}
BENCHMARK(differential_dirac_matrices);

// ---- totals ---------------------------------------------------------------------------------------------------------

/// One total by quadrature over a table that exists, error estimate included.
void total(benchmark::State& state) {
  const Trident trident = make_trident(state.range(0), "coherent", true);
  for (auto _ : state) benchmark::DoNotOptimize(trident.cross_section(0, energy));
  state.SetLabel(label_of(state.range(0)));
}
BENCHMARK(total)->Arg(dimuon)->Arg(electrons)->Arg(mixed)->Unit(benchmark::kMicrosecond);

/// The same total sampled to 1e-3, training included.
void total_by_monte_carlo(benchmark::State& state) {
  const Trident trident = make_trident(state.range(0), "coherent", false);
  const auto integrand = [&](const double* u, size_t count, double* values) {
    const std::vector<double> energies(count, energy);
    trident.dsigma(0, energies.data(), u, count, values);
  };
  math::MonteCarloResult result;
  for (auto _ : state) {
    result = math::integrate(integrand, dimension, {});
    benchmark::DoNotOptimize(result);
  }
  state.SetLabel(label_of(state.range(0)));
  state.counters["evaluations"] = static_cast<double>(result.evaluations);
  state.counters["precision"] = result.error / result.value;
}
BENCHMARK(total_by_monte_carlo)->Arg(dimuon)->Arg(electrons)->Arg(mixed)->Unit(benchmark::kMillisecond);

double one_point(double* u, size_t, void* trident) {
  double value = 0.0;
  static_cast<const Trident*>(trident)->dsigma(0, &energy, u, 1, &value);
  return value;
}

/// Baseline: GSL's VEGAS on the same integrand, point by point, to 1e-3: five iterations to adapt, then rounds until
/// the error of the weighted average is small enough.
void total_by_gsl_vegas(benchmark::State& state) {
  Trident trident = make_trident(state.range(0), "coherent", false);
  gsl_monte_function f{one_point, dimension, &trident};
  std::array<double, dimension> low{}, high{};
  high.fill(1.0);
  double value = 0.0, error = 0.0;
  size_t evaluations = 0;
  for (auto _ : state) {
    gsl_rng* random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_monte_vegas_state* vegas = gsl_monte_vegas_alloc(dimension);
    gsl_monte_vegas_integrate(&f, low.data(), high.data(), dimension, 30000, random, vegas, &value, &error);
    evaluations = 150000;
    gsl_monte_vegas_params parameters;
    gsl_monte_vegas_params_get(vegas, &parameters);
    parameters.stage = 1;  // keep the grid, discard the estimates
    gsl_monte_vegas_params_set(vegas, &parameters);
    do {
      gsl_monte_vegas_integrate(&f, low.data(), high.data(), dimension, 50000, random, vegas, &value, &error);
      evaluations += 250000;
      parameters.stage = 2;  // keep both
      gsl_monte_vegas_params_set(vegas, &parameters);
    } while (error > 1e-3 * value);
    gsl_monte_vegas_free(vegas);
    gsl_rng_free(random);
  }
  state.SetLabel(label_of(state.range(0)));
  state.counters["evaluations"] = static_cast<double>(evaluations);
  state.counters["precision"] = error / value;
}
BENCHMARK(total_by_gsl_vegas)->Arg(dimuon)->Arg(electrons)->Arg(mixed)->Unit(benchmark::kMillisecond);

// ---- tables and fluxes ----------------------------------------------------------------------------------------------

/// The shipped table of one pair, on one core.
void standard_table(benchmark::State& state) {
  const auto pair = channel_of(state.range(0));
  const Flavour light = std::min(pair.minus, pair.plus), heavy = std::max(pair.minus, pair.plus);
  for (auto _ : state) benchmark::DoNotOptimize(LeptonTable::compute(light, heavy, standard_grid()));
  state.SetLabel(label_of(state.range(0)));
}
BENCHMARK(standard_table)->Arg(dimuon)->Arg(electrons)->Arg(mixed)->Unit(benchmark::kMillisecond)->Iterations(1);

/// The shipped table of one pair for mediators of every mass, on one core.
void transfer_table(benchmark::State& state) {
  const Flavour lepton = channel_of(state.range(0)).minus;
  for (auto _ : state) {
    benchmark::DoNotOptimize(TransferTable::compute(lepton, lepton, standard_transfer_grid()));
  }
  state.SetLabel(label_of(state.range(0)));
}
BENCHMARK(transfer_table)->Arg(dimuon)->Arg(electrons)->Unit(benchmark::kMillisecond)->Iterations(1);

/// The table of a new mediator mass from that.
void mediator_table(benchmark::State& state) {
  const auto vertex =
      model::make_model("lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}})->trident_vertex(channel_of(dimuon));
  const ShapeFunction shape{vertex.shape, vertex.mediator_mass * vertex.mediator_mass};
  const TransferTable transfers = TransferTable::compute(Flavour::muon, Flavour::muon, standard_transfer_grid());
  for (auto _ : state) benchmark::DoNotOptimize(transfers.moments(shape));
}
BENCHMARK(mediator_table)->Unit(benchmark::kMillisecond);

/// Coherent dimuons over the reference beam of DUNE's design report: energy curve and 57 bins.
void flux_average(benchmark::State& state) {
  const Trident trident = make_trident(dimuon, "coherent", true);
  const auto flux = io::load_named_flux("dune-cdr-reference-80gev-fhc").flux;
  const flux::Spectrum& spectrum = flux.spectrum(Neutrino{});
  const double highest = std::fmin(spectrum.highest(), 60.0);
  const auto rule = math::gauss_legendre(6);
  for (auto _ : state) {
    const EnergyCurve curve([&](double E, double* value) { *value = trident.cross_section(0, E).value; }, 1,
                            trident.threshold(0), highest);
    double sum = 0.0;
    for (size_t bin = 0; bin + 1 < spectrum.energies.size() && spectrum.energies[bin + 1] <= highest; ++bin) {
      const double low = spectrum.energies[bin], width = spectrum.energies[bin + 1] - low;
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        const double E = low + width * rule.nodes[i];
        sum += rule.weights[i] * width * spectrum.at(E) * curve.first(E);
      }
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(flux_average)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tridens::process
