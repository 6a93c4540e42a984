#include "tridens/io/result_file.hh"

#include <gtest/gtest.h>

#include <algorithm>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

bool states(const ResultDescription& description, const std::string& field, const std::string& text) {
  return std::any_of(description.statements.begin(), description.statements.end(),
                     [&](const Statement& one) { return one.field == field && one.text == text; });
}

TEST(ResultFile, JsonStatesChoicesTablesAndPapers) {
  const auto result = describe_json(
      R"({"version": "0.1.0", "choices": {"Flux": "dune"}, "data_sha256": {"flux/dune": "ab"}, "citations_arxiv": ["1807.10973"],
          "bounds": [{"name": "mine", "papers": ["1406.2332"]}], "edges": [1, 2], "figures": [{"title": "left out"}]})",
      "test");
  EXPECT_EQ(result.version, "0.1.0");
  EXPECT_TRUE(states(result, "choices.flux", "dune"));
  EXPECT_TRUE(states(result, "data", "flux/dune"));
  EXPECT_TRUE(states(result, "citations_arxiv", "1807.10973"));
  EXPECT_TRUE(states(result, "bounds[mine].papers", "1406.2332"));
  EXPECT_FALSE(states(result, "figures.title", "left out"));
}

TEST(ResultFile, CardsAreReadByTheirSections) {
  const auto result = describe_json(
      R"({"version": "1", "card": "[process]\nname = \"cevns\"\n\n[[experiment]]\nname = \"mine\"\n"})", "test");
  EXPECT_TRUE(states(result, "card.process.name", "cevns"));
  EXPECT_TRUE(states(result, "card.experiment.name", "mine"));
}

TEST(ResultFile, PairsOfContoursAreWhatTheTableStates) {
  const auto result = describe_json(
      R"({"version": "1", "provenance": [["cite", "1807.10973"], ["sha256 flux/dune", "ab"], ["model", "nsi"]]})",
      "test");
  EXPECT_TRUE(states(result, "cite", "1807.10973"));
  EXPECT_TRUE(states(result, "data", "flux/dune"));
  EXPECT_TRUE(states(result, "choices.model", "nsi"));
}

TEST(ResultFile, OtherTextIsNoResult) {
  EXPECT_THROW((void)describe_json("{", "test"), UserError);
  EXPECT_THROW((void)describe_json("[1, 2]", "test"), UserError);
  EXPECT_THROW((void)describe_json(R"({"version": 1})", "test"), UserError);
  EXPECT_THROW((void)read_result_description("no such file.json"), UserError);
}

}  // namespace
}  // namespace tridens::io
