#include "tridens/run/fit_expectation.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <list>
#include <mutex>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/inference/elastic_expectation.hh"
#include "tridens/io/counting_file.hh"
#include "tridens/io/decay_file.hh"
#include "tridens/io/telescope_file.hh"
#include "tridens/run/counting_setup.hh"
#include "tridens/run/decay_expectation.hh"
#include "tridens/run/experiment_setup.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/telescope_fit.hh"

namespace tridens::run {
namespace {

using inference::ElasticExpectation;
using inference::ElasticSetup;
using Values = std::vector<double>;

using Changes = std::map<std::string, std::string>;

RateRequest rate_request(const FittedExperiment& fitted, const Values& values, const Changes& changes) {
  RateRequest request;
  request.experiment = fitted.card.name;
  request.processes = fitted.card.processes;
  request.model = fitted.model_at(values);
  request.overrides = changes;
  return request;
}

/// Sources with all radii of the nuclei scaled.
inference::ElasticVariation radius_variation(const ExperimentSetup& setup, double change) {
  std::map<std::string, std::string> settings;
  const auto scaled = [&](const std::string& key, const std::string& fallback) {
    const auto found = setup.experiment.process_settings.find(key);
    const std::string text = found == setup.experiment.process_settings.end() ? fallback : found->second;
    if (!text.empty()) settings[key] = fmt::format("{},radius_scale={}", text, 1.0 + change);
  };
  scaled("form_factor", process::CevnsOptions{}.form_factor);
  scaled("neutron_form_factor", "");
  return {"radius", change, sources_with(setup, settings)};
}

/// The Standard Model at its default parameters, whatever is fitted: what a released signal is compared with.
ElasticSetup::Channels standard_couplings(const ExperimentSetup& setup) {
  const auto standard = model::make_model("sm", model::with_low_energy_mixing_angle({}));
  ElasticSetup::Channels result;
  for (const auto& [process, neutrino] : setup.source_names) {
    result.push_back(model::elastic_channels(*standard, neutrino));
  }
  return result;
}

ElasticSetup elastic_setup(const FittedExperiment& fitted, const ExperimentSetup& setup) {
  ElasticSetup result;
  result.experiment = setup.experiment;
  result.flux = setup.flux.flux;
  result.sources = setup.sources;
  result.nuisances = fitted.card.nuisances.value_or(setup.experiment.likelihood.nuisances);
  if (setup.experiment.likelihood.signal_shape == "released") result.standard = standard_couplings(setup);
  result.common_names = fitted.common_names;
  for (const auto& [name, text] : fitted.card.width) {
    if (std::ranges::find(result.nuisances, name) == result.nuisances.end()) {
      unknown_name("nuisance of " + setup.experiment.name + " with a width", name, result.nuisances);
    }
    result.widths[name] = nuisance_width(name, text);
  }
  if (std::ranges::find(result.nuisances, "radius") != result.nuisances.end()) {
    const auto given = result.widths.find("radius");
    double width = given != result.widths.end() ? given->second : setup.experiment.likelihood.radius_width;
    constexpr double usual = 0.05;  // where the radius is free, only the place of the nodes
    if (!(width > 0.0 && std::isfinite(width))) width = usual;
    for (const double sign : {-1.0, 1.0}) result.variations.push_back(radius_variation(setup, sign * width));
  }
  return result;
}

/// Whether an amplitude of an oscillation is fitted.
bool fits_amplitude(const Changes& changes) {
  const auto found = changes.find("oscillation");
  if (found == changes.end()) return false;
  const Specification parsed = parse_specification(found->second, "oscillation");
  return std::ranges::any_of(parsed.settings, [](const auto& setting) {
    return setting.first.starts_with("sin2_2theta_") && io::has_parameter(setting.second);
  });
}

/// Expected counts where the parameters may also change the experiment or outgoing masses: what is set up for one
/// experiment serves all couplings, the last ones are remembered.
class ElasticOfParameters : public inference::Expectation {
 public:
  explicit ElasticOfParameters(FittedExperiment fitted)
      : fitted_(std::move(fitted)), loaded_(load_experiment(fitted_.card.name)) {
    for (const auto& [key, text] : fitted_.card.change) changes_ = changes_ || io::has_parameter(text);
    const Values reference = interior_point(fitted_.parameters);
    const Changes changes = fitted_.change_at(reference);
    ExperimentSetup setup = make_experiment_setup(rate_request(fitted_, reference, changes), loaded_);
    for (const auto& [process, neutrino] : setup.source_names) neutrinos_.push_back(neutrino);
    for (const rate::SignalSource& source : setup.sources) {
      for (const model::ElasticChannel& channel : source.process_of_neutrino->channels()) {
        massive_ = massive_ || channel.outgoing.mass > 0.0;
      }
    }
    first_ = expectation_of(setup);
    experiment_ = setup.experiment;
    provenance_ = std::move(setup.provenance);
    remembered_.emplace_front(key(reference, changes), first_);
    // A released signal is brought over for each flux anew: it is no sum.
    shares_ = fits_amplitude(fitted_.card.change) && experiment_.likelihood.signal_shape != "released";
  }

  size_t bins() const override { return first_->bins(); }
  const std::vector<inference::Nuisance>& nuisances() const override { return first_->nuisances(); }
  std::unique_ptr<inference::ExpectedCounts> at(const Values& values) const override {
    if (!changes_ && !massive_) return first_->at(values);
    const Changes changes = fitted_.change_at(values);
    std::vector<ElasticExpectation::Share> sum;
    if (shares_) {
      for (const FluxShare& share : disappearance_shares(changes)) {
        if (share.weight != 0.0) sum.push_back({share.weight, expectation_at(values, share.changes)});
      }
    }
    return sum.empty() ? expectation_at(values, changes)->at(values) : ElasticExpectation::superposed(sum, values);
  }

  const detector::Experiment& experiment() const { return experiment_; }
  const Provenance& provenance() const { return provenance_; }

 private:
  std::vector<std::vector<model::ElasticChannel>> couplings(const Values& values) const {
    const auto model = elastic_model(fitted_.model_at(values));
    std::vector<std::vector<model::ElasticChannel>> result;
    for (const Neutrino& neutrino : neutrinos_) {
      const auto same = std::ranges::find(neutrinos_, neutrino);
      const auto index = static_cast<size_t>(same - neutrinos_.begin());
      if (index < result.size()) {
        result.push_back(result[index]);
      } else {
        result.push_back(model::elastic_channels(*model, neutrino));
      }
    }
    return result;
  }

  std::shared_ptr<const ElasticExpectation> expectation_of(const ExperimentSetup& setup) const {
    return std::make_shared<const ElasticExpectation>(
        elastic_setup(fitted_, setup), [this](const Values& values) { return couplings(values); }, first_.get());
  }

  /// What a set-up experiment depends on: the changes and the masses of what goes out.
  std::string key(const Values& values, const Changes& changes) const {
    std::string text;
    for (const auto& [name, change] : changes) text += name + "=" + change + "\n";
    if (!massive_) return text;
    for (const auto& channels : couplings(values)) {
      for (const model::ElasticChannel& channel : channels) text += fmt::format("{} ", channel.outgoing.mass);
    }
    return text;
  }

  std::shared_ptr<const ElasticExpectation> remembered(const std::string& wanted) const {
    for (auto entry = remembered_.begin(); entry != remembered_.end(); ++entry) {
      if (entry->first != wanted) continue;
      remembered_.splice(remembered_.begin(), remembered_, entry);
      return remembered_.front().second;
    }
    return nullptr;
  }

  /// Set up outside of the lock, so that threads at different points do not wait for each other.
  std::shared_ptr<const ElasticExpectation> expectation_at(const Values& values, const Changes& changes) const {
    const std::string wanted = key(values, changes);
    {
      const std::scoped_lock lock(mutex_);
      if (auto known = remembered(wanted)) return known;
    }
    auto made = expectation_of(make_experiment_setup(rate_request(fitted_, values, changes), loaded_));
    const std::scoped_lock lock(mutex_);
    if (auto known = remembered(wanted)) return known;
    remembered_.emplace_front(wanted, made);
    constexpr size_t most = 32;
    if (remembered_.size() > most) remembered_.pop_back();
    return made;
  }

  FittedExperiment fitted_;
  io::LoadedExperiment loaded_;
  std::vector<Neutrino> neutrinos_;
  bool changes_ = false, massive_ = false;
  bool shares_ = false;  // an amplitude of disappearance varies, in which counts are linear
  std::shared_ptr<const ElasticExpectation> first_;
  detector::Experiment experiment_;
  Provenance provenance_;
  mutable std::mutex mutex_;
  mutable std::list<std::pair<std::string, std::shared_ptr<const ElasticExpectation>>> remembered_;
};

/// The models at all corners of the ranges of the parameters.
std::vector<std::shared_ptr<const model::Model>> corner_models(const FittedExperiment& fitted) {
  std::vector<std::shared_ptr<const model::Model>> models;
  const size_t parameters = fitted.parameters.size();
  for (size_t corner = 0; corner < size_t{1} << parameters; ++corner) {
    Values values;
    for (size_t i = 0; i < parameters; ++i) {
      values.push_back((corner >> i) % 2 == 0 ? fitted.parameters[i].min : fitted.parameters[i].max);
    }
    const io::ModelCard card = fitted.model_at(values);
    models.push_back(model::make_model(card.name, card.settings));
  }
  return models;
}

ExperimentExpectation counting_expectation_of(const FittedExperiment& fitted) {
  for (const std::string& process : fitted.card.processes) {
    if (process != "trident") unknown_name("process of " + fitted.card.name, process, {"trident"});
  }
  for (const auto& [key, text] : fitted.card.change) {
    if (!io::has_parameter(text)) continue;
    throw UserError(fmt::format("a parameter in the change '{}' of {}", key, fitted.card.name),
                    "only the model of a counting experiment can vary", "put the parameter into [model]");
  }
  const io::Settings& model = fitted.model.settings;
  if (const auto couplings = model.find("couplings");
      couplings != model.end() && couplings->second != "tree" && !model.contains("sin2thetaW")) {
    throw UserError(
        fmt::format("couplings = {} for the tridents of {}", couplings->second, fitted.card.name),
        "they are radiative corrections of elastic scattering, and would change the mixing angle of tridents",
        "set sin2thetaW too");
  }
  const CountingSetup setup = make_counting_setup(fitted.card.name, fitted.card.change);
  TridentTermsOptions options;
  options.threads = fitted.threads;
  const TridentTermsResult terms = trident_terms(setup, corner_models(fitted), options);
  CountingNuisances nuisances;
  nuisances.free = fitted.card.nuisances;
  nuisances.common_names = fitted.common_names;
  for (const auto& [name, text] : fitted.card.width) nuisances.widths[name] = nuisance_width(name, text);
  const ModelAt model_at = [fitted](const Values& values) {
    const io::ModelCard card = fitted.model_at(values);
    return model::make_model(card.name, card.settings);
  };
  const detector::CountingExperiment& experiment = setup.experiment;
  ExperimentExpectation result;
  result.expectation = counting_expectation(setup, terms, model_at, nuisances);
  result.title = experiment.title;
  result.statistic = experiment.is_ratio() ? "gaussian" : "poisson";
  if (experiment.measured) result.observed = {experiment.measured->value};
  if (experiment.is_ratio()) result.observed_errors = {experiment.measured->error_up};
  for (const inference::Nuisance& nuisance : available_nuisances(experiment)) result.nuisances.push_back(nuisance.name);
  if (fitted.card.nuisances) result.nuisances = *fitted.card.nuisances;
  result.provenance = setup.provenance;
  return result;
}

using Axis = FitResult::Experiment::Axis;

std::vector<Axis> axes_of(const detector::Experiment& experiment) {
  const auto [unit, size] = observable_unit(experiment);
  std::vector<Axis> result = {Axis{std::string(detector::name(experiment.response.observable)), unit, {}, {}}};
  for (const double edge : experiment.response.edges) result.front().edges.push_back(edge / size);
  if (experiment.time_edges_s.empty()) return result;
  constexpr double us = 1e-6;
  result.push_back(Axis{"time", "us", {}, {}});
  for (const double edge : experiment.time_edges_s) result.back().edges.push_back(edge / us);
  return result;
}

}  // namespace

double nuisance_width(const std::string& nuisance, const std::string& text) {
  if (text == "free") return std::numeric_limits<double>::infinity();
  const bool time = nuisance == "time";
  constexpr double ns = 1e-9;
  const double width = parse_quantity(text, time ? Dimension::time : Dimension::number, "the width of " + nuisance);
  if (width > 0.0 && std::isfinite(width)) return time ? width / ns : width;
  throw UserError(fmt::format("the width of {} is {}", nuisance, text), "it must be above zero",
                  "give a standard deviation, or \"free\"");
}

io::ModelCard FittedExperiment::model_at(const std::vector<double>& values) const {
  io::ModelCard result = model;
  for (auto& [key, text] : result.settings) text = io::with_parameters(text, parameters, values);
  return result;
}

std::map<std::string, std::string> FittedExperiment::change_at(const std::vector<double>& values) const {
  std::map<std::string, std::string> result = card.change;
  for (auto& [key, text] : result) text = io::with_parameters(text, parameters, values);
  return result;
}

ExperimentExpectation make_expectation(const FittedExperiment& fitted) {
  if (io::names_counting_experiment(fitted.card.name)) return counting_expectation_of(fitted);
  if (io::names_telescope(fitted.card.name)) return telescope_expectation_of(fitted);
  if (io::names_decay_experiment(fitted.card.name)) return decay_expectation_of(fitted);
  const auto elastic = std::make_shared<const ElasticOfParameters>(fitted);
  const detector::Experiment& experiment = elastic->experiment();
  ExperimentExpectation result;
  result.expectation = elastic;
  result.axes = axes_of(experiment);
  result.title = experiment.title;
  result.statistic = experiment.likelihood.statistic;
  result.observed = experiment.observed;
  result.observed_errors = experiment.observed_errors;
  result.added_variance = detector::added_variances(experiment);
  result.nuisances = fitted.card.nuisances.value_or(experiment.likelihood.nuisances);
  result.likelihood_stated = experiment.likelihood.stated || fitted.card.nuisances;
  result.provenance = elastic->provenance();
  if (!result.likelihood_stated) {
    result.provenance.choices.emplace_back(
        "likelihood",
        fmt::format("not stated by the file: {}, nuisances {}", result.statistic,
                    result.nuisances.empty() ? "none" : fmt::format("{}", fmt::join(result.nuisances, ", "))));
  }
  return result;
}

}  // namespace tridens::run
