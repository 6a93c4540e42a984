#include "tridens/model/detail/fermion_couplings.hh"

#include "tridens/base/error.hh"

namespace tridens::model::detail {
namespace {

constexpr double largest_coupling = 100.0;

std::string kind_of(Lorentz current) {
  return current == Lorentz::axial ? "axial" : current == Lorentz::tensor ? "tensor" : "scalar";
}

}  // namespace

std::vector<Parameter> coupling_parameters(const std::string& prefix, bool quarks) {
  std::vector<Parameter> result;
  const auto add = [&](const std::string& key, const std::string& meaning, const std::string& fallback) {
    result.push_back({key, meaning, Dimension::number, fallback, -largest_coupling, largest_coupling});
  };
  add(prefix, "coupling of every fermion without its own", "0");
  add(prefix + "_nu", "coupling of the neutrinos", prefix);
  for (const char* flavour : {"e", "mu", "tau"}) {
    add(prefix + "_nu_" + flavour, std::string("coupling of nu_") + flavour, prefix + "_nu");
  }
  if (quarks) {
    add(prefix + "_u", "coupling of the u quark", prefix);
    add(prefix + "_d", "coupling of the d quark", prefix);
  }
  const std::string beyond = quarks ? " beyond that of its quarks" : "";
  add(prefix + "_p", "coupling of the proton" + beyond, "0");
  add(prefix + "_n", "coupling of the neutron" + beyond, "0");
  add(prefix + "_e", "coupling of the electron", prefix);
  return result;
}

FermionCouplings read_couplings(const std::string& prefix, bool quarks, std::string_view model,
                                SettingsReader& reader) {
  FermionCouplings result;
  const double common = reader.value(prefix);
  const double neutrino = reader.value_or(prefix + "_nu", common);
  result.neutrino = {reader.value_or(prefix + "_nu_e", neutrino), reader.value_or(prefix + "_nu_mu", neutrino),
                     reader.value_or(prefix + "_nu_tau", neutrino)};
  result.electron = reader.value_or(prefix + "_e", common);
  if (quarks) {
    result.up = reader.value_or(prefix + "_u", common);
    result.down = reader.value_or(prefix + "_d", common);
  }
  result.proton = reader.value(prefix + "_p");
  result.neutron = reader.value(prefix + "_n");
  bool matter = false;
  for (const char* fermion : {"_u", "_d", "_p", "_n", "_e"}) {
    matter = matter || (reader.given(prefix + fermion));
  }
  if (!reader.given(prefix) && !(matter && reader.any_given(prefix + "_nu"))) {
    no_coupling(model, "--set " + prefix + "=1e-5, or --set " + prefix + "_nu=1e-5 --set " + prefix + "_e=1e-5");
  }
  return result;
}

double nucleon_coupling(Lorentz current, const NucleonCharges& charges, Nucleon nucleon, double up, double down,
                        double direct) {
  const auto sum = [&](auto charge) { return up * charge(Quark::up) + down * charge(Quark::down) + direct; };
  if (up == 0.0 && down == 0.0) return direct;
  switch (current) {
    case Lorentz::vector:
      return sum([&](Quark quark) { return NucleonCharges::vector(quark, nucleon); });
    case Lorentz::axial:
      return sum([&](Quark quark) { return charges.axial(quark, nucleon); });
    case Lorentz::tensor:
      return sum([&](Quark quark) { return charges.tensor(quark, nucleon); });
    case Lorentz::scalar:
      if (up == down) return up * charges.scalar_universal(nucleon) + direct;
      return sum([&](Quark quark) { return charges.scalar(quark, nucleon); });
    case Lorentz::pseudoscalar:
    case Lorentz::magnetic:
      break;
  }
  throw Failure("no charges of nucleons for the " + std::string(name(current)) + " current", "none are tabulated", "");
}

Parameter nucleon_charges_parameter(Lorentz current) {
  const std::string kind = kind_of(current);
  std::string meaning = kind + " charges of the quarks in nucleons:";
  const std::vector<std::string> sets = NucleonCharges::sets(kind);
  for (const std::string& set : sets) meaning += " " + set;
  return {"nucleon_charges", meaning, Dimension::number, sets.front(), 0.0, 0.0};
}

NucleonCharges read_nucleon_charges(Lorentz current, SettingsReader& reader) {
  const std::string kind = kind_of(current);
  const std::string set = reader.choice("nucleon_charges", NucleonCharges::sets(kind));
  NucleonCharges::Sets chosen;
  (kind == "axial" ? chosen.axial : kind == "tensor" ? chosen.tensor : chosen.scalar) = set;
  return NucleonCharges(chosen);
}

}  // namespace tridens::model::detail
