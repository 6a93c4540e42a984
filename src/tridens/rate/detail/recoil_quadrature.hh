#pragma once
#include <functional>
#include <vector>

#include "tridens/flux/flux.hh"
#include "tridens/process/elastic.hh"

// Nodes of a quadrature over the recoil energy, T = s^2 between the panels' ends: the lowest neutrino energy that
// reaches T goes like sqrt(T), so that spectra from zero energy on are smooth in s.
namespace tridens::rate::detail {

/// Nodes per panel, panel after panel.
inline constexpr size_t panel_nodes = 15;

struct RecoilNodes {
  std::vector<double> recoil;   // GeV
  std::vector<double> weight;   // of the finer rule, GeV
  std::vector<double> surplus;  // weight less that of the coarser rule
  size_t size() const { return recoil.size(); }
};

/// What is integrated: the products rate x window of `rates` functions that are converged one by one, each relative to
/// its sum over all windows, and of `windows` functions (the probabilities of the bins). Values are function by
/// function.
struct Integrands {
  size_t rates = 0, windows = 0;
  std::function<void(const double*recoil, size_t count, double*values)> rate, window;
};

/// Splits the panels between the increasing `edges` until the differences between the two rules, summed over windows
/// and panels, are below `tolerance` of each integral. Failure when 1e-4 is out of reach.
RecoilNodes recoil_nodes(const std::vector<double>& edges, const Integrands& integrands, double tolerance = 1e-6);

/// Edges of the panels of one component: the given `kinks` (increasing; the first and the last bound the range) and the
/// recoil energies at which the spectrum's ends, its line or the edges of its bins come into reach and the process
/// steps. Cut to what the spectrum reaches; empty when that is nothing.
std::vector<double> panel_edges(const process::ElasticProcess& process, size_t component,
                                const flux::Spectrum& spectrum, const std::vector<double>& kinks);

}  // namespace tridens::rate::detail
