#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "tridens/base/units.hh"
#include "tridens/io/detail/experiment_pieces.hh"

namespace fs = std::filesystem;

namespace tridens::io::detail {

using detector::EfficiencyAxis;
using detector::Observable;
using detector::RecoilEfficiency;
using detector::RecoilResponseOptions;

namespace {

const toml::array* array_of(const CardSection& section, std::string_view key, std::string_view example) {
  const toml::node* node = section.find(key);
  if (!node) return nullptr;
  const toml::array* array = node->as_array();
  if (!array) section.wrong_type(key, "a list", example);
  return array;
}

std::vector<double> numbers(const CardSection& section, std::string_view key, double unit) {
  std::vector<double> result;
  for (const toml::node& element : *array_of(section, key, "[0, 8, 12]")) {
    const auto value = element.is_number() ? element.value<double>() : std::nullopt;
    if (!value || std::isnan(*value)) section.wrong_type(key, "a list of numbers", "[0, 8, 12]");
    result.push_back(*value * unit);
  }
  return result;
}

std::shared_ptr<const detector::Quenching> quenching_table(const CardSection& section, const ExperimentFolder& folder) {
  const Table values = folder.table(section.text("quenching_table", ""));
  const std::string column = section.text("quenching_column", "factor");
  std::vector<double> recoil = values.numbers("recoil_keV");
  for (double& energy : recoil) energy *= observable_unit("keV", Observable::recoil_energy, "recoil");
  return detector::quenching_from_table(std::move(recoil), values.numbers(column),
                                        fs::path(values.origin).filename().string() + ", " + column,
                                        section.boolean("quenching_may_decrease").value_or(false));
}

}  // namespace

std::string ExperimentFolder::path(const std::string& file) const {
  return (fs::path(folder_) / file).lexically_normal().string();
}

std::vector<std::string> texts(const CardSection& section, std::string_view key, std::string_view example) {
  std::vector<std::string> result;
  const toml::array* array = array_of(section, key, example);
  if (!array) section.missing(key, example);
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (!text || text->get().empty()) section.wrong_type(key, "a list of strings", example);
    result.push_back(detail::original_form(text->get()));
  }
  return result;
}

std::vector<double> edges_of(const CardSection& section, double unit) {
  if (section.has("edges")) {
    for (const char* key : {"bins", "from", "to"}) {
      if (section.has(key)) section.exactly_one_of({"edges", key});
    }
    return numbers(section, "edges", unit);
  }
  if (!section.has("bins")) section.missing("edges", "[0, 8, 12]");
  if (!section.has("from")) section.missing("from", "0");
  if (!section.has("to")) section.missing("to", "60");
  constexpr std::int64_t most = 2000;
  const auto count = section.whole_number("bins", 1, 1, most);
  const double from = *section.number("from"), to = *section.number("to");
  std::vector<double> result;
  for (std::int64_t i = 0; i <= count; ++i) {
    result.push_back(std::lerp(from, to, static_cast<double>(i) / static_cast<double>(count)) * unit);
  }
  return result;
}

void read_observable(const CardSection& section, RecoilResponseOptions& response) {
  response.observable = at(section, "name", [&] {
    return detector::parse_observable(section.required_text("name", "\"electron_equivalent_energy\""));
  });
  if (response.observable == Observable::photoelectrons) {
    if (!section.has("light_yield")) section.missing("light_yield", "13.35");
    response.light_yield_per_keV = *section.positive_number("light_yield");
  } else if (section.has("light_yield")) {
    throw UserError(section.what("light_yield") + " is not used", "the observable is an energy",
                    "leave it out or take photoelectrons");
  }
  const std::string unit = section.required_text("unit", "\"keV\"");
  response.edges = edges_of(section, observable_unit(unit, response.observable, section.what("unit")));
  at(section, section.has("edges") ? "edges" : "bins", [&] { detector::RecoilResponse checked(response); });
}

void change_response(const CardSection& section, const ExperimentFolder& folder, RecoilResponseOptions& response) {
  if (section.has("quenching") && section.has("quenching_table")) {
    section.exactly_one_of({"quenching", "quenching_table"});
  }
  if (section.has("quenching")) {
    response.quenching =
        at(section, "quenching", [&] { return detector::make_quenching(section.text("quenching", "")); });
  } else if (section.has("quenching_table")) {
    response.quenching = at(section, "quenching_table", [&] { return quenching_table(section, folder); });
  }
  if (section.has("resolution")) {
    response.resolution = at(section, "resolution", [&] {
      return detector::make_resolution(section.text("resolution", ""), response.observable,
                                       response.light_yield_per_keV);
    });
  }
}

RecoilEfficiency::Of efficiency_variable(const CardSection& section) {
  static const Keys known = {"observable", "recoil_energy", "electron_equivalent_energy"};
  const std::string text = section.text("of", "observable");
  if (text == known[0]) return RecoilEfficiency::Of::observable;
  if (text == known[1]) return RecoilEfficiency::Of::recoil_energy;
  if (text == known[2]) return RecoilEfficiency::Of::electron_equivalent_energy;
  unknown_name("variable in " + section.what("of"), text, known);
}

RecoilEfficiency read_efficiency(const CardSection& section, RecoilEfficiency::Of of, Observable observable,
                                 const ExperimentFolder& folder) {
  section.exactly_one_of({"form", "table"});
  const bool counts = of == RecoilEfficiency::Of::observable && observable == Observable::photoelectrons;
  if (section.has("form")) {
    return at(section, "form", [&] {
      return detector::make_efficiency(section.text("form", ""),
                                       counts ? EfficiencyAxis::photoelectrons : EfficiencyAxis::energy, of);
    });
  }
  if (!section.has("below")) section.missing("below", "0");
  if (!section.has("above")) section.missing("above", "0.95");
  return at(section, "table", [&] {
    const Table values = folder.table(section.text("table", ""));
    const std::string position = section.text("column", counts ? "energy_PE" : "energy_keV");
    const size_t cut = position.rfind('_');
    if (cut == std::string::npos) section.out_of_range("column", position, "its name must end with _keV, _eV or _PE");
    const double unit =
        observable_unit(position.substr(cut + 1), counts ? Observable::photoelectrons : Observable::recoil_energy,
                        "column " + position);
    std::vector<double> x = values.numbers(position);
    for (double& value : x) value *= unit;
    return detector::efficiency_from_table(std::move(x), values.numbers("efficiency"), *section.number("below"),
                                           *section.number("above"), of, fs::path(values.origin).filename().string());
  });
}

}  // namespace tridens::io::detail
