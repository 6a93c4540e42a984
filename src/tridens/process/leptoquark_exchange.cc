// Neutrino scattering on quarks with a scalar leptoquark of mass M, in the s channel (a resonance at s = 2 M_N E x =
// M^2) and in the u channel, with the exchange of W and Z. Amplitudes and couplings: detail/leptoquark.cc.
//
//   d^2 sigma/dx dQ^2 = (1/x) sum_q x f_q (1/32 pi) [ sum |C|^2 |D|^2 + 2 B sum Re(g* C D) ] + Standard Model,
//   B = 4 sqrt2 G_F M_B^2/(Q^2 + M_B^2),  D = 1/(s - M^2 + i M Gamma) or (u/s)/(u - M^2)
//
// "contribution": leptoquark is the square of its amplitude; total adds the Standard Model and the interference;
// difference is total without the Standard Model, and may be negative. The densities of the square are taken at the
// scale M^2, those of the Standard Model at Q^2 and those of the interference are the geometric mean of both, which
// keeps the total positive.
//
// Near the resonance, for a small width:  sigma = sum_q pi |g|^2/(2 M^2) x_B f_q(x_B, M^2) Br,  x_B = M^2/(2 M_N E)
// (I. Alikhanov, arXiv:1305.2905; U. K. Dey et al., arXiv:1709.02009). All fermions but the top quark are massless in
// amplitudes and widths; the mass of a charged lepton bounds the phase space. A top quark in the final state is
// scattered resonantly only, with s - m_t^2 for s in the amplitude and x = xi Q^2/(Q^2 + m_t^2). Interference of the
// top with W exchange and gluon-initiated production (arXiv:1803.10112) are left out.
#include "tridens/process/leptoquark_exchange.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/quantity.hh"
#include "tridens/base/table.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/detail/leptoquark_scattering.hh"
#include "tridens/process/detail/request_settings.hh"

namespace tridens::process {
namespace {

using detail::InelasticPhaseSpace;
using detail::LeptoquarkFinal;
using detail::LeptoquarkTerm;
using Contribution = detail::LeptoquarkContribution;
using matter::Nucleon;
using model::QuarkMixing;

constexpr int charged_id = 620, neutral_id = 670;  // in the blocks of deep inelastic scattering of NuHepMC E.C.1
constexpr double lowest_mass = 100.0, highest_mass = 1e7;  // GeV
constexpr double top_mass = 172.69;                        // GeV, PDG 2022
constexpr double largest_yukawa = 3.5449077018110318;      // sqrt(4 pi): perturbation theory ends

const std::vector<std::string>& yukawa_names() {
  static const std::vector<std::string> names = {"lambda_e",    "lambda_mu", "lambda_tau", "lambda_2e",  "lambda_2mu",
                                                 "lambda_2tau", "lambda_3e", "lambda_3mu", "lambda_3tau"};
  return names;
}

ProcessInfo make_info() {
  ProcessInfo info = {
      "leptoquark",
      "scattering of neutrinos on quarks by a scalar leptoquark, resonant and in the u channel",
      "d sigma/dQ2 = |g P B + C D|^2/32 pi; near the resonance sum_q pi |lambda|^2/(2 M^2) x f_q(x, M^2), x = M^2/(2 "
      "m_N E)",
      {"1709.02009", "1603.04993", "1305.2905"},
      "leading order; masses above some 100 GeV, Yukawa couplings below sqrt(4 pi)",
      "gluon-initiated and QCD corrections, running of the width, couplings to right-handed charged leptons",
      "|lambda| = 1, M = 1 TeV: pi |lambda|^2/2 M^2 = 6.1164e-34 cm2, width 19.8944 GeV per channel",
      {{"type", "S1, S3, R2 (hypercharge 7/6) or R2-tilde (hypercharge 1/6)", "S1"},
       {"mass", "mass of the leptoquark", ""},
       {"width", "auto (sum of the open channels) or a value", "auto"},
       {"contribution", "leptoquark (alone), total (with the Standard Model) or difference (of the two totals)",
        "leptoquark"},
       {"parton-density", "a set of matter (tridens list parton-densities)", "grv94lo"},
       {"border", "outside the range of the densities: error, freeze (value at the border) or extend (closed forms)",
        "error"},
       {"lowest-Q2", "lowest momentum transfer squared", "1 GeV2"}}};
  constexpr const char* of_generation[] = {"first", "second", "third"};
  for (size_t k = 0; k < yukawa_names().size(); ++k) {
    info.settings.push_back({yukawa_names()[k],
                             fmt::format("Yukawa coupling of the {} generation of quarks to the lepton of this flavour",
                                         of_generation[k / 3]),
                             "0"});
  }
  return info;
}

Contribution parse_contribution(const std::string& text) {
  if (text == "leptoquark") return Contribution::leptoquark;
  return text == "difference" ? Contribution::difference : Contribution::total;
}

detail::YukawaMatrix read_yukawa(const detail::RequestSettings& settings) {
  detail::YukawaMatrix yukawa{};
  for (size_t k = 0; k < yukawa_names().size(); ++k) {
    yukawa[k / 3][k % 3] = settings.quantity(yukawa_names()[k], Dimension::number, -largest_yukawa, largest_yukawa);
  }
  return yukawa;
}

class Exchange final : public LeptoquarkExchange {
 public:
  explicit Exchange(const ProcessRequest& request);

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return neutrino_; }
  double threshold(size_t component) const override { return parts_.at(component).space().threshold(); }
  CrossSection cross_section(size_t component, double energy) const override;
  int dimension() const override { return 3; }  // s, Q^2 (or Q^2, x), azimuth
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;
  std::vector<DifferentialVariable> variables() const override {
    return {{"x", "Bjorken x = Q^2/2P.q", Dimension::number},
            {"Q2", "momentum transfer squared; y = Q^2/(2 M E x)", Dimension::energy_squared}};
  }
  double differential(size_t component, double energy, const std::vector<double>& values) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }
  std::vector<UnlistedParticle> unlisted_particles() const override { return {detail::hadronic_system()}; }
  std::vector<std::string> warnings() const override { return warnings_; }

  double mass() const override { return setup_->mass; }
  const std::vector<double>& widths() const override { return setup_->widths; }
  const std::vector<detail::LeptoquarkState>& states() const override { return states_; }
  double resonance_energy(size_t component) const override {
    return setup_->mass * setup_->mass / (2.0 * parts_.at(component).space().nucleon_mass());
  }
  double narrow_width(size_t component, double energy) const override {
    detail::require_energy(energy);
    return components_.at(component).multiplicity * parts_.at(component).narrow_width(energy);
  }
  std::vector<double> inelasticity(size_t component, double energy, const std::vector<double>& y) const override;

 private:
  void set_up(const detail::RequestSettings& settings, const detail::YukawaMatrix& yukawa,
              const matter::TextReader& reader);
  void add_parts(const ProcessRequest& request, double lowest_Q2);
  void add_final_state(const ProcessRequest& request, const LeptoquarkFinal& final_state, double lowest_Q2,
                       const std::vector<LeptoquarkTerm>& terms, std::shared_ptr<const detail::PartonSum> standard);
  void warn_of_range(double lowest_Q2, double asked);
  void check_energy(double energy) const;

  Neutrino neutrino_;
  std::vector<detail::LeptoquarkState> states_;
  std::shared_ptr<const detail::LeptoquarkSetup> setup_;
  double highest_energy_ = 0.0;
  std::vector<Component> components_;
  std::vector<detail::LeptoquarkScattering> parts_;  // of the components
  std::vector<int> leptons_;                         // PDG numbers, of the components
  std::vector<std::pair<std::string, std::string>> choices_;
  std::vector<std::string> warnings_;
};

/// Masses below which direct searches at the LHC exclude scalar leptoquarks that decay to this lepton and a quark
/// alone.
std::string direct_limit(double mass, const detail::YukawaMatrix& yukawa) {
  struct Limit {
    size_t flavour;
    double mass;
    const char* text;
  };
  constexpr const char* atlas = "ATLAS, JHEP 10 (2020) 112, arXiv:2006.05872";
  constexpr const char* listing = "ATLAS, listed by the Particle Data Group 2024: bottom quark and neutrino";
  for (const Limit& limit : {Limit{0, 1800.0, atlas}, Limit{1, 1700.0, atlas}, Limit{2, 1230.0, listing}}) {
    const bool coupled = std::any_of(yukawa.begin(), yukawa.end(),
                                     [&](const auto& generation) { return generation[limit.flavour] != 0.0; });
    if (!coupled || mass >= limit.mass) continue;
    return fmt::format(
        "the leptoquark mass of {:g} GeV is below the direct limit of {:g} GeV for decays into one lepton flavour ({}, "
        "{}); smaller branching fractions lower it",
        mass, limit.mass, name(static_cast<Flavour>(limit.flavour)), limit.text);
  }
  return "";
}

Exchange::Exchange(const ProcessRequest& request) : neutrino_(request.neutrino) {
  const detail::RequestSettings settings("leptoquark", request);
  const detail::YukawaMatrix yukawa = read_yukawa(settings);
  states_ =
      detail::leptoquark_states(settings.choice("type", detail::leptoquark_types()), yukawa, QuarkMixing::standard());
  set_up(settings, yukawa, request.reader);
  const double lowest_Q2 = settings.quantity("lowest-Q2", Dimension::energy_squared, 1e-3, 1e6);
  add_parts(request, lowest_Q2);
  warn_of_range(lowest_Q2, request.highest_energy);
  for (const auto& [name, text] : request.settings) choices_.emplace_back(name, text);
  for (size_t n = 0; n < states_.size(); ++n) {
    choices_.emplace_back("width of " + states_[n].name, fmt::format("{:.8g} GeV", setup_->widths[n]));
  }
}

void Exchange::warn_of_range(double lowest_Q2, double asked) {
  const matter::PartonDensity& density = *setup_->density;
  const double scale2 = setup_->mass * setup_->mass;
  if (density.border() != matter::PartonBorder::error && scale2 > density.range().highest_Q2) {
    warnings_.push_back(fmt::format("{} ends at Q2 = {:g} GeV2, below the mass squared of the leptoquark, {:g} GeV2",
                                    density.name(), density.range().highest_Q2, scale2));
    return;
  }
  const double neutron = matter::nucleon_mass(Nucleon::neutron);
  const double stated = InelasticPhaseSpace(neutron, 0.0, lowest_Q2, neutron).highest_energy(density.range());
  for (std::string& text : detail::range_warning(density.name(), density.border(), stated, highest_energy_, asked)) {
    warnings_.push_back(std::move(text));
  }
}

void Exchange::set_up(const detail::RequestSettings& settings, const detail::YukawaMatrix& yukawa,
                      const matter::TextReader& reader) {
  auto setup = std::make_shared<detail::LeptoquarkSetup>();
  setup->mass = settings.quantity("mass", Dimension::energy, lowest_mass, highest_mass);
  setup->contribution = parse_contribution(settings.choice("contribution", {"leptoquark", "difference", "total"}));
  for (const detail::LeptoquarkState& state : states_) {
    setup->widths.push_back(settings.text("width") == "auto"
                                ? detail::leptoquark_width(state, setup->mass, top_mass)
                                : settings.quantity("width", Dimension::energy, 0.0, setup->mass));
    if (setup->widths.back() > 0.0 && setup->widths.back() < setup->mass) continue;
    throw UserError(fmt::format("a width of {:g} GeV of {}", setup->widths.back(), state.name),
                    "it must be positive and below the mass", "give a coupling such as lambda_mu=0.5, or a width");
  }
  setup->density = detail::parton_density(settings.text("parton-density"), settings.text("border"), reader);
  // Says at once when the scale M^2 is out of range.
  (void)setup->density->evaluate(Nucleon::proton, 0.1, setup->mass * setup->mass);
  const std::string limit = direct_limit(setup->mass, yukawa);
  if (!limit.empty()) warnings_.push_back(limit);
  setup_ = std::move(setup);
}

void Exchange::add_parts(const ProcessRequest& request, double lowest_Q2) {
  const double sin2thetaW = parse_number(request.model->standard().resolved().at("sin2thetaW"), "sin2thetaW");
  const QuarkMixing mixing = QuarkMixing::standard();
  constexpr detail::HeavyQuarks heavy{6, 1.4, 4.75, top_mass};  // as the process dis by default
  for (const auto& [charged, top] : {std::pair{false, false}, {false, true}, {true, false}, {true, true}}) {
    for (int b = 0; b < flavour_count; ++b) {
      const LeptoquarkFinal final_state{static_cast<Flavour>(b), charged, top};
      std::shared_ptr<const detail::PartonSum> standard;
      if (setup_->contribution == Contribution::total && !top && final_state.flavour == neutrino_.flavour) {
        standard = std::make_shared<detail::PartonSum>(
            setup_->density, charged ? detail::charged_current_terms(neutrino_.antiparticle, mixing, heavy)
                                     : detail::neutral_current_terms(neutrino_.antiparticle, sin2thetaW, heavy));
      }
      const std::vector<LeptoquarkTerm> terms =
          detail::leptoquark_terms(states_, neutrino_, final_state, mixing, sin2thetaW, heavy);
      if (terms.empty() && standard == nullptr) continue;
      add_final_state(request, final_state, lowest_Q2, terms, std::move(standard));
    }
  }
  if (parts_.empty()) {
    throw UserError("the leptoquark has no coupling to " + name(neutrino_), "all Yukawa couplings of its flavour are 0",
                    "give one, such as lambda_" + name(neutrino_.flavour) + "=0.5");
  }
  const auto reach = [&](const detail::LeptoquarkScattering& part) {
    return part.space().highest_energy(setup_->density->range());
  };
  highest_energy_ = reach(parts_.front());
  for (const detail::LeptoquarkScattering& part : parts_) highest_energy_ = std::min(highest_energy_, reach(part));
}

void Exchange::add_final_state(const ProcessRequest& request, const LeptoquarkFinal& final_state, double lowest_Q2,
                               const std::vector<LeptoquarkTerm>& terms,
                               std::shared_ptr<const detail::PartonSum> standard) {
  const int lepton = final_state.charged ? charged_lepton_pdg(final_state.flavour, neutrino_.antiparticle)
                                         : neutrino_pdg(final_state.flavour, neutrino_.antiparticle);
  const double lepton_mass = final_state.charged ? charged_lepton_mass(final_state.flavour) : 0.0;
  const std::string ending = particle_name(lepton) + (final_state.top ? " t" : "");
  detail::NucleonTargets targets = detail::nucleon_targets(request.target);
  for (size_t i = 0; i < targets.components.size(); ++i) {
    Component& component = targets.components[i];
    component.name += " -> " + ending;
    component.shape = component.name;
    component.process_id = final_state.charged ? charged_id : neutral_id;
    component.description = fmt::format("{} -> {} with a scalar leptoquark", name(neutrino_), ending);
    component.final_state = {lepton, hadronic_system_pdg};
    const double top = final_state.top ? top_mass : 0.0;
    const InelasticPhaseSpace space(component.target_mass, lepton_mass, lowest_Q2,
                                    std::hypot(component.target_mass, top));
    const double boson_mass = final_state.charged ? constants::w_mass : constants::z_mass;
    parts_.emplace_back(setup_, detail::LeptoquarkScattering::Target{targets.nucleons[i], final_state, boson_mass, top},
                        terms, standard, space);
    leptons_.push_back(lepton);
    components_.push_back(std::move(component));
  }
}

void Exchange::check_energy(double energy) const {
  detail::require_energy(energy);
  if (energy <= highest_energy_ || setup_->density->border() != matter::PartonBorder::error) return;
  detail::refuse_energy(energy, highest_energy_, setup_->density->name(), setup_->density->range(),
                        setup_->density->can_extend());
}

CrossSection Exchange::cross_section(size_t component, double energy) const {
  check_energy(energy);
  CrossSection result = parts_.at(component).cross_section(energy);
  result.value *= components_[component].multiplicity;
  result.error *= components_[component].multiplicity;
  return result;
}

std::vector<double> Exchange::inelasticity(size_t component, double energy, const std::vector<double>& y) const {
  check_energy(energy);
  std::vector<double> result;
  for (const double value : y) {
    if (!(value > 0.0 && value < 1.0)) throw UserError(fmt::format("an inelasticity of {:g}", value), "0 < y < 1");
    result.push_back(components_.at(component).multiplicity * parts_[component].inelasticity(energy, value));
  }
  return result;
}

double Exchange::differential(size_t component, double energy, const std::vector<double>& values) const {
  if (values.size() != 2) throw Failure("differential() of leptoquark", "it takes x and Q2");
  const detail::LeptoquarkScattering& part = parts_.at(component);
  check_energy(energy);
  if (!part.space().contains(energy, values[0], values[1])) return 0.0;
  double result = 0.0;
  part.differential(&energy, &values[0], &values[1], 1, &result);
  return components_[component].multiplicity * result;
}

void Exchange::dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const {
  const detail::LeptoquarkScattering& part = parts_.at(component);
  std::vector<double> x, Q2, E, density;
  std::vector<size_t> place;
  for (size_t i = 0; i < count; ++i) {
    check_energy(energy[i]);
    result[i] = 0.0;
    const detail::LeptoquarkScattering::Point at = part.point(energy[i], u[i], u[count + i]);
    if (at.density == 0.0) continue;
    x.push_back(at.x), Q2.push_back(at.Q2), E.push_back(energy[i]), density.push_back(at.density), place.push_back(i);
  }
  std::vector<double> values(place.size());
  part.differential(E.data(), x.data(), Q2.data(), place.size(), values.data());
  for (size_t k = 0; k < place.size(); ++k) {
    result[place[k]] = components_[component].multiplicity * values[k] / density[k];
  }
}

std::vector<FinalParticle> Exchange::final_state(size_t component, double energy, const double* u) const {
  const detail::LeptoquarkScattering& part = parts_.at(component);
  const detail::LeptoquarkScattering::Point at = part.point(energy, u[0], u[1]);
  if (at.density == 0.0) throw Failure(fmt::format("no final state at {:g} GeV", energy), "there is no phase space");
  return part.space().final_state(energy, at.x, at.Q2, 2.0 * units::pi * u[2], leptons_[component]);
}

}  // namespace

std::shared_ptr<const LeptoquarkExchange> make_leptoquark_exchange(const ProcessRequest& request) {
  return std::make_shared<Exchange>(request);
}

RegisteredProcess leptoquark_exchange() {
  return {make_info(), [](const ProcessRequest& request) -> std::shared_ptr<const Process> {
            return make_leptoquark_exchange(request);
          }};
}

}  // namespace tridens::process
