#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tridens/event/decay.hh"
#include "tridens/event/record.hh"
#include "tridens/flux/flux.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/process/energy_curve.hh"
#include "tridens/process/process.hh"

// Events of any process under any spectrum. Event i is a pure function of (seed, i): the same for any number of threads
// and any order.
//
// A channel is one component of one process under one spectrum. Channel and energy are drawn from the exact flux-folded
// cross sections, the other variables from an adaptive grid with local maxima; the weight w of a trial has mean 1.
// Unweighted: a trial is accepted with probability w/maximum; an accepted trial with w above the maximum keeps weight
// w/maximum, so that nothing is lost.
namespace tridens::event {

namespace detail {
class ChannelSampler;
}

/// A process under the spectrum of its neutrino.
struct Source {
  std::shared_ptr<const process::Process> process;
  flux::Spectrum spectrum;       // absolute, or of integral 1
  std::vector<int> process_ids;  // NuHepMC id per component
  double atoms_per_unit = 1.0;   // nuclei in a formula unit of the target: cross sections of events are per atom
};

struct GeneratorOptions {
  std::uint64_t seed = 1;
  bool unweighted = true;
  int threads = 1;  // for the preparation
  size_t training_points = 40000;
  double excess = 1e-3;  // share of the cross section allowed above the local maxima
};

struct GeneratorStatistics {
  std::uint64_t trials = 0, accepted = 0, above_maximum = 0;
  double excess_weight = 0.0;  // sum of weight - 1 over events above the maximum
  DecayStatistics decays;
  double efficiency() const { return trials > 0 ? static_cast<double>(accepted) / static_cast<double>(trials) : 0.0; }
};

class Generator {
 public:
  /// Prepares curves, grids and maxima. UserError when the spectrum lies below every threshold.
  Generator(std::vector<Source> sources, const GeneratorOptions& options);
  ~Generator();
  Generator(Generator&&) noexcept;

  /// Events first ... first + out.size() - 1. Safe to call from several threads at once.
  GeneratorStatistics generate(std::uint64_t first, std::span<Event> out) const;

  /// Sum over channels of the integral of spectrum x cross section, GeV^-2 x spectrum, and the spectrum's own integral
  /// (all sources).
  double folded_cross_section() const;
  double spectrum_integral() const;
  /// Processes with other parameters but the same components and sampling map, one per source: every later event
  /// carries the ratio of their differential cross section to the nominal one at its point.
  void add_variation(std::vector<std::shared_ptr<const process::Process>> processes);

 private:
  struct Channel;
  struct Trials;
  void prepare();
  void draw(std::uint64_t first, std::uint32_t trial, Trials& trials) const;
  void evaluate(const detail::ChannelSampler& sampler, const std::vector<size_t>& mine, Trials& trials) const;
  void accept(std::uint64_t first, const std::vector<size_t>& mine, Trials& trials, std::span<Event> out,
              GeneratorStatistics& statistics) const;
  Event make_event(std::uint64_t number, const Channel& channel, double energy, const double* u, double weight,
                   DecayStatistics& decays) const;
  void add_variation_weights(const Channel& channel, double energy, const double* u, Event& event) const;
  void add_cross_sections(const Channel& channel, double energy, Event& event) const;

  std::vector<Source> sources_;
  std::vector<DecayChains> decays_;  // of the sources
  GeneratorOptions options_;
  std::vector<Channel> channels_;
  std::vector<size_t> group_of_;    // first channel with the same sampler
  std::vector<double> cumulative_;  // of folded cross section over efficiency
  std::vector<std::vector<std::shared_ptr<const process::Process>>> variations_;
};

}  // namespace tridens::event
