#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/run/fit_setup.hh"

namespace tridens::run {

struct FitFunction::Implementation {
  FitSetup setup;

  void check(const std::vector<double>& values) const {
    for (size_t i = 0; i < setup.parameters.size(); ++i) {
      const inference::Parameter& parameter = setup.parameters[i];
      if (values[i] >= parameter.lowest && values[i] <= parameter.highest) continue;
      throw UserError(fmt::format("{} = {}", parameter.name, values[i]),
                      fmt::format("its range is {} to {}", parameter.lowest, parameter.highest),
                      "stay inside, or widen the range in the card");
    }
  }
};

FitFunction::FitFunction(const io::FitCard& card, int threads)
    : implementation_(std::make_unique<Implementation>(Implementation{make_fit_setup(card, threads)})) {}

FitFunction::~FitFunction() = default;

std::vector<std::string> FitFunction::parameters() const {
  std::vector<std::string> names;
  for (const inference::Parameter& parameter : implementation_->setup.parameters) names.push_back(parameter.name);
  return names;
}

std::vector<FitFunction::Constraint> FitFunction::nuisances() const {
  std::vector<Constraint> result;
  for (const inference::Nuisance& nuisance : implementation_->setup.likelihood->nuisances()) {
    result.push_back({nuisance.name, nuisance.width, nuisance.lower, nuisance.upper});
  }
  return result;
}

double FitFunction::profiled(const std::vector<double>& parameters) const {
  implementation_->check(parameters);
  const inference::Profile profile = implementation_->setup.likelihood->profile(parameters);
  if (profile.converged) return profile.chi2;
  throw Failure("the minimum over the nuisances was not found", fmt::format("{} steps", profile.iterations), "");
}

double FitFunction::at(const std::vector<double>& parameters, const std::vector<double>& nuisances) const {
  implementation_->check(parameters);
  return implementation_->setup.likelihood->chi2(parameters, nuisances);
}

}  // namespace tridens::run
