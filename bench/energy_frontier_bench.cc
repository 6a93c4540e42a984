// Processes at high energies: totals, differential points, events from the trial to NuHepMC text, and the likelihood of
// the flavours in IceCube. Baselines of the same run: differential points one by one; a total without its table.
#include <benchmark/benchmark.h>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tridens/base/units.hh"
#include "tridens/io/event_writer.hh"
#include "tridens/matter/material.hh"
#include "tridens/process/deep_inelastic.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/photon_tables.hh"

namespace tridens::run {
namespace {

using units::TeV;

process::ProcessRequest request_of(const std::string& name, const std::map<std::string, std::string>& settings) {
  process::ProcessRequest request;
  request.neutrino = {Flavour::muon, false};
  request.target = matter::material("O16");
  request.model = model::make_model("sm");
  for (const process::ProcessSetting& setting : process::process_info(name).settings) {
    request.settings[setting.name] = setting.default_text;
  }
  for (const auto& [setting, value] : settings) request.settings[setting] = value;
  return request;
}

/// Sum over all components, at an energy that is never that of the call before.
void totals(benchmark::State& state, const process::Process& process, double energy) {
  double factor = 1.0;
  for (auto _ : state) {
    factor = factor > 1.1 ? 1.0 : factor + 1e-3;
    double sum = 0.0;
    for (size_t c = 0; c < process.components().size(); ++c) sum += process.cross_section(c, energy * factor).value;
    benchmark::DoNotOptimize(sum);
  }
}

void dis_total(benchmark::State& state) {
  const auto process = process::make_process("dis", request_of("dis", {{"border", "extend"}}));
  totals(state, *process, 100.0 * TeV);
}
BENCHMARK(dis_total)->Unit(benchmark::kMicrosecond);

/// d2sigma/dx dQ2 at 1 TeV; argument: points per call.
void dis_differential(benchmark::State& state) {
  const auto process = process::make_deep_inelastic(request_of("dis", {{"border", "extend"}}));
  constexpr size_t count = 4096;
  const auto batch = static_cast<size_t>(state.range(0));
  std::vector<double> energy(count, 1.0 * TeV), x(count), Q2(count), value(count);
  for (size_t i = 0; i < count; ++i) {
    x[i] = 0.05 + 0.9 * std::fmod(0.618034 * static_cast<double>(i), 1.0);
    Q2[i] = 1.5 + 80.0 * static_cast<double>(i) / count;
  }
  for (auto _ : state) {
    for (size_t i = 0; i < count; i += batch) {
      process->differential_cross_section(0, &energy[i], &x[i], &Q2[i], batch, &value[i]);
    }
    benchmark::DoNotOptimize(value.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(dis_differential)->Arg(4096)->Arg(1);

void w_production_total(benchmark::State& state) {
  const auto process = process::make_process("w-production", request_of("w-production", {}));
  totals(state, *process, 1000.0 * TeV);
}
BENCHMARK(w_production_total)->Unit(benchmark::kMillisecond);

/// Argument: with a table of sigma^T and sigma^L from the cache, or by Monte Carlo to 1e-2.
void electroweak_trident_total(benchmark::State& state) {
  const bool table = state.range(0) != 0;
  process::ProcessRequest request = request_of("electroweak-trident", {{"pair", "mu-e+"}, {"precision", "1e-2"}});
  if (table) request.tables = photon_tables({});
  const auto process = process::make_process("electroweak-trident", request);
  if (table) benchmark::DoNotOptimize(process->cross_section(0, 1000.0 * TeV).value);  // reads the table
  totals(state, *process, 1000.0 * TeV);
}
BENCHMARK(electroweak_trident_total)->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);

/// Ten years of starting events of IceCube, three flavours and the index at a new point.
void telescope_flavours(benchmark::State& state) {
  const io::FitCard card = io::read_fit_card(TRIDENS_SOURCE_DIR "/examples/fits/icecube-flavours.toml");
  const FitSetup setup = make_fit_setup(card, 1);
  double step = 0.0;
  for (auto _ : state) {
    step = step > 0.9 ? 0.0 : step + 0.001;
    benchmark::DoNotOptimize(setup.likelihood->profile({1.0 + step, 2.0 - step, 1.5 + step, 2.5 + 0.5 * step}).chi2);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(telescope_flavours)->Unit(benchmark::kMicrosecond);

struct NamedCard {
  const char *name, *text;
};
constexpr NamedCard cards[] = {
    {"dis",
     "[process]\nname='dis'\nneutrino='numu'\ntarget='H2O'\nborder='extend'\n"
     "[flux]\nanalytic='power-law,gamma=2.5,min=1TeV,max=100PeV'\n"},
    {"glashow",
     "[process]\nname='glashow'\nneutrino='nuebar'\ntarget='H2O'\nchannel='mu'\n"
     "[flux]\nanalytic='power-law,gamma=2.5,min=1PeV,max=30PeV'\n"},
    {"glashow, atomic electrons, radiation",
     "[process]\nname='glashow'\nneutrino='nuebar'\ntarget='H2O'\nchannel='mu'\ndoppler='atomic'\n"
     "radiation='initial-state'\n[flux]\nanalytic='power-law,gamma=2.5,min=1PeV,max=30PeV'\n"},
    {"trident, 100 GeV",
     "[process]\nname='trident'\nneutrino='numu'\ntarget='O16'\npair='mu-mu+'\n"
     "[flux]\nenergy='100 GeV'\n"},
    {"electroweak-trident, 100 TeV",
     "[process]\nname='electroweak-trident'\nneutrino='numu'\ntarget='O16'\n"
     "pair='mu-e+'\n[flux]\nenergy='100 TeV'\n"},
    {"electroweak-trident, 1 PeV",
     "[process]\nname='electroweak-trident'\nneutrino='numu'\ntarget='O16'\n"
     "pair='mu-e+'\n[flux]\nenergy='1 PeV'\n"},
    {"w-production", "[process]\nname='w-production'\nneutrino='numu'\ntarget='O16'\n[flux]\nenergy='1 PeV'\n"},
    {"black-hole",
     "[process]\nname='black-hole'\nneutrino='numu'\ntarget='H2O'\ndimensions='2'\n"
     "planck-mass='4 TeV'\nborder='freeze'\n[flux]\nenergy='1e9 GeV'\n"},
    {"upscatter, decays to electrons",
     "[process]\nname='upscatter'\nneutrino='numu'\ntarget='CH2'\n"
     "regime='elastic'\nbenchmark='bertuzzo'\ndecay='electrons'\n"
     "[flux]\nname='miniboone-fhc'\n"},
};

/// From trials to NuHepMC text, once prepared.
void high_energy_events(benchmark::State& state) {
  const NamedCard& card = cards[state.range(0)];
  state.SetLabel(card.name);
  const EventSetup setup = make_event_setup(io::parse_run_card(card.text, card.name));
  const auto format = io::make_event_format("nuhepmc", setup.run);
  std::vector<event::Event> events(5000);
  std::uint64_t first = 0;
  event::GeneratorStatistics sum;
  for (auto _ : state) {
    const event::GeneratorStatistics statistics = setup.generator->generate(first, events);
    benchmark::DoNotOptimize(format->serialise(events).text.size());
    first += events.size();
    sum.trials += statistics.trials;
    sum.accepted += statistics.accepted;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(first));
  state.counters["efficiency"] = sum.efficiency();
}
BENCHMARK(high_energy_events)->DenseRange(0, static_cast<int>(std::size(cards)) - 1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tridens::run
