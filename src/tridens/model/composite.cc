#include "tridens/model/composite.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

using Infos = std::vector<ModelInfo>;

bool is_common(const std::string& parameter) {
  const auto common = StandardModel::parameters();
  return std::any_of(common.begin(), common.end(), [&](const Parameter& p) { return p.name == parameter; });
}

bool knows(const ModelInfo& info, const std::string& parameter) {
  return std::any_of(info.parameters.begin(), info.parameters.end(),
                     [&](const Parameter& p) { return p.name == parameter; });
}

/// How a setting of one part is written: with the name of the part where several know it.
std::string written(const Infos& parts, const ModelInfo& part, const std::string& parameter) {
  const auto owners =
      std::count_if(parts.begin(), parts.end(), [&](const ModelInfo& info) { return knows(info, parameter); });
  return owners == 1 || is_common(parameter) ? parameter : part.name + "." + parameter;
}

std::vector<std::string> all_names(const Infos& parts) {
  std::vector<std::string> result;
  for (const ModelInfo& info : parts) {
    for (const Parameter& parameter : info.parameters) {
      const std::string name = written(parts, info, parameter.name);
      if (std::find(result.begin(), result.end(), name) == result.end()) result.push_back(name);
    }
  }
  return result;
}

Infos infos_of(std::string_view name) {
  const std::vector<ModelInfo> known = models();
  std::vector<std::string> names;
  for (const ModelInfo& info : known) names.push_back(info.name);
  Infos result;
  std::set<std::string> seen;
  for (size_t start = 0; start <= name.size();) {
    const size_t end = std::min(name.find('+', start), name.size());
    const std::string part(name.substr(start, end - start));
    const auto found = std::find(names.begin(), names.end(), part);
    if (found == names.end()) unknown_name(fmt::format("model in '{}'", name), part, names);
    if (!seen.insert(part).second) {
      throw UserError(fmt::format("model '{}' names {} twice", name, part), "a model acts once",
                      "leave the second out");
    }
    result.push_back(known[static_cast<size_t>(found - names.begin())]);
    start = end + 1;
  }
  return result;
}

/// The part that a setting belongs to, and its name there.
std::pair<size_t, std::string> owner_of(const Infos& parts, std::string_view model, const std::string& key) {
  std::vector<size_t> owners;
  std::string inner = key;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (key.starts_with(parts[i].name + ".")) {
      const std::string rest = key.substr(parts[i].name.size() + 1);
      if (is_common(rest)) {
        throw UserError(fmt::format("setting '{}' of one part", key), "the Standard Model is common to all parts",
                        fmt::format("write {}", rest));
      }
      if (knows(parts[i], rest)) return {i, rest};
    }
    if (knows(parts[i], key)) owners.push_back(i);
  }
  if (owners.empty()) unknown_name(fmt::format("setting of model {}", model), key, all_names(parts));
  if (owners.size() > 1) {
    std::vector<std::string> ways;
    for (const size_t owner : owners) ways.push_back(parts[owner].name + "." + key);
    throw UserError(fmt::format("setting '{}' of model {} is ambiguous", key, model),
                    "several of its parts have a setting of this name",
                    fmt::format("write {}", fmt::join(ways, " or ")));
  }
  return {owners.front(), inner};
}

std::vector<std::string> union_of(std::vector<std::string> first, const std::vector<std::string>& second) {
  for (const std::string& item : second) {
    if (std::find(first.begin(), first.end(), item) == first.end()) first.push_back(item);
  }
  return first;
}

bool changes_contact(const LeptonVertex& vertex, const LeptonVertex& standard) {
  return vertex.V != standard.V || vertex.A != standard.A;
}

}  // namespace

Composite::Composite(std::vector<std::shared_ptr<const Model>> parts) : parts_(std::move(parts)) {
  if (parts_.empty()) throw UserError("a composite model without parts", "it would be nothing", "name a model");
  for (const auto& part : parts_) {
    if (part->standard().resolved() != standard().resolved()) {
      throw UserError("parts of a composite model with different Standard Models", "its couplings count once",
                      "give every part the same sin2thetaW and couplings");
    }
  }
}

ModelInfo Composite::info() const {
  Infos infos;
  for (const auto& part : parts_) infos.push_back(part->info());
  ModelInfo result = infos.front();
  result.parameters = StandardModel::parameters();
  for (size_t i = 0; i < infos.size(); ++i) {
    const ModelInfo& info = infos[i];
    for (Parameter parameter : info.parameters) {
      if (is_common(parameter.name)) continue;
      parameter.name = written(infos, info, parameter.name);
      result.parameters.push_back(std::move(parameter));
    }
    if (i == 0) continue;
    result.name += "+" + info.name;
    result.title += "; with " + info.title;
    result.lagrangian += "; plus " + info.lagrangian;
    result.validity += "; " + info.validity;
    result.papers = union_of(std::move(result.papers), info.papers);
    std::erase_if(result.processes, [&](const std::string& process) {
      return std::find(info.processes.begin(), info.processes.end(), process) == info.processes.end();
    });
  }
  return result;
}

Settings Composite::resolved() const {
  Infos infos;
  for (const auto& part : parts_) infos.push_back(part->info());
  Settings result = standard().resolved();
  for (size_t i = 0; i < parts_.size(); ++i) {
    for (const auto& [key, value] : parts_[i]->resolved()) {
      if (!is_common(key)) result[written(infos, infos[i], key)] = value;
    }
  }
  return result;
}

LeptonVertex Composite::trident_vertex(const TridentChannel& channel) const {
  const LeptonVertex standard_vertex = standard().trident_vertex(channel);
  LeptonVertex result = standard_vertex;
  int contact = 0, mediators = 0;
  for (const auto& part : parts_) {
    const LeptonVertex vertex = part->trident_vertex(channel);
    if (changes_contact(vertex, standard_vertex)) {
      ++contact;
      result.V = vertex.V;
      result.A = vertex.A;
    }
    if (vertex.has_mediator()) {
      ++mediators;
      result.V_mediator = vertex.V_mediator;
      result.A_mediator = vertex.A_mediator;
      result.mediator_mass = vertex.mediator_mass;
      result.shape = vertex.shape;
    }
  }
  if (contact > 1 || mediators > 1) {
    throw UserError(fmt::format("model {} in {}", info().name, channel.reaction()),
                    mediators > 1 ? "trident production knows one mediator at a time"
                                  : "two parts set the contact couplings of this channel",
                    "leave one of them out");
  }
  return result;
}

void Composite::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  for (const auto& part : parts_) part->add_elastic(incoming, terms);
}

std::shared_ptr<const Model> make_composite(std::string_view name, const Settings& settings) {
  const Infos parts = infos_of(name);
  std::vector<Settings> own(parts.size());
  for (const auto& [key, value] : settings) {
    if (is_common(key)) {
      for (Settings& part : own) part[key] = value;
      continue;
    }
    const auto [owner, inner] = owner_of(parts, name, key);
    if (!own[owner].emplace(inner, value).second) {
      throw UserError(fmt::format("setting '{}' of model {} is given twice", inner, parts[owner].name),
                      "once with the name of the part and once without", "give it once");
    }
  }
  std::vector<std::shared_ptr<const Model>> models;
  for (size_t i = 0; i < parts.size(); ++i) models.push_back(make_model(parts[i].name, own[i]));
  return std::make_shared<Composite>(std::move(models));
}

}  // namespace tridens::model
