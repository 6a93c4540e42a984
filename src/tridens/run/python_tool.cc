#include "tridens/run/python_tool.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "tridens/base/error.hh"
#include "tridens/io/output_file.hh"

extern char** environ;

namespace fs = std::filesystem;

namespace tridens::run {
namespace {

constexpr int not_started = 127;

/// A pipe whose writing end becomes the descriptor `message_descriptor` of a program.
class MessagePipe {
 public:
  MessagePipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  MessagePipe(const MessagePipe&) = delete;
  MessagePipe& operator=(const MessagePipe&) = delete;
  ~MessagePipe() {
    for (const int end : ends_) {
      if (end >= 0) close(end);
    }
  }
  void add_to(posix_spawn_file_actions_t& actions) const {
    if (ends_[1] >= 0) posix_spawn_file_actions_adddup2(&actions, ends_[1], message_descriptor);
  }
  /// Until the program closes its end. Call it once, after the program was started.
  std::string read() {
    std::string text;
    if (ends_[0] < 0) return text;
    close(std::exchange(ends_[1], -1));
    std::array<char, 4096> buffer{};
    while (true) {
      const ssize_t count = ::read(ends_[0], buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return text;
      text.append(buffer.data(), static_cast<size_t>(count));
    }
  }

 private:
  std::array<int, 2> ends_{};
};

int run_program(const std::vector<std::string>& arguments, bool silent, std::string* message = nullptr) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  if (silent) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  MessagePipe pipe;
  if (message != nullptr) pipe.add_to(actions);
  // A script that speaks through us is not interrupted before it can say so: it lifts the block itself.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  if (message != nullptr) {
    posix_spawnattr_setsigmask(&attributes, &blocked);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  }
  pid_t child = 0;
  const int started = posix_spawnp(&child, pointers[0], &actions, &attributes, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (started != 0) return not_started;
  if (message != nullptr) *message = pipe.read();
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return not_started;
  }
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) throw Interrupted("stopped", "a signal came");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

std::string program_path() {
  std::error_code status;
  const fs::path program = fs::read_symlink("/proc/self/exe", status);
  return status ? std::string() : program.string();
}

std::string python_with(const std::string& module) {
  const auto status = [&](const std::string& python) { return run_program({python, "-c", "import " + module}, true); };
  if (const char* chosen = std::getenv("TRIDENS_PYTHON"); chosen != nullptr && *chosen != '\0') {
    const int problem = status(chosen);
    if (problem == 0) return chosen;
    throw UserError(fmt::format("TRIDENS_PYTHON is '{}'", chosen),
                    problem == not_started ? "it cannot be started" : fmt::format("'import {}' fails there", module),
                    fmt::format("name a Python that has {}, or unset it", module));
  }
  for (const std::string& python :
       {(fs::path(TRIDENS_SOURCE_FOLDER) / ".venv/bin/python").string(), std::string("python3")}) {
    if (status(python) == 0) return python;
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

int run_python(const std::string& python, const std::vector<std::string>& arguments, std::string* message) {
  std::vector<std::string> all = {python};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_program(all, false, message);
}

}  // namespace tridens::run
