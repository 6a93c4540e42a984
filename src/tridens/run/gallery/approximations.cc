// Photon fluxes, the equivalent-photon approximation and the crude formula against the full calculation.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/math/adaptive.hh"
#include "tridens/process/trident_epa.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;
using process::EquivalentPhotons;
using process::Trident;

const std::string energy_label = "neutrino energy [GeV]";

struct NamedVariant {
  EquivalentPhotons variant;
  const char* label;
};
constexpr NamedVariant variants[] = {
    {EquivalentPhotons::simple, "EPA, no cut"},
    {EquivalentPhotons::improved, "EPA, less crude flux"},
    {EquivalentPhotons::magill_plestid, "EPA, Q < 0.217 GeV / A^(1/3)"},
    {EquivalentPhotons::cut_140MeV, "EPA, Q < 0.14 GeV / A^(1/3)"},
};

/// A channel on argon with one regime ("coherent", "proton").
Trident argon(Context& context, const TridentChannel& line, const char* regime) {
  process::TridentOptions options;
  options.channel = line;
  options.vertex = context.standard_model(line).vertex;
  options.target = matter::material("Ar40");
  options.regimes = {regime};
  return Trident(options, context.tables(line.minus, line.plus));
}

double full(const Trident& trident, double energy) {
  return trident.combine(trident.terms(0, energy), trident.options().vertex);
}

double ratio(Context& context, const Trident& trident, double energy, EquivalentPhotons variant) {
  const TridentChannel& line = trident.options().channel;
  return process::equivalent_photon_cross_section(trident, 0, *context.tables(line.minus, line.plus), energy, variant) /
         full(trident, energy);
}

Curve ratio_curve(Context& context, const Trident& trident, EquivalentPhotons variant, std::string label) {
  Curve curve;
  curve.label = std::move(label);
  for (const double energy : logarithmic(std::max(0.2, 1.2 * trident.threshold(0)), 100.0, 25)) {
    curve.x.push_back(energy);
    curve.y.push_back(ratio(context, trident, energy, variant));
  }
  return curve;
}

/// EPA over full with the cut of 1902.08579, both averaged over the DUNE flux.
double averaged_ratio(Context& context, const Trident& trident) {
  const TridentChannel& line = trident.options().channel;
  const flux::Spectrum& spectrum = context.flux("dune-nd-fhc").spectrum(line.incoming);
  const auto tables = context.tables(line.minus, line.plus);
  const double from = trident.threshold(0);
  const double approximate = rate::fold(spectrum, from, [&](double energy) {
    return process::equivalent_photon_cross_section(trident, 0, *tables, energy, EquivalentPhotons::cut_140MeV);
  });
  const double complete = rate::fold(spectrum, from, [&](double energy) { return full(trident, energy); });
  return approximate / complete;
}

EntryResult photon_approximation(Context& context) {
  EntryResult result;
  const TridentChannel channels[] = {channel("numu", "mu-mu+"), channel("numu", "mu-e+"), channel("nue", "e-e+")};
  DataTable table{"EPA over full", {"channel", "regime", "approximation", "1 GeV", "5 GeV", "20 GeV"}, {}};
  for (const char* regime : {"coherent", "proton"}) {
    for (const TridentChannel& line : channels) {
      const Trident trident = argon(context, line, regime);
      Figure figure{formula(line) + ", argon, " + (regime == std::string("proton") ? "diffractive on protons" : regime),
                    energy_label,
                    "EPA / full",
                    true,
                    true,
                    {},
                    {},
                    {}};
      for (const auto& [variant, label] : variants) {
        if (regime == std::string("proton") && variant == EquivalentPhotons::cut_140MeV) continue;
        figure.curves.push_back(ratio_curve(context, trident, variant, label));
        std::vector<std::string> row = {formula(line), regime, label};
        for (const double energy : {1.0, 5.0, 20.0}) row.push_back(digits(ratio(context, trident, energy, variant), 3));
        table.rows.push_back(row);
      }
      figure.curves.push_back({"full", {0.2, 100.0}, {1.0, 1.0}, {}, {}, Style::dotted});
      result.figures.push_back(figure);
    }
  }
  result.tables.push_back(table);
  result.comparisons.push_back(
      {"EPA without cut over full, nue -> nue e- e+, coherent on argon, 1 GeV (published: 2 to 3)", "", 2.5,
       ratio(context, argon(context, channels[2], "coherent"), 1.0, EquivalentPhotons::simple), 0.2,
       "the talk names no channel, energy or form of the flux; other channels and forms are in the table and figures"});
  const auto shown = [&](const TridentChannel& line, const char* regime, const char* what) {
    result.comparisons.push_back({std::string("EPA without cut over full, ") + what + ", 1 GeV", "", std::nullopt,
                                  ratio(context, argon(context, line, regime), 1.0, EquivalentPhotons::simple),
                                  std::nullopt, ""});
  };
  shown(channels[0], "coherent", "dimuon, coherent on argon");
  shown(channels[0], "proton", "dimuon, protons of argon");
  result.comparisons.push_back({"EPA with Q < 140 MeV/A^(1/3) over full, coherent dimuon on argon, DUNE flux", "", 0.30,
                                averaged_ratio(context, argon(context, channels[0], "coherent")), 0.10,
                                "1902.08579 quotes the ratio after its cuts, which are not applied here, and with its "
                                "Woods-Saxon form factor"});
  return result;
}

EntryResult crude(Context& context) {
  EntryResult result;
  Figure figure{"Crude formula over full, coherent on argon", energy_label, "crude / full", true, true, {}, {}, {}};
  for (const auto& [neutrino, pair] : {std::pair{"numu", "mu-mu+"}, {"numu", "e-e+"}, {"numu", "mu-e+"}}) {
    const TridentChannel line = channel(neutrino, pair);
    const Trident trident = argon(context, line, "coherent");
    Curve curve;
    curve.label = formula(line);
    for (const double energy : logarithmic(0.3, 100.0, 31)) {
      const double approximate = process::crude_cross_section(line, trident.options().vertex, 18, 40, energy);
      if (!(approximate > 0.0)) continue;
      curve.x.push_back(energy);
      curve.y.push_back(approximate / full(trident, energy));
    }
    figure.curves.push_back(curve);
    result.comparisons.push_back(
        {"crude over full, " + line.reaction() + ", 10 GeV", "", std::nullopt,
         process::crude_cross_section(line, trident.options().vertex, 18, 40, 10.0) / full(trident, 10.0), std::nullopt,
         ""});
  }
  figure.curves.push_back({"full", {0.3, 100.0}, {1.0, 1.0}, {}, {}, Style::dotted});
  result.figures.push_back(figure);
  return result;
}

/// h^T and h^L over e^2 against Q at fixed shat, on a nucleus and on a proton: the formulas of 1807.10973
/// eqs. 2.20-2.22.
Figure photon_fluxes(Context& context, double shat, double energy) {
  Figure figure{fmt::format("Photon fluxes on argon, shat = {} GeV$^2$, E = {} GeV", shat, energy),
                "Q [GeV]",
                "h / $e^2$ per scatterer",
                true,
                true,
                {},
                1e-4,
                {}};
  const TridentChannel line = channel("numu", "mu-mu+");
  for (const char* regime : {"coherent", "proton"}) {
    const Trident trident = argon(context, line, regime);
    const double mass = trident.components()[0].target_mass, over = shat / (2.0 * energy);
    Curve transverse, longitudinal;
    transverse.label = std::string("T, ") + regime;
    longitudinal.label = std::string("L, ") + regime;
    longitudinal.style = Style::dashed;
    for (const double Q : logarithmic(over / std::sqrt(1.0 - over / mass) * 1.0001, 1.0, 200)) {
      const double Q2 = Q * Q;
      double a = 0.0, b = 0.0;
      trident.response(0).evaluate(&Q2, 1, &a, &b);
      const double rho = 1.0 - over / mass - over * over / Q2, recoil = 1.0 - 0.5 * over / mass;
      const double magnetic = over * over / (mass * mass) * b;
      transverse.x.push_back(Q);
      transverse.y.push_back(8.0 * (rho * a + 0.5 * magnetic));
      longitudinal.x.push_back(Q);
      longitudinal.y.push_back(4.0 * (recoil * recoil * a - 0.25 * magnetic));
    }
    figure.curves.push_back(transverse);
    figure.curves.push_back(longitudinal);
  }
  return figure;
}

/// sigma^T and sigma^L of real couplings from the tables.
Figure lepton_cross_sections(Context& context, double Q2) {
  Figure figure{fmt::format("Universal lepton cross sections at Q$^2$ = {} GeV$^2$", digits(Q2)),
                "$\\hat{s}$ [GeV$^2$]",
                "$\\sigma_{\\nu\\gamma}$ [GeV$^{-2}$]",
                true,
                true,
                {},
                {},
                {}};
  figure.y_low = 1e-21;
  for (const auto& [neutrino, pair] : {std::pair{"numu", "mu-mu+"}, {"numu", "mu-e+"}, {"nue", "e-e+"}}) {
    const TridentChannel line = channel(neutrino, pair);
    const model::LeptonVertex vertex = context.standard_model(line).vertex;
    const auto tables = context.tables(line.minus, line.plus);
    const process::LeptonTable& table = *tables->tables.front();
    Curve transverse, longitudinal;
    transverse.label = "T, " + formula(line);
    longitudinal.label = "L, " + formula(line);
    longitudinal.style = Style::dashed;
    for (const double W2 : logarithmic(1.05 * table.threshold_squared(), 30.0, 60)) {
      process::ShapeMoments moments{};
      table.evaluate(W2, Q2, moments);
      transverse.x.push_back(W2 + Q2);
      transverse.y.push_back(moments[0].transverse.combine(vertex.V, vertex.A));
      longitudinal.x.push_back(W2 + Q2);
      longitudinal.y.push_back(moments[0].longitudinal.combine(vertex.V, vertex.A));
    }
    figure.curves.push_back(transverse);
    if (Q2 > 0.0) figure.curves.push_back(longitudinal);
  }
  return figure;
}

EntryResult decomposition(Context& context) {
  EntryResult result;
  result.figures.push_back(photon_fluxes(context, 0.1, 3.0));
  result.figures.push_back(lepton_cross_sections(context, 0.0));
  result.figures.push_back(lepton_cross_sections(context, 1e-2));
  const TridentChannel line = channel("numu", "mu-mu+");
  const model::LeptonVertex vertex = context.standard_model(line, "0.23119").vertex;
  const auto tables = context.tables(line.minus, line.plus);
  for (const auto& [shat, value, tolerance] : {std::tuple{1.0, 2.2315e-14, 0.01}, {100.0, 8.48e-12, 0.02}}) {
    process::ShapeMoments moments{};
    tables->tables.front()->evaluate(shat, 0.0, moments);
    result.comparisons.push_back({fmt::format("sigma^T(0, {} GeV2), dimuon", shat), "GeV^-2", value,
                                  moments[0].transverse.combine(vertex.V, vertex.A), tolerance, ""});
  }
  // The sum of T and L against the 2 -> 4 amplitude sampled in eight variables.
  for (const char* regime : {"coherent", "proton"}) {
    const Trident trident = argon(context, line, regime);
    const double energy = 5.0;
    math::MonteCarloOptions options;
    options.relative_precision = 1e-3;
    options.threads = context.threads();
    const math::BatchIntegrand integrand = [&](const double* u, size_t count, double* values) {
      const std::vector<double> energies(count, energy);
      trident.dsigma(0, energies.data(), u, count, values);
    };
    const math::MonteCarloResult sampled =
        math::integrate(integrand, static_cast<size_t>(trident.dimension()), options);
    result.comparisons.push_back(
        {std::string("T + L against the sampled 2 -> 4 amplitude, dimuon ") + regime + ", 5 GeV", "fb",
         sampled.value / units::femtobarn, full(trident, energy) / units::femtobarn, 4e-3, ""});
  }
  return result;
}

}  // namespace

std::vector<Entry> approximation_entries() {
  const std::string assumptions =
      "The hadronic response (Fourier-Bessel form factor of argon; nucleons of 0812.3539 with the Pauli factor) is the "
      "same in both, so that the ratio shows the approximation alone. The photon flux of the simple form has no upper "
      "limit other than kinematics and the form factor. Cuts: Q < 0.217 GeV/A^(1/3) coherent and "
      "max(0.217 GeV/A^(1/3), shat/2E) < Q < 1 GeV on nucleons (1612.05642); 140 MeV/A^(1/3) as tested in 1902.08579. "
      "The 2019 talk says 'factors of 2 or 3' at low energy without naming channel, regime or form of the flux: the "
      "range is compared with electron pairs on argon at 1 GeV, our choice.";
  return {
      {"000.trident-epa", "Equivalent photons over the full calculation, by channel and regime",
       "talk of M. Hostert (2019); 1807.10973", assumptions, photon_approximation},
      {"001.epa", "Equivalent photons against the 2 -> 4 calculation",
       "talk of W. Altmannshofer (2022); 1612.05642, 1702.02617, 1807.10973",
       assumptions + " The talk says 'sizable uncertainties' without a number: the ratios are shown.",
       [](Context& context) {
         EntryResult result = photon_approximation(context);
         result.comparisons.erase(result.comparisons.begin());  // the number of the other talk
         result.figures.resize(3);
         return result;
       }},
      {"000.trident-crude", "The crude formula for the total cross section against the full result",
       "talk of M. Hostert (2019)",
       "sigma = (V^2 + A^2) Z^2 alpha^2 G_F^2/(9 pi^3) X ln(X/m_L^2), X = 2 E Lambda/A^(1/3), Lambda = 0.217 GeV, m_L "
       "the "
       "sum of the two lepton masses (the talk writes 4 m^2 for equal ones). A leading logarithm with the constant "
       "dropped: no number is published for its quality. The full result is that of 1807.10973.",
       crude},
      {"000.trident-TL", "Transverse and longitudinal photon fluxes and the universal lepton cross sections",
       "talk of M. Hostert (2019); 1807.10973",
       "h^T and h^L per nucleus or per bound proton (Pauli factor included). sigma^T and sigma^L depend on the lepton "
       "masses, V and A alone. Values at Q^2 = 0 come from an independent integration; the sum T + L is compared with "
       "the sampled 2 -> 4 amplitude, which knows nothing of the decomposition (tolerance four standard deviations).",
       decomposition},
  };
}

}  // namespace tridens::run::gallery
