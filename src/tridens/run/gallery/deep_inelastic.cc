// Neutrinos on quarks at high energies: charged and neutral currents over all energies, and scalar leptoquarks.
#include "tridens/process/deep_inelastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/process/leptoquark_exchange.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/telescope_setup.hh"

namespace tridens::run::gallery {
namespace {

using Settings = std::map<std::string, std::string>;

constexpr const char* isoscalar = "H2";  // the deuteron: one proton and one neutron
constexpr double nucleons = 2.0;

process::ProcessRequest request(const std::string& name, const std::string& neutrino, Settings settings) {
  process::ProcessRequest result;
  result.neutrino = parse_neutrino(neutrino);
  result.target = matter::material(isoscalar);
  result.model = model::make_model("sm");
  result.settings = std::move(settings);
  for (const process::ProcessSetting& setting : process::process_info(name).settings) {
    if (!setting.default_text.empty()) result.settings.try_emplace(setting.name, setting.default_text);
  }
  return result;
}

std::shared_ptr<const process::DeepInelastic> dis(const std::string& neutrino, const std::string& current,
                                                  Settings settings = {}) {
  settings.insert({{"current", current}, {"border", "extend"}});
  return process::make_deep_inelastic(request("dis", neutrino, std::move(settings)));
}

/// cm^2 per nucleon of an isoscalar target.
double per_nucleon(const process::Process& process, double energy) {
  double sum = 0.0;
  for (size_t i = 0; i < process.components().size(); ++i) sum += process.cross_section(i, energy).value;
  return sum / nucleons / units::cm2;
}

// ---- charged and neutral currents

void add_reference_totals(EntryResult& result) {
  struct Row {
    double energy, values[4];
  };
  const Settings four = {{"heavy-quarks", "four-flavours"}};
  for (const Row& row : {Row{1e2, {6.5368e-37, 3.1399e-37, 2.0400e-37, 1.1250e-37}},
                         Row{1e3, {6.2165e-36, 3.3878e-36, 1.9765e-36, 1.2026e-36}},
                         Row{1e7, {1.9595e-33, 1.9442e-33, 7.4966e-34, 7.4390e-34}}}) {
    size_t k = 0;
    for (const char* current : {"cc", "nc"}) {
      for (const char* neutrino : {"numu", "numubar"}) {
        result.comparisons.push_back(
            {fmt::format("{} {}, {:g} GeV, four massless flavours", neutrino, current, row.energy), "cm2",
             row.values[k++], per_nucleon(*dis(neutrino, current, four), row.energy), 0.01, ""});
      }
    }
  }
}

void add_gandhi(EntryResult& result) {
  const std::string older =
      "CTEQ4 in the renormalisation scheme of deep inelastic scattering against GRV94 in leading "
      "order: the sets differ at small x";
  for (const auto& [energy, published] : {std::pair{1e2, 0.697e-36}, {1e3, 0.625e-35}, {1e7, 0.176e-32}}) {
    result.comparisons.push_back({fmt::format("numu cc, {:g} GeV, of Gandhi et al. 1998", energy), "cm2", published,
                                  per_nucleon(*dis("numu", "cc"), energy), 0.15, older});
  }
  for (const double energy : {1e8, 1e10}) {
    const double growth = std::pow(energy, 0.363);
    result.comparisons.push_back({fmt::format("numu cc, {:g} GeV, power law of Gandhi et al. 1998", energy), "cm2",
                                  5.53e-36 * growth, per_nucleon(*dis("numu", "cc"), energy), 0.15, older});
    result.comparisons.push_back({fmt::format("numu nc, {:g} GeV, power law of Gandhi et al. 1998", energy), "cm2",
                                  2.31e-36 * growth, per_nucleon(*dis("numu", "nc"), energy), 0.15, older});
    const auto frozen = dis("numu", "cc", {{"parton-density", "mstw2008lo"}, {"border", "freeze"}});
    result.comparisons.push_back(shown(fmt::format("numu cc, {:g} GeV, MSTW2008 LO frozen below x = 1e-6", energy),
                                       "cm2", per_nucleon(*frozen, energy)));
  }
}

void add_totals_figure(Context& context, EntryResult& result) {
  Figure totals = axes("Deep inelastic scattering on an isoscalar nucleon", "neutrino energy [GeV]",
                       R"($\sigma/E$ [cm$^2$/GeV] per nucleon)", true, true);
  Figure lost = axes("Mean inelasticity", "neutrino energy [GeV]", R"($\langle y\rangle$)", true, false);
  for (const auto& [neutrino, current, style] : {std::tuple{"numu", "cc", Style::line},
                                                 {"numubar", "cc", Style::dashed},
                                                 {"nutau", "cc", Style::dotted},
                                                 {"numu", "nc", Style::line},
                                                 {"numubar", "nc", Style::dashed}}) {
    context.check_stop();
    const auto process = dis(neutrino, current);
    Curve sigma = curve(fmt::format("{} {}", neutrino, current), {}, {}, style), mean = sigma;
    for (const double energy : logarithmic(10.0, 1e12, 45)) {
      const double value = per_nucleon(*process, energy);
      sigma.x.push_back(energy);
      sigma.y.push_back(value / energy);
      mean.x.push_back(energy);
      double weighted = 0.0;
      for (size_t i = 0; i < process->components().size(); ++i) {
        weighted += process->mean_inelasticity(i, energy) * process->cross_section(i, energy).value;
      }
      mean.y.push_back(weighted / (value * nucleons * units::cm2));
    }
    totals.curves.push_back(sigma);
    lost.curves.push_back(mean);
  }
  lost.y_low = 0.0;
  result.figures.push_back(totals);
  result.figures.push_back(lost);
}

void add_reduced_figure(EntryResult& result) {
  Figure figure =
      axes("Reduced cross section of numu, charged current, on a proton, y = 0.4", "x", R"($\sigma_r$)", true, false);
  const auto process = dis("numu", "cc");
  for (const double Q2 : {2.0, 10.0, 100.0, 1e4}) {
    Curve drawn = curve(fmt::format("$Q^2$ = {:g} GeV$^2$", Q2), {}, {});
    for (const double x : logarithmic(1e-4, 0.95, 60)) {
      const double energy = Q2 / (2.0 * constants::proton_mass * x * 0.4);
      drawn.x.push_back(x);
      drawn.y.push_back(process->reduced_cross_section(0, energy, x, Q2));
    }
    figure.curves.push_back(drawn);
  }
  result.figures.push_back(figure);
}

EntryResult charged_and_neutral(Context& context) {
  EntryResult result;
  add_reference_totals(result);
  add_gandhi(result);
  add_totals_figure(context, result);
  add_reduced_figure(result);
  return result;
}

// ---- leptoquarks

std::shared_ptr<const process::LeptoquarkExchange> leptoquark(const std::string& neutrino, const std::string& type,
                                                              const std::string& mass, const std::string& coupling,
                                                              const std::string& contribution) {
  return process::make_leptoquark_exchange(request(
      "leptoquark", neutrino,
      {{"type", type}, {"mass", mass}, {"lambda_mu", coupling}, {"contribution", contribution}, {"border", "extend"}}));
}

void add_leptoquark_checks(EntryResult& result) {
  const auto unit = leptoquark("numubar", "R2-tilde", "1 TeV", "1", "leptoquark");
  const double mean_mass = 0.5 * (constants::proton_mass + constants::neutron_mass);
  result.comparisons.push_back(
      {"width of one channel, |lambda| = 1, 1 TeV", "GeV", 19.8944, unit->widths()[0], 1e-4, ""});
  result.comparisons.push_back({"energy of a leptoquark of 1 TeV on a nucleon at rest", "GeV", 5.3253e5,
                                unit->resonance_energy(0) * constants::proton_mass / mean_mass, 1e-4, ""});
  const double energy = 3e6;
  const matter::PartonValues f = matter::make_parton_density("grv94lo")->evaluate(
      matter::Nucleon::proton, unit->resonance_energy(0) / energy, 1e6);
  result.comparisons.push_back({"pi |lambda|^2/2 M^2 (cross section over x f of the quark)", "cm2", 6.1164e-34,
                                unit->narrow_width(0, energy) / f[matter::parton::d] / units::cm2, 1e-4, ""});
  const auto narrow = leptoquark("numu", "S1", "900 GeV", "0.02", "leptoquark");
  result.comparisons.push_back({"S1 of 900 GeV, lambda = 0.02, 2e7 GeV: narrow width against the whole cross section",
                                "cm2", narrow->narrow_width(0, 2e7) / units::cm2,
                                narrow->cross_section(0, 2e7).value / units::cm2, 1e-3, ""});
}

void add_leptoquark_figures(Context& context, EntryResult& result) {
  const std::vector<double> energies = logarithmic(1e5, 1e9, 41);
  Figure types = axes(R"(Scalar leptoquarks of 1.5 TeV, $\lambda_\mu$ = 1, without the Standard Model)",
                      "neutrino energy [GeV]", R"($\sigma$ [cm$^2$] per nucleon)", true, true);
  for (const char* type : {"S1", "S3", "R2", "R2-tilde"}) {
    for (const char* neutrino : {"numu", "numubar"}) {
      context.check_stop();
      const auto process = leptoquark(neutrino, type, "1500 GeV", "1", "leptoquark");
      const bool anti = std::string(neutrino) == "numubar";
      Curve drawn = curve(fmt::format("{}, {}", type, neutrino), energies, {}, anti ? Style::dashed : Style::line);
      for (const double energy : energies) drawn.y.push_back(per_nucleon(*process, energy));
      types.curves.push_back(drawn);
    }
  }
  types.y_low = 1e-37;
  const auto cc = dis("numu", "cc"), nc = dis("numu", "nc");
  Figure ratio = axes(R"(Excess over the Standard Model: S1, $\nu_\mu$, all final states)", "neutrino energy [GeV]",
                      "change of the total, relative", true, false);
  for (const auto& [mass, coupling] :
       {std::pair{"700 GeV", "1"}, {"1000 GeV", "1"}, {"1500 GeV", "1"}, {"1000 GeV", "0.5"}}) {
    context.check_stop();
    const auto process = leptoquark("numu", "S1", mass, coupling, "difference");
    Curve drawn = curve(fmt::format("{}, $\\lambda$ = {}", mass, coupling), energies, {});
    for (const double energy : energies) {
      drawn.y.push_back(per_nucleon(*process, energy) / (per_nucleon(*cc, energy) + per_nucleon(*nc, energy)));
    }
    ratio.curves.push_back(drawn);
  }
  Figure inelasticity = axes(R"(Inelasticity at 3 PeV, $\nu_\mu$)", "y", R"($\sigma^{-1}d\sigma/dy$)", false, false);
  const std::vector<double> y = evenly(0.02, 0.98, 49);
  const auto resonance = leptoquark("numu", "S1", "1000 GeV", "0.5", "leptoquark");
  const auto standard = leptoquark("numu", "S1", "1000 GeV", "1e-9", "total");
  for (const auto& [label, process] : {std::pair{"S1 of 1 TeV", resonance}, {"Standard Model", standard}}) {
    std::vector<double> sum(y.size());
    for (size_t i = 0; i < process->components().size(); ++i) {
      const std::vector<double> part = process->inelasticity(i, 3e6, y);
      for (size_t k = 0; k < sum.size(); ++k) sum[k] += part[k];
    }
    double norm = 0.0;
    for (size_t i = 0; i < process->components().size(); ++i) norm += process->cross_section(i, 3e6).value;
    for (double& value : sum) value /= norm;
    inelasticity.curves.push_back(curve(label, y, sum));
  }
  inelasticity.y_low = 0.0;
  result.figures.push_back(types);
  result.figures.push_back(ratio);
  result.figures.push_back(inelasticity);
}

/// Starting events of IceCube by deposited energy, with the absorption of the Standard Model.
class StartingEvents {
 public:
  explicit StartingEvents(detector::Telescope telescope)
      : telescope_(std::move(telescope)), flux_(flux::make_diffuse_flux("astrophysical,fit=hese-7.5")) {
    const auto reactions = [this](const matter::Material& material, Neutrino neutrino) {
      return telescope_reactions({"dis,current=cc,border=extend", "dis,current=nc,border=extend"}, {}, material,
                                 neutrino, telescope_.highest_energy);
    };
    absorption_ = std::make_shared<const rate::EarthAbsorption>(
        matter::EarthModel::preliminary_reference(), telescope_.depth_km, reactions, all_neutrinos(),
        telescope_.lowest_energy, telescope_.highest_energy, store_);
  }

  std::vector<double> spectrum(const std::vector<std::string>& processes, const std::vector<Neutrino>& neutrinos) {
    const matter::Material medium = matter::material(telescope_.medium);
    std::vector<rate::NamedProcess> all;
    for (const Neutrino& neutrino : neutrinos) {
      for (rate::NamedProcess& one : telescope_reactions(processes, {}, medium, neutrino, telescope_.highest_energy)) {
        all.push_back(std::move(one));
      }
    }
    const rate::TelescopeQuadrature quadrature{128, 8, 4, 2e-3};  // 1 %, which is enough for a figure
    const rate::TelescopeKernel kernel(telescope_, std::move(all), absorption_, store_, quadrature);
    const std::vector<double> counts = kernel.counts(*flux_);
    std::vector<double> result(telescope_.energy_bins());
    for (size_t bin = 0; bin < counts.size(); ++bin) {
      result[bin % telescope_.bins_per_topology() / telescope_.zenith_bins()] += counts[bin];
    }
    return result;
  }
  const std::vector<double>& edges() const { return telescope_.energy_edges; }

 private:
  detector::Telescope telescope_;
  std::shared_ptr<const flux::DiffuseFlux> flux_;
  rate::CurveStore store_;
  std::shared_ptr<const rate::EarthAbsorption> absorption_;
};

/// Events from the leptoquark and from deep inelastic scattering.
void add_starting_events(Context& context, EntryResult& result) {
  StartingEvents events(io::load_telescope("icecube-hese").telescope);
  const std::vector<double>& edges = events.edges();
  const std::vector<double> standard =
      events.spectrum({"dis,current=cc,border=extend", "dis,current=nc,border=extend"}, all_neutrinos());
  Figure figure = axes("Starting events of IceCube in 2635 days, astrophysical neutrinos", "deposited energy [TeV]",
                       "events per bin", true, true);
  DataTable table{"Events above 60 TeV", {"contribution", "all", "above 1 PeV"}, {}};
  const auto add = [&](const std::string& label, const std::vector<double>& spectrum, Style style) {
    Curve drawn = curve(label, {}, {}, style);
    double all = 0.0, high = 0.0;
    for (size_t e = 0; e < spectrum.size(); ++e) {
      drawn.x.push_back(std::sqrt(edges[e] * edges[e + 1]) / units::TeV);
      drawn.y.push_back(spectrum[e]);
      all += spectrum[e];
      high += edges[e] >= units::PeV ? spectrum[e] : 0.0;
    }
    figure.curves.push_back(drawn);
    table.rows.push_back({label, digits(all, 3), digits(high, 3)});
    return all;
  };
  const double all = add("Standard Model", standard, Style::line);
  const std::vector<Neutrino> coupled = {
      {Flavour::electron, false}, {Flavour::muon, false}, {Flavour::electron, true}, {Flavour::muon, true}};
  for (const auto& [mass, coupling] : {std::pair{"700GeV", "1"}, {"1000GeV", "1"}, {"1500GeV", "1"}}) {
    context.check_stop();
    const std::string text =
        fmt::format("leptoquark,type=R2-tilde,mass={},lambda_e={},lambda_mu={},border=extend,lowest-Q2=10GeV2", mass,
                    coupling, coupling);
    const std::vector<double> spectrum = events.spectrum({text}, coupled);
    const double number = add(fmt::format("R2-tilde of {}", mass), spectrum, Style::dashed);
    result.comparisons.push_back(
        shown(fmt::format("events of an R2-tilde (Y = 1/6) of {}, lambda_e = lambda_mu = 1, over the "
                          "Standard Model",
                          mass),
              "", number / all));
  }
  figure.y_low = 1e-5;
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

EntryResult leptoquarks(Context& context) {
  EntryResult result;
  add_leptoquark_checks(result);
  add_leptoquark_figures(context, result);
  add_starting_events(context, result);
  return result;
}

}  // namespace

std::vector<Entry> deep_inelastic_entries() {
  return {
      {"002.cc-nc", "Charged and neutral currents on nucleons over all energies, reduced cross section",
       "talk of N. Song; R. Gandhi et al., hep-ph/9807264",
       "Leading order, GRV94 LO continued beyond its range (x < 1e-5, Q2 > 1e6 GeV2), Q2 > 1 GeV2, thresholds of "
       "charm, "
       "bottom and top unless said. The rows with four massless flavours compare with an independent program for the "
       "same densities; those of Gandhi et al. show how far densities matter: above 1e8 GeV all of it is extrapolation "
       "to x below 1e-5, where GRV94 rises fastest.",
       charged_and_neutral},
      {"002.leptoquark", "Scalar leptoquarks: resonance in neutrino-quark scattering, excess of starting events",
       "talk of N. Song; 1709.02009",
       "Leading order, GRV94 LO continued beyond its range, quarks of the first generation, the flavour of the "
       "neutrino "
       "(and of the electron in the last figure), width from the open channels. Published numbers are those of an "
       "independent calculation. Starting events: effective mass, resolutions and the fit of the flux as in the "
       "telescope file icecube-hese, no atmospheric neutrinos, no Glashow resonance, interference left out; the paper "
       "fits the 53 events of "
       "four years and prints no number of events that could be compared.",
       leptoquarks},
  };
}

}  // namespace tridens::run::gallery
