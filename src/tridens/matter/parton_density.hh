#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/matter/nucleon_form_factor.hh"

// Momentum densities x f(x, Q^2) of the partons of a nucleon. x is the fraction of the momentum of the nucleon, Q^2 the
// factorisation scale squared in GeV^2.
namespace tridens::matter {

/// Place of a parton in the results, after the PDG numbers: quark number + 6 (tbar 0 ... dbar 5, d 7, u 8 ... t 12),
/// the gluon in the middle (6) and the photon last (13).
namespace parton {
inline constexpr size_t tbar = 0, bbar = 1, cbar = 2, sbar = 3, ubar = 4, dbar = 5, gluon = 6, d = 7, u = 8, s = 9,
                        c = 10, b = 11, t = 12, photon = 13;
inline constexpr size_t count = 14;
/// By PDG number: -6..-1, 1..6, 21, 22. UserError for any other.
size_t index(int pdg);
}  // namespace parton

/// x f of all partons at one point, by parton:: index.
using PartonValues = std::array<double, parton::count>;

/// What happens outside the range of a set. `freeze` takes the value at the border in x and in Q^2; `extend` evaluates
/// the formula beyond the range it was fitted in (closed forms only).
enum class PartonBorder { error, freeze, extend };

struct PartonRange {
  double lowest_x = 0.0, highest_x = 1.0;
  double lowest_Q2 = 0.0, highest_Q2 = 0.0;  // GeV^2
};

class PartonDensity {
 public:
  virtual ~PartonDensity() = default;

  /// x f of a free nucleon at a batch of points. The neutron follows from the proton by isospin (u and d exchanged),
  /// but for the photon. A flavour that the scheme of the set does not have is 0; the photon of a set without one is
  /// NaN. UserError for x outside (0, 1], for a Q^2 that is not positive, and outside the range unless a border rule
  /// was chosen.
  void evaluate(Nucleon nucleon, const double* x, const double* Q2, size_t points, PartonValues* xf) const;
  PartonValues evaluate(Nucleon nucleon, double x, double Q2) const;

  /// Average over the nucleons of a body of which `proton_fraction` are protons: a sum of free nucleons, without
  /// shadowing, antishadowing, EMC effect and Fermi motion (effects of up to some 10 to 20 % in heavy nuclei).
  void evaluate_average(double proton_fraction, const double* x, const double* Q2, size_t points,
                        PartonValues* xf) const;

  PartonRange range() const { return range_; }
  PartonBorder border() const { return border_; }
  /// Of the set, without the border rule: "grv94lo", "grv94lo,photon=elastic".
  virtual std::string name() const = 0;
  virtual std::vector<std::string> papers() const = 0;
  virtual bool has_photon() const { return false; }
  /// True for sets that border=extend continues beyond their range: closed forms.
  virtual bool can_extend() const { return false; }

 protected:
  PartonDensity(PartonRange range, PartonBorder border) : range_(range), border_(border) {}
  PartonDensity(const PartonDensity&) = default;
  PartonDensity& operator=(const PartonDensity&) = default;

  /// The partons of the proton at a point that the rules above allow.
  virtual PartonValues proton(double x, double Q2) const = 0;
  /// The photon of a nucleon, used when has_photon(). NaN where the set does not say (the neutron of most sets).
  virtual double photon(Nucleon nucleon, double x, double Q2) const;

 private:
  void admit(double& x, double& Q2) const;

  PartonRange range_;
  PartonBorder border_ = PartonBorder::error;
};

/// Protons among the nucleons of a material, 0..1 (ice 10/18, argon 0.4506, standard rock 1/2).
double proton_fraction(const Material& material);

struct PartonInfo {
  std::string name, description, order, source, validity;
};

/// Gives the text of a file of the user by its path; matter itself opens no file.
using TextReader = std::function<std::string(const std::string& path)>;

/// A set from "name" or "name,key=value,...": the names of parton_densities(), or "lhapdf:PATH" for a member file of
/// LHAPDF 6 (format lhagrid1), which needs `reader`. Keys: border = error (default), freeze or extend; photon = none
/// (default: the one of the file, if any), elastic (equivalent photons of a nucleon that stays whole) or equivalent
/// (those of its quarks added, a leading logarithm without the resonances: a lower estimate). UserError otherwise.
std::shared_ptr<const PartonDensity> make_parton_density(std::string_view specification,
                                                         const TextReader& reader = nullptr);
std::vector<PartonInfo> parton_densities();

}  // namespace tridens::matter
