#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

// Scripts by which a shell completes what is typed after `tridens`: made from the options that the program has, so that
// they know every verb and every option. Names of fluxes, experiments and the like are asked from the program
// ('tridens list fluxes --names') when they are completed.
namespace tridens::app {

std::vector<std::string> completion_shells();
/// The script of a shell. UserError with the nearest name.
std::string completion_script(const CLI::App& program, const std::string& shell);

}  // namespace tridens::app
