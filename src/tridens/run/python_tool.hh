#pragma once
#include <string>
#include <vector>

// The parts of Tridens that are written in Python and started by the program.
namespace tridens::run {

/// The first Python that has the module: TRIDENS_PYTHON, .venv of the source folder, python3. "" when there is none.
std::string python_with(const std::string& module);

/// A script of the folder python: in the source folder of the build, or beside the installed data. Failure when it is
/// missing.
std::string python_script(const std::string& name);

/// Runs a script to its end, its output on the error stream of this program; its exit status, 127 when it cannot be
/// started.
int run_python(const std::string& python, const std::vector<std::string>& arguments);

/// The path of the running program.
std::string program_path();

}  // namespace tridens::run
