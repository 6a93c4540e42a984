#include "tridens/model/nucleon_charges.hh"

#include <algorithm>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::model {
namespace {

constexpr std::array<std::string_view, 3> quark_letters = {"u", "d", "s"};
constexpr std::string_view path = "data/model/nucleon_charges.csv";

const Table& charges_table() {
  static const Table table = parse_table(embedded_table(path), std::string(path));
  return table;
}

/// "scalar-fraction" and "scalar" are both sets of scalar charges.
bool is_kind(const std::string& text, std::string_view kind) {
  return text == kind || (kind == "scalar" && text == "scalar-fraction");
}

size_t index(Quark quark) {
  return static_cast<size_t>(quark);
}

size_t index(Nucleon nucleon) {
  return static_cast<size_t>(nucleon);
}

void check_set(std::string_view kind, const std::string& set) {
  const auto known = NucleonCharges::sets(kind);
  if (std::find(known.begin(), known.end(), set) == known.end()) {
    unknown_name("set of " + std::string(kind) + " charges of nucleons", set, known);
  }
}

/// The rows of one set: quark letter, then proton and neutron; fractions are turned into charges.
struct Row {
  std::string quark;
  std::array<double, 2> charge;
};

std::vector<Row> rows_of(std::string_view kind, const std::string& set) {
  check_set(kind, set);
  constexpr std::array<double, 2> nucleon_mass = {constants::proton_mass, constants::neutron_mass};
  const Table& table = charges_table();
  std::vector<Row> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& found = table.rows[row][table.column("kind")];
    if (!is_kind(found, kind) || table.rows[row][table.column("set")] != set) continue;
    Row entry{table.rows[row][table.column("quark")],
              {table.number(row, table.column("proton")), table.number(row, table.column("neutron"))}};
    if (found == "scalar-fraction") {
      const double quark_mass = table.number(row, table.column("mass_MeV")) * units::MeV;
      for (size_t n = 0; n < 2; ++n) entry.charge[n] *= nucleon_mass[n] / quark_mass;
    }
    result.push_back(std::move(entry));
  }
  return result;
}

std::array<std::array<double, 2>, 3> by_quark(const std::vector<Row>& rows) {
  std::array<std::array<double, 2>, 3> result{};
  for (size_t q = 0; q < quark_letters.size(); ++q) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.quark == quark_letters[q]; });
    if (found == rows.end()) {
      throw Failure("a set of nucleon charges has no quark " + std::string(quark_letters[q]), std::string(path), "");
    }
    result[q] = found->charge;
  }
  return result;
}

}  // namespace

NucleonCharges::NucleonCharges(const Sets& sets)
    : scalar_set_(sets.scalar),
      axial_(by_quark(rows_of("axial", sets.axial))),
      tensor_(by_quark(rows_of("tensor", sets.tensor))) {
  const std::vector<Row> rows = rows_of("scalar", sets.scalar);
  scalar_by_quark_ = rows.size() > 1;
  if (scalar_by_quark_) {
    scalar_ = by_quark(rows);
    for (size_t n = 0; n < 2; ++n) scalar_sum_[n] = scalar_[0][n] + scalar_[1][n];
  } else {
    scalar_sum_ = rows.front().charge;
  }
}

double NucleonCharges::vector(Quark quark, Nucleon nucleon) {
  if (quark == Quark::strange) return 0.0;
  return (quark == Quark::up) == (nucleon == Nucleon::proton) ? 2.0 : 1.0;
}

double NucleonCharges::axial(Quark quark, Nucleon nucleon) const {
  return axial_[index(quark)][index(nucleon)];
}

double NucleonCharges::tensor(Quark quark, Nucleon nucleon) const {
  return tensor_[index(quark)][index(nucleon)];
}

double NucleonCharges::scalar(Quark quark, Nucleon nucleon) const {
  if (!scalar_by_quark_) {
    throw UserError("scalar charges '" + scalar_set_ + "' for a single quark",
                    "the set gives only the sum over u and d", "couple u and d alike, or choose another set");
  }
  return scalar_[index(quark)][index(nucleon)];
}

double NucleonCharges::scalar_universal(Nucleon nucleon) const {
  return scalar_sum_[index(nucleon)];
}

std::vector<std::string> NucleonCharges::sets(std::string_view kind) {
  const Table& table = charges_table();
  std::vector<std::string> result;
  for (const auto& row : table.rows) {
    const std::string& set = row[table.column("set")];
    const bool listed = std::find(result.begin(), result.end(), set) != result.end();
    if (is_kind(row[table.column("kind")], kind) && !listed) result.push_back(set);
  }
  return result;
}

}  // namespace tridens::model
