#pragma once
#include <cstddef>
#include <vector>

#include "tridens/process/elastic.hh"

// Squared amplitudes of elastic scattering; formulas in elastic_kernel.cc.
namespace tridens::process::detail {

/// Amplitudes of one outgoing state at a batch of recoil energies: couplings in the normalisation of
/// model/elastic_terms.hh, already multiplied by charges, nucleon numbers, form factors and propagators (coherent
/// nucleus: vector = g_V^p Z F_p + g_V^n N F_n + ...). Dimensionless, except magnetic: mu (GeV^-1) x electric charge
/// number of the body x form factor; the photon's pole is put in here. Empty arrays: absent (leave the imaginary parts
/// of real amplitudes empty: every array costs a pass). Failure where an array has another length than `count`, or the
/// result has less. Antineutrinos: the complex conjugates of what the neutrino has; the signs are put in here.
struct Amplitudes {
  size_t count = 0;
  std::vector<double> vector_re, vector_im, axial_re, axial_im, scalar_re, scalar_im, pseudoscalar_re, pseudoscalar_im,
      tensor_re, tensor_im, magnetic_re, magnetic_im;
};

/// Spin of the body as the vector, scalar and magnetic interactions see it; axial, pseudoscalar and tensor amplitudes
/// are those of spin 1/2 always.
enum class Spin { zero, half };

/// Adds d sigma/dT = a0 + a1/E + a2/E^2 of a body of mass M (GeV) at recoil energies T > 0 (GeV) to a massless neutrino
/// of either helicity. `axial_interferes`: false for an unpolarised nucleus, whose axial amplitude is an effective
/// incoherent one; true for electrons and free nucleons. `leading_kinematics`: the vector part is 1 - M T/2E^2 only.
void add_massless(const Amplitudes& amplitudes, Spin vector_spin, bool axial_interferes, bool leading_kinematics,
                  double M, bool antineutrino, const double* T, RecoilCoefficients& result);

/// The same for an outgoing fermion of mass m (GeV) that is reached by nbar' g_mu P_L nu, nbar' P_L nu or
/// nbar' s_mn P_L nu F^mn and so on, each normalised like that of a massless neutrino, or by several of them: the mass
/// lets all of them interfere. m = 0 is the massless neutrino. Without regard to the range of T.
void add_massive(const Amplitudes& amplitudes, Spin spin, double M, double outgoing_mass, bool antineutrino,
                 const double* T, RecoilCoefficients& result, bool axial_interferes = true);

}  // namespace tridens::process::detail
