// Neutrino-electron elastic scattering  nu(E) + e(at rest) -> nu' + e(T),  Q^2 = 2 m_e T:
//
//   d sigma/dT = (2 m_e G_F^2/pi) [C_L^2 + C_R^2 (1 - T/E)^2 - C_L C_R m_e T/E^2],   T_max = 2 E^2/(m_e + 2 E)
//
// with C_L = (g_V + g_A)/2, C_R = (g_V - g_A)/2, g_V = -1/2 + 2 s_W^2 + d, g_A = -1/2 + d, d = 1 for electron
// neutrinos; antineutrinos exchange C_L and C_R (G. 't Hooft, Phys. Lett. B 37 (1971) 195; W. J. Marciano, Z. Parsa, J.
// Phys. G 29 (2003) 2629). Every other interaction adds to the amplitude of its kind (detail/elastic_kernel.cc). Exact
// at tree level in the four-fermion limit; misprint to avoid: T_max = 2E^2/m_e + 2E.
//
// binding "stepped": an electron takes part when T is at least its binding energy (matter/bound_electrons.hh), with the
// cross section of a free electron at rest. Left out: radiative corrections (a few %), atomic many-body effects.
//
// The target of an event is the nucleus of the atom, the struck electron recoils; of an element with several isotopes
// in the target the most abundant one stands for all, since the electrons do not tell them apart.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/matter/bound_electrons.hh"
#include "tridens/process/detail/elastic_setup.hh"
#include "tridens/process/detail/target_electrons.hh"
#include "tridens/process/elastic.hh"

namespace tridens::process {
namespace {

using detail::AmplitudeSum;

constexpr size_t block = 256;
constexpr double electron_charge = -1.0;

struct Element {
  matter::Nuclide nuclide;  // most abundant in the target
  double atoms = 0.0;
  std::optional<matter::BoundElectrons> bound;
};

std::vector<Element> elements_of(const NuElectronOptions& options) {
  std::vector<Element> result;
  for (const detail::TargetElement& element : detail::target_elements(options.target)) {
    result.push_back({element.nuclide, element.atoms, {}});
    if (options.binding == "stepped") result.back().bound.emplace(result.back().nuclide.proton_number);
  }
  return result;
}

AmplitudeSum amplitudes_of(const model::ElasticChannel& channel) {
  AmplitudeSum sum;
  for (const model::InteractionTerm& term : channel.terms) {
    const double charge = term.lorentz == model::Lorentz::magnetic ? electron_charge : 1.0;
    sum.add(term.lorentz, term.propagator, charge * term.electron, AmplitudeSum::no_response);
  }
  return sum;
}

class NuElectron final : public ElasticProcess {
 public:
  explicit NuElectron(NuElectronOptions options)
      : options_(std::move(options)), elements_(std::make_shared<std::vector<Element>>(elements_of(options_))) {
    add_components();
  }
  NuElectron(const NuElectron& other, std::vector<model::ElasticChannel> channels)
      : options_(other.options_), elements_(other.elements_) {
    options_.channels = std::move(channels);
    add_components();
  }

  const std::vector<Component>& components() const override { return components_; }
  Neutrino neutrino() const override { return options_.neutrino; }
  const model::OutgoingState& outgoing(size_t component) const override {
    return options_.channels[component % options_.channels.size()].outgoing;
  }
  double lowest_recoil() const override { return options_.lowest_recoil; }
  double highest_recoil() const override { return detail::upper_limit(options_.highest_recoil); }
  std::vector<double> steps(size_t component) const override {
    const Element& atom = element(component);
    return atom.bound ? atom.bound->edges() : std::vector<double>{};
  }
  const std::vector<model::ElasticChannel>& channels() const override { return options_.channels; }

  void coefficients(size_t component, const double* recoil, size_t count, RecoilCoefficients& result) const override;
  std::vector<std::pair<std::string, std::string>> choices() const override;
  std::shared_ptr<const ElasticProcess> with_terms(const std::vector<model::ElasticChannel>& channels) const override {
    detail::require_same_states(options_.channels, channels);
    return std::make_shared<NuElectron>(*this, channels);
  }

 protected:
  RecoilShape recoil_shape(size_t component) const override {
    RecoilShape shape;
    const Element& atom = element(component);
    if (atom.bound && atom.bound->free_electrons() == 0) shape.closed_below = atom.bound->edges().front();
    shape.lightest =
        sums_[component % options_.channels.size()].lightest_mass_squared() / (2.0 * constants::electron_mass);
    return shape;
  }

 private:
  // Components run over the outgoing states of the first element, then of the second, ...
  const Element& element(size_t component) const { return (*elements_)[component / options_.channels.size()]; }
  void add_components();

  NuElectronOptions options_;
  std::shared_ptr<const std::vector<Element>> elements_;
  std::vector<Component> components_;
  std::vector<AmplitudeSum> sums_;  // per outgoing state
};

void NuElectron::add_components() {
  for (const model::ElasticChannel& channel : options_.channels) sums_.push_back(amplitudes_of(channel));
  for (const Element& element : *elements_) {
    const matter::Nuclide& nuclide = element.nuclide;
    const std::string binding =
        element.bound ? "bound in " + element_symbol(nuclide.proton_number) : std::string("free");
    for (const model::ElasticChannel& channel : options_.channels) {
      components_.push_back({detail::component_name("electron", channel.outgoing, options_.neutrino), nuclide.name(),
                             constants::electron_mass, element.atoms * nuclide.proton_number, nuclide.pdg(),
                             nuclide.mass, charged_lepton_pdg(Flavour::electron), true,
                             "electron " + binding + ": " + channel.outgoing.label});
    }
  }
}

void NuElectron::coefficients(size_t component, const double* recoil, size_t count, RecoilCoefficients& result) const {
  const Element& atom = element(component);
  const AmplitudeSum& sum = sums_[component % options_.channels.size()];
  const double mass = outgoing(component).mass, M = constants::electron_mass;
  detail::require_recoils(recoil, count, sum.has_pole() || mass > 0.0);
  if (result.size() < count) throw Failure("too little room for recoil coefficients", "the batch is longer");
  const size_t most = std::min(count, block);
  std::vector<double> Q2(most), work(most);
  detail::Amplitudes amplitudes;
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t size = std::min(block, count - begin);
    const double* T = recoil + begin;
    for (size_t i = 0; i < size; ++i) Q2[i] = 2.0 * M * T[i];
    sum.evaluate(Q2.data(), size, nullptr, work.data(), amplitudes);
    RecoilCoefficients part(size);
    if (mass > 0.0) {
      add_massive(amplitudes, detail::Spin::half, M, mass, options_.neutrino.antiparticle, T, part);
    } else {
      add_massless(amplitudes, detail::Spin::half, true, false, M, options_.neutrino.antiparticle, T, part);
    }
    if (atom.bound) {
      atom.bound->count(T, size, work.data());
      for (size_t i = 0; i < size; ++i) {
        part.constant[i] *= work[i];
        part.inverse[i] *= work[i];
        part.inverse_squared[i] *= work[i];
      }
    }
    detail::store(part, begin, size, atom.bound ? atom.atoms : components_[component].multiplicity, result);
  }
}

std::vector<std::pair<std::string, std::string>> NuElectron::choices() const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Element& element : *elements_) {
    const std::string symbol = element_symbol(element.nuclide.proton_number);
    result.emplace_back("electrons of " + symbol,
                        element.bound ? fmt::format("stepped effective charge, {} of {} free",
                                                    element.bound->free_electrons(), element.nuclide.proton_number)
                                      : "free");
  }
  for (auto& choice : detail::coupling_choices(options_.channels, true)) result.push_back(std::move(choice));
  return result;
}

}  // namespace

std::shared_ptr<const ElasticProcess> make_nu_electron(NuElectronOptions options) {
  detail::require_setup(options.channels, options.lowest_recoil, options.highest_recoil);
  const std::vector<std::string> known = {"free", "stepped"};
  if (std::find(known.begin(), known.end(), options.binding) == known.end()) {
    unknown_name("binding of electrons", options.binding, known);
  }
  return std::make_shared<NuElectron>(std::move(options));
}

const ProcessInfo& nu_electron_info() {
  static const ProcessInfo info = {
      "nu-e",
      "neutrino-electron elastic scattering nu e -> nu e",
      "dsigma/dT = (2 m_e G_F^2/pi) [C_L^2 + C_R^2 (1 - T/E)^2 - C_L C_R m_e T/E^2]",
      {"J. Phys. G 29 (2003) 2629", "1902.08579"},
      "tree level, four-fermion limit; recoil energies well above the binding energies (or binding = stepped)",
      "radiative corrections (a few %), atomic many-body effects",
      "numu, large E: 17.23e-42 cm2/GeV [C_L^2 + C_R^2/3]"};
  return info;
}

}  // namespace tridens::process
