#pragma once
#include <memory>

#include "tridens/process/detail/deep_inelastic.hh"
#include "tridens/process/detail/leptoquark.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {

/// Scattering with a scalar leptoquark, with what goes beyond Process; formulas in leptoquark_exchange.cc.
class LeptoquarkExchange : public Process {
 public:
  virtual double mass() const = 0;                        // GeV
  virtual const std::vector<double>& widths() const = 0;  // of states(), GeV
  virtual const std::vector<detail::LeptoquarkState>& states() const = 0;
  /// Neutrino energy at which the leptoquark is made on a quark with the whole momentum of the nucleon, GeV.
  virtual double resonance_energy(size_t component) const = 0;
  /// Narrow-width limit of the cross section of a component, GeV^-2: sum over partons of
  /// pi |g|^2/(2 M^2) x f(x, M^2) Br at x = M^2/(2 M_N E), multiplicity included; zero below resonance_energy().
  virtual double narrow_width(size_t component, double energy) const = 0;
  /// d sigma/dy at a batch of y in (0, 1), GeV^-2, multiplicity included.
  virtual std::vector<double> inelasticity(size_t component, double energy, const std::vector<double>& y) const = 0;
};

/// The process "leptoquark" with its whole interface. Settings as in RegisteredProcess; all of them must be there.
std::shared_ptr<const LeptoquarkExchange> make_leptoquark_exchange(const ProcessRequest& request);

}  // namespace tridens::process
