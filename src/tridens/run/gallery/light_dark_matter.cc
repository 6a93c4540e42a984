// Light and inelastic dark matter of proton beams: events, recoil spectra, limits beside the published ones.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/io/bound_file.hh"
#include "tridens/rate/dark_matter_rate.hh"
#include "tridens/run/dark_matter_setup.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::DarkMatter;
using model::DarkMatterSpin;

rate::DarkMatterRate rate_of(const std::string& experiment, const std::string& signal = "") {
  std::map<std::string, std::string> changes;
  if (!signal.empty()) changes["signal"] = signal;
  const DarkMatterSetup setup = make_dark_matter_setup(experiment, changes);
  constexpr int energies = 16;  // right to 1 %
  return rate::DarkMatterRate(setup.experiment, setup.options, energies);
}

DarkMatter benchmark(double mass, double y, DarkMatterSpin spin = DarkMatterSpin::scalar, double splitting = 0.0) {
  return model::with_y({spin, mass, 3.0 * mass, 1e-4, 0.5, splitting}, y);
}

void add_events(EntryResult& result) {
  DataTable table{"Events of scalar dark matter, alpha_D = 0.5, m_A' = 3 m_chi",
                  {"experiment", "m_chi/MeV", "y", "pi0", "eta", "bremsstrahlung", "sum"},
                  {}};
  for (const char* name : {"miniboone-dm-electron", "miniboone-dm-nucleon", "lsnd-dm", "dune-nd-dm"}) {
    const rate::DarkMatterRate rate = rate_of(name);
    for (const auto& [mass, y] : {std::pair{0.01, 3e-11}, {0.03, 3e-10}, {0.1, 1e-8}}) {
      if (2.0 * mass > rate.heaviest_pair()) continue;
      const rate::DarkMatterEvents events = rate.events(benchmark(mass, y));
      std::vector<std::string> row = {name, fmt::format("{:g}", 1e3 * mass), fmt::format("{:g}", y)};
      for (const char* source : {"pi0", "eta", "bremsstrahlung"}) {
        std::string cell = "-";
        for (const auto& part : events.parts) {
          if (part.name == source) cell = fmt::format("{:.3g}", part.total());
        }
        row.push_back(cell);
      }
      row.push_back(fmt::format("{:.4g}", events.events()));
      table.rows.push_back(row);
    }
  }
  result.tables.push_back(table);
}

void add_spectra(EntryResult& result) {
  for (const auto& [name, title] : {std::pair{"miniboone-dm-electron", "Electrons in MiniBooNE-DM"},
                                    {"dune-nd-dm", "Electrons in DUNE, on the axis"}}) {
    Figure figure = axes(std::string(title) + ", y = 3e-11", "electron energy [GeV]", "events per GeV", true, true);
    const rate::DarkMatterRate rate = rate_of(name);
    const std::vector<double>& edges = rate.experiment().energy_edges;
    for (const double mass : {0.005, 0.01, 0.03}) {
      const std::vector<double> counts = rate.events(benchmark(mass, 3e-11)).counts();
      Curve drawn = curve(fmt::format("{:g} MeV", 1e3 * mass), {}, {});
      for (size_t i = 0; i < counts.size(); ++i) {
        drawn.x.push_back(std::sqrt(edges[i] * edges[i + 1]));
        drawn.y.push_back(counts[i] / (edges[i + 1] - edges[i]));
      }
      figure.curves.push_back(drawn);
    }
    result.figures.push_back(figure);
  }
}

struct PublishedLimit {
  std::string experiment, bound, label;
  std::vector<double> masses;  // GeV, at which both are compared
};

void add_limits(EntryResult& result) {
  Figure figure =
      axes("Limits in the plane of y, scalar, alpha_D = 0.5, m_A' = 3 m_chi", "mass [GeV]", "y", true, true);
  const std::vector<PublishedLimit> limits = {
      {"miniboone-dm-electron",
       "miniboone-dm-electron-2018",
       "MiniBooNE, electrons",
       {0.0053192, 0.010182, 0.027956, 0.1}},
      {"miniboone-dm-nucleon", "miniboone-dm-nucleon-2018", "MiniBooNE, nucleons", {0.0090285, 0.029333, 0.1}},
      {"lsnd-dm", "lsnd-dm-2011", "LSND", {0.0029092, 0.010438, 0.02632}}};
  for (const PublishedLimit& limit : limits) {
    const rate::DarkMatterRate rate = rate_of(limit.experiment);
    Curve published = curve(limit.label + ", published", {}, {}, Style::dotted);
    for (const io::BoundFileCurve& each : io::load_named_bound(limit.bound).curves) {
      for (size_t i = 0; i < each.mass_GeV.size(); ++i) {
        published.x.push_back(each.mass_GeV[i]);
        published.y.push_back(each.coupling[i]);
        const bool compared =
            std::find(limit.masses.begin(), limit.masses.end(), each.mass_GeV[i]) != limit.masses.end();
        if (!compared) continue;
        const std::optional<double> y = rate.excluded_y(benchmark(each.mass_GeV[i], each.coupling[i]));
        if (!y) continue;
        result.comparisons.push_back({fmt::format("{}, limit on y at {:.3g} MeV", limit.label, 1e3 * each.mass_GeV[i]),
                                      "1e-12", 1e12 * each.coupling[i], 1e12 * *y, 0.6,
                                      "efficiency and mesons per proton are not those of the analysis"});
      }
    }
    figure.curves.push_back(published);
  }
  for (const char* name : {"miniboone-dm-electron", "miniboone-dm-nucleon", "lsnd-dm", "dune-nd-dm"}) {
    const rate::DarkMatterRate rate = rate_of(name);
    Curve drawn = curve(std::string(name) + ", computed", {}, {});
    for (const double mass : logarithmic(2e-3, std::min(0.3, 0.49 * rate.heaviest_pair()), 7)) {
      const std::optional<double> y = rate.excluded_y(benchmark(mass, 1e-10));
      if (!y) continue;
      drawn.x.push_back(mass);
      drawn.y.push_back(*y);
    }
    figure.curves.push_back(drawn);
  }
  result.figures.push_back(figure);
}

void add_inelastic(EntryResult& result) {
  DataTable table{
      "Pseudo-Dirac dark matter of 30 MeV in the DUNE near detector: decays chi2 -> chi1 e+ e-, alpha_D = 0.5, y = "
      "1e-10",
      {"splitting/MeV", "c tau of chi2/m", "chi2 of the beam", "chi1 upscattered inside"},
      {}};
  const rate::DarkMatterRate rate = rate_of("dune-nd-dm", "decay");
  for (const double splitting : {0.003, 0.006, 0.012}) {
    const DarkMatter matter = benchmark(0.03, 1e-10, DarkMatterSpin::fermion, splitting);
    double beam = 0.0, inside = 0.0;
    for (const auto& part : rate.events(matter).parts) (part.name.starts_with("chi2") ? beam : inside) += part.total();
    table.rows.push_back({fmt::format("{:g}", 1e3 * splitting),
                          fmt::format("{:.4g}", 1.0 / (model::excited_width(matter) * units::m)),
                          fmt::format("{:.4g}", beam), fmt::format("{:.4g}", inside)});
  }
  result.tables.push_back(table);
}

EntryResult light_dark_matter(Context& context) {
  EntryResult result;
  const DarkMatter narrow{DarkMatterSpin::scalar, 0.02, 0.06, 1e-5, 1e-5, 0.0};
  const double M = 0.1349768, rest = 1.0 - 0.0036 / (M * M);
  result.comparisons.push_back(
      {"pi0 -> gamma A', 60 MeV, on the shell, over 2 epsilon^2 Br(2 gamma) (1 - m^2/M^2)^3", "", 1.0,
       rate::dark_matter_branching(narrow, "pi0") / (0.98823 * 2e-10 * rest * rest * rest), 1e-3, ""});
  const DarkMatter heavy{DarkMatterSpin::fermion, 100.0, 300.0, 1e-3, 0.1, 0.1};
  const double fifth = 4e-6 * constants::fine_structure * 0.1 * 1e-5 / (15.0 * units::pi * 81e8);
  result.comparisons.push_back(
      {"width of chi2 without electron mass over 4 epsilon^2 alpha alpha_D Delta^5/(15 pi m^4)", "", 1.0,
       model::excited_width(heavy, 0.0) / fifth, 0.01, ""});
  add_events(result);
  context.check_stop();
  add_spectra(result);
  add_limits(result);
  context.check_stop();
  add_inelastic(result);
  result.note =
      "Limits on y of MiniBooNE hold within a third above 10 MeV and are twice too strong at 5 MeV, those of LSND are "
      "60 % of the published ones throughout: efficiencies are not those of the analyses, and secondary mesons come "
      "with the "
      "spectrum of the first collision.";
  return result;
}

}  // namespace

std::vector<Entry> light_dark_matter_entries() {
  return {
      {"000.light-dm", "Light and inelastic dark matter of neutrino beams: events, spectra, limits",
       "M. Hostert, talk (2019); E. Izaguirre, Y. Kahn, G. Krnjaic, M. Moschella, arXiv:1703.06881; MiniBooNE-DM, "
       "arXiv:1702.02688 and 1807.06137; P. deNiverville, M. Pospelov, A. Ritz, arXiv:1107.4580",
       "Dark photon with kinetic mixing; pi0 and eta by Sanford-Wang, BMPT and Burman-Smith spectra, bremsstrahlung "
       "with an off-shell scale of 1 GeV; free electrons and nucleons; efficiencies as the data files say.",
       light_dark_matter}};
}

}  // namespace tridens::run::gallery
