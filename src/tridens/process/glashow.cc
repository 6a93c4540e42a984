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
// Events: momenta are exact for every final state. Lepton pairs have the angle of the V-A amplitude, (1 - y)^2 =
// (1 + cos theta)^2/4 on the resonance, with theta between the two antineutrinos.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/process/detail/electron_channel.hh"
#include "tridens/process/detail/target_electrons.hh"
#include "tridens/process/detail/two_body.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

using detail::ElectronChannel;
using detail::LightCone;
using detail::WeakBosons;

constexpr int hadronic_system = 2009900010;
constexpr double electron_mass = constants::electron_mass;

/// NuHepMC ids: 720 to 723 the W in the s channel (hadrons, e, mu, tau), 725 nu_e e, 726 and 727 nu_l e -> l nu_e, 765
/// Z exchange alone.
int process_id(Neutrino neutrino, const ElectronChannel& channel) {
  if (channel.resonant()) return channel.hadronic() ? 720 : 721 + static_cast<int>(channel.lepton());
  if (channel.lepton() != Flavour::electron) return 725 + static_cast<int>(channel.lepton());
  return neutrino.flavour == Flavour::electron ? 725 : 765;
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
  int dimension() const override { return 2; }
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<EnergyFeature> features(size_t component) const override;
  std::vector<DifferentialVariable> variables() const override;
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override;

 private:
  // Components run over the channels of the first element, then of the second, ...
  const ElectronChannel& channel(size_t component) const { return channels_[component % channels_.size()]; }
  void add_channels(const std::string& wanted);
  void add_components(const matter::Material& target);

  Neutrino neutrino_;
  WeakBosons bosons_;
  std::vector<ElectronChannel> channels_;
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

Glashow::Glashow(const ProcessRequest& request) : neutrino_(request.neutrino) {
  if (const std::string model = request.model->info().name; model != "sm") {
    throw UserError("the process 'glashow' with the model " + model, "only the Standard Model is known there",
                    "leave the model out");
  }
  bosons_ = bosons_of(request);
  add_channels(request.settings.at("channel"));
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
    if (wanted == "all" || wanted == channel_name(channel)) channels_.push_back(std::move(channel));
  }
  if (channels_.empty()) {
    throw UserError(fmt::format("{} on electrons does not make the channel '{}'", name(neutrino_), wanted),
                    "lepton numbers are conserved", "open are " + open);
  }
}

void Glashow::add_components(const matter::Material& target) {
  for (const detail::TargetElement& element : detail::target_elements(target)) {
    const matter::Nuclide& nuclide = element.nuclide;
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
      component.shape = component.name;
      component.process_id = process_id(neutrino_, channel);
      const int outgoing = channel.hadronic() ? 0 : neutrino_pdg(channel.outgoing(), neutrino_.antiparticle);
      component.description = channel.hadronic()
                                  ? "W boson in the s channel, to hadrons"
                                  : fmt::format("{} e- -> {} {}", name(neutrino_), particle_name(outgoing),
                                                particle_name(charged_lepton_pdg(channel.lepton())));
      if (channel.hadronic()) {
        component.final_state = {hadronic_system};
      } else {
        component.final_state = {outgoing, charged_lepton_pdg(channel.lepton())};
      }
      components_.push_back(std::move(component));
    }
  }
}

CrossSection Glashow::cross_section(size_t component, double energy) const {
  const ElectronChannel& channel = this->channel(component);
  const double a = 2.0 * electron_mass * energy;
  if (a <= channel.threshold()) return {0.0, 0.0, true};
  constexpr double accuracy = 1e-9;  // of the quadrature over y
  const double value = components_[component].multiplicity * channel.total(a);
  return {value, accuracy * value, false};
}

void Glashow::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  const ElectronChannel& channel = this->channel(component);
  const double multiplicity = components_[component].multiplicity;
  for (size_t i = 0; i < count; ++i) {
    const double a = 2.0 * electron_mass * energy[i];
    result[i] = 0.0;
    if (a <= channel.threshold()) continue;
    if (channel.hadronic()) {
      result[i] = multiplicity * channel.total(a);
      continue;
    }
    double jacobian = 0.0;
    const double y = channel.draw(a, u[i], &jacobian);
    result[i] = multiplicity * jacobian * channel.differential(a, y);
  }
}

std::vector<FinalParticle> Glashow::final_state(size_t component, double energy, const double* u) const {
  const ElectronChannel& channel = this->channel(component);
  const LightCone total{2.0 * energy + electron_mass, electron_mass, 0.0, 0.0};
  if (channel.hadronic()) return {{hadronic_system, total.momentum(), std::sqrt(total.mass_squared())}};
  const double a = 2.0 * electron_mass * energy;
  double jacobian = 0.0;
  const double y = channel.draw(a, u[0], &jacobian);
  const ElectronChannel::Range range = channel.inelasticity(a);
  // t = (k - k')^2 and with it y are linear in the cosine.
  const double cosine = 1.0 - 2.0 * (y - range.low) / (range.high - range.low);
  const LightCone outgoing = detail::massless_of_two(total, channel.lepton_mass(), cosine, 2.0 * units::pi * u[1]);
  return {{neutrino_pdg(channel.outgoing(), neutrino_.antiparticle), outgoing.momentum(), 0.0},
          {charged_lepton_pdg(channel.lepton()), (total - outgoing).momentum(), channel.lepton_mass()}};
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
          {"weak mixing angle", fmt::format("{:g}", bosons_.sin2thetaW)}};
}

std::vector<UnlistedParticle> Glashow::unlisted_particles() const {
  const bool hadrons =
      std::any_of(channels_.begin(), channels_.end(), [](const ElectronChannel& c) { return c.hadronic(); });
  if (!hadrons) return {};
  return {{hadronic_system, "hadronic system", "all hadrons of the final state as one body"}};
}

ProcessInfo glashow_info() {
  ProcessInfo info;
  info.name = "glashow";
  info.title = "Glashow resonance nubar_e e- -> W-, and all neutrinos on electrons with resolved W and Z";
  info.formula = "sigma = 24 pi G_W^2 Br(e) Br(f) (s/M_W^2)/[(s - M_W^2)^2 + M_W^2 G_W^2], s = m_e^2 + 2 m_e E";
  info.papers = {"Phys. Rev. 118 (1960) 316", "1407.4415"};
  info.validity = "all energies at tree level; hadrons above a mass of 2 GeV";
  info.omissions = "weak and QED corrections, mass terms m_e m_l/M_W^2 of the W propagator, quark masses";
  info.check_value = "all channels at 6.32172 PeV, M_W 80.379, G_W 2.085, Br .1071: 4.86674e-31 cm2 per electron";
  info.settings = {{"channel", "all, hadrons, e, mu or tau: what the charged part of the final state is", "all"},
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
