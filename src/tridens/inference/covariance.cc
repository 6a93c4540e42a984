#include "tridens/inference/covariance.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

using Matrix = std::vector<std::vector<double>>;

constexpr double wanted_rise = 1e-2;

[[noreturn]] void no_parabola(const std::string& why) {
  throw Failure("no covariance", why, "");
}

/// chi2 around a point of parameters and free nuisances, all numbered in one row.
class Surroundings {
 public:
  Surroundings(const Likelihood& likelihood, const std::vector<Parameter>& parameters, const Minimum& minimum)
      : likelihood_(likelihood), ranges_(parameters), minimum_(minimum) {
    const std::vector<Nuisance>& all = likelihood.nuisances();
    for (size_t k = 0; k < all.size(); ++k) {
      const double value = minimum.profile.nuisances[k], near = 1e-9 * std::max(1.0, std::abs(value));
      if (value > all[k].lower + near && value < all[k].upper - near) free_.push_back(k);
    }
    best_ = likelihood.chi2(minimum.parameters, minimum.profile.nuisances);
    for (size_t i = 0; i < size(); ++i) steps_.push_back(step(i));
  }

  size_t parameters() const { return ranges_.size(); }
  size_t size() const { return ranges_.size() + free_.size(); }
  const std::vector<size_t>& free_nuisances() const { return free_; }

  /// d2 chi2 / dx_i dx_j.
  Matrix second_derivatives() const {
    Matrix result(size(), std::vector<double>(size()));
    for (size_t i = 0; i < size(); ++i) {
      const std::vector<double> above = gradient(i, steps_[i]), below = gradient(i, -steps_[i]);
      for (size_t k = 0; k < free_.size(); ++k) {
        result[i][parameters() + k] = (above[free_[k]] - below[free_[k]]) / (2.0 * steps_[i]);
        result[parameters() + k][i] = result[i][parameters() + k];
      }
    }
    for (size_t i = 0; i < parameters(); ++i) {
      const double h = steps_[i];
      result[i][i] = (rise({{i, h}}) + rise({{i, -h}})) / (h * h);
      for (size_t j = 0; j < i; ++j) {
        const double g = steps_[j];
        const double mixed =
            rise({{i, h}, {j, g}}) - rise({{i, h}, {j, -g}}) - rise({{i, -h}, {j, g}}) + rise({{i, -h}, {j, -g}});
        result[i][j] = result[j][i] = mixed / (4.0 * h * g);
      }
    }
    return result;
  }

 private:
  using Moves = std::vector<std::pair<size_t, double>>;
  struct Point {
    std::vector<double> parameters, nuisances;
  };

  Point moved(const Moves& moves) const {
    Point point{minimum_.parameters, minimum_.profile.nuisances};
    for (const auto& [i, by] : moves) {
      (i < parameters() ? point.parameters[i] : point.nuisances[free_[i - parameters()]]) += by;
    }
    return point;
  }
  double rise(const Moves& moves) const {
    const Point point = moved(moves);
    return likelihood_.chi2(point.parameters, point.nuisances) - best_;
  }
  std::vector<double> gradient(size_t i, double by) const {
    const Point point = moved({{i, by}});
    return likelihood_.nuisance_gradient(point.parameters, point.nuisances);
  }
  /// How far one may go on either side, and where to begin.
  double room(size_t i) const {
    if (i < parameters()) {
      const double value = minimum_.parameters[i];
      return std::min(value - ranges_[i].lowest, ranges_[i].highest - value);
    }
    const Nuisance& nuisance = likelihood_.nuisances()[free_[i - parameters()]];
    const double value = minimum_.profile.nuisances[free_[i - parameters()]];
    return std::min(value - nuisance.lower, nuisance.upper - value);
  }
  double first_step(size_t i) const {
    constexpr double share = 0.02;
    if (i < parameters()) return share * (ranges_[i].highest - ranges_[i].lowest);
    const double width = likelihood_.nuisances()[free_[i - parameters()]].width;
    return share * (std::isfinite(width) ? width : 1.0);
  }
  std::string name(size_t i) const {
    return i < parameters() ? ranges_[i].name : likelihood_.nuisances()[free_[i - parameters()]].name;
  }

  /// Where chi2 rises by about `wanted_rise`.
  double step(size_t i) const {
    const double room_here = 0.5 * room(i);
    if (!(room_here > 0.0)) no_parabola(name(i) + " stands at the end of its range");
    double h = std::min(first_step(i), room_here);
    constexpr int attempts = 60;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const double up = std::max(rise({{i, h}}), rise({{i, -h}}));
      constexpr double tolerated = 3.0;
      if (up > wanted_rise / tolerated && up < wanted_rise * tolerated) return h;
      // A parabola says where it is; chi2 may be flat or infinite further out.
      double factor = up > 0.0 && std::isfinite(up) ? std::sqrt(wanted_rise / up) : up > 0.0 ? 0.1 : 10.0;
      factor = std::clamp(factor, 0.01, 100.0);
      if (factor > 1.0 && h == room_here) {
        constexpr double least = 1e-7;  // above rounding
        if (up > least) return h;
        break;
      }
      h = std::min(h * factor, room_here);
    }
    no_parabola("chi2 does not rise around the best fit when " + name(i) + " moves");
  }

  const Likelihood& likelihood_;
  const std::vector<Parameter>& ranges_;
  const Minimum& minimum_;
  std::vector<size_t> free_;
  std::vector<double> steps_;
  double best_ = 0.0;
};

/// Inverse of a symmetric positive matrix with ones on the diagonal, by its Cholesky factor.
Matrix inverse(const Matrix& matrix) {
  const size_t n = matrix.size();
  Matrix lower(n, std::vector<double>(n));
  constexpr double least_pivot = 1e-8;  // of 1: below it differences decide, not chi2
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = matrix[i][j];
      for (size_t k = 0; k < j; ++k) sum -= lower[i][k] * lower[j][k];
      if (i == j && !(sum > least_pivot)) {
        no_parabola("a combination of parameters and nuisances can move without a rise of chi2");
      }
      lower[i][j] = i == j ? std::sqrt(sum) : sum / lower[j][j];
    }
  }
  Matrix result(n, std::vector<double>(n));
  for (size_t column = 0; column < n; ++column) {
    std::vector<double> x(n);
    for (size_t i = 0; i < n; ++i) {
      double sum = i == column ? 1.0 : 0.0;
      for (size_t k = 0; k < i; ++k) sum -= lower[i][k] * x[k];
      x[i] = sum / lower[i][i];
    }
    for (size_t i = n; i-- > 0;) {
      for (size_t k = i + 1; k < n; ++k) x[i] -= lower[k][i] * x[k];
      x[i] /= lower[i][i];
    }
    for (size_t i = 0; i < n; ++i) result[i][column] = x[i];
  }
  return result;
}

}  // namespace

Covariance covariance(const Likelihood& likelihood, const std::vector<Parameter>& parameters, const Minimum& minimum) {
  const Surroundings around(likelihood, parameters, minimum);
  const size_t n = around.size();
  if (n == 0) no_parabola("nothing is fitted");
  Matrix half = around.second_derivatives();
  std::vector<double> scale;
  for (size_t i = 0; i < n; ++i) {
    if (!(half[i][i] > 0.0) || !std::isfinite(half[i][i])) no_parabola("chi2 has no curvature at the best fit");
    scale.push_back(std::sqrt(0.5 * half[i][i]));
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) half[i][j] *= 0.5 / (scale[i] * scale[j]);
  }
  const Matrix scaled = inverse(half);
  Covariance result{around.free_nuisances(), {}, Matrix(n, std::vector<double>(n))};
  for (size_t i = 0; i < n; ++i) {
    result.errors.push_back(std::sqrt(scaled[i][i]) / scale[i]);
    for (size_t j = 0; j < n; ++j) {
      const double symmetric = 0.5 * (scaled[i][j] + scaled[j][i]);
      result.correlation[i][j] = i == j ? 1.0 : symmetric / std::sqrt(scaled[i][i] * scaled[j][j]);
    }
  }
  return result;
}

}  // namespace tridens::inference
