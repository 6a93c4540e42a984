// Millicharged particles from the atmosphere: flux, way through the Earth, scatters in detectors, limits; the massless
// dark photon behind them.
#include "tridens/model/millicharge.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/io/bound_file.hh"
#include "tridens/matter/earth.hh"
#include "tridens/rate/millicharge_rate.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using rate::MillichargeFlux;
using rate::MillichargeProduction;

MillichargeProduction production(bool bremsstrahlung, double off_shell_scale) {
  rate::MillichargeInputs inputs;
  inputs.bremsstrahlung = bremsstrahlung;
  inputs.off_shell_scale = off_shell_scale;
  return MillichargeProduction(inputs);
}

/// Integral of a spectrum, per cm^2 s sr.
double number(const MillichargeFlux& flux, const std::vector<double>& density) {
  double sum = 0.0;
  for (size_t i = 0; i + 1 < density.size(); ++i) {
    const double low = flux.energies[i] - flux.mass, high = flux.energies[i + 1] - flux.mass;
    sum += 0.5 * std::log(high / low) * (density[i] * low + density[i + 1] * high);
  }
  return sum;
}

/// Names under which sources are drawn.
std::string group(const std::string& source) {
  if (source.starts_with("Upsilon")) return R"($\Upsilon$)";
  if (source == "J/psi" || source == "psi(2S)") return R"($J/\psi$, $\psi(2S)$)";
  if (source == "rho" || source == "omega" || source == "phi") return R"($\rho$, $\omega$, $\phi$)";
  if (source == "pi0") return R"($\pi^0$)";
  if (source == "eta") return R"($\eta$)";
  return source;
}

void add_numbers(EntryResult& result, const MillichargeProduction& standard, const MillichargeProduction& bare) {
  Figure figure = axes("Millicharged particles at the surface, both signs", "mass [GeV]",
                       R"($\Phi/\epsilon^2$ [cm$^{-2}$ s$^{-1}$ sr$^{-1}$])", true, true);
  std::map<std::string, Curve> curves;
  const auto add = [&](const std::string& name, double mass, double value) {
    Curve& each = curves[name];
    each.label = name;
    each.x.push_back(mass);
    each.y.push_back(value);
  };
  for (const double mass : logarithmic(1e-2, 8.0, 26)) {
    const MillichargeFlux flux = standard.flux(mass);
    std::map<std::string, double> groups;
    for (const rate::MillichargeSpectrum& source : flux.sources) {
      groups[group(source.source)] += number(flux, source.density);
    }
    for (const auto& [name, value] : groups) add(name, mass, value);
    const MillichargeFlux other = bare.flux(mass);
    for (const rate::MillichargeSpectrum& source : other.sources) {
      if (source.source == "bremsstrahlung") add("bremsstrahlung, as published", mass, number(other, source.density));
    }
  }
  for (auto& [name, each] : curves) {
    if (name.ends_with("published")) each.style = Style::dashed;
    figure.curves.push_back(each);
  }
  figure.y_low = 1e-17;
  result.figures.push_back(figure);
}

void add_spectra(EntryResult& result, const MillichargeProduction& standard) {
  for (const double mass : {0.1, 1.0}) {
    const MillichargeFlux flux = standard.flux(mass);
    Figure figure = axes(fmt::format("Spectra at a mass of {:g} GeV", mass), "energy [GeV]",
                         R"($E\,d\Phi/dE/\epsilon^2$ [cm$^{-2}$ s$^{-1}$ sr$^{-1}$])", true, true);
    std::map<std::string, Curve> curves;
    double top = 0.0;
    for (const rate::MillichargeSpectrum& source : flux.sources) {
      Curve& drawn = curves[group(source.source)];
      drawn.label = group(source.source);
      const size_t points = static_cast<size_t>(std::lower_bound(flux.energies.begin(), flux.energies.end(), 1e4) -
                                                flux.energies.begin());
      drawn.x.assign(flux.energies.begin(), flux.energies.begin() + static_cast<std::ptrdiff_t>(points));
      drawn.y.resize(points);
      for (size_t i = 0; i < points; ++i) {
        drawn.y[i] += flux.energies[i] * source.density[i];
        top = std::max(top, drawn.y[i]);
      }
    }
    for (const auto& [name, drawn] : curves) figure.curves.push_back(drawn);
    figure.y_low = 1e-9 * top;
    result.figures.push_back(figure);
  }
}

EntryResult atmospheric_flux(Context& context) {
  EntryResult result;
  const auto yield = [](const char* name, double mass) {
    return model::millicharge_yield(model::electromagnetic_meson(name), mass);
  };
  result.comparisons.push_back(
      {"pi0 -> gamma e+ e- by the same formula", "%", 1.174, 50.0 * yield("pi0", constants::electron_mass), 0.02, ""});
  result.comparisons.push_back(
      {"pi0 per 400 GeV proton on proton", "", 3.87, flux::meson_production("pi0").multiplicity(400.0), 0.03, ""});
  result.comparisons.push_back(
      {"omega per 400 GeV proton on proton", "", 0.390, flux::meson_production("omega").multiplicity(400.0), 0.06, ""});
  for (const char* meson : {"pi0", "eta"}) {
    result.comparisons.push_back(
        shown(fmt::format("particles per {} and epsilon^2 at 20 MeV", meson), "", yield(meson, 0.02)));
  }
  const MillichargeProduction standard = production(true, 1.0), bare = production(true, 0.0);
  context.check_stop();
  add_numbers(result, standard, bare);
  add_spectra(result, standard);
  const MillichargeFlux light = bare.flux(0.3);
  double mesons = 0.0, radiated = 0.0;
  for (const rate::MillichargeSpectrum& source : light.sources) {
    (source.source == "bremsstrahlung" ? radiated : mesons) += number(light, source.density);
  }
  result.comparisons.push_back(
      shown("bremsstrahlung without off-shell form factor over all mesons at 300 MeV", "", radiated / mesons));
  result.note =
      "Published fluxes are dominated by bremsstrahlung below a GeV. That is the pole of the omega in the form factor "
      "of the proton: the kernel as published makes 11 omega per collision where 0.39 are seen. With an off-shell form "
      "factor of 1 GeV it makes 0.36, and what it adds to the mesons is of their size (and partly the same).";
  return result;
}

/// Integral of a flux above an energy; power laws between its points.
double number_above(const MillichargeFlux& flux, const std::vector<double>& total, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i + 1 < total.size(); ++i) {
    const double low = flux.energies[i], high = flux.energies[i + 1];
    if (high <= energy || !(total[i] > 0.0) || !(total[i + 1] > 0.0)) continue;
    const double slope = std::log(total[i + 1] / total[i]) / std::log(high / low), from = std::max(low, energy);
    const auto primitive = [&](double x) { return total[i] * low * std::pow(x / low, slope + 1.0) / (slope + 1.0); };
    sum += primitive(high) - primitive(from);
  }
  return sum;
}

/// Share of a flux above 2m that arrives above 2m from straight above.
double transmission(const MillichargeFlux& flux, double epsilon2, double depth_mwe) {
  const rate::EnergyLoss loss;
  const std::vector<double> total = flux.total();
  const double limit = 2.0 * flux.mass, ratio = loss.a / loss.b;
  const double before = (limit + ratio) * std::exp(epsilon2 * loss.b * depth_mwe) - ratio;
  return number_above(flux, total, before) / number_above(flux, total, limit);
}

EntryResult attenuation(Context&) {
  EntryResult result;
  const rate::EnergyLoss loss;
  Figure losses = axes("Energy loss", "energy [GeV]", R"($-dE/dX/\epsilon^2$ [GeV per m of water])", true, true);
  Curve drawn = curve("all", {}, {}), ionisation = curve("ionisation", {}, {}, Style::dashed),
        radiation = curve("radiation", {}, {}, Style::dotted);
  for (const double energy : logarithmic(1.0, 1e5, 40)) {
    for (Curve* each : {&drawn, &ionisation, &radiation}) each->x.push_back(energy);
    ionisation.y.push_back(loss.a);
    radiation.y.push_back(loss.b * energy);
    drawn.y.push_back(loss.a + loss.b * energy);
  }
  losses.curves = {drawn, ionisation, radiation};
  result.figures.push_back(losses);
  const double depth = matter::EarthModel::preliminary_reference("ice").chord(1.0, 1.0).total_column_depth() / 100.0;
  const double below = matter::EarthModel::preliminary_reference("ice").chord(-1.0, 1.0).total_column_depth() / 100.0;
  Figure shares =
      axes("Share of the flux above E = 2m that arrives 1 km under ground", R"($\epsilon^2$)", "share", true, false);
  const MillichargeProduction source = production(true, 1.0);
  const auto lost = [&](const MillichargeFlux& flux, double share) {
    double low = 1e-8, high = 10.0;
    for (int i = 0; i < 40; ++i) {
      const double middle = std::sqrt(low * high);
      (transmission(flux, middle, depth) > 1.0 - share ? low : high) = middle;
    }
    return low;
  };
  double tenth = 0.0;
  for (const double mass : {0.1, 1.0, 4.0}) {
    const MillichargeFlux flux = source.flux(mass);
    Curve down = curve(fmt::format("{:g} GeV, from above", mass), {}, {});
    Curve up = curve(fmt::format("{:g} GeV, from below", mass), {}, {}, Style::dashed);
    for (const double epsilon2 : logarithmic(1e-9, 1.0, 91)) {
      down.x.push_back(epsilon2);
      up.x.push_back(epsilon2);
      down.y.push_back(transmission(flux, epsilon2, depth));
      up.y.push_back(transmission(flux, epsilon2, below));
    }
    shares.curves.push_back(down);
    shares.curves.push_back(up);
    if (mass == 1.0) tenth = lost(flux, 0.1);
    result.comparisons.push_back(
        shown(fmt::format("epsilon^2 at which half of the particles of {:g} GeV from above stop", mass), "",
              lost(flux, 0.5)));
  }
  result.figures.push_back(shares);
  result.comparisons.push_back(order_of_magnitude("epsilon^2 above which the flux from above is attenuated", 1e-2,
                                                  tenth, "a tenth of the particles of 1 GeV above 2 GeV stop"));
  result.comparisons.push_back(shown("range at 100 GeV and epsilon^2 = 0.01, mass 1 GeV", "km of water",
                                     loss.range_mwe(100.0, 1.0, 0.01) * 1e-3));
  return result;
}

/// The point of a published curve at a mass of it.
struct Point {
  double mass = 0.0, coupling = 0.0;
};
std::vector<Point> points(const std::string& name) {
  std::vector<Point> result;
  for (const io::BoundFileCurve& each : io::load_named_bound(name).curves) {
    for (size_t i = 0; i < each.mass_GeV.size(); ++i) result.push_back({each.mass_GeV[i], each.coupling[i]});
  }
  return result;
}

Curve limit_curve(const std::string& label, const MillichargeProduction& source, const std::string& search,
                  Style style) {
  const rate::MillichargeEvents events(rate::millicharge_search(search));
  Curve drawn = curve(label, {}, {}, style);
  for (const double mass : logarithmic(0.02, 10.0, 22)) {
    double lowest = 0.0, highest = 0.0;
    if (!events.excluded(source.flux(mass), lowest, highest)) break;
    drawn.x.push_back(mass);
    drawn.y.push_back(lowest);
  }
  return drawn;
}

void add_published(Figure& figure, const std::vector<std::pair<std::string, std::string>>& names) {
  for (const auto& [name, label] : names) {
    Curve drawn = curve(label, {}, {}, Style::dotted);
    for (const Point& point : points(name)) {
      drawn.x.push_back(point.mass);
      drawn.y.push_back(point.coupling);
    }
    figure.curves.push_back(drawn);
  }
}

void compare(EntryResult& result, const MillichargeProduction& source, const std::string& search,
             const std::string& published, const std::string& title) {
  const rate::MillichargeEvents events(rate::millicharge_search(search));
  for (const Point& point : points(published)) {
    double lowest = 0.0, highest = 0.0;
    events.excluded(source.flux(point.mass), lowest, highest);
    Comparison row{fmt::format("{}, limit at {:g} MeV", title, 1e3 * point.mass),
                   "1e-6",
                   1e6 * point.coupling,
                   1e6 * lowest,
                   0.5,
                   "mesons of another production model; exposure and window as stated here"};
    result.comparisons.push_back(row);
  }
}

EntryResult single_scatters(Context& context) {
  EntryResult result;
  // sigma(> T) at high energies.
  const double asymptotic = process::recoil_cross_section(1e5, 0.01, 1e-3, 1e6) / units::cm2;
  result.comparisons.push_back(
      {"cross section above 1 MeV at high energies", "1e-25 cm2", 2.6, 1e25 * asymptotic, 0.03, ""});
  result.comparisons.push_back(
      {"the formula pi alpha/(m_e T) printed beside it", "1e-25 cm2",
       1e25 * units::pi * constants::fine_structure / (constants::electron_mass * 1e-3) / units::cm2, 1e25 * asymptotic,
       std::nullopt, "a factor 2 alpha is missing in it"});
  rate::MillichargeInputs inputs;
  inputs.bremsstrahlung = inputs.drell_yan = false;
  const MillichargeProduction mesons(inputs), standard = production(true, 1.0), bare = production(true, 0.0);
  context.check_stop();
  compare(result, mesons, "super-kamiokande", "millicharge-super-k-2021", "Super-Kamiokande");
  compare(result, mesons, "juno-single", "millicharge-juno-2021", "JUNO");
  context.check_stop();
  Figure figure = axes("Single scatters: limits", "mass [GeV]", R"($\epsilon^2$)", true, true);
  figure.curves = {limit_curve("Super-K, mesons", mesons, "super-kamiokande", Style::line),
                   limit_curve("Super-K, all sources", standard, "super-kamiokande", Style::line),
                   limit_curve("Super-K, bremsstrahlung as published", bare, "super-kamiokande", Style::dashed),
                   limit_curve("JUNO 170 kt yr, all sources", standard, "juno-single", Style::line)};
  add_published(figure, {{"millicharge-super-k-2021", "Super-K, 2104.13924"},
                         {"millicharge-juno-2021", "JUNO, 2104.13924"},
                         {"millicharge-current", "accelerators"}});
  result.figures.push_back(figure);
  return result;
}

EntryResult multiple_scatters(Context& context) {
  EntryResult result;
  Figure probabilities = axes("Scatters of one particle", "mean number", "probability", true, true);
  Curve one = curve("at least one", {}, {}), two = curve("at least two", {}, {});
  for (const double mean : logarithmic(1e-4, 10.0, 40)) {
    const rate::ScatterProbability p = rate::scatter_probability(mean);
    one.x.push_back(mean);
    two.x.push_back(mean);
    one.y.push_back(p.one_or_more);
    two.y.push_back(p.two_or_more);
  }
  probabilities.curves = {one, two};
  result.figures.push_back(probabilities);
  const MillichargeProduction standard = production(true, 1.0);
  context.check_stop();
  Figure figure = axes("Two scatters or more: reach", "mass [GeV]", R"($\epsilon^2$)", true, true);
  figure.curves = {limit_curve("JUNO 170 kt yr, two above 100 keV", standard, "juno-multiple", Style::line),
                   limit_curve("JUNO 170 kt yr, two above 10 keV", standard, "juno-multiple-10kev", Style::line),
                   limit_curve("JUNO 170 kt yr, single", standard, "juno-single", Style::dashed),
                   limit_curve("a cubic kilometre of ice", standard, "icecube", Style::line)};
  add_published(figure, {{"millicharge-current", "accelerators"},
                         {"millicharge-slac-mq", "SLAC mQ"},
                         {"millicharge-argoneut", "ArgoNeuT"},
                         {"millicharge-milliqan", "milliQan"}});
  result.figures.push_back(figure);
  const rate::MillichargeSearch juno = rate::millicharge_search("juno-multiple");
  result.comparisons.push_back({"exposure of JUNO", "kt yr", 170.0, juno.mass_tonnes() * juno.years * 1e-3, 0.01, ""});
  // Points where the tables of events published with 2104.13924 (mass 10 MeV) reach 2.3: events grow as epsilon^6.
  rate::MillichargeInputs inputs;
  inputs.bremsstrahlung = inputs.drell_yan = false;
  const MillichargeFlux light = MillichargeProduction(inputs).flux(0.01);
  for (const auto& [name, published] :
       {std::pair{"juno-multiple", 3.24e-7}, std::pair{"juno-multiple-10kev", 6.98e-8}}) {
    const rate::MillichargeSearch search = rate::millicharge_search(name);
    double lowest = 0.0, highest = 0.0;
    rate::MillichargeEvents(search).excluded(light, lowest, highest);
    result.comparisons.push_back(
        {fmt::format("two scatters above {:g} keV, reach at 10 MeV", 1e6 * search.lowest_recoil), "1e-7",
         1e7 * published, 1e7 * lowest, 0.5, "mesons of another production model"});
  }
  const rate::MillichargeEvents events(rate::millicharge_search("juno-multiple-10kev"));
  double best = 0.0;
  for (const Point& point : points("millicharge-current")) {
    if (point.mass < 2.0) continue;
    double lowest = 0.0, highest = 0.0;
    if (!events.excluded(standard.flux(point.mass), lowest, highest)) continue;
    best = std::max(best, std::sqrt(point.coupling / lowest));
    result.comparisons.push_back(shown(fmt::format("charge in reach over today's limit at {:g} GeV", point.mass), "",
                                       std::sqrt(lowest / point.coupling)));
  }
  result.comparisons.push_back(
      order_of_magnitude("the gain in charge between 2 and 10 GeV", 10.0, best,
                         "published as up to an order of magnitude; here above 10 keV and without background"));
  return result;
}

EntryResult diagonalisation(Context&) {
  EntryResult result;
  const double e = std::sqrt(constants::electric_charge_squared), dark = 0.1, mixing = 0.3;
  const model::DarkPhotonBasis basis = model::visible_basis(e, dark, mixing);
  const double root = std::sqrt(1.0 - mixing * mixing);
  result.comparisons = {{"ordinary matter under A'", "e", 0.0, basis.ordinary[0] / e, std::nullopt, ""},
                        {"ordinary matter under A", "e", 1.0 / root, basis.ordinary[1] / e, 1e-12, ""},
                        {"dark matter under A'", "e'", 1.0, basis.dark[0] / dark, 1e-12, ""},
                        {"dark matter under A", "e'", -mixing / root, basis.dark[1] / dark, 1e-12, ""},
                        {"charge of dark matter over that of ordinary matter", "e'/e", -mixing,
                         model::effective_charge(basis) * e / dark, 1e-12, ""}};
  Figure figure =
      axes("Kinetic mixing 0.3, e' = 0.1: charges in rotated bases", "angle [rad]", "charge over e", false, false);
  Curve first = curve("ordinary under the first field", {}, {}, Style::dashed),
        second = curve("dark under the first field", {}, {}, Style::dotted),
        product = curve("dark . ordinary / ordinary . ordinary", {}, {});
  double spread = 0.0;
  for (const double angle : evenly(0.0, 2.0 * units::pi, 73)) {
    const model::DarkPhotonBasis rotated = model::dark_photon_basis(e, dark, mixing, angle);
    for (Curve* each : {&first, &second, &product}) each->x.push_back(angle);
    first.y.push_back(rotated.ordinary[0] / e);
    second.y.push_back(rotated.dark[0] / e);
    product.y.push_back(model::effective_charge(rotated));
    spread = std::max(spread, std::abs(product.y.back() * e / (mixing * dark) + 1.0));
  }
  figure.curves = {first, second, product};
  result.figures.push_back(figure);
  result.comparisons.push_back(shown("largest relative change of the physical charge over all bases", "", spread));
  return result;
}

}  // namespace

std::vector<Entry> millicharge_entries() {
  const std::string talk = "N. Song, talk (2024); H. Wu, E. Hardy, N. Song, arXiv:2406.01668";
  const std::string inputs =
      "Cosmic rays H3a as nucleons, no modulation by the Sun or the Earth's field; mesons of data/source/"
      "meson_production.csv (normalisations good to 15 to 60 %), nucleons regenerated, none from secondary pions; "
      "proton "
      "bremsstrahlung with 0.1 < z < 0.9, pT < 1 GeV and an off-shell form factor of 1 GeV unless said otherwise; "
      "Drell-Yan above 2 GeV, GRV94 LO. ";
  return {
      {"002.mcp-flux", "Millicharged particles from mesons, bremsstrahlung and quarks in the atmosphere", talk, inputs,
       atmospheric_flux},
      {"002.mcp-attenuation", "Millicharged particles on their way through the Earth", talk,
       inputs +
           "Losses epsilon^2 (a + bE), a = 0.223 GeV and b = 0.464e-3 per metre of water (muons in standard rock).",
       attenuation},
      {"002.mcp-single", "Limits from single scatters in Super-Kamiokande and JUNO",
       talk + "; C. Arguelles, K. J. Kelly, V. Munoz, arXiv:2104.13924",
       inputs + "Super-Kamiokande: " + rate::millicharge_search("super-kamiokande").assumptions +
           ". JUNO: " + rate::millicharge_search("juno-single").assumptions + ".",
       single_scatters},
      {"002.mcp-multi", "Reach of two scatters along one line in JUNO and in ice", talk,
       inputs + "JUNO: " + rate::millicharge_search("juno-multiple").assumptions +
           ". Ice: " + rate::millicharge_search("icecube").assumptions + ".",
       multiple_scatters},
      {"002.diagonalisation", "Massless dark photon: charges that do not depend on the basis",
       "N. Song, talk (2024); B. Holdom, Phys. Lett. B 166 (1986) 196",
       "Kinetic mixing of two massless abelian fields, exact in the mixing. Where the talk's change of basis prints a "
       "matrix of five numbers, it is A_a = A_1/sqrt(1 - eps^2), A_b = A_2 - eps A_1/sqrt(1 - eps^2).",
       diagonalisation},
  };
}

}  // namespace tridens::run::gallery
