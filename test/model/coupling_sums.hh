#pragma once
#include <gtest/gtest.h>

#include <cmath>

#include "tridens/model/model.hh"

namespace tridens::model {

/// Couplings of one structure, summed over terms.
struct Sum {
  std::complex<double> proton, neutron, electron;
};

/// Sum of one structure towards one outgoing neutrino at a momentum transfer.
inline Sum coupling(const Model& model, Neutrino incoming, Neutrino outgoing, Lorentz lorentz, double Q2 = 0.0) {
  Sum sum;
  for (const ElasticChannel& channel : elastic_channels(model, incoming)) {
    if (channel.outgoing.pdg != outgoing.pdg() || channel.outgoing.flipped) continue;
    for (const InteractionTerm& term : channel.terms) {
      if (term.lorentz != lorentz) continue;
      const double shape = term.propagator.at(Q2);
      sum.proton += term.proton * shape;
      sum.neutron += term.neutron * shape;
      sum.electron += term.electron * shape;
    }
  }
  return sum;
}

inline Sum vector(const Model& model, Neutrino neutrino, double Q2 = 0.0) {
  return coupling(model, neutrino, neutrino, Lorentz::vector, Q2);
}
inline void expect_near(const Sum& a, const Sum& b, double relative) {
  EXPECT_LE(std::abs(a.proton - b.proton), relative * std::abs(b.proton));
  EXPECT_LE(std::abs(a.neutron - b.neutron), relative * std::abs(b.neutron));
  EXPECT_LE(std::abs(a.electron - b.electron), relative * std::abs(b.electron));
}

inline Sum minus(const Sum& a, const Sum& b) {
  return {a.proton - b.proton, a.neutron - b.neutron, a.electron - b.electron};
}

}  // namespace tridens::model
