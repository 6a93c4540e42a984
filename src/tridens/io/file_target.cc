#include "tridens/io/detail/file_target.hh"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "tridens/base/error.hh"

namespace tridens::io::detail {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_existing(const fs::path& target) {
  throw UserError(quoted(target) + " exists", "files are not replaced unasked",
                  "choose another name or allow it with --force");
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

[[noreturn]] void refuse_naming(const fs::path& target) {
  throw Failure("cannot write " + quoted(target),
                std::string("it could not be given its name: ") + std::strerror(errno));
}

}  // namespace

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

void check_target(const fs::path& target, bool overwrite) {
  if (target.empty()) throw UserError("no output file", "the name is empty");
  if (target == "-") {
    throw UserError("no output to '-'", "files appear whole or not at all, a stream cannot", "give a name");
  }
  std::error_code ignored;
  if (fs::is_directory(target, ignored)) {
    throw UserError("cannot write " + quoted(target), "it is a directory", "give the name of a file in it");
  }
  const fs::path folder = folder_of(target);
  if (!fs::is_directory(folder, ignored)) {
    throw UserError("cannot write " + quoted(target), "there is no directory " + quoted(folder), "create it");
  }
  if (!overwrite && fs::exists(fs::symlink_status(target, ignored))) refuse_existing(target);
  const fs::file_status status = fs::status(target, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw UserError(quoted(target) + " is not a plain file", "a device, folder or pipe is never replaced",
                    "choose another name");
  }
}

fs::path destination_of(const fs::path& target) {
  std::error_code ignored;
  return fs::is_symlink(target, ignored) ? fs::weakly_canonical(target) : target;
}

void give_name(const fs::path& temporary, const fs::path& destination, const fs::path& target, bool overwrite) {
  if (overwrite) {
    if (::rename(temporary.c_str(), destination.c_str()) != 0) refuse_naming(target);
  } else if (::link(temporary.c_str(), destination.c_str()) == 0) {  // unlike rename, never replaces
    ::unlink(temporary.c_str());
  } else if (errno == EEXIST) {
    refuse_existing(target);
  } else {  // a file system without hard links: the check and the naming cannot be one step
    check_target(target, false);
    if (::rename(temporary.c_str(), destination.c_str()) != 0) refuse_naming(target);
  }
  const int directory = ::open(folder_of(destination).c_str(), O_RDONLY | O_CLOEXEC);
  if (directory < 0) return;  // a directory that may be written but not read: the file itself is complete
  ::fsync(directory);
  ::close(directory);
}

}  // namespace tridens::io::detail
