#pragma once
#include <array>
#include <complex>
#include <optional>

#include "tridens/base/constants.hh"
#include "tridens/base/particle.hh"

namespace tridens::process::detail {

/// What the W and Z exchanged with an electron are: masses and width in GeV, branching fractions of the W.
struct WeakBosons {
  double w_mass = constants::w_mass, w_width = constants::w_width, z_mass = constants::z_mass;
  double sin2thetaW = 0.0;
  std::array<double, flavour_count> leptonic{};  // W -> l nu
  double hadronic = 0.0;
};

/// Scattering of a neutrino on an electron into one final state, the full propagators kept. With a = s - m_e^2 = 2 p.k,
/// y = p.q/p.k (the share of the energy that the charged lepton takes, in the frame of the electron), q = k - k':
///
///   dsigma/dy = (G_F^2 a/pi) F(y),       u = m_e^2 - (1 - y) a,   t = m_l^2 - m_e^2 - y a
///   nu e -> nu e        F = |L|^2 + R^2 (1-y)^2 - 2 Re(L) R y m_e^2/a
///   nubar e -> nubar e  F = R^2 + |L|^2 (1-y)^2 - 2 Re(L) R y m_e^2/a
///     R = s_W^2 Z,  L = (s_W^2 - 1/2) Z + W (the W for electron flavour),  Z = M_Z^2/(M_Z^2 - t)
///   nu_l e -> l nu_e              F = |W|^2 (s - m_l^2)/a
///   nubar_e e -> l nubar_l        F = |W|^2 (1-y) [(1-y) a + m_l^2 - m_e^2]/a
///     W = M_W^2/(M_W^2 - u) for neutrinos, sqrt(k_e k_l) M_W^2/(M_W^2 - s - i M_W G_W) for antineutrinos
///   nubar_e e -> hadrons          sigma = 24 pi G_W^2 Br_e Br_h (a/M_W^2)/[(s - M_W^2)^2 + M_W^2 G_W^2]
///
/// k_l = G_W Br_l/G_l, G_l = G_F M_W^3/(6 sqrt2 pi) (1 - x)^2 (1 + x/2) and x = m_l^2/M_W^2, puts the measured partial
/// width in the place of that of the tree. Mass terms of the W propagator, m_e m_l/M_W^2, are left out.
class ElectronChannel {
 public:
  /// No lepton: hadrons. The final state must exist for the neutrino (exists()).
  ElectronChannel(Neutrino neutrino, std::optional<Flavour> lepton, const WeakBosons& bosons);
  static bool exists(Neutrino neutrino, std::optional<Flavour> lepton);

  bool hadronic() const { return !lepton_; }
  Flavour lepton() const { return *lepton_; }
  /// Flavour of the outgoing neutrino.
  Flavour outgoing() const { return elastic_ ? neutrino_.flavour : resonant_ ? *lepton_ : Flavour::electron; }
  double lepton_mass() const { return mass_; }
  /// True where the W is on its mass shell in the s channel.
  bool resonant() const { return resonant_; }
  /// a = s - m_e^2 at threshold, GeV^2.
  double threshold() const { return threshold_; }

  struct Range {
    double low = 0.0, high = 0.0;
  };
  /// Of y, at a above threshold.
  Range inelasticity(double a) const;
  /// dsigma/dy, GeV^-2, of a leptonic channel inside the range.
  double differential(double a, double y) const;
  /// Zero at and below threshold; GeV^-2.
  double total(double a) const;
  /// y for a uniform number, and dy/du of the map; flattens differential().
  double draw(double a, double u, double* jacobian) const;

 private:
  std::complex<double> w_factor(double a, double y) const;
  double closed_total(double a) const;
  struct Mixture {
    double cubic = 0.0, linear = 0.0, low = 0.0, high = 0.0;  // shares; they add up to 1
    double low_scale = 0.0, high_scale = 0.0;                 // of the poles in y - y_low and y_high - y
  };
  Mixture mixture(double a) const;

  Neutrino neutrino_;
  std::optional<Flavour> lepton_;
  WeakBosons bosons_;
  bool elastic_ = false, has_w_ = false, resonant_ = false;
  double mass_ = 0.0, threshold_ = 0.0, w_coupling_ = 1.0;
};

}  // namespace tridens::process::detail
