#pragma once
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/recoil_response.hh"

// An experiment as its data file describes it (docs/experiments.md): read by io, checked here.
namespace tridens::detector {

/// A background per bin: normalisation x shape over the bins of energy (and time).
struct Background {
  std::string name, title, source;
  double events = 0.0;                // expected in all bins together, for the whole exposure
  double relative_uncertainty = 0.0;  // of the normalisation
  std::vector<double> shape;          // energy bin * time bins + time bin; sums to 1
  /// Where the background comes with the beam, its shape factorises and its distribution in time is known more finely
  /// than the bins: what a shift in time moves. Cumulative probability at increasing times, efficiency not applied;
  /// empty: the shape does not move.
  std::vector<double> profile_times_s = {}, profile_cumulative = {};
  std::vector<double> energy_shape = {};  // with the profile: per energy bin, sums to 1
  bool efficiency_on_profile = false;     // the time efficiency acts on the profile
};

/// How a fit treats the experiment unless its card says otherwise.
struct LikelihoodChoice {
  bool stated = false;                 // the source says it; otherwise these are the usual choices
  std::string statistic = "poisson";   // or "gaussian", which alone reads the errors of observed counts
  std::vector<std::string> nuisances;  // left free
  double radius_width = 0.0;           // relative, of all nuclear radii; 0: not known
  double time_width_s = 0.0;           // of a common shift of signal and moving backgrounds; infinity: free
  /// Background -> share of its expected counts added to the Gaussian variance (statistics of its own measurement).
  std::map<std::string, double> background_variance;
  /// Widths of uncertainties, backgrounds and variations other than their own (1 standard deviation of a variation);
  /// infinity: free. And the largest change either way where there is one.
  std::map<std::string, double> widths, ranges;
  /// The counts without beam are expected as a background, their errors are part of the Gaussian variance.
  bool subtract_beam_off = false;
  /// "own": as computed. "released": every model's signal is multiplied bin by bin by released_signal over the computed
  /// signal of the Standard Model.
  std::string signal_shape = "own";
};

/// A named uncertainty of the signal that fits turn into a nuisance.
struct SignalUncertainty {
  std::string name, meaning;
  double relative = 0.0;                    // of the number of events
  std::vector<std::string> processes = {};  // on which it acts; empty: all
};

/// The response with one uncertainty of it moved by some standard deviations, as its source gives it.
struct ResponseVariation {
  std::string uncertainty, meaning;  // variations of one uncertainty share its name
  double sigmas = 0.0;               // +1, -1
  RecoilResponseOptions response;
};

/// A change of shape that the source gives as a second distribution: relative change per bin, (varied -
/// nominal)/nominal (0 where the nominal one is empty).
struct ShapeVariation {
  std::string uncertainty, meaning;
  double sigmas = 0.0;
  std::string of;  // "signal" or the name of a background
  std::vector<double> relative;
};

struct Experiment {
  std::string name, title;
  std::vector<std::string> sources;    // papers and releases
  std::string problems;                // what is known to be wrong or missing
  std::vector<std::string> processes;  // "cevns", "nu-e"
  std::string target;                  // material
  double mass_tonnes = 0.0;
  /// Source specification ("pi-dar,facility=sns-csi2021") or name of a table of data/flux; or, when not empty, the path
  /// of a table of the user.
  std::string flux, flux_file;
  /// In units of the flux's exposure (protons on target, seconds).
  double exposure = 0.0;
  std::string exposure_unit;                            // "POT", "s"
  std::map<std::string, std::string> process_settings;  // form_factor, binding, ... ; defaults of the card
  RecoilResponseOptions response;
  std::vector<ResponseVariation> response_variations;
  std::vector<double> time_edges_s;  // empty: not binned in time
  RecoilEfficiency time_efficiency;  // of the arrival time in s; empty value: 1
  double time_offset_s = 0.0;        // added to the arrival times of the flux
  std::vector<Background> backgrounds;
  std::vector<SignalUncertainty> uncertainties;
  std::vector<ShapeVariation> shape_variations;
  std::vector<double> observed;  // as Background::shape; empty when there is no release
  /// Standard deviations where the source gives them with the counts (rates, weighted counts); empty: Poisson counts.
  std::vector<double> observed_errors;
  /// Counts in windows without beam, of the same exposure, per bin of energy and time; empty when not released.
  std::vector<double> beam_off;
  std::vector<double> beam_off_errors;
  /// What the source itself expects of the signal; absent when not released.
  std::optional<Background> released_signal;
  LikelihoodChoice likelihood;

  size_t energy_bins() const { return response.edges.size() - 1; }
  size_t time_bins() const { return time_edges_s.empty() ? 1 : time_edges_s.size() - 1; }
  size_t bins() const { return energy_bins() * time_bins(); }
  /// UserError for anything that is missing or impossible: no mass, no exposure, edges that do not increase,
  /// efficiencies outside [0,1] at the points tried, shapes of the wrong length or not summing to 1, names that come
  /// twice, a likelihood with unknown nuisances or nuisances without a width.
  void check() const;
};

/// Something that a fit may leave free: a relative change of a part, or a change in standard deviations or in time.
struct FitUncertainty {
  std::string name, meaning, unit;  // unit: "" for relative changes and standard deviations, "ns" for the time
  double width = 0.0;               // standard deviation in that unit; infinity: free; 0: the file gives none
  double lower = -std::numeric_limits<double>::infinity(), upper = std::numeric_limits<double>::infinity();
};

/// All of them: signal uncertainties and backgrounds by name (a background is not negative), "radius" of the nuclei,
/// "time" (shift of what comes with the beam, searched within `largest_time_shift_s`), variations of response and
/// shape.
std::vector<FitUncertainty> fit_uncertainties(const Experiment& experiment);
inline constexpr double largest_time_shift_s = 500e-9;

/// What the variance of each bin of a Gaussian likelihood has beyond that of the observed counts: shares of
/// backgrounds, counts without beam. Empty when there is nothing.
std::vector<double> added_variances(const Experiment& experiment);
/// The whole variance at the observed counts: the square of the error that the source gives, else the count, and what
/// is added. UserError without observed counts, or where it is zero.
std::vector<double> gaussian_variances(const Experiment& experiment);

/// Experiment::check of its likelihood.
void check_likelihood(const Experiment& experiment);

}  // namespace tridens::detector
