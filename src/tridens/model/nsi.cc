// Non-standard interactions, contact:
//
//   L = -2 sqrt2 G_F sum eps_ab^{fX} (nubar_a g^m P_L nu_b)(fbar g_m P_X f),   f = u, d, e, X = L, R, a, b = e, mu,
//   tau.
//
// With eps^V = eps^L + eps^R and eps^A = eps^L - eps^R the fermion current is (1/2) fbar g_m (eps^V - eps^A g5) f, so
// that in the normalisation of elastic_terms.hh nu_b -> nu_a has
//
//   g_V^p = 2 eps^{uV} + eps^{dV},  g_V^n = eps^{uV} + 2 eps^{dV},  g_V^e = eps^{eV},  g_A^e = eps^{eA},
//   g_A^N = eps^{uA} Delta u^N + eps^{dA} Delta d^N.
//
// L is hermitian: eps_ba = eps_ab*. Antineutrinos: nubar_b -> nubar_a has eps_ba, the conjugate. Flavour-changing terms
// lead to another outgoing neutrino and do not interfere with the Standard Model.
// Valid below the mass of what mediates them. J. Barranco, O. G. Miranda, T. I. Rashba, JHEP 12 (2005) 021
// (hep-ph/0508299); P. Coloma et al., Phys. Rev. D 96 (2017) 115007 (1708.02899); 2211.11905.
#include "tridens/model/nsi.hh"

#include "tridens/base/error.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double largest_strength = 1e3;
constexpr std::array<const char*, 3> fermion_letters = {"u", "d", "e"};
constexpr std::array<const char*, 6> pair_names = {"ee", "mumu", "tautau", "emu", "etau", "mutau"};
constexpr std::array<const char*, 4> chiralities = {"V", "A", "L", "R"};
constexpr size_t diagonal_pairs = 3;

std::string key_of(size_t pair, size_t fermion, const char* chirality) {
  return std::string("eps_") + pair_names[pair] + "_" + fermion_letters[fermion] + chirality;
}

Parameter parameter_of(size_t pair, size_t fermion, const char* chirality) {
  std::string meaning = std::string("eps^{") + fermion_letters[fermion] + chirality + "}_{" + pair_names[pair] + "}";
  if (pair >= diagonal_pairs) meaning += ", may be complex: 0.1+0.05i";
  return {key_of(pair, fermion, chirality), meaning, Dimension::number, "0", -largest_strength, largest_strength};
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> result = StandardModel::parameters();
  result.push_back({"axial_charges", "spin contents of the nucleons for the axial parts: hermes or pndme",
                    Dimension::number, NucleonCharges::Sets().axial, 0.0, 0.0});
  for (const char* chirality : chiralities) {
    for (size_t fermion = 0; fermion < fermion_letters.size(); ++fermion) {
      for (size_t pair = 0; pair < pair_names.size(); ++pair) {
        result.push_back(parameter_of(pair, fermion, chirality));
      }
    }
  }
  return result;
}

std::complex<double> value(size_t pair, size_t fermion, const char* chirality, const Settings& settings) {
  const Parameter parameter = parameter_of(pair, fermion, chirality);
  const std::complex<double> result = detail::complex_value_of(parameter, settings, "nsi");
  if (pair < diagonal_pairs && result.imag() != 0.0) {
    throw UserError(parameter.name + " is complex", "the Lagrangian is hermitian: a flavour-diagonal strength is real",
                    "leave the imaginary part out");
  }
  return result;
}

Nsi::Strength read_strength(size_t pair, size_t fermion, const Settings& settings) {
  const auto given = [&](const char* chirality) { return settings.contains(key_of(pair, fermion, chirality)); };
  if ((given("V") || given("A")) && (given("L") || given("R"))) {
    throw UserError("vector or axial and chiral strengths of " + key_of(pair, fermion, "") + " are given",
                    "eps^V = eps^L + eps^R, eps^A = eps^L - eps^R", "give V and A, or L and R");
  }
  const auto read = [&](const char* chirality) { return value(pair, fermion, chirality, settings); };
  const std::complex<double> left = read("L"), right = read("R");
  return {read("V") + left + right, read("A") + left - right};
}

/// Index of the pair {a, b} whatever the order.
size_t pair_index(Flavour a, Flavour b) {
  const size_t i = static_cast<size_t>(a), j = static_cast<size_t>(b);
  return i == j ? i : diagonal_pairs + i + j - 1;  // emu 0+1, etau 0+2, mutau 1+2
}

}  // namespace

Nsi::Nsi(const Settings& settings)
    : standard_(StandardModel::own(settings)),
      axial_set_(detail::choice_of("axial_charges", NucleonCharges::sets("axial"), settings)) {
  detail::check_names(parameters(), settings, "nsi");
  NucleonCharges::Sets sets;
  sets.axial = axial_set_;
  charges_ = NucleonCharges(sets);
  for (size_t fermion = 0; fermion < strength_.size(); ++fermion) {
    for (size_t pair = 0; pair < strength_[fermion].size(); ++pair) {
      strength_[fermion][pair] = read_strength(pair, fermion, settings);
    }
  }
}

ModelInfo Nsi::info() const {
  return {
      "nsi",
      "non-standard neutral currents of neutrinos with u, d and e",
      "L = -2 sqrt2 G_F sum eps_ab^{fX} (nubar_a g^m P_L nu_b)(fbar g_m P_X f), eps^V = eps^L + eps^R, eps^A = eps^L - "
      "eps^R, eps_ba = eps_ab*",
      parameters(),
      {"hep-ph/0508299", "1708.02899", "2211.11905"},
      "contact interactions: the mediator is heavier than every momentum transfer",
      {"cevns", "nu-e"}};
}

Settings Nsi::resolved() const {
  Settings result = standard_.resolved();
  result["axial_charges"] = axial_set_;
  for (size_t fermion = 0; fermion < strength_.size(); ++fermion) {
    for (size_t pair = 0; pair < pair_names.size(); ++pair) {
      const auto& [vector, axial] = strength_[fermion][pair];
      if (vector != 0.0) result[key_of(pair, fermion, "V")] = detail::complex_text(vector);
      if (axial != 0.0) result[key_of(pair, fermion, "A")] = detail::complex_text(axial);
    }
  }
  return result;
}

Nsi::Strength Nsi::strength(Fermion fermion, Flavour out, Flavour in) const {
  const Strength& given = strength_[static_cast<size_t>(fermion)][pair_index(out, in)];
  // eps_ab is given for a before b in e, mu, tau.
  return static_cast<int>(out) <= static_cast<int>(in) ? given
                                                       : Strength{std::conj(given.vector), std::conj(given.axial)};
}

void Nsi::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  for (int i = 0; i < flavour_count; ++i) {
    const Neutrino out{static_cast<Flavour>(i), incoming.antiparticle};
    const auto of = [&](Fermion fermion) {
      const Flavour a = incoming.antiparticle ? incoming.flavour : out.flavour;
      const Flavour b = incoming.antiparticle ? out.flavour : incoming.flavour;
      return strength(fermion, a, b);
    };
    const Strength u = of(Fermion::up), d = of(Fermion::down), e = of(Fermion::electron);
    const auto spin = [&](Nucleon nucleon) {
      return u.axial * charges_.axial(Quark::up, nucleon) + d.axial * charges_.axial(Quark::down, nucleon);
    };
    if (u.vector != 0.0 || d.vector != 0.0 || e.vector != 0.0) {
      terms.add(outgoing(out),
                {"nsi", Lorentz::vector, 2.0 * u.vector + d.vector, u.vector + 2.0 * d.vector, e.vector, {}});
    }
    if (u.axial != 0.0 || d.axial != 0.0 || e.axial != 0.0) {
      terms.add(outgoing(out), {"nsi", Lorentz::axial, spin(Nucleon::proton), spin(Nucleon::neutron), e.axial, {}});
    }
  }
}

}  // namespace tridens::model
