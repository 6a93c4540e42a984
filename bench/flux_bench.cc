// Oscillation in the Earth: a map of energies and zenith angles, whose shells are diagonalised once for all angles,
// against a diagonalisation for every crossing and against an integration of the evolution equation (GSL) along every
// line.
#include <benchmark/benchmark.h>
#include <gsl/gsl_odeiv2.h>

#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "tridens/base/units.hh"
#include "tridens/flux/earth_oscillation.hh"

namespace tridens::flux {
namespace {

const matter::EarthModel& prem() {
  static const matter::EarthModel earth = matter::EarthModel::preliminary_reference();
  return earth;
}

NeutrinoMixing best_fit() {
  return NeutrinoMixing(mixing_parameters("5.2"));
}

std::vector<double> energies(size_t count) {
  std::vector<double> result(count);
  for (size_t i = 0; i < count; ++i) {
    result[i] = std::pow(100.0, static_cast<double>(i) / static_cast<double>(count - 1));
  }
  return result;
}

std::vector<double> cosines(size_t count) {
  std::vector<double> result(count);
  for (size_t i = 0; i < count; ++i) result[i] = -1.0 + static_cast<double>(i) / static_cast<double>(count);
  return result;
}

void count_points(benchmark::State& state, size_t points) {
  state.SetItemsProcessed(static_cast<int64_t>(points) * state.iterations());
}

/// Points of 200 x 200, all nine probabilities; argument: states that mix.
void oscillogram(benchmark::State& state) {
  const NeutrinoStates states =
      state.range(0) == 3 ? NeutrinoStates(best_fit()) : NeutrinoStates(best_fit(), {1.0, 0.02, 0.02, 0.0, 0.0, 0.0});
  const EarthOscillation earth(prem(), states);
  const auto x = energies(200), y = cosines(200);
  for (auto _ : state) benchmark::DoNotOptimize(earth.oscillogram(false, x, y));
  count_points(state, x.size() * y.size());
}
BENCHMARK(oscillogram)->Arg(3)->Arg(4)->Unit(benchmark::kMillisecond);

void oscillogram_point_by_point(benchmark::State& state) {
  const EarthOscillation earth(prem(), best_fit());
  const auto x = energies(20), y = cosines(20);
  for (auto _ : state) {
    for (const double energy : x) {
      for (const double cosine : y) benchmark::DoNotOptimize(earth.transitions(false, energy, cosine));
    }
  }
  count_points(state, x.size() * y.size());
}
BENCHMARK(oscillogram_point_by_point)->Unit(benchmark::kMillisecond);

/// i d psi/dx = H psi along a line through the Earth, x in km.
struct Line {
  std::array<std::array<std::complex<double>, 3>, 3> vacuum{};
  double cosine = 0.0, length_km = 0.0;

  static int derivative(double x, const double psi[], double result[], void* parameters) {
    const auto& self = *static_cast<const Line*>(parameters);
    const double radius = prem().radius_km(), back = self.length_km - x;
    const double r = std::sqrt(std::max(0.0, radius * radius + back * back + 2.0 * radius * back * self.cosine));
    const double V = standard_potential(prem().density(std::min(r, radius)), 0.49).active[0][0].real();
    for (size_t a = 0; a < 3; ++a) {
      std::complex<double> sum = a == 0 ? V * std::complex<double>(psi[0], psi[1]) : 0.0;
      for (size_t b = 0; b < 3; ++b) sum += self.vacuum[a][b] * std::complex<double>(psi[2 * b], psi[2 * b + 1]);
      result[2 * a] = sum.imag() * units::km;
      result[2 * a + 1] = -sum.real() * units::km;
    }
    return 0;
  }
};

/// The three flavours one after the other, steps to 1e-5 by Runge-Kutta-Fehlberg.
void oscillogram_by_integration(benchmark::State& state) {
  const NeutrinoStates states(best_fit());
  const auto x = energies(20), y = cosines(20);
  for (auto _ : state) {
    for (const double energy : x) {
      Line line;
      for (size_t a = 0; a < 3; ++a) {
        for (size_t b = 0; b < 3; ++b) {
          line.vacuum[a][b] = states.mass_matrix()[a][b] * (units::eV * units::eV / (2.0 * energy));
        }
      }
      for (const double cosine : y) {
        line.cosine = cosine;
        line.length_km = -2.0 * prem().radius_km() * cosine;
        gsl_odeiv2_system system = {Line::derivative, nullptr, 6, &line};
        for (size_t flavour = 0; flavour < 3; ++flavour) {
          gsl_odeiv2_driver* driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rkf45, 10.0, 1e-5, 1e-5);
          std::array<double, 6> psi{};
          psi[2 * flavour] = 1.0;
          double from = 0.0;
          gsl_odeiv2_driver_apply(driver, &from, line.length_km, psi.data());
          gsl_odeiv2_driver_free(driver);
          benchmark::DoNotOptimize(psi);
        }
      }
    }
  }
  count_points(state, x.size() * y.size());
}
BENCHMARK(oscillogram_by_integration)->Unit(benchmark::kMillisecond);

void uniform_matter(benchmark::State& state) {
  const NeutrinoStates states(best_fit());
  const ForwardPotential rock = standard_potential(2.8, 0.5);
  double energy = 1.0;
  for (auto _ : state) {
    energy += 1e-6;
    benchmark::DoNotOptimize(matter_transitions(states, rock, false, energy, 1300.0));
  }
}
BENCHMARK(uniform_matter);

}  // namespace
}  // namespace tridens::flux
