// The Glashow resonance: line shape, what moving and radiating electrons make of it, channels, rates in ice.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/process/registry.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using units::PeV;
using Settings = std::map<std::string, std::string>;
using ProcessPointer = std::shared_ptr<const process::Process>;

constexpr double year_s = 365.25 * 86400.0;

ProcessPointer make(const std::string& neutrino, const std::string& target, Settings settings = {}) {
  process::ProcessRequest request;
  request.neutrino = parse_neutrino(neutrino);
  request.target = matter::material(target);
  request.settings = std::move(settings);
  return process::make_process("glashow", request);
}

/// Per electron of the target, cm2.
double per_electron(const process::Process& process, double electrons, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum / electrons / units::cm2;
}

struct Line {
  std::string label;
  ProcessPointer process;
  double electrons = 1.0, peak = 0.0, at = 0.0, width = 0.0, integral = 0.0;  // cm2, GeV, GeV, cm2 GeV
  std::vector<double> energies, values;
};

/// Peak, full width at half maximum and integral between 4 and 9 PeV.
Line line_of(const std::string& label, const std::string& target, Settings settings) {
  Line line;
  line.label = label;
  line.process = make("nuebar", target, std::move(settings));
  line.electrons = matter::material(target).proton_count();
  constexpr double step = 0.01 * PeV;
  for (double energy = 4.0 * PeV; energy < 9.0 * PeV; energy += step) {
    line.energies.push_back(energy);
    line.values.push_back(per_electron(*line.process, line.electrons, energy));
    line.integral += line.values.back() * step;
  }
  const auto top = std::max_element(line.values.begin(), line.values.end());
  line.peak = *top;
  line.at = line.energies[static_cast<size_t>(top - line.values.begin())];
  const auto above = std::count_if(line.values.begin(), line.values.end(), [&](double v) { return v > 0.5 * *top; });
  line.width = static_cast<double>(above) * step;
  return line;
}

const Settings paper = {{"mass", "80.379 GeV"}, {"width", "2.085 GeV"}, {"branching-e", "0.1071"}};

void add_peak(EntryResult& result) {
  const auto process = make("nuebar", "H", paper);
  constexpr double mass = 80.379;
  const double resonance = mass * mass / (2.0 * constants::electron_mass);
  result.comparisons.push_back({"energy of the resonance", "PeV", 6.32172, resonance / PeV, 1e-5, ""});
  const double peak = per_electron(*process, 1.0, resonance);
  result.comparisons.push_back(
      {"cross section at the peak, all channels, Br(e) = 0.1071", "cm2", 4.86674e-31, peak, 1e-4, ""});
  Settings ninth = paper;
  ninth["branching-e"] = "0.1111111111";
  result.comparisons.push_back({"the same with Br(e) = 1/9", "cm2", 5.04901e-31,
                                per_electron(*make("nuebar", "H", ninth), 1.0, resonance), 1e-4, ""});
  result.comparisons.push_back({"energy of the resonance beside the cascade of IceCube (Nature 591 (2021) 220)", "PeV",
                                6.05, resonance / PeV, 0.72 / 6.05,
                                "the tolerance is the uncertainty of the measured energy"});
  // The spectrum 1/E^0 over a wide range: the narrow-width integral.
  const process::EnergyFeature feature = process->features(0).front();
  flux::Spectrum flat{flux::Spectrum::Kind::histogram, {1.0 * PeV, 12.0 * PeV}, {1.0 / (11.0 * PeV)}};
  double folded = 0.0;
  for (const rate::Folded& part : rate::flux_averages(*process, flat)) folded += part.value / units::cm2;
  const double narrow = units::pi * peak * feature.width;
  result.comparisons.push_back({"integral from 1 to 12 PeV over pi sigma_peak G_W M_W/2m_e", "", 1.0,
                                folded * 11.0 * PeV / narrow, 0.04, "the tails are of the order of G_W/M_W"});
}

void add_lines(EntryResult& result) {
  const Settings moving = {{"doppler", "atomic"}}, radiating = {{"radiation", "initial-state"}},
                 both = {{"doppler", "atomic"}, {"radiation", "initial-state"}};
  std::vector<Line> lines = {line_of("electrons at rest", "H2O", {}), line_of("moving in their atoms", "H2O", moving),
                             line_of("radiating", "H2O", radiating), line_of("both", "H2O", both)};
  Figure figure = axes("The line in ice", "neutrino energy [PeV]", R"($\sigma$ [cm$^2$] per electron)", false, false);
  DataTable table{"The line, per electron",
                  {"target", "electrons", "peak [cm2]", "of that at rest", "full width at half maximum [PeV]",
                   "integral 4-9 PeV [cm2 PeV]"},
                  {}};
  const double rest = lines.front().peak;
  const auto add_row = [&](const std::string& target, const Line& line) {
    table.rows.push_back({target, line.label, digits(line.peak), digits(line.peak / rest, 3),
                          digits(line.width / PeV, 3), digits(line.integral / PeV)});
  };
  const std::vector<Style> styles = {Style::line, Style::dashed, Style::dotted, Style::line};
  for (size_t i = 0; i < lines.size(); ++i) {
    add_row("H2O", lines[i]);
    figure.curves.push_back(curve(lines[i].label, in_units(lines[i].energies, PeV), lines[i].values, styles[i]));
  }
  for (const char* target : {"H", "O", "Si", "Fe"}) add_row(target, line_of("moving in their atoms", target, moving));
  figure.y_low = 0.0;
  result.figures.push_back(figure);
  result.tables.push_back(table);
  result.comparisons.push_back(shown("peak in ice against electrons at rest, moving", "", lines[1].peak / rest));
  result.comparisons.push_back(shown("the same, radiating", "", lines[2].peak / rest));
  result.comparisons.push_back(shown("the same, both", "", lines[3].peak / rest));
  result.comparisons.push_back({"integral of the line with moving electrons over that at rest", "", 1.0,
                                lines[1].integral / lines[0].integral, 2e-3, ""});
}

void add_channels(EntryResult& result) {
  Figure figure =
      axes("Neutrinos on electrons", "neutrino energy [GeV]", R"($\sigma$ [cm$^2$] per electron)", true, true);
  struct Wanted {
    const char *neutrino, *channel, *label;
    Style style;
  };
  const std::vector<Wanted> all = {{"nuebar", "hadrons", R"($\bar\nu_e e\to$ hadrons)", Style::line},
                                   {"nuebar", "mu", R"($\bar\nu_e e\to\bar\nu_\mu\mu$)", Style::line},
                                   {"nuebar", "e", R"($\bar\nu_e e\to\bar\nu_e e$)", Style::dashed},
                                   {"nue", "e", R"($\nu_e e\to\nu_e e$)", Style::dashed},
                                   {"numu", "e", R"($\nu_\mu e\to\nu_\mu e$)", Style::dotted},
                                   {"numu", "mu", R"($\nu_\mu e\to\nu_e\mu$)", Style::dotted}};
  for (const Wanted& wanted : all) {
    const auto process = make(wanted.neutrino, "H", {{"channel", wanted.channel}});
    Curve drawn = curve(wanted.label, {}, {}, wanted.style);
    for (const double energy : logarithmic(1e3, 1e9, 601)) {
      if (energy <= process->threshold(0)) continue;
      drawn.x.push_back(energy);
      drawn.y.push_back(per_electron(*process, 1.0, energy));
    }
    figure.curves.push_back(std::move(drawn));
  }
  figure.y_low = 1e-39;
  result.figures.push_back(figure);
}

/// Events per year in a cubic kilometre of ice from one half of the sky, E^2 flux = 1e-8 GeV/cm2/s/sr of nubar_e.
struct Rates {
  std::map<std::string, double> by_channel;
  double total = 0.0;
};
Rates rates_of(const Settings& settings) {
  constexpr double low = 3.0 * PeV, high = 20.0 * PeV, level = 1e-8;
  constexpr double density = 0.917, tonnes = density * 1e9;
  const auto process = make("nuebar", "H2O", settings);
  const flux::Flux flux =
      flux::analytic_flux(fmt::format("power-law,gamma=2,min={}GeV,max={}GeV", low, high), parse_neutrino("nuebar"));
  const double neutrinos = 2.0 * units::pi * level * (1.0 / low - 1.0 / high) * year_s;
  const double targets = matter::material("H2O").units_per_tonne() * tonnes;
  const auto averages = rate::flux_averages(*process, flux.spectrum(parse_neutrino("nuebar")));
  Rates rates;
  for (size_t i = 0; i < averages.size(); ++i) {
    const double events = rate::expected_events(neutrinos, targets, averages[i].value);
    rates.by_channel[process->components()[i].name] += events;
    rates.total += events;
  }
  return rates;
}

void add_rates(EntryResult& result) {
  DataTable table{"Events per year and km3 of ice, half of the sky, E^2 flux of nubar_e 1e-8 GeV/cm2/s/sr, 3-20 PeV",
                  {"electrons", "hadrons", "e", "mu", "tau", "all"},
                  {}};
  Rates rest;
  for (const auto& [label, settings] : {std::pair<std::string, Settings>{"at rest", {}},
                                        {"moving", {{"doppler", "atomic"}}},
                                        {"radiating", {{"radiation", "initial-state"}}},
                                        {"both", {{"doppler", "atomic"}, {"radiation", "initial-state"}}}}) {
    const Rates rates = rates_of(settings);
    if (settings.empty()) rest = rates;
    std::vector<std::string> row = {label};
    for (const char* channel : {"hadrons", "e", "mu", "tau"}) row.push_back(digits(rates.by_channel.at(channel)));
    row.push_back(digits(rates.total));
    table.rows.push_back(row);
    if (!settings.empty()) {
      result.comparisons.push_back(
          shown("rate with electrons " + label + " over that at rest", "", rates.total / rest.total));
    }
  }
  result.tables.push_back(table);
  constexpr double tau_to_muon = 0.1739;  // PDG 2022
  const double tracks = (rest.by_channel.at("mu") + tau_to_muon * rest.by_channel.at("tau")) / rest.total;
  result.comparisons.push_back({"share of tracks (mu, and tau to mu)", "",
                                constants::w_to_muon + tau_to_muon * constants::w_to_tau, tracks, 5e-3, ""});
  result.comparisons.push_back(shown("share of cascades", "", 1.0 - tracks));
  result.comparisons.push_back(shown("events per year and km3", "", rest.total));
}

EntryResult glashow(Context& context) {
  EntryResult result;
  add_peak(result);
  add_lines(result);
  context.check_stop();
  add_channels(result);
  add_rates(result);
  return result;
}

}  // namespace

std::vector<Entry> glashow_entries() {
  return {
      {"002.glashow", "The Glashow resonance: line, channels and rates",
       "talk of G.-y. Huang (2023); S. L. Glashow, Phys. Rev. 118 (1960) 316; arXiv:1407.4415, arXiv:2303.13706",
       "Tree level, fixed width; the published peak is the evaluated formula 24 pi Br(e)/M_W^2. Electrons move with "
       "hydrogenic momenta of Slater's effective charges, photons are leading logarithms of the electron structure "
       "function. Rates count interactions: no absorption in the Earth, no detector. Tracks are muons, those of "
       "leptonic taus (17.39 %) included.",
       glashow}};
}

}  // namespace tridens::run::gallery
