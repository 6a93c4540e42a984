#include "tridens/io/scan_file.hh"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <functional>
#include <limits>

#include "event_sample.hh"
#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

using sample::content;

/// In memory where there is such a folder: these tests bring thousands of chunks to the disk.
class Folder : public sample::Folder {
 public:
  Folder() : sample::Folder(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path()) {}
};

template <class Error = UserError>
std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

void expect_in(const std::string& text, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
}

ScanHeader header(int shard = 1, int shards = 1) {
  ScanHeader result;
  result.title = "Mass, and coupling";
  result.version = "0.1.0";
  result.card = "[fit]\n\n  title = \"\\u03b8\"\n";
  result.provenance = {{"data/flux/x", "ab12"}, {"empty", ""}, {"cevns: paper", "arXiv: x = 2110.07730"}};
  result.axes = {{"mass", "MeV", "$M$", 0.1, 1000.0, 3, true}, {"g", "", "", -1.0, 1.0, 7, false}};
  result.columns = {"index", "mass", "g", "chi2"};
  result.shard = shard;
  result.shards = shards;
  return result;
}

/// A function with numbers of every kind: irrational, huge, without value, infinite.
ScanRow row(const ScanHeader& header, size_t index) {
  const double mass = header.axes[0].at(static_cast<int>(index) / header.axes[1].points);
  const double g = header.axes[1].at(static_cast<int>(index) % header.axes[1].points);
  double chi2 = std::exp(mass * g);
  if (index == 4) chi2 = std::nan("");
  if (index == 5) chi2 = std::numeric_limits<double>::infinity();
  return {static_cast<double>(index), mass, g, chi2};
}

std::vector<ScanRow> rows(const ScanHeader& header, size_t from, size_t to) {
  std::vector<ScanRow> result;
  for (size_t index = from; index < to; ++index) result.push_back(row(header, index));
  return result;
}

/// Computes what is missing, at most `chunks` chunks of it; true when the file is finished.
bool go_on(const std::string& path, const ScanHeader& header, size_t chunk, size_t chunks = 1000) {
  ScanWriter writer(path, header, {.chunk = chunk});
  size_t next = header.first() + writer.found().size();
  for (size_t index = 0; index < writer.found().size(); ++index) {
    const ScanRow expected = row(header, header.first() + index);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), writer.found()[index].begin(),
                           [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
  }
  for (; next < header.last() && chunks > 0; --chunks) {
    const size_t end = std::min(next + chunk, header.last());
    writer.append(rows(header, next, end));
    next = end;
  }
  if (next < header.last()) return false;
  writer.commit();
  return true;
}

std::string expected_text(const ScanHeader& header) {
  return scan_text({header, rows(header, header.first(), header.last())});
}

TEST(ScanFile, AxesEndWhereTheyShould) {
  const ScanAxis linear{"x", "", "", -1.0, 1.0, 21, false};
  EXPECT_EQ(linear.at(0), -1.0);
  EXPECT_EQ(linear.at(20), 1.0);
  EXPECT_EQ(linear.at(13), 0.3);
  const ScanAxis log{"x", "", "", 1e-5, 1e3, 9, true};
  EXPECT_EQ(log.at(0), 1e-5);
  EXPECT_EQ(log.at(8), 1e3);
  EXPECT_NEAR(log.at(3) / 1e-2, 1.0, 1e-14);
  for (int i = 0; i < 8; ++i) EXPECT_NEAR(log.at(i + 1) / log.at(i), 10.0, 1e-12);
}

TEST(ScanFile, ShardsCoverTheGridOnceAndEvenly) {
  for (int shards = 1; shards <= 30; ++shards) {
    size_t next = 0;
    for (int shard = 1; shard <= shards; ++shard) {
      const ScanHeader each = header(shard, shards);
      EXPECT_EQ(each.first(), next);
      next = each.last();
      const size_t least = each.points() / static_cast<size_t>(shards), size = each.last() - each.first();
      EXPECT_TRUE(size == least || size == least + 1) << shard << "/" << shards;
    }
    EXPECT_EQ(next, header().points());
  }
}

TEST(ScanFile, TextReadsBackTheSame) {
  const std::string text = expected_text(header(2, 3));
  const ScanTable table = parse_scan(text, "scan.csv");
  EXPECT_EQ(table.header, header(2, 3));
  EXPECT_EQ(scan_text(table), text);
  EXPECT_EQ(table.rows.size(), 7u);
}

TEST(ScanFile, EveryCutIsAnErrorAndEveryChangedByteIsRefusedOrKept) {
  const std::string text = expected_text(header());
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_THROW(parse_scan(std::string_view(text).substr(0, size), "scan.csv"), UserError) << size;
  }
  for (size_t place = 0; place < text.size(); ++place) {
    std::string changed = text;
    changed[place] ^= 1;
    try {
      EXPECT_EQ(scan_text(parse_scan(changed, "scan.csv")), changed);
    } catch (const UserError&) {
    }
  }
}

TEST(ScanFile, ErrorsNameTheLine) {
  const std::string text = expected_text(header());
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string result = text;
    return message_of([&] { parse_scan(result.replace(result.find(from), from.size(), to), "s.csv"); });
  };
  expect_in(changed("# tridens-scan: 1", "# tridens-scan: 2"), {"s.csv:1", "not format 1"});
  expect_in(changed("# shard: 1/1", "# shard: 2/1"), {"s.csv", "no shard 2/1"});
  expect_in(changed("# axis-points: 3", "# axis-points: x"), {"s.csv:10", "whole number"});
  expect_in(changed("# axis-range: 0.1", "# axis-range: 0.10"), {"s.csv:8", "'0.10'"});
  expect_in(changed("# card: [fit]", "# card: [fix]"), {"s.csv:20", "checksum"});
  expect_in(changed("\n3,", "\n4,"), {"s.csv:28", "point 4", "3 follows"});
  expect_in(changed("\n3,", "\n3,0,"), {"s.csv:28", "no row of 4 numbers"});
  expect_in(message_of([&] { parse_scan(text + "21,0,0,0\n", "s.csv"); }), {"s.csv:46", "already"});
  expect_in(message_of([&] { parse_scan(text.substr(0, text.size() - 1), "s.csv"); }), {"s.csv:45", "20 of 21 points"});
  expect_in(message_of([&] { read_scan("absent.csv"); }), {"absent.csv", "no such file"});
}

TEST(ScanFile, APointThatConvergedHasAChi2) {
  ScanHeader header;
  header.version = "1";
  header.axes = {{"g", "", "", 0.0, 1.0, 2, false}};
  header.columns = {"index", "g", "chi2", "converged"};
  const auto message = [&](double chi2, double converged) -> std::string {
    const ScanTable table{header, {{0.0, 0.0, 1.5, 1.0}, {1.0, 1.0, chi2, converged}}};
    try {
      (void)parse_scan(scan_text(table), "a.csv");
    } catch (const UserError& error) {
      return error.what();
    }
    return "no error";
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(message(2.5, 1.0), "no error");
  EXPECT_EQ(message(nan, 0.0), "no error");
  EXPECT_EQ(message(infinity, 1.0), "no error") << "where a bin with counts expects none";
  EXPECT_NE(message(nan, 1.0).find("converged has no chi2"), std::string::npos) << message(nan, 1.0);
  EXPECT_NE(message(2.5, 0.5).find("converged is 0.5"), std::string::npos) << message(2.5, 0.5);
}

TEST(ScanFile, HeadersAreCheckedBeforeAnythingIsWritten) {
  const Folder folder;
  const auto refused = [&](const std::function<void(ScanHeader&)>& change) {
    ScanHeader changed = header();
    change(changed);
    return message_of([&] { ScanWriter((folder / "a.csv").string(), changed, {}); });
  };
  expect_in(refused([](ScanHeader& h) { h.shard = 0; }), {"no shard 0/1", "from 1 to n"});
  expect_in(refused([](ScanHeader& h) { h.shard = 2; }), {"no shard 2/1"});
  expect_in(refused([](ScanHeader& h) { h.shards = -3; }), {"no shard 1/-3"});
  expect_in(refused([](ScanHeader& h) { h.axes.clear(); }), {"no axis", "tridens fit"});
  expect_in(refused([](ScanHeader& h) { h.axes[0].low = 0.0; }), {"'mass' runs from 0", "above 0"});
  expect_in(refused([](ScanHeader& h) { h.axes[1].high = -1.0; }), {"'g' runs from -1 to -1"});
  expect_in(refused([](ScanHeader& h) { h.axes[1].points = 0; }), {"0 points"});
  expect_in(refused([](ScanHeader& h) { h.title = "a\nb"; }), {"title", "line break"});
  expect_in(refused([](ScanHeader& h) { h.provenance.emplace_back("a = b", "c"); }), {"'a = b'"});
  expect_in(refused([](ScanHeader& h) { h.provenance.emplace_back("", "c"); }), {"provenance named ''"});
  expect_in(refused([](ScanHeader& h) { h.card = "a = 1"; }), {"last line is not ended"});
  expect_in(refused([](ScanHeader& h) { h.columns = {"index", "a,b"}; }), {"'a,b'"});
  expect_in(refused([](ScanHeader& h) { h.columns = {"index", "index"}; }), {"unique"});
  EXPECT_TRUE(folder.names().empty());
}

TEST(ScanWriter, FinishedFileIsTheTextOfTheTable) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  EXPECT_TRUE(go_on(path, header(), 4));
  EXPECT_EQ(content(path), expected_text(header()));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.csv"});
}

TEST(ScanWriter, GoesOnAfterEveryPossibleInterruption) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  const ScanHeader shard = header(2, 2);
  const std::string text = expected_text(shard);
  for (size_t size = 0; size <= text.size(); ++size) {
    sample::write(path + ".part", text.substr(0, size));
    EXPECT_TRUE(go_on(path, shard, 3)) << size;
    EXPECT_EQ(content(path), text) << size;
    std::filesystem::remove(path);
  }
}

TEST(ScanWriter, LosesAtMostOneChunk) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  EXPECT_FALSE(go_on(path, header(), 4, 3));
  const std::string part = content(path + ".part");
  for (size_t cut = 0; cut < 40; ++cut) {
    sample::write(path + ".part", part.substr(0, part.size() - cut));
    const ScanWriter writer(path, header(), {.chunk = 4});
    EXPECT_EQ(writer.found().size(), cut == 0 ? 12u : 8u);
  }
}

TEST(ScanWriter, RubbishBehindTheLastChunkIsCutOff) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  for (const std::string& rubbish : {std::string(5000, '\0'), std::string("8,1\n"), std::string("99,1,1,1\n10,1,1,1\n"),
                                     std::string("\n\n"), std::string("8,1,1,1.50\n")}) {
    EXPECT_FALSE(go_on(path, header(), 4, 2));
    sample::write(path + ".part", content(path + ".part") + rubbish);
    EXPECT_TRUE(go_on(path, header(), 4));
    EXPECT_EQ(content(path), expected_text(header()));
    std::filesystem::remove(path);
  }
}

TEST(ScanWriter, KilledProcessesLeaveWhatTheyHadWritten) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  for (int round = 0; round < 6; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      ScanWriter writer(path, header(), {.chunk = 4});
      const size_t next = writer.found().size();
      writer.append(rows(header(), next, std::min<size_t>(next + 4, 21)));
      ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  EXPECT_TRUE(go_on(path, header(), 4, 0));
  EXPECT_EQ(content(path), expected_text(header()));
}

TEST(ScanWriter, OtherScansAreNotContinued) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  EXPECT_FALSE(go_on(path, header(), 4, 1));
  const std::string part = content(path + ".part");
  const auto refused = [&](const std::function<void(ScanHeader&)>& change) {
    ScanHeader changed = header();
    change(changed);
    return message_of([&] { ScanWriter(path, changed, {}); });
  };
  expect_in(refused([](ScanHeader& h) { h.version = "0.2.0"; }), {"another scan", "version: 0.1.0", "--restart"});
  expect_in(refused([](ScanHeader& h) { h.shards = 2; }), {"'shard: 1/1' is not 'shard: 1/2'"});
  expect_in(refused([](ScanHeader& h) { h.card = "[fit]\nchunk = 3\n"; }), {"another scan", "card: chunk = 3"});
  expect_in(refused([](ScanHeader& h) { h.provenance[0].second = "cd34"; }), {"ab12", "cd34"});
  EXPECT_EQ(content(path + ".part"), part);
  ScanHeader other = header();
  other.version = "0.2.0";
  const ScanWriter writer(path, other, {.restart = true});
  EXPECT_TRUE(writer.found().empty());
}

TEST(ScanWriter, OneProcessAtATime) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  ScanWriter writer(path, header(), {});
  writer.append(rows(header(), 0, 21));
  for (const bool restart : {false, true}) {
    expect_in(message_of([&] { ScanWriter(path, header(), {.restart = restart}); }), {"in use", "another process"});
  }
  writer.commit();
  EXPECT_EQ(content(path), expected_text(header()));
}

TEST(ScanWriter, ExistingFilesAreReplacedOnlyWhenAllowed) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  sample::write(path, "old");
  expect_in(message_of([&] { ScanWriter(path, header(), {}); }), {"exists", "--force"});
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.csv"});
  {
    ScanWriter writer(path, header(), {.overwrite = true});
    writer.append(rows(header(), 0, 21));
    EXPECT_EQ(content(path), "old");
    writer.commit();
  }
  EXPECT_EQ(content(path), expected_text(header()));
}

TEST(ScanWriter, FileThatAppearsMeanwhileIsKept) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  ScanWriter writer(path, header(), {});
  writer.append(rows(header(), 0, 21));
  sample::write(path, "of another program");
  expect_in(message_of([&] { writer.commit(); }), {"exists"});
  EXPECT_EQ(content(path), "of another program");
}

TEST(ScanWriter, WriterThatDiedWhileNamingDoesNotHarmTheFinishedFile) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  EXPECT_TRUE(go_on(path, header(), 4));
  std::filesystem::create_hard_link(path, path + ".part");
  {
    ScanWriter writer(path, header(), {.overwrite = true, .restart = true});
    EXPECT_EQ(content(path), expected_text(header()));
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.csv"});
}

TEST(ScanWriter, NamesThatCannotBeWrittenAreRefused) {
  const Folder folder;
  const auto refused = [&](const std::string& path) { return message_of([&] { ScanWriter(path, header(), {}); }); };
  expect_in(refused(""), {"no output file"});
  expect_in(refused("-"), {"stream"});
  expect_in(refused((folder / "none" / "a.csv").string()), {"no directory"});
  expect_in(refused((folder / "").string()), {"directory"});
  expect_in(refused((folder / "a.csv.gz").string()), {"plain text"});
  std::filesystem::create_symlink(folder / "elsewhere", folder / "b.csv.part");
  expect_in(refused((folder / "b.csv").string()), {"cannot write", "b.csv.part"});
  ASSERT_EQ(::mkfifo((folder / "c.csv.part").c_str(), 0600), 0);
  expect_in(refused((folder / "c.csv").string()), {"not a plain file"});
  EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST(ScanWriter, WrongRowsAndEarlyEndsAreFailures) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  ScanWriter writer(path, header(), {});
  const auto append = [&](const std::vector<ScanRow>& rows) {
    return message_of<Failure>([&] { writer.append(rows); });
  };
  expect_in(append({row(header(), 1)}), {"does not fit", "point 0 follows"});
  expect_in(append({{0.0, 1.0, 1.0}}), {"does not fit"});
  writer.append(rows(header(), 0, 20));
  expect_in(message_of<Failure>([&] { writer.commit(); }), {"20 of 21 points"});
  writer.append(rows(header(), 20, 21));
  expect_in(append({row(header(), 21)}), {"does not fit"});
  sample::write(path + ".part", content(path + ".part") + "x");
  expect_in(message_of<Failure>([&] { writer.commit(); }), {"another program"});
}

TEST(ScanWriter, NothingStaysWithoutARow) {
  const Folder folder;
  { const ScanWriter writer((folder / "a.csv").string(), header(), {}); }
  EXPECT_TRUE(folder.names().empty());
}

TEST(ScanWriter, FullDiskIsAFailureAndCompleteChunksStay) {
  const Folder folder;
  const std::string path = (folder / "a.csv").string();
  EXPECT_FALSE(go_on(path, header(), 4, 2));
  const size_t size = std::filesystem::file_size(path + ".part");
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{size + 10, size + 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ScanWriter writer(path, header(), {.chunk = 4});
    const std::string first = message_of<Failure>([&] { writer.append(rows(header(), 8, 12)); });
    const std::string second = message_of<Failure>([&] { writer.append(rows(header(), 8, 12)); });
    const bool as_expected =
        first.find("cannot write") != std::string::npos && second.find("ended") != std::string::npos;
    ::_exit(as_expected ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(std::filesystem::file_size(path + ".part"), size + 10);
  EXPECT_TRUE(go_on(path, header(), 4));
  EXPECT_EQ(content(path), expected_text(header()));
}

TEST(ScanWriter, LinksAreFollowed) {
  const Folder folder;
  sample::write(folder / "real.csv", "old");
  std::filesystem::create_symlink("real.csv", folder / "link.csv");
  ScanWriter writer((folder / "link.csv").string(), header(), {.overwrite = true});
  writer.append(rows(header(), 0, 21));
  writer.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.csv"));
  EXPECT_EQ(content(folder / "real.csv"), expected_text(header()));
}

class Shards {
 public:
  explicit Shards(int shards) {
    for (int shard = 1; shard <= shards; ++shard) {
      paths.push_back((folder / std::to_string(shard)).string());
      sample::write(paths.back(), expected_text(header(shard, shards)));
    }
  }
  Folder folder;
  std::vector<std::string> paths;
};

TEST(Merge, AnyNumberInAnyOrderGivesTheWholeScan) {
  const std::string whole = expected_text(header());
  for (const int shards : {1, 2, 3, 5, 21, 30}) {
    Shards files(shards);
    EXPECT_EQ(scan_text(merge_scans(files.paths)), whole) << shards;
    std::reverse(files.paths.begin(), files.paths.end());
    EXPECT_EQ(scan_text(merge_scans(files.paths)), whole) << shards;
    std::rotate(files.paths.begin(), files.paths.begin() + shards / 2, files.paths.end());
    EXPECT_EQ(scan_text(merge_scans(files.paths)), whole) << shards;
  }
}

TEST(Merge, MissingRepeatedAndForeignShardsAreRefused) {
  Shards files(4);
  const auto merged = [](const std::vector<std::string>& paths) { return message_of([&] { merge_scans(paths); }); };
  expect_in(merged({}), {"no shards"});
  expect_in(merged({files.paths[0], files.paths[2]}), {"2 of 4 shards are missing", "2, 4", "--shard 2/4"});
  expect_in(merged({files.paths[0], files.paths[1], files.paths[0]}), {"shard 1/4 is given twice"});
  sample::write(files.folder / "x", expected_text(header(2, 5)));
  expect_in(merged({files.paths[0], (files.folder / "x").string()}), {"one of 4 shards", "of 5"});
  ScanHeader other = header(2, 4);
  other.card = "[fit]\nother = 1\n";
  sample::write(files.folder / "x", expected_text(other));
  expect_in(merged({files.paths[0], (files.folder / "x").string()}), {"not shards of one scan", "other = 1"});
  other = header(2, 4);
  other.version = "0.2.0";
  sample::write(files.folder / "x", expected_text(other));
  expect_in(merged({files.paths[0], (files.folder / "x").string()}), {"version: 0.1.0", "version: 0.2.0"});
  const std::string text = content(files.paths[1]);
  sample::write(files.paths[1], text.substr(0, text.size() - 3));
  expect_in(merged(files.paths), {files.paths[1], "not finished"});
}

}  // namespace
}  // namespace tridens::io
