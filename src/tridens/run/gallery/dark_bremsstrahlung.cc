// Bethe-Heitler and dark-bremsstrahlung contributions of a light gauge boson to tridents.
#include "tridens/process/dark_bremsstrahlung.hh"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclide.hh"
#include "tridens/model/muon_coupled.hh"
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
  std::array<double, 2> leptons;  // masses of the charged leptons with charge +-1
  double lepton;                  // mass of those of the pair
  std::vector<double> masses;     // GeV, above twice that mass
};

std::vector<Case> cases() {
  using namespace constants;
  return {{"lmu-ltau", "mu-mu+", {muon_mass, tau_mass}, muon_mass, {0.25, 0.4, 0.7, 1.5, 3.0}},
          {"le-lmu", "e-e+", {electron_mass, muon_mass}, electron_mass, {0.005, 0.02, 0.1, 0.5, 2.0}}};
}

/// Share of the pair in the decays: the two charged leptons and their neutrinos.
double branching(const Case& item, double mass) {
  double total = 2.0 * model::vector_neutrino_width(1.0, mass);
  for (const double lepton : item.leptons) total += model::vector_pair_width(1.0, mass, lepton);
  return model::vector_pair_width(1.0, mass, item.lepton) / total;
}

/// Cross sections of one mass as functions of g', cm^2 on one nucleus.
class Mass {
 public:
  Mass(Context& context, const Case& item, double mass)
      : context_(context),
        line_(channel("numu", item.pair)),
        unit_(context.couplings(line_, item.model, {{"mass", fmt::format("{} GeV", mass)}, {"coupling", "1"}})),
        standard_(sigma(0.0)),
        dark_(process::DarkBremsstrahlung(mass, matter::nuclide(target)).total(energy, {20, 20, 6}) / units::cm2 *
              branching(item, mass)) {}
  double standard() const { return standard_; }
  /// What the boson between neutrino and pair adds, interference included.
  double bethe_heitler(double coupling) const { return sigma(coupling) - standard_; }
  double dark(double coupling) const { return dark_ * coupling * coupling; }

 private:
  Context& context_;
  model::TridentChannel line_;
  Couplings unit_;
  double standard_, dark_;

  double sigma(double coupling) const {
    Couplings scaled = unit_;
    scaled.vertex.V_mediator *= coupling * coupling;
    scaled.vertex.A_mediator *= coupling * coupling;
    return context_.sigma_fb(line_, scaled, {target}, energy) * units::femtobarn / units::cm2;
  }
};

EntryResult bsm_tridents(Context& context) {
  EntryResult result;
  for (const Case& item : cases()) {
    Figure masses = axes(fmt::format("{}, {} from numu of 5 GeV on Ar40, g' = 1e-3", item.model, item.pair),
                         "mass of the boson [GeV]", R"($\sigma$ [cm$^2$])", true, true);
    Figure couplings = axes(fmt::format("{}, {}, boson of {:g} GeV", item.model, item.pair, item.masses[2]), "g'",
                            R"($\sigma$ [cm$^2$])", true, true);
    Curve heitler = curve("Bethe-Heitler with Z' less Standard Model, absolute", {}, {}),
          dark = curve("dark bremsstrahlung, Z' to the pair", {}, {}, Style::dashed),
          standard = curve("Standard Model", {}, {}, Style::dotted);
    for (const double mass : item.masses) {
      context.check_stop();
      const Mass each(context, item, mass);
      const double excess = std::abs(each.bethe_heitler(reference_coupling));
      for (Curve* drawn : {&heitler, &dark, &standard}) drawn->x.push_back(mass);
      heitler.y.push_back(excess);
      dark.y.push_back(each.dark(reference_coupling));
      standard.y.push_back(each.standard());
      result.comparisons.push_back(
          shown(fmt::format("{} {}: dark bremsstrahlung over Bethe-Heitler excess, M = {:g} GeV", item.model, item.pair,
                            mass),
                "", dark.y.back() / excess));
      Comparison small{fmt::format("{} {}: dark bremsstrahlung over the Standard Model, M = {:g} GeV, at most",
                                   item.model, item.pair, mass),
                       "",
                       1e-3,
                       dark.y.back() / each.standard(),
                       0.0,
                       "",
                       true};
      result.comparisons.push_back(small);
      if (mass != item.masses[2]) continue;
      Curve h = curve(heitler.label, logarithmic(1e-4, 0.1, 31), {}), d = curve(dark.label, h.x, {}, Style::dashed),
            s = curve(standard.label, h.x, {}, Style::dotted);
      for (const double coupling : h.x) {
        h.y.push_back(std::abs(each.bethe_heitler(coupling)));
        d.y.push_back(each.dark(coupling));
        s.y.push_back(each.standard());
      }
      couplings.curves = {h, d, s};
    }
    masses.curves = {heitler, dark, standard};
    result.figures.push_back(masses);
    result.figures.push_back(couplings);
  }
  return result;
}

}  // namespace

std::vector<Entry> dark_bremsstrahlung_entries() {
  return {{"000.dark-bremsstrahlung", "Bethe-Heitler and dark-bremsstrahlung contributions of light bosons to tridents",
           "talk of M. Hostert (2019); 1902.08579",
           "numu of 5 GeV on Ar40, coherent; no kinetic mixing. Bethe-Heitler: the boson between the neutrino and the "
           "pair, interference with the Standard Model included; its size is drawn where it is negative. Dark "
           "bremsstrahlung: numu A -> numu Z' A by coherent Z exchange with the Z' on its mass shell, times the "
           "branching ratio to the "
           "pair; below twice the mass of the lepton there is none. 'Negligible' is taken as below 1e-3 of the "
           "Standard Model at g' = 1e-3.",
           bsm_tridents}};
}

}  // namespace tridens::run::gallery
