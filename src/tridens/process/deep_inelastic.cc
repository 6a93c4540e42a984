// Deep inelastic scattering  nu(E) + N(at rest) -> l or nu + X  on the nucleons of a target, in leading order:
//
//   d^2 sigma/dx dQ^2 = G_F^2 M_B^4 / [4 pi (Q^2 + M_B^2)^2 x] sigma_r,   M_B = M_W, M_Z,
//   sigma_r = Y+ F2 - y^2 F_L +- Y- x F3,   Y+- = 1 +- (1 - y)^2   (+ neutrinos, - antineutrinos)
//
// for a massless lepton, with F2 = 2 x sum |V|^2 (q + qbar), x F3 = 2 x sum |V|^2 (q - qbar), F_L = 0 for W exchange
// and the squares of the chiral couplings T3 - e s_W^2, -e s_W^2 for Z exchange (R. K. Ellis, W. J. Stirling, B. R.
// Webber, "QCD and Collider Physics", ch. 4; R. Gandhi et al., arXiv:hep-ph/9512364). Masses of leptons and quarks,
// kinematic limits: detail/deep_inelastic.cc. Structure functions of a user with a lepton of mass m, r = m^2/(2 M E x):
//   sigma_r = 2 [ (F2 - F_L)(y^2 + r y)/2 + F2 (1 - y - r) +- x F3 (y - y^2/2 - r y/2) ],
// F4 = 0 and 2 x F5 = F2 (C. H. Albright, C. Jarlskog, Nucl. Phys. B 84 (1975) 467).
//
// Valid for Q^2 well above 1 GeV^2 and W above the resonances, neutrino energies above some 10 GeV. Left out: QCD
// corrections beyond the densities (some 5 % at high energies), target-mass corrections, Q^2 below the lowest one,
// nuclear effects, radiative corrections.
#include "tridens/process/deep_inelastic.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/detail/structure_function_table.hh"

namespace tridens::process {
namespace {

using detail::InelasticPhaseSpace;
using matter::Nucleon;

constexpr int charged_current_id = 600, neutral_current_id = 650;  // blocks of NuHepMC E.C.1

const ProcessInfo& info() {
  static const ProcessInfo result = {
      "dis",
      "deep inelastic scattering of a neutrino by the partons of nucleons",
      "d2sigma/dx dQ2 = G_F^2 M_B^4/[4 pi (Q2 + M_B^2)^2 x] sigma_r, sigma_r = Y+ F2 - y^2 FL +- Y- xF3",
      {"hep-ph/9512364", "hep-ph/0208187", "hep-ph/0110247"},
      "leading order, Q2 of at least 1 GeV2, neutrinos above about 10 GeV up to the range of the parton density",
      "QCD corrections beyond the parton density, target-mass and nuclear corrections, Q2 below lowest-Q2, radiative "
      "corrections",
      "grv94lo, four-flavours, Q2 > 1 GeV2, per nucleon of an isoscalar target: 6.2165e-36 cm2 (CC), 1.9765e-36 cm2 "
      "(NC) at 1 TeV",
      {{"current", "cc (W exchange) or nc (Z exchange)", "cc"},
       {"parton-density", "a set of matter (tridens list parton-densities)", "grv94lo"},
       {"border", "outside the range of the densities: error, freeze (value at the border) or extend (closed forms)",
        "error"},
       {"lowest-Q2", "lowest momentum transfer squared", "1 GeV2"},
       {"lowest-W", "lowest mass of the hadronic system; below the nucleon mass: none", "0 GeV"},
       {"heavy-quarks",
        "thresholds (rescaled momentum fractions), massless (five flavours) or four-flavours (massless, no bottom)",
        "thresholds"},
       {"charm-mass", "mass of the charm quark", "1.4 GeV"},
       {"bottom-mass", "mass of the bottom quark", "4.75 GeV"},
       {"top-mass", "mass of the top quark", "172.69 GeV"},
       {"structure-functions", "partons, or a file with a table of F2, xF3, FL", "partons"}}};
  return result;
}

/// K of detail/deep_inelastic.hh, sigma_r/4, whatever it comes from.
class Strength {
 public:
  virtual ~Strength() = default;
  virtual void evaluate(Nucleon nucleon, const InelasticPhaseSpace& space, const double* energy, const double* x,
                        const double* Q2, size_t count, double* result) const = 0;
};

class PartonStrength final : public Strength {
 public:
  explicit PartonStrength(detail::PartonSum sum) : sum_(std::move(sum)) {}
  void evaluate(Nucleon nucleon, const InelasticPhaseSpace& space, const double* energy, const double* x,
                const double* Q2, size_t count, double* result) const override {
    sum_.evaluate(nucleon, space, energy, x, Q2, count, result);
  }

 private:
  detail::PartonSum sum_;
};

class TableStrength final : public Strength {
 public:
  TableStrength(detail::StructureFunctionTable table, bool antineutrino)
      : table_(std::move(table)), sign_(antineutrino ? -1.0 : 1.0) {}
  void evaluate(Nucleon nucleon, const InelasticPhaseSpace& space, const double* energy, const double* x,
                const double* Q2, size_t count, double* result) const override {
    const double lepton2 = space.lepton_mass() * space.lepton_mass();
    for (size_t i = 0; i < count; ++i) {
      const detail::StructureFunctions f = table_.at(nucleon, x[i], Q2[i]);
      const double y = space.y(energy[i], x[i], Q2[i]), r = lepton2 * y / Q2[i];
      result[i] =
          0.5 * (0.5 * (f.F2 - f.FL) * y * (y + r) + f.F2 * (1.0 - y - r) + sign_ * f.xF3 * (y - 0.5 * y * (y + r)));
    }
  }

 private:
  detail::StructureFunctionTable table_;
  double sign_;
};

matter::PartonBorder border_rule(const std::string& text) {
  if (text == "error") return matter::PartonBorder::error;
  if (text == "freeze") return matter::PartonBorder::freeze;
  if (text == "extend") return matter::PartonBorder::extend;
  unknown_name("border", text, {"error", "freeze", "extend"});
}

/// The settings as numbers.
struct Options {
  bool charged = true;
  double lowest_Q2 = 0.0, lowest_W = 0.0, sin2thetaW = 0.0;
  detail::HeavyQuarks quarks;
};

double quark_mass(const ProcessRequest& request, const std::string& name) {
  const double mass = parse_quantity(request.settings.at(name), Dimension::energy, name);
  if (mass > 0.0) return mass;
  throw UserError(fmt::format("{} = {} GeV", name, mass), "it must be positive",
                  "choose heavy-quarks=massless to leave thresholds out");
}

detail::HeavyQuarks heavy_quarks(const ProcessRequest& request) {
  const std::string treatment = request.settings.at("heavy-quarks");
  if (treatment == "massless") return {5, 0.0, 0.0, 0.0};
  if (treatment == "four-flavours") return {4, 0.0, 0.0, 0.0};
  if (treatment != "thresholds") {
    unknown_name("treatment of heavy quarks", treatment, {"thresholds", "massless", "four-flavours"});
  }
  return {6, quark_mass(request, "charm-mass"), quark_mass(request, "bottom-mass"), quark_mass(request, "top-mass")};
}

Options read_options(const ProcessRequest& request) {
  const auto text = [&](const char* name) { return request.settings.at(name); };
  Options options;
  if (text("current") != "cc" && text("current") != "nc") unknown_name("current", text("current"), {"cc", "nc"});
  options.charged = text("current") == "cc";
  options.lowest_Q2 = parse_quantity(text("lowest-Q2"), Dimension::energy_squared, "lowest-Q2");
  options.lowest_W = parse_quantity(text("lowest-W"), Dimension::energy, "lowest-W");
  if (options.lowest_W < 0.0) throw UserError("a negative lowest-W", "it is a mass");
  options.quarks = heavy_quarks(request);
  const model::Settings model = request.model->standard().resolved();
  options.sin2thetaW = parse_number(model.at("sin2thetaW"), "sin2thetaW");
  return options;
}

class LeadingOrder final : public DeepInelastic {
 public:
  explicit LeadingOrder(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return targets_.components; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return phase_space(component).threshold(); }
  CrossSection cross_section(size_t component, double energy) const override;
  int dimension() const override { return 3; }  // Q^2, x, azimuth
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override;
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }
  std::vector<UnlistedParticle> unlisted_particles() const override { return {detail::hadronic_system()}; }
  std::vector<std::string> warnings() const override;

  void differential_cross_section(size_t component, const double* energy, const double* x, const double* Q2,
                                  size_t count, double* result) const override;
  double reduced_cross_section(size_t component, double energy, double x, double Q2) const override;
  const InelasticPhaseSpace& phase_space(size_t component) const override {
    return spaces_[static_cast<size_t>(targets_.nucleons.at(component))];
  }
  double mean_inelasticity(size_t component, double energy) const override;
  double highest_energy() const override { return highest_energy_; }

 private:
  void set_strength(const ProcessRequest& request, const Options& options);
  void set_choices(const ProcessRequest& request, const Options& options);
  void check_energy(double energy) const;
  /// d^2 sigma/dx dQ^2 of one nucleon inside the phase space; UserError where it is negative.
  void per_nucleon(size_t component, const double* energy, const double* x, const double* Q2, size_t count,
                   double* result) const;

  Neutrino neutrino_;
  detail::NucleonTargets targets_;
  int lepton_pdg_ = 0;
  double lepton_mass_ = 0.0, boson_mass_ = 0.0;
  std::vector<InelasticPhaseSpace> spaces_;  // of Nucleon::proton and Nucleon::neutron
  std::shared_ptr<const Strength> strength_;
  std::string densities_;  // of what, for messages
  matter::PartonRange range_;
  matter::PartonBorder border_ = matter::PartonBorder::error;
  bool can_extend_ = false;
  double highest_energy_ = 0.0;
  double stated_energy_ = 0.0, asked_energy_ = 0.0;  // of the warning: for massless leptons; of the request
  std::vector<std::pair<std::string, std::string>> choices_;
};

LeadingOrder::LeadingOrder(const ProcessRequest& request) : neutrino_(request.neutrino) {
  const Options options = read_options(request);
  lepton_pdg_ = options.charged ? charged_lepton_pdg(neutrino_.flavour, neutrino_.antiparticle) : neutrino_.pdg();
  lepton_mass_ = options.charged ? charged_lepton_mass(neutrino_.flavour) : 0.0;
  boson_mass_ = options.charged ? constants::w_mass : constants::z_mass;
  const std::string description = fmt::format("{} deep inelastic scattering of {}",
                                              options.charged ? "charged-current" : "neutral-current", name(neutrino_));
  targets_ = detail::nucleon_targets(request.target);
  for (Component& component : targets_.components) {
    component.process_id = options.charged ? charged_current_id : neutral_current_id;
    component.description = description;
    component.final_state = {lepton_pdg_, hadronic_system_pdg};
  }
  for (const Nucleon nucleon : {Nucleon::proton, Nucleon::neutron}) {
    spaces_.emplace_back(matter::nucleon_mass(nucleon), lepton_mass_, options.lowest_Q2, options.lowest_W);
  }
  set_strength(request, options);
  if (options.lowest_Q2 < range_.lowest_Q2 && border_ == matter::PartonBorder::error) {
    throw UserError(
        fmt::format("lowest-Q2 = {:g} GeV2 is below the range of {}", options.lowest_Q2, densities_),
        fmt::format("it begins at {:g} GeV2", range_.lowest_Q2),
        fmt::format("give lowest-Q2={:g}GeV2, or border=freeze{}", range_.lowest_Q2, can_extend_ ? " or extend" : ""));
  }
  highest_energy_ = std::min(spaces_[0].highest_energy(range_), spaces_[1].highest_energy(range_));
  const InelasticPhaseSpace massless(matter::nucleon_mass(Nucleon::neutron), 0.0, options.lowest_Q2, options.lowest_W);
  stated_energy_ = massless.highest_energy(range_);
  asked_energy_ = request.highest_energy;
  set_choices(request, options);
}

void LeadingOrder::set_strength(const ProcessRequest& request, const Options& options) {
  const std::string source = request.settings.at("structure-functions");
  if (source != "partons") {
    if (!request.reader) throw Failure("cannot read '" + source + "'", "no reader of files was given");
    border_ = border_rule(request.settings.at("border"));
    detail::StructureFunctionTable table(parse_table(request.reader(source), source), request.settings.at("current"),
                                         neutrino_.antiparticle, border_);
    range_ = table.range();
    densities_ = source;
    strength_ = std::make_shared<TableStrength>(std::move(table), neutrino_.antiparticle);
    return;
  }
  const auto density =
      detail::parton_density(request.settings.at("parton-density"), request.settings.at("border"), request.reader);
  range_ = density->range();
  border_ = density->border();
  densities_ = density->name();
  can_extend_ = density->can_extend();
  std::vector<detail::PartonGroup> terms =
      options.charged
          ? detail::charged_current_terms(neutrino_.antiparticle, model::QuarkMixing::standard(), options.quarks)
          : detail::neutral_current_terms(neutrino_.antiparticle, options.sin2thetaW, options.quarks);
  strength_ = std::make_shared<PartonStrength>(detail::PartonSum(density, std::move(terms)));
}

void LeadingOrder::set_choices(const ProcessRequest& request, const Options& options) {
  for (const auto& [name, text] : request.settings) {
    const bool of_partons = name == "parton-density" || name == "heavy-quarks" || name.ends_with("-mass");
    if (of_partons && request.settings.at("structure-functions") != "partons") continue;
    if (name.ends_with("-mass") && request.settings.at("heavy-quarks") != "thresholds") continue;
    choices_.emplace_back(name, text);
  }
  choices_.emplace_back("mass of the boson", fmt::format("{} GeV", boson_mass_));
  if (!options.charged) choices_.emplace_back("sin2thetaW", fmt::format("{}", options.sin2thetaW));
}

void LeadingOrder::check_energy(double energy) const {
  detail::require_energy(energy);
  if (energy <= highest_energy_ || border_ != matter::PartonBorder::error) return;
  detail::refuse_energy(energy, highest_energy_, densities_, range_, can_extend_);
}

void LeadingOrder::per_nucleon(size_t component, const double* energy, const double* x, const double* Q2, size_t count,
                               double* result) const {
  strength_->evaluate(targets_.nucleons[component], phase_space(component), energy, x, Q2, count, result);
  for (size_t i = 0; i < count; ++i) {
    if (!(result[i] >= -detail::density_noise)) {
      throw UserError(fmt::format("a cross section that is not positive at E = {:g} GeV, x = {:g}, Q2 = {:g} GeV2",
                                  energy[i], x[i], Q2[i]),
                      "the structure functions of '" + densities_ + "' give " + fmt::format("{:g}", 4.0 * result[i]),
                      "choose another set, or a larger lowest-Q2");
    }
    result[i] = std::max(result[i], 0.0) * detail::exchange_strength(boson_mass_, Q2[i]) / x[i];
  }
}

void LeadingOrder::differential_cross_section(size_t component, const double* energy, const double* x, const double* Q2,
                                              size_t count, double* result) const {
  const InelasticPhaseSpace& space = phase_space(component);
  std::vector<size_t> place;
  std::vector<double> E, X, Q;
  for (size_t i = 0; i < count; ++i) {
    detail::require_energy(energy[i]);
    result[i] = 0.0;
    if (!space.contains(energy[i], x[i], Q2[i])) continue;
    place.push_back(i), E.push_back(energy[i]), X.push_back(x[i]), Q.push_back(Q2[i]);
  }
  std::vector<double> inside(place.size());
  per_nucleon(component, E.data(), X.data(), Q.data(), place.size(), inside.data());
  const double multiplicity = components()[component].multiplicity;
  for (size_t k = 0; k < place.size(); ++k) result[place[k]] = multiplicity * inside[k];
}

CrossSection LeadingOrder::cross_section(size_t component, double energy) const {
  check_energy(energy);
  const auto integrand = [&](const double* x, const double* Q2, size_t count, double* result) {
    const std::vector<double> energies(count, energy);
    per_nucleon(component, energies.data(), x, Q2, count, result);
  };
  CrossSection sigma = detail::integrate_inelastic(phase_space(component), boson_mass_, energy, integrand);
  sigma.value *= components()[component].multiplicity;
  sigma.error *= components()[component].multiplicity;
  return sigma;
}

double LeadingOrder::mean_inelasticity(size_t component, double energy) const {
  const CrossSection total = cross_section(component, energy);
  if (total.below_threshold) {
    throw UserError(fmt::format("no mean inelasticity at {:g} GeV", energy),
                    fmt::format("the threshold is at {:g} GeV", threshold(component)));
  }
  const auto integrand = [&](const double* x, const double* Q2, size_t count, double* result) {
    const std::vector<double> energies(count, energy);
    per_nucleon(component, energies.data(), x, Q2, count, result);
    for (size_t i = 0; i < count; ++i) result[i] *= phase_space(component).y(energy, x[i], Q2[i]);
  };
  const CrossSection first = detail::integrate_inelastic(phase_space(component), boson_mass_, energy, integrand);
  return first.value * components()[component].multiplicity / total.value;
}

void LeadingOrder::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  const InelasticPhaseSpace& space = phase_space(component);
  std::vector<double> x, Q2, E, jacobian;
  std::vector<size_t> place;
  for (std::vector<double>* all : {&x, &Q2, &E, &jacobian}) all->reserve(count);
  place.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    check_energy(energy[i]);
    result[i] = 0.0;
    const detail::InelasticPoint point = detail::inelastic_point(space, boson_mass_, energy[i], u[i], u[count + i]);
    if (point.jacobian == 0.0) continue;
    x.push_back(point.x), Q2.push_back(point.Q2), E.push_back(energy[i]), jacobian.push_back(point.jacobian);
    place.push_back(i);
  }
  std::vector<double> values(place.size());
  per_nucleon(component, E.data(), x.data(), Q2.data(), place.size(), values.data());
  const double multiplicity = components()[component].multiplicity;
  for (size_t k = 0; k < place.size(); ++k) result[place[k]] = multiplicity * values[k] * jacobian[k];
}

std::vector<FinalParticle> LeadingOrder::final_state(size_t component, double energy, const double* u) const {
  const InelasticPhaseSpace& space = phase_space(component);
  const detail::InelasticPoint point = detail::inelastic_point(space, boson_mass_, energy, u[0], u[1]);
  if (point.jacobian == 0.0) {
    throw Failure(fmt::format("no final state at {:g} GeV", energy), "there is no phase space");
  }
  return space.final_state(energy, point.x, point.Q2, 2.0 * units::pi * u[2], lepton_pdg_);
}

std::vector<DifferentialVariable> LeadingOrder::variables() const {
  return {{"x", "Bjorken x = Q^2/2P.q", Dimension::number},
          {"Q2", "momentum transfer squared; y = Q^2/(2 M E x)", Dimension::energy_squared}};
}

double LeadingOrder::differential(size_t component, double energy, const std::vector<double>& values) const {
  if (values.size() != 2) throw Failure("differential() of dis", "it takes x and Q2");
  double result = 0.0;
  differential_cross_section(component, &energy, &values[0], &values[1], 1, &result);
  return result;
}

double LeadingOrder::reduced_cross_section(size_t component, double energy, double x, double Q2) const {
  detail::require_energy(energy);
  if (!phase_space(component).contains(energy, x, Q2)) return 0.0;
  double result = 0.0;
  strength_->evaluate(targets_.nucleons[component], phase_space(component), &energy, &x, &Q2, 1, &result);
  return 4.0 * result;
}

std::vector<std::string> LeadingOrder::warnings() const {
  return detail::range_warning(densities_, border_, stated_energy_, highest_energy_, asked_energy_);
}

}  // namespace

std::shared_ptr<const DeepInelastic> make_deep_inelastic(const ProcessRequest& request) {
  return std::make_shared<LeadingOrder>(request);
}

RegisteredProcess deep_inelastic() {
  std::vector<SettingCondition> conditions;
  for (const char* mass : {"charm-mass", "bottom-mass", "top-mass"}) {
    conditions.push_back({mass, "heavy-quarks", {"thresholds"}});
  }
  for (const char* of_partons : {"parton-density", "heavy-quarks", "charm-mass", "bottom-mass", "top-mass"}) {
    conditions.push_back({of_partons, "structure-functions", {"partons"}});
  }
  return {info(),
          [](const ProcessRequest& request) -> std::shared_ptr<const Process> { return make_deep_inelastic(request); },
          conditions};
}

}  // namespace tridens::process
