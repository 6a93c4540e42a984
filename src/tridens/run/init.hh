#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/io/run_card.hh"

// `tridens init`: commented cards and tables to start from. The text comes from data/template and from what models and
// processes say of their settings; what is written has been read and looked up before.
namespace tridens::run {

struct InitKind {
  std::string name, title;
  std::string file;                  // where it is written by default
  std::vector<std::string> options;  // that it takes: "process", "neutrino", "target", ...
};
/// Every kind of card that can be written.
std::vector<InitKind> init_kinds();

struct InitRequest {
  std::string kind;
  std::string output;      // "" for InitKind::file
  bool force = false;      // replace an existing file
  bool only_text = false;  // write no file
  // What replaces the values of the template; "" or empty leaves them.
  std::string process, neutrino, pair, target;
  std::optional<io::ModelCard> model;
  std::optional<io::FluxCard> flux;      // files relative to the working folder
  std::vector<std::string> experiments;  // names, or files relative to the working folder
  /// Of a fit: settings of the model that are fitted, "eps_ee_dV" or with the range "eps_ee_dV=-0.3:0.7".
  std::vector<std::string> parameters;
};

struct InitResult {
  std::string kind, output, text;
  std::vector<std::string> next;  // commands to go on with
};

/// UserError for an unknown kind, an option that the kind does not take, and whatever the resulting card asks wrongly.
InitResult init(const InitRequest& request);

}  // namespace tridens::run
