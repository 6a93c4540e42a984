#include "tridens/run/fit_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "tridens/base/error.hh"
#include "tridens/run/fit_expectation.hh"
#include "tridens/run/pieces.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

std::map<std::string, std::string> common_names(const io::FitCard& card, const std::string& experiment) {
  std::map<std::string, std::string> result;
  for (const io::FitCommonCard& common : card.common) {
    for (const std::string& name : common.of) {
      const size_t dot = name.rfind('.');
      if (dot != std::string::npos && name.substr(0, dot) == experiment) result[name.substr(dot + 1)] = common.name;
    }
  }
  return result;
}

/// Every nuisance of [[common]] must exist, or it would be shared with nothing.
void check_common(const io::FitCard& card, const std::vector<std::string>& experiments) {
  for (const io::FitCommonCard& common : card.common) {
    for (const std::string& name : common.of) {
      const std::string experiment = name.substr(0, name.rfind('.'));
      if (std::ranges::find(experiments, experiment) == experiments.end()) {
        unknown_name("experiment in [[common]] " + common.name, experiment, experiments);
      }
    }
  }
}

/// A common name for a nuisance that the experiment does not leave free would share nothing.
void check_common_names(const std::string& experiment, const std::map<std::string, std::string>& common_names,
                        const std::vector<std::string>& nuisances) {
  for (const auto& [name, common] : common_names) {
    if (std::ranges::find(nuisances, name) != nuisances.end()) continue;
    unknown_name(fmt::format("nuisance of {} in [[common]] {}", experiment, common), name, nuisances);
  }
}

/// What a command line would be told about its --set, said to a card.
ExperimentExpectation expectation_of_card(const FittedExperiment& fitted) {
  try {
    return make_expectation(fitted);
  } catch (const UserError& error) {
    std::string text = error.what();
    if (text.find("--set ") == std::string::npos) throw;
    for (size_t at = text.find("--set "); at != std::string::npos; at = text.find("--set ", at)) {
      text.replace(at, 6, "[model] ");
    }
    throw UserError(text, "");
  }
}

/// What is fitted to an experiment beside the model is not part of the Standard Model.
void erase_parameters(io::FitExperimentCard& experiment) {
  std::erase_if(experiment.change, [](const auto& change) { return io::has_parameter(change.second); });
  std::erase_if(experiment.processes, [](const std::string& process) { return io::has_parameter(process); });
}

/// The expectation of the truth at nominal nuisances.
std::vector<double> asimov_counts(const io::FitCard& card, FittedExperiment fitted) {
  fitted.model = card.truth;
  fitted.parameters.clear();
  erase_parameters(fitted.card);
  const ExperimentExpectation truth = expectation_of_card(fitted);
  std::vector<double> counts(truth.expectation->bins());
  const std::vector<double> nominal(truth.expectation->nuisances().size());
  truth.expectation->at({})->evaluate(nominal.data(), counts.data(), nullptr);
  return counts;
}

std::vector<double> variance_of(const ExperimentExpectation& expectation, const std::vector<double>& data) {
  if (expectation.statistic == "poisson") return {};
  std::vector<double> variance = expectation.observed_errors;
  for (double& error : variance) error *= error;
  if (variance.empty()) variance = data;
  for (size_t bin = 0; bin < expectation.added_variance.size(); ++bin) variance[bin] += expectation.added_variance[bin];
  return variance;
}

/// Choices of all experiments in one list: what they share is said once.
void add_provenance(const std::string& experiment, const Provenance& provenance, Provenance& all) {
  for (const auto& [key, text] : provenance.choices) {
    if (key == "model") continue;
    all.choices.emplace_back(experiment + ": " + key, text);
  }
  for (const auto& [name, checksum] : provenance.data_checksums) all.data_checksums[name] = checksum;
  for (const std::string& paper : provenance.citations_arxiv) {
    if (std::ranges::find(all.citations_arxiv, paper) == all.citations_arxiv.end()) {
      all.citations_arxiv.push_back(paper);
    }
  }
}

std::string text_of(const io::ModelCard& model) {
  std::string text = model.name;
  for (const auto& [key, value] : model.settings) text += fmt::format(",{}={}", key, value);
  return text;
}

bool asks_for_asimov(const io::FitCard& card) {
  return std::ranges::any_of(card.experiments, [&](const io::FitExperimentCard& experiment) {
    return (experiment.data.empty() ? card.data : experiment.data) == "asimov";
  });
}

/// Without counts there are only Asimov data, and those of an experiment that is no more than a flux and a target are
/// not what it could measure: somebody has to say how it is fitted.
void refuse_what_cannot_be_fitted(const std::string& name, const std::string& data,
                                  const ExperimentExpectation& expectation) {
  if (!expectation.likelihood_stated) {
    throw UserError(
        fmt::format("experiment '{}' cannot be fitted", name),
        fmt::format("it has no observed counts, and its file says with no [likelihood] that its expectation "
                    "can stand for a measurement ('tridens show {}': problems)",
                    name),
        "take another, or name the nuisances of a projection in the card");
  }
  if (data == "asimov") return;
  throw UserError(fmt::format("experiment '{}' has no observed counts", name),
                  "none were released, or the exposure is not that of the data", "say data = \"asimov\"");
}

}  // namespace

std::vector<double> interior_point(const std::vector<io::FitParameterCard>& parameters) {
  constexpr double golden = 0.6180339887498949;  // in no usual range at zero
  std::vector<double> values;
  for (const io::FitParameterCard& parameter : parameters) {
    values.push_back(parameter.logarithmic ? std::sqrt(parameter.min) * std::sqrt(parameter.max)
                                           : parameter.min + golden * (parameter.max - parameter.min));
  }
  return values;
}

io::FitCard standard_model_card(const io::FitCard& card) {
  io::FitCard result = card;
  result.model = {};
  result.parameters.clear();
  for (io::FitExperimentCard& experiment : result.experiments) erase_parameters(experiment);
  return result;
}

namespace {

/// Passes everything on, until the flag is set.
class StoppedExpectation : public inference::Expectation {
 public:
  StoppedExpectation(std::shared_ptr<const inference::Expectation> of, StopFlag stop)
      : of_(std::move(of)), stop_(stop) {}
  size_t bins() const override { return of_->bins(); }
  const std::vector<inference::Nuisance>& nuisances() const override { return of_->nuisances(); }
  std::unique_ptr<inference::ExpectedCounts> at(const std::vector<double>& parameters) const override {
    Pieces(stop_, {}, 0).check();
    return of_->at(parameters);
  }

 private:
  std::shared_ptr<const inference::Expectation> of_;
  StopFlag stop_;
};

FitResult::Experiment described(const std::string& name, const std::string& data,
                                const ExperimentExpectation& expectation, const inference::Measurement& measurement) {
  FitResult::Experiment result;
  result.name = name;
  result.title = expectation.title;
  result.data = data;
  result.statistic = expectation.statistic;
  result.bins = measurement.observed.size();
  result.observed = std::accumulate(measurement.observed.begin(), measurement.observed.end(), 0.0);
  result.axes = expectation.axes;
  result.bin_observed = measurement.observed;
  for (const double variance : measurement.variance) result.bin_error.push_back(std::sqrt(variance));
  return result;
}

}  // namespace

FitSetup make_fit_setup(const io::FitCard& card, int threads, StopFlag stop) {
  FitSetup setup;
  for (const io::FitParameterCard& parameter : card.parameters) {
    setup.parameters.push_back({parameter.name, parameter.unit, parameter.min, parameter.max, parameter.logarithmic});
  }
  setup.provenance.version = version();
  setup.provenance.choices.emplace_back("model", text_of(card.model));
  if (asks_for_asimov(card)) setup.provenance.choices.emplace_back("truth", text_of(card.truth));
  std::vector<inference::Measurement> measurements;
  std::vector<std::string> names;
  for (const io::FitExperimentCard& experiment : card.experiments) {
    Pieces(stop, {}, 0).check();
    FittedExperiment fitted{experiment, card.model, card.parameters, {}, threads, stop};
    const bool is_path = experiment.name.find('/') != std::string::npos || experiment.name.ends_with(".toml");
    const std::string name = is_path ? std::filesystem::path(experiment.name).stem().string() : experiment.name;
    if (is_path) fitted.card.name = (std::filesystem::path(card.folder) / experiment.name).string();
    fitted.common_names = common_names(card, name);
    const ExperimentExpectation expectation = expectation_of_card(fitted);
    const std::string data = experiment.data.empty() ? card.data : experiment.data;
    std::vector<double> counts = expectation.observed;
    if (counts.empty()) refuse_what_cannot_be_fitted(name, data, expectation);
    if (data == "asimov") counts = asimov_counts(card, fitted);
    measurements.push_back(
        {name, expectation.statistic == "gaussian" ? inference::Statistic::gaussian : inference::Statistic::poisson,
         counts, variance_of(expectation, counts),
         stop == nullptr ? expectation.expectation
                         : std::make_shared<const StoppedExpectation>(expectation.expectation, stop)});
    setup.experiments.push_back(described(name, data, expectation, measurements.back()));
    check_common_names(name, fitted.common_names, expectation.nuisances);
    add_provenance(name, expectation.provenance, setup.provenance);
    names.push_back(name);
  }
  check_common(card, names);
  setup.likelihood = std::make_shared<const inference::Likelihood>(std::move(measurements));
  return setup;
}

void check_effects(const FitSetup& setup, const io::FitCard& card) {
  const std::vector<double> interior = interior_point(card.parameters);
  const std::vector<double> nominal(setup.likelihood->nuisances().size());
  for (size_t i = 0; i < setup.parameters.size(); ++i) {
    const inference::Parameter& parameter = setup.parameters[i];
    const auto reference = setup.likelihood->expected(interior, nominal);
    const bool acts = std::ranges::any_of(std::vector{parameter.lowest, parameter.highest}, [&](double end) {
      std::vector<double> values = interior;
      values[i] = end;
      return setup.likelihood->expected(values, nominal) != reference;
    });
    if (acts) continue;
    throw UserError(fmt::format("the parameter '{}' changes nothing that the experiments expect", parameter.name),
                    fmt::format("between {} and {}", parameter.lowest, parameter.highest),
                    "take a coupling to these neutrinos and targets, or a mass below threshold");
  }
}

}  // namespace tridens::run
