#include "tridens/run/analysis_setup.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/io/data_files.hh"

namespace tridens::run {
namespace {

using detector::KindResponse;

detector::Efficiency efficiency_of_file(const std::string& path) {
  const Table table = io::load_table_file(path).table;
  for (const std::string unit : {"eV", "keV", "MeV", "GeV"}) {
    const std::string name = "kinetic_energy_" + unit;
    if (!table.has_column(name)) continue;
    const double factor = parse_quantity("1 " + unit, Dimension::energy, name);
    std::vector<double> energies = table.numbers(name);
    for (double& energy : energies) energy *= factor;
    return {std::move(energies), table.numbers("efficiency")};
  }
  throw UserError("the efficiency table " + path + " has no energies", "it needs a column kinetic_energy_MeV",
                  "name the column with its unit: kinetic_energy_eV, _keV, _MeV or _GeV");
}

template <class Values, class Use>
void for_each_kind(detector::Response& response, const Values& values, Use use) {
  for (const auto& [kind, value] : values) use(response[detector::parse_particle_kind(kind)], value);
}

event::Cut cut_of(const io::CutCard& card) {
  event::Cut cut;
  cut.variable = &event::variable(card.variable);
  if (!card.min.empty()) cut.minimum = event::parse_value(*cut.variable, card.min);
  if (!card.max.empty()) cut.maximum = event::parse_value(*cut.variable, card.max);
  if (cut.minimum >= cut.maximum) {
    throw UserError(fmt::format("the cut on {} runs from {} to {}", card.variable, card.min, card.max),
                    "the lower limit must be below the upper one", "");
  }
  return cut;
}

event::HistogramRequest histogram_of(const io::HistogramCard& card, size_t number) {
  const event::Variable& variable = event::variable(card.variable);
  const double low = event::parse_value(variable, card.min), high = event::parse_value(variable, card.max);
  if (low >= high) {
    throw UserError(fmt::format("the histogram of {} runs from {} to {}", card.variable, card.min, card.max),
                    "the lower limit must be below the upper one", "");
  }
  (void)event::unit_factor(variable, card.unit);  // says what is wrong with the unit
  // One variable may have several histograms: the number keeps their names apart.
  return {.name = fmt::format("{}: {}", number, card.variable),
          .x = &variable,
          .x_axis = Axis::regular(static_cast<size_t>(card.bins), low, high),
          .y = nullptr,
          .y_axis = std::nullopt,
          .stage = event::Stage::selected};
}

/// A response describes charged leptons, photons, pions and protons: with none of them it would do nothing.
void refuse_unseen(const std::vector<std::vector<int>>& final_states) {
  for (const std::vector<int>& state : final_states) {
    if (std::any_of(state.begin(), state.end(), detector::is_visible)) return;
  }
  throw UserError("[detector] is given, but no particle of the final states is described by it",
                  "it measures charged leptons, photons, pions and protons",
                  "leave it out; recoiling nuclei are measured by the experiments of 'tridens rate'");
}

void refuse_taus(const detector::Response& response, const std::vector<std::vector<int>>& final_states) {
  if (response.is_perfect()) return;
  for (const std::vector<int>& state : final_states) {
    if (std::none_of(state.begin(), state.end(), [](int pdg) { return std::abs(pdg) == 15; })) continue;
    throw UserError("no detector response for a tau", "it decays before it is seen, and its decay is not simulated",
                    "leave [detector] out: variables are then made of true momenta");
  }
}

}  // namespace

std::vector<std::vector<int>> final_states_of(const Reaction& reaction) {
  std::vector<std::vector<int>> states;
  for (const std::vector<ComponentLabel>& labels : reaction.labels) {
    for (const ComponentLabel& label : labels) states.push_back(label.final_state);
  }
  return states;
}

detector::Response response_of(const io::RunCard& card) {
  if (!card.detector) return {};
  const io::DetectorCard& from = *card.detector;
  detector::Response response = detector::make_response(from.name.empty() ? "perfect" : from.name);
  if (!from.threshold_on.empty()) {
    response.threshold_on =
        from.threshold_on == "true" ? detector::ThresholdOn::true_energy : detector::ThresholdOn::observed_energy;
  }
  for_each_kind(response, from.threshold, [](KindResponse& kind, const std::string& text) {
    kind.threshold = parse_quantity(text, Dimension::energy, "threshold");
  });
  for_each_kind(response, from.energy_resolution,
                [](KindResponse& kind, double value) { kind.energy_stochastic = value; });
  for_each_kind(response, from.energy_resolution_constant,
                [](KindResponse& kind, double value) { kind.energy_constant = value; });
  if (!from.angular_resolution.empty()) {
    const double angle = parse_quantity(from.angular_resolution, Dimension::angle, "angular_resolution");
    for (KindResponse& kind : response.kinds) kind.angle = angle;
  }
  for_each_kind(response, from.efficiency,
                [](KindResponse& kind, double value) { kind.efficiency = detector::Efficiency(value); });
  for_each_kind(response, from.efficiency_file, [&](KindResponse& kind, const std::string& file) {
    kind.efficiency = efficiency_of_file(io::file_of(card, file));
  });
  response.check();
  return response;
}

event::Selection selection_of(const io::RunCard& card) {
  event::Selection selection;
  if (!card.selection.empty()) selection = event::make_selection(card.selection);
  for (const io::CutCard& cut : card.cuts) selection.cuts.push_back(cut_of(cut));
  return selection;
}

event::AnalysisPlan analysis_plan(const io::RunCard& card, std::vector<std::vector<int>> final_states) {
  event::AnalysisPlan plan;
  plan.response = response_of(card);
  if (card.detector) refuse_unseen(final_states);
  refuse_taus(plan.response, final_states);
  plan.selection = selection_of(card);
  for (size_t i = 0; i < card.histograms.size(); ++i) {
    plan.histograms.push_back(histogram_of(card.histograms[i], i + 1));
  }
  plan.seed = card.generate.seed;
  plan.variation_count = card.generate.variations.size();
  plan.final_states = std::move(final_states);
  return plan;
}

}  // namespace tridens::run
