#pragma once
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/matter/material.hh"
#include "tridens/matter/nuclear_form_factor.hh"
#include "tridens/model/elastic_terms.hh"
#include "tridens/process/process.hh"

// Elastic scattering  nu(E) + X(at rest) -> nu' + X(T),  Q^2 = 2 M T. One component is one body X (a nuclide, an
// electron) with one outgoing state; different outgoing states do not interfere, so that components add.
//
// Every interaction of model/elastic_terms.hh gives a squared amplitude of second degree in E, hence
//   d sigma / dT = a0(T) + a1(T)/E + a2(T)/E^2   for E >= lowest_energy(T)
// exactly, and a spectrum needs of a flux only its moments int phi E^-k dE above that energy, k = 0, 1, 2.
namespace tridens::process {

/// a0, a1, a2 of a batch of recoil energies: GeV^-3, GeV^-2, GeV^-1.
struct RecoilCoefficients {
  std::vector<double> constant, inverse, inverse_squared;
  explicit RecoilCoefficients(size_t count = 0) : constant(count), inverse(count), inverse_squared(count) {}
  size_t size() const { return constant.size(); }
  double at(size_t i, double energy) const { return constant[i] + (inverse[i] + inverse_squared[i] / energy) / energy; }
};

/// What CEvNS and neutrino-electron scattering have in common. Const after construction, safe to share between threads.
class ElasticProcess : public Process {
 public:
  // Process: components and neutrino as there. dimension 2: recoil energy and azimuth. Totals, thresholds and points of
  // the unit cube begin at lowest_recoil(); totals and dsigma are a UserError where they diverge without one.
  int dimension() const override { return 2; }
  double threshold(size_t component) const override;
  CrossSection cross_section(size_t component, double energy) const override;
  void dsigma(size_t component, const double* energy, const double* u, size_t count, double* result) const override;
  /// Outgoing neutrino (or new particle), recoiling body.
  std::vector<FinalParticle> final_state(size_t component, double energy, const double* u) const override;

  /// Outgoing state of a component.
  virtual const model::OutgoingState& outgoing(size_t component) const = 0;
  /// Recoil energies between which totals and events are, GeV: 0 and infinity for all.
  virtual double lowest_recoil() const = 0;
  virtual double highest_recoil() const = 0;
  /// Mass of the neutrino's partner in the final state decides the domain:
  ///   E_min(T) = (T + sqrt(T^2 + 2 M T))/2 (1 + m^2/2MT),  threshold m + m^2/2M.
  double lowest_energy(size_t component, double recoil) const;
  /// Range of recoil energies at a neutrino energy; empty (low = high = 0) below threshold.
  struct Range {
    double low = 0.0, high = 0.0;
  };
  Range recoil_range(size_t component, double energy) const;

  /// Coefficients at a batch of recoil energies T > 0, GeV, multiplicity included. `result` has room for `count`.
  /// UserError for T = 0 where the cross section has a pole there (massless mediator, magnetic moment, millicharge).
  virtual void coefficients(size_t component, const double* recoil, size_t count, RecoilCoefficients& result) const = 0;
  /// Recoil energies at which the coefficients step: binding energies of electrons. Increasing, may be empty.
  virtual std::vector<double> steps(size_t component) const = 0;
  /// True where the cross section grows without bound as T -> 0, so that a total needs a lowest recoil energy.
  bool diverges_at_zero(size_t component) const;

  /// d sigma/dT at pairs (E_i, T_i), GeV^-3; zero outside the range.
  void recoil_spectrum(size_t component, const double* energy, const double* recoil, size_t count,
                       double* result) const;
  /// int d sigma/dT dT between two recoil energies, cut to the range; GeV^-2. UserError when it diverges.
  CrossSection cross_section(size_t component, double energy, double lowest_recoil, double highest_recoil) const;

  /// The same process with other couplings at the same masses: every quadrature node and table stays. The terms must
  /// have the same outgoing states in the same order. For templates (rate).
  virtual std::shared_ptr<const ElasticProcess> with_terms(
      const std::vector<model::ElasticChannel>& channels) const = 0;
  virtual const std::vector<model::ElasticChannel>& channels() const = 0;

 protected:
  /// Recoil energies at which the coefficients change, GeV: for quadrature and for the map of the unit cube.
  struct RecoilShape {
    double closed_below = 0.0;                                  // the coefficients are zero below
    double falls_at = std::numeric_limits<double>::infinity();  // form factor: q^2 <r^2> = 3
    double lightest = std::numeric_limits<double>::infinity();  // m^2/2M of the lightest boson; 0: a pole at T = 0
  };
  virtual RecoilShape recoil_shape(size_t component) const = 0;

 private:
  Range open_range(size_t component, double energy) const;
  double integral(size_t component, double energy, Range range, int level) const;
};

/// Coherent elastic neutrino-nucleus scattering; formulas in cevns.cc.
struct CevnsOptions {
  Neutrino neutrino;
  std::vector<model::ElasticChannel> channels;  // model::elastic_channels(model, neutrino)
  matter::Material target;
  std::string form_factor = "helm-lewin-smith";  // of the protons, and of the neutrons when the next is empty
  std::string neutron_form_factor;
  /// "exact": spin 0 or 1/2 vector kinematics by the nuclide's spin; "leading": 1 - M T/2E^2 only, as in much of the
  /// literature (differs by T/E).
  std::string kinematics = "exact";
  std::string axial = "auto";   // "none"; "auto": response tables where they exist (F19), else zero-momentum spins
  double lowest_recoil = 0.0;   // GeV: totals, samples and thresholds are of recoils above it
  double highest_recoil = 0.0;  // GeV; 0: no upper limit
};
std::shared_ptr<const ElasticProcess> make_cevns(CevnsOptions options);
const ProcessInfo& cevns_info();

/// Neutrino-electron elastic scattering; formulas in nu_electron.cc.
struct NuElectronOptions {
  Neutrino neutrino;
  std::vector<model::ElasticChannel> channels;
  matter::Material target;
  std::string binding = "free";  // "stepped": electrons bound more deeply than T do not take part (Ge, Cs, I, Xe, Ar)
  double lowest_recoil = 0.0;    // as in CevnsOptions
  double highest_recoil = 0.0;
};
std::shared_ptr<const ElasticProcess> make_nu_electron(NuElectronOptions options);
const ProcessInfo& nu_electron_info();

}  // namespace tridens::process
