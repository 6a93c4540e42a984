// Quenching: visible (electron-equivalent) energy E_ee of a nuclear recoil of kinetic energy T.
//   none        E_ee = T
//   constant    E_ee = Q T
//   linear      E_ee = (offset + slope T/keV) T             COHERENT LAr: arXiv:2006.12659, measured up to 125 keV
//   polynomial  E_ee = sum_i x_i T^i, T and E_ee in MeV     COHERENT CsI: arXiv:2110.07730, 2111.02477 (3 to 60 keV)
//   lindhard    E_ee = k g/(1 + k g) T, g = 3 e^0.15 + 0.7 e^0.6 + e, e = 11.5 Z^(-7/3) T/keV
//               J. Lindhard et al., Mat. Fys. Medd. Dan. Vid. Selsk. 33 (1963) no. 10; the fit of g as in J. D. Lewin,
//               P. F. Smith, Astropart. Phys. 6 (1996) 87, eq. 6.3. Standard k = 0.133 Z^(2/3) A^(-1/2).
//               For ions slower than their K electrons, v < Z^(2/3) alpha c: T < 24.8 A Z^(4/3) keV, taken with A = 2
//               Z.
//   table       Q(T) linear between nodes
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/detail/settings.hh"
#include "tridens/detector/recoil_response.hh"

namespace tridens::detector {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

class Ranged : public Quenching {
 public:
  Ranged(double low, double high, std::string text) : low_(low), high_(high), text_(std::move(text)) {}
  double visible_energy(double recoil) const override {
    if (!(recoil >= low_ && recoil <= high_)) {
      throw UserError(
          fmt::format("a recoil of {:.6g} keV has no known visible energy", recoil / units::keV),
          fmt::format("quenching '{}' covers {:g} to {:g} keV", text_, low_ / units::keV, high_ / units::keV),
          "choose a quenching that covers it");
    }
    return value(recoil);
  }
  double lowest() const override { return low_; }
  double highest() const override { return high_; }
  std::string description() const override { return text_; }

 protected:
  virtual double value(double recoil) const = 0;

 private:
  double low_, high_;
  std::string text_;
};

class Linear final : public Ranged {
 public:
  Linear(double offset, double slope_per_keV, double low, double high, std::string text)
      : Ranged(low, high, std::move(text)), offset_(offset), slope_(slope_per_keV / units::keV) {}

 protected:
  double value(double recoil) const override { return (offset_ + slope_ * recoil) * recoil; }

 private:
  double offset_, slope_;
};

class Polynomial final : public Ranged {
 public:
  static constexpr size_t terms = 6;
  Polynomial(std::array<double, terms> x, double low, double high, std::string text)
      : Ranged(low, high, std::move(text)), x_(x) {}

 protected:
  double value(double recoil) const override {
    const double t = recoil / units::MeV;
    double sum = 0.0;
    for (size_t i = terms; i-- > 0;) sum = (sum + x_[i]) * t;
    return sum * units::MeV;
  }

 private:
  std::array<double, terms> x_;
};

class Lindhard final : public Ranged {
 public:
  Lindhard(double k, double z, double low, double high, std::string text)
      : Ranged(low, high, std::move(text)), k_(k), reduction_(11.5 * std::pow(z, -7.0 / 3.0) / units::keV) {}

 protected:
  double value(double recoil) const override {
    if (recoil == 0.0) return 0.0;
    const double e = reduction_ * recoil;
    const double g = 3.0 * std::pow(e, 0.15) + 0.7 * std::pow(e, 0.6) + e;
    return recoil * k_ * g / (1.0 + k_ * g);
  }

 private:
  double k_, reduction_;
};

class Tabulated final : public Ranged {
 public:
  Tabulated(std::vector<double> recoil, std::vector<double> factor, std::string text)
      : Ranged(recoil.front(), recoil.back(), std::move(text)),
        recoil_(std::move(recoil)),
        factor_(std::move(factor)) {}
  std::vector<double> kinks() const override { return recoil_; }

 protected:
  double value(double recoil) const override {
    const auto next = std::upper_bound(recoil_.begin() + 1, recoil_.end() - 1, recoil);
    const auto i = static_cast<size_t>(next - recoil_.begin());
    const double share = (recoil - recoil_[i - 1]) / (recoil_[i] - recoil_[i - 1]);
    return recoil * std::lerp(factor_[i - 1], factor_[i], share);
  }

 private:
  std::vector<double> recoil_, factor_;
};

/// Factors in (0, 1] and visible energies that increase, at `count` steps over the range (or up to 1 GeV).
void check_quenching(const Quenching& quenching, int count) {
  const double low = quenching.lowest(), high = std::min(quenching.highest(), 1.0 * units::GeV);
  double last = -infinity;
  for (int i = 0; i <= count; ++i) {
    const double recoil = i == count ? high : std::lerp(low, high, static_cast<double>(i) / count);
    const double visible = quenching.visible_energy(recoil);
    const std::string where = fmt::format("quenching '{}' at {:.6g} keV", quenching.description(), recoil / units::keV);
    if (!(visible >= 0.0) || visible > recoil * (1.0 + 1e-12)) {
      throw UserError(fmt::format("{} gives {:.6g} keV", where, visible / units::keV),
                      "the factor lies between 0 and 1", "change its numbers or the range 'lowest' to 'highest'");
    }
    if (!(visible > last)) {
      throw UserError(where + " does not increase", "more recoil energy must give more visible energy",
                      "end its range with 'highest' below that energy");
    }
    last = visible;
  }
}

struct Range {
  double low, high;
};

Range range_of(const detail::Settings& settings, double natural_end) {
  const Range range{settings.energy("lowest", 0.0), settings.energy("highest", natural_end)};
  if (!(range.high > range.low)) settings.refuse("highest", "it must lie above 'lowest'");
  return range;
}

std::shared_ptr<const Quenching> make_linear(const detail::Settings& settings, const std::string& text, double offset,
                                             double slope) {
  // A factor that grows reaches 1 somewhere: nothing is described beyond.
  const double end = slope > 0.0 ? (1.0 - offset) / slope * units::keV : infinity;
  const Range range = range_of(settings, end);
  return std::make_shared<Linear>(offset, slope, range.low, range.high, text);
}

std::shared_ptr<const Quenching> make_polynomial(const detail::Settings& settings, const std::string& text) {
  std::array<double, Polynomial::terms> x{};
  for (size_t i = 0; i < x.size(); ++i) x[i] = settings.number(fmt::format("x{}", i + 1), 0.0);
  if (!settings.has("highest")) {
    throw UserError("quenching '" + text + "' has no 'highest'",
                    "a polynomial holds only where it was fitted and is not continued",
                    "add for example 'highest=60keV'");
  }
  const Range range = range_of(settings, infinity);
  return std::make_shared<Polynomial>(x, range.low, range.high, text);
}

std::shared_ptr<const Quenching> make_lindhard(const detail::Settings& settings, const std::string& text) {
  const double k = settings.positive("k");
  const double z = settings.number("Z");
  if (!(z >= 1.0 && z <= 118.0)) settings.refuse("Z", "it is the proton number of the target");
  const Range range = range_of(settings, 49.6 * std::pow(z, 7.0 / 3.0) * units::keV);
  return std::make_shared<Lindhard>(k, z, range.low, range.high, text);
}

}  // namespace

std::shared_ptr<const Quenching> make_quenching(std::string_view specification) {
  const Specification given = parse_specification(specification, "quenching");
  const std::string text(specification);
  const auto settings = [&](std::vector<std::string> known) {
    known.insert(known.end(), {"lowest", "highest"});
    return detail::Settings("quenching", given, known);
  };
  std::shared_ptr<const Quenching> result;
  if (given.name == "none") {
    result = make_linear(settings({}), text, 1.0, 0.0);
  } else if (given.name == "constant") {
    const detail::Settings own = settings({"value"});
    result = make_linear(own, text, own.positive("value"), 0.0);
  } else if (given.name == "linear") {
    const detail::Settings own = settings({"offset", "slope"});
    result = make_linear(own, text, own.number("offset"), own.number("slope"));
  } else if (given.name == "polynomial") {
    result = make_polynomial(settings({"x1", "x2", "x3", "x4", "x5", "x6"}), text);
  } else if (given.name == "lindhard") {
    result = make_lindhard(settings({"k", "Z"}), text);
  } else {
    unknown_name("quenching", given.name, {"none", "constant", "linear", "polynomial", "lindhard"});
  }
  constexpr int points = 4096;
  check_quenching(*result, points);
  return result;
}

std::shared_ptr<const Quenching> quenching_from_table(std::vector<double> recoil, std::vector<double> factor,
                                                      std::string description) {
  if (recoil.size() < 2 || factor.size() != recoil.size()) {
    throw UserError(
        fmt::format("quenching table '{}' has {} energies and {} factors", description, recoil.size(), factor.size()),
        "it needs at least two rows", "add rows");
  }
  for (size_t i = 0; i < recoil.size(); ++i) {
    if (!(recoil[i] >= 0.0) || (i > 0 && recoil[i] <= recoil[i - 1])) {
      throw UserError(fmt::format("quenching table '{}', row {}", description, i + 1),
                      "recoil energies are not negative and increase", "sort the rows");
    }
  }
  const auto result = std::make_shared<Tabulated>(recoil, std::move(factor), std::move(description));
  // Between two nodes E_ee is a parabola: increasing at both ends and in the middle of each is enough when checked
  // finely.
  constexpr int points = 8192;
  check_quenching(*result, points);
  return result;
}

}  // namespace tridens::detector
