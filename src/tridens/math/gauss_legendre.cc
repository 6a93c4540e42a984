#include "tridens/math/gauss_legendre.hh"

#include <gsl/gsl_integration.h>

#include <memory>

#include "tridens/base/error.hh"

namespace tridens::math {

QuadratureRule gauss_legendre(int count) {
  if (count < 1) throw Failure("a quadrature rule of " + std::to_string(count) + " points", "at least one is needed");
  const auto size = static_cast<size_t>(count);
  const std::unique_ptr<gsl_integration_glfixed_table, decltype(&gsl_integration_glfixed_table_free)> table(
      gsl_integration_glfixed_table_alloc(size), &gsl_integration_glfixed_table_free);
  QuadratureRule rule{std::vector<double>(size), std::vector<double>(size)};
  for (size_t i = 0; i < size; ++i) {
    gsl_integration_glfixed_point(0.0, 1.0, i, &rule.nodes[i], &rule.weights[i], table.get());
  }
  return rule;
}

}  // namespace tridens::math
