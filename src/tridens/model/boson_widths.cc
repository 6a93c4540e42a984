#include "tridens/model/boson_widths.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/kinetic_mixing.hh"

namespace tridens::model {

LeptonCouplings u1_lepton_couplings(const std::array<double, 3>& charges, double coupling, double mass, bool loop) {
  std::complex<double> mixing = 0.0;
  if (loop) {
    const double sum = charges[0] + charges[1] + charges[2];
    if (std::abs(sum) > 1e-12) {
      throw UserError(
          fmt::format("loop mixing of leptons with charges {:g}, {:g}, {:g}", charges[0], charges[1], charges[2]),
          "it diverges unless the charges add up to zero", "leave the loop out");
    }
    mixing = std::sqrt(constants::electric_charge_squared) * coupling * timelike_kinetic_mixing(charges, mass * mass);
  }
  LeptonCouplings result;
  for (size_t i = 0; i < 3; ++i) {
    result.charged[i] = coupling * charges[i] + mixing;
    result.neutrino[i] = coupling * charges[i];
  }
  return result;
}

double vector_pair_width(double coupling, double mass, double fermion_mass) {
  if (!(mass > 0.0 && std::isfinite(mass))) {
    throw UserError(fmt::format("widths of a boson of {:g} GeV", mass), "its mass must be above 0", "");
  }
  const double r = fermion_mass / mass;
  if (2.0 * r >= 1.0) return 0.0;
  return coupling * coupling * mass / (12.0 * units::pi) * std::sqrt((1.0 - 2.0 * r) * (1.0 + 2.0 * r)) *
         (1.0 + 2.0 * r * r);
}

LeptonWidths lepton_widths(const LeptonCouplings& couplings, double mass) {
  LeptonWidths widths;
  for (size_t i = 0; i < 3; ++i) {
    const double lepton = charged_lepton_mass(static_cast<Flavour>(i));
    widths.charged[i] = vector_pair_width(std::abs(couplings.charged[i]), mass, lepton);
    widths.neutrino[i] = 0.5 * vector_pair_width(couplings.neutrino[i], mass, 0.0);
  }
  return widths;
}

double LeptonWidths::invisible() const {
  return neutrino[0] + neutrino[1] + neutrino[2];
}

double LeptonWidths::total() const {
  return charged[0] + charged[1] + charged[2] + invisible();
}

namespace {

double share_of(double part, double total) {
  if (total > 0.0) return part / total;
  throw UserError("branching ratio of a boson without decays", "it couples to no lepton that is light enough", "");
}

}  // namespace

double LeptonWidths::share(Flavour charged_lepton) const {
  return share_of(charged[static_cast<size_t>(charged_lepton)], total());
}

double LeptonWidths::invisible_share() const {
  return share_of(invisible(), total());
}

}  // namespace tridens::model
