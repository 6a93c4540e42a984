#pragma once
#include <string>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/process/registry.hh"

// Reads the settings of a ProcessRequest; all names are there, with their defaults filled in.
namespace tridens::process::detail {

class RequestSettings {
 public:
  /// `process` names the process in messages. The request must outlive this.
  RequestSettings(std::string process, const ProcessRequest& request)
      : process_(std::move(process)), request_(&request) {}

  const std::string& text(const std::string& name) const;
  /// A quantity with its unit; UserError when it is not in [lowest, highest], with the range in the unit of
  /// parse_quantity().
  double quantity(const std::string& name, Dimension dimension, double lowest, double highest) const;
  /// A whole number; UserError otherwise and outside the range.
  int whole_number(const std::string& name, int lowest, int highest) const;
  /// One of the words; UserError with the nearest otherwise.
  std::string choice(const std::string& name, const std::vector<std::string>& words) const;
  /// "none" was left in place of a value.
  bool is_none(const std::string& name) const { return text(name) == "none"; }

 private:
  std::string what(const std::string& name) const;

  std::string process_;
  const ProcessRequest* request_;
};

}  // namespace tridens::process::detail
