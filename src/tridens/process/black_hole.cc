// Production of microscopic black holes  nu(E) + nucleon(at rest) -> black hole(M) + remnant  in 4 + n dimensions
// (S. B. Giddings, S. Thomas, hep-ph/0106219; S. Dimopoulos, G. Landsberg, hep-ph/0106295; neutrinos: J. L. Feng, A. D.
// Shapere, hep-ph/0109106; 1912.06656):
//
//   sigma = int_(x_min M_D)^2/s^1 dx sum_i f_i(x, Q^2) pi b^2(M),   M^2 = x s,  s = 2 M_N E,
//
// over quarks, antiquarks and gluon, b = r_s (geometric) or b_max (trapped-surface), Q = 1/r_s or M. The semiclassical
// picture needs M well above M_D (x_min of about 3 to 5); a share of the energy that is radiated before the horizon
// forms is left out (M is then an upper limit), and so are spin and charge of the hole.
//
// Kinematics: the parton takes the fraction x of the light-cone momentum E - p_z of the nucleon at rest and no other,
// which makes M^2 = x s exactly. What is left of the nucleon has E - p_z = (1 - x) M_N, E + p_z = M_N: one body of mass
// sqrt(1 - x) M_N, with colour, that conserves four-momentum.
#include "tridens/process/black_hole.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/deep_inelastic.hh"
#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using black_holes::Gravity;
namespace parton = matter::parton;

/// Lower limits on M_D (pdg) from jets and missing energy, 95 % CL: ATLAS, 2102.10874, n = 2..6 (TeV). For n = 7 that
/// of n = 6 is taken, since they fall with n. The limits for n = 2 and 6 and the radius for neutron stars agree with
/// what the Particle Data Group and others quote; those between are recalled, and the warning says so.
constexpr std::array<double, 5> collider_limits_TeV = {11.2, 8.5, 7.1, 6.4, 5.9};
/// Heating of neutron stars by trapped gravitons: R < 1.6e-4 um for n = 2 (S. Hannestad, G. G. Raffelt,
/// hep-ph/0304029), that is M_D = (Mbar_Pl/R)^(1/2).
constexpr double neutron_star_limit_TeV = 1.7e3;

/// What events call a black hole, and NuHepMC's id of the process.
constexpr int process_id = 800;

struct Options {
  int dimensions = 0;
  double planck_mass = 0.0;
  std::string convention, radius, scale;
  double lowest_ratio = 0.0;  // x_min
};

class BlackHole final : public Process {
 public:
  explicit BlackHole(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return nucleons_.components; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override {
    return lowest_mass_ * lowest_mass_ / (2.0 * components()[component].target_mass);
  }
  int dimension() const override { return 1; }
  CrossSection cross_section(size_t component, double energy) const override;
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    return {{"black-hole-mass", "mass of the black hole", Dimension::energy}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override {
    return {{black_hole_pdg, "blackhole", "microscopic black hole before it evaporates"}, detail::hadronic_system()};
  }
  std::vector<std::string> warnings() const override;

 private:
  double squared_energy(size_t component, double energy) const {
    return 2.0 * components()[component].target_mass * energy;
  }
  double lowest_x(size_t component, double energy) const {
    return lowest_mass_ * lowest_mass_ / squared_energy(component, energy);
  }
  /// d sigma/d ln x, GeV^-2.
  double per_log_x(size_t component, double energy, double x) const;
  double integral(size_t component, double energy, int points) const;
  double scale(double mass) const { return options_.scale == "mass" ? mass : 1.0 / gravity_.radius(mass); }
  /// Highest neutrino energy at which all holes are within the range of the densities; 0 when none is.
  double highest_energy() const;
  void check_energy(double energy) const;

  Options options_;
  Gravity gravity_;
  double lowest_mass_;
  Neutrino neutrino_;
  std::shared_ptr<const matter::PartonDensity> partons_;
  detail::NucleonTargets nucleons_;
  double highest_energy_ = 0.0, asked_energy_ = 0.0;  // within the range of the densities; of the request
};

Options read_options(const ProcessRequest& request) {
  const detail::RequestSettings settings("black-hole", request);
  Options options;
  options.dimensions = settings.whole_number("dimensions", 1, 7);
  options.planck_mass = settings.quantity("planck-mass", Dimension::energy, 1.0, 1e12);
  options.convention = settings.choice("convention", black_holes::planck_convention_names());
  options.radius = settings.choice("radius", {"geometric", "trapped-surface"});
  options.scale = settings.choice("scale", {"inverse-radius", "mass"});
  options.lowest_ratio = settings.quantity("x-min", Dimension::number, 1.0, 1e6);
  return options;
}

BlackHole::BlackHole(const ProcessRequest& request)
    : options_(read_options(request)),
      gravity_(options_.dimensions, options_.planck_mass, black_holes::parse_planck_convention(options_.convention)),
      lowest_mass_(options_.lowest_ratio * options_.planck_mass),
      neutrino_(request.neutrino),
      partons_(detail::parton_density(request.settings.at("parton-density"), request.settings.at("border"),
                                      request.reader)) {
  nucleons_ = detail::nucleon_targets(request.target);
  for (Component& component : nucleons_.components) {
    component.process_id = process_id;
    component.description =
        fmt::format("black hole in 4 + {} dimensions, M_D = {:g} GeV", options_.dimensions, gravity_.planck_mass());
    component.final_state = {black_hole_pdg, hadronic_system_pdg};
  }
  highest_energy_ = highest_energy();
  asked_energy_ = request.highest_energy;
}

double BlackHole::highest_energy() const {
  const matter::PartonRange range = partons_->range();
  const auto within = [&](double mass) {
    const double Q2 = scale(mass) * scale(mass);
    return Q2 >= range.lowest_Q2 && Q2 <= range.highest_Q2;
  };
  if (!within(lowest_mass_)) return 0.0;
  // x falls as 1/s from 1 at threshold; the heaviest hole has the mass sqrt(s), and Q is monotonic in the mass.
  const double widest = 1.0 / std::sqrt(range.lowest_x);
  double low = 1.0, high = widest;  // sqrt(s) over the lowest mass
  if (!within(high * lowest_mass_)) {
    for (int step = 0; step < 100; ++step) {
      const double middle = 0.5 * (low + high);
      (within(middle * lowest_mass_) ? low : high) = middle;
    }
  } else {
    low = high;
  }
  const double root_s = low * lowest_mass_;
  return root_s * root_s / (2.0 * matter::nucleon_mass(matter::Nucleon::neutron));
}

void BlackHole::check_energy(double energy) const {
  detail::require_energy(energy);
  if (energy <= highest_energy_ || partons_->border() != matter::PartonBorder::error) return;
  detail::refuse_energy(energy, highest_energy_, partons_->name(), partons_->range(), partons_->can_extend());
}

double BlackHole::per_log_x(size_t component, double energy, double x) const {
  const double mass = std::sqrt(x * squared_energy(component, energy)), radius = gravity_.radius(mass);
  const double Q = scale(mass);
  const matter::PartonValues xf = partons_->evaluate(nucleons_.nucleons[component], x, Q * Q);
  double sum = 0.0;
  for (size_t i = 0; i < parton::photon; ++i) sum += xf[i];
  // Splines of evolved sets undershoot near x = 1, where the densities vanish (1e-9 of the total).
  sum = std::max(sum, 0.0);
  const double b = options_.radius == "geometric" ? radius : gravity_.impact_ratio() * radius;
  return components()[component].multiplicity * sum * units::pi * b * b;
}

double BlackHole::integral(size_t component, double energy, int points) const {
  // Panels of one e-fold at most in ln x; towards x = 1 the densities fall like a power of 1 - x.
  static const double widest = 1.0;
  const double low = std::log(lowest_x(component, energy));
  const int panels = std::max(1, static_cast<int>(std::ceil(-low / widest)));
  const math::QuadratureRule rule = math::gauss_legendre(points);
  const double width = -low / panels;
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double x = std::exp(low + width * (panel + rule.nodes[i]));
      sum += width * rule.weights[i] * per_log_x(component, energy, x);
    }
  }
  return sum;
}

CrossSection BlackHole::cross_section(size_t component, double energy) const {
  detail::require_energy(energy);
  if (energy <= threshold(component)) return {0.0, 0.0, true};
  check_energy(energy);
  const double fine = integral(component, energy, 16), coarse = integral(component, energy, 10);
  return {fine, std::abs(fine - coarse), false};
}

void BlackHole::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  for (size_t i = 0; i < count; ++i) {
    result[i] = 0.0;
    detail::require_energy(energy[i]);
    if (energy[i] <= threshold(component)) continue;
    check_energy(energy[i]);
    const double low = std::log(lowest_x(component, energy[i]));
    result[i] = -low * per_log_x(component, energy[i], std::exp(low * (1.0 - u[i])));
  }
}

std::vector<FinalParticle> BlackHole::final_state(size_t component, double energy, const double* u) const {
  const double M = components()[component].target_mass;
  const double x = std::exp(std::log(lowest_x(component, energy)) * (1.0 - u[0]));
  const double minus = x * M;  // E - p_z of the hole
  const FourVector hole{energy + 0.5 * minus, 0.0, 0.0, energy - 0.5 * minus};
  const FourVector rest{M - 0.5 * minus, 0.0, 0.0, 0.5 * minus};
  return {{black_hole_pdg, hole, std::sqrt(x * squared_energy(component, energy))},
          {hadronic_system_pdg, rest, std::sqrt(1.0 - x) * M}};
}

double BlackHole::differential(size_t component, double energy, const std::vector<double>& values) const {
  const double mass = values.at(0), x = mass * mass / squared_energy(component, energy);
  if (!(mass >= lowest_mass_) || x >= 1.0) return 0.0;
  return per_log_x(component, energy, x) * 2.0 / mass;
}

std::vector<std::pair<std::string, std::string>> BlackHole::choices() const {
  return {{"extra dimensions", std::to_string(options_.dimensions)},
          {"Planck scale", fmt::format("{:g} GeV, convention {} (M_D = {:g} GeV)", options_.planck_mass,
                                       options_.convention, gravity_.planck_mass())},
          {"lowest mass", fmt::format("{:g} GeV", lowest_mass_)},
          {"impact parameter", options_.radius},
          {"scale of the parton densities", options_.scale},
          {"parton density", partons_->name()}};
}

std::vector<std::string> BlackHole::warnings() const {
  std::vector<std::string> result =
      detail::range_warning(partons_->name(), partons_->border(), highest_energy_, highest_energy_, asked_energy_);
  const int n = options_.dimensions;
  const double M_D = gravity_.planck_mass() / units::TeV;
  if (n == 1) {
    result.push_back(
        "one flat extra dimension with a Planck scale of TeV would change gravity at the size of the solar system: "
        "excluded");
  }
  if (n >= 2) {
    const double limit = collider_limits_TeV[std::min<size_t>(static_cast<size_t>(n) - 2, 4)];
    if (M_D < limit) {
      result.push_back(fmt::format(
          "M_D = {:.3g} TeV is below the direct limit of {:g} TeV for n = {} (ATLAS, jets and missing energy, "
          "2102.10874{})",
          M_D, limit, n, n > 2 && n < 6 ? "; recalled" : ""));
    }
  }
  if (n == 2 && M_D < neutron_star_limit_TeV) {
    result.push_back(
        "for n = 2 the heating of neutron stars by gravitons of flat extra dimensions needs M_D > 1700 TeV "
        "(hep-ph/0304029)");
  }
  if (options_.lowest_ratio < 3.0) {
    result.push_back(fmt::format("x-min = {:g}: holes of less than about 3 Planck masses are not semiclassical",
                                 options_.lowest_ratio));
  }
  return result;
}

std::shared_ptr<const Process> make(const ProcessRequest& request) {
  return std::make_shared<BlackHole>(request);
}

}  // namespace

RegisteredProcess black_hole() {
  ProcessInfo info;
  info.name = "black-hole";
  info.title = "microscopic black holes in 4 + n dimensions";
  info.formula = "sigma = int dx sum_i f_i(x, Q^2) pi b^2(sqrt(x s)), sqrt(x s) > x_min M_D, b = r_s or b_max";
  info.papers = {"hep-ph/0106219", "hep-ph/0106295", "hep-ph/0109106", "1912.06656"};
  info.validity =
      "black holes well above the Planck scale (x-min of 3 and more), flat extra dimensions, r_s well below "
      "their size";
  info.omissions =
      "energy radiated before the horizon forms, spin and charge of the hole, its evaporation (functions "
      "in black_hole.hh), quantum gravity";
  info.check_value = "n = 2, M_D = 4 TeV, M = 20 TeV: pi r_s^2 = 1.8454e-34 cm2, T = 614.65 GeV";
  info.settings = {
      {"dimensions", "number n of extra dimensions, 1 to 7", ""},
      {"planck-mass", "Planck scale of 4 + n dimensions, with unit", ""},
      {"convention", "what planck-mass is: pdg (M_D), grw, dimopoulos-landsberg, giddings-thomas", "pdg"},
      {"x-min", "lowest mass of a black hole in units of planck-mass, at least 1", "3"},
      {"radius", "largest impact parameter: geometric (r_s) or trapped-surface (b_max)", "geometric"},
      {"scale", "Q of the parton densities: inverse-radius (1/r_s) or mass", "inverse-radius"},
      {"parton-density", "a set of matter (tridens list parton-densities)", "mstw2008lo"},
      {"border", "outside the range of the densities: error, freeze (value at the border) or extend (closed forms)",
       "error"}};
  return {info, make};
}

}  // namespace tridens::process
