#include "tridens/process/detail/electron_channel.hh"

#include <algorithm>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::process::detail {
namespace {

constexpr double electron_mass_squared = constants::electron_mass * constants::electron_mass;
constexpr double fermi_squared = constants::fermi_constant * constants::fermi_constant;
/// Lowest mass of the hadronic system: below, single mesons and not a continuum.
constexpr double lowest_hadronic_mass = 2.0;

double square(double x) {
  return x * x;
}

/// W -> l nu at tree level: G_F M_W^3/(6 sqrt2 pi) (1 - x)^2 (1 + x/2), x = m_l^2/M_W^2.
double tree_width(double w_mass, double lepton_mass) {
  const double x = square(lepton_mass / w_mass);
  return constants::fermi_constant * w_mass * w_mass * w_mass / (6.0 * std::sqrt(2.0) * units::pi) * square(1.0 - x) *
         (1.0 + 0.5 * x);
}

}  // namespace

bool ElectronChannel::exists(Neutrino neutrino, std::optional<Flavour> lepton) {
  const bool annihilates = neutrino.antiparticle && neutrino.flavour == Flavour::electron;
  if (!lepton) return annihilates;
  if (*lepton == Flavour::electron || annihilates) return true;
  return !neutrino.antiparticle && neutrino.flavour == *lepton;
}

ElectronChannel::ElectronChannel(Neutrino neutrino, std::optional<Flavour> lepton, const WeakBosons& bosons)
    : neutrino_(neutrino), lepton_(lepton), bosons_(bosons) {
  if (!exists(neutrino, lepton)) throw Failure("no such final state of neutrino and electron", "lepton number", "");
  const bool electron_flavour = neutrino.flavour == Flavour::electron;
  elastic_ = lepton == Flavour::electron;
  resonant_ = electron_flavour && neutrino.antiparticle;
  has_w_ = electron_flavour || !elastic_;
  if (!lepton) {
    threshold_ = square(lowest_hadronic_mass) - electron_mass_squared;
    return;
  }
  mass_ = charged_lepton_mass(*lepton);
  threshold_ = mass_ * mass_ - electron_mass_squared;
  if (!resonant_) return;
  const auto against_tree = [&](Flavour flavour) {
    return bosons.w_width * bosons.leptonic[static_cast<size_t>(flavour)] /
           tree_width(bosons.w_mass, charged_lepton_mass(flavour));
  };
  w_coupling_ = std::sqrt(against_tree(Flavour::electron) * against_tree(*lepton));
}

ElectronChannel::Range ElectronChannel::inelasticity(double a) const {
  const double s = a + electron_mass_squared, m2 = mass_ * mass_;
  return {(m2 - electron_mass_squared) / a, 1.0 - (1.0 - m2 / s) * electron_mass_squared / a};
}

std::complex<double> ElectronChannel::w_factor(double a, double y) const {
  const double M2 = square(bosons_.w_mass);
  if (!resonant_) return M2 / (M2 - electron_mass_squared + (1.0 - y) * a);
  return w_coupling_ * M2 / std::complex<double>(M2 - a - electron_mass_squared, -bosons_.w_mass * bosons_.w_width);
}

double ElectronChannel::differential(double a, double y) const {
  const double flux = fermi_squared * a / units::pi, back = 1.0 - y;
  if (!elastic_) {
    const double delta = mass_ * mass_ - electron_mass_squared;
    const double numerator = resonant_ ? back * (back * a + delta) : a - delta;
    return flux * std::norm(w_factor(a, y)) * numerator / a;
  }
  const double z = 1.0 / (1.0 + y * a / square(bosons_.z_mass)), right = bosons_.sin2thetaW * z;
  std::complex<double> left = (bosons_.sin2thetaW - 0.5) * z;
  if (has_w_) left += w_factor(a, y);
  const double flat = neutrino_.antiparticle ? right * right : std::norm(left);
  const double falling = neutrino_.antiparticle ? std::norm(left) : right * right;
  return flux * (flat + falling * back * back - 2.0 * left.real() * right * y * electron_mass_squared / a);
}

/// The s channel alone: the integral of a polynomial in 1 - y.
double ElectronChannel::closed_total(double a) const {
  const double M2 = square(bosons_.w_mass), s = a + electron_mass_squared;
  const double resonance = square(s - M2) + M2 * square(bosons_.w_width);
  if (!lepton_) {
    const double partial =
        bosons_.w_width * bosons_.w_width * bosons_.leptonic[static_cast<size_t>(Flavour::electron)] * bosons_.hadronic;
    return 24.0 * units::pi * partial * a / M2 / resonance;
  }
  const Range range = inelasticity(a);
  const double delta = mass_ * mass_ - electron_mass_squared, high = 1.0 - range.low, low = 1.0 - range.high;
  const double integral = (high * high * high - low * low * low) / 3.0 + delta / a * (high * high - low * low) / 2.0;
  return fermi_squared * a / units::pi * square(w_coupling_ * M2) / resonance * integral;
}

double ElectronChannel::total(double a) const {
  if (a <= threshold_) return 0.0;
  if (resonant_ && !elastic_) return closed_total(a);
  // Poles at y = -M_Z^2/a and, for neutrinos, at y = 1 + M_W^2/a: logarithms of the distances flatten both.
  static const math::QuadratureRule rule = math::gauss_legendre(40);
  const Range range = inelasticity(a);
  const double half = 0.5 * (range.high - range.low);
  double sum = 0.0;
  for (const double mass : {bosons_.z_mass, bosons_.w_mass}) {
    const bool from_low = mass == bosons_.z_mass;
    const double scale = mass * mass / a, length = std::log1p(half / scale);
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double distance = scale * std::expm1(length * rule.nodes[i]);
      const double y = from_low ? range.low + distance : range.high - distance;
      sum += rule.weights[i] * length * (scale + distance) * differential(a, y);
    }
  }
  return sum;
}

ElectronChannel::Mixture ElectronChannel::mixture(double a) const {
  Mixture result;
  const double z = square(bosons_.z_mass) / a, w = square(bosons_.w_mass) / a;
  result.low_scale = z;
  result.high_scale = w;
  if (!elastic_ && resonant_) {
    const double delta = mass_ * mass_ - electron_mass_squared, cubic = (a - delta) / 3.0, linear = delta / 2.0;
    result.cubic = cubic / (cubic + linear);
    result.linear = linear / (cubic + linear);
    return result;
  }
  if (!elastic_) {
    result.high = 1.0;
    return result;
  }
  // Integrals of the squared amplitudes, interference left out; no share is so small that a corner is starved.
  constexpr double least = 0.05;
  const double s2 = bosons_.sin2thetaW, pole = z / (1.0 + z);
  const double cubic_coupling = neutrino_.antiparticle ? square(s2 - 0.5) : s2 * s2;
  const double flat_coupling = neutrino_.antiparticle ? s2 * s2 : square(s2 - 0.5);
  result.low = std::max(least, (flat_coupling + cubic_coupling / 3.0) * pole);
  result.cubic = std::max(least, cubic_coupling / 3.0 * pole);
  if (has_w_ && resonant_) result.cubic += std::norm(w_factor(a, 0.0)) / 3.0;
  if (has_w_ && !resonant_) result.high = std::max(least, w / (1.0 + w));
  const double sum = result.low + result.cubic + result.high;
  result.low /= sum;
  result.cubic /= sum;
  result.high /= sum;
  return result;
}

double ElectronChannel::draw(double a, double u, double* jacobian) const {
  const Range range = inelasticity(a);
  const double width = range.high - range.low;
  const Mixture shares = mixture(a);
  const double z = shares.low_scale / width, w = shares.high_scale / width;
  // v = 0 ... 1 across the range; the inverse of the cumulative pole density z (1 + z)/(v + z)^2.
  const auto from_pole = [](double r, double scale) { return scale * r / (scale + 1.0 - r); };
  double v = 0.0;
  if (u < shares.cubic) {
    v = 1.0 - std::cbrt(1.0 - u / shares.cubic);
  } else if (u < shares.cubic + shares.linear) {
    v = 1.0 - std::sqrt(1.0 - (u - shares.cubic) / shares.linear);
  } else if (u < shares.cubic + shares.linear + shares.low) {
    v = from_pole((u - shares.cubic - shares.linear) / shares.low, z);
  } else {
    v = shares.high > 0.0 ? 1.0 - from_pole((1.0 - u) / shares.high, w) : 1.0;
  }
  v = std::clamp(v, 0.0, 1.0);
  const double density = shares.cubic * 3.0 * square(1.0 - v) + shares.linear * 2.0 * (1.0 - v) +
                         shares.low * z * (1.0 + z) / square(v + z) + shares.high * w * (1.0 + w) / square(1.0 - v + w);
  *jacobian = width / density;
  return range.low + width * v;
}

}  // namespace tridens::process::detail
