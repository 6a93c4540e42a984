#include "tridens/detector/counting_experiment.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

class Check {
 public:
  explicit Check(const CountingExperiment& experiment) : experiment_(experiment) {}

  void all() const {
    if (experiment_.target.empty()) refuse("target.material is missing", "cross sections need it", "name a material");
    if (experiment_.pairs.empty()) refuse("trident.pair is missing", "it says what is counted", "name a lepton pair");
    if (experiment_.components.empty()) refuse("trident.components is empty", "nothing would be counted", "");
    once("pair", experiment_.pairs);
    once("component", experiment_.components);
    measured();
    exposure();
    std::vector<std::string> names;
    for (const CountingBackground& each : experiment_.backgrounds) {
      background(each);
      names.push_back(each.name);
    }
    for (const CountingUncertainty& each : experiment_.uncertainties) {
      positive(each.of_signal.relative, "relative of uncertainty '" + each.of_signal.name + "'");
      names.push_back(each.of_signal.name);
    }
    once("background or uncertainty", names);
  }

 private:
  const CountingExperiment& experiment_;

  [[noreturn]] void refuse(std::string_view what, std::string_view why, std::string_view suggestion) const {
    throw UserError(fmt::format("experiment '{}': {}", experiment_.name, what), why, suggestion);
  }

  void positive(double value, std::string_view key) const {
    if (value > 0.0 && std::isfinite(value)) return;
    refuse(fmt::format("{} is {:g}", key, value), "it must be above zero", "");
  }

  void once(std::string_view what, const std::vector<std::string>& names) const {
    std::set<std::string> seen;
    for (const std::string& name : names) {
      if (name.empty()) refuse(fmt::format("a {} has no name", what), "results are told apart by it", "name it");
      if (!seen.insert(name).second) refuse(fmt::format("{} '{}' comes twice", what, name), "it would count twice", "");
    }
  }

  void measured() const {
    if (!experiment_.measured) return;
    const CountingMeasurement& measured = *experiment_.measured;
    if (!std::isfinite(measured.value) || measured.value < 0.0) {
      refuse(fmt::format("measured is {:g}", measured.value), "it cannot be negative", "");
    }
    if (measured.ratio) {
      positive(measured.error_up, "measured.error_up");
      positive(measured.error_down, "measured.error_down");
      return;
    }
    constexpr double largest = 1e15;  // beyond, neighbouring whole numbers are no longer told apart
    if (measured.value != std::floor(measured.value) || measured.value > largest) {
      refuse(fmt::format("measured.observed is {:g}", measured.value), "events are whole", "");
    }
  }

  void exposure() const {
    if (experiment_.is_ratio()) {
      if (experiment_.mass_tonnes == 0.0 && experiment_.exposure == 0.0) return;
      if (experiment_.mass_tonnes > 0.0 && experiment_.exposure > 0.0) return;
      refuse("only one of target.mass and [exposure] is given", "a number of events needs both, a ratio none",
             "give both or none");
    }
    if (experiment_.mass_tonnes == 0.0) {
      refuse("target.mass is missing", "a number of events needs it", "for example mass = \"75 t\"");
    }
    if (experiment_.exposure == 0.0) {
      refuse("[exposure] is missing", "a number of events needs it", "for example pot = 1e21");
    }
    positive(experiment_.mass_tonnes, "target.mass");
    positive(experiment_.exposure, "exposure");
  }

  void background(const CountingBackground& each) const {
    const std::string name = "background '" + each.name + "'";
    if (each.events.has_value() == each.relative_to_signal.has_value()) {
      refuse(name + (each.events ? " has events and relative_to_signal" : " has no number"), "one number says it all",
             "give either events or relative_to_signal");
    }
    if (experiment_.is_ratio()) {
      refuse(name + " of a ratio", "a ratio to the Standard Model has its background subtracted",
             "leave it out, or give the number of observed events");
    }
    const double value = each.events ? *each.events : *each.relative_to_signal;
    if (!std::isfinite(value) || value < 0.0)
      refuse(fmt::format("{} is {:g}", name, value), "it cannot be negative", "");
    if (!std::isfinite(each.relative_uncertainty) || each.relative_uncertainty < 0.0) {
      refuse(fmt::format("relative_uncertainty of {} is {:g}", name, each.relative_uncertainty),
             "it cannot be negative", "");
    }
  }
};

}  // namespace

void CountingExperiment::check() const {
  Check(*this).all();
}

}  // namespace tridens::detector
