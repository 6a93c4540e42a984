#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "tridens/base/error.hh"
#include "tridens/run/gallery/context.hh"
#include "tridens/run/gallery/registry.hh"
#include "tridens/run/requests.hh"
#include "tridens/run/setup.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

class Reproduce : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tridens_reproduce_" + std::to_string(::getpid()) + "_" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directory(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  ReproduceRequest request(std::vector<std::string> ids) const {
    ReproduceRequest result;
    result.ids = std::move(ids);
    result.output_folder = (folder_ / "page").string();
    result.plots = false;
    return result;
  }
  size_t files() const { return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {})); }
  fs::path folder_;
};

TEST_F(Reproduce, EveryEntrySaysWhatItIsAndWhatIsAssumed) {
  std::set<std::string> ids;
  for (const gallery::Entry& entry : gallery::entries()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id << " comes twice";
    EXPECT_FALSE(entry.title.empty()) << entry.id;
    EXPECT_FALSE(entry.source.empty()) << entry.id;
    EXPECT_FALSE(entry.assumptions.empty()) << entry.id;
    EXPECT_TRUE(static_cast<bool>(entry.compute)) << entry.id;
  }
  const auto listed = reproductions();
  EXPECT_EQ(listed.size(), ids.size());
  EXPECT_TRUE(std::is_sorted(listed.begin(), listed.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
}

TEST_F(Reproduce, VerdictFollowsFromToleranceAlone) {
  using gallery::Comparison;
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", 2.0, 2.19, 0.1, ""}), "agrees");
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", 2.0, 2.21, 0.1, "why"}), "differs");
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", -2.0, -2.21, 0.1, "why"}), "differs");
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", 2.0, std::nan(""), 0.1, "why"}), "differs");
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", std::nullopt, 1.0, 0.1, ""}), "shown");
  EXPECT_EQ(gallery::verdict(Comparison{"x", "", 1.0, 1.0, std::nullopt, ""}), "shown");
}

TEST_F(Reproduce, NumbersAndFileAppearTogether) {
  const ReproduceResult result = reproduce(request({"000.kinetic-mixing"}));
  ASSERT_FALSE(result.rows.empty());
  EXPECT_TRUE(result.page.empty());
  EXPECT_EQ(files(), 1u);  // the folder and nothing beside it
  EXPECT_TRUE(fs::exists(folder_ / "page" / "gallery.json"));
  for (const auto& row : result.rows) EXPECT_EQ(row.id, "000.kinetic-mixing");
}

TEST_F(Reproduce, AnEntryThatDiffersIsShownWithItsReason) {
  const ReproduceResult result = reproduce(request({"000.kinetic-mixing"}));
  const auto differs =
      std::find_if(result.rows.begin(), result.rows.end(), [](const auto& row) { return row.verdict == "differs"; });
  ASSERT_NE(differs, result.rows.end());  // the misprinted prefactor of the slide
  EXPECT_NEAR(differs->computed / *differs->published, 2.0 / 3.0, 1e-6);
  EXPECT_FALSE(differs->why.empty());
}

TEST_F(Reproduce, AnEarlierGalleryIsReplacedAndAnythingElseIsNot) {
  reproduce(request({"000.kinetic-mixing"}));
  EXPECT_NO_THROW(reproduce(request({"001.couplings"})));
  fs::remove(folder_ / "page" / "gallery.json");
  std::ofstream(folder_ / "page" / "notes.txt") << "mine";
  EXPECT_THROW(reproduce(request({"001.couplings"})), UserError);
  EXPECT_TRUE(fs::exists(folder_ / "page" / "notes.txt"));
  EXPECT_EQ(files(), 1u);
}

TEST_F(Reproduce, AStopLeavesNothing) {
  const std::atomic<bool> stop{true};
  ReproduceRequest stopped = request({"000.kinetic-mixing"});
  stopped.stop = &stop;
  EXPECT_THROW(reproduce(stopped), Failure);
  EXPECT_EQ(files(), 0u);
}

TEST_F(Reproduce, UnknownIdsAreAnsweredWithTheNearest) {
  try {
    reproduce(request({"001.menu-lin3"}));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("001.menu-line"), std::string::npos) << error.what();
  }
  EXPECT_THROW(reproduce(request({""})), UserError);
  EXPECT_EQ(files(), 0u);
}

TEST(GalleryContext, SharedCurvesGiveWhatEachChannelGivesByItself) {
  // The VA structure is odd under exchange of the leptons and of neutrino and antineutrino.
  gallery::Context context(1, nullptr);
  for (const auto& [neutrino, pair] : {std::pair{"numu", "mu-e+"}, {"numubar", "e-mu+"}, {"nue", "e-mu+"}}) {
    const model::TridentChannel line = gallery::channel(neutrino, pair);
    const gallery::Couplings sm = context.standard_model(line);
    process::TridentOptions options;
    options.channel = line;
    options.vertex = sm.vertex;
    options.target = matter::material("Ar40");
    options.regimes = {"coherent"};
    const process::Trident trident(options, context.tables(line.minus, line.plus));
    const auto direct = trident.terms(0, 4.0);
    const auto shared = context.terms(line, sm, gallery::Scatterer{"Ar40"}, 4.0);
    EXPECT_NEAR(context.combine(shared, sm) / trident.combine(direct, sm.vertex), 1.0, 1e-4) << line.reaction();
    const double sign =
        line.incoming.antiparticle ? -1.0 : 1.0;  // Trident::combine applies it, the context's terms hold it
    EXPECT_NEAR(shared[0].va / (sign * direct[0].va), 1.0, 2e-2) << line.reaction();
  }
}

TEST(GalleryContext, MaterialsAreSumsOverTheirNuclei) {
  gallery::Context context(1, nullptr);
  const model::TridentChannel line = gallery::channel("numu", "mu-mu+");
  const gallery::Couplings sm = context.standard_model(line);
  const auto sigma = [&](const char* name, gallery::Regime regime) {
    return context.sigma_fb(line, sm, matter::material(name), regime, 5.0);
  };
  using enum gallery::Regime;
  EXPECT_NEAR(sigma("CH2", coherent) / sigma("C", coherent), 1.0, 1e-3);  // a little deuterium in natural hydrogen
  const double free_proton = context.sigma_fb(line, sm, gallery::Scatterer{"p", "default", 0.0}, 5.0);
  EXPECT_NEAR((sigma("CH2", diffractive) - sigma("C", diffractive)) / (2.0 * free_proton), 1.0, 1e-3);
  EXPECT_GT(free_proton, context.sigma_fb(line, sm, gallery::Scatterer{"p"}, 5.0));
}

TEST(GalleryContext, BoundNucleonsAreKnownBeyondTheVirtualityOfTheTables) {
  // Kinematics reach Q^2 above 120 GeV^2, where the tables end; Pauli blocking takes the response to zero at small Q^2.
  gallery::Context context(1, nullptr);
  const model::TridentChannel line = gallery::channel("numu", "mu-mu+");
  const gallery::Couplings sm = context.standard_model(line);
  const double bound = context.sigma_fb(line, sm, gallery::Scatterer{"p"}, 500.0);
  const double free = context.sigma_fb(line, sm, gallery::Scatterer{"p", "default", 0.0}, 500.0);
  EXPECT_GT(bound, 0.5 * free);
  EXPECT_LT(bound, free);
}

}  // namespace
}  // namespace tridens::run
