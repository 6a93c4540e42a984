// W production and tridents from the four-fermion regime to the highest energies.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tridens/base/units.hh"
#include "tridens/process/electroweak_photon.hh"
#include "tridens/process/registry.hh"
#include "tridens/process/trident_lepton_cross_section.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/photon_tables.hh"

namespace tridens::run::gallery {
namespace {

using Settings = std::map<std::string, std::string>;

constexpr double real_photon = 1e-14;  // Q^2 in GeV^2, far below every mass squared

/// sqrt2 alpha G_F [2 (1-t)(1+2t^2+t^2 ln t) + t (1-2t+2t^2) ln(M_W^2 (1-t)^2/(t m^2))], t = M_W^2/s.
double closed_form(Flavour flavour, double s) {
  const double w2 = constants::w_mass * constants::w_mass, m = charged_lepton_mass(flavour), t = w2 / s;
  return std::sqrt(2.0) * constants::fine_structure * constants::fermi_constant *
         (2.0 * (1.0 - t) * (1.0 + 2.0 * t * t + t * t * std::log(t)) +
          t * (1.0 - 2.0 * t + 2.0 * t * t) * std::log(w2 * (1.0 - t) * (1.0 - t) / (t * m * m)));
}

/// Gamma(W -> l nu)/Gamma at tree level.
double leptonic_branching(const process::WBoson& w) {
  return constants::fermi_constant * w.mass * w.mass * w.mass / (6.0 * std::sqrt(2.0) * units::pi) / w.width;
}

double in_cm2(double sigma) {
  return sigma / units::cm2;
}

void add_resonance_figure(Context& context, EntryResult& result) {
  Figure figure = axes("Neutrino and real photon: W exchange, triple gauge vertex and resonance",
                       R"($\sqrt{s_{\nu\gamma}}$ [GeV])", R"($\sigma$ [cm$^2$])", true, true);
  const model::TridentChannel mixed = model::trident_channel(parse_neutrino("numu"), Flavour::muon, Flavour::electron);
  const model::TridentChannel dimuon = model::trident_channel(parse_neutrino("numu"), Flavour::muon, Flavour::muon);
  const model::TridentChannel neutral = model::trident_channel(parse_neutrino("nue"), Flavour::muon, Flavour::muon);
  Curve full = curve(R"($\nu_\mu\gamma\to\mu^-\nu_ee^+$)", {}, {}),
        both = curve(R"($\nu_\mu\gamma\to\nu_\mu\mu^-\mu^+$)", {}, {}),
        z_only = curve(R"($\nu_e\gamma\to\nu_e\mu^-\mu^+$, Z only)", {}, {}),
        contact = curve(R"($\mu^-\nu_ee^+$, four-fermion limit)", {}, {}, Style::dashed),
        on_shell = curve(R"($\sigma(\mu^-W^+)\,\mathrm{Br}(W\to e\nu)$)", {}, {}, Style::dotted);
  const auto add = [](Curve& line, double x, double sigma) {
    if (!(sigma > 0.0)) return;
    line.x.push_back(x);
    line.y.push_back(in_cm2(sigma));
  };
  std::vector<double> energies;
  for (double x = std::log(3.0); x < std::log(2000.0); x += 0.25) energies.push_back(std::exp(x));
  for (const double x : {78.0, 80.0, 80.6, 81.0, 82.0, 84.0, 87.0, 92.0}) energies.push_back(x);
  std::sort(energies.begin(), energies.end());
  for (const double W : energies) {
    context.check_stop();
    const double s = W * W;
    const auto trident = [&](const model::TridentChannel& channel) {
      return process::trident_photon_cross_section(channel, context.standard_model(channel).vertex, s, real_photon)
          .transverse;
    };
    add(full, W, trident(mixed));
    add(both, W, trident(dimuon));
    add(z_only, W, trident(neutral));
    const auto limit =
        process::photon_cross_section(Flavour::muon, Flavour::electron, W, real_photon, {16, 16, 20, 3})[0];
    add(contact, W, limit.transverse.combine(1.0, 1.0));
    add(on_shell, W,
        process::w_photon_cross_section(Flavour::muon, s, real_photon).transverse * leptonic_branching({}));
  }
  figure.curves = {full, both, z_only, contact, on_shell};
  result.figures.push_back(figure);
}

EntryResult w_resonance(Context& context) {
  EntryResult result;
  for (const double s : {1e4, 1e6}) {
    result.comparisons.push_back({"sigma(nu_e gamma -> e- W+) at s = " + digits(s) + " GeV2, closed form", "cm2",
                                  in_cm2(closed_form(Flavour::electron, s)),
                                  in_cm2(process::w_photon_cross_section(Flavour::electron, s, real_photon).transverse),
                                  1e-5, ""});
  }
  result.comparisons.push_back(
      {"the same at infinite energy, 2 sqrt2 alpha G_F", "cm2",
       in_cm2(2.0 * std::sqrt(2.0) * constants::fine_structure * constants::fermi_constant),
       in_cm2(process::w_photon_cross_section(Flavour::electron, 1e10, real_photon).transverse), 1e-4, ""});
  const model::TridentChannel mixed = model::trident_channel(parse_neutrino("numu"), Flavour::muon, Flavour::electron);
  const model::LeptonVertex vertex = context.standard_model(mixed).vertex;
  const process::WBoson narrow{constants::w_mass, 0.02};
  for (const double Q2 : {1.0, 1000.0}) {
    const double on_shell = process::w_photon_cross_section(Flavour::muon, 3e4, Q2).transverse;
    result.comparisons.push_back(
        {"trident over W production times branching ratio, narrow W, Q2 = " + digits(Q2) + " GeV2", "", 1.0,
         process::trident_photon_cross_section(mixed, vertex, 3e4, Q2, narrow).transverse /
             (on_shell * leptonic_branching(narrow)),
         1e-3, ""});
  }
  const double contact =
      process::photon_cross_section(Flavour::muon, Flavour::electron, 1.0, real_photon, {24, 24, 32, 3})[0]
          .transverse.combine(1.0, 1.0);
  result.comparisons.push_back(
      {"trident over its four-fermion limit at s = 1 GeV2", "", 1.0,
       process::trident_photon_cross_section(mixed, vertex, 1.0, real_photon).transverse / contact, 1e-3, ""});
  add_resonance_figure(context, result);
  result.comparisons.push_back(shown(
      "trident over W production times branching ratio, s = 3e4 GeV2, physical width", "",
      process::trident_photon_cross_section(mixed, vertex, 3e4, real_photon).transverse /
          (process::w_photon_cross_section(Flavour::muon, 3e4, real_photon).transverse * leptonic_branching({}))));
  return result;
}

matter::Material material_of(const std::string& name) {
  if (name == "H2O") {
    return {"H2O", "water of oxygen 16", "formula unit", {{matter::nuclide("O16"), 1.0}, {matter::nuclide("p"), 2.0}}};
  }
  if (name == "Fe") return {"Fe", "iron 56", "nucleus", {{matter::nuclide("Fe56"), 1.0}}};
  return matter::material(name);
}

/// Total and what of it is neither inelastic, cm^2.
struct Totals {
  double elastic = 0.0, all = 0.0;
};
Totals totals(Context& context, const std::string& process_name, const std::string& neutrino, const std::string& target,
              double energy, const Settings& settings) {
  process::ProcessRequest request;
  request.neutrino = parse_neutrino(neutrino);
  request.target = material_of(target);
  request.settings = settings;
  request.tables = photon_tables({context.threads(), nullptr, [&](size_t, size_t) { context.check_stop(); }});
  const auto process = process::make_process(process_name, request);
  Totals result;
  std::map<std::string, double> known;  // per body, by shape
  for (size_t i = 0; i < process->components().size(); ++i) {
    context.check_stop();
    const process::Component& component = process->components()[i];
    const auto [place, is_new] = known.try_emplace(component.shape, 0.0);
    if (is_new) place->second = process->cross_section(i, energy).value / component.multiplicity;
    const double sigma = in_cm2(place->second * component.multiplicity);
    result.all += sigma;
    if (!component.name.starts_with("inelastic")) result.elastic += sigma;
  }
  return result;
}

const Settings collinear = {{"inelastic", "collinear"}};
const Settings virtual_photon = {{"inelastic", "virtual"}};

void compare_w_production(Context& context, EntryResult& result) {
  const Table& table = context.published("w-production-totals");
  DataTable shares{
      "W production, cm2: coherent and diffractive, and totals with the two treatments of inelastic photons",
      {"neutrino", "target", "E [GeV]", "without inelastic", "virtual photon", "collinear photon", "table"},
      {}};
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::vector<std::string>& cells = table.rows[row];
    const std::string &neutrino = cells[table.column("neutrino")], &target = cells[table.column("target")];
    const double energy = table.number(row, table.column("energy_GeV"));
    const double published = table.number(row, table.column("sigma_cm2"));
    const Totals real = totals(context, "w-production", neutrino, target, energy, collinear);
    const Totals exact = totals(context, "w-production", neutrino, target, energy, virtual_photon);
    result.comparisons.push_back(
        {"W production, " + neutrino + " on " + target + " at " + digits(energy) + " GeV, collinear photon", "cm2",
         published, real.all, target == "Fe" ? 0.1 : 0.03, ""});
    shares.rows.push_back({neutrino, target, digits(energy), digits(exact.elastic), digits(exact.all), digits(real.all),
                           digits(published)});
  }
  result.tables.push_back(shares);
}

void compare_tridents(Context& context, EntryResult& result) {
  const Table& table = context.published("trident-oxygen-high-energy");
  DataTable shares{"Tridents on O16, cm2: coherent and diffractive, and totals",
                   {"neutrino", "pair", "E [GeV]", "without inelastic", "virtual photon", "collinear", "table"},
                   {}};
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const std::vector<std::string>& cells = table.rows[row];
    const std::string &neutrino = cells[table.column("neutrino")], &pair = cells[table.column("pair")];
    const double energy = table.number(row, table.column("energy_GeV"));
    const double published = table.number(row, table.column("sigma_cm2"));
    Settings settings = {{"pair", pair}, {"precision", "1e-2"}};
    const Totals exact = totals(context, "electroweak-trident", neutrino, "O16", energy, settings);
    settings.insert({{"inelastic", "collinear"}, {"starting-scale", "1.69 GeV2"}});
    const Totals started = totals(context, "electroweak-trident", neutrino, "O16", energy, settings);
    result.comparisons.push_back(
        {"trident " + neutrino + " " + pair + " at " + digits(energy) + " GeV, collinear photon from 1.69 GeV2", "cm2",
         published, started.all, 0.1, ""});
    shares.rows.push_back({neutrino, pair, digits(energy), digits(exact.elastic), digits(exact.all),
                           digits(started.all), digits(published)});
  }
  result.tables.push_back(shares);
}

void draw_totals(Context& context, EntryResult& result) {
  Figure figure = axes("W production on water and tridents on oxygen", "neutrino energy [GeV]",
                       R"($\sigma/E$ [cm$^2$/GeV])", true, true);
  for (const char* neutrino : {"nue", "numu", "nutau"}) {
    Curve exact = curve(std::string("W, ") + neutrino + ", virtual photon", {}, {});
    Curve real = curve(std::string("W, ") + neutrino + ", collinear photon", {}, {}, Style::dashed);
    for (double x = 4.0; x < 8.01; x += 1.0) {
      const double energy = std::pow(10.0, x);
      for (const auto& [line, settings] : {std::pair{&exact, &virtual_photon}, {&real, &collinear}}) {
        line->x.push_back(energy);
        line->y.push_back(totals(context, "w-production", neutrino, "H2O", energy, *settings).all / energy);
      }
    }
    figure.curves.push_back(exact);
    figure.curves.push_back(real);
  }
  result.figures.push_back(figure);
  Figure tridents = axes(R"($\nu_\mu\,{}^{16}$O: tridents through the W resonance)", "neutrino energy [GeV]",
                         R"($\sigma/E$ [cm$^2$/GeV])", true, true);
  for (const char* pair : {"mu-mu+", "e-e+"}) {
    Curve line = curve(pair, {}, {});
    for (double x = 1.0; x < 8.01; x += 1.0) {
      const double energy = std::pow(10.0, x);
      line.x.push_back(energy);
      line.y.push_back(
          totals(context, "electroweak-trident", "numu", "O16", energy, {{"pair", pair}, {"precision", "5e-2"}}).all /
          energy);
    }
    tridents.curves.push_back(line);
  }
  result.figures.push_back(tridents);
}

EntryResult high_energy_tridents(Context& context) {
  EntryResult result;
  compare_w_production(context, result);
  compare_tridents(context, result);
  draw_totals(context, result);
  result.note =
      "The tables are met with a collinear photon density, for tridents with one that starts from zero at 1.69 GeV2. "
      "With "
      "the true virtuality of the photon the inelastic part is smaller, by a factor 3 for electrons: the tables "
      "overestimate the total by up to a factor 2.7 there.";
  return result;
}

}  // namespace

std::vector<Entry> electroweak_entries() {
  return {
      {"000.w-resonance", "Neutrino and photon: W exchange, triple gauge vertex and resonance",
       "talk of M. Hostert (2019); hep-ph/9709290",
       "Tree level, complex W mass in every propagator, Gamma_W = 2.085 GeV, real photons (Q2 = 1e-14 GeV2). The "
       "closed "
       "form drops lepton masses but in a logarithm. Three diagrams with W exchange, two with Z exchange.",
       w_resonance},
      {"002.hetrident", "W production and tridents from 10 GeV to 1e8 GeV",
       "talk of N. Song (2019); 1910.08090, 1910.10720",
       "One-photon exchange; oxygen and iron with their charge densities, nucleons with Pauli blocking (k_F = 235 "
       "MeV), "
       "GRV94 partons and ALLM97. Left out: Z exchange with hadrons, W radiation from quarks (as large as the "
       "inelastic "
       "part where Q2 > M_W^2: 15 % of it at 1e7 GeV), nuclear modification of structure functions.",
       high_energy_tridents},
  };
}

}  // namespace tridens::run::gallery
