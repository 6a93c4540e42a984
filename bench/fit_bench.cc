// Fits of real experiments: COHERENT CsI and LAr with all nuisances, a plane of them, DUNE tridents. The baseline of a
// new coupling point is the same chi2 with every rate integrated anew instead of taken from templates.
#include <benchmark/benchmark.h>

#include "tridens/run/fit_setup.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::run {
namespace {

io::FitCard coherent_nsi(int points) {
  io::FitCard card;
  card.title = "non-standard interactions";
  card.model = {"nsi", {{"eps_ee_dV", "{d}"}, {"eps_ee_uV", "{u}"}}};
  for (const char* name : {"d", "u"}) {
    io::FitParameterCard parameter;
    parameter.name = name;
    parameter.min = -1.0;
    parameter.max = 1.0;
    parameter.points = points;
    card.parameters.push_back(parameter);
  }
  for (const char* name : {"coherent-csi-2021", "coherent-lar-2020"}) {
    io::FitExperimentCard experiment;
    experiment.name = name;
    card.experiments.push_back(experiment);
  }
  return card;
}

/// chi2 of CsI and LAr with all nuisances profiled at new couplings.
void fit_coherent_point(benchmark::State& state) {
  const FitSetup setup = make_fit_setup(coherent_nsi(2), 1);
  double step = 0.0;
  for (auto _ : state) {
    step = step > 0.9 ? 0.0 : step + 0.001;
    benchmark::DoNotOptimize(setup.likelihood->profile({step - 0.4, 0.3 - step}).chi2);
  }
}
BENCHMARK(fit_coherent_point)->Unit(benchmark::kMicrosecond);

/// What of it is the expectation: couplings from settings, templates.
void fit_coherent_expectation(benchmark::State& state) {
  const FitSetup setup = make_fit_setup(coherent_nsi(2), 1);
  double step = 0.0;
  for (auto _ : state) {
    step = step > 0.9 ? 0.0 : step + 0.001;
    for (const inference::Measurement& measurement : setup.likelihood->measurements()) {
      benchmark::DoNotOptimize(measurement.expectation->at({step - 0.4, 0.3 - step}));
    }
  }
}
BENCHMARK(fit_coherent_expectation)->Unit(benchmark::kMicrosecond);

/// The baseline: a mediator whose mass is never that of the templates, so that every variation is integrated.
void fit_coherent_point_integrated(benchmark::State& state) {
  io::FitCard card = coherent_nsi(2);
  card.model = {"light-vector", {{"mass", "{d} MeV"}, {"g", "{u}"}}};
  card.parameters[0].min = 10.0;
  card.parameters[0].max = 1000.0;
  card.parameters[1].min = 1e-5;
  card.parameters[1].max = 1e-3;
  const FitSetup setup = make_fit_setup(card, 1);
  double step = 0.0;
  for (auto _ : state) {
    step = step > 900.0 ? 0.0 : step + 0.7;
    benchmark::DoNotOptimize(setup.likelihood->profile({20.0 + step, 5e-5}).chi2);
  }
}
BENCHMARK(fit_coherent_point_integrated)->Unit(benchmark::kMicrosecond);

void fit_coherent_plane(benchmark::State& state) {
  ScanRequest request;
  request.card = coherent_nsi(static_cast<int>(state.range(0)));
  request.threads = 2;
  for (auto _ : state) benchmark::DoNotOptimize(scan_table(request).rows.size());
  state.SetComplexityN(state.range(0) * state.range(0));
}
BENCHMARK(fit_coherent_plane)->Arg(50)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime()->Complexity();

/// M and g' from dimuons, integrals at the nodes of the mass from the cache of the user (or made in the first round).
void fit_dune_plane(benchmark::State& state) {
  ScanRequest request;
  io::FitCard& card = request.card;
  card.title = "L_mu - L_tau";
  card.data = "asimov";
  card.model = {"lmu-ltau", {{"mass", "{m} MeV"}, {"coupling", "{g}"}}};
  for (const char* name : {"m", "g"}) {
    io::FitParameterCard parameter;
    parameter.name = name;
    parameter.min = name[0] == 'm' ? 1.0 : 1e-4;
    parameter.max = name[0] == 'm' ? 1e4 : 1.0;
    parameter.logarithmic = true;
    parameter.points = 100;
    card.parameters.push_back(parameter);
  }
  for (const char* name : {"dune-nd-dimuon-fhc", "dune-nd-dimuon-rhc"}) {
    io::FitExperimentCard experiment;
    experiment.name = name;
    card.experiments.push_back(experiment);
  }
  request.threads = 2;
  for (auto _ : state) benchmark::DoNotOptimize(scan_table(request).rows.size());
}
BENCHMARK(fit_dune_plane)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tridens::run
