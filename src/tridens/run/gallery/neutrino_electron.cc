// Neutrino-electron scattering in the Standard Model: cross sections, MINERvA.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double me = constants::electron_mass;
constexpr double keV_per_GeV = units::GeV / units::keV;

std::vector<double> linear(double low, double high, size_t count) {
  std::vector<double> result(count);
  for (size_t i = 0; i < count; ++i) {
    result[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return result;
}

/// E theta^2 of the electron, GeV: exact kinematics.
double e_theta_squared(double energy, double recoil) {
  const double cosine = (energy + me) / energy * std::sqrt(recoil / (recoil + 2.0 * me));
  const double angle = std::acos(std::min(1.0, cosine));
  return (recoil + me) * angle * angle;
}

// ---- cross sections

Figure slopes_figure() {
  Figure figure{"Neutrino-electron scattering",
                "neutrino energy [GeV]",
                R"($\sigma/E_\nu$ [cm$^2$/GeV] per electron)",
                true,
                true,
                {},
                {},
                {}};
  for (const char* neutrino : {"nue", "nuebar", "numu", "numubar"}) {
    Curve curve = total_curve(symbol(neutrino), on_electrons(neutrino, "Ar"), logarithmic(1e-4, 100.0, 97));
    for (size_t i = 0; i < curve.x.size(); ++i) curve.y[i] /= curve.x[i];
    figure.curves.push_back(curve);
  }
  return figure;
}

Figure recoil_figure(double energy) {
  Figure figure{fmt::format("Electron spectra at {:g} GeV", energy),
                "electron kinetic energy [GeV]",
                R"($d\sigma/dT$ [cm$^2$/GeV] per electron)",
                false,
                true,
                {},
                {},
                {}};
  const std::vector<double> recoils = linear(0.002 * energy, 0.999 * energy, 200);
  for (const char* neutrino : {"nue", "nuebar", "numu", "numubar"}) {
    Curve curve = recoil_curve(symbol(neutrino), on_electrons(neutrino, "Ar"), energy, recoils, units::GeV);
    for (double& value : curve.y) value *= keV_per_GeV;
    figure.curves.push_back(curve);
  }
  return figure;
}

/// d sigma/d(E theta^2): exact kinematics, and the relation of the slide T = E (1 - E theta^2/2 m_e).
Figure angle_figure(double energy) {
  Figure figure{fmt::format("Electron angle at {:g} GeV", energy),
                R"($E_e\theta^2$ [MeV rad$^2$])",
                R"($d\sigma/d(E_e\theta^2)$ [cm$^2$/MeV] per electron)",
                false,
                false,
                {},
                0.0,
                {}};
  for (const char* neutrino : {"nue", "numu"}) {
    const Scattering scattering = on_electrons(neutrino, "Ar");
    const std::vector<double> recoils = linear(0.1, 0.9995 * energy, 240);
    const std::vector<double> spectrum = spectrum_cm2_per_keV(scattering, energy, recoils);
    Curve exact{symbol(neutrino) + ", exact kinematics, T > 100 MeV", {}, {}, {}, {}};
    Curve slide{symbol(neutrino) + R"(, $T=E_\nu(1-E\theta^2/2m_e)$)", {}, {}, {}, {}, Style::dashed};
    for (size_t i = 0; i < recoils.size(); ++i) {
      const double step = 1e-4 * recoils[i];
      const double slope =
          (e_theta_squared(energy, recoils[i] + step) - e_theta_squared(energy, recoils[i] - step)) / (2.0 * step);
      exact.x.push_back(e_theta_squared(energy, recoils[i]) / units::MeV);
      exact.y.push_back(spectrum[i] / std::abs(slope) * units::MeV / units::keV);
      slide.x.push_back(2.0 * me * (1.0 - recoils[i] / energy) / units::MeV);
      slide.y.push_back(spectrum[i] * energy / (2.0 * me) * units::MeV / units::keV);
    }
    figure.curves.push_back(exact);
    figure.curves.push_back(slide);
  }
  return figure;
}

/// Muon decay at rest at LSND: slope of nu_e, and who scatters.
void add_lsnd(EntryResult& result) {
  const flux::Flux flux = source("pi-dar,facility=lujan");
  const RecoilWindow window{18.0 * units::MeV, 50.0 * units::MeV};
  double all = 0.0, electron = 0.0;
  for (const std::string& neutrino : species(flux)) {
    const double rate = average_cm2(on_electrons(neutrino, "CH2"), flux.spectrum(parse_neutrino(neutrino)), window);
    all += rate;
    if (neutrino == "nue") electron = rate;
  }
  result.comparisons.push_back({"share of nue in electrons of 18 to 50 MeV, decay at rest (LSND)", "", std::nullopt,
                                electron / all, std::nullopt, ""});
}

EntryResult cross_sections(Context& context) {
  EntryResult result;
  result.figures = {slopes_figure(), recoil_figure(3.0), angle_figure(3.0)};
  constexpr double s2 = 0.23857, energy = 100.0;
  const double left = 0.5 + s2;
  const double constant = sigma_cm2(on_electrons("nue", "Ar"), energy) / energy / (left * left + s2 * s2 / 3.0) * 1e42;
  result.comparisons.push_back(
      {"2 m_e G_F^2/pi, from the nue cross section at 100 GeV", "1e-42 cm2/GeV", 17.23, constant, 1e-3, ""});
  for (const double E : {1e-3, 3.0}) {
    result.comparisons.push_back(
        {fmt::format("largest recoil energy over 2E^2/(m_e + 2E), E = {:g} GeV", E), "", 1.0,
         on_electrons("numu", "Ar").process->recoil_range(0, E).high / (2.0 * E * E / (me + 2.0 * E)), 1e-12, ""});
  }
  double largest = 0.0;
  for (const double recoil : logarithmic(0.03, 2.999, 400)) {
    largest = std::max(largest, e_theta_squared(3.0, recoil) / (2.0 * me));
  }
  result.comparisons.push_back(
      {"largest E theta^2 over 2 m_e, electrons above 30 MeV, E = 3 GeV", "", 1.0, largest, 1e-9, "", true});
  const Table& slopes = context.published("nu-electron-slopes");
  for (size_t row = 0; row < slopes.rows.size(); ++row) {
    const std::string experiment = slopes.rows[row][0], neutrino = slopes.rows[row][1];
    const Scattering scattering = on_electrons(neutrino, "CH2");
    double slope = 0.0;
    if (experiment == "LSND") {
      const flux::Flux flux = source("pi-dar,facility=lujan");
      const flux::Spectrum& spectrum = flux.spectrum(parse_neutrino(neutrino));
      slope = average_cm2(scattering, spectrum) / spectrum.mean_energy();
    } else {
      slope = sigma_cm2(scattering, 20.0) / 20.0;
    }
    result.comparisons.push_back({experiment + ", sigma/E of " + neutrino, "1e-42 cm2/GeV", slopes.number(row, 2),
                                  slope * 1e42, slopes.number(row, 3) / slopes.number(row, 2), ""});
  }
  add_lsnd(result);
  return result;
}

// ---- MINERvA

double published_value(const Table& table, const std::string& quantity, size_t column = 1) {
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][0] == quantity) return table.number(row, column);
  }
  throw Failure("no row " + quantity + " in a table of data/published", "an entry of the gallery needs it", "");
}

/// Error of a normalisation known to `prior` after a measurement of error `measured`, both relative.
double combined(double prior, double measured) {
  return 1.0 / std::hypot(1.0 / prior, 1.0 / measured);
}

EntryResult minerva(Context& context) {
  EntryResult result;
  const Table& table = context.published("minerva-nu-electron");
  const auto value = [&](const char* quantity) { return published_value(table, quantity); };
  const flux::Flux& flux = context.flux("numi-le-fhc");
  const matter::Material scintillator = matter::material("CH");
  const double tonnes = value("target_electrons") / (scintillator.units_per_tonne() * scintillator.proton_count());
  const double exposure = value("protons_on_target");
  const std::vector<double> edges = {0.8, 2.0, 3.0, 5.0, 7.0, 9.0, 100.0};
  Figure figure{"MINERvA, low-energy beam: electrons of neutrino-electron scattering",
                "electron energy [GeV]",
                "events per GeV",
                false,
                true,
                {},
                1e-2,
                {}};
  std::vector<double> total(edges.size() - 1, 0.0);
  DataTable shares{"Events with an electron above 0.8 GeV by species", {"neutrino", "events"}, {}};
  for (const std::string& neutrino : species(flux)) {
    const Scattering scattering = on_electrons(neutrino, "CH");
    Curve curve{symbol(neutrino), edges, {}, {}, {}, Style::steps};
    curve.x.back() = 20.0;
    double sum = 0.0;
    for (size_t i = 0; i + 1 < edges.size(); ++i) {
      // The published energy is the total one.
      const double count = events(scattering, flux.spectrum(parse_neutrino(neutrino)), exposure, tonnes,
                                  {edges[i] - me, edges[i + 1] - me});
      total[i] += count;
      sum += count;
      curve.y.push_back(count / (curve.x[i + 1] - curve.x[i]));
    }
    shares.rows.push_back({symbol(neutrino), digits(sum, 3)});
    figure.curves.push_back(curve);
  }
  result.figures.push_back(figure);
  result.tables.push_back(shares);
  double signal = 0.0;
  for (const double count : total) signal += count;
  const double corrected = value("events_corrected"), error = published_value(table, "events_corrected", 2);
  result.comparisons.push_back({"events with an electron above 0.8 GeV, all efficiencies 1", "events", corrected,
                                signal, std::hypot(error / corrected, value("flux_error_before")),
                                "the tolerance joins the published error and the 9 % of the flux"});
  const double subtracted = value("candidates") - value("background");
  result.comparisons.push_back({"published candidates less background over this prediction: the efficiency", "",
                                std::nullopt, subtracted / signal, std::nullopt, ""});
  const double before = value("flux_error_before");
  const char* reason =
      "one normalisation with Gaussian errors; the publication weights many fluxes with their correlations in energy, "
      "and quotes the flux of a range of energies";
  result.comparisons.push_back({"flux error after the constraint", "", value("flux_error_after"),
                                combined(before, error / corrected), 0.5 / 6.0, reason});
  const double counting = std::sqrt(value("candidates")) / subtracted;
  result.comparisons.push_back({"the same with the counting error of the candidates alone", "", std::nullopt,
                                combined(before, counting), std::nullopt, ""});
  const double wanted = 1.0 / std::sqrt(1.0 / std::pow(value("medium_energy_flux_error_after"), 2) -
                                        1.0 / std::pow(value("medium_energy_flux_error_before"), 2));
  result.comparisons.push_back({"medium-energy beam: error of the measurement that takes 7.6 % to 3.9 %", "",
                                std::nullopt, wanted, std::nullopt, ""});
  result.comparisons.push_back({"medium-energy beam: counting error of 810 events without background", "", std::nullopt,
                                1.0 / std::sqrt(value("medium_energy_events")), std::nullopt, ""});
  return result;
}

}  // namespace

std::vector<Entry> neutrino_electron_entries() {
  const std::string tree = "Tree level, free electrons at rest, s_W^2 = 0.23857 (MSbar, low momentum transfer). ";
  return {
      {"000.nue-xsec", "Neutrino-electron scattering: totals, electron spectra and angles of every flavour",
       "talk of M. Hostert (2019); LSND hep-ex/0101039",
       tree +
           "nutau is as numu. The slope of LSND is the average over the spectrum of nu_e from muon decay at rest over "
           "its mean energy; the 15-foot chamber is compared at 20 GeV. Radiative corrections (a few per cent) are "
           "left out. E theta^2 < 2 m_e holds for electrons fast against their mass: it is judged above 30 MeV.",
       cross_sections},
      {"000.nue-minerva", "MINERvA, low-energy NuMI beam: neutrino-electron scattering and the flux constraint",
       "talk of M. Hostert (2019); MINERvA 1512.07699, 1906.00111",
       tree + "Released low-energy flux (1607.00704), all species; 1.98e30 electrons, 3.332e20 protons on target, "
              "electrons above 0.8 GeV. Every true event has E theta^2 < 2 m_e = 1.02 MeV, below the cut of the "
              "experiment, so that the cut is part of its efficiency, which is 1 here. Background is as published. The "
              "released flux may hold this constraint already. The constraint is a Gaussian combination of one "
              "normalisation (9 %) with the published error of the events.",
       minerva},
  };
}

}  // namespace tridens::run::gallery
