// Gauge bosons in matter and heavy neutrinos made by a magnetic moment.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/model/matter_potential.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

// ---- nine U(1) models

struct Charges {
  std::string model, title;
  double u, d, e, neutrino[3];
};

std::vector<Charges> charges_of(const Table& table) {
  std::vector<Charges> result;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto number = [&](const char* name) { return table.number(row, table.column(name)); };
    result.push_back({table.rows[row][0],
                      table.rows[row][table.column("title")],
                      number("a_u"),
                      number("a_d"),
                      number("a_e"),
                      {number("b_e"), number("b_mu"), number("b_tau")}});
  }
  return result;
}

std::shared_ptr<const model::Model> boson(const std::string& name, double mass, double coupling) {
  return model::make_model(name, {{"mass", fmt::format("{} GeV", mass)}, {"coupling", fmt::format("{}", coupling)}});
}

/// Diagonal of what the model adds to H_mat, eV.
std::array<double, 3> added(const model::FlavourMatrix& with, const model::FlavourMatrix& without) {
  std::array<double, 3> result{};
  for (size_t a = 0; a < 3; ++a) result[a] = (with[a][a] - without[a][a]).real() / units::eV;
  return result;
}

/// Equation 2.5 of 2009.14220 in the contact limit, eV.
double formula_potential(const Charges& charges, int flavour, double coupling_over_mass,
                         const model::NumberDensities& n) {
  const double source =
      charges.e * n.electron + (2.0 * charges.u + charges.d) * n.proton + (charges.u + 2.0 * charges.d) * n.neutron;
  return coupling_over_mass * coupling_over_mass * charges.neutrino[flavour] * source / units::eV;
}

void add_table(const std::vector<Charges>& models, EntryResult& result) {
  const model::NumberDensities rock = model::number_densities(2.848, 0.5);
  const auto standard = model::make_model("sm");
  const model::FlavourMatrix ordinary = model::matter_hamiltonian(*standard, rock);
  result.comparisons.push_back(
      {"sqrt2 G_F N_e in rock, 2.848 g/cm3", "eV", 1.08686e-13, ordinary[0][0].real() / units::eV, 1e-4, ""});
  DataTable table{"Charges and potentials in rock (2.848 g/cm3, Y_e = 1/2) at g'/M = 1/TeV, units of sqrt2 G_F N_e",
                  {"model", "a_u", "a_d", "a_e", "b_e", "b_mu", "b_tau", "E_ee", "E_mumu", "E_tautau"},
                  {}};
  for (const Charges& charges : models) {
    const auto values = added(model::matter_hamiltonian(*boson(charges.model, 1000.0, 1.0), rock), ordinary);
    std::vector<std::string> row = {charges.title, digits(charges.u, 3), digits(charges.d, 3), digits(charges.e, 3)};
    for (const double b : charges.neutrino) row.push_back(digits(b, 3));
    for (const double value : values) row.push_back(digits(value * units::eV / ordinary[0][0].real(), 4));
    table.rows.push_back(row);
    // Oscillations see differences.
    for (const auto& [a, b, name] : {std::tuple{0, 1, "ee - mumu"}, {2, 1, "tautau - mumu"}}) {
      const double published = formula_potential(charges, a, 1e-3, rock) - formula_potential(charges, b, 1e-3, rock);
      result.comparisons.push_back({fmt::format("{}: potential {} at g'/M = 1/TeV in rock", charges.model, name), "eV",
                                    published, values[static_cast<size_t>(a)] - values[static_cast<size_t>(b)], 1e-9,
                                    ""});
    }
  }
  result.tables.push_back(table);
}

/// Largest difference of the diagonal at the surface of the Earth, from Earth and Sun, eV.
double surface_potential(const model::Model& model, const model::Model& standard, const model::MatterBody& earth,
                         const model::MatterBody& sun) {
  constexpr double astronomical_unit = 1.495978707e11;
  const double surface = 6370.0 * units::km, distance = astronomical_unit * units::m;
  const auto near = added(matter_hamiltonian(model, earth, surface), matter_hamiltonian(standard, earth, surface));
  const auto far = added(matter_hamiltonian(model, sun, distance), matter_hamiltonian(standard, sun, distance));
  double low = near[0] + far[0], high = low;
  for (size_t a = 1; a < 3; ++a) {
    low = std::min(low, near[a] + far[a]);
    high = std::max(high, near[a] + far[a]);
  }
  return high - low;
}

void add_long_range(Context& context, const std::vector<Charges>& models, EntryResult& result) {
  const auto standard = model::make_model("sm");
  const model::MatterBody earth = model::matter_body("earth"), sun = model::matter_body("sun-uniform");
  Figure share{"Long range: potential of electrons over that of the local density, Earth",
               "mediator mass [eV]",
               "potential over contact limit",
               true,
               true,
               {},
               1e-4,
               10.0};
  for (const auto& [label, radius] : {std::pair{"centre", 0.0},
                                      {"middle of the mantle", 5000.0},
                                      {"1 km below the surface", 6370.0},
                                      {"1000 km above", 7371.0}}) {
    Curve curve{label, {}, {}, {}, {}};
    const model::NumberDensities local = earth.at(std::min(radius, 6370.0) * units::km);
    for (const double mass : logarithmic(1e-25, 1e-20, 81)) {
      const auto model = boson("le-lmu", mass, 1.0);
      const auto values = added(matter_hamiltonian(*model, earth, radius * units::km),
                                matter_hamiltonian(*standard, earth, radius * units::km));
      curve.x.push_back(mass / units::eV);
      curve.y.push_back(values[0] * units::eV * mass * mass / local.electron);
    }
    share.curves.push_back(curve);
  }
  Figure plane{R"(Couplings that add 10 % of $\sqrt{2}G_FN_e$ of the mantle at the surface of the Earth)",
               "mediator mass [eV]",
               "g'",
               true,
               true,
               {},
               {},
               {}};
  const double wanted = 0.10 * matter_hamiltonian(*standard, earth.at(6000.0 * units::km))[0][0].real() / units::eV;
  for (const Charges& charges : models) {
    context.check_stop();
    Curve curve{charges.title, {}, {}, {}, {}, charges.u != 0.0 ? Style::dashed : Style::line};
    for (const double mass : logarithmic(1e-29, 1e-20, 91)) {
      curve.x.push_back(mass / units::eV);
      curve.y.push_back(std::sqrt(wanted / surface_potential(*boson(charges.model, mass, 1.0), *standard, earth, sun)));
    }
    plane.curves.push_back(curve);
  }
  result.figures = {share, plane};
}

EntryResult u1_models(Context& context) {
  EntryResult result;
  const std::vector<Charges> models = charges_of(context.published("u1-matter-models"));
  add_table(models, result);
  add_long_range(context, models, result);
  return result;
}

// ---- dipole portal

ElasticModel dipole(double mass, const std::string& moment) {
  return {"dipole-portal",
          {{"mass", fmt::format("{} GeV", mass)},
           {"magnetic_moment_nue", moment},
           {"magnetic_moment_numu", moment},
           {"magnetic_moment_nutau", moment}}};
}

/// Events per keV of all species with and without the dipole.
struct Spectra {
  const flux::Flux& flux;
  std::string target;
  double exposure, tonnes;
  std::vector<double> recoils;

  std::vector<double> of(const ElasticModel& model) const {
    std::vector<double> sum(recoils.size(), 0.0);
    for (const std::string& neutrino : species(flux)) {
      const std::vector<double> part = events_per_keV(
          cevns(neutrino, target, model), flux.spectrum(parse_neutrino(neutrino)), exposure, tonnes, recoils);
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
    }
    return sum;
  }
};

Figure upscattering_figure(const std::string& title, const std::string& unit, const Spectra& spectra,
                           const std::string& moment, const std::vector<double>& masses, double floor) {
  Figure figure{title, "nuclear recoil energy [keV]", unit, true, true, {}, floor, {}};
  const std::vector<double> standard = spectra.of({});
  const auto add = [&](const std::string& label, const std::vector<double>& values, Style style) {
    Curve curve{label, {}, {}, {}, {}, style};
    for (size_t i = 0; i < values.size(); ++i) {
      if (!(values[i] > floor)) continue;
      curve.x.push_back(spectra.recoils[i] / units::keV);
      curve.y.push_back(values[i]);
    }
    figure.curves.push_back(curve);
  };
  add("Standard Model", standard, Style::dashed);
  for (const double mass : masses) {
    std::vector<double> values = spectra.of(dipole(mass, moment));
    for (size_t i = 0; i < values.size(); ++i) values[i] -= standard[i];
    add(fmt::format("$M_N$ = {:g} MeV", mass / units::MeV), values, Style::line);
  }
  return figure;
}

/// Pauli term F_2 and its interference with the charge for a nucleus of spin 1/2, over alpha mu^2; derived with the
/// current F_1 g^m + i F_2 s^mn q_n, F_2 = kappa/2M. The charge alone: F_1^2 times the first line.
struct DipoleParts {
  double electric, magnetic, mixed;
};
DipoleParts dipole_parts(double M, double E, double T, double m) {
  const double m2 = m * m, m4 = m2 * m2;
  return {
      1.0 / T - 1.0 / E + m2 * (T - 2.0 * E - M) / (4.0 * E * E * T * M) + m4 * (T - M) / (8.0 * E * E * T * T * M * M),
      0.25 * (2.0 * M / (E * E) * ((2.0 * E - T) * (2.0 * E - T) - 2.0 * T * M) + m2 * (T - 4.0 * E) / (E * E) +
              m4 / (E * E * T)),
      (m2 + m4 / (M * T) - 2.0 * M * T) / (2.0 * E * E)};
}

void add_magnetic_term(EntryResult& result) {
  const matter::Nuclide fluorine = matter::nuclide("F19");
  const double M = fluorine.mass, E = 30.0 * units::MeV, moment = 2.628868;  // nuclear magnetons
  const double charge = 9.0, kappa = moment * M / constants::proton_mass - charge, F2 = kappa / (2.0 * M);
  const double mu = 1e-10 * constants::bohr_magneton;
  const double unit = constants::fine_structure * mu * mu / (units::cm2 / units::keV);
  Figure figure{R"($\nu\to N$ on $^{19}$F at 30 MeV, $\mu=10^{-10}\mu_B$, point-like)",
                "nuclear recoil energy [keV]",
                R"($d\sigma/dT$ [cm$^2$/keV])",
                true,
                true,
                {},
                {},
                {}};
  for (const double mass : {0.0, 10.0 * units::MeV}) {
    io::ProcessCard point;
    point.form_factor = "point";
    const Scattering with = cevns("numu", "F19", dipole(mass, "1e-10 muB"), point);
    const std::vector<double> recoils = logarithmic(0.02 * units::keV, 100.0 * units::keV, 120);
    const std::vector<double> all = spectrum_cm2_per_keV(with, E, recoils);
    const std::vector<double> standard = spectrum_cm2_per_keV(cevns("numu", "F19", {}, point), E, recoils);
    const std::string heavy = fmt::format(", M_N = {:g} MeV", mass / units::MeV), label = ", $M_N$" + heavy.substr(5);
    Curve electric{"electric" + label, {}, {}, {}, {}}, magnetic{"magnetic" + label, {}, {}, {}, {}, Style::dashed};
    for (size_t i = 0; i < recoils.size(); ++i) {
      const DipoleParts parts = dipole_parts(M, E, recoils[i], mass);
      if (!(all[i] > standard[i]) || !(parts.electric > 0.0) || !(parts.magnetic > 0.0)) continue;
      electric.x.push_back(recoils[i] / units::keV);
      electric.y.push_back(all[i] - standard[i]);
      magnetic.x.push_back(recoils[i] / units::keV);
      magnetic.y.push_back(unit * F2 * F2 * parts.magnetic);
    }
    figure.curves.push_back(electric);
    figure.curves.push_back(magnetic);
    const double T = 10.0 * units::keV;
    const DipoleParts parts = dipole_parts(M, E, T, mass);
    result.comparisons.push_back(
        {"electric term on F19 by the formula of the talk, 10 keV of 30 MeV" + heavy, "cm2/keV",
         unit * charge * charge * parts.electric,
         spectrum_cm2_per_keV(with, E, {T})[0] - spectrum_cm2_per_keV(cevns("numu", "F19", {}, point), E, {T})[0], 1e-6,
         ""});
    result.comparisons.push_back({"magnetic over electric term there" + heavy, "", std::nullopt,
                                  F2 * F2 * parts.magnetic / (charge * charge * parts.electric), std::nullopt, ""});
  }
  result.figures.push_back(figure);
}

EntryResult upscattering(Context& context) {
  EntryResult result;
  io::ProcessCard point;
  point.form_factor = "point";
  for (const auto& [target, value] : {std::pair{"Xe", 7.27374e-39}, {"Ar", 8.08193e-40}, {"C", 8.97992e-41}}) {
    const std::vector<double> recoils = {units::keV};
    const double energy = 10.0 * units::MeV;
    const double added =
        spectrum_cm2_per_keV(cevns("numu", target, dipole(0.0, "1e-10 muB"), point), energy, recoils)[0] -
        spectrum_cm2_per_keV(cevns("numu", target, {}, point), energy, recoils)[0];
    result.comparisons.push_back({fmt::format("massless N on {}, 1 keV of 10 MeV, F = 1, 1e-10 muB", target), "cm2/MeV",
                                  value, added * units::MeV / units::keV, 1e-5, ""});
  }
  constexpr double day = 86400.0, year = 365.25 * day;
  const flux::Flux reactor = source("reactor,power=1GW,distance=10m");
  result.figures.push_back(
      upscattering_figure("Reactor of 1 GW in 10 m on germanium, 1e-10 Bohr magnetons", "events per kg, day and keV",
                          {reactor, "Ge", day, 1e-3, logarithmic(0.01 * units::keV, 3.0 * units::keV, 120)},
                          "1e-10 muB", {0.0, 1.0 * units::MeV, 3.0 * units::MeV, 5.0 * units::MeV}, 1e-4));
  context.check_stop();
  const flux::Flux pions = source("pi-dar,facility=sns-csi2021");
  result.figures.push_back(upscattering_figure(
      "COHERENT CsI (14.6 kg, 3.198e23 protons), all recoils, 2e-9 Bohr magnetons", "events per keV",
      {pions, "CsI", 3.198e23, 14.6e-3, logarithmic(0.2 * units::keV, 60.0 * units::keV, 120)}, "2e-9 muB",
      {0.0, 10.0 * units::MeV, 25.0 * units::MeV, 40.0 * units::MeV}, 1e-2));
  context.check_stop();
  const flux::Flux sun = source("solar,parts=8B,survival=day-average");
  result.figures.push_back(
      upscattering_figure("Solar 8B neutrinos on xenon, 1e-10 Bohr magnetons", "events per t, year and keV",
                          {sun, "Xe", year, 1.0, logarithmic(0.05 * units::keV, 5.0 * units::keV, 120)}, "1e-10 muB",
                          {0.0, 1.0 * units::MeV, 5.0 * units::MeV, 10.0 * units::MeV}, 1e-3));
  add_magnetic_term(result);
  return result;
}

}  // namespace

std::vector<Entry> matter_and_dipole_entries() {
  return {
      {"002.nsi-u1", "Nine U(1) models: charges, matter potential, contact and long range",
       "talk of N. Song (2024); 2009.14220",
       "H_mat from the couplings of the models against the formula of the paper with the charges of the talk "
       "(tolerance "
       "1e-9), in rock of 2.848 g/cm3 with equal numbers of electrons, protons and neutrons. Long range: Earth of two "
       "shells and a uniform Sun, at the surface of the Earth; largest difference of two flavours. The size 10 % is a "
       "round number and no limit: the paper's limits come from a fit to oscillation data.",
       u1_models},
      {"002.dipole-cevns", "Heavy neutrinos by a magnetic moment on nuclei: spectra",
       "talk of N. Song (2024); 2007.15563",
       "nu -> N by photon exchange with the charge of the nucleus (default form factors, equal moments of all "
       "flavours), "
       "Dirac N that leaves the detector; no detector response. Numbers of massless N are an independent evaluation. "
       "The "
       "magnetic term of the nucleus is not part of the process: it is drawn for F19 as a point of spin 1/2, where the "
       "factor of the slide's F_2^2 holds for a moment defined without 1/2 (here kappa/2M with a factor 1/4). Limits "
       "of "
       "experiments need a fit and are not drawn here.",
       upscattering},
  };
}

}  // namespace tridens::run::gallery
