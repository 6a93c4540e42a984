#pragma once
// Private to the room: the pieces of an experiment file that appear in several of its tables.
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/error.hh"
#include "tridens/detector/experiment.hh"
#include "tridens/io/detail/experiment_tables.hh"
#include "tridens/io/detail/run_card_section.hh"
#include "tridens/io/experiment_file.hh"

namespace tridens::io::detail {

/// The tables of an experiment: by file name, relative to its folder.
class ExperimentFolder {
 public:
  ExperimentFolder(std::string folder, const TableReader& read) : folder_(std::move(folder)), read_(read) {}
  std::string path(const std::string& file) const;
  Table table(const std::string& file) const { return read_(path(file)); }

 private:
  std::string folder_;
  const TableReader& read_;
};

/// Adds the place of a key to messages about what it holds.
template <class Action>
auto at(const CardSection& section, std::string_view key, const Action& action) {
  try {
    return action();
  } catch (const UserError& error) {
    throw UserError(section.what(key), error.what());
  }
}

/// A list of strings; the key must be there.
std::vector<std::string> texts(const CardSection& section, std::string_view key, std::string_view example);
/// `edges = [..]`, or `bins`, `from` and `to`, times the unit.
std::vector<double> edges_of(const CardSection& section, double unit);

/// [observable]: what is measured, its unit, its bins and the light yield.
inline const Keys observable_keys = {"name", "light_yield", "unit", "edges", "bins", "from", "to"};
void read_observable(const CardSection& section, detector::RecoilResponseOptions& response);

/// Keys of quenching and resolution; those that are absent leave the response as it is.
inline const Keys response_keys = {"quenching", "quenching_table", "quenching_column", "quenching_may_decrease",
                                   "resolution"};
void change_response(const CardSection& section, const ExperimentFolder& folder,
                     detector::RecoilResponseOptions& response);

/// [process]: defaults of the run card's settings of the same names.
inline const Keys process_setting_keys = {"form_factor", "neutron_form_factor", "kinematics", "axial",
                                          "binding",     "recoil_min",          "recoil_max"};

/// What an efficiency is a function of (`of`), and its form or table.
inline const Keys efficiency_keys = {"form", "table", "column", "below", "above"};
detector::RecoilEfficiency::Of efficiency_variable(const CardSection& section);
detector::RecoilEfficiency read_efficiency(const CardSection& section, detector::RecoilEfficiency::Of of,
                                           detector::Observable observable, const ExperimentFolder& folder);

/// A distribution over the bins with its number of events: a background or a released signal.
inline const Keys distribution_keys = {"name",
                                       "title",
                                       "source",
                                       "events",
                                       "table",
                                       "energy",
                                       "time",
                                       "relative_uncertainty",
                                       "apply_time_efficiency",
                                       "follows_beam"};
detector::Background read_distribution(const CardSection& section, const std::string& name, const Binning& binning,
                                       const detector::RecoilEfficiency& time_efficiency,
                                       const ExperimentFolder& folder);

/// [likelihood].
inline const Keys likelihood_keys = {"statistic", "nuisances",           "radius",
                                     "time",      "background_variance", "width",
                                     "range",     "subtract_beam_off",   "signal_shape"};
void read_likelihood(const CardSection& section, detector::LikelihoodChoice& choice);
/// What a fit leaves free when the file does not say: every uncertainty of the signal and every background with one.
std::vector<std::string> usual_nuisances(const detector::Experiment& experiment);

}  // namespace tridens::io::detail
