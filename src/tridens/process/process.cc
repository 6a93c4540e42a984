#include "tridens/process/process.hh"

#include "tridens/base/error.hh"

namespace tridens::process {

double Process::differential(size_t, double, const std::vector<double>&) const {
  throw Failure("a differential cross section was asked for", "this process has no variables for one", "");
}

FourVector Process::struck(size_t component, double, const double*) const {
  return {components()[component].target_mass, 0.0, 0.0, 0.0};
}

std::vector<EnergyFeature> Process::features(size_t) const {
  return {};
}

}  // namespace tridens::process
