#include "tridens/run/trident_terms_cache.hh"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"

namespace tridens::run {
namespace {

using Json = nlohmann::json;
using process::TridentTerms;

std::filesystem::path path_of(const std::string& definition, const std::string& folder) {
  return std::filesystem::path(folder) / stored_terms_name(definition);
}

Json json_of(const std::vector<TridentTerms>& channels) {
  Json json = Json::array();
  for (const TridentTerms& terms : channels) {
    Json numbers = Json::array();
    for (const process::CouplingStructures& power : terms) {
      for (const double value : {power.vv, power.aa, power.va}) numbers.push_back(value);
    }
    json.push_back(std::move(numbers));
  }
  return json;
}

std::vector<TridentTerms> terms_of(const Json& json) {
  std::vector<TridentTerms> channels;
  for (const Json& numbers : json) {
    TridentTerms terms{};
    for (size_t power = 0; power < terms.size(); ++power) {
      terms[power] = {numbers.at(3 * power).get<double>(), numbers.at(3 * power + 1).get<double>(),
                      numbers.at(3 * power + 2).get<double>()};
    }
    channels.push_back(terms);
  }
  return channels;
}

StoredTerms read_file(const std::filesystem::path& path, const std::string& definition) {
  StoredTerms result;
  std::ifstream stream(path);
  if (!stream) return result;
  try {
    const Json json = Json::parse(stream);
    if (json.at("definition") != definition || json.at("sha256") != io::sha256(json.at("integrals").dump())) {
      return result;
    }
    const Json& integrals = json.at("integrals");
    StoredTerms found;
    if (integrals.contains("standard")) found.standard = terms_of(integrals.at("standard"));
    found.relative_error = integrals.at("relative_error").get<double>();
    for (const auto& [node, channels] : integrals.at("nodes").items())
      found.nodes[std::stoi(node)] = terms_of(channels);
    return found;
  } catch (const std::exception&) {
    return result;  // of another program, or cut short: computed anew
  }
}

/// Adds what is not there yet.
void add(StoredTerms& all, const StoredTerms& more) {
  if (!all.standard && more.standard) {
    all.standard = more.standard;
    all.relative_error = more.relative_error;
  }
  all.nodes.insert(more.nodes.begin(), more.nodes.end());
}

}  // namespace

std::string stored_terms_name(const std::string& definition) {
  constexpr size_t digits = 24;
  return "trident-terms-" + io::sha256(definition).substr(0, digits) + ".json";
}

StoredTerms read_stored_terms(const std::string& definition, const std::vector<std::string>& folders) {
  StoredTerms result;
  result.definition = definition;
  for (const std::string& folder : folders) add(result, read_file(path_of(definition, folder), definition));
  return result;
}

void keep_stored_terms(const StoredTerms& terms, const std::string& folder) {
  StoredTerms all = terms;
  add(all, read_file(path_of(terms.definition, folder), terms.definition));
  Json integrals;
  if (all.standard) integrals["standard"] = json_of(*all.standard);
  integrals["relative_error"] = all.relative_error;
  integrals["nodes"] = Json::object();
  for (const auto& [node, channels] : all.nodes) integrals["nodes"][std::to_string(node)] = json_of(channels);
  Json json;
  json["definition"] = all.definition;
  json["sha256"] = io::sha256(integrals.dump());
  json["integrals"] = std::move(integrals);
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) return;
  try {
    io::OutputOptions options;
    options.overwrite = true;
    io::OutputFile file(path_of(terms.definition, folder), options);
    file.write(json.dump(1) + "\n");
    file.commit();
  } catch (const std::runtime_error&) {
  }
}

}  // namespace tridens::run
