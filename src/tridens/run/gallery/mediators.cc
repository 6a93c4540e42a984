// Light and heavy gauge bosons in tridents.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/model/kinetic_mixing.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;

/// Masses of the curves, GeV.
constexpr double masses[] = {1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0};

/// sigma/sigma_SM = 1 + linear g'^2 + quadratic g'^4 of one mediator mass, from integrals per unit coupling.
struct Response {
  double mass, linear, quadratic;
  double ratio(double coupling) const {
    const double g2 = coupling * coupling;
    return 1.0 + g2 * (linear + quadratic * g2);
  }
  /// Smallest coupling at which the ratio reaches a value above 1.
  double coupling_for(double ratio) const {
    const double a = quadratic, b = linear, c = 1.0 - ratio;
    const double g2 = 2.0 * -c / (b + std::sqrt(b * b - 4.0 * a * c));
    return std::sqrt(g2);
  }
};

Response response(Context& context, const TridentChannel& line, const std::string& model, double mass,
                  const Scatterer& scatterer, const flux::Spectrum& spectrum) {
  const Couplings unit = context.couplings(line, model, {{"mass", fmt::format("{} GeV", mass)}, {"coupling", "1"}});
  const process::TridentTerms terms = context.average_terms(line, unit, scatterer, spectrum);
  const auto sigma = [&](double coupling) {
    Couplings scaled = unit;
    scaled.vertex.V_mediator *= coupling * coupling;
    scaled.vertex.A_mediator *= coupling * coupling;
    return context.combine(terms, scaled);
  };
  // A quadratic in x = g'^2 from three points at the scale where it matters.
  const double x = 1e-6 + mass * mass * 1e-6, g = std::sqrt(x);
  const double standard = sigma(0.0), one = sigma(g) / standard - 1.0, two = sigma(std::sqrt(2.0) * g) / standard - 1.0;
  const double quadratic = (two - 2.0 * one) / (2.0 * x * x);
  return {mass, (one - quadratic * x * x) / x, quadratic};
}

/// 1 + ... of the ratio formulas with the constant c = 1.13 (CCFR) or 1.54 (DUNE).
double ratio_formula(double c, double coupling, double mass) {
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant);
  const double standard = 1.0 + 4.0 * 0.23121, shift = 2.0 * v2 * coupling * coupling / (mass * mass);
  return (c + (standard + shift) * (standard + shift)) / (c + standard * standard);
}

struct Case {
  const char *name, *flux;
  Scatterer scatterer;
  double constant;
};

void add_ratio_case(Context& context, const Case& item, EntryResult& result) {
  const TridentChannel line = channel("numu", "mu-mu+");
  const flux::Spectrum& spectrum = context.flux(item.flux).spectrum(line.incoming);
  const process::TridentTerms terms =
      context.average_terms(line, context.standard_model(line), item.scatterer, spectrum);
  result.comparisons.push_back(
      {std::string("constant of the ratio formula, ") + item.name + ": sigma_AA/sigma_VV", "", item.constant,
       terms[0].aa / terms[0].vv, 0.05,
       "the published constant belongs to the experiment's selection, which is not applied here"});
  Figure figure{std::string(item.name) + ": couplings that double the dimuon cross section",
                "mediator mass [GeV]",
                "g'",
                true,
                true,
                {},
                {},
                {}};
  Figure failure{std::string(item.name) + ": ratio formula over full, where the formula says 2",
                 "mediator mass [GeV]",
                 "formula / full",
                 true,
                 false,
                 {},
                 {},
                 {}};
  Curve full, formula_curve, over;
  full.label = "full calculation";
  formula_curve.label = "ratio formula";
  formula_curve.style = Style::dashed;
  const double v2 = 1.0 / (std::sqrt(2.0) * constants::fermi_constant), standard = 1.0 + 4.0 * 0.23121;
  const double shift = std::sqrt(2.0 * (item.constant + standard * standard) - item.constant) - standard;
  double first_good = 0.0;
  for (const double mass : masses) {
    const Response curve = response(context, line, "lmu-ltau", mass, item.scatterer, spectrum);
    const double coupling = mass * std::sqrt(shift / (2.0 * v2));
    full.x.push_back(mass);
    full.y.push_back(curve.coupling_for(2.0));
    formula_curve.x.push_back(mass);
    formula_curve.y.push_back(coupling);
    const double quotient = ratio_formula(item.constant, coupling, mass) / curve.ratio(coupling);
    over.x.push_back(mass);
    over.y.push_back(quotient);
    if (first_good == 0.0 && std::abs(quotient - 1.0) < 0.1) first_good = mass;
  }
  figure.curves = {full, formula_curve};
  failure.curves = {over, {"equal", {masses[0], 10.0}, {1.0, 1.0}, {}, {}, Style::dotted}};
  result.figures.push_back(figure);
  result.figures.push_back(failure);
  result.comparisons.push_back(
      {std::string("lightest of the masses drawn at which the formula holds to 10 %, ") + item.name, "GeV",
       std::nullopt, first_good, std::nullopt, ""});
}

EntryResult ratio_formulas(Context& context) {
  EntryResult result;
  const TridentChannel line = channel("numu", "mu-mu+");
  // Heavy mediator and a unit constant: couplings alone, no flux.
  for (const auto& [scale, value] : {std::pair{500.0, 1.44682}, {1000.0, 1.10233}}) {
    const Couplings heavy = context.couplings(
        line, "lmu-ltau", {{"mass", fmt::format("{} GeV", scale)}, {"coupling", "1"}, {"sin2thetaW", "0.2312"}});
    const double V = heavy.vertex.vector_at(0.0), A = heavy.vertex.axial_at(0.0);
    const model::LeptonVertex sm = context.standard_model(line, "0.2312").vertex;
    result.comparisons.push_back({fmt::format("(V2 + A2) over the Standard Model, contact limit, M/g' = {} GeV", scale),
                                  "", value, (V * V + A * A) / (sm.V * sm.V + sm.A * sm.A), 1e-5, ""});
  }
  add_ratio_case(context, {"CCFR", "ccfr", Scatterer{"Fe56"}, 1.13}, result);
  add_ratio_case(context, {"DUNE", "dune-nd-fhc", Scatterer{"Ar40"}, 1.54}, result);
  return result;
}

/// Upper estimate of dark bremsstrahlung nu A -> nu Z' A over dimuons: collinear emission off the neutrino in coherent
/// neutral-current scattering at its plateau.
double dark_bremsstrahlung_ratio(double coupling, double mass, double energy, double trident_fb) {
  const double s2 = 0.23121, weak_charge = (1.0 - 4.0 * s2) * 18.0 - 22.0;
  const auto form_factor = matter::make_nuclear_form_factor("helm", matter::nuclide("Ar40"));
  double integral = 0.0;
  const int steps = 2000;
  for (int i = 0; i < steps; ++i) {
    const double Q = (i + 0.5) / steps, F = form_factor->value(Q * Q);
    integral += F * F * 2.0 * Q / steps;
  }
  const double scattering = std::pow(constants::fermi_constant * weak_charge, 2) / (4.0 * units::pi) * integral;
  const double emission =
      coupling * coupling / (4.0 * units::pi * units::pi) * std::log(energy * energy / (mass * mass));
  return scattering * emission / units::femtobarn / trident_fb;
}

void add_model(Context& context, const std::string& model, const TridentChannel& line, const std::string& title,
               EntryResult& result) {
  const flux::Spectrum& spectrum = context.flux("dune-nd-fhc").spectrum(line.incoming);
  Figure rise{title + ": cross section against coupling", "g'", R"($\sigma/\sigma_{SM}$)", true, false, {}, 0.0, 4.0};
  Figure plane{
      title + ": couplings that change the cross section", "mediator mass [GeV]", "g'", true, true, {}, {}, {}};
  Curve ten, fifty;
  ten.label = "+10 %";
  fifty.label = "+50 %";
  for (const double mass : {1e-3, 1e-2, 0.1, 1.0, 10.0}) {
    const Response curve = response(context, line, model, mass, Scatterer{"Ar40"}, spectrum);
    Curve drawn;
    drawn.label = fmt::format("M = {} GeV", mass);
    for (const double g : logarithmic(1e-5, 1e-1, 81)) {
      drawn.x.push_back(g);
      drawn.y.push_back(curve.ratio(g));
    }
    rise.curves.push_back(drawn);
    ten.x.push_back(mass);
    ten.y.push_back(curve.coupling_for(1.1));
    fifty.x.push_back(mass);
    fifty.y.push_back(curve.coupling_for(1.5));
    // Dark bremsstrahlung at the coupling that adds 10 %: it is negligible when its ratio is well below that.
    const double standard = context.average_fb(line, context.standard_model(line), Scatterer{"Ar40"}, spectrum);
    result.comparisons.push_back(
        {fmt::format("{}, M = {} GeV: g' for +10 %", title, mass), "", std::nullopt, ten.y.back(), std::nullopt, ""});
    if (mass == 1e-2 && line.minus == Flavour::muon) {
      result.comparisons.push_back(
          {fmt::format("{}, M = {} GeV: dark bremsstrahlung over tridents at that g' (upper estimate)", title, mass),
           "", std::nullopt, dark_bremsstrahlung_ratio(ten.y.back(), mass, spectrum.mean_energy(), standard),
           std::nullopt, ""});
    }
  }
  plane.curves = {ten, fifty};
  result.figures.push_back(rise);
  result.figures.push_back(plane);
}

EntryResult gauge_bosons(Context& context) {
  EntryResult result;
  add_model(context, "lmu-ltau", channel("numu", "mu-mu+"), "L_mu - L_tau, dimuons", result);
  add_model(context, "le-lmu", channel("numu", "e-e+"), "L_e - L_mu, electron pairs", result);
  return result;
}

EntryResult kinetic_mixing(Context&) {
  EntryResult result;
  const std::array<double, 3> charges = {0.0, 1.0, -1.0};
  for (const auto& [K2, value, tolerance] :
       {std::tuple{0.0, -0.0144329, 1e-5}, {1e-4, -0.0144284, 1e-5}, {1e-2, -0.0140154, 1e-5}}) {
    result.comparisons.push_back(
        {fmt::format("eps(q2 = -{} GeV2)/g'", K2), "", value, model::loop_kinetic_mixing(charges, K2), tolerance, ""});
  }
  result.comparisons.push_back(
      {"eps(0)/g' of the thesis", "", -0.01443, model::loop_kinetic_mixing(charges, 0.0), 3.5e-4, ""});
  const double e = std::sqrt(constants::electric_charge_squared);
  const double slide =
      -3.0 * e / (4.0 * units::pi * units::pi) / 6.0 * 2.0 * std::log(constants::tau_mass / constants::muon_mass);
  result.comparisons.push_back({"eps(0)/g' with the prefactor printed on the slide", "", slide,
                                model::loop_kinetic_mixing(charges, 0.0), 1e-3,
                                "the prefactor of the slide is 3/2 of that of the thesis and of the loop integral"});
  Figure figure{
      "One-loop kinetic mixing of L_mu - L_tau", "$-q^2$ [GeV$^2$]", R"($\epsilon(q^2)/g'$)", true, false, {}, {}, {}};
  Curve curve;
  for (const double K2 : logarithmic(1e-6, 1e3, 121)) {
    curve.x.push_back(K2);
    curve.y.push_back(model::loop_kinetic_mixing(charges, K2));
  }
  figure.curves = {curve};
  result.figures.push_back(figure);
  return result;
}

/// The same boson between neutrinos and electrons: charges 1 of both generations, vector or axial.
Figure axial_on_electrons() {
  Figure figure{R"($\nu_\mu$ electron scattering at 3 GeV with a mediator, M = 10 MeV, g' = 5e-5)",
                "electron kinetic energy [GeV]",
                R"($d\sigma/dT$ over Standard Model)",
                true,
                false,
                {},
                {},
                {}};
  const std::vector<double> recoils = logarithmic(0.01, 2.97, 100);
  const std::vector<double> standard = spectrum_cm2_per_keV(on_electrons("numu", "Ar"), 3.0, recoils);
  const auto add = [&](const std::string& label, const char* left, const char* right, Style style) {
    const ElasticModel model{"u1",
                             {{"mass", "10 MeV"},
                              {"coupling", "5e-5"},
                              {"left_mu", "1"},
                              {"right_mu", "1"},
                              {"left_e", left},
                              {"right_e", right}}};
    Curve curve{label, recoils, spectrum_cm2_per_keV(on_electrons("numu", "Ar", model), 3.0, recoils), {}, {}, style};
    for (size_t i = 0; i < recoils.size(); ++i) curve.y[i] /= standard[i];
    figure.curves.push_back(curve);
  };
  add("vector, charge 1", "1", "1", Style::dashed);
  add("vector, charge -1", "-1", "-1", Style::dashed);
  add("axial, charge 1", "1", "-1", Style::line);
  add("axial, charge -1", "-1", "1", Style::line);
  return figure;
}

/// Limits of dimuons on a boson of charges of L_mu - L_tau, vector or axial to muons.
Figure axial_plane(Context& context, EntryResult& result) {
  Figure figure{"Dimuons and a boson with the charges of L_mu - L_tau, vector or axial to charged leptons",
                "mass of the boson [GeV]",
                "g'",
                true,
                true,
                {},
                {},
                {}};
  for (const char* plane : {"lmu-ltau", "axial-lmu-ltau"}) {
    context.check_stop();
    BoundsRequest request;
    request.plane = plane;
    request.names = {"ccfr-trident", "charm-ii-trident", "dune-trident", "g-2-mu"};
    request.threads = context.threads();
    for (const ComputedBound& bound : compute_bounds(request).bounds) {
      const bounds::BoundCurve& points = bound.curves.at(0);
      const bool axial = plane[0] == 'a';
      figure.curves.push_back({fmt::format("{}, {}", axial ? "axial" : "vector", bound.info.title),
                               points.mass,
                               points.coupling,
                               {},
                               {},
                               axial ? Style::line : Style::dashed});
      result.comparisons.push_back({fmt::format("{}/{}: g' at 1 MeV", plane, bound.info.name), "", std::nullopt,
                                    points.coupling.front(), std::nullopt, ""});
    }
  }
  return figure;
}

EntryResult axial_mediator(Context& context) {
  EntryResult result;
  const TridentChannel line = channel("numu", "mu-mu+");
  const double unit = 18.0 * 18.0 * 1e-5;  // Z^2 1e-44 cm2 in fb
  Figure figure{"Coherent dimuons on argon with a mediator, g' = 1e-3",
                "neutrino energy [GeV]",
                R"($\sigma/(Z^2\,10^{-44}\,\mathrm{cm}^2)$)",
                true,
                true,
                {},
                {},
                {}};
  const auto add = [&](const std::string& label, const Couplings& couplings, Style style) {
    Curve curve;
    curve.label = label;
    curve.style = style;
    for (const double energy : logarithmic(0.5, 100.0, 41)) {
      curve.x.push_back(energy);
      curve.y.push_back(context.sigma_fb(line, couplings, Scatterer{"Ar40"}, energy) / unit);
    }
    figure.curves.push_back(curve);
    result.comparisons.push_back({label + ", 5 GeV", "Z^2 1e-44 cm2", std::nullopt,
                                  context.sigma_fb(line, couplings, Scatterer{"Ar40"}, 5.0) / unit, std::nullopt, ""});
  };
  add("Standard Model", context.standard_model(line), Style::line);
  for (const char* mass : {"0.01 GeV", "1 GeV"}) {
    const model::Settings vector = {{"mass", mass}, {"coupling", "1e-3"}};
    model::Settings axial = vector;
    axial["left_mu"] = "1";
    axial["right_mu"] = "-1";
    add(std::string("vector, M = ") + mass, context.couplings(line, "lmu-ltau", vector), Style::dashed);
    add(std::string("axial, M = ") + mass, context.couplings(line, "u1", axial), Style::line);
  }
  result.figures.push_back(figure);
  result.figures.push_back(axial_on_electrons());
  result.figures.push_back(axial_plane(context, result));
  return result;
}

}  // namespace

std::vector<Entry> mediator_entries() {
  const std::string common =
      "Coherent on argon, DUNE near-detector flux (numu, forward horn current), Fourier-Bessel form factor, no cuts, "
      "no kinetic mixing. ";
  return {
      {"000.kinetic-mixing", "One-loop kinetic mixing of L_mu - L_tau with the photon",
       "talk of M. Hostert (2019); 1902.08579",
       "Closed form of the vacuum-polarisation integral; no mixing at tree level. The slide's prefactor is off by 3/2: "
       "shown as a row that differs.",
       kinetic_mixing},
      {"000.bsm-trident", "Gauge bosons of L_mu - L_tau and L_e - L_mu in tridents against mass and coupling",
       "talk of M. Hostert (2019); 1902.08579",
       common + "Dimuons are the same in both models: the product of the charges of numu and muon is 1. Only the "
                "Bethe-Heitler-like diagrams. Dark bremsstrahlung nu A -> nu Z' A is estimated from above: "
                "coherent neutral-current scattering at its plateau, G_F^2 Q_W^2/4pi int F^2 dQ^2 with the Helm form "
                "factor, times collinear emission g'^2/4pi^2 ln(E^2/M^2), without the branching ratio to the pair "
                "(zero below 2 m_mu) and without the same cuts.",
       gauge_bosons},
      {"001.trident-ratio", "The ratio formulas of CCFR and DUNE against the full calculation, and where they fail",
       "talk of W. Altmannshofer (2022); 1902.06765",
       "Coherent on iron with the CCFR flux and on argon with the DUNE flux (numu), no selection cuts. The formula is "
       "a contact limit: below a mass of the size of the momentum transfer to the leptons it overestimates the effect "
       "without bound, while the full calculation stays finite.",
       ratio_formulas},
      {"000.axial", "Axial-vector mediators: coherent cross sections", "talk of M. Hostert (2019)",
       "Coherent on argon, unit charges for the second generation (left +1, right -1 for the axial one; L_mu - L_tau "
       "for the vector), g' = 1e-3. Beside it electrons: numu of charge 1, electrons of vector charge (left = right) "
       "or "
       "axial charge (left = -right). Amplitudes as in 1807.10973 and 1902.08579 with these charges. The slide states "
       "no "
       "couplings: shown, not judged.",
       axial_mediator},
  };
}

}  // namespace tridens::run::gallery
