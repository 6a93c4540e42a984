// Neutrinos that cosmic rays make in the atmosphere, 10 GeV to 1e8 GeV, as a function of the zenith angle. The form is
// that of analytic cascades (T. K. Gaisser, "Cosmic Rays and Particle Physics", ch. 6; M. Thunman, G. Ingelman,
// P. Gondolo, Astropart. Phys. 5 (1996) 309, hep-ph/9505417):
//   phi = N(k E) [a1/(1 + E c/e1) + a3/(1 + (E c'/e3)^q)] + N(k2 E) a2/(1 + E c/e2) + prompt,
// N the nucleons of the cosmic rays (model H3a: T. K. Gaisser, Astropart. Phys. 35 (2012) 801) and c the cosine of the
// zenith angle at the height h where mesons decay, sin(theta*) = sin(theta)/(1 + h/R). Its parameters were fitted to
// two published calculations (data/source/atmospheric_high_energy.csv). Against these the fit is off by (rms; largest)
//   muon flavour      4 %; 12 % below 100 TeV,   8 %; 22 % up to 10 PeV,  12 %; 31 % above
//   electron flavour  6 %; 19 % below 100 TeV,  10 %; 22 % up to 10 PeV,  17 %; 38 % above
//   prompt            12 %; 25 %
// while the two differ from each other by 10 to 30 % (electron flavours above 1 TeV: up to 45 %), and prompt fluxes by
// a factor of two and more. Left out: seasons, the Earth's field (some % above 10 GeV), height of the detector, taus of
// prompt decays (some 10 % of a prompt flavour).
// On the way through the Earth muon neutrinos become tau neutrinos, two flavours in vacuum: P = 4 s (1 - s) sin^2(dm2
// L/(4 E)), s = sin^2(theta23) and dm2 of the NuFIT set, L from production at h. Matter and the electron flavour are
// left out: some % of the muon flavour near 10 GeV from below. "oscillation=matter" has all three in the matter of the
// Earth (earth_oscillation.hh) instead.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/cosmic_ray_nucleons.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/detail/source_settings.hh"
#include "tridens/flux/earth_oscillation.hh"
#include "tridens/flux/neutrino_mixing.hh"
#include "tridens/math/interpolation.hh"

namespace tridens::flux::detail {
namespace {

constexpr double earth_radius_km = 6371.0;
constexpr double first_energy = 10.0, last_energy = 1e8;  // GeV: range of the fit

SourceInfo info() {
  SourceInfo result;
  result.name = "atmospheric-high-energy";
  result.title = "Atmospheric neutrinos above 10 GeV with their zenith angles";
  result.formula = "N(kE) [a1/(1+E c/e1) + a3/(1+(E c'/e3)^q)] + N(k2 E) a2/(1+E c/e2) + prompt";
  result.parameters = {{"parts", "conventional, prompt or both joined by '+'", "conventional+prompt"},
                       {"scale", "factor on the conventional part", "1"},
                       {"prompt_scale", "factor on the prompt part", "1"},
                       {"oscillation", "two-flavour, matter (three flavours in the Earth), or none", "two-flavour"},
                       {"nufit", "set for the oscillation: 5.2, 6.0-inverted", "5.2"},
                       {"min", "lowest energy, at least 10 GeV", "10GeV"},
                       {"max", "highest energy, at most 1e8 GeV", "1e8GeV"}};
  result.papers = {"1502.03916", "1806.04140", "1502.01076", "1111.6675"};
  result.exposure_unit = "s";
  result.validity = "10 GeV to 1e8 GeV; the fit holds to 4-17 % (rms), the calculations differ by 10 to 45 %";
  return result;
}

Table embedded(const std::string& path) {
  return parse_table(embedded_table(path), path);
}

struct Group {
  double norm, index, cutoff;  // cutoff: energy per nucleon
};

/// Nucleons per cm^2 s sr GeV against the energy per nucleon: A nucleons per nucleus of energy A E.
std::vector<Group> read_groups() {
  std::vector<Group> groups;
  for (const CosmicRayGroup& group : cosmic_ray_groups()) {
    constexpr double per_cm2 = 1e-4;
    const double a = group.mass_number;
    groups.push_back({per_cm2 * group.strength * std::pow(a, 1.0 - group.index), group.index + 1.0, group.cutoff / a});
  }
  return groups;
}

/// The logarithm of the nucleons as a spline in log E, exact to 1e-8 between 10 GeV and 1e10 GeV.
CubicSpline nucleon_spline() {
  constexpr size_t nodes = 1801;
  const std::vector<Group> groups = read_groups();
  const double first = std::log(first_energy), last = std::log(100.0 * last_energy);
  std::vector<double> x, y;
  for (size_t i = 0; i < nodes; ++i) {
    x.push_back(first + (last - first) * static_cast<double>(i) / static_cast<double>(nodes - 1));
    double sum = 0.0;
    for (const Group& group : groups) {
      sum += group.norm * std::exp(-group.index * x.back() - std::exp(x.back()) / group.cutoff);
    }
    y.push_back(std::log(sum));
  }
  return {std::move(x), std::move(y)};
}

struct Parameters {
  double k, height_km, height_mu_km, a1, e1, a2, e2, a3, e3, q, k2;
};

Parameters parameters(const Table& table, const std::string& species) {
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row][table.column("species")] != species) continue;
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    return {number("k"),  number("height_km"), number("height_mu_km"), number("a1"), number("e1"), number("a2"),
            number("e2"), number("a3"),        number("e3"),           number("q"),  number("k2")};
  }
  throw Failure("a table lacks " + species, table.origin, "install again");
}

/// Cosine of the zenith angle where the line of sight passes a height; the sky below is seen through the Earth under
/// the same angles.
double cosine_at(double height_km, double cos_zenith) {
  const double ratio = 1.0 / (1.0 + height_km / earth_radius_km);
  return std::sqrt(1.0 - (1.0 - cos_zenith * cos_zenith) * ratio * ratio);
}

/// From a height above the ground to the ground, km.
double path_km(double height_km, double cos_zenith) {
  const double top = earth_radius_km + height_km;
  const double along = earth_radius_km * cos_zenith;
  return std::sqrt(top * top - earth_radius_km * earth_radius_km + along * along) - along;
}

class Atmospheric final : public DiffuseFlux {
 public:
  explicit Atmospheric(const SourceSettings& settings)
      : lowest_(settings.between("min", Dimension::energy, first_energy, last_energy)),
        highest_(settings.between("max", Dimension::energy, first_energy, last_energy)) {
    if (!(lowest_ < highest_)) settings.refuse("max", "it must lie above 'min'");
    const Table table = embedded("data/source/atmospheric_high_energy.csv");
    for (size_t i = 0; i < species.size(); ++i) conventional_[i] = parameters(table, species[i]);
    prompt_ = parameters(table, "prompt");
    const std::vector<std::string> parts = settings.choices("parts", {"conventional", "prompt"});
    for (const std::string& part : parts) {
      (part == "prompt" ? prompt_scale_ : scale_) =
          settings.positive(part == "prompt" ? "prompt_scale" : "scale", Dimension::number);
    }
    const MixingParameters set = mixing_parameters(settings.text("nufit"));
    const std::string oscillation = settings.choice("oscillation", {"two-flavour", "matter", "none"});
    if (oscillation == "two-flavour") {
      amplitude_ = 4.0 * set.sin2_theta23.value * (1.0 - set.sin2_theta23.value);
    } else if (oscillation == "matter") {
      earth_.emplace(matter::EarthModel::preliminary_reference(), NeutrinoMixing(set),
                     EarthPath{0.0, oscillation_height_km, shell_km});
    }
    half_splitting_per_km_ = 0.25 * std::abs(set.delta_m2_3l_eV2.value) * units::eV * units::eV * units::km;
    choices_ = {{"parts", settings.text("parts")},
                {"scale", settings.text("scale")},
                {"prompt_scale", settings.text("prompt_scale")},
                {"oscillation", settings.text("oscillation")},
                {"nufit", set.name},
                {"energies", fmt::format("{:g} to {:g} GeV", lowest_, highest_)}};
  }

  double at(Neutrino neutrino, double energy, double cos_zenith) const override {
    if (!(energy >= lowest_) || energy > highest_) return 0.0;
    const Neutrino muon{Flavour::muon, neutrino.antiparticle};
    if (earth_) {
      const FlavourTransitions transitions = earth_->transitions(neutrino.antiparticle, energy, cos_zenith);
      const auto to = static_cast<size_t>(neutrino.flavour);
      const Neutrino electron{Flavour::electron, neutrino.antiparticle};
      return produced(electron, energy, cos_zenith) * transitions[0][to] +
             produced(muon, energy, cos_zenith) * transitions[1][to];
    }
    if (neutrino.flavour == Flavour::electron) return produced(neutrino, energy, cos_zenith);
    const double changed = conversion(energy, cos_zenith);
    return produced(muon, energy, cos_zenith) * (neutrino.flavour == Flavour::muon ? 1.0 - changed : changed);
  }
  double lowest_energy() const override { return lowest_; }
  double highest_energy() const override { return highest_; }
  bool isotropic() const override { return false; }
  std::string name() const override { return "atmospheric-high-energy"; }
  std::vector<std::string> papers() const override { return info().papers; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }

 private:
  static constexpr std::array<const char*, 4> species = {"nue", "numu", "nuebar", "numubar"};
  static constexpr double oscillation_height_km = 20.0;
  static constexpr double shell_km = 250.0;  // to 1e-3 above 10 GeV

  double lowest_, highest_;
  CubicSpline log_nucleons_ = nucleon_spline();
  std::array<Parameters, 4> conventional_{};
  Parameters prompt_{};
  double scale_ = 0.0, prompt_scale_ = 0.0;
  double amplitude_ = 0.0, half_splitting_per_km_ = 0.0;
  std::optional<EarthOscillation> earth_;
  std::vector<std::pair<std::string, std::string>> choices_;

  double produced(Neutrino neutrino, double energy, double cos_zenith) const {
    double sum = 0.0;
    if (scale_ > 0.0) {
      const size_t i = (neutrino.flavour == Flavour::muon ? 1 : 0) + (neutrino.antiparticle ? 2 : 0);
      const Parameters& p = conventional_[i];
      const double x = energy * cosine_at(p.height_km, cos_zenith);
      const double y = energy * cosine_at(p.height_mu_km, cos_zenith);
      sum += scale_ * (nucleons(p.k * energy) * (p.a1 / (1.0 + x / p.e1) + p.a3 / (1.0 + std::pow(y / p.e3, p.q))) +
                       nucleons(p.k2 * energy) * p.a2 / (1.0 + x / p.e2));
    }
    if (prompt_scale_ > 0.0) {
      const Parameters& p = prompt_;
      sum +=
          prompt_scale_ * nucleons(p.k * energy) * p.a1 * std::pow(energy, p.q) / (1.0 + std::pow(energy / p.e1, p.a3));
    }
    return sum;
  }

  double nucleons(double energy) const { return std::exp(log_nucleons_(std::log(energy))); }

  double conversion(double energy, double cos_zenith) const {
    if (amplitude_ == 0.0) return 0.0;
    const double sine = std::sin(half_splitting_per_km_ * path_km(oscillation_height_km, cos_zenith) / energy);
    return amplitude_ * sine * sine;
  }
};

std::shared_ptr<const DiffuseFlux> make(std::string_view specification, const TextReader&) {
  return std::make_shared<Atmospheric>(SourceSettings(specification, info()));
}

}  // namespace

DiffuseSource diffuse_atmospheric() {
  return {info(), make};
}

}  // namespace tridens::flux::detail
