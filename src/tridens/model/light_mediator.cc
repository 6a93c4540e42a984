// Exchange of one boson of mass m between a neutrino and chi = p, n, e at Q^2 = -q^2. With L = X J, J the sum of
// currents, integrating X out gives (the contact form keeps the propagator)
//   scalar  L_eff = + g_nu g_chi/(Q^2 + m^2) ...          like charges attract
//   vector  L_eff = - g_nu g_chi/(Q^2 + m^2) ...          like charges repel; longitudinal part: see below
// Matched to elastic_terms.hh (-sqrt2 G_F for vector and axial, +G_F/sqrt2 for the others), coupling times propagator:
//
//   light-vector        L = V_m (g_nu nubar g^m P_L nu + g_f fbar g^m f)              g_V += g_nu g_chi/(sqrt2 G_F)
//   light-axial         L = A_m (g_nu nubar g^m g5 P_L nu + g_f fbar g^m g5 f)        g_A += g_nu g_chi/(sqrt2 G_F)
//   light-scalar        L = phi (g_nu nubar nu + g_f fbar f)                          s = sqrt2 g_nu g_chi/G_F
//   light-pseudoscalar  L = phi (g_nu nubar i g5 nu + g_e ebar i g5 e)                p = sqrt2 g_nu g_e/G_F  (C_P)
//   light-tensor        L_eff = g_nu g_f/(Q^2 + m^2) (nubar s^mn nu)(fbar s_mn f)     t = sqrt2 g_nu g_chi/G_F
//
// Axial: g5 P_L = -P_L, so that g_nu stands for -g_nu in front of nubar g^m P_L nu: two signs that cancel the minus of
// L_eff, and like charges raise g_A. Neutrinos are Dirac; the scalar, pseudoscalar and tensor flip their helicity.
// Quark couplings turn into nucleon couplings with nucleon_charges.hh.
//
// Papers: Cerdeno et al., 1604.01025 (S, P, V, A on nuclei and electrons); Farzan, Lindner, Rodejohann, Xu, 1802.05171
// (scalar); De Romeri et al., 2211.11905 (S, V, T).
// Published traps: (a) the scalar charges 14 N + 15.1 Z of part of the literature and f_q m_N/m_q, which is 15 to 24 %
// larger, are named sets. (b) The short tensor cross section M (4 E^2 - M T) C^2/[2 pi E^2 (Q^2 + m^2)^2] of part of
// the literature is half of what the operator above gives for sigma_mn summed over all m, n: normalisation = published
// takes the half (t/sqrt2), derived the whole. A limit on g moves by 2^(1/4). Longitudinal parts q^m q^n/m^2 vanish:
// the neutrino current is conserved for massless neutrinos.
#include "tridens/model/light_mediator.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/model/detail/fermion_couplings.hh"

namespace tridens::model {
namespace {

constexpr double largest_mass = 1e5;
const double sqrt2 = std::sqrt(2.0);

struct Kind {
  Lorentz lorentz;
  std::string name, title, lagrangian, validity;
  std::vector<std::string> papers;
};

const Kind& kind_of(Lorentz lorentz) {
  static const std::string common =
      "tree-level exchange; nucleon charges at zero momentum transfer; one strength per particle, no flavour change";
  static const std::vector<Kind> kinds = {
      {Lorentz::vector,
       "light-vector",
       "vector boson with free couplings (universal by default)",
       "L = V_m (g_nu nubar g^m P_L nu + sum_f g_f fbar g^m f); g_V += g_nu g_chi/[sqrt2 G_F (Q^2 + m^2)]",
       common,
       {"1604.01025", "2211.11905"}},
      {Lorentz::axial,
       "light-axial",
       "axial-vector boson with free couplings",
       "L = A_m (g_nu nubar g^m g5 P_L nu + sum_f g_f fbar g^m g5 f); g_A += g_nu g_chi/[sqrt2 G_F (Q^2 + m^2)]",
       common + "; nuclei answer with their spin only",
       {"1604.01025"}},
      {Lorentz::scalar,
       "light-scalar",
       "scalar boson, Dirac neutrinos",
       "L = phi (g_nu nubar nu + sum_f g_f fbar f); s = sqrt2 g_nu g_chi/[G_F (Q^2 + m^2)]",
       common,
       {"1604.01025", "1802.05171", "2211.11905"}},
      {Lorentz::pseudoscalar,
       "light-pseudoscalar",
       "pseudoscalar boson on electrons and nucleons, Dirac neutrinos",
       "L = phi (g_nu nubar i g5 nu + sum_f g_f fbar i g5 f), f = p, n, e; p = sqrt2 g_nu g_f/[G_F (Q^2 + m^2)]",
       common +
           "; nuclei answer with their spin only, suppressed by T^2/E^2; the coupling g means electrons, nucleons have "
           "g_p and g_n",
       {"1604.01025"}},
      {Lorentz::tensor,
       "light-tensor",
       "tensor exchange, Dirac neutrinos",
       "L_eff = g_nu g_f/(Q^2 + m^2) (nubar s^mn nu)(fbar s_mn f), all m and n summed; t = sqrt2 g_nu g_chi/[G_F (Q^2 "
       "+ "
       "m^2)]",
       common + "; an effective exchange: no renormalisable field couples like this, and its coherence over nuclei is "
                "a convention "
                "(2502.10702)",
       {"1612.04150", "2211.11905"}}};
  for (const Kind& kind : kinds) {
    if (kind.lorentz == lorentz) return kind;
  }
  throw Failure("no light mediator is " + std::string(name(lorentz)), "it is not one of the five structures", "");
}

bool has_hadronic_choice(Lorentz kind) {
  return kind == Lorentz::scalar || kind == Lorentz::axial || kind == Lorentz::tensor;
}

/// Pseudoscalar charges of the quarks in nucleons are not tabulated: nucleons and electrons only.
bool has_quarks(Lorentz kind) {
  return kind != Lorentz::pseudoscalar;
}

bool flips_helicity(Lorentz kind) {
  return kind != Lorentz::vector && kind != Lorentz::axial;
}

}  // namespace

ModelInfo LightMediator::describe(Lorentz lorentz) {
  const Kind& kind = kind_of(lorentz);
  std::vector<Parameter> own = {{"mass", "mass of the boson", Dimension::energy, "", 0.0, largest_mass}};
  const std::vector<Parameter> couplings = detail::coupling_parameters("g", has_quarks(lorentz));
  own.insert(own.end(), couplings.begin(), couplings.end());
  if (has_hadronic_choice(lorentz)) own.push_back(detail::nucleon_charges_parameter(lorentz));
  if (lorentz == Lorentz::tensor) {
    own.push_back({"normalisation",
                   "derived: what the operator gives; published: half of that cross section, as printed in much of the "
                   "literature",
                   Dimension::number, "derived", 0.0, 0.0});
  }
  return {kind.name,   kind.title,    kind.lagrangian,  detail::with_standard_parameters(std::move(own)),
          kind.papers, kind.validity, {"cevns", "nu-e"}};
}

LightMediator::LightMediator(Lorentz kind, const Settings& settings)
    : kind_(kind), standard_(StandardModel::own(settings)) {
  const ModelInfo about = describe(kind);
  detail::SettingsReader reader(about, settings);
  mass_ = reader.value("mass");
  const detail::FermionCouplings g = detail::read_couplings("g", has_quarks(kind), about.name, reader);
  neutrino_ = g.neutrino;
  electron_ = g.electron;
  const NucleonCharges charges =
      has_hadronic_choice(kind) ? detail::read_nucleon_charges(kind, reader) : NucleonCharges();
  proton_ = detail::nucleon_coupling(kind, charges, Nucleon::proton, g.up, g.down, g.proton);
  neutron_ = detail::nucleon_coupling(kind, charges, Nucleon::neutron, g.up, g.down, g.neutron);
  strength_ = (flips_helicity(kind) ? sqrt2 : 1.0 / sqrt2) / constants::fermi_constant;
  if (kind == Lorentz::tensor && reader.choice("normalisation", {"derived", "published"}) == "published") {
    strength_ /= sqrt2;
  }
  resolved_ = reader.resolved();
}

void LightMediator::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double g_nu = neutrino_[static_cast<size_t>(incoming.flavour)];
  if (g_nu == 0.0) return;
  const double factor = strength_ * g_nu;
  terms.add(outgoing(incoming, flips_helicity(kind_)),
            {kind_of(kind_).name, kind_, factor * proton_, factor * neutron_, factor * electron_, exchange(mass_)});
}

}  // namespace tridens::model
