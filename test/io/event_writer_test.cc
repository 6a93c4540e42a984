#include "tridens/io/event_writer.hh"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "event_sample.hh"

namespace tridens::io {
namespace {

using event::Event;
using event::RunInfo;
using sample::content;
using sample::Folder;

std::string failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(EventWriter, FindsTheFormatByTheEnding) {
  EXPECT_EQ(event_format_of("a.hepmc3"), "nuhepmc");
  EXPECT_EQ(event_format_of("dir.lhe/a.hepmc3.gz"), "nuhepmc");
  EXPECT_EQ(event_format_of("a.b.hepmc"), "nuhepmc");
  EXPECT_EQ(event_format_of("a.hepevt.gz"), "hepevt");
  EXPECT_EQ(event_format_of("a.lhe"), "lhe");
  EXPECT_EQ(event_format_of("a.events.gz"), "event-block");
}

TEST(EventWriter, ProposesTheNearestEndingAndName) {
  EXPECT_NE(failure_of([] { event_format_of("a.hepmc2x"); }).find("did you mean '.hepmc"), std::string::npos);
  EXPECT_NE(failure_of([] { event_format_of("events"); }).find("has no ending"), std::string::npos);
  EXPECT_NE(failure_of([] { event_format_of("a.gz"); }).find("has no ending"), std::string::npos);
  EXPECT_NE(failure_of([] { make_event_format("nuhepmcc", sample::run(1)); }).find("did you mean 'nuhepmc'?"),
            std::string::npos);
}

class EveryFormat : public testing::TestWithParam<std::string> {
 protected:
  RunInfo run(std::uint64_t count) const {
    return make_event_format(GetParam(), sample::plain_run(count))->has_weights() ? sample::run(count)
                                                                                  : sample::plain_run(count);
  }
  std::vector<Event> events(size_t count) const { return sample::events(count, run(count).variation_names.size()); }
};

TEST_P(EveryFormat, GivesTheSameBytesForAnyThreadsAndChunks) {
  const Folder folder;
  const std::vector<Event> events = this->events(9001);
  const auto write = [&](const std::string& name, size_t chunk, unsigned threads) {
    EventWriter writer(folder / name, run(events.size()), GetParam());
    std::span<const Event> rest(events);
    while (!rest.empty()) {
      const size_t count = std::min(chunk, rest.size());
      writer.write(rest.first(count), threads);
      rest = rest.subspan(count);
    }
    writer.finish();
    EXPECT_EQ(writer.events_written(), events.size());
    return content(folder / name);
  };
  const std::string whole = write("whole", events.size(), 1);
  EXPECT_EQ(write("threads", events.size(), 3), whole);
  EXPECT_EQ(write("chunks", 97, 2), whole);
  EXPECT_EQ(write("zipped.gz", 1000, 1), whole);
}

TEST_P(EveryFormat, LeavesNoFileWhenEventsAreMissing) {
  const Folder folder;
  {
    EventWriter writer(folder / "out", run(11), GetParam());
    writer.write(events(10));
    EXPECT_NE(failure_of([&] { writer.finish(); }).find("10 events came instead of 11"), std::string::npos);
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST_P(EveryFormat, HoldsZeroEvents) {
  const Folder folder;
  EventWriter writer(folder / "out", run(0), GetParam());
  writer.write({});
  writer.finish();
  EXPECT_EQ(folder.names().size(), 1U);
}

TEST_P(EveryFormat, RefusesBrokenEvents) {
  const std::unique_ptr<EventFormat> format = make_event_format(GetParam(), run(10));
  const auto refused = [&](const std::function<void(Event&)>& change) {
    std::vector<Event> events = this->events(5);
    EXPECT_EQ(format->serialise(events).count, 5U);
    change(events[3]);
    return failure_of([&] { format->serialise(events); });
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(refused([](Event& e) { e.particles[2].momentum.y = nan; }).find("event 3 was not written"),
            std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.particles[2].mass = INFINITY; }), "");
  EXPECT_NE(refused([](Event& e) { e.weight = nan; }).find("weight"), std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.variation_weights.push_back(1.0); }).find("variation weights"), std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.process_id = 7; }).find("process 7 was not declared"), std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.number = 1; }).find("it comes after event 2"), std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.number = 1ULL << 31; }).find("2147483647"), std::string::npos);
  EXPECT_NE(refused([](Event& e) { e.particles[0].status = event::Status::target; }), "");
  EXPECT_NE(refused([](Event& e) { e.particles.resize(2); }).find("no outgoing"), std::string::npos);
}

TEST_P(EveryFormat, RefusesChunksOutOfOrder) {
  const Folder folder;
  EventWriter writer(folder / "out", run(10), GetParam());
  const std::vector<Event> events = this->events(10);
  const EventChunk first = writer.format().serialise(std::span(events).first(5));
  const EventChunk second = writer.format().serialise(std::span(events).subspan(5));
  writer.append(second);
  EXPECT_NE(failure_of([&] { writer.append(first); }).find("event 0 was not written"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, EveryFormat, testing::ValuesIn(event_format_names()), [](const auto& format) {
  std::string name = format.param;
  std::erase(name, '-');
  return name;
});

TEST(EventWriter, RefusesIncompleteRunInformation) {
  const auto refused = [](const std::function<void(RunInfo&)>& change) {
    RunInfo run = sample::run(1);
    change(run);
    return failure_of([&] { make_event_format("nuhepmc", run); });
  };
  EXPECT_EQ(refused([](RunInfo&) {}), "");
  EXPECT_NE(refused([](RunInfo& run) { run.cross_section = 0.0; }).find("cross section"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.cross_section_error = -1.0; }).find("error"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.generator_version = ""; }).find("version"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.processes.clear(); }).find("no process"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.processes[1].id = 150; }).find("twice"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.processes[1].description = ""; }).find("750"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.variation_names[1] = "CV"; }).find("'CV'"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.variation_cross_sections.pop_back(); }), "");
  EXPECT_NE(refused([](RunInfo& run) { run.beam[0].bin_edges.pop_back(); }).find("one edge"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { run.beam[0].bin_content[0] = -1; }).find("negative"), std::string::npos);
  EXPECT_NE(refused([](RunInfo& run) { std::swap(run.beam[0].bin_edges[0], run.beam[0].bin_edges[1]); }), "");
  EXPECT_NE(refused([](RunInfo& run) { run.target_abundance[1000180400] = 0.0; }).find("abundance"), std::string::npos);
}

TEST(EventWriter, RefusesWeightsWhereTheFormatHasNone) {
  for (const std::string name : {"hepevt", "event-block"}) {
    EXPECT_THROW(make_event_format(name, sample::run(1)), UserError);  // variations
    RunInfo weighted = sample::plain_run(1);
    weighted.unweighted = false;
    EXPECT_THROW(make_event_format(name, weighted), UserError);
    EXPECT_NO_THROW(make_event_format("lhe", weighted));
  }
}

TEST(EventWriter, CountsExcessWeightsThatAFormatLoses) {
  const Folder folder;
  std::vector<Event> events = sample::events(3, 0);
  events[1].weight = 1.5;
  for (const auto& [name, lost] : {std::pair{"a.hepevt", 1U}, {"a.events", 1U}, {"a.lhe", 0U}}) {
    EventWriter writer(folder / name, sample::plain_run(3));
    writer.write(events);
    EXPECT_EQ(writer.lost_weights(), lost) << name;
  }
}

TEST(EventWriter, RefusesAnExistingFileBeforeAnyWork) {
  const Folder folder;
  sample::write(folder / "a.hepmc3", "old");
  EXPECT_THROW(EventWriter(folder / "a.hepmc3", sample::run(1)), UserError);
  EXPECT_THROW(EventWriter(folder / "b.hepmc3.gz", sample::plain_run(1), "lhe"),
               UserError);  // readers go by the ending
  EXPECT_NO_THROW(EventWriter(folder / "a.hepmc3", sample::run(1), "", {.overwrite = true}));
  EXPECT_EQ(content(folder / "a.hepmc3"), "old");
}

}  // namespace
}  // namespace tridens::io
