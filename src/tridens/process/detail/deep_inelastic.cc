// Scattering of neutrinos on the partons of a nucleon at rest.
//
// Phase space. With D = Q^2 + m^2 the transverse momentum of the lepton is
//   k_T^2 = (1 - y) D - m^2 - D^2/4E^2 >= 0,  hence  y <= y_max = Q^2/D - D/4E^2,
// and W >= W_min gives x <= Q^2/(Q^2 + W_min^2 - M^2). Both have a solution where
//   (1 + M/2E) D^2 - (2 M E + m^2 - W_min^2 + M^2) D + 2 M E m^2 <= 0.
//
// Partons are massless and carry the fraction xi of the momentum; the struck quark becomes a system of mass M_t. With
// s = 2 k.p = 2 M E xi, the squared amplitudes of left-handed currents, (k.p)(k'.p') for equal and (k.p')(k'.p) for
// opposite handedness, are in units of s^2/4
//   1 - (m^2 + M_t^2)/s      and      (1 - y)(1 - y - (m^2 - M_t^2)/s),
// since 2 k.p' = s - Q^2 - m^2, 2 k'.p = s (1 - y), Q^2 = s y - M_t^2. Both are positive wherever k_T^2 is, whatever
// the masses. For M_t = 0 they are the structure functions F2 = 2 x F1 with F4 = 0 and 2 x F5 = F2 (C. H. Albright, C.
// Jarlskog, Nucl. Phys. B 84 (1975) 467; S. Kretzer, M. H. Reno, arXiv:hep-ph/0208187, eq. 2), terms of order M x/E
// left out, as they belong to the target-mass corrections, of order (M x/Q)^2, that a massless parton does not have.
//
// Heavy quarks. From a light quark M_t is the mass of the quark it becomes (slow rescaling, R. M. Barnett, Phys. Rev.
// Lett. 36 (1976) 1163). A heavy quark in the nucleon has an antiquark partner that stays behind, and M_t counts both
// (W.-K. Tung, S. Kretzer, C. Schmidt, arXiv:hep-ph/0110247): 2 m_c for c -> c. Transitions between generations share
// the mass of the heaviest pair of their final state: m_c + m_b for b -> u and u -> b (|V_ub|^2 = 1.4e-5), m_t + m_b
// for all top quarks (s -> t needs 3 % less).
#include "tridens/process/detail/deep_inelastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process::detail {
namespace {

namespace parton = matter::parton;
constexpr size_t block = 256;

/// x is drawn with the density x^-(1 + small_x), near the rise of the sea.
constexpr double small_x = 0.3;
/// Q^2 is drawn with the density Q^(-2 small_Q2) where it is small.
constexpr double small_Q2 = 0.5;
/// Fraction of 2 M E below which most of Q^2 is.
constexpr double typical_x = 0.25;

}  // namespace

void require_energy(double energy) {
  if (!(energy > 0.0) || !std::isfinite(energy)) {
    throw UserError(fmt::format("a neutrino energy of {} GeV", energy), "it must be positive and finite");
  }
  if (energy <= highest_sensible_energy) return;
  throw UserError(fmt::format("scattering on partons at a neutrino energy of {:g} GeV", energy),
                  fmt::format("above {:g} GeV no continuation of parton densities means anything: they would be taken "
                              "at momentum fractions far below all data",
                              highest_sensible_energy),
                  "choose a lower energy");
}

void refuse_energy(double energy, double highest_energy, const std::string& densities, const matter::PartonRange& range,
                   bool can_extend) {
  throw UserError(
      fmt::format("no cross section at {:g} GeV with '{}'", energy, densities),
      fmt::format("it holds for {:g} <= x <= {:g} and {:g} <= Q2 <= {:g} GeV2, which is enough up to {:.4g} GeV",
                  range.lowest_x, range.highest_x, range.lowest_Q2, range.highest_Q2, highest_energy),
      std::string(can_extend ? "choose border=extend (the closed form goes on) or " : "choose ") +
          "border=freeze (values at the border) to go beyond, or a set with a larger range");
}

std::vector<std::string> range_warning(const std::string& densities, matter::PartonBorder border, double stated,
                                       double highest_energy, double asked) {
  if (border == matter::PartonBorder::error || (asked > 0.0 && asked <= highest_energy)) return {};
  return {fmt::format("{} is {} its range in neutrinos above {:.3g} GeV: those cross sections are extrapolations",
                      densities,
                      border == matter::PartonBorder::extend ? "continued beyond" : "frozen at the border of", stated)};
}

InelasticPhaseSpace::InelasticPhaseSpace(double nucleon_mass, double lepton_mass, double lowest_Q2, double lowest_W)
    : M_(nucleon_mass),
      m_(lepton_mass),
      lowest_Q2_(lowest_Q2),
      excess_(std::max(0.0, (lowest_W - nucleon_mass) * (lowest_W + nucleon_mass))) {
  if (!(lowest_Q2 > 0.0) || !std::isfinite(lowest_Q2)) {
    throw UserError(fmt::format("a lowest Q2 of {} GeV2", lowest_Q2), "it must be positive and finite");
  }
  double high = m_ + lowest_Q2 + excess_ + 1.0;
  while (open_Q2(high).empty()) high *= 2.0;
  double low = 0.0;
  for (int step = 0; step < 200 && low < high; ++step) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high) break;
    (open_Q2(middle).empty() ? low : high) = middle;
  }
  threshold_ = high;
}

InelasticPhaseSpace::Range InelasticPhaseSpace::open_Q2(double energy) const {
  const double m2 = m_ * m_, s = 2.0 * M_ * energy;
  const double a = 1.0 + M_ / (2.0 * energy), b = s + m2 - excess_;
  const double discriminant = b * b - 4.0 * a * s * m2;
  if (!(b > 0.0) || !(discriminant > 0.0)) return {};
  const double largest = (b + std::sqrt(discriminant)) / (2.0 * a);
  return {std::max(lowest_Q2_, s * m2 / (a * largest) - m2), largest - m2};
}

InelasticPhaseSpace::Range InelasticPhaseSpace::Q2_range(double energy) const {
  require_energy(energy);
  return energy <= threshold_ ? Range{} : open_Q2(energy);
}

InelasticPhaseSpace::Range InelasticPhaseSpace::x_range(double energy, double Q2) const {
  const double D = Q2 + m_ * m_;
  const double largest_y = Q2 / D - D / (4.0 * energy * energy);
  if (!(Q2 >= lowest_Q2_) || !(largest_y > 0.0)) return {};
  return {Q2 / (2.0 * M_ * energy * largest_y), Q2 / (Q2 + excess_)};
}

bool InelasticPhaseSpace::contains(double energy, double x, double Q2) const {
  const Range range = x_range(energy, Q2);
  return !range.empty() && x >= range.low && x <= range.high;
}

double InelasticPhaseSpace::highest_energy(const matter::PartonRange& range) const {
  const auto inside = [&](double energy) {
    const Range Q2 = open_Q2(energy);
    return Q2.empty() || (Q2.high <= range.highest_Q2 && x_range(energy, Q2.low).low >= range.lowest_x);
  };
  double low = threshold_, high = 2.0 * threshold_;
  if (!inside(low)) return low;
  while (inside(high)) high *= 2.0;
  for (int step = 0; step < 100; ++step) {
    const double middle = 0.5 * (low + high);
    (inside(middle) ? low : high) = middle;
  }
  return low;
}

std::vector<FinalParticle> InelasticPhaseSpace::final_state(double energy, double x, double Q2, double azimuth,
                                                            int lepton_pdg) const {
  const double D = Q2 + m_ * m_, fraction = y(energy, x, Q2);
  const double transverse = std::sqrt(std::max(0.0, (1.0 - fraction) * D - m_ * m_ - D * D / (4.0 * energy * energy)));
  const double lepton_energy = energy * (1.0 - fraction);
  const FourVector lepton{lepton_energy, transverse * std::cos(azimuth), transverse * std::sin(azimuth),
                          lepton_energy - D / (2.0 * energy)};
  const FourVector hadrons{M_ + energy * fraction, -lepton.x, -lepton.y, energy - lepton.z};
  const double W2 = M_ * M_ + Q2 * (1.0 - x) / x;
  return {{lepton_pdg, lepton, m_}, {hadronic_system_pdg, hadrons, std::sqrt(W2)}};
}

namespace {

/// t = Q^2/(Q^2 + mu^2) with the density t^-small_Q2, mu the smaller of the boson's mass and what the energy allows;
/// v = t^(1 - small_Q2) is even.
struct TransferMap {
  static constexpr double rest = 1.0 - small_Q2;
  double scale, first, last;
  TransferMap(const InelasticPhaseSpace& space, double boson_mass, double energy, InelasticPhaseSpace::Range Q2) {
    const double reach = typical_x * 2.0 * space.nucleon_mass() * energy, mass2 = boson_mass * boson_mass;
    scale = mass2 * reach / (mass2 + reach);
    first = even(Q2.low), last = even(Q2.high);
  }
  double even(double Q2) const { return std::pow(Q2 / (Q2 + scale), rest); }
  /// dQ^2/du at t and v.
  double slope(double t, double v) const { return (last - first) / rest * t / v * scale / ((1.0 - t) * (1.0 - t)); }
};

/// p = x^-small_x is even between low and high.
struct FractionMap {
  double low, high;
  explicit FractionMap(InelasticPhaseSpace::Range x)
      : low(std::pow(x.low, -small_x)), high(std::pow(x.high, -small_x)) {}
  double slope(double x, double p) const { return (low - high) * x / (small_x * p); }
};

}  // namespace

InelasticPoint inelastic_point(const InelasticPhaseSpace& space, double boson_mass, double energy, double u1,
                               double u2) {
  const InelasticPhaseSpace::Range Q2 = space.Q2_range(energy);
  if (Q2.empty()) return {};
  const TransferMap transfer(space, boson_mass, energy, Q2);
  const double v = transfer.first + u1 * (transfer.last - transfer.first), t = std::pow(v, 1.0 / TransferMap::rest);
  InelasticPoint point;
  point.Q2 = std::clamp(transfer.scale * t / (1.0 - t), Q2.low, Q2.high);
  const InelasticPhaseSpace::Range x = space.x_range(energy, point.Q2);
  if (x.empty()) return point;
  const FractionMap fraction(x);
  const double p = fraction.low - u2 * (fraction.low - fraction.high);
  point.x = std::clamp(std::pow(p, -1.0 / small_x), x.low, x.high);
  point.jacobian = transfer.slope(t, v) * fraction.slope(point.x, p);
  return point;
}

double inelastic_density(const InelasticPhaseSpace& space, double boson_mass, double energy, double x, double Q2) {
  const InelasticPhaseSpace::Range range = space.Q2_range(energy), along = space.x_range(energy, Q2);
  if (range.empty() || along.empty() || Q2 > range.high || x < along.low || x > along.high) return 0.0;
  const TransferMap transfer(space, boson_mass, energy, range);
  const double t = Q2 / (Q2 + transfer.scale);
  const double of_x = FractionMap(along).slope(x, std::pow(x, -small_x));
  return 1.0 / (transfer.slope(t, transfer.even(Q2)) * of_x);
}

namespace {

/// Gauss-Legendre panels in ln Q^2 and ln x: the length of a panel is at most `length` e-folds.
struct Panels {
  double length;
  const math::QuadratureRule* rule;
};

void add_nodes(const Panels& panels, double low, double high, std::vector<double>& node, std::vector<double>& weight) {
  const double first = std::log(low), width = std::log(high) - first;
  const int count = std::max(1, static_cast<int>(std::ceil(width / panels.length)));
  const double step = width / count;
  for (int panel = 0; panel < count; ++panel) {
    for (size_t j = 0; j < panels.rule->nodes.size(); ++j) {
      node.push_back(std::exp(first + step * (panel + panels.rule->nodes[j])));
      weight.push_back(step * panels.rule->weights[j] * node.back());
    }
  }
}

double integral(const InelasticPhaseSpace& space, double energy, double split, const Panels& panels,
                const InelasticIntegrand& integrand) {
  const InelasticPhaseSpace::Range range = space.Q2_range(energy);
  std::vector<double> Q2_nodes, Q2_weights;
  // Above the mass of the boson the integrand falls like 1/Q^2 in the logarithm.
  if (range.low < split && split < range.high) {
    add_nodes(panels, range.low, split, Q2_nodes, Q2_weights);
    add_nodes(panels, split, range.high, Q2_nodes, Q2_weights);
  } else {
    add_nodes(panels, range.low, range.high, Q2_nodes, Q2_weights);
  }
  std::vector<double> x, Q2, weight;
  for (size_t i = 0; i < Q2_nodes.size(); ++i) {
    const InelasticPhaseSpace::Range along = space.x_range(energy, Q2_nodes[i]);
    if (along.empty()) continue;
    const size_t begin = x.size();
    add_nodes(panels, along.low, along.high, x, weight);
    for (size_t k = begin; k < x.size(); ++k) weight[k] *= Q2_weights[i];
    Q2.resize(x.size(), Q2_nodes[i]);
  }
  std::vector<double> values(x.size());
  integrand(x.data(), Q2.data(), x.size(), values.data());
  double sum = 0.0;
  for (size_t i = 0; i < values.size(); ++i) sum += weight[i] * values[i];
  return sum;
}

}  // namespace

CrossSection integrate_inelastic(const InelasticPhaseSpace& space, double boson_mass, double energy,
                                 const InelasticIntegrand& integrand) {
  static const math::QuadratureRule coarse = math::gauss_legendre(6), fine = math::gauss_legendre(8);
  if (space.Q2_range(energy).empty()) return {0.0, 0.0, true};
  constexpr double length = 3.5;
  const double split = boson_mass * boson_mass;
  const double value = integral(space, energy, split, {length, &fine}, integrand);
  const double check = integral(space, energy, split, {length, &coarse}, integrand);
  return {value, std::abs(value - check), false};
}

double exchange_strength(double boson_mass, double Q2) {
  const double mass2 = boson_mass * boson_mass;
  const double amplitude = constants::fermi_constant * mass2 / (Q2 + mass2);
  return amplitude * amplitude / units::pi;
}

namespace {

constexpr std::array<size_t, 3> up_quarks = {parton::u, parton::c, parton::t};
constexpr std::array<size_t, 3> down_quarks = {parton::d, parton::s, parton::b};

size_t antiparton(size_t quark) {
  return 2 * parton::gluon - quark;
}

/// Adds the terms of a quark and its antiquark to the group of a produced mass.
void add_term(std::vector<PartonGroup>& groups, double mass, const PartonTerm& term) {
  auto found =
      std::find_if(groups.begin(), groups.end(), [&](const PartonGroup& group) { return group.produced_mass == mass; });
  if (found == groups.end()) found = groups.insert(groups.end(), PartonGroup{mass, {}});
  for (PartonTerm& known : found->terms) {
    if (known.parton != term.parton) continue;
    known.same += term.same;
    known.opposite += term.opposite;
    return;
  }
  found->terms.push_back(term);
}

}  // namespace

double transition_mass(size_t up, size_t down, const HeavyQuarks& quarks) {
  if (up == 2) return quarks.top + quarks.bottom;
  if (down == 2) return quarks.charm + quarks.bottom;
  return up == 1 ? quarks.charm : 0.0;
}

std::vector<PartonGroup> charged_current_terms(bool antineutrino, const model::QuarkMixing& mixing,
                                               const HeavyQuarks& quarks) {
  std::vector<PartonGroup> groups;
  constexpr std::array<int, 3> up_needs = {2, 4, 6}, down_needs = {2, 3, 5};  // flavours
  for (size_t up = 0; up < 3; ++up) {
    for (size_t down = 0; down < 3; ++down) {
      if (quarks.flavours < std::max(up_needs[up], down_needs[down])) continue;
      const double mass = transition_mass(up, down, quarks), strength = mixing.squared(up, down);
      // W+ turns d into u and ubar into dbar; W- the reverse.
      const size_t quark = antineutrino ? up_quarks[up] : down_quarks[down];
      const size_t antiquark = antiparton(antineutrino ? down_quarks[down] : up_quarks[up]);
      const PartonTerm from_quark = antineutrino ? PartonTerm{quark, 0.0, strength} : PartonTerm{quark, strength, 0.0};
      const PartonTerm from_antiquark =
          antineutrino ? PartonTerm{antiquark, strength, 0.0} : PartonTerm{antiquark, 0.0, strength};
      // Nucleons hold no top quarks.
      if (quark != parton::t) add_term(groups, mass, from_quark);
      if (antiquark != parton::tbar) add_term(groups, mass, from_antiquark);
    }
  }
  return groups;
}

std::vector<PartonGroup> neutral_current_terms(bool antineutrino, double sin2thetaW, const HeavyQuarks& quarks) {
  std::vector<PartonGroup> groups;
  const auto add = [&](size_t quark, double charge, double isospin, double mass) {
    const double left = isospin - charge * sin2thetaW, right = -charge * sin2thetaW;
    const double of_same = antineutrino ? right * right : left * left;
    const double of_opposite = antineutrino ? left * left : right * right;
    add_term(groups, mass, {quark, of_same, of_opposite});
    add_term(groups, mass, {antiparton(quark), of_opposite, of_same});
  };
  add(parton::u, 2.0 / 3.0, 0.5, 0.0);
  add(parton::d, -1.0 / 3.0, -0.5, 0.0);
  add(parton::s, -1.0 / 3.0, -0.5, 0.0);
  if (quarks.flavours >= 4) add(parton::c, 2.0 / 3.0, 0.5, 2.0 * quarks.charm);
  if (quarks.flavours >= 5) add(parton::b, -1.0 / 3.0, -0.5, 2.0 * quarks.bottom);
  return groups;
}

PartonSum::PartonSum(std::shared_ptr<const matter::PartonDensity> density, std::vector<PartonGroup> groups)
    : density_(std::move(density)), groups_(std::move(groups)) {}

void PartonSum::evaluate(matter::Nucleon nucleon, const InelasticPhaseSpace& space, const double* energy,
                         const double* x, const double* Q2, size_t count, double* result) const {
  std::fill(result, result + count, 0.0);
  std::array<double, block> xi{}, scale{};
  std::array<size_t, block> point{};
  std::vector<matter::PartonValues> values(std::min(count, block));
  const double M = space.nucleon_mass(), lepton2 = space.lepton_mass() * space.lepton_mass();
  for (const PartonGroup& group : groups_) {
    const double mass2 = group.produced_mass * group.produced_mass;
    for (size_t begin = 0; begin < count; begin += block) {
      const size_t end = std::min(begin + block, count);
      size_t size = 0;
      for (size_t i = begin; i < end; ++i) {
        const double fraction = x[i] * (1.0 + mass2 / Q2[i]);
        if (fraction >= 1.0) continue;
        xi[size] = fraction, scale[size] = Q2[i], point[size++] = i;
      }
      density_->evaluate(nucleon, xi.data(), scale.data(), size, values.data());
      for (size_t k = 0; k < size; ++k) {
        const size_t i = point[k];
        const double y = Q2[i] / (2.0 * M * energy[i] * x[i]), over_s = 1.0 / (2.0 * M * energy[i] * xi[k]);
        const double same = 1.0 - (lepton2 + mass2) * over_s;
        const double opposite = (1.0 - y) * (1.0 - y - (lepton2 - mass2) * over_s);
        double sum = 0.0;
        for (const PartonTerm& term : group.terms) {
          sum += values[k][term.parton] * (term.same * same + term.opposite * opposite);
        }
        result[i] += sum;
      }
    }
  }
}

std::shared_ptr<const matter::PartonDensity> parton_density(const std::string& specification, const std::string& border,
                                                            const matter::TextReader& reader) {
  const bool has_rule = specification.find("border=") != std::string::npos;
  if (has_rule && border != "error") {
    throw UserError("two border rules of the parton density", "'" + specification + "' and border=" + border,
                    "give one of them");
  }
  return matter::make_parton_density(has_rule ? specification : specification + ",border=" + border, reader);
}

}  // namespace tridens::process::detail
