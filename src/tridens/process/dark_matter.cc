// chi(p, m1) + X(k, M, at rest) -> chi'(p', m2) + X(k') by exchange of A' (derived here; B. Batell, M. Pospelov, A.
// Ritz, Phys. Rev. D 80 (2009) 095024, arXiv:0906.5614; P. deNiverville, M. Pospelov, A. Ritz, Phys. Rev. D 84 (2011)
// 075020, arXiv:1107.4580, whose scalar on electrons is the one here). With P = p + p', K = k + k', Q^2 = 2 M T and
// G = g_D epsilon e:
//   dsigma/dQ^2 = G^2/(Q^2 + m_A'^2)^2 A/(64 pi M^2 (E^2 - m1^2)),
//   A = H1 [(P.K)^2 - s (Q^2 + D^2)(4M^2 + Q^2)] + H2 [3 s Q^2 (Q^2 + D^2) - Q^2 P^2 - (q.P)^2],
// s = 1, D = m2 - m1 for fermions, s = 0 for scalars; P.K = 4ME + q.P - Q^2, P^2 = 2 m1^2 + 2 m2^2 + Q^2, q.P = m1^2 -
// m2^2. H1 and H2 as in upscatter_elastic.hh: 1 and 1 for electrons, Z^2 F^2 and 0 for nuclei, F1^2 + t F2^2 and (F1 +
// F2)^2 for nucleons. The current of X is conserved: no 1/m_A'^2 terms, for chi2 neither.
//   Limits of Q^2: Q2_max = 2 (E1* E2* + p1* p2*) - m1^2 - m2^2, Q2_min = M^2 (m1^2 - m2^2)^2/(s Q2_max).
// For m_A' -> 0 and G = epsilon' e^2 the fermion is the millicharged particle of millicharge.cc exactly. Electrons are
// free and at rest, nucleons free (Pauli blocking and binding left out: large below Q^2 of 0.05 GeV^2).
#include "tridens/process/dark_matter.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/nuclide.hh"

namespace tridens::process {
namespace {

double target_mass_of(DarkTarget target) {
  switch (target) {
    case DarkTarget::electron:
      return constants::electron_mass;
    case DarkTarget::proton:
      return matter::nucleon_mass(matter::Nucleon::proton);
    case DarkTarget::neutron:
      return matter::nucleon_mass(matter::Nucleon::neutron);
    case DarkTarget::nucleus:
      break;
  }
  throw UserError("dark matter on a nucleus without a name", "its mass and charge are needed", "give Ar40, say");
}

DarkTarget target_of(const matter::Nuclide& nuclide) {
  if (!nuclide.is_free_nucleon()) return DarkTarget::nucleus;
  return nuclide.proton_number == 1 ? DarkTarget::proton : DarkTarget::neutron;
}

/// Momentum in the centre of mass over sqrt(s): both masses.
double momentum(double root, double a, double b) {
  const double sum = a + b, difference = a - b;
  return std::sqrt(std::max(0.0, (root - sum) * (root + sum) * (root - difference) * (root + difference))) /
         (2.0 * root);
}

}  // namespace

std::string name(DarkTarget target) {
  switch (target) {
    case DarkTarget::electron:
      return "electron";
    case DarkTarget::nucleus:
      return "nucleus";
    case DarkTarget::proton:
      return "proton";
    case DarkTarget::neutron:
      return "neutron";
  }
  return "";
}

DarkTarget parse_dark_target(std::string_view text) {
  for (const DarkTarget target : {DarkTarget::electron, DarkTarget::nucleus, DarkTarget::proton, DarkTarget::neutron}) {
    if (name(target) == text) return target;
  }
  unknown_name("target of dark matter", text, {"electron", "nucleus", "proton", "neutron"});
}

DarkMatterScattering::DarkMatterScattering(const model::DarkMatter& matter, DarkTarget target, bool incoming_excited)
    : matter_(matter),
      target_(target),
      incoming_(incoming_excited ? matter.heavier_mass() : matter.mass),
      outgoing_(incoming_excited ? matter.mass : matter.heavier_mass()),
      target_mass_(target_mass_of(target)) {
  matter_.check();
  if (target_ != DarkTarget::electron) nucleonic_ = matter::make_nucleon_form_factor("default");
}

DarkMatterScattering::DarkMatterScattering(const model::DarkMatter& matter, const std::string& nuclide,
                                           bool incoming_excited)
    : matter_(matter),
      target_(target_of(matter::nuclide(nuclide))),
      incoming_(incoming_excited ? matter.heavier_mass() : matter.mass),
      outgoing_(incoming_excited ? matter.mass : matter.heavier_mass()) {
  matter_.check();
  const matter::Nuclide nucleus = matter::nuclide(nuclide);
  target_mass_ = nucleus.mass;
  if (target_ != DarkTarget::nucleus) {
    nucleonic_ = matter::make_nucleon_form_factor("default");
    return;
  }
  charge_ = nucleus.proton_number;
  nuclear_ = matter::make_nuclear_form_factor("default", nucleus);
}

DarkMatterScattering::HadronFactors DarkMatterScattering::factors(double Q2) const {
  if (target_ == DarkTarget::electron) return {1.0, 1.0};
  HadronFactors result;
  if (target_ == DarkTarget::nucleus) {
    const double form_factor = charge_ * nuclear_->value(Q2);
    result.h1 = form_factor * form_factor;
    return result;
  }
  const matter::Nucleon nucleon = target_ == DarkTarget::proton ? matter::Nucleon::proton : matter::Nucleon::neutron;
  nucleonic_->structure_functions(nucleon, &Q2, &result.h1, &result.h2, 1);
  return result;
}

double DarkMatterScattering::threshold() const {
  const double M = target_mass_, final_mass = outgoing_ + M;
  return std::max(incoming_, (final_mass * final_mass - incoming_ * incoming_ - M * M) / (2.0 * M));
}

bool DarkMatterScattering::open(double energy) const {
  return energy > threshold();
}

TransferLimits DarkMatterScattering::limits(double energy) const {
  if (!std::isfinite(energy) || !open(energy)) {
    throw UserError(fmt::format("dark matter of {:g} GeV on a target of {:g} GeV", energy, target_mass_),
                    fmt::format("its energy must exceed {:g} GeV", threshold()), "");
  }
  const double M = target_mass_, s = incoming_ * incoming_ + M * M + 2.0 * M * energy, root = std::sqrt(s);
  const double before = momentum(root, incoming_, M), after = momentum(root, outgoing_, M);
  const double squares = incoming_ * incoming_ + outgoing_ * outgoing_;
  TransferLimits result;
  result.highest = 2.0 * (std::hypot(before, incoming_) * std::hypot(after, outgoing_) + before * after) - squares;
  const double difference = M * (incoming_ - outgoing_) * (incoming_ + outgoing_);
  result.lowest = difference * difference / (s * result.highest);
  return result;
}

double DarkMatterScattering::largest_recoil(double energy) const {
  return limits(energy).highest / (2.0 * target_mass_);
}

double DarkMatterScattering::reduced_amplitude(double energy, double Q2) const {
  const double M = target_mass_, M2 = M * M;
  const double qP = (incoming_ - outgoing_) * (incoming_ + outgoing_), PK = 4.0 * M * energy + qP - Q2;
  const double P2 = 2.0 * incoming_ * incoming_ + 2.0 * outgoing_ * outgoing_ + Q2;
  const double difference = outgoing_ - incoming_;
  const double spin = matter_.spin == model::DarkMatterSpin::fermion ? Q2 + difference * difference : 0.0;
  const HadronFactors hadron = factors(Q2);
  return hadron.h1 * (PK * PK - spin * (4.0 * M2 + Q2)) + hadron.h2 * (3.0 * Q2 * spin - Q2 * P2 - qP * qP);
}

double DarkMatterScattering::differential(double energy, double recoil) const {
  if (!open(energy)) return 0.0;
  const TransferLimits range = limits(energy);
  const double Q2 = 2.0 * target_mass_ * recoil;
  if (!(Q2 >= range.lowest) || !(Q2 <= range.highest)) return 0.0;
  const double coupling =
      4.0 * units::pi * matter_.alpha_D * constants::electric_charge_squared * matter_.epsilon * matter_.epsilon;
  const double propagator = Q2 + matter_.mediator_mass * matter_.mediator_mass;
  const double momentum2 = (energy - incoming_) * (energy + incoming_);
  return coupling * reduced_amplitude(energy, Q2) /
         (32.0 * units::pi * target_mass_ * momentum2 * propagator * propagator);
}

double DarkMatterScattering::cross_section(double energy, double lowest_recoil, double highest_recoil) const {
  if (!(lowest_recoil >= 0.0) || !(highest_recoil >= lowest_recoil)) {
    throw UserError(fmt::format("recoils between {:g} and {:g} GeV", lowest_recoil, highest_recoil),
                    "they are not negative and rise", "");
  }
  if (!open(energy)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(8);
  const TransferLimits range = limits(energy);
  const double M = target_mass_, from = std::max(lowest_recoil, range.lowest / (2.0 * M)),
               to = std::min(highest_recoil, range.highest / (2.0 * M));
  if (!(to > from)) return 0.0;
  // Even in ln(T + m_A'^2/2M), where the propagator has no peak.
  const double shift = matter_.mediator_mass * matter_.mediator_mass / (2.0 * M);
  const double low = std::log(from + shift), span = std::log((to + shift) / (from + shift));
  const int panels = std::max(1, static_cast<int>(std::ceil(span)));
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double shifted = std::exp(low + span / panels * (panel + rule.nodes[i]));
      const double recoil = std::clamp(shifted - shift, from, to);
      sum += rule.weights[i] * shifted * differential(energy, recoil);
    }
  }
  return sum * span / panels;
}

double DarkMatterScattering::recoil_cosine(double energy, double recoil) const {
  const TransferLimits range = limits(energy);
  const double Q2 = 2.0 * target_mass_ * recoil;
  constexpr double rounding = 1e-9;
  if (!(Q2 >= range.lowest * (1.0 - rounding)) || !(Q2 <= range.highest * (1.0 + rounding)) || !(recoil > 0.0)) {
    throw UserError(fmt::format("a recoil of {:g} GeV", recoil), "the kinematics does not allow it", "");
  }
  const double before = std::sqrt((energy - incoming_) * (energy + incoming_));
  const double momentum = std::sqrt(recoil * (recoil + 2.0 * target_mass_));
  const double squares = (outgoing_ - incoming_) * (outgoing_ + incoming_);
  return std::min(1.0, (energy * recoil + 0.5 * (Q2 + squares)) / (before * momentum));
}

double DarkMatterScattering::recoil_of_cosine(double energy, double cosine) const {
  if (!(cosine > 0.0) || !(cosine <= 1.0)) {
    throw UserError(fmt::format("recoils at a cosine of {:g}", cosine), "targets at rest go forward", "give 0.9, say");
  }
  // E T + Q^2/2 + D = cos p sqrt(T^2 + 2MT), D = (m2^2 - m1^2)/2: quadratic in T, of which the larger root is wanted.
  const double M = target_mass_, squares = 0.5 * (outgoing_ - incoming_) * (outgoing_ + incoming_);
  const double momentum2 = (energy - incoming_) * (energy + incoming_) * cosine * cosine, sum = energy + M;
  const double a = sum * sum - momentum2, half = sum * squares - momentum2 * M;
  const double root = half * half - a * squares * squares;
  return root > 0.0 && half < 0.0 ? (std::sqrt(root) - half) / a : 0.0;
}

}  // namespace tridens::process
