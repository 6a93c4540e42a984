#include "tridens/rate/recoil_rate.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/rate/detail/recoil_quadrature.hh"

// d sigma/dT = a0 + a1/E + a2/E^2 above E_min(T), hence dR/dT = a0 M0 + a1 M1 + a2 M2 with the moments
// M_k = int_{E_min(T)} phi E^-k dE.
namespace tridens::rate {

void recoil_rate(const process::ElasticProcess& process, size_t component, const flux::SpectrumMoments& moments,
                 const double* recoil, size_t count, double* result) {
  process::RecoilCoefficients coefficients(count);
  process.coefficients(component, recoil, count, coefficients);
  for (size_t i = 0; i < count; ++i) {
    const std::array<double, 3> m = moments.above(process.lowest_energy(component, recoil[i]));
    const double rate =
        coefficients.constant[i] * m[0] + coefficients.inverse[i] * m[1] + coefficients.inverse_squared[i] * m[2];
    result[i] = rate / units::cm2;
  }
}

Folded flux_average(const process::ElasticProcess& process, size_t component, const flux::Spectrum& spectrum,
                    double lowest_recoil, double highest_recoil) {
  if (!(lowest_recoil >= 0.0) || !(highest_recoil > lowest_recoil)) {
    throw UserError("a cross section is asked for between recoil energies that do not increase",
                    "the lower end is zero or above, the upper end above it", "swap the two");
  }
  const double norm = spectrum.integral();
  if (!(norm > 0.0)) {
    throw UserError("the flux is zero", "an average over it has no meaning", "choose another neutrino or flux");
  }
  Folded result;
  const std::vector<double> edges = detail::panel_edges(process, component, spectrum, {lowest_recoil, highest_recoil});
  if (edges.empty()) return result;
  if (edges.front() == 0.0 && process.diverges_at_zero(component)) {
    throw UserError("the cross section on " + process.components()[component].name + " has no finite value",
                    "it grows without bound towards zero recoil energy", "give a lowest recoil energy");
  }
  const flux::SpectrumMoments moments(spectrum);
  const auto rate = [&](const double* recoil, size_t count, double* values) {
    recoil_rate(process, component, moments, recoil, count, values);
  };
  const auto all = [](const double*, size_t count, double* values) { std::fill_n(values, count, 1.0); };
  const detail::RecoilNodes nodes = detail::recoil_nodes(edges, {1, 1, rate, all});
  std::vector<double> values(nodes.size());
  rate(nodes.recoil.data(), nodes.size(), values.data());
  for (size_t panel = 0; panel < nodes.size(); panel += detail::panel_nodes) {
    double surplus = 0.0;
    for (size_t i = panel; i < panel + detail::panel_nodes; ++i) {
      result.value += values[i] * nodes.weight[i] * units::cm2 / norm;
      surplus += values[i] * nodes.surplus[i] * units::cm2 / norm;
    }
    result.error += std::abs(surplus);
  }
  return result;
}

Folded flux_average(const process::ElasticProcess& process, const flux::Spectrum& spectrum, double lowest_recoil,
                    double highest_recoil) {
  Folded sum;
  for (size_t component = 0; component < process.components().size(); ++component) {
    const Folded part = flux_average(process, component, spectrum, lowest_recoil, highest_recoil);
    sum.value += part.value;
    sum.error += part.error;
  }
  return sum;
}

}  // namespace tridens::rate
