#include "tridens/matter/material.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

double count_of(const Material& target, std::string_view name) {
  double sum = 0.0;
  for (const Constituent& c : target.constituents) {
    if (c.nuclide.name() == name) sum += c.count;
  }
  return sum;
}

TEST(Nuclide, AtomicMassesAreThoseOfAme2020) {
  const std::pair<const char*, double> published[] = {
      {"C12", 12.0},           {"O16", 15.99491461926},  {"Na23", 22.98976928195}, {"Si28", 27.97692653442},
      {"Ar40", 39.962383122},  {"Ca40", 39.962590850},   {"Fe56", 55.934935537},   {"Ge70", 69.924248542},
      {"Ge72", 71.922075824},  {"Ge73", 72.923458954},   {"Ge74", 73.921177760},   {"Ge76", 75.921402725},
      {"I127", 126.904472592}, {"Xe132", 131.904155083}, {"Cs133", 132.905451958}, {"W184", 183.950933180},
      {"Pb208", 207.976652005}};
  for (const auto& [name, mass] : published) EXPECT_NEAR(nuclide(name).atomic_mass_u, mass, 1e-9) << name;
}

TEST(Nuclide, NuclearMassIsAtomLessElectronsPlusTheirBinding) {
  // CODATA 2018, MeV. The formula for the binding of the electrons is good to a few eV for the lightest
  // atoms.
  EXPECT_NEAR(nuclide("H2").mass / units::MeV, 1875.61294257, 5e-6);
  EXPECT_NEAR(nuclide("H3").mass / units::MeV, 2808.92113298, 5e-6);
  EXPECT_NEAR(nuclide("He3").mass / units::MeV, 2808.39160743, 5e-6);
  EXPECT_NEAR(nuclide("He4").mass / units::MeV, 3727.3794066, 5e-6);
  // The proton from the hydrogen atom, by the same formula.
  const double hydrogen = nuclide("H1").atomic_mass_u * constants::atomic_mass_unit;
  EXPECT_NEAR(hydrogen - constants::electron_mass + 13.6 * units::eV, constants::proton_mass, 1e-8);
}

TEST(Nuclide, ManySpellingsNameTheSame) {
  for (const char* name : {"Ar40", "40Ar", "ar40", "AR40", "Ar-40"}) {
    EXPECT_EQ(nuclide(name).pdg(), 1000180400) << name;
  }
  EXPECT_EQ(nuclide("p").pdg(), 2212);
  EXPECT_EQ(nuclide("neutron").pdg(), 2112);
  EXPECT_EQ(nuclide("H1").name(), "p");
  EXPECT_EQ(nuclide("W184").neutron_number(), 110);
}

TEST(Nuclide, EveryNameOfTheListIsReadBack) {
  for (const std::string& name : nuclide_names()) {
    const Nuclide found = nuclide(name);
    EXPECT_EQ(found.name(), name == "H1" ? "p" : name);
    EXPECT_NEAR(found.mass / (found.mass_number * 0.9315), 1.0, 0.011) << name;
  }
}

TEST(Nuclide, RadiiAreThoseOfAngeliAndMarinova) {
  const std::pair<const char*, double> published[] = {
      {"C12", 2.4702},   {"O16", 2.6991},   {"F19", 2.8976},  {"Na23", 2.9936}, {"Al27", 3.0610},
      {"Si28", 3.1224},  {"Ar40", 3.4274},  {"Ca40", 3.4776}, {"Fe56", 3.7377}, {"Ge70", 4.0414},
      {"Ge72", 4.0576},  {"Ge73", 4.0632},  {"Ge74", 4.0742}, {"Ge76", 4.0811}, {"I127", 4.7500},
      {"Xe132", 4.7859}, {"Cs133", 4.8041}, {"W184", 5.3658}, {"Pb208", 5.5012}};
  for (const auto& [name, radius] : published) {
    EXPECT_NEAR(nuclide(name).rms_charge_radius / units::fm, radius, 1e-9) << name;
  }
  EXPECT_EQ(nuclide("Ar39").rms_charge_radius / units::fm > 3.4, true);
  EXPECT_EQ(nuclide("Am241").mass_number, 241);
}

TEST(Nuclide, UnknownNamesAreUserErrors) {
  for (const char* name :
       {"", "Ar", "40", "Ar400", "Ar4000000000000000000000", "Xx12", "-", "4Ar0", "A r40", "\xff\xfe", "Ar40Ar40"}) {
    EXPECT_THROW(nuclide(name), UserError) << name;
  }
  EXPECT_THROW(nuclide(18, 99), UserError);
  EXPECT_THROW(nuclide(-1, -1), UserError);
}

TEST(Material, ElementsHaveTheirStandardAtomicWeight) {
  // IUPAC 2021 abridged standard atomic weights.
  const std::pair<const char*, double> published[] = {
      {"H", 1.0080},  {"C", 12.011},  {"O", 15.999},  {"F", 18.998},  {"Na", 22.990}, {"Si", 28.085},
      {"Ar", 39.948}, {"Ca", 40.078}, {"Fe", 55.845}, {"Ge", 72.630}, {"I", 126.90},  {"Xe", 131.29},
      {"Cs", 132.91}, {"W", 183.84},  {"Pb", 207.2},  {"U", 238.03},  {"Cl", 35.45},  {"Ag", 107.87}};
  for (const auto& [name, weight] : published) {
    EXPECT_NEAR(material(name).molar_mass() / weight, 1.0, 1.5e-4) << name;
  }
}

TEST(Material, ArgonHasItsNumberOfNucleiPerTonne) {
  EXPECT_NEAR(material("argon").units_per_tonne(), 1.5075e28, 0.0001e28);
  EXPECT_EQ(material("Ar").unit, "nucleus");
  EXPECT_NEAR(material("Ar").proton_count(), 18.0, 1e-12);
}

TEST(Material, NamesOfElementsIgnoreCaseAndSpelling) {
  EXPECT_EQ(material("Aluminum").constituents.size(), 1u);
  EXPECT_EQ(material("aluminium").constituents[0].nuclide.name(), "Al27");
  EXPECT_EQ(material("XENON").constituents.size(), 9u);
  EXPECT_EQ(material("N").description, "natural nitrogen");
  EXPECT_EQ(material("n").unit, "nucleon");
  EXPECT_EQ(material("P").constituents[0].nuclide.name(), "P31");
  EXPECT_EQ(material("p").constituents[0].nuclide.pdg(), 2212);
}

TEST(Material, FormulasCountAtoms) {
  EXPECT_NEAR(count_of(material("CaWO4"), "O16"), 4 * 0.9976, 0.001);
  const Material bgo = material("BGO");
  const Material formula = material("Bi4Ge3O12");
  EXPECT_EQ(bgo.molar_mass(), formula.molar_mass());
  EXPECT_NEAR(bgo.molar_mass(), 1245.80, 0.01);
  EXPECT_EQ(bgo.unit, "formula unit");
  EXPECT_NEAR(material("H2O").molar_mass(), 18.015, 0.001);
  EXPECT_NEAR(material("Ca(OH)2").proton_count(), 20 + 2 * 9, 1e-9);
  EXPECT_NEAR(material("D2O").neutron_count() - material("H2O").neutron_count(), 2.0, 0.001);
  EXPECT_NEAR(material("O2").proton_count(), 16.0, 1e-12);
}

TEST(Material, HydrogenKeepsItsElectronInCompoundsOnly) {
  EXPECT_NEAR(material("H1").molar_mass() - material("p").molar_mass(), 5.4858e-4, 1e-7);
  EXPECT_GT(count_of(material("CH"), "p"), 0.999);
}

TEST(Material, SymbolAndNumberIsANuclide) {
  EXPECT_EQ(material("H2").constituents[0].nuclide.mass_number, 2);
  EXPECT_EQ(material("deuterium").constituents[0].nuclide.mass_number, 2);
  EXPECT_EQ(material("40Ar").unit, "nucleus");
  EXPECT_THROW(material("Ar41"), UserError);  // not 41 atoms of argon
}

TEST(Material, MixturesAddUpTheirMasses) {
  const Material nova = material("nova");
  double nuclei = 0.0;
  for (const Constituent& c : nova.constituents) nuclei += c.count;
  EXPECT_NEAR(nuclei, 1.0, 1e-12);
  // One tonne holds 700 kg of CH2 and 300 kg of C2H3Cl: chlorine comes from the latter alone.
  const double chlorine = (count_of(nova, "Cl35") + count_of(nova, "Cl37")) * nova.units_per_tonne();
  EXPECT_NEAR(chlorine / (0.3 * material("C2H3Cl").units_per_tonne()), 1.0, 1e-12);
  const double carbon = (count_of(nova, "C12") + count_of(nova, "C13")) * nova.units_per_tonne();
  EXPECT_NEAR(carbon / (0.7 * material("CH2").units_per_tonne() + 0.6 * material("C2H3Cl").units_per_tonne()), 1.0,
              1e-12);
}

TEST(Material, StandardRockHasItsConventionalNucleus) {
  const Material rock = material("standard-rock");
  EXPECT_DOUBLE_EQ(rock.proton_count(), 11.0);
  EXPECT_DOUBLE_EQ(rock.neutron_count(), 11.0);
}

TEST(Material, EveryNameOfTheListBuilds) {
  for (const std::string& name : material_names()) {
    const Material target = material(name);
    EXPECT_FALSE(target.description.empty()) << name;
    EXPECT_GT(target.molar_mass(), 0.99) << name;
    EXPECT_NEAR((target.proton_count() + target.neutron_count()) / target.molar_mass(), 1.0, 0.01) << name;
  }
}

TEST(Material, UnknownTextsAreUserErrorsAndNeverCrash) {
  for (const char* name : {"", "()", "(", ")", "H2O)", "((((((((((((H))))))))))))", "C0", "C99999", "Xy", "12", "h2o2x",
                           "Tc", "arg0n", "C(", "\x80\x81", "CH-", "H 2 O"}) {
    EXPECT_THROW(material(name), UserError) << name;
  }
  try {
    material("standard-rok");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("'standard-rock'"), std::string::npos) << error.what();
  }
}

TEST(Material, IsoscalarIsToldWhatToUseInstead) {
  try {
    (void)material("isoscalar");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("give D"), std::string::npos) << error.what();
  }
  EXPECT_NEAR(material("D").proton_count(), 1.0, 1e-12);
  EXPECT_NEAR(material("D").neutron_count(), 1.0, 1e-12);
}

}  // namespace
}  // namespace tridens::matter
