#pragma once
#include <array>
#include <string>
#include <vector>

#include "tridens/flux/detail/broken_line.hh"

// Antineutrinos per fission from the tables of data/reactor.
namespace tridens::flux::detail {

inline constexpr size_t isotope_count = 4;
/// u235, u238, pu239, pu241: the order of every list here.
const std::array<std::string, isotope_count>& isotope_names();
using PerIsotope = std::array<double, isotope_count>;

/// Names of the rows of sets.csv, fission_energies.csv and fractions.csv.
std::vector<std::string> reactor_sets();
std::vector<std::string> reactor_energy_sets();
std::vector<std::string> reactor_fraction_names();
/// Title of a set.
std::string reactor_set_title(const std::string& set);

/// MeV per fission.
PerIsotope reactor_energies_MeV(const std::string& name);
PerIsotope reactor_fractions(const std::string& name);

/// What is used below the lowest energy of a set.
enum class BelowTable { none, vogel_engel, bestiole };

/// What is used above the highest energy of a fit, 8 MeV: nothing, or the fit as it stands up to 10 MeV.
enum class AboveFit { none, continued };

struct FissionSpectrum {
  BrokenLine line;               // antineutrinos per GeV per fission (or per capture), closed at its ends
  std::string source, problems;  // of its tables
};
/// Fits and logarithmic tables hold to 1e-5 between the nodes. UserError when the set does not have the isotope.
FissionSpectrum fission_spectrum(const std::string& set, size_t isotope, BelowTable below, AboveFit above);
/// U239 and Np239 together: two antineutrinos per capture on U238.
FissionSpectrum capture_spectrum();

}  // namespace tridens::flux::detail
