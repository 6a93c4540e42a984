// Bosons radiated off muons at e+ e- colliders and seen as a second pair of muons: sigma(e+ e- -> mu mu Z') of
// process/pair_radiation.hh times BR(Z' -> mu mu) against a limit on the product, one number for all masses.
#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/data_files.hh"
#include "tridens/model/boson_widths.hh"
#include "tridens/process/pair_radiation.hh"
#include "tridens/run/bounds/registry.hh"

namespace tridens::run::bounds {
namespace {

struct Search {
  std::string name;
  double cross_section_fb = 0.0, luminosity_fb = 0.0, energy = 0.0, lowest = 0.0, highest = 0.0;
};

Search search(const std::string& name) {
  const Table table = io::load_named_table("bound/inputs", "pair_searches").table;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][table.column("name")] != name) continue;
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    return {name,
            number("cross_section_fb"),
            number("luminosity_fb"),
            number("energy_GeV"),
            number("lowest_GeV"),
            number("highest_GeV")};
  }
  throw Failure("data/bound/inputs/pair_searches.csv has no search '" + name + "'", "a bound is made from it", "");
}

Bound bound_of(const Plane& plane, const std::string& name, const Search& chosen, BoundInfo info) {
  info.name = name;
  info.plane = plane.name;
  info.exposure = fmt::format("{:g} /fb at {:g} GeV", chosen.luminosity_fb, chosen.energy);
  info.confidence = "90 % CL";
  info.formula =
      "sigma(e+ e- -> mu mu Z') BR(Z' -> mu mu) = limit; sigma = sigma_0 g'^2 Q_mu^2 f/(8 pi^2) with the mass of the "
      "muon";
  info.settings = {{"cross-section", "limit on cross section times branching ratio",
                    fmt::format("{:g} fb", chosen.cross_section_fb)}};
  info.source = "data/bound/inputs/pair_searches.csv";
  return calculated(info, [plane, chosen](const SettingValues& settings, const BoundRequest& request) {
    const double limit = settings.positive("cross-section", Dimension::area) * units::cm2 / units::femtobarn;
    return curves_of(masses_of(request, plane, chosen.lowest, chosen.highest), [&](double mass) {
      return std::sqrt(limit / four_muon_cross_section_fb(plane, chosen.energy, mass));
    });
  });
}

Bound babar(const Plane& plane) {
  BoundInfo info;
  info.title = "BaBar, e+ e- -> mu mu Z', Z' -> mu mu, smoothed";
  info.year = 2016;
  info.assumptions =
      "one limit on the cross section at all masses: the mean of those (0.19, 0.20, 0.23 fb) that the published g' at "
      "0.3, 1 and 3 GeV stand for; the published curve fluctuates about it by factors up to two";
  info.papers = {"1606.03501"};
  return bound_of(plane, "babar-4mu-smooth", search("babar"), info);
}

Bound belle(const Plane& plane) {
  BoundInfo info;
  info.title = "Belle, e+ e- -> mu mu Z', Z' -> mu mu, expected from BaBar";
  info.year = 2021;
  info.projection = true;
  info.assumptions =
      "no limit of the paper is at hand: efficiency and background are those of BaBar, whose limit on the cross "
      "section is scaled by the square root of 514/643; an expectation, not the published curve";
  info.papers = {"2109.08596", "1606.03501"};
  return bound_of(plane, "belle-4mu", search("belle"), info);
}

Bound belle_ii(const Plane& plane) {
  BoundInfo info;
  info.title = "Belle II, e+ e- -> mu mu Z', Z' -> mu mu";
  info.year = 2024;
  info.assumptions =
      "the limits on the cross section are published between 0.046 and 0.97 fb: the weakest is used at all masses "
      "(setting cross-section)";
  info.papers = {"2403.02841"};
  return bound_of(plane, "belle-ii-4mu", search("belle-ii"), info);
}

}  // namespace

double four_muon_cross_section_fb(const Plane& plane, double energy, double mass) {
  const double charge = plane.charges[1];
  if (mass <= 2.0 * constants::muon_mass) return 0.0;
  const auto widths = model::lepton_widths(model::u1_lepton_couplings(plane.charges, 1.0, mass, false), mass);
  return process::pair_radiation_cross_section(energy, mass, constants::muon_mass) / units::femtobarn * charge *
         charge * widths.share(Flavour::muon);
}

std::vector<Bound> pair_bounds(const Plane& plane) {
  if (plane.charges[1] == 0.0) return {};
  return {babar(plane), belle(plane), belle_ii(plane)};
}

}  // namespace tridens::run::bounds
