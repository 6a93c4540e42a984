#include "progress.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace tridens::app {

void Progress::operator()(size_t done, size_t all) {
  if (isatty(STDERR_FILENO) == 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (all != all_) {  // the first, or another piece of the calculation
    all_ = all;
    start_ = now;
    first_ = done;
  }
  constexpr std::chrono::seconds patience{1};
  if (!shown_ && now - made_ < patience) return;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = seconds > 0.0 ? static_cast<double>(done - first_) / seconds : 0.0;
  std::string text = fmt::format("\r{} of {} {}", done, all, of_);
  if (rate > 0.0) text += fmt::format(", {:.4g} per s, {:.0f} s left", rate, static_cast<double>(all - done) / rate);
  fmt::print(stderr, "{}\033[K{}", text, done == all ? "\n" : "");
  std::fflush(stderr);
}

}  // namespace tridens::app
