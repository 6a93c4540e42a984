// Rows of the chi2 table of COHERENT: generalised interactions, light mediators, electromagnetic properties, sterile
// neutrinos. The published numbers are those of data/published/coherent-chi2.csv.
#include "tridens/run/gallery/chi2_cells.hh"

namespace tridens::run::gallery {

std::vector<Chi2Cell> scenario_cells() {
  // What is behind the differences is computed in the second table of the entry, for the scenarios before these.
  const std::string expectation =
      "the form factor leaves 310 events in CsI here, near to what is seen, so that a smaller amplitude gains nothing; "
      "argon prefers more signal, by 0.70 with the spectrum computed here and by 1.7 with that of the release";
  const std::string band =
      "at the minimum, 160 MeV and 3e-4, the amplitude of CsI has the opposite sign. It gains 0.98 here, 1.32 with the "
      "onset of the beam left free, 2.16 with the Helm form factor (348 events)";
  const std::string flavours =
      "two flavours fit the ratio of prompt to delayed events, and so does the onset of the beam, which is held here";
  const std::string argon_shape =
      "argon prefers more events at low energies, by an amount that depends on the spectrum of its signal: computed "
      "here, released in 2006.12659";
  const std::string end_of_range =
      "the minimum lies at the highest mass that the neutrinos can make, 52.8 MeV, with a moment above 1e-8 mu_B. "
      "With masses up to 45 MeV chi2 is 83.2 in CsI, 105.0 in argon, 188.7 in both";
  const std::string splitting =
      "a gain by the shape of the survival probability in CsI, at 5 eV2; argon at 27.5 m sees a part of it";
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
