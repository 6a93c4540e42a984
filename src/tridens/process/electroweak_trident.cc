// Trident production  nu(k1) + A -> nu(k2) l-(p-) l+(p+) + X  with W and Z propagators and the triple gauge vertex, by
// photon exchange: from the four-fermion regime through the W on its mass shell to the highest energies.
//
//   sum |M|^2 = 4 pi alpha G_F^2/2 sum |A|^2, amplitude (three diagrams with W exchange, two with Z exchange) and
//   complex-mass scheme in detail/electroweak_amplitude.hh, phase space in detail/electroweak_phase_space.hh, hadronic
//   side in detail/photon_exchange.hh.
//
// The W on its mass shell is part of it: nothing is to be added to it but hadronic decays of the W (w-production).
// Totals by quadrature with tables of sigma^T and sigma^L (photon_table.hh), or by adaptive Monte Carlo with a fixed
// seed. Joins the process `trident` at low energy up to shat/M_W^2.
// Published tables: B. Zhou and J. F. Beacom, Phys. Rev. D 101 (2020) 036011, arXiv:1910.08090.
#include <fmt/format.h>

#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/process/detail/electroweak_phase_space.hh"
#include "tridens/process/detail/electroweak_quadrature.hh"
#include "tridens/process/detail/electroweak_settings.hh"
#include "tridens/process/detail/photon_exchange.hh"
#include "tridens/process/photon_table.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

/// w-resonance=excluded leaves out masses of neutrino and lepton this many widths around the W.
constexpr double resonance_widths = 5.0;

bool with_resonance(const std::string& text) {
  if (text != "included" && text != "excluded") unknown_name("w-resonance", text, {"included", "excluded"});
  return text == "included";
}

class TridentSystem final : public detail::LeptonicSystem {
 public:
  TridentSystem(const model::TridentChannel& channel, const model::LeptonVertex& vertex,
                const detail::BosonMasses& boson, bool resonance = true, PhotonTableSource tables = {})
      : channel_(channel), vertex_(vertex), boson_(boson), resonance_(resonance), tables_(std::move(tables)) {
    // Antineutrinos are the CP image: l+ hangs on their line.
    const bool swapped = channel.incoming.antiparticle;
    minus_ = charged_lepton_mass(swapped ? channel.plus : channel.minus);
    plus_ = charged_lepton_mass(swapped ? channel.minus : channel.plus);
    coupling_.charged = channel.charged_current;
    if (channel.neutral_current) {
      const double exchange = channel.charged_current ? 1.0 : 0.0;
      const double V = vertex.V - exchange, A = vertex.A - exchange;
      coupling_.left = V + A;
      coupling_.right = V - A;
    }
    const double G = constants::fermi_constant;
    strength_ = 4.0 * units::pi * constants::fine_structure * 0.5 * G * G;
  }

  double threshold_mass() const override { return minus_ + plus_; }
  size_t dimension() const override { return 4; }

  detail::PhotonProjection integrand(double W, double Q2, const double* u,
                                     const detail::TargetDirection& target) const override {
    detail::ElectroweakPoint point{};
    const double factor = strength_ * make_point(W, Q2, u, point);
    if (factor == 0.0) return {};
    const detail::PhotonProjection sum = squared(point, target);
    return {factor * sum.transverse, factor * sum.longitudinal, factor * sum.target};
  }

  std::optional<PhotonSigma> cross_section(double shat, double Q2) const override {
    if (!tables_) return std::nullopt;
    std::call_once(table_once_, [this] { table_ = tables_(table_request()); });
    return table_->evaluate(shat - Q2, Q2);
  }
  bool has_cross_section() const override { return static_cast<bool>(tables_); }
  double accuracy() const override { return detail::table_accuracy; }
  double resonance_mass() const override { return coupling_.charged ? boson_.w + minus_ : 0.0; }

  PhotonSigma by_quadrature(double shat, double Q2, detail::TridentNodes nodes = {}) const {
    if (!(shat - Q2 > threshold_mass() * threshold_mass())) return {};
    if (!channel_.charged_current) {
      return detail::z_exchange_cross_section(channel_.minus, channel_.plus, 0.5 * (coupling_.left + coupling_.right),
                                              0.5 * (coupling_.left - coupling_.right), shat, Q2);
    }
    const PhotonSigma sum = detail::w_exchange_integral(shat, Q2, {minus_, plus_, boson_, coupling_}, nodes);
    return {strength_ * sum.transverse, strength_ * sum.longitudinal};
  }

  PhotonTableRequest table_request() const {
    const bool swapped = channel_.incoming.antiparticle;
    const Flavour minus = swapped ? channel_.plus : channel_.minus, plus = swapped ? channel_.minus : channel_.plus;
    PhotonTableRequest request;
    request.name =
        fmt::format("electroweak-{}-{}-{}", channel_.charged_current ? channel_.neutral_current ? "wz" : "w" : "z",
                    tridens::name(minus), tridens::name(plus));
    PhotonTableFrame& frame = request.frame;
    frame.threshold = minus_ + plus_;
    frame.lighter = std::fmin(minus_, plus_);
    if (channel_.charged_current) {
      frame.resonance = boson_.w + minus_;
      frame.resonance_width = 4.0 * boson_.w_width;
    }
    request.definition = fmt::format(
        "sigma^T and sigma^L of nu gamma* -> nu l- l+ with W and Z: logarithms over their opening\nmasses_GeV: {} {}\n"
        "w_mass_GeV: {}\nw_width_GeV: {}\nz_mass_GeV: {}\nw_exchange: {}\nz_couplings: {} {}\nfermi_constant: "
        "{}\nfine_structure: {}\nW2_max_GeV2: {}\nQ2_max_GeV2: {}\nsteps: {} {}\nresonance_GeV: {} {}\nrules: 1\n",
        minus_, plus_, boson_.w, boson_.w_width, boson_.z, coupling_.charged, coupling_.left, coupling_.right,
        constants::fermi_constant, constants::fine_structure, frame.largest_W2, frame.largest_Q2, frame.step_x,
        frame.step_y, frame.resonance, frame.resonance_width);
    const auto system = std::make_shared<const TridentSystem>(channel_, vertex_, boson_);
    request.sigma = [system](double W2, double Q2) { return system->by_quadrature(W2 + Q2, Q2); };
    return request;
  }

  std::vector<detail::LeptonicParticle> particles(double W, double Q2, const double* u) const override {
    detail::ElectroweakPoint point{};
    if (make_point(W, Q2, u, point) == 0.0) throw Failure("a trident below threshold", "there is no phase space", "");
    const std::vector<int> pdg = pdg_numbers();
    const double q_k2 = 0.5 * (W * point.nu2.plus - Q2 / W * point.nu2.minus);
    const detail::LeptonicParticle first{0, minus_, point.minus, 0.5 * (point.d_minus - Q2)},
        second{0, plus_, point.plus, 0.5 * (point.d_plus - Q2)};
    const bool swapped = channel_.incoming.antiparticle;
    std::vector<detail::LeptonicParticle> result = {
        {0, 0.0, point.nu2, q_k2}, swapped ? second : first, swapped ? first : second};
    for (size_t i = 0; i < result.size(); ++i) result[i].pdg = pdg[i];
    return result;
  }
  size_t balance() const override { return 0; }
  std::vector<int> pdg_numbers() const override {
    return {channel_.outgoing.pdg(), charged_lepton_pdg(channel_.minus), charged_lepton_pdg(channel_.plus, true)};
  }

 private:
  detail::PhotonProjection squared(const detail::ElectroweakPoint& point, const detail::TargetDirection& target) const {
    detail::PhotonProjection sum;
    const double longitudinal = 2.0 * std::sqrt(point.Q2) * point.E1 / (point.W * point.W + point.Q2);
    detail::trident_amplitudes(point, boson_, coupling_, [&](const detail::ComplexVector& amplitude) {
      detail::add_projection(amplitude, longitudinal, target, sum);
    });
    return sum;
  }

  double make_point(double W, double Q2, const double* u, detail::ElectroweakPoint& point) const {
    const double low = plus_ * plus_, high = (W - minus_) * (W - minus_);
    if (!(W > minus_ + plus_) || !(high > low)) return 0.0;
    const double t = u[0] * u[0] * (3.0 - 2.0 * u[0]), slope = 6.0 * u[0] * (1.0 - u[0]);
    const detail::MappedMass k2 = detail::resonant_mass(low, high, boson_.w, boson_.w_width, t);
    const double emission = detail::emit_minus(W, Q2, k2.value, minus_, boson_.w, u[1], point);
    if (emission == 0.0) return 0.0;
    if (!resonance_ && std::fabs(std::sqrt(k2.value) - boson_.w) < resonance_widths * boson_.w_width) return 0.0;
    point.d_k = k2.pole;
    const double decay = detail::decay_to_plus(k2.value, plus_, u[2], 2.0 * units::pi * u[3], point);
    return slope * k2.jacobian / (2.0 * units::pi) * emission * decay;
  }

  model::TridentChannel channel_;
  model::LeptonVertex vertex_;
  detail::BosonMasses boson_;
  bool resonance_;
  PhotonTableSource tables_;
  mutable std::once_flag table_once_;  // guards table_, made at the first total
  mutable std::shared_ptr<const PhotonTable> table_;
  detail::ElectroweakCouplings coupling_;
  double minus_ = 0.0, plus_ = 0.0, strength_ = 0.0;
};

std::shared_ptr<const Process> make(const ProcessRequest& request) {
  const auto [minus, plus] = model::parse_lepton_pair(request.settings.at("pair"));
  const model::TridentChannel channel = model::trident_channel(request.neutrino, minus, plus);
  const detail::BosonMasses boson{detail::boson_mass(request, "w-mass"),
                                  parse_quantity(request.settings.at("w-width"), Dimension::energy, "w-width"),
                                  constants::z_mass};
  if (!(boson.w_width > 0.0 && boson.w_width < 10.0)) {
    throw UserError("w-width is " + request.settings.at("w-width"), "it must be positive and below 10 GeV", "");
  }
  detail::PhotonExchangeOptions options = detail::photon_exchange_options(request);
  options.precision = parse_quantity(request.settings.at("precision"), Dimension::number, "precision");
  if (!(options.precision >= 1e-4 && options.precision <= 0.1)) {
    throw UserError("precision is " + request.settings.at("precision"), "it must be 1e-4 to 0.1", "");
  }
  const bool resonance = with_resonance(request.settings.at("w-resonance"));
  const bool tables = resonance && options.precision >= detail::table_accuracy;
  auto leptons = std::make_shared<const TridentSystem>(channel, request.model->trident_vertex(channel), boson,
                                                       resonance, tables ? request.tables : PhotonTableSource{});
  options.process_id = channel.neutral_current ? 760 : 710;
  options.reaction = "neutrino trident production " + channel.reaction() + " (" + channel.content() + ")";
  std::vector<std::pair<std::string, std::string>> choices(request.settings.begin(), request.settings.end());
  return std::make_shared<const detail::PhotonExchange>(std::move(options), std::move(leptons), std::move(choices));
}

}  // namespace

PhotonSigma trident_photon_cross_section(const model::TridentChannel& channel, const model::LeptonVertex& vertex,
                                         double shat, double Q2, const WBoson& w) {
  return TridentSystem(channel, vertex, {w.mass, w.width, constants::z_mass}).by_quadrature(shat, Q2, {14, 24});
}

PhotonTableRequest trident_table_request(const model::TridentChannel& channel, const model::LeptonVertex& vertex,
                                         const WBoson& w) {
  const auto system =
      std::make_shared<const TridentSystem>(channel, vertex, detail::BosonMasses{w.mass, w.width, constants::z_mass});
  return system->table_request();
}

RegisteredProcess electroweak_trident() {
  std::vector<ProcessSetting> settings = {{"pair", "charged leptons, such as mu-mu+ or e-mu+", ""}};
  for (const ProcessSetting& setting : detail::photon_exchange_settings()) settings.push_back(setting);
  settings.push_back({"w-resonance",
                      "included, or excluded: without final states whose neutrino and lepton of one W are within five "
                      "widths of its mass",
                      "included"});
  settings.push_back({"w-mass", "mass of the W", "80.377 GeV"});
  settings.push_back({"w-width", "width of the W", "2.085 GeV"});
  settings.push_back({"precision",
                      "relative precision of totals, 1e-4 to 0.1; below 5e-3, or with w-resonance=excluded, by Monte "
                      "Carlo in place of tables",
                      "5e-3"});
  return {{"electroweak-trident",
           "neutrino trident production nu A -> nu' l- l+ A' with W and Z propagators and the triple gauge vertex",
           "d2sigma/(dln shat dln Q2) = alpha/2pi [f_T sigma^T(nu gamma* -> nu' l- l+) + f_L sigma^L]",
           {"1910.08090", "1910.10720", "1807.10973"},
           "neutrino energies from threshold to 1e8 GeV; contains the W on its mass shell in its leptonic channel",
           "Z exchange with hadrons and W radiation from quarks, hadronic decays of the W, nuclear modification of "
           "structure functions, radiative corrections (about 6 %)",
           "numu -> numu mu-mu+ on O16, coherent, 3e5 GeV: 1.263e-35 cm2",
           settings},
          make};
}

}  // namespace tridens::process
