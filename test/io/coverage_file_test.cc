#include "tridens/io/coverage_file.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

constexpr const char* slides = R"(
[[talk]]
key = "000"
title = "A. Author"
[[slide]]
talk = "000"
heading = "Rates"
shows = "a table"
entries = ["000.rates", "000.more"]
[[slide]]
talk = "000"
heading = "Photograph"
shows = "a detector"
not_possible = "it is a photograph"
)";
constexpr const char* entries = R"(
topics = ["tridents", "inference"]
[[entry]]
id = "000.rates"
topics = ["inference"]
computes = "Rates."
command = "tridens xsec"
)";

std::string message(const std::string& slides_text, const std::string& entries_text) {
  try {
    parse_coverage(slides_text, entries_text);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(CoverageFile, SlidesNameTheirEntriesOrTheReason) {
  const Coverage coverage = parse_coverage(slides, entries);
  ASSERT_EQ(coverage.slides.size(), 2u);
  EXPECT_EQ(coverage.slides[0].entries, (std::vector<std::string>{"000.rates", "000.more"}));
  EXPECT_EQ(coverage.slides[0].not_possible, "");
  EXPECT_EQ(coverage.slides[1].not_possible, "it is a photograph");
  EXPECT_EQ(coverage.talks.front().second, "A. Author");
}

TEST(CoverageFile, EntriesSayWhatTheyCompute) {
  const EntryGuide guide = parse_coverage(slides, entries).guides.at("000.rates");
  EXPECT_EQ(guide.computes, "Rates.");
  EXPECT_EQ(guide.command, "tridens xsec");
  EXPECT_EQ(guide.topics, std::vector<std::string>{"inference"});
}

TEST(CoverageFile, WhatIsWrongIsSaidWithItsPlace) {
  const std::string text = slides, guides = entries;
  EXPECT_NE(message(text + "[[slide]]\ntalk = \"001\"\nheading = \"x\"\nshows = \"x\"\nentries = [\"a\"]\n", guides)
                .find("unknown talk of a slide '001'"),
            std::string::npos);
  EXPECT_NE(message(text + "[[slide]]\ntalk = \"000\"\nheading = \"x\"\nshows = \"x\"\n", guides).find("not_possible"),
            std::string::npos);
  EXPECT_NE(message(text + "[[slide]]\ntalk = \"000\"\nheading = \"x\"\nshows = \"x\"\nreason = \"x\"\n", guides)
                .find("reason"),
            std::string::npos);
  const std::string second = "[[entry]]\nid = \"000.rates\"\ntopics = [\"tridents\"]\ncomputes = \"x\"\n";
  EXPECT_NE(message(text, guides + second).find("comes twice"), std::string::npos);
  EXPECT_NE(
      message(text, guides + "[[entry]]\nid = \"a\"\ntopics = [\"trident\"]\ncomputes = \"x\"\n").find("'tridents'"),
      std::string::npos);
  EXPECT_NE(message(text, guides + "[[entry]]\nid = \"a\"\ntopics = [\"tridents\"]\n").find("computes"),
            std::string::npos);
}

TEST(CoverageFile, TheOneOfTheDataFolderIsRead) {
  const LoadedCoverage loaded = load_coverage();
  EXPECT_EQ(loaded.coverage.talks.size(), 5u);
  EXPECT_EQ(loaded.coverage.topics.size(), 5u);
  EXPECT_FALSE(loaded.coverage.guides.empty());
}

}  // namespace
}  // namespace tridens::io
