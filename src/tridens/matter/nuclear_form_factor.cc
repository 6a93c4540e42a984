#include "tridens/matter/nuclear_form_factor.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/detail/form_factor_shapes.hh"

namespace tridens::matter {
namespace {

using detail::FormFactorPointer;
using units::fm;

constexpr double usual_diffuseness = 0.52 * fm;  // of the charge density of all but the lightest nuclei
constexpr double helm_skin = 0.9 * fm;           // J. D. Lewin and P. F. Smith, Astropart. Phys. 6 (1996) 87
constexpr double yukawa_range = 0.7 * fm;        // S. Klein and J. Nystrand 1999

/// Setting that every shape knows.
constexpr std::string_view radius_scale = "radius_scale";

const Table& fourier_bessel_table() {
  static const Table table =
      parse_table(embedded_table("data/formfactor/fourier_bessel.csv"), "data/formfactor/fourier_bessel.csv");
  return table;
}

const Table& fermi_table() {
  static const Table table = parse_table(embedded_table("data/formfactor/fermi.csv"), "data/formfactor/fermi.csv");
  return table;
}

/// The settings of a specification, checked against the keys that the shape knows.
class Settings {
 public:
  Settings(const Specification& given, const Nuclide& target, std::vector<std::string> known)
      : specification(given), nuclide(target) {
    known.emplace_back(radius_scale);
    for (const auto& [key, value] : given.settings) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        unknown_name("setting of form factor " + given.name, key, known);
      }
    }
  }

  const Nuclide& target() const { return nuclide; }
  bool has(std::string_view key) const { return find(key) != nullptr; }
  /// Nothing is said about the shape.
  bool empty() const { return specification.settings.size() == (has(radius_scale) ? 1 : 0); }

  double length(std::string_view key, double otherwise) const {
    const std::string* text = find(key);
    if (text == nullptr) return otherwise;
    const double value = parse_quantity(*text, Dimension::length, what(key));
    if (value <= 0.0) fail(key, "must be positive");
    return value;
  }

  double number(std::string_view key, double otherwise) const {
    const std::string* text = find(key);
    return text == nullptr ? otherwise : parse_quantity(*text, Dimension::number, what(key));
  }

  [[noreturn]] void fail(std::string_view key, std::string_view why) const {
    throw UserError(fmt::format("form factor {} of {} cannot use '{}'", specification.name, nuclide.name(), key), why,
                    fmt::format("change '{}'", key));
  }

  void exclude(std::string_view one, std::string_view other) const {
    if (has(one) && has(other)) {
      fail(one, fmt::format("it and '{}' say the same thing twice", other));
    }
  }

 private:
  const Specification& specification;
  const Nuclide& nuclide;

  const std::string* find(std::string_view key) const {
    for (const auto& [name, value] : specification.settings) {
      if (name == key) return &value;
    }
    return nullptr;
  }
  std::string what(std::string_view key) const {
    return fmt::format("'{}' of form factor {}", key, specification.name);
  }
};

std::string length_text(double length) {
  return fmt::format("{:.12g}fm", length / fm);
}

double cube_root_of_mass(const Nuclide& nuclide) {
  return std::cbrt(nuclide.mass_number);
}

double measured_radius(const Nuclide& nuclide, std::string_view shape) {
  if (nuclide.rms_charge_radius > 0.0) return nuclide.rms_charge_radius;
  throw UserError("form factor " + std::string(shape) + " needs a charge radius of " + nuclide.name(),
                  "none is in data/nuclide/charge_radii.csv", "give rms=...fm");
}

std::optional<size_t> fourier_bessel_row(const Nuclide& nuclide) {
  const Table& table = fourier_bessel_table();
  const size_t column = table.column("nuclide");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][column] == nuclide.name()) return row;
  }
  return std::nullopt;
}

FormFactorPointer make_fourier_bessel(const Settings& settings) {
  const Nuclide& nuclide = settings.target();
  const auto row = fourier_bessel_row(nuclide);
  const Table& table = fourier_bessel_table();
  if (!row) {
    std::string known;
    for (const auto& cells : table.rows) known.append(" ").append(cells[table.column("nuclide")]);
    throw UserError("no Fourier-Bessel density of " + nuclide.name() + " is known",
                    "measured sets exist here for" + known, "use 'default' or 'helm'");
  }
  std::vector<double> coefficients;
  for (size_t n = 1; table.has_column(fmt::format("a{}", n)); ++n) {
    coefficients.push_back(table.number(*row, table.column(fmt::format("a{}", n))));
  }
  while (coefficients.back() == 0.0) coefficients.pop_back();
  const double radius = table.number(*row, table.column("R_fm")) * fm;
  return detail::fourier_bessel_form_factor(radius, coefficients, "fourier-bessel," + nuclide.name());
}

/// Measured parameters of data/formfactor/fermi.csv, when there are any.
std::optional<detail::FermiShape> fermi_row(const Nuclide& nuclide, std::string_view shape) {
  const Table& table = fermi_table();
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row];
    if (cells[table.column("nuclide")] != nuclide.name() || cells[table.column("shape")] != shape) continue;
    return detail::FermiShape{table.number(row, table.column("c_fm")) * fm,
                              table.number(row, table.column("a_fm")) * fm, table.number(row, table.column("w")),
                              false};
  }
  return std::nullopt;
}

FormFactorPointer build_fermi(const detail::FermiShape& shape, const Settings& settings, std::string_view name) {
  if (shape.c < shape.a) settings.fail("c", "the half-density radius must not be below the diffuseness a");
  // The closed form divides by sinh(pi a Q).
  if (shape.a < 1e-6 * shape.c)
    settings.fail("a", "the diffuseness must not be below 1e-6 of the half-density radius c");
  std::string text = fmt::format("{},c={},a={}", name, length_text(shape.c), length_text(shape.a));
  if (name == "fermi3") text += fmt::format(",w={:.12g}", shape.w);
  return detail::fermi_form_factor(shape, text);
}

FormFactorPointer make_fermi(const Settings& settings, std::string_view name) {
  const bool three = name == "fermi3";
  detail::FermiShape shape;
  if (settings.empty()) {
    const auto row = fermi_row(settings.target(), name);
    if (!row) {
      throw UserError("no measured parameters of " + std::string(name) + " for " + settings.target().name(),
                      "data/formfactor/fermi.csv has none",
                      three ? "give c=...fm,a=...fm,w=..." : "give c=...fm,a=...fm");
    }
    return build_fermi(*row, settings, name);
  }
  for (const char* key : {"c", "a"}) {
    if (!settings.has(key)) settings.fail(key, "it is missing");
  }
  if (three && !settings.has("w")) settings.fail("w", "it is missing");
  shape.c = settings.length("c", 0.0);
  shape.a = settings.length("a", 0.0);
  shape.w = settings.number("w", 0.0);
  return build_fermi(shape, settings, name);
}

FormFactorPointer symmetrised_at_radius(const Settings& settings, double rms, double a) {
  const double square = (rms * rms - 1.4 * units::pi * units::pi * a * a) / 0.6;
  if (square < a * a) settings.fail("rms", "it is too small for the diffuseness a");
  return build_fermi({std::sqrt(square), a, 0.0, true}, settings, "symmetrised-fermi");
}

FormFactorPointer make_symmetrised_fermi(const Settings& settings) {
  settings.exclude("c", "rms");
  const double a = settings.length("a", usual_diffuseness);
  if (settings.has("rms")) return symmetrised_at_radius(settings, settings.length("rms", 0.0), a);
  const double c = settings.length("c", (1.23 * cube_root_of_mass(settings.target()) - 0.60) * fm);
  return build_fermi({c, a, 0.0, true}, settings, "symmetrised-fermi");
}

FormFactorPointer make_ballett(const Settings& settings) {
  const double c = 1.126 * cube_root_of_mass(settings.target()) * fm;
  return build_fermi({c, 0.523 * fm, 0.0, true}, settings, "symmetrised-fermi");
}

FormFactorPointer make_helm(const Settings& settings) {
  settings.exclude("R", "rms");
  const double s = settings.length("s", helm_skin);
  const double c = (1.23 * cube_root_of_mass(settings.target()) - 0.60) * fm;
  double square = c * c + 7.0 / 3.0 * std::pow(units::pi * usual_diffuseness, 2) - 5.0 * s * s;
  if (settings.has("rms")) square = (std::pow(settings.length("rms", 0.0), 2) - 3.0 * s * s) / 0.6;
  if (square <= 0.0) settings.fail(settings.has("rms") ? "rms" : "s", "the radius of the sphere would vanish");
  const double R = settings.length("R", std::sqrt(square));
  return detail::helm_form_factor(R, s, fmt::format("helm,R={},s={}", length_text(R), length_text(s)));
}

FormFactorPointer make_helm_at_charge_radius(const Settings& settings) {
  const double s = settings.length("s", helm_skin);
  const double rms = measured_radius(settings.target(), "helm-charge-radius");
  const double square = (rms * rms - 3.0 * s * s) / 0.6;
  if (square <= 0.0) settings.fail("s", "the radius of the sphere would vanish");
  const double R = std::sqrt(square);
  return detail::helm_form_factor(R, s, fmt::format("helm,R={},s={}", length_text(R), length_text(s)));
}

FormFactorPointer build_klein_nystrand(double R, double a) {
  return detail::klein_nystrand_form_factor(R, a,
                                            fmt::format("klein-nystrand,R={},a={}", length_text(R), length_text(a)));
}

FormFactorPointer make_klein_nystrand(const Settings& settings) {
  settings.exclude("R", "r0");
  const double r0 = settings.length("r0", 1.2 * fm);
  return build_klein_nystrand(settings.length("R", r0 * cube_root_of_mass(settings.target())),
                              settings.length("a", yukawa_range));
}

FormFactorPointer make_klein_nystrand_adapted(const Settings& settings) {
  const double a = settings.length("a", yukawa_range);
  const double rms =
      settings.has("rms") ? settings.length("rms", 0.0) : measured_radius(settings.target(), "klein-nystrand-adapted");
  const double square = (rms * rms - 6.0 * a * a) / 0.6;
  if (square <= 0.0) settings.fail("rms", "it is too small for the range a");
  return build_klein_nystrand(std::sqrt(square), a);
}

FormFactorPointer make_default(const Settings& settings) {
  const Nuclide& nuclide = settings.target();
  if (fourier_bessel_row(nuclide)) return make_fourier_bessel(settings);
  // Below this mass a Fermi shape with a surface of 2.3 fm is no description of the nucleus.
  constexpr int lightest_fermi_nucleus = 12;
  if (nuclide.rms_charge_radius <= 0.0 || nuclide.mass_number < lightest_fermi_nucleus) {
    return make_helm(settings);
  }
  return symmetrised_at_radius(settings, nuclide.rms_charge_radius, usual_diffuseness);
}

struct Shape {
  FormFactorInfo info;
  std::vector<std::string> keys;
  std::function<FormFactorPointer(const Settings&)> make;
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> list = {
      {{"default",
        "fourier-bessel where a measured set exists, else symmetrised-fermi at the measured charge radius "
        "(a = 0.52 fm, A >= 12), else helm; in the process cevns helm-lewin-smith",
        "", "", ""},
       {},
       make_default},
      {{"fourier-bessel", "rho = sum_n a_n j0(n pi r/R), r < R", "",
        "H. de Vries et al., At. Data Nucl. Data Tables 36 (1987) 495",
        "26 nuclides; Q below about N pi/R, 2.5-6 fm^-1"},
       {},
       make_fourier_bessel},
      {{"fermi2", "rho = 1/(1 + exp((r-c)/a))", "c, a (lengths)", "H. de Vries et al. 1987; exact transform",
        "A >= 12"},
       {"c", "a"},
       [](const Settings& settings) { return make_fermi(settings, "fermi2"); }},
      {{"fermi3", "rho = (1 + w r^2/c^2)/(1 + exp((r-c)/a))", "c, a (lengths), w",
        "H. de Vries et al. 1987; exact transform", "A >= 12"},
       {"c", "a", "w"},
       [](const Settings& settings) { return make_fermi(settings, "fermi3"); }},
      {{"symmetrised-fermi", "rho = sinh(c/a)/(cosh(r/a) + cosh(c/a))",
        "c (1.23 A^(1/3) - 0.60 fm) or rms, a (0.52 fm)", "D. W. L. Sprung and J. Martorell, J. Phys. A 30 (1997) 6525",
        "A >= 12"},
       {"c", "a", "rms"},
       make_symmetrised_fermi},
      {{"ballett", "symmetrised-fermi with c = 1.126 A^(1/3) fm, a = 0.523 fm", "",
        "P. Ballett et al., JHEP 01 (2019) 119, arXiv:1807.10973", "A >= 12"},
       {},
       make_ballett},
      {{"helm", "3 j1(QR)/(QR) exp(-Q^2 s^2/2)", "R (Lewin-Smith) or rms, s (0.9 fm)",
        "R. H. Helm, Phys. Rev. 104 (1956) 1466; J. D. Lewin and P. F. Smith, Astropart. Phys. 6 (1996) 87",
        "all but the lightest nuclei, up to the first minima"},
       {"R", "rms", "s"},
       make_helm},
      {{"helm-lewin-smith", "helm with R^2 = c^2 + 7/3 pi^2 a^2 - 5 s^2, c = 1.23 A^(1/3) - 0.60 fm, a = 0.52 fm",
        "s (0.9 fm)", "J. D. Lewin and P. F. Smith, Astropart. Phys. 6 (1996) 87",
        "all but the lightest nuclei, up to the first minima"},
       {"s"},
       make_helm},
      {{"helm-charge-radius", "helm with R^2 = 5/3 rms^2 - 5 s^2 at the measured charge radius", "s (0.9 fm)",
        "R. H. Helm 1956; radii of I. Angeli and K. P. Marinova 2013", "A >= 6 or so, up to the first minima"},
       {"s"},
       make_helm_at_charge_radius},
      {{"klein-nystrand", "3 j1(QR)/(QR) / (1 + Q^2 a^2)", "R, or r0 in R = r0 A^(1/3) (1.2 fm); a (0.7 fm)",
        "S. Klein and J. Nystrand, Phys. Rev. C 60 (1999) 014903", "heavy nuclei, up to the first minima"},
       {"R", "r0", "a"},
       make_klein_nystrand},
      {{"klein-nystrand-adapted", "klein-nystrand with R^2 = 5/3 rms^2 - 10 a^2",
        "rms (measured charge radius), a (0.7 fm)",
        "S. Klein and J. Nystrand 1999, with the radius placed on the measured one", "A >= 12"},
       {"rms", "a"},
       make_klein_nystrand_adapted},
      {{"point", "1", "", "", "Q R << 1"}, {}, [](const Settings&) { return detail::point_form_factor(); }},
  };
  return list;
}

/// A density with all lengths scaled by s: rho(r) -> rho(r/s)/s^3, hence F(Q) -> F(s Q).
class Scaled final : public NuclearFormFactor {
 public:
  Scaled(FormFactorPointer nominal, double scale)
      : nominal_(std::move(nominal)),
        square_(scale * scale),
        rms_(scale * nominal_->rms_radius()),
        name_(fmt::format("{},{}={:.12g}", nominal_->name(), radius_scale, scale)) {}

  double value(double Q2) const override { return nominal_->value(square_ * Q2); }
  void squared(const double* Q2, double* result, size_t count) const override {
    std::vector<double> stretched(Q2, Q2 + count);
    for (double& each : stretched) each *= square_;
    nominal_->squared(stretched.data(), result, count);
  }
  double rms_radius() const override { return rms_; }
  std::string name() const override { return name_; }

 private:
  FormFactorPointer nominal_;
  double square_, rms_;
  std::string name_;
};

FormFactorPointer scaled(FormFactorPointer nominal, const Settings& settings) {
  const double scale = settings.number(radius_scale, 1.0);
  if (!(scale > 0.0) || !std::isfinite(scale)) settings.fail(radius_scale, "must be positive");
  if (scale == 1.0) return nominal;
  if (nominal->rms_radius() == 0.0) settings.fail(radius_scale, "a point has no length to scale");
  return std::make_shared<Scaled>(std::move(nominal), scale);
}

}  // namespace

void NuclearFormFactor::squared(const double* Q2, double* result, size_t count) const {
  for (size_t i = 0; i < count; ++i) {
    const double form_factor = value(Q2[i]);
    result[i] = form_factor * form_factor;
  }
}

FormFactorPointer make_nuclear_form_factor(std::string_view specification, const Nuclide& nuclide) {
  const Specification parsed = parse_specification(specification, "form factor");
  std::vector<std::string> names;
  for (const Shape& shape : shapes()) {
    names.push_back(shape.info.name);
    if (shape.info.name != parsed.name) continue;
    if (nuclide.is_free_nucleon() && shape.info.name != "point") {
      throw UserError("a nuclear form factor of a free nucleon was asked for",
                      "nucleons have form factors of their own", "choose a nucleon form factor, or 'point'");
    }
    const Settings settings(parsed, nuclide, shape.keys);
    return scaled(shape.make(settings), settings);
  }
  unknown_name("nuclear form factor", parsed.name, names);
}

std::vector<FormFactorInfo> nuclear_form_factors() {
  std::vector<FormFactorInfo> result;
  for (const Shape& shape : shapes()) result.push_back(shape.info);
  return result;
}

}  // namespace tridens::matter
