#include "tridens/io/output_file.hh"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "event_sample.hh"

namespace tridens::io {
namespace {

using sample::content;
using sample::Folder;

std::string message_of(const std::filesystem::path& path, const OutputOptions& options = {}) {
  try {
    OutputFile file(path, options);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(OutputFile, AppearsOnlyWhenCommitted) {
  const Folder folder;
  OutputFile file(folder / "a.txt");
  file.write("hello");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.txt"));
  file.commit();
  EXPECT_EQ(content(folder / "a.txt"), "hello");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.txt"});
  EXPECT_EQ(file.bytes_written(), 5U);
}

TEST(OutputFile, LeavesNothingWithoutCommit) {
  const Folder folder;
  {
    OutputFile file(folder / "a.txt");
    file.write(std::string(1000000, 'x'));
    EXPECT_EQ(folder.names().size(), 1U);  // the hidden temporary
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(OutputFile, ReplacesOnlyWhenAllowedAndThenAsAWhole) {
  const Folder folder;
  sample::write(folder / "a.txt", "old");
  EXPECT_NE(message_of(folder / "a.txt").find("exists"), std::string::npos);
  {
    OutputFile dropped(folder / "a.txt", {.overwrite = true});
    dropped.write("half");
  }
  EXPECT_EQ(content(folder / "a.txt"), "old");
  OutputFile file(folder / "a.txt", {.overwrite = true});
  file.write("new");
  file.commit();
  EXPECT_EQ(content(folder / "a.txt"), "new");
}

TEST(OutputFile, DoesNotReplaceAFileThatCameInTheMeantime) {
  const Folder folder;
  OutputFile file(folder / "a.txt");
  file.write("mine");
  sample::write(folder / "a.txt", "of another");
  EXPECT_THROW(file.commit(), UserError);
  EXPECT_EQ(content(folder / "a.txt"), "of another");
}

TEST(OutputFile, WritesThroughALinkAndKeepsIt) {
  const Folder folder;
  sample::write(folder / "real.txt", "old");
  std::filesystem::create_symlink("real.txt", folder / "link.txt");
  EXPECT_NE(message_of(folder / "link.txt"), "");
  OutputFile file(folder / "link.txt", {.overwrite = true});
  file.write("new");
  file.commit();
  EXPECT_EQ(content(folder / "real.txt"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.txt"));
}

TEST(OutputFile, SaysWhyAPlaceIsNotWritable) {
  const Folder folder;
  EXPECT_NE(message_of(folder / "none/a.txt").find("there is no directory"), std::string::npos);
  EXPECT_NE(message_of(folder / ".").find("is a directory"), std::string::npos);
  EXPECT_NE(message_of("").find("name is empty"), std::string::npos);
  EXPECT_NE(message_of("-").find("'-'"), std::string::npos);
  EXPECT_NE(message_of("/proc/a.txt").find("cannot write"), std::string::npos);
}

TEST(OutputFile, RefusesADirectoryWithoutTheRightToWrite) {
  const Folder folder;
  std::filesystem::create_directory(folder / "closed");
  ::chmod((folder / ".").c_str(), 0755);
  ::chmod((folder / "closed").c_str(), 0555);
  const pid_t child = ::fork();
  if (child == 0) {  // root may write everywhere: become somebody else
    if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(2);
    ::_exit(message_of(folder / "closed/a.txt").find("Permission denied") != std::string::npos ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(OutputFile, ReportsAFullDisk) {
  // /dev/full cannot be replaced by a regular file, but a limit on the file size acts like a full disk.
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100000, 100000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      OutputFile file(folder / "a.txt");
      file.write(std::string(1000000, 'x'));
      file.commit();
    } catch (const Failure&) {
      ::_exit(0);
    }
    ::_exit(1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(folder.names().empty());
}

TEST(OutputFile, GzipHoldsTheSameBytesInTheSameStream) {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i * 7919) + "\n";
  OutputFile whole(folder / "whole.gz"), pieces(folder / "pieces.gz");
  whole.write(text);
  whole.commit();
  for (size_t i = 0; i < text.size(); i += 1234) pieces.write(std::string_view(text).substr(i, 1234));
  pieces.commit();
  EXPECT_EQ(content(folder / "whole.gz"), text);
  EXPECT_LT(std::filesystem::file_size(folder / "whole.gz"), text.size() / 2);
  std::ifstream a(folder / "whole.gz"), b(folder / "pieces.gz");
  EXPECT_TRUE(std::equal(std::istreambuf_iterator<char>(a), {}, std::istreambuf_iterator<char>(b), {}));
}

TEST(OutputFile, AnEmptyGzipIsAValidOne) {
  const Folder folder;
  OutputFile file(folder / "empty.gz");
  file.commit();
  EXPECT_EQ(content(folder / "empty.gz"), "");
  EXPECT_GT(std::filesystem::file_size(folder / "empty.gz"), 10U);
}

TEST(OutputFile, CannotBeWrittenOrEndedAfterItsEnd) {
  const Folder folder;
  OutputFile file(folder / "a.txt");
  file.commit();
  EXPECT_THROW(file.write("more"), Failure);
  EXPECT_THROW(file.commit(), Failure);
}

TEST(OutputFile, StopsAtTheFlagAndLeavesNothing) {
  const Folder folder;
  std::atomic<bool> stop = false;
  {
    OutputFile file(folder / "a.txt", {.stop = &stop});
    file.write("some");
    stop = true;
    EXPECT_THROW(file.write("more"), Interrupted);
    EXPECT_THROW(file.commit(), Interrupted);
  }
  EXPECT_TRUE(folder.names().empty());
}

std::atomic<bool> terminated = false;

TEST(OutputFile, ATerminatedProgramLeavesNothing) {
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGTERM, [](int) { terminated = true; });
    try {
      OutputFile file(folder / "a.txt.gz", {.stop = &terminated});
      for (int i = 0; i < 1000; ++i) {
        file.write(std::string(10000, 'x'));
        if (i == 500) ::raise(SIGTERM);
      }
      file.commit();
    } catch (const Interrupted&) {
      ::_exit(130);
    }
    ::_exit(0);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace tridens::io
