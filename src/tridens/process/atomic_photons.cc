#include "tridens/process/atomic_photons.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process {
namespace {

constexpr double thomas_fermi = 111.0, inelastic_radius = 773.0;
constexpr double nuclear_size = 0.164, dipole_mass_squared = 0.71;  // GeV^2
constexpr double proton_moment = 2.79;                              // nuclear magnetons, as in the parametrisation

double square(double x) {
  return x * x;
}

}  // namespace

AtomicPhotons::AtomicPhotons(double proton_number, double mass_number, bool inelastic)
    : Z_(proton_number), A_(mass_number), inelastic_(inelastic) {
  if (!(Z_ >= 1.0) || !(A_ >= Z_) || !std::isfinite(A_)) {
    throw UserError("the atom of the target is wrong", fmt::format("Z = {}, A = {}", Z_, A_),
                    "give 1 <= Z <= A, for lead Z = 82, A = 207.2");
  }
  screening_ = square(constants::electron_mass * std::cbrt(Z_) / thomas_fermi);
  proton_screening_ = square(constants::electron_mass * std::cbrt(Z_ * Z_) / inelastic_radius);
  size_ = nuclear_size / std::cbrt(A_ * A_);
}

double AtomicPhotons::elastic_form(double t) const {
  return square(Z_ * t / (t + screening_) / (1.0 + t / size_));
}

double AtomicPhotons::inelastic_form(double t) const {
  const double magnetic = 1.0 + t * (square(proton_moment) - 1.0) / (4.0 * square(constants::proton_mass));
  return Z_ * square(t / (t + proton_screening_) * magnetic / square(square(1.0 + t / dipole_mass_squared)));
}

double AtomicPhotons::form(double t) const {
  return elastic_form(t) + (inelastic_ ? inelastic_form(t) : 0.0);
}

// With 1/[(t + s)(t + d)] = [1/(t + s) - 1/(t + d)]/(d - s) the square is a sum of elementary integrals.
double AtomicPhotons::elastic_flux(double t_min, double t_max) const {
  const double s = screening_, d = size_, gap = d - s;
  const double log_s = std::log((t_max + s) / (t_min + s)), log_d = std::log((t_max + d) / (t_min + d));
  const double span = t_max - t_min;
  const double squares = log_s - span / (t_max + s) + log_d - span / (t_max + d);
  const double product = ((d + t_min) * log_d - (s + t_min) * log_s) / gap;
  return square(Z_ * d / gap) * (squares - 2.0 * product);
}

double AtomicPhotons::flux(double t_min, double t_max) const {
  if (!(t_min < t_max)) return 0.0;
  double sum = std::max(0.0, elastic_flux(t_min, t_max));  // rounding where t_min is almost t_max
  if (!inelastic_) return sum;
  static const math::QuadratureRule rule = math::gauss_legendre(12);
  const double low = std::log(t_min), span = std::log(t_max / t_min);
  const int panels = std::max(1, static_cast<int>(std::ceil(span / 1.5)));
  for (int panel = 0; panel < panels; ++panel) {
    for (int k = 0; k < rule.size(); ++k) {
      const size_t i = static_cast<size_t>(k);
      const double t = std::exp(low + span * (panel + rule.nodes[i]) / panels);
      sum += rule.weights[i] * span / panels * (1.0 - t_min / t) * inelastic_form(t);
    }
  }
  return sum;
}

}  // namespace tridens::process
