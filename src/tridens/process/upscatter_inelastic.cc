// Heavy neutrinos from deep inelastic scattering  nu(E) + nucleon(at rest) -> N(m) + hadrons, by mixing (Z exchange) or
// by a transition dipole (photon exchange), on massless quarks:
//
//   d2 sigma/dx dQ^2 = sum_q f_q(x, Q^2) d sigma_q/dQ^2,   s = 2 M E x,  y = Q^2/s
//   mixing   |U|^2 (G_F^2/pi) [M_Z^2/(Q^2 + M_Z^2)]^2 { g_L^2 (1 - m^2/s) + g_R^2 (1 - y)(1 - y - m^2/s) }
//            (antiquarks: L and R exchanged; antineutrinos: too)
//   dipole   4 alpha d^2 (e_q^2/Q^2) [1 - y - m^2/s + (m^2/2s)(m^2/s + y)]
//
// with g_L = T_3 - e_q s_W^2, g_R = -e_q s_W^2 and the dipole L = d Nbar s_ab P_L nu F^ab + h.c. (mu = 2 d where L has
// mu/2; one sum over all a, b). For m -> 0 mixing is the neutral current of the Standard Model times |U|^2, and the
// dipole is that of scattering on electrons, 4 alpha d^2/T. Both follow from the traces, and are checked against
// explicit matrices in test/process. Double cascades: 1707.08573; dipole: 1803.03262.
//
// Phase space, momenta, sums over partons and thresholds of heavy quarks (m_q pairs, momentum fraction x (1 + 4
// m_q^2/Q^2)) are those of deep inelastic scattering with a charged lepton of mass m (detail/deep_inelastic.hh). The
// brackets of the dipole use the rescaled fraction too; its terms of order m_q^2/s are left out.
//
// Q^2 >= lowest-Q2: the dipole cross section grows towards small Q^2, where nucleons and nuclei respond as a whole:
// regime=elastic, upscatter_elastic.cc.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/detail/deep_inelastic.hh"
#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/detail/upscatter_regimes.hh"

namespace tridens::process {
namespace {

using detail::InelasticPhaseSpace;
namespace parton = matter::parton;

/// NuHepMC: upscattering to new states is 770 and above; 770 to 773 are elastic.
constexpr int mixing_id = 774, dipole_id = 775;

/// Tables of densities oscillate around zero as x -> 1, by less than this in sums over partons (of order 1): it counts
/// as zero.
constexpr double interpolation_noise = 1e-6;

enum class Portal { mixing, dipole };

struct Options {
  Portal portal = Portal::mixing;
  double mass = 0.0, mixing = 0.0, dipole = 0.0;  // GeV, |U|^2, d in GeV^-1
  bool majorana = false;
  double lowest_Q2 = 0.0, lowest_W = 0.0;
  detail::HeavyQuarks quarks;
};

void read_coupling(const detail::RequestSettings& settings, Options& options) {
  const bool mixing = settings.choice("portal", {"mixing", "dipole"}) == "mixing";
  options.portal = mixing ? Portal::mixing : Portal::dipole;
  const std::string wanted = mixing ? "mixing" : "dipole", other = mixing ? "dipole" : "mixing";
  if (settings.is_none(wanted) || !settings.is_none(other)) {
    throw UserError(fmt::format("the process 'upscatter' with portal={} takes {} and no {}", wanted, wanted, other),
                    "one portal makes the heavy neutrino",
                    mixing ? "give mixing=1e-4 (|U|^2)" : "give dipole=1e-7GeV^-1");
  }
  if (mixing) {
    options.mixing = settings.quantity("mixing", Dimension::number, 0.0, 1.0);
  } else {
    options.dipole = settings.quantity("dipole", Dimension::magnetic_moment, 0.0, 1.0);
  }
  if (options.mixing == 0.0 && options.dipole == 0.0) {
    throw UserError(fmt::format("the process 'upscatter' with {} = 0", wanted), "nothing makes the heavy neutrino then",
                    "");
  }
  if (detail::dipole_is_moment(settings)) options.dipole /= 2.0;
}

Options read_options(const ProcessRequest& request) {
  const detail::RequestSettings settings(detail::upscatter_name, request);
  Options options;
  if (settings.is_none("mass")) {
    throw UserError("the process 'upscatter' is given without mass", "mass of the heavy neutrino N, with unit",
                    "add it: upscatter,mass=...");
  }
  options.mass = settings.quantity("mass", Dimension::energy, 0.0, 1e4);
  options.majorana = settings.choice("nature", {"dirac", "majorana"}) == "majorana";
  options.lowest_Q2 = settings.quantity("lowest-Q2", Dimension::energy_squared, 1e-6, 1e8);
  options.lowest_W = settings.quantity("lowest-W", Dimension::energy, 0.0, 1e4);
  const std::string heavy = settings.choice("heavy-quarks", {"thresholds", "massless", "four-flavours"});
  options.quarks.flavours = heavy == "four-flavours" ? 4 : 5;
  if (heavy == "thresholds") {
    options.quarks.charm = settings.quantity("charm-mass", Dimension::energy, 0.0, 10.0);
    options.quarks.bottom = settings.quantity("bottom-mass", Dimension::energy, 0.0, 30.0);
  }
  read_coupling(settings, options);
  return options;
}

/// s_W^2 of the Standard Model part of a model.
double weak_mixing_angle(const model::Model& model) {
  const model::Settings settings = model.standard().resolved();
  return parse_quantity(settings.at("sin2thetaW"), Dimension::number, "sin2thetaW");
}

/// Partons by e_q^2, grouped as for Z exchange.
std::vector<detail::PartonGroup> charge_terms(const detail::HeavyQuarks& quarks) {
  // Couplings at s_W^2 = 1 are T_3 - e_q and -e_q: the right-handed one is the charge.
  std::vector<detail::PartonGroup> groups = detail::neutral_current_terms(false, 1.0, quarks);
  for (detail::PartonGroup& group : groups) {
    for (detail::PartonTerm& term : group.terms) {
      if (term.parton < parton::gluon) term.opposite = term.same;  // antiquarks have left and right exchanged
      term.same = 0.0;
    }
  }
  return groups;
}

class HeavyNeutrino final : public Process {
 public:
  explicit HeavyNeutrino(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return nucleons_.components; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return space(component).threshold(); }
  int dimension() const override { return 3; }
  CrossSection cross_section(size_t component, double energy) const override;
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    return {{"x", "Bjorken x = Q^2/2P.q", Dimension::number},
            {"Q2", "momentum transfer squared; y = Q^2/(2 M E x)", Dimension::energy_squared}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override {
    return {{outgoing_.pdg, outgoing_.label, fmt::format("heavy neutrino of {:g} GeV", options_.mass)},
            detail::hadronic_system()};
  }
  std::vector<std::string> warnings() const override;

 private:
  const InelasticPhaseSpace& space(size_t component) const {
    return spaces_[nucleons_.nucleons[component] == matter::Nucleon::proton ? 0 : 1];
  }
  detail::InelasticPoint point(size_t component, double energy, double u1, double u2) const;
  /// d2 sigma/dx dQ^2 at points within the phase space, multiplicity included.
  void density(size_t component, const double* energy, const double* x, const double* Q2, size_t count,
               double* result) const;
  double dipole_density(size_t component, double energy, double x, double Q2) const;

  Options options_;
  double asked_energy_ = 0.0;  // highest of the request, for the warning about ranges
  Neutrino neutrino_;
  model::OutgoingState outgoing_;
  std::shared_ptr<const matter::PartonDensity> partons_;
  std::vector<detail::PartonGroup> groups_;
  detail::PartonSum sum_;  // mixing
  detail::NucleonTargets nucleons_;
  std::vector<InelasticPhaseSpace> spaces_;  // proton, neutron
};

std::vector<detail::PartonGroup> groups_of(const Options& options, const ProcessRequest& request) {
  if (options.portal == Portal::dipole) return charge_terms(options.quarks);
  return detail::neutral_current_terms(request.neutrino.antiparticle, weak_mixing_angle(*request.model),
                                       options.quarks);
}

HeavyNeutrino::HeavyNeutrino(const ProcessRequest& request)
    : options_(read_options(request)),
      asked_energy_(request.highest_energy),
      neutrino_(request.neutrino),
      outgoing_(model::heavy_neutrino(options_.mass, neutrino_.antiparticle && !options_.majorana)),
      partons_(
          detail::parton_density(request.settings.at("parton-density"), request.settings.at("border"), request.reader)),
      groups_(groups_of(options_, request)),
      sum_(partons_, groups_) {
  const bool mixing = options_.portal == Portal::mixing;
  nucleons_ = detail::nucleon_targets(request.target, "inelastic-");
  for (Component& component : nucleons_.components) {
    component.process_id = mixing ? mixing_id : dipole_id;
    component.description = fmt::format("deep inelastic scattering to {} of {:g} GeV by {}", outgoing_.label,
                                        options_.mass, mixing ? "mixing" : "a dipole");
    component.final_state = {outgoing_.pdg, hadronic_system_pdg};
  }
  for (const matter::Nucleon nucleon : {matter::Nucleon::proton, matter::Nucleon::neutron}) {
    spaces_.emplace_back(matter::nucleon_mass(nucleon), options_.mass, options_.lowest_Q2, options_.lowest_W);
  }
}

double HeavyNeutrino::dipole_density(size_t component, double energy, double x, double Q2) const {
  const double s_per_x = 2.0 * components()[component].target_mass * energy, m2 = options_.mass * options_.mass;
  const double y = Q2 / (s_per_x * x);
  double sum = 0.0;
  for (const detail::PartonGroup& group : groups_) {
    const double fraction = x * (1.0 + group.produced_mass * group.produced_mass / Q2);
    if (fraction >= 1.0) continue;
    const matter::PartonValues xf = partons_->evaluate(nucleons_.nucleons[component], fraction, Q2);
    const double r = m2 / (s_per_x * fraction), shape = 1.0 - y - r + 0.5 * r * (r + y);
    for (const detail::PartonTerm& term : group.terms) sum += term.opposite * xf[term.parton] * shape;
  }
  if (sum < 0.0 && sum > -interpolation_noise) sum = 0.0;
  return 4.0 * constants::fine_structure * options_.dipole * options_.dipole * sum / (Q2 * x);
}

void HeavyNeutrino::density(size_t component, const double* energy, const double* x, const double* Q2, size_t count,
                            double* result) const {
  const double multiplicity = components()[component].multiplicity;
  if (options_.portal == Portal::dipole) {
    for (size_t i = 0; i < count; ++i) {
      result[i] = multiplicity * dipole_density(component, energy[i], x[i], Q2[i]);
    }
    return;
  }
  sum_.evaluate(nucleons_.nucleons[component], space(component), energy, x, Q2, count, result);
  for (size_t i = 0; i < count; ++i) {
    const double sum = result[i] < 0.0 && result[i] > -interpolation_noise ? 0.0 : result[i];
    result[i] = multiplicity * options_.mixing * detail::exchange_strength(constants::z_mass, Q2[i]) * sum / x[i];
  }
}

detail::InelasticPoint HeavyNeutrino::point(size_t component, double energy, double u1, double u2) const {
  const InelasticPhaseSpace& phase_space = space(component);
  if (options_.portal == Portal::mixing) {
    return detail::inelastic_point(phase_space, constants::z_mass, energy, u1, u2);
  }
  // Evenly in ln Q^2 and ln x.
  const InelasticPhaseSpace::Range range = phase_space.Q2_range(energy);
  if (range.empty()) return {};
  detail::InelasticPoint result;
  const double width = std::log(range.high / range.low);
  result.Q2 = std::min(range.low * std::exp(u1 * width), range.high);
  const InelasticPhaseSpace::Range x = phase_space.x_range(energy, result.Q2);
  if (x.empty()) return {};
  const double x_width = std::log(x.high / x.low);
  result.x = std::min(x.low * std::exp(u2 * x_width), x.high);
  result.jacobian = width * result.Q2 * x_width * result.x;
  return result;
}

CrossSection HeavyNeutrino::cross_section(size_t component, double energy) const {
  detail::require_energy(energy);
  if (energy <= threshold(component)) return {0.0, 0.0, true};
  const auto integrand = [&](const double* x, const double* Q2, size_t count, double* result) {
    const std::vector<double> energies(count, energy);
    density(component, energies.data(), x, Q2, count, result);
  };
  return detail::integrate_inelastic(space(component), constants::z_mass, energy, integrand);
}

void HeavyNeutrino::dsigma(size_t component, const double* energy, const double* u, size_t count,
                           double* result) const {
  for (size_t i = 0; i < count; ++i) {
    const detail::InelasticPoint at = point(component, energy[i], u[i], u[count + i]);
    result[i] = 0.0;
    if (at.jacobian == 0.0) continue;
    density(component, &energy[i], &at.x, &at.Q2, 1, &result[i]);
    result[i] *= at.jacobian;
  }
}

std::vector<FinalParticle> HeavyNeutrino::final_state(size_t component, double energy, const double* u) const {
  const detail::InelasticPoint at = point(component, energy, u[0], u[1]);
  if (at.jacobian == 0.0) {
    throw Failure(fmt::format("no final state at {:g} GeV", energy), "there is no phase space", "");
  }
  return space(component).final_state(energy, at.x, at.Q2, 2.0 * units::pi * u[2], outgoing_.pdg);
}

double HeavyNeutrino::differential(size_t component, double energy, const std::vector<double>& values) const {
  if (values.size() != 2) throw Failure("differential() of upscatter", "it takes x and Q2", "");
  if (!space(component).contains(energy, values[0], values[1])) return 0.0;
  double result = 0.0;
  density(component, &energy, &values[0], &values[1], 1, &result);
  return result;
}

std::vector<std::pair<std::string, std::string>> HeavyNeutrino::choices() const {
  const bool mixing = options_.portal == Portal::mixing;
  return {{"regime", "deep-inelastic"},
          {"portal", mixing ? fmt::format("mixing, |U|^2 = {:g}", options_.mixing)
                            : fmt::format("dipole, d = {:g} GeV^-1 (mu = 2 d)", options_.dipole)},
          {"heavy neutrino", fmt::format("{:g} GeV, {}", options_.mass, options_.majorana ? "majorana" : "dirac")},
          {"lowest Q2", fmt::format("{:g} GeV2", options_.lowest_Q2)},
          {"lowest W", fmt::format("{:g} GeV", options_.lowest_W)},
          {"heavy quarks", options_.quarks.flavours == 4  ? "four massless flavours"
                           : options_.quarks.charm == 0.0 ? "massless"
                                                          : fmt::format("charm {:g} GeV, bottom {:g} GeV",
                                                                        options_.quarks.charm, options_.quarks.bottom)},
          {"parton density", partons_->name()}};
}

std::vector<std::string> HeavyNeutrino::warnings() const {
  const matter::PartonRange range = partons_->range();
  const double reach = std::min(spaces_[0].highest_energy(range), spaces_[1].highest_energy(range));
  std::vector<std::string> result =
      detail::range_warning(partons_->name(), partons_->border(), reach, reach, asked_energy_);
  if (options_.portal == Portal::dipole) {
    result.push_back(fmt::format("a dipole scatters mostly at small Q2: only Q2 > {:g} GeV2 on quarks is counted here",
                                 options_.lowest_Q2));
  }
  return result;
}

}  // namespace

namespace detail {

std::shared_ptr<const Process> make_inelastic_upscatter(const ProcessRequest& request) {
  return std::make_shared<HeavyNeutrino>(request);
}

std::vector<ProcessSetting> inelastic_upscatter_settings() {
  return {{"lowest-Q2", "quarks: lowest momentum transfer squared, with unit", "1 GeV2"},
          {"lowest-W", "quarks: lowest mass of the hadronic system; below the nucleon mass: none", "0 GeV"},
          {"parton-density", "quarks: a set of matter (tridens list parton-densities)", "grv94lo"},
          {"border", "outside the range of the densities: error, freeze (value at the border) or extend (closed forms)",
           "error"},
          {"heavy-quarks",
           "thresholds (rescaled momentum fractions), massless (five flavours) or four-flavours (massless, no bottom)",
           "thresholds"},
          {"charm-mass", "mass of the charm quark", "1.4 GeV"},
          {"bottom-mass", "mass of the bottom quark", "4.75 GeV"}};
}

}  // namespace detail
}  // namespace tridens::process
