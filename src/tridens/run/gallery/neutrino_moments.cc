// Electromagnetic properties of neutrinos in scattering on nuclei and electrons, and where magnetic moments come from.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/model/electromagnetic.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using units::keV;
using units::MeV;

constexpr double day_s = 86400.0;
constexpr Neutrino nuebar{Flavour::electron, true};
constexpr double gemma = 2.9e-11;  // Bohr magnetons

ElasticModel moment(double bohr_magnetons) {
  return {"magnetic-moment", {{"magnetic_moment_nue", fmt::format("{} muB", bohr_magnetons)}}};
}

io::ProcessCard bound() {
  io::ProcessCard card;
  card.binding = "stepped";
  return card;
}

void add_spectra(const flux::Spectrum& spectrum, EntryResult& result) {
  const auto draw = [&](const std::string& title, const auto& scattering, const std::vector<double>& recoils) {
    Figure figure = axes(title, "recoil energy [keV]", "events [1/(kg day keV)]", true, true);
    figure.curves.push_back(curve("weak", in_units(recoils, keV),
                                  events_per_keV(scattering(ElasticModel{}), spectrum, day_s, 1e-3, recoils)));
    for (const double mu : {3e-12, 1e-11, gemma, 1e-10}) {
      figure.curves.push_back(curve(fmt::format(R"($\mu_\nu$ = {:g} $\mu_B$)", mu), in_units(recoils, keV),
                                    events_per_keV(scattering(moment(mu)), spectrum, day_s, 1e-3, recoils),
                                    Style::dashed));
    }
    result.figures.push_back(figure);
  };
  draw(
      "Nuclear recoils in germanium, 10 m from 1 GW",
      [](const ElasticModel& model) { return cevns("nuebar", "Ge", model); }, logarithmic(1e-3 * keV, 2.0 * keV, 61));
  draw(
      "Electron recoils in germanium, 10 m from 1 GW",
      [](const ElasticModel& model) { return on_electrons("nuebar", "Ge", model, bound()); },
      logarithmic(0.05 * keV, 1000.0 * keV, 81));
}

/// Moment that doubles the counts in a window; they are 1 + c mu^2.
double doubling(const Scattering& weak, const Scattering& with, double mu, const flux::Spectrum& spectrum,
                const RecoilWindow& window) {
  return mu / std::sqrt(average_cm2(with, spectrum, window) / average_cm2(weak, spectrum, window) - 1.0);
}

void add_reach(const flux::Spectrum& spectrum, EntryResult& result) {
  constexpr double unit = 1e-10;
  for (const double threshold : {0.01 * keV, 0.1 * keV, 0.5 * keV}) {
    const RecoilWindow window{threshold, 2.0 * keV};
    result.comparisons.push_back(
        shown(fmt::format("moment that doubles the nuclear recoils, {:g} to 2 keV, germanium", threshold / keV), "mu_B",
              doubling(cevns("nuebar", "Ge"), cevns("nuebar", "Ge", moment(unit)), unit, spectrum, window)));
  }
  for (const double threshold : {0.3 * keV, 3.0 * keV, 30.0 * keV}) {
    const RecoilWindow window{threshold, 2.0 * threshold};
    result.comparisons.push_back(
        shown(fmt::format("moment that doubles the electron recoils, {:g} to {:g} keV, germanium", threshold / keV,
                          2.0 * threshold / keV),
              "mu_B",
              doubling(on_electrons("nuebar", "Ge", {}, bound()), on_electrons("nuebar", "Ge", moment(unit), bound()),
                       unit, spectrum, window)));
  }
}

void add_radii(EntryResult& result) {
  for (const auto& [flavour, name, value] :
       {std::tuple{Flavour::electron, "nue", -0.83}, {Flavour::muon, "numu", -0.48}, {Flavour::tau, "nutau", -0.30}}) {
    result.comparisons.push_back({fmt::format("charge radius of {}", name), "1e-32 cm2", value,
                                  model::charge_radius_standard_model(flavour) / 1e-32, 0.01 + 0.005 / std::abs(value),
                                  ""});
  }
  // The range that 1810.05606 allows, and what it makes of the cross section on CsI.
  const std::vector<double> radii = evenly(-40.0, 40.0, 81);
  Figure figure =
      axes("Flux-averaged cross section on CsI with a charge radius of nue",
           R"($\langle r^2\rangle$ [$10^{-32}$ cm$^2$])", R"($\sigma/\sigma_{SM}$ of $\nu_e$)", false, false);
  const flux::Flux flux = source("pi-dar,facility=sns-csi2021");
  const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino("nue"));
  const auto average = [&](double radius) {
    return average_cm2(
        cevns("nue", "CsI", {"charge-radius", {{"charge_radius_nue", fmt::format("{}e-32 cm2", radius)}}}), spectrum);
  };
  const double standard = average(0.0);
  figure.y_low = 0.0;
  Curve drawn = curve("", radii, {});
  for (const double radius : radii) drawn.y.push_back(average(radius) / standard);
  figure.curves = {drawn, curve("range of 1810.05606", {-8.0, 11.0}, {1.0, 1.0}, Style::points)};
  result.figures.push_back(figure);
  for (const double radius : {-8.0, 11.0}) {
    result.comparisons.push_back(
        shown(fmt::format("cross section of nue on CsI over the Standard Model, <r^2> = {:g}e-32 cm2", radius), "",
              average(radius) / standard));
  }
}

EntryResult moments(Context&) {
  EntryResult result;
  const flux::Flux flux = source("reactor,power=1GW,distance=10m,neutron_capture=0");
  const flux::Spectrum& spectrum = flux.spectrum(nuebar);
  add_spectra(spectrum, result);
  add_reach(spectrum, result);
  add_radii(result);
  // pi alpha^2/m_e^2 from the electron: what a moment of one Bohr magneton adds, in units of 1/T - 1/E.
  const double E = 2.0 * MeV, T = 1.0 * keV;
  const double added = (spectrum_cm2_per_keV(on_electrons("nuebar", "Ge", moment(1.0)), E, {T})[0] -
                        spectrum_cm2_per_keV(on_electrons("nuebar", "Ge"), E, {T})[0]);
  result.comparisons.push_back({"pi alpha^2/m_e^2 from d sigma/dT of the electron", "cm2", 2.4947e-25,
                                added / ((1.0 / T - 1.0 / E) * keV), 1e-4, ""});
  return result;
}

/// 3 e G_F m_nu/(8 sqrt2 pi^2) in Bohr magnetons: the mass term flips the helicity.
double standard_moment(double neutrino_mass) {
  const double e = std::sqrt(constants::electric_charge_squared);
  return 3.0 * e * constants::fermi_constant * neutrino_mass / (8.0 * std::sqrt(2.0) * units::pi * units::pi) /
         constants::bohr_magneton;
}

/// A tensor interaction (G_F/sqrt2) t (nubar s_mn nu)(psibar s^mn psi) closed to a loop of a charged fermion psi, in
/// Bohr magnetons: the mass of psi flips the helicity.
///   <psibar s^mn psi> = (e m_psi/4 pi^2) ln(L^2/m_psi^2) F^mn  ->  mu = sqrt2 G_F t e m_psi ln(L^2/m_psi^2)/(4 pi^2)
/// in leading logarithm, L the scale above which the interaction is resolved.
double tensor_moment(double t, double fermion_mass, double scale) {
  const double e = std::sqrt(constants::electric_charge_squared);
  return std::sqrt(2.0) * constants::fermi_constant * t * e * fermion_mass / (4.0 * units::pi * units::pi) *
         std::log(scale * scale / (fermion_mass * fermion_mass)) / constants::bohr_magneton;
}

EntryResult chirality_flip(Context&) {
  EntryResult result;
  constexpr double eV = units::eV, atmospheric_mass = 0.05 * eV;
  result.comparisons.push_back(
      {"moment over mass with the mass of the neutrino", "mu_B/eV", 3.2e-19, standard_moment(eV), 0.01, ""});
  result.comparisons.push_back(order_of_magnitude("the moment of the Standard Model in mu_B, m_nu = 0.05 eV", 1e-20,
                                                  standard_moment(atmospheric_mass), ""));
  Figure figure = axes("Magnetic moment by a tensor interaction", "mass of the charged fermion in the loop [GeV]",
                       R"($\mu_\nu$ [$\mu_B$])", true, true);
  const std::vector<double> masses = logarithmic(0.3e-3, 20.0, 81);
  for (const double t : {1.0, 0.1, 0.01}) {
    Curve drawn = curve(fmt::format("t = {}", t), masses, {});
    for (const double mass : masses) drawn.y.push_back(tensor_moment(t, mass, constants::w_mass));
    figure.curves.push_back(drawn);
  }
  figure.curves.push_back(curve("GEMMA, 2.9e-11", {masses.front(), masses.back()}, {gemma, gemma}, Style::dotted));
  const double standard = standard_moment(atmospheric_mass);
  figure.curves.push_back(
      curve("Standard Model, 0.05 eV", {masses.front(), masses.back()}, {standard, standard}, Style::dashed));
  result.figures.push_back(figure);
  for (const auto& [name, mass] : {std::pair{"electron", constants::electron_mass},
                                   {"muon", constants::muon_mass},
                                   {"tau", constants::tau_mass}}) {
    const double value = tensor_moment(1.0, mass, constants::w_mass);
    result.comparisons.push_back(
        shown(fmt::format("moment by a loop of the {}, t = 1, scale m_W", name), "mu_B", value));
    result.comparisons.push_back(
        shown(fmt::format("the same over the Standard Model, {}", name), "", value / standard));
    result.comparisons.push_back(
        shown(fmt::format("strength t that GEMMA allows, loop of the {}", name), "", gemma / value));
  }
  return result;
}

}  // namespace

std::vector<Entry> neutrino_moment_entries() {
  const std::string talk = "talk of X.-J. Xu (2019)";
  return {
      {"003.magnetic-moment", "Magnetic moments and charge radii in scattering on nuclei and electrons",
       talk + "; Phys. Rev. D 39 (1989) 3378; 1810.05606; hep-ph/0210055",
       "Reactor of 1 GW at 10 m without captures on U238, natural germanium, Helm form factor; electrons take part "
       "above "
       "their binding energy. No quenching, no backgrounds, so that moments that double a rate are no limits. The "
       "slide "
       "quotes GEMMA as below 1e-11; the published limit is 2.9e-11. Charge radii come on top of tree-level couplings; "
       "the range of 1810.05606 is that of CsI data of 2017 with an effective radius.",
       moments},
      {"003.chirality-flip", "Magnetic moments proportional to the mass of the neutrino or of a charged fermion",
       talk + "; 1901.00482; Phys. Rev. Lett. 45 (1980) 963",
       "An estimate. (a) Dirac neutrino of the Standard Model, leading order in m_l^2/m_W^2. (b) Tensor interaction of "
       "strength t G_F/sqrt2 with a fermion of charge 1 and no colour, leading logarithm with the cut-off m_W; the "
       "finite part is left out (of the order of 1 beside the logarithm of 8 to 24). The talk says that moments rise "
       "up to 1e-9, the paper that they are 1e7 to 1e10 times those of vector interactions, for chosen cases: shown, "
       "not judged.",
       chirality_flip},
  };
}

}  // namespace tridens::run::gallery
