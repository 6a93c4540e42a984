// Heavy neutrinos from deep inelastic scattering  nu(E) + nucleon(at rest) -> N(m) + hadrons, by mixing (Z exchange) or
// by a transition dipole (photon exchange), on massless quarks:
//
//   d2 sigma/dx dQ^2 = sum_q f_q(x, Q^2) d sigma_q/dQ^2,   s_q = 2 M E x,  y = Q^2/s_q
//   mixing   |U|^2 (G_F^2/pi) [M_Z^2/(Q^2 + M_Z^2)]^2 { g_L^2 (1 - m^2/s_q) + g_R^2 (1 - y)(1 - y - m^2/s_q) }
//            (antiquarks: L and R exchanged; antineutrinos: too)
//   dipole   4 alpha d^2 (e_q^2/Q^2) [1 - (m^2 + Q^2)/s_q + m^2 (m^2 + Q^2)/2 s_q^2]
//
// with g_L = T_3 - e_q s_W^2, g_R = -e_q s_W^2 and the dipole L = d Nbar s_ab P_L nu F^ab + h.c. (mu = 2 d where L has
// mu/2). The helicity of N decides the factors: mixing makes N like neutrinos (but for m/E), the dipole flips it. For
// m -> 0 mixing is the neutral current of the Standard Model times |U|^2, and the dipole is that of neutrino-electron
// scattering, 4 alpha d^2/T. Derived from the traces; checked with explicit spinors in test/process. 1707.08573.
//
// Kinematics are exact for a nucleon at rest and the usual x = Q^2/(2 P.q): E_N = E - Q^2/(2 M x), all angles; hadrons
// are one body with W^2 = M^2 + Q^2 (1/x - 1) of at least `lowest-W`. Q^2 >= lowest-Q2: the dipole cross section grows
// towards small Q^2, where nucleons and nuclei respond as a whole: other components, which are not here.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/detail/nucleon_targets.hh"
#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

namespace parton = matter::parton;

constexpr const char* name = "upscatter";

enum class Portal { mixing, dipole };

struct Options {
  Portal portal = Portal::mixing;
  double mass = 0.0, mixing = 0.0, dipole = 0.0;  // GeV, |U|^2, d in GeV^-1
  bool majorana = false;
  double lowest_Q2 = 0.0, lowest_W = 0.0;
};

Options read_options(const ProcessRequest& request) {
  const detail::RequestSettings settings(name, request);
  Options options;
  settings.choice("regime", {"deep-inelastic"});
  options.mass = settings.quantity("mass", Dimension::energy, 0.0, 1e4);
  options.majorana = settings.choice("nature", {"dirac", "majorana"}) == "majorana";
  options.lowest_Q2 = settings.quantity("lowest-Q2", Dimension::energy_squared, 1e-6, 1e8);
  options.lowest_W = settings.quantity("lowest-W", Dimension::energy, 0.0, 1e4);
  options.portal = settings.choice("portal", {"mixing", "dipole"}) == "mixing" ? Portal::mixing : Portal::dipole;
  const std::string wanted = options.portal == Portal::mixing ? "mixing" : "dipole",
                    other = options.portal == Portal::mixing ? "dipole" : "mixing";
  if (settings.is_none(wanted) || !settings.is_none(other)) {
    throw UserError(fmt::format("the process 'upscatter' with portal={} takes {} and no {}", wanted, wanted, other),
                    "one portal makes the heavy neutrino",
                    wanted == "mixing" ? "give mixing=1e-4 (|U|^2)" : "give dipole=1e-7GeV^-1");
  }
  if (options.portal == Portal::mixing) {
    options.mixing = settings.quantity("mixing", Dimension::number, 0.0, 1.0);
  } else {
    options.dipole = settings.quantity("dipole", Dimension::magnetic_moment, 0.0, 1.0);
    if (settings.choice("dipole-convention", {"d", "mu"}) == "mu") options.dipole /= 2.0;
  }
  return options;
}

class HeavyNeutrino final : public Process {
 public:
  explicit HeavyNeutrino(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return thresholds_[component]; }
  int dimension() const override { return 3; }
  CrossSection cross_section(size_t component, double energy) const override;
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    return {{"x", "momentum fraction of the quark, Q^2/(2 P.q)", Dimension::number},
            {"Q2", "momentum transfer squared", Dimension::energy_squared}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override {
    return {{outgoing_.pdg, outgoing_.label, fmt::format("heavy neutrino of {:g} GeV", options_.mass)},
            detail::hadronic_system()};
  }
  std::vector<std::string> warnings() const override;

 private:
  struct Range {
    double low = 0.0, high = 0.0;
    bool empty() const { return !(high > low); }
  };
  struct Point {
    double x = 0.0, Q2 = 0.0, jacobian = 0.0;  // jacobian 0: no phase space
  };
  /// Momentum transfers that some x allows, from lowest-Q2 up; empty below threshold.
  Range transfers(size_t component, double energy) const;
  /// Values of x at a momentum transfer.
  Range fractions(size_t component, double energy, double Q2) const;
  double find_threshold(size_t component) const;
  /// W^2 - M^2 at the least.
  double lowest_excess(size_t component) const;
  Point point(size_t component, double energy, const double* u, size_t stride) const;
  /// d2 sigma/dx dQ^2 within the phase space.
  double density(size_t component, double energy, double x, double Q2) const;
  double mixing_sum(const matter::PartonValues& xf, double y, double mass_share) const;
  double integral(size_t component, double energy, int points) const;

  Options options_;
  Neutrino neutrino_;
  model::OutgoingState outgoing_;
  std::shared_ptr<const matter::PartonDensity> partons_;
  std::array<double, 2> left_squared_{}, right_squared_{};  // g_L^2, g_R^2 of down- and up-type quarks
  std::vector<matter::Nucleon> nucleons_;
  std::vector<Component> components_;
  std::vector<double> thresholds_;
};

/// s_W^2 of the Standard Model part of a model.
double weak_mixing_angle(const model::Model& model) {
  const model::Settings settings = model.standard().resolved();
  return parse_quantity(settings.at("sin2thetaW"), Dimension::number, "sin2thetaW");
}

constexpr std::array<double, 2> quark_charge = {-1.0 / 3.0, 2.0 / 3.0};
constexpr int heaviest_quark = 6;

HeavyNeutrino::HeavyNeutrino(const ProcessRequest& request)
    : options_(read_options(request)),
      neutrino_(request.neutrino),
      outgoing_(model::heavy_neutrino(options_.mass, neutrino_.antiparticle && !options_.majorana)),
      partons_(detail::RequestSettings(name, request).parton_density("parton-density", "border")) {
  const double sin2 = weak_mixing_angle(*request.model);
  for (size_t kind = 0; kind < 2; ++kind) {
    const double isospin = kind == 1 ? 0.5 : -0.5, right = -quark_charge[kind] * sin2;
    left_squared_[kind] = (isospin + right) * (isospin + right);
    right_squared_[kind] = right * right;
  }
  for (const detail::NucleonTarget& target : detail::nucleon_targets(request.target, "inelastic-")) {
    Component component = target.component;
    component.process_id = options_.portal == Portal::mixing ? 774 : 775;
    component.description = fmt::format("deep inelastic scattering to {} of {:g} GeV by {}", outgoing_.label,
                                        options_.mass, options_.portal == Portal::mixing ? "mixing" : "a dipole");
    component.final_state = {outgoing_.pdg, detail::hadronic_system_pdg};
    components_.push_back(component);
    nucleons_.push_back(target.nucleon);
  }
  for (size_t i = 0; i < components_.size(); ++i) thresholds_.push_back(find_threshold(i));
}

double HeavyNeutrino::lowest_excess(size_t component) const {
  const double M = components_[component].target_mass;
  return std::max(0.0, options_.lowest_W * options_.lowest_W - M * M);
}

// The scattering angle is real where (1 - y)(m^2 + Q^2) - m^2 >= (m^2 + Q^2)^2/4E^2, which bounds x from below; W
// bounds it from above; both meet at the roots of a parabola in Q^2.
HeavyNeutrino::Range HeavyNeutrino::fractions(size_t component, double energy, double Q2) const {
  const double M = components_[component].target_mass, sum = options_.mass * options_.mass + Q2;
  const double room = 1.0 - sum * sum / (4.0 * energy * energy * Q2);
  if (!(room > 0.0)) return {};
  return {sum / (2.0 * M * energy * room), Q2 / (Q2 + lowest_excess(component))};
}

HeavyNeutrino::Range HeavyNeutrino::transfers(size_t component, double energy) const {
  const double M = components_[component].target_mass, m2 = options_.mass * options_.mass;
  const double excess = lowest_excess(component);
  const double a = 1.0 + M / (2.0 * energy), b = 2.0 * M * energy - m2 - excess - m2 * M / energy,
               c = m2 * excess + m2 * m2 * M / (2.0 * energy);
  const double root = b * b - 4.0 * a * c;
  if (!(b > 0.0) || !(root > 0.0)) return {};
  const double high = (b + std::sqrt(root)) / (2.0 * a);
  return {std::max(c / (a * high), options_.lowest_Q2), high};
}

double HeavyNeutrino::find_threshold(size_t component) const {
  const double M = components_[component].target_mass, W = std::max(options_.lowest_W, M);
  // Two bodies of mass m and W, whatever Q^2; the largest Q^2 grows with the energy from there.
  double closed = ((options_.mass + W) * (options_.mass + W) - M * M) / (2.0 * M);
  double open = 2.0 * closed + options_.lowest_Q2 / M + 1.0;
  while (transfers(component, open).empty()) open *= 2.0;
  while (open - closed > 1e-13 * open) {
    const double middle = 0.5 * (closed + open);
    if (middle <= closed || middle >= open) break;
    (transfers(component, middle).empty() ? closed : open) = middle;
  }
  return open;
}

double HeavyNeutrino::mixing_sum(const matter::PartonValues& xf, double y, double mass_share) const {
  const double same = 1.0 - mass_share, opposite = (1.0 - y) * (1.0 - y - mass_share);
  double sum = 0.0;
  for (int quark = 1; quark <= heaviest_quark; ++quark) {
    const size_t kind = quark % 2 == 0 ? 1 : 0;
    const double particle = xf[parton::index(quark)], anti = xf[parton::index(-quark)];
    const double with_left = neutrino_.antiparticle ? anti : particle,
                 with_right = neutrino_.antiparticle ? particle : anti;
    sum += with_left * (left_squared_[kind] * same + right_squared_[kind] * opposite) +
           with_right * (right_squared_[kind] * same + left_squared_[kind] * opposite);
  }
  return sum;
}

double HeavyNeutrino::density(size_t component, double energy, double x, double Q2) const {
  const double s = 2.0 * components_[component].target_mass * energy * x, m2 = options_.mass * options_.mass;
  const double y = Q2 / s;
  const matter::PartonValues xf = partons_->evaluate(nucleons_[component], x, Q2);
  const double multiplicity = components_[component].multiplicity;
  if (options_.portal == Portal::mixing) {
    const double propagator = constants::z_mass * constants::z_mass / (Q2 + constants::z_mass * constants::z_mass);
    const double G = constants::fermi_constant * propagator;
    return multiplicity * options_.mixing * G * G / units::pi * mixing_sum(xf, y, m2 / s) / x;
  }
  double charges = 0.0;
  for (int quark = 1; quark <= heaviest_quark; ++quark) {
    const double e = quark_charge[quark % 2 == 0 ? 1 : 0];
    charges += e * e * (xf[parton::index(quark)] + xf[parton::index(-quark)]);
  }
  const double shape = 1.0 - (m2 + Q2) / s + m2 * (m2 + Q2) / (2.0 * s * s);
  return multiplicity * 4.0 * constants::fine_structure * options_.dipole * options_.dipole * charges * shape /
         (Q2 * x);
}

HeavyNeutrino::Point HeavyNeutrino::point(size_t component, double energy, const double* u, size_t stride) const {
  const Range range = transfers(component, energy);
  if (range.empty()) return {};
  Point result;
  if (options_.portal == Portal::mixing) {
    // Evenly in Q^2/(Q^2 + M_Z^2).
    const double Z2 = constants::z_mass * constants::z_mass;
    const double low = range.low / (range.low + Z2),
                 width = Z2 * (range.high - range.low) / ((range.low + Z2) * (range.high + Z2));
    const double w = low + u[0] * width;
    result.Q2 = std::clamp(Z2 * w / (1.0 - w), range.low, range.high);
    result.jacobian = width * (result.Q2 + Z2) * (result.Q2 + Z2) / Z2;
  } else {
    const double width = std::log(range.high / range.low);
    result.Q2 = range.low * std::exp(u[0] * width);
    result.jacobian = width * result.Q2;
  }
  const Range x = fractions(component, energy, result.Q2);
  if (x.empty()) return {};
  const double width = std::log(x.high / x.low);
  result.x = x.low * std::exp(u[stride] * width);
  result.jacobian *= width * result.x;
  return result;
}

double HeavyNeutrino::integral(size_t component, double energy, int points) const {
  const Range range = transfers(component, energy);
  const math::QuadratureRule rule = math::gauss_legendre(points);
  constexpr double widest = 1.5;  // panels in the logarithms of Q^2 and x
  const auto panels = [](double length) { return std::max(1, static_cast<int>(std::ceil(length / widest))); };
  const double length = std::log(range.high / range.low);
  const int count = panels(length);
  double sum = 0.0;
  for (int panel = 0; panel < count; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double Q2 = range.low * std::exp(length / count * (panel + rule.nodes[i]));
      const Range x_range = fractions(component, energy, Q2);
      if (x_range.empty()) continue;
      const double x_length = std::log(x_range.high / x_range.low);
      const int x_count = panels(x_length);
      double inner = 0.0;
      for (int x_panel = 0; x_panel < x_count; ++x_panel) {
        for (size_t j = 0; j < rule.nodes.size(); ++j) {
          const double x = x_range.low * std::exp(x_length / x_count * (x_panel + rule.nodes[j]));
          inner += rule.weights[j] * x_length / x_count * x * density(component, energy, x, Q2);
        }
      }
      sum += rule.weights[i] * length / count * Q2 * inner;
    }
  }
  return sum;
}

CrossSection HeavyNeutrino::cross_section(size_t component, double energy) const {
  if (energy <= thresholds_[component]) return {0.0, 0.0, true};
  const double fine = integral(component, energy, 8), coarse = integral(component, energy, 5);
  return {fine, std::abs(fine - coarse), false};
}

void HeavyNeutrino::dsigma(size_t component, const double* energy, const double* u, size_t count,
                           double* result) const {
  for (size_t i = 0; i < count; ++i) {
    result[i] = 0.0;
    if (energy[i] <= thresholds_[component]) continue;
    const Point at = point(component, energy[i], u + i, count);
    if (at.jacobian > 0.0) result[i] = at.jacobian * density(component, energy[i], at.x, at.Q2);
  }
}

std::vector<FinalParticle> HeavyNeutrino::final_state(size_t component, double energy, const double* u) const {
  const double M = components_[component].target_mass, m = options_.mass;
  const Point at = point(component, energy, u, 1);
  if (!(at.jacobian > 0.0)) throw Failure("final state of a point outside the phase space", "dsigma is zero there", "");
  const double E_N = energy - at.Q2 / (2.0 * M * at.x);
  const double transverse_squared =
      (E_N / energy) * (m * m + at.Q2) - m * m - (m * m + at.Q2) * (m * m + at.Q2) / (4.0 * energy * energy);
  const double p_T = std::sqrt(std::max(0.0, transverse_squared)), azimuth = 2.0 * units::pi * u[2];
  // k.k' = (m^2 + Q^2)/2 = E (E_N - p_z).
  const double p_z = E_N - (m * m + at.Q2) / (2.0 * energy);
  const FourVector N{E_N, p_T * std::cos(azimuth), p_T * std::sin(azimuth), p_z};
  const FourVector hadrons = FourVector{energy + M, 0.0, 0.0, energy} - N;
  const double W2 = M * M + at.Q2 * (1.0 / at.x - 1.0);
  return {{outgoing_.pdg, N, m}, {detail::hadronic_system_pdg, hadrons, std::sqrt(W2)}};
}

double HeavyNeutrino::differential(size_t component, double energy, const std::vector<double>& values) const {
  const double x = values.at(0), Q2 = values.at(1);
  if (energy <= thresholds_[component] || !(Q2 >= options_.lowest_Q2)) return 0.0;
  const Range range = fractions(component, energy, Q2);
  if (range.empty() || x < range.low || x > range.high) return 0.0;
  return density(component, energy, x, Q2);
}

std::vector<std::pair<std::string, std::string>> HeavyNeutrino::choices() const {
  const bool mixing = options_.portal == Portal::mixing;
  return {{"regime", "deep-inelastic"},
          {"portal", mixing ? fmt::format("mixing, |U|^2 = {:g}", options_.mixing)
                            : fmt::format("dipole, d = {:g} GeV^-1 (mu = 2 d)", options_.dipole)},
          {"heavy neutrino", fmt::format("{:g} GeV, {}", options_.mass, options_.majorana ? "majorana" : "dirac")},
          {"lowest Q2", fmt::format("{:g} GeV2", options_.lowest_Q2)},
          {"lowest W", fmt::format("{:g} GeV", options_.lowest_W)},
          {"parton density", partons_->name()}};
}

std::vector<std::string> HeavyNeutrino::warnings() const {
  if (options_.portal == Portal::mixing) return {};
  return {fmt::format("a dipole scatters mostly at small Q2: only Q2 > {:g} GeV2 on quarks is counted here",
                      options_.lowest_Q2)};
}

std::shared_ptr<const Process> make(const ProcessRequest& request) {
  return std::make_shared<HeavyNeutrino>(request);
}

}  // namespace

RegisteredProcess heavy_neutrino() {
  ProcessInfo info;
  info.name = name;
  info.title = "heavy neutrinos from deep inelastic scattering, by mixing or a dipole";
  info.formula =
      "mixing: |U|^2 neutral current with 1 -> 1 - m^2/s, (1-y)^2 -> (1-y)(1-y-m^2/s); dipole: dsigma/dQ2 = "
      "4 alpha d^2 e_q^2/Q2 [1 - (m^2+Q2)/s + m^2 (m^2+Q2)/2s^2]";
  info.papers = {"1707.08573", "1803.03262"};
  info.validity = "quarks resolved: Q2 > 1 GeV2; leading order, massless quarks; Q2 and x within the parton densities";
  info.omissions =
      "coherent and elastic scattering (most of the dipole cross section), charged currents, helicity of "
      "N in events, quark masses, higher orders (some 10 %)";
  info.check_value = "mass 0: mixing is |U|^2 times the neutral current, NC nu 1.976e-36 cm2 at 1 TeV with grv94lo";
  info.settings = {{"mass", "mass of the heavy neutrino N, with unit", ""},
                   {"portal", "mixing or dipole", "mixing"},
                   {"mixing", "|U|^2 of the flavour of the neutrino, for portal=mixing", "none"},
                   {"dipole", "transition dipole with unit (GeV^-1 or muB), for portal=dipole", "none"},
                   {"dipole-convention", "d: L = d Nbar s_ab P_L nu F^ab; mu: L = (mu/2) Nbar s_ab P_L nu F^ab", "d"},
                   {"nature", "of N: dirac (antineutrinos make its antiparticle) or majorana", "dirac"},
                   {"regime", "deep-inelastic: scattering on quarks", "deep-inelastic"},
                   {"lowest-Q2", "momentum transfers counted, with unit", "1 GeV2"},
                   {"lowest-W", "mass of the hadronic system at least, with unit", "1.08 GeV"},
                   {"parton-density", "set of parton densities", "mstw2008lo"},
                   {"border", "beyond the range of the set: error, freeze or extend", "error"}};
  return {info, make};
}

}  // namespace tridens::process
