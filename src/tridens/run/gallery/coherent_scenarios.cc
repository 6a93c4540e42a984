// What COHERENT says of interactions beyond the Standard Model: contact interactions of every structure, light
// mediators, electromagnetic properties, sterile neutrinos. 90 % regions of CsI (2021), LAr (2020) and both.
#include <fmt/format.h>

#include "tridens/run/gallery/coherent_planes.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/fit_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double per_1e32_cm2 = 1e-32, per_1e10_muB = 1e-10;

std::vector<PlaneSet> csi_only() {
  return {coherent_sets().front()};
}

/// Allowed ranges of every parameter of some cards, the others profiled.
DataTable ranges_table(Context& context, const std::string& title, const std::vector<std::string>& cards) {
  DataTable table{title, {"fit", "parameter", "data", "best fit", "90 %", "chi2", "of the Standard Model"}, {}};
  for (const std::string& name : cards) {
    io::FitCard card = fit_card(name);
    card.confidence = {plane_confidence};
    for (const PlaneSet& set : coherent_sets()) {
      const FitResult found = fit_of(context, only(card, set.experiments));
      const FitResult::Point& best = found.minima.front();
      for (size_t i = 0; i < found.parameters.size(); ++i) {
        const std::string& unit = found.parameters[i].unit;
        table.rows.push_back({card.title, found.parameters[i].name + (unit.empty() ? "" : " [" + unit + "]"), set.label,
                              digits(best.parameters[i], 3),
                              ranges_text(found, found.parameters[i].name, plane_confidence),
                              fmt::format("{:.2f}", best.chi2), fmt::format("{:.2f}", found.standard_model->chi2)});
      }
    }
  }
  return table;
}

EntryResult generalised(Context& context) {
  EntryResult result;
  const std::string vector = "$C_V^q$", scalar = "$C_S^q$", tensor = "$C_T^q$";
  for (const auto& [name, label] : {std::pair{"vector", vector}, {"scalar", scalar}, {"tensor", tensor}}) {
    const io::FitCard card = fit_card(std::string("coherent-generalised-") + name);
    result.figures.push_back(chi2_of_card(context, card, card.title, label, coherent_sets()));
  }
  const auto plane = [&](const std::string& name, const std::string& x, const std::string& y) {
    const io::FitCard card = fit_card("coherent-generalised-" + name);
    result.figures.push_back(plane_of_card(context, card, card.title, {x, y}, coherent_sets()));
  };
  plane("vector-tensor", vector, tensor);
  plane("vector-scalar", vector, scalar);
  plane("scalar-tensor", scalar, tensor);
  result.tables.push_back(
      ranges_table(context, "One coupling at a time",
                   {"coherent-generalised-vector", "coherent-generalised-scalar", "coherent-generalised-tensor"}));
  return result;
}

EntryResult light_mediators(Context& context) {
  EntryResult result;
  for (const char* name : {"light-vector", "light-vector-b-l", "light-scalar", "light-tensor"}) {
    const io::FitCard card = fit_card(std::string("coherent-") + name);
    result.figures.push_back(plane_of_card(context, card, card.title, {"mass [MeV]", "coupling"}, coherent_sets()));
  }
  return result;
}

EntryResult electromagnetic(Context& context) {
  EntryResult result;
  const PlaneAxes moments{R"($\mu_{\nu_e}$ [$10^{-10}\mu_B$])", R"($\mu_{\nu_\mu}$ [$10^{-10}\mu_B$])", per_1e10_muB,
                          per_1e10_muB};
  const PlaneAxes radii{R"($\langle r^2_{\nu_e}\rangle$ [$10^{-32}$ cm$^2$])",
                        R"($\langle r^2_{\nu_\mu}\rangle$ [$10^{-32}$ cm$^2$])", per_1e32_cm2, per_1e32_cm2};
  const PlaneAxes charges{R"($q_{\nu_e}$ [e])", R"($q_{\nu_\mu}$ [e])"};
  const auto plane = [&](const std::string& name, const std::string& title, const PlaneAxes& labels,
                         const std::vector<PlaneSet>& sets) {
    result.figures.push_back(plane_of_card(context, fit_card("coherent-" + name), title, labels, sets));
  };
  plane("magnetic-moment", "Magnetic moments", moments, coherent_sets());
  plane("charge-radius", "Charge radii", radii, coherent_sets());
  plane("millicharge", "Millicharges, nuclei and electrons (CsI)", charges, csi_only());
  plane("millicharge-nuclei", "Millicharges, nuclei alone", charges, coherent_sets());
  result.tables.push_back(ranges_table(
      context, "One parameter, the other profiled",
      {"coherent-magnetic-moment", "coherent-charge-radius", "coherent-millicharge", "coherent-millicharge-nuclei"}));
  return result;
}

EntryResult sterile(Context& context) {
  EntryResult result;
  const auto dipole = [&](const std::string& neutrino, const std::string& symbol) {
    const io::FitCard card = fit_card("coherent-sterile-dipole-" + neutrino);
    result.figures.push_back(plane_of_card(context, card, card.title,
                                           {"$m_4$ [MeV]", fmt::format(R"($\mu_{{{}4}}$ [$\mu_B$])", symbol)},
                                           coherent_sets()));
  };
  dipole("numu", R"(\nu_\mu)");
  dipole("nue", R"(\nu_e)");
  const auto oscillation = [&](const std::string& neutrino, const std::string& splitting, const std::string& angle) {
    const io::FitCard card = fit_card("coherent-sterile-oscillation-" + neutrino);
    result.figures.push_back(plane_of_card(
        context, card, card.title,
        {fmt::format(R"($\Delta m^2_{{{}}}$ [eV$^2$])", splitting), fmt::format(R"($\sin^22\theta_{{{}}}$)", angle)},
        coherent_sets()));
  };
  oscillation("numu", "42", "24");
  oscillation("nue", "41", "14");
  return result;
}

}  // namespace

std::vector<Entry> coherent_scenario_entries() {
  const std::string source = "talk of G. Sanchez Garcia (TAUP 2023); 2211.11905";
  const std::string data =
      "COHERENT CsI (2021) and LAr (2020) as in 004.chi2-table: Klein and Nystrand form factor with R = 1.23 A^(1/3) "
      "fm, "
      "all nuisances of the paper but the onset of the beam, which stays. Regions are 90 % for two parameters (chi2 "
      "4.61 above the minimum), intervals for one. ";
  return {
      {"004.ngi", "Generalised contact interactions: vector, scalar, tensor", source + "; 1806.07424",
       data + "One coupling for u and d quarks and all neutrinos, electrons untouched. C_V adds -C_V/2 per nucleon "
              "charge to g_V: the degenerate solution of CsI is at negative C_V here. Scalar charges of nucleons: "
              "Hoferichter et al.; tensor charges: Anselmino et al.; a tensor coherent over spin-0 nuclei is a "
              "convention.",
       generalised},
      {"004.light-mediators", "Light mediators: universal vector, B-L, scalar, tensor", source + "; 2202.11002",
       data + "The same coupling to neutrinos, quarks and electrons (B-L: by charge). The universal vector interferes "
              "destructively on nuclei: a band stays allowed above the limit. Tensor with the derived normalisation: a "
              "limit with the published short form is 2^(1/4) higher.",
       light_mediators},
      {"004.em", "Magnetic moments, charge radii, millicharges of electron and muon neutrinos",
       source + "; 1810.05606; 2201.10578; 2205.09484",
       data + "Diagonal properties of flavour states. Charge radii are whole radii, since the tree couplings hold "
              "none: the Standard Model is at (-0.83, -0.48). Millicharges: electrons in CsI are far more sensitive "
              "than nuclei (1/T); liquid argon has nuclei alone. Published for the 2017 data of CsI (1810.05606): "
              "the radius of nu_mu within -8 and 11, 90 %.",
       electromagnetic},
      {"004.sterile", "Sterile neutrinos: dipole portal and oscillation", source,
       data + "Dipole portal: one transition moment at a time, N leaves unseen. Oscillation: disappearance alone, one "
              "survival probability for neutrinos and antineutrinos of a flavour, 19.3 m and 27.5 m, a point source.",
       sterile},
  };
}

}  // namespace tridens::run::gallery
