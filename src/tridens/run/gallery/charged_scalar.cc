// The charged scalar of the Zee-Babu model in tridents at the DUNE near detector.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/rate/flux_average.hh"
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

  /// Events in both modes with |h_emu|/m_h = `ratio` per TeV.
  double events(double ratio, const char* fermi_constant = "muon-decay") const {
    const model::Settings settings = {
        {"mass", "1 TeV"}, {"h_emu", fmt::format("{:.12g}", ratio)}, {"fermi_constant", fermi_constant}};
    double sum = 0.0;
    for (const auto& [beam, neutrino] : {std::pair{"dune-nd-fhc", "numu"}, {"dune-nd-rhc", "numubar"}}) {
      const TridentChannel line = channel(neutrino, pair_of(neutrino));
      const flux::Spectrum& spectrum = context_.flux(beam).spectrum(line.incoming);
      const Couplings couplings = context_.couplings(line, "zee-babu", settings);
      double sigma = 0.0;
      for (const Regime regime : {Regime::coherent, Regime::diffractive}) {
        sigma += context_.average_fb(line, couplings, argon_, regime, spectrum);
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

  /// Antineutrinos make the opposite pair.
  std::string pair_of(const std::string& neutrino) const {
    return text_ == "mu-e+" && neutrino == "numubar" ? "e-mu+" : text_;
  }
};

/// Smallest |h_emu|/m_h, in 1/TeV, that the events exclude.
double limit(const Pair& pair) {
  const double standard = pair.events(0.0);
  const double error2 = standard + normalisation * normalisation * standard * standard;
  const auto chi2 = [&](double ratio) {
    const double difference = pair.events(ratio) - standard;
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
  result.figures = {rates, plane};
  return result;
}

}  // namespace

std::vector<Entry> charged_scalar_entries() {
  return {{"000.charged-scalar", "Zee-Babu charged scalar in tridents", "talk of M. Hostert (2019); 1710.08431",
           "Contact limit of h^+; 5 years of 1.1e21 protons in each mode of the horn, 75 t of argon, coherent and "
           "diffractive, numu in neutrino mode and numubar in antineutrino mode, no backgrounds, no selection; 5 % on "
           "the normalisation, 90 % CL for one parameter. Only h_emu: h_etau and h_mutau do not change what muon "
           "neutrinos make of electrons and muons, but for the electrons of nu_mu -> nu_tau. Bounds of the complete "
           "model (tau and muon decays, mu -> e gamma) are stronger and not drawn.",
           charged_scalar}};
}

}  // namespace tridens::run::gallery
