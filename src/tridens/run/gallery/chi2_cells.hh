#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/run/gallery/entry.hh"
#include "tridens/run/requests.hh"

// Rows of the chi2 table of COHERENT: what was published for each scenario, and the fit card that computes it here.
namespace tridens::run::gallery {

class Context;

/// A best fit as printed: chi2 at the minimum and that over the degrees of freedom.
struct PublishedChi2 {
  double chi2 = 0.0, per_dof = 0.0;
  std::string reason;  // why ours differs in this column, where it does; "": that of the scenario
};

/// A scenario: its card of examples/fits has the experiments coherent-csi-2021 and coherent-lar-2020. Columns that are
/// empty here are those of the table coherent-chi2 of data/published, by the name of the card; one that is empty there
/// too was not published and is left out.
struct Chi2Cell {
  std::string scenario;  // as in the table: "NSI (ee d, ee u)"
  std::string card;      // name without ".toml"
  std::optional<PublishedChi2> csi, lar, both;
  std::string reason;  // why ours differs, where it does and the column has no reason of its own
};

/// Standard Model, weak mixing angle, neutron radius and non-standard interactions.
std::vector<Chi2Cell> coherent_cells();
/// Generalised interactions, light mediators, electromagnetic properties and sterile neutrinos.
std::vector<Chi2Cell> scenario_cells();

/// The card with the experiments named and the parameters that still stand somewhere.
io::FitCard part_of_card(const std::string& card, const std::vector<std::string>& experiments);

/// Every cell computed, beside the published numbers; the first row is the Standard Model, with which the others are
/// compared.
EntryResult chi2_table(Context& context, const std::vector<Chi2Cell>& cells);

/// How the gains over the first row change with the onset of the beam left free in CsI, and with the Helm form factor
/// there (348 events expected in place of 310). Only rows with a published number for CsI and for both.
DataTable chi2_variations(Context& context, const std::vector<Chi2Cell>& cells);

}  // namespace tridens::run::gallery
