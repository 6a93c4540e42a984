// Tables of electroweak photon cross sections: interpolation against the quadrature, totals against Monte Carlo and
// published numbers.
#include "tridens/process/photon_table.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/math/random.hh"
#include "tridens/process/registry.hh"

namespace tridens::process {
namespace {

/// The table of a channel of the Standard Model that ends early, to be quick.
PhotonTableRequest request_of(const char* neutrino, const char* pair, double W2, double Q2) {
  const auto model = model::make_model("sm", {});
  const auto [minus, plus] = model::parse_lepton_pair(pair);
  const model::TridentChannel channel = model::trident_channel(parse_neutrino(neutrino), minus, plus);
  PhotonTableRequest request = trident_table_request(channel, model->trident_vertex(channel));
  request.frame.largest_W2 = W2;
  request.frame.largest_Q2 = Q2;
  return request;
}
/// The same for totals that end there.
PhotonTableSource source(double W2, double Q2) {
  return [W2, Q2](PhotonTableRequest request) {
    request.frame.largest_W2 = W2;
    request.frame.largest_Q2 = Q2;
    return std::make_shared<const PhotonTable>(PhotonTable::compute(request.frame, request.sigma));
  };
}

std::shared_ptr<const Process> oxygen(const char* neutrino, const char* pair, const PhotonTableSource& tables,
                                      const char* precision = "5e-3") {
  ProcessRequest request;
  request.neutrino = parse_neutrino(neutrino);
  request.target = matter::material("O16");
  request.settings = {{"pair", pair},
                      {"precision", precision},
                      {"w-mass", "80.379 GeV"},
                      {"form-factor", "fermi3,c=2.608fm,a=0.513fm,w=-0.051"},
                      {"nucleon-form-factor", "dipole"}};
  request.tables = tables;
  return make_process("electroweak-trident", request);
}

/// Largest difference of sigma^T and sigma^L to the quadrature, over their sum.
double interpolation_error(const PhotonTableRequest& request, double lowest_W2, int points) {
  const PhotonTable table = PhotonTable::compute(request.frame, request.sigma);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    double u[2];
    uniforms(5, 8, static_cast<std::uint64_t>(i), 0, u, 2);
    const double W2 = lowest_W2 * std::pow(request.frame.largest_W2 / lowest_W2, 0.99 * u[0]);
    const double Q2 = 1e-8 * std::pow(request.frame.largest_Q2 / 1e-8, 0.99 * u[1]);
    const PhotonSigma direct = request.sigma(W2, Q2), value = table.evaluate(W2, Q2);
    const double sum = direct.transverse + direct.longitudinal;
    worst = std::max({worst, std::fabs(value.transverse - direct.transverse) / sum,
                      std::fabs(value.longitudinal - direct.longitudinal) / sum});
  }
  return worst;
}

TEST(PhotonTable, InterpolatesTheQuadrature) {
  EXPECT_LT(interpolation_error(request_of("numu", "e-e+", 1e4, 10.0), 1e-3, 40), 5e-3);
  EXPECT_LT(interpolation_error(request_of("numu", "mu-mu+", 100.0, 1.0), 0.2, 20), 5e-3);
}

TEST(PhotonTable, ThresholdAndBorders) {
  const PhotonTableRequest request = request_of("numu", "e-e+", 10.0, 1.0);
  const PhotonTable table = PhotonTable::compute(request.frame, request.sigma);
  const double M = request.frame.threshold;
  EXPECT_EQ(table.evaluate(M * M, 1e-3).transverse, 0.0);
  EXPECT_GT(table.evaluate(1.01 * M * M, 1e-3).transverse, 0.0);
  EXPECT_THROW((void)table.evaluate(11.0, 0.1), Failure);
  EXPECT_THROW((void)table.evaluate(1.0, 1.1), Failure);
  std::vector<double> values = table.values();
  const PhotonTable again(request.frame, values);
  EXPECT_EQ(again.evaluate(1.0, 0.1).transverse, table.evaluate(1.0, 0.1).transverse);
  values.pop_back();
  EXPECT_THROW(PhotonTable(request.frame, values), Failure);
}

TEST(PhotonTable, ProgressCanStopIt) {
  const PhotonTableRequest request = request_of("numu", "e-e+", 1.0, 1e-3);
  size_t calls = 0;
  PhotonTableBuild build;
  build.threads = 2;
  build.progress = [&](size_t done, size_t all) {
    EXPECT_LE(done, all);
    if (++calls == 2) throw std::runtime_error("stop");
  };
  EXPECT_THROW(PhotonTable::compute(request.frame, request.sigma, build), std::runtime_error);
  EXPECT_LE(calls, 2u);
}

// Four-fermion regime, and through the resonance (independent program, 2 to 3e-3).
TEST(ElectroweakTridentTables, TotalsAgreeWithMonteCarloAndPublishedNumbers) {
  const auto process = oxygen("numu", "mu-mu+", source(1.3e5, 4.0)), sampled = oxygen("numu", "mu-mu+", {});
  const CrossSection by_table = process->cross_section(0, 100.0), by_sampling = sampled->cross_section(0, 100.0);
  EXPECT_NEAR(by_table.value / by_sampling.value, 1.0, 0.015);
  EXPECT_NEAR(by_table.error / by_table.value, 5e-3, 1e-12);
  EXPECT_NEAR(process->cross_section(0, 3e4).value / units::cm2 / 1.728e-37, 1.0, 0.01);
}

TEST(ElectroweakTridentTables, ZExchangeAloneAgreesWithPublishedNumbers) {
  const auto process = oxygen("numu", "e-e+", source(1.3e5, 4.0));
  EXPECT_NEAR(process->cross_section(0, 1e3).value / units::cm2 / 4.125e-40, 1.0, 0.01);
  EXPECT_NEAR(process->cross_section(0, 3e4).value / units::cm2 / 1.565e-38, 1.0, 0.01);
}

TEST(ElectroweakTridentTables, FinerPrecisionIsSampled) {
  const PhotonTableSource refuse = [](const PhotonTableRequest&) -> std::shared_ptr<const PhotonTable> {
    throw std::runtime_error("a table is asked for");
  };
  EXPECT_THROW((void)oxygen("numu", "mu-mu+", refuse)->cross_section(0, 100.0), std::runtime_error);
  EXPECT_GT(oxygen("numu", "mu-mu+", refuse, "4.9e-3")->cross_section(0, 100.0).value, 0.0);
}

}  // namespace
}  // namespace tridens::process
