// Dark matter of proton beams in MiniBooNE, LSND and DUNE: rate/dark_matter_rate.cc; searches for a dark photon that is
// not seen at BaBar and NA64, whose published limits on epsilon are drawn at the mass of the dark matter. The coupling
// of the plane is y = epsilon^2 alpha_D (m_chi/m_A')^4.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/rate/dark_matter_rate.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/bounds/tabulated.hh"
#include "tridens/run/dark_matter_setup.hh"

namespace tridens::run::bounds {
namespace {

std::vector<BoundCurve> limits(const BoundInfo& info, const std::string& experiment, const BoundRequest& request) {
  const SettingValues settings(info, request);
  DarkMatterSetup setup = make_dark_matter_setup(experiment);
  const std::string& bremsstrahlung = settings.text("bremsstrahlung");
  if (bremsstrahlung != "yes" && bremsstrahlung != "no") {
    throw UserError("bremsstrahlung=" + bremsstrahlung + " of bound " + info.name, "it is yes or no", "");
  }
  setup.options.bremsstrahlung = bremsstrahlung == "yes";
  constexpr int energies = 20;  // right to 1 %
  const rate::DarkMatterRate rate(setup.experiment, setup.options, energies);
  model::DarkMatter matter;
  matter.spin = model::parse_dark_matter_spin(settings.text("spin"));
  matter.alpha_D = settings.positive("alpha-D");
  matter.epsilon = 1e-4;
  const double ratio = settings.positive("ratio");
  constexpr double open = 0.99;  // at the threshold nothing is made
  BoundCurve curve;
  for (const double mass : masses_of(request, plane("dark-matter"), 0.0, open * 0.5 * rate.heaviest_pair())) {
    matter.mass = mass;
    matter.mediator_mass = ratio * mass;
    const std::optional<double> y = rate.excluded_y(matter);
    if (!y) continue;
    curve.mass.push_back(mass);
    curve.coupling.push_back(*y);
  }
  if (curve.mass.empty()) return {};
  return {curve};
}

/// The part of a curve between two masses, with power laws between its points.
BoundCurve between(const BoundCurve& curve, double low, double high) {
  BoundCurve result;
  const auto add = [&](double mass, double coupling) {
    result.mass.push_back(mass);
    result.coupling.push_back(coupling);
  };
  for (size_t i = 0; i < curve.mass.size(); ++i) {
    for (const double border : {low, high}) {
      if (i == 0 || !(curve.mass[i - 1] < border) || !(border < curve.mass[i])) continue;
      const double share = std::log(border / curve.mass[i - 1]) / std::log(curve.mass[i] / curve.mass[i - 1]);
      add(border, curve.coupling[i - 1] * std::pow(curve.coupling[i] / curve.coupling[i - 1], share));
    }
    if (curve.mass[i] >= low && curve.mass[i] <= high) add(curve.mass[i], curve.coupling[i]);
  }
  return result;
}

/// A limit on epsilon of A' that is not seen, with m_A' = ratio x m_chi: as many decays to dark matter as the search
/// excludes of a boson that decays to nothing else.
std::vector<BoundCurve> unseen(const BoundInfo& info, const io::BoundTable& table, const BoundRequest& request) {
  const SettingValues settings(info, request);
  const double ratio = settings.positive("ratio");
  if (!(ratio > 2.0)) {
    throw UserError(fmt::format("ratio={:g} of bound {}", ratio, info.name), "A' decays to dark matter above 2 only",
                    "leave the bound out");
  }
  model::DarkMatter matter;
  matter.spin = model::parse_dark_matter_spin(settings.text("spin"));
  matter.alpha_D = settings.positive("alpha-D");
  BoundCurve all;
  for (const io::BoundFileCurve& each : table.curves) {
    for (size_t i = 0; i < each.mass_GeV.size(); ++i) {
      matter.mediator_mass = each.mass_GeV[i];
      matter.mass = matter.mediator_mass / ratio;
      matter.epsilon = each.coupling[i];
      const model::DarkPhotonWidths widths = model::dark_photon_widths(matter);
      const double left = widths.dark - widths.visible();
      if (!(left > 0.0)) continue;
      matter.epsilon *= std::sqrt(widths.dark / left);
      all.mass.push_back(matter.mass);
      all.coupling.push_back(matter.y());
    }
  }
  const Plane drawn = plane("dark-matter");
  const BoundCurve curve = between(all, request.lowest_mass > 0.0 ? request.lowest_mass : drawn.lowest_mass,
                                   request.highest_mass > 0.0 ? request.highest_mass : drawn.highest_mass);
  if (curve.mass.empty()) return {};
  return {curve};
}

std::vector<BoundSetting> particle_settings() {
  return {{"alpha-D", "coupling of the dark photon to dark matter", "0.5"},
          {"ratio", "mass of the dark photon over that of dark matter", "3"},
          {"spin", "scalar or fermion", "scalar"}};
}

/// Of a table in the plane of dark photons.
Bound unseen_bound(const std::string& table_name) {
  const io::BoundTable table = io::load_named_bound(table_name);
  Bound bound;
  bound.info = bound_of_table(table).info;
  bound.info.kind = Kind::computed;
  bound.info.production = Production::unknown;
  bound.info.plane = "dark-matter";
  bound.info.formula = "y = epsilon^2 alpha_D/ratio^4, epsilon^2 Br(A' -> chi chi) as excluded for an invisible A'";
  bound.info.settings = particle_settings();
  const BoundInfo info = bound.info;
  bound.compute = [info, table](const BoundRequest& request) { return unseen(info, table, request); };
  return bound;
}

Bound bound_of(const std::string& experiment, int year, const std::vector<std::string>& papers) {
  const detector::DarkMatterExperiment described = io::load_dark_matter_experiment(experiment).experiment;
  Bound bound;
  bound.info.name = experiment;
  bound.info.title = described.title + ", computed";
  bound.info.plane = "dark-matter";
  bound.info.year = year;
  bound.info.exposure = fmt::format("{:g} protons, {:.3g} t", described.protons, described.mass_tonnes());
  bound.info.confidence = "90 % CL";
  bound.info.assumptions =
      fmt::format("{:.4g} events excluded; pi0, eta and bremsstrahlung; {}", described.excluded(), described.problems);
  bound.info.papers = papers;
  bound.info.projection = described.projection;
  bound.info.formula = "N(y) = N_excluded, N = POT int dV/d^2 dE dN/dE dOmega n sigma";
  bound.info.settings = particle_settings();
  bound.info.settings.push_back({"bremsstrahlung", "production by proton bremsstrahlung", "yes"});
  const BoundInfo info = bound.info;
  bound.compute = [info, experiment](const BoundRequest& request) { return limits(info, experiment, request); };
  return bound;
}

}  // namespace

std::vector<Bound> dark_matter_bounds() {
  return {bound_of("miniboone-dm-electron", 2018, {"1807.06137", "1609.01770"}),
          bound_of("miniboone-dm-nucleon", 2017, {"1702.02688", "1609.01770"}),
          bound_of("lsnd-dm", 2011, {"1107.4580"}),
          bound_of("dune-nd-dm", 2019, {"1903.10505"}),
          unseen_bound("babar-invisible"),
          unseen_bound("na64-invisible")};
}

}  // namespace tridens::run::bounds
