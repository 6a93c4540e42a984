#include "tridens/io/bound_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/io/data_files.hh"

namespace tridens::io {
namespace {

const std::vector<std::string> known_keys = {"name",       "title",   "plane",      "year",       "exposure",
                                             "confidence", "kind",    "projection", "production", "source",
                                             "problems",   "licence", "read"};
const std::vector<std::string> known_columns = {"mass_GeV", "coupling", "upper", "curve"};

bool has_two_borders(BoundFileKind kind) {
  return kind == BoundFileKind::band || kind == BoundFileKind::between;
}

BoundFileKind kind_of(const Table& table) {
  const std::string& text = table.header_value("kind");
  if (text == "limit") return BoundFileKind::limit;
  if (text == "points") return BoundFileKind::points;
  if (text == "region") return BoundFileKind::region;
  if (text == "between") return BoundFileKind::between;
  if (text == "band") return BoundFileKind::band;
  unknown_name("kind of a bound in " + table.origin, text, {"limit", "points", "region", "between", "band"});
}

bool yes_or_no(const Table& table, const std::string& key) {
  const std::string text = table.header_value_or_empty(key);
  if (text.empty() || text == "no") return false;
  if (text == "yes") return true;
  throw UserError(fmt::format("{}: {} is '{}'", table.origin, key, text), "it is yes or no", "");
}

int year_of(const Table& table) {
  const double year = parse_number(table.header_value("year"), table.origin + ": year");
  if (year == std::floor(year) && year >= 1900.0 && year <= 2200.0) return static_cast<int>(year);
  throw UserError(fmt::format("{}: year is {:g}", table.origin, year), "a year has four digits", "");
}

void check_names(const Table& table) {
  for (const auto& [key, value] : table.header) {
    if (std::find(known_keys.begin(), known_keys.end(), key) == known_keys.end()) {
      unknown_name("key of a bound in " + table.origin, key, known_keys);
    }
  }
  for (const std::string& column : table.columns) {
    if (std::find(known_columns.begin(), known_columns.end(), column) == known_columns.end()) {
      unknown_name("column of a bound in " + table.origin, column, known_columns);
    }
  }
}

double positive(const Table& table, size_t row, const std::string& column) {
  const double value = table.number(row, table.column(column));
  if (value > 0.0) return value;
  throw UserError(fmt::format("{}: {} is {:g} in row {}", table.origin, column, value, row + 1),
                  "the axes of a plane of bounds are logarithmic", "give a positive number");
}

void check_curve(const Table& table, const BoundFileCurve& curve, BoundFileKind kind) {
  const size_t needed = kind == BoundFileKind::region ? 3 : kind == BoundFileKind::points ? 1 : 2;
  if (curve.mass_GeV.size() < needed) {
    throw UserError(fmt::format("{}: a curve has {} point(s)", table.origin, curve.mass_GeV.size()),
                    fmt::format("a {} needs {}", table.header_value("kind"), needed), "");
  }
  for (size_t i = 0; i < curve.mass_GeV.size(); ++i) {
    if (kind != BoundFileKind::region && i > 0 && curve.mass_GeV[i] <= curve.mass_GeV[i - 1]) {
      throw UserError(fmt::format("{}: mass_GeV falls or stands still at {:g}", table.origin, curve.mass_GeV[i]),
                      "masses of one curve rise from row to row", "sort the rows, or number separate curves (curve)");
    }
    if (has_two_borders(kind) && curve.upper[i] <= curve.coupling[i]) {
      throw UserError(
          fmt::format("{}: upper {:g} is not above coupling {:g}", table.origin, curve.upper[i], curve.coupling[i]),
          "the second is the upper border", "");
    }
  }
}

std::vector<BoundFileCurve> curves_of(const Table& table, BoundFileKind kind) {
  if (table.has_column("upper") != has_two_borders(kind)) {
    throw UserError(fmt::format("{}: kind {} {} a column upper", table.origin, table.header_value("kind"),
                                has_two_borders(kind) ? "without" : "with"),
                    "the column is the upper border of kinds between and band", "");
  }
  std::map<double, BoundFileCurve> curves;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const double number = table.has_column("curve") ? table.number(row, table.column("curve")) : 0.0;
    if (number != std::floor(number)) {
      throw UserError(fmt::format("{}: curve is {:g} in row {}", table.origin, number, row + 1),
                      "curves are told apart by whole numbers", "");
    }
    BoundFileCurve& curve = curves[number];
    curve.mass_GeV.push_back(positive(table, row, "mass_GeV"));
    curve.coupling.push_back(positive(table, row, "coupling"));
    if (has_two_borders(kind)) curve.upper.push_back(positive(table, row, "upper"));
  }
  if (curves.empty()) throw UserError(table.origin + " holds no point", "a bound is a curve", "");
  std::vector<BoundFileCurve> result;
  for (auto& entry : curves) {
    check_curve(table, entry.second, kind);
    result.push_back(std::move(entry.second));
  }
  return result;
}

}  // namespace

BoundTable parse_bound_table(std::string_view text, const std::string& origin) {
  const Table table = parse_table(text, origin);
  check_names(table);
  BoundTable bound;
  bound.name = table.header_value("name");
  bound.title = table.header_value("title");
  bound.plane = table.header_value("plane");
  bound.year = year_of(table);
  bound.exposure = table.header_value_or_empty("exposure");
  bound.confidence = table.header_value("confidence");
  bound.source = table.header_value("source");
  bound.problems = table.header_value_or_empty("problems");
  bound.production = table.header_value_or_empty("production");
  bound.kind = kind_of(table);
  bound.projection = yes_or_no(table, "projection");
  bound.curves = curves_of(table, bound.kind);
  bound.path = origin;
  bound.text = text;
  return bound;
}

BoundTable read_bound_table(const std::string& path) {
  return parse_bound_table(read_text_file(path, "bound"), path);
}

std::vector<std::string> bound_table_names() {
  return table_names("bound");
}

BoundTable load_named_bound(const std::string& name) {
  const LoadedTable loaded = load_named_table("bound", name);
  return parse_bound_table(loaded.text, loaded.path);
}

}  // namespace tridens::io
