#include "tridens/run/gallery/mediator_limits.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/inference/contour.hh"
#include "tridens/model/anomalous_moment.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/scan_output.hh"

namespace tridens::run::gallery {
namespace {

size_t column(const io::ScanHeader& header, const std::string& name) {
  const auto found = std::ranges::find(header.columns, name);
  if (found != header.columns.end()) return static_cast<size_t>(found - header.columns.begin());
  throw UserError("the scan has no column '" + name + "'", "it was not written by a scan", "");
}

std::vector<double> coordinates(const io::ScanAxis& axis) {
  std::vector<double> values;
  for (int i = 0; i < axis.points; ++i) values.push_back(axis.at(i));
  return values;
}

/// ln of the rise of chi2 at every point; NaN where it did not converge.
std::vector<double> logarithms(const io::ScanTable& table, size_t masses, Reference reference) {
  constexpr double lowest = 1e-12;  // at the minimum itself there is no logarithm
  const size_t chi2 = column(table.header, "chi2"), converged = column(table.header, "converged");
  const size_t couplings = table.rows.size() / masses;
  std::vector<double> result;
  for (size_t i = 0; i < masses; ++i) {
    double least = std::numeric_limits<double>::infinity();
    for (size_t j = 0; j < couplings; ++j) {
      const io::ScanRow& row = table.rows[i * couplings + j];
      if (row[converged] != 0.0) least = std::min(least, row[chi2]);
    }
    if (reference == Reference::nothing) least = 0.0;
    for (size_t j = 0; j < couplings; ++j) {
      const io::ScanRow& row = table.rows[i * couplings + j];
      result.push_back(row[converged] != 0.0 ? std::log(std::max(row[chi2] - least, lowest))
                                             : std::numeric_limits<double>::quiet_NaN());
    }
  }
  return result;
}

}  // namespace

double MediatorLimits::at(double mass) const {
  constexpr double slack = 1e-9;  // ends of the range survive the rounding of logarithms
  double lowest = std::numeric_limits<double>::infinity();
  for (const Curve& border : borders) {
    for (size_t i = 0; i + 1 < border.x.size(); ++i) {
      const double from = std::log(border.x[i] / mass), to = std::log(border.x[i + 1] / mass);
      if (from == to || std::min(from, to) > slack || std::max(from, to) < -slack) continue;
      const double share = std::clamp(from / (from - to), 0.0, 1.0);
      lowest = std::min(lowest, border.y[i] * std::pow(border.y[i + 1] / border.y[i], share));
    }
  }
  if (std::isfinite(lowest)) return lowest;
  throw Failure(fmt::format("no limit at a mass of {:g} GeV", mass), "the scan ends before, or excludes nothing there",
                "widen the ranges of the card");
}

MediatorLimits limits_of_scan(const io::ScanTable& table, const std::string& label, double rise, Reference reference,
                              Style style) {
  const std::vector<io::ScanAxis>& axes = table.header.axes;
  const bool plane = axes.size() == 2 && axes[0].name == "mass" && axes[0].logarithmic && axes[1].logarithmic;
  if (!plane) {
    throw UserError("limits from the scan '" + table.header.title + "'",
                    "they need a mass and a coupling, both on logarithmic scales", "");
  }
  const std::vector<double> masses = coordinates(axes[0]), couplings = coordinates(axes[1]);
  const std::vector<double> z = logarithms(table, masses.size(), reference);
  MediatorLimits limits;
  for (const inference::ContourLine& line :
       inference::contour_lines(masses, couplings, z, std::log(rise), true, true)) {
    Curve curve{limits.borders.empty() ? label : "", line.x, line.y, {}, {}, style};
    if (line.closed) {
      curve.x.push_back(line.x.front());
      curve.y.push_back(line.y.front());
    }
    limits.borders.push_back(std::move(curve));
  }
  return limits;
}

MediatorLimits mediator_limits(Context& context, const io::FitCard& card, const std::string& label, Style style,
                               double rise, Reference reference) {
  context.check_stop();
  ScanRequest request;
  request.card = card;
  request.threads = context.threads();
  return limits_of_scan(scan_table(request), label, rise, reference, style);
}

io::FitCard with_width(io::FitCard card, const std::string& nuisance, const std::string& width) {
  for (io::FitExperimentCard& experiment : card.experiments) experiment.width[nuisance] = width;
  return card;
}

io::FitCard with_background(io::FitCard card, double share) {
  for (io::FitExperimentCard& experiment : card.experiments) experiment.change["background"] = fmt::format("{}", share);
  return card;
}

double muon_moment_per_coupling_squared(double mass) {
  return model::anomalous_moment_per_coupling_squared(model::LoopBoson::vector, constants::muon_mass, mass);
}

Curve muon_moment_band(const std::string& label, double value, double error, const std::vector<double>& masses) {
  Curve band{label, {}, {}, {}, {}, Style::dotted};
  for (const double mass : masses) {
    const double per = muon_moment_per_coupling_squared(mass);
    band.x.push_back(mass);
    band.y.push_back(std::sqrt(value / per));
    band.low.push_back(std::sqrt((value - 2.0 * error) / per));
    band.high.push_back(std::sqrt((value + 2.0 * error) / per));
  }
  return band;
}

}  // namespace tridens::run::gallery
