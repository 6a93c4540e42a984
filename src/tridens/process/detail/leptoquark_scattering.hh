#pragma once
#include <memory>
#include <vector>

#include "tridens/math/gauss_legendre.hh"
#include "tridens/process/detail/deep_inelastic.hh"
#include "tridens/process/detail/leptoquark.hh"

namespace tridens::process::detail {

/// Parts of the square of the amplitude that are there: the leptoquark's own, the difference that it makes to the
/// Standard Model, or all.
enum class LeptoquarkContribution { leptoquark, difference, total };

/// What all final states share.
struct LeptoquarkSetup {
  double mass = 0.0;           // GeV
  std::vector<double> widths;  // of the states, GeV
  LeptoquarkContribution contribution = LeptoquarkContribution::leptoquark;
  std::shared_ptr<const matter::PartonDensity> density;
};

/// Neutrino scattering on one kind of nucleon into one final lepton, with a leptoquark. Formulas in
/// leptoquark_exchange.cc of the room. Cross sections are per nucleon, natural units.
class LeptoquarkScattering {
 public:
  struct Target {
    matter::Nucleon nucleon = matter::Nucleon::proton;
    LeptoquarkFinal final_state;
    double boson_mass = 0.0;  // of what is exchanged beside
    double top_mass = 0.0;    // of the quark beside the lepton; 0 when it is light
  };
  /// `standard` is null where the Standard Model does not have the final state or is not asked for.
  LeptoquarkScattering(std::shared_ptr<const LeptoquarkSetup> setup, Target target, std::vector<LeptoquarkTerm> terms,
                       std::shared_ptr<const PartonSum> standard, const InelasticPhaseSpace& space);

  const InelasticPhaseSpace& space() const { return space_; }
  /// d^2 sigma/dx dQ^2 at points of the phase space, GeV^-4. UserError where a density is negative.
  void differential(const double* energy, const double* x, const double* Q2, size_t count, double* result) const;
  CrossSection cross_section(double energy) const;
  double narrow_width(double energy) const;
  /// d sigma/dy, 0 < y < 1.
  double inelasticity(double energy, double y) const;

  /// Map of the unit square: density in x and Q^2, zero outside the phase space.
  struct Point {
    double x = 0.0, Q2 = 0.0, density = 0.0;
  };
  Point point(double energy, double u1, double u2) const;

 private:
  struct Shares;
  Shares shares() const;
  void add_group(double produced_mass, const double* energy, const double* x, const double* Q2, size_t count,
                 double* result) const;
  void leptoquark_part(const double* energy, const double* x, const double* Q2, size_t count, double* result) const;
  double density_at(double energy, double x, double Q2) const;
  std::vector<double> breaks(double lowest_s, double highest_s) const;
  double integral(double energy, const math::QuadratureRule& rule) const;
  double largest_width() const;
  /// With the exchange of a boson.
  bool interferes() const {
    return setup_->contribution != LeptoquarkContribution::leptoquark && target_.top_mass == 0.0;
  }
  double produced(double x, double Q2) const { return x * (1.0 + target_.top_mass * target_.top_mass / Q2); }

  std::shared_ptr<const LeptoquarkSetup> setup_;
  Target target_;
  std::vector<LeptoquarkTerm> terms_;
  std::vector<double> masses_;  // produced ones, of the terms
  std::shared_ptr<const PartonSum> standard_;
  InelasticPhaseSpace space_;
};

}  // namespace tridens::process::detail
