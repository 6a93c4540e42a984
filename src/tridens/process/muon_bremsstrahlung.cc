#include "tridens/process/muon_bremsstrahlung.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process {
namespace {

constexpr double muon = constants::muon_mass, muon2 = muon * muon;
constexpr std::array<std::pair<const char*, RadiatedBoson>, 6> names = {{
    {"vector", RadiatedBoson::vector},
    {"axial", RadiatedBoson::axial},
    {"pseudoscalar", RadiatedBoson::pseudoscalar},
    {"scalar", RadiatedBoson::scalar},
    {"alp-photon", RadiatedBoson::alp_photon},
    {"alp-interference", RadiatedBoson::alp_interference},
}};

bool with_photon_pole(RadiatedBoson boson) {
  return boson == RadiatedBoson::alp_photon || boson == RadiatedBoson::alp_interference;
}

/// A_X of the couplings to photons.
double photon_pole(RadiatedBoson boson, double m2, double x, double u) {
  const double s = -u / (1.0 - x), t2 = m2 - s - u, gap = m2 - t2;
  if (boson == RadiatedBoson::alp_interference) return -muon * gap * gap * gap / (t2 * s * u);
  return (t2 * s * u - 0.5 * gap * gap * (t2 + 2.0 * muon2)) / (2.0 * t2 * t2);
}

}  // namespace

RadiatedBoson parse_radiated_boson(std::string_view text) {
  std::vector<std::string> known;
  for (const auto& [word, boson] : names) {
    if (text == word) return boson;
    known.emplace_back(word);
  }
  unknown_name("boson radiated by muons", text, known);
}

std::string name(RadiatedBoson boson) {
  for (const auto& [word, item] : names) {
    if (item == boson) return word;
  }
  throw Failure("a boson has no name", "the table of names lacks it");
}

double radiation_function(RadiatedBoson boson, double mass, double x, double missing_u) {
  const double m2 = mass * mass, smallest = m2 * (1.0 - x) / x + muon2 * x, u = smallest + missing_u;
  if (with_photon_pole(boson)) return photon_pole(boson, m2, x, -u);
  double a = x * x / (1.0 - x), b = 2.0 * m2;
  switch (boson) {
    case RadiatedBoson::axial:
      a = (2.0 * (2.0 - 2.0 * x + x * x) + 4.0 * muon2 / m2 * x * x) / (1.0 - x);
      b = 4.0 * (m2 - 4.0 * muon2);
      break;
    case RadiatedBoson::scalar:
      b = 2.0 * (m2 - 4.0 * muon2);
      break;
    case RadiatedBoson::vector:
      a = 2.0 * (2.0 - 2.0 * x + x * x) / (1.0 - x);
      b = 4.0 * (m2 + 2.0 * muon2);
      break;
    default:
      break;
  }
  return a - b * x * missing_u / (u * u);
}

MuonBremsstrahlung::MuonBremsstrahlung(RadiatedBoson boson, double mass, AtomicPhotons photons,
                                       PhotonThreshold threshold)
    : boson_(boson), mass_(mass), photons_(photons), threshold_(threshold) {
  if (!(mass >= 0.0) || !std::isfinite(mass)) {
    throw UserError("the mass of the radiated boson is wrong", fmt::format("{} GeV", mass), "give a mass >= 0");
  }
  const bool fixed = threshold == PhotonThreshold::fixed;
  if (mass == 0.0 && (boson == RadiatedBoson::axial || with_photon_pole(boson) || fixed)) {
    throw UserError("a massless boson cannot be radiated so",
                    fixed ? "t_min = (m^2/2E)^2 needs a mass" : "the cross section grows without bound as m -> 0",
                    "give a mass above 0");
  }
  if (fixed && with_photon_pole(boson)) {
    throw UserError("the fixed t_min does not go with the photon coupling", "the integral over u diverges",
                    "take the kinematic t_min");
  }
}

bool MuonBremsstrahlung::open(double energy, double x) const {
  return x > 0.0 && x < 1.0 && x * energy > mass_ && (1.0 - x) * energy > muon;
}

double MuonBremsstrahlung::lowest_u(double x) const {
  return mass_ * mass_ * (1.0 - x) / x + muon2 * x;
}

double MuonBremsstrahlung::highest_t() const {
  return mass_ * mass_ + muon2;
}

double MuonBremsstrahlung::fixed_flux(double energy) const {
  const double root = mass_ * mass_ / (2.0 * energy);
  return photons_.flux(root * root, highest_t());
}

double MuonBremsstrahlung::prefactor(double energy, double x) const {
  const double ratio = mass_ / (x * energy);
  return constants::fine_structure * constants::fine_structure / (4.0 * units::pi) * std::sqrt(1.0 - ratio * ratio) *
         (1.0 - x);
}

double MuonBremsstrahlung::density(double energy, double x, double missing_u) const {
  const double u = lowest_u(x) + missing_u, root = u / ((1.0 - x) * 2.0 * energy);
  const double flux =
      threshold_ == PhotonThreshold::fixed ? fixed_flux(energy) : photons_.flux(root * root, highest_t());
  return prefactor(energy, x) * radiation_function(boson_, mass_, x, missing_u) * flux / (u * u);
}

double MuonBremsstrahlung::angular(double energy, double x, double theta) const {
  if (!open(energy, x)) return 0.0;
  const double scale = energy * energy * x;
  return density(energy, x, scale * theta * theta) * 2.0 * scale * theta;
}

double MuonBremsstrahlung::differential(double energy, double x) const {
  if (!open(energy, x)) return 0.0;
  const double low = lowest_u(x);
  if (threshold_ == PhotonThreshold::fixed) {
    // The integral over u in closed form: chi [a/u_m - b x/(6 u_m^2)], a and b from two values of A.
    const double a = radiation_function(boson_, mass_, x, 0.0);
    const double bx = (a - radiation_function(boson_, mass_, x, low)) * 4.0 * low;
    return prefactor(energy, x) * fixed_flux(energy) * (a / low - bx / (6.0 * low * low));
  }
  const double high = 2.0 * energy * (1.0 - x) * std::sqrt(highest_t());
  if (!(high > low)) return 0.0;
  static const math::QuadratureRule rule = math::gauss_legendre(12);
  const double span = std::log(high / low);
  const int panels = std::max(1, static_cast<int>(std::ceil(span / 1.6)));
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (int k = 0; k < rule.size(); ++k) {
      const size_t i = static_cast<size_t>(k);
      const double step = span * (panel + rule.nodes[i]) / panels, missing = low * std::expm1(step);
      sum += rule.weights[i] * span / panels * (low + missing) * density(energy, x, missing);
    }
  }
  return sum;
}

// In ln x/(1 - x) both ends are smooth.
std::vector<MuonBremsstrahlung::Node> MuonBremsstrahlung::nodes(double energy, double lowest_x,
                                                                double highest_x) const {
  std::vector<Node> all;
  const double low = std::max(lowest_x, mass_ > 0.0 ? mass_ / energy : 1e-6),
               high = std::min(highest_x, 1.0 - muon / energy);
  if (!(low < high)) return all;
  static const math::QuadratureRule rule = math::gauss_legendre(10);
  const double from = std::log(low / (1.0 - low)), span = std::log(high / (1.0 - high)) - from;
  const int panels = std::max(1, static_cast<int>(std::ceil(span / 1.5)));
  for (int panel = 0; panel < panels; ++panel) {
    for (int k = 0; k < rule.size(); ++k) {
      const size_t i = static_cast<size_t>(k);
      const double x = 1.0 / (1.0 + std::exp(-(from + span * (panel + rule.nodes[i]) / panels)));
      all.push_back({x, rule.weights[i] * span / panels * x * (1.0 - x) * differential(energy, x)});
    }
  }
  return all;
}

double MuonBremsstrahlung::integral(double energy, double lowest_x, double highest_x) const {
  double sum = 0.0;
  for (const Node& node : nodes(energy, lowest_x, highest_x)) sum += node.sigma;
  return sum;
}

}  // namespace tridens::process
