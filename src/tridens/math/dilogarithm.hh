#pragma once

namespace tridens::math {

/// Re Li2(x) for real x, Li2(x) = -int_0^x ln(1 - t)/t dt; above x = 1 on the cut, Im Li2(x +- i0) = +-pi ln x.
/// Relative error 1e-15 (GSL).
double dilogarithm(double x);

}  // namespace tridens::math
