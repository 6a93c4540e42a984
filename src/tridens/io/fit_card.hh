#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/io/run_card.hh"

// A fit card: which experiments, which model, which parameters; described key by key in docs/fits.md. Settings of
// [model], of [experiment.change] and the texts in `processes` of an [[experiment]] may hold {name}: the value of a
// parameter is put there.
namespace tridens::io {

/// [[parameter]]
struct FitParameterCard {
  std::string name;             // a letter, then letters, digits, underscores: what stands between braces
  std::string title;            // for axes; "" is the name
  std::string unit;             // for axes only: the unit that the number is meant in stands where {name} is used
  double min = 0.0, max = 0.0;  // in that unit
  bool logarithmic = false;     // scale = "log"
  int points = 101;             // of a scan
  bool scan = true;             // false: minimised over at every point of a scan
  bool operator==(const FitParameterCard&) const = default;
};

/// [[experiment]]
struct FitExperimentCard {
  std::string name;                                   // of data/experiment, or the path of a TOML file
  std::vector<std::string> processes;                 // may hold {name}; empty: all of the experiment
  std::string data;                                   // "observed" or "asimov"; "" as [fit]
  std::map<std::string, std::string> change;          // as --change of the verb `rate`
  std::optional<std::vector<std::string>> nuisances;  // left free; absent: as the experiment says
  std::map<std::string, std::string> width;           // of nuisances: "0.05", "30 ns", "free"
  bool operator==(const FitExperimentCard&) const = default;
};

/// [[common]]: nuisances of several experiments that are one and the same.
struct FitCommonCard {
  std::string name;             // letters, digits, hyphens, underscores
  std::vector<std::string> of;  // "coherent-csi-2021.flux": experiment_label, a dot, the nuisance
  bool operator==(const FitCommonCard&) const = default;
};

/// [feldman_cousins]
struct FeldmanCousinsCard {
  std::uint64_t toys = 1000, seed = 1;
  bool operator==(const FeldmanCousinsCard&) const = default;
};

struct FitCard {
  std::string title;
  std::string data = "observed";  // or "asimov": the expectation of [truth]
  /// Of intervals and contours, between 0 and 1: one and two standard deviations, 90, 95 and 99 %.
  std::vector<double> confidence = {0.6827, 0.90, 0.95, 0.9545, 0.99};
  ModelCard model;                           // with {parameters}
  ModelCard truth;                           // of Asimov data; the Standard Model unless given
  std::vector<FitParameterCard> parameters;  // none: only the chi2 of the model
  std::vector<FitExperimentCard> experiments;
  std::vector<FitCommonCard> common;
  std::optional<FeldmanCousinsCard> feldman_cousins;
  int chunk = 256;     // points of a scan that are written at once: what an interruption can cost
  std::string folder;  // where the card lies; not part of its text
  bool operator==(const FitCard&) const = default;
};

/// UserError with file, line and nearest name: unknown keys, empty or reversed ranges, a logarithmic range that reaches
/// zero, {names} without [[parameter]], parameters that stand nowhere, names that come twice, no experiment, a [truth]
/// or a width that would have no effect.
FitCard read_fit_card(const std::string& path);
FitCard parse_fit_card(std::string_view text, const std::string& origin, const std::string& folder = "");
/// With every default written out: parse_fit_card(resolved_text(card)) == card.
std::string resolved_text(const FitCard& card);

/// How [[common]] and results name an experiment: its name, or the name of its file without folder and ".toml".
std::string experiment_label(const std::string& name);

/// The text with every {name} replaced by the value of the parameter in its shortest form that reads back the same.
/// UserError for names that are no parameter, braces that are no {name}, values that are not finite or not as many as
/// the parameters.
std::string with_parameters(const std::string& text, const std::vector<FitParameterCard>& parameters,
                            const std::vector<double>& values);
/// True when the text holds some {name}.
bool has_parameter(const std::string& text);

}  // namespace tridens::io
