#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/inference/detail/shift_table.hh"
#include "tridens/inference/expectation.hh"

namespace tridens::inference::detail {

/// How something changes with a nuisance v that is known at one or two values on either side of 0: a parabola through
/// them, continued linearly,  change(v) = linear v + square q(v),  q = v^2 inside. With one value: linear.
struct Bend {
  size_t nuisance = 0;
  double low = 0.0, high = 0.0;  // where it is known; 0: not on that side

  struct Point {
    double v, q, slope_of_q;
  };
  Point at(double v) const;
  /// From the changes at `low` and `high` (not read where that is 0).
  void coefficients(double change_low, double change_high, double& linear, double& square) const;
};

/// Relative changes per bin of energy and time.
struct RelativeBend {
  Bend bend;
  std::vector<double> linear, square;
};

/// Sources with the same process and the same distribution in time.
struct SignalGroup {
  std::string name;  // "cevns numu"
  std::vector<size_t> sources;
  std::vector<size_t> normalisations;  // nuisances; their sum is the relative change
  size_t shares = 0;                   // among the plan's
};

struct FixedPart {
  std::string name;
  std::optional<size_t> normalisation;  // nuisance
  std::vector<double> counts;           // per bin of energy and time
  std::vector<RelativeBend> shapes;
  /// Of a part that moves: counts[energy * time bins + time] = energy[energy] x share(shift).
  std::optional<size_t> shares;  // among the plan's
  std::vector<double> energy;
};

/// All that does not depend on the parameters.
struct ElasticPlan {
  size_t nuisances = 0, energy_bins = 0, time_bins = 1;
  std::optional<size_t> time;  // nuisance
  std::vector<ShiftTable> shares;
  std::vector<SignalGroup> groups;
  std::vector<Bend> energy_bends;
  std::vector<RelativeBend> signal_shapes;
  std::vector<double> signal_factor;  // per bin; empty: 1
  std::vector<FixedPart> backgrounds;
  size_t bins() const { return energy_bins * time_bins; }
};

/// Counts of a group in energy at a point of the parameters, and their changes with each of the plan's energy bends.
struct GroupEnergy {
  std::vector<double> nominal;
  std::vector<std::vector<double>> linear, square;  // per bend, per energy bin
};

/// N = sum over groups  energy(v) x share(shift) x factor x (1 + sum of normalisations + sum of shapes)  + backgrounds.
class ElasticCounts : public ExpectedCounts {
 public:
  ElasticCounts(std::shared_ptr<const ElasticPlan> plan, std::vector<GroupEnergy> energies);
  void evaluate(const double* nuisances, double* counts, double* derivatives) const override;
  std::vector<CountsPart> parts(const double* nuisances) const override;

 private:
  struct Shapes;
  struct Point;
  void add_group(size_t group, const Point& point, const Shapes& shapes, double* counts, double* derivatives) const;
  void add_background(const FixedPart& part, const Point& point, double* counts, double* derivatives) const;

  std::shared_ptr<const ElasticPlan> plan_;
  std::vector<GroupEnergy> energies_;
};

}  // namespace tridens::inference::detail
