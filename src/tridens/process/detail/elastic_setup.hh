#pragma once
#include <string>
#include <utility>
#include <vector>

#include "tridens/process/detail/amplitude_sum.hh"
#include "tridens/process/elastic.hh"

// What the two elastic processes check and say alike.
namespace tridens::process::detail {

/// UserError for an empty list, a negative recoil energy, or limits in the wrong order (highest 0: none).
void require_setup(const std::vector<model::ElasticChannel>& channels, double lowest_recoil, double highest_recoil);
/// The highest recoil energy; infinite for 0.
double upper_limit(double highest_recoil);
/// UserError unless the outgoing states are the same in the same order.
void require_same_states(const std::vector<model::ElasticChannel>& channels,
                         const std::vector<model::ElasticChannel>& others);
/// "coherent", with the outgoing state where it is not the incoming neutrino.
std::string component_name(const std::string& name, const model::OutgoingState& outgoing, Neutrino incoming);
/// Checks a batch of recoil energies: positive and finite, zero too where there is no pole. UserError otherwise.
void require_recoils(const double* recoil, size_t count, bool pole);
/// result[begin + i] = factor x part[i].
void store(const RecoilCoefficients& part, size_t begin, size_t count, double factor, RecoilCoefficients& result);
/// The couplings of every term: ("coupling numu, sm vector", "p 0.02286, n -0.5").
std::vector<std::pair<std::string, std::string>> coupling_choices(const std::vector<model::ElasticChannel>& channels,
                                                                  bool electrons);

}  // namespace tridens::process::detail
