#pragma once
#include <vector>

#include "tridens/process/process.hh"

namespace tridens::process {

/// What every process says of itself, in the order of the registry.
std::vector<ProcessInfo> processes();
/// By name; UserError with the nearest one.
ProcessInfo process_info(std::string_view name);

}  // namespace tridens::process
