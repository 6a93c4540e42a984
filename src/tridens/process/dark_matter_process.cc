// The process 'dark-matter' of the registry. The window of the recoil (recoil-min, recoil-max, cosine-min) is part of
// the cross section: behind a light mediator most recoils are too small to be seen. Nuclei as a whole and each of
// their nucleons are separate components; a proton that is no part of a nucleus counts with the nucleons alone.
// Coordinates of the unit cube: Q^2 (evenly in 1/(Q^2 + m_A'^2)), azimuth.
#include "tridens/process/dark_matter_process.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/dark_matter_settings.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/process/dark_matter.hh"
#include "tridens/process/detail/decay_choice.hh"
#include "tridens/process/detail/nucleon_targets.hh"
#include "tridens/process/detail/target_electrons.hh"

namespace tridens::process {
namespace {

/// NuHepMC: 780 electrons, 781 nuclei, 782 protons, 783 neutrons.
constexpr int electron_id = 780, nucleus_id = 781, proton_id = 782, neutron_id = 783;
constexpr double quadrature_error = 1e-5;  // test/process/dark_matter_process_test.cc

using Settings = std::map<std::string, std::string>;

/// Kinetic energies of the struck body, GeV, and the least cosine of its angle to chi (-1: any).
struct RecoilWindow {
  double lowest = 0.0, highest = std::numeric_limits<double>::infinity(), cosine = -1.0;
};

double recoil_of(const std::string& text, const std::string& key) {
  const double value = parse_quantity(text, Dimension::energy, key);
  if (value >= 0.0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("{} = {}", key, text), "a kinetic energy is not negative", "");
}

RecoilWindow window_of(const Settings& settings) {
  RecoilWindow window;
  window.lowest = recoil_of(settings.at("recoil-min"), "recoil-min");
  if (settings.at("recoil-max") != "none") window.highest = recoil_of(settings.at("recoil-max"), "recoil-max");
  if (!(window.highest > window.lowest)) {
    throw UserError(fmt::format("recoils from {} to {}", settings.at("recoil-min"), settings.at("recoil-max")),
                    "the upper limit must be above the lower one", "");
  }
  if (settings.at("cosine-min") == "none") return window;
  window.cosine = parse_quantity(settings.at("cosine-min"), Dimension::number, "cosine-min");
  if (window.cosine > 0.0 && window.cosine < 1.0) return window;
  throw UserError("cosine-min = " + settings.at("cosine-min"), "targets at rest go forward: it lies between 0 and 1",
                  "give 0.9, say, or leave it out");
}

Settings without_own(const Settings& settings) {
  Settings result;
  for (const model::DarkMatterKey& key : model::dark_matter_keys()) {
    const auto found = settings.find(key.name);
    if (found != settings.end()) result.insert(*found);
  }
  return result;
}

std::string state_name(const model::DarkMatter& matter, bool excited) {
  return !matter.inelastic() ? "chi" : excited ? "chi2" : "chi1";
}

class DarkMatterProcess final : public BeamProcess {
 public:
  explicit DarkMatterProcess(const ProcessRequest& request)
      : beam_(dark_matter_beam(request.settings)), window_(window_of(request.settings)) {
    const std::string& on = request.settings.at("on");
    const std::vector<std::string> known = {"all", "electron", "nucleus", "nucleon", "proton", "neutron"};
    if (std::find(known.begin(), known.end(), on) == known.end()) {
      unknown_name("target in on of the process 'dark-matter'", on, known);
    }
    if (matter().inelastic() && !beam_.excited && can_decay()) decays_ = {model::excited_particle(matter())};
    if (on == "all" || on == "electron") add_electrons(request.target);
    if (on == "all" || on == "nucleus") add_nuclei(request.target);
    if (on != "electron" && on != "nucleus") add_nucleons(request.target, on);
    if (components_.empty()) {
      throw UserError(fmt::format("dark matter on '{}' in {}", on, request.target.name), "the target has none", "");
    }
  }

  BeamParticle beam() const override { return beam_.particle; }
  const std::vector<Component>& components() const override { return components_; }
  double threshold(size_t component) const override { return thresholds_[component]; }
  int dimension() const override { return 2; }
  CrossSection cross_section(size_t component, double energy) const override;
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    return {{"recoil-energy", "kinetic energy of the target", Dimension::energy}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override;
  std::vector<model::UnstableParticle> unstable_particles() const override { return decays_; }
  std::vector<std::string> warnings() const override;

 private:
  const model::DarkMatter& matter() const { return beam_.matter; }
  bool can_decay() const { return matter().splitting > 2.0 * constants::electron_mass; }
  double outgoing_mass() const { return beam_.excited ? matter().mass : matter().heavier_mass(); }
  int outgoing_pdg() const { return model::dark_matter_pdg(matter().spin, matter().inelastic() && !beam_.excited); }
  TransferLimits limits(size_t component, double energy) const;
  double Q2_of(const TransferLimits& range, double u) const;
  double lowest_energy(const DarkMatterScattering& scattering) const;
  TransferLimits limits(const DarkMatterScattering& scattering, double energy) const;
  void add(Component component, DarkMatterScattering scattering, int id);
  void add_electrons(const matter::Material& target);
  void add_nuclei(const matter::Material& target);
  void add_nucleons(const matter::Material& target, const std::string& on);

  DarkMatterBeam beam_;
  RecoilWindow window_;
  std::vector<Component> components_;
  std::vector<DarkMatterScattering> scatterings_;  // of the components
  std::vector<double> thresholds_;
  std::vector<model::UnstableParticle> decays_;
};

/// Q^2 of the kinematics within the window; empty (highest not above lowest) where nothing is in it.
TransferLimits DarkMatterProcess::limits(const DarkMatterScattering& scattering, double energy) const {
  if (!scattering.open(energy)) return {};
  TransferLimits range = scattering.limits(energy);
  const double slope = 2.0 * scattering.target_mass();
  range.lowest = std::max(range.lowest, slope * window_.lowest);
  range.highest = std::min(range.highest, slope * window_.highest);
  if (window_.cosine > 0.0) {
    range.lowest = std::max(range.lowest, slope * scattering.recoil_of_cosine(energy, window_.cosine));
  }
  return range;
}

TransferLimits DarkMatterProcess::limits(size_t component, double energy) const {
  return limits(scatterings_[component], energy);
}

/// Faster particles reach larger recoils, and smaller ones of inelastic scattering: once open the window stays open.
double DarkMatterProcess::lowest_energy(const DarkMatterScattering& scattering) const {
  const auto open = [&](double energy) {
    const TransferLimits range = limits(scattering, energy);
    return range.highest > range.lowest;
  };
  double low = scattering.threshold(), high = low + 1e-6 * low;
  constexpr double highest = 1e9;  // GeV
  while (!open(high)) {
    if (high > highest) {
      throw UserError(
          fmt::format("recoils of {:g} GeV and more by dark matter of {:g} GeV", window_.lowest, beam_.particle.mass),
          fmt::format("no energy below {:g} GeV reaches the window", highest), "widen it");
    }
    low = high;
    high = scattering.threshold() + 2.0 * (high - scattering.threshold());
  }
  constexpr int steps = 50;
  if (low > scattering.threshold()) {
    for (int i = 0; i < steps; ++i) {
      const double middle = 0.5 * (low + high);
      (open(middle) ? high : low) = middle;
    }
  }
  return low;
}

void DarkMatterProcess::add(Component component, DarkMatterScattering scattering, int id) {
  component.process_id = id;
  component.description = fmt::format("{} -> {} of dark matter by a dark photon, {}", beam_.particle.name,
                                      state_name(matter(), matter().inelastic() && !beam_.excited), component.name);
  component.final_state = detail::common_products(decays_, outgoing_pdg());
  component.final_state.push_back(component.recoil_pdg);
  thresholds_.push_back(lowest_energy(scattering));
  scatterings_.push_back(std::move(scattering));
  components_.push_back(std::move(component));
}

void DarkMatterProcess::add_electrons(const matter::Material& target) {
  for (const detail::TargetElement& element : detail::target_elements(target)) {
    const matter::Nuclide& nuclide = element.nuclide;
    add({"electron", nuclide.name(), constants::electron_mass, element.atoms * nuclide.proton_number, nuclide.pdg(),
         nuclide.mass, charged_lepton_pdg(Flavour::electron), true, "electron"},
        DarkMatterScattering(matter(), DarkTarget::electron, beam_.excited), electron_id);
  }
}

void DarkMatterProcess::add_nuclei(const matter::Material& target) {
  for (const matter::Constituent& constituent : target.constituents) {
    const matter::Nuclide& nuclide = constituent.nuclide;
    if (nuclide.is_free_nucleon()) continue;
    add({"coherent", nuclide.name(), nuclide.mass, constituent.count, nuclide.pdg(), nuclide.mass, nuclide.pdg(), false,
         nuclide.name()},
        DarkMatterScattering(matter(), nuclide.name(), beam_.excited), nucleus_id);
  }
}

void DarkMatterProcess::add_nucleons(const matter::Material& target, const std::string& on) {
  const detail::NucleonTargets nucleons = detail::nucleon_targets(target);
  for (size_t i = 0; i < nucleons.components.size(); ++i) {
    const bool proton = nucleons.nucleons[i] == matter::Nucleon::proton;
    if ((on == "proton" && !proton) || (on == "neutron" && proton)) continue;
    add(nucleons.components[i],
        DarkMatterScattering(matter(), proton ? DarkTarget::proton : DarkTarget::neutron, beam_.excited),
        proton ? proton_id : neutron_id);
  }
}

CrossSection DarkMatterProcess::cross_section(size_t component, double energy) const {
  if (!std::isfinite(energy) || !(energy > 0.0)) {
    throw UserError(fmt::format("dark matter of an energy of {} GeV", energy), "it must be positive and finite", "");
  }
  const TransferLimits range = limits(component, energy);
  if (energy <= threshold(component) || !(range.highest > range.lowest)) return {0.0, 0.0, true};
  const double slope = 2.0 * components_[component].target_mass;
  const double value = components_[component].multiplicity *
                       scatterings_[component].cross_section(energy, range.lowest / slope, range.highest / slope);
  return {value, quadrature_error * value, false};
}

double DarkMatterProcess::Q2_of(const TransferLimits& range, double u) const {
  const double m2 = matter().mediator_mass * matter().mediator_mass;
  const double low = range.lowest + m2, high = range.highest + m2;
  return std::clamp(low * high / (high - u * (range.highest - range.lowest)) - m2, range.lowest, range.highest);
}

void DarkMatterProcess::dsigma(size_t component, const double* energy, const double* u, size_t count,
                               double* result) const {
  const double m2 = matter().mediator_mass * matter().mediator_mass, slope = 2.0 * components_[component].target_mass;
  for (size_t i = 0; i < count; ++i) {
    result[i] = 0.0;
    const TransferLimits range = limits(component, energy[i]);
    if (energy[i] <= threshold(component) || !(range.highest > range.lowest)) continue;
    const double Q2 = Q2_of(range, u[i]), shifted = Q2 + m2;
    const double jacobian =
        (range.highest - range.lowest) * shifted * shifted / ((range.lowest + m2) * (range.highest + m2));
    result[i] = components_[component].multiplicity * jacobian / slope *
                scatterings_[component].differential(energy[i], Q2 / slope);
  }
}

double DarkMatterProcess::differential(size_t component, double energy, const std::vector<double>& values) const {
  if (values.size() != 1) throw Failure("differential() of dark-matter", "it takes one number", "");
  const TransferLimits range = limits(component, energy);
  const double Q2 = 2.0 * components_[component].target_mass * values.front();
  if (!(Q2 >= range.lowest) || !(Q2 <= range.highest)) return 0.0;
  return components_[component].multiplicity * scatterings_[component].differential(energy, values.front());
}

std::vector<FinalParticle> DarkMatterProcess::final_state(size_t component, double energy, const double* u) const {
  const TransferLimits range = limits(component, energy);
  if (!(range.highest > range.lowest)) {
    throw Failure(fmt::format("no final state at {:g} GeV", energy), "it is below threshold", "");
  }
  const double M = components_[component].target_mass, Q2 = Q2_of(range, u[0]), recoil = Q2 / (2.0 * M);
  const double m1 = beam_.particle.mass, m2 = outgoing_mass(), before = std::sqrt((energy - m1) * (energy + m1));
  const double along = (energy * recoil + 0.5 * (Q2 + (m2 - m1) * (m2 + m1))) / before;
  const double across = std::sqrt(std::fmax(0.0, recoil * (recoil + 2.0 * M) - along * along));
  const double azimuth = 2.0 * units::pi * u[1], x = across * std::cos(azimuth), y = across * std::sin(azimuth);
  return {{outgoing_pdg(), {energy - recoil, -x, -y, before - along}, m2},
          {components_[component].recoil_pdg, {M + recoil, x, y, along}, M}};
}

std::vector<std::pair<std::string, std::string>> DarkMatterProcess::choices() const {
  std::vector<std::pair<std::string, std::string>> result = {
      {"dark matter", fmt::format("{}, {:g} GeV, A' {:g} GeV, epsilon {:g}, alpha_D {:g}, splitting {:g} GeV",
                                  model::name(matter().spin), matter().mass, matter().mediator_mass, matter().epsilon,
                                  matter().alpha_D, matter().splitting)},
      {"y", fmt::format("{:.5g}", matter().y())},
      {"incoming", beam_.particle.name}};
  std::string window = fmt::format("from {:g} GeV", window_.lowest);
  if (std::isfinite(window_.highest)) window += fmt::format(" to {:g} GeV", window_.highest);
  if (window_.cosine > 0.0) window += fmt::format(", cosine above {:g}", window_.cosine);
  result.emplace_back("recoil", window);
  for (const model::UnstableParticle& particle : decays_) {
    result.emplace_back("c tau of " + particle.name, fmt::format("{:.4g} m", 1.0 / (particle.width * units::m)));
  }
  return result;
}

std::vector<UnlistedParticle> DarkMatterProcess::unlisted_particles() const {
  std::vector<UnlistedParticle> result = {
      {model::dark_matter_pdg(matter().spin, false), state_name(matter(), false),
       fmt::format("{} dark matter of {:g} GeV", model::name(matter().spin), matter().mass)}};
  if (matter().inelastic()) {
    result.push_back({model::dark_matter_pdg(matter().spin, true), "chi2",
                      fmt::format("excited dark matter of {:g} GeV", matter().heavier_mass())});
  }
  return result;
}

std::vector<std::string> DarkMatterProcess::warnings() const {
  std::vector<std::string> result;
  if (matter().inelastic() && !beam_.excited && !can_decay()) {
    result.emplace_back("chi2 is stable in events: below 2 m_e it decays to photons and neutrinos only");
  }
  if (matter().inelastic() && !beam_.excited && matter().splitting > 2.0 * constants::charged_pion_mass) {
    result.emplace_back("decays of chi2 into hadrons are left out of events");
  }
  return result;
}

ProcessInfo info() {
  ProcessInfo info;
  info.name = "dark-matter";
  info.title = "light dark matter of a beam on electrons, nucleons and nuclei, by a dark photon";
  info.formula = "dsigma/dQ^2 = (g_D epsilon e)^2/(Q^2 + m_A'^2)^2 A/(64 pi M^2 (E^2 - m_1^2))";
  info.papers = {"0906.5614", "1107.4580", "1703.06881"};
  info.validity = "tree level; electrons and nucleons free and at rest, nuclei with their charge form factor";
  info.omissions = "binding, Pauli blocking, exchange of Z, inelastic nuclear states, pions from nucleons";
  info.check_value = "1107.4580: scalars on electrons; detailed balance of chi1 and chi2";
  for (const model::DarkMatterKey& key : model::dark_matter_keys()) {
    info.settings.push_back({key.name, key.meaning, key.default_text});
  }
  info.settings.push_back({"incoming", "chi1, the lighter state, or chi2", "chi1"});
  info.settings.push_back({"on", "all, electron, nucleus, nucleon, proton or neutron", "all"});
  info.settings.push_back({"recoil-min", "smallest kinetic energy of the target", "0 MeV"});
  info.settings.push_back({"recoil-max", "largest kinetic energy of the target, or none", "none"});
  info.settings.push_back({"cosine-min", "of the target to the beam, or none", "none"});
  return info;
}

}  // namespace

DarkMatterBeam dark_matter_beam(const Settings& settings) {
  DarkMatterBeam beam;
  beam.matter = model::dark_matter_of(without_own(settings));
  const auto incoming = settings.find("incoming");
  const std::string state = incoming == settings.end() ? "chi1" : incoming->second;
  if (state != "chi1" && state != "chi2") unknown_name("incoming dark matter", state, {"chi1", "chi2"});
  beam.excited = state == "chi2";
  if (beam.excited && !beam.matter.inelastic()) {
    throw UserError("chi2 of a beam", "without a splitting there is no second state", "give splitting=5MeV, say");
  }
  beam.particle = {model::dark_matter_pdg(beam.matter.spin, beam.excited),
                   beam.excited ? beam.matter.heavier_mass() : beam.matter.mass, state_name(beam.matter, beam.excited)};
  return beam;
}

RegisteredProcess dark_matter_scattering() {
  return {info(), [](const ProcessRequest& request) -> std::shared_ptr<const Process> {
            return std::make_shared<DarkMatterProcess>(request);
          }};
}

}  // namespace tridens::process
