// Dimuon tridents: measured ratios to the Standard Model and the expectation of DUNE, by the full calculation and by
// the formulas of ratios (1902.06765).
//   signal(g') = signal(0) (1 + a g'^2 + b g'^4) at each mass: exact, the amplitude is linear in g'^2
//   formula:  sigma/sigma_SM = (c + (1 + 4 s_W^2 + 2 v^2 g'^2/M^2)^2)/(c + (1 + 4 s_W^2)^2) for a heavy boson
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/run/bounds/asimov.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/counting_setup.hh"

namespace tridens::run::bounds {
namespace {

constexpr double sigmas_95 = 1.959963984540054;

/// Signal over that without boson, 1 + linear x + quadratic x^2 with x = g'^2.
struct Response {
  double linear = 0.0, quadratic = 0.0;
  double at(double x) const { return 1.0 + x * (linear + quadratic * x); }
};

/// Signals of one experiment with a boson of any mass between two.
class TridentSignal {
 public:
  TridentSignal(const std::string& experiment, const Plane& plane, double lowest, double highest, int threads)
      : plane_(plane), setup_(make_counting_setup(experiment)) {
    TridentTermsOptions options;
    options.threads = threads;
    const auto corner = [&](double mass) { return boson_model(plane_, mass, 1e-3); };
    expectation_ = counting_expectation(setup_, trident_terms(setup_, {corner(lowest), corner(highest)}, options),
                                        [&](const std::vector<double>&) { return corner(lowest); });
    standard_ = expectation_->signal(vertices_of(setup_, *boson_model(plane_, lowest, 0.0)));
  }
  const CountingSetup& setup() const { return setup_; }
  double standard() const { return standard_; }

  Response response(double mass) const {
    const double x = 1e-3 * std::sqrt(2.0) * constants::fermi_constant * (mass * mass + 1e-2);
    const double one = ratio(mass, x) - 1.0, two = ratio(mass, 2.0 * x) - 1.0;
    const double quadratic = (two - 2.0 * one) / (2.0 * x * x);
    return {one / x - quadratic * x, quadratic};
  }

 private:
  double ratio(double mass, double x) const {
    return expectation_->signal(vertices_of(setup_, *boson_model(plane_, mass, std::sqrt(x)))) / standard_;
  }

  Plane plane_;
  CountingSetup setup_;
  std::shared_ptr<const inference::TridentExpectation> expectation_;
  double standard_ = 0.0;
};

/// Smallest x at which the response reaches a value above 1.
double coupling_squared_for(const Response& response, double value) {
  const double target = value - 1.0;
  const double discriminant = response.linear * response.linear + 4.0 * response.quadratic * target;
  // Destructive interference first lowers the signal: the root is positive all the same.
  const double root = std::sqrt(discriminant);
  return response.linear > 0.0 ? 2.0 * target / (response.linear + root)
                               : (root - response.linear) / (2.0 * response.quadratic);
}

struct Measured {
  const char *name, *title, *experiment, *exposure, *paper;
  int year;
};

constexpr Measured measured[] = {
    {"ccfr-trident", "CCFR, numu tridents", "ccfr-trident", "37.0 +- 12.4 events", "Phys. Rev. Lett. 66 (1991) 3117",
     1991},
    {"charm-ii-trident", "CHARM-II, numu tridents", "charm-ii-trident", "55 +- 16 events",
     "Phys. Lett. B 245 (1990) 271", 1990},
    {"nutev-trident", "NuTeV, numu tridents", "nutev-trident", "ratio 0.72 +1.73 -0.72", "hep-ex/9811012", 1998}};

constexpr const char* dune_modes[] = {"dune-nd-dimuon-fhc", "dune-nd-dimuon-rhc"};

double upper_edge(const CountingSetup& setup) {
  const auto ratio = setup.experiment.measured.value();
  return ratio.value + sigmas_95 * ratio.error_up;
}

Bound full(const Plane& plane, const Measured& experiment) {
  BoundInfo info;
  info.name = experiment.name;
  info.title = experiment.title;
  info.plane = plane.name;
  info.year = experiment.year;
  info.exposure = experiment.exposure;
  info.confidence = "95 % CL";
  info.assumptions =
      "measured ratio plus 1.96 errors; the whole digitised beam counts, coherent and diffractive, since the cuts of "
      "the experiment are not known; no kinetic mixing";
  info.papers = {experiment.paper, "1406.2332", "1902.08579"};
  info.formula = fmt::format(
      "sigma(g')/sigma(0) = ratio + 1.96 errors, amplitudes with {0} -> {0} + g'^2 Q^2/[sqrt2 G_F (K^2 + M^2)]",
      plane.axial ? "A" : "V");
  return calculated(info, [plane, experiment](const SettingValues&, const BoundRequest& request) {
    BoundCurve curve;
    curve.mass = masses_of(request, plane);
    if (curve.mass.empty()) return std::vector<BoundCurve>{};
    const TridentSignal signal(experiment.experiment, plane, curve.mass.front(), curve.mass.back(), request.threads);
    const double edge = upper_edge(signal.setup());
    for (const double mass : curve.mass) {
      curve.coupling.push_back(std::sqrt(coupling_squared_for(signal.response(mass), edge)));
    }
    return std::vector<BoundCurve>{curve};
  });
}

Bound formula(const Plane& plane) {
  BoundInfo info;
  info.name = "ccfr-trident-formula";
  info.title = "CCFR, formula of ratios";
  info.plane = plane.name;
  info.year = 2019;
  info.exposure = "37.0 +- 12.4 events";
  info.confidence = "95 % CL";
  info.assumptions = "contact interaction, with the cuts of CCFR in the constant; drawn above 5 GeV, where it holds";
  info.papers = {"1902.06765"};
  info.formula = "(c + (1 + 4 s_W^2 + 2 v^2 g'^2 Q^2/M^2)^2)/(c + (1 + 4 s_W^2)^2)";
  info.settings = {{"c", "axial over vector integrals: 1.13 for CCFR", "1.13"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const double c = settings.positive("c"), charge = plane.charges[1];
    const model::TridentChannel dimuons{
        {Flavour::muon, false}, {Flavour::muon, false}, Flavour::muon, Flavour::muon, true, true};
    const double gV = 2.0 * model::make_model("sm")->trident_vertex(dimuons).V;
    const double edge = upper_edge(make_counting_setup("ccfr-trident"));
    const double shift = std::sqrt(edge * (c + gV * gV) - c) - gV;
    BoundCurve curve;
    for (const double mass : masses_of(request, plane, 5.0)) {
      curve.mass.push_back(mass);
      curve.coupling.push_back(mass * std::sqrt(shift * constants::fermi_constant / std::sqrt(2.0)) / std::abs(charge));
    }
    return std::vector<BoundCurve>{curve};
  });
}

Bound dune(const Plane& plane) {
  BoundInfo info;
  info.name = "dune-trident";
  info.title = "DUNE near detector, numu tridents";
  info.plane = plane.name;
  info.year = 2019;
  info.exposure = "75 t of liquid argon, 5 + 5 years of 1.1e21 POT";
  info.confidence = "90 % CL";
  info.projection = true;
  info.assumptions = "coherent dimuons after the cuts of 1902.08579, no background, one normalisation of both modes";
  info.papers = {"1902.08579"};
  info.formula = "chi2(g') - chi2(0) = 2.71 with Asimov data";
  info.settings = {{"normalisation", "relative uncertainty", "0.05"}};
  return calculated(info, [plane](const SettingValues& settings, const BoundRequest& request) {
    const double width = settings.positive("normalisation");
    BoundCurve curve;
    curve.mass = masses_of(request, plane, 0.0, 10.0);
    if (curve.mass.empty()) return std::vector<BoundCurve>{};
    std::vector<TridentSignal> signals;
    std::vector<double> standard;
    for (const char* experiment : dune_modes) {
      signals.emplace_back(experiment, plane, curve.mass.front(), curve.mass.back(), request.threads);
      standard.push_back(signals.back().standard());
    }
    for (const double mass : curve.mass) {
      std::vector<Response> responses;
      for (const TridentSignal& signal : signals) responses.push_back(signal.response(mass));
      const auto chi2 = [&](double x) {
        std::vector<double> ratios;
        for (const Response& response : responses) ratios.push_back(response.at(x));
        return asimov_chi2(standard, ratios, width);
      };
      curve.coupling.push_back(std::sqrt(crossing(chi2, rise_90, 1e-12)));
    }
    return std::vector<BoundCurve>{curve};
  });
}

}  // namespace

std::vector<std::string> trident_experiments() {
  std::vector<std::string> result;
  for (const Measured& experiment : measured) result.emplace_back(experiment.experiment);
  for (const char* experiment : dune_modes) result.emplace_back(experiment);
  return result;
}

std::vector<Bound> trident_bounds(const Plane& plane) {
  std::vector<Bound> result;
  if (plane.charges[1] == 0.0) return result;
  for (const Measured& experiment : measured) result.push_back(full(plane, experiment));
  if (!plane.axial) result.push_back(formula(plane));
  result.push_back(dune(plane));
  return result;
}

}  // namespace tridens::run::bounds
