#pragma once
#include <memory>

#include "tridens/process/detail/deep_inelastic.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {

/// Deep inelastic scattering with what goes beyond Process; formulas in deep_inelastic.cc.
class DeepInelastic : public Process {
 public:
  /// d^2 sigma/dx dQ^2 at a batch of points, GeV^-4, multiplicity included; zero outside the phase space.
  virtual void differential_cross_section(size_t component, const double* energy, const double* x, const double* Q2,
                                          size_t count, double* result) const = 0;
  /// sigma_r of one nucleon: d^2 sigma/dx dQ^2 = G_F^2 M_B^4/[4 pi (Q^2 + M_B^2)^2 x] sigma_r. Zero outside the phase
  /// space.
  virtual double reduced_cross_section(size_t component, double energy, double x, double Q2) const = 0;
  virtual const detail::InelasticPhaseSpace& phase_space(size_t component) const = 0;
  /// Mean of y = 1 - E_lepton/E by quadrature; UserError below threshold.
  virtual double mean_inelasticity(size_t component, double energy) const = 0;
  /// Highest neutrino energy at which all momentum fractions and transfers are in the range of the densities, GeV.
  virtual double highest_energy() const = 0;
};

/// The process "dis" with its whole interface. Settings as in RegisteredProcess; all of them must be there.
std::shared_ptr<const DeepInelastic> make_deep_inelastic(const ProcessRequest& request);

}  // namespace tridens::process
