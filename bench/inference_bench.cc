// Likelihoods and their minima. The baselines of a profile are SLSQP and L-BFGS of NLopt on the same chi2 with exact
// derivatives, and its derivative-free BOBYQA.
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <nlopt.hpp>

#include "tridens/inference/minimum.hh"

namespace tridens::inference {
namespace {

/// Bins and nuisances of a fit to two detectors: (x + y)^2-like signals, backgrounds, changes of shape.
Measurement detector(const std::string& name, size_t bins, size_t nuisances, double scale) {
  std::vector<Nuisance> list = {{"flux", "", "", 0.1}};
  LinearExpectation::Part signal, background;
  signal.relative = {{1.0}};
  background.relative = {{0.0}};
  for (size_t k = 1; k < nuisances; ++k) {
    list.push_back({name + std::to_string(k), "", "", k % 3 == 0 ? 1.0 : 0.25});
    std::vector<double> shape(bins);
    for (size_t b = 0; b < bins; ++b) shape[b] = 0.1 * std::cos(0.2 * static_cast<double>(b * k));
    const bool of_signal = k % 2 == 0;
    signal.relative.push_back(of_signal ? shape : std::vector<double>{0.0});
    background.relative.push_back(of_signal ? std::vector<double>{0.0} : shape);
  }
  signal.counts = [bins, scale](const std::vector<double>& p) {
    std::vector<double> counts(bins);
    const double charge = 0.9 - p[0] - 0.8 * p[1], other = 0.3 * p[1];
    for (size_t b = 0; b < bins; ++b) {
      const double z = static_cast<double>(b) / static_cast<double>(bins);
      counts[b] = scale * (charge * charge * std::exp(-2.0 * z) + other * other * z);
    }
    return counts;
  };
  background.counts = [bins, scale](const std::vector<double>&) { return std::vector<double>(bins, scale); };
  return {name,
          Statistic::poisson,
          std::vector<double>(bins, 1.0),
          {},
          std::make_shared<LinearExpectation>(bins, list, std::vector{signal, background})};
}

Likelihood two_detectors() {
  const Likelihood likelihood({detector("csi", 99, 8, 12.0), detector("lar", 120, 10, 25.0)});
  return likelihood.toy({0.0, 0.0}, std::vector<double>(likelihood.nuisances().size()), 1, 1);
}

void expectation_alone(benchmark::State& state) {
  const Likelihood likelihood = two_detectors();
  for (auto _ : state) {
    for (const Measurement& m : likelihood.measurements()) benchmark::DoNotOptimize(m.expectation->at({0.2, 0.1}));
  }
}
BENCHMARK(expectation_alone)->Name("inference/expectation")->Unit(benchmark::kMicrosecond);

void profile(benchmark::State& state) {
  const Likelihood likelihood = two_detectors();
  Profile result;
  for (auto _ : state) benchmark::DoNotOptimize(result = likelihood.profile({0.2, 0.1}));
  state.counters["chi2"] = result.chi2;
  state.counters["nuisances"] = static_cast<double>(result.nuisances.size());
  state.counters["iterations"] = result.iterations;
}
BENCHMARK(profile)->Name("inference/profile")->Unit(benchmark::kMicrosecond);

/// chi2 and gradient, straight from the definition.
class Plain {
 public:
  Plain(const Likelihood& likelihood, const std::vector<double>& parameters) : likelihood_(likelihood) {
    for (const Measurement& m : likelihood.measurements()) {
      points_.push_back(m.expectation->at(parameters));
      std::vector<size_t>& place = places_.emplace_back();
      for (const Nuisance& own : m.expectation->nuisances()) {
        size_t k = 0;
        while (likelihood.nuisances()[k].name != own.name) ++k;
        place.push_back(k);
      }
    }
  }
  static double call(const std::vector<double>& x, std::vector<double>& gradient, void* self) {
    return static_cast<Plain*>(self)->value(x, gradient);
  }

 private:
  double value(const std::vector<double>& x, std::vector<double>& gradient) {
    double total = 0.0;
    for (size_t k = 0; k < x.size(); ++k) {
      const double pull = (x[k] - likelihood_.centres()[k]) / likelihood_.nuisances()[k].width;
      total += pull * pull;
      if (!gradient.empty()) gradient[k] = 2.0 * pull / likelihood_.nuisances()[k].width;
    }
    for (size_t m = 0; m < points_.size(); ++m) {
      const std::vector<double>& observed = likelihood_.measurements()[m].observed;
      const std::vector<size_t>& place = places_[m];
      own_.resize(place.size());
      counts_.resize(observed.size());
      slopes_.resize(observed.size() * place.size());
      for (size_t k = 0; k < place.size(); ++k) own_[k] = x[place[k]];
      points_[m]->evaluate(own_.data(), counts_.data(), gradient.empty() ? nullptr : slopes_.data());
      for (size_t b = 0; b < observed.size(); ++b) {
        if (counts_[b] <= 0.0) return 1e9;
        total += 2.0 * (counts_[b] - observed[b]);
        if (observed[b] > 0.0) total += 2.0 * observed[b] * std::log(observed[b] / counts_[b]);
        for (size_t k = 0; !gradient.empty() && k < place.size(); ++k) {
          gradient[place[k]] += 2.0 * (1.0 - observed[b] / counts_[b]) * slopes_[b * place.size() + k];
        }
      }
    }
    return total;
  }

  const Likelihood& likelihood_;
  std::vector<std::unique_ptr<ExpectedCounts>> points_;
  std::vector<std::vector<size_t>> places_;
  std::vector<double> own_, counts_, slopes_;
};

void profile_by_nlopt(benchmark::State& state, nlopt::algorithm method) {
  const Likelihood likelihood = two_detectors();
  double chi2 = 0.0, evaluations = 0.0;
  for (auto _ : state) {
    Plain plain(likelihood, {0.2, 0.1});
    nlopt::opt search(method, static_cast<unsigned>(likelihood.nuisances().size()));
    search.set_min_objective(&Plain::call, &plain);
    search.set_ftol_abs(1e-9);
    search.set_maxeval(100000);
    std::vector<double> x(likelihood.nuisances().size());
    search.optimize(x, chi2);
    evaluations = search.get_numevals();
  }
  state.counters["chi2"] = chi2;
  state.counters["evaluations"] = evaluations;
}
void profile_by_slsqp(benchmark::State& state) {
  profile_by_nlopt(state, nlopt::LD_SLSQP);
}
void profile_by_lbfgs(benchmark::State& state) {
  profile_by_nlopt(state, nlopt::LD_LBFGS);
}
void profile_by_bobyqa(benchmark::State& state) {
  profile_by_nlopt(state, nlopt::LN_BOBYQA);
}
BENCHMARK(profile_by_slsqp)->Name("inference/profile_by_nlopt_slsqp")->Unit(benchmark::kMicrosecond);
BENCHMARK(profile_by_lbfgs)->Name("inference/profile_by_nlopt_lbfgs")->Unit(benchmark::kMicrosecond);
BENCHMARK(profile_by_bobyqa)->Name("inference/profile_by_nlopt_bobyqa")->Unit(benchmark::kMicrosecond);

void minima_of_a_plane(benchmark::State& state) {
  const Likelihood likelihood = two_detectors();
  std::vector<Minimum> found;
  for (auto _ : state) found = minima(likelihood, {{"x", "", -1.0, 3.0, false}, {"y", "", -2.0, 2.0, false}});
  state.counters["minima"] = static_cast<double>(found.size());
  state.counters["chi2"] = found.front().profile.chi2;
  state.counters["converged"] = found.front().converged;
}
BENCHMARK(minima_of_a_plane)->Name("inference/minima_of_a_plane")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tridens::inference
