// Dipole portal: L = -(mu_a/2) Nbar s_mn P_L nu_a F^mn + h.c., N of mass m (2007.15563; 1803.03262). Same mu as in the
// magnetic-moment model: m -> 0 gives d sigma/dT = pi alpha^2/m_e^2 (mu/mu_B)^2 Z^2 F^2 (1/T - 1/E), and on a
// point-like target of spin 1/2 and mass M
//   ... {1/T - 1/E - m^2/(2 E T M) [1 - T/2E + M/2E] + m^4 (T - M)/(8 E^2 T^2 M^2)},   E >= m + m^2/2M.
// The sign of mu matters only together with the mixing portal, where the amplitudes for the same N interfere. An N of
// Dirac type is made from neutrinos and its antiparticle from antineutrinos; a Majorana N is the same state in both, at
// the same rate. Trap: mu is also given in GeV^-1 (10^-6 GeV^-1 = 3.37491e-9 mu_B), and DarkNews writes d = mu/2
// (2207.04137).
#include "tridens/model/dipole_portal.hh"

#include "tridens/base/constants.hh"
#include "tridens/model/detail/settings_reader.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr std::array<const char*, 3> moment_keys = {"magnetic_moment_nue", "magnetic_moment_numu",
                                                    "magnetic_moment_nutau"};
constexpr double largest_mass = 1e3, largest_moment = constants::bohr_magneton;

}  // namespace

DipolePortal::DipolePortal(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  mass_ = reader.value("mass");
  for (size_t a = 0; a < 3; ++a) moments_[a] = reader.value(moment_keys[a]);
  majorana_ = reader.choice("nature", {"dirac", "majorana"}) == "majorana";
  if (!reader.any_given("magnetic_moment")) detail::no_coupling("dipole-portal", "--set magnetic_moment_numu=1e-9muB");
  resolved_ = reader.resolved();
}

ModelInfo DipolePortal::describe() {
  std::vector<Parameter> own = {{"mass", "mass of the heavy neutrino N", Dimension::energy, "", 0.0, largest_mass}};
  for (const char* key : moment_keys) {
    own.push_back(
        {key, "transition moment to N", Dimension::magnetic_moment, "0 muB", -largest_moment, largest_moment});
  }
  own.push_back({"nature", "of N: dirac (Nbar from antineutrinos) or majorana", Dimension::number, "dirac", 0.0, 0.0});
  return {"dipole-portal",
          "heavy neutrino N by a transition magnetic moment",
          "L = -(mu_a/2) Nbar s_mn P_L nu_a F^mn + h.c.",
          detail::with_standard_parameters(std::move(own)),
          {"2007.15563", "1803.03262"},
          "one photon; N leaves as a stable particle (its decay is not followed); screening of the nucleus by its "
          "electrons "
          "is left out (momentum transfers above some 10 keV)",
          {"cevns", "nu-e"}};
}

void DipolePortal::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double mu = moments_[static_cast<size_t>(incoming.flavour)];
  if (mu == 0.0) return;
  terms.add(heavy_neutrino(mass_, incoming.antiparticle && !majorana_),
            {"dipole-portal", Lorentz::magnetic, mu, 0.0, mu, {}});
}

}  // namespace tridens::model
