// Measured dimuon tridents, and the backgrounds that measurements face.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

/// Charged-current cross section of neutrinos per nucleon and GeV at high energy, 0.68e-38 cm2 (PDG 2022).
constexpr double inclusive_fb_per_GeV = 6.8;

using model::TridentChannel;

/// Coherent and diffractive cross section averaged over a beam, fb per nucleus (per average nucleus of a mixture).
double beam_average(Context& context, const std::string& flux, const std::string& target, const char* form_factor) {
  const TridentChannel line = channel("numu", "mu-mu+");
  const flux::Spectrum& spectrum = context.flux(flux).spectrum(line.incoming);
  const matter::Material material = matter::material(target);
  const Couplings sm = context.standard_model(line);
  return context.average_fb(line, sm, material, Regime::coherent, spectrum, form_factor) +
         context.average_fb(line, sm, material, Regime::diffractive, spectrum);
}

EntryResult measurements(Context& context) {
  EntryResult result;
  const Table& table = context.published("trident-measurements");
  Figure figure{
      "Dimuon tridents, measured over Standard Model", "", "measured / Standard Model", false, false, {}, 0.0, 3.0};
  Curve points;
  points.label = "measured";
  points.style = Style::points;
  DataTable predictions{"Standard Model, numu -> numu mu- mu+, coherent + diffractive, averaged over the beam",
                        {"experiment", "beam", "target", "mean energy of the flux [GeV]", "of the events [GeV]",
                         "sigma [1e-41 cm2 per nucleus]"},
                        {}};
  const TridentChannel line = channel("numu", "mu-mu+");
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::string experiment = table.rows[row][0], flux = table.rows[row][4], target = table.rows[row][5];
    const double ratio = table.number(row, 1), up = table.number(row, 2), down = table.number(row, 3);
    points.x.push_back(static_cast<double>(row) + 1.0);
    points.y.push_back(ratio);
    points.low.push_back(ratio - down);
    points.high.push_back(ratio + up);
    // The Standard Model is 1 by definition; the tolerance is the 95 % interval of the measurement.
    result.comparisons.push_back({experiment + ": Standard Model in units of itself, within 1.96 sigma", "", ratio, 1.0,
                                  1.96 * (ratio < 1.0 ? up : down) / ratio, ""});
    const flux::Spectrum& spectrum = context.flux(flux).spectrum(line.incoming);
    const matter::Material material = matter::material(target);
    const Couplings sm = context.standard_model(line);
    const double average = beam_average(context, flux, target, "default");
    const double weighted =
        rate::fold(spectrum, 0.3,
                   [&](double energy) {
                     return energy * (context.sigma_fb(line, sm, material, Regime::coherent, energy) +
                                      context.sigma_fb(line, sm, material, Regime::diffractive, energy));
                   }) /
        (average * spectrum.integral());
    predictions.rows.push_back(
        {experiment, flux, target, digits(spectrum.mean_energy(), 3), digits(weighted, 3), digits(average * 1e2, 3)});
    if (experiment == "CCFR") {
      result.comparisons.push_back({"CCFR: mean energy weighted with tridents", "GeV", 160.0, weighted, 0.1,
                                    "160 GeV is the mean over all interactions or tridents with the paper's cuts; the "
                                    "flux here is a shape digitised by others"});
    }
    if (experiment == "CHARM-II") {
      result.comparisons.push_back(
          {"CHARM-II: Standard Model cross section per glass nucleus", "cm2", 1.9e-41, average * 1e-39, 0.3,
           "the published prediction is quoted from memory of the paper and its definition of a glass nucleus is not "
           "known here"});
    }
  }
  result.comparisons.push_back({"CCFR: observed over expected events, 37.0/45.3", "", 0.82, 37.0 / 45.3, 0.01, ""});
  figure.curves.push_back(points);
  figure.curves.push_back({"Standard Model", {0.5, 3.5}, {1.0, 1.0}, {}, {}, Style::dashed});
  for (const auto& row : table.rows) figure.categories.push_back(row[0]);
  result.figures.push_back(figure);
  result.tables.push_back(predictions);
  return result;
}

EntryResult diffractive_background(Context& context) {
  EntryResult result;
  // Dimuon tridents per neutrino-nucleon charged-current event, to set the scale that a background competes with:
  // sigma_CC/E = 0.68e-38 cm2/GeV per nucleon of an isoscalar target.
  const TridentChannel line = channel("numu", "mu-mu+");
  const Couplings sm = context.standard_model(line);
  const matter::Material iron = matter::material("Fe");
  Figure figure{"Dimuon tridents per charged-current event on iron",
                "neutrino energy [GeV]",
                "tridents per $10^6$ charged-current events",
                true,
                true,
                {},
                {},
                {}};
  Curve coherent, all;
  coherent.label = "coherent";
  coherent.style = Style::dashed;
  all.label = "coherent + diffractive";
  for (const double energy : logarithmic(10.0, 400.0, 31)) {
    const double charged_current = 0.68e1 * energy * 56.0;  // fb
    const double sigma = context.sigma_fb(line, sm, iron, Regime::coherent, energy);
    coherent.x.push_back(energy);
    coherent.y.push_back(1e6 * sigma / charged_current);
    all.x.push_back(energy);
    all.y.push_back(1e6 * (sigma + context.sigma_fb(line, sm, iron, Regime::diffractive, energy)) / charged_current);
  }
  figure.curves = {all, coherent};
  result.figures.push_back(figure);
  result.comparisons.push_back({"dimuon tridents per 1e6 charged-current events on iron, 160 GeV", "", std::nullopt,
                                1e6 *
                                    (context.sigma_fb(line, sm, iron, Regime::coherent, 160.0) +
                                     context.sigma_fb(line, sm, iron, Regime::diffractive, 160.0)) /
                                    (inclusive_fb_per_GeV * 160.0 * 56.0),
                                std::nullopt, ""});
  const Table& table = context.published("trident-measurements");
  DataTable data{
      "Published measurements without and with this background", {"experiment", "measured / SM", "+", "-"}, {}};
  for (const auto& row : table.rows) data.rows.push_back({row[0], row[1], row[2], row[3]});
  result.tables.push_back(data);
  return result;
}

}  // namespace

std::vector<Entry> measurement_entries() {
  const std::string experiments =
      "CHARM-II, Phys. Lett. B 245 (1990) 271; CCFR, Phys. Rev. Lett. 66 (1991) 3117; NuTeV, hep-ex/9811012";
  const std::string assumptions =
      "Ratios as published by the experiments; the Standard Model is 1. The cross sections beside them are ours, "
      "without "
      "the experiments' cuts (not known here), for the public flux of each beam. 95 % intervals are 1.96 times the "
      "quoted "
      "error. NuTeV found a background of diffractive charm and vector mesons that the two earlier ones left out.";
  return {
      {"000.ccfr-charm-nutev", "Dimuon tridents measured over the Standard Model",
       "talk of M. Hostert (2019); " + experiments, assumptions, measurements},
      {"001.measurements", "CHARM-II, CCFR, NuTeV", "talk of W. Altmannshofer (2022); " + experiments, assumptions,
       measurements},
      {"000.diffractive-vm", "Diffractive charm and vector mesons as background to dimuons",
       "talk of M. Hostert (2019); NuTeV, Phys. Rev. D 61 (2000) 092001; 1902.07715",
       "A stated background model, not a calculation of diffractive meson production: neutrinos make charmed and "
       "vector "
       "mesons (D_s, J/psi, rho) diffractively, nu A -> mu M A or nu A -> nu M A, and their muonic or misidentified "
       "decays "
       "give two muons with little hadronic energy. NuTeV fits its dimuon sample with this contribution free and is "
       "left "
       "with 0.72 +1.73 -0.72 of the Standard Model's tridents, an inconclusive result, where CCFR and CHARM-II, "
       "without "
       "it, claimed observations. The scale to compete with is drawn: tridents per charged-current event, with "
       "sigma_CC = 0.68e-38 cm2 E/GeV per nucleon.",
       diffractive_background},
  };
}

}  // namespace tridens::run::gallery
