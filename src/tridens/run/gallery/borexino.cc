// Electrons of solar neutrinos in Borexino.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/run/bounds/beryllium_line.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double seconds_per_day = 86400.0, hundred_tonnes = 100.0;
const std::vector<std::string> second_and_third = {"numu", "nutau"};

/// L_mu - L_tau on electrons by its loop.
ElasticModel loop(double mass, double coupling) {
  return boson("lmu-ltau", mass, coupling, {{"kinetic_mixing", "loop"}});
}

/// The line in units of this entry.
struct Beryllium : bounds::BerylliumLine {
  double coupling_for(double mass, double change, const std::vector<std::string>& changed) const {
    const auto counts = [&](double coupling) { return rate(loop(mass, coupling), window(), changed); };
    return coupling_response(counts, 10.0 * small_coupling(mass, 2.0 * constants::electron_mass * window().low))
        .coupling_for(change);
  }
  /// Per keV.
  Curve electrons(const std::string& label, const ElasticModel& model, Style style) const {
    std::vector<double> recoils;
    for (double T = 5.0; T < 664.0; T += 3.0) recoils.push_back(T * units::keV);
    Curve curve{label, {}, std::vector<double>(recoils.size(), 0.0), {}, {}, style};
    for (const double recoil : recoils) curve.x.push_back(recoil / units::keV);
    for (const auto& [neutrino, spectrum] : spectra()) {
      const std::vector<double> values =
          events_per_keV(on_electrons(neutrino, "C9H12", model), spectrum, seconds_per_day, hundred_tonnes, recoils);
      for (size_t i = 0; i < values.size(); ++i) curve.y[i] += values[i];
    }
    return curve;
  }
};

Figure plane(const Beryllium& line) {
  Figure figure{R"(Borexino: $L_\mu-L_\tau$ by its loop, electrons of $^7$Be neutrinos above 270 keV)",
                "mediator mass [GeV]",
                "g'",
                true,
                true,
                {},
                {},
                {}};
  const auto add = [&](const char* label, double change, const std::vector<std::string>& changed, Style style) {
    Curve curve{label, logarithmic(1e-6, 1.0, 31), {}, {}, {}, style};
    for (const double mass : curve.x) curve.y.push_back(line.coupling_for(mass, change, changed));
    figure.curves.push_back(curve);
  };
  add("8 % of the rate", 0.08, second_and_third, Style::line);
  add("16 % of the rate", 0.16, second_and_third, Style::dashed);
  add(R"(8 %, $\nu_\mu$ alone changed)", 0.08, {"numu"}, Style::dotted);
  add(R"(8 %, $\nu_\tau$ alone changed)", 0.08, {"nutau"}, Style::dotted);
  return figure;
}

Figure spectra(const Beryllium& line) {
  Figure figure{"Electrons of the 862 keV line",
                "electron kinetic energy [keV]",
                "counts/day/100 t/keV",
                false,
                true,
                {},
                {},
                {}};
  figure.curves.push_back(line.electrons("Standard Model", {}, Style::line));
  for (const double mass : {1e-4, 1e-3, 1e-2}) {
    const double coupling = line.coupling_for(mass, 0.08, second_and_third);
    figure.curves.push_back(line.electrons(fmt::format("M = {:g} MeV, g' = {:.2g} (+8 %)", mass / units::MeV, coupling),
                                           loop(mass, coupling), Style::dashed));
  }
  return figure;
}

EntryResult borexino(Context& context) {
  EntryResult result;
  const Beryllium line;
  const Table& published = context.published("borexino-7be");
  const double rate = published.number(0, 1), rate_error = published.number(0, 2);
  const double survival = published.number(1, 1), survival_error = published.number(1, 2);
  result.comparisons.push_back({"862 keV line, all electrons", "counts/day/100 t", rate, line.rate({}, {}, {}),
                                std::hypot(rate_error / rate, 0.06),
                                "the tolerance joins the measurement and 6 % of the solar model"});
  result.comparisons.push_back(
      {"survival probability of nue at 862 keV", "", survival, line.survival(), survival_error / survival, ""});
  for (const double mass : {1e-6, 1e-3, 1e-2, 0.1}) {
    result.comparisons.push_back({fmt::format("g' for 8 %, M = {:g} MeV", mass / units::MeV), "", std::nullopt,
                                  line.coupling_for(mass, 0.08, second_and_third), std::nullopt, ""});
  }
  result.figures = {plane(line), spectra(line)};
  return result;
}

}  // namespace

std::vector<Entry> borexino_entries() {
  return {
      {"001.borexino", "Solar neutrinos on electrons in Borexino with the loop mixing of L_mu - L_tau",
       "talk of W. Altmannshofer (2022); Borexino 1104.1816",
       "Fluxes B16-GS98, adiabatic flavour change in the Sun, numu and nutau alike; pseudocumene; s_W^2 = 0.23857, "
       "tree "
       "level. The boson's couplings are diagonal in flavour, so that probabilities are enough. numu and nutau couple "
       "with "
       "opposite signs: with equal shares the interference cancels and the change is quadratic, which the dotted "
       "curves "
       "(one of them alone) show. Criterion: the rate of electrons above 270 keV changes by 8 %, which was used for "
       "such "
       "limits in the literature; it is no fit of the spectrum.",
       borexino},
  };
}

}  // namespace tridens::run::gallery
