#include <fmt/format.h>

#include <limits>

#include "tridens/io/detail/experiment_pieces.hh"

// [likelihood]: how a fit treats the experiment unless its card says otherwise.
namespace tridens::io::detail {
namespace {

constexpr double free_width = std::numeric_limits<double>::infinity();

/// A number or the word "free".
double width(const CardSection& section, std::string_view key) {
  const toml::node* node = section.find(key);
  if (node != nullptr && node->is_string() && original_form(node->as_string()->get()) == "free") return free_width;
  if (node == nullptr || !node->is_number()) section.wrong_type(key, "a number or \"free\"", "0.05");
  return *section.positive_number(key);
}

double time_width(const CardSection& section) {
  if (section.text("time", "") == "free") return free_width;
  return parse_quantity(section.quantity("time", Dimension::time, 0.0, false, "\"30 ns\""), Dimension::time, "time");
}

using Value = double (*)(const CardSection&, std::string_view);

std::map<std::string, double> named_numbers(const CardSection& section, std::string_view key, Value value) {
  std::map<std::string, double> result;
  const toml::table* table = section.sub_table(key);
  if (table == nullptr) return result;
  const CardSection inner = section.inner(key, *table);
  for (const auto& [name, node] : *table) result[original_form(name.str())] = value(inner, name.str());
  return result;
}

double number(const CardSection& section, std::string_view key) {
  return *section.number(key);
}

double positive(const CardSection& section, std::string_view key) {
  return *section.positive_number(key);
}

}  // namespace

void read_likelihood(const CardSection& section, detector::LikelihoodChoice& choice) {
  choice.stated = true;
  choice.statistic = section.text("statistic", choice.statistic);
  choice.signal_shape = section.text("signal_shape", choice.signal_shape);
  if (section.has("nuisances")) choice.nuisances = texts(section, "nuisances", "[\"flux\"]");
  if (section.has("radius")) choice.radius_width = width(section, "radius");
  if (section.has("time")) choice.time_width_s = time_width(section);
  choice.subtract_beam_off = section.boolean("subtract_beam_off").value_or(false);
  choice.background_variance = named_numbers(section, "background_variance", number);
  choice.widths = named_numbers(section, "width", width);
  choice.ranges = named_numbers(section, "range", positive);
}

std::vector<std::string> usual_nuisances(const detector::Experiment& experiment) {
  std::vector<std::string> result;
  for (const auto& one : experiment.uncertainties) result.push_back(one.name);
  for (const auto& one : experiment.backgrounds) {
    if (one.relative_uncertainty > 0.0) result.push_back(one.name);
  }
  return result;
}

}  // namespace tridens::io::detail
