#include "tridens/process/trident.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"

namespace tridens::process {

HadronResponse::HadronResponse(std::shared_ptr<const matter::NuclearFormFactor> form_factor, int proton_number)
    : nuclear_(std::move(form_factor)), charge_squared_(static_cast<double>(proton_number) * proton_number) {}

HadronResponse::HadronResponse(std::shared_ptr<const matter::NucleonFormFactor> form_factor, matter::Nucleon nucleon,
                               double fermi_momentum)
    : nucleonic_(std::move(form_factor)),
      mass_(matter::nucleon_mass(nucleon)),
      nucleon_(nucleon),
      pauli_{fermi_momentum} {}

void HadronResponse::evaluate(const double* Q2, size_t count, double* a, double* b) const {
  if (nuclear_) {
    nuclear_->squared(Q2, a, count);
    for (size_t i = 0; i < count; ++i) {
      a[i] *= charge_squared_;
      b[i] = 0.0;
    }
    return;
  }
  nucleonic_->structure_functions(nucleon_, Q2, a, b, count);
  if (pauli_.fermi_momentum == 0.0) return;
  for (size_t i = 0; i < count; ++i) {
    const double factor = pauli_.factor(Q2[i], mass_);
    a[i] *= factor;
    b[i] *= factor;
  }
}

std::string HadronResponse::description() const {
  if (nuclear_) return nuclear_->name();
  const std::string pauli =
      pauli_.fermi_momentum > 0.0 ? fmt::format(", Pauli blocking k_F = {} GeV", pauli_.fermi_momentum) : "";
  return nucleonic_->name() + pauli;
}

Trident::Trident(TridentOptions options, std::shared_ptr<const LeptonTables> tables,
                 std::shared_ptr<const LeptonTable> mediator_table)
    : options_(std::move(options)),
      tables_(std::move(tables)),
      mediator_table_(std::move(mediator_table)),
      minus_mass_(charged_lepton_mass(options_.channel.minus)),
      plus_mass_(charged_lepton_mass(options_.channel.plus)) {
  for (const std::string& regime : options_.regimes) {
    const std::vector<std::string> known = {"coherent", "proton", "neutron"};
    if (std::find(known.begin(), known.end(), regime) == known.end()) unknown_name("component", regime, known);
  }
  for (const matter::Constituent& constituent : options_.target.constituents) add_components(constituent);
  for (size_t i = 0; i < components_.size(); ++i) {
    // A nucleon is the same in every nucleus; a nucleus has its own mass and form factor.
    const std::string body = components_[i].name == "coherent" ? components_[i].nuclide : components_[i].name;
    components_[i].shape = body + " " + responses_[i].description();
  }
  if (components_.empty()) {
    throw UserError("target " + options_.target.name + " has none of the components asked for",
                    "a free nucleon has no other parts", "ask for coherent, proton or neutron as the target allows");
  }
}

void Trident::add_components(const matter::Constituent& constituent) {
  const matter::Nuclide& nuclide = constituent.nuclide;
  const auto wanted = [&](const std::string& regime) {
    return std::find(options_.regimes.begin(), options_.regimes.end(), regime) != options_.regimes.end();
  };
  const bool free = nuclide.is_free_nucleon();
  if (!free && wanted("coherent")) {
    components_.push_back({"coherent", nuclide.name(), nuclide.mass, constituent.count, nuclide.pdg(), nuclide.mass,
                           nuclide.pdg(), false, ""});
    responses_.emplace_back(matter::make_nuclear_form_factor(options_.form_factor, nuclide), nuclide.proton_number);
  }
  const auto nucleon_form_factor = matter::make_nucleon_form_factor(options_.nucleon_form_factor);
  const bool blocked = !free || options_.pauli_on_free_nucleons;
  const double fermi_momentum = blocked ? options_.fermi_momentum : 0.0;
  struct Kind {
    const char* name;
    matter::Nucleon nucleon;
    int pdg, number;
  };
  for (const Kind& kind : {Kind{"proton", matter::Nucleon::proton, 2212, nuclide.proton_number},
                           Kind{"neutron", matter::Nucleon::neutron, 2112, nuclide.neutron_number()}}) {
    if (kind.number == 0 || !wanted(kind.name)) continue;
    const double mass = matter::nucleon_mass(kind.nucleon);
    components_.push_back({kind.name, nuclide.name(), mass, constituent.count * kind.number,
                           free ? kind.pdg : nuclide.pdg(), free ? mass : nuclide.mass, kind.pdg, !free, ""});
    responses_.emplace_back(nucleon_form_factor, kind.nucleon, fermi_momentum);
  }
}

double Trident::threshold(size_t component) const {
  const double pair = minus_mass_ + plus_mass_;
  return pair + pair * pair / (2.0 * components_[component].target_mass);
}

std::vector<std::string> Trident::response_descriptions() const {
  std::vector<std::string> result;
  for (size_t i = 0; i < components_.size(); ++i) {
    result.push_back(components_[i].nuclide + " " + components_[i].name + ": " + responses_[i].description());
  }
  return result;
}

TridentLimits trident_limits(double energy, double target_mass, double pair_threshold) {
  const double pair_squared = pair_threshold * pair_threshold;
  TridentLimits limits{pair_threshold + pair_squared / (2.0 * target_mass), 0.0, 0.0};
  if (energy <= limits.threshold_energy) return limits;
  const double g = energy / target_mass;
  const double r = pair_squared * (1.0 + g) / (2.0 * energy * energy);
  const double root = std::sqrt(std::max(0.0, (1.0 - r) * (1.0 - r) - pair_squared * pair_squared * (1.0 + 2.0 * g) /
                                                                          (4.0 * energy * energy * energy * energy)));
  limits.highest_Q2 = 2.0 * energy * energy / (1.0 + 2.0 * g) * (1.0 - r + root);
  limits.lowest_Q2 = pair_squared * pair_squared / (limits.highest_Q2 * (1.0 + 2.0 * g));
  return limits;
}

double trident_highest_W2(double energy, double target_mass, double Q2) {
  // 2E (sqrt(Q2 + Q2^2/4M^2) - Q2/2M) - Q2, the difference written without cancellation.
  const double t = Q2 / (2.0 * target_mass);
  return 2.0 * energy * Q2 / (std::sqrt(Q2 + t * t) + t) - Q2;
}

const ProcessInfo& trident_info() {
  static const ProcessInfo info = {
      "trident",
      "neutrino trident production nu A -> nu' l- l+ A",
      "d2sigma/dQ2 dshat = [h^T sigma^T + h^L sigma^L]/(32 pi^2 shat Q^2)",
      {"1807.10973", "1902.08579", "1902.06765"},
      "four-fermion limit, tree level: neutrino energies up to about 100 GeV; K^2 << M_W^2",
      "deep-inelastic regime, W and Z propagators, radiative corrections (about 6 %), nuclear excitations; Fermi "
      "motion beyond Pauli blocking",
      "numu -> numu mu-mu+ on Ar, coherent, 5 GeV: 1.38844e-3 fb (generator of 1902.06765)"};
  return info;
}

model::TridentChannel trident_menu(int number) {
  using enum Flavour;
  struct Entry {
    Flavour neutrino, minus, plus;
  };
  constexpr std::array<Entry, 6> entries = {
      Entry{electron, electron, electron}, Entry{electron, muon, muon}, Entry{electron, electron, muon},
      Entry{muon, electron, electron},     Entry{muon, muon, muon},     Entry{muon, muon, electron}};
  if (number < 1 || number > 12) {
    throw UserError("process number " + std::to_string(number), "the menu of 1902.06765 has 1 to 12",
                    "see 'tridens list processes'");
  }
  const Entry& entry = entries[static_cast<size_t>((number - 1) % 3 + (number > 6 ? 3 : 0))];
  const bool antineutrino = (number - 1) / 3 % 2 == 1;
  return antineutrino ? model::trident_channel({entry.neutrino, true}, entry.plus, entry.minus)
                      : model::trident_channel({entry.neutrino, false}, entry.minus, entry.plus);
}

}  // namespace tridens::process
