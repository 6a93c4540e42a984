// Reactor and spallation source together: what fits of the talk on coherent scattering show.
#include <fmt/format.h>

#include <cmath>

#include "tridens/inference/interval.hh"
#include "tridens/matter/material.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/planes.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double sigma = 0.6827;              // as the cards say it
constexpr double low_energy_angle = 0.23857;  // of elastic scattering
constexpr const char *germanium = "reactor-ge-100kg", *caesium_iodide = "coherent-csi-2021",
                     *argon = "coherent-lar-2020";

// ---- weak mixing angle

/// One standard deviation of sin^2 theta_W for uncertainties of flux and background and a size of the background.
double angle_error(Context& context, double flux, double background, const std::string& size) {
  io::FitCard card = fit_card("reactor-mixing-angle");
  io::FitExperimentCard& experiment = card.experiments.front();
  experiment.width = {{"flux", fmt::format("{}", flux)}, {"flat", fmt::format("{}", background)}};
  if (size != "1") experiment.change["backgrounds"] = size;
  return half_width(fit_of(context, card), "s", sigma);
}

void add_precision(Context& context, EntryResult& result) {
  constexpr double published = 0.0022;
  Figure figure = axes("100 kg of germanium, 0.1 keV, 10 m from 1 GW, one year", "uncertainty of the flux",
                       R"(1 $\sigma$ of $\sin^2\theta_W$)", true, true);
  const std::vector<double> fluxes = logarithmic(1e-3, 0.1, 13);
  double needed = 0.0;
  for (const auto& [label, size, background] :
       {std::tuple{"background of 3 per keV, kg and day, known to 10 %", "1", 0.1},
        {"a hundred times as much, known to 10 %", "100", 0.1}}) {
    Curve drawn = curve(label, fluxes, {});
    for (const double flux : fluxes) drawn.y.push_back(angle_error(context, flux, background, size));
    for (size_t i = 0; i + 1 < fluxes.size() && figure.curves.empty(); ++i) {
      if (drawn.y[i] > published || drawn.y[i + 1] < published) continue;
      const double share = std::log(published / drawn.y[i]) / std::log(drawn.y[i + 1] / drawn.y[i]);
      needed = fluxes[i] * std::pow(fluxes[i + 1] / fluxes[i], share);
    }
    figure.curves.push_back(drawn);
  }
  figure.curves.push_back(
      curve("1612.04150: 0.0022", {fluxes.front(), fluxes.back()}, {published, published}, Style::dotted));
  result.figures.push_back(figure);
  result.comparisons.push_back({"one standard deviation of sin^2 theta_W, flux to 2 %, background to 10 %", "",
                                published, angle_error(context, 0.02, 0.1, "1"), std::nullopt, ""});
  result.comparisons.push_back(shown("uncertainty of the flux that gives the published 0.0022", "", needed));
  result.comparisons.push_back(
      shown("one standard deviation without uncertainties but counting", "", angle_error(context, 1e-6, 1e-6, "1")));
}

EntryResult mixing_angle(Context& context) {
  EntryResult result;
  add_precision(context, result);
  Figure figure =
      axes("chi2 of measurements and of the projection", R"($\sin^2\theta_W$)", R"($\Delta\chi^2$)", false, false);
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  const io::FitCard projection = fit_card("reactor-mixing-angle"), electrons = fit_card("nu-e-mixing-angle"),
                    conus = fit_card("conus-mixing-angle");
  figure.curves = {chi2_curve(context, projection, "100 kg of germanium, projection"),
                   chi2_curve(context, electrons, "TEXONO, electrons"), chi2_curve(context, conus, "CONUS+")};
  result.figures.push_back(figure);
  const FitResult texono = fit_of(context, electrons), recent = fit_of(context, conus);
  const double published_error = std::hypot(0.031, 0.024);
  result.comparisons.push_back({"TEXONO: sin^2 theta_W (tolerance: a quarter of the published error)", "", 0.251,
                                texono.minima.front().parameters[0], 0.25 * published_error / 0.251, ""});
  result.comparisons.push_back({"TEXONO: one standard deviation", "", published_error, half_width(texono, "s", sigma),
                                0.1, "one bin here, ten in the paper"});
  result.comparisons.push_back(shown("CONUS+: sin^2 theta_W", "", recent.minima.front().parameters[0]));
  result.comparisons.push_back(shown("CONUS+: one standard deviation", "", half_width(recent, "s", sigma)));
  return result;
}

// ---- non-standard interactions

/// eps^d over eps^u along the degenerate line through the Standard Model: the d that fits best at two u.
double degenerate_slope(Context& context, const io::FitCard& card) {
  const auto best_down = [&](double up) {
    const FitResult fitted = fit_of(context, with_value(card, "eu", up), false);
    double nearest = 1e9;
    for (const FitResult::Point& minimum : fitted.minima) {
      // The other solution lies 0.4 above.
      if (std::abs(minimum.parameters[0] + up) < std::abs(nearest + up)) nearest = minimum.parameters[0];
    }
    return nearest;
  };
  constexpr double step = 0.1;
  return (best_down(step) - best_down(-step)) / (2.0 * step);
}

/// The same from dQ = (2u + d) Z + (u + 2d) N = 0, nuclides weighted by number and weak charge; their form factors and
/// thresholds are left out, which is why it holds to a few 1e-4 only.
double slope_of_nuclei(const std::string& target) {
  double up = 0.0, down = 0.0;
  for (const matter::Constituent& each : matter::material(target).constituents) {
    const double Z = each.nuclide.proton_number, N = each.nuclide.neutron_number();
    const double weight = each.count * (N - (1.0 - 4.0 * low_energy_angle) * Z);
    up += weight * (2.0 * Z + N);
    down += weight * (Z + 2.0 * N);
  }
  return -up / down;
}

void add_slopes(Context& context, const io::FitCard& card, EntryResult& result) {
  for (const auto& [target, experiment] : {std::pair{"Ge", germanium}, {"CsI", caesium_iodide}, {"Ar", argon}}) {
    result.comparisons.push_back({fmt::format("degenerate line on {}: eps_dV over eps_uV, -(2Z+N)/(Z+2N)", target), "",
                                  slope_of_nuclei(target), degenerate_slope(context, only(card, {experiment})), 1e-3,
                                  ""});
  }
}

/// Ranges of one NSI at a time.
DataTable ranges_table(Context& context, const io::FitCard& card, const std::string& other,
                       const std::vector<Choice>& choices) {
  DataTable table{"90 % ranges, the other one zero", {"experiments", card.parameters[0].title}, {}};
  for (const Choice& each : choices) {
    const FitResult fitted = fit_of(context, with_value(each.card, other, 0.0));
    table.rows.push_back({each.label, ranges_text(fitted, fitted.parameters[0].name, 0.9)});
  }
  return table;
}

/// The coupling of electron neutrinos that a reactor allows, whatever that of muon neutrinos is: upright lines.
std::vector<Curve> upright(Context& context, const io::FitCard& card, const std::string& label) {
  io::FitCard alone = with_value(only(card, {germanium}), "mm", 0.0);
  // The rise of chi2 of two parameters as one of one.
  alone.confidence = {1.0 - inference::chi2_probability(inference::chi2_rise(0.9, 2), 1.0)};
  std::vector<Curve> curves;
  for (const FitResult::Range& range : fit_of(context, alone).intervals) {
    for (const double end : {range.low, range.high}) {
      curves.push_back(curve(curves.empty() ? label : "", {end, end}, {card.parameters[1].min, card.parameters[1].max},
                             Style::dashed));
    }
  }
  return curves;
}

constexpr const char* reactor_label = "reactor, 100 kg Ge (projection)";

void add_plane(Context& context, const std::string& title, const io::FitCard& card, const std::vector<Choice>& choices,
               std::vector<Curve> more, EntryResult& result) {
  Plane drawn = plane(context, title, choices, 0.9);
  more.push_back(curve("Standard Model", {0.0, 0.0}, {0.0, 0.0}, Style::points));
  for (Curve& each : more) drawn.figure.curves.push_back(std::move(each));
  for (size_t i = 0; i < choices.size(); ++i) {
    result.comparisons.push_back(shown(
        fmt::format("share of the plane that is allowed, {}: {}", card.title, choices[i].label), "", drawn.shares[i]));
  }
  result.figures.push_back(drawn.figure);
}

EntryResult non_standard(Context& context) {
  EntryResult result;
  const io::FitCard quarks = fit_card("reactor-sns-nsi-quarks"), flavours = fit_card("reactor-sns-nsi-flavours");
  const auto choices = [](const io::FitCard& card) {
    return std::vector<Choice>{choice("COHERENT CsI", card, {caesium_iodide}, Style::dotted),
                               choice("COHERENT LAr", card, {argon}, Style::dotted),
                               choice("all", card, {germanium, caesium_iodide, argon}, Style::line, Method::slices)};
  };
  std::vector<Choice> with_reactor = choices(quarks);
  with_reactor.insert(with_reactor.begin(), choice(reactor_label, quarks, {germanium}, Style::dashed, Method::slices));
  add_plane(context, "Electron neutrinos with u and d quarks, 90 %", quarks, with_reactor, {}, result);
  add_plane(context, "Electron and muon neutrinos with d quarks, 90 %", flavours, choices(flavours),
            upright(context, flavours, reactor_label), result);
  add_slopes(context, quarks, result);
  result.tables.push_back(ranges_table(context, quarks, "eu", with_reactor));
  result.note =
      "With u and d quarks the lines of caesium, argon and germanium differ in slope by less than 5 %, so that "
      "COHERENT "
      "(signals to 10 and 13 %) hardly cuts the line of the reactor. What ends that line is germanium itself: its five "
      "isotopes do not stay degenerate together, and 3.5 million events see it where the shape of the reactor spectrum "
      "is taken to be known. A single isotope leaves the whole line. With electron and muon neutrinos the two sources "
      "complement each other: the reactor fixes the one, the SNS the other, and of rings and bands small islands "
      "remain.";
  return result;
}

// ---- every structure

/// Couplings allowed at 90 % with one structure at a time.
void add_structures(Context& context, EntryResult& result) {
  DataTable table{"90 % ranges, one structure at a time: couplings to u and d, P to nucleons",
                  {"structure", "reactor", "COHERENT CsI"},
                  {}};
  const auto range = [&](const char* name, const char* wanted, const char* other, const char* experiment) {
    const FitResult fitted = fit_of(context, with_value(only(fit_card(name), {experiment}), other, 0.0));
    return ranges_text(fitted, wanted, 0.9);
  };
  for (const auto& [structure, card, wanted, other] : {std::tuple{"S", "reactor-sns-scalar-vector", "x", "y"},
                                                       {"P", "reactor-sns-axial-pseudoscalar", "y", "x"},
                                                       {"V", "reactor-sns-scalar-vector", "y", "x"},
                                                       {"A", "reactor-sns-axial-pseudoscalar", "x", "y"},
                                                       {"T", "reactor-sns-vector-tensor", "y", "x"}}) {
    table.rows.push_back(
        {structure, range(card, wanted, other, germanium), range(card, wanted, other, caesium_iodide)});
  }
  result.tables.push_back(table);
}

EntryResult structures(Context& context) {
  EntryResult result;
  for (const auto& [name, title] : {std::pair{"reactor-sns-scalar-vector", "Scalar and vector, 90 %"},
                                    {"reactor-sns-scalar-tensor", "Scalar and tensor, 90 %"},
                                    {"reactor-sns-vector-tensor", "Vector and tensor, 90 %"},
                                    {"reactor-sns-axial-pseudoscalar", "Axial and pseudoscalar, 90 %"}}) {
    const io::FitCard card = fit_card(name);
    const Plane drawn = plane(context, title,
                              {choice(reactor_label, card, {germanium}, Style::dashed, Method::slices),
                               choice("COHERENT CsI", card, {caesium_iodide}, Style::dotted),
                               choice("both", card, {germanium, caesium_iodide}, Style::line, Method::slices)},
                              0.9);
    result.figures.push_back(drawn.figure);
    result.comparisons.push_back(shown(fmt::format("{}: share allowed by the reactor", title), "", drawn.shares[0]));
    result.comparisons.push_back(shown(fmt::format("{}: share allowed by both", title), "", drawn.shares[2]));
  }
  add_structures(context, result);
  return result;
}

// ---- light mediators

/// A boson that is in the data.
struct Boson {
  double mass, coupling;  // mass in MeV
};

io::FitCard with_truth(io::FitCard card, const Boson& boson) {
  card.truth.settings["mass"] = fmt::format("{} MeV", boson.mass);
  card.truth.settings["g"] = fmt::format("{}", boson.coupling);
  return card;
}

void reconstruct(Context& context, const std::string& name, const std::string& title, const std::vector<Boson>& bosons,
                 EntryResult& result) {
  const io::FitCard card = fit_card(name);
  std::vector<Choice> reactor;
  for (const Boson& boson : bosons) {
    reactor.push_back(choice(fmt::format("{:g} MeV, g = {:g}", boson.mass, boson.coupling), with_truth(card, boson),
                             {germanium}, Style::line, Method::slices));
  }
  Plane drawn = plane(context, title + ": reconstructed at a reactor, 95.45 %", reactor, 0.9545);
  Curve truths = curve("in the data", {}, {}, Style::points);
  for (const Boson& boson : bosons) {
    truths.x.push_back(boson.mass);
    truths.y.push_back(boson.coupling);
  }
  drawn.figure.curves.push_back(truths);
  result.figures.push_back(drawn.figure);
  for (const Boson& boson : bosons) {
    const FitResult fitted = fit_of(context, only(with_truth(card, boson), {germanium}));
    result.tables.push_back({fmt::format("{} of {:g} MeV, g = {:g}, reactor", title, boson.mass, boson.coupling),
                             {"", "1 sigma", "95.45 %"},
                             {{"mass [MeV]", ranges_text(fitted, "m", sigma), ranges_text(fitted, "m", 0.9545)},
                              {"coupling", ranges_text(fitted, "g", sigma), ranges_text(fitted, "g", 0.9545)}}});
    result.comparisons.push_back({fmt::format("{} of {:g} MeV: mass at the best fit", title, boson.mass), "MeV",
                                  boson.mass, fitted.minima.front().parameters[0], 0.01,
                                  "a mass below the momentum transfers leaves no trace"});
  }
}

EntryResult light_boson(Context& context) {
  EntryResult result;
  reconstruct(context, "reactor-sns-light-vector", "Vector", {{1.0, 6e-7}, {8.0, 1.5e-6}, {30.0, 6e-6}}, result);
  reconstruct(context, "reactor-sns-light-scalar", "Scalar", {{1.0, 8e-7}, {8.0, 1.7e-6}, {30.0, 4e-6}}, result);
  // The spallation source has larger momentum transfers: of a heavy boson the reactor sees g/m alone.
  const io::FitCard card = with_truth(fit_card("reactor-sns-light-vector"), {30.0, 6e-6});
  const Plane both = plane(context, "Vector of 30 MeV, g = 6e-6: reactor and SNS, 95.45 %",
                           {choice("reactor, 100 kg Ge", card, {germanium}, Style::dashed, Method::slices),
                            choice("COHERENT CsI", card, {caesium_iodide}, Style::dotted, Method::slices),
                            choice("both", card, {germanium, caesium_iodide}, Style::line, Method::slices)},
                           0.9545);
  result.figures.push_back(both.figure);
  result.comparisons.push_back(shown("share of the plane allowed by the reactor", "", both.shares[0]));
  result.comparisons.push_back(shown("share of the plane allowed by both", "", both.shares[2]));
  return result;
}

// ---- sterile neutrinos

EntryResult sterile(Context& context) {
  EntryResult result;
  const io::FitCard known = fit_card("reactor-sterile");
  io::FitCard unknown = known;
  unknown.experiments.front().width["flux"] = "free";
  Plane drawn = plane(context, "Sterile neutrinos: excluded right of the lines, 90 %",
                      {{"flux to 2 %", known, Style::line, Method::columns},
                       {"flux free: shape only", unknown, Style::dashed, Method::columns}},
                      0.9);
  std::swap(drawn.figure.x_label, drawn.figure.y_label);
  std::swap(drawn.figure.log_x, drawn.figure.log_y);
  for (Curve& each : drawn.figure.curves) std::swap(each.x, each.y);
  drawn.figure.y_low = known.parameters[0].min;
  drawn.figure.y_high = known.parameters[0].max;
  result.figures.push_back(drawn.figure);
  for (const double splitting : {0.1, 1.0, 10.0}) {
    const FitResult fitted = fit_of(context, with_value(known, "d", splitting));
    const std::optional<double> limit = upper_end(fitted, "s", 0.9);
    if (limit) {
      result.comparisons.push_back(
          shown(fmt::format("sin^2 2theta_14 below, dm2 = {:g} eV2, 90 % of one parameter", splitting), "", *limit));
    }
  }
  return result;
}

}  // namespace

std::vector<Entry> reactor_fit_entries() {
  const std::string talk = "talk of X.-J. Xu (2019)";
  const std::string projection =
      "Projection (data are what the Standard Model expects, unless a boson is named): 100 kg of natural germanium in "
      "10 m "
      "from 1 GW, one year, recoils of 0.1 to 3 keV before any quenching, flux to 2 %, 3 background events per keV "
      "(recoil), kg and day known to 10 %; the background is recalled from 1612.04150, both uncertainties are "
      "choices. ";
  return {
      {"003.sin2thetaw", "Precision of a reactor experiment on the weak mixing angle",
       talk + "; 1612.04150; TEXONO 0911.1597; CONUS+ 2501.05206",
       projection +
           "What the paper takes for the uncertainty of the flux is not known here: 0.0022 stands beside the curve and "
           "is not judged. TEXONO: one bin of 3 to 8 MeV, its counts recalled. CONUS+: the published number of events, "
           "with the quenching of the paper.",
       mixing_angle},
      {"003.nsi", "NSI: degenerate lines of a reactor and of the SNS, and what is left of them together",
       talk + "; 1612.04150; 1708.02899; 1711.09773",
       projection +
           "COHERENT: observed data of CsI 2021 and liquid argon 2020 with the nuisances of their files. "
           "Regions of two parameters (chi2 rises by 4.61), slopes from the minima along the lines. The shape of the "
           "reactor spectrum has no uncertainty.",
       non_standard},
      {"003.spvat-fit", "Planes of scalar, pseudoscalar, vector, axial and tensor couplings: reactor and SNS",
       talk + "; 1612.04150; 1806.07424",
       projection +
           "Couplings to u and d quarks (P: to protons and neutrons) are equal, for all neutrinos, in units of "
           "G_F/sqrt2, charges of quarks in nucleons of the default sets. A and P act on the spins of nuclei only: "
           "7.8 % of germanium (73Ge), all of CsI; P is suppressed by (T/E)^2 on top, so that its limits are numbers "
           "without a meaning for physics. The coherent tensor is a convention of the literature. COHERENT: "
           "observed data.",
       structures},
      {"003.light-mediator-fit", "A light boson in the data: mass and coupling that are reconstructed",
       talk + "; 1612.06350; 1802.05171",
       projection +
           "The boson couples to neutrinos and quarks with one strength g. Masses below some 4 MeV (momentum "
           "transfers of the threshold) change only the size; above 15 MeV only g/m remains. COHERENT: expectation "
           "with its response, backgrounds and nuisances.",
       light_boson},
      {"003.sterile-fit", "Sterile neutrinos at a reactor: exclusion", talk + "; 1511.02834; 1703.00054",
       projection +
           "Point source and point detector: oscillations that average out over a core or a detector (above some "
           "5 eV2) are seen too well. Background and spectra as they stand; the shape of the reactor spectrum "
           "has no uncertainty of its own, which matters for the line with a free flux.",
       sterile},
  };
}

}  // namespace tridens::run::gallery
