#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tridens/base/particle.hh"
#include "tridens/base/table.hh"
#include "tridens/flux/arrival_time.hh"

namespace tridens::flux {

/// Energy spectrum of one neutrino species.
/// histogram: energies are n+1 edges, density n values constant over each bin.
/// points:    energies and density have the same length, linear in between. Zero outside.
/// line:      one energy, all neutrinos there; density[0] is the integral.
struct Spectrum {
  enum class Kind { histogram, points, line };
  Kind kind = Kind::histogram;
  std::vector<double> energies;  // GeV, strictly increasing
  std::vector<double> density;   // per GeV (integral for a line)

  double lowest() const { return energies.front(); }
  double highest() const { return energies.back(); }
  double at(double energy) const;  // per GeV; UserError for a line
  double integral() const;
  double integral(double from, double to) const;  // UserError when from > to
  double mean_energy() const;
};

/// What one unit of the spectrum means.
enum class Normalisation {
  absolute,   // neutrinos per cm^2 per unit of exposure (see exposure_unit)
  shape_only  // integral 1: no absolute rate can be computed from it
};

struct Flux {
  std::string name;
  std::string title, source, position, problems, licence;  // as the table says
  Normalisation normalisation = Normalisation::absolute;
  std::string exposure_unit;        // "POT", "s", "fb-1", ... ; empty for shape_only
  std::map<int, Spectrum> spectra;  // by PDG number of the neutrino; species that the source does not give are absent
  std::map<int, ArrivalTime> arrival;  // the same, for pulsed sources; empty when times are not known
  double distance_m = 0.0;             // between source and detector, 0 when it is not one number

  bool has(Neutrino neutrino) const { return spectra.contains(neutrino.pdg()); }
  /// UserError naming the species that the flux does have.
  const Spectrum& spectrum(Neutrino neutrino) const;
};

/// Builds a flux from a table (format: docs/formats.md). Checks: unit, kind and flavours said, bins ordered
/// and not overlapping, no negative content. UserError otherwise.
/// Absolute fluxes are converted to neutrinos/cm2/GeV per exposure_unit, shapes to the integral 1 per
/// species.
Flux flux_from_table(const Table& table, std::string name);

/// All neutrinos at one energy, GeV, shape only.
Flux mono_energetic(Neutrino neutrino, double energy);

/// Analytic spectra by specification, shape only: "power-law,gamma=2,min=1GeV,max=100GeV",
/// "flat,min=..,max=..", "gaussian,mean=..,sigma=.." (cut at 6 sigma and at 0). `neutrino` says which
/// species. UserError for unknown names and settings or an empty range.
Flux analytic_flux(std::string_view specification, Neutrino neutrino);

}  // namespace tridens::flux
