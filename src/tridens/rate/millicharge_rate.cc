// Energy loss -dE/dX = epsilon^2 (a + bE) (C. Arguelles et al., arXiv:2104.13924: the values of muons in standard rock,
// whose radiative part b is that of the mass of the muon; H. Wu, E. Hardy, N. Song, arXiv:2406.01668, add epsilon^4 b'E
// of elastic bremsstrahlung, left out). After a depth X, E(X) = (E + a/b) e^(-epsilon^2 b X) - a/b. Slow particles lose
// more than a: range and flux below E = 2m are too large.
//
// Scatters of one particle along a path L in the detector are Poisson distributed with mean x = n_e sigma L (energy
// loss in the detector is left out):  P(1) = x e^-x,  P(>=1) = 1 - e^-x,  P(>=2) = 1 - e^-x (1 + x). Events:
//   N = epsilon^2 T (S/4) int dOmega int dE (dPhi/dE)(E) <P(x(E'))>,
// E at the surface, E' at the detector, <> over the chords of the detector, S its surface: for small x single scatters
// reduce to flux x electrons x cross section. Zenith angles enter by the depth alone. Electrons count as free and at
// rest: thresholds are above the binding energies of hydrogen, carbon and oxygen (0.54 keV).
#include "tridens/rate/millicharge_rate.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/millicharge.hh"

namespace tridens::rate {
namespace {

constexpr double year_s = 365.25 * 86400.0;
constexpr double g_per_cm2_per_mwe = 100.0;

[[noreturn]] void refuse(const MillichargeSearch& search, const std::string& why, const std::string& suggestion) {
  throw UserError(fmt::format("the search '{}' cannot be computed", search.name), why, suggestion);
}

double phase(double energy, double mass) {
  return std::log(energy / mass - 1.0);
}

}  // namespace

double EnergyLoss::after(double energy, double mass, double epsilon2, double depth_mwe) const {
  const double step = -std::expm1(-epsilon2 * b * depth_mwe);
  const double left = energy - (energy + a / b) * step;
  return left > mass ? left : 0.0;
}

double EnergyLoss::range_mwe(double energy, double mass, double epsilon2) const {
  if (!(epsilon2 > 0.0)) {
    throw UserError(fmt::format("a range at epsilon^2 = {:g}", epsilon2), "particles without charge do not stop",
                    "give a positive epsilon^2");
  }
  return std::log((a + b * energy) / (a + b * mass)) / (epsilon2 * b);
}

ScatterProbability scatter_probability(double mean) {
  const double none = std::exp(-mean), some = -std::expm1(-mean);
  // 1 - e^-x (1 + x) cancels for small x: x^2/2 - x^3/3 + x^4/8.
  const double two = mean < 1e-3 ? mean * mean * (0.5 - mean * (1.0 / 3.0 - 0.125 * mean)) : some - mean * none;
  return {mean * none, some, two};
}

double MillichargeSearch::mass_tonnes() const {
  return chords().volume_m3() * density;
}

ChordLengths MillichargeSearch::chords() const {
  if (shape == "sphere" && sides_m.size() == 1) return ChordLengths::sphere(sides_m[0]);
  if (shape == "cylinder" && sides_m.size() == 2) return ChordLengths::cylinder(sides_m[0], sides_m[1]);
  if (shape == "box" && sides_m.size() == 3) return ChordLengths::box(sides_m[0], sides_m[1], sides_m[2]);
  refuse(*this, fmt::format("a shape '{}' with {} sides is not known", shape, sides_m.size()),
         "give a sphere (radius), a cylinder (radius, height) or a box (three sides)");
}

void MillichargeSearch::check() const {
  if (!(lowest_recoil > 0.0) || !(highest_recoil > lowest_recoil)) {
    refuse(*this, "its window of recoil energies is empty or starts at zero", "give a threshold");
  }
  if (!(density > 0.0) || !(years > 0.0) || !(efficiency > 0.0) || efficiency > 1.0 || !(largest_signal > 0.0)) {
    refuse(*this, "density, livetime, efficiency and the excluded signal are positive, efficiencies at most 1",
           "correct its inputs");
  }
}

namespace {

MillichargeSearch super_kamiokande() {
  MillichargeSearch search;
  search.name = "super-kamiokande";
  search.title = "Super-Kamiokande I-III, single scatters";
  search.shape = "cylinder";
  search.sides_m = {14.9, 32.2};
  search.years = 2853.0 / 365.25;
  search.depth_km = 1.0;
  search.lowest_recoil = 16e-3;
  search.highest_recoil = 88e-3;
  search.efficiency = 0.75;
  search.largest_signal = 25.0;
  search.assumptions =
      "22.5 kt of water for 2853 days, electrons of 16 to 88 MeV (search for the diffuse supernova background, "
      "1111.5031), efficiency 0.75, 25 events excluded: the 90 % fluctuation of some 240 background events";
  return search;
}

MillichargeSearch juno() {
  MillichargeSearch search;
  search.name = "juno-single";
  search.title = "JUNO, single scatters, 170 kt yr";
  search.sides_m = {16.75};
  search.medium = "C6H5C12H25";
  search.density = 0.859;
  search.years = 10.0;
  search.depth_km = 0.7;
  search.lowest_recoil = 16e-3;
  search.highest_recoil = 35e-3;
  search.largest_signal = 12.0;
  search.assumptions =
      "17 kt of linear alkylbenzene for 10 years, electrons of 16 to 35 MeV, above spallation; 12 events excluded: the "
      "90 % fluctuation of some 50 neutral currents of atmospheric neutrinos";
  return search;
}

MillichargeSearch juno_multiple(const std::string& name, double threshold) {
  MillichargeSearch search = juno();
  search.name = name;
  search.title = fmt::format("JUNO, two scatters or more above {:g} keV, 170 kt yr", threshold / units::keV);
  search.lowest_recoil = threshold;
  search.multiple = true;
  search.largest_signal = 2.303;
  search.assumptions = fmt::format(
      "17 kt of linear alkylbenzene for 10 years, two or more electrons of {:g} keV to 35 MeV along one line within a "
      "microsecond, no background, 2.3 events excluded",
      threshold / units::keV);
  return search;
}

MillichargeSearch icecube() {
  MillichargeSearch search;
  search.name = "icecube";
  search.title = "A cubic kilometre of ice, two scatters or more";
  search.shape = "cylinder";
  search.sides_m = {564.0, 1000.0};
  search.density = 0.917;
  search.years = 10.0;
  search.depth_km = 1.95;
  search.lowest_recoil = 10.0;
  search.highest_recoil = 1e5;
  search.multiple = true;
  search.assumptions =
      "a cylinder of 1 km3 for 10 years, two or more showers above 10 GeV along one line, no background, 2.3 events "
      "excluded";
  return search;
}

}  // namespace

std::vector<MillichargeSearch> millicharge_searches() {
  return {super_kamiokande(), juno(), juno_multiple("juno-multiple", 100.0 * units::keV),
          juno_multiple("juno-multiple-10kev", 10.0 * units::keV), icecube()};
}

MillichargeSearch millicharge_search(std::string_view name) {
  std::vector<std::string> known;
  for (MillichargeSearch& search : millicharge_searches()) {
    if (search.name == name) return search;
    known.push_back(search.name);
  }
  unknown_name("search for millicharged particles", name, known);
}

MillichargeEvents::MillichargeEvents(MillichargeSearch search, EnergyLoss loss)
    : search_(std::move(search)), loss_(loss), chords_(search_.chords()) {
  search_.check();
  const matter::Material medium = matter::material(search_.medium);
  constexpr double cm3_per_m3 = 1e6;
  electrons_per_m3_ =
      search_.density * cm3_per_m3 / medium.molar_mass() * constants::avogadro_per_mol * medium.proton_count();
  seconds_ = search_.years * year_s;
  const matter::EarthModel earth = matter::EarthModel::preliminary_reference("ice");
  const math::QuadratureRule rule = math::gauss_legendre(12);
  // Above and below the horizon apart: depths change fast there.
  for (const double from : {-1.0, 0.0}) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      ways_.push_back({earth.chord(from + rule.nodes[i], search_.depth_km).total_column_depth() / g_per_cm2_per_mwe,
                       2.0 * units::pi * rule.weights[i]});
    }
  }
  std::vector<double> x, y;
  constexpr double sparse = 1e-6, dense = 10.0;  // scatters per metre
  constexpr int nodes = 121;
  for (int i = 0; i < nodes; ++i) {
    x.push_back(std::log(sparse) + std::log(dense / sparse) * i / (nodes - 1));
    y.push_back(std::log(averaged(std::exp(x.back()))));
  }
  log_counted_.emplace_back(std::move(x), std::move(y));
}

double MillichargeEvents::averaged(double scatters_per_m) const {
  double sum = 0.0;
  for (const double length : chords_.lengths_m()) {
    const ScatterProbability p = scatter_probability(scatters_per_m * length);
    sum += search_.multiple ? p.two_or_more : p.exactly_one;
  }
  constexpr double cm2_per_m2 = 1e4;
  return 0.25 * chords_.surface_m2() * cm2_per_m2 * sum / static_cast<double>(chords_.lengths_m().size());
}

double MillichargeEvents::counted(double scatters_per_m) const {
  const CubicSpline& table = log_counted_.front();
  const double x = std::log(scatters_per_m);
  if (x > table.high()) return averaged(scatters_per_m);
  // Below the table the first power that counts.
  if (x < table.low()) return std::exp(table(table.low()) + (search_.multiple ? 2.0 : 1.0) * (x - table.low()));
  return std::exp(table(x));
}

double MillichargeEvents::expected(const MillichargeFlux& flux, double epsilon2) const {
  if (!(epsilon2 > 0.0)) {
    throw UserError(fmt::format("events at epsilon^2 = {:g}", epsilon2), "it must be positive", "give 1e-6, say");
  }
  const std::vector<double> total = flux.total();
  const double cm2 = units::cm2, electrons_per_cm3 = electrons_per_m3_ * 1e-6;
  double sum = 0.0;
  // Trapezoids in ln(E/m - 1), the axis of the flux.
  for (size_t i = 0; i < total.size(); ++i) {
    const double energy = flux.energies[i];
    const double left = i > 0 ? phase(flux.energies[i - 1], flux.mass) : phase(energy, flux.mass);
    const double right = i + 1 < total.size() ? phase(flux.energies[i + 1], flux.mass) : phase(energy, flux.mass);
    const double weight = 0.5 * (right - left) * (energy - flux.mass) * total[i];
    for (const Way& way : ways_) {
      const double arriving = loss_.after(energy, flux.mass, epsilon2, way.depth_mwe);
      if (arriving <= flux.mass) continue;
      const double sigma =
          epsilon2 / cm2 *
          process::recoil_cross_section(arriving, flux.mass, search_.lowest_recoil, search_.highest_recoil);
      if (sigma > 0.0) sum += weight * way.solid_angle * counted(100.0 * electrons_per_cm3 * sigma);
    }
  }
  return epsilon2 * search_.efficiency * seconds_ * sum;
}

bool MillichargeEvents::excluded(const MillichargeFlux& flux, double& lowest, double& highest) const {
  constexpr double first = 1e-12, last = 1.0;
  constexpr int steps_per_decade = 4, decades = 12;
  const auto crossing = [&](double below, double above) {
    for (int i = 0; i < 24; ++i) {
      const double middle = std::sqrt(below * above);
      (expected(flux, middle) > search_.largest_signal ? above : below) = middle;
    }
    return std::sqrt(below * above);
  };
  lowest = highest = 0.0;
  double before = first;
  bool inside = expected(flux, first) > search_.largest_signal;
  if (inside) lowest = first;
  for (int i = 1; i <= decades * steps_per_decade; ++i) {
    const double now = i == decades * steps_per_decade ? last : first * std::pow(10.0, double(i) / steps_per_decade);
    const bool excluded_now = expected(flux, now) > search_.largest_signal;
    if (excluded_now && !inside && lowest == 0.0) lowest = crossing(before, now);
    if (!excluded_now && inside) highest = crossing(now, before);
    inside = excluded_now;
    before = now;
  }
  return lowest > 0.0;
}

}  // namespace tridens::rate
