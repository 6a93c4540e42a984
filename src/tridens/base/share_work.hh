#pragma once
#include <atomic>
#include <cstdint>
#include <functional>

// Independent pieces of work on several threads.
namespace tridens {

/// Long calculations look at this flag, when given, and stop with Interrupted once it is set.
using StopFlag = const std::atomic<bool>*;

/// work(0) ... work(count - 1), each once, on some thread; the caller is one of them. Of several errors the one of the
/// lowest number is thrown, after which no new piece is begun. Interrupted once the flag, when given, is set. UserError
/// for less than one thread. Where there are no threads (a browser) the caller does it all.
void share_work(std::uint64_t count, int threads, StopFlag stop, const std::function<void(std::uint64_t)>& work);

}  // namespace tridens
