#pragma once
#include <string>
#include <vector>

// The parts of Tridens that are written in Python and started by the program.
namespace tridens::run {

/// The Python that TRIDENS_PYTHON names, a UserError when it cannot import the module; where it is not set the first
/// that can: .venv of the source folder, python3. "" when neither does.
std::string python_with(const std::string& module);

/// A script of the folder python: in the source folder of the build, or beside the installed data. Failure when it is
/// missing.
std::string python_script(const std::string& name);

/// Where a script writes what this program shall say for it.
constexpr int message_descriptor = 3;

/// Runs a script to its end, its output on the error stream of this program; its exit status, 127 when it cannot be
/// started. `message`, unless null, receives what it writes to `message_descriptor`; it starts with SIGINT blocked
/// then. Interrupted when SIGINT ended it.
int run_python(const std::string& python, const std::vector<std::string>& arguments, std::string* message = nullptr);

/// The path of the running program.
std::string program_path();

}  // namespace tridens::run
