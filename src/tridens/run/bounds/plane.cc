#include "tridens/run/bounds/plane.hh"

#include <fmt/format.h>

#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::run::bounds {

bool Plane::loop_is_finite() const {
  return gauged_leptons && !axial && std::abs(charges[0] + charges[1] + charges[2]) < 1e-12;
}

std::vector<Plane> planes() {
  return {
      {"lmu-ltau", "gauge boson of L_mu - L_tau", "g'", {0.0, 1.0, -1.0}, 1e-3, 100.0, true},
      {"le-lmu", "gauge boson of L_e - L_mu", "g'", {1.0, -1.0, 0.0}, 1e-3, 10.0, true},
      {"le-ltau", "gauge boson of L_e - L_tau", "g'", {1.0, 0.0, -1.0}, 1e-3, 10.0, true},
      {"axial-lmu-ltau",
       "boson with the charges of L_mu - L_tau, axial to charged leptons",
       "g'",
       {0.0, 1.0, -1.0},
       1e-3,
       100.0,
       true,
       true},
      {"dark-photon", "boson that couples to electric charge", "eps", {0.0, 0.0, 0.0}, 1e-3, 10.0, false},
      {"millicharge",
       "millicharged particle of charge eps e",
       "eps^2",
       {0.0, 0.0, 0.0},
       1e-2,
       12.0,
       false,
       false,
       "the particle"},
      {"charged-scalar-emu", "charged scalar with h_emu (Zee-Babu)", "h", {}, 100.0, 1e4, false, false, "the scalar"},
      {"charged-scalar-emu-etau",
       "charged scalar with h_emu = h_etau",
       "h",
       {},
       100.0,
       1e4,
       false,
       false,
       "the scalar"},
      {"charged-scalar-emu-mutau",
       "charged scalar with h_emu = h_mutau",
       "h",
       {},
       100.0,
       1e4,
       false,
       false,
       "the scalar"},
      {"dark-matter",
       "dark matter behind a dark photon of three times its mass, alpha_D = 0.5",
       "y",
       {0.0, 0.0, 0.0},
       1e-3,
       0.5,
       false,
       false,
       "dark matter",
       "E137 (1406.2698), SBND (2106.04584, 2603.25818), COHERENT, CCM: neither points nor inputs confirmed"},
      {"dark-neutrino",
       "heavy neutrino that muon neutrinos make by a dark photon",
       "|U_mu4|^2",
       {0.0, 0.0, 0.0},
       0.05,
       1.0,
       false,
       false,
       "the heavy neutrino"},
      {"alp-muon", "axion that couples to muons", "g_amumu (GeV^-1)", {}, 1e-3, 0.3, false, false, "the axion"},
      {"alp-photon", "axion that couples to photons", "g_agamma (GeV^-1)", {}, 1e-3, 1.0, false, false, "the axion"},
      {"muonphilic-millicharge",
       "fermion charged under a massless boson of L_mu - L_tau",
       "g' g_chi",
       {},
       1e-3,
       3.0,
       false,
       false,
       "the fermion"}};
}

Plane plane(const std::string& name) {
  std::vector<std::string> known;
  for (Plane& each : planes()) {
    if (each.name == name) return each;
    known.push_back(each.name);
  }
  unknown_name("plane", name, known);
}

Plane plane_of_charges(const Charges& charges, bool axial) {
  if (charges == Charges{}) {
    throw UserError("charges of e, mu and tau are all zero", "no bound of the planes of leptons applies",
                    "give for example --charges mu=1,tau=-1");
  }
  for (Plane& each : planes()) {
    if (each.gauged_leptons && each.charges == charges && each.axial == axial) return each;
  }
  Plane other;
  other.name = axial ? "u1-axial" : "u1";
  other.title = fmt::format("{} with charges e {:g}, mu {:g}, tau {:g}", axial ? "axial boson" : "gauge boson",
                            charges[0], charges[1], charges[2]);
  other.coupling = "g'";
  other.charges = charges;
  other.axial = axial;
  return other;
}

Charges parse_charges(const std::string& text) {
  const std::vector<std::string> names = {"e", "mu", "tau"};
  Charges charges = {};
  std::array<bool, 3> given = {};
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    const std::string item = text.substr(begin, comma - begin);
    begin = comma + 1;
    const size_t equals = item.find('=');
    if (equals == std::string::npos) {
      throw UserError("charges '" + text + "'", "'" + item + "' is not name=number", "write them like e=0,mu=1,tau=-1");
    }
    const std::string name = item.substr(0, equals);
    size_t which = 0;
    while (which < 3 && names[which] != name) ++which;
    if (which == 3) unknown_name("lepton", name, names);
    if (given[which]) throw UserError("charge of " + name + " is given twice", "one of them is meant", "");
    given[which] = true;
    charges[which] = parse_number(item.substr(equals + 1), "charge of " + name);
  }
  return charges;
}

model::Settings boson_settings(const Plane& plane, double mass, double coupling, const std::string& mixing) {
  constexpr const char* leptons[] = {"e", "mu", "tau"};
  model::Settings settings = {
      {"mass", fmt::format("{} GeV", mass)}, {"coupling", fmt::format("{}", coupling)}, {"kinetic_mixing", mixing}};
  for (size_t i = 0; i < 3; ++i) {
    const std::string charge = fmt::format("{}", plane.charges[i]);
    if (plane.axial) {
      settings[std::string("left_") + leptons[i]] = charge;
      settings[std::string("right_") + leptons[i]] = fmt::format("{}", -plane.charges[i]);
    } else {
      settings[std::string("charge_") + leptons[i]] = charge;
    }
  }
  return settings;
}

std::shared_ptr<const model::Model> boson_model(const Plane& plane, double mass, double coupling,
                                                const std::string& mixing) {
  return model::make_model("u1", boson_settings(plane, mass, coupling, mixing));
}

std::vector<double> masses_of(const BoundRequest& request, const Plane& plane, double lowest, double highest) {
  double low = request.lowest_mass > 0.0 ? request.lowest_mass : plane.lowest_mass;
  double high = request.highest_mass > 0.0 ? request.highest_mass : plane.highest_mass;
  if (request.lowest_mass < 0.0 || request.highest_mass < 0.0 || !(low < high) || request.points_per_decade < 1) {
    throw UserError(
        fmt::format("masses from {:g} to {:g} GeV, {} points per decade", low, high, request.points_per_decade),
        "masses are above 0 and rise, and a decade has a point", "");
  }
  if (lowest > 0.0) low = std::max(low, lowest);
  if (highest > 0.0) high = std::min(high, highest);
  std::vector<double> masses;
  if (!(low < high)) return masses;
  const int steps = std::max(1, static_cast<int>(std::ceil(std::log10(high / low) * request.points_per_decade - 1e-9)));
  for (int i = 0; i <= steps; ++i) {
    masses.push_back(i == steps ? high : low * std::pow(high / low, static_cast<double>(i) / steps));
  }
  return masses;
}

SettingValues::SettingValues(const BoundInfo& info, const BoundRequest& request) : bound_(info.name) {
  std::vector<std::string> known;
  for (const BoundSetting& setting : info.settings) {
    values_.emplace_back(setting.name, setting.default_text);
    known.push_back(setting.name);
  }
  for (const auto& [name, value] : request.settings) {
    bool found = false;
    for (auto& entry : values_) {
      if (entry.first != name) continue;
      entry.second = value;
      found = true;
    }
    if (!found && known.empty()) {
      throw UserError("bound '" + bound_ + "' has no setting '" + name + "'", "it takes none", "leave it out");
    }
    if (!found) unknown_name("setting of bound " + bound_, name, known);
  }
}

const std::string& SettingValues::text(const std::string& name) const {
  for (const auto& entry : values_) {
    if (entry.first == name) return entry.second;
  }
  throw Failure("bound '" + bound_ + "' asks for its setting '" + name + "'", "it does not declare it", "");
}

double SettingValues::positive(const std::string& name) const {
  return above_zero(parse_number(text(name), what(name)), name);
}

double SettingValues::positive(const std::string& name, Dimension dimension) const {
  return above_zero(parse_quantity(text(name), dimension, what(name)), name);
}

std::string SettingValues::what(const std::string& name) const {
  return "setting " + name + " of bound " + bound_;
}

double SettingValues::above_zero(double value, const std::string& name) const {
  if (value > 0.0) return value;
  throw UserError(what(name) + " is " + text(name), "it must be above 0", "");
}

Bound calculated(const BoundInfo& info,
                 std::function<std::vector<BoundCurve>(const SettingValues&, const BoundRequest&)> compute) {
  return {info, [info, compute = std::move(compute)](const BoundRequest& request) {
            return compute(SettingValues(info, request), request);
          }};
}

std::vector<BoundCurve> curves_of(const std::vector<double>& masses,
                                  const std::function<double(double mass)>& coupling) {
  std::vector<BoundCurve> curves;
  bool connected = false;
  for (const double mass : masses) {
    const double found = coupling(mass);
    const bool drawn = found < largest_coupling;  // not for NaN
    if (drawn) {
      if (!connected) curves.emplace_back();
      curves.back().mass.push_back(mass);
      curves.back().coupling.push_back(found);
    }
    connected = drawn;
  }
  return curves;
}

}  // namespace tridens::run::bounds
