// Dimuon tridents that atmospheric neutrinos make in neutrino telescopes.
#include <cmath>

#include "tridens/base/units.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/io/telescope_file.hh"
#include "tridens/rate/cross_section_curve.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/setup.hh"

namespace tridens::run::gallery {
namespace {

/// Cross section of dimuon tridents of one species on water, GeV^-2 per molecule: coherent on oxygen and diffractive.
class DimuonsOnWater {
 public:
  DimuonsOnWater(Neutrino neutrino, double lowest, double highest, int threads) {
    io::ProcessCard card;
    card.pair = "mu-mu+";
    card.target = "H2O";
    card.neutrino = tridens::name(neutrino);
    const auto trident = make_tridents(card, {}, {neutrino}, highest, threads).processes.front();
    rate::CurveStore store;
    curves_ = store.component_curves("dimuons", *trident, lowest, highest);
  }
  double operator()(double energy) const {
    double sum = 0.0;
    for (const rate::CrossSectionCurve& each : curves_) sum += each(energy);
    return sum;
  }

 private:
  std::vector<rate::CrossSectionCurve> curves_;
};

/// What is watched of water or ice against the neutrino energy.
struct Watch {
  std::string name;
  double published;
  detector::EffectiveMass mass;
};

std::vector<Watch> atmospheric_detectors() {
  const auto of_file = [](const char* name) {
    return io::load_telescope(name).telescope.effective_mass.at(detector::Topology::track);
  };
  constexpr double gigatonne = 1e15;
  return {{"PINGU", 7.4, of_file("pingu")},
          {"DeepCore", 17.0, of_file("deepcore")},
          {"IceCube", 63.0, {{100.0}, {0.92 * gigatonne}, false}},
          {"ORCA", 16.0, of_file("orca")},
          {"ARCA", 23.0, {{100.0}, {1.1 * gigatonne}, false}}};
}

EntryResult atmospheric_tridents(Context& context) {
  EntryResult result;
  constexpr double lowest = 10.0, highest = 1e4, ten_years_s = 10.0 * 365.25 * 86400.0;
  const flux::Flux flux = flux::integrated_over_sky(*flux::make_diffuse_flux("atmospheric-high-energy"));
  const double molecules_per_gram = matter::material("H2O").units_per_tonne() / 1e6;
  const std::vector<double> energies = logarithmic(lowest, highest, 241);
  std::vector<double> per_gram(energies.size());  // events per gram and second and GeV
  for (const char* name : {"numu", "numubar", "nutau", "nutaubar", "nue", "nuebar"}) {
    const Neutrino neutrino = parse_neutrino(name);
    if (!flux.has(neutrino)) continue;
    const DimuonsOnWater sigma(neutrino, lowest, highest, context.threads());
    for (size_t i = 0; i < energies.size(); ++i) {
      per_gram[i] += flux.spectrum(neutrino).at(energies[i]) * sigma(energies[i]) / units::cm2 * molecules_per_gram;
    }
  }
  const auto events = [&](const detector::EffectiveMass& mass) {
    double sum = 0.0;
    for (size_t i = 0; i + 1 < energies.size(); ++i) {
      const auto value = [&](size_t k) { return energies[k] * per_gram[k] * mass.at(energies[k]); };
      sum += 0.5 * std::log(energies[i + 1] / energies[i]) * (value(i) + value(i + 1));
    }
    return ten_years_s * sum;
  };
  const std::string reason =
      "the effective masses of the paper are not known here: the number in the second table is the mass that would "
      "give "
      "its events; neutrinos below 10 GeV are left out";
  DataTable inputs{"Inputs and what the published number would need",
                   {"detector", "mass [Mt]", "from neutrino energy [GeV]", "events", "published", "mass needed [Mt]"},
                   {}};
  for (const Watch& each : atmospheric_detectors()) {
    const double computed = events(each.mass), mass = each.mass.masses.back() / 1e12;
    result.comparisons.push_back(
        {each.name + ", dimuon tridents in ten years", "", each.published, computed, 0.3, reason});
    inputs.rows.push_back({each.name, digits(mass, 3), digits(each.mass.energies.front(), 3), digits(computed, 3),
                           digits(each.published, 3), digits(mass * each.published / computed, 3)});
  }
  result.tables.push_back(inputs);
  constexpr double megatonne = 1e12;
  Figure figure = axes("Dimuon tridents of atmospheric neutrinos in water", "neutrino energy [GeV]",
                       "events per Mt, ten years and unit of ln E", true, true);
  Curve drawn = curve("all species, whole sky", energies, {});
  for (size_t i = 0; i < energies.size(); ++i) {
    drawn.y.push_back(energies[i] * per_gram[i] * ten_years_s * megatonne);
  }
  figure.curves = {drawn};
  result.figures.push_back(figure);
  return result;
}

}  // namespace

std::vector<Entry> atmospheric_trident_entries() {
  return {
      {"000.atmospheric", "Dimuon tridents of atmospheric neutrinos in ten years",
       "talk of M. Hostert (2019); 1702.02617",
       "Coherent and diffractive four-fermion cross sections on water, 10 GeV to 10 TeV, the atmospheric flux of the "
       "data folder over the whole sky with two-flavour oscillation, every trident in the effective mass counts. "
       "Masses "
       "of PINGU, DeepCore and ORCA from their files; instrumented masses of IceCube and ARCA above 100 GeV.",
       atmospheric_tridents},
  };
}

}  // namespace tridens::run::gallery
