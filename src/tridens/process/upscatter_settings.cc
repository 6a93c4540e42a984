// Settings of the process 'upscatter' with regime=elastic, from Lagrangians to the couplings that scatter:
//   vector   C_p,n = C (e eps [protons] + g_p,n),  C given, or C = g' (1 - |U|^2) |U| of one heavy state that mixes
//   with
//            the flavour of the neutrino and with a dark neutrino of coupling g' (3+1; 1807.09877, 1808.02915)
//   scalar   y c_p, y c_n
//   dipole   mu = 2 d
//   mixing   exchange of the Z: sqrt2 G_F |U| M_Z^2 times g_V, g_A of protons and neutrons, tree level; the flavour is
//            that of the neutrino
#include "tridens/process/detail/upscatter_settings.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/model/new_particles.hh"
#include "tridens/model/standard_model.hh"
#include "tridens/process/detail/request_settings.hh"
#include "tridens/process/detail/target_settings.hh"
#include "tridens/process/detail/upscatter_regimes.hh"

namespace tridens::process::detail {
namespace {

constexpr double largest_mass = 1e3, largest_coupling = 100.0;  // GeV; couplings beyond are no perturbation theory

/// Reads the couplings of one portal, and refuses those of the others.
class Couplings {
 public:
  Couplings(const ProcessRequest& request, UpscatterOptions& options)
      : settings_(upscatter_name, request), request_(request), options_(options) {}

  void read() {
    static const std::map<std::string, std::vector<std::string>> known = {
        {"vector",
         {"mixing", "dark-coupling", "coupling", "mediator-mass", "kinetic-mixing", "proton-coupling",
          "neutron-coupling"}},
        {"scalar",
         {"coupling", "mediator-mass", "proton-coupling", "neutron-coupling", "electron-coupling", "muon-coupling"}},
        {"dipole", {"dipole"}},
        {"mixing", {"mixing"}}};
    const std::vector<std::string> portals = chosen_portals();
    std::vector<std::string> own;
    for (const std::string& portal : portals) {
      const std::vector<std::string>& more = known.at(portal);
      own.insert(own.end(), more.begin(), more.end());
    }
    if (portals.size() == 2) own.emplace_back("dipole-phase");
    for (const std::string& name : known.at("vector")) refuse_unless(own, name);
    for (const char* name : {"dipole", "dipole-phase", "electron-coupling", "muon-coupling"}) refuse_unless(own, name);
    parameters_.heavy.resize(1);
    parameters_.heavy.front().mass = options_.mass;
    parameters_.majorana = options_.majorana;
    for (const std::string& portal : portals) {
      if (portal == "vector") read_vector();
      if (portal == "scalar") read_scalar();
      if (portal == "dipole") read_dipole();
      if (portal == "mixing") read_mixing();
    }
    if (options_.decay != "none") {
      if (!no_decays_.empty()) {
        throw UserError(fmt::format("the process 'upscatter' with decay={} and {}", options_.decay, no_decays_),
                        "decays need the couplings of N to everything it decays to",
                        "give dark-coupling, mixing and kinetic-mixing, or a benchmark");
      }
      options_.sector.emplace(parameters_);
    }
  }

 private:
  model::HeavyNeutrino& N() { return parameters_.heavy.front(); }
  size_t flavour() const { return static_cast<size_t>(request_.neutrino.flavour); }

  bool given(const std::string& name) const { return !settings_.is_none(name); }

  /// One, or a dipole and one other: those share no settings.
  std::vector<std::string> chosen_portals() const {
    std::vector<std::string> portals = joined_words(options_.portal);
    const std::vector<std::string> words = {"vector", "scalar", "dipole", "mixing"};
    for (const std::string& portal : portals) {
      if (std::find(words.begin(), words.end(), portal) == words.end()) unknown_name("portal", portal, words);
    }
    const bool pair = portals.size() == 2 && (portals[0] == "dipole") != (portals[1] == "dipole");
    if (portals.size() == 1 || pair) return portals;
    throw UserError("the process 'upscatter' with portal=" + options_.portal,
                    "a dipole acts together with one other portal; the others have settings in common",
                    "give dipole+vector, dipole+scalar or dipole+mixing");
  }

  void describe(const std::string& text) { options_.couplings += (options_.couplings.empty() ? "" : "; ") + text; }

  void refuse_unless(const std::vector<std::string>& own, const std::string& name) const {
    if (!given(name) || std::find(own.begin(), own.end(), name) != own.end()) return;
    throw UserError(fmt::format("the process 'upscatter' with portal={} has no setting '{}'", options_.portal, name),
                    fmt::format("it takes {}", fmt::join(own, ", ")), "");
  }

  /// A coupling that must be there and must not vanish.
  double needed(const std::string& name, const char* meaning, Dimension dimension, double highest) const {
    if (!given(name)) {
      throw UserError(fmt::format("the process 'upscatter' with portal={} is given without {}", options_.portal, name),
                      meaning, fmt::format("add it: upscatter,{}=...", name));
    }
    const double value = settings_.quantity(name, dimension, dimension == Dimension::number ? -highest : 0.0, highest);
    if (value == 0.0) {
      throw UserError(fmt::format("the process 'upscatter' with {} = 0", name), "it must not vanish",
                      "give it, or another portal");
    }
    return value;
  }
  double optional(const std::string& name, double highest) const {
    return given(name) ? settings_.quantity(name, Dimension::number, -highest, highest) : 0.0;
  }
  double mediator_mass() const {
    return needed("mediator-mass", "mass of the boson, with unit", Dimension::energy, 1e5);
  }
  /// |U|^2, positive.
  double mixing() const {
    const double squared = needed("mixing", "|U|^2 of the flavour with N", Dimension::number, 1.0);
    if (squared < 0.0) throw UserError("mixing is " + settings_.text("mixing"), "|U|^2 is above 0 and below 1", "");
    return squared;
  }

  void require_matter(double proton, double neutron) const {
    if (proton != 0.0 || neutron != 0.0) return;
    throw UserError(fmt::format("the process 'upscatter' with portal={} and a boson that matter does not couple to",
                                options_.portal),
                    "nothing scatters then",
                    options_.portal == "vector" ? "give kinetic-mixing=1e-3, or proton-coupling and neutron-coupling"
                                                : "give proton-coupling and neutron-coupling");
  }

  void read_vector() {
    double C = 0.0;
    if (given("coupling")) {
      if (given("dark-coupling") || given("mixing")) {
        throw UserError("the process 'upscatter' with the coupling of the transition twice",
                        "coupling is C = g' (1 - |U|^2) |U|", "give coupling, or dark-coupling and mixing");
      }
      C = needed("coupling", "", Dimension::number, largest_coupling);
      no_decays_ = "coupling";
    } else {
      const double g = needed("dark-coupling", "coupling g' of the dark neutrino; or give coupling", Dimension::number,
                              largest_coupling);
      const double U2 = mixing();
      C = g * (1.0 - U2) * std::sqrt(U2);
      if (C == 0.0) throw UserError("the process 'upscatter' with |U|^2 = 1", "nothing is left to couple", "");
      N().mixing[flavour()] = std::sqrt(U2);
      N().dark_mixing = std::sqrt(1.0 - U2);
      parameters_.dark_coupling = g;
    }
    if (given("proton-coupling") || given("neutron-coupling")) no_decays_ = "proton-coupling or neutron-coupling";
    parameters_.kinetic_mixing = optional("kinetic-mixing", 1.0);
    const double e = std::sqrt(constants::electric_charge_squared);
    const double proton = e * optional("kinetic-mixing", 1.0) + optional("proton-coupling", largest_coupling);
    const double neutron = optional("neutron-coupling", largest_coupling);
    require_matter(proton, neutron);
    parameters_.mediator_mass = options_.exchange.vector_mass = mediator_mass();
    options_.exchange.vector_proton = C * proton;
    options_.exchange.vector_neutron = C * neutron;
    describe(fmt::format("C = {:.6g}, Z' of {:g} GeV, couplings of p {:.6g} and n {:.6g}", C,
                         options_.exchange.vector_mass, proton, neutron));
  }

  void read_scalar() {
    const double y = needed("coupling", "y of L = y Nbar P_L nu phi", Dimension::number, largest_coupling);
    const double proton = optional("proton-coupling", largest_coupling);
    const double neutron = optional("neutron-coupling", largest_coupling);
    require_matter(proton, neutron);
    options_.exchange.scalar_mass = mediator_mass();
    N().yukawa[flavour()] = y;
    model::DarkScalar scalar;
    scalar.mass = options_.exchange.scalar_mass;
    scalar.lepton_yukawa = {optional("electron-coupling", largest_coupling),
                            optional("muon-coupling", largest_coupling), 0.0};
    scalar.proton = proton;
    scalar.neutron = neutron;
    parameters_.scalar = scalar;
    options_.exchange.scalar_proton = y * proton;
    options_.exchange.scalar_neutron = y * neutron;
    describe(fmt::format("y = {:g}, scalar of {:g} GeV, couplings of p {:g} and n {:g}", y,
                         options_.exchange.scalar_mass, proton, neutron));
  }

  void read_dipole() {
    const double value =
        needed("dipole", "transition dipole, with unit (GeV^-1 or muB)", Dimension::magnetic_moment, 1.0);
    options_.exchange.dipole = detail::dipole_is_moment(settings_) ? value : 2.0 * value;
    if (given("dipole-phase")) {
      options_.exchange.dipole_phase =
          settings_.quantity("dipole-phase", Dimension::angle, -2.0 * units::pi, 2.0 * units::pi);
    }
    N().dipole_d[flavour()] = 0.5 * options_.exchange.dipole;  // decays do not depend on the phase
    describe(fmt::format("mu = {:g} GeV^-1 (d = mu/2)", options_.exchange.dipole));
  }

  void read_mixing() {
    const double U2 = mixing();
    N().mixing[flavour()] = std::sqrt(U2);
    model::ElasticTerms standard;
    request_.model->standard().add_standard_terms(request_.neutrino, standard);
    const double Z2 = constants::z_mass * constants::z_mass;
    const double factor = std::sqrt(2.0 * U2) * constants::fermi_constant * Z2;
    options_.exchange.vector_mass = constants::z_mass;
    for (const model::ElasticChannel& channel : standard.channels()) {
      for (const model::InteractionTerm& term : channel.terms) {
        const bool vector = term.lorentz == model::Lorentz::vector;
        (vector ? options_.exchange.vector_proton : options_.exchange.axial_proton) = factor * term.proton.real();
        (vector ? options_.exchange.vector_neutron : options_.exchange.axial_neutron) = factor * term.neutron.real();
      }
    }
    describe(fmt::format("Z exchange, |U|^2 = {:g}", U2));
  }

  RequestSettings settings_;
  const ProcessRequest& request_;
  UpscatterOptions& options_;
  model::DarkSectorParameters parameters_;
  std::string no_decays_;  // the setting that leaves open what N decays to
};

/// What a neutrino of a flavour exchanges with matter to become N_h. Only relative phases of the couplings matter.
UpscatterExchange exchange_of(const model::DarkSector& sector, size_t h, Flavour flavour) {
  const model::HeavyNeutrino& N = sector.heavy(h);
  const auto a = static_cast<size_t>(flavour);
  const std::complex<double> C = sector.has_vector() ? sector.flavour_coupling(flavour, h) : 0.0;
  const double phase = std::arg(C);
  UpscatterExchange result;
  if (sector.has_vector()) {
    result.vector_mass = sector.parameters().mediator_mass;
    result.vector_proton = std::abs(C) * sector.nucleon_vector(true);
    result.vector_neutron = std::abs(C) * sector.nucleon_vector(false);
  }
  if (const auto& scalar = sector.parameters().scalar) {
    result.scalar_mass = scalar->mass;
    result.scalar_proton = std::abs(N.yukawa[a]) * scalar->proton;
    result.scalar_neutron = std::abs(N.yukawa[a]) * scalar->neutron;
    result.scalar_phase = std::arg(N.yukawa[a]) - phase;
  }
  result.dipole = 2.0 * std::abs(N.dipole_d[a]);
  result.dipole_phase = std::arg(N.dipole_d[a]) - phase;
  return result;
}

/// Everything from a published point.
void read_benchmark(const RequestSettings& settings, const ProcessRequest& request, UpscatterOptions& options) {
  const std::string name = settings.text("benchmark");
  for (const char* other : {"mass", "mixing", "dipole", "dark-coupling", "coupling", "mediator-mass", "kinetic-mixing",
                            "proton-coupling", "neutron-coupling", "electron-coupling", "muon-coupling"}) {
    if (settings.is_none(other)) continue;
    throw UserError(fmt::format("the process 'upscatter' with benchmark={} and {}", name, other),
                    "a benchmark sets all couplings and masses", "leave one of them out");
  }
  options.sector.emplace(model::dark_sector_benchmark(name));
  const model::DarkSector& sector = *options.sector;
  std::vector<std::string> names;
  for (size_t h = 0; h < sector.size(); ++h) names.push_back(model::heavy_neutrino_name(h));
  const std::string& state = settings.text("state");
  const auto chosen = std::find(names.begin(), names.end(), state);
  if (state != "heaviest" && chosen == names.end()) unknown_name("heavy neutrino of " + name, state, names);
  options.state = state == "heaviest" ? names.size() - 1 : static_cast<size_t>(chosen - names.begin());
  options.mass = sector.heavy(options.state).mass;
  options.majorana = sector.majorana();
  const Flavour flavour = request.neutrino.flavour;
  UpscatterExchange& exchange = options.exchange;
  exchange = exchange_of(sector, options.state, flavour);
  const bool vector = exchange.vector_proton != 0.0 || exchange.vector_neutron != 0.0,
             scalar = exchange.scalar_proton != 0.0 || exchange.scalar_neutron != 0.0;
  std::vector<std::string> portals;
  for (const auto& [word, acts] :
       {std::pair{"dipole", exchange.dipole != 0.0}, std::pair{"vector", vector}, std::pair{"scalar", scalar}}) {
    if (acts) portals.emplace_back(word);
  }
  options.portal = fmt::format("{}", fmt::join(portals, "+"));
  options.couplings = fmt::format("benchmark {}, {}", name, names[options.state]);
  if (portals.empty()) {
    throw UserError(fmt::format("benchmark {} has no upscattering of {} to {}", name, tridens::name(request.neutrino),
                                names[options.state]),
                    "its couplings to that flavour are 0", "choose another neutrino");
  }
}

}  // namespace

UpscatterOptions read_upscatter_options(const ProcessRequest& request) {
  const RequestSettings settings(upscatter_name, request);
  UpscatterOptions options;
  options.decay = settings.choice("decay", decay_choice_words());
  options.majorana = settings.choice("nature", {"dirac", "majorana"}) == "majorana";
  if (!settings.is_none("benchmark")) {
    read_benchmark(settings, request, options);
  } else {
    options.portal = settings.text("portal");
    if (settings.is_none("mass")) {
      throw UserError("the process 'upscatter' is given without mass", "mass of the heavy neutrino N, with unit",
                      "add it: upscatter,mass=...");
    }
    options.mass = settings.quantity("mass", Dimension::energy, 0.0, largest_mass);
    Couplings(request, options).read();
  }
  if (options.decay != "none") {
    const int number = model::heavy_neutrino_number(static_cast<int>(options.state));
    const bool antiparticle = request.neutrino.antiparticle && !options.majorana;
    options.decays =
        choose_decays(model::unstable_particles(*options.sector), antiparticle ? -number : number, options.decay);
  }
  const std::string helicity = settings.choice("helicity", {"both", "conserving", "flipping"});
  options.conserving = helicity != "flipping";
  options.flipping = helicity != "conserving";
  options.recoil_variable = settings.choice("variable", {"Q2", "recoil-energy"}) == "recoil-energy";
  options.form_factor = settings.text("form-factor");
  options.nucleon_form_factor = settings.text("nucleon-form-factor");
  options.fermi_momentum = settings.quantity("fermi-momentum", Dimension::energy, 0.0, 1.0);
  choose_components(settings.text("components"),
                    {{"coherent", &options.coherent}, {"proton", &options.proton}, {"neutron", &options.neutron}});
  return options;
}

std::vector<ProcessSetting> elastic_upscatter_settings() {
  std::vector<ProcessSetting> all = {
      {"mediator-mass", "vector, scalar: mass of the boson, with unit", "none"},
      {"kinetic-mixing", "vector: eps of L = e eps J_em Z'", "none"},
      {"dark-coupling", "vector: g' of a dark neutrino, L = g' nubar_D g^m P_L nu_D Z'_m; goes with mixing", "none"},
      {"coupling", "of the transition: C of L = C Nbar g^m P_L nu Z'_m, or y of L = y Nbar P_L nu phi", "none"},
      {"proton-coupling", "vector, scalar: of the boson to protons (beside kinetic mixing)", "none"},
      {"neutron-coupling", "vector, scalar: of the boson to neutrons", "none"},
      {"electron-coupling", "scalar: of the boson to electrons, for decays", "none"},
      {"muon-coupling", "scalar: of the boson to muons, for decays", "none"},
      {"benchmark",
       fmt::format("a published point instead of couplings: {}", fmt::join(model::dark_sector_benchmark_names(), ", ")),
       "none"},
      {"state", "benchmark: N4, N5 or heaviest", "heaviest"},
      {"decay",
       "of N in events: none, all, visible (charged particles or photons), electrons, muons or photon; cross sections "
       "are then multiplied by the share of those decays",
       "none"},
      {"helicity", "of N: both, conserving (like a massless neutrino) or flipping", "both"},
      {"components", "all, or some of coherent, proton, neutron, joined by '+'", "all"},
      {"dipole-phase", "dipole beside another boson: of its coupling against that of the boson, with unit", "none"},
      {"variable", "of the differential cross section: Q2 or recoil-energy", "Q2"}};
  for (const ProcessSetting& setting : target_settings()) all.push_back(setting);
  return all;
}

}  // namespace tridens::process::detail
