#pragma once

// One-loop anomalous magnetic moment of a charged lepton by a neutral boson, over the coupling squared:
//   Delta a/g^2 = 1/(8 pi^2) int_0^1 dx N(x)/(x^2 + (1 - x) r),  r = M^2/m^2,
//   vector        g lbar gamma l V            N = 2 x^2 (1 - x)
//   axial vector  g lbar gamma gamma_5 l V    N = 2 x (1 - x)(x - 4) - 4 x^3/r
//   scalar        g lbar l S                  N = x^2 (2 - x)
//   pseudoscalar  g lbar i gamma_5 l P        N = -x^3
// (J. P. Leveille, Nucl. Phys. B 137 (1978) 63; F. Jegerlehner and A. Nyffeler, 0902.3360, section 3.) Limits: vector
// 1/(8 pi^2) for M << m and m^2/(12 pi^2 M^2) for M >> m; axial -5 m^2/(12 pi^2 M^2) for M >> m and, by its
// longitudinal mode, that of a pseudoscalar of coupling 2 m g/M for M << m. Vector and axial couplings of one boson
// add.
namespace tridens::model {

enum class LoopBoson { vector, axial, scalar, pseudoscalar };

/// Masses in GeV, both above 0 (UserError). Exact to rounding for ratios of the masses between 1e-12 and 1e10.
double anomalous_moment_per_coupling_squared(LoopBoson boson, double lepton_mass, double boson_mass);

}  // namespace tridens::model
