// Equivalent photons of a nucleon with mass M, for photons with virtualities up to the scale mu^2.
//
// Elastic (the nucleon stays whole): V. M. Budnev, I. F. Ginzburg, G. V. Meledin, V. G. Serbo, Phys. Rept. 15 (1975)
// 181, eq. (D.7) before its integration,
//
//   x gamma = (alpha/pi) Int_{Qmin^2}^{mu^2} dQ^2/Q^2 [(1-x)(1 - Qmin^2/Q^2) F_E + x^2/2 F_M],  Qmin^2 = x^2 M^2/(1-x),
//   F_E = (4 M^2 G_E^2 + Q^2 G_M^2)/(4 M^2 + Q^2),  F_M = G_M^2,
//
// good to the accuracy of the form factors (a few percent).
//
// Inelastic: leading logarithm, photons radiated by the quarks of the set from its lowest Q0^2 (0.4 to 1.9 GeV^2) up,
//
//   x gamma = (alpha/2 pi) Int_{Q0^2}^{mu^2} dQ^2/Q^2 Int_x^1 dz'/z' [1 + (1 - x/z')^2] Sum_q e_q^2 z' q(z', Q^2).
//
// This is the leading term of A. Manohar et al. (LUXqed), Phys. Rev. Lett. 117 (2016) 242002, arXiv:1607.04266. Left
// out: resonances and the continuum below Q0^2, F_L, and the loss of photons into pairs. The sum therefore lies below
// the full density, most at mu^2 of a few GeV^2, where the logarithm is short. alpha is taken at zero momentum.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/math/interpolation.hh"
#include "tridens/matter/detail/parton_sets.hh"

namespace tridens::matter::detail {
namespace {

/// Nodes and weights of a rule over [low, high] in panels of at most `width`.
struct Panels {
  std::vector<double> nodes, weights;
  Panels(double low, double high, double width, int order) {
    const math::QuadratureRule rule = math::gauss_legendre(order);
    const int count = std::max(1, static_cast<int>(std::ceil((high - low) / width)));
    const double step = (high - low) / count;
    for (int panel = 0; panel < count; ++panel) {
      for (size_t i = 0; i < rule.nodes.size(); ++i) {
        nodes.push_back(low + (panel + rule.nodes[i]) * step);
        weights.push_back(rule.weights[i] * step);
      }
    }
  }
};

double charge_weighted(const PartonValues& xf) {
  double sum = 0.0;
  for (const size_t up : {parton::u, parton::ubar, parton::c, parton::cbar, parton::t, parton::tbar}) {
    sum += 4.0 / 9.0 * xf[up];
  }
  for (const size_t down : {parton::d, parton::dbar, parton::s, parton::sbar, parton::b, parton::bbar}) {
    sum += 1.0 / 9.0 * xf[down];
  }
  return sum;
}

/// d(x gamma)/d ln Q^2 of the quarks.
double radiation(const PartonDensity& quarks, Nucleon nucleon, double x, double Q2) {
  if (x >= 1.0) return 0.0;
  constexpr double panel_width = 2.5;  // in ln z', 8 nodes each: 1e-4 or better
  const Panels panels(std::log(x), 0.0, panel_width, 8);
  double sum = 0.0;
  for (size_t i = 0; i < panels.nodes.size(); ++i) {
    const double fraction = std::exp(panels.nodes[i]);
    const double kept = 1.0 - x / fraction;
    sum += panels.weights[i] * (1.0 + kept * kept) * charge_weighted(quarks.evaluate(nucleon, fraction, Q2));
  }
  return constants::fine_structure / (2.0 * units::pi) * sum;
}

/// Inelastic photons of both nucleons, tabulated in ln x and ln Q^2 after division by (1-x)^3.
class InelasticTable {
 public:
  explicit InelasticTable(const PartonDensity& quarks)
      : low_x_(inside_low(quarks.range().lowest_x)), table_(tabulate(quarks)) {}

  double at(Nucleon nucleon, double x, double Q2) const {
    const UniformAxis &axis_x = table_.x_axis(), &axis_Q2 = table_.y_axis();
    double values[2];
    table_.evaluate(std::clamp(std::log(x), axis_x.low, axis_x.high),
                    std::clamp(std::log(Q2), axis_Q2.low, axis_Q2.high), values);
    return values[nucleon == Nucleon::proton ? 0 : 1] * std::pow(1.0 - x, 3);
  }

 private:
  static constexpr size_t x_nodes = 70, Q2_nodes = 40;
  /// A relative 1e-9 inside, where the logarithm and back cannot leave the range.
  static double inside_low(double value) { return value * (1.0 + 1e-9); }

  BicubicTable tabulate(const PartonDensity& quarks) const {
    const PartonRange range = quarks.range();
    const UniformAxis axis_x{std::log(low_x_), 0.0, x_nodes};
    const UniformAxis axis_Q2{std::log(inside_low(range.lowest_Q2)), std::log(range.highest_Q2 * (1.0 - 1e-9)),
                              Q2_nodes};
    std::vector<double> values(x_nodes * Q2_nodes * 2, 0.0);
    for (size_t i = 0; i + 1 < x_nodes; ++i) {
      const double x = std::max(std::exp(axis_x.node(i)), low_x_);
      for (size_t k = 0; k < 2; ++k) {
        const Nucleon nucleon = k == 0 ? Nucleon::proton : Nucleon::neutron;
        double sum = 0.0;
        for (size_t j = 1; j < Q2_nodes; ++j) {
          const Panels step(axis_Q2.node(j - 1), axis_Q2.node(j), axis_Q2.step() * 2.0, 2);
          for (size_t n = 0; n < step.nodes.size(); ++n) {
            sum += step.weights[n] * radiation(quarks, nucleon, x, std::exp(step.nodes[n]));
          }
          values[(i * Q2_nodes + j) * 2 + k] = sum / std::pow(1.0 - x, 3);
        }
      }
    }
    return BicubicTable(axis_x, axis_Q2, 2, values);
  }

  double low_x_ = 0.0;
  BicubicTable table_;
};

class WithPhoton final : public PartonDensity {
 public:
  WithPhoton(std::shared_ptr<const PartonDensity> quarks, PhotonKind kind)
      : PartonDensity(quarks->range(), quarks->border()),
        quarks_(std::move(quarks)),
        form_factor_(make_nucleon_form_factor("default")) {
    if (kind == PhotonKind::equivalent) inelastic_ = std::make_unique<const InelasticTable>(*quarks_);
  }
  std::string name() const override {
    return quarks_->name() + (inelastic_ ? ",photon=equivalent" : ",photon=elastic");
  }
  std::vector<std::string> papers() const override {
    std::vector<std::string> result = quarks_->papers();
    result.push_back("V. M. Budnev et al., Phys. Rept. 15 (1975) 181");
    return result;
  }
  bool has_photon() const override { return true; }

 protected:
  PartonValues proton(double x, double Q2) const override { return quarks_->evaluate(Nucleon::proton, x, Q2); }
  double photon(Nucleon nucleon, double x, double Q2) const override {
    const double elastic = elastic_photon(*form_factor_, nucleon, x, Q2);
    return inelastic_ ? elastic + inelastic_->at(nucleon, x, Q2) : elastic;
  }

 private:
  std::shared_ptr<const PartonDensity> quarks_;
  std::shared_ptr<const NucleonFormFactor> form_factor_;
  std::unique_ptr<const InelasticTable> inelastic_;
};

}  // namespace

double elastic_photon(const NucleonFormFactor& form_factor, Nucleon nucleon, double x, double Q2) {
  if (x >= 1.0) return 0.0;
  const double mass = nucleon_mass(nucleon);
  const double lowest = x * x * mass * mass / (1.0 - x);
  if (lowest >= Q2) return 0.0;
  constexpr double panel_width = 3.0;  // in ln Q^2, 10 nodes each: 1e-6 or better
  Panels panels(std::log(lowest), std::log(Q2), panel_width, 10);
  const size_t count = panels.nodes.size();
  std::vector<double> virtuality(count), electric(count), magnetic(count);
  for (size_t i = 0; i < count; ++i) virtuality[i] = std::exp(panels.nodes[i]);
  form_factor.structure_functions(nucleon, virtuality.data(), electric.data(), magnetic.data(), count);
  double sum = 0.0;
  for (size_t i = 0; i < count; ++i) {
    const double density = (1.0 - x) * (1.0 - lowest / virtuality[i]) * electric[i] + 0.5 * x * x * magnetic[i];
    sum += panels.weights[i] * density;
  }
  return constants::fine_structure / units::pi * sum;
}

double inelastic_photon(const PartonDensity& quarks, Nucleon nucleon, double x, double Q2) {
  const double start = quarks.range().lowest_Q2 * (1.0 + 1e-9);
  if (Q2 <= start) return 0.0;
  constexpr double panel_width = 1.0;  // in ln Q^2
  const Panels panels(std::log(start), std::log(Q2), panel_width, 4);
  double sum = 0.0;
  for (size_t i = 0; i < panels.nodes.size(); ++i) {
    sum += panels.weights[i] * radiation(quarks, nucleon, x, std::exp(panels.nodes[i]));
  }
  return sum;
}

std::shared_ptr<const PartonDensity> with_photon(std::shared_ptr<const PartonDensity> quarks, PhotonKind kind) {
  if (kind == PhotonKind::none) return quarks;
  if (quarks->has_photon()) {
    throw UserError("'" + quarks->name() + "' has a photon density of its own", "two would count photons twice",
                    "leave out photon=");
  }
  if (quarks->border() == PartonBorder::extend) {
    throw UserError("photon= does not go with border=extend", "its table ends at the range of the set",
                    "choose border=freeze or border=error");
  }
  return std::make_shared<WithPhoton>(std::move(quarks), kind);
}

}  // namespace tridens::matter::detail
