// Files of published bounds: what they hold, and what is refused.
#include "tridens/io/bound_file.hh"

#include <gtest/gtest.h>

#include <string>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

const std::string header =
    "# name: mine\n# title: My search\n# plane: lmu-ltau\n# year: 2020\n# confidence: 90 % CL\n# source: 2001.00001, "
    "figure 1\n";

std::string complaint(const std::string& text) {
  try {
    (void)parse_bound_table(text, "mine.csv");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(BoundFile, HoldsWhatItSays) {
  const BoundTable bound = parse_bound_table(
      header + "# kind: limit\n# production: muon-radiation\nmass_GeV,coupling\n0.3,1e-3\n1,2e-3\n", "mine.csv");
  EXPECT_EQ(bound.name, "mine");
  EXPECT_EQ(bound.year, 2020);
  EXPECT_EQ(bound.production, "muon-radiation");
  EXPECT_EQ(bound.kind, BoundFileKind::limit);
  EXPECT_FALSE(bound.projection);
  ASSERT_EQ(bound.curves.size(), 1u);
  EXPECT_EQ(bound.curves[0].mass_GeV, (std::vector<double>{0.3, 1.0}));
  EXPECT_EQ(bound.curves[0].coupling, (std::vector<double>{1e-3, 2e-3}));
}

TEST(BoundFile, KeepsSeparateCurvesAndUpperBorders) {
  const BoundTable bound = parse_bound_table(
      header +
          "# kind: between\n# projection: yes\nmass_GeV,coupling,upper,curve\n1,1e-8,1e-4,2\n2,1e-8,1e-5,2\n0.1,1e-7,"
          "1e-3,1\n0.2,1e-7,1e-4,1\n",
      "mine.csv");
  EXPECT_TRUE(bound.projection);
  ASSERT_EQ(bound.curves.size(), 2u);
  EXPECT_EQ(bound.curves[0].mass_GeV.front(), 0.1);
  EXPECT_EQ(bound.curves[1].upper.back(), 1e-5);
}

TEST(BoundFile, RefusesWhatIsNoBound) {
  const std::string columns = "mass_GeV,coupling\n";
  EXPECT_NE(complaint(header + "# kind: limt\n" + columns + "1,1\n2,2\n").find("'limit'"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n# exposur: 1 /fb\n" + columns + "1,1\n2,2\n").find("'exposure'"),
            std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\nmass_GeV,couplng\n1,1\n2,2\n").find("'coupling'"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n" + columns + "2,1\n1,2\n").find("rise"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n" + columns + "-1,1\n1,2\n").find("logarithmic"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n" + columns + "1,0\n2,2\n").find("logarithmic"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n" + columns + "1,1\n").find("needs 2"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: region\n" + columns + "1,1\n2,1\n").find("needs 3"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: band\n" + columns + "1,1\n2,1\n").find("upper"), std::string::npos);
  EXPECT_NE(complaint(header + "# kind: band\nmass_GeV,coupling,upper\n1,1,0.5\n2,1,2\n").find("not above"),
            std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n# projection: maybe\n" + columns + "1,1\n2,2\n").find("yes or no"),
            std::string::npos);
  EXPECT_NE(complaint(header + "# kind: limit\n" + columns).find("no point"), std::string::npos);
  EXPECT_NE(complaint("# kind: limit\n" + columns + "1,1\n2,2\n").find("'name'"), std::string::npos);
}

TEST(BoundFile, EveryFileOfTheDataFolderIsNamedAsItSays) {
  const std::vector<std::string> names = bound_table_names();
  EXPECT_GE(names.size(), 7u);
  for (const std::string& name : names) EXPECT_EQ(load_named_bound(name).name, name);
  EXPECT_THROW(load_named_bound("babar-4nu"), UserError);
}

}  // namespace
}  // namespace tridens::io
