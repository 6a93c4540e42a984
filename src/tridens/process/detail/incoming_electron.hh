#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/math/interpolation.hh"
#include "tridens/matter/atomic_momentum.hh"
#include "tridens/process/detail/two_body.hh"

namespace tridens::process::detail {

/// A cross section against a = 2 p.k, tabulated for the integrals over the electron's momentum and its radiation: the
/// logarithm of sigma a/(a - a_threshold)^2 as a cubic spline in ln(a - a_threshold) + asinh((a - a_r)/w_r), to about
/// 1e-6; a power law below the first node. Zero at and below threshold.
class CrossSectionTable {
 public:
  struct Resonance {
    double place = 0.0, width = 0.0;  // in a, GeV^2
  };
  using Function = std::function<double(double a)>;
  CrossSectionTable(const Function& sigma, double threshold, std::optional<Resonance> resonance);
  /// UserError above neutrino energies of 1e12 GeV.
  double operator()(double a) const;
  double threshold() const { return threshold_; }
  const std::optional<Resonance>& resonance() const { return resonance_; }

 private:
  double coordinate(double a) const;

  double threshold_;
  std::optional<Resonance> resonance_;
  std::optional<CubicSpline> logarithm_;
};

/// Momenta beyond are left out: hydrogenic ones are not relativistic. Below 1e-4 of the electrons up to iron.
inline constexpr double largest_momentum = 0.95 * constants::electron_mass;

/// Cross section of an electron at rest that may radiate before it scatters: int D(x) sigma(x a) dx.
double radiated_cross_section(const CrossSectionTable& sigma, double a);
/// Per electron of an atom, the relative velocity 1 - p_z/m_e included:
///   sum over groups (N_g/N) int J_g(p_z) (1 - p_z/m_e) sigma(2 E (m_e - p_z)) dp_z.
double atomic_cross_section(const CrossSectionTable& sigma, const std::vector<matter::ElectronGroup>& groups,
                            double energy);

/// A number drawn, and target over sampling density.
struct Drawn {
  double value = 0.0, weight = 0.0;
};
/// p_z of an electron and, in `group`, whose it is; the weight holds 1 - p_z/m_e.
Drawn draw_momentum(const std::vector<matter::ElectronGroup>& groups, const CrossSectionTable& sigma, double energy,
                    double u, size_t* group);
/// 1 - x of the radiation of an electron at a.
Drawn draw_radiation(const CrossSectionTable& sigma, double a, double u);
/// p.q of the photon as a share of its largest value, log-uniform between `least` and 1.
Drawn draw_share(double least, double u);

/// Momentum of a photon in the collision of `electron` with a neutrino of `energy` along z, that lowers 2 p.k = a to
/// (1 - radiated) a; `share` as of draw_share, azimuth around the neutrino in the frame of the electron.
LightCone photon_momentum(const LightCone& electron, double energy, double radiated, double share, double azimuth);
/// Smallest share.
double least_share(const LightCone& electron, double energy);

}  // namespace tridens::process::detail
