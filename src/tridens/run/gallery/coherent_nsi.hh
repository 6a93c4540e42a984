#pragma once
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/run/gallery/entry.hh"

// Non-standard interactions in COHERENT: planes of two couplings, their degenerate bands and rings.
namespace tridens::run::gallery {

class Context;

/// The card with one parameter held at a value.
io::FitCard with_fixed(io::FitCard card, const std::string& parameter, double value);

/// The two values of the one parameter of a card at which chi2 has its minima, lower first. Failure for another number
/// of minima.
struct Solutions {
  double low = 0.0, high = 0.0;
};
Solutions two_solutions(Context& context, const io::FitCard& card);

/// Allowed regions at 90 % (two parameters) of CsI, LAr and both in the plane of a card, with so many points per axis.
Figure nsi_plane(Context& context, const std::string& card, int points);

/// Slopes of the two degenerate bands of one kind of data in the plane of a d and a u coupling: the line through the
/// minima of chi2 in the second coupling at several values of the first.
Solutions band_slopes(Context& context, const std::string& card, const std::vector<std::string>& experiments);

}  // namespace tridens::run::gallery
