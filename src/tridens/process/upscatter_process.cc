// The process 'upscatter' with regime=elastic: coherent on nuclei, on free nucleons, and on bound nucleons with Pauli
// blocking, at rest. Cross sections and the map of Q^2 in upscatter_elastic.cc. Coordinates of the unit cube: Q^2,
// helicity of N, azimuth.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/dark_sector_decays.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/process/detail/nucleon_targets.hh"
#include "tridens/process/detail/upscatter_regimes.hh"
#include "tridens/process/detail/upscatter_settings.hh"
#include "tridens/process/upscatter_elastic.hh"

namespace tridens::process {
namespace {

/// NuHepMC: upscattering to new states is 770 and above; 771 to 773 are cevns and nu-e, 774 and 775 on quarks.
constexpr int coherent_id = 770, proton_id = 776, neutron_id = 777;

model::OutgoingState outgoing_state(const detail::UpscatterOptions& options, Neutrino neutrino) {
  const bool antiparticle = neutrino.antiparticle && !options.majorana;
  model::OutgoingState state = model::heavy_neutrino(options.mass, antiparticle);
  if (!options.sector || options.sector->size() == 1) return state;
  const int number = model::heavy_neutrino_number(static_cast<int>(options.state));
  state.pdg = antiparticle ? -number : number;
  state.label = model::heavy_neutrino_name(options.state, antiparticle);
  return state;
}

void require_energy(double energy) {
  if (energy > 0.0 && std::isfinite(energy)) return;
  throw UserError(fmt::format("a neutrino energy of {} GeV", energy), "it must be positive and finite", "");
}

class ElasticUpscatter final : public Process {
 public:
  explicit ElasticUpscatter(const ProcessRequest& request)
      : options_(detail::read_upscatter_options(request)),
        neutrino_(request.neutrino),
        outgoing_(outgoing_state(options_, neutrino_)) {
    FormFactorTables own;
    FormFactorTables& tables = request.form_factors ? *request.form_factors : own;
    for (const matter::Constituent& constituent : request.target.constituents) add_nucleus(constituent, tables);
    add_nucleons(request.target);
    if (components_.empty()) {
      throw UserError(fmt::format("target {} has no component to upscatter on", request.target.name),
                      "none of the components asked for is there and couples to what is exchanged",
                      "ask for all components, or couple protons and neutrons");
    }
  }

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return bodies_[component].threshold(); }
  int dimension() const override { return 3; }
  CrossSection cross_section(size_t component, double energy) const override {
    require_energy(energy);
    if (energy <= threshold(component)) return {0.0, 0.0, true};
    double error = 0.0;
    const HelicityPair total = bodies_[component].total(energy, &error);
    return {factor(component) * counted(total), factor(component) * error, false};
  }
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override {
    const double share = factor(component);
    for (size_t i = 0; i < count; ++i) {
      const UpscatterElastic::MappedQ2 at = bodies_[component].map(energy[i], u[i]);
      result[i] = 0.0;
      if (at.jacobian == 0.0) continue;
      result[i] = share * at.jacobian * counted(bodies_[component].differential(energy[i], at.Q2));
    }
  }
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    if (options_.recoil_variable) return {{"recoil-energy", "kinetic energy of the target", Dimension::energy}};
    return {{"Q2", "momentum transfer squared", Dimension::energy_squared}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override {
    if (values.size() != 1) throw Failure("differential() of upscatter", "it takes one number", "");
    require_energy(energy);
    const double M = components_[component].target_mass, slope = options_.recoil_variable ? 2.0 * M : 1.0;
    return factor(component) * slope * counted(bodies_[component].differential(energy, slope * values.front()));
  }
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::vector<UnlistedParticle> unlisted_particles() const override;
  std::vector<model::UnstableParticle> unstable_particles() const override { return options_.decays.particles; }
  std::vector<std::string> warnings() const override;

 private:
  /// Of the helicities asked for.
  double counted(const HelicityPair& pair) const {
    return (options_.conserving ? pair.conserving : 0.0) + (options_.flipping ? pair.flipping : 0.0);
  }
  /// What multiplies cross sections on one body.
  double factor(size_t component) const { return components_[component].multiplicity * options_.decays.share; }
  void add(Component component, UpscatterBody body, int id);
  void add_nucleus(const matter::Constituent& constituent, FormFactorTables& tables);
  void add_nucleons(const matter::Material& target);

  detail::UpscatterOptions options_;
  Neutrino neutrino_;
  model::OutgoingState outgoing_;
  std::vector<Component> components_;
  std::vector<UpscatterElastic> bodies_;  // of the components
};

void ElasticUpscatter::add(Component component, UpscatterBody body, int id) {
  if (!body.responds_to(options_.exchange)) return;
  component.process_id = id;
  component.description = fmt::format("{} upscattering to {} of {:g} GeV, portal {}", component.name, outgoing_.label,
                                      options_.mass, options_.portal);
  component.final_state = detail::common_products(options_.decays.particles, outgoing_.pdg);
  component.final_state.push_back(component.recoil_pdg);
  bodies_.emplace_back(std::move(body), options_.exchange, options_.mass, neutrino_.antiparticle);
  components_.push_back(std::move(component));
}

void ElasticUpscatter::add_nucleus(const matter::Constituent& constituent, FormFactorTables& tables) {
  const matter::Nuclide& nuclide = constituent.nuclide;
  if (nuclide.is_free_nucleon() || !options_.coherent) return;
  UpscatterBody body(nuclide, matter::make_nuclear_form_factor(options_.form_factor, nuclide), tables);
  const std::string shape = nuclide.name() + " " + body.description();
  add({"coherent", nuclide.name(), nuclide.mass, constituent.count, nuclide.pdg(), nuclide.mass, nuclide.pdg(), false,
       shape},
      std::move(body), coherent_id);
}

void ElasticUpscatter::add_nucleons(const matter::Material& target) {
  const auto form_factor = matter::make_nucleon_form_factor(options_.nucleon_form_factor);
  const detail::NucleonTargets nucleons = detail::nucleon_targets(target);
  for (size_t i = 0; i < nucleons.components.size(); ++i) {
    const bool proton = nucleons.nucleons[i] == matter::Nucleon::proton;
    if (!(proton ? options_.proton : options_.neutron)) continue;
    Component component = nucleons.components[i];
    UpscatterBody body(nucleons.nucleons[i], form_factor, component.bound ? options_.fermi_momentum : 0.0);
    component.shape = component.name + " " + body.description();
    add(std::move(component), std::move(body), proton ? proton_id : neutron_id);
  }
}

std::vector<FinalParticle> ElasticUpscatter::final_state(size_t component, double energy, const double* u) const {
  const UpscatterElastic& body = bodies_[component];
  const UpscatterElastic::MappedQ2 at = body.map(energy, u[0]);
  if (at.jacobian == 0.0) {
    throw Failure(fmt::format("no final state at {:g} GeV", energy), "it is below threshold", "");
  }
  const HelicityPair pair = body.differential(energy, at.Q2);
  const double conserving = options_.conserving ? pair.conserving : 0.0, sum = counted(pair);
  const bool conserves = sum > 0.0 ? u[1] * sum < conserving : options_.conserving;
  const double M = body.kinematics().target_mass, m = options_.mass, Q2 = at.Q2;
  const UpscatterKinematics::Range range = body.kinematics().Q2_range(energy);
  // The transverse momentum vanishes at both ends of the range.
  const double s = M * (M + 2.0 * energy);
  const double transverse = std::sqrt(s * std::fmax(0.0, (Q2 - range.low) * (range.high - Q2))) / (2.0 * M * energy);
  const double azimuth = 2.0 * units::pi * u[2], recoil = Q2 / (2.0 * M);
  const double x = transverse * std::cos(azimuth), y = transverse * std::sin(azimuth);
  const double along = recoil + (m * m + Q2) / (2.0 * energy);  // of the recoiling body
  const bool negative = conserves != neutrino_.antiparticle;
  return {{outgoing_.pdg, {energy - recoil, x, y, energy - along}, m, negative ? -1.0 : 1.0},
          {components_[component].recoil_pdg, {M + recoil, -x, -y, along}, M}};
}

std::vector<std::pair<std::string, std::string>> ElasticUpscatter::choices() const {
  std::vector<std::pair<std::string, std::string>> result = {
      {"regime", "elastic"},
      {"portal", options_.portal + ": " + options_.couplings},
      {"heavy neutrino", fmt::format("{:g} GeV, {}", options_.mass, options_.majorana ? "majorana" : "dirac")},
      {"helicity", !options_.flipping     ? "conserving"
                   : !options_.conserving ? "flipping"
                                          : "conserving and flipping"}};
  if (options_.decay != "none") {
    result.emplace_back("decay", fmt::format("{}: {:.6g} of all decays, a factor of every cross section",
                                             options_.decay, options_.decays.share));
    for (const model::UnstableParticle& particle : options_.decays.particles) {
      std::string width = fmt::format("{:.6g} GeV", particle.width);
      if (particle.width > 0.0) width += fmt::format(", c tau {:.6g} m", model::flight_length_m(particle.width));
      result.emplace_back("width of " + particle.name, width);
      for (const model::UnstableMode& mode : particle.modes) {
        result.emplace_back(fmt::format("share of {} -> {}", particle.name, mode.name),
                            fmt::format("{:.6g}", mode.branching));
      }
    }
  }
  for (size_t i = 0; i < components_.size(); ++i) {
    result.emplace_back(fmt::format("form factor, {} {}", components_[i].nuclide, components_[i].name),
                        bodies_[i].body().description());
  }
  return result;
}

std::vector<UnlistedParticle> ElasticUpscatter::unlisted_particles() const {
  std::vector<UnlistedParticle> result = {
      {outgoing_.pdg, outgoing_.label, fmt::format("heavy neutrino of {:g} GeV", options_.mass)}};
  const auto declare = [&](int pdg, const std::string& name, const std::string& description) {
    for (const UnlistedParticle& one : result) {
      if (one.pdg == pdg) return;
    }
    result.push_back({pdg, name, description});
  };
  for (const model::UnstableParticle& particle : options_.decays.particles) {
    if (particle.pdg != model::dark_vector_pdg) {
      declare(particle.pdg, particle.name, fmt::format("new particle of {:g} GeV", particle.mass));
    }
    for (const model::UnstableMode& mode : particle.modes) {
      for (const int product : mode.products) {
        if (product != hadronic_system_pdg) continue;
        const UnlistedParticle hadrons = detail::hadronic_system();
        declare(hadrons.pdg, hadrons.name, hadrons.description);
      }
    }
  }
  return result;
}

std::vector<std::string> ElasticUpscatter::warnings() const {
  std::vector<std::string> result;
  for (const model::UnstableParticle& particle : options_.decays.particles) {
    for (const model::UnstableMode& mode : particle.modes) {
      if (std::find(mode.products.begin(), mode.products.end(), hadronic_system_pdg) == mode.products.end()) continue;
      result.push_back(fmt::format("{} -> {}: hadrons are one body of mean mass", particle.name, mode.name));
    }
  }
  return result;
}

}  // namespace

std::shared_ptr<const Process> detail::make_elastic_upscatter(const ProcessRequest& request) {
  return std::make_shared<ElasticUpscatter>(request);
}

}  // namespace tridens::process
