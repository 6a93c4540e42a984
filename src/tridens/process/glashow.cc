// Scattering on electrons at energies at which the W and Z are resolved, the Glashow resonance among it:
//
//   nubar_e e- -> W- -> hadrons, e, mu, tau      sigma = 24 pi G_W^2 Br(e) Br(f) (s/M_W^2)/[(s - M_W^2)^2 + M_W^2
//   G_W^2]
//
// (S. L. Glashow, Phys. Rev. 118 (1960) 316; 1407.4415 eq. 1), s = m_e^2 + 2 m_e E: peak 24 pi Br(e)/M_W^2 in all
// channels at E = M_W^2/2m_e = 6.32 PeV. The channel e interferes with t-channel Z exchange, and the other neutrinos
// scatter by Z and W exchange in the t and u channels (detail/electron_channel.hh). All at tree level with a fixed
// width; hadrons are one body of mass sqrt(s), above 2 GeV.
//
// doppler = atomic averages over the momenta of the bound electrons (matter/atomic_momentum.hh), s = m_e^2 + 2 E (m_e -
// p_z): in oxygen the innermost electrons alone spread the line by more than its width (1407.4415, 2303.13706). Binding
// energies, of the order of p^2/m_e^2, are left out. radiation = initial-state folds with the electron structure
// function (detail/initial_radiation.hh; 2303.13706): the peak is lowered and a tail of radiative return appears above.
//
// Events: momenta are exact for every final state, with the photon of the radiation as one particle (softer than 1e-6
// of the energy of the collision it is left out) and the atom recoiling against the momentum of its electron. Lepton
// pairs have the angle of the V-A amplitude, (1 - y)^2 = (1 + cos theta)^2/4 on the resonance, with theta between the
// two antineutrinos.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/process/detail/electron_channel.hh"
#include "tridens/process/detail/incoming_electron.hh"
#include "tridens/process/detail/nucleon_targets.hh"
#include "tridens/process/detail/target_electrons.hh"
#include "tridens/process/detail/two_body.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using detail::ElectronChannel;
using detail::LightCone;
using detail::WeakBosons;

constexpr int photon_pdg = 22;
constexpr double electron_mass = constants::electron_mass;
constexpr size_t most_dimensions = 8;
constexpr double least_radiated = 1e-6;  // share of s below which no photon is written

/// NuHepMC ids: 740 to 743 the W in the s channel (hadrons, e, mu, tau), 745 nu_e e, 746 and 747 nu_l e -> l nu_e, 790
/// Z exchange alone.
int process_id(Neutrino neutrino, const ElectronChannel& channel) {
  if (channel.resonant()) return channel.hadronic() ? 740 : 741 + static_cast<int>(channel.lepton());
  if (channel.lepton() != Flavour::electron) return 745 + static_cast<int>(channel.lepton());
  return neutrino.flavour == Flavour::electron ? 745 : 790;
}

std::string channel_name(const ElectronChannel& channel) {
  return channel.hadronic() ? "hadrons" : name(channel.lepton());
}

class Glashow final : public Process {
 public:
  explicit Glashow(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return channel(component).threshold() / (2.0 * electron_mass); }
  CrossSection cross_section(size_t component, double energy) const override;
  int dimension() const override { return 2 + (atomic_ ? 3 : 0) + (radiation_ ? 3 : 0); }
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  FourVector struck(size_t component, double energy, const double* u) const override;
  std::vector<EnergyFeature> features(size_t component) const override;
  std::vector<DifferentialVariable> variables() const override;
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override;

 private:
  // Components run over the channels of the first element, then of the second, ...
  const ElectronChannel& channel(size_t component) const { return channels_[component % channels_.size()]; }
  const detail::CrossSectionTable& table(size_t component) const { return *tables_[component % channels_.size()]; }
  const std::vector<matter::ElectronGroup>& groups(size_t component) const {
    return groups_[component / channels_.size()];
  }
  void add_channels(const std::string& wanted);
  void add_tables();
  void add_components(const matter::Material& target);

  /// The collision that the numbers of a point stand for.
  struct Collision {
    double a = 0.0;       // 2 p.k after the radiation
    double weight = 1.0;  // target over sampling density of all but y
    double momentum = 0.0, radiated = 0.0;
    size_t group = 0;
    const double* rest = nullptr;  // the numbers left: y, azimuth; electron's p_T, azimuth; photon's share, azimuth
  };
  Collision collision(size_t component, double energy, const double* u) const;
  /// Where the photon's two numbers stand in Collision::rest.
  size_t dimensions_of_share() const { return atomic_ ? 4 : 2; }
  LightCone electron(size_t component, const Collision& collision) const;

  Neutrino neutrino_;
  WeakBosons bosons_;
  bool atomic_ = false, radiation_ = false;
  std::vector<ElectronChannel> channels_;
  // With moving or radiating electrons: cross sections before anything, and after the radiation; momenta per element.
  std::vector<std::shared_ptr<const detail::CrossSectionTable>> tables_, averages_;
  std::vector<std::vector<matter::ElectronGroup>> groups_;
  std::vector<Component> components_;
};

double positive(const ProcessRequest& request, const char* name) {
  const double value = parse_quantity(request.settings.at(name), Dimension::energy, name);
  if (value > 0.0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("{} = {}", name, request.settings.at(name)), "it must be above zero", "");
}

double fraction(const ProcessRequest& request, const char* name) {
  const double value = parse_quantity(request.settings.at(name), Dimension::number, name);
  if (value > 0.0 && value < 1.0) return value;
  throw UserError(fmt::format("{} = {}", name, request.settings.at(name)), "a branching fraction lies between 0 and 1",
                  "");
}

WeakBosons bosons_of(const ProcessRequest& request) {
  WeakBosons bosons;
  bosons.w_mass = positive(request, "mass");
  bosons.w_width = positive(request, "width");
  bosons.leptonic = {fraction(request, "branching-e"), fraction(request, "branching-mu"),
                     fraction(request, "branching-tau")};
  const double rest = 1.0 - bosons.leptonic[0] - bosons.leptonic[1] - bosons.leptonic[2];
  const bool given = request.settings.at("branching-hadrons") != "rest";
  bosons.hadronic = given ? fraction(request, "branching-hadrons") : rest;
  constexpr double slack = 0.02;  // measured fractions need not add up to one exactly
  if (rest <= 0.0 || bosons.hadronic > rest + slack) {
    throw UserError("the branching fractions of the W add up to more than 1",
                    fmt::format("hadrons {:g}, leptons {:g}", bosons.hadronic, 1.0 - rest), "");
  }
  bosons.sin2thetaW = parse_quantity(request.model->resolved().at("sin2thetaW"), Dimension::number, "sin2thetaW");
  return bosons;
}

/// A setting that is one of two words: true for the second.
bool second_of(const ProcessRequest& request, const char* name, const std::string& first, const std::string& second) {
  const std::string& word = request.settings.at(name);
  if (word != first && word != second) {
    unknown_name(fmt::format("choice of {} in the process 'glashow'", name), word, {first, second});
  }
  return word == second;
}

Glashow::Glashow(const ProcessRequest& request)
    : neutrino_(request.neutrino),
      atomic_(second_of(request, "doppler", "none", "atomic")),
      radiation_(second_of(request, "radiation", "none", "initial-state")) {
  bosons_ = bosons_of(request);
  add_channels(request.settings.at("channel"));
  if (atomic_ || radiation_) add_tables();
  add_components(request.target);
}

void Glashow::add_channels(const std::string& wanted) {
  const std::vector<std::string> known = {"all", "hadrons", "e", "mu", "tau"};
  if (std::find(known.begin(), known.end(), wanted) == known.end()) {
    unknown_name("channel of the process 'glashow'", wanted, known);
  }
  std::string open;
  for (const std::optional<Flavour> lepton :
       {std::optional<Flavour>(), {Flavour::electron}, {Flavour::muon}, {Flavour::tau}}) {
    if (!ElectronChannel::exists(neutrino_, lepton)) continue;
    ElectronChannel channel(neutrino_, lepton, bosons_);
    open += (open.empty() ? "" : ", ") + channel_name(channel);
    if (wanted == "all" || wanted == channel_name(channel)) channels_.push_back(channel);
  }
  if (channels_.empty()) {
    throw UserError(fmt::format("{} on electrons does not make the channel '{}'", name(neutrino_), wanted),
                    "lepton numbers are conserved", "open are " + open);
  }
}

void Glashow::add_tables() {
  for (const ElectronChannel& channel : channels_) {
    std::optional<detail::CrossSectionTable::Resonance> resonance;
    if (channel.resonant()) {
      resonance = {bosons_.w_mass * bosons_.w_mass, bosons_.w_mass * bosons_.w_width};
    }
    const auto bare = std::make_shared<detail::CrossSectionTable>([&](double a) { return channel.total(a); },
                                                                  channel.threshold(), resonance);
    tables_.push_back(bare);
    averages_.push_back(bare);
    if (!radiation_) continue;
    averages_.back() = std::make_shared<detail::CrossSectionTable>(
        [&](double a) { return detail::radiated_cross_section(*bare, a); }, channel.threshold(), resonance);
  }
}

void Glashow::add_components(const matter::Material& target) {
  for (const detail::TargetElement& element : detail::target_elements(target)) {
    const matter::Nuclide& nuclide = element.nuclide;
    if (atomic_) groups_.push_back(matter::electron_groups(nuclide.proton_number));
    for (const ElectronChannel& channel : channels_) {
      Component component;
      component.name = channel_name(channel);
      component.nuclide = nuclide.name();
      component.target_mass = electron_mass;
      component.multiplicity = element.atoms * nuclide.proton_number;
      component.target_pdg = nuclide.pdg();
      component.nucleus_mass = nuclide.mass;
      component.recoil_pdg = charged_lepton_pdg(Flavour::electron);
      component.bound = true;
      component.shape = component.name + (atomic_ ? " of " + nuclide.name() : "");
      component.process_id = process_id(neutrino_, channel);
      const int outgoing = channel.hadronic() ? 0 : neutrino_pdg(channel.outgoing(), neutrino_.antiparticle);
      component.description = channel.hadronic()
                                  ? "W boson in the s channel, to hadrons"
                                  : fmt::format("{} e- -> {} {}", name(neutrino_), particle_name(outgoing),
                                                particle_name(charged_lepton_pdg(channel.lepton())));
      if (channel.hadronic()) {
        component.final_state = {hadronic_system_pdg};
      } else {
        component.final_state = {outgoing, charged_lepton_pdg(channel.lepton())};
      }
      if (radiation_) component.final_state.push_back(photon_pdg);
      components_.push_back(std::move(component));
    }
  }
}

CrossSection Glashow::cross_section(size_t component, double energy) const {
  const ElectronChannel& channel = this->channel(component);
  const double a = 2.0 * electron_mass * energy;
  if (a <= channel.threshold()) return {0.0, 0.0, true};
  constexpr double exact = 1e-9, tabulated = 1e-5;  // accuracy of the quadratures and of tables
  double value = components_[component].multiplicity;
  if (!atomic_ && !radiation_) {
    value *= channel.total(a);
    return {value, exact * value, false};
  }
  const detail::CrossSectionTable& average = *averages_[component % channels_.size()];
  value *= atomic_ ? detail::atomic_cross_section(average, groups(component), energy) : average(a);
  return {value, tabulated * value, false};
}

Glashow::Collision Glashow::collision(size_t component, double energy, const double* u) const {
  Collision result;
  result.a = 2.0 * electron_mass * energy;
  if (atomic_) {
    const detail::Drawn drawn = detail::draw_momentum(groups(component), table(component), energy, *u++, &result.group);
    result.momentum = drawn.value;
    result.weight = drawn.weight;
    result.a = 2.0 * energy * (electron_mass - drawn.value);
  }
  if (radiation_ && result.weight > 0.0 && result.a > channel(component).threshold()) {
    const detail::Drawn drawn = detail::draw_radiation(table(component), result.a, *u);
    result.radiated = drawn.value;
    result.weight *= drawn.weight;
    result.a *= 1.0 - drawn.value;
  }
  result.rest = radiation_ ? u + 1 : u;
  return result;
}

/// On the mass shell together with what is left of the atom.
LightCone Glashow::electron(size_t component, const Collision& collision) const {
  if (!atomic_) return {electron_mass, electron_mass, 0.0, 0.0};
  const Component& body = components_[component];
  const double* u = collision.rest + 2;
  const double width = groups(component)[collision.group].width, p = collision.momentum;
  const double most = std::sqrt(detail::largest_momentum * detail::largest_momentum - p * p);
  const double transverse = matter::transverse_quantile(width, p, most, u[0]), azimuth = 2.0 * units::pi * u[1];
  const double squared = p * p + transverse * transverse, rest = body.nucleus_mass - electron_mass;
  const double energy = electron_mass - squared / (std::sqrt(rest * rest + squared) + rest);
  return {energy + p, energy - p, transverse * std::cos(azimuth), transverse * std::sin(azimuth)};
}

FourVector Glashow::struck(size_t component, double energy, const double* u) const {
  return electron(component, collision(component, energy, u)).momentum();
}

void Glashow::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  const ElectronChannel& channel = this->channel(component);
  const double multiplicity = components_[component].multiplicity;
  const auto dimensions = static_cast<size_t>(dimension());
  std::array<double, most_dimensions> point{};
  for (size_t i = 0; i < count; ++i) {
    result[i] = 0.0;
    if (2.0 * electron_mass * energy[i] <= channel.threshold()) continue;
    for (size_t d = 0; d < dimensions; ++d) point.at(d) = u[d * count + i];
    const Collision here = collision(component, energy[i], point.data());
    if (here.weight == 0.0 || here.a <= channel.threshold()) continue;
    double sigma = 0.0;
    if (channel.hadronic()) {
      sigma = channel.total(here.a);
    } else {
      double jacobian = 0.0;
      const double y = channel.draw(here.a, here.rest[0], &jacobian);
      sigma = jacobian * channel.differential(here.a, y);
    }
    if (radiation_) {
      // The photon's momentum is drawn from a simpler density.
      const LightCone incoming = electron(component, here);
      sigma *= detail::draw_share(detail::least_share(incoming, energy[i]), here.rest[dimensions_of_share()]).weight;
    }
    result[i] = multiplicity * here.weight * sigma;
  }
}

std::vector<FinalParticle> Glashow::final_state(size_t component, double energy, const double* u) const {
  const ElectronChannel& channel = this->channel(component);
  const Collision here = collision(component, energy, u);
  const LightCone incoming = electron(component, here);
  LightCone total = incoming + LightCone{2.0 * energy, 0.0, 0.0, 0.0};
  std::vector<FinalParticle> radiated;
  double a = 2.0 * energy * incoming.minus;
  if (here.radiated > least_radiated) {
    const double* share = here.rest + dimensions_of_share();
    const double drawn = detail::draw_share(detail::least_share(incoming, energy), share[0]).value;
    const LightCone photon =
        detail::photon_momentum(incoming, energy, here.radiated, drawn, 2.0 * units::pi * share[1]);
    radiated.push_back({photon_pdg, photon.momentum(), 0.0});
    total = total - photon;
    a *= 1.0 - here.radiated;
  }
  std::vector<FinalParticle> particles;
  if (channel.hadronic()) {
    particles.push_back({hadronic_system_pdg, total.momentum(), std::sqrt(total.mass_squared())});
  } else {
    double jacobian = 0.0;
    const double y = channel.draw(a, here.rest[0], &jacobian);
    const ElectronChannel::Range range = channel.inelasticity(a);
    // t = (k - k')^2 and with it y are linear in the cosine.
    const double cosine = 1.0 - 2.0 * (y - range.low) / (range.high - range.low);
    const LightCone outgoing =
        detail::massless_of_two(total, channel.lepton_mass(), cosine, 2.0 * units::pi * here.rest[1]);
    particles.push_back({neutrino_pdg(channel.outgoing(), neutrino_.antiparticle), outgoing.momentum(), 0.0});
    particles.push_back({charged_lepton_pdg(channel.lepton()), (total - outgoing).momentum(), channel.lepton_mass()});
  }
  particles.insert(particles.end(), radiated.begin(), radiated.end());
  return particles;
}

std::vector<EnergyFeature> Glashow::features(size_t component) const {
  if (!channel(component).resonant()) return {};
  const double energy = bosons_.w_mass * bosons_.w_mass / (2.0 * electron_mass);
  return {{energy, energy * bosons_.w_width / bosons_.w_mass}};
}

std::vector<DifferentialVariable> Glashow::variables() const {
  return {{"y", "p.q/p.k: share of the neutrino energy that the charged lepton takes", Dimension::number}};
}

double Glashow::differential(size_t component, double energy, const std::vector<double>& values) const {
  const ElectronChannel& channel = this->channel(component);
  if (channel.hadronic()) {
    throw UserError("d sigma/dy of the channel hadrons", "hadrons are one body here", "choose channel e, mu or tau");
  }
  if (atomic_ || radiation_) {
    throw UserError("d sigma/dy with doppler or radiation", "y refers to an electron at rest that does not radiate",
                    "leave both out, or make a histogram of events");
  }
  const double a = 2.0 * electron_mass * energy, y = values.at(0);
  if (a <= channel.threshold()) return 0.0;
  const ElectronChannel::Range range = channel.inelasticity(a);
  if (y < range.low || y > range.high) return 0.0;
  return components_[component].multiplicity * channel.differential(a, y);
}

std::vector<std::pair<std::string, std::string>> Glashow::choices() const {
  return {{"W boson", fmt::format("mass {:g} GeV, width {:g} GeV", bosons_.w_mass, bosons_.w_width)},
          {"branching fractions", fmt::format("e {:g}, mu {:g}, tau {:g}, hadrons {:g}", bosons_.leptonic[0],
                                              bosons_.leptonic[1], bosons_.leptonic[2], bosons_.hadronic)},
          {"weak mixing angle", fmt::format("{:g}", bosons_.sin2thetaW)},
          {"electrons", atomic_ ? "hydrogenic momenta with Slater's effective charges" : "at rest"},
          {"initial-state radiation", radiation_ ? "electron structure function, leading logarithms" : "none"}};
}

std::vector<UnlistedParticle> Glashow::unlisted_particles() const {
  const bool hadrons =
      std::any_of(channels_.begin(), channels_.end(), [](const ElectronChannel& c) { return c.hadronic(); });
  if (!hadrons) return {};
  return {detail::hadronic_system()};
}

ProcessInfo glashow_info() {
  ProcessInfo info;
  info.name = "glashow";
  info.title = "Glashow resonance nubar_e e- -> W-, and all neutrinos on electrons with resolved W and Z";
  info.formula = "sigma = 24 pi G_W^2 Br(e) Br(f) (s/M_W^2)/[(s - M_W^2)^2 + M_W^2 G_W^2], s = m_e^2 + 2 m_e E";
  info.papers = {"Phys. Rev. 118 (1960) 316", "1407.4415", "2303.13706"};
  info.validity = "all energies at tree level; hadrons above a mass of 2 GeV";
  info.omissions =
      "weak corrections, radiation beyond leading logarithms, mass terms m_e m_l/M_W^2 of the W propagator, quark "
      "masses";
  info.check_value = "all channels at 6.32172 PeV, M_W 80.379, G_W 2.085, Br .1071: 4.86674e-31 cm2 per electron";
  info.settings = {{"channel", "all, hadrons, e, mu or tau: what the charged part of the final state is", "all"},
                   {"doppler", "none, or atomic: momenta of the bound electrons", "none"},
                   {"radiation", "none, or initial-state: photons of the electron", "none"},
                   {"mass", "of the W", fmt::format("{:g} GeV", constants::w_mass)},
                   {"width", "of the W", fmt::format("{:g} GeV", constants::w_width)},
                   {"branching-e", "W -> e nu", fmt::format("{:g}", constants::w_to_electron)},
                   {"branching-mu", "W -> mu nu", fmt::format("{:g}", constants::w_to_muon)},
                   {"branching-tau", "W -> tau nu", fmt::format("{:g}", constants::w_to_tau)},
                   {"branching-hadrons", "W -> hadrons; rest: what the leptons leave of 1", "rest"}};
  return info;
}

}  // namespace

RegisteredProcess glashow() {
  return {glashow_info(), [](const ProcessRequest& request) -> std::shared_ptr<const Process> {
            return std::make_shared<Glashow>(request);
          }};
}

}  // namespace tridens::process
