#include "tridens/inference/detail/nuisance_fit.hh"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "tridens/inference/detail/cholesky.hh"

namespace tridens::inference::detail {
namespace {

constexpr double tolerance = 1e-9, relative_tolerance = 1e-13;
constexpr int most_iterations = 200;

enum class State { converged, at_zero, failed };  // at_zero: bins without counts stop the steps

class Newton {
 public:
  Newton(ChiSquare& chi2, std::vector<double> start) : chi2_(chi2), x_(std::move(start)), trial_(x_) {}

  /// Whether chi2 is finite at the start.
  bool begin(const Continuation& continuation) {
    continuation_ = continuation;
    last_move_.clear();
    share_ = 1.0;
    value_ = chi2_.value(x_, continuation_, true);
    return std::isfinite(value_);
  }

  State run() {
    int stopped = 0;
    for (int iteration = 0; iteration < most_iterations; ++iteration, ++iterations_) {
      chi2_.derivatives(x_, gradient_, curvature_);
      find_step();
      const double promise = -product(gradient_, step_);
      // A barrier must be settled to a share of itself: its slope says how hard the bins are pressed.
      const double enough = continuation_.barrier > 0.0 ? std::min(tolerance, 0.01 * continuation_.barrier) : tolerance;
      if (promise < enough + relative_tolerance * std::abs(value_)) {
        last_step();
        return State::converged;
      }
      const Move move = search();
      if (move == Move::none) return State::failed;
      if (move == Move::stopped && ++stopped > 1 && continuation_.barrier == 0.0) return State::at_zero;
    }
    return State::failed;
  }

  double value() const { return value_; }
  const std::vector<double>& position() const { return x_; }
  int iterations() const { return iterations_; }

 private:
  enum class Move { full, stopped, none };

  static double product(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
    return sum;
  }
  bool at_lower(size_t k) const { return x_[k] <= chi2_.nuisance(k).lower; }
  bool at_upper(size_t k) const { return x_[k] >= chi2_.nuisance(k).upper; }

  /// Newton's step of the nuisances that no bound holds: neither against the gradient nor against the step itself.
  void find_step() {
    free_.clear();
    for (size_t k = 0; k < x_.size(); ++k) {
      if ((at_lower(k) && gradient_[k] > 0.0) || (at_upper(k) && gradient_[k] < 0.0)) continue;
      free_.push_back(k);
    }
    while (true) {
      // Where data outweigh the constraints by many orders, the normal equations have forgotten the constraints.
      constexpr double trusted = 1e-8;
      if (solve_semidefinite(curvature_, gradient_, free_, factor_, step_) < trusted) solve_precisely();
      for (double& step : step_) step = -step;
      const auto held = [&](size_t k) { return (at_lower(k) && step_[k] < 0.0) || (at_upper(k) && step_[k] > 0.0); };
      if (std::erase_if(free_, held) == 0) return;
    }
  }

  void solve_precisely() {
    std::vector<double> rows = chi2_.curvature_rows(free_), right_side, solution;
    for (const size_t k : free_) right_side.push_back(gradient_[k]);
    solve_by_rows(rows, free_.size(), right_side, solution);
    for (size_t i = 0; i < free_.size(); ++i) step_[free_[i]] = solution[i];
  }

  /// The curvature leaves out how the slopes of the counts change. Where that makes steps too long, they jump over the
  /// minimum to and fro; the change of the step along the last move tells by how much, and steps get as much shorter.
  double first_share() {
    double along = 0.0, length = 0.0;
    for (size_t i = 0; i < last_move_.size(); ++i) {
      for (size_t j = 0; j < last_move_.size(); ++j) {
        along += step_[i] * curvature_[i * x_.size() + j] * last_move_[j];
        length += last_move_[i] * curvature_[i * x_.size() + j] * last_move_[j];
      }
    }
    constexpr double longest = 20.0;  // how many times the true curvature may be the one known
    if (length > 0.0) share_ = 1.0 / std::clamp(1.0 / share_ - along / length, 1.0, longest);
    return share_;
  }

  void move(double share) {
    for (size_t k = 0; k < x_.size(); ++k) {
      trial_[k] = std::clamp(x_[k] + share * step_[k], chi2_.nuisance(k).lower, chi2_.nuisance(k).upper);
    }
  }

  /// Shortens the step until chi2 falls (Armijo's rule).
  Move search() {
    bool empty_bin = false;
    double share = first_share();
    for (int halvings = 0; halvings < 60; ++halvings) {
      move(share);
      double promised = 0.0;
      for (size_t k = 0; k < x_.size(); ++k) promised += gradient_[k] * (trial_[k] - x_[k]);
      const double value = chi2_.value(trial_, continuation_, true);
      if (promised < 0.0 && value <= value_ + 1e-4 * promised) {
        last_move_.resize(x_.size());
        for (size_t k = 0; k < x_.size(); ++k) last_move_[k] = trial_[k] - x_[k];
        x_.swap(trial_);
        value_ = value;
        share_ = share;
        return empty_bin && share < 0.3 ? Move::stopped : Move::full;
      }
      if (!std::isfinite(value)) empty_bin = empty_bin || below_zero();
      const double rise = value - value_ - promised;
      const double best = std::isfinite(value) && rise > 0.0 ? -0.5 * promised / rise : 0.3;
      share *= std::clamp(best, 0.1, 0.5);
    }
    return Move::none;
  }

  bool below_zero() const {
    for (size_t bin = 0; bin < chi2_.bins(); ++bin) {
      if (chi2_.empty(bin) && chi2_.forbidden(bin)) return true;
    }
    return false;
  }

  /// The step that promises nothing any more still takes rounding and the last error away.
  void last_step() {
    move(1.0);
    const double value = chi2_.value(trial_, continuation_, true);
    if (value <= value_) {
      x_.swap(trial_);
      value_ = value;
    }
  }

  ChiSquare& chi2_;
  Continuation continuation_;
  std::vector<double> x_, trial_, gradient_, curvature_, step_, factor_, last_move_;
  double share_ = 1.0;  // of the step that is tried first
  std::vector<size_t> free_;
  double value_ = 0.0;
  int iterations_ = 0;
};

/// Walks to where chi2 is finite, on continued terms. True when it is.
bool find_finite(Newton& newton) {
  for (const double floor : {0.1, 1e-3, 1e-5}) {
    newton.begin({0.01, floor});
    newton.run();
    if (newton.begin({})) return true;
  }
  return false;
}

/// Lowers the barrier step by step.
State lower_barrier(Newton& newton) {
  State state = State::failed;
  for (double barrier = 0.1; barrier > 0.5 * last_barrier; barrier *= 0.1) {
    if (!newton.begin({barrier, 0.0})) return State::failed;
    state = newton.run();
  }
  return state;
}

bool all_fixed(const ChiSquare& chi2) {
  for (size_t bin = 0; bin < chi2.bins(); ++bin) {
    if (chi2.forbidden(bin) && chi2.fixed(bin)) return true;
  }
  return false;
}

}  // namespace

NuisanceFit fit_nuisances(ChiSquare& chi2, const std::vector<double>* start) {
  std::vector<double> first(chi2.size());
  for (size_t k = 0; k < first.size(); ++k) {
    first[k] =
        std::clamp(start != nullptr ? (*start)[k] : chi2.centre(k), chi2.nuisance(k).lower, chi2.nuisance(k).upper);
  }
  Newton newton(chi2, first);
  if (!newton.begin({})) {
    if (all_fixed(chi2)) return {first, newton.value(), true, false, 0};
    if (!find_finite(newton)) return {newton.position(), newton.value(), false, false, newton.iterations()};
  }
  State state = newton.run();
  const bool at_zero = state == State::at_zero;
  if (at_zero) state = lower_barrier(newton);
  const double value = chi2.value(newton.position());
  return {newton.position(), value, state == State::converged && std::isfinite(value), at_zero, newton.iterations()};
}

}  // namespace tridens::inference::detail
