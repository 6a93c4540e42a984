#include "tridens/model/quark_mixing.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

TEST(QuarkMixing, RowsAndColumnsAreOrthonormal) {
  for (const QuarkMixing& V : {QuarkMixing::standard(), QuarkMixing({0.3, -0.5, 0.7, 2.1})}) {
    for (size_t i = 0; i < 3; ++i) {
      for (size_t k = 0; k < 3; ++k) {
        std::complex<double> rows = 0.0, columns = 0.0;
        for (size_t j = 0; j < 3; ++j) {
          rows += V.element(i, j) * std::conj(V.element(k, j));
          columns += V.element(j, i) * std::conj(V.element(j, k));
        }
        EXPECT_NEAR(std::abs(rows - (i == k ? 1.0 : 0.0)), 0.0, 1e-15);
        EXPECT_NEAR(std::abs(columns - (i == k ? 1.0 : 0.0)), 0.0, 1e-15);
      }
    }
  }
}

TEST(QuarkMixing, MagnitudesAreThoseOfTheGlobalFit) {
  // PDG 2022, review 12, eq. 12.27: the printed magnitudes with their errors (five digits).
  const double published[3][3] = {
      {0.97435, 0.22500, 0.00369}, {0.22486, 0.97349, 0.04182}, {0.00857, 0.04110, 0.999118}};
  const double error[3][3] = {{0.00016, 0.00067, 0.00011}, {0.00067, 0.00016, 0.00074}, {0.00018, 0.00072, 0.000031}};
  const QuarkMixing V = QuarkMixing::standard();
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(std::sqrt(V.squared(i, j)), published[i][j], 0.1 * error[i][j]) << i << j;
    }
  }
}

TEST(QuarkMixing, JarlskogInvariantIsPublished) {
  // J = Im(V_us V_cb V*_ub V*_cs) = (3.08 +0.15 -0.13)e-5, PDG 2022.
  const QuarkMixing V = QuarkMixing::standard();
  const double J =
      std::imag(V.element(0, 1) * V.element(1, 2) * std::conj(V.element(0, 2)) * std::conj(V.element(1, 1)));
  EXPECT_NEAR(J, 3.08e-5, 0.13e-5);
}

TEST(QuarkMixing, SineAboveOneIsRefused) {
  EXPECT_THROW(QuarkMixing({1.1, 0.0, 0.0, 0.0}), UserError);
}

}  // namespace
}  // namespace tridens::model
