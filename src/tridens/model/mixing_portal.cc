// Dark neutrino portal, 3+1: a neutrino nu_D of a hidden U(1) mixes with a heavy N = nu_4 and with the flavours
// (1807.09877, 1808.02915, 1903.07589).
//   L = g_D nubar_D g^m P_L nu_D Z'_m + Z'_m [e eps J_em^m + sum_f g_f fbar g^m f]
// Scattering of the flavour a meets C_a4 = -g_D U_D4 U_a4 U*_D4, in modulus g_D |U_D4|^2 |U_a4| with |U_D4|^2 = 1 -
// sum_a |U_a4|^2. The minus sign is absorbed into g_D, so that a positive product of C and a
// coupling of matter raises g_V as like charges do:
//   g_V(nu_a -> N) = C_a4 g_chi/[sqrt2 G_F (Q^2 + M^2)],   g_p = e eps + 2 g_u + g_d,  g_n = g_u + 2 g_d,  g_e' = -e
//   eps + g_e.
// Z and W exchange with weak = yes: the terms of the Standard Model times U_a4, same outgoing state, so that both
// amplitudes add; the sign of eps C against them is physical. Left out: relative corrections |U_a4|^2 to the weak
// amplitudes, to nu_a -> nu_a and, for W exchange on electrons, N from nu_mu and nu_tau. With kinetic mixing -(sin
// chi/2) B X, eps = cos theta_W chi. alpha_D = g_D^2/4 pi. Trap: DarkNews (2207.04137) builds couplings from g s_W with
// s_W^2 = 0.22343 in place of sqrt(4 pi alpha): about 4 % in rates.
#include "tridens/model/mixing_portal.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/detail/settings_reader.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/model/nucleon_charges.hh"

namespace tridens::model {
namespace {

constexpr std::array<const char*, 3> mixing_keys = {"U_e4", "U_mu4", "U_tau4"};
constexpr double largest_mass = 1e3, largest_mediator_mass = 1e5, largest_coupling = 100.0;

double dark_coupling(detail::SettingsReader& reader) {
  if (reader.given("dark_coupling") == reader.given("alpha_D")) {
    throw UserError("model mixing-portal needs the coupling of its dark neutrino once",
                    "alpha_D = dark_coupling^2/4 pi: they are two names of one quantity",
                    "give --set dark_coupling=... or --set alpha_D=...");
  }
  if (reader.given("dark_coupling")) return reader.value("dark_coupling");
  return std::sqrt(4.0 * units::pi * reader.value("alpha_D"));
}

}  // namespace

MixingPortal::MixingPortal(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  mass_ = reader.value("mass");
  mediator_mass_ = reader.value("mediator_mass");
  dark_coupling_ = dark_coupling(reader);
  double sum = 0.0;
  for (size_t a = 0; a < 3; ++a) {
    mixing_[a] = reader.value(mixing_keys[a]);
    sum += mixing_[a] * mixing_[a];
  }
  if (sum > 1.0) {
    throw UserError("the squares of U_e4, U_mu4 and U_tau4 add up to more than 1", "the mixing matrix is unitary", "");
  }
  const double charge = std::sqrt(constants::electric_charge_squared) * reader.value("kinetic_mixing");
  const double up = reader.value("g_u"), down = reader.value("g_d");
  const auto nucleon = [&](Nucleon kind) {
    return up * NucleonCharges::vector(Quark::up, kind) + down * NucleonCharges::vector(Quark::down, kind);
  };
  proton_ = charge + nucleon(Nucleon::proton);
  neutron_ = nucleon(Nucleon::neutron);
  electron_ = -charge + reader.value("g_e");
  majorana_ = reader.choice("nature", {"dirac", "majorana"}) == "majorana";
  weak_ = reader.choice("weak", {"no", "yes"}) == "yes";
  const bool matter = reader.any_given("kinetic_mixing") || reader.any_given("g_") || weak_;
  if (!reader.any_given("U_") || !matter) {
    detail::no_coupling("mixing-portal", "--set U_mu4=1e-3 --set kinetic_mixing=1e-3");
  }
  resolved_ = reader.resolved();
}

ModelInfo MixingPortal::describe() {
  const auto number = [](const char* key, const char* meaning, const char* fallback, double lowest, double highest) {
    return Parameter{key, meaning, Dimension::number, fallback, lowest, highest};
  };
  std::vector<Parameter> own = {
      {"mass", "mass of the heavy neutrino N", Dimension::energy, "", 0.0, largest_mass},
      {"mediator_mass", "mass of the dark photon or Z'", Dimension::energy, "", 0.0, largest_mediator_mass},
      number("dark_coupling", "coupling g_D of the dark neutrino to Z' (or alpha_D)", "from alpha_D", -largest_coupling,
             largest_coupling),
      number("alpha_D", "g_D^2/4 pi", "from dark_coupling", 0.0, largest_coupling),
      number("kinetic_mixing", "eps: Z' couples to e eps times the electric charge", "0", -1.0, 1.0)};
  for (const char* key : mixing_keys) own.push_back(number(key, "mixing of the flavour with N", "0", -1.0, 1.0));
  for (const char* key : {"g_u", "g_d", "g_e"}) {
    own.push_back(number(key, "vector coupling of Z' to the fermion beyond kinetic mixing", "0", -largest_coupling,
                         largest_coupling));
  }
  own.push_back(number("nature", "of N: dirac (Nbar from antineutrinos) or majorana", "dirac", 0.0, 0.0));
  own.push_back(number("weak", "yes: Z and W exchange make N too", "no", 0.0, 0.0));
  return {
      "mixing-portal",
      "heavy neutrino N by mixing and a dark photon or Z'",
      "L = C_a4 Nbar g^m P_L nu_a Z'_m + Z'_m (e eps J_em^m + sum_f g_f fbar g^m f), C_a4 = g_D (1 - sum |U|^2) U_a4",
      detail::with_standard_parameters(std::move(own)),
      {"1807.09877", "1808.02915", "1903.07589", "2207.04137"},
      "one hidden neutrino (3+1); N leaves as a stable particle (its decay is not followed); relative corrections "
      "|U_a4|^2 to weak amplitudes are left out; the minus sign of C_a4 is in g_D, which matters with weak = yes only",
      {"cevns", "nu-e"}};
}

double MixingPortal::transition_coupling(Flavour flavour) const {
  double dark = 1.0;
  for (const double U : mixing_) dark -= U * U;
  return dark_coupling_ * dark * mixing_[static_cast<size_t>(flavour)];
}

void MixingPortal::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double U = mixing_[static_cast<size_t>(incoming.flavour)];
  if (U == 0.0) return;
  const OutgoingState N = heavy_neutrino(mass_, incoming.antiparticle && !majorana_);
  const double factor = transition_coupling(incoming.flavour) / (std::sqrt(2.0) * constants::fermi_constant);
  if (factor != 0.0 && (proton_ != 0.0 || neutron_ != 0.0 || electron_ != 0.0)) {
    terms.add(N, {"mixing-portal", Lorentz::vector, factor * proton_, factor * neutron_, factor * electron_,
                  exchange(mediator_mass_)});
  }
  if (!weak_) return;
  ElasticTerms standard;
  standard_.add_standard_terms(incoming, standard);
  for (const ElasticChannel& channel : standard.channels()) {
    for (InteractionTerm term : channel.terms) {
      term.origin = "mixing-portal weak";
      term.proton *= U;
      term.neutron *= U;
      term.electron *= U;
      terms.add(N, std::move(term));
    }
  }
}

}  // namespace tridens::model
