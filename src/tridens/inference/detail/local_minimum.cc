#include "tridens/inference/detail/local_minimum.hh"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <nlopt.hpp>

namespace tridens::inference::detail {
namespace {

constexpr double first_step = 1e-3, least_step = 1e-6;  // of the differences
constexpr double trust_radius = 0.1;
constexpr int most_newton_steps = 30;

struct Eigen {
  std::vector<double> values;  // increasing
  std::vector<Unit> vectors;
};

template <class Type, void (*release)(Type*)>
struct Release {
  void operator()(Type* pointer) const { release(pointer); }
};
template <class Type, void (*release)(Type*)>
using Handle = std::unique_ptr<Type, Release<Type, release>>;

/// Of the rows and columns in `free`; the other components of the vectors are 0.
Eigen eigensystem(const std::vector<double>& matrix, size_t size, const std::vector<size_t>& free) {
  const size_t n = free.size();
  Eigen result;
  if (n == 0) return result;
  const Handle<gsl_matrix, gsl_matrix_free> reduced(gsl_matrix_alloc(n, n)), vectors(gsl_matrix_alloc(n, n));
  const Handle<gsl_vector, gsl_vector_free> values(gsl_vector_alloc(n));
  const Handle<gsl_eigen_symmv_workspace, gsl_eigen_symmv_free> workspace(gsl_eigen_symmv_alloc(n));
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) gsl_matrix_set(reduced.get(), i, j, matrix[free[i] * size + free[j]]);
  }
  gsl_eigen_symmv(reduced.get(), values.get(), vectors.get(), workspace.get());
  gsl_eigen_symmv_sort(values.get(), vectors.get(), GSL_EIGEN_SORT_VAL_ASC);
  for (size_t i = 0; i < n; ++i) {
    result.values.push_back(gsl_vector_get(values.get(), i));
    Unit& vector = result.vectors.emplace_back(size);
    for (size_t j = 0; j < n; ++j) vector[free[j]] = gsl_matrix_get(vectors.get(), j, i);
  }
  return result;
}

double product(const Unit& a, const Unit& b) {
  double sum = 0.0;
  for (size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

Unit moved(const Unit& from, const Unit& step, double share) {
  Unit result = from;
  for (size_t k = 0; k < from.size(); ++k) result[k] = std::clamp(from[k] + share * step[k], 0.0, 1.0);
  return result;
}

/// Steps of the differences: a tenth of the distance in which chi2 rises by one, which is small against whatever shape
/// it has.
void adapt(std::vector<double>& steps, const std::vector<double>& hessian) {
  for (size_t k = 0; k < steps.size(); ++k) {
    const double curvature = 0.5 * std::abs(hessian[k * steps.size() + k]);
    steps[k] = std::clamp(curvature > 0.0 ? 0.1 / std::sqrt(curvature) : first_step, least_step, first_step);
  }
}

std::vector<size_t> not_held(const Unit& unit, const std::vector<double>& gradient) {
  std::vector<size_t> free;
  for (size_t k = 0; k < unit.size(); ++k) {
    const bool held = (unit[k] <= 0.0 && gradient[k] > 0.0) || (unit[k] >= 1.0 && gradient[k] < 0.0);
    if (!held) free.push_back(k);
  }
  return free;
}

/// A Newton step in the frame of the eigenvectors. Directions that promise next to nothing stay as they are, so that
/// rounding does not walk along a valley.
struct NewtonStep {
  Unit step;
  double promise = 0.0;
};

NewtonStep newton_step(const Expansion& expansion, const Eigen& eigen, double negligible) {
  NewtonStep result{Unit(expansion.gradient.size()), 0.0};
  for (size_t i = 0; i < eigen.values.size(); ++i) {
    const double slope = product(expansion.gradient, eigen.vectors[i]);
    if (slope == 0.0) continue;
    const double curvature = std::max(std::abs(eigen.values[i]), std::abs(slope) / trust_radius);
    const double promise = 0.5 * slope * slope / curvature;
    if (promise < negligible) continue;
    result.promise += promise;
    for (size_t k = 0; k < result.step.size(); ++k) result.step[k] -= slope / curvature * eigen.vectors[i][k];
  }
  return result;
}

/// Takes the step, or a share of it, when chi2 falls.
bool descend(const ProfiledChi2& chi2, LocalMinimum& place, const Unit& step) {
  for (double share = 1.0; share > 1e-3; share *= 0.25) {
    Unit there = moved(place.unit, step, share);
    Profile profile = chi2.profile(there);
    if (!profile.converged || !(profile.chi2 < place.profile.chi2)) continue;
    place.unit = std::move(there);
    place.profile = std::move(profile);
    return true;
  }
  return false;
}

/// Whether chi2 really falls along the softest direction: where it has a kink (bins at zero) a curvature says nothing.
bool falls_aside(const ProfiledChi2& chi2, const LocalMinimum& place, double spacing, double tolerance) {
  for (const double share : {0.03, -0.03, 0.3, -0.3}) {
    const Profile profile = chi2.profile(moved(place.unit, place.softest, share * spacing));
    if (profile.converged && profile.chi2 < place.profile.chi2 - 0.01 * tolerance) return true;
  }
  return false;
}

/// Calls what is minimised and keeps the best place seen.
class Objective {
 public:
  Objective(const ProfiledChi2& chi2, LocalMinimum& best)
      : chi2_(chi2), best_(best), steps_(chi2.size(), first_step), bad_(best.profile.chi2) {}

  /// NLopt turns what is thrown here into a message of its own: it is kept and thrown again afterwards.
  static double call(const std::vector<double>& unit, std::vector<double>& gradient, void* self) {
    auto* const objective = static_cast<Objective*>(self);
    try {
      return objective->value(unit, gradient);
    } catch (...) {
      objective->thrown_ = std::current_exception();
      throw nlopt::forced_stop();
    }
  }
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  double value(const Unit& unit, std::vector<double>& gradient) {
    Unit inside = moved(unit, unit, 0.0);
    Profile profile = chi2_.profile(inside);
    if (!std::isfinite(profile.chi2)) {
      std::ranges::fill(gradient, 0.0);
      return bad_ + 1e6;
    }
    if (!gradient.empty()) gradient = chi2_.gradient(inside, profile, steps_);
    const double result = profile.chi2;
    if (profile.converged && result < best_.profile.chi2) {
      best_.unit = std::move(inside);
      best_.profile = std::move(profile);
    }
    return result;
  }

  const ProfiledChi2& chi2_;
  LocalMinimum& best_;
  std::vector<double> steps_;
  double bad_;
  std::exception_ptr thrown_;
};

/// Runs a method of NLopt; `place` becomes the best that it met.
void run_nlopt(const ProfiledChi2& chi2, LocalMinimum& place, nlopt::algorithm method, double tolerance,
               double first_move) {
  nlopt::opt search(method, static_cast<unsigned>(chi2.size()));
  Objective objective(chi2, place);
  search.set_min_objective(&Objective::call, &objective);
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_ftol_abs(0.01 * tolerance);
  search.set_maxeval(method == nlopt::LD_SLSQP ? 60 : static_cast<int>(300 * chi2.size()));
  if (method != nlopt::LD_SLSQP) search.set_initial_step(first_move);
  Unit unit = place.unit;
  double value = 0.0;
  try {
    search.optimize(unit, value);
  } catch (const std::runtime_error&) {  // rounding, or no progress: what was found is judged by the caller
  }
  objective.rethrow();
}

}  // namespace

LocalMinimum polish(const ProfiledChi2& chi2, const Unit& start, double tolerance, double spacing) {
  LocalMinimum place{start, chi2.profile(start), false, {}, {}, 0.0};
  if (!place.profile.converged || !std::isfinite(place.profile.chi2)) return place;
  std::vector<double> steps(chi2.size(), first_step);
  for (int round = 0; round < most_newton_steps; ++round) {
    const Expansion expansion = chi2.expand(place.unit, place.profile, steps);
    const Eigen eigen = eigensystem(expansion.hessian, chi2.size(), not_held(place.unit, expansion.gradient));
    const NewtonStep newton = newton_step(expansion, eigen, 1e-4 * tolerance);
    place.least_curvature = eigen.values.empty() ? 0.0 : eigen.values[0];
    place.softest = eigen.values.empty() ? Unit() : eigen.vectors[0];
    adapt(steps, expansion.hessian);
    if (newton.promise < 0.01 * tolerance) {
      const bool falls =
          -0.5 * place.least_curvature * spacing * spacing > tolerance && falls_aside(chi2, place, spacing, tolerance);
      if (falls) place.falls_along = place.softest;
      place.converged = !falls;
      return place;
    }
    if (!descend(chi2, place, newton.step)) return place;
  }
  return place;
}

LocalMinimum find_local_minimum(const ProfiledChi2& chi2, const Unit& start, double tolerance, double spacing) {
  LocalMinimum place{start, chi2.profile(start), false, {}, {}, 0.0};
  if (!place.profile.converged || !std::isfinite(place.profile.chi2)) return place;
  run_nlopt(chi2, place, nlopt::LD_SLSQP, tolerance, spacing);
  LocalMinimum result = polish(chi2, place.unit, tolerance, spacing);
  if (result.converged || !result.falls_along.empty()) return result;
  const nlopt::algorithm plain = chi2.size() == 1 ? nlopt::LN_SBPLX : nlopt::LN_BOBYQA;
  run_nlopt(chi2, result, plain, tolerance, 0.25 * spacing);
  LocalMinimum again = polish(chi2, result.unit, tolerance, spacing);
  if (again.converged) return again;
  const double before = result.profile.chi2;
  run_nlopt(chi2, result, plain, tolerance, 0.1 * spacing);
  result.converged = before - result.profile.chi2 < tolerance;
  return result;
}

}  // namespace tridens::inference::detail
