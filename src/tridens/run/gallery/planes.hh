#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/fit_text.hh"
#include "tridens/run/gallery/entry.hh"
#include "tridens/run/requests.hh"

// Pictures of two parameters with the regions of several choices of experiments, and limits on one parameter.
namespace tridens::run::gallery {

class Context;

enum class Method {
  scan,    // the grid of the card
  slices,  // regions narrower than its steps
  columns  // exact in the second parameter at the points of the first
};

/// What one set of lines in a plane stands for.
struct Choice {
  std::string label;
  io::FitCard card;
  Style style = Style::line;
  Method method = Method::scan;
};

/// "mass of N [MeV]": title and unit of a parameter.
std::string axis_label(const io::FitParameterCard& parameter);

/// A figure with the axes of the card, without curves.
Figure plane_axes(const io::FitCard& card, const std::string& title);

/// The regions of every choice at one confidence (one that the cards have), and the share of the plane that lies within
/// it: what is left.
struct Plane {
  Figure figure;
  std::vector<double> shares;
};
Plane plane(Context& context, const std::string& title, const std::vector<Choice>& choices, double confidence);

/// Some of the experiments of a card.
Choice choice(const std::string& label, const io::FitCard& card, const std::vector<std::string>& experiments,
              Style style = Style::line, Method method = Method::scan);

/// The card without one of its parameters, which is put to a value.
io::FitCard with_value(io::FitCard card, const std::string& parameter, double value);

/// Half of the width of the interval around the best fit; UserError when it is open or missing.
double half_width(const FitResult& result, const std::string& parameter, double confidence);
/// Upper end of the highest interval; none when it is open.
std::optional<double> upper_end(const FitResult& result, const std::string& parameter, double confidence);

}  // namespace tridens::run::gallery
