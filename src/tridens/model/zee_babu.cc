#include "tridens/model/zee_babu.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double smallest_mass = 10.0, largest_mass = 1e6;  // GeV: a contact interaction for neutrinos of any beam
constexpr double largest_yukawa = 20.0;

Parameter mass_parameter() {
  return {"mass", "mass of the charged scalar", Dimension::energy, "", smallest_mass, largest_mass};
}

Parameter yukawa_parameter(const char* key) {
  return {
      key,           "antisymmetric Yukawa coupling of the two generations", Dimension::number, "0", -largest_yukawa,
      largest_yukawa};
}

constexpr const char* keys[] = {"h_emu", "h_etau", "h_mutau"};

std::vector<Parameter> parameters() {
  std::vector<Parameter> result = StandardModel::parameters();
  result.push_back(mass_parameter());
  for (const char* key : keys) result.push_back(yukawa_parameter(key));
  result.push_back({"fermi_constant", "muon-decay: what is measured holds the scalar too; given: of the W alone",
                    Dimension::number, "muon-decay", 0.0, 0.0});
  return result;
}

}  // namespace

ZeeBabu::ZeeBabu(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::check_names(parameters(), settings, "zee-babu");
  mass_ = detail::value_of(mass_parameter(), settings, "zee-babu");
  bool any = false;
  for (const char* key : keys) any = any || settings.contains(key);
  if (!any) {
    throw UserError("model zee-babu has no coupling", "without one it is the Standard Model",
                    "give h_emu, h_etau or h_mutau, for example --set h_emu=1");
  }
  emu_ = detail::value_of(yukawa_parameter(keys[0]), settings, "zee-babu");
  etau_ = detail::value_of(yukawa_parameter(keys[1]), settings, "zee-babu");
  mutau_ = detail::value_of(yukawa_parameter(keys[2]), settings, "zee-babu");
  fermi_constant_ = detail::choice_of("fermi_constant", {"muon-decay", "given"}, settings);
  if (standard_factor() <= 0.0) {
    throw UserError("muon decay by the charged scalar alone exceeds the measured rate",
                    "|h_emu|^2/(2 sqrt2 G_F m^2) is 1 or more", "give a smaller h_emu or a larger mass");
  }
}

ModelInfo ZeeBabu::describe() {
  return {"zee-babu",
          "singly charged scalar with antisymmetric couplings to lepton doublets (Zee-Babu)",
          "L = sqrt2 h_ab nubar^c_a P_L l_b h^+ + h.c.; V, A -> V, A + delta, delta = -h_ab h_cd/(2 sqrt2 G_F m_h^2) "
          "for nu_a -> nu_c l-_d l+_b",
          parameters(),
          {"1710.08431", "Zee, Nucl. Phys. B 264 (1986) 99", "Babu, Phys. Lett. B 203 (1988) 132"},
          "contact interactions, m_h far above every momentum transfer; real couplings",
          {"trident", "cevns", "nu-e"}};
}

Settings ZeeBabu::resolved() const {
  Settings result = standard_.resolved();
  result["mass"] = detail::value_text(mass_, Dimension::energy);
  result[keys[0]] = detail::value_text(emu_, Dimension::number);
  result[keys[1]] = detail::value_text(etau_, Dimension::number);
  result[keys[2]] = detail::value_text(mutau_, Dimension::number);
  result["fermi_constant"] = fermi_constant_;
  return result;
}

double ZeeBabu::yukawa(Flavour a, Flavour b) const {
  if (a == b) return 0.0;
  if (static_cast<int>(a) > static_cast<int>(b)) return -yukawa(b, a);
  if (a == Flavour::muon) return mutau_;
  return b == Flavour::muon ? emu_ : etau_;
}

double ZeeBabu::shift(Flavour a, Flavour b, Flavour c, Flavour d) const {
  return -yukawa(a, b) * yukawa(c, d) / (2.0 * std::sqrt(2.0) * constants::fermi_constant * mass_ * mass_);
}

double ZeeBabu::standard_factor() const {
  if (fermi_constant_ == "given") return 1.0;
  return 1.0 + shift(Flavour::electron, Flavour::muon, Flavour::electron, Flavour::muon);
}

LeptonVertex ZeeBabu::trident_vertex(const TridentChannel& channel) const {
  LeptonVertex vertex = standard_.trident_vertex(channel);
  const bool anti = channel.incoming.antiparticle;
  const Flavour before = anti ? channel.outgoing.flavour : channel.incoming.flavour,
                after = anti ? channel.incoming.flavour : channel.outgoing.flavour;
  const double delta = shift(before, channel.plus, after, channel.minus);
  vertex.V = vertex.V * standard_factor() + delta;
  vertex.A = vertex.A * standard_factor() + delta;
  return vertex;
}

void ZeeBabu::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double change = standard_factor() - 1.0;
  if (change != 0.0) {
    ElasticTerms standard;
    standard_.add_standard_terms(incoming, standard);
    for (const ElasticChannel& channel : standard.channels()) {
      for (InteractionTerm term : channel.terms) {
        term.origin = "zee-babu";
        term.proton *= change;
        term.neutron *= change;
        term.electron *= change;
        terms.add(channel.outgoing, term);
      }
    }
  }
  for (int i = 0; i < flavour_count; ++i) {
    const auto after = static_cast<Flavour>(i);
    const double delta = shift(incoming.flavour, Flavour::electron, after, Flavour::electron);
    if (delta == 0.0) continue;
    const OutgoingState state = outgoing({after, incoming.antiparticle});
    terms.add(state, {"zee-babu", Lorentz::vector, 0.0, 0.0, delta, {}});
    terms.add(state, {"zee-babu", Lorentz::axial, 0.0, 0.0, delta, {}});
  }
}

}  // namespace tridens::model
