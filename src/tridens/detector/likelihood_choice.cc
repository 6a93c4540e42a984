#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/detector/experiment.hh"

// What a fit may leave free in an experiment, and how the file chooses among it.
namespace tridens::detector {
namespace {

constexpr double ns_per_s = 1e9;

/// Relative changes and shifts come before variations, in the order of the file.
class Collection {
 public:
  explicit Collection(const Experiment& experiment) : experiment_(experiment) {}

  std::vector<FitUncertainty> all() {
    for (const SignalUncertainty& one : experiment_.uncertainties) {
      normalisation({one.name, one.meaning, "", one.relative});
    }
    for (const Background& one : experiment_.backgrounds) {
      normalisation({one.name, "relative change of " + one.title, "", one.relative_uncertainty});
    }
    const LikelihoodChoice& choice = experiment_.likelihood;
    const auto& processes = experiment_.processes;
    if (std::ranges::find(processes, "cevns") != processes.end()) {
      add({"radius", "relative change of all nuclear radii", "", choice.radius_width});
    }
    if (!experiment_.time_edges_s.empty()) {
      constexpr double largest = largest_time_shift_s * ns_per_s;
      add({"time", "shift of what comes with the beam", "ns", choice.time_width_s * ns_per_s, -largest, largest});
    }
    for (const ResponseVariation& one : experiment_.response_variations) variation(one.uncertainty, one.meaning);
    for (const ShapeVariation& one : experiment_.shape_variations) variation(one.uncertainty, one.meaning);
    return std::move(list_);
  }

 private:
  const Experiment& experiment_;
  std::vector<FitUncertainty> list_;
  std::set<std::string> variations_;

  /// No part of what is expected becomes negative by one of them.
  void normalisation(FitUncertainty one) {
    one.lower = -1.0;
    add(std::move(one));
  }

  void add(FitUncertainty one) {
    const bool known = std::ranges::any_of(list_, [&](const FitUncertainty& each) { return each.name == one.name; });
    if (known) {
      throw UserError(fmt::format("experiment '{}': '{}' names two uncertainties", experiment_.name, one.name),
                      "fits name their nuisances by it", "rename a background, an uncertainty or a variation");
    }
    const LikelihoodChoice& choice = experiment_.likelihood;
    if (const auto width = choice.widths.find(one.name); width != choice.widths.end()) one.width = width->second;
    if (const auto range = choice.ranges.find(one.name); range != choice.ranges.end()) {
      one.lower = std::max(one.lower, -range->second);
      one.upper = std::min(one.upper, range->second);
    }
    list_.push_back(std::move(one));
  }

  /// Variations of one name are one nuisance, with the first meaning that is given.
  void variation(const std::string& name, const std::string& meaning) {
    if (variations_.insert(name).second) {
      add({name, meaning, "", 1.0});
      return;
    }
    for (FitUncertainty& one : list_) {
      if (one.name == name && one.meaning.empty()) one.meaning = meaning;
    }
  }
};

class LikelihoodCheck {
 public:
  explicit LikelihoodCheck(const Experiment& experiment)
      : experiment_(experiment), choice_(experiment.likelihood), known_(fit_uncertainties(experiment)) {}

  void all() const {
    one_of("statistic", choice_.statistic, {"poisson", "gaussian"});
    one_of("signal shape", choice_.signal_shape, {"own", "released"});
    if (choice_.signal_shape == "released" && !experiment_.released_signal) {
      refuse("the signal shape is 'released'", "the experiment has no released signal", "take 'own'");
    }
    width("radius", choice_.radius_width);
    width("time", choice_.time_width_s);
    for (const auto& [name, value] : choice_.widths) named("width", name, value);
    for (const auto& [name, value] : choice_.ranges) named("range", name, value);
    nuisances();
    variance();
  }

 private:
  const Experiment& experiment_;
  const LikelihoodChoice& choice_;
  std::vector<FitUncertainty> known_;

  [[noreturn]] void refuse(std::string_view what, std::string_view why, std::string_view suggestion) const {
    throw UserError(fmt::format("likelihood of experiment '{}': {}", experiment_.name, what), why, suggestion);
  }
  std::string of_experiment(std::string_view what) const {
    return fmt::format("{} in the likelihood of experiment '{}'", what, experiment_.name);
  }
  void one_of(std::string_view what, const std::string& given, const std::vector<std::string>& allowed) const {
    if (std::ranges::find(allowed, given) == allowed.end()) unknown_name(of_experiment(what), given, allowed);
  }

  /// Zero stands for no width.
  void width(std::string_view name, double value) const {
    if (!(value >= 0.0)) refuse(fmt::format("the width of '{}' is {:g}", name, value), "it is positive", "change it");
    const bool has = std::ranges::any_of(known_, [&](const FitUncertainty& one) { return one.name == name; });
    if (value > 0.0 && !has) {
      refuse(fmt::format("'{}' has a width", name),
             name == "time" ? "the experiment has no bins of time" : "the experiment has no coherent scattering",
             "leave it out");
    }
  }

  void named(std::string_view what, const std::string& name, double value) const {
    std::vector<std::string> names;
    for (const FitUncertainty& one : known_) {
      if (one.name != "radius" && one.name != "time") names.push_back(one.name);  // they have keys of their own
    }
    if (std::ranges::find(names, name) == names.end()) {
      unknown_name(of_experiment(fmt::format("uncertainty with a {}", what)), name, names);
    }
    if (value > 0.0) return;
    refuse(fmt::format("the {} of '{}' is {:g}", what, name, value), "it is positive", "change it");
  }

  void nuisances() const {
    std::vector<std::string> names;
    for (const FitUncertainty& one : known_) names.push_back(one.name);
    std::set<std::string> seen;
    for (const std::string& name : choice_.nuisances) {
      if (!seen.insert(name).second) refuse(fmt::format("nuisance '{}' comes twice", name), "once is enough", "");
      const auto found = std::ranges::find(names, name);
      if (found == names.end()) unknown_name(of_experiment("nuisance"), name, names);
      empty_background(name);
      if (known_[static_cast<size_t>(found - names.begin())].width > 0.0) continue;
      refuse(fmt::format("nuisance '{}' has no width", name), "chi2 needs its standard deviation, or the word 'free'",
             name == "radius" || name == "time" ? fmt::format("set likelihood.{}", name)
                                                : "set relative_uncertainty of the background");
    }
  }

  void empty_background(const std::string& name) const {
    for (const Background& one : experiment_.backgrounds) {
      if (one.name != name || one.events > 0.0) continue;
      refuse(fmt::format("nuisance '{}' is of a background without events", name), "it changes nothing",
             "leave it out, or give the background its events");
    }
  }

  void variance() const {
    std::vector<std::string> names;
    for (const Background& one : experiment_.backgrounds) names.push_back(one.name);
    for (const auto& [name, share] : choice_.background_variance) {
      if (std::ranges::find(names, name) == names.end()) {
        unknown_name(of_experiment("background with a variance"), name, names);
      }
      if (!(share >= 0.0) || !std::isfinite(share)) {
        refuse(fmt::format("the variance of '{}' is {:g} of its counts", name, share), "it is not negative",
               "change it");
      }
    }
    const bool gaussian = choice_.statistic == "gaussian";
    if (!experiment_.observed_errors.empty() && !gaussian) {
      refuse("the errors of the observed counts have no effect", "the statistic is Poisson",
             "take gaussian, or leave the column 'error' out");
    }
    if (!choice_.background_variance.empty() && !gaussian) {
      refuse("background_variance has no effect", "the statistic is Poisson", "leave it out, or take gaussian");
    }
    if (!choice_.subtract_beam_off) return;
    if (experiment_.beam_off.empty()) refuse("subtract_beam_off", "the experiment has no [beam_off]", "leave it out");
    if (!gaussian) refuse("subtract_beam_off", "the difference of two counts is not Poisson", "take gaussian");
  }
};

}  // namespace

std::vector<FitUncertainty> fit_uncertainties(const Experiment& experiment) {
  return Collection(experiment).all();
}

std::vector<double> added_variances(const Experiment& experiment) {
  const LikelihoodChoice& choice = experiment.likelihood;
  if (choice.background_variance.empty() && !choice.subtract_beam_off) return {};
  std::vector<double> variances(experiment.bins());
  for (const Background& background : experiment.backgrounds) {
    const auto share = choice.background_variance.find(background.name);
    if (share == choice.background_variance.end()) continue;
    for (size_t bin = 0; bin < variances.size(); ++bin) {
      variances[bin] += share->second * background.events * background.shape[bin];
    }
  }
  for (size_t bin = 0; bin < variances.size() && choice.subtract_beam_off; ++bin) {
    const std::vector<double>& errors = experiment.beam_off_errors;
    variances[bin] += errors.empty() ? experiment.beam_off[bin] : errors[bin] * errors[bin];
  }
  return variances;
}

std::vector<double> gaussian_variances(const Experiment& experiment) {
  if (experiment.observed.empty()) {
    throw UserError(fmt::format("experiment '{}' has no observed counts", experiment.name),
                    "the variance of a Gaussian likelihood is made of them", "take a Poisson likelihood, or add them");
  }
  std::vector<double> variances = experiment.observed;
  for (size_t bin = 0; bin < experiment.observed_errors.size(); ++bin) {
    variances[bin] = experiment.observed_errors[bin] * experiment.observed_errors[bin];
  }
  const std::vector<double> added = added_variances(experiment);
  for (size_t bin = 0; bin < added.size(); ++bin) variances[bin] += added[bin];
  const auto empty = std::ranges::find_if(variances, [](double variance) { return !(variance > 0.0); });
  if (empty != variances.end()) {
    throw UserError(
        fmt::format("experiment '{}': bin {} has no variance", experiment.name, empty - variances.begin() + 1),
        "nothing was observed there, and chi2 divides by it",
        "take a Poisson likelihood, wider bins, or background_variance");
  }
  return variances;
}

void check_likelihood(const Experiment& experiment) {
  LikelihoodCheck(experiment).all();
}

}  // namespace tridens::detector
