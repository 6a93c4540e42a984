// Heavy neutrinos N_h, h = 4, 5, 6, that mix with the flavours (U_{a h}) and with nu_D, which has charge 1 under a
// hidden U(1)' (1807.09877, 1808.02915, 1903.07589, 2007.11813):
//   L = Z'_m [g' nubar_D g^m P_L nu_D + e eps J_em^m + eps_Z (g/c_W) J_NC^m],   J_NC = sum_f fbar g (T_3 P_L - Q s_W^2)
//   f
//     = C_ij nubar_i g^m P_L nu_j Z'_m + ...,   C_ij = g' U*_Di U_Dj + z sum_a U*_ai U_aj,   z = eps_Z g/(2 c_W).
// The light states are not given. Their block A = (U_{a i}) has A A^+ = 1 - H H^+, H = (U_{a h}), and rows a and D are
// orthogonal, sum_i U_{a i} U*_{D i} = -v_a, v_a = sum_h U_{a h} U*_{D h}. So
//   C_{a h} = sum_i U_{a i} C_{i h} = -g' U_Dh v_a + z sum_b (A A^+)_{a b} U_{b h},
//   sum_i |U_Di|^2 = v^+ (A A^+)^-1 v,
// which is 1 - sum_h |U_Dh|^2 when the given heavy states are all there are, and less otherwise; more than that cannot
// be completed to a unitary matrix. 3 + 1: |C_{a4}| = g' |U_D4|^2 |U_a4|.
// Signs: exchange of Z' gives L = -C g_f/(M^2 - q^2) (nubar g P_L N)(fbar g f), which adds to that of Z and W; the sign
// of eps C against the latter is physical.
#include "tridens/model/dark_sector.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

using Complex = std::complex<double>;
using Vector = std::array<Complex, 3>;
using Matrix = std::array<Vector, 3>;

constexpr size_t most_heavy = 3;
constexpr double largest_mass = 20.0, largest_mediator = 1e5, largest_coupling = 100.0;
/// A row may exceed norm 1 by rounding of what users print.
constexpr double rounding = 1e-9;

/// A A^+ of the light states.
Matrix light_block(const DarkSectorParameters& sector) {
  Matrix result{};
  for (size_t a = 0; a < 3; ++a) {
    for (size_t b = 0; b < 3; ++b) {
      result[a][b] = a == b ? 1.0 : 0.0;
      for (const HeavyNeutrino& N : sector.heavy) result[a][b] -= N.mixing[a] * std::conj(N.mixing[b]);
    }
  }
  return result;
}

/// v_a = sum_h U_{a h} U*_{D h}.
Vector overlap(const DarkSectorParameters& sector) {
  Vector result{};
  for (size_t a = 0; a < 3; ++a) {
    for (const HeavyNeutrino& N : sector.heavy) result[a] += N.mixing[a] * std::conj(N.dark_mixing);
  }
  return result;
}

/// v^+ B^-1 v of a positive Hermitian B by its Cholesky factor; negative where B is not positive.
double inverse_form(Matrix B, Vector v) {
  for (size_t k = 0; k < 3; ++k) {
    double pivot = B[k][k].real();
    for (size_t j = 0; j < k; ++j) pivot -= std::norm(B[k][j]);
    if (!(pivot > 0.0)) return -1.0;
    B[k][k] = std::sqrt(pivot);
    for (size_t i = k + 1; i < 3; ++i) {
      for (size_t j = 0; j < k; ++j) B[i][k] -= B[i][j] * std::conj(B[k][j]);
      B[i][k] /= B[k][k];
    }
  }
  double sum = 0.0;
  for (size_t k = 0; k < 3; ++k) {
    for (size_t j = 0; j < k; ++j) v[k] -= B[k][j] * v[j];
    v[k] /= B[k][k];
    sum += std::norm(v[k]);
  }
  return sum;
}

/// g/c_W = 2 M_Z (sqrt2 G_F)^(1/2).
double weak_coupling() {
  return 2.0 * constants::z_mass * std::sqrt(std::sqrt(2.0) * constants::fermi_constant);
}

void require_range(double value, double lowest, double highest, const std::string& what) {
  if (value >= lowest && value <= highest) return;  // false for NaN
  throw UserError(fmt::format("{} of {:g}", what, value), fmt::format("it lies between {:g} and {:g}", lowest, highest),
                  "");
}

void check_masses(const DarkSectorParameters& sector) {
  if (sector.heavy.empty() || sector.heavy.size() > most_heavy) {
    throw UserError(fmt::format("a dark sector with {} heavy neutrinos", sector.heavy.size()),
                    "one to three are known to the sector (3+1, 3+2, 3+3)", "");
  }
  double before = 0.0;
  for (size_t h = 0; h < sector.heavy.size(); ++h) {
    const double mass = sector.heavy[h].mass;
    if (!(mass > 0.0 && mass <= largest_mass)) {
      throw UserError(
          fmt::format("a mass of {:g} GeV of {}", mass, heavy_neutrino_name(h)),
          fmt::format("heavy neutrinos have positive masses, up to {:g} GeV where W and Z are far away", largest_mass),
          "choose the phase of the state such that its mass is positive");
    }
    if (!(mass > before)) {
      throw UserError(fmt::format("{} of {:g} GeV is not heavier than {}", heavy_neutrino_name(h), mass,
                                  heavy_neutrino_name(h - 1)),
                      "N4, N5, N6 are ordered by increasing mass", "exchange them");
    }
    before = mass;
  }
  require_range(sector.mediator_mass, 0.0, largest_mediator, "a mass of Z' in GeV");
  require_range(sector.weak_mixing_angle, 0.0, 1.0, "a weak mixing angle sin^2 theta_W");
  if (sector.scalar && !(sector.scalar->mass > 0.0 && sector.scalar->mass <= largest_mediator)) {
    throw UserError(fmt::format("a mass of {:g} GeV of the scalar", sector.scalar->mass), "it has to be positive", "");
  }
}

void check_vector(const DarkSectorParameters& sector) {
  require_range(sector.dark_coupling, -largest_coupling, largest_coupling, "a dark coupling g'");
  require_range(sector.kinetic_mixing, -1.0, 1.0, "a kinetic mixing eps");
  require_range(sector.mass_mixing, -1.0, 1.0, "a mass mixing eps_Z");
  const bool couples = sector.dark_coupling != 0.0 || sector.kinetic_mixing != 0.0 || sector.mass_mixing != 0.0;
  if (couples && sector.mediator_mass == 0.0) {
    throw UserError("couplings of a Z' without mass",
                    "a massless vector mixes with the photon and is redefined away: it needs another calculation",
                    "give a positive mass of Z'");
  }
}

void check_pairs(const DarkSectorParameters& sector, const std::vector<HeavyPairCoupling>& pairs, bool diagonal,
                 const std::string& what) {
  for (const HeavyPairCoupling& pair : pairs) {
    const bool ordered = diagonal ? pair.lighter <= pair.heavier : pair.lighter < pair.heavier;
    if (!ordered || pair.heavier >= sector.heavy.size()) {
      throw UserError(fmt::format("a {} between the heavy neutrinos {} and {}", what, pair.lighter, pair.heavier),
                      fmt::format("there are {}, counted from 0, the lighter first", sector.heavy.size()), "");
    }
    require_range(std::abs(pair.value), 0.0, largest_coupling, "a " + what);
  }
}

void check_couplings(const DarkSectorParameters& sector) {
  bool yukawa = !sector.heavy_yukawa_y.empty();
  for (const auto& state : sector.heavy) {
    for (size_t a = 0; a < 3; ++a) {
      require_range(std::abs(state.dipole_d[a]), 0.0, largest_coupling, "a transition dipole in GeV^-1");
      require_range(std::abs(state.yukawa[a]), 0.0, largest_coupling, "a Yukawa coupling");
      yukawa = yukawa || state.yukawa[a] != 0.0;
    }
  }
  check_pairs(sector, sector.heavy_yukawa_y, true, "Yukawa coupling");
  check_pairs(sector, sector.heavy_dipole_d, false, "transition dipole");
  if (yukawa && !sector.scalar) {
    throw UserError("Yukawa couplings of heavy neutrinos without a scalar", "nothing couples by them",
                    "give the mass of the scalar");
  }
  if (!sector.scalar) return;
  for (const double y : sector.scalar->lepton_yukawa) {
    require_range(y, -largest_coupling, largest_coupling, "a Yukawa coupling of a lepton");
  }
}

/// Share of nu_D in the light states, after a look at the rows and columns of the mixing matrix.
double check_mixing(const DarkSectorParameters& sector) {
  constexpr std::array<const char*, 3> names = {"e", "mu", "tau"};
  double dark = 0.0;
  std::array<double, 3> rows{};
  for (size_t h = 0; h < sector.heavy.size(); ++h) {
    const HeavyNeutrino& N = sector.heavy[h];
    double column = std::norm(N.dark_mixing);
    dark += std::norm(N.dark_mixing);
    for (size_t a = 0; a < 3; ++a) {
      column += std::norm(N.mixing[a]);
      rows[a] += std::norm(N.mixing[a]);
    }
    if (!(column <= 1.0 + rounding)) {
      throw UserError(fmt::format("|U_D|^2 + sum_a |U_a|^2 of {} is {:.10g}", heavy_neutrino_name(h), column),
                      "columns of a unitary matrix have norm 1: mixings above 1 do not exist",
                      "complete_dark_mixing gives the U_D4 that fits to U_a4");
    }
  }
  for (size_t a = 0; a < 3; ++a) {
    if (rows[a] < 1.0) continue;
    throw UserError(fmt::format("|U_{}|^2 of the heavy neutrinos adds up to {:g}", names[a], rows[a]),
                    "nothing of the flavour is left for the light neutrinos", "");
  }
  const double light = inverse_form(light_block(sector), overlap(sector));
  if (light < 0.0 || light + dark > 1.0 + rounding) {
    throw UserError("the rows of the mixing matrix cannot be normalised",
                    light < 0.0
                        ? "no light states complete the rows of e, mu and tau to a unitary matrix"
                        : fmt::format("orthogonality to the flavours needs sum_i |U_Di|^2 = {:.10g} of the light "
                                      "states, and the heavy ones have {:.10g}: together more than 1",
                                      light, dark),
                    "");
  }
  return light;
}

const HeavyPairCoupling* find(const std::vector<HeavyPairCoupling>& pairs, size_t j, size_t k) {
  for (const HeavyPairCoupling& pair : pairs) {
    if (pair.lighter == std::min(j, k) && pair.heavier == std::max(j, k)) return &pair;
  }
  return nullptr;
}

}  // namespace

double complete_dark_mixing(const std::array<std::complex<double>, 3>& mixing) {
  double sum = 0.0;
  for (const Complex& U : mixing) sum += std::norm(U);
  if (!(sum <= 1.0)) throw UserError(fmt::format("|U|^2 adds up to {:g}", sum), "the mixing matrix is unitary", "");
  return std::sqrt(1.0 - sum);
}

std::string heavy_neutrino_name(size_t h, bool antiparticle) {
  return fmt::format("N{}{}", h + 4, antiparticle ? "bar" : "");
}

DarkSector::DarkSector(DarkSectorParameters parameters) : parameters_(std::move(parameters)) {
  check_masses(parameters_);
  check_vector(parameters_);
  check_couplings(parameters_);
  light_share_ = check_mixing(parameters_);
}

std::complex<double> DarkSector::heavy_coupling(size_t j, size_t k) const {
  Complex active = 0.0;
  for (size_t a = 0; a < 3; ++a) active += std::conj(heavy(j).mixing[a]) * heavy(k).mixing[a];
  return parameters_.dark_coupling * std::conj(heavy(j).dark_mixing) * heavy(k).dark_mixing +
         0.5 * parameters_.mass_mixing * weak_coupling() * active;
}

std::complex<double> DarkSector::flavour_coupling(Flavour flavour, size_t h) const {
  const auto a = static_cast<size_t>(flavour);
  Complex active = 0.0;
  const Matrix light = light_block(parameters_);
  for (size_t b = 0; b < 3; ++b) active += light[a][b] * heavy(h).mixing[b];
  return -parameters_.dark_coupling * heavy(h).dark_mixing * overlap(parameters_)[a] +
         0.5 * parameters_.mass_mixing * weak_coupling() * active;
}

double DarkSector::light_coupling_squared(size_t h) const {
  const double g = parameters_.dark_coupling, z = 0.5 * parameters_.mass_mixing * weak_coupling();
  const Matrix light = light_block(parameters_);
  const Vector v = overlap(parameters_), &u = heavy(h).mixing;
  Complex cross = 0.0, active = 0.0;
  for (size_t a = 0; a < 3; ++a) {
    cross -= std::conj(u[a]) * v[a];
    for (size_t b = 0; b < 3; ++b) active += std::conj(u[a]) * light[a][b] * u[b];
  }
  return g * g * light_share_ * std::norm(heavy(h).dark_mixing) + z * z * active.real() +
         2.0 * g * z * (heavy(h).dark_mixing * cross).real();
}

double DarkSector::light_pair_coupling_squared() const {
  const double g = parameters_.dark_coupling, z = 0.5 * parameters_.mass_mixing * weak_coupling();
  const Matrix light = light_block(parameters_);
  double overlap2 = 0.0, trace = 0.0;
  for (const Complex& v : overlap(parameters_)) overlap2 += std::norm(v);
  for (const Vector& row : light) {
    for (const Complex& element : row) trace += std::norm(element);
  }
  return g * g * light_share_ * light_share_ + 2.0 * g * z * overlap2 + z * z * trace;
}

ChiralCoupling DarkSector::fermion_vector(double charge, double isospin) const {
  const double photon = std::sqrt(constants::electric_charge_squared) * parameters_.kinetic_mixing * charge;
  const double weak = parameters_.mass_mixing * weak_coupling(), right = -charge * parameters_.weak_mixing_angle;
  return {photon + weak * (isospin + right), photon + weak * right};
}

double DarkSector::nucleon_vector(bool proton) const {
  const double photon = proton ? std::sqrt(constants::electric_charge_squared) * parameters_.kinetic_mixing : 0.0;
  // Vector part of J_NC: T_3/2 - Q s_W^2.
  return photon + parameters_.mass_mixing * weak_coupling() * (proton ? 0.25 - parameters_.weak_mixing_angle : -0.25);
}

double DarkSector::weak_charge_coupling() const {
  return parameters_.mass_mixing * weak_coupling();
}

double DarkSector::isovector_vector() const {
  // (ubar g u - dbar g d)/2 is the isovector part of J_em; J_NC holds (1/2 - s_W^2) of it.
  return std::sqrt(constants::electric_charge_squared) * parameters_.kinetic_mixing +
         weak_charge_coupling() * (0.5 - parameters_.weak_mixing_angle);
}

std::complex<double> DarkSector::heavy_yukawa(size_t j, size_t k) const {
  const HeavyPairCoupling* found = find(parameters_.heavy_yukawa_y, j, k);
  return found == nullptr ? 0.0 : found->value;
}

std::complex<double> DarkSector::heavy_dipole(size_t j, size_t k) const {
  const HeavyPairCoupling* found = find(parameters_.heavy_dipole_d, j, k);
  return found == nullptr ? 0.0 : found->value;
}

}  // namespace tridens::model
