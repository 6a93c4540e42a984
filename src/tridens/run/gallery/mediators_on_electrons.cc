// Gauge bosons in neutrino-electron scattering, beside what they do to neutrinos in matter.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/model/matter_potential.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double me = constants::electron_mass;
const double sqrt2 = std::sqrt(2.0);

// ---- spectra and signs

/// The interference of the boson with the Standard Model per g'^2, cm2, for electrons above a threshold.
double interference(const std::string& neutrino, const std::string& model, double mass, double energy,
                    const RecoilWindow& window, const model::Settings& more = {}) {
  const auto sigma = [&](double coupling) {
    return sigma_cm2(on_electrons(neutrino, "Ar", boson(model, mass, coupling, more)), energy, window);
  };
  return coupling_response(sigma, small_coupling(mass, 2.0 * me * std::max(window.low, 1e-3))).linear * sigma(0.0);
}

/// The same differentially, cm2/keV: exact, from the values at three couplings.
std::vector<double> interference_spectrum(const std::string& neutrino, double mass, double energy,
                                          const std::vector<double>& recoils, const model::Settings& more) {
  const double x = std::pow(small_coupling(mass, 2.0 * me * energy), 2);
  const auto at = [&](double square) {
    return spectrum_cm2_per_keV(on_electrons(neutrino, "Ar", boson("le-lmu", mass, std::sqrt(square), more)), energy,
                                recoils);
  };
  const std::vector<double> none = at(0.0), one = at(x), two = at(2.0 * x);
  std::vector<double> result(recoils.size());
  for (size_t i = 0; i < result.size(); ++i) {
    result[i] = (4.0 * (one[i] - none[i]) - (two[i] - none[i])) / (2.0 * x);
  }
  return result;
}

/// Share of the energy y at which the interference of numubar changes sign.
double sign_change(double mass, double energy, const model::Settings& more) {
  double low = 0.01, high = 0.5;
  for (int i = 0; i < 40; ++i) {
    const double y = 0.5 * (low + high);
    (interference_spectrum("numubar", mass, energy, {y * energy}, more)[0] > 0.0 ? low : high) = y;
  }
  return 0.5 * (low + high);
}

void add_signs(EntryResult& result) {
  constexpr double mass = 1e-2, energy = 3.0;
  const RecoilWindow realistic{0.6, std::numeric_limits<double>::infinity()};
  for (const auto& [neutrino, sign] : {std::pair{"numu", 1.0}, {"numubar", -1.0}}) {
    for (const char* name : {"le-lmu", "lmu-ltau"}) {
      model::Settings more;
      if (name == std::string("lmu-ltau")) more["kinetic_mixing"] = "loop";
      const double value = interference(neutrino, name, mass, energy, realistic, more);
      result.comparisons.push_back(
          {fmt::format("sign of the interference, {}, {}, electrons above 600 MeV", name, neutrino), "", sign,
           std::copysign(1.0, value), 0.0, ""});
    }
  }
  // With C_L = -1/4, C_R = 1/4 the interference of the expansion is exact but for m_e T/E^2.
  const std::vector<double> recoils = {1.5};
  const double y = recoils[0] / energy;
  const double expansion = -sqrt2 * me * constants::fermi_constant / (4.0 * units::pi) /
                           (mass * mass + 2.0 * me * recoils[0]) * (-1.0 + (1.0 - y) * (1.0 - y)) /
                           (units::cm2 / units::keV);
  result.comparisons.push_back(
      {"interference of numu per g'^2, T = 1.5 GeV of 3 GeV, s_W^2 = 1/4, L_e - L_mu", "cm2/keV", expansion,
       interference_spectrum("numu", mass, energy, recoils, {{"sin2thetaW", "0.25"}})[0], 1e-3, ""});
  for (const auto& [s2, y0] : {std::pair{"0.2223", 0.105}, {"0.2387", 0.044}}) {
    result.comparisons.push_back({fmt::format("T/E at which numubar turns destructive, s_W^2 = {}", s2), "", y0,
                                  sign_change(mass, 100.0, {{"sin2thetaW", s2}}), 0.02, ""});
  }
}

Figure ratio_figure(const std::string& neutrino, double energy) {
  Figure figure{"Gauge bosons in " + symbol(neutrino) + fmt::format(" electron scattering at {:g} GeV", energy),
                "electron kinetic energy [GeV]",
                R"($d\sigma/dT$ over Standard Model)",
                true,
                false,
                {},
                0.8,
                1.6};
  const std::vector<double> recoils = logarithmic(0.03, 0.99 * energy, 120);
  const std::vector<double> standard = spectrum_cm2_per_keV(on_electrons(neutrino, "Ar"), energy, recoils);
  const auto add = [&](const std::string& label, const ElasticModel& model, Style style) {
    const std::vector<double> values = spectrum_cm2_per_keV(on_electrons(neutrino, "Ar", model), energy, recoils);
    Curve curve{label, recoils, {}, {}, {}, style};
    for (size_t i = 0; i < values.size(); ++i) curve.y.push_back(values[i] / standard[i]);
    figure.curves.push_back(curve);
  };
  for (const double mass : {1e-3, 1e-2, 0.1}) {
    const double g = mass < 0.05 ? 2e-5 : 8e-5;
    add(fmt::format(R"($L_e-L_\mu$, M = {:g} MeV, g' = {:g})", mass * 1e3, g), boson("le-lmu", mass, g), Style::line);
  }
  add(R"($L_\mu-L_\tau$ by its loop, M = 10 MeV, g' = 5e-4)",
      boson("lmu-ltau", 1e-2, 5e-4, {{"kinetic_mixing", "loop"}}), Style::dashed);
  figure.curves.push_back({"threshold 600 MeV", {0.6, 0.6}, {0.8, 1.6}, {}, {}, Style::dotted});
  return figure;
}

/// Electrons above a threshold in a beam, relative to an unchanged one.
CouplingResponse beam_response(const flux::Flux& flux, const std::string& model, const model::Settings& more,
                               double mass, double threshold) {
  const RecoilWindow window{threshold, std::numeric_limits<double>::infinity()};
  const auto rate = [&](double coupling) {
    double sum = 0.0;
    for (const std::string& neutrino : species(flux)) {
      sum += events(on_electrons(neutrino, "Ar", boson(model, mass, coupling, more)),
                    flux.spectrum(parse_neutrino(neutrino)), 1.1e21, 75.0, window);
    }
    return sum;
  };
  return coupling_response(rate, small_coupling(mass, 2.0 * me * threshold));
}

/// Couplings for 5 % against the mass, by model, beam and threshold.
void add_plane(Context& context, EntryResult& result) {
  Figure plane{"DUNE near detector: 5 % more or fewer electrons", "mediator mass [GeV]", "g'", true, true, {}, {}, {}};
  struct Line {
    const char *label, *flux, *model;
    double threshold;
    Style style;
  };
  const Line lines[] = {
      {R"($L_e-L_\mu$, $\nu$ mode, 600 MeV)", "dune-nd-fhc", "le-lmu", 0.6, Style::line},
      {R"($L_e-L_\mu$, $\bar{\nu}$ mode, 600 MeV)", "dune-nd-rhc", "le-lmu", 0.6, Style::dashed},
      {R"($L_e-L_\mu$, $\nu$ mode, 30 MeV)", "dune-nd-fhc", "le-lmu", 0.03, Style::line},
      {R"($L_\mu-L_\tau$ by its loop, $\nu$ mode, 600 MeV)", "dune-nd-fhc", "lmu-ltau", 0.6, Style::line}};
  const std::vector<double> masses = logarithmic(1e-3, 10.0, 17);
  for (const Line& line : lines) {
    model::Settings more;
    if (line.model == std::string("lmu-ltau")) more["kinetic_mixing"] = "loop";
    Curve curve{line.label, masses, {}, {}, {}, line.style};
    for (const double mass : masses) {
      context.check_stop();
      curve.y.push_back(
          beam_response(context.flux(line.flux), line.model, more, mass, line.threshold).coupling_for(0.05));
    }
    result.comparisons.push_back({fmt::format("{}, {}, electrons above {:g} MeV: g' for 5 %, M = 1 MeV", line.model,
                                              line.flux, line.threshold / units::MeV),
                                  "", std::nullopt, curve.y.front(), std::nullopt, ""});
    plane.curves.push_back(curve);
  }
  result.figures.push_back(plane);
}

EntryResult gauge_bosons(Context& context) {
  EntryResult result;
  result.figures = {ratio_figure("numu", 3.0), ratio_figure("numubar", 3.0)};
  add_signs(result);
  add_plane(context, result);
  result.comparisons.push_back({"sqrt(2 m_e T) at 600 MeV, below which the coupling levels off", "MeV", 24.8,
                                std::sqrt(2.0 * me * 0.6) / units::MeV, 2e-3, ""});
  // Where the coupling for 5 % is sqrt2 of that of a massless boson.
  const flux::Flux& flux = context.flux("dune-nd-fhc");
  const double massless = beam_response(flux, "le-lmu", {}, 0.0, 0.6).coupling_for(0.05);
  double low = 1e-3, high = 1.0;
  for (int i = 0; i < 12; ++i) {
    const double mass = std::sqrt(low * high);
    (beam_response(flux, "le-lmu", {}, mass, 0.6).coupling_for(0.05) < sqrt2 * massless ? low : high) = mass;
  }
  result.comparisons.push_back({"mass at which that coupling is sqrt2 of the massless one, DUNE spectrum", "MeV",
                                std::nullopt, std::sqrt(low * high) / units::MeV, std::nullopt, ""});
  return result;
}

// ---- matter against scattering

/// What the boson adds to V_ee - V_mumu at the surface of the Earth, from the Earth and the Sun, per g'^2; GeV.
double potential(double mass) {
  const auto difference = [&](const char* body, double distance) {
    const auto model = model::make_model("le-lmu", {{"mass", fmt::format("{} GeV", mass)}, {"coupling", "1"}});
    const auto standard = model::make_model("sm");
    const model::MatterBody matter = model::matter_body(body);
    const auto with = model::matter_hamiltonian(*model, matter, distance);
    const auto without = model::matter_hamiltonian(*standard, matter, distance);
    return (with[0][0] - with[1][1] - without[0][0] + without[1][1]).real();
  };
  constexpr double astronomical_unit = 1.495978707e11;
  return difference("earth", 6370.0 * units::km) + difference("sun-uniform", astronomical_unit * units::m);
}

/// Coupling at which the potential is a share of sqrt2 G_F N_e of the mantle.
double matter_coupling(double mass, double share) {
  const model::NumberDensities mantle = model::matter_body("earth").at(6000.0 * units::km);
  return std::sqrt(share * sqrt2 * constants::fermi_constant * mantle.electron / potential(mass));
}

EntryResult matter_or_scattering(Context& context) {
  EntryResult result;
  const flux::Flux& beam = context.flux("dune-nd-fhc");
  const flux::Flux reactor = source("reactor,power=2.9GW,distance=28m");
  const Neutrino antineutrino{Flavour::electron, true};
  const auto reactor_coupling = [&](double mass) {
    const auto rate = [&](double coupling) {
      return average_cm2(on_electrons("nuebar", "CsI", boson("le-lmu", mass, coupling)), reactor.spectrum(antineutrino),
                         {3.0 * units::MeV, 8.0 * units::MeV});
    };
    return coupling_response(rate, small_coupling(mass, 2.0 * me * 3e-3)).coupling_for(0.20);
  };
  const auto beam_coupling = [&](double mass) {
    return beam_response(beam, "le-lmu", {}, mass, 0.6).coupling_for(0.05);
  };
  Figure figure{
      R"($L_e-L_\mu$: matter potential against scattering)", "mediator mass [eV]", "g'", true, true, {}, {}, 1e9};
  Curve matter{R"(matter: 10 % of $\sqrt{2}G_FN_e$ in $V_{ee}-V_{\mu\mu}$)", {}, {}, {}, {}};
  Curve accelerator{"scattering: 5 % at the DUNE near detector, T > 600 MeV", {}, {}, {}, {}, Style::dashed};
  Curve reactors{"scattering: 20 % at a reactor, T = 3 to 8 MeV", {}, {}, {}, {}, Style::dashed};
  for (const double mass : logarithmic(1e-29, 10.0, 121)) {
    matter.x.push_back(mass / units::eV);
    matter.y.push_back(matter_coupling(mass, 0.10));
  }
  // Far below the momentum transfer nothing changes any more: the massless value.
  const double beam_massless = beam_coupling(0.0), reactor_massless = reactor_coupling(0.0);
  accelerator.x = reactors.x = {1e-20};
  accelerator.y = {beam_massless};
  reactors.y = {reactor_massless};
  for (const double mass : logarithmic(1e-5, 10.0, 19)) {
    context.check_stop();
    accelerator.x.push_back(mass / units::eV);
    accelerator.y.push_back(beam_coupling(mass));
    reactors.x.push_back(mass / units::eV);
    reactors.y.push_back(reactor_coupling(mass));
  }
  figure.curves = {matter, accelerator, reactors};
  result.figures.push_back(figure);
  for (const double mass : {1e-27, 1e-23, 1e-12, 1e-3, 1.0}) {
    result.comparisons.push_back({fmt::format("coupling for 10 % in matter, M = {:g} eV", mass / units::eV), "",
                                  std::nullopt, matter_coupling(mass, 0.10), std::nullopt, ""});
  }
  const double ratio = matter_coupling(10.0, 0.10) / beam_coupling(10.0);
  result.comparisons.push_back({"heavy boson: coupling seen in matter (10 %) over that of scattering (5 %)", "",
                                std::nullopt, ratio, std::nullopt, ""});
  double low = 1e-6, high = 10.0;
  if (ratio > 1.0) {
    for (int i = 0; i < 14; ++i) {
      const double mass = std::sqrt(low * high);
      (matter_coupling(mass, 0.10) < beam_coupling(mass) ? low : high) = mass;
    }
    result.comparisons.push_back({"mass above which scattering at the DUNE near detector sees more", "MeV",
                                  std::nullopt, std::sqrt(low * high) / units::MeV, std::nullopt, ""});
  }
  result.note =
      "The potential grows as g'^2/M^2 down to the inverse radius of the Earth and on to the inverse distance of the "
      "Sun, below which it is constant; scattering stops growing where M^2 is below 2 m_e T.";
  return result;
}

}  // namespace

std::vector<Entry> electron_mediator_entries() {
  return {
      {"000.bsm-nue", "Gauge bosons of L_e - L_mu and L_mu - L_tau in neutrino-electron scattering",
       "talk of M. Hostert (2019); 1902.08579",
       "Tree-level exchange, L_mu - L_tau by its one-loop kinetic mixing; s_W^2 = 0.23857 unless said. The slide says "
       "that "
       "the interference is always constructive for numu and destructive for numubar: judged for electrons above 600 "
       "MeV at 3 GeV; below the T/E given, numubar is constructive too. The plane shows a change of 5 % in events "
       "above "
       "the threshold, all species, and is no statistical limit. T/E of the sign change: 1 - sqrt(C_R/|C_L|).",
       gauge_bosons},
      {"000.matter-vs-scattering", "L_e - L_mu: long-range matter potential against scattering",
       "talk of M. Hostert (2019); 2009.14220, 1902.08579",
       "Matter: V_ee - V_mumu at the surface of the Earth from the Earth (core and mantle) and the Sun, as a share of "
       "the "
       "ordinary potential of the mantle. Scattering: electrons above 600 MeV in the DUNE near detector (neutrino "
       "mode), "
       "and of 3 to 8 MeV at a reactor of 2.9 GW in 28 m. The sizes 10 %, 5 % and 20 % are round numbers near the "
       "accuracy "
       "of such experiments: these are curves of equal effect and no limits.",
       matter_or_scattering},
  };
}

}  // namespace tridens::run::gallery
