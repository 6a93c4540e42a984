#pragma once
#include <memory>
#include <string>

#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/matter/nucleon_form_factor.hh"
#include "tridens/matter/pauli_blocking.hh"
#include "tridens/process/form_factor_tables.hh"

// Upscattering  nu(p) + X(k, mass M, at rest) -> N(p', mass m, helicity h) + X(k')  on nuclei and nucleons that stay
// whole, by exchange of a vector, a scalar and a photon. Formulas in upscatter_tensors.cc, papers in
// upscatter_elastic.cc.
namespace tridens::process {

/// Frame in which N has its helicity; the sum over helicities does not depend on it.
enum class HelicityFrame { laboratory, centre_of_mass };

/// A number for each helicity of N: the same handedness as the massless neutrino (conserving: h = -1 from neutrinos, +1
/// from antineutrinos) and the opposite one (flipping).
struct HelicityPair {
  double conserving = 0.0, flipping = 0.0;
  double sum() const { return conserving + flipping; }
};

/// Two-body kinematics, exact. GeV.
struct UpscatterKinematics {
  double target_mass = 0.0, mass = 0.0;
  struct Range {
    double low = 0.0, high = 0.0;
  };
  /// m + m^2/2M.
  double threshold() const { return mass * (1.0 + 0.5 * mass / target_mass); }
  /// Limits of Q^2, GeV^2; both zero at and below threshold.
  Range Q2_range(double energy) const;
};

/// A point of the phase space; Q^2 must be within its limits.
struct UpscatterPoint {
  UpscatterKinematics kinematics;
  double energy = 0.0, Q2 = 0.0;
  HelicityFrame frame = HelicityFrame::laboratory;
};

/// What the body responds with at one Q^2. Spin 0: H1 = F^2, H2 = 0; spin 1/2: H1 = F1^2 + Q^2/4M^2 F2^2,
/// H2 = (F1 + F2)^2. Couplings to the exchanged boson may be part of the form factors.
struct HadronStructure {
  double H1 = 0.0, H2 = 0.0;
};

/// T_h of d sigma/dQ^2 = g^2/(64 pi M^2 E^2) T_h/(Q^2 + m_X^2)^2 for the three kinds of exchange, powers of GeV:
/// vector (C Nbar g^a P_L nu V_a), scalar (y Nbar P_L nu phi; body with vertex 2 M F of spin 0, F of spin 1/2) and
/// dipole ((mu/2) Nbar s_ab P_L nu F^ab, m_X = 0).
HelicityPair upscatter_vector(const UpscatterPoint& point, const HadronStructure& hadron);
HelicityPair upscatter_scalar(const UpscatterPoint& point, double form_factor, bool spin_half);
HelicityPair upscatter_dipole(const UpscatterPoint& point, const HadronStructure& hadron);
/// A chiral current on a nucleon, vector - axial, without the 1/m_X^2 terms of the boson's propagator: adds to
/// upscatter_vector() the square of G_A with its pion pole and the interference with G_M = F1 + F2 (whose sign is the
/// opposite for antineutrinos).
HelicityPair upscatter_axial(const UpscatterPoint& point, double axial, double magnetic, bool antineutrino);
/// Interference of vector and scalar, the 2 Re of it included: for g_V g_S/[(Q^2 + m_V^2)(Q^2 + m_S^2)]. `charge` is F
/// of spin 0, F1 - Q^2/4M^2 F2 of spin 1/2. Amplitudes of the same sign; from couplings of the same sign in the
/// Lagrangian neutrinos get it with a minus sign (like charges repel by a vector, attract by a scalar), antineutrinos
/// with plus.
HelicityPair upscatter_interference(const UpscatterPoint& point, double charge, double scalar_form_factor);

/// Interference of a dipole with a vector, the 2 Re of it included, for amplitudes of the same sign; `crossed` has one
/// form factor of either in each product: H1 = F1 F1' + Q^2/4M^2 F2 F2', H2 = (F1 + F2)(F1' + F2').
HelicityPair upscatter_dipole_vector(const UpscatterPoint& point, const HadronStructure& crossed);
/// With a scalar, from couplings of the same sign, neutrinos (opposite for antineutrinos); `charge` is that of the
/// photon, as in upscatter_interference().
HelicityPair upscatter_dipole_scalar(const UpscatterPoint& point, double charge, double scalar_form_factor);
/// With the axial part of a chiral current, vector - axial; `magnetic` is G_M of the photon.
HelicityPair upscatter_dipole_axial(const UpscatterPoint& point, double axial, double magnetic, bool antineutrino);

/// The exchanged bosons and their couplings, natural units: all that are there act together in one amplitude.
struct UpscatterExchange {
  /// C g_p and C g_n: couplings of the transition times those of protons and neutrons; a dark photon has g_p = e eps
  /// and g_n = 0. Nucleons: form factors g_p F^p + g_n F^n of the proton, exchanged for the neutron (isospin, no
  /// strange quarks).
  double vector_proton = 0.0, vector_neutron = 0.0, vector_mass = 0.0;
  /// Axial couplings to the same boson at Q^2 = 0, on nucleons only: a nucleus of spin 0 has none.
  double axial_proton = 0.0, axial_neutron = 0.0;
  double scalar_proton = 0.0, scalar_neutron = 0.0, scalar_mass = 0.0;  // y c_p, y c_n
  double dipole = 0.0;                                                  // mu, GeV^-1
  /// Phases of y and mu against that of C, rad: interference goes with their cosine, in the sign convention of L = e
  /// J_em.A beside e eps J_em.Z'.
  double scalar_phase = 0.0, dipole_phase = 0.0;
};

/// A nucleus or nucleon as the exchanged bosons see it.
class UpscatterBody {
 public:
  /// Coherent on a nucleus (spin 0: corrections of the spin are of order Q^2/4M^2), vector and scalar with the same
  /// form factor.
  UpscatterBody(const matter::Nuclide& nuclide, const std::shared_ptr<const matter::NuclearFormFactor>& form_factor,
                FormFactorTables& tables);
  /// A nucleon, free (fermi_momentum 0) or in an ideal Fermi gas. Scalar form factor: electric one of the proton.
  UpscatterBody(matter::Nucleon nucleon, std::shared_ptr<const matter::NucleonFormFactor> form_factor,
                double fermi_momentum);

  double mass() const { return mass_; }
  /// False when none of the exchanged bosons couples to it.
  bool responds_to(const UpscatterExchange& exchange) const;
  /// Q^2 at which the response has fallen by about 2/3, GeV^2; infinite for a point.
  double falls_at() const { return falls_at_; }
  std::string description() const { return description_; }
  /// T_h with couplings and propagators, GeV^-2 x powers of T: sum over exchanges of g_i g_j T_h^ij P_i P_j.
  HelicityPair squared(const UpscatterPoint& point, const UpscatterExchange& exchange, bool antineutrino) const;

 private:
  /// Form factors with couplings: electric and magnetic Sachs ones (the electric one alone for spin 0) of vector and
  /// photon, and the scalar one.
  struct Charges {
    double vector_electric = 0.0, vector_magnetic = 0.0, photon_electric = 0.0, photon_magnetic = 0.0, scalar = 0.0,
           axial = 0.0;
  };
  Charges charges(double Q2, const UpscatterExchange& exchange) const;
  /// Of a product of two exchanges.
  HadronStructure structure(double electric, double other_electric, double magnetic, double other_magnetic,
                            double Q2) const;
  /// Square of the dipole and its interference with the others; `photon`, `vector`, `scalar`: couplings and
  /// propagators.
  HelicityPair dipole_terms(const UpscatterPoint& point, const UpscatterExchange& x, const Charges& c, double photon,
                            double vector, double scalar, bool antineutrino) const;

  double mass_ = 0.0, falls_at_ = 0.0;
  std::string description_;
  std::shared_ptr<const detail::FunctionTable> nuclear_;  // F in Q^2; null for a point
  double proton_number_ = 0.0, neutron_number_ = 0.0;
  std::shared_ptr<const matter::NucleonFormFactor> nucleonic_;
  matter::Nucleon nucleon_ = matter::Nucleon::proton;
  matter::PauliBlocking pauli_{0.0};
};

/// Upscattering on one body: cross sections per body, and the map of a unit interval to Q^2 that flattens them.
class UpscatterElastic {
 public:
  /// UserError for a negative or infinite mass of N, a boson whose mass is not positive and a body to which nothing
  /// couples.
  UpscatterElastic(UpscatterBody body, const UpscatterExchange& exchange, double heavy_mass, bool antineutrino,
                   HelicityFrame frame = HelicityFrame::laboratory);

  const UpscatterBody& body() const { return body_; }
  const UpscatterKinematics& kinematics() const { return kinematics_; }
  double threshold() const { return kinematics_.threshold(); }
  /// d sigma/dQ^2 per helicity, GeV^-4; zero outside the phase space.
  HelicityPair differential(double energy, double Q2) const;
  /// Total per helicity, GeV^-2, by adaptive quadrature to 1e-8 or so; zero below threshold. `error`: estimate for the
  /// sum.
  HelicityPair total(double energy, double* error = nullptr) const;

  struct MappedQ2 {
    double Q2 = 0.0, jacobian = 0.0;  // dQ^2/du, 0 below threshold
  };
  MappedQ2 map(double energy, double u) const;

 private:
  UpscatterBody body_;
  UpscatterExchange exchange_;
  UpscatterKinematics kinematics_;
  bool antineutrino_;
  HelicityFrame frame_;
  double scale_ = 0.0;  // Q^2 at which the cross section bends, GeV^2
};

}  // namespace tridens::process
