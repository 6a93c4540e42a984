#include "tridens/matter/nuclear_form_factor.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

using units::fm;
using units::MeV;

double squared_at(const NuclearFormFactor& form_factor, double Q) {
  const double value = form_factor.value(Q * Q);
  return value * value;
}

double simpson(const std::function<double(double)>& f, double from, double to, int intervals) {
  const double step = (to - from) / intervals;
  double sum = f(from) + f(to);
  for (int i = 1; i < intervals; ++i) sum += (i % 2 == 1 ? 4.0 : 2.0) * f(from + i * step);
  return sum * step / 3.0;
}

/// Form factor of a density by quadrature of its definition.
double transform(const std::function<double(double)>& density, double edge, double Q, int intervals = 20000) {
  const auto charge = [&](double r) { return r * r * density(r); };
  const auto wave = [&](double r) { return r * r * density(r) * (r > 0.0 ? std::sin(Q * r) / (Q * r) : 1.0); };
  return simpson(wave, 0.0, edge, intervals) / simpson(charge, 0.0, edge, intervals);
}

std::vector<std::string> specifications(const Nuclide& target) {
  std::vector<std::string> result = {"point",   "helm",    "klein-nystrand",          "symmetrised-fermi",
                                     "ballett", "default", "fermi2,c=3.5fm,a=0.55fm", "fermi3,c=3.7fm,a=0.6fm,w=-0.2"};
  if (target.rms_charge_radius > 0.0) result.push_back("klein-nystrand-adapted");
  return result;
}

TEST(NuclearFormFactor, ArgonHasThePublishedValuesAtSevenMomenta) {
  // F^2 at 20, 50, 100, 150, 200, 250, 300 MeV to the digits printed. The last row is the Woods-Saxon density
  // whose symmetrised form is 'ballett': c = 1.126 A^(1/3) fm.
  struct Row {
    const char* specification;
    double values[7];
  };
  const Row rows[] = {
      {"fermi3", {0.959525, 0.770955, 0.342755, 0.077261, 0.00512, 0.000222, 0.000675}},
      {"fourier-bessel", {0.96061, 0.776482, 0.352944, 0.082621, 0.005837, 0.000213, 0.000711}},
      {"fermi2,c=3.850866fm,a=0.523fm", {0.957455, 0.760296, 0.321417, 0.062831, 0.001969, 0.001137, 0.001113}}};
  const double momenta[] = {20, 50, 100, 150, 200, 250, 300};
  for (const Row& row : rows) {
    const auto form_factor = make_nuclear_form_factor(row.specification, nuclide("Ar40"));
    for (int i = 0; i < 7; ++i) {
      EXPECT_NEAR(squared_at(*form_factor, momenta[i] * MeV), row.values[i], 6e-7)
          << row.specification << " at " << momenta[i];
    }
  }
}

TEST(NuclearFormFactor, ArgonHasThePublishedIntegrals) {
  // Integral of F^2 over Q^2 from (1 MeV)^2 to 1 GeV^2, in GeV^2.
  const std::pair<const char*, double> published[] = {
      {"fermi3", 0.009002}, {"fourier-bessel", 0.009227}, {"ballett", 0.008494}, {"fermi2", 0.009444}};
  for (const auto& [name, integral] : published) {
    const auto form_factor = make_nuclear_form_factor(name, nuclide("Ar40"));
    const double found = simpson([&](double Q) { return 2.0 * Q * squared_at(*form_factor, Q); }, 1 * MeV, 1.0, 4000);
    EXPECT_NEAR(found, integral, 6e-7) << name;
  }
}

TEST(NuclearFormFactor, BallettIsWithin1e5OfItsWoodsSaxonDensity) {
  const auto closed = make_nuclear_form_factor("ballett", nuclide("Ar40"));
  const auto exact = make_nuclear_form_factor("fermi2,c=3.850866fm,a=0.523fm", nuclide("Ar40"));
  for (double Q = 0.0; Q < 0.4; Q += 0.01) EXPECT_NEAR(closed->value(Q * Q), exact->value(Q * Q), 1e-5) << Q;
}

TEST(NuclearFormFactor, IronHasThePublishedValues) {
  const auto iron = make_nuclear_form_factor("fermi2", nuclide("Fe56"));
  EXPECT_NEAR(squared_at(*iron, 50 * MeV), 0.740983, 6e-7);
  EXPECT_NEAR(squared_at(*iron, 100 * MeV), 0.286133, 6e-7);
  EXPECT_NEAR(squared_at(*iron, 150 * MeV), 0.044246, 6e-7);
  const double integral = simpson([&](double Q) { return 2.0 * Q * squared_at(*iron, Q); }, 1 * MeV, 1.0, 4000);
  EXPECT_NEAR(integral, 0.007737, 6e-7);
  EXPECT_NEAR(iron->rms_radius() / fm, 3.720, 6e-4);
}

TEST(NuclearFormFactor, FourierBesselRadiiAreThePublishedOnes) {
  const std::pair<const char*, double> published[] = {
      {"C12", 2.4639},   {"O16", 2.7366},  {"Al27", 3.0352}, {"Si28", 3.0845},  {"Si29", 3.0798},  {"Si30", 3.1732},
      {"P31", 3.1871},   {"S32", 3.2478},  {"Ar40", 3.4235}, {"Ca40", 3.4500},  {"Ca48", 3.4510},  {"Ti48", 3.5971},
      {"Cr52", 3.6434},  {"Fe54", 3.6631}, {"Fe56", 3.7138}, {"Fe58", 3.7465},  {"Ni58", 3.7420},  {"Ge70", 4.0429},
      {"Ge72", 4.0596},  {"Ge74", 4.0748}, {"Ge76", 4.0811}, {"Pb204", 5.4795}, {"Pb206", 5.4904}, {"Pb207", 5.4968},
      {"Pb208", 5.4993}, {"Bi209", 5.5184}};
  for (const auto& [name, radius] : published) {
    const auto form_factor = make_nuclear_form_factor("fourier-bessel", nuclide(name));
    EXPECT_NEAR(form_factor->rms_radius() / fm, radius, 6e-5) << name;
  }
}

TEST(NuclearFormFactor, FourierBesselIsTheTransformOfItsDensity) {
  // 12C, the five largest coefficients are checked through the density itself.
  const double a[] = {0.015737,    0.038897,   0.037085,   0.014795,    -0.0044831,  -0.010057, -0.0068696, -0.0028813,
                      -0.00077229, 6.6908e-05, 0.00010636, -3.6864e-05, -5.0135e-06, 9.455e-06, -4.7687e-06};
  const double R = 8 * fm;
  const auto density = [&](double r) {
    double sum = 0.0;
    for (int n = 1; n <= 15; ++n) {
      const double x = n * units::pi * r / R;
      sum += a[n - 1] * (x > 0.0 ? std::sin(x) / x : 1.0);
    }
    return sum;
  };
  const auto carbon = make_nuclear_form_factor("fourier-bessel", nuclide("C12"));
  for (const double x : {0.1, 1.0, 3.14159265, 5.0, 9.4247779607694, 9.5, 40.0, 47.1238898038469, 60.0}) {
    EXPECT_NEAR(carbon->value(x * x / (R * R)), transform(density, R, x / R), 1e-9) << x;
  }
}

TEST(NuclearFormFactor, FourierBesselIsSmoothThroughItsRemovablePoles) {
  const auto lead = make_nuclear_form_factor("fourier-bessel", nuclide("Pb208"));
  const double R = 11 * fm;
  for (int n = 0; n <= 14; ++n) {
    const double at = lead->value(std::pow(n * units::pi / R, 2));
    for (const double away : {1e-12, 1e-9, 1e-7, 1e-5}) {
      const double x = n * units::pi + away;
      const double Q2 = x * x / (R * R);
      EXPECT_NEAR(lead->value(Q2), at, 1e-13 + away) << n << " " << away;
      double square = 0.0;
      lead->squared(&Q2, &square, 1);
      EXPECT_NEAR(square, std::pow(lead->value(Q2), 2), 1e-15);
    }
  }
}

TEST(NuclearFormFactor, FermiShapesAreTheTransformsOfTheirDensities) {
  struct Case {
    const char* specification;
    double c, a, w;
    bool symmetrised;
  };
  const Case cases[] = {{"fermi2,c=3.53fm,a=0.542fm", 3.53, 0.542, 0.0, false},
                        {"fermi3,c=3.73fm,a=0.62fm,w=-0.19", 3.73, 0.62, -0.19, false},
                        {"fermi3,c=1.1fm,a=0.6fm,w=0.3", 1.1, 0.6, 0.3, false},
                        {"fermi2,c=1fm,a=1fm", 1.0, 1.0, 0.0, false},
                        {"symmetrised-fermi,c=3.85fm,a=0.523fm", 3.85, 0.523, 0.0, true},
                        {"symmetrised-fermi,c=1fm,a=0.6fm", 1.0, 0.6, 0.0, true}};
  for (const Case& item : cases) {
    const auto density = [&](double r) {
      const double x = r / fm;
      const double reflected = item.symmetrised ? 1.0 / (1.0 + std::exp((x + item.c) / item.a)) : 0.0;
      return (1.0 + item.w * x * x / (item.c * item.c)) / (1.0 + std::exp((x - item.c) / item.a)) - reflected;
    };
    const auto form_factor = make_nuclear_form_factor(item.specification, nuclide("Ar40"));
    const double edge = (item.c + 45.0 * item.a) * fm;
    for (const double Q : {0.5, 5.0, 20.0, 50.0, 100.0, 110.0, 150.0, 200.0, 400.0, 700.0}) {
      EXPECT_NEAR(form_factor->value(Q * Q * MeV * MeV), transform(density, edge, Q * MeV), 1e-12)
          << item.specification << " at " << Q;
    }
    const auto second = [&](double r) { return std::pow(r, 4) * density(r); };
    const auto charge = [&](double r) { return r * r * density(r); };
    const double mean = simpson(second, 0.0, edge, 20000) / simpson(charge, 0.0, edge, 20000);
    EXPECT_NEAR(form_factor->rms_radius() / std::sqrt(mean), 1.0, 1e-11) << item.specification;
  }
}

TEST(NuclearFormFactor, ClosedFormAndPowerSeriesMeet) {
  // The change of method lies at Q = min(0.4/a, 2/c).
  for (const char* name : {"fermi2,c=3.53fm,a=0.542fm", "fermi3,c=3.73fm,a=0.62fm,w=-0.19", "fermi2,c=1fm,a=1fm",
                           "fermi3,c=9fm,a=0.3fm,w=-0.3"}) {
    const auto form_factor = make_nuclear_form_factor(name, nuclide("Ar40"));
    for (const double Q : {2.0 / (3.53 * fm), 2.0 / (3.73 * fm), 0.4 / fm, 2.0 / (9 * fm)}) {
      const double below = form_factor->value(Q * Q * (1.0 - 1e-9));
      const double above = form_factor->value(Q * Q * (1.0 + 1e-9));
      EXPECT_NEAR(below, above, 1e-8 * Q * Q * std::pow(form_factor->rms_radius(), 2)) << name;
    }
  }
}

TEST(NuclearFormFactor, IsOneAtZeroWithTheSlopeOfItsRadius) {
  for (const char* target : {"Li7", "C12", "Ar40", "Fe56", "Cs133", "W184", "Pb208"}) {
    for (const std::string& name : specifications(nuclide(target))) {
      const auto form_factor = make_nuclear_form_factor(name, nuclide(target));
      EXPECT_NEAR(form_factor->value(0.0), 1.0, 1e-14) << name << " " << target;
      const double Q2 = 1e-5;
      const double radius = form_factor->rms_radius();
      const double slope = (form_factor->value(Q2) - 1.0) * -6.0;
      EXPECT_NEAR(slope, Q2 * radius * radius, 3e-4 * Q2 * radius * radius + 1e-13 + Q2 * Q2 * std::pow(radius, 4))
          << name << " " << target;
      EXPECT_NEAR(form_factor->value(1e-12), 1.0 - 1e-12 * radius * radius / 6.0, 1e-14) << name;
    }
  }
}

TEST(NuclearFormFactor, RadiiOfStandardShapesAreTheClosedForms) {
  // Published rms radii in fm, A = 40 and 133 (Klein-Nystrand 1.2 A^(1/3), Lewin-Smith Helm).
  EXPECT_NEAR(make_nuclear_form_factor("klein-nystrand", nuclide("Cs133"))->rms_radius() / fm, 5.045, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("klein-nystrand", nuclide("Ar40"))->rms_radius() / fm, 3.612, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("helm", nuclide("Cs133"))->rms_radius() / fm, 4.805, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("helm", nuclide("I127"))->rms_radius() / fm, 4.737, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("helm", nuclide("Ar40"))->rms_radius() / fm, 3.397, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("ballett", nuclide("Ar40"))->rms_radius() / fm, 3.560, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("fermi2", nuclide("Ar40"))->rms_radius() / fm, 3.396, 6e-4);
  EXPECT_NEAR(make_nuclear_form_factor("fermi2", nuclide("Pb208"))->rms_radius() / fm, 5.522, 6e-4);
  // The Lewin-Smith sphere has the radius of the symmetrised Fermi shape it was made from.
  EXPECT_NEAR(make_nuclear_form_factor("symmetrised-fermi", nuclide("W184"))->rms_radius(),
              make_nuclear_form_factor("helm", nuclide("W184"))->rms_radius(), 1e-9);
}

TEST(NuclearFormFactor, ARadiusGivenIsTheRadiusGot) {
  for (const char* name : {"helm,rms=3.4fm", "symmetrised-fermi,rms=3.4fm", "klein-nystrand-adapted,rms=3.4fm",
                           "symmetrised-fermi,rms=3.4fm,a=0.4fm", "helm,rms=3.4fm,s=1.1fm"}) {
    EXPECT_NEAR(make_nuclear_form_factor(name, nuclide("Ar40"))->rms_radius() / fm, 3.4, 1e-12) << name;
  }
  const Nuclide caesium = nuclide("Cs133");
  EXPECT_NEAR(make_nuclear_form_factor("klein-nystrand-adapted", caesium)->rms_radius(), caesium.rms_charge_radius,
              1e-12);
}

TEST(NuclearFormFactor, DefaultSaysWhatItIs) {
  EXPECT_EQ(make_nuclear_form_factor("default", nuclide("Ar40"))->name(), "fourier-bessel,Ar40");
  const auto caesium = make_nuclear_form_factor("default", nuclide("Cs133"));
  EXPECT_EQ(caesium->name().substr(0, 18), "symmetrised-fermi,");
  EXPECT_NEAR(caesium->rms_radius(), nuclide("Cs133").rms_charge_radius, 1e-12);
  EXPECT_EQ(make_nuclear_form_factor("default", nuclide("Tc99"))->name().substr(0, 5), "helm,");
  EXPECT_EQ(make_nuclear_form_factor("default", nuclide("He4"))->name().substr(0, 5), "helm,");
}

TEST(NuclearFormFactor, TheResolvedNameBuildsTheSame) {
  for (const char* name : {"ballett", "fermi2", "fermi3", "helm", "klein-nystrand-adapted", "symmetrised-fermi"}) {
    const auto first = make_nuclear_form_factor(name, nuclide("Ar40"));
    const auto second = make_nuclear_form_factor(first->name(), nuclide("Ar40"));
    EXPECT_EQ(first->name(), second->name());
    EXPECT_NEAR(first->value(0.03), second->value(0.03), 1e-12) << name;
  }
}

TEST(NuclearFormFactor, BatchesAgreeWithSinglePoints) {
  std::vector<double> Q2;
  for (int i = 0; i < 1000; ++i) Q2.push_back(1e-8 * std::pow(1e9, i / 999.0));
  Q2.push_back(0.0);
  std::vector<double> squares(Q2.size());
  for (const std::string& name : specifications(nuclide("Pb208"))) {
    const auto form_factor = make_nuclear_form_factor(name, nuclide("Pb208"));
    form_factor->squared(Q2.data(), squares.data(), Q2.size());
    for (size_t i = 0; i < Q2.size(); ++i) {
      const double exact = std::pow(form_factor->value(Q2[i]), 2);
      EXPECT_NEAR(squares[i], exact, 1e-12 * exact + 1e-22) << name << " at " << Q2[i];
    }
  }
}

TEST(NuclearFormFactor, NeverExceedsOne) {
  for (const char* target : {"C12", "Ar40", "Fe54", "Pb206"}) {
    for (const std::string& name : specifications(nuclide(target))) {
      const auto form_factor = make_nuclear_form_factor(name, nuclide(target));
      for (double Q = 0.0; Q < 2.0; Q += 0.001) ASSERT_LE(std::abs(form_factor->value(Q * Q)), 1.0 + 1e-14) << name;
    }
  }
}

TEST(NuclearFormFactor, ARadiusScaleStretchesTheDensityOfEveryShape) {
  const Nuclide target = nuclide("Ar40");
  std::vector<std::string> shapes = specifications(target);
  shapes.insert(shapes.end(), {"fourier-bessel", "fermi3", "helm-lewin-smith,s=0.8fm", "helm-charge-radius"});
  constexpr double scale = 1.07;
  for (const std::string& shape : shapes) {
    if (shape == "point") continue;
    const auto nominal = make_nuclear_form_factor(shape, target);
    const auto stretched = make_nuclear_form_factor(shape + ",radius_scale=1.07", target);
    EXPECT_NEAR(stretched->rms_radius(), scale * nominal->rms_radius(), 1e-13) << shape;
    EXPECT_NE(stretched->name().find(",radius_scale=1.07"), std::string::npos) << stretched->name();
    const double Q2[] = {0.0, 1e-4, 0.0021, 0.013, 0.04};
    double batch[5];
    stretched->squared(Q2, batch, 5);
    for (int i = 0; i < 5; ++i) {
      EXPECT_NEAR(stretched->value(Q2[i]), nominal->value(scale * scale * Q2[i]), 1e-15) << shape;
      EXPECT_NEAR(batch[i], std::pow(stretched->value(Q2[i]), 2), 1e-12) << shape;
    }
    EXPECT_EQ(make_nuclear_form_factor(shape + ",radius_scale=1", target)->name(), nominal->name());
  }
  // A sphere and its skin both grow: R and s of a Helm shape.
  const auto scaled = make_nuclear_form_factor("helm,R=3fm,s=0.9fm,radius_scale=1.1", target);
  const auto written = make_nuclear_form_factor("helm,R=3.3fm,s=0.99fm", target);
  for (const double Q : {0.02, 0.1, 0.2}) EXPECT_NEAR(scaled->value(Q * Q), written->value(Q * Q), 1e-14);
}

TEST(NuclearFormFactor, ARadiusScaleMustBePositiveAndHaveSomethingToScale) {
  for (const char* wrong : {"helm,radius_scale=0", "helm,radius_scale=-1", "point,radius_scale=1.1",
                            "helm,radius_scale=1fm", "helm,radius_scal=1.1"}) {
    EXPECT_THROW(make_nuclear_form_factor(wrong, nuclide("Ar40")), UserError) << wrong;
  }
}

TEST(NuclearFormFactor, FermiDensityOfTheSharpestEdgeIsTheUniformSphere) {
  const auto sharp = make_nuclear_form_factor("fermi2,c=3.5fm,a=3.6e-6fm", nuclide("Ar40"));
  for (const double Q : {1e-3, 0.1, 0.3, 1.0}) {
    const double x = Q * 3.5 * units::fm;
    const double sphere = 3.0 * (std::sin(x) - x * std::cos(x)) / (x * x * x);
    EXPECT_NEAR(sharp->value(Q * Q), sphere, 1e-8) << Q;
  }
}

TEST(NuclearFormFactor, WrongSpecificationsAreUserErrors) {
  const Nuclide argon = nuclide("Ar40");
  for (const char* name : {"",
                           "helmm",
                           "helm,q=1fm",
                           "helm,s=0.9",
                           "helm,s=-1fm",
                           "helm,R=3fm,rms=3fm",
                           "helm,rms=1fm",
                           "fermi2,c=3fm",
                           "fermi3,c=3fm,a=0.5fm",
                           "fermi2,c=0.1fm,a=0.5fm",
                           "fermi2,c=3.5fm,a=1e-300fm",
                           "fermi3,c=3fm,a=0.5fm,w=-9",
                           "fermi2,c=3fm,a=0.5fm,w=1",
                           "point,a=1fm",
                           "klein-nystrand-adapted,rms=1fm",
                           "symmetrised-fermi,c=3fm,rms=3fm",
                           "helm,s=1e999fm",
                           "symmetrised-fermi,rms=1fm",
                           "helm,,",
                           "helm,s"}) {
    EXPECT_THROW(make_nuclear_form_factor(name, argon), UserError) << name;
  }
  EXPECT_THROW(make_nuclear_form_factor("fourier-bessel", nuclide("Cs133")), UserError);
  EXPECT_THROW(make_nuclear_form_factor("fermi2", nuclide("Cs133")), UserError);
  EXPECT_THROW(make_nuclear_form_factor("klein-nystrand-adapted", nuclide("Tc99")), UserError);
  EXPECT_THROW(make_nuclear_form_factor("default", nuclide("p")), UserError);
}

TEST(NuclearFormFactor, EveryListedNameIsKnown) {
  for (const FormFactorInfo& info : nuclear_form_factors()) {
    EXPECT_NO_THROW(make_nuclear_form_factor(info.name, nuclide("Ar40"))) << info.name;
  }
}

TEST(NuclearFormFactor, RadiiByName) {
  const Nuclide target = nuclide("Cs133");
  // Rms radii of the shapes in fm: 4.805 Lewin-Smith, 4.804 measured, 5.157 and 5.045 of Klein-Nystrand.
  const auto rms = [&](const char* specification) {
    return make_nuclear_form_factor(specification, target)->rms_radius() / fm;
  };
  EXPECT_NEAR(rms("helm-lewin-smith"), 4.805, 1e-3);
  EXPECT_EQ(rms("helm-lewin-smith"), rms("helm"));
  EXPECT_NEAR(rms("helm-charge-radius"), target.rms_charge_radius / fm, 1e-12);
  EXPECT_NEAR(rms("klein-nystrand,r0=1.23fm"), 5.157, 1e-3);
  EXPECT_NEAR(rms("klein-nystrand"), 5.045, 1e-3);
  EXPECT_THROW(make_nuclear_form_factor("klein-nystrand,r0=1.2fm,R=5fm", target), UserError);
}

}  // namespace
}  // namespace tridens::matter
