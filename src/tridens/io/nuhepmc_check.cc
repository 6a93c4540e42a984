#include "tridens/io/nuhepmc_check.hh"

#include <HepMC3/ReaderAscii.h>
#include <zlib.h>

#include <array>
#include <exception>
#include <istream>
#include <iterator>
#include <map>
#include <streambuf>

#include "tridens/base/error.hh"
#include "tridens/io/detail/nuhepmc_rules.hh"
#include "tridens/io/event_writer_text.hh"

namespace tridens::io {
namespace nuhepmc {

void Findings::add(std::string rule, std::string message) {
  if (report_.findings.size() >= most_) {
    ++report_.findings_left_out;
  } else {
    report_.findings.push_back({std::move(rule), event_, std::move(message)});
  }
}

}  // namespace nuhepmc

namespace {

using nuhepmc::Declared;
using nuhepmc::Findings;

/// Reads a file, gzip or plain, through zlib.
class GzipBuffer : public std::streambuf {
 public:
  explicit GzipBuffer(const std::filesystem::path& path) : name_(path.string()), file_(gzopen(name_.c_str(), "rb")) {
    if (file_ == nullptr || std::filesystem::is_directory(path)) {
      if (file_ != nullptr) gzclose(file_);
      throw UserError("cannot read '" + name_ + "'", "there is no such file, or it may not be read");
    }
  }
  GzipBuffer(const GzipBuffer&) = delete;
  GzipBuffer& operator=(const GzipBuffer&) = delete;
  ~GzipBuffer() override { gzclose(file_); }
  bool broken() const { return broken_; }

 protected:
  int_type underflow() override {
    const int count = gzread(file_, block_.data(), static_cast<unsigned>(block_.size()));
    int state = Z_OK;
    gzerror(file_, &state);
    broken_ = broken_ || count < 0 || state == Z_BUF_ERROR;  // Z_BUF_ERROR: the compressed stream has no end
    if (count <= 0) return traits_type::eof();
    setg(block_.data(), block_.data(), block_.data() + count);
    return traits_type::to_int_type(block_[0]);
  }

 private:
  std::string name_;
  gzFile file_;
  bool broken_ = false;
  std::array<char, 1 << 16> block_{};
};

/// What HepMC3's reader does not tell: a file that breaks off, lines it cannot hold, units it fills in.
void check_lines(const std::filesystem::path& file, Findings& findings) {
  GzipBuffer buffer(file);
  std::istream stream(&buffer);
  std::string line;
  std::getline(stream, line);
  if (line.empty()) std::getline(stream, line);
  if (line.rfind("HepMC::Version", 0) != 0) {
    throw UserError("'" + file.string() + "' is no HepMC3 file", "its first line is not 'HepMC::Version ...'");
  }
  bool ended = false, has_units = true;
  std::optional<std::int64_t> event;
  const auto end_event = [&] {
    findings.set_event(event);
    findings.require(has_units, "E.R.4", "the units are not set");
    findings.set_event(std::nullopt);
  };
  while (std::getline(stream, line)) {
    constexpr size_t longest = 512 * 512 - 2;
    if (line.size() > longest) {
      findings.add("E.R.1", "a line of " + std::to_string(line.size()) + " bytes is longer than HepMC3 reads");
    }
    if (line.rfind("E ", 0) == 0) {
      end_event();
      event = std::strtoll(line.c_str() + 2, nullptr, 10);
      has_units = false;
    } else if (line.rfind("U ", 0) == 0) {
      has_units = true;
    } else if (line.rfind("HepMC::Asciiv3-END_EVENT_LISTING", 0) == 0) {
      ended = true;
    }
  }
  end_event();
  findings.require(ended && !buffer.broken(), "E.R.1", "the file breaks off: its end is missing");
}

/// Remembers which numbers came, as intervals: one interval for numbers in a row.
class NumbersSeen {
 public:
  /// False when it came before.
  bool add(std::int64_t number) {
    auto next = intervals_.upper_bound(number);
    if (next != intervals_.begin() && std::prev(next)->second >= number) return false;
    std::int64_t first = number, last = number;
    if (next != intervals_.begin() && std::prev(next)->second == number - 1) {
      first = std::prev(next)->first;
      intervals_.erase(std::prev(next));
    }
    if (next != intervals_.end() && next->first == number + 1) {
      last = next->second;
      intervals_.erase(next);
    }
    intervals_[first] = last;
    return true;
  }

 private:
  std::map<std::int64_t, std::int64_t> intervals_;  // first -> last
};

}  // namespace

NuHepmcReport check_nuhepmc(const std::filesystem::path& file, const NuHepmcCheckOptions& options) {
  NuHepmcReport report;
  Findings findings(report, options.most_findings);
  check_lines(file, findings);
  GzipBuffer buffer(file);
  std::istream stream(&buffer);
  HepMC3::ReaderAscii reader(stream);
  Declared declared;
  NumbersSeen seen;
  for (;;) {
    HepMC3::GenEvent event;
    bool read = false;
    try {
      read = reader.read_event(event);
    } catch (const std::exception& error) {  // how HepMC3 refuses names and numbers of weights
      const bool weights = std::string_view(error.what()).find("weight") != std::string_view::npos;
      findings.add(weights ? "G.R.7" : "E.R.1", "after " + std::to_string(report.events) + " events: " + error.what());
      break;
    }
    const bool good = read && !reader.failed();
    if (report.events == 0 && reader.run_info()) {
      declared = nuhepmc::check_run_rules(*reader.run_info(), findings);
    }
    if (!read && !stream.eof()) {
      findings.add("E.R.1", "HepMC3 cannot read on after " + std::to_string(report.events) + " events");
    }
    if (!good) break;
    ++report.events;
    findings.set_event(event.event_number());
    findings.require(seen.add(event.event_number()), "E.R.2", "the event number came before");
    nuhepmc::check_event_rules(event, declared, options, findings);
    findings.set_event(std::nullopt);
    const auto& weights = event.weights();
    if (declared.cv >= 0 && static_cast<size_t>(declared.cv) < weights.size()) {
      report.sum_of_weights += weights[static_cast<size_t>(declared.cv)];
    }
  }
  return report;
}

std::string to_string(const NuHepmcReport& report) {
  std::string text;
  for (const NuHepmcFinding& finding : report.findings) {
    if (finding.event) text += "event " + std::to_string(*finding.event) + ": ";
    text += finding.rule + " " + finding.message + "\n";
  }
  if (report.findings_left_out > 0) {
    text += "... and " + std::to_string(report.findings_left_out) + " more\n";
  }
  const std::uint64_t count = report.findings.size() + report.findings_left_out;
  text += std::to_string(report.events) + " events, sum of weights " + number_text(report.sum_of_weights) + ", ";
  text += count == 0 ? "NuHepMC 1.0.0: no findings\n" : "NuHepMC 1.0.0: " + std::to_string(count) + " findings\n";
  return text;
}

}  // namespace tridens::io
