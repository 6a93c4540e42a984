// Microscopic black holes in 4 + n dimensions made by neutrinos: cross sections, what they evaporate to, and how far
// their taus fly.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/process/black_hole.hh"
#include "tridens/process/registry.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using process::black_holes::Gravity;
using units::PeV;
using units::TeV;

constexpr double nucleons = 16.0;
const char* const medium = "O16";

std::shared_ptr<const process::Process> make(const std::string& name,
                                             const std::map<std::string, std::string>& settings) {
  return process::make_process(name, {{Flavour::muon, false}, matter::material(medium), nullptr, settings, nullptr});
}

std::shared_ptr<const process::Process> holes(int n, double planck_TeV, double x_min,
                                              const std::string& radius = "geometric") {
  // Frozen densities: Q^2 and x of the highest energies lie beyond every set.
  return make("black-hole", {{"dimensions", std::to_string(n)},
                             {"planck-mass", fmt::format("{} TeV", planck_TeV)},
                             {"x-min", fmt::format("{}", x_min)},
                             {"radius", radius},
                             {"border", "freeze"}});
}

/// cm^2 per nucleon.
double per_nucleon(const process::Process& process, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum / nucleons / units::cm2;
}

Curve against_energy(const std::string& label, const process::Process& process, const std::vector<double>& energies,
                     Style style = Style::line) {
  Curve result = curve(label, {}, {}, style);
  for (const double energy : energies) {
    const double sigma = per_nucleon(process, energy);
    if (sigma < 1e-38) continue;
    result.x.push_back(energy);
    result.y.push_back(sigma);
  }
  return result;
}

/// Checks of the formulas against numbers of an independent calculation.
void add_checks(EntryResult& result) {
  struct Row {
    int n;
    double radius, ratio, landsberg;
  };
  for (const Row& row : {Row{2, 1.55362, 1.16961, 1.33650}, Row{3, 2.00000, 1.21884, 1.12838},
                         Row{4, 2.39341, 1.26191, 1.04839}, Row{5, 2.74823, 1.30015, 1.01690}}) {
    const Gravity gravity(row.n, 1.0), other(row.n, 1.0, process::black_holes::PlanckConvention::dimopoulos_landsberg);
    const std::string of = fmt::format(", n = {}", row.n);
    result.comparisons.push_back({"r_s M_D of 5 M_D" + of, "", row.radius, gravity.radius(5.0), 1e-5, ""});
    result.comparisons.push_back({"b_max/r_s" + of, "", row.ratio, gravity.impact_ratio(), 1e-5, ""});
    result.comparisons.push_back({"r_s M_P of 5 M_P, convention of Dimopoulos and Landsberg" + of, "", row.landsberg,
                                  other.radius(5.0), 1e-5, ""});
  }
  const Gravity gravity(2, 4.0 * TeV);
  result.comparisons.push_back({"pi r_s^2, n = 2, M_D = 4 TeV, M = 20 TeV", "cm2", 1.8454e-34,
                                units::pi * std::pow(gravity.radius(20.0 * TeV), 2) / units::cm2, 5e-5, ""});
  result.comparisons.push_back(
      {"Hawking temperature of the same", "GeV", 614.65, gravity.temperature(20.0 * TeV), 1e-5, ""});
  result.comparisons.push_back(
      {"flight of a tau of 1 PeV (talk: about 50 m)", "m", 50.0, process::black_holes::tau_flight_m(PeV), 0.05, ""});
}

void add_cross_sections(EntryResult& result) {
  const std::vector<double> energies = logarithmic(1e6, 1e12, 49);
  const auto dis = make("dis", {{"current", "cc"}, {"border", "extend"}});
  const Curve standard = against_energy("charged current", *dis, energies, Style::dashed);
  Figure dimensions = axes(R"(Black holes, $M_D$ = 6 TeV, $x_{min}$ = 3)", "neutrino energy [GeV]",
                           R"($\sigma$ [cm$^2$] per nucleon)", true, true);
  for (const int n : {2, 3, 4, 5, 6, 7}) {
    dimensions.curves.push_back(against_energy(fmt::format("n = {}", n), *holes(n, 6.0, 3.0), energies));
  }
  dimensions.curves.push_back(
      against_energy("n = 6, trapped surface", *holes(6, 6.0, 3.0, "trapped-surface"), energies, Style::dotted));
  dimensions.curves.push_back(standard);
  dimensions.y_low = 1e-36;
  Figure masses = axes("n = 6: Planck scale and lowest mass", "neutrino energy [GeV]",
                       R"($\sigma$ [cm$^2$] per nucleon)", true, true);
  for (const double planck : {2.0, 4.0, 6.0, 10.0}) {
    masses.curves.push_back(
        against_energy(fmt::format("$M_D$ = {} TeV, $x_{{min}}$ = 3", planck), *holes(6, planck, 3.0), energies));
  }
  for (const double x_min : {1.0, 5.0}) {
    masses.curves.push_back(against_energy(fmt::format("$M_D$ = 6 TeV, $x_{{min}}$ = {}", x_min), *holes(6, 6.0, x_min),
                                           energies, Style::dotted));
  }
  masses.curves.push_back(standard);
  masses.y_low = 1e-36;
  result.figures.push_back(dimensions);
  result.figures.push_back(masses);
  DataTable table{"Cross sections per nucleon at 1e10 GeV, and over the charged current",
                  {"n", "M_D [TeV]", "x_min", "sigma [cm2]", "over the charged current"},
                  {}};
  const double cc = per_nucleon(*dis, 1e10);
  for (const int n : {2, 4, 6}) {
    for (const double planck : {4.0, 6.0, 10.0}) {
      for (const double x_min : {1.0, 3.0, 5.0}) {
        const double sigma = per_nucleon(*holes(n, planck, x_min), 1e10);
        table.rows.push_back({std::to_string(n), digits(planck), digits(x_min), digits(sigma), digits(sigma / cc, 3)});
      }
    }
  }
  result.tables.push_back(table);
}

/// Largest M_D at which the cross section is that of the charged current, by halving in the logarithm.
double equal_to_charged_current(double energy) {
  const double cc = per_nucleon(*make("dis", {{"current", "cc"}, {"border", "extend"}}), energy);
  double low = 1.0, high = 100.0;
  if (per_nucleon(*holes(6, low, 3.0), energy) < cc) return 0.0;
  while (high / low > 1.001) {
    const double middle = std::sqrt(low * high);
    (per_nucleon(*holes(6, middle, 3.0), energy) > cc ? low : high) = middle;
  }
  return low;
}

void add_reach(EntryResult& result) {
  for (const double energy : {1e9, 1e10, 1e11}) {
    result.comparisons.push_back({fmt::format("M_D at which n = 6 holes are as frequent as charged currents, {:g} GeV "
                                              "(abstract of 1912.06656: reach up to about 6 TeV)",
                                              energy),
                                  "TeV", 6.0, equal_to_charged_current(energy), std::nullopt, ""});
  }
}

void add_evaporation(EntryResult& result) {
  Figure number = axes(R"(Particles of the evaporation, $M_D$ = 6 TeV)", "mass of the black hole [TeV]",
                       "mean number of particles", true, true);
  Figure heat = axes(R"(Temperature, $M_D$ = 6 TeV)", "mass of the black hole [TeV]", "T [TeV]", true, true);
  for (const int n : {2, 4, 6}) {
    const Gravity gravity(n, 6.0 * TeV);
    Curve estimate = curve(fmt::format("n = {}, M/2T", n), {}, {}),
          body = curve(fmt::format("n = {}, black body", n), {}, {}, Style::dashed),
          temperature = curve(fmt::format("n = {}", n), {}, {});
    for (const double mass : logarithmic(18.0 * TeV, 600.0 * TeV, 41)) {
      for (Curve* one : {&estimate, &body, &temperature}) one->x.push_back(mass / TeV);
      estimate.y.push_back(gravity.mean_multiplicity(mass));
      body.y.push_back(gravity.black_body_multiplicity(mass));
      temperature.y.push_back(gravity.temperature(mass) / TeV);
    }
    number.curves.push_back(estimate);
    number.curves.push_back(body);
    heat.curves.push_back(temperature);
    result.comparisons.push_back(shown(fmt::format("lifetime of 30 TeV, n = {}, times M_D", n), "",
                                       gravity.lifetime(30.0 * TeV) * gravity.planck_mass()));
  }
  result.figures.push_back(number);
  result.figures.push_back(heat);
  DataTable table{"Shares of the primary particles (black body)", {"kind", "number", "energy"}, {}};
  for (const process::black_holes::EmittedKind& kind : process::black_holes::emitted_kinds()) {
    table.rows.push_back({kind.name, digits(kind.number_share, 3), digits(kind.energy_share, 3)});
  }
  result.tables.push_back(table);
}

/// Chance that a hole shows so many taus which decay between 20 and 800 m: the number of taus is Poisson distributed
/// around its mean, and so is the number of those that decay there.
double bangs(double mean, int count) {
  return std::exp(-mean + count * std::log(mean) - std::lgamma(count + 1.0));
}

void add_signatures(EntryResult& result) {
  double tau_share = 0.0, muon_share = 0.0, light_share = 0.0;
  for (const process::black_holes::EmittedKind& kind : process::black_holes::emitted_kinds()) {
    if (kind.name == "taus") tau_share = kind.number_share;
    if (kind.name == "muons") muon_share = kind.number_share;
    if (kind.name == "electrons" || kind.name == "photons") light_share += kind.energy_share;
  }
  const Gravity gravity(6, 6.0 * TeV);
  const double mass = 30.0 * TeV, particles = gravity.mean_multiplicity(mass);
  Figure flight = axes("Taus of a black hole of 30 TeV, n = 6, $M_D$ = 6 TeV", "neutrino energy [GeV]",
                       "mean flight of a tau [m]", true, true);
  Figure chance =
      axes("Taus that decay between 20 and 800 m", "neutrino energy [GeV]", "share of the events", true, true);
  chance.y_low = 1e-4;
  Curve length = curve("energy shared by M/2T particles", {}, {});
  std::vector<Curve> numbers;
  for (const int k : {1, 2, 3}) numbers.push_back(curve(fmt::format("{} bangs after the first", k), {}, {}));
  for (const double energy : logarithmic(1e6, 1e11, 51)) {
    const double of_tau = energy / particles;
    length.x.push_back(energy);
    length.y.push_back(process::black_holes::tau_flight_m(of_tau));
    const double inside = process::black_holes::bang_probability(1, 1, of_tau, 20.0, 800.0);
    for (size_t k = 0; k < numbers.size(); ++k) {
      numbers[k].x.push_back(energy);
      numbers[k].y.push_back(bangs(particles * tau_share * inside, static_cast<int>(k) + 1));
    }
  }
  flight.curves = {length};
  chance.curves = numbers;
  result.figures.push_back(flight);
  result.figures.push_back(chance);
  result.comparisons.push_back(shown("particles of the hole in these figures", "", particles));
  result.comparisons.push_back(shown("primary taus among them (air showers of GRAND)", "", particles * tau_share));
  result.comparisons.push_back(shown("primary muons among them (tracks)", "", particles * muon_share));
  result.comparisons.push_back(shown("share of the energy in electrons and photons", "", light_share));
}

EntryResult black_holes(Context&) {
  EntryResult result;
  add_checks(result);
  add_cross_sections(result);
  add_reach(result);
  add_evaporation(result);
  add_signatures(result);
  return result;
}

}  // namespace

std::vector<Entry> black_hole_entries() {
  return {{"002.black-holes", "Microscopic black holes: cross sections, evaporation, bangs of taus",
           "talk of N. Song; 1912.06656",
           "Semiclassical holes in 4 + n flat dimensions, M_D in the convention of the PDG, geometric cross section "
           "unless said, x_min = 3 unless said, MSTW2008 LO with Q = 1/r_s, frozen beyond its range; isoscalar target. "
           "The published numbers in the rows on radii, cross section and temperature are those of an independent "
           "calculation with the same formulas; the talk and the abstract give no cross section. Evaporation: black "
           "body on the brane, primary particles only, greybody factors left out (up to 30 % for vectors). "
           "M_D of 6 TeV is at the direct limit for n = 6 (5.9 TeV) and below it for n = 2 to 5.",
           black_holes}};
}

}  // namespace tridens::run::gallery
