#include "tridens/inference/telescope_expectation.hh"

#include <algorithm>
#include <limits>
#include <list>
#include <mutex>

#include "tridens/base/error.hh"

namespace tridens::inference {
namespace {

/// Counts of one flux by its specification; the last ones are remembered, so that a flux that a parameter does not move
/// costs nothing.
class FluxCounts {
 public:
  explicit FluxCounts(std::shared_ptr<const rate::TelescopeKernel> kernel) : kernel_(std::move(kernel)) {}

  std::vector<double> of(const std::string& specification) const {
    {
      const std::scoped_lock lock(mutex_);
      for (auto entry = remembered_.begin(); entry != remembered_.end(); ++entry) {
        if (entry->first != specification) continue;
        remembered_.splice(remembered_.begin(), remembered_, entry);
        return remembered_.front().second;
      }
    }
    std::vector<double> counts = kernel_->counts(*flux::make_diffuse_flux(specification));
    const std::scoped_lock lock(mutex_);
    remembered_.emplace_front(specification, counts);
    constexpr size_t most = 16;
    if (remembered_.size() > most) remembered_.pop_back();
    return counts;
  }

 private:
  std::shared_ptr<const rate::TelescopeKernel> kernel_;
  mutable std::mutex mutex_;
  mutable std::list<std::pair<std::string, std::vector<double>>> remembered_;
};

}  // namespace

std::vector<double> flattened(const detector::Telescope& telescope, const detector::TopologyCounts& counts) {
  std::vector<double> result;
  for (const detector::Topology topology : telescope.topologies()) {
    const auto found = counts.find(topology);
    if (found == counts.end()) {
      result.insert(result.end(), telescope.bins_per_topology(), 0.0);
    } else {
      result.insert(result.end(), found->second.begin(), found->second.end());
    }
  }
  return result;
}

std::shared_ptr<const Expectation> telescope_expectation(TelescopeSetup setup) {
  if (setup.fluxes.empty()) throw UserError("a telescope without flux", "nothing would arrive", "name one");
  std::vector<Nuisance> nuisances;
  const auto add = [&](double width, const std::string& name, const std::string& meaning) {
    if (width == 0.0) return std::numeric_limits<size_t>::max();
    if (name.empty()) throw UserError("a nuisance without name", meaning, "name it");
    nuisances.push_back({name, meaning, "", width, -1.0, std::numeric_limits<double>::infinity()});
    return nuisances.size() - 1;
  };
  const size_t all = add(setup.normalisation_width, setup.normalisation_name, "relative change of all neutrino events");
  std::vector<size_t> own;
  for (const FittedFlux& flux : setup.fluxes) {
    own.push_back(add(flux.width, flux.nuisance_name, "flux " + flux.name + ": relative change of its normalisation"));
  }
  const auto known = std::make_shared<const FluxCounts>(setup.kernel);
  std::vector<LinearExpectation::Part> parts;
  for (size_t f = 0; f < setup.fluxes.size(); ++f) {
    LinearExpectation::Part part;
    part.name = setup.fluxes[f].name;
    part.kind = "signal";
    part.counts = [known, specification = setup.fluxes[f].specification](const std::vector<double>& parameters) {
      return known->of(specification(parameters));
    };
    for (size_t n = 0; n < nuisances.size(); ++n) part.relative.push_back({n == all || n == own[f] ? 1.0 : 0.0});
    parts.push_back(std::move(part));
  }
  std::vector<double> background = flattened(setup.kernel->telescope(), setup.kernel->telescope().background);
  LinearExpectation::Part constant;
  constant.counts = [background](const std::vector<double>&) { return background; };
  constant.relative.assign(nuisances.size(), {0.0});
  constant.name = constant.kind = "background";
  parts.push_back(std::move(constant));
  return std::make_shared<const LinearExpectation>(setup.kernel->bins(), std::move(nuisances), std::move(parts));
}

}  // namespace tridens::inference
