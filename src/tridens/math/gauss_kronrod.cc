#include "tridens/math/gauss_kronrod.hh"

#include <gsl/gsl_integration.h>

#include <algorithm>

#include "tridens/math/gauss_legendre.hh"

// GSL keeps the tables to itself: its rule is applied to functions that tell the nodes, and then to functions that are
// 1 at one node and 0 at the others, whose integrals are the weights.
namespace tridens::math {
namespace {

double integrate(double (*function)(double, void*), void* parameters) {
  const gsl_function wrapped{function, parameters};
  double result = 0.0, error = 0.0, absolute = 0.0, deviation = 0.0;
  gsl_integration_qk15(&wrapped, 0.0, 1.0, &result, &error, &absolute, &deviation);
  return result;
}

double note_node(double x, void* nodes) {
  static_cast<std::vector<double>*>(nodes)->push_back(x);
  return 1.0;
}

double is_node(double x, void* node) {
  return x == *static_cast<double*>(node) ? 1.0 : 0.0;
}

}  // namespace

NestedRule gauss_kronrod() {
  NestedRule rule;
  integrate(note_node, &rule.nodes);
  std::ranges::sort(rule.nodes);
  for (double node : rule.nodes) rule.fine.push_back(integrate(is_node, &node));
  rule.coarse.assign(rule.nodes.size(), 0.0);
  const QuadratureRule gauss = gauss_legendre(7);
  for (size_t i = 0; i < gauss.nodes.size(); ++i) rule.coarse[2 * i + 1] = gauss.weights[i];
  return rule;
}

}  // namespace tridens::math
