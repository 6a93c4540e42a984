#pragma once
#include <complex>
#include <vector>

#include "tridens/model/elastic_terms.hh"
#include "tridens/process/detail/elastic_kernel.hh"

namespace tridens::process::detail {

/// The amplitudes of one outgoing state on one body: every term is a propagator times a sum of couplings, each with the
/// response of what it couples to (a form factor). Terms of the same structure and propagator are added beforehand.
class AmplitudeSum {
 public:
  static constexpr int no_response = -1;
  /// Adds coupling x response; nothing for a vanishing coupling.
  void add(model::Lorentz lorentz, const model::Propagator& propagator, std::complex<double> coupling, int response);

  /// Amplitudes at a batch of Q^2; responses[k] is response k there. `work` has room for `count`.
  void evaluate(const double* Q2, size_t count, const double* const* responses, double* work, Amplitudes& result) const;

  /// Lightest boson exchanged: its mass squared, 0 for a photon or a massless boson on a long-range structure (all but
  /// the pseudoscalar, which vanishes with Q^2), infinite for none.
  double lightest_mass_squared() const;
  /// True when an amplitude cannot be evaluated at Q^2 = 0.
  bool has_pole() const;
  bool empty() const { return groups_.empty(); }

 private:
  struct Piece {
    std::complex<double> coupling;
    int response;
  };
  struct Group {
    model::Lorentz lorentz;
    model::Propagator propagator;
    std::vector<Piece> pieces;
  };
  std::vector<Group> groups_;
};

}  // namespace tridens::process::detail
