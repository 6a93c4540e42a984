// Spectra of neutral mesons are those of charged ones at the same place (isospin), normalised to the number per proton.
//   sanford-wang (8 GeV): d2N/dp dOmega ~ c1 p^c2 (1 - p/(p_B - c9)) exp[-c3 p^c4/p_B^c5 - c6 theta (p - c7 p_B
//     cos^c8 theta)]; pi0: mean of pi+ and pi-, eta: K0 (as in arXiv:1609.01770).
//   bmpt (tens to hundreds of GeV): E d3N/dp3 ~ (1 - x)^alpha (1 + B x) x^-beta (1 + a' pT + b' pT^2) exp(-a' pT),
//     x = E*/E*_max, a' = a x^-gamma, b' = a^2 x^-delta/2; pi-: divided by r0 (1 + x)^r1; nuclei: times (A/9)^n, n =
//     (0.74 - 0.55 x_F + 0.26 x_F^2)(0.98 + 0.21 pT). eta: the same in x with its mass.
//   burman-smith (0.6 to 0.8 GeV): d2N/dT dOmega ~ A(theta) exp[-(T - Tbar)^2/2 sigma^2]/[1 + exp((T - T_F)/B)],
//     Tbar = 48 + 330 e^(-theta/T_A), sigma = sigma_A e^(-theta/85) (MeV, degrees), B = 25 MeV, T_F = T_p - 140 - 2B,
//     A a quadratic spline with knots at 0, 30, 70, 180 degrees; T_A and sigma_A linear in T_p.
// Secondary collisions are in the number alone, not in the shape. Papers in the headers of the tables.
#include "tridens/flux/beam_mesons.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/atmospheric_mesons.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux {
namespace {

constexpr double proton = constants::proton_mass;

Table table_of(const std::string& path) {
  return parse_table(embedded_table(path), path);
}

std::array<double, 9> parameters_of(const std::string& form, const std::string& particle) {
  const Table table = table_of("data/source/meson_spectra.csv");
  std::vector<std::string> forms;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    forms.push_back(table.rows[row][table.column("form")]);
    if (forms.back() != form || table.rows[row][table.column("particle")] != particle) continue;
    std::array<double, 9> result{};
    for (size_t i = 0; i < result.size(); ++i) result[i] = table.number(row, table.column(fmt::format("p{}", i + 1)));
    return result;
  }
  unknown_name("spectrum of mesons", form, forms);
}

/// Quadratic B-spline i over the knots of the angles.
double spline_of_angle(int order, size_t i, double degrees) {
  constexpr std::array<double, 8> knots = {0.0, 0.0, 0.0, 30.0, 70.0, 180.0, 180.0, 180.0};
  if (order == 0) return degrees >= knots[i] && degrees < knots[i + 1] ? 1.0 : 0.0;
  const size_t reach = i + static_cast<size_t>(order);
  double value = 0.0;
  if (knots[reach] > knots[i]) {
    value += (degrees - knots[i]) / (knots[reach] - knots[i]) * spline_of_angle(order - 1, i, degrees);
  }
  if (knots[reach + 1] > knots[i + 1]) {
    value +=
        (knots[reach + 1] - degrees) / (knots[reach + 1] - knots[i + 1]) * spline_of_angle(order - 1, i + 1, degrees);
  }
  return value;
}

}  // namespace

BeamMesons::BeamMesons(std::string meson, std::string form, double beam, double mass_number, double per_proton)
    : meson_(std::move(meson)),
      form_(std::move(form)),
      mass_(meson_production(meson_).mass),
      beam_(beam),
      mass_number_(mass_number),
      per_proton_(per_proton) {
  if (!(beam > 0.0) || !(mass_number > 0.0) || !(per_proton > 0.0)) {
    throw UserError(fmt::format("{} of protons of {:g} GeV", meson_, beam),
                    "energy, mass number and mesons per proton must be positive", "");
  }
  if (meson_ != "pi0" && meson_ != "eta") {
    throw UserError("spectra of " + meson_ + " at a proton beam", "they are known for pi0 and eta", "");
  }
  const double energy = beam_ + proton;
  beam_momentum_ = std::sqrt((energy - proton) * (energy + proton));
  const bool kaons = form_ == "sanford-wang" && meson_ == "eta";
  parameters_.push_back(parameters_of(form_, kaons ? "K0" : "pi+"));
  if (form_ == "sanford-wang" && !kaons) parameters_.push_back(parameters_of(form_, "pi-"));
  if (form_ == "burman-smith" && meson_ != "pi0") {
    throw UserError(meson_ + " of protons below 1 GeV", "they are below threshold", "leave them out");
  }
  // Momenta beyond are not made: the Sanford-Wang form ends there, the others have no such energy.
  highest_momentum_ = form_ == "sanford-wang" ? beam_momentum_ - parameters_.front()[8]
                                              : std::sqrt(std::max(0.0, beam_ * beam_ - mass_ * mass_));
  normalise();
}

double BeamMesons::sanford_wang(const std::array<double, 9>& c, double p, double cosine) const {
  const double rest = 1.0 - p / (beam_momentum_ - c[8]), theta = std::acos(cosine);
  if (!(rest > 0.0) || cosine <= 0.0) return 0.0;
  const double exponent = -c[2] * std::pow(p, c[3]) / std::pow(beam_momentum_, c[4]) -
                          c[5] * theta * (p - c[6] * beam_momentum_ * std::pow(cosine, c[7]));
  return c[0] * std::pow(p, c[1]) * rest * std::exp(exponent);
}

double BeamMesons::bmpt(double p, double cosine) const {
  constexpr double left_behind = 1.88, beryllium = 9.0;  // GeV, of what a proton and a pion leave; mass number
  const std::array<double, 9>& c = parameters_.front();
  const double energy = std::hypot(p, mass_), s = 2.0 * proton * (beam_ + 2.0 * proton), root = std::sqrt(s);
  const double boost = (beam_ + 2.0 * proton) / root, boost_momentum = beam_momentum_ / root;
  const double highest = (s - left_behind * left_behind + mass_ * mass_) / (2.0 * root);
  const double x = (boost * energy - boost_momentum * p * cosine) / highest;
  if (!(x < 1.0)) return 0.0;
  const double pT = p * std::sqrt(std::max(0.0, 1.0 - cosine * cosine));
  const double feynman = 2.0 * (boost * p * cosine - boost_momentum * energy) / root;
  const double slope = c[4] * std::pow(x, -c[5]), curvature = 0.5 * c[4] * c[4] * std::pow(x, -c[6]);
  const double both = 0.5 * (1.0 + 1.0 / (c[7] * std::pow(1.0 + x, c[8])));
  const double nuclear = (0.74 - 0.55 * feynman + 0.26 * feynman * feynman) * (0.98 + 0.21 * pT);
  return p * p / energy * std::pow(1.0 - x, c[2]) * (1.0 + c[1] * x) * std::pow(x, -c[3]) *
         (1.0 + slope * pT + curvature * pT * pT) * std::exp(-slope * pT) * both *
         std::pow(mass_number_ / beryllium, nuclear);
}

double BeamMesons::burman_smith(double p, double cosine) const {
  constexpr double MeV = 1e-3, edge = 25.0;
  const std::array<double, 9>& c = parameters_.front();
  const double beam = beam_ / MeV, kinetic = (std::hypot(p, mass_) - mass_) / MeV;
  const double degrees = std::min(179.999, std::acos(cosine) / units::degree), Z = c[4];
  const auto linear = [&](double at730, double at585) {
    return (at730 * (beam - 585.0) - at585 * (beam - 730.0)) / (730.0 - 585.0);
  };
  const double reach = (730.0 - beam) / (730.0 - 585.0);
  const std::array<double, 5> heights = {27.0 - 4.0 * reach * reach, 18.2, 8.0, 13.0 + (Z - 12.0) / 10.0,
                                         9.0 + (Z - 12.0) / 10.0 - (beam - 685.0) / 20.0};
  double amplitude = 0.0;
  for (size_t i = 0; i < heights.size(); ++i) amplitude += heights[i] * spline_of_angle(2, i, degrees);
  const double mean = 48.0 + 330.0 * std::exp(-degrees / linear(c[0], c[2]));
  const double width = linear(c[1], c[3]) * std::exp(-degrees / 85.0), distance = (kinetic - mean) / width;
  const double limit = 1.0 + std::exp((kinetic - (beam - 140.0 - 2.0 * edge)) / edge);
  return amplitude * std::exp(-0.5 * distance * distance) / limit * p / std::hypot(p, mass_);  // dT/dp
}

double BeamMesons::shape(double momentum, double cosine) const {
  if (!(momentum > 0.0) || !(momentum < highest_momentum_)) return 0.0;
  if (form_ == "bmpt") return bmpt(momentum, cosine);
  if (form_ == "burman-smith") return burman_smith(momentum, cosine);
  double sum = 0.0;
  for (const std::array<double, 9>& c : parameters_) sum += sanford_wang(c, momentum, cosine);
  return sum / static_cast<double>(parameters_.size());
}

double BeamMesons::density(double momentum, double cosine) const {
  return scale_ * shape(momentum, cosine);
}

void BeamMesons::normalise() {
  const math::QuadratureRule rule = math::gauss_legendre(8);
  constexpr int panels = 12;
  const double widest = form_ == "sanford-wang" ? 0.5 * units::pi : units::pi;
  double sum = 0.0;
  for (int i = 0; i < panels * rule.size(); ++i) {
    const auto at = [&](int k) {
      const int panel = k / rule.size();
      return (panel + rule.nodes[static_cast<size_t>(k % rule.size())]) / panels;
    };
    const auto weight = [&](int k) { return rule.weights[static_cast<size_t>(k % rule.size())] / panels; };
    // Even in p^(1/2) and in theta^(1/2): fast mesons are forward. The Sanford-Wang form has none backwards.
    const double u = at(i), p = highest_momentum_ * u * u;
    for (int j = 0; j < panels * rule.size(); ++j) {
      const double v = at(j), theta = widest * v * v;
      sum += weight(i) * weight(j) * 2.0 * u * highest_momentum_ * 2.0 * v * widest * 2.0 * units::pi *
             std::sin(theta) * shape(p, std::cos(theta));
    }
  }
  scale_ = per_proton_ / sum;
}

double ProtonBeam::energy() const {
  return kinetic_energy + proton;
}

double ProtonBeam::momentum() const {
  return std::sqrt(kinetic_energy * (kinetic_energy + 2.0 * proton));
}

std::vector<std::string> proton_beam_names() {
  const Table table = table_of("data/source/beam_mesons.csv");
  std::vector<std::string> names;
  for (const auto& row : table.rows) {
    const std::string& name = row[table.column("facility")];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

ProtonBeam proton_beam(std::string_view name) {
  const Table table = table_of("data/source/beam_mesons.csv");
  ProtonBeam beam;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][table.column("facility")] != name) continue;
    beam.name = name;
    beam.kinetic_energy = table.number(row, table.column("beam_GeV"));
    beam.mass_number = table.number(row, table.column("mass_number"));
    const std::string& meson = table.rows[row][table.column("meson")];
    const bool computed = table.rows[row][table.column("per_proton")] == "multiplicity";
    const double number =
        computed ? meson_production(meson).multiplicity(beam.energy()) : table.number(row, table.column("per_proton"));
    beam.mesons.emplace_back(meson, table.rows[row][table.column("form")], beam.kinetic_energy, beam.mass_number,
                             number);
  }
  if (beam.mesons.empty()) unknown_name("proton beam", std::string(name), proton_beam_names());
  return beam;
}

}  // namespace tridens::flux
