#pragma once
#include <complex>
#include <utility>
#include <vector>

#include "tridens/model/elastic_terms.hh"

namespace tridens::rate::detail {

/// One coupling on which a cross section depends: a structure of one outgoing state with one dependence on Q^2, at one
/// constituent. Every differential cross section is a quadratic form in these numbers.
struct Coupling {
  size_t channel = 0;
  model::Lorentz lorentz = model::Lorentz::vector;
  std::complex<double> model::InteractionTerm::*constituent = nullptr;
  model::Propagator propagator;
};

/// The constituents in the order of the model: protons, neutrons, electrons.
inline constexpr std::complex<double> model::InteractionTerm::*constituents[] = {
    &model::InteractionTerm::proton, &model::InteractionTerm::neutron, &model::InteractionTerm::electron};

/// All couplings of the channels, each structure and propagator once.
std::vector<Coupling> couplings(const std::vector<model::ElasticChannel>& channels);

/// Channels with the same outgoing states that hold only the given couplings, in the given strengths.
std::vector<model::ElasticChannel> only(const std::vector<model::ElasticChannel>& channels,
                                        const std::vector<std::pair<const Coupling*, double>>& strengths);

}  // namespace tridens::rate::detail
