// Neutrinos of pions and muons that decay at rest in a thick target:
//   pi+ -> mu+ nu_mu          E = (m_pi^2 - m_mu^2) / (2 m_pi) = 29.79 MeV
//   mu+ -> e+ nu_e numubar    x = 2E/m_mu in (0, 1):  nu_e 12 x^2 (1 - x),  numubar 2 x^2 (3 - 2x)   (per dx)
// one of each per stopped pi+. Spectra of muon decay: unpolarised, m_e neglected (m_e^2/m_mu^2 = 2e-5), without
// radiative corrections (below 1 %, near the end point); they follow from the V-A matrix element, W. Fetscher and H.-J.
// Gerber in the Review of Particle Physics. Fluence: yield / (4 pi L^2) per flavour and proton. Yield at 1 GeV protons
// on mercury, neutrinos of all flavours per proton, E in GeV: COHERENT, Phys. Rev. D 106 (2022) 032003
// (arXiv:2109.11049), whose coefficients have two digits (expect 3 %; the simulation itself 10 %):
//   aluminium window 0.28 E^3 - 1.12 E^2 + 1.79 E - 0.68,  Inconel 0.27 E^3 - 1.09 E^2 + 1.75 E - 0.67.
// Times: protons, then the lifetime of the pion (numu), then that of the muon (nue, numubar).
// Left out: decay in flight (less than 1 % of the pions, arXiv:2109.11049), pi- and mu- chains (less than 1 % of pi-
// escape capture), kaons (about 1 % of the pions at 3 GeV, none at 1 GeV).

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/detail/proton_pulse.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/sampling.hh"

namespace tridens::flux {
namespace {

constexpr double pion_lifetime_s = 26.033e-9;     // PDG 2022
constexpr double muon_lifetime_s = 2196.9811e-9;  // PDG 2022
constexpr double joule_per_GeV = 1.602176634e-10;

constexpr const char* of_facility = "of the facility";

struct Facility {
  std::string name, pulse, source;
  std::string proton_energy, power, yield, distance;  // with units; empty when not known
};

Table source_table(const std::string& name) {
  const std::string path = "data/source/" + name + ".csv";
  return parse_table(embedded_table(path), path);
}

std::vector<Facility> facilities() {
  const Table table = source_table("pi_dar");
  std::vector<Facility> result;
  for (const std::vector<std::string>& row : table.rows) {
    const auto cell = [&](std::string_view column, const char* unit) {
      const std::string& text = row[table.column(column)];
      return text.empty() ? text : text + unit;
    };
    result.push_back({cell("facility", ""), cell("pulse", ""), cell("source", ""), cell("proton_energy_GeV", " GeV"),
                      cell("power_MW", " MW"), cell("yield", ""), cell("distance_m", " m")});
  }
  return result;
}

std::vector<std::string> names(const std::vector<Facility>& known) {
  std::vector<std::string> result;
  for (const Facility& facility : known) result.push_back(facility.name);
  return result;
}

SourceInfo info() {
  SourceInfo result;
  result.name = "pi-dar";
  result.title = "Pion and muon decay at rest";
  result.formula =
      "phi = yield / (4 pi L^2) f(E); numu at 29.79 MeV, nue 12 x^2 (1-x), numubar 2 x^2 (3-2x), x = 2E/m_mu";
  std::string known;
  for (const std::string& name : names(facilities())) known += (known.empty() ? "" : ", ") + name;
  result.parameters = {
      {"facility", "where the protons are stopped: " + known, "sns"},
      {"distance", "from target to detector", of_facility},
      {"yield", "neutrinos per flavour and proton, or 'formula' (mercury target, protons near 1 GeV)", of_facility},
      {"proton_energy", "kinetic energy of the protons, for yield=formula and for power", of_facility},
      {"window", "of the beam, for yield=formula: aluminium or inconel", "aluminium"},
      {"power", "of the beam, or 'nominal': the flux is then per second of beam instead of per proton", "per proton"},
      {"pulse", "gaussian/MEAN/SIGMA, flat/LENGTH, triangular/LENGTH or double/WIDTH/SPACING", of_facility}};
  result.papers = {"2109.11049", "2110.07730", "2006.12659", "1911.00762"};
  result.exposure_unit = "POT";
  result.validity = "decays at rest only: decay in flight (below 1 %) and kaons (3 GeV: about 1 %) are left out";
  return result;
}

class Builder {
 public:
  Builder(std::string_view specification, const SourceInfo& source) : settings_(specification, source) {
    const std::vector<Facility> known = facilities();
    const std::string wanted = settings_.choice("facility", names(known));
    for (const Facility& facility : known) {
      if (facility.name == wanted) facility_ = facility;
    }
  }

  Flux build(std::string_view specification) const {
    Flux flux;
    flux.name = std::string(specification);
    flux.title = fmt::format("Pion and muon decay at rest, {}", facility_.name);
    flux.source = facility_.source;
    flux.problems = "decay in flight and kaons are left out";
    if (facility_.distance.empty() && !settings_.given("distance")) return shapes(std::move(flux));
    flux.distance_m = quantity("distance", facility_.distance, Dimension::distance);
    flux.position = fmt::format("{:g} m from the target", flux.distance_m);
    const double distance_cm = 100.0 * flux.distance_m;
    const bool per_second = settings_.given("power");
    flux.exposure_unit = per_second ? "s" : "POT";
    const double scale =
        yield() * (per_second ? protons_per_second() : 1.0) / (4.0 * units::pi * distance_cm * distance_cm);
    add_spectra(flux, scale);
    add_times(flux);
    check_unused(per_second);
    return flux;
  }

 private:
  detail::SourceSettings settings_;
  Facility facility_;

  /// Without a distance: spectra and times of integral 1 per species, for averages.
  Flux shapes(Flux flux) const {
    for (const char* key : {"yield", "power", "proton_energy", "window"}) {
      if (settings_.given(key)) settings_.refuse(key, "a number of neutrinos needs a distance too", "add distance=...");
    }
    flux.normalisation = Normalisation::shape_only;
    flux.position = "no distance given: shapes only";
    add_spectra(flux, 1.0);
    add_times(flux);
    return flux;
  }

  /// What the user wrote or what the facility has.
  std::string text(std::string_view key, const std::string& known) const {
    if (settings_.given(key)) return settings_.text(key);
    if (!known.empty()) return known;
    throw UserError(fmt::format("source pi-dar needs '{}' for {}", key, facility_.name),
                    "it is not known well enough to be a default", fmt::format("add '{}=...'", key));
  }

  double quantity(std::string_view key, const std::string& known, Dimension dimension) const {
    if (settings_.given(key)) return settings_.positive(key, dimension);
    return parse_quantity(text(key, known), dimension, key);
  }

  double proton_energy() const { return quantity("proton_energy", facility_.proton_energy, Dimension::energy); }

  double protons_per_second() const {
    const bool nominal = settings_.text("power") == "nominal";
    const double power_GW = nominal ? parse_quantity(facility_.power, Dimension::power, "power")
                                    : settings_.positive("power", Dimension::power);
    return power_GW * 1e9 / (proton_energy() * joule_per_GeV);
  }

  double yield() const {
    const std::string given = text("yield", facility_.yield);
    if (given != "formula") {
      constexpr double largest = 10.0;
      const double value = parse_quantity(given, Dimension::number, "yield");
      if (!(value > 0.0)) settings_.refuse("yield", "it must be greater than zero", "give neutrinos per proton");
      if (value > largest) settings_.refuse("yield", "it is per proton and flavour", "give a number of order 0.1");
      return value;
    }
    constexpr double lowest = 0.7;
    constexpr double highest = 1.5;
    const double energy = proton_energy();
    if (energy < lowest || energy > highest) {
      throw UserError(fmt::format("the yield formula is asked for at {:g} GeV", energy),
                      fmt::format("it is a fit for protons near 1 GeV ({:g} to {:g} GeV)", lowest, highest),
                      "give the yield as a number");
    }
    const bool aluminium = settings_.choice("window", {"aluminium", "inconel"}) == "aluminium";
    const double all = aluminium ? ((0.28 * energy - 1.12) * energy + 1.79) * energy - 0.68
                                 : ((0.27 * energy - 1.09) * energy + 1.75) * energy - 0.67;
    return all / 3.0;
  }

  void check_unused(bool per_second) const {
    const bool formula = settings_.text("yield") == "formula";
    if (settings_.given("window") && !formula) settings_.refuse("window", "it changes only yield=formula");
    if (settings_.given("proton_energy") && !formula && !per_second) {
      settings_.refuse("proton_energy", "it changes only yield=formula and a flux per second",
                       "add 'yield=formula' or 'power=...'");
    }
  }

  static void add_spectra(Flux& flux, double scale) {
    constexpr double pion = constants::charged_pion_mass;
    constexpr double muon = constants::muon_mass;
    constexpr double end_point = 0.5 * muon;
    flux.spectra[14] = {Spectrum::Kind::line, {0.5 * (pion * pion - muon * muon) / pion}, {scale}};
    const auto muon_decay = [&](auto shape) {
      Spectrum spectrum = sampled([&](double energy) { return shape(energy / end_point); }, 0.0, end_point);
      const double integral = spectrum.integral();
      for (double& value : spectrum.density) value *= scale / integral;
      return spectrum;
    };
    flux.spectra[12] = muon_decay([](double x) { return 12.0 * x * x * (1.0 - x); });
    flux.spectra[-14] = muon_decay([](double x) { return 2.0 * x * x * (3.0 - 2.0 * x); });
  }

  void add_times(Flux& flux) const {
    const std::string description = settings_.given("pulse") ? settings_.text("pulse") : facility_.pulse;
    if (description.empty()) return;  // rates are known, times are not
    const std::string prefix = "table:";
    if (settings_.given("pulse") || description.rfind(prefix, 0) != 0) {
      const ArrivalTime prompt = detail::proton_pulse(description).delayed(pion_lifetime_s);
      set_times(flux, prompt, prompt.delayed(muon_lifetime_s));
      return;
    }
    const Table table = source_table(description.substr(prefix.size()));
    const ArrivalTime prompt = tabulated(table, "numu");
    set_times(flux, prompt,
              table.has_column("delayed") ? tabulated(table, "delayed") : prompt.delayed(muon_lifetime_s));
  }

  static ArrivalTime tabulated(const Table& table, std::string_view column) {
    constexpr double ns = 1e-9;
    std::vector<double> edges = table.numbers("t_low_ns");
    edges.push_back(table.numbers("t_high_ns").back());
    for (double& edge : edges) edge *= ns;
    return {std::move(edges), table.numbers(column)};
  }

  static void set_times(Flux& flux, const ArrivalTime& prompt, const ArrivalTime& delayed) {
    flux.arrival.emplace(14, prompt);
    flux.arrival.emplace(12, delayed);
    flux.arrival.emplace(-14, delayed);
  }
};

Flux make(std::string_view specification) {
  return Builder(specification, info()).build(specification);
}

}  // namespace

Source pion_decay_at_rest() {
  return {info(), make};
}

}  // namespace tridens::flux
