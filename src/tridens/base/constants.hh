#pragma once
#include "tridens/base/units.hh"

// Physical constants in the units of units.hh, grouped by the kind of truth they carry.
// "PDG 2022": R. L. Workman et al., Prog. Theor. Exp. Phys. 2022, 083C01. "CODATA 2018": Rev. Mod. Phys. 93,
// 025010.
namespace tridens::constants {

// Exact by definition of the SI.
inline constexpr double avogadro_per_mol = 6.02214076e23;

// Measured.
inline constexpr double fermi_constant = 1.1663788e-5;           // GeV^-2, PDG 2022
inline constexpr double fine_structure = 7.2973525693e-3;        // CODATA 2018, q2 = 0
inline constexpr double electron_mass = 0.51099895000e-3;        // CODATA 2018
inline constexpr double muon_mass = 0.1056583755;                // CODATA 2018
inline constexpr double tau_mass = 1.77686;                      // PDG 2022
inline constexpr double proton_mass = 0.93827208816;             // CODATA 2018
inline constexpr double neutron_mass = 0.93956542052;            // CODATA 2018
inline constexpr double atomic_mass_unit = 0.93149410242;        // CODATA 2018
inline constexpr double proton_magnetic_moment = 2.79284734463;  // nuclear magnetons, CODATA 2018
inline constexpr double neutron_magnetic_moment = -1.91304273;   // nuclear magnetons, CODATA 2018
inline constexpr double z_mass = 91.1876;                        // PDG 2022
inline constexpr double charged_pion_mass = 0.13957039;          // PDG 2022
inline constexpr double w_mass = 80.377;                         // PDG 2022, average without CDF 2022
inline constexpr double w_width = 2.085;                         // PDG 2022
inline constexpr double w_to_electron = 0.1071;                  // branching fraction W -> e nu, PDG 2022
inline constexpr double w_to_muon = 0.1063;                      // W -> mu nu, PDG 2022
inline constexpr double w_to_tau = 0.1138;                       // W -> tau nu, PDG 2022

// Derived; recomputed in test/base.
inline constexpr double electric_charge_squared = 4.0 * units::pi * fine_structure;  // e^2, Heaviside-Lorentz
inline constexpr double bohr_magneton = 296.3040539242681;  // e/(2 m_e) in GeV^-1, e = sqrt(4 pi alpha)

}  // namespace tridens::constants
