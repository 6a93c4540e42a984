#include "tridens/model/u1_vector.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/model/detail/settings.hh"
#include "tridens/model/kinetic_mixing.hh"

namespace tridens::model {
namespace {

/// Below this the exchange is long range: the trident cross section grows with ln(1/M) without bound, and neither
/// evaluation has been validated.
constexpr double smallest_trident_mass = 10.0 * units::eV;
constexpr double largest_mass = 1e5, largest_coupling = 100.0, largest_charge = 1000.0;
constexpr std::array<const char*, 6> charge_keys = {"left_e",  "left_mu",  "left_tau",
                                                    "right_e", "right_mu", "right_tau"};
constexpr std::array<const char*, 3> vector_keys = {"charge_e", "charge_mu", "charge_tau"};
constexpr std::array<const char*, 2> quark_keys = {"charge_u", "charge_d"};

std::vector<Parameter> parameters(bool custom) {
  std::vector<Parameter> result = {
      {"mass", "mass of the gauge boson (tridents: from 10 eV)", Dimension::energy, "", 0.0, largest_mass},
      {"coupling", "gauge coupling g'", Dimension::number, "", 0.0, largest_coupling},
      {"kinetic_mixing", "kinetic mixing with the photon: none, loop, or the value of eps", Dimension::number, "none",
       -1.0, 1.0}};
  for (Parameter& parameter : StandardModel::parameters()) result.push_back(std::move(parameter));
  if (!custom) return result;
  for (const char* key : quark_keys) {
    result.push_back({key, "vector charge of the quark", Dimension::number, "0", -largest_charge, largest_charge});
  }
  for (const char* key : vector_keys) {
    result.push_back(
        {key, "vector charge of the lepton generation", Dimension::number, "0", -largest_charge, largest_charge});
  }
  for (const char* key : charge_keys) {
    result.push_back(
        {key, "charge of the left- or right-handed lepton", Dimension::number, "0", -largest_charge, largest_charge});
  }
  return result;
}

double charge_value(const char* key, const Settings& settings) {
  return detail::value_of({key, "", Dimension::number, "0", -largest_charge, largest_charge}, settings, "u1");
}

void read_custom_charges(U1Charges& charges, const Settings& settings) {
  bool any = false;
  for (size_t i = 0; i < 3; ++i) {
    const bool vector = settings.contains(vector_keys[i]);
    const bool chiral = settings.contains(charge_keys[i]) || settings.contains(charge_keys[i + 3]);
    any = any || vector || chiral;
    if (vector && chiral) {
      throw UserError(std::string(vector_keys[i]) + " and chiral charges of the same generation are given",
                      "a vector charge is both of them", "give one kind");
    }
    charges.left[i] = charge_value(vector ? vector_keys[i] : charge_keys[i], settings);
    charges.right[i] = charge_value(vector ? vector_keys[i] : charge_keys[i + 3], settings);
  }
  charges.up = charge_value(quark_keys[0], settings);
  charges.down = charge_value(quark_keys[1], settings);
  if (!any) {
    throw UserError("model u1 has no charge of leptons", "a gauge boson that neutrinos do not feel changes nothing",
                    "give for example --set charge_mu=1 --set charge_tau=-1");
  }
}

}  // namespace

U1Vector::U1Vector(U1Charges charges, bool custom, const Settings& settings)
    : standard_(StandardModel::own(settings)), charges_(std::move(charges)), custom_(custom) {
  const std::vector<Parameter> known = parameters(custom);
  detail::check_names(known, settings, charges_.name);
  if (custom) read_custom_charges(charges_, settings);
  mass_ = detail::value_of(known[0], settings, charges_.name);
  coupling_ = detail::value_of(known[1], settings, charges_.name);
  const auto mixing = settings.find("kinetic_mixing");
  mixing_text_ = mixing == settings.end() ? "none" : mixing->second;
  loop_mixing_ = mixing_text_ == "loop";
  if (!loop_mixing_ && mixing_text_ != "none") tree_mixing_ = detail::value_of(known[2], settings, charges_.name);
  const double sum = charges_.left[0] + charges_.left[1] + charges_.left[2] + charges_.right[0] + charges_.right[1] +
                     charges_.right[2];
  const bool has_quarks = charges_.up != 0.0 || charges_.down != 0.0;
  if (loop_mixing_ && (std::abs(sum) > 1e-12 || has_quarks || charges_.left != charges_.right)) {
    throw UserError("kinetic_mixing = loop is not defined for model " + charges_.name,
                    "the loop is finite only for vector charges of leptons that sum to zero", "give a number or none");
  }
}

ModelInfo U1Vector::info() const {
  std::string title = charges_.title;
  if (!custom_) {
    title += fmt::format("; charges e {}, mu {}, tau {}, u {:.4g}, d {:.4g}", charges_.left[0], charges_.left[1],
                         charges_.left[2], charges_.up, charges_.down);
  }
  return {charges_.name,
          title,
          "L = -g' Z'_mu sum_a [Q^L_a nubar_a g^mu P_L nu_a + (1/2) lbar_a g^mu (Q^V_a - Q^A_a g5) l_a]; "
          "V -> V + Q^L_nu Q^V_l g'^2/[2 sqrt2 G_F (K^2+M^2)]; quarks -g' Z'_mu (Q_u ubar g^mu u + Q_d dbar g^mu d): "
          "g_V^N -> g_V^N + Q^L_nu Q_N g'^2/[sqrt2 G_F (Q^2+M^2)], Q_p = 2 Q_u + Q_d, Q_n = Q_u + 2 Q_d; kinetic "
          "mixing + e eps Z'_m J_em^m",
          parameters(custom_),
          {"1902.08579", "1902.06765", "2009.14220", "2211.11905"},
          "tree-level exchange (Bethe-Heitler diagrams); dark bremsstrahlung nu A -> nu Z' A is left out (an extra "
          "G_F: negligible)",
          {"trident", "cevns", "nu-e"}};
}

Settings U1Vector::resolved() const {
  Settings result = standard_.resolved();
  result["mass"] = detail::value_text(mass_, Dimension::energy);
  result["coupling"] = detail::value_text(coupling_, Dimension::number);
  result["kinetic_mixing"] = mixing_text_;
  if (custom_) {
    result[quark_keys[0]] = detail::value_text(charges_.up, Dimension::number);
    result[quark_keys[1]] = detail::value_text(charges_.down, Dimension::number);
    for (size_t i = 0; i < 3; ++i) {
      result[charge_keys[i]] = detail::value_text(charges_.left[i], Dimension::number);
      result[charge_keys[i + 3]] = detail::value_text(charges_.right[i], Dimension::number);
    }
  }
  return result;
}

LeptonVertex U1Vector::trident_vertex(const TridentChannel& channel) const {
  LeptonVertex vertex = standard_.trident_vertex(channel);
  const auto neutrino = static_cast<size_t>(channel.incoming.flavour);
  const auto lepton = static_cast<size_t>(channel.minus);
  const bool diagonal = channel.incoming == channel.outgoing && channel.minus == channel.plus;
  if (!diagonal || charges_.left[neutrino] == 0.0 || coupling_ == 0.0) return vertex;
  const double vector = charges_.left[lepton] + charges_.right[lepton];
  const double axial = charges_.left[lepton] - charges_.right[lepton];
  const double strength =
      coupling_ * coupling_ * charges_.left[neutrino] / (2.0 * std::sqrt(2.0) * constants::fermi_constant);
  const double e = std::sqrt(constants::electric_charge_squared);
  const bool mixes = loop_mixing_ || tree_mixing_ != 0.0;
  if (vector == 0.0 && axial == 0.0 && !mixes) return vertex;
  if (mass_ < smallest_trident_mass) {
    throw UserError("mass = " + detail::value_text(mass_, Dimension::energy) + " is out of range",
                    "trident production with a gauge boson is validated from 10 eV", "give a mass of 10 eV or more");
  }
  const double mass_squared = mass_ * mass_;
  vertex.mediator_mass = mass_;
  if (!mixes) {
    vertex.V_mediator = strength * vector;
    vertex.A_mediator = strength * axial;
    vertex.shape = [mass_squared](double K2) { return 1.0 / (K2 + mass_squared); };
    return vertex;
  }
  if (axial != 0.0) {
    throw UserError("kinetic mixing together with axial charges",
                    "vector and axial coupling would vary differently with K^2",
                    "use vector charges, or kinetic_mixing = none");
  }
  vertex.V_mediator = strength;
  const std::array<double, 3> charges = charges_.left;
  const double tree = 2.0 * e * tree_mixing_ / coupling_;
  const bool loop = loop_mixing_;
  vertex.shape = [=](double K2) {
    const double mixing = loop ? 2.0 * e * loop_kinetic_mixing(charges, K2) : tree;
    return (vector + mixing) / (K2 + mass_squared);
  };
  return vertex;
}

Propagator U1Vector::loop_mixing_propagator() const {
  Propagator propagator;
  propagator.mass = mass_;
  const double mass_squared = mass_ * mass_;
  const std::array<double, 3> charges = charges_.left;
  propagator.shape = [mass_squared, charges](double Q2) {
    return loop_kinetic_mixing(charges, Q2) / (Q2 + mass_squared);
  };
  propagator.key =
      fmt::format("exchange {} GeV, loop mixing of charges {} {} {}", mass_, charges[0], charges[1], charges[2]);
  return propagator;
}

void U1Vector::add_elastic(Neutrino incoming, ElasticTerms& terms) const {
  const double neutrino = charges_.left[static_cast<size_t>(incoming.flavour)];
  if (neutrino == 0.0 || coupling_ == 0.0) return;
  const double unit = coupling_ * neutrino / (std::sqrt(2.0) * constants::fermi_constant);
  const double e = std::sqrt(constants::electric_charge_squared);
  const double photon = e * tree_mixing_;
  const double proton = 2.0 * charges_.up + charges_.down, neutron = charges_.up + 2.0 * charges_.down;
  const double electron = 0.5 * (charges_.left[0] + charges_.right[0]);
  const double electron_axial = 0.5 * (charges_.left[0] - charges_.right[0]);
  const InteractionTerm vector{charges_.name,
                               Lorentz::vector,
                               unit * (coupling_ * proton - photon),
                               unit * coupling_ * neutron,
                               unit * (coupling_ * electron + photon),
                               exchange(mass_)};
  terms.add(outgoing(incoming), vector);
  if (electron_axial != 0.0) {
    terms.add(outgoing(incoming),
              {charges_.name, Lorentz::axial, 0.0, 0.0, unit * coupling_ * electron_axial, exchange(mass_)});
  }
  if (loop_mixing_) {
    const double mixing = unit * coupling_ * e;  // the shape is eps/g' over the propagator
    terms.add(outgoing(incoming), {charges_.name, Lorentz::vector, -mixing, 0.0, mixing, loop_mixing_propagator()});
  }
}

std::vector<U1Charges> u1_presets() {
  const Table table = parse_table(embedded_table("data/model/u1_charges.csv"), "data/model/u1_charges.csv");
  std::vector<U1Charges> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    U1Charges charges;
    charges.name = table.rows[row][table.column("name")];
    charges.title = table.rows[row][table.column("title")];
    charges.up = table.number(row, table.column("u"));
    charges.down = table.number(row, table.column("d"));
    charges.left = {table.number(row, table.column("e")), table.number(row, table.column("mu")),
                    table.number(row, table.column("tau"))};
    charges.right = charges.left;
    result.push_back(std::move(charges));
  }
  return result;
}

}  // namespace tridens::model
