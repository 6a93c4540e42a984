#include "tridens/detector/detail/settings.hh"

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::detector::detail {

Settings::Settings(std::string kind, Specification given, const std::vector<std::string>& known)
    : kind_(std::move(kind)), given_(std::move(given)) {
  for (const auto& [key, value] : given_.settings) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (known.empty()) {
      throw UserError(kind_ + " '" + given_.name + "' is given '" + key + "'", "it has no settings", "leave it out");
    }
    unknown_name("setting of " + kind_ + " " + given_.name, key, known);
  }
}

const std::string* Settings::find(std::string_view key) const {
  for (const auto& [name, value] : given_.settings) {
    if (name == key) return &value;
  }
  return nullptr;
}

const std::string& Settings::required(std::string_view key) const {
  const std::string* value = find(key);
  if (value == nullptr) {
    throw UserError(kind_ + " " + given_.name + " needs '" + std::string(key) + "'", "it has no default",
                    "add '" + std::string(key) + "=...'");
  }
  return *value;
}

double Settings::number(std::string_view key) const {
  return parse_quantity(required(key), Dimension::number, kind_ + " " + given_.name + ": '" + std::string(key) + "'");
}

double Settings::number(std::string_view key, double fallback) const {
  return has(key) ? number(key) : fallback;
}

double Settings::positive(std::string_view key) const {
  const double value = number(key);
  if (!(value > 0.0)) refuse(key, "it must be positive");
  return value;
}

double Settings::energy(std::string_view key, double fallback) const {
  const std::string* text = find(key);
  if (text == nullptr) return fallback;
  const double value =
      parse_quantity(*text, Dimension::energy, kind_ + " " + given_.name + ": '" + std::string(key) + "'");
  if (value < 0.0) refuse(key, "an energy is not negative");
  return value;
}

bool Settings::yes(std::string_view key) const {
  const std::string* text = find(key);
  if (text == nullptr || *text == "no") return false;
  if (*text != "yes") refuse(key, "it is 'yes' or 'no'");
  return true;
}

void Settings::refuse(std::string_view key, std::string_view why, std::string_view suggestion) const {
  const std::string* text = find(key);
  throw UserError(kind_ + " " + given_.name + " with " + std::string(key) + "=" + (text ? *text : "(default)"), why,
                  suggestion.empty() ? "change '" + std::string(key) + "'" : std::string(suggestion));
}

}  // namespace tridens::detector::detail
