#pragma once
#include <cstdint>
#include <vector>

#include "tridens/event/detail/cells.hh"
#include "tridens/event/generator.hh"

namespace tridens::event::detail {

/// Energies drawn from spectrum x cross section, constant within narrow intervals; the weight of an event takes up what
/// remains.
class EnergySampler {
 public:
  EnergySampler(const flux::Spectrum& spectrum, const process::EnergyCurve& curve,
                const std::vector<process::EnergyFeature>& features = {});

  /// int spectrum x cross section dE.
  double integral() const { return integral_; }
  /// Energy for a uniform number; `density` is its probability per GeV times integral() (1 for a line).
  double draw(double r, double* density) const;
  bool is_line() const { return line_; }

 private:
  bool line_ = false;
  std::vector<double> edges_, cumulative_;
  double integral_ = 0.0;
};

/// Samples one shape of component (process::Component::shape) under one spectrum: weights w of mean 1 over the cube of
/// an adaptive grid. Coordinate 0 of the cube is the energy. The cube is divided into cells with a maximum each; a
/// trial picks one in proportion to maximum and volume.
class ChannelSampler {
 public:
  ChannelSampler(const process::Process& process, size_t component, const flux::Spectrum& spectrum);
  /// Trains the grid and finds the maxima; a rare channel with less effort.
  void prepare(const GeneratorOptions& options, bool rare);

  size_t dimension() const { return grid_.dimension(); }
  const EnergySampler& energies() const { return energies_; }
  const process::EnergyCurve& curve() const { return curve_; }
  const process::Process& process() const { return *process_; }
  size_t component() const { return component_; }
  /// Mean of the maxima: trials per accepted event.
  double mean_maximum() const { return cumulative_.back(); }

  /// Cell for a uniform number, and the position inside the cube of a coordinate's uniform number.
  size_t cell(double r) const;
  double maximum(size_t cell) const { return maxima_[cell]; }
  double inside(size_t cell, size_t coordinate, double r) const { return cells_.inside(cell, coordinate, r); }

  /// Weights at r[d * count + i]; also the coordinates u of grid and process and the energies.
  void weights(const double* r, size_t count, double* u, double* energy, double* weight) const;

 private:
  void train(const GeneratorOptions& options, size_t points);
  void make_cells(const GeneratorOptions& options, size_t most_cells);
  void find_maxima(const GeneratorOptions& options);
  void set_maxima(std::vector<std::vector<double>>& samples, double mean, double excess);

  const process::Process* process_;
  size_t component_;
  const flux::Spectrum* spectrum_;
  process::EnergyCurve curve_;
  EnergySampler energies_;
  math::AdaptiveGrid grid_;
  Cells cells_;
  std::vector<double> maxima_, cumulative_;
};

}  // namespace tridens::event::detail
