// Diffuse flux of distant sources, isotropic. All six species together
//   Phi(E) = 3 N f(E),   f = (E/E_0)^-gamma,   E_0 = 100 TeV,
//   with a cutoff: f exp(-E/E_c);   with a break: f = (E/E_b)^-g/(E_0/E_b)^-g_0, g = gamma below E_b, else gamma_high
//   (g_0 the one that holds at E_0: f(E_0) = 1),
// times the share of each species at the Earth after averaged oscillation. N is the normalisation per flavour of the
// IceCube fits (Phys. Rev. D 104 (2021) 022002, eq. (1)); N_e, N_mu, N_tau can be given in its place: the composition
// then only says how each flavour divides into neutrinos and antineutrinos. Fits hold from some 10 TeV to some PeV:
// beyond that they are extrapolations.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tridens/base/embedded.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/detail/flavour_settings.hh"

namespace tridens::flux::detail {
namespace {

constexpr double reference_energy = 1e5;  // GeV
constexpr double norm_unit = 1e-18;       // per cm^2 s sr GeV
constexpr double steepest = 6.0;
constexpr std::array norm_keys = {"norm_e", "norm_mu", "norm_tau"};

Table fits() {
  return parse_table(embedded_table("data/source/astrophysical_fits.csv"), "data/source/astrophysical_fits.csv");
}

std::vector<std::string> fit_names() {
  std::vector<std::string> names;
  const Table table = fits();
  for (const auto& row : table.rows) names.push_back(row[table.column("name")]);
  return names;
}

SourceInfo info() {
  SourceInfo result;
  result.name = "astrophysical";
  result.title = "Diffuse astrophysical neutrinos: power law, with a break or a cutoff";
  result.formula = "3 N (E/100 TeV)^-gamma times the share of the species at the Earth";
  result.parameters = {
      {"fit", "hese-7.5, tracks-9.5, cascades-6, combined-2015, combined-2023 or combined-2023-broken", "hese-7.5"},
      {"gamma", "spectral index (below the break)", "of the fit"},
      {"norm", "at 100 TeV, of nu and nubar of one flavour on average, 1e-18/(cm2 s sr GeV)", "of the fit"},
      {"norm_e", "the same of one flavour at the Earth: give all three", "from norm and composition"},
      {"norm_mu", "see norm_e", "from norm and composition"},
      {"norm_tau", "see norm_e", "from norm and composition"},
      {"nuebar_share", "of antineutrinos in the electron neutrinos at the Earth, 0 to 1", "of the composition"},
      {"break", "energy where the index becomes gamma_high", "of the fit"},
      {"gamma_high", "spectral index above the break", "of the fit"},
      {"cutoff", "energy E_c of a factor exp(-E/E_c)", "none"},
      {"min", "lowest energy", "1TeV"},
      {"max", "highest energy", "1EeV"}};
  for (SourceParameter& parameter : flavour_parameters("pp")) result.parameters.push_back(std::move(parameter));
  result.papers = {"2011.03545"};
  result.exposure_unit = "s";
  result.validity = "isotropic; fits hold from some 10 TeV to some PeV, the rest is extrapolated";
  return result;
}

struct Shape {
  double gamma = 0.0, gamma_high = 0.0, break_energy = 0.0, cutoff = 0.0;  // 0: none

  double operator()(double energy) const {
    const double value = power(energy) / power(reference_energy);
    return cutoff > 0.0 ? value * std::exp(-energy / cutoff) : value;
  }
  double power(double energy) const {
    if (break_energy == 0.0) return std::pow(energy / reference_energy, -gamma);
    return std::pow(energy / break_energy, energy < break_energy ? -gamma : -gamma_high);
  }
};

class Astrophysical final : public DiffuseFlux {
 public:
  explicit Astrophysical(const SourceSettings& settings) {
    const Table table = fits();
    const std::string fit = settings.choice("fit", fit_names());
    size_t row = 0;
    while (table.rows[row][table.column("name")] != fit) ++row;
    read_shape(settings, table, row);
    read_norms(settings, table.number(row, table.column("norm")));
    lowest_ = settings.positive("min", Dimension::energy);
    highest_ = settings.positive("max", Dimension::energy);
    if (!(lowest_ < highest_)) settings.refuse("max", "it must lie above 'min'");
    papers_.push_back(table.rows[row][table.column("arxiv")]);
    choices_.insert(choices_.begin(), {"fit", fit});
    choices_.emplace_back("energies", fmt::format("{:g} to {:g} GeV", lowest_, highest_));
  }

  double at(Neutrino neutrino, double energy, double) const override {
    if (!(energy >= lowest_) || energy > highest_) return 0.0;
    return norms_.of(neutrino) * shape_(energy);
  }
  double lowest_energy() const override { return lowest_; }
  double highest_energy() const override { return highest_; }
  bool isotropic() const override { return true; }
  std::string name() const override { return "astrophysical"; }
  std::vector<std::string> papers() const override { return papers_; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }

 private:
  Shape shape_;
  FlavourComposition norms_;  // not fractions here: per cm^2 s sr GeV at the reference energy
  double lowest_ = 0.0, highest_ = 0.0;
  std::vector<std::string> papers_;
  std::vector<std::pair<std::string, std::string>> choices_;

  void read_shape(const SourceSettings& settings, const Table& table, size_t row) {
    const auto fitted = [&](const char* column) { return table.number(row, table.column(column)); };
    shape_.gamma = settings.given("gamma") ? settings.number("gamma", -steepest, steepest) : fitted("gamma");
    choices_.emplace_back("gamma", fmt::format("{:g}", shape_.gamma));
    if (settings.given("break") != settings.given("gamma_high")) {
      settings.refuse(settings.given("break") ? "break" : "gamma_high", "a break needs an energy and an index above it",
                      "give both 'break' and 'gamma_high'");
    }
    if (settings.given("break")) {
      shape_.break_energy = settings.positive("break", Dimension::energy);
      shape_.gamma_high = settings.number("gamma_high", -steepest, steepest);
    } else if (fitted("break_TeV") > 0.0) {
      shape_.break_energy = fitted("break_TeV") * units::TeV;
      shape_.gamma_high = fitted("gamma_high");
    }
    if (shape_.break_energy > 0.0) {
      choices_.emplace_back("break", fmt::format("{:g} GeV, then {:g}", shape_.break_energy, shape_.gamma_high));
    }
    if (settings.given("cutoff")) {
      shape_.cutoff = settings.positive("cutoff", Dimension::energy);
      choices_.emplace_back("cutoff", fmt::format("{:g} GeV", shape_.cutoff));
    }
  }

  void read_norms(const SourceSettings& settings, double fitted) {
    FlavourComposition shares = composition_at_earth(settings);
    if (settings.given("nuebar_share")) {
      const double share = settings.number("nuebar_share", 0.0, 1.0), both = shares.of(Flavour::electron);
      if (!(both > 0.0)) settings.refuse("nuebar_share", "the composition has no electron neutrinos at the Earth");
      shares.fractions[0] = (1.0 - share) * both;
      shares.fractions[3] = share * both;
    }
    const double norm = settings.given("norm") ? settings.positive("norm", Dimension::number) : fitted;
    const size_t given = static_cast<size_t>(settings.given("norm_e")) +
                         static_cast<size_t>(settings.given("norm_mu")) +
                         static_cast<size_t>(settings.given("norm_tau"));
    if (given == 0) {
      for (size_t i = 0; i < 6; ++i) norms_.fractions[i] = 3.0 * norm * norm_unit * shares.fractions[i];
      choices_.emplace_back("norm", fmt::format("{:g}e-18 /(cm2 s sr GeV) per flavour at 100 TeV", norm));
    } else {
      if (given != norm_keys.size() || settings.given("norm")) {
        throw UserError("the normalisations of astrophysical do not fit together",
                        "norm_e, norm_mu and norm_tau replace 'norm' and go together", "give these three, or 'norm'");
      }
      for (size_t i = 0; i < norm_keys.size(); ++i) own_norm(settings, norm_keys[i], static_cast<Flavour>(i), shares);
    }
    choices_.emplace_back("composition", settings.text("composition"));
    choices_.emplace_back("nufit", settings.text("nufit"));
    choices_.emplace_back("at the Earth", described(shares));
  }

  void own_norm(const SourceSettings& settings, const char* key, Flavour flavour, const FlavourComposition& shares) {
    const double norm = settings.number(key, 0.0, 1e30);
    const double both = shares.of(flavour);
    if (norm > 0.0 && !(both > 0.0)) settings.refuse(key, "the composition has nothing of this flavour");
    const auto i = static_cast<size_t>(flavour);
    for (const size_t species : {i, i + 3}) {
      norms_.fractions[species] = both > 0.0 ? norm * norm_unit * shares.fractions[species] / both : 0.0;
    }
    choices_.emplace_back(key, fmt::format("{:g}e-18 /(cm2 s sr GeV) at 100 TeV", norm));
  }
};

std::shared_ptr<const DiffuseFlux> make(std::string_view specification, const TextReader&) {
  return std::make_shared<Astrophysical>(SourceSettings(specification, info()));
}

}  // namespace

DiffuseSource diffuse_astrophysical() {
  return {info(), make};
}

}  // namespace tridens::flux::detail
