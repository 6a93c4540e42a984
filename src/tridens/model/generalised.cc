// Generalised neutrino interactions (Lindner, Rodejohann, Xu, 1612.04150; Rodejohann, Xu, Yaguna, 1702.05721):
//   L = (G_F/sqrt2) sum_a nubar G^a nu [psibar G_a (C_a + i g5 Db_a) psi],   G = {1, i g5, g^m, g^m g5, s^mn},
// psi = u, d, p, n, e, all m and n of the tensor summed; Db = D for S, P, T and, so that L is Hermitian, i Db = D for
// V, A: g^m (C_V + D_V g5) and g^m g5 (C_A + D_A g5). The opposite choice Db = +i D changes the sign of D_V and D_A.
//
// On a left-handed neutrino g5 nu = -nu:
//   (C_V, D_V, C_A, D_A): nubar g^m P_L nu psibar g_m [(C_V - D_A) - (C_A - D_V) g5] psi  -> g_V = -(C_V - D_A)/2,
//                                                                                          g_A = -(C_A - D_V)/2,
//   i.e. a positive C_V LOWERS g_V, and the Standard Model is C_V - D_A = -2 g_V: Q_V -> Q_V - C_V/2. Papers that write
//   the new term next to -G_F/sqrt2 have the other sign, those with -2 sqrt2 G_F and a left-handed current a factor -4.
//   S, P: nubar nu psibar [C_S + i D_P + (C_P + i D_S) g5] psi          -> s = C_S + i D_P, p = C_P + i D_S,
//   T: s^mn g5 (x) s_mn = s^mn (x) s_mn g5, hence nubar s nu psibar s psi (C_T - i D_T)  -> t = C_T - i D_T.
// Antineutrinos meet the complex conjugates.
//
// Nucleons: couplings of quarks times the charges of nucleon_charges.hh, of the current that the quark operator is: C_V
// and D_A the vector, C_A and D_V the axial, C_S and D_P the scalar, C_T and D_T the tensor current. C_P and D_S need
// the pseudoscalar one, which no coherent scattering sees (it ends on the spin and is suppressed by T^2/E^2): electrons
// only. Ratios per neutron xi_S, xi_V, xi_T (C = xi N; xi_V beyond the Standard Model, xi_T^2 = 8 C_T^2/N^2) are
// couplings of the neutron alone, so that they mean the same on every target: C_S^n = xi_S, C_V^n = xi_V, C_T^n =
// xi_T/sqrt8.
//
// nature = majorana: nubar g^m nu and nubar s^mn nu vanish, so that C_V, D_V, C_T, D_T must be zero, and the others
// count twice (no 1/2 in L).
#include "tridens/model/generalised.hh"

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/model/detail/fermion_couplings.hh"

namespace tridens::model {
namespace {

enum Structure : size_t { S, P, V, A, T };
constexpr std::array<char, 5> letters = {'S', 'P', 'V', 'A', 'T'};
constexpr double largest_coupling = 1e6;

/// A pseudoscalar current of quarks and nucleons: C_P and D_S.
bool needs_pseudoscalar(char kind, size_t structure) {
  return (kind == 'C' && structure == P) || (kind == 'D' && structure == S);
}

std::string key_of(char kind, size_t structure, const std::string& fermion) {
  return std::string(1, kind) + "_" + letters[structure] + "_" + fermion;
}

bool is_quark(const std::string& fermion) {
  return fermion == "u" || fermion == "d";
}

template <class Function>
void for_each_coupling(const std::string& fermion, Function function) {
  for (const char kind : {'C', 'D'}) {
    for (size_t a = 0; a < letters.size(); ++a) {
      if (is_quark(fermion) && needs_pseudoscalar(kind, a)) continue;
      function(kind, a, key_of(kind, a, fermion));
    }
  }
}

GeneralisedCouplings read_fermion(const std::string& fermion, detail::SettingsReader& reader) {
  GeneralisedCouplings result;
  for_each_coupling(fermion, [&](char kind, size_t a, const std::string& key) {
    (kind == 'C' ? result.C : result.D)[a] = reader.value(key);
  });
  return result;
}

/// The current of the hadron that an operator of the quarks becomes.
Lorentz current_of(char kind, size_t structure) {
  if (needs_pseudoscalar(kind, structure)) return Lorentz::pseudoscalar;
  switch (structure) {
    case V:
      return kind == 'C' ? Lorentz::vector : Lorentz::axial;
    case A:
      return kind == 'C' ? Lorentz::axial : Lorentz::vector;
    case T:
      return Lorentz::tensor;
    default:
      return Lorentz::scalar;
  }
}

GeneralisedCouplings nucleon(Nucleon kind, const NucleonCharges& charges, const GeneralisedCouplings& up,
                             const GeneralisedCouplings& down, const GeneralisedCouplings& direct) {
  GeneralisedCouplings result;
  for_each_coupling("p", [&](char letter, size_t a, const std::string&) {
    const auto part = [letter](auto& couplings) -> auto& {
      return letter == 'C' ? couplings.C : couplings.D;
    };
    part(result)[a] =
        detail::nucleon_coupling(current_of(letter, a), charges, kind, part(up)[a], part(down)[a], part(direct)[a]);
  });
  return result;
}

void apply_nature(bool majorana, const std::string& fermion, GeneralisedCouplings& couplings) {
  if (!majorana) return;
  for (const size_t a : {V, T}) {
    if (couplings.C[a] != 0.0 || couplings.D[a] != 0.0) {
      throw UserError("vector or tensor couplings of " + fermion + " to Majorana neutrinos",
                      "nubar gamma^mu nu and nubar sigma^mn nu vanish for Majorana fields",
                      "set C_V, D_V, C_T and D_T to zero, or nature = dirac");
    }
  }
  for (size_t a = 0; a < letters.size(); ++a) {
    couplings.C[a] *= 2.0;
    couplings.D[a] *= 2.0;
  }
}

}  // namespace

ChiralCouplings chiral_couplings(const GeneralisedCouplings& g) {
  return {-0.5 * (g.C[V] - g.D[A]), -0.5 * (g.C[A] - g.D[V]), {g.C[S], g.D[P]}, {g.C[P], g.D[S]}, {g.C[T], -g.D[T]}};
}

GeneralisedInteractions::GeneralisedInteractions(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  GeneralisedCouplings up = read_fermion("u", reader), down = read_fermion("d", reader);
  GeneralisedCouplings proton = read_fermion("p", reader), neutron = read_fermion("n", reader);
  GeneralisedCouplings electron = read_fermion("e", reader);
  neutron.C[S] += reader.value("xi_S");
  neutron.C[V] += reader.value("xi_V");
  neutron.C[T] += reader.value("xi_T") / std::sqrt(8.0);
  const bool any = reader.any_given("C_") || reader.any_given("D_") || reader.any_given("xi_");
  if (!any) detail::no_coupling("generalised", "--set C_S_u=1e-3 --set C_S_d=1e-3, or --set xi_T=0.1");
  const bool majorana = reader.choice("nature", {"dirac", "majorana"}) == "majorana";
  apply_nature(majorana, "u quarks", up);
  apply_nature(majorana, "d quarks", down);
  apply_nature(majorana, "protons", proton);
  apply_nature(majorana, "neutrons", neutron);
  apply_nature(majorana, "electrons", electron);
  const std::string flavours = reader.choice("flavours", {"all", "e", "mu", "tau"});
  for (size_t a = 0; a < 3; ++a) flavours_[a] = flavours == "all" || flavours == name(static_cast<Flavour>(a));
  NucleonCharges::Sets sets;
  sets.scalar = reader.choice("scalar_charges", NucleonCharges::sets("scalar"));
  sets.tensor = reader.choice("tensor_charges", NucleonCharges::sets("tensor"));
  sets.axial = reader.choice("axial_charges", NucleonCharges::sets("axial"));
  const NucleonCharges charges(sets);
  proton_ = chiral_couplings(nucleon(Nucleon::proton, charges, up, down, proton));
  neutron_ = chiral_couplings(nucleon(Nucleon::neutron, charges, up, down, neutron));
  electron_ = chiral_couplings(electron);
  resolved_ = reader.resolved();
}

ModelInfo GeneralisedInteractions::describe() {
  std::vector<Parameter> own;
  const auto add = [&](const std::string& key, const std::string& meaning) {
    own.push_back({key, meaning, Dimension::number, "0", -largest_coupling, largest_coupling});
  };
  for (const char* fermion : {"u", "d", "p", "n", "e"}) {
    const std::string of = fermion;
    for_each_coupling(of, [&](char, size_t a, const std::string& key) {
      add(key, std::string(1, letters[a]) + " coupling of " + of +
                   (of == "p" || of == "n" ? " beyond that of its quarks" : ""));
    });
  }
  add("xi_S", "scalar coupling of a nucleus per neutron");
  add("xi_V", "vector coupling of a nucleus per neutron, beyond the Standard Model");
  add("xi_T", "tensor coupling of a nucleus per neutron, xi_T^2 = 8 C_T^2/N^2");
  const auto choose = [&](const char* key, const char* meaning, const std::string& first) {
    own.push_back({key, meaning, Dimension::number, first, 0.0, 0.0});
  };
  choose("flavours", "neutrinos that interact: all, e, mu or tau", "all");
  choose("nature", "dirac; majorana: no V and T, the others count twice", "dirac");
  choose("scalar_charges", "set of scalar charges of nucleons", NucleonCharges::sets("scalar").front());
  choose("tensor_charges", "set of tensor charges of nucleons", NucleonCharges::sets("tensor").front());
  choose("axial_charges", "set of axial charges of nucleons", NucleonCharges::sets("axial").front());
  return {"generalised",
          "contact interactions of every Lorentz structure (S, P, V, A, T)",
          "L = (G_F/sqrt2) sum_a nubar G^a nu [psibar G_a (C_a + i g5 D_a) psi], g^m (C_V + D_V g5), g^m g5 (C_A + D_A "
          "g5); "
          "g_V -> g_V - (C_V - D_A)/2",
          detail::with_standard_parameters(std::move(own)),
          {"1612.04150", "1702.05721", "1806.07424"},
          "new particles heavier than every momentum transfer; flavour diagonal; nucleon charges at zero momentum "
          "transfer; a tensor coherent over the nucleus is a convention of the literature (spin-0 nuclei: far smaller)",
          {"cevns", "nu-e"}};
}

void GeneralisedInteractions::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  if (!flavours_[static_cast<size_t>(incoming.flavour)]) return;
  const auto seen = [&](std::complex<double> coupling) {
    return incoming.antiparticle ? std::conj(coupling) : coupling;
  };
  const auto add = [&](Lorentz lorentz, bool flipped, auto member) {
    const std::complex<double> p = seen(proton_.*member), n = seen(neutron_.*member), e = seen(electron_.*member);
    if (p == 0.0 && n == 0.0 && e == 0.0) return;
    terms.add(outgoing(incoming, flipped), {"generalised", lorentz, p, n, e, {}});
  };
  add(Lorentz::vector, false, &ChiralCouplings::vector);
  add(Lorentz::axial, false, &ChiralCouplings::axial);
  add(Lorentz::scalar, true, &ChiralCouplings::scalar);
  add(Lorentz::pseudoscalar, true, &ChiralCouplings::pseudoscalar);
  add(Lorentz::tensor, true, &ChiralCouplings::tensor);
}

}  // namespace tridens::model
