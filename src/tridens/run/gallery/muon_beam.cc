// NA64mu: vectors, axions and millicharges radiated by muons of 160 GeV.
#include "tridens/run/muon_beam.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclide.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/model/muon_coupled.hh"
#include "tridens/process/muon_bremsstrahlung_exact.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using process::MuonBremsstrahlung;
using process::PhotonThreshold;
using process::RadiatedBoson;
using rate::MuonBeamSearch;

constexpr double exposures[] = {na64mu_muons, 1e12, 1e14};

std::string muons_text(double muons) {
  return fmt::format("{:.3g} muons", muons);
}

/// Lower edge of what is excluded, where something is.
template <class Limit>
Curve lower_edge(const std::string& label, const std::vector<double>& masses, const Limit& limit,
                 Style style = Style::line) {
  Curve result = curve(label, {}, {}, style);
  for (const double mass : masses) {
    if (const auto found = limit(mass)) {
      result.x.push_back(mass / units::MeV);
      result.y.push_back(found->low);
    }
  }
  return result;
}

/// Lower and upper edge as one line.
template <class Limit>
Curve outline(const std::string& label, const std::vector<double>& masses, const Limit& limit,
              Style style = Style::line) {
  Curve result = lower_edge(label, masses, limit, style);
  for (size_t i = masses.size(); i-- > 0;) {
    if (const auto found = limit(masses[i])) {
      result.x.push_back(masses[i] / units::MeV);
      result.y.push_back(found->high);
    }
  }
  return result;
}

void add_if_drawn(Figure& figure, Curve drawn) {
  if (drawn.x.size() >= 2) figure.curves.push_back(std::move(drawn));
}

/// The approximation and its variant beside the exact process, of one boson.
void add_certificate(RadiatedBoson boson, double mass, EntryResult& result) {
  const process::AtomicPhotons lead(82.0, 207.2);
  const double nucleus = matter::nuclide("Pb208").mass * 207.2 / 208.0, beam = 160.0;
  const MuonBremsstrahlung kinematic(boson, mass, lead);
  Figure figure = axes(fmt::format("{} of {:g} GeV off muons of 160 GeV in lead", name(boson), mass),
                       "x, share of the energy", R"($d\sigma/dx/g^2$ [cm$^2$])", false, true);
  Curve exact = curve("exact 2 to 3", {}, {}, Style::points), ww = curve("Weizsaecker-Williams", {}, {});
  for (const double x : evenly(0.1, 0.95, 7)) {
    exact.x.push_back(x);
    exact.y.push_back(process::exact_muon_bremsstrahlung(boson, mass, lead, nucleus, beam, x, {28, 28, 8}) /
                      units::cm2);
    result.comparisons.push_back(
        {fmt::format("exact over Weizsaecker-Williams, {}, {:g} GeV, x = {:.2f}", name(boson), mass, x), "", 1.0,
         exact.y.back() * units::cm2 / kinematic.differential(beam, x), 0.03, ""});
  }
  ww.x = evenly(0.03, 0.99, 60);
  for (const double x : ww.x) ww.y.push_back(kinematic.differential(beam, x) / units::cm2);
  figure.curves = {exact, ww};
  if (boson != RadiatedBoson::alp_photon) {
    const MuonBremsstrahlung fixed(boson, mass, lead, PhotonThreshold::fixed);
    Curve drawn = curve(R"(fixed $t_{min}$)", ww.x, {}, Style::dashed);
    for (const double x : ww.x) drawn.y.push_back(fixed.differential(beam, x) / units::cm2);
    figure.curves.push_back(drawn);
    result.comparisons.push_back(shown(fmt::format("fixed t_min over exact, x = {:.2f}", exact.x[4]), "",
                                       fixed.differential(beam, exact.x[4]) / units::cm2 / exact.y[4]));
  }
  result.figures.push_back(figure);
}

void add_inputs(const MuonBeamSearch& search, EntryResult& result) {
  result.comparisons.push_back(
      shown("efficiency that puts light axions at g_amumu = 4e-3 GeV^-1, assumed for all", "", search.efficiency));
}

EntryResult vector(Context& context) {
  EntryResult result;
  const MuonBeamSearch search = na64mu(), perfect = na64mu_perfect();
  add_inputs(search, result);
  const std::vector<double> masses = logarithmic(1e-3, 3.0, 40);
  Figure figure = axes("NA64mu, vector of L_mu - L_tau, 90 % CL", "mass [MeV]", "g'", true, true);
  for (const double muons : exposures) {
    context.check_stop();
    const MuonBeamSearch run = na64mu(muons);
    figure.curves.push_back(lower_edge(
        muons_text(muons), masses, [&](double m) { return mu_tau_vector_limit(run, m); },
        muons == na64mu_muons ? Style::line : Style::dashed));
  }
  figure.curves.push_back(lower_edge(
      "every muon below 80 GeV detected", masses, [&](double m) { return mu_tau_vector_limit(perfect, m); },
      Style::dotted));
  figure.curves.push_back(lower_edge(R"($Z'\to\chi\chi$, $g_\chi=0.5$, $m_\chi=M/3$)", masses,
                                     [&](double m) { return mu_tau_vector_limit(search, m, 0.5); }, Style::dotted));
  result.figures.push_back(figure);
  for (const double mass : {0.01, 0.04, 0.1, 0.3, 1.0}) {
    const auto now = mu_tau_vector_limit(search, mass), full = mu_tau_vector_limit(perfect, mass);
    const auto fixed = mu_tau_vector_limit_fixed(search, mass);
    result.comparisons.push_back(shown(fmt::format("g' excluded at {:g} MeV", mass * 1e3), "", now->low));
    result.comparisons.push_back(
        shown(fmt::format("the same if every muon below 80 GeV counted, {:g} MeV", mass * 1e3), "", full->low));
    result.comparisons.push_back(
        shown(fmt::format("the same with the fixed t_min of other papers, {:g} MeV", mass * 1e3), "", fixed->low));
  }
  const double invisible =
      model::lepton_widths(model::u1_lepton_couplings({0.0, 1.0, -1.0}, 1e-3, 1.0, false), 1.0).invisible_share();
  result.comparisons.push_back({"invisible share of a vector of 1 GeV", "", 0.5, invisible, 1e-3,
                                "two neutrinos against one muon; the tau is closed, and the muon's mass costs 1e-3"});
  add_certificate(RadiatedBoson::vector, 0.3, result);
  return result;
}

EntryResult millicharge(Context& context) {
  EntryResult result;
  const MuonBeamSearch search = na64mu();
  add_inputs(search, result);
  Figure product = axes("Fermions charged under a massless L_mu - L_tau, 90 % CL", "mass of the fermion [MeV]",
                        R"($g'g_\chi$)", true, true);
  Figure charge = axes("The same as an effective electric charge at long distance", "mass of the fermion [MeV]",
                       R"($\epsilon_{eff}$)", true, true);
  const std::vector<double> masses = logarithmic(1e-3, 2.0, 20);
  for (const double muons : exposures) {
    context.check_stop();
    const MuonBeamSearch run = na64mu(muons);
    const Style style = muons == na64mu_muons ? Style::line : Style::dashed;
    Curve couplings = curve(muons_text(muons), in_units(masses, units::MeV), {}, style), charges = couplings;
    for (const double mass : masses) {
      const MillichargeLimit limit = muonphilic_millicharge_limit(run, mass);
      couplings.y.push_back(limit.coupling_product);
      charges.y.push_back(limit.effective_charge);
    }
    product.curves.push_back(couplings);
    charge.curves.push_back(charges);
  }
  result.figures = {product, charge};
  result.comparisons.push_back({"effective charge per g' g_chi at q^2 = 0", "", 0.0476608,
                                model::mu_tau_effective_charge(0.0), 2e-5, "masses of the leptons to 1e-5"});
  result.comparisons.push_back(
      {"effective charge as on the slides, with (1 - x)", "", 0.142984, model::mu_tau_effective_charge(0.0), 0.01,
       "vacuum polarisation has x (1 - x), half symmetric: a third of the number of the slides"});
  for (const double mass : {0.01, 0.1, 1.0}) {
    const MillichargeLimit limit = muonphilic_millicharge_limit(search, mass);
    result.comparisons.push_back(
        shown(fmt::format("(g' g_chi)^2 excluded at {:g} MeV", mass * 1e3), "", std::pow(limit.coupling_product, 2)));
    result.comparisons.push_back(
        shown(fmt::format("effective charge excluded at {:g} MeV", mass * 1e3), "e", limit.effective_charge));
  }
  return result;
}

EntryResult alp_muon(Context& context) {
  EntryResult result;
  const MuonBeamSearch search = na64mu(), perfect = na64mu_perfect();
  add_inputs(search, result);
  Figure figure =
      axes("NA64mu, axions coupled to muons, 90 % CL", "mass [MeV]", R"($g_{a\mu\mu}$ [GeV$^{-1}$])", true, true);
  const std::vector<double> masses = logarithmic(1e-3, 0.26, 41);
  for (const double muons : exposures) {
    context.check_stop();
    const MuonBeamSearch run = na64mu(muons);
    add_if_drawn(figure, outline(
                             muons_text(muons), masses, [&](double m) { return alp_muon_limit(run, m); },
                             muons == na64mu_muons ? Style::line : Style::dashed));
  }
  add_if_drawn(figure, outline(
                           "every muon below 80 GeV detected", masses,
                           [&](double m) { return alp_muon_limit(perfect, m); }, Style::dotted));
  figure.curves.push_back(curve("2501.06294 (abstract)", {1.0, 200.0}, {4e-3, 4e-3}, Style::points));
  result.figures.push_back(figure);
  const double full = alp_muon_limit(perfect, 0.01)->low;
  result.comparisons.push_back({"g_amumu excluded for light axions if every muon below 80 GeV counted", "1/GeV",
                                na64mu_published_alp_limit, full, std::nullopt, ""});
  double end = 0.0;
  for (double mass = 0.1; mass < 0.3; mass += 0.002) {
    const auto found = alp_muon_limit(search, mass);
    if (found) end = mass;
  }
  result.comparisons.push_back({"largest excluded mass", "MeV", 200.0, end * 1e3, 0.1,
                                "axions above it decay to photons by the loop, or to muons, in the calorimeters"});
  result.comparisons.push_back(
      shown("loop coupling to photons per g_amumu at 200 MeV", "", model::alp_loop_photon_coupling(0.2)));
  add_certificate(RadiatedBoson::pseudoscalar, 0.1, result);
  return result;
}

EntryResult alp_photon(Context& context) {
  EntryResult result;
  const MuonBeamSearch search = na64mu();
  add_inputs(search, result);
  Figure figure = axes("NA64mu, axions coupled to photons, 90 % CL", "mass [MeV]",
                       R"($g_{a\gamma\gamma}$ [GeV$^{-1}$])", true, true);
  const std::vector<double> masses = logarithmic(1e-3, 0.5, 41);
  for (const double muons : exposures) {
    context.check_stop();
    const MuonBeamSearch run = na64mu(muons);
    add_if_drawn(figure, outline(muons_text(muons) + ", invisible", masses,
                                 [&](double m) { return alp_photon_limit(run, m, AlpSearch::invisible); }));
    add_if_drawn(figure, outline(
                             muons_text(muons) + ", displaced photons", masses,
                             [&](double m) { return alp_photon_limit(run, m, AlpSearch::displaced); }, Style::dotted));
  }
  result.figures.push_back(figure);
  const auto found = alp_photon_limit(search, 1e-3, AlpSearch::invisible);
  result.comparisons.push_back(shown("g_agammagamma excluded at 1 MeV", "1/GeV", found->low));
  for (const double muons : exposures) {
    double end = 0.0;
    const MuonBeamSearch run = na64mu(muons);
    for (const double mass : masses) {
      if (alp_photon_limit(run, mass, AlpSearch::invisible)) end = mass;
    }
    result.comparisons.push_back(
        shown("largest mass excluded by missing energy, " + muons_text(muons), "MeV", end * 1e3));
  }
  add_certificate(RadiatedBoson::alp_photon, 0.1, result);
  return result;
}

}  // namespace

std::vector<Entry> muon_beam_entries() {
  const std::string source = "2501.06294; 2401.01708; 2409.10128";
  const std::string common =
      "160 GeV, 40 radiation lengths of lead (254.8 g/cm2), muons that leave with less than 80 GeV, nothing seen and "
      "nothing expected (2.30 events); Weizsaecker-Williams with the kinematic threshold, elastic form factor; the "
      "muon "
      "keeps its energy in the target (it loses 0.4 %). Efficiencies of the collaboration are not public in the "
      "abstracts used: one efficiency for all masses and bosons is chosen so that light axions are excluded above "
      "4e-3 GeV^-1, and the limits of a perfect detector stand beside. ";
  return {
      {"002.na64mu-zprime", "NA64mu: vector of L_mu - L_tau that decays invisibly", source,
       common + "Invisible are the neutrinos (and chi where it is said); muons and taus are seen.", vector},
      {"002.na64mu-millicharge", "NA64mu: fermions with a muonphilic charge", source,
       common +
           "Pairs through a massless vector, factorised at the virtual mass of the vector; the mass of chi cuts the "
           "logarithm. The effective electric charge is induced by muon and tau loops.",
       millicharge},
      {"002.na64mu-alp-muon", "NA64mu: axions coupled to muons", source,
       common +
           "Derivative coupling; decays to photons by the muon loop (2 alpha/pi |B|, which decouples) and to muons. "
           "Seen are decays within 6 m.",
       alp_muon},
      {"002.na64mu-alp-photon", "NA64mu: axions coupled to photons", source,
       common + "Missing energy: decays behind 6 m. Displaced photons: decays between 1 m and 6 m, no background, the "
                "same efficiency.",
       alp_photon},
  };
}

}  // namespace tridens::run::gallery
