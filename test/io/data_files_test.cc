#include "tridens/io/data_files.hh"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tridens/base/error.hh"

namespace fs = std::filesystem;

namespace tridens::io {
namespace {

/// Sets TRIDENS_DATA for one test, to a folder of the test's own.
class DataFiles : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* value = std::getenv("TRIDENS_DATA")) before_ = value;
    unsetenv("TRIDENS_DATA");
    folder_ = fs::path(TRIDENS_BINARY_DIR) / "data_files_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "flux");
  }
  void TearDown() override {
    fs::remove_all(folder_);
    before_ ? setenv("TRIDENS_DATA", before_->c_str(), 1) : unsetenv("TRIDENS_DATA");
  }
  void use_folder() { setenv("TRIDENS_DATA", folder_.c_str(), 1); }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  fs::path folder_;
  std::optional<std::string> before_;
};

TEST_F(DataFiles, EnvironmentComesFirst) {
  use_folder();
  EXPECT_EQ(data_places().front().path, folder_.string());
  EXPECT_TRUE(data_places().front().found);
  EXPECT_EQ(data_folder(), folder_.string());
}

TEST_F(DataFiles, SourceFolderOfTheBuildIsNext) {
  EXPECT_EQ(data_places().front().path, TRIDENS_SOURCE_DIR "/data");
}

TEST_F(DataFiles, StaleEnvironmentIsAnErrorNotPassedOver) {
  setenv("TRIDENS_DATA", "/no/such/folder", 1);
  EXPECT_THROW(data_folder(), UserError);
}

TEST_F(DataFiles, NamesAreSortedAndWithoutEnding) {
  use_folder();
  write("flux/b.csv", "E\n");
  write("flux/a.csv", "E\n");
  write("flux/readme.txt", "");
  EXPECT_EQ(table_names("flux"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(flux_names(), table_names("flux"));
}

TEST_F(DataFiles, TablesAreReadByNameWithTheirBytes) {
  use_folder();
  const std::string text = "# title: a flux\nE_GeV,numu\n1,2\n";
  write("flux/some-beam.csv", text);
  const LoadedTable loaded = load_named_table("flux", "some-beam");
  EXPECT_EQ(loaded.text, text);
  EXPECT_EQ(loaded.table.header_value("title"), "a flux");
  EXPECT_EQ(loaded.path, (folder_ / "flux/some-beam.csv").string());
}

TEST_F(DataFiles, UnknownNameGetsTheNearest) {
  use_folder();
  write("flux/some-beam.csv", "E\n");
  try {
    load_named_table("flux", "some-baem");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'some-beam'?"), std::string::npos) << error.what();
  }
}

TEST_F(DataFiles, MissingFolderAndUnreadableFilesAreErrors) {
  EXPECT_THROW(load_table_file((folder_ / "none.csv").string()), UserError);
  EXPECT_THROW(load_table_file(folder_.string()), UserError);
  EXPECT_THROW(load_table_file("/no/such/folder/none.csv"), UserError);
  EXPECT_THROW(read_text_file("", "table"), UserError);
  use_folder();
  EXPECT_THROW(table_names("no-such-kind"), Failure);
}

TEST_F(DataFiles, EveryFluxOfTheDataFolderReads) {
  const std::vector<std::string> names = flux_names();
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    const LoadedFlux loaded = load_named_flux(name);
    EXPECT_EQ(loaded.flux.name, name);
    EXPECT_FALSE(loaded.flux.spectra.empty()) << name;
    EXPECT_FALSE(loaded.text.empty()) << name;
  }
}

TEST_F(DataFiles, FluxOfAUserIsReadByPath) {
  const LoadedFlux loaded = load_flux_file(TRIDENS_SOURCE_DIR "/examples/my_beam.csv");
  EXPECT_EQ(loaded.flux.name, "my_beam");
  EXPECT_EQ(loaded.flux.exposure_unit, "POT");
  // Sum of content times width of the table, per cm2.
  EXPECT_NEAR(loaded.flux.spectrum({Flavour::muon, false}).integral(), 3.515500e-08, 1e-13);
  const std::string broken = write("flux/broken.csv", "E_low_GeV,E_high_GeV,numu\n0,1,nan\n");
  EXPECT_THROW(load_flux_file(broken), UserError);
}

}  // namespace
}  // namespace tridens::io
