#include "tridens/rate/recoil_rate.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "elastic_samples.hh"
#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::rate {
namespace {

using process::ElasticProcess;
using namespace samples;
constexpr double all = std::numeric_limits<double>::infinity();

/// int phi(E) f(E) dE above `from` with 20 points in each of many pieces that end at the knots of the spectrum.
template <class Function>
double over_spectrum(const flux::Spectrum& spectrum, double from, const Function& f) {
  if (spectrum.kind == flux::Spectrum::Kind::line) {
    return spectrum.energies[0] >= from ? spectrum.density[0] * f(spectrum.energies[0]) : 0.0;
  }
  const math::QuadratureRule rule = math::gauss_legendre(20);
  double sum = 0.0;
  for (size_t i = 0; i + 1 < spectrum.energies.size(); ++i) {
    const double low = std::max(from, spectrum.energies[i]), high = spectrum.energies[i + 1];
    for (size_t k = 0; low < high && k < rule.nodes.size(); ++k) {
      const double energy = low + (high - low) * rule.nodes[k];
      sum += (high - low) * rule.weights[k] * spectrum.at(energy) * f(energy);
    }
  }
  return sum;
}

TEST(RecoilRate, IsTheIntegralOverTheSpectrum) {
  const auto process = cevns(numubar, "Ar40");
  const flux::Spectrum spectrum = michel(true, 3.0, 40);
  const flux::SpectrumMoments moments(spectrum);
  for (const double recoil : {1e-7, 3e-6, 2e-5, 9e-5, 1.4e-4}) {
    const double lowest = process->lowest_energy(0, recoil);
    const double expected = over_spectrum(spectrum, lowest, [&](double energy) {
      double value = 0.0;
      process->recoil_spectrum(0, &energy, &recoil, 1, &value);
      return value;
    });
    double rate = 0.0;
    recoil_rate(*process, 0, moments, &recoil, 1, &rate);
    EXPECT_NEAR(rate * units::cm2 / expected, 1.0, 1e-10) << recoil;
  }
}

TEST(RecoilRate, FluxAverageIsThatOfTheTotalCrossSections) {
  for (const std::string target : {"Ar40", "Cs133", "C12"}) {
    for (const auto& spectrum : {michel(true, 1.0, 60), michel(false, 5.0, 60),
                                 flux::Spectrum{flux::Spectrum::Kind::line, {line_energy}, {2.0}},
                                 flux::Spectrum{flux::Spectrum::Kind::histogram, {0.001, 0.01, 0.03}, {1.0, 5.0}}}) {
      const auto process = cevns(numubar, target);
      const auto range = [&](double low, double high) {
        return over_spectrum(spectrum, 0.0,
                             [&](double E) { return E > 0.0 ? process->cross_section(0, E, low, high).value : 0.0; }) /
               spectrum.integral();
      };
      const Folded whole = flux_average(*process, spectrum, 0.0, all);
      EXPECT_NEAR(whole.value / range(0.0, all), 1.0, 1e-6) << target;
      EXPECT_LT(whole.error, 2e-6 * whole.value);
    }
  }
}

TEST(RecoilRate, FluxAveragesAddUpOverRecoilEnergies) {
  const auto process = cevns(nue, "Ge");
  const flux::Spectrum spectrum = michel(false, 1.0);
  const double whole = flux_average(*process, spectrum, 0.0, all).value;
  double sum = 0.0;
  const std::vector<double> ends = {0.0, 1e-7, 1e-6, 7.7e-6, 3e-5, 5e-5, 1.0};
  for (size_t i = 0; i + 1 < ends.size(); ++i) sum += flux_average(*process, spectrum, ends[i], ends[i + 1]).value;
  EXPECT_NEAR(sum / whole, 1.0, 1e-6);
  EXPECT_EQ(flux_average(*process, spectrum, 1e-3, 1.0).value, 0.0);  // above the largest recoil
}

// Mean of the three species' averages in 1e-40 cm^2, sin^2 theta_W = 0.23857, 1 - M T/2E^2: an integration of its own
// that shares nothing with this library, F = 1, Helm (Lewin-Smith) and Klein-Nystrand (1.23 fm); compared to 1 %.
TEST(RecoilRate, PionDecayAtRestOnTheUsualTargets) {
  struct Row {
    const char* nuclide;
    double point, helm, klein_nystrand;
  };
  const flux::Flux flux = pion_decay_at_rest();
  for (const Row& row :
       {Row{"C12", 1.609, 1.441, 1.420}, Row{"O16", 2.860, 2.530, 2.484}, Row{"Na23", 6.487, 5.622, 5.498},
        Row{"Si28", 8.759, 7.490, 7.308}, Row{"Ar40", 22.01, 18.28, 17.75}, Row{"Ca40", 17.88, 14.84, 14.42},
        Row{"Fe56", 40.74, 32.67, 31.58}, Row{"I127", 251.4, 178.3, 170.4}, Row{"Cs133", 279.6, 196.5, 187.7},
        Row{"Pb208", 733.4, 466.9, 443.4}}) {
    const auto mean = [&](const char* form_factor) {
      double sum = 0.0;
      for (const Neutrino neutrino : {numu, nue, numubar}) {
        auto channels = standard_channels(neutrino);
        std::erase_if(channels[0].terms, [](const auto& term) { return term.lorentz != model::Lorentz::vector; });
        const auto process = cevns(neutrino, row.nuclide, channels, form_factor, "leading");
        sum += flux_average(*process, flux.spectrum(neutrino), 0.0, all).value / 3.0;
      }
      return sum / (1e-40 * units::cm2);
    };
    EXPECT_NEAR(mean("point") / row.point, 1.0, 0.01) << row.nuclide;
    EXPECT_NEAR(mean("helm-lewin-smith") / row.helm, 1.0, 0.01) << row.nuclide;
    EXPECT_NEAR(mean("klein-nystrand,r0=1.23fm") / row.klein_nystrand, 1.0, 0.01) << row.nuclide;
  }
}

/// The same points with one more on the line between two.
flux::Spectrum with_knot(flux::Spectrum points, double energy) {
  const auto above = std::ranges::upper_bound(points.energies, energy);
  if (above == points.energies.begin() || above == points.energies.end()) return points;
  points.density.insert(points.density.begin() + (above - points.energies.begin()), points.at(energy));
  points.energies.insert(above, energy);
  return points;
}

/// Average of the cross section above a recoil energy by quadrature over the neutrino energy, all components. It has a
/// kink where that recoil energy comes into reach.
double average(const ElasticProcess& process, const flux::Spectrum& points, double low) {
  double sum = 0.0;
  for (size_t component = 0; component < process.components().size(); ++component) {
    const flux::Spectrum spectrum = with_knot(points, process.lowest_energy(component, low));
    sum += over_spectrum(spectrum, process.threshold(component),
                         [&](double energy) { return process.cross_section(component, energy, low, all).value; });
  }
  return sum / points.integral();
}

TEST(RecoilRate, FluxAverageHoldsForLongRangeAndHeavyStates) {
  const flux::Spectrum reactor{flux::Spectrum::Kind::points, {0.0005, 0.002, 0.005, 0.01}, {9.0, 3.0, 0.5, 0.0}};
  auto channels = standard_channels(nue);
  channels[0].terms.push_back({"light", model::Lorentz::vector, 1e-11, 1e-11, 1e-11, model::exchange(1e-5)});
  channels.push_back({model::outgoing(nue, true), {}});
  channels[1].terms.push_back({"dipole", model::Lorentz::magnetic, 1e-8, 0.0, 1e-8, {}});
  channels.push_back({{9900012, false, 0.002, "N"}, {}});
  channels[2].terms.push_back({"dipole", model::Lorentz::magnetic, 1e-8, 0.0, 1e-8, {}});
  const auto process = cevns(nue, "Ge72", channels);
  ASSERT_EQ(process->components().size(), 3u);
  for (const double low : {2e-9, 1e-7, 1.5e-6}) {
    const Folded value = flux_average(*process, reactor, low, all);
    // The cross section of the heavy state opens like a root, which the reference integrates to 1e-5 only.
    EXPECT_NEAR(value.value / average(*process, reactor, low), 1.0, 1e-5) << low;
    EXPECT_LT(value.error, 2e-6 * value.value) << low;
  }
}

TEST(RecoilRate, FluxAverageFollowsTheStepsOfBoundElectrons) {
  process::NuElectronOptions options;
  options.neutrino = nue;
  options.channels = standard_channels(nue);
  options.target = matter::material("Xe");
  options.binding = "stepped";
  const auto process = process::make_nu_electron(options);
  const flux::Spectrum solar{flux::Spectrum::Kind::points, {1e-6, 1e-4, 3e-4, 4.2e-4}, {0.0, 3.0, 5.0, 0.0}};
  for (const double low : {1e-7, 3e-6, 4e-5}) {
    const Folded value = flux_average(*process, solar, low, all);
    EXPECT_NEAR(value.value / average(*process, solar, low), 1.0, 2e-6) << low;
  }
}

TEST(RecoilRate, ALineWithinAContinuumIsNotMissed) {
  const auto process = cevns(nue, "Ar40");
  flux::Spectrum both = michel(false, 1.0, 100), line{flux::Spectrum::Kind::points, {}, {}};
  constexpr double energy = 0.0231, width = 1e-7, height = 0.3 / width;
  line.energies = {energy - width, energy, energy + width};
  line.density = {0.0, height, 0.0};
  const flux::Spectrum continuum = both;
  const auto at = std::ranges::upper_bound(both.energies, energy) - both.energies.begin();
  for (size_t i = 0; i < 3; ++i) {
    both.energies.insert(both.energies.begin() + at + static_cast<long>(i), line.energies[i]);
    both.density.insert(both.density.begin() + at + static_cast<long>(i),
                        continuum.at(line.energies[i]) + line.density[i]);
  }
  for (const double low : {0.0, 1e-6, 2e-5}) {
    const double parts = flux_average(*process, continuum, low, all).value * continuum.integral() +
                         flux_average(*process, line, low, all).value * line.integral();
    EXPECT_NEAR(flux_average(*process, both, low, all).value * both.integral() / parts, 1.0, 2e-6) << low;
  }
}

TEST(RecoilRate, DivergentCrossSectionsNeedALowestRecoil) {
  auto channels = standard_channels(nue);
  const double mu = 1e-10 * 296.3;
  channels.push_back({model::outgoing(nue, true), {{"dipole", model::Lorentz::magnetic, mu, mu, mu, {}}}});
  const auto process = cevns(nue, "Ge", channels);
  const flux::Spectrum spectrum = michel(false, 1.0, 200);
  EXPECT_THROW((void)flux_average(*process, spectrum, 0.0, all), UserError);
  const double more = flux_average(*process, spectrum, 1e-9, all).value;
  EXPECT_GT(more, flux_average(*process, spectrum, 1e-8, all).value);
}

TEST(RecoilRate, RefusesWhatHasNoMeaning) {
  const auto process = cevns(nue, "Ge");
  EXPECT_THROW((void)flux_average(*process, michel(false, 1.0), 1e-5, 1e-6), UserError);
  EXPECT_THROW((void)flux_average(*process, michel(false, 1.0), -1e-5, 1e-6), UserError);
  EXPECT_THROW((void)flux_average(*process, michel(false, 0.0), 0.0, all), UserError);
}

}  // namespace
}  // namespace tridens::rate
