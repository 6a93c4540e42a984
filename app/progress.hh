#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace tridens::app {

/// What a missing interpolation table is made of.
constexpr const char* table_nodes = "nodes of a table, made once and kept";
constexpr const char* cross_sections = "cross sections";
/// Where one calculation makes tables and then computes.
constexpr const char* steps = "steps";

/// What is done, its rate and the time left, on one line of a terminal; nothing where the error stream is none, and
/// nothing of what takes no more than a second.
class Progress {
 public:
  /// "points"
  explicit Progress(std::string of) : of_(std::move(of)) {}
  void operator()(size_t done, size_t all);

 private:
  std::string of_;
  std::chrono::steady_clock::time_point made_ = std::chrono::steady_clock::now();
  bool shown_ = false;
  size_t first_ = 0, all_ = 0;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace tridens::app
