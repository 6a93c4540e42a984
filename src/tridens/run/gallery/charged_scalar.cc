// The charged scalar of the Zee-Babu model in tridents at the DUNE near detector.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/rate/flux_average.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;

constexpr double protons = 5.0 * 1.1e21, tonnes = 75.0;  // per mode of the horn
constexpr double normalisation = 0.05;                   // uncertainty of flux and cross section
constexpr double delta_chi2 = 2.705543;                  // 90 % CL, one parameter
constexpr double largest_ratio = 5.0;  // |h_emu|/m_h in 1/TeV: 5.74 would be muon decay by the scalar alone

/// A pair made by the main neutrino of both modes of the horn.
class Pair {
 public:
  Pair(Context& context, std::string text)
      : context_(context), argon_(matter::material("Ar")), text_(std::move(text)) {}

  /// Events in both modes with |h_emu|/m_h = `ratio` per TeV, and another coupling of that size ("h_etau", "h_mutau").
  double events(double ratio, const char* fermi_constant = "muon-decay", const char* other = nullptr) const {
    model::Settings settings = {
        {"mass", "1 TeV"}, {"h_emu", fmt::format("{:.12g}", ratio)}, {"fermi_constant", fermi_constant}};
    if (other != nullptr) settings[other] = settings["h_emu"];
    double sum = 0.0;
    for (const auto& [beam, neutrino] : {std::pair{"dune-nd-fhc", "numu"}, {"dune-nd-rhc", "numubar"}}) {
      const TridentChannel line = channel(neutrino, pair_of(neutrino));
      const flux::Spectrum& spectrum = context_.flux(beam).spectrum(line.incoming);
      double sigma = 0.0;
      for (const TridentChannel& final_state : final_states(line)) {
        const Couplings couplings = context_.couplings(final_state, "zee-babu", settings);
        if (couplings.vertex.V == 0.0 && couplings.vertex.A == 0.0) continue;
        for (const Regime regime : {Regime::coherent, Regime::diffractive}) {
          sigma += context_.average_fb(final_state, couplings, argon_, regime, spectrum);
        }
      }
      sum += rate::expected_events(protons, tonnes * argon_.units_per_tonne(),
                                   sigma * units::femtobarn * spectrum.integral());
    }
    return sum;
  }
  const std::string& text() const { return text_; }

 private:
  Context& context_;
  matter::Material argon_;
  std::string text_;  // of neutrinos

  /// The channel of the Standard Model, and those whose outgoing neutrino has another flavour.
  static std::vector<TridentChannel> final_states(const TridentChannel& line) {
    std::vector<TridentChannel> all = {line};
    for (int flavour = 0; flavour < flavour_count; ++flavour) {
      TridentChannel other = line;
      other.outgoing.flavour = static_cast<Flavour>(flavour);
      other.charged_current = other.neutral_current = false;
      if (other.outgoing.flavour != line.outgoing.flavour) all.push_back(other);
    }
    return all;
  }

  /// Antineutrinos make the opposite pair.
  std::string pair_of(const std::string& neutrino) const {
    return text_ == "mu-e+" && neutrino == "numubar" ? "e-mu+" : text_;
  }
};

/// Smallest |h_emu|/m_h, in 1/TeV, that the events exclude.
double limit(const Pair& pair, const char* other = nullptr) {
  const double standard = pair.events(0.0);
  const double error2 = standard + normalisation * normalisation * standard * standard;
  const auto chi2 = [&](double ratio) {
    const double difference = pair.events(ratio, "muon-decay", other) - standard;
    return difference * difference / error2;
  };
  double low = 0.0, high = largest_ratio;
  if (chi2(high) < delta_chi2) return 0.0;
  for (int step = 0; step < 30; ++step) {
    const double middle = 0.5 * (low + high);
    (chi2(middle) > delta_chi2 ? high : low) = middle;
  }
  return high;
}

/// The plane of mass and coupling of one choice of couplings: bounds of dimuons and electrons, and mu e without cuts.
Figure plane_of(Context& context, const Pair& mixed, const std::string& name, const char* other,
                const std::string& coupling, EntryResult& result) {
  context.check_stop();
  BoundsRequest request;
  request.plane = name;
  request.threads = context.threads();
  const BoundsResult bounds = compute_bounds(request);
  Figure figure = axes("Charged scalar: " + coupling, R"($m_h$ [GeV])", coupling, true, true);
  for (const ComputedBound& bound : bounds.bounds) {
    const auto& points = bound.curves.at(0);
    figure.curves.push_back(curve(fmt::format("{}, {}", bound.info.title, bound.info.confidence), points.mass,
                                  points.coupling, bound.info.projection ? Style::dashed : Style::line));
    result.comparisons.push_back(
        shown(fmt::format("{}: h TeV/m_h excluded by {}", name, bound.info.name), "", 10.0 * points.coupling.at(0)));
  }
  if (other == nullptr) return figure;
  const double excluded = limit(mixed, other);
  if (excluded == 0.0) return figure;
  result.comparisons.push_back(
      shown(fmt::format("{}: h TeV/m_h excluded by mu e at DUNE, no cuts", name), "", excluded));
  figure.curves.push_back(curve("DUNE near detector, mu e without cuts, 90 % CL", {100.0, 1e4},
                                {0.1 * excluded, 10.0 * excluded}, Style::dotted));
  return figure;
}

EntryResult charged_scalar(Context& context) {
  EntryResult result;
  const model::Settings one = {{"mass", "1 TeV"}, {"h_emu", "1"}, {"fermi_constant", "given"}};
  const auto shift = [&](const char* neutrino, const char* pair) {
    const TridentChannel line = channel(neutrino, pair);
    return context.couplings(line, "zee-babu", one).vertex.V - context.couplings(line, "sm", {}).vertex.V;
  };
  result.comparisons.push_back(
      {"shift of V, numu e-e+, h = 1, 1 TeV", "", -0.0303121, shift("numu", "e-e+"), 1e-5, ""});
  result.comparisons.push_back({"shift of V, numu -> nue mu-e+", "", 0.0303121, shift("numu", "mu-e+"), 1e-5, ""});
  result.comparisons.push_back(shown("shift of V, numu mu-mu+ (antisymmetry)", "", shift("numu", "mu-mu+")));

  Figure rates = axes("Tridents at the DUNE near detector with a charged scalar", R"($|h_{e\mu}|/m_h$ [1/TeV])",
                      "events over those of the Standard Model", false, false);
  Figure plane =
      axes("Charged scalar, 90 % CL from each final state alone", R"($m_h$ [GeV])", R"($|h_{e\mu}|$)", true, true);
  for (const char* text : {"e-e+", "mu-mu+", "mu-e+"}) {
    context.check_stop();
    const Pair pair(context, text);
    const double standard = pair.events(0.0);
    Curve consistent = curve(std::string(text) + ", G_F of muon decay", evenly(0.0, 3.0, 16), {}),
          given = curve(std::string(text) + ", G_F given", consistent.x, {}, Style::dashed);
    for (const double ratio : consistent.x) {
      consistent.y.push_back(pair.events(ratio) / standard);
      given.y.push_back(pair.events(ratio, "given") / standard);
    }
    rates.curves.push_back(consistent);
    rates.curves.push_back(given);
    result.comparisons.push_back(shown(fmt::format("events of {} in the Standard Model", text), "", standard));
    const double excluded = limit(pair);
    if (excluded == 0.0) continue;
    result.comparisons.push_back(shown(fmt::format("|h_emu|/m_h excluded by {}", text), "1/TeV", excluded));
    plane.curves.push_back(curve(text, {100.0, 1e4}, {0.1 * excluded, 10.0 * excluded}));
  }
  const Pair mixed(context, "mu-e+");
  result.comparisons.push_back({"events of mu e at |h_emu|/m_h = 3/TeV over the Standard Model, G_F of muon decay", "",
                                1.0, mixed.events(3.0) / mixed.events(0.0), 1e-9,
                                "this channel is muon decay crossed: the scalar cancels"});
  // V = A = 1 of the Standard Model against V = A = |h_emu h_mutau|/(2 sqrt2 G_F m_h^2): nu_mu -> nu_tau mu- e+.
  const double delta = 9.0 * shift("numu", "mu-e+");
  result.comparisons.push_back({"the same with h_mutau = h_emu: 1 + delta^2 by nu_mu -> nu_tau", "",
                                1.0 + delta * delta, mixed.events(3.0, "muon-decay", "h_mutau") / mixed.events(0.0),
                                1e-6, ""});
  result.figures = {
      rates, plane, plane_of(context, mixed, "charged-scalar-emu", nullptr, R"($|h_{e\mu}|$)", result),
      plane_of(context, mixed, "charged-scalar-emu-etau", "h_etau", R"($|h_{e\mu}|=|h_{e\tau}|$)", result),
      plane_of(context, mixed, "charged-scalar-emu-mutau", "h_mutau", R"($|h_{e\mu}|=|h_{\mu\tau}|$)", result)};
  return result;
}

}  // namespace

std::vector<Entry> charged_scalar_entries() {
  return {{"000.charged-scalar", "Zee-Babu charged scalar in tridents", "talk of M. Hostert (2019); 1710.08431",
           "Contact limit of h^+; 5 years of 1.1e21 protons in each mode of the horn, 75 t of argon, coherent and "
           "diffractive, numu in neutrino mode and numubar in antineutrino mode, no backgrounds, no selection; 5 % on "
           "the normalisation, 90 % CL for one parameter. First only h_emu. h_etau and h_mutau by themselves do not "
           "change what muon neutrinos make of electrons and muons; together with h_emu they make nu_mu -> nu_tau with "
           "e e or mu e, without interference. Planes: dimuons and electrons of tridens bounds, after the cuts of "
           "1902.08579 and with Poisson statistics; CCFR and CHARM-II see h_emu in dimuons by the G_F of muon decay "
           "alone. Bounds of the complete model (tau and muon decays, mu -> e gamma) are stronger and not drawn.",
           charged_scalar}};
}

}  // namespace tridens::run::gallery
