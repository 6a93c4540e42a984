#include "tridens/matter/parton_density.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tridens/base/error.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::matter {
namespace {

using Density = std::shared_ptr<const PartonDensity>;
using Combination = std::function<double(const PartonValues&)>;

double valence_u(const PartonValues& xf) {
  return xf[parton::u] - xf[parton::ubar];
}
double valence_d(const PartonValues& xf) {
  return xf[parton::d] - xf[parton::dbar];
}

/// Integral of combination(x f) x^(power-1) over x, in ln x from `low`: power 0 counts partons, 1 their momentum.
double moment(const PartonDensity& set, double Q2, int power, double low, const Combination& combination) {
  const math::QuadratureRule rule = math::gauss_legendre(20);
  constexpr int panels = 40;
  const double width = -std::log(low) / panels;
  double sum = 0.0;
  for (int panel = 0; panel < panels; ++panel) {
    for (int i = 0; i < rule.size(); ++i) {
      const size_t node = static_cast<size_t>(i);
      const double x = std::exp(-(panel + rule.nodes[node]) * width);
      const double weight = power == 0 ? 1.0 : x;
      sum += rule.weights[node] * width * weight * combination(set.evaluate(Nucleon::proton, x, Q2));
    }
  }
  return sum;
}

TEST(Grv94, ValuesOfThePublishedParametrisation) {
  // u_v, d_v, dbar-ubar, ubar+dbar, s, c, b, g (times x) from the formulae of Z. Phys. C 67 (1995) 433, evaluated
  // apart.
  struct Row {
    double x, values[8];
  };
  const Row rows[] = {{0.1, {.49827, .24509, .047991, .26315, .037925, .021777, 0.0, 1.1094}},
                      {0.01, {.18478, .10538, .019406, .62867, .16071, .091253, 0.0, 5.8971}},
                      {1e-4, {.017603, .017114, .0027782, 2.2392, 1.0786, .73348, 0.0, 49.860}}};
  const Density set = make_parton_density("grv94lo");
  for (const Row& row : rows) {
    const PartonValues xf = set->evaluate(Nucleon::proton, row.x, 10.0);
    const double found[8] = {valence_u(xf),
                             valence_d(xf),
                             xf[parton::dbar] - xf[parton::ubar],
                             xf[parton::dbar] + xf[parton::ubar],
                             xf[parton::s],
                             xf[parton::cbar],
                             xf[parton::b],
                             xf[parton::gluon]};
    for (int k = 0; k < 8; ++k)
      EXPECT_NEAR(found[k], row.values[k], 1e-4 * std::abs(row.values[k])) << row.x << " " << k;
  }
}

TEST(Grv94, ValenceNumbersAndMomentumOfLightPartons) {
  // By quadrature of the published formulae above x = 1e-9, apart from this program.
  struct Row {
    double Q2, u, d, momentum;
  };
  const Row rows[] = {
      {1, 1.9989, .9975, .999}, {10, 1.9991, .9985, .997}, {100, 2.0025, .9993, .997}, {6464, 2.0051, .9987, .999}};
  const Density set = make_parton_density("grv94lo,border=extend");
  const auto light = [](const PartonValues& xf) {
    return xf[parton::u] + xf[parton::ubar] + xf[parton::d] + xf[parton::dbar] + 2 * xf[parton::s] + xf[parton::gluon];
  };
  for (const Row& row : rows) {
    EXPECT_NEAR(moment(*set, row.Q2, 0, 1e-9, valence_u), row.u, 1e-4) << row.Q2;
    EXPECT_NEAR(moment(*set, row.Q2, 0, 1e-9, valence_d), row.d, 1e-4) << row.Q2;
    EXPECT_NEAR(moment(*set, row.Q2, 0, 1e-20, valence_u), 2.0, 6e-3) << row.Q2;
    EXPECT_NEAR(moment(*set, row.Q2, 0, 1e-20, valence_d), 1.0, 3e-3) << row.Q2;
    EXPECT_NEAR(moment(*set, row.Q2, 1, 1e-16, light), row.momentum, 1e-3) << row.Q2;
  }
}

struct Evolved {
  const char* name;
  double start;  // Q0^2, GeV^2
};
const Evolved evolved_sets[] = {
    {"mstw2008lo", 1.0}, {"mstw2008nlo", 1.0}, {"herapdf20nlo", 1.9}, {"herapdf20nnlo", 1.9}};

TEST(EvolvedPartons, NumbersAndMomentumAreConserved) {
  // Below the lowest knot densities go on as the power x^p that two points give (flat where the gluon changes sign
  // there, as at next-to-next-to-leading order): a tail f(low)/p in numbers of partons, low f(low)/(1 + p) in their
  // momentum.
  const auto with_tail = [](const PartonDensity& set, double Q2, int power, double (*density)(const PartonValues&)) {
    const double low = set.range().lowest_x * (1 + 1e-9);
    const double first = density(set.evaluate(Nucleon::proton, low, Q2));
    const double ratio = density(set.evaluate(Nucleon::proton, 10 * low, Q2)) / first;
    const double p = ratio > 0.0 ? std::log10(ratio) : 0.0;
    const double tail = std::pow(low, power) * first / (power + p);
    return moment(set, Q2, power, low, density) + tail;
  };
  double (*all)(const PartonValues&) = [](const PartonValues& xf) {
    double sum = 0.0;
    for (size_t k = 0; k < parton::photon; ++k) sum += xf[k];
    return sum;
  };
  for (const Evolved& evolved : evolved_sets) {
    const Density set = make_parton_density(evolved.name);
    for (const double Q2 : {evolved.start, 5.0, 100.0, 6464.0, 1e6}) {
      EXPECT_NEAR(with_tail(*set, Q2, 0, valence_u), 2.0, 2e-3) << evolved.name << " " << Q2;
      EXPECT_NEAR(with_tail(*set, Q2, 0, valence_d), 1.0, 1e-3) << evolved.name << " " << Q2;
      EXPECT_NEAR(with_tail(*set, Q2, 1, all), 1.0, 1e-3) << evolved.name << " " << Q2;
    }
  }
}

TEST(EvolvedPartons, StartFromThePublishedInputs) {
  // x, u_v, d_v, Ubar, Dbar = dbar + sbar, g of the published shapes, evaluated apart.
  const double herapdf[][6] = {{0.01, .12638, .05218, .27333, .43814, 2.09812},
                               {0.1, .56720, .35215, .11834, .13124, 1.42856},
                               {0.3, .70844, .32271, .02205, .01028, .33662}};
  const Density nnlo = make_parton_density("herapdf20nnlo");
  for (const auto& row : herapdf) {
    const PartonValues xf = nnlo->evaluate(Nucleon::proton, row[0], 1.9);
    const double found[] = {valence_u(xf), valence_d(xf), xf[parton::ubar], xf[parton::dbar] + xf[parton::sbar],
                            xf[parton::gluon]};
    // Three published digits of the normalisations, which here follow from the sum rules.
    for (int k = 0; k < 5; ++k) EXPECT_NEAR(found[k], row[k + 1], 2e-3 * row[k + 1]) << row[0] << " " << k;
  }
  const PartonValues mstw = make_parton_density("mstw2008nlo")->evaluate(Nucleon::proton, 0.1, 1.0);
  const double strange = mstw[parton::s] + mstw[parton::sbar];
  EXPECT_NEAR(valence_u(mstw), .50389, 1e-4 * .50389);
  EXPECT_NEAR(valence_d(mstw), .26509, 1e-4 * .26509);
  EXPECT_NEAR(2 * (mstw[parton::ubar] + mstw[parton::dbar]) + strange, .63599, 1e-4 * .63599);
  EXPECT_NEAR(mstw[parton::dbar] - mstw[parton::ubar], .05909, 2e-4 * .05909);
  EXPECT_NEAR(mstw[parton::gluon], 1.22166, 1e-4 * 1.22166);
  EXPECT_NEAR(strange, .09168, 1e-4 * .09168);
}

TEST(EvolvedPartons, FollowTheInputBetweenTheKnots) {
  // MSTW2008 NLO at Q0, arXiv:0901.0002: u_v, and the sum S of the light sea.
  const auto u = [](double x) {
    return .25871 * std::pow(x, .29065) * std::pow(1 - x, 3.2432) * (1 + 4.0603 * std::sqrt(x) + 30.687 * x);
  };
  const auto sea = [](double x) {
    return .31620 * std::pow(x, -.21515) * std::pow(1 - x, 9.2726) * (1 - 2.6022 * std::sqrt(x) + 30.785 * x);
  };
  const Density set = make_parton_density("mstw2008nlo");
  for (const double x : {1.3e-6, 3e-5, 2.2e-3, 0.047, 0.091, 0.138, 0.213, 0.44, 0.587}) {
    const PartonValues xf = set->evaluate(Nucleon::proton, x, 1.0);
    EXPECT_NEAR(valence_u(xf), u(x), 1e-3 * u(x)) << x;
    const double found = 2 * (xf[parton::ubar] + xf[parton::dbar]) + xf[parton::s] + xf[parton::sbar];
    EXPECT_NEAR(found, sea(x), 1e-3 * sea(x)) << x;
  }
}

TEST(EvolvedPartons, HeavyQuarksComeInAtTheirMasses) {
  for (const Evolved& evolved : evolved_sets) {
    const Density set = make_parton_density(evolved.name);
    EXPECT_EQ(set->evaluate(Nucleon::proton, 0.01, evolved.start)[parton::c], 0.0) << evolved.name;
    EXPECT_EQ(set->evaluate(Nucleon::proton, 0.01, 20.0)[parton::b], 0.0) << evolved.name;
    const PartonValues xf = set->evaluate(Nucleon::proton, 0.01, 1000.0);
    EXPECT_GT(xf[parton::c], xf[parton::b]) << evolved.name;
    EXPECT_GT(xf[parton::b], 0.0) << evolved.name;
    EXPECT_EQ(xf[parton::t], 0.0) << evolved.name;
  }
}

TEST(EvolvedPartons, SetsOfTheSameDataAgreeAtTheWBoson) {
  // Valence region at Q2 = M_W^2: modern sets within 8 % of each other, the set of 1994 within 20 %.
  const auto u_at = [](const char* name) {
    return make_parton_density(name)->evaluate(Nucleon::proton, 0.1, 6464.0)[parton::u];
  };
  const double reference = u_at("mstw2008nlo");
  for (const char* name : {"mstw2008lo", "herapdf20nlo", "herapdf20nnlo"}) {
    EXPECT_NEAR(u_at(name), reference, 0.08 * reference) << name;
  }
  EXPECT_NEAR(u_at("grv94lo"), reference, 0.2 * reference);
}

TEST(PartonDensity, OutsideTheRangeIsAnErrorUnlessARuleIsChosen) {
  const Density strict = make_parton_density("grv94lo");
  EXPECT_THROW(strict->evaluate(Nucleon::proton, 1e-6, 10.0), UserError);
  EXPECT_THROW(strict->evaluate(Nucleon::proton, 0.1, 0.3), UserError);
  EXPECT_THROW(strict->evaluate(Nucleon::proton, 0.1, 1.1e6), UserError);
  const Density frozen = make_parton_density("grv94lo,border=freeze");
  const double border = strict->evaluate(Nucleon::proton, 1e-5, 0.4)[parton::gluon];
  EXPECT_EQ(frozen->evaluate(Nucleon::proton, 1e-7, 0.1)[parton::gluon], border);
  const Density extended = make_parton_density("grv94lo,border=extend");
  EXPECT_GT(extended->evaluate(Nucleon::proton, 1e-7, 10.0)[parton::gluon],
            strict->evaluate(Nucleon::proton, 1e-5, 10.0)[parton::gluon]);
  EXPECT_THROW(extended->evaluate(Nucleon::proton, 0.1, 0.2), UserError);
}

TEST(PartonDensity, PointsThatAreNoMomentumFractionAreErrorsUnderEveryRule) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* name : {"grv94lo", "grv94lo,border=freeze", "grv94lo,border=extend"}) {
    const Density set = make_parton_density(name);
    for (const double x : {0.0, -0.1, 1.0001, nan}) {
      EXPECT_THROW(set->evaluate(Nucleon::proton, x, 10.0), UserError) << name << " " << x;
    }
    for (const double Q2 : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()}) {
      EXPECT_THROW(set->evaluate(Nucleon::proton, 0.1, Q2), UserError) << name << " " << Q2;
    }
  }
}

TEST(PartonDensity, VanishesAtTheFullMomentum) {
  const PartonValues xf = make_parton_density("grv94lo")->evaluate(Nucleon::proton, 1.0, 10.0);
  for (size_t k = 0; k < parton::photon; ++k) EXPECT_EQ(xf[k], 0.0);
}

TEST(PartonDensity, NeutronIsTheProtonWithIsospinTurned) {
  const Density set = make_parton_density("grv94lo");
  const PartonValues p = set->evaluate(Nucleon::proton, 0.2, 20.0), n = set->evaluate(Nucleon::neutron, 0.2, 20.0);
  EXPECT_EQ(n[parton::u], p[parton::d]);
  EXPECT_EQ(n[parton::d], p[parton::u]);
  EXPECT_EQ(n[parton::ubar], p[parton::dbar]);
  EXPECT_EQ(n[parton::dbar], p[parton::ubar]);
  for (const size_t k : {parton::gluon, parton::s, parton::cbar, parton::b, parton::t}) EXPECT_EQ(n[k], p[k]);
  EXPECT_GT(p[parton::u], 1.5 * p[parton::d]);
}

TEST(PartonDensity, AverageOverAMaterialCountsItsProtonsAndNeutrons) {
  const Density set = make_parton_density("grv94lo");
  const double x = 0.2, Q2 = 20.0;
  const PartonValues p = set->evaluate(Nucleon::proton, x, Q2), n = set->evaluate(Nucleon::neutron, x, Q2);
  struct Row {
    const char* name;
    double protons, neutrons;
  };
  const Row rows[] = {{"H2O", 10, 8}, {"standard-rock", 11, 11}, {"Ar40", 18, 22}, {"Fe56", 26, 30}, {"W184", 74, 110}};
  for (const Row& row : rows) {
    const double fraction = proton_fraction(material(row.name));
    EXPECT_NEAR(fraction, row.protons / (row.protons + row.neutrons), 1e-3) << row.name;
    PartonValues average{};
    set->evaluate_average(fraction, &x, &Q2, 1, &average);
    for (const size_t k : {parton::u, parton::d, parton::ubar, parton::gluon}) {
      EXPECT_NEAR(average[k], fraction * p[k] + (1 - fraction) * n[k], 1e-14) << row.name << " " << k;
    }
  }
}

TEST(PartonDensity, AMissingPhotonIsNotAZero) {
  const Density set = make_parton_density("grv94lo");
  EXPECT_FALSE(set->has_photon());
  EXPECT_TRUE(std::isnan(set->evaluate(Nucleon::proton, 0.1, 10.0)[parton::photon]));
}

TEST(PartonDensity, UnknownNamesSettingsAndPartonsAreErrors) {
  EXPECT_THROW(make_parton_density("grv94l0"), UserError);
  EXPECT_THROW(make_parton_density("grv94lo,edge=freeze"), UserError);
  EXPECT_THROW(make_parton_density("grv94lo,border=clamp"), UserError);
  EXPECT_EQ(parton::index(2), parton::u);
  EXPECT_EQ(parton::index(-5), parton::bbar);
  EXPECT_EQ(parton::index(21), parton::gluon);
  EXPECT_EQ(parton::index(22), parton::photon);
  EXPECT_THROW(parton::index(0), UserError);
  EXPECT_THROW(parton::index(11), UserError);
}

}  // namespace
}  // namespace tridens::matter
