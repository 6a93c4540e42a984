#include "tridens/math/low_discrepancy.hh"

#include <fmt/format.h>
#include <gsl/gsl_qrng.h>

#include <algorithm>
#include <memory>

#include "tridens/base/error.hh"
#include "tridens/math/random.hh"

namespace tridens::math {
namespace {

constexpr size_t most_dimensions = 40;  // of GSL's direction numbers
constexpr std::uint64_t shift_purpose = 0x7368'6966'7400;

}  // namespace

std::vector<double> sobol_points(size_t dimension, size_t count) {
  if (dimension < 1 || dimension > most_dimensions) {
    throw UserError(fmt::format("points of Sobol in {} dimensions", dimension),
                    fmt::format("they are known for 1 to {}", most_dimensions), "");
  }
  const std::unique_ptr<gsl_qrng, void (*)(gsl_qrng*)> generator(
      gsl_qrng_alloc(gsl_qrng_sobol, static_cast<unsigned>(dimension)), gsl_qrng_free);
  if (!generator) throw Failure("no sequence of Sobol", "memory is short", "");
  std::vector<double> points(dimension * count);
  for (size_t i = 0; i < count; ++i) gsl_qrng_get(generator.get(), &points[i * dimension]);
  return points;
}

std::vector<double> shifted(const std::vector<double>& points, size_t dimension, std::uint64_t seed,
                            std::uint64_t set) {
  std::vector<double> shift(dimension), result(points.size());
  uniforms(seed, shift_purpose, set, 0, shift.data(), dimension);
  for (size_t i = 0; i < points.size(); ++i) {
    const double moved = points[i] + shift[i % dimension];
    result[i] = std::clamp(moved < 1.0 ? moved : moved - 1.0, 0x1p-53, 1.0 - 0x1p-53);
  }
  return result;
}

}  // namespace tridens::math
