#include "tridens/io/detail/experiment_tables.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::io::detail {
namespace {

using detector::Curve;
using detector::Observable;

struct Unit {
  std::string_view name;
  double factor;
};
constexpr Unit energy_units[] = {{"eV", units::eV}, {"keV", units::keV}, {"MeV", units::MeV}, {"GeV", units::GeV}};
constexpr Unit count_units[] = {{"PE", 1.0}};
constexpr Unit time_units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}};

template <size_t count>
double factor_of(const Unit (&known)[count], std::string_view name, const std::string& what) {
  std::vector<std::string> names;
  for (const Unit& unit : known) {
    if (unit.name == name) return unit.factor;
    names.emplace_back(unit.name);
  }
  unknown_name("unit of " + what, name, names);
}

/// A column PREFIX_UNIT as numbers times the unit.
struct UnitColumn {
  std::string name, unit;
};
UnitColumn find_column(const Table& table, const std::string& prefix) {
  for (const std::string& column : table.columns) {
    if (column.starts_with(prefix) && column.find('_', prefix.size()) == std::string::npos) {
      return {column, column.substr(prefix.size())};
    }
  }
  throw UserError(fmt::format("{} has no column '{}UNIT'", table.origin, prefix),
                  fmt::format("its columns are {}", fmt::join(table.columns, ", ")),
                  fmt::format("name it for example '{}{}'", prefix, prefix.starts_with("time") ? "us" : "keV"));
}

std::vector<double> column_in_units(const Table& table, const std::string& prefix, const Binning& binning) {
  const UnitColumn column = find_column(table, prefix);
  const std::string what = fmt::format("column '{}' of {}", column.name, table.origin);
  const double factor = prefix.starts_with("time") ? time_unit(column.unit, what)
                                                   : observable_unit(column.unit, binning.observable, what);
  std::vector<double> result = table.numbers(column.name);
  for (double& value : result) value *= factor;
  return result;
}

/// Lower and upper ends of the rows along one axis.
struct Intervals {
  std::vector<double> low, high;
};
Intervals intervals(const Table& table, const std::string& axis, const Binning& binning) {
  Intervals result{column_in_units(table, axis + "_low_", binning), column_in_units(table, axis + "_high_", binning)};
  for (size_t row = 0; row < result.low.size(); ++row) {
    if (result.high[row] > result.low[row]) continue;
    throw UserError(fmt::format("{}, row {}: the {} bin is empty", table.origin, row + 1, axis),
                    "its upper end must lie above its lower end", "correct the row");
  }
  if (result.low.empty()) throw UserError(table.origin + " has no rows", "contents are needed", "add them");
  return result;
}

std::vector<double> contents_of(const Table& table, std::string_view column) {
  std::vector<double> result = table.numbers(column);
  for (size_t row = 0; row < result.size(); ++row) {
    if (result[row] >= 0.0) continue;
    throw UserError(fmt::format("{}, row {}: {} is {:g}", table.origin, row + 1, column, result[row]),
                    "it is not negative", "correct the row");
  }
  return result;
}

double mean_of(const Curve& curve, const std::vector<double>& steps, double from, double to) {
  if (!curve) return 1.0;
  constexpr int nodes = 16;
  static const math::QuadratureRule rule = math::gauss_legendre(nodes);
  double sum = 0.0, begin = from;
  const auto add = [&](double end) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      sum += (end - begin) * rule.weights[i] * curve(std::lerp(begin, end, rule.nodes[i]));
    }
    begin = end;
  };
  for (double step : steps) {
    if (step > begin && step < to) add(step);
  }
  add(to);
  return sum / (to - from);
}

/// Share of [low, high] in each bin, times the mean of the curve over that part.
std::vector<double> shares(double low, double high, const std::vector<double>& edges, const Curve& curve = {},
                           const std::vector<double>& steps = {}) {
  std::vector<double> result(edges.size() - 1, 0.0);
  for (size_t bin = 0; bin + 1 < edges.size(); ++bin) {
    const double from = std::max(low, edges[bin]), to = std::min(high, edges[bin + 1]);
    if (to > from) result[bin] = (to - from) / (high - low) * mean_of(curve, steps, from, to);
  }
  return result;
}

constexpr size_t nowhere = static_cast<size_t>(-1);

/// The bin that holds the whole interval; `nowhere` when it lies outside; UserError when it reaches into two.
size_t bin_of_interval(double low, double high, const std::vector<double>& edges, const std::string& where) {
  const double slack = 1e-9 * (high - low);
  if (high <= edges.front() + slack || low >= edges.back() - slack) return nowhere;
  for (size_t bin = 0; bin + 1 < edges.size(); ++bin) {
    if (low >= edges[bin] - slack && high <= edges[bin + 1] + slack) return bin;
  }
  throw UserError(where + " reaches into two bins of the experiment", "counts cannot be split",
                  "choose edges of the experiment among those of the table");
}

size_t bin_of_value(double value, const std::vector<double>& edges) {
  if (!(value >= edges.front() && value < edges.back())) return nowhere;
  return static_cast<size_t>(std::upper_bound(edges.begin(), edges.end(), value) - edges.begin()) - 1;
}

bool has_times(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const std::string& column) { return column.starts_with("time_low_"); });
}

/// Bins that share some range, along one axis or along two, would count the same twice. Times count wherever the table
/// has them, also when the experiment adds them up.
void refuse_overlaps(const Table& table, const Intervals& energy, const Intervals& time) {
  std::vector<size_t> order(energy.low.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return std::pair(energy.low[a], a) < std::pair(energy.low[b], b); });
  const auto overlap = [](const Intervals& axis, size_t a, size_t b) {
    const double shared = std::min(axis.high[a], axis.high[b]) - std::max(axis.low[a], axis.low[b]);
    return shared > 1e-9 * std::min(axis.high[a] - axis.low[a], axis.high[b] - axis.low[b]);
  };
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = i + 1; j < order.size() && energy.low[order[j]] < energy.high[order[i]]; ++j) {
      if (!overlap(energy, order[i], order[j])) continue;
      if (!time.low.empty() && !overlap(time, order[i], order[j])) continue;
      const auto [first, second] = std::minmax(order[i], order[j]);
      throw UserError(fmt::format("{}: the bins of rows {} and {} overlap", table.origin, first + 1, second + 1),
                      "their counts would be added as if they were different ones", "keep one of the rows");
    }
  }
}

/// Values of rows added per bin.
std::vector<double> summed(const Table& table, const Binning& binning, const std::vector<double>& values) {
  const Intervals energy = intervals(table, "energy", binning);
  const bool timed = !binning.time.empty() || has_times(table);
  const Intervals time = timed ? intervals(table, "time", binning) : Intervals{};
  refuse_overlaps(table, energy, time);
  std::vector<double> result(binning.bins(), 0.0);
  for (size_t row = 0; row < values.size(); ++row) {
    const std::string where = fmt::format("{}, row {}", table.origin, row + 1);
    const size_t i = bin_of_interval(energy.low[row], energy.high[row], binning.energy, where);
    const size_t j = binning.time.empty() ? 0 : bin_of_interval(time.low[row], time.high[row], binning.time, where);
    if (i != nowhere && j != nowhere) result[i * binning.time_bins() + j] += values[row];
  }
  return result;
}

}  // namespace

double observable_unit(std::string_view name, Observable observable, const std::string& what) {
  if (observable == Observable::photoelectrons) return factor_of(count_units, name, what);
  return factor_of(energy_units, name, what);
}

double time_unit(std::string_view name, const std::string& what) {
  return factor_of(time_units, name, what);
}

std::vector<double> integrated_contents(const Table& table, const Binning& binning, const Curve& efficiency,
                                        const std::vector<double>& efficiency_steps) {
  if (binning.time.empty()) return integrated_energy(table, binning);
  const Intervals energy = intervals(table, "energy", binning), time = intervals(table, "time", binning);
  const std::vector<double> contents = contents_of(table, "content");
  std::vector<double> result(binning.bins(), 0.0);
  for (size_t row = 0; row < contents.size(); ++row) {
    if (contents[row] == 0.0) continue;
    const std::vector<double> in_energy = shares(energy.low[row], energy.high[row], binning.energy);
    const std::vector<double> in_time =
        shares(time.low[row], time.high[row], binning.time, efficiency, efficiency_steps);
    for (size_t i = 0; i < in_energy.size(); ++i) {
      for (size_t j = 0; j < in_time.size(); ++j) {
        result[i * in_time.size() + j] += contents[row] * in_energy[i] * in_time[j];
      }
    }
  }
  return result;
}

std::vector<double> integrated_energy(const Table& table, const Binning& binning) {
  const Intervals energy = intervals(table, "energy", binning);
  const std::vector<double> contents = contents_of(table, "content");
  std::vector<double> result(binning.energy_bins(), 0.0);
  for (size_t row = 0; row < contents.size(); ++row) {
    const std::vector<double> share = shares(energy.low[row], energy.high[row], binning.energy);
    for (size_t i = 0; i < share.size(); ++i) result[i] += contents[row] * share[i];
  }
  return result;
}

std::vector<double> integrated_time(const Table& table, const Binning& binning, const Curve& efficiency,
                                    const std::vector<double>& efficiency_steps) {
  const Intervals time = intervals(table, "time", binning);
  const std::vector<double> contents = contents_of(table, "content");
  std::vector<double> result(binning.time_bins(), 0.0);
  for (size_t row = 0; row < contents.size(); ++row) {
    const std::vector<double> share = shares(time.low[row], time.high[row], binning.time, efficiency, efficiency_steps);
    for (size_t i = 0; i < share.size(); ++i) result[i] += contents[row] * share[i];
  }
  return result;
}

TimeProfile time_profile(const Table& table, const Binning& binning) {
  const Intervals time = intervals(table, "time", binning);
  const std::vector<double> contents = normalised(contents_of(table, "content"), table.origin);
  TimeProfile result{{time.low.front()}, {0.0}};
  for (size_t row = 0; row < contents.size(); ++row) {
    const double slack = 1e-9 * (time.high[row] - time.low[row]);
    if (std::abs(time.low[row] - result.times.back()) > slack) {
      throw UserError(fmt::format("{}, row {}: it does not begin where the one before ends", table.origin, row + 1),
                      "a profile in time has no gaps", "sort the rows, and write empty ones");
    }
    result.times.push_back(time.high[row]);
    result.cumulative.push_back(result.cumulative.back() + contents[row]);
  }
  return result;
}

std::vector<double> integrated_curve(const std::vector<double>& edges, const Curve& curve,
                                     const std::vector<double>& steps) {
  std::vector<double> result;
  for (size_t bin = 0; bin + 1 < edges.size(); ++bin) {
    result.push_back((edges[bin + 1] - edges[bin]) * mean_of(curve, steps, edges[bin], edges[bin + 1]));
  }
  return result;
}

std::vector<double> binned_counts(const Table& table, const Binning& binning) {
  const std::vector<double> contents = contents_of(table, "counts");
  std::vector<double> result = summed(table, binning, contents);
  const auto empty = [](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return value == 0.0; });
  };
  if (empty(result) && !empty(contents)) {
    throw UserError(table.origin + ": none of its counts lies in the bins of the experiment", "nothing would be left",
                    "check its unit and its range");
  }
  return result;
}

std::vector<double> binned_errors(const Table& table, const Binning& binning) {
  std::vector<double> squares = contents_of(table, "error");
  for (double& value : squares) value *= value;
  std::vector<double> result = summed(table, binning, squares);
  for (double& value : result) value = std::sqrt(value);
  return result;
}

std::vector<double> binned_events(const Table& table, const Binning& binning) {
  const std::vector<double> energy = column_in_units(table, "energy_", binning);
  const std::vector<double> time =
      binning.time.empty() ? std::vector<double>(energy.size(), 0.0) : column_in_units(table, "time_", binning);
  std::vector<double> result(binning.bins(), 0.0);
  for (size_t row = 0; row < energy.size(); ++row) {
    const size_t i = bin_of_value(energy[row], binning.energy);
    const size_t j = binning.time.empty() ? 0 : bin_of_value(time[row], binning.time);
    if (i != nowhere && j != nowhere) result[i * binning.time_bins() + j] += 1.0;
  }
  return result;
}

std::vector<double> normalised(std::vector<double> contents, const std::string& what) {
  const double sum = std::accumulate(contents.begin(), contents.end(), 0.0);
  if (!(sum > 0.0) || !std::isfinite(sum)) {
    throw UserError(fmt::format("{} has the sum {:g} in the bins of the experiment", what, sum),
                    "it cannot be normalised", "check its unit and its range");
  }
  for (double& value : contents) value /= sum;
  return contents;
}

}  // namespace tridens::io::detail
