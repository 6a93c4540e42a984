// Decays in event files: vertices with positions, mothers and lifetimes, read back by HepMC3's readers.
#include <HepMC3/GenEvent.h>
#include <HepMC3/GenParticle.h>
#include <HepMC3/GenVertex.h>
#include <HepMC3/LHEF.h>
#include <HepMC3/ReaderAscii.h>
#include <HepMC3/WriterAscii.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "event_sample.hh"
#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/event/decay.hh"
#include "tridens/io/hepevt.hh"
#include "tridens/io/lhe.hh"
#include "tridens/io/nuhepmc.hh"
#include "tridens/io/nuhepmc_check.hh"

namespace tridens::io {
namespace {

using event::DecayVertex;
using event::Event;
using event::Particle;
using event::Status;

/// Muons of the sample that decay to an electron and a vector, which decays to neutrinos: two or four decays in events
/// with and without a struck nucleon.
std::vector<Event> decayed_events(size_t count, size_t variations) {
  const double m = constants::muon_mass, e = constants::electron_mass;
  const event::DecayChains chains({{13, "mu-", m, 1e-15, {{"e- V", {11, 32}, {e, 0.05}, 1.0, 0.3}}},
                                   {-13, "mu+", m, 1e-15, {{"e+ V", {-11, 32}, {e, 0.05}, 1.0, 0.3}}},
                                   {32, "V", 0.05, 1e-13, {{"nu nubar", {14, -14}, {0.0, 0.0}, 1.0}}}});
  std::vector<Event> events = sample::events(count, variations);
  for (Event& event : events) chains.decay(3, event);
  return events;
}

std::string text_of(const std::vector<Event>& events, const event::RunInfo& run) {
  const auto format = make_nuhepmc_format(run);
  return format->header() + format->serialise(events).text + format->footer();
}

TEST(DecayVertices, Hepmc3ReadsParentsProductsPositionsAndTimes) {
  const std::vector<Event> events = decayed_events(24, 2);
  std::istringstream stream(text_of(events, sample::run(events.size())));
  HepMC3::ReaderAscii reader(stream);
  size_t decays = 0;
  for (const Event& event : events) {
    HepMC3::GenEvent read;
    ASSERT_TRUE(reader.read_event(read) && !reader.failed());
    size_t found = 0;
    for (const auto& vertex : read.vertices()) {
      if (vertex->status() != 780) continue;
      ++found;
      ASSERT_EQ(vertex->particles_in().size(), 1u);
      const auto parent = vertex->particles_in().front();
      EXPECT_EQ(parent->status(), 2);
      const auto own = std::ranges::find_if(event.decays, [&](const DecayVertex& decay) {
        const FourVector& k = event.particles[decay.parent].momentum;
        return HepMC3::FourVector(k.x, k.y, k.z, k.e) == parent->momentum();
      });
      ASSERT_NE(own, event.decays.end());
      const FourVector& x = own->position;
      EXPECT_EQ(vertex->position(), HepMC3::FourVector(x.x, x.y, x.z, x.e));
      const auto number = static_cast<std::uint32_t>(own - event.decays.begin()) + 1;
      std::vector<int> ours, theirs;
      for (const Particle& particle : event.particles) {
        if (particle.decay == number) ours.push_back(particle.pdg);
      }
      for (const auto& particle : vertex->particles_out()) theirs.push_back(particle->pid());
      EXPECT_EQ(ours, theirs);
    }
    EXPECT_EQ(found, event.decays.size());
    decays += found;
  }
  EXPECT_EQ(decays, 48u);  // every second event has two muons, and each of them two decays
}

TEST(DecayVertices, LinesAreThoseThatHepmc3WritesOfWhatItRead) {
  const std::vector<Event> events = decayed_events(24, 2);
  const std::string text = text_of(events, sample::run(events.size()));
  std::istringstream stream(text);
  HepMC3::ReaderAscii reader(stream);
  std::ostringstream again;
  {
    std::unique_ptr<HepMC3::WriterAscii> writer;
    for (size_t i = 0; i < events.size(); ++i) {
      HepMC3::GenEvent read;
      ASSERT_TRUE(reader.read_event(read));
      if (!writer) writer = std::make_unique<HepMC3::WriterAscii>(again, reader.run_info());
      writer->set_precision(17);
      writer->write_event(read);
    }
  }
  const auto body = [](const std::string& whole) {
    const size_t begin = whole.find("\nE "), end = whole.find("HepMC::Asciiv3-END", begin);
    return sample::lines(whole.substr(begin + 1, end - begin - 1));
  };
  const std::vector<std::string> ours = body(text), theirs = body(again.str());
  ASSERT_EQ(ours.size(), theirs.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    std::istringstream a(ours[i]), b(theirs[i]);
    for (std::string x, y; a >> x;) {
      ASSERT_TRUE(b >> y) << ours[i] << " | " << theirs[i];
      if (x != y) {
        ASSERT_EQ(std::strtod(x.c_str(), nullptr), std::strtod(y.c_str(), nullptr)) << ours[i] << " | " << theirs[i];
      }
    }
  }
}

TEST(DecayVertices, KeepTheRulesOfNuHepmc) {
  const sample::Folder folder;
  const std::vector<Event> events = decayed_events(40, 2);
  const auto file = folder / "decays.hepmc3";
  sample::write(file, text_of(events, sample::run(events.size())));
  const NuHepmcReport report = check_nuhepmc(file);
  EXPECT_TRUE(report.passed()) << to_string(report);
  EXPECT_EQ(report.events, 40u);
}

TEST(DecayVertices, HepevtHasMothersDaughtersAndPositions) {
  const std::vector<Event> events = decayed_events(8, 0);
  const auto format = make_hepevt_format(sample::plain_run(8));
  for (const Event& event : events) {
    const std::vector<std::string> lines = sample::lines(format->serialise(std::span(&event, 1)).text);
    struct Row {
      int status, pdg, mother1, mother2, daughter1, daughter2;
      double px, py, pz, E, mass, x, y, z, t;
    };
    std::vector<Row> rows;
    for (size_t i = 1; i + 1 < lines.size(); i += 2) {
      Row r{};
      std::istringstream(lines[i] + " " + lines[i + 1]) >> r.status >> r.pdg >> r.mother1 >> r.mother2 >> r.daughter1 >>
          r.daughter2 >> r.px >> r.py >> r.pz >> r.E >> r.mass >> r.x >> r.y >> r.z >> r.t;
      rows.push_back(r);
    }
    ASSERT_EQ(rows.size(), event.particles.size());
    size_t decayed = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].status != 2) continue;
      ++decayed;
      double energy = rows[i].E;
      for (int k = rows[i].daughter1; k <= rows[i].daughter2; ++k) {
        const Row& product = rows.at(static_cast<size_t>(k) - 1);
        EXPECT_EQ(product.mother1, static_cast<int>(i) + 1);
        EXPECT_EQ(product.mother2, static_cast<int>(i) + 1);
        energy -= product.E;
        // Along the flight of the parent, from where that was made.
        EXPECT_NEAR((product.z - rows[i].z) * rows[i].E, (product.t - rows[i].t) * rows[i].pz,
                    1e-9 * std::abs(product.t) * rows[i].E);
        EXPECT_GT(product.t, rows[i].t);
      }
      EXPECT_NEAR(energy, 0.0, 1e-13 * rows[i].E);
    }
    EXPECT_EQ(decayed, event.decays.size());
  }
}

TEST(DecayVertices, LheHasMothersAndProperLifetimes) {
  const event::RunInfo run = sample::run(40);
  const std::vector<Event> events = decayed_events(40, 2);
  const auto format = make_lhe_format(run);
  std::istringstream stream(format->header() + format->serialise(events).text + format->footer());
  LHEF::Reader reader(stream);
  double sum = 0.0;
  size_t count = 0;
  for (const Event& event : events) {
    ASSERT_TRUE(reader.readEvent());
    const LHEF::HEPEUP& read = reader.hepeup;
    ASSERT_EQ(read.NUP, static_cast<int>(event.particles.size()));
    for (size_t i = 0; i < read.IDUP.size(); ++i) {
      const auto products = std::ranges::count_if(read.MOTHUP, [&](const std::pair<int, int>& mothers) {
        return mothers == std::pair<int, int>(static_cast<int>(i) + 1, static_cast<int>(i) + 1);
      });
      if (read.ISTUP[i] != 2 || products == 0 || std::abs(read.IDUP[i]) == 2212) continue;
      EXPECT_EQ(products, 2) << read.IDUP[i];
      EXPECT_GT(read.VTIMUP[i], 0.0);
      if (std::abs(read.IDUP[i]) != 13) continue;
      sum += read.VTIMUP[i];
      ++count;
    }
  }
  EXPECT_EQ(count, 40u);
  EXPECT_NEAR(sum / static_cast<double>(count) / 197.327, 1.0, 4.0 / std::sqrt(40.0));  // c tau of 1e-15 GeV in mm
}

TEST(DecayVertices, WhatDoesNotFitTogetherIsRefused) {
  const auto format = make_nuhepmc_format(sample::run(1));
  const auto refuse = [&](auto change) {
    std::vector<Event> events = decayed_events(1, 2);
    ASSERT_FALSE(events[0].decays.empty());
    change(events[0]);
    EXPECT_THROW((void)format->serialise(events), Failure);
  };
  refuse([](Event& event) { event.decays.pop_back(); });
  refuse([](Event& event) { event.decays[0].parent = 0; });
  refuse([](Event& event) { event.decays[0].position.x = std::nan(""); });
  refuse([](Event& event) { event.particles.back().decay = 99; });
}

}  // namespace
}  // namespace tridens::io
