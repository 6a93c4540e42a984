// Dark matter of proton beams in MiniBooNE, LSND and DUNE: rate/dark_matter_rate.cc. The coupling of the plane is y =
// epsilon^2 alpha_D (m_chi/m_A')^4.
#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/rate/dark_matter_rate.hh"
#include "tridens/run/bounds/registry.hh"
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
  const rate::DarkMatterRate rate(setup.experiment, setup.options);
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
  bound.info.settings = {{"alpha-D", "coupling of the dark photon to dark matter", "0.5"},
                         {"ratio", "mass of the dark photon over that of dark matter", "3"},
                         {"spin", "scalar or fermion", "scalar"},
                         {"bremsstrahlung", "production by proton bremsstrahlung", "yes"}};
  const BoundInfo info = bound.info;
  bound.compute = [info, experiment](const BoundRequest& request) { return limits(info, experiment, request); };
  return bound;
}

}  // namespace

std::vector<Bound> dark_matter_bounds() {
  return {bound_of("miniboone-dm-electron", 2018, {"1807.06137", "1609.01770"}),
          bound_of("miniboone-dm-nucleon", 2017, {"1702.02688", "1609.01770"}),
          bound_of("lsnd-dm", 2011, {"1107.4580"}), bound_of("dune-nd-dm", 2019, {"1903.10505"})};
}

}  // namespace tridens::run::bounds
