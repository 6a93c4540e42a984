#pragma once
// Private to the room: distributions and counts brought into the bins of an experiment.
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/table.hh"
#include "tridens/detector/experiment.hh"

namespace tridens::io::detail {

/// Bins of the observable (GeV or photoelectrons) and of time (s; empty when there is none).
struct Binning {
  detector::Observable observable;
  std::vector<double> energy, time;
  size_t energy_bins() const { return energy.size() - 1; }
  size_t time_bins() const { return time.empty() ? 1 : time.size() - 1; }
  size_t bins() const { return energy_bins() * time_bins(); }
};

/// Unit of the observable or of time by its name in a column ("keV", "PE", "us"), as a factor. UserError otherwise.
double observable_unit(std::string_view name, detector::Observable observable, const std::string& what);
double time_unit(std::string_view name, const std::string& what);

/// Contents of a table with columns energy_low_UNIT, energy_high_UNIT and/or time_low_UNIT, time_high_UNIT and
/// `content`, integrated over the bins; contents are spread evenly over the rows' bins, times the efficiency where it
/// is not empty. Parts outside of the bins are left out. Which axes the table must have is said by the binning.
std::vector<double> integrated_contents(const Table& table, const Binning& binning, const detector::Curve& efficiency,
                                        const std::vector<double>& efficiency_steps);
/// Along one axis: energy_low_..., or time_low_...
std::vector<double> integrated_energy(const Table& table, const Binning& binning);
std::vector<double> integrated_time(const Table& table, const Binning& binning, const detector::Curve& efficiency,
                                    const std::vector<double>& efficiency_steps);
/// Rows of such a table as cumulative probability at their edges, which must follow each other: UserError otherwise.
struct TimeProfile {
  std::vector<double> times, cumulative;  // s; from 0 to 1
};
TimeProfile time_profile(const Table& table, const Binning& binning);
/// A function of time integrated over the time bins.
std::vector<double> integrated_curve(const std::vector<double>& edges, const detector::Curve& curve,
                                     const std::vector<double>& steps);

/// Counts of a table with the same axes and the column `counts`: a row that reaches into two bins is a UserError.
std::vector<double> binned_counts(const Table& table, const Binning& binning);
/// The column `error` of such a table, added in squares.
std::vector<double> binned_errors(const Table& table, const Binning& binning);
/// Events of a list with columns energy_UNIT and (with time bins) time_UNIT, counted in half-open bins.
std::vector<double> binned_events(const Table& table, const Binning& binning);

/// Divided by their sum; UserError when that is not positive.
std::vector<double> normalised(std::vector<double> contents, const std::string& what);

}  // namespace tridens::io::detail
