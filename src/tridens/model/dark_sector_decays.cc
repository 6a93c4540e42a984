// Decay modes of N_h from the couplings of dark_sector.cc with the widths of decay_widths.cc; those of Z' and phi are
// in dark_boson_decays.cc, and the spin of a Z' on its mass shell in vector_spin.cc.
//
// N_h, a Dirac neutrino (one lepton-number assignment; a Majorana one has each mode to light neutrinos in its conjugate
// too, so that those widths double, and to N_j both chiralities c_R = -c_L*):
// - nu_a l- l+, N_j l- l+: Z, W and Z' together: contact -2 sqrt2 G_F [K (g_L, g_R) + K_l (1, 0)], K = U_{a h} or
//   sum_a U*_{a j} U_{a h}, K_l its part of the flavour of l, and exchange -C g_l; phi adds in the rate: its
//   interference with vectors vanishes in the q^2 spectrum
// - nu_a Z', N_j Z' on the mass shell: then l- l+ is that of Z and W only; interference is of order Gamma/M of Z'
// - nu_a phi, N_j phi; nu_a gamma, N_j gamma by d_{a h}, d_{j h}
// - nu nu nubar, N_j nu nubar by Z'; that of Z (heavy_neutrino_decay.cc) is added in the rate
// - hadrons by Z': pion pairs below quarks_from, quarks above (hadronic_vector.cc); by W and Z as in
//   heavy_neutrino_decay.cc; both added in the rate
// The sum over light mass states of the couplings to Z' is shared among the flavours by |C_{a h}|^2.
// Refused: two or three heavy neutrinos by a Z' off its mass shell, which would outweigh what is counted. Left out: a
// lepton pair by the photon of a dipole (1 % of the photon), polarisation of an N_j in its own decay.
#include "tridens/model/dark_sector_decays.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/hadronic_system.hh"
#include "tridens/base/units.hh"
#include "tridens/model/decay_widths.hh"
#include "tridens/model/detail/decay_products.hh"
#include "tridens/model/hadronic_vector.hh"
#include "tridens/model/heavy_neutrino_decay.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

using Complex = std::complex<double>;
using detail::conjugate_pdg;
using detail::mode_name;

constexpr std::array<Flavour, 3> flavours = {Flavour::electron, Flavour::muon, Flavour::tau};
constexpr double pion_mass = constants::charged_pion_mass;

Chiral conjugate(const Chiral& c) {
  return {std::conj(c.left), std::conj(c.right)};
}

/// |M|^2 of the decay of the antiparticle: CP turns the helicity around; couplings are conjugated by the caller.
class OppositeHelicity : public ThreeBodyMatrixElement {
 public:
  explicit OppositeHelicity(std::shared_ptr<const ThreeBodyMatrixElement> element) : element_(std::move(element)) {}
  double squared(const FourVector* products, const FourVector& axis, double helicity) const override {
    return element_->squared(products, axis, -helicity);
  }
  double largest() const override { return element_->largest(); }

 private:
  std::shared_ptr<const ThreeBodyMatrixElement> element_;
};

/// What N_h turns into: a light neutrino or a lighter N_j.
struct Daughter {
  int pdg = 0;
  double mass = 0.0;
  bool own_antiparticle = false;     // Majorana N_j: no conjugate mode
  Chiral vector, weak;               // C of Z'; K of Z and W
  std::array<Complex, 3> charged{};  // K_l of W, l = e, mu, tau
  Chiral yukawa, dipole;
};

class HeavyModes {
 public:
  HeavyModes(const DarkSector& sector, size_t h, bool antiparticle)
      : sector_(sector), h_(h), m_(sector.heavy(h).mass), antiparticle_(antiparticle) {
    if (sector.has_vector()) {
      vector_ = {sector.parameters().mediator_mass, total_width(dark_vector_modes(sector))};
    }
    if (sector.parameters().scalar) {
      scalar_ = {sector.parameters().scalar->mass, total_width(dark_scalar_modes(sector))};
    }
    for (const Flavour flavour : flavours) add_daughter(light(flavour));
    for (size_t j = 0; j < h; ++j) add_daughter(heavy(j));
    for (const Flavour flavour : flavours) add_standard(flavour);
    add_invisible();
    std::sort(modes_.begin(), modes_.end(), [](const SectorMode& a, const SectorMode& b) { return a.width > b.width; });
  }
  std::vector<SectorMode> modes() && { return std::move(modes_); }

 private:
  using Element = std::shared_ptr<const ThreeBodyMatrixElement>;

  Daughter light(Flavour flavour) const;
  Daughter heavy(size_t j) const;
  void add_daughter(const Daughter& daughter);
  void add_two_bodies(const Daughter& daughter);
  void add_leptons(const Daughter& daughter, Flavour lepton);
  void add_hadrons(const Daughter& daughter);
  void add_standard(Flavour flavour);
  void add_invisible();

  /// Adds a mode of the particle and, for a Majorana N_h, its conjugate.
  template <class Make>
  void add(const std::vector<int>& products, const std::vector<double>& masses, bool own_antiparticle, const Make& make,
           bool inclusive = false) {
    const bool both = sector_.majorana() && !own_antiparticle;
    for (const bool conjugated : {false, true}) {
      if (both || own_antiparticle ? conjugated && own_antiparticle : conjugated != antiparticle_) continue;
      SectorMode result = make(conjugated);
      if (!(result.width > 0.0)) continue;
      result.inclusive = inclusive;
      result.mode.masses = masses;
      for (const int pdg : products) result.mode.products.push_back(conjugated ? conjugate_pdg(pdg) : pdg);
      if (conjugated) {
        result.mode.asymmetry *= -1.0;
        if (result.mode.matrix_element) {
          result.mode.matrix_element = std::make_shared<OppositeHelicity>(result.mode.matrix_element);
        }
      }
      result.mode.name = mode_name(result.mode.products);
      modes_.push_back(std::move(result));
    }
  }
  static SectorMode two_body(const TwoBodyWidth& width) {
    SectorMode result;
    result.width = width.width;
    result.mode.asymmetry = width.asymmetry;
    return result;
  }
  static SectorMode three_body(double width, const std::function<Element()>& element) {
    SectorMode result;
    result.width = width;
    if (width > 0.0) result.mode.matrix_element = element();
    return result;
  }

  const DarkSector& sector_;
  size_t h_;
  double m_;
  bool antiparticle_;
  Exchange vector_{}, scalar_{};
  std::vector<SectorMode> modes_;
};

Daughter HeavyModes::light(Flavour flavour) const {
  const auto a = static_cast<size_t>(flavour);
  const HeavyNeutrino& N = sector_.heavy(h_);
  double projected = 0.0;
  for (const Flavour other : flavours) projected += std::norm(sector_.flavour_coupling(other, h_));
  Daughter result;
  result.pdg = neutrino_pdg(flavour);
  if (projected > 0.0) {
    result.vector.left =
        sector_.flavour_coupling(flavour, h_) * std::sqrt(sector_.light_coupling_squared(h_) / projected);
  }
  result.weak.left = N.mixing[a];
  result.charged[a] = N.mixing[a];
  result.yukawa.right = N.yukawa[a];
  result.dipole.right = N.dipole_d[a];
  return result;
}

Daughter HeavyModes::heavy(size_t j) const {
  const HeavyNeutrino &N = sector_.heavy(h_), &other = sector_.heavy(j);
  Daughter result;
  result.pdg = heavy_neutrino_number(static_cast<int>(j));
  result.mass = other.mass;
  result.own_antiparticle = sector_.majorana();
  result.vector.left = sector_.heavy_coupling(j, h_);
  for (size_t a = 0; a < 3; ++a) {
    result.charged[a] = std::conj(other.mixing[a]) * N.mixing[a];
    result.weak.left += result.charged[a];
  }
  const Complex y = sector_.heavy_yukawa(j, h_);
  result.yukawa = {std::conj(y), y};
  result.dipole.right = sector_.heavy_dipole(j, h_);
  if (sector_.majorana()) {
    result.vector.right = -std::conj(result.vector.left);
    result.weak.right = -std::conj(result.weak.left);
    result.dipole.left = -std::conj(result.dipole.right);
  }
  return result;
}

void HeavyModes::add_daughter(const Daughter& daughter) {
  add_two_bodies(daughter);
  for (const Flavour lepton : flavours) add_leptons(daughter, lepton);
  add_hadrons(daughter);
}

void HeavyModes::add_two_bodies(const Daughter& d) {
  if (vector_.mass > 0.0) {
    add({d.pdg, dark_vector_pdg}, {d.mass, vector_.mass}, d.own_antiparticle, [&](bool conjugated) {
      SectorMode mode = two_body(vector_emission(m_, d.mass, vector_.mass, d.vector));
      const Chiral c = conjugated ? Chiral{std::conj(d.vector.right), std::conj(d.vector.left)} : d.vector;
      mode.mode.vector_spin = vector_emission_spin(m_, d.mass, vector_.mass, c);
      return mode;
    });
  }
  if (scalar_.mass > 0.0) {
    add({d.pdg, dark_scalar_pdg}, {d.mass, scalar_.mass}, d.own_antiparticle,
        [&](bool) { return two_body(scalar_emission(m_, d.mass, scalar_.mass, d.yukawa)); });
  }
  add({d.pdg, 22}, {d.mass, 0.0}, d.own_antiparticle,
      [&](bool) { return two_body(photon_emission(m_, d.mass, d.dipole)); });
}

void HeavyModes::add_leptons(const Daughter& d, Flavour lepton) {
  const auto l = static_cast<size_t>(lepton);
  const double mass = charged_lepton_mass(lepton), s2 = sector_.parameters().weak_mixing_angle;
  if (!(d.mass + 2.0 * mass < m_)) return;
  const std::vector<int> products = {d.pdg, charged_lepton_pdg(lepton), charged_lepton_pdg(lepton, true)};
  const Chiral charged{d.charged[l], sector_.majorana() && d.mass > 0.0 ? -std::conj(d.charged[l]) : 0.0};
  FermionPairDecay decay{m_, d.mass, mass, mass, {}, {}, {}};
  decay.contact = (product(d.weak, {-0.5 + s2, s2}) + product(charged, {1.0, 0.0})) *
                  (-2.0 * std::sqrt(2.0) * constants::fermi_constant);
  if (vector_.mass > 0.0 && m_ <= d.mass + vector_.mass) {
    const ChiralCoupling pair = sector_.lepton_vector();
    decay.exchange = product(d.vector, {pair.left, pair.right}) * -1.0;
    decay.boson = vector_;
  }
  add(products, {d.mass, mass, mass}, d.own_antiparticle, [&](bool conjugated) {
    FermionPairDecay one = decay;
    if (conjugated) one.contact = decay.contact.conjugate(), one.exchange = decay.exchange.conjugate();
    return three_body(fermion_pair_width(one), [&] { return fermion_pair_element(one); });
  });
  if (!(scalar_.mass > 0.0) || m_ > d.mass + scalar_.mass) return;
  add(products, {d.mass, mass, mass}, d.own_antiparticle, [&](bool conjugated) {
    const ScalarPairDecay one{m_,
                              d.mass,
                              mass,
                              conjugated ? conjugate(d.yukawa) : d.yukawa,
                              sector_.parameters().scalar->lepton_yukawa[l],
                              scalar_};
    return three_body(scalar_pair_width(one), [&] { return scalar_pair_element(one); });
  });
}

void HeavyModes::add_hadrons(const Daughter& d) {
  if (!(vector_.mass > 0.0) || m_ > d.mass + vector_.mass) return;
  const DarkSectorParameters& p = sector_.parameters();
  const double threshold = 4.0 * pion_mass * pion_mass, quarks = quarks_from * quarks_from;
  if (!(m_ - d.mass > 2.0 * pion_mass)) return;
  const double charge = sector_.isovector_vector();
  HadronDecay pions{m_, d.mass, {d.vector.left * charge, d.vector.right * charge}, vector_, pion_pair_ratio};
  add({d.pdg, 211, -211}, {d.mass, pion_mass, pion_mass}, d.own_antiparticle, [&](bool conjugated) {
    HadronDecay one = pions;
    if (conjugated) one.coupling = conjugate(pions.coupling);
    return three_body(hadron_width(one, threshold, quarks), [&] { return pion_pair_element(one); });
  });
  if (!(m_ - d.mass > quarks_from)) return;
  const double photon = std::sqrt(constants::electric_charge_squared) * p.kinetic_mixing,
               weak = sector_.weak_charge_coupling();
  HadronDecay jets{m_, d.mass, d.vector, vector_,
                   [=](double q2) { return quark_ratio(q2, photon, weak, p.weak_mixing_angle); }};
  const double highest = m_ * m_, width = hadron_width(jets, quarks, highest);
  HadronDecay weighted = jets;
  weighted.ratio = [&](double q2) { return std::sqrt(q2) * jets.ratio(q2); };
  const double mean_mass = width > 0.0 ? hadron_width(weighted, quarks, highest) / width : quarks_from;
  add(
      {d.pdg, hadronic_system_pdg}, {d.mass, mean_mass}, d.own_antiparticle,
      [&](bool) {
        return two_body({width, 0.0});
      },
      true);
}

/// Everything by W and Z but nu l- l+, which has its own amplitude with Z'.
void HeavyModes::add_standard(Flavour flavour) {
  const auto a = static_cast<size_t>(flavour);
  HeavyNeutrinoCouplings couplings{m_, {}, {}, false, sector_.parameters().weak_mixing_angle};
  couplings.mixing[a] = std::norm(sector_.heavy(h_).mixing[a]);
  if (couplings.mixing[a] == 0.0) return;
  const double strength = 2.0 * std::sqrt(2.0) * constants::fermi_constant * std::sqrt(couplings.mixing[a]);
  for (const DecayMode& mode : heavy_neutrino_decays(couplings)) {
    const bool leptons = mode.products.size() == 3;
    if (leptons && mode.name != "nu nu nubar" && mode.products[1] == -mode.products[2]) continue;
    const detail::StandardBodies bodies = detail::standard_bodies(m_, mode);
    add(
        bodies.products, bodies.masses, false,
        [&](bool) {
          if (!leptons) return two_body({mode.width, bodies.asymmetry});
          FermionPairDecay decay{m_, 0.0, bodies.masses[1], bodies.masses[2], {strength, 0.0, 0.0, 0.0}, {}, {}};
          return three_body(mode.width, [&] { return fermion_pair_element(decay); });
        },
        mode.inclusive);
  }
}

/// Light neutrinos by Z', which are neither told apart nor seen: written as nu_mu.
void HeavyModes::add_invisible() {
  const double pair = std::sqrt(std::max(0.0, sector_.light_pair_coupling_squared()));
  if (!(vector_.mass > 0.0) || pair == 0.0) return;
  if (m_ < vector_.mass) {
    const double coupling = std::sqrt(sector_.light_coupling_squared(h_)) * pair;
    FermionPairDecay shape{m_, 0.0, 0.0, 0.0, {}, {coupling, 0.0, 0.0, 0.0}, vector_};
    add({14, 14, -14}, {0.0, 0.0, 0.0}, false, [&](bool) {
      return three_body(three_neutrino_width(m_, coupling, vector_), [&] { return fermion_pair_element(shape); });
    });
  }
  for (size_t j = 0; j < h_; ++j) {
    const Daughter d = heavy(j);
    if (m_ > d.mass + vector_.mass) continue;
    add({d.pdg, 14, -14}, {d.mass, 0.0, 0.0}, d.own_antiparticle, [&](bool conjugated) {
      FermionPairDecay one{m_, d.mass, 0.0, 0.0, {}, product(d.vector, {pair, 0.0}), vector_};
      if (conjugated) one.exchange = one.exchange.conjugate();
      return three_body(fermion_pair_width(one), [&] { return fermion_pair_element(one); });
    });
  }
}

[[noreturn]] void refuse(const DarkSector& sector, size_t h, size_t j, size_t k, std::optional<size_t> third) {
  const std::string last = third ? heavy_neutrino_name(*third) : "nu";
  throw UserError(
      fmt::format("{} decays to {} {} {} by a Z' off its mass shell", heavy_neutrino_name(h), heavy_neutrino_name(j),
                  heavy_neutrino_name(k), last),
      fmt::format("with masses of {:g} and {:g} GeV it is open; its width is not calculated and outweighs lepton pairs",
                  sector.heavy(h).mass, sector.heavy(j).mass),
      fmt::format("choose {} lighter than all of them together, or a Z' lighter than what {} loses in turning into {}",
                  heavy_neutrino_name(h), heavy_neutrino_name(h), heavy_neutrino_name(j)));
}

/// N_h -> N_j Z'* -> N_j N_k N_l and, with a light neutrino at either vertex, N_h -> N_j N_k nu.
void check_heavy_products(const DarkSector& sector, size_t h) {
  if (!sector.has_vector()) return;
  const double m = sector.heavy(h).mass, mediator = sector.parameters().mediator_mass;
  const auto couples = [&](size_t j, size_t k) { return std::abs(sector.heavy_coupling(j, k)) > 0.0; };
  const auto to_light = [&](size_t j) { return sector.light_coupling_squared(j) > 0.0; };
  for (size_t j = 0; j < h; ++j) {
    const double first = sector.heavy(j).mass;
    const bool on_shell = m > first + mediator;  // then two bodies, which are counted, outweigh it
    for (size_t k = 0; k < h; ++k) {
      const double second = first + sector.heavy(k).mass;
      for (size_t l = 0; l < h; ++l) {
        if (!on_shell && m > second + sector.heavy(l).mass && couples(j, h) && couples(k, l))
          refuse(sector, h, j, k, l);
      }
      const bool by_two = couples(j, h) && to_light(k), by_light = to_light(h) && couples(j, k) && m <= mediator;
      if (!on_shell && m > second && (by_two || by_light)) refuse(sector, h, j, k, std::nullopt);
    }
  }
}

}  // namespace

std::vector<SectorMode> heavy_neutrino_modes(const DarkSector& sector, size_t h, bool antiparticle) {
  check_heavy_products(sector, h);
  return HeavyModes(sector, h, antiparticle && !sector.majorana()).modes();
}

double total_width(const std::vector<SectorMode>& modes) {
  double sum = 0.0;
  for (const SectorMode& mode : modes) sum += mode.width;
  return sum;
}

double lifetime_s(double width) {
  if (!(width > 0.0)) throw UserError(fmt::format("the lifetime of a width of {:g} GeV", width), "it is positive", "");
  return units::hbar_GeV_s / width;
}

double flight_length_m(double width) {
  if (!(width > 0.0)) throw UserError(fmt::format("c tau of a width of {:g} GeV", width), "it is positive", "");
  return 1.0 / (width * units::m);
}

}  // namespace tridens::model
