#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "tridens/base/error.hh"

namespace tridens::io {

struct OutputOptions {
  bool overwrite = false;  // an existing file may be replaced
  /// Set by the signal handler of the program; looked at by every write() and by commit(). May be null.
  const std::atomic<bool>* stop = nullptr;
  /// Of zlib, 1 (fast) to 9 (small), for names that end in .gz. Events at 1 are four times as fast as at 6 and
  /// an eighth larger.
  int compression_level = 1;
};

/// A file that appears whole or not at all. The bytes go to a hidden temporary beside the target (so that
/// both are on one file system); commit() brings them to the disk and gives them the name in one step.
/// Without commit() (an exception, a stop) the destructor removes the temporary and the target is as it was
/// before. A name ending in .gz is compressed, with nothing in the stream that depends on time or machine.
class OutputFile {
 public:
  /// UserError when the file exists and may not be replaced, when there is no such directory or no right to
  /// write there, and for "" and "-".
  explicit OutputFile(const std::filesystem::path& target, const OutputOptions& options = {});
  ~OutputFile();
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;

  /// Failure when the disk is full or broken; Interrupted when the stop flag is set.
  void write(std::string_view bytes);
  /// Ends the file. Nothing can be written afterwards. UserError when another program has made the target
  /// in the meantime and it may not be replaced.
  void commit();

  const std::filesystem::path& path() const;
  std::uint64_t bytes_written() const;  // before compression

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tridens::io
