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

LeptonWidths lepton_widths(const LeptonCouplings& couplings, double mass) {
  if (!(mass > 0.0)) {
    throw UserError(fmt::format("widths of a boson of {:g} GeV", mass), "its mass must be above 0", "");
  }
  LeptonWidths widths;
  for (size_t i = 0; i < 3; ++i) {
    const double ratio = std::pow(charged_lepton_mass(static_cast<Flavour>(i)) / mass, 2);
    const double unit = mass / (12.0 * units::pi);
    if (4.0 * ratio < 1.0) {
      widths.charged[i] = std::norm(couplings.charged[i]) * unit * (1.0 + 2.0 * ratio) * std::sqrt(1.0 - 4.0 * ratio);
    }
    widths.neutrino[i] = 0.5 * couplings.neutrino[i] * couplings.neutrino[i] * unit;
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
