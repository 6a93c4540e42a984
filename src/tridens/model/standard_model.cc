#include "tridens/model/standard_model.hh"

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/model/detail/settings.hh"

namespace tridens::model {
namespace {

constexpr double low_energy_mixing_angle = 0.23857;  // MSbar, q -> 0: where the published couplings hold
constexpr double axial_charge = 1.27641;             // g_A of neutron decay, PERKEO III, 1812.04666
constexpr double strange_axial_charge = -0.085;      // HERMES, hep-ex/0609039
std::vector<std::string> coupling_choices() {
  return {"tree", "radiative", "radiative-2023", "one-loop"};
}

/// A row of data/model/standard_couplings.csv for one flavour.
double published(std::string_view set, std::string_view coupling, Flavour flavour) {
  constexpr std::string_view path = "data/model/standard_couplings.csv";
  const Table table = parse_table(embedded_table(path), std::string(path));
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row];
    if (cells[table.column("set")] == set && cells[table.column("coupling")] == coupling) {
      return table.number(row, table.column(name(flavour)));
    }
  }
  throw Failure("no couplings '" + std::string(set) + "'", std::string(path) + " does not have them", "");
}

/// What to cite for a choice of couplings.
std::vector<std::string> papers_of(const std::string& couplings) {
  std::vector<std::string> result = {"1807.10973"};
  if (couplings == "tree") return result;
  result.push_back(couplings == "radiative"        ? "2005.01645"
                   : couplings == "radiative-2023" ? "2303.09360"
                                                   : "1303.5522");
  result.push_back("1907.03379");
  return result;
}

}  // namespace

NucleonCouplings one_loop_nucleon_couplings(Flavour flavour, double sin2thetaW, bool zz_boxes) {
  // PDG 2022: rho of low-energy neutral currents, MSbar couplings at M_Z, alpha_s at M_W and M_Z.
  constexpr double rho = 1.00063, alpha_Z = 1.0 / 127.951, s2 = 0.23121, alpha_s_W = 0.1203, alpha_s_Z = 0.1179;
  constexpr double pi = units::pi, weak = alpha_Z / (8.0 * pi * s2);
  const double WW_box = -4.0 * weak * (1.0 - alpha_s_W / (2.0 * pi));
  const double WW_crossed = weak * (1.0 + alpha_s_W / pi);
  const double mass_ratio = constants::w_mass / charged_lepton_mass(flavour);
  const double charge_radius = constants::fine_structure / (6.0 * pi) * (2.0 * std::log(mass_ratio) + 1.5);
  const auto ZZ_box = [&](double g) {
    return zz_boxes ? -3.0 * weak / (1.0 - s2) * g * g * (1.0 - alpha_s_Z / pi) : 0.0;
  };
  const double uL = ZZ_box(0.5 - 2.0 / 3.0 * s2), uR = ZZ_box(-2.0 / 3.0 * s2);
  const double dL = ZZ_box(-0.5 + s2 / 3.0), dR = ZZ_box(s2 / 3.0);
  NucleonCouplings result;
  result.proton = rho * (0.5 - 2.0 * sin2thetaW) + 2.0 * WW_crossed + WW_box + 2.0 * charge_radius +
                  rho * (2.0 * (uL - uR) + dL - dR);
  result.neutron = -0.5 * rho + 2.0 * WW_box + WW_crossed + rho * (2.0 * (dL - dR) + uL - uR);
  return result;
}

Parameter StandardModel::weak_mixing_angle_parameter() {
  return {"sin2thetaW",
          "weak mixing angle sin^2 theta_W; default MSbar at M_Z, PDG 2022 (tridents); in elastic scattering 0.23857, "
          "MSbar "
          "at q -> 0",
          Dimension::number,
          "0.23121",
          0.0,
          1.0};
}

std::vector<Parameter> StandardModel::parameters() {
  return {weak_mixing_angle_parameter(),
          {"couplings",
           "of elastic scattering: tree, radiative (2005.01645), radiative-2023 (2303.09360) or one-loop (1303.5522); "
           "tridents are at tree level",
           Dimension::number, coupling_choices().front(), 0.0, 0.0}};
}

Settings StandardModel::own(const Settings& settings) {
  Settings result;
  for (const Parameter& parameter : parameters()) {
    const auto found = settings.find(parameter.name);
    if (found != settings.end()) result.insert(*found);
  }
  return result;
}

StandardModel::StandardModel(const Settings& settings)
    : couplings_(detail::choice_of("couplings", coupling_choices(), settings)) {
  Parameter angle = weak_mixing_angle_parameter();
  if (couplings_ != "tree") angle.default_text = detail::value_text(low_energy_mixing_angle, Dimension::number);
  sin2thetaW_ = detail::value_of(angle, settings, "sm");
}

ModelInfo StandardModel::info() const {
  return {
      "sm",
      "Standard Model, four-fermion limit",
      "L = -(G_F/sqrt2) [nubar g^t (1-g5) nu] [lbar g_t (V - A g5) l], g_V = -1/2 + 2 s_W^2, g_A = -1/2, W "
      "exchange adds 1 to both; nucleons g_V^p = 1/2 - 2 s_W^2, g_V^n = -1/2, g_A^p = (g_A - g_A^s)/2, g_A^n = (-g_A "
      "- g_A^s)/2",
      parameters(),
      papers_of(couplings_),
      "momentum transfers far below M_W: the W and Z propagators are not resolved (relative size K^2/M_W^2); "
      "radiative couplings at momentum transfers far below the electron mass for nu_e, the muon mass for nu_mu",
      {"trident", "cevns", "nu-e"}};
}

Settings StandardModel::resolved() const {
  return {{"sin2thetaW", detail::value_text(sin2thetaW_, Dimension::number)}, {"couplings", couplings_}};
}

LeptonVertex StandardModel::trident_vertex(const TridentChannel& channel) const {
  LeptonVertex vertex;
  if (channel.neutral_current) {
    vertex.V += -0.5 + 2.0 * sin2thetaW_;
    vertex.A += -0.5;
  }
  if (channel.charged_current) {
    vertex.V += 1.0;
    vertex.A += 1.0;
  }
  return vertex;
}

StandardModel::ElasticCouplings StandardModel::elastic_couplings(Flavour flavour) const {
  if (couplings_ == "tree") {
    const double charged_current = flavour == Flavour::electron ? 1.0 : 0.0;
    return {0.5 - 2.0 * sin2thetaW_, -0.5, -0.5 + 2.0 * sin2thetaW_ + charged_current, -0.5 + charged_current};
  }
  const double shift = sin2thetaW_ - low_energy_mixing_angle;
  const double unit = 1.0 / (2.0 * std::sqrt(2.0) * constants::fermi_constant);
  const double left = published("tomalak-hill", "electron-left", flavour) * unit + shift;
  const double right = published("tomalak-hill", "electron-right", flavour) * unit + shift;
  NucleonCouplings nucleons;
  if (couplings_ == "one-loop") {
    nucleons = one_loop_nucleon_couplings(flavour, sin2thetaW_);
  } else {
    nucleons.proton = published(couplings_, "proton", flavour) - 2.0 * shift;
    nucleons.neutron = published(couplings_, "neutron", flavour);
  }
  return {nucleons.proton, nucleons.neutron, left + right, left - right};
}

void StandardModel::add_standard_terms(Neutrino incoming, ElasticTerms& terms) const {
  const ElasticCouplings coupling = elastic_couplings(incoming.flavour);
  InteractionTerm vector{"sm", Lorentz::vector, coupling.proton, coupling.neutron, coupling.electron_vector, {}};
  InteractionTerm axial{"sm",
                        Lorentz::axial,
                        0.5 * (axial_charge - strange_axial_charge),
                        0.5 * (-axial_charge - strange_axial_charge),
                        coupling.electron_axial,
                        {}};
  terms.add(outgoing(incoming), vector);
  terms.add(outgoing(incoming), axial);
}

}  // namespace tridens::model
