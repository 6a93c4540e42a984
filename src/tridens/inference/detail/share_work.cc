#include "tridens/inference/detail/share_work.hh"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "tridens/base/error.hh"

namespace tridens::inference::detail {

void share_work(std::uint64_t count, int threads, const std::atomic<bool>* stop,
                const std::function<void(std::uint64_t)>& work) {
  if (threads < 1) throw UserError(fmt::format("a fit on {} threads", threads), "one at least has to do the work");
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> over{false};
  std::mutex mutex;
  std::uint64_t first_problem = count;
  std::exception_ptr problem;
  const auto run = [&] {
    for (std::uint64_t i = next++; i < count && !over; i = next++) {
      try {
        if (stop != nullptr && *stop) throw Failure("stopped", "before all of the work was done");
        work(i);
      } catch (...) {
        over = true;
        const std::lock_guard lock(mutex);
        if (i < first_problem) problem = std::current_exception();
        first_problem = std::min(first_problem, i);
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    const auto useful = static_cast<int>(std::min<std::uint64_t>(count, static_cast<std::uint64_t>(threads)));
    for (int t = 1; t < useful; ++t) workers.emplace_back(run);
    run();
  }
  if (problem) std::rethrow_exception(problem);
}

}  // namespace tridens::inference::detail
