// Decay modes of Z' and phi from the couplings of dark_sector.cc with the widths of decay_widths.cc; the angles of a
// polarised Z' by vector_spin.cc. Hadrons of Z': pion pairs below quarks_from, quarks above (hadronic_vector.cc), whose
// two bodies go like massless quarks, 1 + cos^2. Left out: phi to hadrons and photons.
#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/base/units.hh"
#include "tridens/model/dark_sector_decays.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/detail/decay_products.hh"
#include "tridens/model/hadronic_vector.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

using Complex = std::complex<double>;
using SpinShares = std::array<double, 3>;
using detail::conjugate_pdg;
using detail::mode_name;

constexpr std::array<Flavour, 3> flavours = {Flavour::electron, Flavour::muon, Flavour::tau};
constexpr double pion_mass = constants::charged_pion_mass;
constexpr SpinShares even = {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
constexpr SpinShares scalar_pair = {0.0, 1.0, 0.0}, massless_quarks = {0.5, 0.0, 0.5};

struct PairDecay {
  double width = 0.0;
  SpinShares spin_shares = even;  // of a vector, as UnstableMode has them
};
PairDecay vector_pair(double M, double m1, double m2, const Chiral& coupling) {
  return {vector_to_pair(M, m1, m2, coupling), pair_spin_shares(M, m1, m2, coupling)};
}

/// Pairs that a boson decays to.
class BosonModes {
 public:
  void add(std::vector<int> products, std::vector<double> masses, const PairDecay& decay, bool inclusive = false) {
    if (!(decay.width > 0.0)) return;
    SectorMode mode;
    mode.mode.name = mode_name(products);
    mode.mode.products = std::move(products);
    mode.mode.masses = std::move(masses);
    mode.mode.spin_shares = decay.spin_shares;
    mode.width = decay.width;
    mode.inclusive = inclusive;
    modes_.push_back(std::move(mode));
  }
  /// A pair and its conjugate, whose first product has the opposite helicities; a Majorana second one stays what it is.
  void add_both(int first, int second, const std::vector<double>& masses, const PairDecay& each,
                bool majorana = false) {
    add({first, second}, masses, each);
    const auto [plus, zero, minus] = each.spin_shares;
    add({conjugate_pdg(first), majorana ? second : conjugate_pdg(second)}, masses, {each.width, {minus, zero, plus}});
  }
  std::vector<SectorMode> modes() && {
    std::sort(modes_.begin(), modes_.end(), [](const SectorMode& a, const SectorMode& b) { return a.width > b.width; });
    return std::move(modes_);
  }

 private:
  std::vector<SectorMode> modes_;
};

/// To N_j N_k: of Dirac neutrinos two modes, of Majorana ones a single mode with both chiralities, halved when equal.
template <class Decay>
void add_heavy_pairs(const DarkSector& sector, BosonModes& modes, const Decay& decay) {
  for (size_t k = 0; k < sector.size(); ++k) {
    for (size_t j = 0; j <= k; ++j) {
      const int first = heavy_neutrino_number(static_cast<int>(j)), second = heavy_neutrino_number(static_cast<int>(k));
      const std::vector<double> masses = {sector.heavy(j).mass, sector.heavy(k).mass};
      PairDecay one = decay(j, k);
      if (sector.majorana()) {
        if (j == k) one.width *= 0.5;
        modes.add({first, second}, masses, one);
      } else if (j == k) {
        modes.add({first, -first}, masses, one);
      } else {
        modes.add_both(first, -second, masses, one);
      }
    }
  }
}

}  // namespace

std::vector<SectorMode> dark_vector_modes(const DarkSector& sector) {
  if (!sector.has_vector()) return {};
  const DarkSectorParameters& p = sector.parameters();
  const double M = p.mediator_mass;
  BosonModes modes;
  for (const Flavour flavour : flavours) {
    const ChiralCoupling c = sector.lepton_vector();
    const double mass = charged_lepton_mass(flavour);
    modes.add({charged_lepton_pdg(flavour), charged_lepton_pdg(flavour, true)}, {mass, mass},
              vector_pair(M, mass, mass, {c.left, c.right}));
  }
  const double unit = M / (12.0 * units::pi);  // of a massless muon pair with charge 1
  if (M > 2.0 * pion_mass && M < quarks_from) {
    modes.add({211, -211}, {pion_mass, pion_mass},
              {unit * std::pow(sector.isovector_vector(), 2) * pion_pair_ratio(M * M), scalar_pair});
  } else if (M >= quarks_from) {
    const double photon = std::sqrt(constants::electric_charge_squared) * p.kinetic_mixing;
    modes.add({hadronic_system_pdg, hadronic_system_pdg}, {pion_mass, pion_mass},
              {unit * quark_ratio(M * M, photon, sector.weak_charge_coupling(), p.weak_mixing_angle), massless_quarks},
              true);
  }
  modes.add({14, -14}, {0.0, 0.0},
            vector_pair(M, 0.0, 0.0, {std::sqrt(std::max(0.0, sector.light_pair_coupling_squared())), 0.0}));
  for (size_t h = 0; h < sector.size(); ++h) {
    double projected = 0.0;
    for (const Flavour flavour : flavours) projected += std::norm(sector.flavour_coupling(flavour, h));
    if (projected == 0.0) continue;
    const double mass = sector.heavy(h).mass, scale = sector.light_coupling_squared(h) / projected;
    for (const Flavour flavour : flavours) {
      const int N = heavy_neutrino_number(static_cast<int>(h)), second = sector.majorana() ? N : -N;
      modes.add_both(neutrino_pdg(flavour), second, {0.0, mass},
                     vector_pair(M, 0.0, mass, {sector.flavour_coupling(flavour, h) * std::sqrt(scale), 0.0}),
                     sector.majorana());
    }
  }
  add_heavy_pairs(sector, modes, [&](size_t j, size_t k) {
    const Complex C = sector.heavy_coupling(j, k);
    return vector_pair(M, sector.heavy(j).mass, sector.heavy(k).mass,
                       {C, sector.majorana() ? -std::conj(C) : Complex{0.0}});
  });
  return std::move(modes).modes();
}

std::vector<SectorMode> dark_scalar_modes(const DarkSector& sector) {
  if (!sector.parameters().scalar) return {};
  const DarkScalar& scalar = *sector.parameters().scalar;
  BosonModes modes;
  for (const Flavour flavour : flavours) {
    const double mass = charged_lepton_mass(flavour), y = scalar.lepton_yukawa[static_cast<size_t>(flavour)];
    modes.add({charged_lepton_pdg(flavour), charged_lepton_pdg(flavour, true)}, {mass, mass},
              {scalar_to_pair(scalar.mass, mass, mass, {y, y})});
  }
  for (size_t h = 0; h < sector.size(); ++h) {
    const int N = heavy_neutrino_number(static_cast<int>(h)), second = sector.majorana() ? N : -N;
    for (const Flavour flavour : flavours) {
      const Complex y = sector.heavy(h).yukawa[static_cast<size_t>(flavour)];
      modes.add_both(neutrino_pdg(flavour), second, {0.0, sector.heavy(h).mass},
                     {scalar_to_pair(scalar.mass, 0.0, sector.heavy(h).mass, {0.0, y})}, sector.majorana());
    }
  }
  add_heavy_pairs(sector, modes, [&](size_t j, size_t k) {
    const Complex y = sector.heavy_yukawa(j, k);
    return PairDecay{scalar_to_pair(scalar.mass, sector.heavy(j).mass, sector.heavy(k).mass, {std::conj(y), y})};
  });
  return std::move(modes).modes();
}

}  // namespace tridens::model
