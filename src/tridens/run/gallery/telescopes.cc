// Neutrino telescopes: what events look like, what the Glashow resonance says about the sources.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/units.hh"
#include "tridens/flux/neutrino_mixing.hh"
#include "tridens/flux/source_composition.hh"
#include "tridens/rate/event_topology.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/telescope_setup.hh"

namespace tridens::run::gallery {
namespace {

using detector::Topology;

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Counts of one topology, summed over zenith angles.
std::vector<double> spectrum(const rate::TelescopeKernel& kernel, const std::vector<double>& counts, size_t topology) {
  const detector::Telescope& telescope = kernel.telescope();
  std::vector<double> result(telescope.energy_bins());
  for (size_t e = 0; e < result.size(); ++e) {
    for (size_t z = 0; z < telescope.zenith_bins(); ++z) {
      result[e] += counts[topology * telescope.bins_per_topology() + e * telescope.zenith_bins() + z];
    }
  }
  return result;
}

// ---- topologies

/// Shares of the topologies of a charged current of a tau neutrino that gives a quarter of its energy to hadrons.
void add_tau_topologies(const detector::Telescope& telescope, EntryResult& result) {
  const rate::TopologyRules rules(telescope);
  Figure figure = axes("Tau neutrino, charged current, a quarter of the energy in hadrons", "neutrino energy [PeV]",
                       "share of the events", true, false);
  const std::vector<double> energies = logarithmic(0.03 * units::PeV, 100.0 * units::PeV, 71);
  std::vector<Curve> curves;
  for (const Topology topology : {Topology::shower, Topology::track, Topology::double_bang}) {
    Curve drawn = curve(detector::name(topology), in_units(energies, units::PeV), {});
    for (const double energy : energies) {
      const double tau = 0.75 * energy, hadrons = 0.25 * energy;
      std::vector<rate::Outcome> outcomes;
      rules.add_outcomes({{15, {tau, 0.0, 0.0, tau}, 0.0}, {hadronic_system_pdg, {hadrons, 0.0, 0.0, hadrons}, 0.0}},
                         outcomes);
      double share = 0.0;
      for (const rate::Outcome& each : outcomes) share += each.topology == topology ? each.weight : 0.0;
      drawn.y.push_back(share);
    }
    curves.push_back(drawn);
  }
  figure.y_low = 0.0;
  figure.y_high = 1.0;
  figure.curves = curves;
  result.figures.push_back(figure);
}

void add_starting_events(const TelescopeSetup& setup, EntryResult& result) {
  const rate::TelescopeKernel& kernel = *setup.kernel;
  const detector::Telescope& telescope = setup.telescope;
  const std::vector<double> expected = kernel.counts(*flux::make_diffuse_flux(telescope.fluxes.front().specification));
  const std::vector<double> observed = inference::flattened(telescope, telescope.observed);
  const std::string reason =
      "astrophysical neutrinos alone: atmospheric ones, a quarter or more of the showers and tracks from below 200 "
      "TeV, "
      "are not in the entry; the mass is the same for all topologies";
  Figure figure =
      axes("Starting events in 2635 days: points are the data", "deposited energy [TeV]", "events per bin", true, true);
  DataTable table{"Events above 60 TeV", {"topology", "astrophysical neutrinos, computed", "observed"}, {}};
  for (size_t t = 0; t < telescope.topologies().size(); ++t) {
    const std::vector<double> model = spectrum(kernel, expected, t), data = spectrum(kernel, observed, t);
    const std::string name = detector::name(telescope.topologies()[t]);
    Curve line = curve(name, {}, {}), points = curve(name + ", observed", {}, {}, Style::points);
    for (size_t e = 0; e < model.size(); ++e) {
      const double at = std::sqrt(telescope.energy_edges[e] * telescope.energy_edges[e + 1]) / units::TeV;
      line.x.push_back(at);
      line.y.push_back(model[e]);
      if (data[e] == 0.0) continue;
      points.x.push_back(at);
      points.y.push_back(data[e]);
    }
    figure.curves.push_back(line);
    figure.curves.push_back(points);
    table.rows.push_back({name, digits(total(model), 3), digits(total(data), 3)});
  }
  figure.y_low = 1e-3;
  result.figures.push_back(figure);
  result.tables.push_back(table);
  result.comparisons.push_back({"events above 60 TeV in 7.5 years at the published fit, all topologies", "",
                                total(observed), total(expected), 0.3, reason});
}

EntryResult topologies(Context&) {
  EntryResult result;
  const TelescopeSetup setup = make_telescope_setup("icecube-hese", {}, {});
  const detector::Telescope& telescope = setup.telescope;
  result.comparisons.push_back(
      {"mean flight of a tau of 1 PeV", "m", 50.0, detector::tau_decay_length_m(1.0 * units::PeV), 0.03, ""});
  double muons = 0.0;
  for (const detector::TauDecayNode& node : detector::tau_decay_nodes()) {
    muons += node.kind == detector::TauDecayNode::Kind::muon ? node.weight : 0.0;
  }
  result.comparisons.push_back({"share of taus that end as a muon track", "%", 17.0, 100.0 * muons, 0.03, ""});
  result.comparisons.push_back({"visible energy of a W at rest mass on the Glashow resonance, decaying to hadrons",
                                "PeV", 6.05, detector::hadronic_light(6.32 * units::PeV) / units::PeV, 0.72 / 6.05,
                                ""});
  DataTable table{"Resolutions of the telescope file", {"topology", "energy", "median angle"}, {}};
  for (const auto& [topology, resolution] : telescope.resolution) {
    table.rows.push_back({detector::name(topology), fmt::format("{:g} %", 100.0 * resolution.energy),
                          fmt::format("{:g} deg", resolution.angle_deg)});
  }
  result.tables.push_back(table);
  add_tau_topologies(telescope, result);
  add_starting_events(setup, result);
  return result;
}

// ---- pp and p-gamma

/// The total flux of neutrinos and antineutrinos for every species: shares are put in afterwards.
class TotalFlux : public flux::DiffuseFlux {
 public:
  TotalFlux(double per_flavour, double gamma) : norm_(3.0 * per_flavour), gamma_(gamma) {}
  double at(Neutrino, double energy, double) const override {
    return norm_ * std::pow(energy / (100.0 * units::TeV), -gamma_);
  }
  double lowest_energy() const override { return 1.0 * units::TeV; }
  double highest_energy() const override { return 1e3 * units::PeV; }
  bool isotropic() const override { return true; }
  std::string name() const override { return "total"; }
  std::vector<std::string> papers() const override { return {}; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return {}; }

 private:
  double norm_, gamma_;
};

/// Counts when all neutrinos of the flux are of one species, in the order of all_neutrinos(). Linear in the shares.
class SpeciesCounts {
 public:
  SpeciesCounts(const rate::TelescopeKernel& kernel, const flux::DiffuseFlux& flux) {
    for (const Neutrino& neutrino : all_neutrinos()) {
      std::vector<double> sum(kernel.bins());
      for (size_t p = 0; p < kernel.processes().size(); ++p) {
        if (!(kernel.processes()[p].process->neutrino() == neutrino)) continue;
        const std::vector<double> part = kernel.counts(flux, p);
        for (size_t b = 0; b < sum.size(); ++b) sum[b] += part[b];
      }
      counts_.push_back(std::move(sum));
    }
  }
  std::vector<double> at(const flux::FlavourComposition& shares, double exposure = 1.0) const {
    std::vector<double> result(counts_.front().size());
    for (size_t s = 0; s < counts_.size(); ++s) {
      for (size_t b = 0; b < result.size(); ++b) result[b] += exposure * shares.fractions[s] * counts_[s][b];
    }
    return result;
  }

 private:
  std::vector<std::vector<double>> counts_;
};

/// -2 ln of the likelihood ratio to the saturated model, all bins.
double chi2(const std::vector<double>& expected, const std::vector<double>& data, double scale = 1.0) {
  double sum = 0.0;
  for (size_t b = 0; b < data.size(); ++b) {
    const double mean = scale * expected[b];
    sum += 2.0 * (mean - data[b]);
    if (data[b] > 0.0) sum += 2.0 * data[b] * std::log(data[b] / mean);
  }
  return sum;
}

/// A share f of electron antineutrinos, the rest shared evenly.
flux::FlavourComposition with_antineutrinos(double share) {
  flux::FlavourComposition result;
  result.fractions.fill((1.0 - share) / 5.0);
  result.fractions[3] = share;
  return result;
}

struct Limits {
  double low = 0.0, high = 1.0;
};

/// Where chi2 rises by the 90 % quantile of one degree of freedom above its least value in [0, 1].
Limits antineutrino_limits(const SpeciesCounts& species, const std::vector<double>& data, Curve& drawn) {
  constexpr double rise = 2.705543;
  constexpr size_t steps = 2000;
  std::vector<double> values;
  for (size_t i = 0; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    values.push_back(chi2(species.at(with_antineutrinos(share)), data));
  }
  const double least = *std::min_element(values.begin(), values.end());
  Limits limits{1.0, 0.0};
  for (size_t i = 0; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    if (values[i] - least <= rise) limits = {std::min(limits.low, share), std::max(limits.high, share)};
    drawn.x.push_back(share);
    drawn.y.push_back(values[i] - least);
  }
  return limits;
}

/// Normalisation per flavour at 100 TeV, 1/(cm^2 s sr GeV), and index.
struct Hardness {
  std::string name;
  double norm, gamma;
};

// IceCube fits: starting events (2011.03545) and muon tracks of 9.5 years (2111.10299).
const std::vector<Hardness>& hardnesses() {
  static const std::vector<Hardness> all = {{"hard, E^-2.37", 1.44e-18, 2.37}, {"soft, E^-2.87", 2.12e-18, 2.87}};
  return all;
}

flux::FlavourComposition at_earth(const std::string& source) {
  return flux::at_earth(flux::source_composition(source),
                        flux::NeutrinoMixing(flux::mixing_parameters("nufit-5.2")).averaged());
}

void add_limits(const TelescopeSetup& pepe, const TelescopeSetup& hese, EntryResult& result) {
  Figure figure = axes("Share of electron antineutrinos, from data", R"(share $f_{\bar\nu_e}$ of all neutrinos)",
                       R"($\Delta\chi^2$)", false, false);
  figure.y_low = 0.0;
  figure.y_high = 8.0;
  const Hardness& hard = hardnesses().front();
  const TotalFlux flux(hard.norm, hard.gamma);
  const SpeciesCounts resonant(*pepe.kernel, flux), starting(*hese.kernel, flux);
  Curve first = curve("PEPE, 4.6 years", {}, {}), second = curve("HESE, 7.5 years, above 2 PeV", {}, {}, Style::dashed);
  const std::vector<double> seen = inference::flattened(pepe.telescope, pepe.telescope.observed);
  const Limits limits = antineutrino_limits(resonant, seen, first);
  const std::string mass =
      "linear in the effective mass at the resonance, which is not published for this selection; "
      "the flux is fixed, " +
      hard.name;
  result.comparisons.push_back(
      {"PEPE: lower limit of the share of electron antineutrinos, 90 %", "%", 2.0, 100.0 * limits.low, 0.5, mass});
  result.comparisons.push_back({"PEPE: upper limit, 90 %", "%", 72.0, 100.0 * limits.high, 0.3, mass});
  if (limits.low > 0.0) {
    result.comparisons.push_back({"ratio of the two limits: one event with little background", "", 36.0,
                                  limits.high / limits.low, 0.3, "independent of the mass"});
  }
  std::vector<double> data = inference::flattened(hese.telescope, hese.telescope.observed);
  // Below 2 PeV the normalisation of a fixed flux would be tested, not the resonance.
  const detector::Telescope& telescope = hese.telescope;
  const auto masked = [&](std::vector<double> counts) {
    for (size_t b = 0; b < counts.size(); ++b) {
      const size_t energy = b % telescope.bins_per_topology() / telescope.zenith_bins();
      if (telescope.energy_edges[energy] < 2.0 * units::PeV) counts[b] = 0.0;
    }
    return counts;
  };
  data = masked(data);
  double high = 0.0, least = chi2(masked(starting.at(with_antineutrinos(0.0))), data);
  constexpr size_t steps = 2000;
  for (size_t i = 0; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    const double value = chi2(masked(starting.at(with_antineutrinos(share))), data);
    least = std::min(least, value);
    if (value - least <= 2.705543) high = share;
    second.x.push_back(share);
    second.y.push_back(value - least);
  }
  result.comparisons.push_back(
      {"HESE: upper limit of the share of electron antineutrinos, 90 %", "%", 51.0, 100.0 * high, 0.5,
       "no event between 2 and 10 PeV at a fixed flux; the effective mass here is that of the ice "
       "inside the veto for every event, larger at the resonance than that of the analysis"});
  const Curve line = curve("90 %", {0.0, 1.0}, {2.705543, 2.705543}, Style::dotted);
  figure.curves = {first, second, line};
  result.figures.push_back(figure);
}

/// Telescopes with what they watch at PeV energies, Mt, from their files.
struct Watched {
  std::string name;
  double megatonnes;
};

std::vector<Watched> watched() {
  std::vector<Watched> result;
  for (const char* name : {"icecube-hese", "icecube-gen2", "km3net", "p-one", "baikal-gvd", "trident"}) {
    const detector::Telescope telescope = io::load_telescope(name).telescope;
    result.push_back({name, telescope.effective_mass.at(Topology::shower).masses.back() / 1e12});
  }
  return result;
}

void add_separation(const TelescopeSetup& hese, EntryResult& result) {
  Figure figure = axes("pp against p-gamma: Asimov data of pp, normalisation free", "exposure [Gt y]",
                       "separation in standard deviations", true, true);
  const flux::FlavourComposition pp = at_earth("pp"), photons = at_earth("p-gamma"),
                                 damped = at_earth("p-gamma-damped");
  const double year_s = 365.25 * 86400.0;
  const double own = 0.4 * hese.telescope.livetime_s / year_s;  // Gt y
  double all = 0.0;
  DataTable table{"Ten years of the telescopes", {"telescope", "mass [Gt]", "exposure [Gt y]"}, {}};
  for (const Watched& each : watched()) {
    all += 10.0 * each.megatonnes * 1e-3;
    table.rows.push_back({each.name, digits(each.megatonnes * 1e-3, 3), digits(each.megatonnes * 1e-2, 3)});
  }
  table.rows.push_back({"all", "", digits(all, 3)});
  const std::vector<double> exposures = logarithmic(1.0, 1000.0, 31);
  for (const Hardness& hardness : hardnesses()) {
    const SpeciesCounts species(*hese.kernel, TotalFlux(hardness.norm, hardness.gamma));
    const auto separation = [&](const flux::FlavourComposition& other, double exposure) {
      const std::vector<double> truth = species.at(pp, exposure / own), test = species.at(other, exposure / own);
      return std::sqrt(std::max(0.0, chi2(test, truth, total(truth) / total(test))));
    };
    for (const auto& [other, label, style] :
         {std::tuple{&photons, "p-gamma", Style::line}, {&damped, "p-gamma, muons damped", Style::dashed}}) {
      Curve drawn = curve(hardness.name + ", against " + label, exposures, {}, style);
      for (const double exposure : exposures) drawn.y.push_back(separation(*other, exposure));
      figure.curves.push_back(drawn);
    }
    result.comparisons.push_back({"separation of pp and p-gamma by all telescopes in ten years, " + hardness.name,
                                  "standard deviations", std::nullopt, separation(photons, all), std::nullopt, ""});
    double low = 0.1, high = 1e5;
    while (high / low > 1.0001) {
      const double middle = std::sqrt(low * high);
      (separation(photons, middle) < 2.0 ? low : high) = middle;
    }
    result.comparisons.push_back(shown("exposure for two standard deviations, " + hardness.name, "Gt y", low));
  }
  figure.curves.push_back(curve("all telescopes, ten years", {all, all}, {0.1, 10.0}, Style::dotted));
  figure.curves.push_back(curve("2 standard deviations", {1.0, 1000.0}, {2.0, 2.0}, Style::dotted));
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

EntryResult source_degeneracy(Context&) {
  EntryResult result;
  const TelescopeSetup pepe = make_telescope_setup("icecube-pepe", {}, {});
  const TelescopeSetup hese = make_telescope_setup("icecube-hese", {}, {});
  add_limits(pepe, hese, result);
  add_separation(hese, result);
  return result;
}

}  // namespace

std::vector<Entry> telescope_entries() {
  const std::string talk = "talk of N. Song (2024)";
  return {
      {"002.topologies", "Showers, tracks and double bangs, with starting events of IceCube", talk + "; 2011.03545",
       "Rules of docs/physics/telescopes.md. Deep inelastic scattering on GRV94 LO and the Glashow resonance in ice, "
       "absorption in the Earth without regeneration, the published fit of the starting events (2.12e-18 per flavour "
       "at "
       "100 TeV, E^-2.87, pp). Not included: atmospheric neutrinos and muons.",
       topologies},
      {"002.pp-vs-pgamma", "What electron antineutrinos at the Glashow resonance say about the sources",
       talk + "; 2304.06068",
       "Fluxes fixed at the fits of muon tracks (hard) and starting events (soft); the share of "
       "electron antineutrinos runs from 0 to 1, the others are even. Separation: Asimov data of pp with the "
       "composition "
       "of NuFIT 5.2, chi2 against p-gamma with a free common normalisation, no other systematic. Exposures count the "
       "masses of the telescope files with the response of the starting events of IceCube.",
       source_degeneracy},
  };
}

}  // namespace tridens::run::gallery
