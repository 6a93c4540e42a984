// Upscattering to a heavy neutrino, nu X -> N X': one process in two regimes. What both say of themselves; formulas in
// upscatter_elastic.cc (nuclei and nucleons that stay whole) and upscatter_inelastic.cc (quarks).

#include <fmt/format.h>

#include "tridens/base/error.hh"
#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/detail/upscatter_regimes.hh"

namespace tridens::process {
namespace {

std::shared_ptr<const Process> make(const ProcessRequest& request) {
  const detail::RequestSettings settings(detail::upscatter_name, request);
  if (settings.choice("regime", {"deep-inelastic", "elastic"}) == "elastic") {
    return detail::make_elastic_upscatter(request);
  }
  const std::string& portal = settings.text("portal");
  if (portal == "vector" || portal == "scalar" || portal.find('+') != std::string::npos) {
    throw UserError(fmt::format("the process 'upscatter' with portal={}", portal),
                    "regime is deep-inelastic, whose portals are mixing and dipole", "give regime=elastic too");
  }
  return detail::make_inelastic_upscatter(request);
}

std::vector<ProcessSetting> settings() {
  std::vector<ProcessSetting> all = {
      {"regime", "deep-inelastic: on quarks; elastic: on nuclei and nucleons that stay whole", "deep-inelastic"},
      {"portal",
       "mixing (Z exchange) or dipole; with regime=elastic also vector (dark photon, Z') and scalar, and "
       "dipole+vector, "
       "dipole+scalar, dipole+mixing, whose amplitudes interfere",
       "mixing"},
      {"mass", "mass of the heavy neutrino N, with unit", "none"},
      {"mixing", "|U|^2 of the flavour of the neutrino with N, for portal=mixing and vector", "none"},
      {"dipole", "transition dipole with unit (GeV^-1 or muB), for portal=dipole", "none"},
      {"dipole-convention",
       "d: L = d Nbar s_ab P_L nu F^ab; mu: L = (mu/2) Nbar s_ab P_L nu F^ab; by-unit: mu in muB, d in GeV^-1",
       "by-unit"},
      {"nature", "of N: dirac (antineutrinos make its antiparticle) or majorana", "dirac"}};
  for (const auto& regime : {detail::elastic_upscatter_settings(), detail::inelastic_upscatter_settings()}) {
    all.insert(all.end(), regime.begin(), regime.end());
  }
  return all;
}

/// Settings of one regime have no effect in the other.
std::vector<SettingCondition> conditions() {
  std::vector<SettingCondition> all = {{"charm-mass", "heavy-quarks", {"thresholds"}},
                                       {"bottom-mass", "heavy-quarks", {"thresholds"}}};
  for (const ProcessSetting& setting : detail::elastic_upscatter_settings()) {
    all.push_back({setting.name, "regime", {"elastic"}});
  }
  for (const ProcessSetting& setting : detail::inelastic_upscatter_settings()) {
    all.push_back({setting.name, "regime", {"deep-inelastic"}});
  }
  return all;
}

}  // namespace

bool detail::dipole_is_moment(const RequestSettings& settings) {
  const std::string convention = settings.choice("dipole-convention", {"by-unit", "d", "mu"});
  if (convention != "by-unit") return convention == "mu";
  return settings.text("dipole").find("muB") != std::string::npos;
}

RegisteredProcess upscatter() {
  ProcessInfo info;
  info.name = detail::upscatter_name;
  info.title = "upscattering of neutrinos to heavy neutrinos, nu X -> N X', coherent, elastic and deep inelastic";
  info.formula =
      "elastic: dsigma/dQ2 = g^2/(64 pi M^2 E^2) T_h/(Q2 + m_X^2)^2, T_h of vector, scalar or dipole exchange; quarks: "
      "mixing |U|^2 neutral current with 1 -> 1 - m^2/s, (1-y)^2 -> (1-y)(1-y-m^2/s), dipole 4 alpha d^2 e_q^2/Q2 "
      "[1 - y - m^2/s + (m^2/2s)(m^2/s + y)]";
  info.papers = {"1807.09877", "1808.02915", "2007.15563", "1803.03262", "1707.08573", "2207.04137"};
  info.validity =
      "elastic: one boson exchanged at tree level, energies from threshold to where nuclei and nucleons break up (some "
      "GeV); quarks: Q2 > 1 GeV2, leading order, Q2 and x within the parton densities";
  info.omissions =
      "excitations of nuclei and resonances between the regimes, spin of odd nuclei, Fermi motion beyond Pauli "
      "blocking, "
      "charged currents, helicity of N on quarks, higher orders (some 10 % on quarks)";
  info.check_value =
      "elastic: dipole mu = 1e-6 GeV^-1, m = 0.15 GeV on C12 at 2 GeV: 4.926e-40 cm2; quarks: mass 0, |U|^2 = 1, "
      "grv94lo, "
      "four-flavours: neutral current, 1.976e-36 cm2 per nucleon at 1 TeV";
  info.settings = settings();
  return {info, make, conditions()};
}

}  // namespace tridens::process
