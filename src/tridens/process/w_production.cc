// W production  nu_l(k1) + A -> l-(p) + W+(k) + X  by photon exchange: coherent on the nucleus, on nucleons that stay
// whole, and on nucleons that break up.
//
//   sum |M|^2 = 4 pi alpha (G_F M_W^2/sqrt2) sum |A|^2, amplitude of two diagrams (photon on the lepton and on the W)
//   in detail/electroweak_amplitude.hh, hadronic side in detail/photon_exchange.hh, and for a real photon (m -> 0 but
//   in the logarithm, tau = M_W^2/s; D. Seckel, Phys. Rev. Lett. 80 (1998) 900, hep-ph/9709290) sigma = sqrt2 alpha G_F
//   [2 (1-tau)(1 + 2 tau^2 + tau^2 ln tau) + tau (1 - 2 tau + 2 tau^2) ln(M_W^2 (1-tau)^2/(tau m^2))]
//
// sigma^T and sigma^L by Gauss-Legendre in y = ln[(a+c)/(b-c)], 24 nodes: 1e-7. Valid from threshold to where Z
// exchange and W radiation from quarks matter (Q^2 above M_W^2: 1, 4 and 15 % of the inelastic part at 1e5, 1e6 and 1e7
// GeV). Published tables: B. Zhou and J. F. Beacom, Phys. Rev. D 101 (2020) 036011, arXiv:1910.08090.
#include <cmath>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/electroweak_phase_space.hh"
#include "tridens/process/detail/electroweak_settings.hh"
#include "tridens/process/detail/photon_exchange.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

constexpr int w_pdg = 24;

class WSystem final : public detail::LeptonicSystem {
 public:
  WSystem(Neutrino neutrino, double w_mass)
      : neutrino_(neutrino),
        mass_(charged_lepton_mass(neutrino.flavour)),
        boson_{w_mass, 0.0, constants::z_mass},
        coupling_(4.0 * units::pi * constants::fine_structure * constants::fermi_constant * w_mass * w_mass /
                  std::sqrt(2.0)) {}

  double threshold_mass() const override { return boson_.w + mass_; }
  size_t dimension() const override { return 1; }

  detail::PhotonProjection integrand(double W, double Q2, const double* u,
                                     const detail::TargetDirection& target) const override {
    detail::ElectroweakPoint point{};
    detail::PhotonProjection sum;
    const double jacobian = make_point(W, Q2, u[0], point);
    if (jacobian == 0.0) return sum;
    const double longitudinal = 2.0 * std::sqrt(Q2) * point.E1 / (W * W + Q2);
    detail::w_amplitudes(point, boson_, [&](const detail::ComplexVector& amplitude) {
      detail::add_projection(amplitude, longitudinal, target, sum);
    });
    const double factor = coupling_ * jacobian;
    return {factor * sum.transverse, factor * sum.longitudinal, factor * sum.target};
  }

  std::optional<PhotonSigma> cross_section(double shat, double Q2) const override {
    static const math::QuadratureRule rule = math::gauss_legendre(24);
    PhotonSigma result;
    if (!(shat - Q2 > threshold_mass() * threshold_mass())) return result;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const detail::PhotonProjection sum = integrand(std::sqrt(shat - Q2), Q2, &rule.nodes[i], {});
      result.transverse += rule.weights[i] * 0.25 * sum.transverse / shat;
      result.longitudinal += rule.weights[i] * sum.longitudinal / shat;
    }
    return result;
  }

  std::vector<detail::LeptonicParticle> particles(double W, double Q2, const double* u) const override {
    detail::ElectroweakPoint point{};
    if (make_point(W, Q2, u[0], point) == 0.0) throw Failure("a W below threshold", "there is no phase space", "");
    const double q_k = 0.5 * (W * point.k.plus - Q2 / W * point.k.minus);
    const std::vector<int> pdg = pdg_numbers();
    return {{pdg[0], mass_, point.minus, 0.5 * (point.d_minus - Q2)}, {pdg[1], boson_.w, point.k, q_k}};
  }
  size_t balance() const override { return 1; }
  std::vector<int> pdg_numbers() const override {
    return {charged_lepton_pdg(neutrino_.flavour, neutrino_.antiparticle), neutrino_.antiparticle ? -w_pdg : w_pdg};
  }

 private:
  double make_point(double W, double Q2, double u, detail::ElectroweakPoint& point) const {
    const double jacobian = detail::emit_minus(W, Q2, boson_.w * boson_.w, mass_, boson_.w, u, point);
    point.d_k = boson_.w * boson_.w;  // no propagator belongs to the W on its mass shell
    return jacobian;
  }

  Neutrino neutrino_;
  double mass_;
  detail::BosonMasses boson_;
  double coupling_;
};

std::shared_ptr<const Process> make(const ProcessRequest& request) {
  const double w_mass = detail::boson_mass(request, "w-mass");
  auto leptons = std::make_shared<const WSystem>(request.neutrino, w_mass);
  detail::PhotonExchangeOptions options = detail::photon_exchange_options(request);
  options.process_id = 720;
  options.reaction = "W production " + name(request.neutrino) + " -> " + particle_name(leptons->pdg_numbers()[0]) +
                     (request.neutrino.antiparticle ? " W-" : " W+");
  std::vector<std::pair<std::string, std::string>> choices(request.settings.begin(), request.settings.end());
  return std::make_shared<const detail::PhotonExchange>(std::move(options), std::move(leptons), std::move(choices));
}

}  // namespace

PhotonSigma w_photon_cross_section(Flavour lepton, double shat, double Q2, const WBoson& w) {
  return *WSystem({lepton, false}, w.mass).cross_section(shat, Q2);
}

RegisteredProcess w_production() {
  std::vector<ProcessSetting> settings = detail::photon_exchange_settings();
  settings.push_back({"w-mass", "mass of the W", "80.377 GeV"});
  return {{"w-production",
           "W production nu A -> l W A' by photon exchange: coherent, diffractive and inelastic",
           "d2sigma/(dln shat dln Q2) = alpha/2pi [f_T sigma^T(nu gamma* -> l W) + f_L sigma^L]",
           {"hep-ph/9709290", "1910.08090", "1910.10720"},
           "neutrino energies from threshold (about 3.5 TeV on a free nucleon) to 1e8 GeV; W on its mass shell",
           "Z exchange with hadrons and W radiation from quarks (of the order of the inelastic part at Q2 > M_W^2), "
           "width of the W, nuclear modification of structure functions, higher orders",
           "nue on H2O at 3e5 GeV, inelastic=collinear: 4.426e-34 cm2 (tables of 1910.08090)",
           settings},
          make};
}

}  // namespace tridens::process
