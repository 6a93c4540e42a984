// The menu of the generator of arXiv:1902.06765: twelve processes, four targets, eight beams, three models.
#include <fmt/format.h>

#include <array>
#include <chrono>

#include "tridens/base/units.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using model::TridentChannel;

struct Beam {
  const char* label;
  const char* flux;  // "" for the fixed energy
};
constexpr double fixed_energy = 5.0;
constexpr std::array beams = {Beam{"5 GeV", ""},
                              Beam{"CDR reference 80 GeV, numu", "dune-cdr-reference-80gev-fhc"},
                              Beam{"CDR optimised 80 GeV, numu", "dune-cdr-optimised-80gev-fhc"},
                              Beam{"TDR 120 GeV, numu", "dune-tdr-120gev-fhc"},
                              Beam{"CDR reference 80 GeV, numubar", "dune-cdr-reference-80gev-rhc"},
                              Beam{"CDR optimised 80 GeV, numubar", "dune-cdr-optimised-80gev-rhc"},
                              Beam{"TDR 120 GeV, numubar", "dune-tdr-120gev-rhc"},
                              Beam{"CCFR, numu", "ccfr"}};
constexpr std::array<const char*, 4> targets = {"Ar40", "Fe56", "p", "n"};

/// The one spectrum of a menu beam: the menu folds every process with it, whatever the process's own neutrino is.
const flux::Spectrum& spectrum_of(Context& context, const Beam& beam) {
  return context.flux(beam.flux).spectra.begin()->second;
}

double entry_of_menu(Context& context, const TridentChannel& line, const Couplings& couplings, const char* target,
                     const Beam& beam) {
  const Scatterer scatterer{target, "default", 0.235};
  if (*beam.flux == '\0') return context.sigma_fb(line, couplings, scatterer, fixed_energy);
  return context.average_fb(line, couplings, scatterer, spectrum_of(context, beam));
}

std::vector<std::string> menu_columns() {
  std::vector<std::string> columns = {"process", "target"};
  for (const Beam& beam : beams) columns.emplace_back(beam.label);
  return columns;
}

DataTable menu_table(Context& context, const std::string& title,
                     const std::function<Couplings(const TridentChannel&)>& model) {
  DataTable table{title, menu_columns(), {}};
  for (int number = 1; number <= 12; ++number) {
    const TridentChannel line = process::trident_menu(number);
    const Couplings couplings = model(line);
    for (const char* target : targets) {
      std::vector<std::string> row = {fmt::format("[{}] {}", number, line.reaction()), target};
      for (const Beam& beam : beams) row.push_back(digits(entry_of_menu(context, line, couplings, target, beam), 5));
      table.rows.push_back(row);
    }
  }
  return table;
}

EntryResult menu(Context& context) {
  EntryResult result;
  // From nothing, so that the time is that of the menu alone.
  Context fresh(context.threads(), nullptr);
  const auto begin = std::chrono::steady_clock::now();
  result.tables.push_back(menu_table(fresh, "Standard Model, fb per nucleus or nucleon",
                                     [&](const TridentChannel& line) { return fresh.standard_model(line); }));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  result.tables.push_back(
      menu_table(context, "Four-fermion shifts delta gV = 0.1, delta gA = 0.1, fb", [&](const TridentChannel& line) {
        return context.couplings(line, "four-fermion", {{"delta_gV", "0.1"}, {"delta_gA", "0.1"}});
      }));
  // A mediator of 100 GeV is heavy enough for its contact limit at these beams (K^2 << M^2), which needs no tables.
  result.tables.push_back(
      menu_table(context, "L_mu - L_tau, M = 100 GeV, g' = 0.2, contact limit, fb", [&](const TridentChannel& line) {
        Couplings couplings = context.couplings(line, "lmu-ltau", {{"mass", "100 GeV"}, {"coupling", "0.2"}});
        model::LeptonVertex& vertex = couplings.vertex;
        if (!vertex.has_mediator()) return couplings;
        vertex.V += vertex.V_mediator * vertex.shape(0.0);
        vertex.A += vertex.A_mediator * vertex.shape(0.0);
        vertex.V_mediator = vertex.A_mediator = 0.0;
        vertex.mediator_mass = -1.0;
        vertex.shape = nullptr;
        return Couplings{vertex, ""};
      }));
  const size_t cells = result.tables[0].rows.size() * beams.size();
  result.comparisons.push_back({fmt::format("Standard Model menu, {} cross sections: time", cells), "s", std::nullopt,
                                seconds, std::nullopt, ""});
  return result;
}

EntryResult menu_line(Context& context) {
  EntryResult result;
  const TridentChannel line = process::trident_menu(8);
  const flux::Spectrum& spectrum = spectrum_of(context, beams[1]);
  const auto average = [&](const char* form_factor) {
    return context.average_fb(line, context.standard_model(line, "0.23119"), Scatterer{"Ar40", form_factor, 0.0},
                              spectrum);
  };
  result.comparisons.push_back({"process 8, Ar, CDR reference flux: 3pF charge density of the generator's reference",
                                "fb", 8.20527e-4, average("fermi3,c=3.73fm,a=0.62fm,w=-0.19"), 0.02, ""});
  result.comparisons.push_back(
      {"the same with Fourier-Bessel (default here)", "fb", 8.20527e-4, average("fourier-bessel"), 0.02,
       "the charge density: Fourier-Bessel and three-parameter Fermi shape of the same reference differ by 1 to 3 %"});
  result.comparisons.push_back(
      {"the same with the Woods-Saxon shape of 1807.10973", "fb", std::nullopt, average("ballett"), std::nullopt, ""});
  return result;
}

}  // namespace

std::vector<Entry> menu_entries() {
  const std::string source = "talk of W. Altmannshofer (2022); 1902.06765";
  return {
      {"001.menu", "The whole menu of the generator: 12 processes, 4 targets, 8 beams, 3 models", source,
       "As the menu does, every process is folded with the chosen spectrum, whatever its own neutrino. Proton and "
       "neutron are bound in an ideal Fermi gas with k_F = 0.235 GeV; the fixed energy is 5 GeV. The four-fermion and "
       "L_mu - L_tau settings are examples: the talk prints no numbers for them. Cross sections are integrals per "
       "unit coupling (V^2, A^2, VA) combined with the couplings, so that models cost nothing.",
       menu},
      {"001.menu-line", "The line of the talk: process 8 on argon, CDR reference flux", source,
       "numu -> numu mu- mu+, coherent; s_W^2 = 0.23119 as in the generator. The talk's statistical error is 4e-4.",
       menu_line},
  };
}

}  // namespace tridens::run::gallery
