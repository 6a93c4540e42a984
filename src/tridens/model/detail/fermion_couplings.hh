#pragma once
#include <array>
#include <string>

#include "tridens/model/detail/settings_reader.hh"
#include "tridens/model/nucleon_charges.hh"

namespace tridens::model::detail {

/// Couplings of one boson: to the flavours of neutrinos, to u and d quarks, to electrons, and to nucleons beyond what
/// their quarks give.
struct FermionCouplings {
  std::array<double, 3> neutrino{};
  double up = 0.0, down = 0.0, proton = 0.0, neutron = 0.0, electron = 0.0;
};

/// Parameters P (common), P_nu, P_nu_e, P_nu_mu, P_nu_tau, P_e, P_p, P_n and, where quarks have charges, P_u, P_d of
/// the prefix P. One that is not given takes the value of the next more general one: P_nu_e of P_nu, P_nu of P; P_p and
/// P_n are zero.
std::vector<Parameter> coupling_parameters(const std::string& prefix, bool quarks);
/// UserError when no coupling of neutrinos or none of matter is given; zero may be given.
FermionCouplings read_couplings(const std::string& prefix, bool quarks, std::string_view model, SettingsReader& reader);

/// Coupling of a nucleon to a current: sum over u and d of the quark coupling and the charge of the nucleon, and the
/// direct coupling. UserError for unequal couplings where the charges are known for the sum of quarks only.
double nucleon_coupling(Lorentz current, const NucleonCharges& charges, Nucleon nucleon, double up, double down,
                        double direct);

/// Parameter `nucleon_charges` of a current, and the choice made.
Parameter nucleon_charges_parameter(Lorentz current);
NucleonCharges read_nucleon_charges(Lorentz current, SettingsReader& reader);

}  // namespace tridens::model::detail
