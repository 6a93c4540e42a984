#pragma once
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/run/gallery/entry.hh"

// What the planes of the COHERENT scenarios share: 90 % regions of CsI, of LAr and of both in the plane of a card.
namespace tridens::run::gallery {

class Context;

inline constexpr double plane_confidence = 0.90;

/// How a plane is drawn: the parameters of the card in these units.
struct PlaneAxes {
  std::string x_label, y_label;
  double x_unit = 1.0, y_unit = 1.0;
};

/// The experiments of a card that are fitted together, and how their curves are labelled.
struct PlaneSet {
  std::string label;
  std::vector<std::string> experiments;
  Style style = Style::line;
};

/// "CsI", "LAr", "CsI + LAr", as in the cards of the two experiments.
std::vector<PlaneSet> coherent_sets();

/// Borders of the 90 % regions (two parameters, Wilks) in the plane of a card of two scanned parameters, of each set.
/// `points` per parameter; 0: as the card says. A set whose region has no border within the ranges has no curve.
Figure plane_of_card(Context& context, const io::FitCard& card, const std::string& title, const PlaneAxes& axes,
                     const std::vector<PlaneSet>& sets, int points = 0);

/// chi2 above its minimum against the one parameter of a card.
Figure chi2_of_card(Context& context, const io::FitCard& card, const std::string& title, const std::string& x_label,
                    const std::vector<PlaneSet>& sets, int points = 0);

}  // namespace tridens::run::gallery
