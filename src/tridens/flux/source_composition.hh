#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/flux/neutrino_mixing.hh"

// Which neutrinos a source emits, and what arrives after averaged oscillation.
namespace tridens::flux {

/// Fractions of all neutrinos and antineutrinos together; their sum is 1.
struct FlavourComposition {
  std::array<double, 6> fractions{};  // in the order of all_neutrinos(): nue, numu, nutau, nuebar, numubar, nutaubar

  double of(Neutrino neutrino) const;
  /// Neutrinos and antineutrinos of a flavour.
  double of(Flavour flavour) const;
};

struct SourceComposition {
  std::string name, meaning, text;  // text as source_composition() reads it
};
/// pp, p-gamma, pp-damped, p-gamma-damped, neutron-decay.
std::vector<SourceComposition> source_compositions();

/// By name, or "e:mu:tau/ebar:mubar:taubar" with fractions of all six together. They must add up to 1 within 1e-3
/// (what rounding leaves is scaled away). UserError otherwise, and for negative fractions and unknown names.
FlavourComposition source_composition(std::string_view text);

FlavourComposition at_earth(const FlavourComposition& source, const FlavourTransitions& transitions);

/// How the errors of the oscillation parameters spread what arrives: mean, standard deviation and the central 68 % of
/// every fraction, in the order of FlavourComposition, and of the three sums over nu and nubar.
struct FlavourSpread {
  struct Range {
    double mean = 0.0, deviation = 0.0, low = 0.0, high = 0.0;
  };
  std::array<Range, 6> species{};
  std::array<Range, 3> flavours{};
};
/// By `samples` (at least 100) draws of every parameter. The same seed gives the same numbers.
FlavourSpread flavour_spread(const FlavourComposition& source, const MixingParameters& parameters, int samples = 4000,
                             std::uint64_t seed = 1);

}  // namespace tridens::flux
