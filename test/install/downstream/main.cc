// Uses the installed library as a user would: headers and libraries must be found and belong together.
#include <cmath>
#include <cstdio>

#include "tridens/base/quantity.hh"
#include "tridens/base/units.hh"

int main() {
  const double energy = tridens::parse_quantity("5 MeV", tridens::Dimension::energy, "energy");
  if (std::abs(energy / tridens::units::GeV - 0.005) > 1e-15) {
    std::printf("5 MeV is not %g GeV\n", energy);
    return 1;
  }
  return 0;
}
