// Neutrinos from decays of dark matter X of mass m and lifetime tau, averaged over the sky, tau far above the age of
// the universe (Q. Liu, N. Song, A. C. Vincent, Phys. Rev. D 111 (2025), arXiv:2406.14602; A. Esmaili, P. D. Serpico,
// JCAP 11 (2013) 054, arXiv:1308.1105, eqs. (2)-(4)):
//   Phi(E) = 1/(4 pi m tau) { <D> dN/dE + c Omega_DM rho_c int_0^z_max dz/H(z) [dN/dE'](E' = E (1+z)) },
// <D> the column of the Milky Way averaged over directions. Per decay
//   nubar               one anti-nu of energy m/2 beside something dark and light
//   nubar-nubar         two of energy m/2
//   nu-nubar            one of each of energy m/2
//   nu-nubar-nubar      constant matrix element, massless: dN/dx = 2 x each, x = 2 E/m
// A line of N neutrinos at E_0 gives outside the Galaxy c N Omega_DM rho_c/(4 pi m tau) / [E H(E_0/E - 1)] below E_0.
// Left out: electroweak showers (they matter above some TeV: part of the line moves to lower energies), the direction
// of the Galactic centre on the sky of a detector, absorption between galaxies.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/error.hh"
#include "tridens/base/table.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/dark_matter_halo.hh"
#include "tridens/flux/detail/diffuse_source.hh"
#include "tridens/flux/detail/flavour_settings.hh"
#include "tridens/math/gauss_legendre.hh"

namespace tridens::flux::detail {
namespace {

constexpr double speed_of_light_cm_s = 2.99792458e10;

struct Channel {
  const char* name;
  double neutrinos, antineutrinos;  // per decay
  bool line;
};
constexpr std::array channels = {Channel{"nubar", 0.0, 1.0, true}, Channel{"nubar-nubar", 0.0, 2.0, true},
                                 Channel{"nu-nubar", 1.0, 1.0, true}, Channel{"nu-nubar-nubar", 1.0, 2.0, false}};

std::vector<std::string> channel_names() {
  std::vector<std::string> names;
  for (const Channel& channel : channels) names.emplace_back(channel.name);
  return names;
}

SourceInfo info() {
  SourceInfo result;
  result.name = "dark-matter-decay";
  result.title = "Decaying dark matter: the Milky Way and all other haloes";
  result.formula = "[<D> dN/dE + c Omega_DM rho_c int dz/H dN/dE(E(1+z))] / (4 pi m tau)";
  result.parameters = {{"mass", "of the dark matter", ""},
                       {"lifetime", "such as 1e28s", ""},
                       {"channel", "nubar, nubar-nubar, nu-nubar or nu-nubar-nubar", "nubar-nubar"},
                       {"flavour", "emitted, e:mu:tau fractions", "1/3 each"},
                       {"nufit", "oscillation parameters: a NuFIT version, or 'none'", "5.2"},
                       {"profile", "nfw, einasto, burkert or isothermal", "nfw"},
                       {"local_density", "at the Sun in GeV/cm3", "0.4"},
                       {"scale_radius", "of the profile", "of the profile"},
                       {"shape", "inner slope of nfw, alpha of einasto", "of the profile"},
                       {"sun_distance", "from the centre of the Milky Way", "8kpc"},
                       {"farthest", "end of the lines of sight, from the Sun", "100kpc"},
                       {"parts", "galactic, extragalactic or both joined by '+'", "galactic+extragalactic"},
                       {"max_redshift", "where the integral over distances ends", "50"},
                       {"hubble", "H_0 in 100 km/s/Mpc", "0.674"},
                       {"omega_matter", "density of matter", "0.315"},
                       {"omega_dark_matter", "density of dark matter", "0.264"}};
  result.papers = {"2406.14602", "1308.1105", "1012.4515"};
  result.exposure_unit = "s";
  result.validity = "averaged over the sky; no electroweak showers; lifetimes far above the age of the universe";
  return result;
}

Halo read_halo(const SourceSettings& settings) {
  constexpr double m_per_kpc = 3.0856775814913673e19;
  Halo result = halo(settings.choice("profile", halo_profile_names()));
  result.local_density = settings.positive("local_density", Dimension::number);
  if (settings.given("scale_radius")) {
    result.scale_radius_kpc = settings.positive("scale_radius", Dimension::distance) / m_per_kpc;
  }
  if (settings.given("shape")) {
    const bool used = result.profile == HaloProfile::nfw || result.profile == HaloProfile::einasto;
    if (!used) settings.refuse("shape", "this profile has no such parameter", "leave it out");
    result.shape = settings.number("shape", 0.0, 5.0);
  }
  result.sun_distance_kpc = settings.positive("sun_distance", Dimension::distance) / m_per_kpc;
  result.farthest_kpc = settings.positive("farthest", Dimension::distance) / m_per_kpc;
  return result;
}

Cosmology read_cosmology(const SourceSettings& settings) {
  Cosmology result{settings.number("hubble", 0.3, 1.5), settings.number("omega_matter", 0.0, 1.0),
                   settings.number("omega_dark_matter", 0.0, 1.0)};
  if (result.omega_dark_matter > result.omega_matter) {
    settings.refuse("omega_dark_matter", "dark matter is a part of all matter", "give less than omega_matter");
  }
  return result;
}

std::array<double, 3> read_flavour(const SourceSettings& settings) {
  if (!settings.given("flavour")) return {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
  try {
    // Read as antineutrinos only: the same three fractions hold for both.
    const FlavourComposition given = source_composition("0:0:0/" + settings.text("flavour"));
    return {given.fractions[3], given.fractions[4], given.fractions[5]};
  } catch (const UserError&) {
    settings.refuse("flavour", "it is three shares e:mu:tau, none negative, that add up to 1",
                    "for example 0.5:0.25:0.25");
  }
}

class DarkMatterDecay final : public DiffuseFlux {
 public:
  explicit DarkMatterDecay(const SourceSettings& settings)
      : mass_(settings.positive("mass", Dimension::energy)), cosmology_(read_cosmology(settings)) {
    const double lifetime_s = settings.positive("lifetime", Dimension::time);
    constexpr double shortest_s = 1e19;  // some twenty times the age of the universe
    if (lifetime_s < shortest_s) {
      settings.refuse("lifetime", "the formula needs one far above the age of the universe, 4.4e17 s",
                      "give at least 1e19s");
    }
    rate_ = 1.0 / (4.0 * units::pi * mass_ * lifetime_s);
    highest_redshift_ = settings.number("max_redshift", 0.01, 1000.0);
    const std::string channel = settings.choice("channel", channel_names());
    channel_ = *std::find_if(channels.begin(), channels.end(), [&](const Channel& c) { return c.name == channel; });
    const Halo milky_way = read_halo(settings);
    const std::vector<std::string> parts = settings.choices("parts", {"galactic", "extragalactic"});
    const auto has = [&](const char* part) { return std::find(parts.begin(), parts.end(), part) != parts.end(); };
    milky_way_ = has("galactic") ? milky_way.sky_average() : 0.0;
    others_ = has("extragalactic") ? speed_of_light_cm_s * cosmology_.dark_matter_density() : 0.0;
    read_shares(settings);
    describe(settings, milky_way, lifetime_s);
  }

  double at(Neutrino neutrino, double energy, double) const override {
    if (!(energy >= lowest_energy()) || energy > highest_energy()) return 0.0;
    return share(neutrino) * rate_ * (channel_.line ? redshifted_line(energy) : continuum(energy));
  }
  std::vector<DiffuseLine> lines(Neutrino neutrino) const override {
    const double intensity = share(neutrino) * rate_ * milky_way_;
    if (!channel_.line || !(intensity > 0.0)) return {};
    return {{highest_energy(), intensity}};
  }
  double lowest_energy() const override {
    constexpr double continuum_end = 1e-4;  // of m/2: 1e-8 of the neutrinos of a three-body decay lie below
    return highest_energy() * (channel_.line ? 1.0 / (1.0 + highest_redshift_) : continuum_end);
  }
  double highest_energy() const override { return 0.5 * mass_; }
  bool isotropic() const override { return true; }
  std::string name() const override { return "dark-matter-decay"; }
  std::vector<std::string> papers() const override { return info().papers; }
  std::vector<std::pair<std::string, std::string>> choices() const override { return choices_; }

 private:
  double mass_;
  Cosmology cosmology_;
  double rate_ = 0.0;  // 1/(4 pi m tau), 1/(GeV s)
  double highest_redshift_ = 0.0;
  Channel channel_{};
  double milky_way_ = 0.0, others_ = 0.0;  // GeV/cm^2; c rho, GeV/(cm^2 s)
  FlavourComposition shares_;              // per decay, at the Earth: not fractions here
  std::vector<std::pair<std::string, std::string>> choices_;

  double share(Neutrino neutrino) const { return shares_.of(neutrino); }

  void read_shares(const SourceSettings& settings) {
    const std::array<double, 3> flavour = read_flavour(settings);
    for (size_t i = 0; i < 3; ++i) {
      shares_.fractions[i] = channel_.neutrinos * flavour[i];
      shares_.fractions[i + 3] = channel_.antineutrinos * flavour[i];
    }
    shares_ = at_earth(shares_, transitions(settings));
  }

  void describe(const SourceSettings& settings, const Halo& milky_way, double lifetime_s) {
    choices_ = {{"mass", fmt::format("{:g} GeV", mass_)},
                {"lifetime", fmt::format("{:g} s", lifetime_s)},
                {"channel", channel_.name},
                {"flavour", settings.text("flavour")},
                {"nufit", settings.text("nufit")},
                {"parts", settings.text("parts")},
                {"halo", fmt::format("{}, {:g} GeV/cm3 at {:g} kpc, scale radius {:g} kpc, shape {:g}, up to {:g} kpc",
                                     settings.text("profile"), milky_way.local_density, milky_way.sun_distance_kpc,
                                     milky_way.scale_radius_kpc, milky_way.shape, milky_way.farthest_kpc)},
                {"average column", fmt::format("{:.5g} GeV/cm2", milky_way.sky_average())},
                {"cosmology", fmt::format("h {:g}, Omega_m {:g}, Omega_DM {:g}, z up to {:g}", cosmology_.hubble,
                                          cosmology_.omega_matter, cosmology_.omega_dark_matter, highest_redshift_)}};
  }

  /// Outside the Milky Way, per neutrino of the line.
  double redshifted_line(double energy) const {
    return others_ / (energy * cosmology_.expansion_rate(highest_energy() / energy - 1.0));
  }

  /// Three bodies, inside and outside, per neutrino.
  double continuum(double energy) const {
    const auto spectrum = [&](double emitted) { return 8.0 * emitted / (mass_ * mass_); };
    const double farthest = std::log(std::min(highest_energy() / energy, 1.0 + highest_redshift_));
    static const math::QuadratureRule rule = math::gauss_legendre(32);
    double sum = 0.0;
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      const double stretch = std::exp(farthest * rule.nodes[i]);
      sum +=
          rule.weights[i] * farthest * stretch * spectrum(energy * stretch) / cosmology_.expansion_rate(stretch - 1.0);
    }
    return milky_way_ * spectrum(energy) + others_ * sum;
  }
};

std::shared_ptr<const DiffuseFlux> make(std::string_view specification, const TextReader&) {
  return std::make_shared<DarkMatterDecay>(SourceSettings(specification, info()));
}

}  // namespace

DiffuseSource diffuse_dark_matter() {
  return {info(), make};
}

}  // namespace tridens::flux::detail
