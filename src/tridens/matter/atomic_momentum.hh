#pragma once
#include <string>
#include <vector>

namespace tridens::matter {

/// Electrons of an atom that share one effective charge.
struct ElectronGroup {
  std::string name;        // "1s", "2sp", "3d"
  double electrons = 0.0;  // how many
  double width = 0.0;      // GeV: of their momentum density 8 w^5/[pi^2 (p^2 + w^2)^4]
};

/// Momenta of the electrons of a neutral atom in its ground state, as hydrogenic orbitals with Slater's effective
/// charges:
///   w = alpha m_e (Z - S)/n*,   n* = 1, 2, 3, 3.7, 4.0, 4.2 (4.3 for n = 7),
/// screening S: 0.35 for every other electron of the group (0.30 in 1s), for s and p 0.85 for the shell below and 1
/// for deeper ones, for d and f 1 for every group to the left (J. C. Slater, Phys. Rev. 36 (1930) 57). The density of a
/// complete hydrogenic shell is that of 1s with the shell's own w (V. Fock, Z. Phys. 98 (1935) 145), and is taken for
/// incomplete ones too. Shells are filled in the order of n + l, then n.
///
/// The sum of <p^2> = w^2 is twice m_e times the binding energy of the whole atom (virial theorem) and lies within 3 %
/// of Hartree-Fock from carbon to iron; valence electrons, which hardly matter for that sum, are cruder. Not
/// relativistic: alpha Z must be small, Z below about 50. UserError outside of 1 ... 118.
std::vector<ElectronGroup> electron_groups(int proton_number);

/// Density of one momentum component of an electron of a group (its Compton profile, normalised to 1):
///   J(q) = 8 w^5/[3 pi (q^2 + w^2)^3].
double compton_profile(double width, double momentum);
/// The component below which a share r of the electrons is, 0 < r < 1.
double compton_quantile(double width, double r);
/// Transverse momentum below which a share r of those below `largest` is, when the other component is `momentum`: the
/// rest of the density of ElectronGroup.
double transverse_quantile(double width, double momentum, double largest, double r);

}  // namespace tridens::matter
