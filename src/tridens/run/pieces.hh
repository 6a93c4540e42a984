#pragma once
#include <utility>

#include "tridens/base/error.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {

/// The pieces of a long calculation that were done, for its progress and for whoever wants to stop it. Of one thread.
class Pieces {
 public:
  Pieces(StopFlag stop, Progress progress, size_t all) : stop_(stop), progress_(std::move(progress)), all_(all) {}

  /// Interrupted once the flag is set.
  void check() const {
    if (stop_ != nullptr && *stop_) throw Interrupted("stopped", "a signal came", "nothing was kept");
  }
  /// One more is done; looks at the flag too.
  void add() {
    check();
    ++done_;
    if (progress_) progress_(done_, all_);
  }

 private:
  StopFlag stop_;
  Progress progress_;
  size_t done_ = 0, all_;
};

}  // namespace tridens::run
