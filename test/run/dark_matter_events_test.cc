// Dark matter of a beam: cross sections and events from cards, the rate of the same experiment, bounds.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "tridens/base/error.hh"
#include "tridens/base/units.hh"
#include "tridens/io/bound_file.hh"
#include "tridens/io/nuhepmc_check.hh"
#include "tridens/math/random.hh"
#include "tridens/run/bounds/request.hh"
#include "tridens/run/dark_matter_setup.hh"
#include "tridens/run/event_setup.hh"
#include "tridens/run/requests.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

constexpr const char* electrons = R"(
[process]
name = "dark-matter"
target = "CH2"
mass = "10 MeV"
y = 3e-11
on = "electron"
recoil-min = "75 MeV"
recoil-max = "850 MeV"
cosine-min = 0.99
[flux]
name = "miniboone-dm-electron"
[exposure]
pot = 1.86e20
mass = "442.4 t"
[generate]
events = 4000
seed = 5
)";

constexpr const char* inelastic = R"(
[process]
name = "dark-matter"
target = "Ar40"
mass = "30 MeV"
spin = "SPIN"
splitting = "12 MeV"
y = 1e-10
[flux]
name = "dune-nd-dm"
[generate]
events = 100
)";

std::string with_spin(std::string text, const std::string& spin) {
  return text.replace(text.find("SPIN"), 4, spin);
}

std::vector<event::Event> events_of(const EventSetup& setup) {
  std::vector<event::Event> events(setup.card.generate.events);
  (void)setup.generator->generate(0, events);
  return events;
}

TEST(DarkMatterEvents, EventsAreThoseOfTheRate) {
  const io::RunCard card = io::parse_run_card(electrons, "card");
  const EventSetup setup = make_event_setup(card);
  RateRequest request;
  request.experiment = "miniboone-dm-electron";
  request.processes = {"dark-matter,mass=10MeV,y=3e-11"};
  const RateResult rate = dark_matter_rate(request);
  const DarkMatterSetup experiment = make_dark_matter_setup(request.experiment);
  EXPECT_NEAR(experiment.experiment.mass_tonnes(), 442.4, 0.1);
  ASSERT_TRUE(setup.expected_events.has_value());
  EXPECT_NEAR(*setup.expected_events * experiment.experiment.efficiency / rate.signal, 1.0, 5e-3);
  // Recoils: shares of the bins within their statistics.
  std::vector<double> counts(rate.edges.size() - 1);
  const std::vector<event::Event> events = events_of(setup);
  for (const event::Event& event : events) {
    for (const event::Particle& particle : event.particles) {
      if (particle.pdg != 11 || particle.status != event::Status::final_state) continue;
      const double recoil = particle.momentum.e - particle.mass;
      for (size_t i = 0; i < counts.size(); ++i) {
        if (recoil >= rate.edges[i] && recoil < rate.edges[i + 1]) counts[i] += 1.0;
      }
    }
  }
  double chi2 = 0.0, all = 0.0;
  for (size_t i = 0; i < counts.size(); ++i) {
    double expected = 0.0;
    for (const RateResult::Part& part : rate.parts) expected += part.counts[i];
    expected *= static_cast<double>(events.size()) / rate.signal;
    chi2 += std::pow(counts[i] - expected, 2) / expected;
    all += counts[i];
  }
  EXPECT_EQ(all, 4000.0);
  EXPECT_LT(chi2, 22.0);  // 7 bins: one in 500
}

TEST(DarkMatterEvents, ChainsOfInelasticScatteringConserveMomentum) {
  for (const std::string spin : {"scalar", "fermion"}) {
    const EventSetup setup = make_event_setup(io::parse_run_card(with_spin(inelastic, spin), "card"));
    const int light = spin == "scalar" ? 51 : 52;
    for (const event::Event& event : events_of(setup)) {
      ASSERT_EQ(event.decays.size(), 1u);
      EXPECT_EQ(event.particles[0].pdg, light);
      FourVector left = event.particles[0].momentum + event.particles[1].momentum;
      FourVector decayed = event.particles.at(event.decays[0].parent).momentum;
      EXPECT_EQ(event.particles.at(event.decays[0].parent).pdg, 4000000 + light);
      for (const event::Particle& particle : event.particles) {
        if (particle.decay == 1) decayed = decayed - particle.momentum;
        const bool outgoing =
            particle.status == event::Status::final_state || particle.status == event::Status::decayed;
        if (particle.decay == 0 && outgoing) left = left - particle.momentum;
      }
      for (const double part : {left.e, left.x, left.y, left.z, decayed.e, decayed.x, decayed.y, decayed.z}) {
        EXPECT_LT(std::abs(part), 1e-9 * (event.particles[0].momentum.e + event.particles[1].momentum.e));
      }
    }
  }
}

/// Way out of the box of 7 x 3 x 3.58 m, metres.
double way_out(const double* point, const FourVector& p) {
  constexpr double half[] = {3.5, 1.5, 1.79};
  const double direction[] = {p.x / p.momentum(), p.y / p.momentum(), p.z / p.momentum()};
  double way = INFINITY;
  for (size_t i = 0; i < 3; ++i) {
    if (direction[i] == 0.0) continue;
    way = std::min(way, ((direction[i] > 0.0 ? half[i] : -half[i]) - point[i]) / direction[i]);
  }
  return way;
}

// Events of chi1 -> chi2 with their vertices against the rate of decays inside the detector, which takes chi2 along the
// beam and the recoil in eight parts.
TEST(DarkMatterEvents, DecaysInsideAreThoseOfTheRate) {
  io::RunCard card = io::parse_run_card(with_spin(inelastic, "fermion"), "card");
  card.exposure = io::ExposureCard{};
  card.exposure->mass = "75 t";
  card.exposure->pot = 3.85e21;
  card.generate.events = 3000;
  const EventSetup setup = make_event_setup(card);
  const double width = setup.nominal.processes.front()->unstable_particles().front().width * units::m;
  double sum = 0.0, squares = 0.0;
  for (const event::Event& event : events_of(setup)) {
    constexpr int electron = 780, nucleus = 781;  // the rate has no nucleons
    if (event.process_id != electron && event.process_id != nucleus) continue;
    double pair = 0.0;
    for (const event::Particle& particle : event.particles) {
      if (particle.decay == 1 && std::abs(particle.pdg) == 11) pair += particle.momentum.e;
    }
    if (pair < 0.6 || pair > 20.0) continue;
    const event::Particle& excited = event.particles.at(event.decays[0].parent);
    const double per_metre = width * excited.mass / excited.momentum.momentum();
    RandomStream random(3, 4, event.number);
    const double point[] = {7.0 * (random.uniform() - 0.5), 3.0 * (random.uniform() - 0.5),
                            3.58 * (random.uniform() - 0.5)};
    const double inside = -std::expm1(-per_metre * way_out(point, excited.momentum));
    sum += inside;
    squares += inside * inside;
  }
  const double factor = *setup.expected_events / 3000.0;
  RateRequest request;
  request.experiment = "dune-nd-dm";
  request.processes = {"dark-matter,mass=30MeV,spin=fermion,splitting=12MeV,y=1e-10"};
  request.overrides["signal"] = "decay";
  double rate = 0.0;
  for (const RateResult::Part& part : dark_matter_rate(request).parts) {
    if (part.name.starts_with("chi1 upscattered")) rate += part.total;
  }
  EXPECT_NEAR(factor * sum / rate, 1.0, 4.0 * std::sqrt(squares) / sum + 0.03) << rate;
  EXPECT_LT(std::sqrt(squares) / sum, 0.05);
}

TEST(DarkMatterEvents, FilesFollowNuHepMC) {
  GenerateRequest request;
  request.card = io::parse_run_card(with_spin(inelastic, "fermion"), "card");
  request.card.generate.events = 100;
  request.card.generate.output = testing::TempDir() + "dark_matter_events.hepmc3";
  request.force = true;
  (void)generate(request);
  const io::NuHepmcReport report = io::check_nuhepmc(request.card.generate.output);
  EXPECT_TRUE(report.passed()) << report.findings.front().message;
  EXPECT_EQ(report.events, 100u);
  fs::remove(request.card.generate.output);
}

TEST(DarkMatterEvents, CrossSectionsAreAveragedOverTheBeamOfAnExperiment) {
  const io::RunCard card = io::parse_run_card(electrons, "card");
  ProcessXsecRequest request;
  request.process = card.process;
  request.flux = card.flux;
  request.exposure = card.exposure;
  const ProcessXsecResult result = process_xsec(request);
  ASSERT_EQ(result.rows.size(), 1u);
  EXPECT_EQ(result.rows[0].neutrino, "chi");
  const EventSetup setup = make_event_setup(card);
  EXPECT_NEAR(result.rows[0].events.value_or(0.0) / *setup.expected_events, 1.0, 1e-9);
}

TEST(DarkMatterEvents, NeutrinosAreRefused) {
  const auto message = [](std::string text, const std::string& from, const std::string& to) -> std::string {
    text.replace(text.find(from), from.size(), to);
    try {
      (void)make_event_setup(io::parse_run_card(text, "card"));
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message(electrons, "on = ", "neutrino = \"numu\"\non = ").find("no meaning there"), std::string::npos);
  EXPECT_NE(message(electrons, "\"miniboone-dm-electron\"", "\"dune-nd-fhc\"").find("miniboone-dm"), std::string::npos);
  EXPECT_NE(message(electrons, "name = \"miniboone-dm-electron\"", "analytic = \"flat,min=1GeV,max=2GeV\"")
                .find("not of neutrinos"),
            std::string::npos);
}

// 1702.03327 and 1906.00176: epsilon at m_A' = 3 m_chi, y = epsilon^2 alpha_D/81; the visible share is negligible.
TEST(DarkMatterBounds, UnseenDarkPhotonsAreDrawnAtTheMassOfDarkMatter) {
  BoundsRequest request;
  request.plane = "dark-matter";
  request.names = {"babar-invisible", "na64-invisible"};
  const BoundsResult result = compute_bounds(request);
  EXPECT_EQ(result.plane.particle, "dark matter");
  for (const ComputedBound& bound : result.bounds) {
    const io::BoundFileCurve published = io::load_named_bound(bound.info.name).curves.at(0);
    const bounds::BoundCurve& drawn = bound.curves.at(0);
    EXPECT_EQ(drawn.mass.front(), 1e-3);
    size_t found = 0;
    for (size_t i = 0; i < published.mass_GeV.size(); ++i) {
      for (size_t k = 0; k < drawn.mass.size(); ++k) {
        if (std::abs(3.0 * drawn.mass[k] / published.mass_GeV[i] - 1.0) > 1e-9) continue;
        EXPECT_NEAR(drawn.coupling[k] / (published.coupling[i] * published.coupling[i] * 0.5 / 81.0), 1.0, 1e-4);
        ++found;
      }
    }
    EXPECT_GT(found, 2u) << bound.info.name;
  }
  request.settings = {{"babar-invisible.ratio", "1.5"}};
  EXPECT_THROW(compute_bounds(request), UserError);
}

}  // namespace
}  // namespace tridens::run
