#include "tridens/run/trident_terms_cache.hh"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tridens/io/lepton_table_file.hh"
#include "tridens/io/output_file.hh"
#include "tridens/io/sha256.hh"

namespace tridens::run {
namespace {

using Json = nlohmann::json;
using process::TridentTerms;

std::filesystem::path path_of(const std::string& definition) {
  constexpr size_t digits = 24;
  return std::filesystem::path(io::table_cache_folder()) /
         ("trident-terms-" + io::sha256(definition).substr(0, digits) + ".json");
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

}  // namespace

StoredTerms read_stored_terms(const std::string& definition) {
  StoredTerms result;
  result.definition = definition;
  std::ifstream stream(path_of(definition));
  if (!stream) return result;
  try {
    const Json json = Json::parse(stream);
    if (json.at("definition") != definition || json.at("sha256") != io::sha256(json.at("integrals").dump())) {
      return result;
    }
    const Json& integrals = json.at("integrals");
    StoredTerms found = result;
    if (integrals.contains("standard")) found.standard = terms_of(integrals.at("standard"));
    found.relative_error = integrals.at("relative_error").get<double>();
    for (const auto& [node, channels] : integrals.at("nodes").items())
      found.nodes[std::stoi(node)] = terms_of(channels);
    return found;
  } catch (const std::exception&) {
    return result;  // of another program, or cut short: computed anew
  }
}

void keep_stored_terms(const StoredTerms& terms) {
  StoredTerms all = read_stored_terms(terms.definition);
  if (terms.standard) {
    all.standard = terms.standard;
    all.relative_error = terms.relative_error;
  }
  for (const auto& [node, channels] : terms.nodes) all.nodes[node] = channels;
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
  std::filesystem::create_directories(io::table_cache_folder(), problem);
  if (problem) return;
  try {
    io::OutputOptions options;
    options.overwrite = true;
    io::OutputFile file(path_of(terms.definition), options);
    file.write(json.dump(1) + "\n");
    file.commit();
  } catch (const std::runtime_error&) {
  }
}

}  // namespace tridens::run
