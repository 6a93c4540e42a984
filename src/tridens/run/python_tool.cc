#include "tridens/run/python_tool.hh"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "tridens/base/error.hh"

extern char** environ;

namespace fs = std::filesystem;

namespace tridens::run {
namespace {

int run_program(const std::vector<std::string>& arguments, bool silent) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  if (silent) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int started = posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (started != 0) return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

std::string program_path() {
  std::error_code status;
  const fs::path program = fs::read_symlink("/proc/self/exe", status);
  return status ? std::string() : program.string();
}

std::string python_with(const std::string& module) {
  std::vector<std::string> candidates;
  if (const char* chosen = std::getenv("TRIDENS_PYTHON"); chosen != nullptr && *chosen != '\0') {
    candidates.emplace_back(chosen);
  }
  candidates.push_back((fs::path(TRIDENS_SOURCE_FOLDER) / ".venv/bin/python").string());
  candidates.emplace_back("python3");
  for (const std::string& python : candidates) {
    if (run_program({python, "-c", "import " + module}, true) == 0) return python;
  }
  return "";
}

std::string python_script(const std::string& name) {
  const std::vector<fs::path> places = {fs::path(TRIDENS_SOURCE_FOLDER) / "python" / name,
                                        fs::path(program_path()).parent_path() / "../share/tridens" / name};
  std::error_code status;
  for (const fs::path& place : places) {
    if (fs::exists(place, status)) return place.string();
  }
  throw Failure("the script " + name + " is missing", "looked for " + places[0].string() + " and " + places[1].string(),
                "install Tridens again");
}

int run_python(const std::string& python, const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {python};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_program(all, false);
}

}  // namespace tridens::run
