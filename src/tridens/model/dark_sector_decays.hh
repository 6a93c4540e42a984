#pragma once
#include <string>
#include <vector>

#include "tridens/model/dark_sector.hh"

// Decay modes of the particles of a dark sector. Formulas in dark_sector_decays.cc and decay_widths.cc.
namespace tridens::model {

/// One decay of a particle (of an antiparticle: the conjugate).
struct SectorMode {
  UnstableMode mode;       // branching 0 until the modes are added up
  double width = 0.0;      // GeV
  bool inclusive = false;  // a body "hadrons" of mean mass stands for many final states
};

/// Open modes of N_h, by decreasing width; of a Majorana N_h with the conjugate ones. `antiparticle`: of a Dirac N_h.
/// UserError where two or three heavy neutrinos by a Z' off its mass shell are open: that width is not calculated.
std::vector<SectorMode> heavy_neutrino_modes(const DarkSector& sector, size_t h, bool antiparticle = false);
/// Open modes of Z' and of phi.
std::vector<SectorMode> dark_vector_modes(const DarkSector& sector);
std::vector<SectorMode> dark_scalar_modes(const DarkSector& sector);

double total_width(const std::vector<SectorMode>& modes);
/// Lifetime in s and mean flight at rest c tau in m of a width in GeV; UserError for a width that is not positive.
double lifetime_s(double width);
double flight_length_m(double width);

}  // namespace tridens::model
