#include "tridens/detector/experiment.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "tridens/base/error.hh"

namespace tridens::detector {
namespace {

class Check {
 public:
  explicit Check(const Experiment& experiment) : experiment_(experiment) {}

  void all() const {
    description();
    beam();
    time();
    RecoilResponse nominal(experiment_.response);
    for (const ResponseVariation& variation : experiment_.response_variations) response(variation);
    backgrounds();
    variations();
    counts("observed", experiment_.observed);
    counts("beam_off", experiment_.beam_off);
    errors("observed", experiment_.observed, experiment_.observed_errors);
    errors("beam_off", experiment_.beam_off, experiment_.beam_off_errors);
    check_likelihood(experiment_);
  }

 private:
  const Experiment& experiment_;

  [[noreturn]] void refuse(std::string_view what, std::string_view why, std::string_view suggestion) const {
    throw UserError(fmt::format("experiment '{}': {}", experiment_.name, what), why, suggestion);
  }

  void need_positive(double value, std::string_view key) const {
    if (value > 0.0 && std::isfinite(value)) return;
    refuse(fmt::format("{} is {:g}", key, value), "it must be positive", fmt::format("set '{}'", key));
  }

  void description() const {
    if (experiment_.target.empty()) refuse("target.material is missing", "rates need it", "name a material");
    need_positive(experiment_.mass_tonnes, "target.mass");
    if (experiment_.processes.empty()) refuse("processes is empty", "nothing would be computed", "name cevns or nu-e");
    static const std::vector<std::string> known = {"cevns", "nu-e"};
    for (const std::string& process : experiment_.processes) {
      if (std::find(known.begin(), known.end(), process) == known.end()) {
        unknown_name(fmt::format("process of experiment '{}'", experiment_.name), process, known);
      }
    }
    once("processes", experiment_.processes);
    settings();
  }

  /// A setting that none of the processes reads would be lost without a word.
  void settings() const {
    static const std::map<std::string, std::string, std::less<>> reader = {{"form_factor", "cevns"},
                                                                           {"neutron_form_factor", "cevns"},
                                                                           {"kinematics", "cevns"},
                                                                           {"axial", "cevns"},
                                                                           {"binding", "nu-e"}};
    const std::vector<std::string>& processes = experiment_.processes;
    for (const auto& [key, text] : experiment_.process_settings) {
      const auto found = reader.find(key);
      if (found == reader.end()) continue;
      if (std::find(processes.begin(), processes.end(), found->second) != processes.end()) continue;
      refuse(fmt::format("{} = '{}' has no effect", key, text),
             fmt::format("it is a setting of {}, which the experiment does not have", found->second), "leave it out");
    }
  }

  void beam() const {
    if (experiment_.flux.empty() == experiment_.flux_file.empty()) {
      refuse("the flux is not one", "exactly one of a source, a name or a file is needed", "see [flux]");
    }
    need_positive(experiment_.exposure, "exposure");
  }

  void time() const {
    const std::vector<double>& edges = experiment_.time_edges_s;
    if (edges.size() == 1) refuse("time.edges has one number", "a bin has two ends", "add edges");
    for (size_t i = 0; i < edges.size(); ++i) {
      if (std::isfinite(edges[i]) && (i == 0 || edges[i] > edges[i - 1])) continue;
      refuse(fmt::format("time.edges: number {} is {:g} s", i + 1, edges[i]), "edges are finite and increase",
             "sort them");
    }
    if (!std::isfinite(experiment_.time_offset_s)) refuse("time.offset is not finite", "times are", "change it");
    if (!experiment_.time_efficiency.value || edges.empty()) return;
    constexpr int points = 64;
    for (int i = 0; i <= points; ++i) {
      const double t = std::lerp(edges.front(), edges.back(), static_cast<double>(i) / points);
      const double value = experiment_.time_efficiency.value(t);
      if (value >= 0.0 && value <= 1.0) continue;
      refuse(fmt::format("time.efficiency is {:g} at {:g} s", value, t), "it lies between 0 and 1", "change it");
    }
  }

  void response(const ResponseVariation& variation) const {
    RecoilResponse varied(variation.response);
    if (variation.response.edges != experiment_.response.edges) {
      refuse(fmt::format("variation '{}' has other bins", variation.uncertainty),
             "they must be those of the experiment", "leave them out");
    }
    named_variation(variation.uncertainty, variation.sigmas);
  }

  void named_variation(const std::string& uncertainty, double sigmas) const {
    if (uncertainty.empty()) refuse("a variation has no name", "fits name their nuisances by it", "name it");
    if (sigmas == 0.0 || !std::isfinite(sigmas)) {
      refuse(fmt::format("variation '{}' has sigmas = {:g}", uncertainty, sigmas),
             "it must differ from the nominal one", "write for example sigmas = 1");
    }
  }

  void shape(const std::string& what, const std::vector<double>& values) const {
    if (values.size() != experiment_.bins()) {
      refuse(
          fmt::format("{} has {} numbers", what, values.size()),
          fmt::format("there are {} bins of energy and {} of time", experiment_.energy_bins(), experiment_.time_bins()),
          "give one number per bin");
    }
    double sum = 0.0;
    for (double value : values) {
      if (!(value >= 0.0)) refuse(fmt::format("{} holds {:g}", what, value), "a share is not negative", "check it");
      sum += value;
    }
    constexpr double tolerance = 1e-9;
    if (!(std::abs(sum - 1.0) <= tolerance)) {
      refuse(fmt::format("{} sums to {:.9g}", what, sum), "shapes sum to 1", "normalise it");
    }
  }

  void background(const std::string& what, const Background& one) const {
    if (!(one.events >= 0.0) || !std::isfinite(one.events)) {
      refuse(fmt::format("{} has {:g} events", what, one.events), "the number is not negative", "change 'events'");
    }
    if (!(one.relative_uncertainty >= 0.0) || !std::isfinite(one.relative_uncertainty)) {
      refuse(fmt::format("{} has the relative uncertainty {:g}", what, one.relative_uncertainty), "it is not negative",
             "change 'relative_uncertainty'");
    }
    shape("the shape of " + what, one.shape);
    profile(what, one);
  }

  void profile(const std::string& what, const Background& one) const {
    if (one.profile_times_s.empty()) return;
    const bool fits = one.profile_times_s.size() == one.profile_cumulative.size() && one.profile_times_s.size() >= 2 &&
                      one.energy_shape.size() == experiment_.energy_bins() && !experiment_.time_edges_s.empty();
    const auto increase = [](const std::vector<double>& values, bool strictly) {
      const auto wrong = [&](double a, double b) { return !(b > a || (!strictly && b == a)); };
      return std::adjacent_find(values.begin(), values.end(), wrong) == values.end();
    };
    if (fits && increase(one.profile_times_s, true) && increase(one.profile_cumulative, false)) return;
    refuse(what + " has a time profile that does not fit", "times increase, probabilities do not fall, energies fit",
           "give one cumulative probability per time and one share per bin of energy");
  }

  void backgrounds() const {
    std::vector<std::string> names;
    for (const Background& one : experiment_.backgrounds) {
      if (one.name.empty()) refuse("a background has no name", "results name their parts by it", "name it");
      if (one.name == "signal") refuse("a background is named 'signal'", "that is the signal's name", "rename it");
      names.push_back(one.name);
      background(fmt::format("background '{}'", one.name), one);
    }
    once("backgrounds", names);
    if (experiment_.released_signal) {
      background("released_signal", *experiment_.released_signal);
      need_positive(experiment_.released_signal->events, "released_signal.events");
    }
    names.clear();
    for (const SignalUncertainty& one : experiment_.uncertainties) {
      if (one.name.empty()) refuse("an uncertainty has no name", "fits name their nuisances by it", "name it");
      names.push_back(one.name);
      need_positive(one.relative, fmt::format("uncertainty '{}'", one.name));
      for (const std::string& process : one.processes) {
        if (std::ranges::find(experiment_.processes, process) != experiment_.processes.end()) continue;
        unknown_name(fmt::format("process of uncertainty '{}' of experiment '{}'", one.name, experiment_.name), process,
                     experiment_.processes);
      }
    }
    once("uncertainties", names);
  }

  /// Two of one uncertainty at one place: the second would replace the first.
  void once_at(const std::string& uncertainty, double sigmas, const std::string& of,
               std::set<std::tuple<std::string, double, std::string>>& seen) const {
    if (seen.emplace(uncertainty, sigmas, of).second) return;
    refuse(fmt::format("variation '{}' with sigmas = {:g} comes twice", uncertainty, sigmas),
           "one of them would be lost", "join them, or give them names of their own");
  }

  void variations() const {
    std::set<std::tuple<std::string, double, std::string>> seen;
    for (const ResponseVariation& one : experiment_.response_variations) {
      once_at(one.uncertainty, one.sigmas, "response", seen);
    }
    seen.clear();
    for (const ShapeVariation& one : experiment_.shape_variations) once_at(one.uncertainty, one.sigmas, one.of, seen);
    for (const ShapeVariation& one : experiment_.shape_variations) {
      named_variation(one.uncertainty, one.sigmas);
      const auto is_it = [&](const Background& each) { return each.name == one.of; };
      const auto& list = experiment_.backgrounds;
      if (one.of != "signal" && std::none_of(list.begin(), list.end(), is_it)) {
        refuse(fmt::format("variation '{}' is of '{}'", one.uncertainty, one.of), "there is no such background",
               "write 'signal' or the name of a background");
      }
      if (one.relative.size() != experiment_.bins()) {
        refuse(fmt::format("variation '{}' has {} numbers", one.uncertainty, one.relative.size()),
               fmt::format("there are {} bins", experiment_.bins()), "give one number per bin");
      }
      for (double value : one.relative) {
        if (std::isfinite(value) && value >= -1.0) continue;
        refuse(fmt::format("variation '{}' holds {:g}", one.uncertainty, value), "contents stay above zero",
               "check it");
      }
    }
  }

  void counts(const std::string& what, const std::vector<double>& values) const {
    if (values.empty()) return;
    if (values.size() != experiment_.bins()) {
      refuse(fmt::format("{} has {} numbers", what, values.size()),
             fmt::format("there are {} bins", experiment_.bins()), "give one number per bin");
    }
    for (double value : values) {
      if (!(value >= 0.0) || !std::isfinite(value)) {
        refuse(fmt::format("{} holds {:g}", what, value), "counts are not negative", "check it");
      }
    }
  }

  void errors(std::string_view what, const std::vector<double>& values, const std::vector<double>& sigmas) const {
    if (sigmas.empty()) return;
    if (sigmas.size() != values.size()) {
      refuse(fmt::format("{} has {} numbers and {} errors", what, values.size(), sigmas.size()), "each needs its own",
             "give one error per number");
    }
    for (double sigma : sigmas) need_positive(sigma, fmt::format("an error of {}", what));
  }

  void once(std::string_view what, const std::vector<std::string>& names) const {
    std::set<std::string> seen;
    for (const std::string& name : names) {
      if (!seen.insert(name).second) refuse(fmt::format("{} names '{}' twice", what, name), "names are unique", "");
    }
  }
};

}  // namespace

void Experiment::check() const {
  Check(*this).all();
}

}  // namespace tridens::detector
