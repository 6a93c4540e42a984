#pragma once

// Equivalent photons of an atom for emission by a fast charged particle: K. J. Kim and Y.-S. Tsai, Phys. Rev. D 8
// (1973) 3109; J. D. Bjorken, R. Essig, P. Schuster, N. Toro, Phys. Rev. D 80 (2009) 075018 (0906.0580), app. A:
//   chi = int_{t_min}^{t_max} dt (t - t_min)/t^2 G_2(t),
//   G_2 = Z^2 [a^2 t/(1 + a^2 t)]^2 [1/(1 + t/d)]^2                                                    (elastic)
//       + Z [a'^2 t/(1 + a'^2 t)]^2 {[1 + t (mu_p^2 - 1)/4 m_p^2]/(1 + t/0.71)^4}^2                    (inelastic),
//   a = 111 Z^(-1/3)/m_e, d = 0.164 A^(-2/3) GeV^2, a' = 773 Z^(-2/3)/m_e, mu_p = 2.79; t in GeV^2.
// The first factors are the screening by the electrons of the atom, the second ones the form factors of the nucleus and
// of the proton. Valid for t up to about 1 GeV^2 on atoms heavier than hydrogen.
namespace tridens::process {

class AtomicPhotons {
 public:
  /// `mass_number`: of the atom, may be the atomic weight of an element. UserError unless both are >= 1 and the mass
  /// number is not below the charge.
  AtomicPhotons(double proton_number, double mass_number, bool inelastic = false);

  /// G_2 at t, GeV^2.
  double form(double t) const;
  double elastic_form(double t) const;
  /// chi; 0 where t_min >= t_max. The elastic part in closed form, the inelastic one by quadrature (1e-8).
  double flux(double t_min, double t_max) const;

  double proton_number() const { return Z_; }
  double mass_number() const { return A_; }

 private:
  double Z_, A_;
  bool inelastic_;
  double screening_, size_, proton_screening_;  // 1/a^2, d, 1/a'^2 in GeV^2

  double elastic_flux(double t_min, double t_max) const;
  double inelastic_form(double t) const;
};

}  // namespace tridens::process
