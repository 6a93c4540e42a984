#pragma once
#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

// What the registrar files share: their functions, and calls that can be interrupted.
namespace tridens::python {

namespace nb = nanobind;

void bind_errors(nb::module_& module);
void bind_cards(nb::module_& module);
void bind_cross_sections(nb::module_& module);
void bind_rates(nb::module_& module);
void bind_fits(nb::module_& module);
void bind_events(nb::module_& module);
void bind_bounds(nb::module_& module);
void bind_catalogue(nb::module_& module);
void bind_init(nb::module_& module);
void bind_model(nb::module_& module);
void bind_process(nb::module_& module);
void bind_earth(nb::module_& module);
void bind_oscillation(nb::module_& module);
void bind_flux(nb::module_& module);

/// What a long calculation sees of its caller.
struct Call {
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> done = 0, all = 0;
};

/// Joins a request with stop flag and progress to its caller.
template <class Request>
void follow(Request& request, Call& call) {
  request.stop = &call.stop;
  request.progress = [&call](std::uint64_t done, std::uint64_t all) {
    call.done = done;
    call.all = all;
  };
}

/// Runs `work(call)` on a thread of its own without the interpreter's lock. Meanwhile the caller's thread serves
/// signals (Ctrl-C sets call.stop and raises KeyboardInterrupt once the work has ended) and calls progress(done, all),
/// unless it is None; what that raises stops the work too.
template <class Work>
auto interruptible(Work work, const nb::object& progress) {
  using Result = decltype(work(std::declval<Call&>()));
  Call call;
  std::optional<Result> result;
  std::exception_ptr problem, problem_of_progress;
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
  bool signalled = false;
  {
    nb::gil_scoped_release released;
    const std::jthread worker([&] {
      try {
        result.emplace(work(call));
      } catch (...) {
        problem = std::current_exception();
      }
      const std::lock_guard lock(mutex);
      over = true;
      ended.notify_all();
    });
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, std::chrono::milliseconds(100), [&] { return over; })) {
      lock.unlock();
      {
        nb::gil_scoped_acquire acquired;
        if (!signalled && PyErr_CheckSignals() != 0) {
          signalled = true;
          PyErr_Clear();
          call.stop = true;
        }
        const std::uint64_t all = call.all;
        if (!progress.is_none() && all > 0 && !problem_of_progress) {
          try {
            progress(static_cast<std::uint64_t>(call.done), all);
          } catch (...) {
            problem_of_progress = std::current_exception();
            call.stop = true;
          }
        }
      }
      lock.lock();
    }
  }
  if (signalled) {
    PyErr_SetString(PyExc_KeyboardInterrupt, "stopped: nothing was kept");
    throw nb::python_error();
  }
  if (problem_of_progress) std::rethrow_exception(problem_of_progress);
  if (problem) std::rethrow_exception(problem);
  if (!progress.is_none() && call.all > 0)
    progress(static_cast<std::uint64_t>(call.done), static_cast<std::uint64_t>(call.all));
  return std::move(*result);
}

}  // namespace tridens::python
