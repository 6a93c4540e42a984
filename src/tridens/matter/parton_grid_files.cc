// Grids of parton densities from text. Format lhagrid1 of LHAPDF 6 (arXiv:1412.7420, section 4.2): a header that ends
// with a line "---"; then blocks of one line of x knots, one of Q knots in GeV, one of PDG numbers (0 and 21 are both
// the gluon), and nx * nQ lines of x f with x outer and Q inner; each block ends with "---".

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/matter/detail/parton_grid.hh"

namespace tridens::matter::detail {
namespace {

/// Walks through the lines of a text and the numbers of a line.
class LineReader {
 public:
  LineReader(std::string_view text, const std::string& origin) : rest_(text), origin_(origin) {}

  bool next() {
    if (rest_.empty()) return false;
    const size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    while (!line_.empty() && (line_.back() == '\r' || line_.back() == ' ')) line_.remove_suffix(1);
    while (!line_.empty() && line_.front() == ' ') line_.remove_prefix(1);
    ++number_;
    return true;
  }
  void need(const char* what) {
    if (!next()) fail(fmt::format("the file ends where {} should be", what));
  }
  std::string_view line() const { return line_; }
  bool is_separator() const { return line_.substr(0, 3) == "---"; }
  [[noreturn]] void fail(const std::string& why) const {
    throw UserError(fmt::format("{} is not a grid of parton densities", origin_),
                    fmt::format("line {}: {}", number_, why), "files in the format lhagrid1 of LHAPDF 6 are read");
  }

  /// Appends the numbers of the line.
  template <class Number>
  void numbers(std::vector<Number>& result) const {
    const char* at = line_.data();
    const char* const end = at + line_.size();
    while (at < end) {
      if (*at == ' ' || *at == '\t') {
        ++at;
        continue;
      }
      if (*at == '+') ++at;
      Number value{};
      const auto [stop, error] = std::from_chars(at, end, value);
      const bool ends = stop == end || *stop == ' ' || *stop == '\t';
      if (error != std::errc() || !ends || !std::isfinite(static_cast<double>(value))) {
        fail("'" + std::string(at, end).substr(0, 20) + "' is not a number");
      }
      result.push_back(value);
      at = stop;
    }
  }

 private:
  std::string_view rest_, line_;
  const std::string& origin_;
  size_t number_ = 0;
};

std::vector<double> logarithms(const std::vector<double>& values, double factor, const LineReader& lines) {
  std::vector<double> result;
  for (const double value : values) {
    if (!(value > 0.0)) lines.fail("a knot is not positive");
    result.push_back(factor * std::log(value));
  }
  return result;
}

void read_header(LineReader& lines) {
  bool is_lhagrid = false;
  do {
    lines.need("the header");
    const bool names_format = lines.line().substr(0, 7) == "Format:";
    is_lhagrid = is_lhagrid || (names_format && lines.line().find("lhagrid1") != std::string_view::npos);
  } while (!lines.is_separator());
  if (!is_lhagrid) lines.fail("the header has no 'Format: lhagrid1'");
}

std::vector<size_t> read_columns(LineReader& lines) {
  std::vector<int> numbers;
  lines.numbers(numbers);
  std::vector<size_t> result;
  for (const int pdg : numbers) {
    const bool known = (pdg >= -6 && pdg <= 6) || pdg == 21 || pdg == 22;
    if (!known) lines.fail(fmt::format("{} is not the PDG number of a parton", pdg));
    const size_t column = parton::index(pdg == 0 ? 21 : pdg);
    if (std::find(result.begin(), result.end(), column) != result.end()) {
      lines.fail(fmt::format("the parton {} has two columns", pdg));
    }
    result.push_back(column);
  }
  return result;
}

/// The line of x knots has been read.
GridBlock read_block(LineReader& lines, GridContent& content) {
  std::vector<double> x, Q;
  lines.numbers(x);
  GridBlock block;
  block.log_x = logarithms(x, 1.0, lines);
  lines.need("the knots in Q");
  lines.numbers(Q);
  block.log_Q2 = logarithms(Q, 2.0, lines);
  lines.need("the PDG numbers");
  const std::vector<size_t> columns = read_columns(lines);
  if (!content.columns.empty() && content.columns != columns) lines.fail("the blocks hold different partons");
  content.columns = columns;
  const size_t rows = x.size() * Q.size();
  block.values.reserve(rows * columns.size());
  for (size_t row = 0; row < rows; ++row) {
    lines.need("a row of values");
    const size_t before = block.values.size();
    lines.numbers(block.values);
    if (block.values.size() - before == columns.size()) continue;
    lines.fail(fmt::format("{} values for {} partons", block.values.size() - before, columns.size()));
  }
  lines.need("'---'");
  if (!lines.is_separator()) lines.fail("the block does not end with '---'");
  return block;
}

/// What a column of a table adds to: "uv" is u - ubar, and stands after ubar.
struct ColumnMeaning {
  size_t parton = 0;
  size_t partner = parton::count;  // the antiquark to add, if any
};

ColumnMeaning column_meaning(const std::string& name) {
  const std::vector<std::pair<const char*, ColumnMeaning>> names = {{"g", {parton::gluon}},
                                                                    {"dbar", {parton::dbar}},
                                                                    {"ubar", {parton::ubar}},
                                                                    {"sbar", {parton::sbar}},
                                                                    {"cbar", {parton::cbar}},
                                                                    {"bbar", {parton::bbar}},
                                                                    {"dv", {parton::d, parton::dbar}},
                                                                    {"uv", {parton::u, parton::ubar}},
                                                                    {"sv", {parton::s, parton::sbar}},
                                                                    {"cv", {parton::c, parton::cbar}},
                                                                    {"bv", {parton::b, parton::bbar}}};
  for (const auto& [known, meaning] : names) {
    if (name == known) return meaning;
  }
  throw Failure("column '" + name + "' of a table of parton densities is unknown", "columns are named after partons");
}

/// One row of a table, antiquarks added to the valence.
void append_row(const Table& table, size_t row, const std::vector<ColumnMeaning>& meanings, size_t first,
                std::vector<double>& values) {
  PartonValues xf{};
  for (size_t k = 0; k < meanings.size(); ++k) {
    const ColumnMeaning& meaning = meanings[k];
    const double partner = meaning.partner < parton::count ? xf[meaning.partner] : 0.0;
    xf[meaning.parton] = table.number(row, first + k) + partner;
    values.push_back(xf[meaning.parton]);
  }
}

/// Rows come with x outer and Q inner: only a value above the last knot is a new one.
void add_knot(std::vector<double>& axis, double value) {
  if (axis.empty() || value > axis.back()) axis.push_back(value);
}

}  // namespace

GridContent parse_lhagrid(std::string_view text, const std::string& origin) {
  LineReader lines(text, origin);
  read_header(lines);
  GridContent content;
  while (lines.next()) {
    if (!lines.line().empty()) content.blocks.push_back(read_block(lines, content));
  }
  return content;
}

GridContent read_grid_table(const std::string& path, std::string name) {
  const Table table = parse_table(embedded_table(path), path);
  GridContent content;
  content.name = std::move(name);
  content.papers = {table.header_value("source")};
  constexpr size_t first_parton = 3;
  std::vector<ColumnMeaning> meanings;
  for (size_t k = first_parton; k < table.columns.size(); ++k) {
    meanings.push_back(column_meaning(table.columns[k]));
    content.columns.push_back(meanings.back().parton);
  }
  const size_t subgrid_column = table.column("subgrid"), x_column = table.column("x"), Q_column = table.column("Q_GeV");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const size_t subgrid = static_cast<size_t>(table.number(row, subgrid_column));
    if (subgrid > content.blocks.size()) content.blocks.emplace_back();
    GridBlock& block = content.blocks.back();
    add_knot(block.log_x, std::log(table.number(row, x_column)));
    add_knot(block.log_Q2, 2.0 * std::log(table.number(row, Q_column)));
    append_row(table, row, meanings, first_parton, block.values);
  }
  return content;
}

}  // namespace tridens::matter::detail
