// The fits of data/minuit.json, whose minima are those of Minuit (iminuit; the version stands in the file, the program
// that made them is test/python/test_inference_minuit.py, which describes the model).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "tridens/inference/minimum.hh"

namespace tridens::inference {
namespace {

using nlohmann::json;
using Numbers = std::vector<double>;

Measurement read_measurement(const json& stored) {
  const auto numbers = [&](const char* key) { return stored.at(key).get<Numbers>(); };
  std::vector<Nuisance> nuisances;
  for (const json& n : stored.at("nuisances")) {
    Nuisance& nuisance = nuisances.emplace_back();
    nuisance.name = n.at("name").get<std::string>();
    nuisance.width = n.at("width").is_null() ? std::numeric_limits<double>::infinity() : n.at("width").get<double>();
  }
  // (1 + flux)(1 + tilt t) is not linear in the two: an expectation of its own.
  class Product : public Expectation {
   public:
    Product(Numbers xx, Numbers xy, Numbers yy, Numbers background, Numbers tilt, std::vector<Nuisance> list)
        : xx_(std::move(xx)),
          xy_(std::move(xy)),
          yy_(std::move(yy)),
          background_(std::move(background)),
          tilt_(std::move(tilt)),
          nuisances_(std::move(list)) {}
    size_t bins() const override { return xx_.size(); }
    const std::vector<Nuisance>& nuisances() const override { return nuisances_; }
    struct Counts : ExpectedCounts {
      Numbers signal;
      const Product* of = nullptr;
      void evaluate(const double* n, double* counts, double* derivatives) const override {
        for (size_t b = 0; b < signal.size(); ++b) {
          const double tilted = (1.0 + n[1] * of->tilt_[b]) * signal[b];
          counts[b] = (1.0 + n[0]) * tilted + (1.0 + n[2]) * of->background_[b];
          if (derivatives == nullptr) continue;
          derivatives[3 * b] = tilted;
          derivatives[3 * b + 1] = (1.0 + n[0]) * of->tilt_[b] * signal[b];
          derivatives[3 * b + 2] = of->background_[b];
        }
      }
    };
    std::unique_ptr<ExpectedCounts> at(const std::vector<double>& p) const override {
      auto counts = std::make_unique<Counts>();
      counts->of = this;
      for (size_t b = 0; b < bins(); ++b) {
        counts->signal.push_back(p[0] * p[0] * xx_[b] + p[0] * p[1] * xy_[b] + p[1] * p[1] * yy_[b]);
      }
      return counts;
    }

   private:
    Numbers xx_, xy_, yy_, background_, tilt_;
    std::vector<Nuisance> nuisances_;
  };
  Measurement result;
  result.name = stored.at("name").get<std::string>();
  result.observed = numbers("observed");
  if (stored.at("statistic") == "gaussian") {
    result.statistic = Statistic::gaussian;
    result.variance = numbers("variance");
  }
  result.expectation = std::make_shared<Product>(numbers("xx"), numbers("xy"), numbers("yy"), numbers("background"),
                                                 numbers("tilt"), std::move(nuisances));
  return result;
}

TEST(Minuit, FindsTheSameMinimaAndNoOthers) {
  std::ifstream file(TRIDENS_SOURCE_DIR "/test/inference/data/minuit.json");
  const json all = json::parse(file);
  ASSERT_EQ(all.at("cases").size(), 2u);
  for (const json& stored : all.at("cases")) {
    SCOPED_TRACE(stored.at("title").get<std::string>());
    std::vector<Measurement> measurements;
    for (const json& measurement : stored.at("measurements")) measurements.push_back(read_measurement(measurement));
    const Likelihood likelihood(std::move(measurements));
    std::vector<Parameter> parameters;
    for (const json& p : stored.at("parameters")) {
      parameters.push_back(
          {p.at("name").get<std::string>(), "", p.at("lowest").get<double>(), p.at("highest").get<double>(), false});
    }
    const std::vector<Minimum> found = minima(likelihood, parameters);
    const json& expected = stored.at("minima");
    EXPECT_EQ(found.size(), expected.size());
    for (const json& minuit : expected) {
      const Numbers place = minuit.at("parameters").get<Numbers>(), errors = minuit.at("errors").get<Numbers>();
      const auto same = std::ranges::find_if(found, [&](const Minimum& m) {
        return std::abs(m.parameters[0] - place[0]) < 0.04 && std::abs(m.parameters[1] - place[1]) < 0.04;
      });
      ASSERT_NE(same, found.end()) << place[0] << " " << place[1];
      EXPECT_TRUE(same->converged);
      EXPECT_NEAR(same->profile.chi2, minuit.at("chi2").get<double>(), 1e-5);
      for (size_t p = 0; p < 2; ++p) EXPECT_LT(std::abs(same->parameters[p] - place[p]), 1e-2 * errors[p]);
      for (size_t k = 0; k < likelihood.nuisances().size(); ++k) {
        const double value = minuit.at("nuisances").at(likelihood.nuisances()[k].name).get<double>();
        EXPECT_NEAR(same->profile.nuisances[k], value, 1e-3) << likelihood.nuisances()[k].name;
      }
    }
  }
}

}  // namespace
}  // namespace tridens::inference
