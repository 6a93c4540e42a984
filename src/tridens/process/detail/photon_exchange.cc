#include "tridens/process/detail/photon_exchange.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/process/detail/nucleon_targets.hh"

namespace tridens::process::detail {
namespace {

/// Above these virtualities nothing stays whole (form factors squared are below 1e-7): the range ends there.
constexpr double highest_Q2_nucleus = 4.0, highest_Q2_nucleon = 40.0;  // GeV^2

}  // namespace

PhotonExchange::PhotonExchange(PhotonExchangeOptions options, std::shared_ptr<const LeptonicSystem> leptons,
                               std::vector<std::pair<std::string, std::string>> choices)
    : options_(std::move(options)), leptons_(std::move(leptons)), choices_(std::move(choices)) {
  for (const matter::Constituent& constituent : options_.target.constituents) add_components(constituent);
  if (components_.empty()) {
    throw UserError("target " + options_.target.name + " has none of the components asked for",
                    "a free nucleon has no other parts", "ask for all components");
  }
}

void PhotonExchange::add(const matter::Constituent& constituent, const std::string& name, double mass, double count,
                         int recoil, Hadron hadron, int id) {
  const matter::Nuclide& nuclide = constituent.nuclide;
  const bool free = nuclide.is_free_nucleon();
  Component component;
  component.name = name;
  component.nuclide = nuclide.name();
  component.target_mass = mass;
  component.multiplicity = count;
  component.target_pdg = nuclide.pdg();
  component.nucleus_mass = nuclide.mass;
  component.recoil_pdg = recoil;
  component.bound = !free && hadron.kind != Kind::coherent;
  const std::string response = hadron.response ? hadron.response->description() : options_.structure->name();
  component.shape = (name == "coherent" ? component.nuclide : name) + " " + response;
  component.process_id = options_.process_id + id;
  component.description = fmt::format("{}, {}", options_.reaction, name);
  component.final_state = leptons_->pdg_numbers();
  component.final_state.push_back(recoil);
  components_.push_back(std::move(component));
  hadrons_.push_back(std::move(hadron));
}

void PhotonExchange::add_components(const matter::Constituent& constituent) {
  const matter::Nuclide& nuclide = constituent.nuclide;
  const bool free = nuclide.is_free_nucleon();
  if (!free && options_.coherent) {
    add(constituent, "coherent", nuclide.mass, constituent.count, nuclide.pdg(),
        {Kind::coherent, matter::Nucleon::proton,
         HadronResponse(matter::make_nuclear_form_factor(options_.form_factor, nuclide), nuclide.proton_number)},
        0);
  }
  const auto form_factor = matter::make_nucleon_form_factor(options_.nucleon_form_factor);
  struct NucleonKind {
    const char* name;
    matter::Nucleon nucleon;
    int pdg, number;
    bool wanted;
  };
  for (const NucleonKind& kind :
       {NucleonKind{"proton", matter::Nucleon::proton, 2212, nuclide.proton_number, options_.proton},
        NucleonKind{"neutron", matter::Nucleon::neutron, 2112, nuclide.neutron_number(), options_.neutron}}) {
    if (kind.number == 0) continue;
    const double mass = matter::nucleon_mass(kind.nucleon), count = constituent.count * kind.number;
    const int id = kind.nucleon == matter::Nucleon::proton ? 1 : 2;
    if (kind.wanted) {
      add(constituent, kind.name, mass, count, kind.pdg,
          {Kind::nucleon, kind.nucleon,
           HadronResponse(form_factor, kind.nucleon, free ? 0.0 : options_.fermi_momentum)},
          id);
    }
    if (options_.inelastic != InelasticPhoton::none) {
      const Kind how = options_.inelastic == InelasticPhoton::collinear ? Kind::collinear : Kind::inelastic;
      add(constituent, std::string("inelastic-") + kind.name, mass, count, hadronic_system_pdg,
          {how, kind.nucleon, std::nullopt}, id + 2);
    }
  }
}

std::vector<UnlistedParticle> PhotonExchange::unlisted_particles() const {
  if (options_.inelastic == InelasticPhoton::none) return {};
  return {hadronic_system()};
}

double PhotonExchange::opening(size_t component) const {
  if (hadrons_[component].kind != Kind::inelastic) return 0.0;
  const double pion = constants::charged_pion_mass;
  return pion * (2.0 * components_[component].target_mass + pion);
}

double PhotonExchange::threshold(size_t component) const {
  const double M = components_[component].target_mass, m = leptons_->threshold_mass();
  if (hadrons_[component].kind == Kind::collinear) return m * m / (2.0 * M);
  // (m + M_X)^2 = M^2 + 2 E M.
  const double hadron = std::sqrt(M * M + opening(component));
  return (m * m + 2.0 * m * hadron + opening(component)) / (2.0 * M);
}

PhotonExchange::Range PhotonExchange::shat_range(size_t component, double energy) const {
  const double M = components_[component].target_mass, m2 = leptons_->threshold_mass() * leptons_->threshold_mass();
  const double S = 2.0 * energy * M;
  if (hadrons_[component].kind == Kind::collinear) return {m2, S};
  // The lowest Q^2 equals shat - m_L^2: A shat^2 - B shat + m_L^2 S = 0.
  const double A = 1.0 + M / (2.0 * energy), B = S + m2 - opening(component);
  const double discriminant = B * B - 4.0 * A * m2 * S;
  if (!(B > 0.0 && discriminant > 0.0)) return {0.0, 0.0};
  Range result{0.0, (B + std::sqrt(discriminant)) / (2.0 * A)};
  result.low = m2 * S / (A * result.high);
  // Q_min > shat/2E: beyond the end of the form factors there is nothing.
  const Kind kind = hadrons_[component].kind;
  if (kind == Kind::coherent) result.high = std::min(result.high, 2.0 * energy * std::sqrt(highest_Q2_nucleus));
  if (kind == Kind::nucleon) result.high = std::min(result.high, 2.0 * energy * std::sqrt(highest_Q2_nucleon));
  return result;
}

PhotonExchange::Range PhotonExchange::Q2_range(size_t component, double energy, double shat) const {
  const double M = components_[component].target_mass, m2 = leptons_->threshold_mass() * leptons_->threshold_mass();
  const double z = shat / (2.0 * energy * M);
  Range result{z * (opening(component) + z * M * M) / (1.0 - z), shat - m2};
  const Kind kind = hadrons_[component].kind;
  if (kind == Kind::coherent) result.high = std::min(result.high, highest_Q2_nucleus);
  if (kind == Kind::nucleon) result.high = std::min(result.high, highest_Q2_nucleon);
  return result;
}

PhotonExchange::Range PhotonExchange::x_range(size_t component, double z, double Q2) const {
  const double M = components_[component].target_mass, kappa = z * z * M * M / Q2;
  return {z / (1.0 - kappa), Q2 / (Q2 + opening(component))};
}

namespace {

/// [0, 1] to itself with zero slope at both ends: absorbs square roots there.
struct Smooth {
  double value, slope;
};
Smooth smooth(double u) {
  return {u * u * (3.0 - 2.0 * u), 6.0 * u * (1.0 - u)};
}

}  // namespace

PhotonExchange::Photon PhotonExchange::photon(size_t component, double energy, const double* u) const {
  Photon p{};
  const Range shat = shat_range(component, energy);
  if (!(shat.high > shat.low)) return p;
  const double M = components_[component].target_mass;
  const Smooth t = smooth(u[0]);
  const double shat_width = std::log(shat.high / shat.low);
  p.shat = shat.low * std::exp(shat_width * t.value);
  const double z = p.shat / (2.0 * energy * M);
  const Hadron& hadron = hadrons_[component];
  p.jacobian = shat_width * t.slope;
  if (hadron.kind == Kind::collinear) {
    p.x = p.zeta = p.rho = 1.0;
    return p;
  }
  const Range Q2 = Q2_range(component, energy, p.shat);
  if (!(Q2.high > Q2.low)) return Photon{};
  const double Q2_width = std::log(Q2.high / Q2.low);
  p.Q2 = Q2.low * std::exp(Q2_width * u[1]);
  p.jacobian *= Q2_width;
  p.x = 1.0;
  const double kappa = z * z * M * M / p.Q2;
  if (hadron.kind == Kind::inelastic) {
    const Range x = x_range(component, z, p.Q2);
    if (!(x.high > x.low)) return Photon{};
    const double low = std::log(x.low / (1.0 - x.low)), width = std::log(x.high / (1.0 - x.high)) - low;
    p.x = 1.0 / (1.0 + std::exp(-(low + width * u[2])));
    p.jacobian *= width * (1.0 - p.x);
    const matter::StructureFunctions f = options_.structure->evaluate(hadron.nucleon, p.x, p.Q2);
    p.a = f.F2;
    p.b = f.F2 * (1.0 + 4.0 * p.x * p.x * M * M / p.Q2) - f.FL;
  } else {
    hadron.response->evaluate(&p.Q2, 1, &p.a, &p.b);
  }
  p.zeta = z / p.x;
  p.rho = std::max(1.0 - p.zeta - kappa, 0.0);
  return p;
}

double PhotonExchange::point(size_t component, double energy, const double* u) const {
  if (hadrons_[component].kind == Kind::collinear) return averaged_point(component, energy, u, std::nullopt);
  const Photon p = photon(component, energy, u);
  if (p.jacobian == 0.0) return 0.0;
  const double psi = 2.0 * units::pi * u[3], root = std::sqrt(p.rho);
  const TargetDirection target{root * std::cos(psi), root * std::sin(psi), 1.0 - 0.5 * p.zeta};
  const PhotonProjection sum = leptons_->integrand(std::sqrt(p.shat - p.Q2), p.Q2, u + hadronic_dimensions, target);
  const double squared = p.a * sum.target + 0.25 * p.b * p.zeta * p.zeta * (sum.transverse - sum.longitudinal);
  return constants::fine_structure / (2.0 * units::pi * p.shat) * p.jacobian * squared;
}

double PhotonExchange::averaged_point(size_t component, double energy, const double* u,
                                      const std::optional<CubicSpline>& luminosity) const {
  const Photon p = photon(component, energy, u);
  if (p.jacobian == 0.0) return 0.0;
  const PhotonProjection sum = leptons_->integrand(std::sqrt(p.shat - p.Q2), p.Q2, u + hadronic_dimensions, {});
  const double sigma_T = 0.25 * sum.transverse / p.shat, sigma_L = sum.longitudinal / p.shat;
  if (hadrons_[component].kind == Kind::collinear) {
    const double photons =
        luminosity ? (*luminosity)(std::log(p.shat)) : collinear_luminosity(component, energy, p.shat);
    return p.jacobian * sigma_T * photons;
  }
  const double along = 1.0 - 0.5 * p.zeta, magnetic = p.zeta * p.zeta * p.b;
  const double f_T = 2.0 * p.rho * p.a + magnetic, f_L = along * along * p.a - 0.25 * magnetic;
  return constants::fine_structure / (2.0 * units::pi) * p.jacobian * (f_T * sigma_T + f_L * sigma_L);
}

void PhotonExchange::dsigma(size_t component, const double* energy, const double* u, size_t count,
                            double* result) const {
  const auto dimensions = static_cast<size_t>(dimension());
  std::array<double, largest_dimension> one{};
  for (size_t i = 0; i < count; ++i) {
    result[i] = 0.0;
    if (!(energy[i] > threshold(component))) continue;
    for (size_t d = 0; d < dimensions; ++d) one[d] = u[d * count + i];
    result[i] = components_[component].multiplicity * point(component, energy[i], one.data());
  }
}

namespace {

FourVector on_shell(FourVector p, double mass) {
  p.e = std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z + mass * mass);
  return p;
}

}  // namespace

std::vector<FinalParticle> PhotonExchange::final_state(size_t component, double energy, const double* u) const {
  if (hadrons_[component].kind == Kind::collinear) {
    throw UserError("events with inelastic=collinear", "a collinear photon leaves no physical hadronic final state",
                    "choose inelastic=virtual or inelastic=none for events");
  }
  const Photon p = photon(component, energy, u);
  if (p.jacobian == 0.0) throw Failure("a final state below threshold", "there is no phase space", "");
  const double M = components_[component].target_mass;
  const double W = std::sqrt(p.shat - p.Q2);
  // Photon in the laboratory: transverse part q_T along azimuth chi.
  const double over = p.shat / (2.0 * energy), q_T = std::sqrt(p.Q2 * p.rho), chi = 2.0 * units::pi * u[4];
  const double q0 = -p.Q2 / (2.0 * p.x * M);
  const FourVector k1{energy, 0.0, 0.0, energy};
  const FourVector q{q0, q_T * std::cos(chi), q_T * std::sin(chi), q0 - over};
  // Unit vectors orthogonal to k1 and q. The target momentum lies along -e_x in the frame of neutrino and photon.
  const double eta = 2.0 * energy * q_T / p.shat;
  const FourVector e_x{eta, std::cos(chi), std::sin(chi), eta};
  // Antineutrinos: the CP image of the neutrino reaction.
  const double mirror = options_.neutrino.antiparticle ? -1.0 : 1.0;
  const FourVector e_y{0.0, -mirror * std::sin(chi), mirror * std::cos(chi), 0.0};
  const double rotation = units::pi - 2.0 * units::pi * u[3], c = std::cos(rotation), s = std::sin(rotation);
  const std::vector<LeptonicParticle> leptonic = leptons_->particles(W, p.Q2, u + hadronic_dimensions);
  std::vector<FinalParticle> result;
  FourVector left = k1 + q;
  for (const LeptonicParticle& particle : leptonic) {
    const LightCone& v = particle.momentum;
    const double along_q = v.minus / W, along_k1 = 2.0 * (particle.q_dot_p + along_q * p.Q2) / p.shat;
    const FourVector sum = k1 * along_k1 + q * along_q + e_x * (c * v.x - s * v.y) + e_y * (s * v.x + c * v.y);
    result.push_back({particle.pdg, on_shell(sum, particle.mass), particle.mass});
    if (result.size() - 1 != leptons_->balance()) left = left - result.back().momentum;
  }
  FinalParticle& balance = result[leptons_->balance()];
  balance.momentum = on_shell(left, balance.mass);
  const double hadron_mass = std::sqrt(M * M + p.Q2 * (1.0 / p.x - 1.0));
  result.push_back({components_[component].recoil_pdg, on_shell(FourVector{} - q, hadron_mass), hadron_mass});
  return result;
}

}  // namespace tridens::process::detail
