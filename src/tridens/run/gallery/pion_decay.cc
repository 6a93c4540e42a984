// Coherent scattering of neutrinos of pions at rest: cross sections, fluences, rates at the European Spallation Source.
#include <fmt/format.h>

#include "tridens/base/units.hh"
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

EntryResult spallation_europe(Context& context) {
  EntryResult result;
  const flux::Flux flux = source("pi-dar,facility=ess");
  constexpr double protons = 2.8e23;
  const Table& table = context.published("ess-rates");
  Figure figure = axes("ESS, 20 m, one year", "recoil energy [keV]", "events [1/(keV kg)]", true, true);
  DataTable list{"Detectors at the ESS",
                 {"detector", "mass [kg]", "threshold [keV]", "events per year", "with resolution", "background"},
                 {}};
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
    const RateResult rate = experiment_rate(cell("experiment"));
    list.rows.push_back({cell("detector"), cell("mass_kg"), cell("threshold_keV"), digits(counts), digits(rate.signal),
                         rate.background > 0.0 ? digits(rate.background) : "not given"});
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
      {"004.ess", "Six detectors at the European Spallation Source: yearly rates", talk + "; 1911.00762; 2208.11771",
       common +
           "2.8e23 protons of 2 GeV per year (5000 h of 5 MW), 0.3 neutrinos per flavour and proton, 20 m; recoils "
           "above the threshold, all counted, without resolution; Helm form factor. The table has the same with the "
           "resolutions and steady backgrounds of the experiments ess-* of the data folder. Masses, "
           "thresholds and published rates are quoted from memory of 1911.00762.",
       spallation_europe},
  };
}

}  // namespace tridens::run::gallery
