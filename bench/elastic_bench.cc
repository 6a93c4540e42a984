// Elastic scattering: differential cross sections in batches and totals, against the same formula point by point and an
// adaptive quadrature (GSL).
#include <benchmark/benchmark.h>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <memory>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/process/elastic.hh"

namespace tridens::process {
namespace {

using units::MeV;

std::vector<model::ElasticChannel> interactions(int bosons) {
  model::ElasticTerms terms;
  const model::OutgoingState state = model::outgoing({Flavour::muon, false});
  terms.add(state, {"sm", model::Lorentz::vector, 0.02286, -0.5, -0.02286, {}});
  for (int i = 0; i < bosons; ++i) {
    terms.add(state, {"boson", model::Lorentz::vector, 1e-10, 1e-10, 1e-10, model::exchange((i + 1) * MeV)});
  }
  return terms.channels();
}

std::shared_ptr<const ElasticProcess> argon(const char* form_factor, int bosons) {
  CevnsOptions options;
  options.neutrino = {Flavour::muon, false};
  options.channels = interactions(bosons);
  options.target = matter::material("Ar40");
  options.form_factor = form_factor;
  return make_cevns(options);
}

struct Batch {
  std::vector<double> energy, recoil, value;
  explicit Batch(size_t count) : energy(count), recoil(count), value(count) {
    for (size_t i = 0; i < count; ++i) {
      const double x = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
      energy[i] = (10.0 + 40.0 * x) * MeV;
      recoil[i] = 0.9 * x * 2.0 * energy[i] * energy[i] / 37.3;
    }
  }
};

/// d sigma/dT at pairs (E, T); argument: number of light bosons beside the Standard Model.
void recoil_spectrum(benchmark::State& state) {
  const auto process = argon("fourier-bessel", static_cast<int>(state.range(0)));
  Batch batch(4096);
  for (auto _ : state) {
    process->recoil_spectrum(0, batch.energy.data(), batch.recoil.data(), 4096, batch.value.data());
    benchmark::DoNotOptimize(batch.value.data());
  }
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(recoil_spectrum)->Arg(0)->Arg(1);

/// The three coefficients at a batch of recoil energies.
void recoil_coefficients(benchmark::State& state) {
  const auto process = argon("fourier-bessel", static_cast<int>(state.range(0)));
  Batch batch(4096);
  RecoilCoefficients result(4096);
  for (auto _ : state) {
    process->coefficients(0, batch.recoil.data(), 4096, result);
    benchmark::DoNotOptimize(result.constant.data());
  }
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(recoil_coefficients)->Arg(0)->Arg(1);

double direct_spectrum(const matter::NuclearFormFactor& form_factor, double E, double T) {
  const double M = 37.2155, G = constants::fermi_constant;
  const double Q = (18.0 * 0.02286 - 22.0 * 0.5) * form_factor.value(2.0 * M * T + T * T);
  return G * G * M / units::pi * Q * Q * (1.0 - T / E - M * T / (2.0 * E * E));
}

/// Baseline: the formula point by point with the form factor evaluated each time.
void recoil_spectrum_point_by_point(benchmark::State& state) {
  const auto form_factor = matter::make_nuclear_form_factor("fourier-bessel", matter::nuclide("Ar40"));
  Batch batch(4096);
  for (auto _ : state) {
    for (size_t i = 0; i < 4096; ++i) {
      batch.value[i] = direct_spectrum(*form_factor, batch.energy[i], batch.recoil[i]);
    }
    benchmark::DoNotOptimize(batch.value.data());
  }
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(recoil_spectrum_point_by_point);

/// A total at 30 MeV to 1e-9.
void elastic_total(benchmark::State& state) {
  const auto process = argon("fourier-bessel", 0);
  for (auto _ : state) benchmark::DoNotOptimize(process->cross_section(0, 30 * MeV));
}
BENCHMARK(elastic_total);

struct Integrand {
  const matter::NuclearFormFactor* form_factor;
  double energy;
};

/// Baseline: the same total to the same accuracy by adaptive quadrature.
void elastic_total_adaptive_quadrature(benchmark::State& state) {
  const auto form_factor = matter::make_nuclear_form_factor("fourier-bessel", matter::nuclide("Ar40"));
  Integrand integrand{form_factor.get(), 30 * MeV};
  gsl_function function{[](double T, void* data) {
                          const auto* x = static_cast<const Integrand*>(data);
                          return direct_spectrum(*x->form_factor, x->energy, T);
                        },
                        &integrand};
  const std::unique_ptr<gsl_integration_workspace, void (*)(gsl_integration_workspace*)> workspace(
      gsl_integration_workspace_alloc(200), gsl_integration_workspace_free);
  const double highest = 2.0 * integrand.energy * integrand.energy / (37.2155 + 2.0 * integrand.energy);
  for (auto _ : state) {
    double value = 0.0, error = 0.0;
    gsl_integration_qag(&function, 0.0, highest, 0.0, 1e-9, 200, GSL_INTEG_GAUSS21, workspace.get(), &value, &error);
    benchmark::DoNotOptimize(value);
  }
}
BENCHMARK(elastic_total_adaptive_quadrature);

/// Setting up a process with its form-factor table, and the same with other couplings.
void elastic_setup(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(argon("fourier-bessel", 0));
}
BENCHMARK(elastic_setup)->Unit(benchmark::kMillisecond);

void elastic_with_terms(benchmark::State& state) {
  const auto process = argon("fourier-bessel", 0);
  const auto channels = interactions(1);
  for (auto _ : state) benchmark::DoNotOptimize(process->with_terms(channels));
}
BENCHMARK(elastic_with_terms);

}  // namespace
}  // namespace tridens::process
