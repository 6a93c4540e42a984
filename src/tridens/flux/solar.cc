// Neutrinos of the Sun at the Earth:
//
//   phi(E) = sum over the parts of (flux of a standard solar model) x (spectrum of integral 1)
//
// pp, hep, 13N, 15O, 17F: allowed positron emission with the Fermi function; 8B: the tabulated spectrum, which follows
// from the measured energies of the two alpha particles; pep, 7Be: lines, as triangles of relative half width 5e-5 with
// the right integral and mean, because one spectrum holds one kind (pep alone is a line).
// With survival=day-average a part p arrives as P_p(E) nu_e and the rest half each as nu_mu and nu_tau (they cannot be
// told apart at these energies).
// Papers: fluxes: Vinyoles et al. 1611.09867, Bahcall et al. astro-ph/0412440; 8B: Winter et al. nucl-ex/0406019;
// pp: Bahcall hep-ph/9710491; survival: de Holanda et al. hep-ph/0404042.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/beta_decay.hh"
#include "tridens/flux/detail/broken_line.hh"
#include "tridens/flux/detail/solar_survival.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/sampling.hh"
#include "tridens/flux/sources.hh"
#include "tridens/math/interpolation.hh"

namespace tridens::flux {
namespace {

using detail::BrokenLine;

constexpr double line_half_width = 5e-5;  // relative: narrower than the thermal width of the lines, about 1e-3
constexpr double astronomical_unit_m = 1.495978707e11;

const std::vector<std::string>& part_names() {
  static const std::vector<std::string> names = {"pp", "pep", "hep", "7Be", "8B", "13N", "15O", "17F"};
  return names;
}

SourceInfo info() {
  return {
      "solar",
      "neutrinos of the Sun",
      "phi = sum_parts Phi_part S_part(E) [P_ee(E)]",
      {{"model", "standard solar model: B16-GS98, B16-AGSS09met, BS05-OP", "B16-GS98"},
       {"parts", "pp, pep, hep, 7Be, 8B, 13N, 15O, 17F joined by '+', or all", ""},
       {"survival", "none (all arrive as nu_e) or day-average (adiabatic flavour change in the Sun)", "none"},
       {"sin2_theta12", "mixing, for survival", "0.303"},
       {"sin2_theta13", "mixing, for survival", "0.02225"},
       {"delta_m2_21", "splitting, for survival", "7.41e-5 eV2"}},
      {"1611.09867", "astro-ph/0412440", "nucl-ex/0406019", "hep-ph/9710491", "hep-ph/0404042"},
      "s",
      "average over the year; flux uncertainties 0.6 % (pp) to 30 % (hep) are not included; the mixing defaults are "
      "those of NuFIT 5.2 (normal ordering)"};
}

Table read(const std::string& name) {
  const std::string path = "data/solar/" + name + ".csv";
  return parse_table(embedded_table(path), path);
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> result;
  for (const auto& row : table.rows) result.push_back(row[table.column("name")]);
  return result;
}

/// Row of a part; as many as there are rows when the table does not have it.
size_t row_of(const Table& table, const std::string& part) {
  const std::vector<std::string> names = names_of(table);
  return static_cast<size_t>(std::find(names.begin(), names.end(), part) - names.begin());
}

BrokenLine normalised(Spectrum spectrum) {
  BrokenLine line{std::move(spectrum.energies), std::move(spectrum.density)};
  const double integral = line.integral();
  for (double& value : line.values) value /= integral;
  return line;
}

/// Interpolated in density/E^2, which is smooth down to zero energy; below the first energy of the table it is
/// constant.
BrokenLine boron_spectrum() {
  const Table table = read("boron8");
  std::vector<double> energies, ratios;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const double energy = table.number(row, table.column("E_MeV"));
    if (!(energy > 0.0)) continue;
    energies.push_back(energy * units::MeV);
    ratios.push_back(table.number(row, table.column("density")) / (energy * energy));
  }
  const CubicSpline spline(energies, ratios);
  const auto density = [&](double energy) { return energy * energy * spline(std::max(energy, energies.front())); };
  return normalised(sampled(density, 0.0, energies.back()));
}

BrokenLine beta_spectrum(const Table& table, size_t row) {
  const auto integer = [&](const char* column) {
    return static_cast<int>(std::lround(table.number(row, table.column(column))));
  };
  const double endpoint = table.number(row, table.column("endpoint_MeV")) * units::MeV;
  const detail::AllowedPositronDecay decay(integer("Z"), integer("A"), endpoint);
  return normalised(sampled([&decay](double energy) { return decay.density(energy); }, 0.0, endpoint));
}

/// Lines as triangles.
BrokenLine line_spectrum(const std::string& part) {
  const Table table = read("lines");
  std::vector<std::pair<double, BrokenLine>> lines;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][table.column("name")] != part) continue;
    const double energy = table.number(row, table.column("E_MeV")) * units::MeV;
    const double width = line_half_width * energy;
    lines.push_back({table.number(row, table.column("share")),
                     {{energy - width, energy, energy + width}, {0.0, 1.0 / width, 0.0}}});
  }
  return detail::sum(lines);
}

/// Integral 1.
BrokenLine spectrum_of(const std::string& part) {
  if (part == "8B") return boron_spectrum();
  const Table table = read("beta_decays");
  const size_t row = row_of(table, part);
  return row < table.rows.size() ? beta_spectrum(table, row) : line_spectrum(part);
}

detail::SolarSurvival survival_of(const detail::SourceSettings& settings, const std::string& part) {
  detail::SolarSurvival survival{};
  survival.sin2_theta12 = settings.number("sin2_theta12", 0.0, 1.0);
  survival.sin2_theta13 = settings.number("sin2_theta13", 0.0, 1.0);
  survival.delta_m2_21 = settings.positive("delta_m2_21", Dimension::energy_squared);
  const Table table = read("production");
  const size_t row = row_of(table, part);
  survival.potential = table.number(row, table.column("potential_peV")) * 1e-12 * units::eV;
  survival.relative_variance = table.number(row, table.column("variance"));
  return survival;
}

void check_survival_settings(const detail::SourceSettings& settings) {
  for (const char* key : {"sin2_theta12", "sin2_theta13", "delta_m2_21"}) {
    if (settings.given(key)) settings.refuse(key, "survival=none does not use it", "add survival=day-average");
  }
}

using Terms = std::vector<std::pair<double, BrokenLine>>;

struct Species {
  Terms electron, other;  // other: nu_mu, and the same for nu_tau
};

void add_part(const detail::SourceSettings& settings, const std::string& part, double total, bool survival,
              Species& species) {
  BrokenLine line = spectrum_of(part);
  if (!survival) {
    species.electron.emplace_back(total, std::move(line));
    return;
  }
  const detail::SolarSurvival law = survival_of(settings, part);
  BrokenLine rest = line;
  for (size_t i = 0; i < line.energies.size(); ++i) {
    const double stays = law.probability(line.energies[i]);
    line.values[i] *= stays;
    rest.values[i] *= 0.5 * (1.0 - stays);
  }
  species.electron.emplace_back(total, std::move(line));
  species.other.emplace_back(total, std::move(rest));
}

Spectrum combined(const Terms& terms, const std::vector<std::string>& parts) {
  const BrokenLine line = detail::sum(terms);
  if (parts.size() > 1 || parts.front() != "pep") return detail::to_spectrum(line);
  return {Spectrum::Kind::line, {line.energies.at(1)}, {line.integral()}};
}

Flux make(std::string_view specification) {
  const detail::SourceSettings settings(specification, info());
  const Table models = read("models");
  const std::string model = settings.choice("model", names_of(models));
  const std::vector<std::string> parts = settings.choices("parts", part_names());
  const bool survival = settings.choice("survival", {"none", "day-average"}) == "day-average";
  if (!survival) check_survival_settings(settings);

  Species species;
  std::string listed;
  for (const std::string& part : parts) {
    add_part(settings, part, models.number(row_of(models, model), models.column(part)), survival, species);
    listed += (listed.empty() ? "" : ", ") + part;
  }
  Flux flux;
  flux.name = std::string(specification);
  flux.title = fmt::format("solar neutrinos of the model {}: {}{}", model, listed,
                           survival ? ", after flavour change in the Sun (day)" : ", all as electron neutrinos");
  flux.source = models.header_value("source");
  flux.problems = models.header_value_or_empty("problems");
  flux.position = "the Earth, average over the year";
  flux.licence = models.header_value_or_empty("licence");
  flux.exposure_unit = "s";
  flux.distance_m = astronomical_unit_m;
  flux.spectra[Neutrino{Flavour::electron, false}.pdg()] = combined(species.electron, parts);
  if (survival) {
    const Spectrum other = combined(species.other, parts);
    flux.spectra[Neutrino{Flavour::muon, false}.pdg()] = other;
    flux.spectra[Neutrino{Flavour::tau, false}.pdg()] = other;
  }
  return flux;
}

}  // namespace

Source solar() {
  return {info(), make};
}

}  // namespace tridens::flux
