// Scans under way. NAME.part begins with the bytes of the finished file and is locked as long as a process works on it;
// what a killed process or machine has left behind its last complete chunk is cut off.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "tridens/base/error.hh"
#include "tridens/io/detail/file_target.hh"
#include "tridens/io/detail/scan_text.hh"
#include "tridens/io/scan_file.hh"

namespace tridens::io {
namespace {

namespace fs = std::filesystem;
using detail::quoted;

/// A file descriptor that closes itself, and gives up the lock with that.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_ = -1;
};

Descriptor open_part(const fs::path& part) {
  Descriptor file(::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
  if (file.number() < 0) {
    throw UserError("cannot write " + quoted(part), std::strerror(errno),
                    "choose a name in a directory in which you may write");
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw UserError(quoted(part) + " is not a plain file", "rows of an unfinished scan are kept there",
                    "choose another name");
  }
  return file;
}

void lock(const Descriptor& file, const fs::path& part) {
  int state = -1;
  do {
    state = ::flock(file.number(), LOCK_EX | LOCK_NB);
  } while (state != 0 && errno == EINTR);
  if (state == 0) return;
  if (errno == EWOULDBLOCK) {
    throw UserError(quoted(part) + " is in use", "another process computes this scan",
                    "wait for it or choose another name");
  }
  throw UserError(quoted(part) + " cannot be locked", std::strerror(errno),
                  "choose a name on a file system that has locks");
}

bool is_still_named(const Descriptor& file, const fs::path& part) {
  struct stat opened {
  }, named{};
  return ::fstat(file.number(), &opened) == 0 && ::lstat(part.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

/// The file under a lock. Between opening and locking another process may have finished the scan and given its file the
/// final name, or removed it: then the name is opened anew.
Descriptor open_locked(const fs::path& part, const fs::path& destination) {
  for (int attempt = 0; attempt < 1000; ++attempt) {
    Descriptor file = open_part(part);
    lock(file, part);
    if (!is_still_named(file, part)) continue;
    std::error_code ignored;
    if (!fs::equivalent(part, destination, ignored)) return file;
    ::unlink(part.c_str());  // a second name of the finished file: its writer died between the two steps of naming
  }
  throw Failure("cannot open " + quoted(part), "its name changes all the time");
}

}  // namespace

class ScanWriter::Implementation {
 public:
  Implementation(const std::string& path, const ScanHeader& header, const Options& options)
      : target_(path), overwrite_(options.overwrite), columns_(header.columns.size()) {
    header.check();
    if (options.chunk < 1) throw UserError("a chunk of 0 points was asked for", "scans are written chunk by chunk", "");
    detail::check_target(target_, overwrite_);
    if (target_.extension() == ".gz") {
      throw UserError(quoted(target_) + " asks for compression", "scans are written as plain text",
                      "leave .gz out of the name");
    }
    first_ = header.first();
    count_ = header.last() - first_;
    destination_ = detail::destination_of(target_);
    part_ = destination_.string() + ".part";
    file_ = open_locked(part_, destination_);
    try {
      detail::check_target(target_, overwrite_);  // it may have been finished before the lock was there
      begin(detail::scan_header_text(header), options);
    } catch (...) {
      if (size() == 0) ::unlink(part_.c_str());
      throw;
    }
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  ~Implementation() {
    if (!committed_ && done_ == 0) ::unlink(part_.c_str());
  }

  void append(const std::vector<ScanRow>& rows) {
    if (committed_ || broken_) throw Failure("no rows more fit into " + quoted(target_), "it is ended");
    std::string text;
    for (const ScanRow& row : rows) {
      const size_t next = done_ + static_cast<size_t>(&row - rows.data());
      if (row.size() != columns_ || next >= count_ || row.front() != static_cast<double>(first_ + next)) {
        throw Failure("a row does not fit into " + quoted(target_),
                      fmt::format("the one of point {} follows", first_ + next));
      }
      text += detail::scan_row_text(row);
    }
    broken_ = true;  // what was written of a chunk that failed is cut off by the next run only
    put(text);
    broken_ = false;
    done_ += rows.size();
  }

  void commit() {
    if (committed_ || broken_ || done_ != count_) {
      throw Failure(quoted(target_) + " cannot be ended", fmt::format("{} of {} points are there", done_, count_));
    }
    if (size() != static_cast<off_t>(bytes_)) {
      throw Failure(quoted(target_) + " cannot be ended", "another program has written to its unfinished form");
    }
    detail::give_name(part_, destination_, target_, overwrite_);
    committed_ = true;
  }

  std::vector<ScanRow> found;

 private:
  /// Keeps the complete chunks of an earlier run, writes the header where there was none.
  void begin(const std::string& header, const Options& options) {
    const std::string content = options.restart ? std::string() : existing();
    const bool is_ours = content.size() < header.size() ? header.compare(0, content.size(), content) == 0
                                                        : content.compare(0, header.size(), header) == 0;
    if (!is_ours) {
      throw UserError(quoted(part_) + " belongs to another scan", detail::first_difference(content, header),
                      "choose another name or throw it away with --restart");
    }
    if (content.size() >= header.size()) {
      bytes_ = header.size() + find_rows(std::string_view(content).substr(header.size()), options.chunk);
    }
    if (::ftruncate(file_.number(), static_cast<off_t>(bytes_)) != 0 ||
        ::lseek(file_.number(), 0, SEEK_END) != static_cast<off_t>(bytes_)) {
      fail();
    }
    if (bytes_ == 0) put(header);
  }

  /// Fills `found` with the rows of complete chunks; their length in bytes.
  size_t find_rows(std::string_view text, size_t chunk) {
    detail::LineReader lines(text);
    std::vector<size_t> ends = {0};
    while (found.size() < count_) {
      const auto line = lines.next();
      auto row = line ? detail::scan_row_of(*line, columns_) : std::nullopt;
      if (!row || row->front() != static_cast<double>(first_ + found.size())) break;
      found.push_back(std::move(*row));
      ends.push_back(lines.position());
    }
    if (found.size() < count_) found.resize(found.size() / chunk * chunk);
    done_ = found.size();
    return ends[done_];
  }

  off_t size() const {
    struct stat status {};
    return ::fstat(file_.number(), &status) == 0 ? status.st_size : -1;
  }

  std::string existing() const {
    std::string content;
    std::string buffer(1 << 16, '\0');
    while (true) {
      const ssize_t count = ::pread(file_.number(), buffer.data(), buffer.size(), static_cast<off_t>(content.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw Failure("cannot read " + quoted(part_), std::strerror(errno));
      if (count == 0) return content;
      content.append(buffer, 0, static_cast<size_t>(count));
    }
  }

  void put(std::string_view bytes) {
    bytes_ += bytes.size();
    while (!bytes.empty()) {
      const ssize_t count = ::write(file_.number(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail();
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    if (::fsync(file_.number()) != 0 && errno != EINVAL) fail();
  }

  [[noreturn]] void fail() const {
    throw Failure("cannot write " + quoted(part_), std::strerror(errno), "what is complete is kept");
  }

  fs::path target_, destination_, part_;
  bool overwrite_;
  size_t columns_, first_ = 0, count_ = 0, done_ = 0, bytes_ = 0;
  Descriptor file_;
  bool broken_ = false, committed_ = false;
};

ScanWriter::ScanWriter(const std::string& path, const ScanHeader& header, const Options& options)
    : implementation_(std::make_unique<Implementation>(path, header, options)) {}
ScanWriter::~ScanWriter() = default;

const std::vector<ScanRow>& ScanWriter::found() const {
  return implementation_->found;
}
void ScanWriter::append(const std::vector<ScanRow>& rows) {
  implementation_->append(rows);
}
void ScanWriter::commit() {
  implementation_->commit();
}

}  // namespace tridens::io
