#pragma once
#include <string>
#include <vector>

#include "tridens/inference/contour.hh"
#include "tridens/inference/interval.hh"
#include "tridens/io/fit_card.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/requests.hh"

// Results of fits and scans as text: JSON, CSV.
namespace tridens::run {

/// A region of a scan of one or two parameters at one confidence.
struct Region {
  double confidence = 0.0, rise = 0.0;        // of chi2 above the best fit
  std::vector<inference::Interval> ranges;    // of one parameter
  std::vector<inference::ContourLine> lines;  // of two
};

/// Regions at the confidences of the card.
struct Regions {
  std::vector<io::ScanAxis> axes;
  double best_chi2 = 0.0;
  std::vector<std::pair<std::string, double>> best_at;  // parameter -> value
  std::vector<Region> regions;
};

/// Where chi2 has risen above the best fit by what the confidences ask for. Points that did not converge are left out.
/// UserError for other numbers of parameters than one and two.
Regions regions_of(const io::ScanTable& table);

/// Values of a parameter on the grid of its card.
std::vector<double> grid_of(const io::FitParameterCard& parameter);

/// A fit as JSON, with its provenance.
std::string fit_text(const FitResult& result);

/// The regions of a scan: JSON, or CSV when the name ends in .csv.
std::string contours_text(const io::ScanTable& table, const std::string& file_name);

}  // namespace tridens::run
