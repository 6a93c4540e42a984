#pragma once
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/gallery/entry.hh"
#include "tridens/run/requests.hh"

// What entries on fits share: cards of examples/fits, their fits, scans and regions as curves.
namespace tridens::run::gallery {

class Context;

/// A card of examples/fits by its name without ".toml".
io::FitCard fit_card(const std::string& name);
/// The card with only the experiments named; UserError for one that it does not have.
io::FitCard only(io::FitCard card, const std::vector<std::string>& experiments);

/// Best fits and intervals; without intervals only the minima, which is much faster.
FitResult fit_of(Context& context, const io::FitCard& card, bool intervals = true);
/// chi2 at the best fit.
double lowest_chi2(Context& context, const io::FitCard& card);

/// The grid of the card with so many points per scanned parameter (0: as the card says), and its regions.
Regions regions_of_card(Context& context, io::FitCard card, int points = 0);
/// The chi2 of a scan of one parameter above its minimum.
Curve chi2_curve(Context& context, io::FitCard card, const std::string& label, int points = 0);

/// The borders of a region of two parameters as curves; the first one carries the label.
std::vector<Curve> border_curves(const Regions& regions, double confidence, const std::string& label,
                                 Style style = Style::line);
/// The allowed ranges of one parameter as text: "[-0.05, 0.07] U [0.29, 0.41]".
std::string ranges_text(const FitResult& result, const std::string& parameter, double confidence);

}  // namespace tridens::run::gallery
