#include "tridens/process/trident_epa.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::process {
namespace {

/// Dimuon table on a coarse grid: enough for ratios of results that share it.
const std::shared_ptr<const LeptonTables>& tables() {
  static const auto shared = [] {
    LeptonTableGrid grid;
    grid.step_x = 0.5;
    grid.step_y = 1.0;
    grid.quadrature = {10, 10, 10, 3};
    auto result = std::make_shared<LeptonTables>();
    result->tables.push_back(std::make_shared<LeptonTable>(LeptonTable::compute(Flavour::muon, Flavour::muon, grid)));
    return std::shared_ptr<const LeptonTables>(result);
  }();
  return shared;
}

Trident dimuon(const char* regime, const char* form_factor = "default") {
  TridentOptions options;
  options.channel = model::trident_channel({Flavour::muon, false}, Flavour::muon, Flavour::muon);
  options.vertex = model::make_model("sm")->trident_vertex(options.channel);
  options.target = matter::material("Ar40");
  options.form_factor = form_factor;
  options.regimes = {regime};
  return Trident(options, tables());
}

double approximate(const Trident& trident, double energy, EquivalentPhotons variant) {
  return equivalent_photon_cross_section(trident, 0, *tables(), energy, variant);
}

double ratio(const Trident& trident, double energy, EquivalentPhotons variant) {
  return approximate(trident, energy, variant) / trident.combine(trident.terms(0, energy), trident.options().vertex);
}

TEST(EquivalentPhotons, ImprovedFluxApproachesTheFullDimuonResultAtHighEnergy) {
  const Trident trident = dimuon("coherent");
  const double high = ratio(trident, 100.0, EquivalentPhotons::improved);
  EXPECT_NEAR(high, 1.0, 0.06);
  EXPECT_LT(std::abs(high - 1.0), std::abs(ratio(trident, 2.0, EquivalentPhotons::improved) - 1.0));
}

TEST(EquivalentPhotons, SimpleFluxLiesAboveTheImprovedOne) {
  for (const char* regime : {"coherent", "proton"}) {
    const Trident trident = dimuon(regime);
    for (const double energy : {1.0, 5.0, 50.0}) {
      EXPECT_GT(approximate(trident, energy, EquivalentPhotons::simple),
                approximate(trident, energy, EquivalentPhotons::improved));
    }
  }
}

TEST(EquivalentPhotons, CutsOrderAsTheirMomenta) {
  const Trident trident = dimuon("coherent");
  const double tight = approximate(trident, 5.0, EquivalentPhotons::cut_140MeV);
  const double loose = approximate(trident, 5.0, EquivalentPhotons::magill_plestid);
  EXPECT_GT(tight, 0.0);
  EXPECT_LT(tight, loose);
  EXPECT_LT(loose, approximate(trident, 5.0, EquivalentPhotons::simple));
}

TEST(EquivalentPhotons, PointChargeFollowsFromASingleIntegral) {
  // Without form factor the integral over Q2 is ln(Q2max/Q2min); the one over shat by a plain mid-point rule.
  const Trident trident = dimuon("coherent", "point");
  const model::LeptonVertex& vertex = trident.options().vertex;
  const double energy = 3.0, mass = trident.components()[0].target_mass;
  const LeptonTable& table = *tables()->tables.front();
  const double lowest = table.threshold_squared(), x = 2.0 * energy * mass - lowest;
  const double highest =
      energy / (2.0 * energy + mass) * (lowest + 2.0 * energy * mass + std::sqrt(x * x - 4.0 * mass * mass * lowest));
  const double largest_Q2 = trident_limits(energy, mass, std::sqrt(lowest)).highest_Q2;
  double sum = 0.0;
  const int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double shat = lowest * std::pow(highest / lowest, (i + 0.5) / steps), least = shat / (2.0 * energy);
    if (least * least >= largest_Q2) continue;
    ShapeMoments moments{};
    table.evaluate(shat, 0.0, moments);
    sum += moments[0].transverse.combine(vertex.V, vertex.A) * std::log(largest_Q2 / (least * least));
  }
  sum *= std::log(highest / lowest) / steps;
  const double expected = sum * 18.0 * 18.0 * constants::electric_charge_squared / (4.0 * units::pi * units::pi);
  EXPECT_NEAR(approximate(trident, energy, EquivalentPhotons::simple) / expected, 1.0, 1e-3);
}

TEST(EquivalentPhotons, ClosedBelowThresholdAndRefusedForMediators) {
  const Trident trident = dimuon("coherent");
  EXPECT_EQ(approximate(trident, 0.2, EquivalentPhotons::simple), 0.0);
  TridentOptions options = trident.options();
  const auto model = model::make_model("lmu-ltau", {{"mass", "10 MeV"}, {"coupling", "1e-3"}});
  options.vertex = model->trident_vertex(options.channel);
  EXPECT_THROW(approximate(Trident(options, tables()), 1.0, EquivalentPhotons::simple), UserError);
}

TEST(EquivalentPhotons, NamesAreReadBackAndMisspellingsAnswered) {
  for (const std::string& name : equivalent_photon_names()) EXPECT_NO_THROW(parse_equivalent_photons(name));
  EXPECT_EQ(parse_equivalent_photons("cut-140MeV"), EquivalentPhotons::cut_140MeV);
  EXPECT_THROW(parse_equivalent_photons("simpel"), UserError);
}

TEST(CrudeFormula, IsTheLeadingLogarithmOfTheTalk) {
  const Trident trident = dimuon("coherent");
  const model::TridentChannel& channel = trident.options().channel;
  const model::LeptonVertex& vertex = trident.options().vertex;
  const double x = 2.0 * 10.0 * 0.2 / std::cbrt(40.0), m = constants::muon_mass;
  const double coupling = 18.0 * constants::fine_structure * constants::fermi_constant;
  const double expected = (vertex.V * vertex.V + vertex.A * vertex.A) * coupling * coupling /
                          (9.0 * units::pi * units::pi * units::pi) * std::log(x / (4.0 * m * m)) * x;
  EXPECT_NEAR(crude_cross_section(channel, vertex, 18, 40, 10.0, 0.2) / expected, 1.0, 1e-12);
  EXPECT_EQ(crude_cross_section(channel, vertex, 18, 40, 0.05), 0.0);
}

}  // namespace
}  // namespace tridens::process
