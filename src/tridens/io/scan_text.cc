#include "tridens/io/detail/scan_text.hh"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/io/sha256.hh"

namespace tridens::io::detail {
namespace {

constexpr std::string_view format_line = "1";

void add(std::string& text, std::string_view key, std::string_view value) {
  text += fmt::format("# {}:{}{}\n", key, value.empty() ? "" : " ", value);
}

/// The shortest text that reads back the same.
std::string number_text(double value) {
  return std::isnan(value) ? "nan" : fmt::format("{}", value);
}

std::optional<double> number_of(std::string_view text) {
  double value = 0.0;
  const char* last = text.data() + text.size();
  const auto [end, status] = std::from_chars(text.data(), last, value);
  if (status != std::errc() || end != last || number_text(value) != text) return std::nullopt;
  return value;
}

/// Reads the lines of a header in their order.
class HeaderReader {
 public:
  HeaderReader(LineReader& lines, const std::string& origin) : lines_(lines), origin_(origin) { advance(); }

  ScanHeader read() {
    if (required("tridens-scan") != format_line) refuse_value(fmt::format("this is not format {}", format_line));
    ScanHeader header;
    header.title = required("title");
    header.version = required("version");
    shard(header);
    while (is("axis")) header.axes.push_back(axis());
    while (is("card")) header.card += required("card") + "\n";
    if (required("card-sha256") != sha256(header.card)) refuse_value("the card above has another checksum");
    while (is("provenance")) header.provenance.push_back(provenance());
    columns(header);
    return header;
  }

 private:
  [[noreturn]] void refuse_at(size_t line, const std::string& problem) const {
    throw UserError(fmt::format("{}:{}: {}", origin_, line, problem),
                    "this is no file that 'tridens scan' has finished");
  }
  /// The line that comes next is wrong, or the value that was taken last.
  [[noreturn]] void refuse_line(const std::string& problem) const { refuse_at(line_number_, problem); }
  [[noreturn]] void refuse_value(const std::string& problem) const { refuse_at(value_line_, problem); }

  void advance() {
    const auto line = lines_.next();
    line_number_ = lines_.line() + (line ? 0 : 1);
    if (!line) refuse_line("the header ends early");
    line_ = *line;
  }

  bool is(std::string_view key) const {
    const std::string_view rest = line_.substr(std::min<size_t>(line_.size(), 2));
    return line_.starts_with("# ") && rest.starts_with(key) && rest.substr(key.size()).starts_with(":");
  }

  /// Value of the line, which must have that key; goes on to the next line.
  std::string required(std::string_view key) {
    if (!is(key)) refuse_line(fmt::format("'# {}: ...' is missing", key));
    std::string_view value = line_.substr(key.size() + 3);
    if (!value.empty() && (value.front() != ' ' || value.size() == 1))
      refuse_line(fmt::format("'# {}: ' is damaged", key));
    if (!value.empty()) value.remove_prefix(1);
    value_line_ = line_number_;
    std::string result(value);
    advance();
    return result;
  }

  int whole_number(std::string_view text) const {
    int value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size() || std::to_string(value) != text) {
      refuse_value(fmt::format("'{}' is no whole number", text));
    }
    return value;
  }

  double number(std::string_view text) const {
    const auto value = number_of(text);
    if (!value) refuse_value(fmt::format("'{}' is no number as it is written here", text));
    return *value;
  }

  void shard(ScanHeader& header) {
    const std::string text = required("shard");
    const size_t slash = text.find('/');
    if (slash == std::string::npos) refuse_value("a shard is written i/n");
    header.shard = whole_number(text.substr(0, slash));
    header.shards = whole_number(text.substr(slash + 1));
  }

  ScanAxis axis() {
    ScanAxis axis;
    axis.name = required("axis");
    axis.title = required("axis-title");
    axis.unit = required("axis-unit");
    const std::string range = required("axis-range");
    const size_t to = range.find(" to ");
    if (to == std::string::npos) refuse_value("a range is written LOW to HIGH");
    axis.low = number(std::string_view(range).substr(0, to));
    axis.high = number(std::string_view(range).substr(to + 4));
    const std::string scale = required("axis-scale");
    if (scale != "log" && scale != "linear") refuse_value("a scale is linear or log");
    axis.logarithmic = scale == "log";
    axis.points = whole_number(required("axis-points"));
    return axis;
  }

  std::pair<std::string, std::string> provenance() {
    const std::string text = required("provenance");
    const size_t sign = text.find(" =");
    const std::string value = sign == std::string::npos ? "" : text.substr(sign + 2);
    if (sign == std::string::npos || value == " " || (!value.empty() && value.front() != ' ')) {
      refuse_value("provenance is written KEY = VALUE");
    }
    return {text.substr(0, sign), value.substr(value.empty() ? 0 : 1)};
  }

  void columns(ScanHeader& header) {
    if (line_.starts_with('#')) refuse_line("this line does not belong here");
    for (std::string_view rest = line_;;) {
      const size_t comma = rest.find(',');
      header.columns.emplace_back(rest.substr(0, comma));
      if (comma == std::string_view::npos) return;
      rest.remove_prefix(comma + 1);
    }
  }

  LineReader& lines_;
  const std::string& origin_;
  std::string_view line_;
  size_t line_number_ = 0, value_line_ = 0;
};

}  // namespace

std::string scan_header_text(const ScanHeader& header) {
  std::string text;
  add(text, "tridens-scan", format_line);
  add(text, "title", header.title);
  add(text, "version", header.version);
  add(text, "shard", fmt::format("{}/{}", header.shard, header.shards));
  for (const ScanAxis& axis : header.axes) {
    add(text, "axis", axis.name);
    add(text, "axis-title", axis.title);
    add(text, "axis-unit", axis.unit);
    add(text, "axis-range", number_text(axis.low) + " to " + number_text(axis.high));
    add(text, "axis-scale", axis.logarithmic ? "log" : "linear");
    add(text, "axis-points", std::to_string(axis.points));
  }
  LineReader card(header.card);
  while (const auto line = card.next()) add(text, "card", *line);
  add(text, "card-sha256", sha256(header.card));
  for (const auto& [key, value] : header.provenance) {
    add(text, "provenance", key + " =" + (value.empty() ? "" : " ") + value);
  }
  return text + fmt::format("{}\n", fmt::join(header.columns, ","));
}

std::string scan_row_text(const ScanRow& row) {
  std::string text;
  for (const double value : row) {
    if (!text.empty()) text += ',';
    text += number_text(value);
  }
  return text + "\n";
}

std::optional<ScanRow> scan_row_of(std::string_view line, size_t columns) {
  ScanRow row;
  row.reserve(columns);
  for (std::string_view rest = line;;) {
    const size_t comma = rest.find(',');
    const auto value = number_of(rest.substr(0, comma));
    if (!value || row.size() == columns) return std::nullopt;
    row.push_back(*value);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (row.size() != columns) return std::nullopt;
  return row;
}

std::optional<std::string_view> LineReader::next() {
  const size_t end = text_.find('\n', position_);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text_.substr(position_, end - position_);
  position_ = end + 1;
  ++line_;
  return line;
}

ScanHeader read_scan_header(LineReader& lines, const std::string& origin) {
  return HeaderReader(lines, origin).read();
}

std::string first_difference(std::string_view a, std::string_view b) {
  LineReader lines_a(a), lines_b(b);
  const auto shown = [](std::string_view line) {
    line.remove_prefix(line.starts_with("# ") ? 2 : 0);
    return std::string(line.substr(0, 80)) + (line.size() > 80 ? "..." : "");
  };
  while (true) {
    const auto line_a = lines_a.next(), line_b = lines_b.next();
    if (line_a != line_b)
      return fmt::format("'{}' is not '{}'", shown(line_a.value_or("")), shown(line_b.value_or("")));
    if (!line_a) return "their ends differ";
  }
}

}  // namespace tridens::io::detail
