// Coherent elastic scattering in the Standard Model: growth with the number of neutrons, recoil energies, rates at a
// reactor and at a spallation source.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using units::keV;
using units::MeV;

constexpr double year_s = 365.25 * 86400.0;
constexpr Neutrino nuebar{Flavour::electron, true};

io::ProcessCard with_form_factor(const std::string& form_factor) {
  io::ProcessCard card;
  card.form_factor = form_factor;
  return card;
}

/// Mean over the species of pion decay at rest.
double pion_decay_average(const std::string& target, const std::string& form_factor, const flux::Flux& flux) {
  double sum = 0.0;
  const std::vector<std::string> all = species(flux);
  for (const std::string& neutrino : all) {
    sum += average_cm2(cevns(neutrino, target, {}, with_form_factor(form_factor)),
                       flux.spectrum(parse_neutrino(neutrino)));
  }
  return sum / static_cast<double>(all.size());
}

/// Exponent of the power law through points, by least squares in the logarithms.
double exponent(const std::vector<double>& x, const std::vector<double>& y) {
  double n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double a = std::log(x[i]), b = std::log(y[i]);
    n += 1.0, sx += a, sy += b, sxx += a * a, sxy += a * b;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

void add_growth(EntryResult& result) {
  const flux::Flux flux = source("pi-dar,facility=sns,distance=20m");
  Figure figure = axes("Pion decay at rest: cross section against the number of neutrons", "number of neutrons N",
                       R"($\langle\sigma\rangle$ [cm$^2$] per nucleus)", true, true);
  Curve point = curve("point nucleus", {}, {}, Style::points), helm = curve("Helm form factor", {}, {}, Style::points);
  DataTable table{"Cross sections of numu at 10 MeV, and the gain over free nucleons (point nucleus)",
                  {"nuclide", "N", "sigma [cm2]", "sigma/N^2 [cm2]", "over the sum of its nucleons"},
                  {}};
  const auto at_10_MeV = [](const char* target) {
    return sigma_cm2(cevns("numu", target, {}, with_form_factor("point")), 10.0 * MeV);
  };
  const double proton = at_10_MeV("p"), neutron = at_10_MeV("n");
  for (const char* name : {"C12", "O16", "Na23", "Si28", "Ar40", "Fe56", "Ge74", "I127", "Xe132", "Cs133", "Pb208"}) {
    const matter::Nuclide nuclide = matter::nuclide(name);
    const double N = nuclide.neutron_number(), sigma = at_10_MeV(name);
    point.x.push_back(N);
    point.y.push_back(pion_decay_average(name, "point", flux));
    helm.x.push_back(N);
    helm.y.push_back(pion_decay_average(name, "helm-lewin-smith", flux));
    table.rows.push_back({name, digits(N), digits(sigma), digits(sigma / (N * N)),
                          digits(sigma / (nuclide.proton_number * proton + N * neutron), 3)});
  }
  const double norm = point.y[4] / (point.x[4] * point.x[4]);
  Curve square = curve(R"($\propto N^2$)", {5.0, 130.0}, {25.0 * norm, 130.0 * 130.0 * norm}, Style::dotted);
  result.comparisons.push_back({"exponent of N, point nuclei, pion decay at rest", "", 2.0, exponent(point.x, point.y),
                                0.02, "the protons count a little: 1 - 4 s_W^2 = 0.046"});
  result.comparisons.push_back(shown("exponent of N with the Helm form factor", "", exponent(helm.x, helm.y)));
  figure.curves = {point, helm, square};
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

void add_loss(EntryResult& result) {
  Figure figure =
      axes("Loss of coherence with the energy", "neutrino energy [MeV]", R"($\sigma/\sigma(F=1)$)", false, false);
  figure.y_low = 0.0;
  for (const char* name : {"Ar40", "Ge74", "Cs133", "Pb208"}) {
    const Scattering point = cevns("numu", name, {}, with_form_factor("point"));
    const Scattering helm = cevns("numu", name, {}, with_form_factor("helm-lewin-smith"));
    const auto share = [&](double energy) { return sigma_cm2(helm, energy) / sigma_cm2(point, energy); };
    const std::vector<double> energies = evenly(1.0 * MeV, 100.0 * MeV, 100);
    Curve drawn = curve(name, in_units(energies, MeV), {});
    for (const double energy : energies) drawn.y.push_back(share(energy));
    figure.curves.push_back(drawn);
    double low = 1.0 * MeV, high = 300.0 * MeV;
    while (high - low > 1e-3 * MeV) (share(0.5 * (low + high)) > 0.5 ? low : high) = 0.5 * (low + high);
    result.comparisons.push_back({fmt::format("energy at which form factors halve the cross section, {}", name), "MeV",
                                  50.0, low / MeV, std::nullopt, ""});
  }
  result.figures.push_back(figure);
}

EntryResult coherence(Context&) {
  EntryResult result;
  add_growth(result);
  add_loss(result);
  return result;
}

EntryResult largest_recoils(Context&) {
  EntryResult result;
  Figure figure = axes("Largest recoil energy", "neutrino energy [MeV]", R"($T_{max}$ [keV])", true, true);
  for (const char* name : {"Ne20", "Si28", "Ar40", "Ge74", "Cs133"}) {
    const Scattering scattering = cevns("numu", name);
    const auto highest = [&](double energy) { return scattering.process->recoil_range(0, energy).high; };
    const std::vector<double> energies = logarithmic(0.3 * MeV, 60.0 * MeV, 61);
    Curve drawn = curve(name, in_units(energies, MeV), {});
    for (const double energy : energies) drawn.y.push_back(highest(energy) / keV);
    figure.curves.push_back(drawn);
    result.comparisons.push_back(order_of_magnitude(
        fmt::format("the largest recoil energy of {} in keV, neutrino of 1 MeV", name), 0.1, highest(1.0 * MeV) / keV,
        "2 E^2/M is 0.1 keV for A = 21; the talk's number is an order of magnitude"));
    const double mass = scattering.process->components()[0].target_mass, energy = 1.0 * MeV;
    result.comparisons.push_back({fmt::format("the same over 2 E^2/(M + 2 E), {}", name), "", 1.0,
                                  highest(energy) / (2.0 * energy * energy / (mass + 2.0 * energy)), 1e-9, ""});
  }
  result.figures.push_back(figure);
  return result;
}

constexpr const char* nominal_reactor = "reactor,power=1GW,distance=10m,neutron_capture=0";

/// Counts above a recoil energy per year in 100 kg of germanium at a reactor.
class ReactorCase {
 public:
  explicit ReactorCase(const std::string& reactor = nominal_reactor,
                       const std::string& form_factor = "helm-lewin-smith", const std::string& mixing_angle = "0.23857")
      : spectrum_(source(reactor).spectrum(nuebar)),
        scattering_(cevns("nuebar", "Ge", {"sm", {{"sin2thetaW", mixing_angle}}}, with_form_factor(form_factor))) {}
  double per_year(double lowest_recoil) const {
    return events(scattering_, spectrum_, year_s, 0.1, RecoilWindow{lowest_recoil});
  }
  const flux::Spectrum& spectrum() const { return spectrum_; }  // 1/cm2/s
  double flux_per_s() const { return spectrum_.integral(); }

 private:
  flux::Spectrum spectrum_;
  Scattering scattering_;
};

constexpr double slide_rate = 7.6e6;

void add_reactor_inputs(EntryResult& result) {
  DataTable table{
      "Events per year above 0.1 keV for other inputs", {"input", "antineutrinos/cm2/s", "events per year"}, {}};
  const auto add = [&](const std::string& name, const std::string& changes, const std::string& captures = "0",
                       const std::string& form_factor = "helm-lewin-smith", const std::string& angle = "0.23857") {
    const ReactorCase item("reactor,power=1GW,distance=10m,neutron_capture=" + captures + changes, form_factor, angle);
    table.rows.push_back({name, digits(item.flux_per_s()), digits(item.per_year(0.1 * keV))});
  };
  add("as above, without captures", "");
  add("captures on U238", "", "0.6");
  add("F = 1", "", "0", "point");
  add("s_W^2 = 0.2312", "", "0", "helm-lewin-smith", "0.2312");
  add("spectra of Mueller et al.", ",spectrum=mueller");
  add("spectra of Vogel and Engel", ",spectrum=vogel-engel");
  add("spectra of Kopeikin et al.", ",spectrum=kopeikin");
  add("summation (BESTIOLE)", ",spectrum=summation");
  add("pure U235", ",fractions=pure-u235");
  add("energies per fission of 2004", ",energies=kopeikin2004");
  result.tables.push_back(table);
}

/// What would have to be different for the number of the slide.
void add_needed(const ReactorCase& nominal, double rate, EntryResult& result) {
  const double factor = slide_rate / rate;
  result.comparisons.push_back(shown("thermal power that would give the number of the slide", "GW", factor));
  result.comparisons.push_back(shown("distance that would give it", "m", 10.0 / std::sqrt(factor)));
  double low = 1e-4 * keV, high = 0.1 * keV;
  if (nominal.per_year(low) > slide_rate) {
    while (high - low > 1e-4 * low) {
      const double middle = std::sqrt(low * high);
      (nominal.per_year(middle) > slide_rate ? low : high) = middle;
    }
    result.comparisons.push_back(shown("threshold that would give it", "eV", low / units::eV));
  }
  const flux::Spectrum& spectrum = nominal.spectrum();
  const double above = spectrum.integral(1.8 * MeV, spectrum.highest());
  result.comparisons.push_back(shown("events per year if all antineutrinos had the spectrum above 1.8 MeV", "",
                                     rate * spectrum.integral() / above));
}

EntryResult reactor_rate(Context&) {
  EntryResult result;
  const ReactorCase nominal, captures("reactor,power=1GW,distance=10m"), point(nominal_reactor, "point");
  const double rate = nominal.per_year(0.1 * keV);
  const std::string reason =
      "a factor 2.2 that no choice of spectrum, form factor, mixing angle or energy per fission gives (table); a "
      "threshold, power or distance as in the rows below would. The talk states neither spectrum nor flux";
  result.comparisons.push_back(
      {"events per year, captures on U238 included", "", slide_rate, captures.per_year(0.1 * keV), 0.3, reason});
  result.comparisons.push_back({"events per year, without captures", "", slide_rate, rate, 0.3, reason});
  result.comparisons.push_back({"the same against an independent integration", "", 3.45e6, rate, 0.01, ""});
  result.comparisons.push_back({"the same with F = 1", "", 3.47e6, point.per_year(0.1 * keV), 0.01, ""});
  result.comparisons.push_back({"antineutrinos at 10 m from 1 GW, without captures (independent integration)",
                                "1/cm2/s", 1.357e13, nominal.flux_per_s(), 0.01, ""});
  result.comparisons.push_back(shown("antineutrinos with captures on U238", "1/cm2/s", captures.flux_per_s()));
  add_needed(nominal, rate, result);
  add_reactor_inputs(result);

  Figure figure = axes("100 kg of germanium, 10 m from 1 GW, one year", "threshold of the recoil energy [keV]",
                       "events above threshold", true, true);
  const std::vector<double> thresholds = logarithmic(1e-3 * keV, 2.0 * keV, 61);
  Curve without = curve("without captures on U238", in_units(thresholds, keV), {}),
        with = curve("with captures", in_units(thresholds, keV), {}, Style::dashed);
  for (const double threshold : thresholds) {
    without.y.push_back(nominal.per_year(threshold));
    with.y.push_back(captures.per_year(threshold));
  }
  figure.y_low = 1e4;
  figure.curves = {without, with, curve("slide, at 0.1 keV", {0.1}, {slide_rate}, Style::points)};
  result.figures.push_back(figure);
  return result;
}

void add_source_figures(const flux::Flux& flux, EntryResult& result) {
  Figure spectra =
      axes("Neutrinos of pions and muons at rest", "neutrino energy [MeV]", "neutrinos [1/MeV] per pion", false, false);
  Figure times = axes("Arrival times", R"(time [$\mu$s])", R"(share [1/$\mu$s])", false, true);
  times.y_low = 1e-3;
  for (const std::string& neutrino : species(flux)) {
    const Neutrino parsed = parse_neutrino(neutrino);
    const flux::Spectrum& spectrum = flux.spectrum(parsed);
    if (spectrum.kind == flux::Spectrum::Kind::line) {
      const double at = spectrum.energies[0] / MeV;
      spectra.curves.push_back(curve(symbol(neutrino) + ", one line", {at, at}, {0.0, 0.04}, Style::dashed));
    } else {
      const std::vector<double> energies = evenly(0.05 * MeV, 52.8 * MeV, 200);
      Curve drawn = curve(symbol(neutrino), in_units(energies, MeV), {});
      for (const double energy : energies) drawn.y.push_back(spectrum.at(energy) / spectrum.integral() * MeV);
      spectra.curves.push_back(drawn);
    }
    if (neutrino == "nue") continue;  // as numubar
    const flux::ArrivalTime& arrival = flux.arrival.at(parsed.pdg());
    Curve time =
        curve(neutrino == "numu" ? symbol(neutrino) : symbol("nue") + ", " + symbol("numubar"), {}, {}, Style::steps);
    for (double t = 0.0; t <= 10.0; t += 0.1) time.x.push_back(t);
    for (size_t i = 0; i + 1 < time.x.size(); ++i) {
      time.y.push_back(arrival.share(time.x[i] * 1e-6, time.x[i + 1] * 1e-6) / 0.1);
    }
    times.curves.push_back(time);
  }
  result.figures.push_back(spectra);
  result.figures.push_back(times);
}

/// Recoils in the exposure of 2017, and what a lower threshold brings at the SNS and at a reactor.
void add_recoil_figures(const flux::Flux& flux, EntryResult& result) {
  constexpr double protons = 1.68e23, tonnes = 0.0146;
  Figure recoils = axes("14.6 kg of CsI, 1.68e23 protons: recoils before the response", "recoil energy [keV]",
                        "events [1/keV]", false, true);
  recoils.y_low = 0.1;
  Figure thresholds = axes("What a lower threshold brings", "threshold of the recoil energy [keV]",
                           "share of the recoils above threshold", true, false);
  thresholds.y_low = 0.0;
  const std::vector<double> energies = evenly(0.25 * keV, 50.0 * keV, 200),
                            steps = logarithmic(0.01 * keV, 50.0 * keV, 61);
  std::vector<double> above(steps.size());
  double all = 0.0;
  for (const std::string& neutrino : species(flux)) {
    const Scattering scattering = cevns(neutrino, "CsI");
    const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino(neutrino));
    recoils.curves.push_back(curve(symbol(neutrino), in_units(energies, keV),
                                   events_per_keV(scattering, spectrum, protons, tonnes, energies)));
    all += events(scattering, spectrum, protons, tonnes);
    for (size_t i = 0; i < steps.size(); ++i) {
      above[i] += events(scattering, spectrum, protons, tonnes, RecoilWindow{steps[i]});
    }
  }
  thresholds.curves.push_back(curve("SNS, CsI", in_units(steps, keV), in_units(above, all)));
  const ReactorCase reactor;
  Curve germanium = curve("reactor, germanium", {}, {}, Style::dashed);
  const double total = reactor.per_year(0.0);
  for (const double step : logarithmic(0.01 * keV, 2.5 * keV, 41)) {
    germanium.x.push_back(step / keV);
    germanium.y.push_back(reactor.per_year(step) / total);
  }
  thresholds.curves.push_back(germanium);
  result.figures.push_back(recoils);
  result.figures.push_back(thresholds);
  result.comparisons.push_back(shown("recoils in 14.6 kg of CsI, whatever their energy", "", all));
}

EntryResult spallation_rate(Context&) {
  EntryResult result;
  const flux::Flux flux = source("pi-dar,facility=sns-csi2017");
  const flux::Spectrum& line = flux.spectrum(parse_neutrino("numu"));
  result.comparisons.push_back({"energy of the muon neutrino", "MeV", 29.792, line.mean_energy() / MeV, 1e-4, ""});
  result.comparisons.push_back(
      {"end point of the others", "MeV", 52.829, flux.spectrum(parse_neutrino("nue")).highest() / MeV, 1e-4, ""});
  const RateResult rate = experiment_rate("coherent-csi-2017", {}, {"cevns"});
  result.comparisons.push_back({"expected events of the first observation, CsI", "", 173.0, rate.signal, 48.0 / 173.0,
                                "the tolerance is the uncertainty that the collaboration gives to its expectation"});
  result.comparisons.push_back({"observed in the first observation", "", 134.0, rate.signal, std::nullopt, ""});
  for (const RateResult::Part& part : rate.parts) {
    if (part.kind == "signal") result.comparisons.push_back(shown("of it " + part.name, "", part.total));
  }
  add_source_figures(flux, result);
  add_recoil_figures(flux, result);
  return result;
}

}  // namespace

std::vector<Entry> coherence_entries() {
  const std::string talk = "talk of X.-J. Xu (2019)";
  const std::string common = "Tree level, s_W^2 = 0.23857, exact kinematics; ";
  return {
      {"003.coherence", "Coherent scattering: growth like N^2 and loss of coherence with the energy", talk,
       common +
           "Helm form factor with the radii of Lewin and Smith for protons and neutrons. 'Coherency requires E < 50 "
           "MeV' is a rule of thumb, so that the energy of one half is shown and not judged. Free nucleons have "
           "their axial couplings too; incoherent scattering is not computed.",
       coherence},
      {"003.tmax", "Largest recoil energy of a nucleus", talk,
       "Two-body kinematics. The talk names no nucleus for 'a neutrino of 1 MeV gives 0.1 keV'.", largest_recoils},
      {"003.reactor-rate", "Events in 100 kg of germanium at a reactor: the example of the talk", talk,
       common + "natural germanium, recoils above 0.1 keV of nuclear energy, all counted; 1 GW of thermal power, 10 m, "
                "365.25 days at full power; fissions U235/U238/Pu239/Pu241 0.58/0.07/0.30/0.05, 202.36/205.99/211.12/"
                "214.26 MeV per fission, Huber and Mueller above 2 MeV, Vogel and Engel below, in equilibrium, no "
                "oscillation. Captures on U238 (0.6 per fission) make antineutrinos below 1.3 MeV only, whose recoils "
                "in germanium stay below 0.05 keV.",
       reactor_rate},
      {"003.sns-rate", "Spectra and rates at the Spallation Neutron Source", talk + "; 1708.01294; 1804.09459",
       common + "decay at rest only, 0.08 neutrinos per flavour and proton, 19.3 m, 1.68e23 protons of 1 GeV (7.48 GWh "
                "of the release), response of the release, Helm form factor. The experiment is coherent-csi-2017 of "
                "the data folder.",
       spallation_rate},
  };
}

}  // namespace tridens::run::gallery
