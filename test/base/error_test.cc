#include "tridens/base/error.hh"

#include <gtest/gtest.h>

namespace tridens {
namespace {

TEST(Error, MessageIsProblemWhySuggestion) {
  EXPECT_STREQ(UserError("no flux", "none was named", "give --flux").what(), "no flux (none was named) give --flux");
}

TEST(Error, EditDistanceCountsASwapOnce) {
  EXPECT_EQ(edit_distance("numu", "nmuu"), 1);
  EXPECT_EQ(edit_distance("helm", "helm"), 0);
  EXPECT_EQ(edit_distance("", "abc"), 3);
}

TEST(Error, UnknownNameProposesTheNearest) {
  try {
    unknown_name("form factor", "helmm", {"fermi2", "helm", "klein-nystrand"});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'helm'?"), std::string::npos);
  }
}

TEST(Error, NoSuggestionWhenNothingIsNear) {
  EXPECT_EQ(nearest_name("zzzzzz", {"fermi2", "helm"}), "");
}

}  // namespace
}  // namespace tridens
