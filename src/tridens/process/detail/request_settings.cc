#include "tridens/process/detail/request_settings.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::process::detail {

std::string RequestSettings::what(const std::string& name) const {
  return fmt::format("{} of the process '{}'", name, process_);
}

const std::string& RequestSettings::text(const std::string& name) const {
  const auto found = request_->settings.find(name);
  if (found == request_->settings.end()) {
    throw Failure("no " + what(name), "settings are completed by make_process()", "");
  }
  return found->second;
}

double RequestSettings::quantity(const std::string& name, Dimension dimension, double lowest, double highest) const {
  const double value = parse_quantity(text(name), dimension, what(name));
  if (!(value >= lowest && value <= highest)) {
    throw UserError(fmt::format("{} is {}", what(name), text(name)),
                    fmt::format("it must be between {:g} and {:g}{}", lowest, highest,
                                dimension == Dimension::energy ? " GeV" : ""),
                    "");
  }
  return value;
}

int RequestSettings::whole_number(const std::string& name, int lowest, int highest) const {
  const double value = parse_quantity(text(name), Dimension::number, what(name));
  if (value != std::floor(value) || value < lowest || value > highest) {
    throw UserError(fmt::format("{} is {}", what(name), text(name)),
                    fmt::format("it must be a whole number from {} to {}", lowest, highest), "");
  }
  return static_cast<int>(value);
}

std::string RequestSettings::choice(const std::string& name, const std::vector<std::string>& words) const {
  if (std::find(words.begin(), words.end(), text(name)) == words.end()) unknown_name(what(name), text(name), words);
  return text(name);
}

}  // namespace tridens::process::detail
