// Uses the installed library as a user would: headers, libraries and data must be found and belong together.
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"
#include "tridens/matter/nuclide.hh"

int main() {
  const double energy = tridens::parse_quantity("5 MeV", tridens::Dimension::energy, "energy");
  if (std::abs(energy / tridens::units::GeV - 0.005) > 1e-15) {
    std::printf("5 MeV is not %g GeV\n", energy);
    return 1;
  }
  // From a table that is part of the library.
  if (tridens::matter::nuclide("Ar40").proton_number != 18) {
    std::printf("argon has lost its protons\n");
    return 1;
  }
  if (!std::filesystem::is_directory(DATA_FOLDER "/data/nuclide")) {
    std::printf("no tables under %s\n", DATA_FOLDER);
    return 1;
  }
  return 0;
}
