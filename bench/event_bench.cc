// Events: preparation, generation, formatting, and a whole run to a file. Baseline of the
// same run: HepMC3's own WriterAscii on the same events.
#include <HepMC3/GenEvent.h>
#include <HepMC3/GenParticle.h>
#include <HepMC3/GenVertex.h>
#include <HepMC3/WriterAscii.h>
#include <benchmark/benchmark.h>

#include <filesystem>
#include <sstream>

#include "tridens/io/event_writer.hh"
#include "tridens/run/event_setup.hh"

namespace tridens::run {
namespace {

io::RunCard card_of(std::int64_t electrons) {
  io::RunCard card;
  card.process.neutrino = "numu";
  card.process.pair = electrons != 0 ? "e-e+" : "mu-mu+";
  card.process.target = "Ar40";
  card.flux.name = "dune-nd-fhc";
  return card;
}

const EventSetup& setup_of(std::int64_t electrons) {
  static const EventSetup muons = make_event_setup(card_of(0)), both = make_event_setup(card_of(1));
  return electrons != 0 ? both : muons;
}

void generator_prepare(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make_event_setup(card_of(state.range(0))).cross_section);
}
BENCHMARK(generator_prepare)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// From nothing to the first 10,000 unweighted events over the DUNE flux.
void first_ten_thousand(benchmark::State& state) {
  for (auto _ : state) {
    const EventSetup setup = make_event_setup(card_of(state.range(0)));
    std::vector<event::Event> events(10000);
    setup.generator->generate(0, events);
    benchmark::DoNotOptimize(events.back().weight);
  }
}
BENCHMARK(first_ten_thousand)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void unweighted_events(benchmark::State& state) {
  const EventSetup& setup = setup_of(state.range(0));
  std::vector<event::Event> events(5000);
  std::uint64_t first = 0;
  event::GeneratorStatistics sum;
  for (auto _ : state) {
    const event::GeneratorStatistics statistics = setup.generator->generate(first, events);
    first += events.size();
    sum.trials += statistics.trials;
    sum.accepted += statistics.accepted;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(first));
  state.counters["efficiency"] = sum.efficiency();
}
BENCHMARK(unweighted_events)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// Coherent and electron scattering of neutrinos from pions at rest: two-dimensional, hence fast.
void unweighted_elastic_events(benchmark::State& state) {
  io::RunCard card;
  card.process.name = state.range(0) != 0 ? "nu-e" : "cevns";
  card.process.neutrino = "all";
  card.process.target = "CsI";
  card.flux.source = "pi-dar,facility=sns-csi2021";
  const EventSetup setup = make_event_setup(card);
  std::vector<event::Event> events(5000);
  std::uint64_t first = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(setup.generator->generate(first, events).accepted);
    first += events.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(first));
}
BENCHMARK(unweighted_elastic_events)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void format_nuhepmc(benchmark::State& state) {
  const EventSetup& setup = setup_of(0);
  std::vector<event::Event> events(2000);
  setup.generator->generate(0, events);
  const auto format = io::make_event_format("nuhepmc", setup.run);
  for (auto _ : state) benchmark::DoNotOptimize(format->serialise(events).text.size());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * events.size()));
}
BENCHMARK(format_nuhepmc)->Unit(benchmark::kMillisecond);

HepMC3::GenEvent hepmc_event(const event::Event& event) {
  HepMC3::GenEvent result(HepMC3::Units::GEV, HepMC3::Units::CM);
  const auto vertex = std::make_shared<HepMC3::GenVertex>();
  for (const event::Particle& particle : event.particles) {
    const FourVector& p = particle.momentum;
    const auto made = std::make_shared<HepMC3::GenParticle>(HepMC3::FourVector(p.x, p.y, p.z, p.e), particle.pdg,
                                                            static_cast<int>(particle.status));
    if (particle.status == event::Status::beam || particle.status == event::Status::target) {
      vertex->add_particle_in(made);
    } else {
      vertex->add_particle_out(made);
    }
  }
  result.add_vertex(vertex);
  return result;
}

void format_by_hepmc3(benchmark::State& state) {
  std::vector<event::Event> events(2000);
  setup_of(0).generator->generate(0, events);
  for (auto _ : state) {
    std::ostringstream stream;
    HepMC3::WriterAscii writer(stream);
    writer.set_precision(17);
    for (const event::Event& event : events) writer.write_event(hepmc_event(event));
    benchmark::DoNotOptimize(stream.str().size());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * events.size()));
}
BENCHMARK(format_by_hepmc3)->Unit(benchmark::kMillisecond);

/// Generation, formatting and writing of 100,000 events with one and two threads.
void whole_run(benchmark::State& state) {
  const std::string file = (std::filesystem::temp_directory_path() / "tridens_bench.hepmc3").string();
  for (auto _ : state) {
    GenerateRequest request;
    request.card = card_of(0);
    request.card.generate.events = 100000;
    request.card.generate.threads = static_cast<int>(state.range(0));
    request.card.generate.output = file;
    request.force = true;
    benchmark::DoNotOptimize(generate(request).events);
  }
  std::filesystem::remove(file);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 100000));
}
BENCHMARK(whole_run)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tridens::run
