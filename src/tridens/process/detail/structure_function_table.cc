#include "tridens/process/detail/structure_function_table.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"

namespace tridens::process::detail {
namespace {

constexpr size_t fewest_knots = 4;

/// Increasing values without repetition.
std::vector<double> knots_of(const Table& table, std::string_view column) {
  std::vector<double> knots = table.numbers(column);
  std::sort(knots.begin(), knots.end());
  knots.erase(std::unique(knots.begin(), knots.end()), knots.end());
  if (knots.size() < fewest_knots) {
    throw UserError(fmt::format("{} has {} values of {}", table.origin, knots.size(), column),
                    fmt::format("a grid needs at least {}", fewest_knots));
  }
  return knots;
}

std::vector<double> logarithms(std::vector<double> values) {
  for (double& value : values) value = std::log(value);
  return values;
}

/// Weights of the four knots first ... first + 3 at u; at the ends of the axis three of them count.
struct Weights {
  size_t first = 0, knot = 0;  // knot: the one below u
  std::array<double, 4> w{};
};

/// Adds `factor` times the slope at knot k of the parabola through its neighbours.
void add_slope(const std::vector<double>& axis, size_t k, double factor, Weights& weights) {
  const size_t middle = std::clamp<size_t>(k, 1, axis.size() - 2);
  const double a = axis[middle - 1], b = axis[middle], c = axis[middle + 1], u = axis[k];
  const std::array<double, 3> slope = {(2.0 * u - b - c) / ((a - b) * (a - c)), (2.0 * u - a - c) / ((b - a) * (b - c)),
                                       (2.0 * u - a - b) / ((c - a) * (c - b))};
  for (size_t j = 0; j < 3; ++j) weights.w[middle - 1 + j - weights.first] += factor * slope[j];
}

Weights weights_at(const std::vector<double>& axis, double u) {
  const auto above = std::upper_bound(axis.begin(), axis.end(), u);
  const size_t found = above == axis.begin() ? 0 : static_cast<size_t>(above - axis.begin()) - 1;
  const size_t knot = std::min(found, axis.size() - 2);
  Weights weights;
  weights.first = std::min(knot == 0 ? 0 : knot - 1, axis.size() - fewest_knots);
  weights.knot = knot;
  const double step = axis[knot + 1] - axis[knot];
  // A point at an end of the range may miss the end knot by the rounding of the logarithm.
  const double t = std::clamp((u - axis[knot]) / step, 0.0, 1.0), rest = 1.0 - t;
  weights.w[knot - weights.first] += rest * rest * (1.0 + 2.0 * t);
  weights.w[knot + 1 - weights.first] += t * t * (3.0 - 2.0 * t);
  add_slope(axis, knot, step * t * rest * rest, weights);
  add_slope(axis, knot + 1, -step * t * t * rest, weights);
  return weights;
}

void check_header(const Table& table, const std::string& current, bool antineutrino) {
  const std::string of_current = table.header_value("current"), of_neutrino = table.header_value("neutrino");
  const std::string neutrino = antineutrino ? "nubar" : "nu";
  if (of_current != current) {
    throw UserError(table.origin + " holds structure functions of current '" + of_current + "'",
                    "asked for is current=" + current, "give a table of that current, or change its header");
  }
  const bool both = current == "nc" && of_neutrino == "both";
  if (of_neutrino != neutrino && !both) {
    throw UserError(table.origin + " holds structure functions of '" + of_neutrino + "'", "asked for is " + neutrino,
                    "give a table of that neutrino, or change its header");
  }
}

}  // namespace

StructureFunctionTable::StructureFunctionTable(const Table& table, const std::string& current, bool antineutrino,
                                               matter::PartonBorder border)
    : origin_(table.origin), border_(border) {
  if (border == matter::PartonBorder::extend) {
    throw UserError("border=extend is not possible for " + origin_, "a grid has no formula beyond its knots",
                    "choose border=freeze or border=error");
  }
  check_header(table, current, antineutrino);
  read_axes(table);
  const bool averaged = table.has_column("F2");
  read_values(table, 0, averaged ? "" : "_p");
  read_values(table, 1, averaged ? "" : "_n");
}

void StructureFunctionTable::read_axes(const Table& table) {
  const std::vector<double> x = knots_of(table, "x"), Q2 = knots_of(table, "Q2_GeV2");
  if (!(x.front() > 0.0 && x.back() <= 1.0) || !(Q2.front() > 0.0)) {
    throw UserError(table.origin + " has x or Q2 out of range", "x must be in (0, 1] and Q2 positive");
  }
  range_ = {x.front(), x.back(), Q2.front(), Q2.back()};
  log_x_ = logarithms(x);
  log_Q2_ = logarithms(Q2);
}

void StructureFunctionTable::read_values(const Table& table, size_t nucleon, const std::string& suffix) {
  std::vector<double>& values = values_[nucleon];
  values.assign(log_x_.size() * log_Q2_.size() * functions, std::numeric_limits<double>::quiet_NaN());
  const std::vector<double> x = logarithms(table.numbers("x")), Q2 = logarithms(table.numbers("Q2_GeV2"));
  const std::array<std::vector<double>, functions> columns = {
      table.numbers("F2" + suffix), table.numbers("xF3" + suffix), table.numbers("FL" + suffix)};
  bool positive = false;
  for (size_t row = 0; row < x.size(); ++row) {
    const auto ix = static_cast<size_t>(std::lower_bound(log_x_.begin(), log_x_.end(), x[row]) - log_x_.begin());
    const auto iQ = static_cast<size_t>(std::lower_bound(log_Q2_.begin(), log_Q2_.end(), Q2[row]) - log_Q2_.begin());
    double* const cell = &values[(ix * log_Q2_.size() + iQ) * functions];
    if (!std::isnan(cell[0])) {
      throw UserError(fmt::format("row {} of {} repeats a point", row + 1, origin_), "each x and Q2 once");
    }
    const double F2 = columns[0][row], xF3 = columns[1][row], FL = columns[2][row];
    cell[0] = F2 - FL + xF3;
    cell[1] = F2 - FL - xF3;
    cell[2] = FL;
    positive = positive || F2 > 0.0;
  }
  if (!positive) {
    throw UserError(fmt::format("F2{} of {} is nowhere above zero", suffix, origin_), "nothing would scatter",
                    "check the columns");
  }
  if (x.size() != log_x_.size() * log_Q2_.size()) {
    throw UserError(
        fmt::format("{} has {} rows for {} x {} values of x and Q2", origin_, x.size(), log_x_.size(), log_Q2_.size()),
        "the grid must be complete: every x with every Q2");
  }
}

StructureFunctions StructureFunctionTable::at(matter::Nucleon nucleon, double x, double Q2) const {
  const bool inside =
      x >= range_.lowest_x && x <= range_.highest_x && Q2 >= range_.lowest_Q2 && Q2 <= range_.highest_Q2;
  if (!inside && border_ == matter::PartonBorder::error) {
    throw UserError(fmt::format("{} has no value at x = {:g}, Q2 = {:g} GeV2", origin_, x, Q2),
                    fmt::format("it holds for {:g} <= x <= {:g} and {:g} <= Q2 <= {:g} GeV2", range_.lowest_x,
                                range_.highest_x, range_.lowest_Q2, range_.highest_Q2),
                    "choose border=freeze to use the values at the border, or a larger table");
  }
  const Weights along_x = weights_at(log_x_, std::log(std::clamp(x, range_.lowest_x, range_.highest_x)));
  const Weights along_Q2 = weights_at(log_Q2_, std::log(std::clamp(Q2, range_.lowest_Q2, range_.highest_Q2)));
  const std::vector<double>& values = values_[nucleon == matter::Nucleon::proton ? 0 : 1];
  const auto cell = [&](size_t ix, size_t iQ) { return &values[(ix * log_Q2_.size() + iQ) * functions]; };
  std::array<double, functions> sum{};
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = 0; j < 4; ++j) {
      const double weight = along_x.w[i] * along_Q2.w[j];
      const double* const knot = cell(along_x.first + i, along_Q2.first + j);
      for (size_t k = 0; k < functions; ++k) sum[k] += weight * knot[k];
    }
  }
  for (size_t k = 0; k < functions; ++k) {
    bool above = true, below = true;  // signs at the four knots around
    for (const size_t ix : {along_x.knot, along_x.knot + 1}) {
      for (const size_t iQ : {along_Q2.knot, along_Q2.knot + 1}) {
        above = above && cell(ix, iQ)[k] >= 0.0;
        below = below && cell(ix, iQ)[k] <= 0.0;
      }
    }
    if (above) sum[k] = std::max(sum[k], 0.0);
    if (below) sum[k] = std::min(sum[k], 0.0);
  }
  return {0.5 * (sum[0] + sum[1]) + sum[2], 0.5 * (sum[0] - sum[1]), sum[2]};
}

}  // namespace tridens::process::detail
