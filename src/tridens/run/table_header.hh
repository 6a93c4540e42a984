#pragma once
#include <string>

#include "tridens/run/requests.hh"

namespace tridens::run {

/// The lines that open a table of expected counts: what it holds and where it comes from, each "# key: value".
std::string table_header(const RateResult& result, const std::string& what, const std::string& content);

}  // namespace tridens::run
