#include "tridens/io/nuhepmc.hh"

#include <HepMC3/GenEvent.h>
#include <HepMC3/GenParticle.h>
#include <HepMC3/GenVertex.h>
#include <HepMC3/ReaderAscii.h>
#include <HepMC3/WriterAscii.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "event_sample.hh"
#include "tridens/base/units.hh"

namespace tridens::io {
namespace {

using event::Event;
using event::Particle;
using event::RunInfo;
using event::Status;
using sample::content;
using sample::Folder;

std::string text_of(const std::vector<Event>& events, const RunInfo& run) {
  const auto format = make_nuhepmc_format(run);
  return format->header() + format->serialise(events).text + format->footer();
}

HepMC3::GenParticlePtr hepmc(const Particle& particle) {
  const FourVector& k = particle.momentum;
  auto result = std::make_shared<HepMC3::GenParticle>(HepMC3::FourVector(k.x, k.y, k.z, k.e), particle.pdg,
                                                      static_cast<int>(particle.status));
  result->set_generated_mass(particle.mass);
  return result;
}

std::string exact(double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.17g", value);
  return buffer;
}

/// The same event through HepMC3's own objects.
void build(const Event& event, HepMC3::GenEvent& result) {
  result.set_event_number(static_cast<int>(event.number));
  result.weights() = {event.weight};
  for (const double factor : event.variation_weights) result.weights().push_back(event.weight * factor);
  auto primary = std::make_shared<HepMC3::GenVertex>(), separation = std::make_shared<HepMC3::GenVertex>();
  primary->set_status(1);
  const Particle* struck = nullptr;
  for (const Particle& particle : event.particles) {
    if (particle.status == Status::struck_nucleon || particle.status == Status::struck_electron) struck = &particle;
  }
  const HepMC3::GenParticlePtr beam = hepmc(event.particles[0]), target = hepmc(event.particles[1]);
  result.add_particle(beam);
  result.add_particle(target);
  bool remnant = false;
  if (struck != nullptr) {
    const HepMC3::GenParticlePtr internal = hepmc(*struck);
    separation->set_status(static_cast<int>(struck->status));
    separation->add_particle_in(target);
    separation->add_particle_out(internal);
    for (const Particle& particle : event.particles) {
      if (particle.status != Status::final_state || particle.pdg < 1000000000) continue;
      separation->add_particle_out(hepmc(particle));
      remnant = true;
    }
    if (!remnant) {
      Particle rest{2009900000, Status::final_state, event.particles[1].momentum - struck->momentum, 0.0};
      rest.mass = std::sqrt(rest.momentum.mass_squared());
      separation->add_particle_out(hepmc(rest));
    }
    result.add_vertex(separation);
    primary->add_particle_in(beam);
    primary->add_particle_in(internal);
  } else {
    primary->add_particle_in(beam);
    primary->add_particle_in(target);
  }
  for (const Particle& particle : event.particles) {
    if (particle.status != Status::final_state) continue;
    if (struck == nullptr || particle.pdg < 1000000000) primary->add_particle_out(hepmc(particle));
  }
  result.add_vertex(primary);
  const auto add = [&](const std::string& name, const std::string& value, int id = 0) {
    result.add_attribute(name, std::make_shared<HepMC3::StringAttribute>(value), id);
  };
  add("signal_process_id", std::to_string(event.process_id));
  add("lab_pos", "0 0 0 " + exact(event.time_s));
  add("tot_xs", exact(event.total_cross_section / units::picobarn));
  add("proc_xs", exact(event.process_cross_section / units::picobarn));
  if (struck != nullptr && !remnant) add("remnant_particle_number", "1000170390", 4);
}

/// Words that are equal as text or as numbers, to the last bit.
void expect_same_words(const std::string& ours, const std::string& theirs) {
  std::istringstream a(ours), b(theirs);
  for (std::string x, y; a >> x;) {
    ASSERT_TRUE(b >> y) << ours << " | " << theirs;
    if (x == y) continue;
    ASSERT_EQ(std::strtod(x.c_str(), nullptr), std::strtod(y.c_str(), nullptr)) << ours << " | " << theirs;
  }
  std::string more;
  ASSERT_FALSE(b >> more) << ours << " | " << theirs;
}

TEST(NuHepmc, EventLinesAreThoseOfHepmc3) {
  const std::vector<Event> events = sample::events(200);
  const RunInfo run = sample::run(events.size());
  auto info = std::make_shared<HepMC3::GenRunInfo>();
  info->set_weight_names({"CV", run.variation_names[0], run.variation_names[1]});
  std::ostringstream stream;
  HepMC3::WriterAscii writer(stream, info);
  writer.set_precision(17);
  for (const Event& event : events) {
    HepMC3::GenEvent theirs(info, HepMC3::Units::GEV, HepMC3::Units::MM);
    build(event, theirs);
    writer.write_event(theirs);
  }
  writer.close();
  const auto body = [](const std::string& text) {
    const size_t begin = text.find("\nE "), end = text.rfind("HepMC::Asciiv3-END");
    return sample::lines(text.substr(begin + 1, end - begin - 1));
  };
  const std::vector<std::string> ours = body(text_of(events, run)), theirs = body(stream.str());
  ASSERT_EQ(ours.size(), theirs.size());
  for (size_t i = 0; i < ours.size(); ++i) expect_same_words(ours[i], theirs[i]);
}

TEST(NuHepmc, Hepmc3ReadsEveryNumberBackExactly) {
  std::vector<Event> events = sample::events(100);
  events[7].weight = 1.0 / 3.0;
  std::istringstream stream(text_of(events, sample::run(events.size())));
  HepMC3::ReaderAscii reader(stream);
  for (const Event& event : events) {
    HepMC3::GenEvent read;
    ASSERT_TRUE(reader.read_event(read) && !reader.failed());
    EXPECT_EQ(read.event_number(), static_cast<int>(event.number));
    EXPECT_EQ(read.weight("CV"), event.weight);
    EXPECT_EQ(read.weight("lmu-ltau,mass=10MeV"), event.weight * event.variation_weights[1]);
    EXPECT_EQ(std::stod(read.attribute_as_string("tot_xs")), event.total_cross_section / units::picobarn);
    EXPECT_EQ(read.attribute<HepMC3::IntAttribute>("signal_process_id")->value(), event.process_id);
    for (const Particle& particle : event.particles) {
      const FourVector& k = particle.momentum;
      const HepMC3::FourVector momentum(k.x, k.y, k.z, k.e);
      const auto same = [&](const HepMC3::GenParticlePtr& other) {
        return other->pid() == particle.pdg && other->status() == static_cast<int>(particle.status) &&
               other->momentum() == momentum && other->generated_mass() == particle.mass;
      };
      EXPECT_EQ(std::ranges::count_if(read.particles(), same), 1) << event.number << " " << particle.pdg;
    }
  }
}

class NuHepmcHeader : public testing::Test {
 protected:
  std::shared_ptr<HepMC3::GenRunInfo> read(const RunInfo& run) {
    std::vector<Event> events = sample::events(1, run.variation_names.size());
    std::istringstream stream(text_of(events, run));
    HepMC3::ReaderAscii reader(stream);
    HepMC3::GenEvent event;
    EXPECT_TRUE(reader.read_event(event));
    return reader.run_info();
  }
  static std::vector<double> numbers(const HepMC3::GenRunInfo& info, const std::string& name) {
    std::istringstream stream(info.attribute_as_string(name));
    return {std::istream_iterator<double>(stream), {}};
  }
};

TEST_F(NuHepmcHeader, KeepsSmallFluxesAndCrossSections) {
  const RunInfo run = sample::run(1);
  const auto info = read(run);
  EXPECT_EQ(numbers(*info, "NuHepMC.Beam[14].Histogram.BinContent"), run.beam[0].bin_content);
  EXPECT_EQ(numbers(*info, "NuHepMC.Beam[14].Histogram.BinEdges"), run.beam[0].bin_edges);
  EXPECT_EQ(numbers(*info, "NuHepMC.FluxAveragedTotalCrossSection")[0], run.cross_section / units::picobarn);
  EXPECT_NEAR(numbers(*info, "NuHepMC.FluxAveragedTotalCrossSection")[0], 8.20527e-7, 1e-18);  // 1 fb = 1e-3 pb
  EXPECT_EQ(info->attribute<HepMC3::DoubleAttribute>("NuHepMC.Exposure.POT")->value(), 1.1e21);
}

TEST_F(NuHepmcHeader, KeepsTheCardTheSeedAndTheChecksumsToTheLetter) {
  const RunInfo run = sample::run(1);
  const auto info = read(run);
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Provenance.Card"), run.card);
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Provenance.Seed"), "18446744073709551615");
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Provenance.DataChecksumsSHA256"),
            std::string(64, 'a') + "  data/flux/a b.csv\n" + std::string(64, 'b') + "  data/nuclide/isotopes.csv\n");
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Provenance.WeightsDividedByNEvents"), "0");
}

TEST_F(NuHepmcHeader, NamesToolWeightsProcessesAndTarget) {
  const RunInfo run = sample::run(1);
  const auto info = read(run);
  ASSERT_EQ(info->tools().size(), 1U);
  EXPECT_EQ(info->tools()[0].name, "Tridens");
  EXPECT_EQ(info->tools()[0].version, "0.1.0");
  EXPECT_EQ(info->weight_names(), (std::vector<std::string>{"CV", run.variation_names[0], run.variation_names[1]}));
  EXPECT_EQ(info->attribute_as_string("NuHepMC.ProcessIDs"), "150 750 760 761");
  EXPECT_EQ(info->attribute_as_string("NuHepMC.ProcessInfo[760].Name"), "trident");
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Citations.Process[750].arXiv"), "hep-ph/0403168 1906.00111");
  EXPECT_EQ(info->attribute_as_string("NuHepMC.TargetMaterialRelativeAtomicAbundance"),
            "1000180360[0.004] 1000180400[0.996]");
}

TEST_F(NuHepmcHeader, ServesBothSpellingsOfTheSpecificationAndItsReader) {
  const auto info = read(sample::run(1));
  for (const char* name :
       {"NuHepMC.AdditionalParticleNumber[9900032].Name", "NuHepMC.AdditionalParticleInfo[9900032].Name",
        "NuHepMC.AdditionalParticleInfo[9900032].Description", "NuHepMC.Beam.EnergyUnit", "NuHepMC.Beam[14].EnergyUnit",
        "NuHepMC.Beam.FluxUnit", "NuHepMC.Beam.RateUnit", "NuHepMC.Beam.Type", "NuHepMC.Beam[14].Type"}) {
    EXPECT_NE(info->attribute_as_string(name), "") << name;
  }
}

TEST_F(NuHepmcHeader, SignalsOnlyWhatTheFileFulfils) {
  EXPECT_EQ(read(sample::run(1))->attribute_as_string("NuHepMC.Conventions"),
            "G.C.1 G.C.2 G.C.3 G.C.4 G.C.5 E.C.1 E.C.2 E.C.3 E.C.5 V.C.1 P.C.1 P.C.2");
  RunInfo bare = sample::plain_run(1);
  bare.exposure_pot = 0.0;
  bare.citations_arxiv.clear();
  for (auto& process : bare.processes) process.arxiv.clear();
  bare.beam.clear();
  const auto info = read(bare);
  EXPECT_EQ(info->attribute_as_string("NuHepMC.Conventions"), "G.C.2 G.C.5 E.C.1 V.C.1 P.C.1 P.C.2");
  EXPECT_EQ(info->attributes().count("NuHepMC.Exposure.POT"), 0U);
}

TEST(NuHepmc, BeginsAndEndsOnce) {
  const std::string text = text_of(sample::events(3), sample::run(3));
  const auto count = [&](const std::string& wanted) {
    return std::ranges::count_if(sample::lines(text), [&](const std::string& line) { return line == wanted; });
  };
  EXPECT_EQ(count("HepMC::Asciiv3-START_EVENT_LISTING"), 1);
  EXPECT_EQ(count("HepMC::Asciiv3-END_EVENT_LISTING"), 1);
  EXPECT_TRUE(text.ends_with("HepMC::Asciiv3-END_EVENT_LISTING\n\n"));
}

TEST(NuHepmc, RefusesLinesThatHepmc3CannotRead) {
  RunInfo run = sample::run(1);
  run.card = std::string(300000, 'x');
  EXPECT_THROW(make_nuhepmc_format(run), Failure);
}

TEST(NuHepmc, MomentumBalancesInEveryVertexAlsoWithAnUnmodelledRemnant) {
  const std::vector<Event> events = sample::events(40);
  std::istringstream stream(text_of(events, sample::run(events.size())));
  HepMC3::ReaderAscii reader(stream);
  int pseudo_remnants = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    HepMC3::GenEvent read;
    ASSERT_TRUE(reader.read_event(read));
    for (const auto& vertex : read.vertices()) {
      HepMC3::FourVector sum(0, 0, 0, 0);
      for (const auto& particle : vertex->particles_in()) sum += particle->momentum();
      for (const auto& particle : vertex->particles_out()) {
        sum -= particle->momentum();
        if (particle->pid() != 2009900000) continue;
        ++pseudo_remnants;
        EXPECT_EQ(particle->attribute_as_string("remnant_particle_number"), "1000170390");
      }
      EXPECT_LT(std::abs(sum.e()) + std::abs(sum.px()) + std::abs(sum.py()) + std::abs(sum.pz()), 1e-13 * 80.0);
    }
  }
  EXPECT_EQ(pseudo_remnants, 5);
}

}  // namespace
}  // namespace tridens::io
