#pragma once
#include <atomic>
#include <cstdint>
#include <functional>

// Private to the room: independent pieces of work on several threads.
namespace tridens::inference::detail {

/// work(0) ... work(count - 1), each once, on some thread. Failure "stopped" once the flag, when given, is set. Of
/// several errors the one of the lowest number is thrown. UserError for less than one thread.
void share_work(std::uint64_t count, int threads, const std::atomic<bool>* stop,
                const std::function<void(std::uint64_t)>& work);

}  // namespace tridens::inference::detail
