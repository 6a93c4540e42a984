// Two showers from one neutrino: heavy neutrinos by mixing and by dipoles in IceCube, and taus.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/process/registry.hh"
#include "tridens/rate/double_cascade.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double year_s = 365.25 * 86400.0, years = 6.0;
const char* const medium = "O16";

/// A cubic kilometre of ice.
const rate::DoubleCascadeDetector ice_cube{
    detector::Body::cylinder(564.2, 1000.0, detector::BodyAxis::z), 0.917, 20.0, 1000.0, 5.0, 5.0};

struct Portal {
  bool mixing = true;
  Flavour flavour = Flavour::tau;
  double unit = 1e-4;  // |U|^2, or d in GeV^-1
};

/// Oxygen stands for ice: the two protons of a molecule in ten are 3 % of the cross sections away.
rate::DoubleCascadeYield make_yield(const Portal& portal, double mass, const rate::DoubleCascadeDetector& detector) {
  std::vector<std::shared_ptr<const process::Process>> processes;
  for (const bool antiparticle : {false, true}) {
    std::map<std::string, std::string> settings = {
        {"mass", fmt::format("{} GeV", mass)}, {"portal", portal.mixing ? "mixing" : "dipole"}, {"border", "extend"}};
    settings[portal.mixing ? "mixing" : "dipole"] =
        portal.mixing ? fmt::format("{}", portal.unit) : fmt::format("{} GeV^-1", portal.unit);
    processes.push_back(process::make_process(
        "upscatter", {{portal.flavour, antiparticle}, matter::material(medium), nullptr, settings, nullptr}));
  }
  model::HeavyNeutrinoCouplings couplings;
  couplings.mass = mass;
  (portal.mixing ? couplings.mixing : couplings.dipole)[static_cast<size_t>(portal.flavour)] = portal.unit;
  return {
      detector, matter::material(medium), processes, rate::heavy_neutrino_particle(couplings), {10.0, 1e5, 6, 14, 6}};
}

/// The scale multiplies |U|^2, or d^2.
double coupling(const Portal& portal, double scale) {
  return portal.unit * (portal.mixing ? scale : std::sqrt(scale));
}

std::shared_ptr<const flux::DiffuseFlux> atmosphere() {
  return flux::make_diffuse_flux("atmospheric-high-energy");
}

void add_rates(const Portal& portal, const std::vector<double>& masses, EntryResult& result) {
  const std::string what = portal.mixing ? R"($|U_{\tau4}|^2$)" : R"($d$ [GeV$^{-1}$])";
  Figure figure =
      axes("Double cascades in a cubic kilometre, atmospheric neutrinos", what, "events per year", true, true);
  figure.y_low = 1e-3;
  const auto flux = atmosphere();
  for (const double mass : masses) {
    const rate::DoubleCascadeYield yield = make_yield(portal, mass, ice_cube);
    Curve drawn = curve(fmt::format("{} GeV", mass), {}, {});
    for (const double scale : logarithmic(1e-4, 1e4, 49)) {
      if (portal.mixing && coupling(portal, scale) > 1.0) break;
      const double events = yield.events(*flux, year_s, scale);
      if (events < 1e-3 * *figure.y_low) continue;  // far below the frame
      drawn.x.push_back(coupling(portal, scale));
      drawn.y.push_back(events);
    }
    figure.curves.push_back(drawn);
  }
  result.figures.push_back(figure);
}

/// Ends of the region of at least so many events; the lower ends up, then the upper ends back.
Curve contour(const std::string& label, const Portal& portal, const std::vector<double>& masses, double wanted,
              const rate::DoubleCascadeDetector& detector, Style style = Style::line) {
  std::vector<std::pair<double, std::pair<double, double>>> ranges;
  const auto flux = atmosphere();
  for (const double mass : masses) {
    const auto scales = rate::scales_with(make_yield(portal, mass, detector), *flux, years * year_s, wanted);
    if (!scales) continue;
    const double low = coupling(portal, scales->first);
    double high = coupling(portal, scales->second);
    if (portal.mixing) high = std::min(high, 1.0);
    if (low < high) ranges.push_back({mass, {low, high}});
  }
  Curve result = curve(label, {}, {}, style);
  for (const auto& [mass, range] : ranges) result.x.push_back(mass), result.y.push_back(range.first);
  for (size_t i = ranges.size(); i-- > 0;) {
    result.x.push_back(ranges[i].first);
    result.y.push_back(ranges[i].second.second);
  }
  return result;
}

void add_contours(const Portal& portal, const std::vector<double>& masses, EntryResult& result) {
  const std::string name = portal.mixing ? "|U_tau4|^2" : "d of the muon flavour in GeV^-1";
  Figure figure = axes("At least so many double cascades in six years", "mass of N [GeV]",
                       portal.mixing ? R"($|U_{\tau4}|^2$)" : R"($d_\mu$ [GeV$^{-1}$])", true, true);
  rate::DoubleCascadeDetector bright = ice_cube;
  bright.lowest_first_GeV = bright.lowest_second_GeV = 100.0;
  figure.curves = {contour("1 event", portal, masses, 1.0, ice_cube),
                   contour("10 events", portal, masses, 10.0, ice_cube, Style::dashed),
                   contour("1 event, showers above 100 GeV", portal, masses, 1.0, bright, Style::dotted)};
  DataTable table{"Smallest couplings with one event in six years", {"mass [GeV]", name}, {}};
  const Curve& first = figure.curves.front();
  double best = 1.0, best_mass = 0.0;
  for (size_t i = 0; i < first.x.size() / 2; ++i) {
    table.rows.push_back({digits(first.x[i], 3), digits(first.y[i], 3)});
    if (first.y[i] < best) best = first.y[i], best_mass = first.x[i];
  }
  result.comparisons.push_back(shown("smallest " + name + " with one event in six years", "", best));
  result.comparisons.push_back(shown("at the mass", "GeV", best_mass));
  // Regions that close within the range of masses are drawn; those that do not exist are not.
  figure.curves.erase(
      std::remove_if(figure.curves.begin(), figure.curves.end(), [](const Curve& one) { return one.x.size() < 2; }),
      figure.curves.end());
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

/// Taus of the astrophysical flux in the same volume.
void add_taus(EntryResult& result) {
  std::vector<std::shared_ptr<const process::Process>> processes;
  for (const bool antiparticle : {false, true}) {
    processes.push_back(process::make_process("dis", {{Flavour::tau, antiparticle},
                                                      matter::material(medium),
                                                      nullptr,
                                                      {{"current", "cc"}, {"border", "extend"}},
                                                      nullptr}));
  }
  const auto flux = flux::make_diffuse_flux("astrophysical");
  Figure figure = axes("Taus of the astrophysical flux (HESE 7.5 years), no absorption", "shortest separation [m]",
                       "events per year in a cubic kilometre", true, true);
  for (const double least : {5.0, 1e3, 1e5}) {
    Curve drawn = curve(fmt::format("both showers above {:g} GeV", least), {}, {});
    for (const double shortest : {2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0}) {
      rate::DoubleCascadeDetector detector = ice_cube;
      detector.lowest_first_GeV = detector.lowest_second_GeV = least;
      detector.shortest_m = shortest;
      const rate::DoubleCascadeYield yield(detector, matter::material(medium), processes, rate::tau_particle(),
                                           {1e3, 1e8, 6, 14, 6});
      drawn.x.push_back(shortest);
      drawn.y.push_back(yield.events(*flux, year_s));
      if (least == 5.0 && shortest == 20.0) {
        result.comparisons.push_back(
            shown("double bangs of astrophysical taus per year, 20 m apart", "", drawn.y.back()));
      }
    }
    figure.curves.push_back(drawn);
  }
  const rate::LongLivedParticle tau = rate::tau_particle();
  result.comparisons.push_back({"flight of a tau of 1 PeV (talk: about 50 m)", "m", 50.0,
                                model::decay_length_m(1e6, tau.mass, tau.width), 0.05, ""});
  result.figures.push_back(figure);
}

/// Flights and what the decays are.
void add_decays(EntryResult& result) {
  Figure figure = axes(R"(Decays of a heavy neutrino that mixes with $\nu_\tau$)", "mass of N [GeV]", "branching ratio",
                       true, true);
  figure.y_low = 1e-3;
  const std::vector<double> masses = logarithmic(0.05, 10.0, 200);
  std::map<std::string, Curve> modes;
  for (const double mass : masses) {
    const auto all = model::heavy_neutrino_decays({mass, {0.0, 0.0, 1.0}, {}, false});
    for (const model::DecayMode& mode : all) {
      Curve& one = modes.try_emplace(mode.name, curve(mode.name, {}, {})).first->second;
      one.x.push_back(mass);
      one.y.push_back(mode.width / model::total_width(all));
    }
  }
  for (auto& [name, drawn] : modes) {
    const double most = *std::max_element(drawn.y.begin(), drawn.y.end());
    if (most > 0.05 && drawn.x.size() > 1) figure.curves.push_back(drawn);
  }
  result.figures.push_back(figure);
}

EntryResult by_mixing(Context& context) {
  EntryResult result;
  const Portal portal{true, Flavour::tau, 1e-4};
  add_rates(portal, {0.3, 0.6, 1.0, 2.0, 4.0}, result);
  context.check_stop();
  add_contours(portal, logarithmic(0.1, 10.0, 21), result);
  context.check_stop();
  add_decays(result);
  add_taus(result);
  return result;
}

EntryResult by_dipole(Context& context) {
  EntryResult result;
  const Portal portal{false, Flavour::muon, 1e-7};
  const auto c_tau = [](double d, double mass) {
    const auto modes = model::heavy_neutrino_decays({mass, {}, {0.0, d, 0.0}, false});
    return model::decay_length_m(std::sqrt(2.0) * mass, mass, model::total_width(modes));
  };
  result.comparisons.push_back(
      {"c tau, d = 1e-6 GeV^-1, 0.1 GeV (independent calculation)", "m", 2.4797, c_tau(1e-6, 0.1), 1e-4, ""});
  result.comparisons.push_back({"c tau, d = 1e-6 GeV^-1, 1 GeV", "m", 2.4797e-3, c_tau(1e-6, 1.0), 1e-4, ""});
  add_rates(portal, {0.02, 0.05, 0.1, 0.3, 1.0}, result);
  context.check_stop();
  add_contours(portal, logarithmic(0.01, 3.0, 21), result);
  return result;
}

}  // namespace

std::vector<Entry> double_cascade_entries() {
  const std::string common =
      "A cylinder of 1 km^3 in ice (0.917 g/cm^3), first showers even in it, both within; separations 20 m to 1 km, "
      "both "
      "showers above 5 GeV (1707.08573), no efficiency, six years. Atmospheric flux of all directions with tau "
      "neutrinos "
      "from oscillation below the horizon, above 10 GeV, no absorption. Deep inelastic production only (GRV94 LO, Q2 > "
      "1 "
      "GeV2). The paper's regions exist as figures only: no number stands beside ours. ";
  return {{"002.double-cascade-mixing", "Double cascades in IceCube: heavy neutrinos by mixing with the tau neutrino",
           "talk of N. Song; 1707.08573",
           common + "Dirac N; the second shower has the mean share of the energy that its mode leaves in electrons, "
                    "photons, taus and hadrons.",
           by_mixing},
          {"002.double-cascade-dipole", "Double cascades in IceCube: heavy neutrinos by a dipole of the muon neutrino",
           "talk of N. Song; 1707.08573",
           common + "Dirac N; photons even between 0 and the energy of N; d looked at up to 1e-3 GeV^-1. Coherent and "
                    "elastic scattering, most of the "
                    "dipole cross section, leave too little for a first shower.",
           by_dipole}};
}

}  // namespace tridens::run::gallery
