// Decays of asymmetric dark matter into antineutrinos: spectra, events in a cubic kilometre of ice, limits on
// lifetimes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/flux/diffuse.hh"
#include "tridens/math/gauss_legendre.hh"
#include "tridens/matter/earth.hh"
#include "tridens/process/registry.hh"
#include "tridens/rate/cross_section_curve.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/drawing.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double year_s = 365.25 * 86400.0;
constexpr double lowest_energy = 3e6;   // GeV, of the antineutrinos that are counted
constexpr double highest_energy = 1e9;  // GeV
constexpr double reference_lifetime_s = 1e28;
/// Ice that is watched.
struct Exposure {
  const char* name;
  double megatonnes, years;
};
constexpr Exposure icecube{"IceCube", 400.0, 7.5};
constexpr Exposure gen2{"IceCube-Gen2", 8.0 * 920.0, 10.0};

/// Interactions per gram of water for one species, cm^2/g.
class PerGram {
 public:
  PerGram(Neutrino neutrino, const std::string& process, std::map<std::string, std::string> settings) {
    process::ProcessRequest request;
    request.neutrino = neutrino;
    request.target = matter::material("H2O");
    request.settings = std::move(settings);
    const auto made = process::make_process(process, request);
    rate::CurveStore store;
    curves_ = store.component_curves(process, *made, 1e5, 1.01 * highest_energy);
    factor_ = constants::avogadro_per_mol / request.target.molar_mass() / units::cm2;
  }
  double operator()(double energy) const {
    double sum = 0.0;
    for (const rate::CrossSectionCurve& curve : curves_) sum += curve(energy);
    return factor_ * sum;
  }
  std::vector<double> breaks() const {
    std::vector<double> all;
    for (const rate::CrossSectionCurve& curve : curves_) {
      for (const double energy : curve.breaks()) all.push_back(energy);
    }
    return all;
  }

 private:
  std::vector<rate::CrossSectionCurve> curves_;
  double factor_ = 0.0;
};

struct CrossSections {
  PerGram charged{{Flavour::muon, true}, "dis", {{"current", "cc"}, {"border", "extend"}}};
  PerGram neutral{{Flavour::muon, true}, "dis", {{"current", "nc"}, {"border", "extend"}}};
  PerGram resonance{{Flavour::electron, true}, "glashow", {}};

  /// All cross sections on quarks as those of muon antineutrinos, which neutrinos share at these energies.
  double of(Neutrino neutrino, double energy) const {
    const double quarks = charged(energy) + neutral(energy);
    const bool resonant = neutrino.flavour == Flavour::electron && neutrino.antiparticle;
    return resonant ? quarks + resonance(energy) : quarks;
  }
};

/// Share of an isotropic flux that reaches a detector 1.95 km deep, interactions counted as losses.
class Transmission {
 public:
  Transmission() {
    const matter::EarthModel earth = matter::EarthModel::preliminary_reference("ice");
    const math::QuadratureRule rule = math::gauss_legendre(48);
    for (size_t i = 0; i < rule.nodes.size(); ++i) {
      depths_.push_back(earth.chord(2.0 * rule.nodes[i] - 1.0, 1.95).total_column_depth());
      weights_.push_back(rule.weights[i]);
    }
  }
  double operator()(double per_gram) const {
    double sum = 0.0;
    for (size_t i = 0; i < depths_.size(); ++i) sum += weights_[i] * std::exp(-depths_[i] * per_gram);
    return sum;
  }

 private:
  std::vector<double> depths_, weights_;
};

std::string specification(double mass, const std::string& channel) {
  return fmt::format("dark-matter-decay,mass={:.10g}GeV,lifetime={:g}s,channel={}", mass, reference_lifetime_s,
                     channel);
}

class Events {
 public:
  /// Interactions of all species above the lowest energy per gram and second.
  double rate(const flux::DiffuseFlux& flux) const {
    double sum = 0.0;
    for (const Neutrino neutrino : all_neutrinos()) {
      for (const flux::DiffuseLine& line : flux.lines(neutrino)) {
        if (line.energy >= lowest_energy) sum += line.intensity * response(neutrino, line.energy);
      }
      sum += continuum(flux, neutrino);
    }
    return sum;
  }
  /// Of dark matter at the reference lifetime.
  double rate(double mass, const std::string& channel) const {
    return rate(*flux::make_diffuse_flux(specification(mass, channel)));
  }

 private:
  CrossSections sections_;
  Transmission transmission_;

  double response(Neutrino neutrino, double energy) const {
    const double per_gram = sections_.of(neutrino, energy);
    return 4.0 * units::pi * transmission_(per_gram) * per_gram;
  }

  double continuum(const flux::DiffuseFlux& flux, Neutrino neutrino) const {
    const double from = std::max(lowest_energy, flux.lowest_energy()), to = flux.highest_energy();
    if (!(from < to)) return 0.0;
    std::vector<double> borders = logarithmic(from, to, 20);
    if (neutrino == Neutrino{Flavour::electron, true}) {
      for (const double energy : sections_.resonance.breaks()) {
        if (energy > from && energy < to) borders.push_back(energy);
      }
      std::sort(borders.begin(), borders.end());
    }
    static const math::QuadratureRule rule = math::gauss_legendre(4);
    double sum = 0.0;
    for (size_t i = 0; i + 1 < borders.size(); ++i) {
      const double width = borders[i + 1] - borders[i];
      for (size_t j = 0; j < rule.nodes.size(); ++j) {
        const double energy = borders[i] + width * rule.nodes[j];
        sum += width * rule.weights[j] * flux.at(neutrino, energy, 0.0) * response(neutrino, energy);
      }
    }
    return sum;
  }
};

double events(const Exposure& exposure, double rate) {
  constexpr double grams_per_megatonne = 1e12;
  return exposure.megatonnes * grams_per_megatonne * exposure.years * year_s * rate;
}

/// Classical 90 % upper limit on a signal: the one that gives at most `seen` events beside a background in 10 % of all
/// experiments.
double largest_signal(int seen, double background) {
  const auto at_most = [&](double mean) {
    double term = std::exp(-mean), sum = term;
    for (int n = 1; n <= seen; ++n) sum += term *= mean / n;
    return sum;
  };
  double low = 0.0, high = 10.0 + 10.0 * (seen + 1);
  while (high - low > 1e-9 * high) (at_most(0.5 * (low + high) + background) > 0.1 ? low : high) = 0.5 * (low + high);
  return 0.5 * (low + high);
}

/// Events fall with the lifetime as its inverse.
double lifetime_limit(const Exposure& exposure, double rate, double signal) {
  return reference_lifetime_s * events(exposure, rate) / signal;
}

void add_spectra(EntryResult& result) {
  Figure figure = axes(R"($m_X=10$ PeV, $\tau=10^{28}$ s: antineutrinos of all flavours)", "energy [GeV]",
                       R"($E^2\Phi$ [GeV cm$^{-2}$ s$^{-1}$ sr$^{-1}$])", true, true);
  constexpr double mass = 1e7;
  for (const std::string channel : {"nubar", "nubar-nubar", "nu-nubar-nubar"}) {
    const auto flux = flux::make_diffuse_flux(specification(mass, channel));
    Curve drawn = curve(channel, {}, {});
    for (const double energy :
         logarithmic(std::max(2e5, flux->lowest_energy()), 0.99999 * flux->highest_energy(), 120)) {
      double sum = 0.0, line = 0.0;
      for (const Flavour flavour : {Flavour::electron, Flavour::muon, Flavour::tau}) {
        sum += flux->at({flavour, true}, energy, 0.0);
        for (const flux::DiffuseLine& each : flux->lines({flavour, true})) line += each.intensity;
      }
      // A line as seen with an energy resolution of 10 %.
      constexpr double resolution = 0.1;
      const double pull = (energy / flux->highest_energy() - 1.0) / resolution;
      sum += line * std::exp(-0.5 * pull * pull) / (std::sqrt(2.0 * units::pi) * resolution * flux->highest_energy());
      drawn.x.push_back(energy);
      drawn.y.push_back(energy * energy * sum);
    }
    figure.curves.push_back(drawn);
  }
  const auto astrophysical = flux::make_diffuse_flux("astrophysical,fit=tracks-9.5");
  Curve power = curve("astrophysical, tracks", {}, {}, Style::dotted);
  for (const double energy : logarithmic(2e5, 5e6, 20)) {
    double sum = 0.0;
    for (const Neutrino neutrino : all_neutrinos()) {
      if (neutrino.antiparticle) sum += astrophysical->at(neutrino, energy, 0.0);
    }
    power.x.push_back(energy);
    power.y.push_back(energy * energy * sum);
  }
  figure.curves.push_back(power);
  figure.y_low = 1e-11;
  result.figures.push_back(figure);
}

void add_limits(EntryResult& result) {
  const Events rates;
  // IceCube: one event near 6 PeV, no background subtracted. Gen2: as many as the astrophysical flux gives.
  const double signal_now = largest_signal(1, 0.0);
  const double background =
      events(gen2, rates.rate(*flux::make_diffuse_flux("astrophysical,fit=tracks-9.5,max=1e9GeV")));
  const double signal_later = largest_signal(static_cast<int>(std::floor(background)), background);
  // The resonance, mass 12.64 PeV, is narrower than the steps of the others.
  std::vector<double> masses = logarithmic(8e6, 1.9e9, 40);
  for (const double mass : evenly(11.8e6, 13.5e6, 27)) masses.push_back(mass);
  std::sort(masses.begin(), masses.end());
  Figure figure =
      axes("Lifetimes excluded at 90 % by the count of events above 3 PeV", "mass [GeV]", "lifetime [s]", true, true);
  for (const std::string channel : {"nubar", "nubar-nubar", "nu-nubar-nubar"}) {
    Curve now = curve("IceCube, " + channel, {}, {}), later = curve("Gen2, " + channel, {}, {}, Style::dashed);
    for (const double mass : masses) {
      const double rate = rates.rate(mass, channel);
      now.x.push_back(mass);
      now.y.push_back(lifetime_limit(icecube, rate, signal_now));
      later.x.push_back(mass);
      later.y.push_back(lifetime_limit(gen2, rate, signal_later));
    }
    figure.curves.push_back(now);
    figure.curves.push_back(later);
  }
  result.figures.push_back(figure);
  const double at_20_PeV = rates.rate(2e7, "nubar-nubar");
  result.comparisons.push_back(order_of_magnitude("lifetime excluded by IceCube at 20 PeV, antinu antinu, in s", 1e29,
                                                  lifetime_limit(icecube, at_20_PeV, signal_now),
                                                  "a count of events above 3 PeV in 400 Mt and 7.5 years"));
  result.comparisons.push_back(order_of_magnitude("lifetime in reach of Gen2 at 20 PeV, antinu antinu, in s", 1e30,
                                                  lifetime_limit(gen2, at_20_PeV, signal_later),
                                                  "8 km3 of ice and ten years"));
  result.comparisons.push_back(shown("astrophysical events of Gen2 above 3 PeV in ten years", "", background));
  result.comparisons.push_back(
      shown("events in IceCube at 20 PeV and 1e28 s, antinu antinu", "", events(icecube, at_20_PeV)));
  result.comparisons.push_back(shown("lifetime excluded at 12.64 PeV, where the line is on the Glashow resonance", "s",
                                     lifetime_limit(icecube, rates.rate(12.64e6, "nubar-nubar"), signal_now)));
}

EntryResult asymmetric_decay(Context& context) {
  EntryResult result;
  add_spectra(result);
  context.check_stop();
  add_limits(result);
  result.note =
      "The published limits come from fits to the energies of IceCube's events with their backgrounds. Here they are "
      "estimated by counting (classical 90 % limits): IceCube with one event seen and no background subtracted, Gen2 "
      "with the events of the astrophysical flux of the northern tracks as background. A line on the Glashow resonance "
      "is seen some ten times better than beside it.";
  return result;
}

}  // namespace

std::vector<Entry> dark_matter_decay_entries() {
  return {
      {"002.adm", "Asymmetric dark matter decaying to antineutrinos",
       "N. Song, talk (2024); Q. Liu, N. Song, A. C. Vincent, arXiv:2406.14602",
       "NFW profile with 0.4 GeV/cm3 at 8 kpc and r_s = 20 kpc averaged over the sky, all other haloes by the mean "
       "density; equal flavours; no electroweak showers. Events: deep inelastic scattering (GRV94 LO, its formula "
       "extended) and the Glashow "
       "resonance of antineutrinos above 3 PeV, absorption in a layered Earth, 400 Mt for 7.5 years (contained events "
       "of "
       "IceCube) and 8 km3 for ten years (Gen2), full efficiency, no energy resolution.",
       asymmetric_decay}};
}

}  // namespace tridens::run::gallery
