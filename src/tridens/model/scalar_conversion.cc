// A new fermion chi from neutrinos by a scalar (1810.03626):
//   L = phi [y_nu chibar P_L nu + h.c. + sum_f y_f fbar f],   s = sqrt2 y_nu y_chi'/(G_F (Q^2 + m_phi^2)), chi' = p, n,
//   e
// in the normalisation of elastic_terms.hh. On a target of spin 1/2
//   d sigma/dT = (y_nu y_N)^2 F^2 M (1 + T/2M) (2MT + m_chi^2)/(8 pi E^2 (2MT + m_phi^2)^2),  E >= m_chi + m_chi^2/2M,
// (spin 0 without T/2M); m_chi = 0 gives the light scalar.
// Quark couplings turn into nucleon couplings with nucleon_charges.hh; y_p and y_n couple to nucleons directly, as in
// the paper.
#include "tridens/model/scalar_conversion.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/model/detail/fermion_couplings.hh"
#include "tridens/model/new_particles.hh"

namespace tridens::model {
namespace {

constexpr double largest_mass = 1e3, largest_scalar_mass = 1e5;

}  // namespace

ScalarConversion::ScalarConversion(const Settings& settings) : standard_(StandardModel::own(settings)) {
  detail::SettingsReader reader(describe(), settings);
  fermion_mass_ = reader.value("fermion_mass");
  scalar_mass_ = reader.value("scalar_mass");
  const detail::FermionCouplings y = detail::read_couplings("y", true, "scalar-conversion", reader);
  const NucleonCharges charges = detail::read_nucleon_charges(Lorentz::scalar, reader);
  neutrino_ = y.neutrino;
  proton_ = detail::nucleon_coupling(Lorentz::scalar, charges, Nucleon::proton, y.up, y.down, y.proton);
  neutron_ = detail::nucleon_coupling(Lorentz::scalar, charges, Nucleon::neutron, y.up, y.down, y.neutron);
  electron_ = y.electron;
  majorana_ = reader.choice("nature", {"dirac", "majorana"}) == "majorana";
  resolved_ = reader.resolved();
}

ModelInfo ScalarConversion::describe() {
  std::vector<Parameter> own = {
      {"fermion_mass", "mass of the new fermion chi", Dimension::energy, "", 0.0, largest_mass},
      {"scalar_mass", "mass of the scalar phi", Dimension::energy, "", 0.0, largest_scalar_mass}};
  const std::vector<Parameter> couplings = detail::coupling_parameters("y", true);
  own.insert(own.end(), couplings.begin(), couplings.end());
  own.push_back(detail::nucleon_charges_parameter(Lorentz::scalar));
  own.push_back(
      {"nature", "of chi: dirac (chibar from antineutrinos) or majorana", Dimension::number, "dirac", 0.0, 0.0});
  return {"scalar-conversion",
          "new fermion chi from neutrinos by a scalar",
          "L = phi (y_nu chibar P_L nu + h.c. + sum_f y_f fbar f)",
          detail::with_standard_parameters(std::move(own)),
          {"1810.03626"},
          "tree-level exchange; chi leaves as a stable particle; nucleon charges at zero momentum transfer",
          {"cevns", "nu-e"}};
}

void ScalarConversion::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double y_nu = neutrino_[static_cast<size_t>(incoming.flavour)];
  if (y_nu == 0.0) return;
  const double factor = std::sqrt(2.0) * y_nu / constants::fermi_constant;
  terms.add(dark_fermion(fermion_mass_, incoming.antiparticle && !majorana_),
            {"scalar-conversion", Lorentz::scalar, factor * proton_, factor * neutron_, factor * electron_,
             exchange(scalar_mass_)});
}

}  // namespace tridens::model
