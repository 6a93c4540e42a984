// The European Spallation Source: what three years of six detectors make of degenerate interactions.
#include <fmt/format.h>

#include <cmath>

#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/planes.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

using Names = std::vector<std::string>;

const Names& detectors() {
  static const Names names = {"ess-csi", "ess-xe", "ess-ge", "ess-si", "ess-ar", "ess-c3f8"};
  return names;
}

Names joined(Names names, const Names& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

/// Detectors one by one, then pairs and all of them with what COHERENT has measured.
void add_planes(Context& context, const std::string& name, const std::string& title, EntryResult& result) {
  const io::FitCard card = fit_card(name);
  const Names coherent = {"coherent-csi-2021", "coherent-lar-2020"};
  std::vector<Choice> single, combined;
  for (const std::string& detector : detectors()) single.push_back(choice(detector, card, {detector}));
  combined = {choice("COHERENT CsI + LAr", card, coherent, Style::dotted),
              choice("ESS CsI", card, {"ess-csi"}, Style::dashed),
              choice("ESS CsI + Si", card, {"ess-csi", "ess-si"}, Style::line, Method::slices),
              choice("all of the ESS", card, detectors(), Style::line, Method::slices),
              choice("all of the ESS, COHERENT", card, joined(detectors(), coherent), Style::line, Method::slices)};
  for (const auto& [what, choices] : {std::pair{"one detector, three years", single}, {"together", combined}}) {
    Plane drawn = plane(context, fmt::format("{}: {}, 90 %", title, what), choices, 0.9);
    drawn.figure.curves.push_back(curve("Standard Model", {0.0, 0.0}, {0.0, 0.0}, Style::points));
    result.figures.push_back(drawn.figure);
    for (size_t i = 0; i < choices.size(); ++i) {
      result.comparisons.push_back(shown(
          fmt::format("share of the plane that is allowed, {}: {}", title, choices[i].label), "", drawn.shares[i]));
    }
  }
}

/// A hypothesis on the steady background: its size beside that of the file, and how well it is known.
struct Hypothesis {
  const char *label, *size, *width;
};

constexpr Hypothesis hypotheses[] = {{"as in the files, known to 1 %", "1", "0.01"},
                                     {"ten times, known to 1 %", "10", "0.01"},
                                     {"ten times, known to 10 %", "10", "0.1"},
                                     {"a hundred times, known to 1 %", "100", "0.01"}};

io::FitCard with_background(io::FitCard card, const Hypothesis& hypothesis) {
  for (io::FitExperimentCard& experiment : card.experiments) {
    if (!experiment.name.starts_with("ess-") || experiment.name == "ess-si") continue;  // silicon has none
    experiment.change["backgrounds"] = hypothesis.size;
    experiment.width["steady"] = hypothesis.width;
  }
  return card;
}

/// Ranges of one NSI for each detector and hypothesis, and the curves of the germanium detector.
void add_backgrounds(Context& context, EntryResult& result) {
  const io::FitCard card = fit_card("ess-nsi-ee-down");
  DataTable table{"eps_ee_dV at 90 %, three years, by steady background", {"detector"}, {}};
  for (const std::string& detector : detectors()) table.rows.push_back({detector});
  table.rows.push_back({"all together"});
  Figure figure = axes("Steady background: germanium at the ESS, three years", R"($\epsilon_{ee}^{dV}$)",
                       R"($\Delta\chi^2$)", false, false);
  figure.y_low = 0.0;
  figure.y_high = 10.0;
  for (const Hypothesis& hypothesis : hypotheses) {
    const io::FitCard chosen = with_background(card, hypothesis);
    table.columns.emplace_back(hypothesis.label);
    for (size_t i = 0; i <= detectors().size(); ++i) {
      const Names names = i < detectors().size() ? Names{detectors()[i]} : detectors();
      table.rows[i].push_back(ranges_text(fit_of(context, only(chosen, names)), "ed", 0.9));
    }
    figure.curves.push_back(chi2_curve(context, only(chosen, {"ess-ge"}), hypothesis.label));
  }
  result.figures.push_back(figure);
  result.tables.push_back(table);
}

EntryResult degeneracies(Context& context) {
  EntryResult result;
  add_planes(context, "ess-nsi-quarks", "NSI of nue with u and d", result);
  add_planes(context, "ess-nsi-flavours", "NSI of nue and numu with d", result);
  add_backgrounds(context, result);
  return result;
}

}  // namespace

std::vector<Entry> ess_entries() {
  return {
      {"004.ess-fit", "Six detectors at the European Spallation Source: three years, degeneracies and backgrounds",
       "talk of G. Sanchez Garcia (2023); 1911.00762; 2208.11771",
       "Projections: 8.4e23 protons, 20 m, 0.3 neutrinos per flavour and proton; data are what the Standard Model "
       "expects. "
       "Masses, thresholds, resolutions, backgrounds and the 10 % uncertainty of each signal are recalled from "
       "1911.00762; the uncertainties of the detectors are taken to be independent, although the flux is one. Arrival "
       "times are not used: pulses of 2.86 ms are longer than the life of the muon, so that flavours are told "
       "apart by the recoils alone. COHERENT: observed data of CsI 2021 and liquid argon 2020. The hypotheses on the "
       "background multiply the steady one of the files (silicon has none). The planes of 2208.11771 are figures.",
       degeneracies},
  };
}

}  // namespace tridens::run::gallery
