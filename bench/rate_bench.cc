// Rates of elastic scattering: COHERENT CsI (9 bins of photoelectrons x 11 of time, quenching, resolution,
// efficiencies).
#include <benchmark/benchmark.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <numeric>

#include "../test/rate/elastic_samples.hh"

namespace tridens::rate {
namespace {

using namespace samples;

void set_up(benchmark::State& state) {
  const detector::Experiment experiment = caesium_iodide();
  const flux::Flux flux = pion_decay_at_rest();
  const std::vector<SignalSource> given = sources("CsI");
  for (auto _ : state) benchmark::DoNotOptimize(Predictor(experiment, flux, given));
}
BENCHMARK(set_up)->Name("csi/set_up")->Unit(benchmark::kMillisecond);

void predict(benchmark::State& state) {
  const Predictor predictor(caesium_iodide(), pion_decay_at_rest(), sources("CsI"));
  for (auto _ : state) benchmark::DoNotOptimize(predictor.predict());
  state.counters["error"] = predictor.predict().relative_error;
}
BENCHMARK(predict)->Name("csi/predict")->Unit(benchmark::kMicrosecond);

void template_set_up(benchmark::State& state) {
  const Predictor predictor(caesium_iodide(), pion_decay_at_rest(), sources("CsI"));
  for (auto _ : state) benchmark::DoNotOptimize(CouplingTemplates(predictor));
}
BENCHMARK(template_set_up)->Name("csi/template_set_up")->Unit(benchmark::kMillisecond);

void template_point(benchmark::State& state) {
  const Predictor predictor(caesium_iodide(), pion_decay_at_rest(), sources("CsI"));
  const CouplingTemplates templates(predictor);
  std::vector<std::vector<model::ElasticChannel>> channels = {standard_channels(numu), standard_channels(nue),
                                                              standard_channels(numubar)};
  std::vector<double> counts(templates.bins());
  for (auto _ : state) {
    channels[0][0].terms[0].neutron += 1e-9;
    templates.signal(channels, counts.data());
    benchmark::DoNotOptimize(counts.data());
  }
}
BENCHMARK(template_point)->Name("csi/template_point")->Unit(benchmark::kMicrosecond);

/// The plain way: adaptive quadrature (GSL's qag) over the recoil energy, and inside it over the neutrino energy.
class Nested {
 public:
  explicit Nested(double tolerance) : tolerance_(tolerance) { gsl_set_error_handler_off(); }

  template <class Function>
  double integrate(const Function& f, double low, double high, size_t depth) const {
    gsl_function wrapped{[](double x, void* function) { return (*static_cast<const Function*>(function))(x); },
                         const_cast<Function*>(&f)};
    double result = 0.0, error = 0.0;
    gsl_integration_qag(&wrapped, low, high, 1e-300, tolerance_, limit, GSL_INTEG_GAUSS21, work_[depth].get(), &result,
                        &error);
    return result;
  }

  /// Counts of one species per energy bin, at all times.
  void add_counts(const detector::RecoilResponse& response, const process::ElasticProcess& process,
                  const flux::Spectrum& spectrum, double scale, std::vector<double>& counts) const {
    for (size_t component = 0; component < process.components().size(); ++component) {
      const double highest = process.recoil_range(component, spectrum.highest()).high;
      const std::vector<double> panels = response.panels(detector::Recoil::nuclear, highest);
      if (panels.empty()) continue;
      std::vector<double> probabilities(response.bins());
      for (size_t bin = 0; bin < response.bins(); ++bin) {
        const auto rate = [&](double recoil) {
          response.probabilities(detector::Recoil::nuclear, recoil, probabilities.data());
          if (probabilities[bin] == 0.0) return 0.0;
          return probabilities[bin] * over_energies(process, component, spectrum, recoil);
        };
        counts[bin] += scale * integrate(rate, panels.front(), panels.back(), 0);
      }
    }
  }

 private:
  double over_energies(const process::ElasticProcess& process, size_t component, const flux::Spectrum& spectrum,
                       double recoil) const {
    const auto at = [&](double energy) {
      double value = 0.0;
      process.recoil_spectrum(component, &energy, &recoil, 1, &value);
      return value;
    };
    if (spectrum.kind == flux::Spectrum::Kind::line) return spectrum.density[0] * at(spectrum.energies[0]);
    const double lowest = process.lowest_energy(component, recoil);
    if (lowest >= spectrum.highest()) return 0.0;
    return integrate([&](double energy) { return spectrum.at(energy) * at(energy); }, lowest, spectrum.highest(), 1);
  }

  static constexpr size_t limit = 200;
  struct Free {
    void operator()(gsl_integration_workspace* work) const { gsl_integration_workspace_free(work); }
  };
  using Work = std::unique_ptr<gsl_integration_workspace, Free>;
  double tolerance_;
  std::array<Work, 2> work_{Work(gsl_integration_workspace_alloc(limit)), Work(gsl_integration_workspace_alloc(limit))};
};

void predict_by_nested_quadrature(benchmark::State& state) {
  detector::Experiment experiment = caesium_iodide();
  const detector::RecoilResponse response(experiment.response);
  const flux::Flux flux = pion_decay_at_rest();
  const double scale =
      experiment.exposure * experiment.mass_tonnes * matter::material(experiment.target).units_per_tonne() / units::cm2;
  const Nested nested(1e-5);
  std::vector<double> counts(response.bins());
  for (auto _ : state) {
    std::ranges::fill(counts, 0.0);
    for (const SignalSource& source : sources("CsI")) {
      const process::ElasticProcess& process = *source.process_of_neutrino;
      nested.add_counts(response, process, flux.spectrum(process.neutrino()), scale, counts);
    }
  }
  experiment.time_edges_s.clear();
  experiment.time_efficiency = {};
  const std::vector<double> reference = Predictor(experiment, flux, sources("CsI")).predict().signal();
  double apart = 0.0;
  const double total = std::accumulate(reference.begin(), reference.end(), 0.0);
  for (size_t bin = 0; bin < counts.size(); ++bin) apart += std::abs(counts[bin] - reference[bin]) / total;
  state.counters["apart"] = apart;
}
BENCHMARK(predict_by_nested_quadrature)
    ->Name("csi/predict_by_nested_quadrature")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

void average_over_pion_decay(benchmark::State& state) {
  const auto process = cevns(numubar, "Ar40");
  const flux::Spectrum spectrum = michel(true, 1.0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(flux_average(*process, spectrum, 0.0, std::numeric_limits<double>::infinity()));
  }
}
BENCHMARK(average_over_pion_decay)->Name("elastic_flux_average")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tridens::rate
