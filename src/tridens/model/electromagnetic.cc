// Electromagnetic properties of neutrinos. The photon couples to nuclei with Z e and to electrons with -e.
//
// Magnetic moment: L = -(1/2) sum_ba mu_ba nubar_b s_mn nu_a F^mn. The helicity flips, so that it interferes neither
// with
//   vector nor with axial amplitudes; d sigma/dT = pi alpha^2/m_e^2 sum_b |mu_ba/mu_B|^2 Z^2 F^2 (1/T - 1/E + ...).
//   mu_ba is the amplitude: for Majorana neutrinos (mu antisymmetric, no diagonal moments) it is twice the coefficient
//   of a Lagrangian that carries 1/2 for self-conjugate fields. Without interference rates depend on the effective
//   moment mu_eff^2(nu_a) = sum_b |mu_ba|^2 only. Vogel, Engel, Phys. Rev. D 39 (1989) 3378; Giunti, Studenikin,
//   1403.6344.
// Charge radius: vertex e f(q^2) nubar_b g_mu P_L nu_a with f = q^2 <r^2>_ba/6; the photon pole 1/q^2 cancels, and
// against
//   L = -sqrt2 G_F (nubar g P_L nu)(chibar g_V g chi) of charge Q_chi
//       g_V -> g_V - Q_chi sqrt2 pi alpha/(3 G_F) <r^2>_ba,
//   0.023796 per 10^-32 cm^2. Same for antineutrinos: both currents of a neutral-current product change sign together
//   with the neutrino charge. Bernabeu, Papavassiliou, Vidal, hep-ph/0210055; Cadeddu et al., 1810.05606. Published
//   trap: the equivalent (2/3) m_W^2 s_W^2 <r^2> holds with s_W^2 = 1 - m_W^2/m_Z^2 and G_F at tree level only.
// Millicharge: f = q_nu, hence with Q^2 = -q^2 and like charges raising g_V
//       g_V -> g_V + Q_chi 2 sqrt2 pi alpha q_nu/(G_F Q^2).
// The tables of radii and charges are Hermitian: entry ba leads from a to b, antineutrinos meet its conjugate.
//
// Validity: nuclei are screened by their electrons below |q| of about Z^(1/3) alpha m_e (a few keV to 15 keV).
#include "tridens/model/electromagnetic.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/detail/settings_reader.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr double largest_moment = constants::bohr_magneton;
constexpr double largest_radius_cm2 = 1e-24;
constexpr double largest_charge = 1.0;
const double sqrt2 = std::sqrt(2.0);

std::string neutrino_name(size_t flavour) {
  return name(Neutrino{static_cast<Flavour>(flavour), false});
}

std::string pair_name(size_t b, size_t a) {
  return neutrino_name(b) + "_" + neutrino_name(a);
}

/// Diagonal entries, then the off-diagonal ones b < a, which may be complex.
struct MatrixParameters {
  std::string diagonal, off_diagonal, meaning;
  Dimension dimension;
  std::string zero;
  double largest;
  bool complex_entries;
};

std::vector<Parameter> matrix_parameters(const MatrixParameters& kind) {
  std::vector<Parameter> result;
  const auto add = [&](const std::string& key, const std::string& meaning) {
    result.push_back({key, meaning, kind.dimension, kind.zero, -kind.largest, kind.largest});
  };
  for (size_t a = 0; a < 3; ++a) add(kind.diagonal + "_" + neutrino_name(a), kind.meaning + " of " + neutrino_name(a));
  for (size_t b = 0; b < 3; ++b) {
    for (size_t a = b + 1; a < 3; ++a) {
      const std::string key = kind.off_diagonal + "_" + pair_name(b, a);
      const std::string change = neutrino_name(a) + " -> " + neutrino_name(b) + " (the conjugate the other way)";
      add(key, kind.meaning + ", " + change + (kind.complex_entries ? ", real part" : ""));
      if (kind.complex_entries) add(key + "_imaginary", kind.meaning + ", " + change + ", imaginary part");
    }
  }
  return result;
}

/// Hermitian, or antisymmetric off the diagonal.
FlavourMatrix read_matrix(const MatrixParameters& kind, detail::SettingsReader& reader, bool antisymmetric) {
  FlavourMatrix result{};
  for (size_t a = 0; a < 3; ++a) result[a][a] = reader.value(kind.diagonal + "_" + neutrino_name(a));
  for (size_t b = 0; b < 3; ++b) {
    for (size_t a = b + 1; a < 3; ++a) {
      const std::string key = kind.off_diagonal + "_" + pair_name(b, a);
      const double real = reader.value(key);
      const double imaginary = kind.complex_entries ? reader.value(key + "_imaginary") : 0.0;
      result[b][a] = {real, imaginary};
      result[a][b] = antisymmetric ? -result[b][a] : std::conj(result[b][a]);
    }
  }
  return result;
}

/// One term per outgoing flavour, for the couplings of a vector exchanged with the charges.
void add_photon_terms(Neutrino incoming, const FlavourMatrix& matrix, double per_charge, const Propagator& propagator,
                      const std::string& origin, ElasticTerms& terms) {
  const auto a = static_cast<size_t>(incoming.flavour);
  for (size_t b = 0; b < 3; ++b) {
    std::complex<double> entry = matrix[b][a];
    if (entry == 0.0) continue;
    if (incoming.antiparticle) entry = std::conj(entry);
    const std::complex<double> coupling = per_charge * entry;
    terms.add(outgoing({static_cast<Flavour>(b), incoming.antiparticle}),
              {origin, Lorentz::vector, coupling, 0.0, -coupling, propagator});
  }
}

const MatrixParameters moment_kind{"magnetic_moment",
                                   "transition_moment",
                                   "magnetic moment",
                                   Dimension::magnetic_moment,
                                   "0 muB",
                                   largest_moment,
                                   false};
const MatrixParameters radius_kind{"charge_radius",
                                   "charge_radius",
                                   "charge radius <r^2>",
                                   Dimension::charge_radius,
                                   "0 cm2",
                                   largest_radius_cm2,
                                   true};
const MatrixParameters charge_kind{
    "millicharge", "millicharge", "electric charge in units of e", Dimension::number, "0", largest_charge, true};

}  // namespace

double charge_radius_standard_model(Flavour flavour) {
  const double ratio = charged_lepton_mass(flavour) / constants::w_mass;
  return -constants::fermi_constant / (2.0 * sqrt2 * units::pi * units::pi) * (3.0 - 4.0 * std::log(ratio)) /
         units::cm2;
}

MagneticMoment::MagneticMoment(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  const bool majorana = reader.choice("nature", {"dirac", "majorana"}) == "majorana";
  moments_ = read_matrix(moment_kind, reader, majorana);
  for (size_t a = 0; a < 3; ++a) {
    sterile_[a] = reader.value("sterile_moment_" + neutrino_name(a));
    if (majorana && moments_[a][a] != 0.0) {
      throw UserError("magnetic_moment_" + neutrino_name(a) + " is not zero for a Majorana neutrino",
                      "the moments of Majorana neutrinos are antisymmetric in flavour",
                      "give transition moments, or nature = dirac");
    }
  }
  const bool any = reader.any_given("magnetic_moment") || reader.any_given("transition_moment") ||
                   reader.any_given("sterile_moment");
  if (!any) detail::no_coupling("magnetic-moment", "--set magnetic_moment_numu=1e-11muB");
  resolved_ = reader.resolved();
}

ModelInfo MagneticMoment::describe() {
  std::vector<Parameter> own = matrix_parameters(moment_kind);
  for (size_t a = 0; a < 3; ++a) {
    own.push_back({"sterile_moment_" + neutrino_name(a),
                   "transition moment from " + neutrino_name(a) + " to a massless sterile neutrino",
                   Dimension::magnetic_moment, "0 muB", -largest_moment, largest_moment});
  }
  own.push_back({"nature",
                 "dirac: the flipped neutrino is sterile; majorana: it is an antineutrino, diagonal moments vanish",
                 Dimension::number, "dirac", 0.0, 0.0});
  return {"magnetic-moment",
          "magnetic and transition moments of neutrinos",
          "L = -(1/2) sum_ba mu_ba nubar_b s_mn nu_a F^mn; mu_ba is the amplitude of nu_a -> nu_b",
          detail::with_standard_parameters(std::move(own)),
          {"Phys. Rev. D 39 (1989) 3378", "1403.6344", "1810.05606"},
          "one photon; screening of the nucleus by its electrons is left out (momentum transfers above some 10 keV)",
          {"cevns", "nu-e"}};
}

void MagneticMoment::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const auto a = static_cast<size_t>(incoming.flavour);
  const auto magnetic = [](std::complex<double> mu) {
    return InteractionTerm{"magnetic-moment", Lorentz::magnetic, mu, 0.0, mu, {}};
  };
  for (size_t b = 0; b < 3; ++b) {
    if (moments_[b][a] == 0.0) continue;
    terms.add(outgoing({static_cast<Flavour>(b), incoming.antiparticle}, true), magnetic(moments_[b][a]));
  }
  if (sterile_[a] != 0.0) terms.add(massless_sterile(incoming.antiparticle), magnetic(sterile_[a]));
}

ChargeRadius::ChargeRadius(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  radii_ = read_matrix(radius_kind, reader, false);
  if (!reader.any_given("charge_radius")) detail::no_coupling("charge-radius", "--set charge_radius_numu=-1e-32cm2");
  for (auto& row : radii_) {
    for (std::complex<double>& entry : row) entry *= units::cm2;
  }
  resolved_ = reader.resolved();
}

ModelInfo ChargeRadius::describe() {
  return {"charge-radius",
          "charge radii of neutrinos, diagonal and flavour changing",
          "g_V -> g_V - Q_chi sqrt2 pi alpha/(3 G_F) <r^2>_ba: 0.023796 per 1e-32 cm2, minus for protons, plus for "
          "electrons; beyond what the couplings of the Standard Model contain",
          detail::with_standard_parameters(matrix_parameters(radius_kind)),
          {"hep-ph/0210055", "1810.05606"},
          "momentum transfers far below m_W and, for the part of a charged lepton loop, below its mass",
          {"cevns", "nu-e"}};
}

void ChargeRadius::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double per_charge = -sqrt2 * units::pi * constants::fine_structure / (3.0 * constants::fermi_constant);
  add_photon_terms(incoming, radii_, per_charge, Propagator{}, "charge-radius", terms);
}

Millicharge::Millicharge(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  charges_ = read_matrix(charge_kind, reader, false);
  if (!reader.any_given("millicharge")) detail::no_coupling("millicharge", "--set millicharge_nue=1e-12");
  resolved_ = reader.resolved();
}

ModelInfo Millicharge::describe() {
  return {"millicharge",
          "electric charges of neutrinos, diagonal and flavour changing",
          "g_V -> g_V + Q_chi 2 sqrt2 pi alpha q_nu/(G_F Q^2), q_nu in units of e",
          detail::with_standard_parameters(matrix_parameters(charge_kind)),
          {"1403.6344", "2201.10578", "2211.11905"},
          "one photon; screening of the nucleus by its electrons is left out (momentum transfers above some 10 keV); "
          "diagonal charges need Dirac neutrinos",
          {"cevns", "nu-e"}};
}

void Millicharge::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double per_charge = 2.0 * sqrt2 * units::pi * constants::fine_structure / constants::fermi_constant;
  add_photon_terms(incoming, charges_, per_charge, exchange(0.0), "millicharge", terms);
}

}  // namespace tridens::model
