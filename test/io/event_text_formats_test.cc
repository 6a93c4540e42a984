#include <HepMC3/GenEvent.h>
#include <HepMC3/GenParticle.h>
#include <HepMC3/GenVertex.h>
#include <HepMC3/LHEF.h>
#include <HepMC3/ReaderHEPEVT.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "event_sample.hh"
#include "tridens/base/units.hh"
#include "tridens/io/event_block.hh"
#include "tridens/io/hepevt.hh"
#include "tridens/io/lhe.hh"

// HEPEVT, LHE and event blocks, read back by HepMC3's readers or word by word.
namespace tridens::io {
namespace {

using event::Event;
using event::Particle;
using event::RunInfo;
using event::Status;

std::string whole(const EventFormat& format, const std::vector<Event>& events) {
  return format.header() + format.serialise(events).text + format.footer();
}

TEST(Hepevt, Hepmc3ReadsTheSameParticlesFromIt) {
  const std::vector<Event> events = sample::events(40, 0);
  std::istringstream stream(whole(*make_hepevt_format(sample::plain_run(40)), events));
  HepMC3::ReaderHEPEVT reader(stream);
  for (const Event& event : events) {
    HepMC3::GenEvent read;
    ASSERT_TRUE(reader.read_event(read) && !reader.failed());
    EXPECT_EQ(read.event_number(), static_cast<int>(event.number));
    EXPECT_EQ(read.particles().size(), event.particles.size());
    for (const Particle& particle : event.particles) {
      const FourVector& k = particle.momentum;
      const HepMC3::FourVector momentum(k.x, k.y, k.z, k.e);
      const auto same = [&](const HepMC3::GenParticlePtr& other) {
        return other->pid() == particle.pdg && other->momentum() == momentum &&
               (other->status() == 1) == (particle.status == Status::final_state);
      };
      EXPECT_EQ(std::ranges::count_if(read.particles(), same), 1);
    }
  }
}

struct HepevtLine {
  int status = 0, pdg = 0, mother1 = 0, mother2 = 0, daughter1 = 0, daughter2 = 0;
};

std::vector<HepevtLine> particles_of(const std::string& text) {
  std::vector<HepevtLine> result;
  const std::vector<std::string> lines = sample::lines(text);
  for (size_t i = 1; i < lines.size(); i += 2) {
    HepevtLine line;
    std::istringstream(lines[i]) >> line.status >> line.pdg >> line.mother1 >> line.mother2 >> line.daughter1 >>
        line.daughter2;
    result.push_back(line);
  }
  return result;
}

TEST(Hepevt, MothersAndDaughtersPointAtEachOther) {
  const auto format = make_hepevt_format(sample::plain_run(8));
  for (const Event& event : sample::events(8, 0)) {
    const std::vector<HepevtLine> particles = particles_of(format->serialise(std::span(&event, 1)).text);
    for (size_t i = 0; i < particles.size(); ++i) {
      const int position = static_cast<int>(i) + 1;
      for (int mother = particles[i].mother1; mother > 0 && mother <= particles[i].mother2; ++mother) {
        const HepevtLine& other = particles.at(static_cast<size_t>(mother) - 1);
        EXPECT_LE(other.daughter1, position);
        EXPECT_GE(other.daughter2, position);
      }
      const bool beam_or_target =
          particles[i].status == 3 && (particles[i].pdg == 14 || particles[i].pdg == 1000180400);
      EXPECT_EQ(particles[i].mother1 == 0, beam_or_target);
    }
  }
}

TEST(Lhe, ReaderOfHepmc3FindsRunAndEvents) {
  const RunInfo run = sample::run(40);
  const std::vector<Event> events = sample::events(40);
  std::istringstream stream(whole(*make_lhe_format(run), events));
  LHEF::Reader reader(stream);
  EXPECT_EQ(reader.version, 3);
  const LHEF::HEPRUP& init = reader.heprup;
  EXPECT_EQ(init.IDBMUP, (std::pair<long, long>(14, 1000180400)));
  EXPECT_EQ(init.EBMUP, (std::pair<double, double>(1e4, 0.0)));
  EXPECT_EQ(init.IDWTUP, 3);
  ASSERT_EQ(init.NPRUP, 4);
  double sum = 0.0;
  for (const double part : init.XSECUP) sum += part;
  EXPECT_NEAR(sum, 8.20527e-7, 1e-15);  // pb: the sample's 8.20527e-4 fb
  EXPECT_EQ(init.LPRUP, (std::vector<int>{150, 750, 760, 761}));
  for (const Event& event : events) {
    ASSERT_TRUE(reader.readEvent());
    const LHEF::HEPEUP& read = reader.hepeup;
    EXPECT_EQ(read.IDPRUP, event.process_id);
    EXPECT_EQ(read.XWGTUP, 1.0);
    ASSERT_EQ(read.NUP, static_cast<int>(event.particles.size()));
    ASSERT_EQ(read.weights.size(), 3U);  // XWGTUP and two variations
    EXPECT_EQ(read.weights[2].first, event.variation_weights[1]);
    for (const Particle& particle : event.particles) {
      const FourVector& k = particle.momentum;
      const std::vector<double> momentum = {k.x, k.y, k.z, k.e, particle.mass};
      const auto found = std::ranges::find(read.PUP, momentum);
      ASSERT_NE(found, read.PUP.end());
      const size_t i = static_cast<size_t>(found - read.PUP.begin());
      EXPECT_EQ(read.IDUP[i], particle.pdg);
      const bool incoming = particle.status == Status::beam || particle.status == Status::target;
      EXPECT_EQ(read.ISTUP[i], incoming ? -1 : (particle.status == Status::final_state ? 1 : 2));
    }
  }
  EXPECT_FALSE(reader.readEvent());
}

TEST(Lhe, WeightedEventsAverageToTheCrossSection) {
  RunInfo run = sample::plain_run(4);
  run.unweighted = false;
  std::vector<Event> events = sample::events(4, 0);
  const std::vector<double> weights = {0.5, 1.5, 0.25, 1.75};  // mean 1
  for (size_t i = 0; i < 4; ++i) events[i].weight = weights[i];
  std::istringstream stream(whole(*make_lhe_format(run), events));
  LHEF::Reader reader(stream);
  EXPECT_EQ(reader.heprup.IDWTUP, 4);
  double sum = 0.0;
  while (reader.readEvent()) sum += reader.hepeup.XWGTUP;
  EXPECT_NEAR(sum / 4.0, run.cross_section / units::picobarn, 1e-20);
}

TEST(Lhe, RefusesARunItCannotDescribe) {
  RunInfo run = sample::run(1);
  run.beam.clear();
  EXPECT_THROW(make_lhe_format(run), Failure);
  run = sample::run(1);
  run.target_abundance.clear();
  EXPECT_THROW(make_lhe_format(run), Failure);
  run = sample::run(1);
  run.processes[0].cross_section = 0.0;
  EXPECT_THROW(make_lhe_format(run), Failure);
  run = sample::run(1);
  run.processes[0].cross_section *= 1.01;
  EXPECT_THROW(make_lhe_format(run), Failure);
}

TEST(Lhe, KeepsTheCardReadableInXml) {
  const std::string header = make_lhe_format(sample::run(1))->header();
  EXPECT_NE(header.find("&quot;quotes&quot; and &lt;tags&gt; &amp; more"), std::string::npos);
}

TEST(EventBlock, HasTheLinesOfThePublishedFiles) {
  // First event printed in the talk of the authors of arXiv:1902.06765; the nucleus is not in their files.
  Event event;
  event.process_id = 760;
  event.particles = {
      {14, Status::beam, {9.92620075, 0, 0, 9.92620075}, 0.0},
      {1000180400, Status::target, {37.2155, 0, 0, 0}, 37.2155},
      {14, Status::final_state, {3.38449355, -0.40583609, -0.60127220, 3.30583808}, 0.0},
      {13, Status::final_state, {4.58766931, 0.69396474, 0.85524958, 4.45224744}, 0.105658},
      {-13, Status::final_state, {1.79021605, 0.09416738, -0.05179305, 1.78386095}, 0.105658},
      {1000180400, Status::final_state, {37.3793, -0.38229603, -0.20218433, 0.38425428}, 37.2155},
  };
  const RunInfo run = sample::plain_run(1);
  EXPECT_EQ(whole(*make_event_block_format(run), {event}),
            "<event>\n"
            "14 -1 0.00000000 0.00000000 9.92620075 9.92620075 0.0\n"
            "14 1 -0.40583609 -0.60127220 3.30583808 3.38449355 0.0\n"
            "13 1 0.69396474 0.85524958 4.45224744 4.58766931 0.10565800\n"
            "-13 1 0.09416738 -0.05179305 1.78386095 1.79021605 0.10565800\n"
            "1000180400 -1 0.00000000 0.00000000 0.00000000 37.21550000 37.21550000\n"
            "1000180400 1 -0.38229603 -0.20218433 0.38425428 37.37930000 37.21550000\n"
            "</event>\n");
}

TEST(EventBlock, LeavesOutTheStruckParticleOnly) {
  const std::vector<Event> events = sample::events(8, 0);
  const auto format = make_event_block_format(sample::plain_run(8));
  for (const Event& event : events) {
    const size_t lines = sample::lines(format->serialise(std::span(&event, 1)).text).size() - 2;
    const bool struck = event.process_id == 761 || event.process_id == 750;
    EXPECT_EQ(lines, event.particles.size() - (struck ? 1 : 0));
  }
}

}  // namespace
}  // namespace tridens::io
