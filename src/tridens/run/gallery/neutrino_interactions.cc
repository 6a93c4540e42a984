// New interactions in coherent scattering: every Lorentz structure, light mediators, sterile neutrinos, new fermions in
// the final state.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/oscillation.hh"
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
constexpr const char* reactor_source = "reactor,power=1GW,distance=10m,neutron_capture=0";

io::ProcessCard point_nucleus() {
  io::ProcessCard card;
  card.form_factor = "point";
  return card;
}

/// What a coupling adds quadratically: half of the sum over both signs, less the Standard Model. cm2/keV.
std::vector<double> quadratic_part(const std::string& target, const std::string& coupling, double energy,
                                   const std::vector<double>& recoils) {
  const auto with = [&](const char* value) {
    return spectrum_cm2_per_keV(cevns("nue", target, {"generalised", {{coupling, value}}}, point_nucleus()), energy,
                                recoils);
  };
  const std::vector<double> plus = with("1"), minus = with("-1"), zero = with("0");
  std::vector<double> result(recoils.size());
  for (size_t i = 0; i < result.size(); ++i) result[i] = 0.5 * (plus[i] + minus[i]) - zero[i];
  return result;
}

/// Spectra of one structure at a time on a nucleus of spin 1/2, each with the integral 1 over T/T_max.
void add_shapes(EntryResult& result) {
  const double energy = 5.0 * MeV;
  const double highest = cevns("nue", "F19").process->recoil_range(0, energy).high;
  Figure figure = axes("One structure at a time, 19F, 5 MeV", R"($T/T_{max}$)", "spectrum, integral 1", false, false);
  figure.y_low = 0.0;
  const std::vector<double> x = evenly(0.0025, 0.9975, 200);
  std::vector<double> recoils = x;
  for (double& recoil : recoils) recoil *= highest;
  for (const auto& [label, coupling] :
       {std::pair{"S", "C_S_n"}, {"P", "C_P_p"}, {"V", "C_V_n"}, {"A", "C_A_p"}, {"T", "C_T_n"}}) {
    std::vector<double> values = quadratic_part("F19", coupling, energy, recoils);
    double mean = 0.0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    figure.curves.push_back(curve(label, x, in_units(values, mean)));
  }
  result.figures.push_back(figure);
}

/// The short formula of 1612.04150 in units of its prefactor, at half of the largest recoil energy.
void add_short_formula(EntryResult& result) {
  const double energy = 5.0 * MeV, N = 42.0;
  const Scattering scattering = cevns("nue", "Ge74", {}, point_nucleus());
  const double mass = scattering.process->components()[0].target_mass;
  const double recoil = 0.5 * scattering.process->recoil_range(0, energy).high;
  const double prefactor = std::pow(constants::fermi_constant * N, 2) * mass / (4.0 * units::pi) / (units::cm2 / keV);
  const double x = mass * recoil / (2.0 * energy * energy);
  for (const auto& [name, coupling, value] : {std::tuple{"scalar, xi_S^2 M T/2E^2", "xi_S", x},
                                              {"vector, xi_V^2 (1 - M T/2E^2)", "xi_V", 1.0 - x},
                                              {"tensor, xi_T^2 (1 - M T/4E^2)", "xi_T", 1.0 - 0.5 * x}}) {
    const double computed = quadratic_part("Ge74", coupling, energy, {recoil})[0] / prefactor;
    result.comparisons.push_back({fmt::format("{}, xi = 1, 74Ge, 5 MeV, half of T_max", name), "", value, computed,
                                  1e-3, "the short formula drops T/E"});
  }
}

void add_distortions(EntryResult& result) {
  const flux::Flux flux = source(reactor_source);
  const flux::Spectrum& spectrum = flux.spectrum(nuebar);
  const std::vector<double> recoils = evenly(0.02 * keV, 2.0 * keV, 100);
  const auto rate = [&](const ElasticModel& model) {
    return events_per_keV(cevns("nuebar", "Ge", model), spectrum, year_s, 0.1, recoils);
  };
  const std::vector<double> standard = rate({});
  Figure rates =
      axes("100 kg of germanium, 10 m from 1 GW, one year", "recoil energy [keV]", "events [1/keV]", false, true);
  Figure ratio = axes("The same over the Standard Model", "recoil energy [keV]", "ratio", false, false);
  ratio.y_low = 0.0;
  ratio.y_high = 4.0;
  rates.curves.push_back(curve("Standard Model", in_units(recoils, keV), standard));
  for (const auto& [label, setting, value] : {std::tuple{R"($\xi_S = 0.5$)", "xi_S", "0.5"},
                                              {R"($\xi_V = 0.1$)", "xi_V", "0.1"},
                                              {R"($\xi_V = -0.1$)", "xi_V", "-0.1"},
                                              {R"($\xi_T = 0.5$)", "xi_T", "0.5"}}) {
    const std::vector<double> values = rate({"generalised", {{setting, value}}});
    rates.curves.push_back(curve(label, in_units(recoils, keV), values));
    ratio.curves.push_back(ratio_curve(label, in_units(recoils, keV), values, standard));
  }
  result.figures.push_back(rates);
  result.figures.push_back(ratio);
}

EntryResult every_structure(Context&) {
  EntryResult result;
  add_shapes(result);
  add_short_formula(result);
  add_distortions(result);
  return result;
}

/// Product of couplings at which a mediator changes the counts between 0.1 and 2 keV by 10 %: counts are a quadratic
/// polynomial in the product.
double ten_percent(const std::string& model, const std::string& mass, const flux::Spectrum& spectrum) {
  const auto counts = [&](double product) {
    const Scattering scattering = cevns(
        "nuebar", "Ge", {model, {{"mass", mass}, {"g_nu", fmt::format("{}", product)}, {"g_u", "1"}, {"g_d", "1"}}});
    return average_cm2(scattering, spectrum, RecoilWindow{0.1 * keV, 2.0 * keV});
  };
  const double unit = 1e-10, zero = counts(0.0), plus = counts(unit) / zero - 1.0, minus = counts(-unit) / zero - 1.0;
  const double linear = 0.5 * (plus - minus), square = 0.5 * (plus + minus);
  // The root nearest to zero among those that raise the counts.
  const double sign = linear < 0.0 ? -1.0 : 1.0;
  return sign * unit * 0.2 / (std::abs(linear) + std::sqrt(linear * linear + 0.4 * square));
}

EntryResult light_mediators(Context&) {
  EntryResult result;
  const flux::Flux flux = source(reactor_source);
  const flux::Spectrum& spectrum = flux.spectrum(nuebar);
  const std::vector<double> recoils = logarithmic(0.01 * keV, 2.0 * keV, 100);
  const std::vector<double> standard = events_per_keV(cevns("nuebar", "Ge"), spectrum, year_s, 0.1, recoils);
  for (const auto& [model, title] : {std::pair{"light-vector", "Vector"}, {"light-scalar", "Scalar"}}) {
    Figure figure = axes(fmt::format("{}: +10 % between 0.1 and 2 keV, reactor, germanium", title),
                         "recoil energy [keV]", "over the Standard Model", true, false);
    figure.y_low = 0.8;
    figure.y_high = 3.0;
    for (const char* mass : {"0.1 MeV", "1 MeV", "3 MeV", "10 MeV", "100 MeV"}) {
      const double product = ten_percent(model, mass, spectrum);
      const ElasticModel chosen{model,
                                {{"mass", mass}, {"g_nu", fmt::format("{}", product)}, {"g_u", "1"}, {"g_d", "1"}}};
      figure.curves.push_back(ratio_curve(fmt::format("m = {}", mass), in_units(recoils, keV),
                                          events_per_keV(cevns("nuebar", "Ge", chosen), spectrum, year_s, 0.1, recoils),
                                          standard));
      result.comparisons.push_back(shown(fmt::format("{}, m = {}: g_nu g_q for +10 %", title, mass), "", product));
    }
    result.figures.push_back(figure);
  }
  return result;
}

void add_survival(EntryResult& result) {
  Figure figure = axes(R"(Survival, $\sin^22\theta_{14} = 0.1$, $\Delta m^2_{41} = 1\,\mathrm{eV}^2$)",
                       "antineutrino energy [MeV]", R"($P_{ee}$)", false, false);
  const flux::SterileOscillation mixing{1.0, flux::SterileOscillation::mixing_from_amplitude(0.1), 0.0, 0.0, true};
  const std::vector<double> energies = evenly(1.0 * MeV, 8.0 * MeV, 281);
  for (const double baseline : {3.0, 6.0, 10.0, 20.0}) {
    Curve drawn = curve(fmt::format("{} m", baseline), in_units(energies, MeV), {});
    for (const double energy : energies) {
      drawn.y.push_back(mixing.probability(Flavour::electron, Flavour::electron, energy, baseline));
    }
    figure.curves.push_back(drawn);
  }
  result.figures.push_back(figure);
  // Where the phase is small P = 1 - sin^2(2 theta) D^2, D = k (dm2/eV^2) (L/m) (MeV/E).
  const double P = mixing.probability(Flavour::electron, Flavour::electron, 10.0 * MeV, 0.1);
  const double phase = std::asin(std::sqrt((1.0 - P) / 0.1));
  result.comparisons.push_back({"dm2 L/4E in units of eV^2 m/MeV", "", 1.267, phase / 0.01, 5e-4, ""});
}

EntryResult sterile_neutrinos(Context&) {
  EntryResult result;
  add_survival(result);
  const flux::Flux flux = source("reactor,power=1GW,distance=1m,neutron_capture=0");  // times 1/L^2 below
  const Scattering scattering = cevns("nuebar", "Ge");
  const double plain = average_cm2(scattering, flux.spectrum(nuebar), RecoilWindow{0.1 * keV});
  const std::vector<double> recoils = evenly(0.02 * keV, 2.0 * keV, 100);
  const std::vector<double> standard = events_per_keV(scattering, flux.spectrum(nuebar), year_s, 0.1, recoils);
  Figure spectra = axes("Recoils in germanium over no oscillation, 10 m from a reactor", "recoil energy [keV]", "ratio",
                        false, false);
  Figure near = axes("Counts above 0.1 keV over no oscillation", "distance [m]", "ratio", true, false);
  const std::vector<double> baselines = logarithmic(0.5, 50.0, 41);
  for (const double splitting : {0.3, 1.0, 3.0, 10.0}) {
    const flux::SterileOscillation mixing{splitting, flux::SterileOscillation::mixing_from_amplitude(0.1), 0.0, 0.0,
                                          true};
    const auto arriving = [&](double baseline) { return flux::oscillated(flux, mixing, baseline).spectrum(nuebar); };
    const std::string label = fmt::format(R"($\Delta m^2 = {}\,\mathrm{{eV}}^2$)", splitting);
    spectra.curves.push_back(ratio_curve(label, in_units(recoils, keV),
                                         events_per_keV(scattering, arriving(10.0), year_s, 0.1, recoils), standard));
    Curve counts = curve(label, baselines, {});
    for (const double baseline : baselines) {
      const flux::Spectrum there = arriving(baseline);
      counts.y.push_back(average_cm2(scattering, there, RecoilWindow{0.1 * keV}) * there.integral() /
                         (plain * flux.spectrum(nuebar).integral()));
    }
    near.curves.push_back(counts);
    const flux::Spectrum at_10 = arriving(10.0);
    result.comparisons.push_back(shown(
        fmt::format("counts above 0.1 keV at 10 m over no oscillation, sin^2 2theta = 0.1, {} eV2", splitting), "",
        average_cm2(scattering, at_10, RecoilWindow{0.1 * keV}) * at_10.integral() /
            (plain * flux.spectrum(nuebar).integral())));
  }
  result.figures.push_back(spectra);
  result.figures.push_back(near);
  return result;
}

ElasticModel conversion(const std::string& fermion, const std::string& scalar, const std::string& coupling) {
  return {
      "scalar-conversion",
      {{"fermion_mass", fermion}, {"scalar_mass", scalar}, {"y_nu", coupling}, {"y_p", coupling}, {"y_n", coupling}}};
}

/// Threshold, range and spectrum against their closed forms.
void add_closed_forms(EntryResult& result) {
  const double m = 10.0 * MeV, scalar = 30.0 * MeV, E = 30.0 * MeV, y = 1e-4;
  const Scattering scattering = cevns("nue", "Ar40", conversion("10 MeV", "30 MeV", "1e-4"), point_nucleus());
  size_t chi = 0;
  while (scattering.process->outgoing(chi).mass == 0.0) ++chi;
  const double M = scattering.process->components()[chi].target_mass, T = 20.0 * keV, A = 40.0;
  result.comparisons.push_back({"threshold for m_chi = 10 MeV on 40Ar", "MeV", (m + m * m / (2.0 * M)) / MeV,
                                scattering.process->threshold(chi) / MeV, 1e-9, ""});
  const auto range = scattering.process->recoil_range(chi, E);
  const double centre = 2.0 * M * E * E - m * m * (M + E), norm = 2.0 * M * (M + 2.0 * E);
  const double width = E * std::sqrt(std::pow(2.0 * M * E - m * m, 2) - 4.0 * M * M * m * m);
  result.comparisons.push_back(
      {"lowest recoil energy at 30 MeV", "keV", (centre - width) / norm / keV, range.low / keV, 1e-6, ""});
  result.comparisons.push_back(
      {"highest recoil energy at 30 MeV", "keV", (centre + width) / norm / keV, range.high / keV, 1e-9, ""});
  double computed = 0.0;
  scattering.process->recoil_spectrum(chi, &E, &T, 1, &computed);
  const double Q2 = 2.0 * M * T;
  const double formula =
      std::pow(y * y * A, 2) * M * (Q2 + m * m) / (8.0 * units::pi * E * E * std::pow(Q2 + scalar * scalar, 2));
  result.comparisons.push_back({"d sigma/dT at 30 MeV and 20 keV, y = 1e-4, m_phi = 30 MeV, F = 1", "cm2/keV",
                                formula / units::cm2 * keV, computed / units::cm2 * keV, 1e-6, ""});
}

/// Recoil spectra over the Standard Model for several masses of the fermion; the exposure cancels.
Figure fermion_figure(const std::string& title, const std::string& target, const flux::Flux& flux,
                      const std::vector<double>& recoils, const std::vector<const char*>& masses, const char* scalar,
                      const char* coupling) {
  Figure figure = axes(title, "recoil energy [keV]", "over the Standard Model", true, false);
  const auto rate = [&](const ElasticModel& model) {
    std::vector<double> sum(recoils.size());
    for (const std::string& neutrino : species(flux)) {
      const std::vector<double> part =
          events_per_keV(cevns(neutrino, target, model), flux.spectrum(parse_neutrino(neutrino)), 1.0, 1.0, recoils);
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
    }
    return sum;
  };
  const std::vector<double> standard = rate({}), x = in_units(recoils, keV);
  for (const char* mass : masses) {
    figure.curves.push_back(
        ratio_curve(fmt::format(R"($m_\chi$ = {})", mass), x, rate(conversion(mass, scalar, coupling)), standard));
  }
  figure.y_low = 0.8;
  figure.y_high = 4.0;
  return figure;
}

EntryResult new_fermions(Context&) {
  EntryResult result;
  add_closed_forms(result);
  result.figures.push_back(fermion_figure(R"(Reactor, germanium, $m_\phi$ = 1 MeV, y = 1e-5)", "Ge",
                                          source(reactor_source), logarithmic(0.01 * keV, 1.9 * keV, 200),
                                          {"0.1 MeV", "1 MeV", "2 MeV", "4 MeV"}, "1 MeV", "1e-5"));
  result.figures.push_back(fermion_figure(
      R"(SNS, CsI, $m_\phi$ = 1 MeV, y = 1e-4)", "CsI", source("pi-dar,facility=sns-csi2017"),
      logarithmic(0.25 * keV, 45.0 * keV, 200), {"1 MeV", "10 MeV", "20 MeV", "40 MeV"}, "1 MeV", "1e-4"));
  return result;
}

}  // namespace

std::vector<Entry> neutrino_interaction_entries() {
  const std::string talk = "talk of X.-J. Xu (2019)";
  const std::string reactor =
      "Natural germanium, 1 GW at 10 m, Huber and Mueller above 2 MeV, Vogel and Engel below, no captures, Helm form "
      "factor, recoil energies before any quenching. ";
  return {
      {"003.spvat", "Spectra of scalar, pseudoscalar, vector, axial and tensor interactions",
       talk + "; 1612.04150; 1806.07424",
       reactor + "xi_S, xi_V, xi_T are couplings per neutron (1612.04150). Shapes: quadratic part in each coupling, on "
                 "19F because P and A end on the spin of a nucleus; they have no N^2 and do not show on germanium. The "
                 "tensor is that of a nucleus of spin 1/2, as in the literature: a convention for germanium.",
       every_structure},
      {"003.light-mediator", "Spectral distortion by light vector and scalar mediators",
       talk + "; 1612.06350; 1802.05171",
       reactor + "Equal couplings to u and d quarks; the product of couplings is chosen such that counts between 0.1 "
                 "and 2 keV rise by 10 % (for the vector the smaller of the two, whose sign makes it add). The formula "
                 "of the slide lacks the square of the propagator, which is used here squared. Scalar charges of "
                 "nucleons: Hoferichter et al. Spectra only, no fit of mass and coupling.",
       light_mediators},
      {"003.sterile", "Sterile neutrinos at a reactor: survival and recoil spectra", talk + "; 1511.02834; 1703.00054",
       reactor +
           "P_ee with one sterile state; a point source and a point detector, no energy resolution. Spectra only, "
           "no exclusion.",
       sterile_neutrinos},
      {"003.dark-matter", "A new fermion in the final state: nu N -> chi N by a scalar", talk + "; 1810.03626",
       reactor + "SNS: CsI, pions at rest, no response. The scalar couples to nucleons directly "
                 "with the strength with which it couples to neutrinos; couplings are chosen for visibility. The first "
                 "four rows compare with closed forms (two-body kinematics, squared amplitude on spin 0).",
       new_fermions},
  };
}

}  // namespace tridens::run::gallery
