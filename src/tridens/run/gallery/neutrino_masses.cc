// Neutrino masses in a dark sector: spectrum and mixings of the inverse and extended seesaw, one-loop masses.
#include "tridens/model/neutrino_masses.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::ComplexMatrix;
using model::DarkSeesaw;
using model::DarkSeesawStates;
using model::LoopBosons;
using units::eV;
using units::MeV;
using units::pi;

constexpr double dirac_mass = 1e-4, dark_mass = 0.1;  // GeV
/// sqrt of the atmospheric mass splitting of NuFIT 5.2 with three standard deviations, GeV.
constexpr double splitting = 2.507e-3, splitting_low = 2.427e-3, splitting_high = 2.590e-3;  // eV^2
constexpr double published_m3 = 0.05 * eV;
const LoopBosons figure_bosons{1.0, 1.0, 2.0};  // g' = 1, M_Z' = 1 GeV, M_phi' = 2 GeV

double m_atmospheric(double squared_eV2) {
  return std::sqrt(squared_eV2) * eV;
}

/// Masses and mixings over mu'/Lambda, exact and by the formulas of the two regimes.
void add_spectrum(EntryResult& result) {
  const std::vector<double> ratios = logarithmic(1e-3, 1e3, 121);
  Figure masses =
      axes(R"(Massive states, $\Lambda=100$ MeV, $m_D=0.1$ MeV)", R"($\mu'/\Lambda$)", R"($m/\Lambda$)", true, true);
  Figure mixings = axes("Mixings of the massive states", R"($\mu'/\Lambda$)", R"($|U|^2$)", true, true);
  Curve m4 = curve(R"($|m_4|$)", ratios, {}), m5 = curve(R"($m_5$)", ratios, {});
  Curve flavour4 = curve(R"($|U_{\alpha4}|^2(\Lambda/m_D)^2$)", ratios, {}),
        flavour5 = curve(R"($|U_{\alpha5}|^2(\Lambda/m_D)^2$)", ratios, {});
  Curve dark4 = curve(R"($|U_{D4}|^2$)", ratios, {}, Style::dashed),
        dark5 = curve(R"($|U_{D5}|^2$)", ratios, {}, Style::dashed);
  double worst = 0.0, closed = 0.0;
  for (const double ratio : ratios) {
    const DarkSeesaw seesaw{dirac_mass, ratio * dark_mass, dark_mass};
    const DarkSeesawStates s = states(seesaw);
    const model::MassSpectrum exact = model::takagi(model::mass_matrix(seesaw));
    const double scale = std::pow(dark_mass / dirac_mass, 2);
    m4.y.push_back(exact.masses[1] / dark_mass);
    m5.y.push_back(exact.masses[2] / dark_mass);
    flavour4.y.push_back(std::norm(exact.mixing[0][1]) * scale);
    flavour5.y.push_back(std::norm(exact.mixing[0][2]) * scale);
    dark4.y.push_back(std::norm(exact.mixing[2][1]));
    dark5.y.push_back(std::norm(exact.mixing[2][2]));
    const double identity = std::norm(exact.mixing[0][2]) / std::norm(exact.mixing[0][1]);
    worst = std::max(worst, std::abs(identity / (exact.masses[1] / exact.masses[2]) - 1.0));
    closed = std::max({closed, std::abs(exact.masses[1] / -s.m4 - 1.0), std::abs(exact.masses[2] / s.m5 - 1.0)});
  }
  std::vector<double> extended = logarithmic(10.0, 1e3, 21), small, large;
  for (const double ratio : extended) small.push_back(1.0 / ratio), large.push_back(ratio);
  masses.curves = {m4, m5, curve(R"($\Lambda^2/\mu'$, $\mu'$ (extended seesaw))", extended, small, Style::dotted),
                   curve("", extended, large, Style::dotted)};
  mixings.curves = {flavour4, flavour5, dark4, dark5};
  result.figures = {masses, mixings};
  result.comparisons.push_back(
      {"largest |(U_a5/U_a4)^2/R - 1|, R = |m_4|/m_5, over the figure", "", 1e-12, worst, 0.0, "", true});
  result.comparisons.push_back(
      {"largest distance of the masses from the closed form", "", 1e-12, closed, 0.0, "", true});
}

void add_limits(EntryResult& result) {
  const DarkSeesawStates inverse = states({dirac_mass, 1e-3 * dark_mass, dark_mass}),
                         extended = states({dirac_mass, 1e3 * dark_mass, dark_mass});
  const double small = dirac_mass / dark_mass;
  result.comparisons.push_back(
      {"inverse seesaw: (m_5 - |m_4|)/mu'", "", 1.0, (inverse.m5 + inverse.m4) / (1e-3 * dark_mass), 1e-9, ""});
  result.comparisons.push_back({"inverse seesaw: U_a4 sqrt2 Lambda/m_D", "", 1.0,
                                std::abs(inverse.flavour4) * std::sqrt(2.0) / small, 1e-3, ""});
  result.comparisons.push_back(
      {"inverse seesaw: U_D5 sqrt2", "", 1.0, std::abs(inverse.dark5) * std::sqrt(2.0), 1e-3, ""});
  result.comparisons.push_back(
      {"extended seesaw: |m_4| mu'/Lambda^2", "", 1.0, -extended.m4 * 1e3 / dark_mass, 1e-5, ""});
  result.comparisons.push_back(
      {"extended seesaw: U_a4 Lambda/m_D", "", 1.0, std::abs(extended.flavour4) / small, 1e-5, ""});
  result.comparisons.push_back({"extended seesaw: U_D5 mu'/Lambda", "", 1.0, extended.dark5 * 1e3, 1e-5, ""});
}

/// Three generations with entries over fifteen orders of magnitude.
void add_generations(EntryResult& result) {
  const ComplexMatrix m_D = {{10.0, 0, 0}, {0, 20.0, 0}, {0, 0, 30.0}}, M_R = {{1e3, 0, 0}, {0, 1e3, 0}, {0, 0, 1e3}};
  const double mu = 50.0 * eV;
  const model::MassSpectrum exact =
      model::takagi(model::inverse_seesaw(m_D, M_R, {{mu, 0, 0}, {0, mu, 0}, {0, 0, mu}}));
  DataTable table{"Nine states of the standard inverse seesaw: m_D = 10, 20, 30 GeV, M_R = 1 TeV, mu = 50 eV",
                  {"state", "exact", "m_D^2 mu/M_R^2"},
                  {}};
  for (size_t k = 0; k < 9; ++k) {
    const double leading = k < 3 ? std::pow(m_D[k][k].real() / 1e3, 2) * mu : 0.0;
    table.rows.push_back({std::to_string(k + 1),
                          k < 3 ? digits(exact.masses[k] / eV, 6) + " eV" : digits(exact.masses[k], 9) + " GeV",
                          k < 3 ? digits(leading / eV, 6) + " eV" : ""});
    if (k < 3) {
      result.comparisons.push_back({fmt::format("inverse seesaw, three generations: m_{} over m_D^2 mu/M_R^2", k + 1),
                                    "", 1.0, exact.masses[k] / leading, 1e-2,
                                    "corrections of order m_D^2/M_R^2, up to 0.09 %"});
    }
  }
  result.tables.push_back(table);
}

EntryResult inverse_seesaw_entry(Context&) {
  EntryResult result;
  add_spectrum(result);
  add_limits(result);
  add_generations(result);
  return result;
}

struct Benchmark {
  double m5, ratio;
  const char* published;
};

/// |U_a4|^2 for the mass m3, over |m_4| at fixed ratio m_4/m_5.
void add_plane(EntryResult& result) {
  Figure figure = axes(R"(One-loop $m_3$: $M_{Z'}=1$ GeV, $M_{\varphi'}=2$ GeV, $g'=1$)", R"($|m_4|$ [MeV])",
                       R"($|U_{\alpha4}|^2$)", true, true);
  figure.y_low = 1e-9;
  figure.y_high = 1e-3;
  const std::vector<double> m4 = logarithmic(1.0 * MeV, 2.0, 61);
  for (const double ratio : {0.99, 0.5, 0.12, 0.01}) {
    Curve line =
        curve(fmt::format(R"($m_3=\sqrt{{\Delta m^2_{{atm}}}}$, $|m_4|/m_5={:g}$)", ratio), in_units(m4, MeV), {});
    for (const double mass : m4) {
      const auto needed = [&](double squared) {
        return model::mixing_for_mass(m_atmospheric(squared), mass, mass / ratio, figure_bosons);
      };
      line.y.push_back(needed(splitting));
      line.low.push_back(needed(splitting_low));
      line.high.push_back(needed(splitting_high));
    }
    figure.curves.push_back(line);
  }
  result.figures.push_back(figure);
}

/// m_3 against R = m_4/m_5 at fixed mixing, with the band of oscillations.
void add_ratio(EntryResult& result) {
  Figure figure = axes(R"(One-loop $m_3$ at $|U_{\alpha4}|^2=10^{-6}$)",
                       R"($R=|m_4|/m_5=|U_{\alpha5}|^2/|U_{\alpha4}|^2$)", R"($m_3$ [eV])", false, true);
  const std::vector<double> ratios = evenly(0.01, 0.99, 50);
  Curve band = curve(R"($\sqrt{\Delta m^2_{atm}}$, 3 $\sigma$)", {0.01, 0.99}, {});
  for (int i = 0; i < 2; ++i) {
    band.y.push_back(m_atmospheric(splitting) / eV);
    band.low.push_back(m_atmospheric(splitting_low) / eV);
    band.high.push_back(m_atmospheric(splitting_high) / eV);
  }
  figure.curves.push_back(band);
  for (const double m5 : {150.0 * MeV, 800.0 * MeV}) {
    Curve line = curve(fmt::format("$m_5={:g}$ MeV", m5 / MeV), ratios, {});
    for (const double ratio : ratios) {
      line.y.push_back(one_loop_mass(model::dark_seesaw(ratio * m5, m5, 1e-6), figure_bosons).dark / eV);
    }
    figure.curves.push_back(line);
  }
  result.figures.push_back(figure);
}

void add_benchmarks(EntryResult& result) {
  DataTable table{"Mixings for m_3 = 0.05 eV by Z' and phi'",
                  {"m_5 [MeV]", "R", "|U_mu4|^2", "|U_mu5|^2", "text of the thesis",
                   "|U_mu4|^2 if |U_Di|^2 = |U_mu4|^2", "share of Z and h"},
                  {}};
  for (const Benchmark& item : {Benchmark{0.8, 0.99, ""}, {0.15, 0.5, "3e-7, 1e-7"}, {0.15, 0.12, "1e-6, 1e-7"}}) {
    const double m4 = item.ratio * item.m5, U2 = model::mixing_for_mass(published_m3, m4, item.m5, figure_bosons);
    const auto seesaw = model::dark_seesaw(m4, item.m5, U2);
    const DarkSeesawStates s = states(seesaw);
    table.rows.push_back({digits(item.m5 / MeV), digits(item.ratio), digits(U2), digits(s.flavour5 * s.flavour5),
                          item.published, digits(U2 * (1.0 + item.ratio)),
                          digits(one_loop_mass(seesaw, figure_bosons).standard / published_m3, 2)});
  }
  result.tables.push_back(table);
  const std::string reason = "one digit is printed, for numbers read from figures: half of it is the tolerance";
  const auto needed = [](double ratio) {
    return model::mixing_for_mass(published_m3, ratio * 0.15, 0.15, figure_bosons);
  };
  result.comparisons.push_back({"|U_mu4|^2 for m_5 = 150 MeV, R = 0.5", "", 3e-7, needed(0.5), 0.5 / 3.0, reason});
  result.comparisons.push_back({"|U_mu5|^2 for the same", "", 1e-7, 0.5 * needed(0.5), 0.5,
                                reason + "; R = 0.5 makes it one half of |U_mu4|^2, which 3e-7 and 1e-7 are not"});
  result.comparisons.push_back({"|U_mu4|^2 for m_5 = 150 MeV, R = 0.12", "", 1e-6, needed(0.12), 0.5, reason});
  result.comparisons.push_back({"|U_mu5|^2 for the same", "", 1e-7, 0.12 * needed(0.12), 0.5, reason});
  result.comparisons.push_back(shown("|U_mu4|^2 for m_5 = 800 MeV, R = 0.99", "",
                                     model::mixing_for_mass(published_m3, 0.99 * 0.8, 0.8, figure_bosons)));
}

void add_loop_limits(EntryResult& result) {
  struct Limit {
    const char* name;
    DarkSeesaw seesaw;
    double vector, scalar, formula;
  };
  const auto log2 = [](double a, double b) { return 2.0 * std::log(a / b); };
  const double unit = 1.0 / (16.0 * pi * pi), D = 1e-7, D2 = D * D;
  const std::vector<Limit> limits = {
      {"inverse seesaw, bosons heavier than Lambda",
       {D, 1e-8, 1e-2},
       10.0,
       20.0,
       unit * D2 / 100.0 * 1e-8 * (3.0 * log2(10.0, 1e-2) + log2(20.0, 1e-2) - 4.0)},
      {"inverse seesaw, bosons lighter than Lambda", {D, 1e-4, 1e3}, 1e-2, 2e-2, unit * D2 / 1e6 * 1e-4 * 7.0},
      {"extended seesaw, bosons heavier than mu'",
       {D, 0.1, 1e-4},
       100.0,
       200.0,
       unit * D2 / (1e-8 + D2) * 1e-8 / 1e4 * 0.1 * (3.0 * log2(100.0, 0.1) + log2(200.0, 0.1))},
      {"extended seesaw, bosons between |m_4| and mu'",
       {D, 1e4, 1e-2},
       1.0,
       2.0,
       unit * D2 / 1e4 * (3.0 * log2(1e4, 1.0) + 4.0 * log2(1e4, 2.0))}};
  for (const Limit& limit : limits) {
    const double exact = one_loop_mass(limit.seesaw, {1.0, limit.vector, limit.scalar}).dark;
    result.comparisons.push_back(
        {fmt::format("m_3 over its analytic limit: {}", limit.name), "", 1.0, exact / limit.formula, 1e-3, ""});
  }
}

EntryResult loop_masses_entry(Context&) {
  EntryResult result;
  add_benchmarks(result);
  add_loop_limits(result);
  add_plane(result);
  add_ratio(result);
  result.note =
      "The massless state holds nu_D with |U_Di|^2 = m_D^2/(Lambda^2 + m_D^2) = (1 + R)|U_a4|^2, so that m_3 is "
      "proportional "
      "to |U_Di|^2 |U_D5|^2 = R |U_a4|^2. With |U_Di|^2 = |U_a4|^2 in its place the mixings needed are larger by 1 + "
      "R.";
  return result;
}

}  // namespace

std::vector<Entry> neutrino_mass_entries() {
  const std::string source = "thesis of M. Hostert (2019); 1903.07589, 1903.07590";
  return {
      {"000.inverse-seesaw", "Spectrum and mixings of the inverse and extended seesaw with a hidden U(1)'", source,
       "One flavour, one N and nu_D, diagonalised exactly (Takagi) with 31 digits; three generations for the standard "
       "inverse "
       "seesaw. Entries of the matrices are real.",
       inverse_seesaw_entry},
      {"000.loop-masses", "One-loop neutrino masses by the dark bosons, and R = m_4/m_5", source,
       "Z' and phi' in the loop, of 1 and 2 GeV, g' = 1; Z and h add 1e-4 of it. Band: splitting of NuFIT 5.2, normal "
       "ordering, "
       "three standard deviations. The analytic limits are those that the exact sum has: in the text of the thesis "
       "they stand "
       "beside other regimes.",
       loop_masses_entry},
  };
}

}  // namespace tridens::run::gallery
