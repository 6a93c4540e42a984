#pragma once
#include <string>
#include <vector>

#include "tridens/inference/interval.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/run/gallery/entry.hh"

// Planes of two parameters as COHERENT sees them: CsI, liquid argon and both, at 90 %.
namespace tridens::run::gallery {

class Context;

inline constexpr double plane_confidence = 0.90;

/// chi2, minimised over the nuisances, at the points of the plane of a card.
struct PlaneGrid {
  io::FitParameterCard x_axis, y_axis;
  std::vector<double> x, y;
  std::vector<double> chi2;  // [i * y.size() + j]; NaN where the nuisances did not converge

  double lowest() const;
  /// Of two experiments that share no uncertainty: the sum. UserError for other points.
  PlaneGrid operator+(const PlaneGrid& other) const;
};

/// The grid of a card of two parameters with one of its experiments; `points` per parameter, 0: as the card says.
PlaneGrid plane_grid(Context& context, const io::FitCard& card, const std::string& experiment, int points = 0);

/// How a plane is drawn: the parameters of the card in these units.
struct PlaneAxes {
  std::string x_label, y_label;
  double x_unit = 1.0, y_unit = 1.0;
};

/// Grids of CsI, of liquid argon, and their sum, with the label and the style of their curves.
struct LabelledGrid {
  std::string label;
  Style style = Style::line;
  PlaneGrid grid;
};
/// UserError for a card with common uncertainties: its experiments cannot be added.
std::vector<LabelledGrid> coherent_grids(Context& context, const io::FitCard& card, int points = 0);

/// Borders of the 90 % regions (two parameters) above the lowest chi2 of each grid.
Figure borders(const std::vector<LabelledGrid>& grids, const std::string& title, const PlaneAxes& axes);

/// At every x the ranges of y whose chi2 is at most `level`: of thin bands that cross the grid this is all that can be
/// drawn.
std::vector<std::vector<inference::Interval>> allowed_at(const PlaneGrid& grid, double level);

/// Rise of chi2 at the border of a region of two parameters.
double plane_rise();

/// Labels and experiments of cards.
using ExperimentSets = std::vector<std::pair<std::string, std::vector<std::string>>>;
/// CsI, liquid argon, both.
ExperimentSets coherent_sets();

}  // namespace tridens::run::gallery
