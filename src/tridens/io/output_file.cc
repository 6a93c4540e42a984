#include "tridens/io/output_file.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>

#include "tridens/io/detail/file_target.hh"

namespace tridens::io {
namespace {

namespace fs = std::filesystem;
constexpr size_t buffer_size = 1 << 18;

using detail::check_target;
using detail::quoted;

/// Opens a new file beside the target whose name no other process or object uses.
std::pair<int, fs::path> open_temporary(const fs::path& target) {
  for (int attempt = 0;; ++attempt) {
    const std::string name =
        "." + target.filename().string() + "." + std::to_string(::getpid()) + "." + std::to_string(attempt) + ".part";
    fs::path path = target.parent_path() / name;
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) return {descriptor, std::move(path)};
    if (errno == EEXIST && attempt < 10000) continue;
    throw UserError("cannot write " + quoted(target), std::strerror(errno),
                    "choose a name in a directory in which you may write");
  }
}

}  // namespace

class OutputFile::Implementation {
 public:
  Implementation(const fs::path& path, const OutputOptions& chosen) : target(path), options(chosen) {
    check_target(target, options.overwrite);
    destination_ = detail::destination_of(target);
    std::tie(descriptor_, temporary_) = open_temporary(destination_);
    pending_.reserve(buffer_size);
    if (target.extension() == ".gz") start_compression();
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  ~Implementation() {
    if (compressed_) deflateEnd(&stream_);
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  void write(std::string_view bytes) {
    if (descriptor_ < 0) throw Failure("nothing more fits into " + quoted(target), "it is already ended");
    stop_if_asked();
    written += bytes.size();
    if (compressed_) {
      compress(bytes, Z_NO_FLUSH);
    } else {
      store(bytes);
    }
  }

  void commit() {
    if (descriptor_ < 0) throw Failure(quoted(target) + " cannot be ended", "it is already ended");
    stop_if_asked();
    if (compressed_) compress({}, Z_FINISH);
    flush();
    if (::fsync(descriptor_) != 0 && errno != EINVAL) fail("its bytes did not reach the disk");
    const int closing = std::exchange(descriptor_, -1);
    if (::close(closing) != 0) fail("it could not be closed");
    stop_if_asked();
    give_name();
  }

  fs::path target;
  OutputOptions options;
  std::uint64_t written = 0;

 private:
  [[noreturn]] void fail(std::string_view what) const {
    throw Failure("cannot write " + quoted(target), std::string(what) + ": " + std::strerror(errno));
  }

  void stop_if_asked() const {
    if (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)) {
      throw Interrupted("stopped before " + quoted(target) + " was complete", "an interrupt or termination signal came",
                        "nothing was left behind");
    }
  }

  void start_compression() {
    constexpr int window_with_gzip_header = 15 + 16;
    if (deflateInit2(&stream_, options.compression_level, Z_DEFLATED, window_with_gzip_header, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      ::unlink(temporary_.c_str());
      ::close(descriptor_);
      throw Failure("cannot compress " + quoted(target), "zlib refused to start");
    }
    compressed_ = true;
  }

  void compress(std::string_view bytes, int mode) {
    while (!bytes.empty() || mode == Z_FINISH) {
      const std::string_view piece = bytes.substr(0, 1U << 30);  // zlib counts in 32 bits
      bytes.remove_prefix(piece.size());
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
      stream_.avail_in = static_cast<uInt>(piece.size());
      deflate_piece(mode);
      if (mode == Z_FINISH) return;
    }
  }

  void deflate_piece(int mode) {
    std::array<unsigned char, 1 << 16> output;
    int state = Z_OK;
    do {
      stream_.next_out = output.data();
      stream_.avail_out = static_cast<uInt>(output.size());
      state = deflate(&stream_, mode);
      if (state == Z_STREAM_ERROR) throw Failure("cannot compress " + quoted(target), "zlib gave up");
      store({reinterpret_cast<char*>(output.data()), output.size() - stream_.avail_out});
    } while (stream_.avail_out == 0 || (mode == Z_FINISH && state != Z_STREAM_END));
  }

  void store(std::string_view bytes) {
    if (pending_.size() + bytes.size() > buffer_size) flush();
    if (bytes.size() > buffer_size) return put(bytes);
    pending_.append(bytes);
  }

  void flush() {
    put(pending_);
    pending_.clear();
  }

  void put(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) {
        stop_if_asked();
        continue;
      }
      if (count < 0) fail("the disk refused");
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }

  void give_name() {
    detail::give_name(temporary_, destination_, target, options.overwrite);
    temporary_.clear();
  }

  fs::path destination_;
  int descriptor_ = -1;
  fs::path temporary_;
  std::string pending_;
  bool compressed_ = false;
  z_stream stream_{};
};

OutputFile::OutputFile(const fs::path& target, const OutputOptions& options)
    : implementation_(std::make_unique<Implementation>(target, options)) {}
OutputFile::~OutputFile() = default;
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;

void OutputFile::write(std::string_view bytes) {
  implementation_->write(bytes);
}
void OutputFile::commit() {
  implementation_->commit();
}
const fs::path& OutputFile::path() const {
  return implementation_->target;
}
std::uint64_t OutputFile::bytes_written() const {
  return implementation_->written;
}

}  // namespace tridens::io
