// Dark bremsstrahlung of a light gauge boson beside tridents.
#include "tridens/process/dark_bremsstrahlung.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/matter/nuclide.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double energy = 5.0;  // GeV
constexpr const char* target = "Ar40";
constexpr double reference_coupling = 1e-3;

/// A boson and the pair that both mechanisms make with it.
struct Case {
  const char* model;
  const char* pair;
  std::array<double, 3> charges;
  Flavour lepton;              // of the pair
  std::vector<double> masses;  // GeV, above twice its mass
};

std::vector<Case> cases() {
  return {{"lmu-ltau", "mu-mu+", {0.0, 1.0, -1.0}, Flavour::muon, {0.25, 0.4, 0.7, 1.0, 1.5}},
          {"le-lmu", "e-e+", {1.0, -1.0, 0.0}, Flavour::electron, {0.005, 0.02, 0.1, 0.5, 1.0}}};
}

/// Share of the pair in the decays: the two charged leptons and their neutrinos.
double branching(const Case& item, double mass) {
  return model::lepton_widths(model::u1_lepton_couplings(item.charges, 1.0, mass, false), mass).share(item.lepton);
}

EntryResult dark_bremsstrahlung(Context& context) {
  EntryResult result;
  for (const Case& item : cases()) {
    Figure figure = axes(fmt::format("{}, {} from numu of 5 GeV on Ar40, g' = 1e-3", item.model, item.pair),
                         "mass of the boson [GeV]", R"($\sigma$ [cm$^2$])", true, true);
    const model::TridentChannel line = channel("numu", item.pair);
    const double standard = context.sigma_fb(line, context.standard_model(line), {target}, energy) * units::femtobarn;
    Curve dark = curve("dark bremsstrahlung, Z' to the pair", {}, {}, Style::dashed),
          trident = curve("trident of the Standard Model", {}, {});
    for (const double mass : item.masses) {
      context.check_stop();
      const double sigma = reference_coupling * reference_coupling * branching(item, mass) *
                           process::DarkBremsstrahlung(mass, matter::nuclide(target)).total(energy, {16, 16, 6});
      for (Curve* drawn : {&dark, &trident}) drawn->x.push_back(mass);
      dark.y.push_back(sigma / units::cm2);
      trident.y.push_back(standard / units::cm2);
      result.comparisons.push_back({fmt::format("{} {}: dark bremsstrahlung over the trident, M = {:g} GeV, at most",
                                                item.model, item.pair, mass),
                                    "", 1e-3, sigma / standard, 0.0, "", true});
    }
    figure.curves = {trident, dark};
    result.figures.push_back(figure);
  }
  return result;
}

}  // namespace

std::vector<Entry> dark_bremsstrahlung_entries() {
  return {
      {"000.dark-bremsstrahlung", "Dark bremsstrahlung beside tridents", "talk of M. Hostert (2019); 1902.08579",
       "numu of 5 GeV on Ar40, coherent; no kinetic mixing. numu A -> numu Z' A by coherent Z exchange with the Z' "
       "on its mass shell, times the branching ratio to the pair (below twice the mass of the lepton there is none), "
       "beside the trident of the Standard Model; what the boson between neutrino and pair adds is in "
       "000.bsm-trident. 'Negligible' is taken as below 1e-3 of the trident at g' = 1e-3.",
       dark_bremsstrahlung}};
}

}  // namespace tridens::run::gallery
