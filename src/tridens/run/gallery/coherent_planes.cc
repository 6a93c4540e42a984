#include "tridens/run/gallery/coherent_planes.hh"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/share_work.hh"
#include "tridens/inference/contour.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"

namespace tridens::run::gallery {
namespace {

constexpr const char *csi = "coherent-csi-2021", *lar = "coherent-lar-2020";
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Where chi2 passes the level between two points, by a straight line in the coordinate or its logarithm.
double crossing(double a, double b, double chi2_a, double chi2_b, double level, bool logarithmic) {
  const double share = (level - chi2_a) / (chi2_b - chi2_a);
  return logarithmic ? a * std::pow(b / a, share) : std::lerp(a, b, share);
}

}  // namespace

double PlaneGrid::lowest() const {
  double result = std::numeric_limits<double>::infinity();
  for (const double value : chi2) result = std::fmin(result, value);
  return result;
}

PlaneGrid PlaneGrid::operator+(const PlaneGrid& other) const {
  if (x != other.x || y != other.y) throw UserError("two planes of different points", "they cannot be added", "");
  PlaneGrid sum = *this;
  for (size_t i = 0; i < chi2.size(); ++i) sum.chi2[i] += other.chi2[i];
  return sum;
}

PlaneGrid plane_grid(Context& context, const io::FitCard& given, const std::string& experiment, int points) {
  io::FitCard card = only(given, {experiment});
  if (card.parameters.size() != 2) throw UserError("the card has no plane", "it needs two parameters", "");
  for (io::FitParameterCard& parameter : card.parameters) {
    if (points > 0) parameter.points = points;
  }
  const FitSetup setup = make_fit_setup(card, context.threads());
  PlaneGrid grid{card.parameters[0], card.parameters[1], grid_of(card.parameters[0]), grid_of(card.parameters[1]), {}};
  grid.chi2.resize(grid.x.size() * grid.y.size());
  const size_t width = grid.y.size();
  // Rows of x stay together: what an x needs to be set up is used at once.
  share_work(grid.x.size(), context.threads(), context.stop(), [&](std::uint64_t i) {
    for (size_t j = 0; j < width; ++j) {
      const inference::Profile profile = setup.likelihood->profile({grid.x[i], grid.y[j]});
      grid.chi2[i * width + j] = profile.converged ? profile.chi2 : unknown;
    }
  });
  return grid;
}

std::vector<LabelledGrid> coherent_grids(Context& context, const io::FitCard& card, int points) {
  if (!card.common.empty()) {
    throw UserError("a card with common uncertainties", "its experiments cannot be computed apart",
                    "scan both at once");
  }
  const PlaneGrid caesium = plane_grid(context, card, csi, points), argon = plane_grid(context, card, lar, points);
  return {{"CsI", Style::line, caesium}, {"LAr", Style::dotted, argon}, {"CsI + LAr", Style::dashed, caesium + argon}};
}

Figure borders(const std::vector<LabelledGrid>& grids, const std::string& title, const PlaneAxes& labels) {
  const io::FitParameterCard &x = grids.front().grid.x_axis, &y = grids.front().grid.y_axis;
  Figure figure = axes(title, labels.x_label, labels.y_label, x.logarithmic, y.logarithmic);
  for (const LabelledGrid& each : grids) {
    const auto lines = inference::contour_lines(each.grid.x, each.grid.y, each.grid.chi2,
                                                each.grid.lowest() + plane_rise(), x.logarithmic, y.logarithmic);
    bool first = true;
    for (const inference::ContourLine& line : lines) {
      Curve border{first ? each.label : "",
                   in_units(line.x, labels.x_unit),
                   in_units(line.y, labels.y_unit),
                   {},
                   {},
                   each.style};
      if (line.closed) {
        border.x.push_back(border.x.front());
        border.y.push_back(border.y.front());
      }
      first = false;
      figure.curves.push_back(std::move(border));
    }
  }
  return figure;
}

std::vector<std::vector<inference::Interval>> allowed_at(const PlaneGrid& grid, double level) {
  std::vector<std::vector<inference::Interval>> result(grid.x.size());
  const size_t width = grid.y.size();
  for (size_t i = 0; i < grid.x.size(); ++i) {
    const auto chi2 = [&](size_t j) { return grid.chi2[i * width + j]; };
    const auto edge = [&](size_t inside, size_t outside) {
      return crossing(grid.y[inside], grid.y[outside], chi2(inside), chi2(outside), level, grid.y_axis.logarithmic);
    };
    for (size_t j = 0; j < width; ++j) {
      if (!(chi2(j) <= level)) continue;
      size_t last = j;
      while (last + 1 < width && chi2(last + 1) <= level) ++last;
      inference::Interval interval{grid.y[j], grid.y[last], j == 0, last + 1 == width};
      if (!interval.low_open) interval.low = edge(j, j - 1);
      if (!interval.high_open) interval.high = edge(last, last + 1);
      result[i].push_back(interval);
      j = last;
    }
  }
  return result;
}

double plane_rise() {
  return inference::chi2_rise(plane_confidence, 2);
}

ExperimentSets coherent_sets() {
  return {{"CsI", {csi}}, {"LAr", {lar}}, {"CsI + LAr", {csi, lar}}};
}

}  // namespace tridens::run::gallery
