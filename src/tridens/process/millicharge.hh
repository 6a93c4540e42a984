#pragma once
#include <string>
#include <string_view>

// Millicharged particles chi of charge epsilon e: scattering on electrons, and production by protons. All cross
// sections and probabilities are per epsilon^2, in natural units (GeV). Formulas, validity and papers in
// millicharge.cc.
namespace tridens::process {

/// Largest kinetic energy that a chi of energy E and mass m gives to an electron at rest, GeV. UserError for E < m or
/// negative masses.
double largest_recoil(double energy, double mass);
/// dsigma/dT over epsilon^2 at kinetic energy T of the electron, GeV^-3; 0 above the largest recoil. UserError for
/// T <= 0: the cross section grows as 1/T^2.
double recoil_cross_section(double energy, double mass, double recoil);
/// Its integral from T1 to T2 (cut at the largest recoil), GeV^-2, in closed form. UserError for T1 <= 0 or T1 > T2.
double recoil_cross_section(double energy, double mass, double lowest_recoil, double highest_recoil);
/// The integral per electron of an atom, GeV^-2: electrons bound more strongly than the transfer do not take part
/// (matter::BoundElectrons; stepped effective charge).
double bound_recoil_cross_section(int proton_number, double energy, double mass, double lowest_recoil,
                                  double highest_recoil);

/// Splitting p -> p + virtual photon; z: share of the energy, k2 = k^2 of the photon.
enum class SplittingForm {
  equivalent_boson,  // both legs, Blumlein and Brunner, deNiverville et al.
  initial_state,     // the incoming leg alone
};
std::string name(SplittingForm form);
/// UserError with the nearest name.
SplittingForm parse_splitting_form(std::string_view text);
/// d^2P/dz dpT^2 over epsilon^2 and |F_V|^2, GeV^-2. UserError for z outside (0, 1) or negative pT^2, k^2.
double splitting(SplittingForm form, double z, double pT2, double k2);
/// Its integral over pT^2 from 0 to a limit. With an off-shell scale Lambda (GeV; 0: none) the intermediate proton has
/// the form factor Lambda^4/(Lambda^4 + (p^2 - M^2)^2), p^2 - M^2 = -H/z.
double splitting_integral(SplittingForm form, double z, double highest_pT2, double k2, double off_shell_scale = 0.0);
/// |F_V(k^2)|^2: vector mesons rho and omega with two excitations each, near 1 at k^2 = 0.
double vector_form_factor_squared(double k2);

/// Total cross section of two protons, GeV^-2; s in GeV^2. UserError below the threshold 4 m_p^2.
double proton_proton_cross_section(double s);

/// q qbar -> chi chibar over epsilon^2 Q_q^2, averaged over colours and spins: GeV^-2, and per cos(theta) in the frame
/// of the pair. UserError below threshold.
double quark_annihilation(double s, double mass);
double quark_annihilation(double s, double mass, double cosine);

}  // namespace tridens::process
