// Coherent scattering of neutrinos of pions at rest: cross sections, fluences, and what COHERENT and detectors at the
// European Spallation Source expect.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tridens/base/units.hh"
#include "tridens/run/experiment_setup.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using units::keV;
using units::MeV;

constexpr const char* klein_nystrand = "klein-nystrand,r0=1.23fm";
constexpr const char* helm = "helm-lewin-smith";

io::ProcessCard choices(const std::string& form_factor, const std::string& kinematics = "exact",
                        const std::string& axial = "auto") {
  io::ProcessCard card;
  card.form_factor = form_factor;
  card.kinematics = kinematics;
  card.axial = axial;
  return card;
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Mean over the species, cm2 per formula unit.
double mean_over_species(const std::string& target, const io::ProcessCard& card, const flux::Flux& flux) {
  double sum = 0.0;
  const std::vector<std::string> all = species(flux);
  for (const std::string& neutrino : all) {
    sum += average_cm2(cevns(neutrino, target, {}, card), flux.spectrum(parse_neutrino(neutrino)));
  }
  return sum / static_cast<double>(all.size());
}

void add_averages(Context& context, EntryResult& result) {
  const flux::Flux flux = source("pi-dar,facility=sns,distance=20m");
  const Table& table = context.published("cevns-pion-decay-at-rest");
  for (const auto& [column, form_factor] :
       {std::pair{"point", "point"}, {"helm", helm}, {"klein_nystrand", klein_nystrand}}) {
    const std::vector<double> numbers = table.numbers(column);
    for (size_t row = 0; row < numbers.size(); ++row) {
      const std::string& nuclide = table.rows[row][table.column("nuclide")];
      const double value = mean_over_species(nuclide, choices(form_factor, "leading", "none"), flux);
      result.comparisons.push_back({fmt::format("pion decay at rest, {}, {}", nuclide, form_factor), "1e-40 cm2",
                                    numbers[row], value / 1e-40, 0.01, ""});
    }
  }
  const auto measured = [&](const char* what, const char* target, double nuclei, double value, double tolerance) {
    result.comparisons.push_back(
        {what, "1e-40 cm2", value, mean_over_species(target, choices(helm), flux) / nuclei / 1e-40, tolerance, ""});
  };
  measured("per nucleus of CsI, measured 165 +30 -25 (2110.07730)", "CsI", 2.0, 165.0, 30.0 / 165.0);
  measured("per nucleus of CsI, expected 189 +- 6 (2110.07730)", "CsI", 2.0, 189.0, 6.0 / 189.0);
  measured("argon, measured 22 +- 7 (2003.10630)", "Ar", 1.0, 22.0, 7.0 / 22.0);
}

void add_argon(Context& context, EntryResult& result) {
  const Table& table = context.published("cevns-argon");
  const Scattering argon = cevns("numu", "Ar40", {"sm", {{"couplings", "radiative-2023"}}});
  const std::vector<double> energies = table.numbers("E_MeV"), sigma = table.numbers("sigma"),
                            half = table.numbers("half_digit_MeV");
  for (size_t i = 0; i < energies.size(); ++i) {
    result.comparisons.push_back({fmt::format("40Ar, {} MeV (digitised from 1803.09183)", energies[i]), "1e-38 cm2",
                                  sigma[i], sigma_cm2(argon, energies[i] * MeV) / 1e-38,
                                  0.03 + 2.0 * half[i] / energies[i], ""});
  }
}

EntryResult cross_sections(Context& context) {
  EntryResult result;
  Figure totals = axes("Coherent scattering, Klein-Nystrand form factor", "neutrino energy [MeV]",
                       R"($\sigma$ [cm$^2$] per nucleus)", true, true);
  const std::vector<double> energies = logarithmic(1.0 * MeV, 60.0 * MeV, 61);
  for (const char* nuclide : {"Si28", "Ar40", "Ge74", "I127", "Xe132", "Cs133"}) {
    Curve drawn = total_curve(nuclide, cevns("numu", nuclide, {}, choices(klein_nystrand)), energies);
    drawn.x = in_units(drawn.x, MeV);
    totals.curves.push_back(drawn);
  }
  const Table& argon = context.published("cevns-argon");
  std::vector<double> sigma = argon.numbers("sigma");
  totals.curves.push_back(curve("Ar40, 1803.09183", argon.numbers("E_MeV"), in_units(sigma, 1e38), Style::points));
  result.figures.push_back(totals);
  for (const char* nuclide : {"Ar40", "Cs133"}) {
    Figure spectra = axes(fmt::format("{}, 30 MeV", nuclide), "recoil energy [keV]",
                          R"($d\sigma/dE_{nr}$ [cm$^2$/keV])", false, true);
    const double highest = cevns("numu", nuclide).process->recoil_range(0, 30.0 * MeV).high;
    for (const auto& [label, form_factor] :
         {std::pair{"F = 1", "point"}, {"Klein-Nystrand, 1.23 fm", klein_nystrand}, {"Helm, Lewin-Smith", helm}}) {
      spectra.curves.push_back(recoil_curve(label, cevns("numu", nuclide, {}, choices(form_factor)), 30.0 * MeV,
                                            evenly(0.001 * highest, 0.98 * highest, 200), keV));
    }
    result.figures.push_back(spectra);
  }
  add_averages(context, result);
  add_argon(context, result);
  return result;
}

EntryResult fluences(Context&) {
  EntryResult result;
  const auto fluence = [](const char* facility, double protons) {
    return source(fmt::format("pi-dar,facility={}", facility)).spectrum(parse_neutrino("nue")).integral() * protons;
  };
  result.comparisons.push_back({"CsI 2021: 3.198e23 protons, 0.0848, 19.3 m", "1/cm2 per flavour", 5.794e14,
                                fluence("sns-csi2021", 3.198e23), 2e-3, ""});
  result.comparisons.push_back({"liquid argon: 1.38e23 protons, 0.09, 27.5 m", "1/cm2 per flavour", 1.307e14,
                                fluence("sns-lar", 1.38e23), 2e-3, ""});
  result.comparisons.push_back(
      shown("CsI 2017: 1.68e23 protons, 0.08, 19.3 m", "1/cm2 per flavour", fluence("sns-csi2017", 1.68e23)));
  const double sphere = 4.0 * units::pi * 2000.0 * 2000.0;
  result.comparisons.push_back({"ESS: 2.8e23 protons, 0.3: neutrinos per flavour and year", "", 8.4e22,
                                fluence("ess", 2.8e23) * sphere, 0.01, ""});
  return result;
}

/// Sums over one of the two axes of energy x time.
std::vector<double> projection(const std::vector<double>& counts, size_t times, bool on_time) {
  std::vector<double> result(on_time ? times : counts.size() / times);
  for (size_t i = 0; i < counts.size(); ++i) result[on_time ? i % times : i / times] += counts[i];
  return result;
}

std::vector<double> per_width(std::vector<double> values, const std::vector<double>& edges) {
  for (size_t i = 0; i < values.size(); ++i) values[i] /= edges[i + 1] - edges[i];
  return values;
}

Curve data_points(const std::vector<double>& counts, const std::vector<double>& errors,
                  const std::vector<double>& edges) {
  Curve result = curve("data", {}, {}, Style::points);
  for (size_t i = 0; i < counts.size(); ++i) {
    const double width = edges[i + 1] - edges[i];
    result.x.push_back(0.5 * (edges[i] + edges[i + 1]));
    result.y.push_back(counts[i] / width);
    result.low.push_back((counts[i] - errors[i]) / width);
    result.high.push_back((counts[i] + errors[i]) / width);
  }
  return result;
}

/// Sum of the parts whose name begins with one of the given words, or is one of them.
std::vector<double> sum_of(const RateResult& rate, const std::vector<std::string>& names, bool whole = false) {
  std::vector<double> sum(rate.observed.size());
  for (const RateResult::Part& part : rate.parts) {
    const auto wanted = [&](const std::string& name) { return whole ? part.name == name : part.name.starts_with(name); };
    if (!std::any_of(names.begin(), names.end(), wanted)) continue;
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += part.counts[i];
  }
  return sum;
}

/// Parts of a stack, the steady background last.
using Stack = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Everything with the data, then the same with the steady background taken off.
void add_distributions(const RateResult& rate, const std::string& title, const Stack& stack, bool on_time,
                       EntryResult& result) {
  const size_t times = rate.time_edges_us.size() - 1;
  const std::vector<double>& edges = on_time ? rate.time_edges_us : rate.edges;
  const bool light = rate.unit == "PE";
  const std::string unit = on_time ? R"($\mu$s)" : light ? "photoelectron" : "keV";
  const std::string x = on_time ? R"(time [$\mu$s])" : light ? "photoelectrons" : "electron-equivalent energy [keV]";
  const std::vector<double> observed = projection(rate.observed, times, on_time);
  std::vector<double> errors = observed, all(observed.size()), residual = observed;
  for (double& error : errors) error = std::sqrt(error);
  Figure sum = axes(title, x, "events per " + unit, false, true);
  Figure signal = axes(title + ", steady background taken off", x, "events per " + unit, false, false);
  for (const auto& [label, names] : stack) {
    const std::vector<double> counts = projection(sum_of(rate, names), times, on_time);
    const Curve drawn = curve(label, edges, per_width(counts, edges), Style::steps);
    sum.curves.push_back(drawn);
    for (size_t i = 0; i < all.size(); ++i) all[i] += counts[i];
    if (label != stack.back().first) {
      signal.curves.push_back(drawn);
    } else {
      for (size_t i = 0; i < residual.size(); ++i) residual[i] -= counts[i];
    }
  }
  sum.curves.push_back(curve("sum", edges, per_width(all, edges), Style::steps));
  sum.curves.push_back(data_points(observed, errors, edges));
  signal.curves.push_back(data_points(residual, errors, edges));
  sum.y_low = 0.01;
  result.figures.push_back(sum);
  result.figures.push_back(signal);
}

/// Released expectation of the signal in liquid argon, bin by bin.
void compare_with_release(const RateResult& rate, EntryResult& result) {
  const detector::Experiment experiment = load_experiment("coherent-lar-2020").experiment;
  const size_t times = experiment.time_bins();
  const std::vector<double> ours = sum_of(rate, {"cevns"});
  std::vector<double> released = experiment.released_signal->shape;
  for (double& count : released) count *= experiment.released_signal->events;
  const double scale = total(released) / total(ours);
  for (const bool on_time : {false, true}) {
    const std::vector<double> mine = projection(ours, times, on_time), theirs = projection(released, times, on_time);
    const std::vector<double>& edges = on_time ? rate.time_edges_us : rate.edges;
    DataTable table{std::string("Liquid argon, coherent scattering per bin of ") + (on_time ? "time" : "energy"),
                    {on_time ? "us" : "keVee", "here", "released", "here with the released total"},
                    {}};
    double largest = 0.0;
    for (size_t i = 0; i < mine.size(); ++i) {
      table.rows.push_back({fmt::format("{:g} to {:g}", edges[i], edges[i + 1]), digits(mine[i], 3),
                            digits(theirs[i], 3), digits(mine[i] * scale, 3)});
      largest = std::max(largest, std::abs(mine[i] * scale - theirs[i]));
      if (theirs[i] < 0.05 * total(theirs)) continue;
      result.comparisons.push_back(
          {fmt::format("LAr, released bin {:g} to {:g} {}", edges[i], edges[i + 1], on_time ? "us" : "keVee"), "",
           theirs[i], mine[i] * scale, 0.05,
           on_time ? "the release has another mean time of the pulse (uncertain by 200 ns)"
                   : "resolution, pulse-shape losses and quenching below 20 keV"});
    }
    result.comparisons.push_back(
        shown(fmt::format("LAr, largest difference per bin of {} at equal totals", on_time ? "time" : "energy"),
              "events", largest));
    Figure figure =
        axes(std::string("Liquid argon: coherent scattering, here and released"),
             on_time ? R"(time [$\mu$s])" : "electron-equivalent energy [keV]", "events per bin", false, false);
    figure.curves = {curve("here", edges, mine, Style::steps), curve("released", edges, theirs, Style::steps)};
    result.figures.push_back(figure);
    result.tables.push_back(table);
  }
}

void add_totals(Context& context, EntryResult& result) {
  const Table& table = context.published("coherent-predictions");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto cell = [&](const char* name) { return table.rows[row][table.column(name)]; };
    std::string form_factor = cell("form_factor");
    std::replace(form_factor.begin(), form_factor.end(), ';', ',');
    const RateResult rate = experiment_rate(cell("experiment"), {}, {"cevns"}, {{"form_factor", form_factor}});
    result.comparisons.push_back({fmt::format("{}, {} ({})", cell("experiment"), form_factor, cell("origin")), "events",
                                  table.number(row, table.column("events")), rate.signal,
                                  table.number(row, table.column("tolerance")),
                                  ""});
  }
  // Radii of the two nuclei by themselves: caesium and iodine as detectors of their share of the mass.
  const double caesium = matter::material("Cs").molar_mass(), iodine = matter::material("I").molar_mass();
  double sum = 0.0;
  for (const auto& [target, mass, form_factor] :
       {std::tuple{"Cs", caesium, "helm,rms=5.09fm"}, {"I", iodine, "helm,rms=5.03fm"}}) {
    const std::string kilograms = fmt::format("{} kg", 14.6 * mass / (caesium + iodine));
    sum += experiment_rate("coherent-csi-2021", {}, {"cevns"},
                           {{"target", target}, {"mass", kilograms}, {"form_factor", form_factor}})
               .signal;
  }
  result.comparisons.push_back(
      {"coherent-csi-2021, helm with rms radii of 5.09 (Cs) and 5.03 fm (I) (independent integration)", "events", 315.9,
       sum, 0.01, ""});
  // Liquid argon without its window in time, and without any efficiency.
  double recoils = 0.0, untimed = 0.0;
  const flux::Flux flux = source("pi-dar,facility=sns-lar");
  const RateResult argon = experiment_rate("coherent-lar-2020");
  const double first = argon.time_edges_us.front() * 1e-6, last = argon.time_edges_us.back() * 1e-6;
  for (const std::string& neutrino : species(flux)) {
    const Neutrino parsed = parse_neutrino(neutrino);
    recoils += events(cevns(neutrino, "Ar"), flux.spectrum(parsed), 1.38e23, 0.0244);
    untimed += total(sum_of(argon, {"cevns " + neutrino}, true)) / flux.arrival.at(parsed.pdg()).share(first, last);
  }
  result.comparisons.push_back({"coherent-lar-2020 without its window in time (independent integration)", "events",
                                138.0, untimed, 0.01, ""});
  result.comparisons.push_back(
      {"recoils in the liquid argon, efficiency 1 (independent integration)", "events", 263.0, recoils, 0.01, ""});
}

/// All events against the data, within two standard deviations: of the count, of the normalisations of the backgrounds
/// and of the signal.
Comparison all_events(const std::string& name, const RateResult& rate, double signal_uncertainty) {
  const detector::Experiment experiment = load_experiment(rate.experiment).experiment;
  const double expected = rate.signal + rate.background;
  double variance = expected + std::pow(signal_uncertainty * rate.signal, 2);
  for (const detector::Background& background : experiment.backgrounds) {
    variance += std::pow(background.events * background.relative_uncertainty, 2);
  }
  return {name + ": events in all bins, data (tolerance: two standard deviations)", "", rate.observed_total, expected,
          2.0 * std::sqrt(variance) / *rate.observed_total, ""};
}

EntryResult predictions(Context& context) {
  EntryResult result;
  const RateResult caesium_iodide = experiment_rate("coherent-csi-2021");
  const Stack on_csi = {{"CEvNS", {"cevns", "nu-e"}},
                        {"neutrons of the beam and of neutrinos", {"brn", "nin"}},
                        {"steady background", {"steady"}}};
  add_distributions(caesium_iodide, "CsI 2021", on_csi, false, result);
  add_distributions(caesium_iodide, "CsI 2021", on_csi, true, result);
  const RateResult argon = experiment_rate("coherent-lar-2020");
  const Stack on_argon = {
      {"CEvNS", {"cevns"}}, {"neutrons of the beam", {"brn", "delayed-brn"}}, {"steady background", {"steady"}}};
  add_distributions(argon, "Liquid argon 2020", on_argon, false, result);
  add_distributions(argon, "Liquid argon 2020", on_argon, true, result);
  add_totals(context, result);
  double prompt = 0.0, electrons = 0.0;
  for (const RateResult::Part& part : caesium_iodide.parts) {
    if (part.name == "cevns numu") prompt += part.total;
    if (part.name.starts_with("nu-e")) electrons += part.total;
  }
  result.comparisons.push_back({"CsI 2021: share of the prompt numu (independent integration)", "", 0.151,
                                prompt / (caesium_iodide.signal - electrons), 0.01, ""});
  result.comparisons.push_back(shown("CsI 2021: scattering on electrons", "events", electrons));
  result.comparisons.push_back(all_events("CsI 2021", caesium_iodide, 0.1273));
  result.comparisons.push_back(all_events("LAr 2020", argon, 0.1328));
  compare_with_release(argon, result);
  return result;
}

EntryResult spallation_europe(Context& context) {
  EntryResult result;
  const flux::Flux flux = source("pi-dar,facility=ess");
  constexpr double protons = 2.8e23;
  const Table& table = context.published("ess-rates");
  Figure figure = axes("ESS, 20 m, one year", "recoil energy [keV]", "events [1/(keV kg)]", true, true);
  DataTable list{"Detectors at the ESS", {"detector", "mass [kg]", "threshold [keV]", "events per year"}, {}};
  figure.y_low = 1e-2;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto cell = [&](const char* name) { return table.rows[row][table.column(name)]; };
    const double mass = table.number(row, table.column("mass_kg")),
                 threshold = table.number(row, table.column("threshold_keV")) * keV;
    const std::vector<double> recoils = logarithmic(threshold, 300.0 * keV, 200);
    std::vector<double> spectrum(recoils.size());
    double counts = 0.0;
    for (const std::string& neutrino : species(flux)) {
      const Scattering scattering = cevns(neutrino, cell("target"));
      const flux::Spectrum& energies = flux.spectrum(parse_neutrino(neutrino));
      counts += events(scattering, energies, protons, mass * 1e-3, RecoilWindow{threshold});
      const std::vector<double> part = events_per_keV(scattering, energies, protons, 1e-3, recoils);
      for (size_t i = 0; i < spectrum.size(); ++i) spectrum[i] += part[i];
    }
    figure.curves.push_back(curve(cell("target"), in_units(recoils, keV), spectrum));
    list.rows.push_back({cell("detector"), cell("mass_kg"), cell("threshold_keV"), digits(counts)});
    for (const auto& [column, origin] :
         {std::pair{"published", "1911.00762"}, {"independent", "independent integration"}}) {
      if (cell(column).empty()) continue;
      result.comparisons.push_back({fmt::format("{}, {} kg, above {} keV ({})", cell("detector"), cell("mass_kg"),
                                                cell("threshold_keV"), origin),
                                    "events/y", table.number(row, table.column(column)), counts, 0.03, ""});
    }
    if (cell("published").empty()) {
      result.comparisons.push_back(
          shown(fmt::format("{}, {} kg, above {} keV", cell("detector"), cell("mass_kg"), cell("threshold_keV")),
                "events/y", counts));
    }
  }
  result.figures.push_back(figure);
  result.tables.push_back(list);
  return result;
}

}  // namespace

std::vector<Entry> pion_decay_entries() {
  const std::string talk = "talk of G. Sanchez Garcia (2023)";
  const std::string common = "Tree level, s_W^2 = 0.23857; neutrinos of pions and muons at rest only. ";
  return {
      {"004.xsec", "Cross sections of coherent scattering with the Klein-Nystrand form factor", talk + "; 1803.09183",
       common +
           "Klein-Nystrand: R_A = 1.23 A^(1/3) fm, a_k = 0.7 fm. The rows of pion decay at rest take the kinematics "
           "1 - M T/2E^2 and no axial part, as the numbers that they are compared with; the rows of measurements "
           "exact kinematics, the axial part and the Helm form factor. The figure of 1803.09183 has couplings "
           "with radiative corrections, so that these rows take the set of 2303.09360 for muon neutrinos, which "
           "is within 0.7 % of the one of that time.",
       cross_sections},
      {"004.fluences", "Fluences at the detectors of COHERENT and at the ESS",
       talk + "; 2110.07730; 2006.12659; 1911.00762",
       "Yield per proton times protons over 4 pi L^2; the published numbers are these products.", fluences},
      {"004.prediction",
       "Energy and time distributions of COHERENT CsI 2021 and liquid argon 2020 with backgrounds and data",
       talk + "; 2211.11905; 2110.07730; 2006.12659",
       common +
           "Experiments coherent-csi-2021 and coherent-lar-2020 of the data folder: flux, response, backgrounds and "
           "data of the releases, nothing fitted; Helm form factor (Lewin and Smith) where none is named, exact "
           "kinematics, axial part included. The efficiency of liquid argon leaves out losses by pulse shape and "
           "by the window in time, so that its total lies above the 128 of the release; bins are compared at equal "
           "totals. Data without the steady background: expected steady background subtracted, errors sqrt(N).",
       predictions},
      {"004.ess", "Six detectors at the European Spallation Source: yearly rates", talk + "; 1911.00762; 2208.11771",
       common +
           "2.8e23 protons of 2 GeV per year (5000 h of 5 MW), 0.3 neutrinos per flavour and proton, 20 m; recoils "
           "above the threshold, all counted, without resolution and background; Helm form factor. Masses, "
           "thresholds and published rates are quoted from memory of 1911.00762.",
       spallation_europe},
  };
}

}  // namespace tridens::run::gallery
