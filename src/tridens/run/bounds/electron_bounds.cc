// Neutrinos on electrons: solar neutrinos of 7Be in Borexino and reactor antineutrinos in TEXONO. Where electrons have
// no charge the boson couples to them by the loop of muons and taus. The rate is 1 + a g'^2 + b g'^4 times that of the
// Standard Model at each mass.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/run/bounds/beryllium_line.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/gallery/elastic_context.hh"

namespace tridens::run::bounds {
namespace {

using gallery::CouplingResponse;
using gallery::ElasticModel;
using gallery::RecoilWindow;

/// "loop" where electrons have no charge of their own.
std::string mixing_of(const Plane& plane) {
  return plane.charges[0] == 0.0 && plane.loop_is_finite() ? "loop" : "none";
}

bool reaches_electrons(const Plane& plane) {
  return plane.charges[0] != 0.0 || plane.loop_is_finite();
}

const char* const formula_text =
    "C_V -> C_V + g' Q_nu [g' Q_e + e eps(-2 m_e T)]/[sqrt2 G_F (M^2 + 2 m_e T)] in d sigma/dT of neutrinos on "
    "electrons";

/// Couplings of the bosons at which a rate has changed as `coupling_of` wants.
std::vector<BoundCurve> response_curves(const std::vector<double>& masses, const Plane& plane, double recoil,
                                        const std::function<double(const ElasticModel&)>& rate,
                                        const std::function<double(const CouplingResponse&)>& coupling_of) {
  const double scale = mixing_of(plane) == "loop" ? 10.0 : 1.0;
  const double standard = rate(ElasticModel{});
  return curves_of(masses, [&](double mass) {
    const auto counts = [&](double coupling) {
      if (coupling == 0.0) return standard;
      return rate(ElasticModel{"u1", boson_settings(plane, mass, coupling, mixing_of(plane))});
    };
    const double small = scale * gallery::small_coupling(mass, 2.0 * constants::electron_mass * recoil);
    return coupling_of(gallery::coupling_response(counts, small));
  });
}

Bound borexino(const Plane& plane) {
  BoundInfo info;
  info.name = "borexino";
  info.title = "Borexino, electrons of solar neutrinos of 7Be";
  info.plane = plane.name;
  info.year = 2011;
  info.exposure = "740 days";
  info.confidence = "1 sigma";
  info.assumptions =
      "the rate of electrons above 270 keV changes by 8 % (setting change), as such limits in the literature are made; "
      "no fit of the spectrum; fluxes B16-GS98, adiabatic flavour change, numu and nutau alike: their couplings of "
      "opposite sign cancel the interference for L_mu - L_tau";
  info.papers = {"1104.1816", "1406.2332"};
  info.formula = formula_text;
  info.settings = {{"change", "relative change of the rate that is excluded", "0.08"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const double change = settings.positive("change");
    const BerylliumLine line;
    const auto rate = [&](const ElasticModel& model) {
      std::vector<std::string> changed;
      for (const auto& entry : line.spectra()) changed.push_back(entry.first);
      return line.rate(model, line.window(), changed);
    };
    return response_curves(masses_of(request, plane, 0.0, 10.0), plane, line.window().low, rate,
                           [&](const CouplingResponse& response) { return response.coupling_for(change); });
  });
}

/// Smallest coupling that lifts the rate to `upper` or lowers it to `lower`, in units of the Standard Model's.
double coupling_outside(const CouplingResponse& response, double lower, double upper) {
  double best = std::numeric_limits<double>::infinity();
  for (const double target : {upper - 1.0, lower - 1.0}) {
    const double discriminant = response.linear * response.linear + 4.0 * response.quadratic * target;
    if (discriminant < 0.0) continue;
    const double q = response.linear + std::copysign(std::sqrt(discriminant), response.linear);
    for (const double x : {2.0 * target / q, -0.5 * q / response.quadratic}) {
      if (x > 0.0) best = std::min(best, std::sqrt(x));
    }
  }
  return best;
}

Bound texono(const Plane& plane) {
  BoundInfo info;
  info.name = "texono";
  info.title = "TEXONO, reactor antineutrinos on electrons";
  info.plane = plane.name;
  info.year = 2010;
  info.exposure = "29882 kg d with, 7369 kg d without reactor";
  info.confidence = "90 % CL";
  info.assumptions =
      "one window of 3 to 8 MeV, measured over expected 1.08 +- 0.21 +- 0.16 within 1.645 errors; the spectrum, which "
      "sees light bosons better, is not released";
  info.papers = {"0911.1597", "1803.05466"};
  info.formula = formula_text;
  info.settings = {{"sigmas", "errors on either side", "1.645"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    constexpr double ratio = 1.08;
    const double width = settings.positive("sigmas") * std::hypot(0.21, 0.16);
    const flux::Flux reactor = gallery::source("reactor,power=2.9GW,distance=28m");
    const flux::Spectrum& spectrum = reactor.spectrum(Neutrino{Flavour::electron, true});
    const RecoilWindow window{3.0 * units::MeV, 8.0 * units::MeV};
    const auto rate = [&](const ElasticModel& model) {
      return gallery::average_cm2(gallery::on_electrons("nuebar", "CsI", model), spectrum, window);
    };
    return response_curves(
        masses_of(request, plane, 0.0, 10.0), plane, window.low, rate,
        [&](const CouplingResponse& response) { return coupling_outside(response, ratio - width, ratio + width); });
  });
}

Bound gemma(const Plane& plane) {
  BoundInfo info;
  info.name = "gemma";
  info.title = "GEMMA, reactor antineutrinos on electrons of germanium";
  info.plane = plane.name;
  info.year = 2013;
  info.exposure = "1.5 kg, 13.9 m from 3 GW";
  info.confidence = "90 % CL";
  info.assumptions =
      "the spectra are not released: the boson may add as many events between 2.8 and 55 keV as the magnetic moment "
      "that was excluded (setting moment), though its spectrum is less steep; free electrons";
  info.papers = {"1005.2736", "Phys. Part. Nucl. Lett. 10 (2013) 139", "1502.07763"};
  info.formula = formula_text;
  info.settings = {{"moment", "excluded magnetic moment of nu_e", "2.9e-11 muB"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const flux::Flux reactor = gallery::source("reactor,power=3GW,distance=13.9m,fractions=typical");
    const flux::Spectrum& spectrum = reactor.spectrum(Neutrino{Flavour::electron, true});
    const RecoilWindow window{2.8 * units::keV, 55.0 * units::keV};
    const auto rate = [&](const ElasticModel& model) {
      return gallery::average_cm2(gallery::on_electrons("nuebar", "Ge", model), spectrum, window);
    };
    (void)settings.positive("moment", Dimension::magnetic_moment);
    const ElasticModel moment{"magnetic-moment", {{"magnetic_moment_nue", settings.text("moment")}}};
    const double largest = rate(moment) / rate(ElasticModel{});
    // A deficit of the size of the excess would have been seen as well.
    return response_curves(
        masses_of(request, plane, 0.0, 10.0), plane, window.low, rate,
        [&](const CouplingResponse& response) { return coupling_outside(response, 2.0 - largest, largest); });
  });
}

}  // namespace

std::vector<Bound> electron_bounds(const Plane& plane) {
  std::vector<Bound> result;
  if (!reaches_electrons(plane)) return result;
  result.push_back(borexino(plane));
  if (plane.charges[0] != 0.0) {
    result.push_back(texono(plane));
    result.push_back(gemma(plane));
  }
  return result;
}

}  // namespace tridens::run::bounds
