#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

// What one entry of the gallery is: a calculation that answers a figure, a table or a number of the literature.
namespace tridens::run::gallery {

class Context;

/// A number computed here beside the published one.
struct Comparison {
  std::string quantity, unit;
  std::optional<double> published;
  double computed = 0.0;
  std::optional<double> tolerance;  // relative to the published number
  std::string reason;               // why it differs, printed when it does
  bool at_most = false;             // the published number is an upper limit
};

enum class Style { line, dashed, dotted, points, steps };

struct Curve {
  std::string label;  // may hold mathtext between $ signs
  std::vector<double> x, y;
  std::vector<double> low, high;  // a band around the curve, or error bars of points; empty for none
  Style style = Style::line;
};

struct Figure {
  std::string title, x_label, y_label;  // labels with units
  bool log_x = false, log_y = false;
  std::vector<Curve> curves;
  std::optional<double> y_low, y_high;
  std::vector<std::string> categories = {};  // names of x = 1, 2, ... in place of a scale
};

struct DataTable {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct EntryResult {
  std::vector<Comparison> comparisons;
  std::vector<Figure> figures;
  std::vector<DataTable> tables;
  std::string note;  // what the numbers show, when that is known only after the calculation
};

struct Entry {
  std::string id, title;
  std::string source;       // talk and paper
  std::string assumptions;  // inputs and choices, and what is left out
  std::function<EntryResult(Context&)> compute;
};

/// "agrees", "differs" or "shown" (nothing to compare with).
std::string verdict(const Comparison& comparison);

}  // namespace tridens::run::gallery
