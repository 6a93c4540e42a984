#include "tridens/base/share_work.hh"

#include <gtest/gtest.h>

#include <vector>

#include "tridens/base/error.hh"

namespace tridens {
namespace {

TEST(ShareWork, EveryPieceIsDoneOnceForAnyNumberOfThreads) {
  for (const int threads : {1, 2, 7, 200}) {
    std::vector<std::atomic<int>> times(100);
    share_work(times.size(), threads, nullptr, [&](std::uint64_t i) { ++times[i]; });
    for (const auto& each : times) EXPECT_EQ(each, 1);
  }
  share_work(0, 3, nullptr, [](std::uint64_t) { FAIL(); });
}

TEST(ShareWork, TheErrorOfTheLowestPieceIsThrownAndNothingIsBegunAfterIt) {
  std::atomic<int> begun = 0;
  try {
    share_work(1000, 1, nullptr, [&](std::uint64_t i) {
      ++begun;
      if (i >= 3) throw UserError("piece " + std::to_string(i), "it fails", "");
    });
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "piece 3 (it fails)");
  }
  EXPECT_EQ(begun, 4);
  try {
    share_work(64, 4, nullptr, [&](std::uint64_t i) { throw UserError("piece " + std::to_string(i), "it fails", ""); });
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "piece 0 (it fails)");
  }
}

TEST(ShareWork, AFlagStopsIt) {
  std::atomic<bool> stop = false;
  std::atomic<int> done = 0;
  EXPECT_THROW(share_work(100, 2, &stop,
                          [&](std::uint64_t) {
                            ++done;
                            stop = true;
                          }),
               Interrupted);
  EXPECT_LE(done, 2);
}

TEST(ShareWork, NoThreadIsRefused) {
  EXPECT_THROW(share_work(1, 0, nullptr, [](std::uint64_t) {}), UserError);
}

}  // namespace
}  // namespace tridens
