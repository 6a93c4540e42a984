#include "tridens/run/decay_expectation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/run/decay_template.hh"
#include "tridens/run/fit_setup.hh"
#include "tridens/run/pieces.hh"

namespace tridens::run {
namespace {

using Values = std::vector<double>;

/// N = (1 + a) S + B.
class DecayCountsAt : public inference::ExpectedCounts {
 public:
  DecayCountsAt(double signal, double background, bool nuisance)
      : signal_(signal), background_(background), nuisance_(nuisance) {}
  void evaluate(const double* nuisances, double* counts, double* derivatives) const override {
    counts[0] = signal_ * (nuisance_ ? 1.0 + nuisances[0] : 1.0) + background_;
    if (derivatives != nullptr && nuisance_) derivatives[0] = signal_;
  }
  std::vector<inference::CountsPart> parts(const double* nuisances) const override {
    return {{"decays", "signal", {signal_ * (nuisance_ ? 1.0 + nuisances[0] : 1.0)}},
            {"background", "background", {background_}}};
  }

 private:
  double signal_, background_;
  bool nuisance_;
};

bool above_threshold(const DecayParts& parts, const flux::Flux& flux) {
  for (const rate::RegionProcesses& region : parts.processes) {
    for (const auto& process : region.processes) {
      for (size_t i = 0; i < process->components().size(); ++i) {
        if (process->threshold(i) < flux.spectrum(process->neutrino()).highest()) return true;
      }
    }
  }
  return false;
}

class DecayExpectation : public inference::Expectation {
 public:
  DecayExpectation(FittedExperiment fitted, DecaySetup setup, std::vector<inference::Nuisance> nuisances)
      : fitted_(std::move(fitted)), setup_(std::move(setup)), nuisances_(std::move(nuisances)) {
    // A plane has thousands of points: 1 % for each is enough.
    setup_.options.production = {12, 16, 1};
    setup_.options.simulation.points = 1024;
    setup_.options.simulation.repetitions = 8;
    setup_.options.production.checkpoint =
        setup_.options.simulation.checkpoint = [stop = fitted_.stop] { Pieces(stop, {}, 0).check(); };
    if (!fitted_.card.processes.empty()) find_couplings();
  }

  size_t bins() const override { return 1; }
  const std::vector<inference::Nuisance>& nuisances() const override { return nuisances_; }
  std::unique_ptr<inference::ExpectedCounts> at(const Values& values) const override {
    const double signal = fitted_.card.processes.empty() ? 0.0 : signal_at(values);
    return std::make_unique<DecayCountsAt>(signal, setup_.experiment.counts->background, !nuisances_.empty());
  }

 private:
  struct Slot {
    std::once_flag made;
    std::unique_ptr<const DecayTemplate> value;
  };

  DecayParts parts_at(const Values& values) const {
    const std::string text = io::with_parameters(fitted_.card.processes.front(), fitted_.parameters, values);
    return decay_parts(setup_.experiment, setup_.flux, decay_model(text, fitted_.model_at(values), tables_),
                       setup_.options.neutrinos);
  }

  /// Parameters that only multiply, seen from the middle of the ranges.
  void find_couplings() {
    middle_ = interior_point(fitted_.parameters);
    const DecayParts parts = parts_at(middle_);
    for (size_t i = 0; i < fitted_.parameters.size(); ++i) {
      Values moved = middle_;
      const io::FitParameterCard& parameter = fitted_.parameters[i];
      moved[i] =
          parameter.logarithmic ? std::sqrt(middle_[i]) * std::sqrt(parameter.min) : 0.5 * (middle_[i] + parameter.min);
      bool coupling = false;
      try {
        coupling = coupling_change(parts, parts_at(moved)).has_value();
      } catch (const UserError&) {
        coupling = false;  // at this value nothing decays: it is calculated where it is asked for
      }
      is_coupling_.push_back(coupling);
    }
  }

  /// Widths at the ends of the ranges of the couplings, over that in their middle.
  std::vector<double> width_scales(const Values& reference, double width) const {
    std::vector<double> scales = {1.0};
    for (size_t i = 0; i < is_coupling_.size(); ++i) {
      if (!is_coupling_[i]) continue;
      for (const double end : {fitted_.parameters[i].min, fitted_.parameters[i].max}) {
        Values moved = reference;
        moved[i] = end;
        double scale = 1.0;
        try {
          scale = parts_at(moved).particle.width / width;
        } catch (const UserError&) {
          continue;  // no model there
        }
        constexpr double apart = 1.05;
        const auto near = [&](double known) { return scale < known * apart && known < scale * apart; };
        if (std::none_of(scales.begin(), scales.end(), near)) scales.push_back(scale);
      }
    }
    return scales;
  }

  std::unique_ptr<const DecayTemplate> made_at(const Values& reference) const {
    const DecayParts parts = parts_at(reference);
    DecaySetup setup = setup_;
    setup.options.simulation.width_scales = width_scales(reference, parts.particle.width);
    return std::make_unique<const DecayTemplate>(setup, parts);
  }

  std::shared_ptr<Slot> slot(const Values& reference) const {
    const std::scoped_lock lock(mutex_);
    for (auto entry = remembered_.begin(); entry != remembered_.end(); ++entry) {
      if (entry->first != reference) continue;
      remembered_.splice(remembered_.begin(), remembered_, entry);
      return remembered_.front().second;
    }
    remembered_.emplace_front(reference, std::make_shared<Slot>());
    constexpr size_t most = 64;
    if (remembered_.size() > most) remembered_.pop_back();
    return remembered_.front().second;
  }

  double signal_at(const Values& values) const {
    const DecayParts parts = parts_at(values);
    if (!above_threshold(parts, setup_.flux)) return 0.0;
    Values reference = values;
    for (size_t i = 0; i < values.size(); ++i) {
      if (is_coupling_[i]) reference[i] = middle_[i];
    }
    const std::shared_ptr<Slot> at = slot(reference);
    std::call_once(at->made, [&] { at->value = made_at(reference); });
    if (const auto change = at->value->change_to(parts)) return at->value->events().decays->events(*change).count;
    return decay_events(setup_.experiment, setup_.flux, parts, setup_.geometry, setup_.options).decays->events().count;
  }

  SharedTables tables_ = std::make_shared<process::FormFactorTables>();
  FittedExperiment fitted_;
  DecaySetup setup_;
  std::vector<inference::Nuisance> nuisances_;
  Values middle_;
  std::vector<bool> is_coupling_;
  mutable std::mutex mutex_;
  mutable std::list<std::pair<Values, std::shared_ptr<Slot>>> remembered_;
};

constexpr const char* normalisation = "normalisation";

std::vector<inference::Nuisance> nuisances_of(const FittedExperiment& fitted, const std::string& experiment) {
  std::vector<inference::Nuisance> result;
  for (const std::string& name : fitted.card.nuisances.value_or(std::vector<std::string>{})) {
    if (name != normalisation) unknown_name("nuisance of " + experiment, name, {normalisation});
    const auto width = fitted.card.width.find(name);
    if (width == fitted.card.width.end()) {
      throw UserError(fmt::format("the nuisance '{}' of {} has no width", name, experiment),
                      "its file states no uncertainty of the signal", "give it in [experiment.width]");
    }
    const double value = parse_quantity(width->second, Dimension::number, "the width of " + name);
    if (!(value > 0.0 && std::isfinite(value))) {
      throw UserError(fmt::format("the width of {} is {}", name, width->second), "it must be above zero", "");
    }
    const auto common = fitted.common_names.find(name);
    result.push_back({common == fitted.common_names.end() ? experiment + "." + name : common->second,
                      "relative change of the signal", "", value});
  }
  return result;
}

void check_card(const FittedExperiment& fitted) {
  if (fitted.card.processes.size() > 1) {
    throw UserError(fmt::format("{} is asked for {} processes", fitted.card.name, fitted.card.processes.size()),
                    "an experiment of decays counts one particle", "leave one of them");
  }
  for (const auto& [key, text] : fitted.card.change) {
    if (!io::has_parameter(text)) continue;
    throw UserError(fmt::format("a parameter in the change '{}' of {}", key, fitted.card.name),
                    "only the process of an experiment of decays can vary", "put the parameter into processes");
  }
}

}  // namespace

ExperimentExpectation decay_expectation_of(const FittedExperiment& fitted) {
  check_card(fitted);
  DecaySetup setup = make_decay_setup(fitted.card.name, fitted.card.change);
  const detector::DecayExperiment& experiment = setup.experiment;
  if (!experiment.counts) {
    throw UserError(fmt::format("{} has neither counts nor a background", experiment.name),
                    "nothing is published as a table, or the exposure is not that of the data",
                    "give [experiment.change] background = \"100\" and data = \"asimov\"");
  }
  ExperimentExpectation result;
  result.title = experiment.title;
  const detector::DecayCounts counts = *experiment.counts;
  result.statistic = counts.background_error > 0.0 ? "gaussian" : "poisson";
  if (counts.observed) result.observed = {*counts.observed};
  if (counts.background_error > 0.0) result.observed_errors = {counts.background_error};
  result.nuisances = fitted.card.nuisances.value_or(std::vector<std::string>{});
  result.provenance = setup.provenance;
  result.provenance.choices.emplace_back("process",
                                         fitted.card.processes.empty() ? "none" : fitted.card.processes.front());
  result.provenance.choices.emplace_back(
      "background", fmt::format("{:g} with an error of {:g}", counts.background, counts.background_error));
  const std::vector<inference::Nuisance> nuisances = nuisances_of(fitted, experiment.name);
  result.expectation = std::make_shared<const DecayExpectation>(fitted, std::move(setup), nuisances);
  return result;
}

}  // namespace tridens::run
