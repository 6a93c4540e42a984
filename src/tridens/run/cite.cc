// What to cite: references that a result states itself, and those that the catalogue states for the names in it.
#include "tridens/run/cite.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/io/data_files.hh"
#include "tridens/io/experiment_file.hh"
#include "tridens/io/result_file.hh"
#include "tridens/run/catalogue_entries.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

using io::Statement;

/// Fields whose texts hold names of a list: a word of the field, the lists of the catalogue.
struct FieldOfNames {
  std::string word;
  std::vector<std::string> lists;
};

std::vector<FieldOfNames> fields_of_names() {
  return {{"form factor", {"form-factors", "nucleon-form-factors"}},
          {"form_factor", {"form-factors", "nucleon-form-factors"}},
          {"model", {"models"}},
          {"process", {"processes"}},
          {"flux", {"fluxes", "sources"}},
          {"experiment", {"experiments"}},
          {"parton", {"parton-densities"}},
          {"selection", {"selections"}},
          {"detector", {"detectors"}}};
}

/// Pieces of a text that can be names: "nsi,eps=1+u1,..." is nsi and u1, "alberico, Pauli blocking" is alberico.
std::vector<std::string> possible_names(const std::string& text) {
  std::vector<std::string> names;
  std::string word;
  bool settings = false;  // after a comma only "=" follows, until the next "+" or ";"
  for (const char character : text + ";") {
    const bool ends = std::string_view("+;|\n").find(character) != std::string_view::npos;
    if (ends || character == ',' || character == ' ') {
      if (!word.empty() && !settings) names.push_back(word);
      word.clear();
      settings = !ends && (settings || character == ',');
    } else {
      word += character;
    }
  }
  return names;
}

/// "g-2-mu" for "bounds[g-2-mu].papers".
std::string reason_of(const std::string& field) {
  const size_t open = field.rfind('['), close = field.rfind(']');
  if (open == std::string::npos || close == std::string::npos || close < open) return "the calculation";
  return field.substr(open + 1, close - open - 1);
}

class Collector {
 public:
  /// `whole`: with everything that an experiment can be computed with, where no result says what it was.
  explicit Collector(bool whole) : bibliography_(io::load_bibliography()), whole_(whole) {
    result_.citations.push_back(tridens_itself());
  }

  void add(const Statement& statement) {
    const bool stated = statement.field.ends_with("cite") || statement.field.ends_with("citations_arxiv") ||
                        statement.field.ends_with("papers");
    add_references(statement.text, reason_of(statement.field), stated);
    if (stated) return;
    for (const std::string& key : bibliography_.keys_of_name(statement.text)) add_key(key, statement.text);
    if (statement.field == "data") return add_table(statement.text);
    if (statement.field.ends_with("].id")) return (void)add_name("reproductions", statement.text);
    add_prefixes(statement.field);
    for (const FieldOfNames& field : fields_of_names()) {
      if (statement.field.find(field.word) == std::string::npos) continue;
      if (field.word.starts_with("form") && statement.field.find("choices") != std::string::npos) add_nuclides();
      for (const std::string& name : possible_names(statement.text)) add_first(field.lists, name);
      break;
    }
  }

  /// A name of the catalogue with everything that its description refers to. False when the list does not have it.
  bool add_name(const std::string& list, const std::string& name) {
    if (name.empty() || name == "default" || !knows(list, name)) return false;
    if (!done_.insert(list + "/" + name).second) return true;
    const auto shown = catalogue::show_of(list, name);
    const std::string reason = shown.kind + " " + name;
    bool found = false;
    std::string title, source;
    for (const auto& [key, text] : shown.lines) {
      if (key == "title") title = text;
      if (key == "source") source = source.empty() ? text : source + "; " + text;
      if (key == "file" || key == "compute it") continue;
      found = add_references(text, reason, key == "source" || key == "papers") || found;
      if (key == "flux" || key.starts_with("flux ")) add_inputs({"fluxes", "sources"}, text);
      if (key == "processes" && whole_) add_inputs({"processes"}, text);
      if (key == "selection") add_inputs({"selections"}, text);
      if (key == "detector") add_inputs({"detectors"}, text);
      if (key == "main numbers") add_inputs({"processes", "experiments", "fluxes", "sources", "models"}, text);
    }
    for (const std::string& key : bibliography_.keys_of_name(name)) {
      add_key(key, reason);
      found = true;
    }
    if (!found) add_unpublished(list, name, shown.kind, title, source);
    return true;
  }

  CiteResult take(std::string version) {
    result_.version = std::move(version);
    return std::move(result_);
  }

 private:
  CiteResult::Citation tridens_itself() const {
    const io::BibliographyEntry* entry = bibliography_.entry("tridens");
    if (entry == nullptr) throw Failure("the bibliography has no entry 'tridens'", "the data folder is damaged", "");
    CiteResult::Citation citation{*entry, {"this program"}};
    citation.entry.fields.emplace_back("version", run::version());
    return citation;
  }

  void add_key(const std::string& key, const std::string& reason) {
    auto found = std::find_if(result_.citations.begin(), result_.citations.end(),
                              [&](const CiteResult::Citation& one) { return one.entry.key == key; });
    if (found == result_.citations.end()) {
      result_.citations.push_back({*bibliography_.entry(key), {}});
      if (result_.citations.back().entry.field("confirmed").empty()) result_.unconfirmed.push_back(key);
      found = result_.citations.end() - 1;
    }
    if (std::find(found->reasons.begin(), found->reasons.end(), reason) == found->reasons.end()) {
      found->reasons.push_back(reason);
    }
  }

  /// `stated`: the text is there to name papers, so that an arXiv number that is not known is told.
  bool add_references(const std::string& text, const std::string& reason, bool stated) {
    const std::vector<std::string> keys = bibliography_.keys_in(text);
    for (const std::string& key : keys) add_key(key, reason);
    if (!stated) return !keys.empty();
    for (const std::string& number : io::arxiv_numbers(text)) {
      const std::string key = "arXiv:" + number;
      if (bibliography_.keys_in(key).empty() &&
          std::find(result_.unknown.begin(), result_.unknown.end(), key) == result_.unknown.end()) {
        result_.unknown.push_back(key);
      }
    }
    return !keys.empty();
  }

  bool knows(const std::string& list, const std::string& name) {
    auto found = known_.find(list);
    if (found == known_.end()) {
      std::vector<std::string> names;
      if (list == "experiments") {
        names = io::experiment_file_names();
      } else if (list == "fluxes") {
        names = io::flux_names();
      } else {
        const std::vector<ListedSection> sections = run::list(list);
        for (const ListedName& one : sections.front().names) names.push_back(one.name);
      }
      found = known_.emplace(list, std::set<std::string>(names.begin(), names.end())).first;
    }
    return found->second.contains(name);
  }

  void add_first(const std::vector<std::string>& lists, const std::string& name) {
    for (const std::string& list : lists) {
      if (add_name(list, name)) return;
    }
  }

  void add_inputs(const std::vector<std::string>& lists, const std::string& text) {
    for (const std::string& name : possible_names(text)) add_first(lists, name);
  }

  /// "flux/NAME" and "NAME.toml" of the tables that were read.
  void add_table(const std::string& table) {
    if (table.starts_with("flux/")) (void)add_name("fluxes", table.substr(5));
    if (table.ends_with(".toml")) (void)add_name("experiments", table.substr(0, table.size() - 5));
  }

  /// Names before colons in "choices.coherent-csi-2021: cevns: kinematics".
  void add_prefixes(const std::string& field) {
    const size_t begin = field.find("choices.");
    if (begin == std::string::npos) return;
    std::string rest = field.substr(begin + 8);
    for (size_t colon = rest.find(": "); colon != std::string::npos; colon = rest.find(": ")) {
      add_first({"experiments", "processes"}, rest.substr(0, colon));
      rest.erase(0, colon + 2);
    }
  }

  /// Masses and radii of nuclei, which every calculation with nuclear form factors uses.
  void add_nuclides() {
    if (nuclides_) return;
    nuclides_ = true;
    for (const char* table : {"isotopes", "charge_radii"}) {
      const auto loaded = io::load_named_table("nuclide", table);
      (void)add_references(loaded.text.substr(0, loaded.text.find("\nZ,")), "masses and radii of nuclei", true);
    }
  }

  /// A source without publication is cited as it is stated.
  void add_unpublished(const std::string& list, const std::string& name, const std::string& kind,
                       const std::string& title, const std::string& source) {
    if (source.empty()) {
      result_.own.push_back(kind + " " + name);
      return;
    }
    io::BibliographyEntry entry{"misc", "tridens:" + list + "/" + name, {}};
    const std::string author = source.substr(0, source.find_first_of(",;"));
    entry.fields = {{"author", "{" + io::latex_text(author) + "}"},
                    {"title", "{" + io::latex_text(title.empty() ? kind + " " + name : title) + "}"},
                    {"howpublished", io::latex_text(source)},
                    {"note", "as tabulated in Tridens"}};
    result_.citations.push_back({entry, {kind + " " + name}});
  }

  io::Bibliography bibliography_;
  CiteResult result_;
  std::map<std::string, std::set<std::string>> known_;
  std::set<std::string> done_;
  bool whole_ = false, nuclides_ = false;
};

CiteResult cite_name(const std::string& name) {
  Collector collector(true);
  bool found = false;
  for (const std::string& list : list_titles()) {
    if (list != "variables" && list != "targets") found = found || collector.add_name(list, name);
  }
  if (!found) (void)show(name);  // complains with the nearest name
  return collector.take(version());
}

/// A name of the catalogue: what is no file, and is not named like one.
bool is_name(const std::string& text) {
  std::error_code status;
  if (std::filesystem::exists(text, status)) return false;
  const std::string ending = std::filesystem::path(text).extension().string();
  return std::set<std::string>{".json", ".csv", ".hepmc3", ".gz", ".html", ".txt"}.count(ending) == 0;
}

}  // namespace

CiteResult cite(const CiteRequest& request) {
  if (request.json.empty() && is_name(request.result)) return cite_name(request.result);
  const io::ResultDescription description = request.json.empty() ? io::read_result_description(request.result)
                                                                 : io::describe_json(request.json, "the result");
  Collector collector(false);
  for (const Statement& statement : description.statements) collector.add(statement);
  return collector.take(description.version);
}

}  // namespace tridens::run
