// Coherent elastic neutrino-nucleus scattering  nu(E) + A(at rest) -> nu' + A(T),  Q^2 = 2 M T,  |q|^2 = 2 M T + T^2.
//
//   d sigma/dT = (G_F^2 M/pi) Q_V^2 [1 - T/E - M T/2E^2 (+ T^2/2E^2)],   Q_V = g_V^p Z F_p(|q|) + g_V^n N F_n(|q|)
//
// for spin 0 (spin not 0: one half in the bracket), with g_V^p = 1/2 - 2 s_W^2, g_V^n = -1/2 (D. Z. Freedman, PRD 9
// (1974) 1389; full kinematics: M. Lindner, W. Rodejohann, X.-J. Xu, arXiv:1612.04150). Every other interaction adds to
// the amplitude of its kind (detail/elastic_kernel.cc). "leading" keeps 1 - M T/2E^2 of the vector part.
//
// Axial: (G_F^2 M/4 pi) F_A (1 + M T/2E^2 - T/E + ...), G_A = sqrt(F_A)/2 = a_p P(q) + a_n N(q)
// (matter/nuclear_spin.hh; arXiv:2007.08529), incoherent with the vector part of an unpolarised nucleus. Where only
// spins at rest are known, P and N fall like the charge form factor: an approximation, good to some 20 % of a part that
// is itself below 1 % for A > 40. Pseudoscalar: nbar g5 n is sigma.q/2 m_N in the nucleon and sigma.q/2M in a body of
// mass M, hence p_p (M/m_N) P(q) + .... Scalar and tensor couplings of nucleons add up coherently, with the charge form
// factors.
//
// Free nucleons (p, n, H1): spin 1/2 with vector-axial interference; point-like, without weak magnetism: relative
// corrections of the order of 4 E/m_N.
//
// Valid for |q| below the first minima of the form factor, E below about 100 MeV: beyond, incoherent scattering takes
// over.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclear_spin.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/process/detail/elastic_setup.hh"
#include "tridens/process/detail/function_table.hh"
#include "tridens/process/elastic.hh"

namespace tridens::process {
namespace {

using detail::AmplitudeSum;
using detail::FunctionTable;
using model::Lorentz;

constexpr size_t block = 256;
/// Form factors are tabulated up to this momentum transfer, GeV: neutrinos of 300 MeV.
constexpr double table_momentum = 0.6;

/// One kind of target nucleus with what it responds with.
struct Nucleus {
  matter::Nuclide nuclide;
  double count = 0.0;
  detail::Spin spin = detail::Spin::zero;
  double falls_at = std::numeric_limits<double>::infinity();
  std::vector<std::shared_ptr<const FunctionTable>> tables;
  int proton = AmplitudeSum::no_response, neutron = AmplitudeSum::no_response;  // indices of tables
  bool has_axial = false;
  int axial_proton = AmplitudeSum::no_response, axial_neutron = AmplitudeSum::no_response;
  double axial_proton_factor = 0.0, axial_neutron_factor = 0.0;
  std::string proton_text, neutron_text, axial_text;
};

int tabulate(Nucleus& nucleus, std::function<double(double)> function, double mean_square_radius) {
  nucleus.tables.push_back(
      std::make_shared<FunctionTable>(std::move(function), table_momentum * table_momentum, 1.0 / mean_square_radius));
  return static_cast<int>(nucleus.tables.size()) - 1;
}

int tabulate(Nucleus& nucleus, const std::shared_ptr<const matter::NuclearFormFactor>& form_factor) {
  const double radius = form_factor->rms_radius();
  if (radius == 0.0) return AmplitudeSum::no_response;  // a point
  return tabulate(
      nucleus, [form_factor](double q_squared) { return form_factor->value(q_squared); }, radius * radius);
}

void set_form_factors(Nucleus& nucleus, const CevnsOptions& options) {
  const matter::Nuclide& nuclide = nucleus.nuclide;
  if (nuclide.is_free_nucleon()) {
    nucleus.proton_text = nucleus.neutron_text = "point (free nucleon)";
    return;
  }
  const auto proton = matter::make_nuclear_form_factor(options.form_factor, nuclide);
  nucleus.proton_text = nucleus.neutron_text = proton->name();
  nucleus.proton = nucleus.neutron = tabulate(nucleus, proton);
  const double radius = proton->rms_radius();
  if (radius > 0.0) nucleus.falls_at = 3.0 / (2.0 * nuclide.mass * radius * radius);
  if (options.neutron_form_factor.empty()) return;
  const auto neutron = matter::make_nuclear_form_factor(options.neutron_form_factor, nuclide);
  nucleus.neutron_text = neutron->name();
  if (nucleus.neutron_text != nucleus.proton_text) nucleus.neutron = tabulate(nucleus, neutron);
}

void set_axial_response(Nucleus& nucleus, const CevnsOptions& options) {
  const matter::Nuclide& nuclide = nucleus.nuclide;
  if (matter::has_spin_zero(nuclide)) {
    nucleus.axial_text = "none: spin 0";
    return;
  }
  const auto response = matter::axial_response(nuclide);
  if (options.axial == "none" || !response) {
    nucleus.axial_text = options.axial == "none" ? "none: switched off" : "none: no spin data of this nuclide";
    return;
  }
  nucleus.has_axial = true;
  nucleus.axial_text = response->description;
  if (response->at_rest_only) {
    nucleus.axial_proton = nucleus.axial_neutron = nucleus.proton;
    nucleus.axial_proton_factor = response->proton(0.0);
    nucleus.axial_neutron_factor = response->neutron(0.0);
    if (!nuclide.is_free_nucleon()) nucleus.axial_text += ", falling like the charge form factor";
    return;
  }
  const double scale =
      1.0 / (nucleus.proton == AmplitudeSum::no_response ? std::pow(1.2 * std::cbrt(nuclide.mass_number) * units::fm, 2)
                                                         : 1.5 / (nuclide.mass * nucleus.falls_at));
  nucleus.axial_proton = tabulate(nucleus, response->proton, 1.0 / scale);
  nucleus.axial_neutron = tabulate(nucleus, response->neutron, 1.0 / scale);
  nucleus.axial_proton_factor = nucleus.axial_neutron_factor = 1.0;
}

Nucleus make_nucleus(const matter::Constituent& constituent, const CevnsOptions& options) {
  Nucleus nucleus;
  nucleus.nuclide = constituent.nuclide;
  nucleus.count = constituent.count;
  nucleus.spin = matter::has_spin_zero(constituent.nuclide) ? detail::Spin::zero : detail::Spin::half;
  set_form_factors(nucleus, options);
  set_axial_response(nucleus, options);
  return nucleus;
}

AmplitudeSum amplitudes_of(const Nucleus& nucleus, const model::ElasticChannel& channel) {
  AmplitudeSum sum;
  const double Z = nucleus.nuclide.proton_number, N = nucleus.nuclide.neutron_number();
  const double nucleon_mass =
      0.5 * (matter::nucleon_mass(matter::Nucleon::proton) + matter::nucleon_mass(matter::Nucleon::neutron));
  for (const model::InteractionTerm& term : channel.terms) {
    const Lorentz kind = term.lorentz;
    if (kind == Lorentz::magnetic) {
      sum.add(kind, term.propagator, Z * term.proton, nucleus.proton);
    } else if (kind != Lorentz::axial && kind != Lorentz::pseudoscalar) {
      sum.add(kind, term.propagator, Z * term.proton, nucleus.proton);
      sum.add(kind, term.propagator, N * term.neutron, nucleus.neutron);
    } else if (nucleus.has_axial) {
      const bool light = kind == Lorentz::axial || nucleus.nuclide.is_free_nucleon();
      const double factor = light ? 1.0 : nucleus.nuclide.mass / nucleon_mass;
      sum.add(kind, term.propagator, factor * nucleus.axial_proton_factor * term.proton, nucleus.axial_proton);
      sum.add(kind, term.propagator, factor * nucleus.axial_neutron_factor * term.neutron, nucleus.axial_neutron);
    }
  }
  return sum;
}

class Cevns final : public ElasticProcess {
 public:
  explicit Cevns(CevnsOptions options) : options_(std::move(options)) {
    auto nuclei = std::make_shared<std::vector<Nucleus>>();
    for (const matter::Constituent& constituent : options_.target.constituents) {
      nuclei->push_back(make_nucleus(constituent, options_));
    }
    nuclei_ = std::move(nuclei);
    add_components();
  }
  Cevns(const Cevns& other, std::vector<model::ElasticChannel> channels)
      : options_(other.options_), nuclei_(other.nuclei_) {
    options_.channels = std::move(channels);
    add_components();
  }

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return options_.neutrino; }
  const model::OutgoingState& outgoing(size_t component) const override { return channel(component).outgoing; }
  double lowest_recoil() const override { return options_.lowest_recoil; }
  double highest_recoil() const override { return detail::upper_limit(options_.highest_recoil); }
  std::vector<double> steps(size_t) const override { return {}; }
  const std::vector<model::ElasticChannel>& channels() const override { return options_.channels; }

  void coefficients(size_t component, const double* recoil, size_t count, RecoilCoefficients& result) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::shared_ptr<const ElasticProcess> with_terms(const std::vector<model::ElasticChannel>& channels) const override {
    detail::require_same_states(options_.channels, channels);
    return std::make_shared<Cevns>(*this, channels);
  }

 protected:
  RecoilShape recoil_shape(size_t component) const override {
    const Nucleus& body = nucleus(component);
    return {0.0, body.falls_at, sums_[component].lightest_mass_squared() / (2.0 * body.nuclide.mass)};
  }

 private:
  // Components run over the outgoing states of the first nucleus, then of the second, ...
  const Nucleus& nucleus(size_t component) const { return (*nuclei_)[component / options_.channels.size()]; }
  const model::ElasticChannel& channel(size_t component) const {
    return options_.channels[component % options_.channels.size()];
  }
  void add_components();

  CevnsOptions options_;
  std::shared_ptr<const std::vector<Nucleus>> nuclei_;
  std::vector<Component> components_;
  std::vector<AmplitudeSum> sums_;
};

void Cevns::add_components() {
  for (const Nucleus& nucleus : *nuclei_) {
    const matter::Nuclide& nuclide = nucleus.nuclide;
    for (const model::ElasticChannel& channel : options_.channels) {
      const std::string name = detail::component_name("coherent", channel.outgoing, options_.neutrino);
      const std::string shape = fmt::format("{} {} {} {}: {}", nuclide.name(), nucleus.proton_text,
                                            nucleus.neutron_text, nucleus.axial_text, channel.outgoing.label);
      components_.push_back({name, nuclide.name(), nuclide.mass, nucleus.count, nuclide.pdg(), nuclide.mass,
                             nuclide.pdg(), false, shape});
      sums_.push_back(amplitudes_of(nucleus, channel));
    }
  }
}

void Cevns::coefficients(size_t component, const double* recoil, size_t count, RecoilCoefficients& result) const {
  const Nucleus& body = nucleus(component);
  const AmplitudeSum& sum = sums_[component];
  const double M = body.nuclide.mass, mass = outgoing(component).mass;
  detail::require_recoils(recoil, count, sum.has_pole() || mass > 0.0);
  if (result.size() < count) throw Failure("too little room for recoil coefficients", "the batch is longer");
  const size_t most = std::min(count, block), tables = body.tables.size();
  std::vector<double> Q2(most), q_squared(most), work(most), responses(most * tables);
  std::vector<const double*> response(tables);
  for (size_t k = 0; k < tables; ++k) response[k] = &responses[k * most];
  detail::Amplitudes amplitudes;
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t size = std::min(block, count - begin);
    const double* T = recoil + begin;
    for (size_t i = 0; i < size; ++i) {
      Q2[i] = 2.0 * M * T[i];
      q_squared[i] = Q2[i] + T[i] * T[i];
    }
    for (size_t k = 0; k < tables; ++k) body.tables[k]->evaluate(q_squared.data(), size, &responses[k * most]);
    sum.evaluate(Q2.data(), size, response.data(), work.data(), amplitudes);
    RecoilCoefficients part(size);
    if (mass > 0.0) {
      add_massive(amplitudes, body.spin, M, mass, options_.neutrino.antiparticle, T, part,
                  body.nuclide.is_free_nucleon());
    } else {
      add_massless(amplitudes, body.spin, body.nuclide.is_free_nucleon(), options_.kinematics == "leading", M,
                   options_.neutrino.antiparticle, T, part);
    }
    detail::store(part, begin, size, body.count, result);
  }
}

std::vector<std::pair<std::string, std::string>> Cevns::choices() const {
  std::vector<std::pair<std::string, std::string>> result = {{"kinematics", options_.kinematics}};
  for (const Nucleus& nucleus : *nuclei_) {
    const std::string name = nucleus.nuclide.name();
    result.emplace_back("form factor of protons, " + name, nucleus.proton_text);
    result.emplace_back("form factor of neutrons, " + name, nucleus.neutron_text);
    result.emplace_back("spin, " + name, nucleus.spin == detail::Spin::zero ? "0" : "not 0, vector part as of 1/2");
    result.emplace_back("axial part, " + name, nucleus.axial_text);
  }
  for (auto& choice : detail::coupling_choices(options_.channels, false)) result.push_back(std::move(choice));
  return result;
}

void require_one_of(std::string_view what, const std::string& value, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) == known.end()) unknown_name(what, value, known);
}

}  // namespace

std::shared_ptr<const ElasticProcess> make_cevns(CevnsOptions options) {
  detail::require_setup(options.channels, options.lowest_recoil, options.highest_recoil);
  require_one_of("kinematics", options.kinematics, {"exact", "leading"});
  require_one_of("axial part", options.axial, {"auto", "none"});
  return std::make_shared<Cevns>(std::move(options));
}

const ProcessInfo& cevns_info() {
  static const ProcessInfo info = {
      "cevns",
      "coherent elastic neutrino-nucleus scattering nu A -> nu A",
      "dsigma/dT = (G_F^2 M/pi) [g_V^p Z F_p + g_V^n N F_n]^2 [1 - T/E - M T/2E^2] + axial part",
      {"PRD 9 (1974) 1389", "1612.04150", "2007.08529"},
      "|q| below the first minimum of the form factor: neutrino energies up to about 100 MeV",
      "incoherent and inelastic scattering, radiative corrections (a few % of the proton coupling), two-body axial "
      "currents, weak magnetism",
      "Ar40, 30 MeV: 1.54e-39 cm2 (figure of 1803.09183, within 3 %)"};
  return info;
}

}  // namespace tridens::process
