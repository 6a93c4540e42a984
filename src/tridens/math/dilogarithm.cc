#include "tridens/math/dilogarithm.hh"

#include <gsl/gsl_sf_dilog.h>

namespace tridens::math {

double dilogarithm(double x) {
  return gsl_sf_dilog(x);
}

}  // namespace tridens::math
