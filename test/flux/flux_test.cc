#include "tridens/flux/flux.hh"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tridens/base/error.hh"

namespace tridens::flux {
namespace {

constexpr Neutrino numu{Flavour::muon, false};
constexpr Neutrino nuebar{Flavour::electron, true};

const std::string header =
    "# title: a beam\n# source: a paper\n# exposure_unit: POT\n# unit: 1/m2/GeV/POT\n# kind: histogram\n"
    "# content: density\n# normalisation: absolute\n";

Flux read(const std::string& text) {
  return flux_from_table(parse_table(text, "test"), "test");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t position = text.find(from);
  EXPECT_NE(position, std::string::npos) << from;
  return text.replace(position, from.size(), to);
}

TEST(Flux, AHistogramIsReadInItsUnit) {
  const Flux flux = read(header + "E_low_GeV,E_high_GeV,numu,nuebar\n0,1,2,0\n1,3,4,1\n");
  const Spectrum& spectrum = flux.spectrum(numu);
  EXPECT_DOUBLE_EQ(spectrum.at(0.5), 2e-4);
  EXPECT_DOUBLE_EQ(spectrum.at(2.9), 4e-4);
  EXPECT_DOUBLE_EQ(spectrum.integral(), 10e-4);
  EXPECT_DOUBLE_EQ(spectrum.integral(0.5, 2.0), 5e-4);
  EXPECT_DOUBLE_EQ(spectrum.mean_energy(), (2 * 0.5 + 8 * 2.0) / 10.0);
  EXPECT_DOUBLE_EQ(flux.spectrum(nuebar).integral(), 2e-4);
  EXPECT_EQ(flux.exposure_unit, "POT");
  EXPECT_FALSE(flux.has({Flavour::tau, false}));
}

TEST(Flux, PointsAreJoinedByStraightLines) {
  const std::string points = replaced(header, "histogram", "points");
  const Flux flux = read(points + "E_GeV,numu\n1,0\n2,6\n4,2\n");
  const Spectrum& spectrum = flux.spectrum(numu);
  EXPECT_DOUBLE_EQ(spectrum.at(1.5), 3e-4);
  EXPECT_DOUBLE_EQ(spectrum.at(4.0), 2e-4);
  EXPECT_DOUBLE_EQ(spectrum.integral(), (3.0 + 8.0) * 1e-4);
  EXPECT_NEAR(spectrum.integral(1.5, 3.0), (0.5 * (3 + 6) * 0.5 + 0.5 * (6 + 4)) * 1e-4, 1e-18);
  // Moments of the two straight pieces: int E (6E-6) from 1 to 2 and int E (10-2E) from 2 to 4.
  EXPECT_NEAR(spectrum.mean_energy(), (6.0 * 7 / 3 - 6.0 * 1.5 + 10.0 * 6 - 2.0 * 56 / 3) / 11.0, 1e-14);
}

TEST(Flux, EmptyCellsAreNoPoints) {
  const std::string points = replaced(header, "histogram", "points");
  const Flux flux = read(points + "E_GeV,numu,nuebar\n1,1,\n2,,3\n3,1,5\n");
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).at(2.0), 1e-4);
  EXPECT_DOUBLE_EQ(flux.spectrum(nuebar).lowest(), 2.0);
  EXPECT_THROW(read(points + "E_GeV,numu,nuebar\n1,1,\n2,1,3\n3,1,\n"), UserError);
  EXPECT_THROW(read(header + "E_low_GeV,E_high_GeV,numu\n0,1,\n1,2,3\n"), UserError);
}

TEST(Flux, IsZeroOutsideItsTable) {
  const Flux flux = read(header + "E_low_GeV,E_high_GeV,numu\n1,2,3\n2,3,4\n");
  EXPECT_EQ(flux.spectrum(numu).at(0.99), 0.0);
  EXPECT_EQ(flux.spectrum(numu).at(3.01), 0.0);
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).at(3.0), 4e-4);
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).at(2.0), 4e-4);
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).integral(-5.0, 100.0), 7e-4);
  EXPECT_THROW(flux.spectrum(numu).at(std::nan("")), UserError);
  EXPECT_THROW(flux.spectrum(numu).integral(3.0, 1.0), UserError);
}

TEST(Flux, ContentPerBinIsDividedByTheWidth) {
  std::string text = replaced(header, "density", "per_bin");
  text = replaced(text, "1/m2/GeV/POT", "1/m2/POT");
  const Flux flux = read(text + "E_low_GeV,E_high_GeV,numu\n0,0.5,3\n0.5,2.5,4\n");
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).at(0.1), 6e-4);
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).integral(), 7e-4);
}

TEST(Flux, UnitsOfReleasesAreUnderstood) {
  struct Case {
    const char* unit;
    const char* exposure;
    double factor;
  };
  const Case cases[] = {{"1/m2/GeV/POT", "POT", 1e-4},
                        {"1/cm2/50MeV/1e21POT", "POT", 20e-21},
                        {"1/POT/cm2/GeV", "POT", 1.0},
                        {"1/m2/50MeV/1e6POT", "POT", 20e-10},
                        {"1/cm2/MeV/s", "s", 1e3},
                        {"1/cm2/MeV/day", "s", 1e3 / 86400},
                        {"1/625cm2/GeV/150fb-1", "fb-1", 1.0 / 625 / 150},
                        {"1/2500cm2/GeV/3ab-1", "fb-1", 1.0 / 2500 / 3000},
                        {"1/cm2/2.5e+1keV/s", "s", 4e4},
                        {"1/cm2/eV/s", "s", 1e9}};
  for (const Case& item : cases) {
    std::string text = replaced(header, "1/m2/GeV/POT", item.unit);
    text = replaced(text, "exposure_unit: POT", std::string("exposure_unit: ") + item.exposure);
    const Flux flux = read(text + "E_low_GeV,E_high_GeV,numu\n0,1,1\n");
    EXPECT_NEAR(flux.spectrum(numu).integral() / item.factor, 1.0, 1e-12) << item.unit;
    EXPECT_EQ(flux.exposure_unit, item.exposure);
  }
}

TEST(Flux, WrongUnitsAreUserErrors) {
  for (const char* unit : {"", "1", "POT", "2/m2/GeV/POT", "1/m2/GeV/POT/s", "1/m2/m2/GeV/POT", "1/m2/GeV/MeV/POT",
                           "1/m2/GeV/pot", "1//m2", "1/m2/GeV/0POT", "1/m2/GeV/-1POT", "1/m2/GeV", "1/GeV/POT",
                           "1/m2/POT", "1/m2/GeV/1e999POT", "1/m2/GeV/1e", "1/m2/GeV/.POT", "1/m2/GeV/POT/"}) {
    EXPECT_THROW(read(replaced(header, "1/m2/GeV/POT", unit) + "E_low_GeV,E_high_GeV,numu\n0,1,1\n"), UserError)
        << unit;
  }
}

TEST(Flux, WrongTablesAreUserErrors) {
  const char* rows[] = {"E_low_GeV,E_high_GeV,numu\n",                   // nothing
                        "E_low_GeV,E_high_GeV\n0,1\n",                   // no species
                        "E_low_GeV,E_high_GeV,muon\n0,1,1\n",            // no neutrino
                        "E_low_GeV,E_high_GeV,numu,nu_mu\n0,1,1,1\n",    // twice
                        "E_low_GeV,E_high_GeV,numu\n0,1,-1\n1,2,3\n",    // negative
                        "E_low_GeV,E_high_GeV,numu\n0,1,nan\n",          // not a number
                        "E_low_GeV,E_high_GeV,numu\n0,1,0\n1,2,0\n",     // nothing in it
                        "E_low_GeV,E_high_GeV,numu\n0,1,1\n2,3,1\n",     // a gap
                        "E_low_GeV,E_high_GeV,numu\n0,2,1\n1,3,1\n",     // an overlap
                        "E_low_GeV,E_high_GeV,numu\n1,2,1\n0,1,1\n",     // not sorted
                        "E_low_GeV,E_high_GeV,numu\n0,0,1\n0,1,1\n",     // no width
                        "E_low_GeV,E_high_GeV,numu\n-1,1,1\n",           // negative energy
                        "E_GeV,numu\n0,1\n1,2\n",                        // points where bins were promised
                        "E_low_GeV,E_high_GeV,numu,E_GeV\n0,1,1,0.5\n",  // both
                        "E_low_GeV,E_high_GeV,numu\n0,1e308,1e308\n"};   // too large
  for (const char* text : rows) EXPECT_THROW(read(header + text), UserError) << text;
  const std::string good = "E_low_GeV,E_high_GeV,numu\n0,1,1\n";
  EXPECT_NO_THROW(read(header + good));
  for (const char* key : {"title", "source", "exposure_unit", "unit", "kind", "content", "normalisation"}) {
    EXPECT_THROW(read(replaced(header, std::string(key) + ":", "else:") + good), UserError) << key;
  }
  EXPECT_THROW(read(replaced(header, "histogram", "bars") + good), UserError);
  EXPECT_THROW(read(replaced(header, "exposure_unit: POT", "exposure_unit: s") + good), UserError);
  EXPECT_THROW(read(replaced(header, "content: density", "content: per_bin") + good), UserError);
}

TEST(Flux, PointsMustIncrease) {
  const std::string points = replaced(header, "histogram", "points");
  EXPECT_THROW(read(points + "E_GeV,numu\n1,1\n1,2\n"), UserError);
  EXPECT_THROW(read(points + "E_GeV,numu\n2,1\n1,2\n"), UserError);
  EXPECT_THROW(read(points + "E_GeV,numu\n1,1\n"), UserError);
  EXPECT_THROW(read(points + "E_low_GeV,E_high_GeV,numu\n0,1,1\n"), UserError);
}

TEST(Flux, ShapesAreNormalisedAndNeedNoExposure) {
  std::string text = replaced(header, "absolute", "shape_only");
  text = replaced(text, "1/m2/GeV/POT", "1");
  text = replaced(text, "density", "per_bin");
  text = replaced(text, "exposure_unit", "remark");
  const Flux flux = read(text + "E_low_GeV,E_high_GeV,numu\n0,1,30\n1,3,10\n");
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).integral(), 1.0);
  EXPECT_DOUBLE_EQ(flux.spectrum(numu).at(0.5), 0.75);
  EXPECT_TRUE(flux.exposure_unit.empty());
}

TEST(Flux, AMissingSpeciesIsNamedWithThoseThereAre) {
  const Flux flux = read(header + "E_low_GeV,E_high_GeV,numu\n0,1,1\n");
  try {
    flux.spectrum(nuebar);
    FAIL();
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("nuebar"), std::string::npos);
    EXPECT_NE(text.find("it gives numu"), std::string::npos);
  }
}

TEST(Flux, AnyBytesAreReadOrRefused) {
  // Cuts and single-byte changes of a good table, all of which must end in a flux or in a UserError.
  const std::string good = header + "E_low_GeV,E_high_GeV,numu\n0,1,1\n1,2,3\n";
  int refused = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const std::string& text : {good.substr(0, i), good.substr(0, i) + "\x80" + good.substr(i + 1), good.substr(i),
                                    good.substr(0, i) + "," + good.substr(i)}) {
      try {
        read(text);
      } catch (const UserError&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, static_cast<int>(good.size()));
}

TEST(MonoEnergetic, AllNeutrinosHaveOneEnergy) {
  const Flux flux = mono_energetic(numu, 5.0);
  const Spectrum& spectrum = flux.spectrum(numu);
  EXPECT_EQ(spectrum.kind, Spectrum::Kind::line);
  EXPECT_EQ(spectrum.integral(), 1.0);
  EXPECT_EQ(spectrum.integral(4.0, 6.0), 1.0);
  EXPECT_EQ(spectrum.integral(6.0, 7.0), 0.0);
  EXPECT_EQ(spectrum.mean_energy(), 5.0);
  EXPECT_THROW(spectrum.at(5.0), UserError);
  EXPECT_EQ(flux.normalisation, Normalisation::shape_only);
  for (const double energy : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(mono_energetic(numu, energy), UserError);
  }
}

TEST(AnalyticFlux, PowerLawHasItsExactMoments) {
  const Flux flux = analytic_flux("power-law,gamma=2,min=1GeV,max=100GeV", nuebar);
  const Spectrum& spectrum = flux.spectrum(nuebar);
  EXPECT_NEAR(spectrum.integral(), 1.0, 1e-12);
  EXPECT_NEAR(spectrum.mean_energy(), std::log(100.0) / 0.99, 1e-5);
  EXPECT_NEAR(spectrum.at(10.0), 0.01 / 0.99, 1e-7);
  EXPECT_NEAR(spectrum.integral(10.0, 100.0), 0.09 / 0.99, 1e-6);
}

TEST(AnalyticFlux, FlatAndGaussianHaveTheirMoments) {
  const Flux flat = analytic_flux("flat,min=2GeV,max=6GeV", numu);
  EXPECT_DOUBLE_EQ(flat.spectrum(numu).at(3.0), 0.25);
  EXPECT_DOUBLE_EQ(flat.spectrum(numu).mean_energy(), 4.0);
  const Flux gaussian = analytic_flux("gaussian,mean=3GeV,sigma=200MeV", numu);
  EXPECT_NEAR(gaussian.spectrum(numu).mean_energy(), 3.0, 1e-9);
  EXPECT_NEAR(gaussian.spectrum(numu).integral(2.8, 3.2), std::erf(std::sqrt(0.5)), 1e-6);
}

TEST(AnalyticFlux, WrongSpecificationsAreUserErrors) {
  for (const char* text : {"", "powerlaw", "power-law", "power-law,gamma=2,min=1GeV", "flat,min=2GeV,max=1GeV",
                           "flat,min=0GeV,max=1GeV", "flat,min=1,max=2", "flat,min=1GeV,max=2GeV,mean=1GeV",
                           "gaussian,mean=3GeV,sigma=0GeV", "gaussian,mean=3GeV,sigma=-1GeV",
                           "power-law,gamma=5000,min=1GeV,max=1PeV", "gaussian,mean=3GeV,sigma=1e-30GeV"}) {
    EXPECT_THROW(analytic_flux(text, numu), UserError) << text;
  }
}

}  // namespace
}  // namespace tridens::flux
