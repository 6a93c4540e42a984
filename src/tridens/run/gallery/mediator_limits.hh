#pragma once
#include <string>
#include <vector>

#include "tridens/io/fit_card.hh"
#include "tridens/io/scan_file.hh"
#include "tridens/run/gallery/entry.hh"

// Limits on the coupling of a gauge boson at each of its masses: from scans of fit cards whose first parameter is the
// mass and whose second one is the coupling, both on logarithmic scales.
namespace tridens::run::gallery {

class Context;

/// Rise of chi2 for one parameter, the coupling at a given mass.
inline constexpr double rise_90 = 2.705543, rise_95 = 3.841459;

/// Where the border of what is allowed lies.
enum class Reference {
  best_at_mass,  // chi2 has risen above its minimum at the same mass
  nothing        // chi2 itself: the measured value need not be one that the model can have
};

struct MediatorLimits {
  std::vector<Curve> borders;  // x: mass in GeV, y: coupling; only the first one has the label
  /// Lowest border at a mass, linear in the logarithms. Failure where the scan holds none.
  double at(double mass) const;
};

/// Borders on the grid of the card, interpolated in the logarithms of mass, coupling and chi2: chi2 grows like a power
/// of the coupling. UserError for a scan of other parameters.
MediatorLimits limits_of_scan(const io::ScanTable& table, const std::string& label, double rise, Reference reference,
                              Style style);
/// Scans the card; the number of masses and couplings is that of the card.
MediatorLimits mediator_limits(Context& context, const io::FitCard& card, const std::string& label,
                               Style style = Style::line, double rise = rise_90,
                               Reference reference = Reference::best_at_mass);

/// The card with another width of an uncertainty of all its experiments.
io::FitCard with_width(io::FitCard card, const std::string& nuisance, const std::string& width);
/// The card with backgrounds in units of the Standard Model's signal, for counting experiments.
io::FitCard with_background(io::FitCard card, double share);

/// Anomalous magnetic moment of the muon by a gauge boson with vector coupling over the coupling squared
/// (model/anomalous_moment.hh). Mass in GeV.
double muon_moment_per_coupling_squared(double mass);
/// Couplings that give the muon an anomalous moment of value +- 2 errors; the curve is that of the value.
Curve muon_moment_band(const std::string& label, double value, double error, const std::vector<double>& masses);

/// The trident part of the plot of constraints on L_mu - L_tau: CCFR, CHARM-II and NuTeV at 95 % (the measured ratio
/// plus 1.96 errors) and the 90 % sensitivity of DUNE, mass in GeV against g'.
std::vector<Curve> trident_limit_curves(Context& context);

}  // namespace tridens::run::gallery
