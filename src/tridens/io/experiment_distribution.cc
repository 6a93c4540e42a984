#include <algorithm>
#include <cmath>

#include "tridens/io/detail/experiment_pieces.hh"

namespace tridens::io::detail {

using detector::Background;
using detector::EfficiencyAxis;
using detector::RecoilEfficiency;

namespace {

std::vector<double> energy_shape(const CardSection& section, const Binning& binning, const ExperimentFolder& folder) {
  const std::string text = section.text("energy", "");
  if (text != "flat") return integrated_energy(folder.table(text), binning);
  if (!std::isfinite(binning.energy.back())) {
    section.out_of_range("energy", text, "a flat shape needs bins of finite width");
  }
  return integrated_curve(binning.energy, {}, {});
}

std::vector<double> time_shape(const CardSection& section, const Binning& binning, const RecoilEfficiency& efficiency,
                               const ExperimentFolder& folder) {
  if (binning.time.empty()) {
    if (section.has("time")) {
      section.out_of_range("time", section.text("time", ""), "the experiment has no bins of time");
    }
    return {1.0};
  }
  const std::string text = section.required_text("time", "\"flat\"");
  return at(section, "time", [&] {
    if (text.ends_with(".csv")) {
      return integrated_time(folder.table(text), binning, efficiency.value, efficiency.steps);
    }
    if (text == "flat") return integrated_curve(binning.time, efficiency.value, efficiency.steps);
    const RecoilEfficiency form =
        detector::make_efficiency(text, EfficiencyAxis::time, RecoilEfficiency::Of::observable);
    std::vector<double> steps = form.steps;
    steps.insert(steps.end(), efficiency.steps.begin(), efficiency.steps.end());
    std::sort(steps.begin(), steps.end());
    const auto curve = [&](double t) { return form.value(t) * (efficiency.value ? efficiency.value(t) : 1.0); };
    return integrated_curve(binning.time, curve, steps);
  });
}

/// The profile in time of what a shift of the beam moves: the table itself, finer than the bins.
void add_profile(const CardSection& section, const Binning& binning, const ExperimentFolder& folder,
                 Background& result) {
  const std::string file = section.text("time", "");
  if (binning.time.empty() || !file.ends_with(".csv")) {
    section.out_of_range("follows_beam", "true", "the time must be a table, and the experiment have bins of time");
  }
  at(section, "time", [&] {
    const TimeProfile profile = time_profile(folder.table(file), binning);
    result.profile_times_s = profile.times;
    result.profile_cumulative = profile.cumulative;
  });
}

}  // namespace

Background read_distribution(const CardSection& section, const std::string& name, const Binning& binning,
                             const RecoilEfficiency& time_efficiency, const ExperimentFolder& folder) {
  Background result;
  result.name = name;
  result.title = section.text("title", name);
  result.source = section.text("source", "");
  if (!section.has("events")) section.missing("events", "18.4");
  result.events = *section.number("events");
  result.relative_uncertainty = section.number("relative_uncertainty").value_or(0.0);
  section.exactly_one_of({"table", "energy"});
  const bool apply = section.boolean("apply_time_efficiency").value_or(false);
  const RecoilEfficiency none;
  const RecoilEfficiency& efficiency = apply ? time_efficiency : none;
  if (section.has("table")) {
    if (section.has("time")) section.exactly_one_of({"table", "time"});
    if (section.has("follows_beam")) section.exactly_one_of({"table", "follows_beam"});
    result.shape = at(section, "table", [&] {
      return normalised(
          integrated_contents(folder.table(section.text("table", "")), binning, efficiency.value, efficiency.steps),
          name);
    });
    return result;
  }
  const std::vector<double> energy = at(section, "energy", [&] { return energy_shape(section, binning, folder); });
  const std::vector<double> time = time_shape(section, binning, efficiency, folder);
  if (section.boolean("follows_beam").value_or(false)) {
    add_profile(section, binning, folder, result);
    result.energy_shape = normalised(energy, name);
    result.efficiency_on_profile = apply;
  }
  for (double e : energy) {
    for (double t : time) result.shape.push_back(e * t);
  }
  result.shape = normalised(std::move(result.shape), name);
  return result;
}

}  // namespace tridens::io::detail
