#include "tridens/base/share_work.hh"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

/// What the threads have in common.
class Shared {
 public:
  Shared(std::uint64_t count, StopFlag stop, const std::function<void(std::uint64_t)>& work)
      : stop_(stop), work_(work), first_problem_(count) {}

  void run() {
    // Numbers are given out in order: all below a failed one are done, so that the error is the same for any threads.
    for (std::uint64_t i = next_++; i < first_problem_; i = next_++) {
      try {
        if (stop_ != nullptr && *stop_) throw Interrupted("stopped", "a signal came", "nothing was kept");
        work_(i);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (i < first_problem_) {
          problem_ = std::current_exception();
          first_problem_ = i;
        }
      }
    }
  }

  void rethrow() const {
    if (problem_) std::rethrow_exception(problem_);
  }

 private:
  StopFlag stop_;
  const std::function<void(std::uint64_t)>& work_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> first_problem_;  // the number of pieces where there is none
  std::mutex mutex_;
  std::exception_ptr problem_;
};

}  // namespace

void share_work(std::uint64_t count, int threads, StopFlag stop, const std::function<void(std::uint64_t)>& work) {
  if (threads < 1) {
    throw UserError("work on " + std::to_string(threads) + " threads", "one at least has to do it", "");
  }
  Shared shared(count, stop, work);
#ifdef __cpp_lib_jthread
  {
    std::vector<std::jthread> workers;
    const auto useful = static_cast<int>(std::min<std::uint64_t>(count, static_cast<std::uint64_t>(threads)));
    for (int t = 1; t < useful; ++t) workers.emplace_back([&shared] { shared.run(); });
    shared.run();
  }
#else
  shared.run();
#endif
  shared.rethrow();
}

}  // namespace tridens
