#pragma once
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/requests.hh"

// Results of fits and scans as text: JSON, CSV.
namespace tridens::run {

/// Values of a parameter on the grid of its card.
std::vector<double> grid_of(const io::FitParameterCard& parameter);

/// A fit as JSON, with its provenance.
std::string fit_text(const FitResult& result);

/// Regions of a scan of one or two parameters: ranges or lines where chi2 has risen above the best fit by what the
/// confidences of the card ask for. JSON, or CSV when the name ends in .csv. Points that did not converge are left out.
/// UserError for other numbers of parameters.
std::string contours_text(const io::ScanTable& table, const std::string& file_name);

}  // namespace tridens::run
