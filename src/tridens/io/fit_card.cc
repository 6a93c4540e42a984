#include "tridens/io/fit_card.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/io/detail/card_text.hh"
#include "tridens/io/detail/placeholders.hh"

namespace tridens::io {
namespace {

using Writer = detail::CardWriter;

void write_fit(Writer& out, const FitCard& card) {
  out.section("[fit]");
  out.string_if("title", card.title);
  out.string("data", card.data);
  out.numbers("confidence", card.confidence);
  out.raw("chunk", std::to_string(card.chunk));
}

void write_parameter(Writer& out, const FitParameterCard& parameter) {
  out.section("[[parameter]]");
  out.string("name", parameter.name);
  out.string_if("title", parameter.title);
  out.string_if("unit", parameter.unit);
  out.number("min", parameter.min);
  out.number("max", parameter.max);
  out.string("scale", parameter.logarithmic ? "log" : "linear");
  out.raw("points", std::to_string(parameter.points));
  out.boolean("scan", parameter.scan);
}

void write_experiment(Writer& out, const FitExperimentCard& experiment) {
  out.section("[[experiment]]");
  out.string("name", experiment.name);
  if (!experiment.processes.empty()) out.strings("processes", experiment.processes);
  out.string_if("data", experiment.data);
  if (experiment.nuisances) out.strings("nuisances", *experiment.nuisances);
  if (!experiment.change.empty()) {
    out.section("[experiment.change]");
    out.settings(experiment.change);
  }
  if (!experiment.width.empty()) {
    out.section("[experiment.width]");
    out.settings(experiment.width);
  }
}

}  // namespace

std::string resolved_text(const FitCard& card) {
  Writer out;
  write_fit(out, card);
  out.model("[model]", card.model);
  if (!(card.truth == ModelCard{})) out.model("[truth]", card.truth);
  for (const FitParameterCard& parameter : card.parameters) write_parameter(out, parameter);
  for (const FitExperimentCard& experiment : card.experiments) write_experiment(out, experiment);
  for (const FitCommonCard& common : card.common) {
    out.section("[[common]]");
    out.string("name", common.name);
    out.strings("of", common.of);
  }
  if (card.feldman_cousins) {
    out.section("[feldman_cousins]");
    out.raw("toys", std::to_string(card.feldman_cousins->toys));
    out.raw("seed", std::to_string(card.feldman_cousins->seed));
  }
  return out.text();
}

std::string experiment_label(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".toml");
  return is_path ? std::filesystem::path(name).stem().string() : name;
}

std::string with_parameters(const std::string& text, const std::vector<FitParameterCard>& parameters,
                            const std::vector<double>& values) {
  if (values.size() != parameters.size()) {
    throw UserError(fmt::format("{} values are given for {} parameters", values.size(), parameters.size()),
                    "every parameter has one");
  }
  std::string result;
  for (const detail::TextPiece& piece : detail::pieces_of(text)) {
    if (!piece.is_parameter) {
      result += piece.text;
      continue;
    }
    const size_t which = detail::parameter_index(piece.text, parameters);
    if (!std::isfinite(values[which])) {
      throw UserError(fmt::format("the parameter '{}' is {}", piece.text, values[which]), "it must be finite");
    }
    result += fmt::format("{}", values[which]);
  }
  return result;
}

bool has_parameter(const std::string& text) {
  const std::vector<detail::TextPiece> pieces = detail::pieces_of(text);
  return std::any_of(pieces.begin(), pieces.end(), [](const detail::TextPiece& piece) { return piece.is_parameter; });
}

}  // namespace tridens::io
