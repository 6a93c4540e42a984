#include "tridens/rate/attenuation.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::rate {
namespace {

/// The same nuclei in the same proportions: one table of cross sections serves both.
bool same_composition(const matter::Material& a, const matter::Material& b) {
  return std::equal(a.constituents.begin(), a.constituents.end(), b.constituents.begin(), b.constituents.end(),
                    [](const matter::Constituent& x, const matter::Constituent& y) {
                      return x.nuclide.proton_number == y.nuclide.proton_number &&
                             x.nuclide.mass_number == y.nuclide.mass_number && x.count == y.count;
                    });
}

/// One curve for all components of the same shape.
std::vector<CrossSectionCurve> sums_of_shapes(const process::Process& process,
                                              const std::vector<CrossSectionCurve>& curves) {
  const std::vector<process::Component>& components = process.components();
  std::vector<CrossSectionCurve> result;
  std::vector<bool> counted(components.size(), false);
  for (size_t i = 0; i < components.size(); ++i) {
    if (counted[i]) continue;
    double multiplicity = 0.0;
    for (size_t k = i; k < components.size(); ++k) {
      const bool same = k == i || (!components[i].shape.empty() && components[k].shape == components[i].shape);
      if (!same || curves[k].threshold() != curves[i].threshold()) continue;
      counted[k] = true;
      multiplicity += components[k].multiplicity;
    }
    result.push_back(curves[i].scaled(multiplicity / components[i].multiplicity));
  }
  return result;
}

}  // namespace

EarthAbsorption::EarthAbsorption(const matter::EarthModel& earth, double depth_km, const Reactions& reactions,
                                 const std::vector<Neutrino>& neutrinos, double lowest_energy, double highest_energy,
                                 CurveStore& store)
    : earth_(earth), depth_km_(depth_km), lowest_energy_(lowest_energy), highest_energy_(highest_energy) {
  std::vector<const matter::Material*> materials;
  for (const matter::EarthLayer& layer : earth_.layers()) {
    const auto known = std::find_if(materials.begin(), materials.end(), [&](const matter::Material* material) {
      return same_composition(*material, layer.composition);
    });
    material_of_layer_.push_back(static_cast<size_t>(known - materials.begin()));
    if (known == materials.end()) materials.push_back(&layer.composition);
  }
  constexpr double grams_per_tonne = 1e6;
  for (const Neutrino& neutrino : neutrinos) {
    for (size_t m = 0; m < materials.size(); ++m) {
      Absorber absorber{neutrino, m, materials[m]->units_per_tonne() / grams_per_tonne / units::cm2, {}};
      for (const NamedProcess& each : reactions(*materials[m], neutrino)) {
        const std::vector<CrossSectionCurve> curves =
            store.component_curves(each.name, *each.process, lowest_energy, highest_energy);
        for (CrossSectionCurve& curve : sums_of_shapes(*each.process, curves)) {
          absorber.curves.push_back(std::move(curve));
        }
      }
      absorbers_.push_back(std::move(absorber));
    }
  }
}

double EarthAbsorption::Absorber::at(double energy) const {
  double sum = 0.0;
  for (const CrossSectionCurve& curve : curves) sum += curve(energy);
  return per_gram * sum;
}

const EarthAbsorption::Absorber& EarthAbsorption::absorber(size_t layer, Neutrino neutrino) const {
  const auto found = std::find_if(absorbers_.begin(), absorbers_.end(), [&](const Absorber& each) {
    return each.neutrino == neutrino && each.material == material_of_layer_.at(layer);
  });
  if (found != absorbers_.end()) return *found;
  throw UserError("absorption of " + name(neutrino) + " in the Earth", "its cross sections were not tabulated", "");
}

void EarthAbsorption::check_energy(double energy) const {
  constexpr double rounding = 1e-9;
  if (energy >= lowest_energy_ * (1.0 - rounding) && energy <= highest_energy_ * (1.0 + rounding)) return;
  throw UserError(fmt::format("absorption in the Earth at {:g} GeV", energy),
                  fmt::format("cross sections are tabulated from {:g} to {:g} GeV", lowest_energy_, highest_energy_),
                  "");
}

double EarthAbsorption::cross_section_per_gram(size_t layer, Neutrino neutrino, double energy) const {
  check_energy(energy);
  return absorber(layer, neutrino).at(energy);
}

double EarthAbsorption::transmission(Neutrino neutrino, double energy, double cos_zenith) const {
  return transmission(neutrino, energy, chord(cos_zenith));
}

double EarthAbsorption::transmission(Neutrino neutrino, double energy, const matter::EarthModel::Chord& chord) const {
  return transmissions(neutrino, energy, {chord}).front();
}

std::vector<double> EarthAbsorption::transmissions(Neutrino neutrino, double energy,
                                                   const std::vector<matter::EarthModel::Chord>& chords) const {
  check_energy(energy);
  std::vector<double> per_gram;  // of the layers, as far as chords reach them
  constexpr double unknown = -1.0;
  std::vector<double> result;
  for (const matter::EarthModel::Chord& chord : chords) {
    per_gram.resize(chord.column_depth.size(), unknown);
    double depth = 0.0;
    for (size_t layer = 0; layer < chord.column_depth.size(); ++layer) {
      if (!(chord.column_depth[layer] > 0.0)) continue;
      if (per_gram[layer] == unknown) per_gram[layer] = absorber(layer, neutrino).at(energy);
      depth += chord.column_depth[layer] * per_gram[layer];
    }
    result.push_back(std::exp(-depth));
  }
  return result;
}

std::string transmission_table(const EarthAbsorption& absorption, const std::vector<double>& cos_zeniths,
                               const std::vector<double>& energies) {
  std::string text = "# cos_zenith E_GeV";
  for (const Neutrino& neutrino : all_neutrinos()) text += " " + name(neutrino);
  text += '\n';
  for (const double cosine : cos_zeniths) {
    const matter::EarthModel::Chord chord = absorption.chord(cosine);
    for (const double energy : energies) {
      text += fmt::format("{} {}", cosine, energy);
      for (const Neutrino& neutrino : all_neutrinos()) {
        text += fmt::format(" {:.8g}", absorption.transmission(neutrino, energy, chord));
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace tridens::rate
