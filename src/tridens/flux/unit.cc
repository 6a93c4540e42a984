#include "tridens/flux/detail/unit.hh"

#include <fmt/format.h>

#include <array>
#include <cctype>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::flux::detail {
namespace {

enum class Meaning { area, energy, exposure };

struct UnitName {
  std::string_view name;
  Meaning meaning;
  double factor;  // cm2, GeV, or in units of `exposure`
  std::string_view exposure{};
};

constexpr double seconds_per_day = 86400.0;
constexpr double days_per_year = 365.25;

constexpr std::array names = {UnitName{"cm2", Meaning::area, 1.0},
                              UnitName{"m2", Meaning::area, 1e4},
                              UnitName{"eV", Meaning::energy, 1e-9},
                              UnitName{"keV", Meaning::energy, 1e-6},
                              UnitName{"MeV", Meaning::energy, 1e-3},
                              UnitName{"GeV", Meaning::energy, 1.0},
                              UnitName{"TeV", Meaning::energy, 1e3},
                              UnitName{"POT", Meaning::exposure, 1.0, "POT"},
                              UnitName{"s", Meaning::exposure, 1.0, "s"},
                              UnitName{"day", Meaning::exposure, seconds_per_day, "s"},
                              UnitName{"y", Meaning::exposure, seconds_per_day* days_per_year, "s"},
                              UnitName{"fb-1", Meaning::exposure, 1.0, "fb-1"},
                              UnitName{"ab-1", Meaning::exposure, 1e3, "fb-1"}};

[[noreturn]] void wrong_unit(std::string_view text, std::string_view origin, const std::string& why) {
  throw UserError(fmt::format("the unit '{}' of {} cannot be read", text, origin), why,
                  "write it like '1/m2/GeV/POT', '1/cm2/50MeV/1e21POT' or '1/625cm2/150fb-1'");
}

/// Length of the number at the front of a piece such as "1e21POT" (0 when there is none).
size_t number_length(std::string_view piece) {
  const auto digit = [&](size_t i) {
    return i < piece.size() && std::isdigit(static_cast<unsigned char>(piece[i])) != 0;
  };
  size_t end = 0;
  while (digit(end) || (end < piece.size() && piece[end] == '.')) ++end;
  if (end == 0 || end >= piece.size() || piece[end] != 'e') return end;
  const bool sign = end + 1 < piece.size() && (piece[end + 1] == '+' || piece[end + 1] == '-');
  size_t exponent = end + (sign ? 2 : 1);
  if (!digit(exponent)) return end;  // the 'e' of a unit name
  while (digit(exponent)) ++exponent;
  return exponent;
}

class UnitReader {
 public:
  UnitReader(std::string_view unit, std::string_view table) : text(unit), origin(table) {}

  FluxUnit read() {
    size_t begin = text.find('/');
    if (text.substr(0, begin) != "1") wrong_unit(text, origin, "it must begin with '1/'");
    while (begin != std::string_view::npos) {
      const size_t end = text.find('/', begin + 1);
      add(text.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1));
      begin = end;
    }
    return result;
  }

 private:
  std::string_view text, origin;
  FluxUnit result;

  void add(std::string_view piece) {
    const size_t length = number_length(piece);
    const double number = length == 0 ? 1.0 : parse_number(piece.substr(0, length), "a number in the unit");
    const std::string_view name = piece.substr(length);
    if (!(number > 0.0)) wrong_unit(text, origin, fmt::format("'{}' is not a positive amount", piece));
    for (const UnitName& known : names) {
      if (known.name == name) return apply(known, number);
    }
    wrong_unit(text, origin, fmt::format("'{}' is none of cm2 m2 eV keV MeV GeV TeV POT s day y fb-1 ab-1", name));
  }

  void apply(const UnitName& known, double number) {
    const bool repeated = (known.meaning == Meaning::area && result.has_area) ||
                          (known.meaning == Meaning::energy && result.energy_width > 0.0) ||
                          (known.meaning == Meaning::exposure && !result.exposure_unit.empty());
    if (repeated) wrong_unit(text, origin, "it names two areas, energies or exposures");
    if (known.meaning == Meaning::energy) {
      result.energy_width = number * known.factor;
      return;
    }
    result.to_canonical /= number * known.factor;
    if (known.meaning == Meaning::area) result.has_area = true;
    if (known.meaning == Meaning::exposure) result.exposure_unit = std::string(known.exposure);
  }
};

}  // namespace

FluxUnit parse_flux_unit(std::string_view text, std::string_view origin) {
  if (text.empty()) wrong_unit(text, origin, "it is empty");
  return UnitReader(text, origin).read();
}

}  // namespace tridens::flux::detail
