#include "tridens/process/trident_epa.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/nuclide.hh"

namespace tridens::process {
namespace {

constexpr double nucleon_highest_Q = 1.0, tested_cut = 0.140;  // GeV

struct Window {
  double low, high;  // Q, GeV
};

/// Range of Q that a variant gives to photons of this shat.
Window window(EquivalentPhotons variant, bool nucleus, double A, double energy, double mass, double shat,
              double highest_Q2) {
  const double virtual_Q = shat / (2.0 * energy);
  Window result{virtual_Q, std::sqrt(highest_Q2)};
  const double edge = equivalent_photon_lambda / std::cbrt(A);
  switch (variant) {
    case EquivalentPhotons::simple:
      break;
    case EquivalentPhotons::improved:
      result.low = virtual_Q / std::sqrt(1.0 - shat / (2.0 * energy * mass));
      break;
    case EquivalentPhotons::magill_plestid:
    case EquivalentPhotons::cut_140MeV:
      if (nucleus) {
        result.high =
            std::min(result.high, variant == EquivalentPhotons::cut_140MeV ? tested_cut / std::cbrt(A) : edge);
      } else {
        result = {std::max(edge, virtual_Q), std::min(result.high, nucleon_highest_Q)};
      }
      break;
  }
  return result;
}

/// int dQ2/Q2 a(Q2) w(Q2, shat) over the window, in panels of ln Q as wide as a form factor allows.
double photon_number(const HadronResponse& response, EquivalentPhotons variant, const Window& range, double y,
                     double mass) {
  if (!(range.high > range.low)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  const double low = std::log(range.low), span = std::log(range.high) - low;
  const int panels = std::max(1, static_cast<int>(std::ceil(span / 0.6)));
  const size_t count = rule.nodes.size();
  std::vector<double> Q2(count), a(count), b(count);
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t k = 0; k < count; ++k) Q2[k] = std::exp(2.0 * (low + span * (panel + rule.nodes[k]) / panels));
    response.evaluate(Q2.data(), count, a.data(), b.data());
    for (size_t k = 0; k < count; ++k) {
      const double w = variant == EquivalentPhotons::improved ? 1.0 - y - mass * mass * y * y / Q2[k] : 1.0;
      sum += rule.weights[k] * 2.0 * span / panels * a[k] * w;
    }
  }
  return sum;
}

/// 1807.10973 eq. 2.8; `pair_squared` = (m- + m+)^2.
double highest_shat(double energy, double mass, double pair_squared) {
  const double x = 2.0 * energy * mass - pair_squared;
  const double root = std::sqrt(std::max(0.0, x * x - 4.0 * mass * mass * pair_squared));
  return energy / (2.0 * energy + mass) * (pair_squared + 2.0 * energy * mass + root);
}

const LeptonTable& pair_table(const LeptonTables& tables, const model::TridentChannel& channel, double& va_sign) {
  va_sign = 1.0;
  if (const LeptonTable* table = tables.find(channel.minus, channel.plus)) return *table;
  va_sign = -1.0;
  if (const LeptonTable* table = tables.find(channel.plus, channel.minus)) return *table;
  throw Failure("no table for the lepton pair " + channel.pair(), "the photon cross section needs it",
                "build it with 'tridens tables'");
}

}  // namespace

std::vector<std::string> equivalent_photon_names() {
  return {"simple", "improved", "magill-plestid", "cut-140MeV"};
}

EquivalentPhotons parse_equivalent_photons(std::string_view name) {
  const std::vector<std::string> names = equivalent_photon_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) unknown_name("equivalent-photon approximation", name, names);
  return static_cast<EquivalentPhotons>(found - names.begin());
}

double equivalent_photon_cross_section(const Trident& trident, size_t component, const LeptonTables& tables,
                                       double energy, EquivalentPhotons variant) {
  const model::LeptonVertex& vertex = trident.options().vertex;
  if (vertex.has_mediator()) {
    throw UserError("equivalent photons with a mediator", "only contact couplings are implemented",
                    "use the full calculation");
  }
  if (energy <= trident.threshold(component)) return 0.0;
  const model::TridentChannel& channel = trident.options().channel;
  double va_sign = 1.0;
  const LeptonTable& table = pair_table(tables, channel, va_sign);
  if (channel.incoming.antiparticle) va_sign = -va_sign;
  const Component& target = trident.components()[component];
  const bool nucleus = target.name == "coherent";
  // The cut on nucleons uses the nucleus they sit in.
  const double A = matter::nuclide(target.nuclide).mass_number, mass = target.target_mass;
  const double threshold = table.threshold_squared();
  const TridentLimits limits = trident_limits(energy, mass, std::sqrt(threshold));
  // Photons above the upper end of Q need shat above 2 E Q: nothing is left there.
  const double highest_Q = window(variant, nucleus, A, energy, mass, threshold, limits.highest_Q2).high;
  const double largest =
      std::min({highest_shat(energy, mass, threshold), 2.0 * energy * highest_Q, table.grid().largest_W2});
  if (largest <= threshold) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(64);
  const double range = std::log(largest / threshold);
  double sum = 0.0;
  for (size_t i = 0; i < rule.nodes.size(); ++i) {
    const double shat = threshold * std::exp(range * rule.nodes[i]), y = shat / (2.0 * energy * mass);
    if (y >= 1.0) continue;
    ShapeMoments moments{};
    table.evaluate(shat, 0.0, moments);
    const CouplingStructures& structures = moments[0].transverse;
    const double photon = vertex.V * vertex.V * structures.vv + vertex.A * vertex.A * structures.aa +
                          va_sign * vertex.V * vertex.A * structures.va;
    const Window Q = window(variant, nucleus, A, energy, mass, shat, limits.highest_Q2);
    sum += rule.weights[i] * range * photon * photon_number(trident.response(component), variant, Q, y, mass);
  }
  return sum * target.multiplicity * constants::electric_charge_squared / (4.0 * units::pi * units::pi);
}

double crude_cross_section(const model::TridentChannel& channel, const model::LeptonVertex& vertex, int proton_number,
                           int mass_number, double energy, double lambda) {
  const double pair = charged_lepton_mass(channel.minus) + charged_lepton_mass(channel.plus);
  const double x = 2.0 * energy * lambda / std::cbrt(mass_number);
  if (x <= pair * pair) return 0.0;
  const double coupling = constants::fine_structure * constants::fermi_constant * proton_number;
  return (vertex.V * vertex.V + vertex.A * vertex.A) * coupling * coupling / (9.0 * std::pow(units::pi, 3)) * x *
         std::log(x / (pair * pair));
}

}  // namespace tridens::process
