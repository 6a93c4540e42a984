// Reading: quantities of cards and tables of data files.
#include <benchmark/benchmark.h>

#include <string>

#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"

namespace tridens {
namespace {

void parse_a_quantity(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_quantity("2.5 GeV", Dimension::energy, "energy"));
  }
}
BENCHMARK(parse_a_quantity);

/// A flux table of the given number of rows, seven columns each, parsed and one column converted.
void parse_a_flux_table(benchmark::State& state) {
  std::string text = "# title: benchmark\nE_low_GeV,E_high_GeV,nue,numu,nutau,anue,anumu\n";
  for (int row = 0; row < state.range(0); ++row) {
    text += std::to_string(row) + "," + std::to_string(row + 1) + ",1e-9,2.5e-5,0,3.25e-10,4.125e-7\n";
  }
  for (auto _ : state) {
    const Table table = parse_table(text, "benchmark");
    benchmark::DoNotOptimize(table.numbers("numu"));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<long>(text.size()));
}
BENCHMARK(parse_a_flux_table)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace tridens
