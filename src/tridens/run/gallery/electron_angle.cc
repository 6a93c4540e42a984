// What the angle of the electron is worth in neutrino-electron scattering.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/units.hh"
#include "tridens/detector/response.hh"
#include "tridens/event/generator.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/elastic_context.hh"
#include "tridens/run/gallery/registry.hh"

namespace tridens::run::gallery {
namespace {

constexpr double me = constants::electron_mass;

struct Electron {
  double neutrino_energy = 0.0;
  detector::FinalParticle particle;
  std::uint64_t event = 0;
};

std::vector<Electron> sample(Context& context, const flux::Spectrum& spectrum, size_t count) {
  io::ProcessCard choices;
  choices.recoil_min = "0.6 GeV";
  const Scattering scattering = on_electrons("numu", "Ar", {}, choices);
  event::GeneratorOptions options;
  options.threads = context.threads();
  options.training_points = 20000;
  const event::Generator generator({{scattering.process, spectrum, {750}}}, options);
  std::vector<event::Event> events(count);
  generator.generate(0, events);
  std::vector<Electron> electrons;
  for (const event::Event& event : events) {
    for (const event::Particle& particle : event.particles) {
      if (particle.status != event::Status::final_state || particle.pdg != 11) continue;
      electrons.push_back({event.particles.front().momentum.e, {11, particle.mass, particle.momentum}, event.number});
    }
  }
  return electrons;
}

double angle_of(const FourVector& p) {
  return std::atan2(std::hypot(p.x, p.y), p.z);
}

/// What an angular resolution leaves: E theta^2 of every electron that is seen, and E_nu reconstructed over true.
struct Observed {
  std::vector<double> e_theta_squared, energy_ratio;
};

Observed observe(const std::vector<Electron>& electrons, double stochastic, double constant, double angle) {
  detector::Response response = detector::make_response("dune-lar-1902.08579");
  detector::KindResponse& kind = response[detector::ParticleKind::electron];
  kind.energy_stochastic = stochastic;
  kind.energy_constant = constant;
  kind.angle = angle;
  Observed result;
  for (const Electron& electron : electrons) {
    const detector::Observation seen = response.observe(electron.particle, 1, electron.event, 0);
    if (!seen.seen) continue;
    const double theta = angle_of(seen.momentum), value = seen.momentum.e * theta * theta;
    result.e_theta_squared.push_back(value);
    const double inelasticity = 1.0 - value / (2.0 * me);  // T/E_nu
    result.energy_ratio.push_back(inelasticity > 0.0 ? seen.momentum.e / inelasticity / electron.neutrino_energy
                                                     : std::numeric_limits<double>::infinity());
  }
  return result;
}

double share_below(const std::vector<double>& values, double limit, size_t all) {
  const auto below = std::count_if(values.begin(), values.end(), [&](double value) { return value < limit; });
  return static_cast<double>(below) / static_cast<double>(all);
}

/// Relative error of the energy that 68 % of the electrons stay within.
double spread(std::vector<double> ratios) {
  for (double& ratio : ratios) ratio = std::abs(ratio - 1.0);
  std::sort(ratios.begin(), ratios.end());
  return ratios[static_cast<size_t>(0.6827 * static_cast<double>(ratios.size()))];
}

Curve histogram(const std::string& label, const std::vector<double>& values, size_t all) {
  Curve curve{label, {}, {}, {}, {}, Style::steps};
  constexpr double width = 0.1;
  constexpr size_t bins = 50;
  curve.y.assign(bins, 0.0);
  for (size_t i = 0; i <= bins; ++i) curve.x.push_back(width * static_cast<double>(i));
  for (const double value : values) {
    const double bin = value / units::MeV / width;
    if (bin < static_cast<double>(bins)) curve.y[static_cast<size_t>(bin)] += 1.0 / (width * static_cast<double>(all));
  }
  return curve;
}

EntryResult angular_resolution(Context& context) {
  EntryResult result;
  const std::vector<Electron> electrons =
      sample(context, context.flux("dune-nd-fhc").spectrum({Flavour::muon, false}), 20000);
  const size_t all = electrons.size();
  Figure shapes{"Observed electrons above 600 MeV, DUNE near detector, numu",
                R"($E_e\theta^2$ [MeV rad$^2$])",
                "share per MeV",
                false,
                true,
                {},
                1e-3,
                {}};
  Figure selection{"Selection of neutrino-electron scattering",
                   "angular resolution [degrees]",
                   "efficiency",
                   false,
                   false,
                   {},
                   0.0,
                   1.05};
  Figure energy{"Neutrino energy from the electron",
                "angular resolution [degrees]",
                R"(error of $E_\nu$ that holds 68 %, relative)",
                false,
                true,
                {},
                {},
                {}};
  Curve tight{R"($E\theta^2<2m_e$)", {}, {}, {}, {}}, loose{R"($E\theta^2<3.2$ MeV)", {}, {}, {}, {}, Style::dashed};
  Curve five{"energy resolution 5 %", {}, {}, {}, {}}, fifteen{R"(15 %/$\sqrt{E}$)", {}, {}, {}, {}, Style::dashed};
  for (const double degrees : {0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0}) {
    context.check_stop();
    const Observed liquid_argon = observe(electrons, 0.15, 0.0, degrees * units::degree);
    const Observed fixed = observe(electrons, 0.0, 0.05, degrees * units::degree);
    tight.x.push_back(degrees);
    tight.y.push_back(share_below(liquid_argon.e_theta_squared, 2.0 * me, all));
    loose.x.push_back(degrees);
    loose.y.push_back(share_below(liquid_argon.e_theta_squared, 3.2 * units::MeV, all));
    // Beyond, more than a third of the electrons have E theta^2 above 2 m_e and no neutrino energy.
    for (const auto& [curve, ratios] :
         {std::pair{&five, &fixed.energy_ratio}, {&fifteen, &liquid_argon.energy_ratio}}) {
      const double error = spread(*ratios);
      if (!std::isfinite(error)) continue;
      curve->x.push_back(degrees);
      curve->y.push_back(error);
    }
    if (degrees == 0.0 || degrees == 0.2 || degrees == 0.5 || degrees == 1.0) {
      shapes.curves.push_back(histogram(fmt::format("{:g} degrees", degrees), liquid_argon.e_theta_squared, all));
      result.comparisons.push_back({fmt::format("efficiency of E theta^2 < 2 m_e, {:g} degrees", degrees), "",
                                    std::nullopt, tight.y.back(), std::nullopt, ""});
      result.comparisons.push_back({fmt::format("efficiency of E theta^2 < 3.2 MeV, {:g} degrees", degrees), "",
                                    std::nullopt, loose.y.back(), std::nullopt, ""});
    }
  }
  shapes.curves.push_back(
      {R"($2m_e$)", {2.0 * me / units::MeV, 2.0 * me / units::MeV}, {1e-3, 3.0}, {}, {}, Style::dotted});
  selection.curves = {tight, loose};
  energy.curves = {five, fifteen};
  result.figures = {shapes, selection, energy};
  const Observed perfect = observe(electrons, 0.0, 0.0, 0.0);
  result.comparisons.push_back({"efficiency of E theta^2 < 2 m_e without smearing", "", 1.0,
                                share_below(perfect.e_theta_squared, 2.0 * me, all), 1e-12, ""});
  return result;
}

}  // namespace

std::vector<Entry> electron_angle_entries() {
  return {
      {"000.angular-resolution", "Angular resolution of electrons and the cut on E theta^2",
       "talk of M. Hostert (2019), after C. Marshall (2017)",
       "Tree level, free electrons at rest, s_W^2 = 0.23857. 20000 generated events of numu in the DUNE near-detector "
       "flux (2103.04797, 120 GeV, forward horn current), electrons "
       "above 600 MeV; Gaussian angle in each of two planes as given, energy 15 %/sqrt(E) for the selection and "
       "also a fixed 5 % for the neutrino energy E_e/(1 - E_e theta^2/2m_e). The talk's figure has no numbers: "
       "shown, not judged; statistical error of an efficiency below 0.4 %.",
       angular_resolution},
  };
}

}  // namespace tridens::run::gallery
