// The charged scalar of the Zee-Babu model in tridents (model/zee_babu.hh), planes of its mass and of couplings h_ab
// that are equal: V, A -> (1 - x) V, (1 - x) A + delta for nu_a -> nu_c l-_d l+_b,
//   delta = -h_ab h_cd/(2 sqrt2 G_F m_h^2),  x = |h_emu|^2/(2 sqrt2 G_F m_h^2),
// the factor because G_F is what muon decay shows, scalar included. By antisymmetry muon neutrinos make dimuons as in
// the Standard Model but for that factor. Where two couplings act the flavour of the outgoing neutrino changes: no
// interference, another delta^2. Contact interactions: everything depends on h/m_h, the curves are straight.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/bounds/asimov.hh"
#include "tridens/run/bounds/registry.hh"
#include "tridens/run/counting_setup.hh"

namespace tridens::run::bounds {
namespace {

using model::LeptonVertex;
using model::TridentChannel;

constexpr double sigmas_95 = 1.959963984540054;
constexpr double TeV = 1000.0;  // GeV

struct Couplings {
  const char* plane;
  std::vector<const char*> equal;  // those that are h
};

std::vector<Couplings> coupling_planes() {
  return {{"charged-scalar-emu", {"h_emu"}},
          {"charged-scalar-emu-etau", {"h_emu", "h_etau"}},
          {"charged-scalar-emu-mutau", {"h_emu", "h_mutau"}}};
}

/// With x = (h TeV/m_h)^2.
std::shared_ptr<const model::Model> scalar(const Couplings& couplings, double x) {
  model::Settings settings = {{"mass", "1 TeV"}};
  for (const char* key : couplings.equal) settings[key] = fmt::format("{:.17g}", std::sqrt(x));
  return model::make_model("zee-babu", settings);
}

/// Tridents of one counting experiment.
class ScalarSignal {
 public:
  ScalarSignal(const std::string& experiment, int threads) : setup_(make_counting_setup(experiment)) {
    TridentTermsOptions options;
    options.threads = threads;
    const auto standard = [](const std::vector<double>&) { return model::make_model("sm"); };
    expectation_ = counting_expectation(setup_, trident_terms(setup_, {}, options), standard);
    standard_ = expectation_->signal(vertices_of(setup_, *model::make_model("sm")));
  }
  const CountingSetup& setup() const { return setup_; }
  double standard() const { return standard_; }

  /// Over the Standard Model, all flavours of the outgoing neutrino.
  double response(const model::Model& model) const {
    double sum = expectation_->signal(vertices_of(setup_, model));
    for (int flavour = 0; flavour < flavour_count; ++flavour) {
      sum += expectation_->signal(into(static_cast<Flavour>(flavour), model));
    }
    return sum / standard_;
  }

 private:
  CountingSetup setup_;
  std::shared_ptr<const inference::TridentExpectation> expectation_;
  double standard_ = 0.0;

  /// Vertices of the channels whose outgoing neutrino has that flavour in place of the Standard Model's.
  std::vector<LeptonVertex> into(Flavour flavour, const model::Model& model) const {
    std::vector<LeptonVertex> vertices;
    for (TridentChannel channel : setup_.channels) {
      const bool other = channel.outgoing.flavour != flavour;
      channel.outgoing.flavour = flavour;
      channel.charged_current = channel.neutral_current = false;
      vertices.push_back(other ? model.trident_vertex(channel) : LeptonVertex{});
    }
    return vertices;
  }
};

/// h = sqrt(x) m_h/TeV as long as muon decay holds more of the W than of the scalar; nothing beyond.
std::vector<BoundCurve> straight(const BoundRequest& request, const Plane& plane, double x) {
  return curves_of(masses_of(request, plane), [&](double mass) { return std::sqrt(x) * mass / TeV; });
}

BoundInfo info_of(const Couplings& couplings, const std::string& name, const std::string& title) {
  BoundInfo info;
  info.name = name;
  info.title = title;
  info.plane = couplings.plane;
  info.papers = {"1710.08431"};
  info.formula =
      "V, A -> (1 - |h_emu|^2/(2 sqrt2 G_F m_h^2)) (V, A) - h_ab h_cd/(2 sqrt2 G_F m_h^2), nu_a -> nu_c l-_d l+_b";
  return info;
}

Bound measured(const Couplings& couplings, const char* experiment, const char* title, int year, const char* exposure,
               const char* paper) {
  BoundInfo info = info_of(couplings, experiment, title);
  info.year = year;
  info.exposure = exposure;
  info.confidence = "95 % CL";
  info.assumptions =
      "fewer dimuons than the measured ratio less 1.96 errors are excluded: muon neutrinos feel the scalar by the G_F "
      "of muon decay only, which lowers all of them; whole digitised beam, no cuts; contact interaction";
  info.papers.emplace_back(paper);
  return calculated(info, [couplings, name = std::string(experiment), plane = plane(couplings.plane)](
                              const SettingValues&, const BoundRequest& request) {
    const ScalarSignal signal(name, request.threads);
    const auto ratio = signal.setup().experiment.measured.value();
    const double lower = ratio.value - sigmas_95 * ratio.error_down;
    if (lower <= 0.0) return std::vector<BoundCurve>{};
    const auto missing = [&](double x) { return 1.0 - signal.response(*scalar(couplings, x)); };
    return straight(request, plane, crossing(missing, 1.0 - lower, 0.01));
  });
}

Bound dune(const Couplings& couplings, const std::string& pair, const std::string& title) {
  BoundInfo info = info_of(couplings, "dune-" + pair, "DUNE near detector, " + title);
  info.year = 2019;
  info.exposure = "75 t of liquid argon, 5 + 5 years of 1.1e21 POT";
  info.confidence = "90 % CL";
  info.projection = true;
  info.assumptions =
      "coherent pairs after the cuts of 1902.08579, no background, one normalisation of both modes; contact "
      "interaction; bounds of the complete model (tau and muon decays, mu -> e gamma) are stronger";
  info.papers.emplace_back("1902.08579");
  info.settings = {{"normalisation", "relative uncertainty", "0.05"}};
  return calculated(info, [couplings, pair, plane = plane(couplings.plane)](const SettingValues& settings,
                                                                            const BoundRequest& request) {
    const double width = settings.positive("normalisation");
    std::vector<ScalarSignal> signals;
    std::vector<double> standard;
    for (const char* mode : {"fhc", "rhc"}) {
      signals.emplace_back("dune-nd-" + pair + "-" + mode, request.threads);
      standard.push_back(signals.back().standard());
    }
    const auto chi2 = [&](double x) {
      const auto model = scalar(couplings, x);
      std::vector<double> responses;
      for (const ScalarSignal& signal : signals) responses.push_back(signal.response(*model));
      return asimov_chi2(standard, responses, width);
    };
    return straight(request, plane, crossing(chi2, rise_90, 1e-3));
  });
}

}  // namespace

std::vector<Bound> charged_scalar_bounds() {
  std::vector<Bound> all;
  for (const Couplings& couplings : coupling_planes()) {
    all.push_back(measured(couplings, "ccfr-trident", "CCFR, numu tridents", 1991, "37.0 +- 12.4 events",
                           "Phys. Rev. Lett. 66 (1991) 3117"));
    all.push_back(measured(couplings, "charm-ii-trident", "CHARM-II, numu tridents", 1990, "55 +- 16 events",
                           "Phys. Lett. B 245 (1990) 271"));
    all.push_back(dune(couplings, "dimuon", "dimuons"));
    all.push_back(dune(couplings, "dielectron", "pairs of electrons"));
  }
  return all;
}

}  // namespace tridens::run::bounds
