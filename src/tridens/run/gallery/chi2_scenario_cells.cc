// Rows of the chi2 table of COHERENT: generalised interactions, light mediators, electromagnetic properties, sterile
// neutrinos. The published numbers are those of data/published/coherent-chi2.csv.
#include "tridens/run/gallery/chi2_cells.hh"

namespace tridens::run::gallery {

std::vector<Chi2Cell> scenario_cells() {
  // Computed with the card of each row: the onset of the beam left free, the Helm form factor, and the signal of argon
  // in the released shape.
  const std::string expectation =
      "CsI: the form factor leaves 310 events here, near to what is seen, so that a smaller amplitude gains 0.02; with "
      "Helm (348 events) it gains 0.55. Argon prefers more signal: V gains 0.70, (V, T) 2.5, (V, S) 3.3 with the "
      "spectrum computed here, 1.7, 4.5, 4.9 with the released one";
  const std::string band =
      "at the minimum, 160 MeV and 3e-4, the amplitude of CsI has the opposite sign. It gains 0.98 here, 1.32 with the "
      "onset of the beam left free, 2.16 with Helm (348 events)";
  const std::string flavours =
      "two flavours fit the ratio of prompt to delayed events, and so does the onset of the beam: held, as here, radii "
      "gain 1.37 and moments 0.28 in CsI; left free 0.02 and nothing. Moments gain 0.60 in argon with the spectrum "
      "computed here, 1.6 with the released one";
  const std::string argon_shape =
      "argon prefers more events at low energies: S gains 2.6 and T 1.4 with the spectrum computed here, 4.7 and 3.2 "
      "with the released one; what is published lies between";
  const std::string end_of_range =
      "the minimum lies at the highest mass that the neutrinos can make, 52.8 MeV, with a moment above 1e-8 mu_B. "
      "With masses up to 45 MeV chi2 is 83.2 in CsI, 105.0 in argon, 188.7 in both";
  const std::string splitting =
      "CsI gains 0.78 at 5 eV2 here, 0.30 with the onset of the beam left free, 1.8 with Helm (348 events)";
  return {
      {"magnetic moments (nu_e, nu_mu)", "coherent-magnetic-moment", {}, {}, {}, flavours},
      {"NGI (V)", "coherent-generalised-vector", {}, {}, {}, expectation},
      {"NGI (S)", "coherent-generalised-scalar", {}, {}, {}, argon_shape},
      {"NGI (T)", "coherent-generalised-tensor", {}, {}, {}, argon_shape},
      {"NGI (V, T)", "coherent-generalised-vector-tensor", {}, {}, {}, expectation},
      {"NGI (V, S)", "coherent-generalised-vector-scalar", {}, {}, {}, expectation},
      {"NGI (S, T)", "coherent-generalised-scalar-tensor", {}, {}, {}, argon_shape},
      {"light vector, universal", "coherent-light-vector-band", {}, {}, {}, band},
      {"light vector, B-L", "coherent-light-vector-b-l", {}, {}, {}, expectation},
      {"light scalar", "coherent-light-scalar", {}, {}, {}, argon_shape},
      {"light tensor", "coherent-light-tensor", {}, {}, {}, argon_shape},
      {"millicharges (nu_e, nu_mu)", "coherent-millicharge", {}, {}, {}, ""},
      {"charge radii (nu_e, nu_mu)", "coherent-charge-radius", {}, {}, {}, flavours},
      {"dipole portal (m_4, mu of nu_mu)", "coherent-sterile-dipole-numu", {}, {}, {}, end_of_range},
      {"sterile oscillation (sin2 2theta_24, Delta m2_42)", "coherent-sterile-oscillation-numu", {}, {}, {}, splitting},
  };
}

}  // namespace tridens::run::gallery
