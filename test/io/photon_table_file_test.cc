// Stored tables of electroweak photon cross sections: the same numbers back, or none.
#include "tridens/io/photon_table_file.hh"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

process::PhotonTableRequest request_of(double w_mass) {
  const auto model = model::make_model("sm", {});
  const model::TridentChannel channel =
      model::trident_channel(parse_neutrino("numu"), Flavour::electron, Flavour::electron);
  process::PhotonTableRequest request =
      process::trident_table_request(channel, model->trident_vertex(channel), {w_mass, 2.085});
  request.frame.largest_W2 = 1e-4;
  request.frame.largest_Q2 = 1e-5;
  return request;
}

struct PhotonTableFile : testing::Test {
  process::PhotonTableRequest request = request_of(80.4);
  process::PhotonTable table = process::PhotonTable::compute(request.frame, request.sigma);
  std::string path = (std::filesystem::path(testing::TempDir()) / photon_table_name(request)).string();
};

TEST_F(PhotonTableFile, GivesTheSameNumbersBack) {
  write_photon_table(path, request, table);
  const auto read = read_photon_table(path, request);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->values(), table.values());
  EXPECT_EQ(read->evaluate(3e-5, 1e-6).transverse, table.evaluate(3e-5, 1e-6).transverse);
}

TEST_F(PhotonTableFile, OtherDefinitionsAreOtherTables) {
  const process::PhotonTableRequest other = request_of(80.5);
  EXPECT_NE(photon_table_name(other), photon_table_name(request));
  write_photon_table(path, request, table);
  EXPECT_FALSE(read_photon_table(path, other));
  EXPECT_FALSE(read_photon_table(path + ".none", request));
}

TEST_F(PhotonTableFile, DamageIsNoticed) {
  write_photon_table(path, request, table);
  std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(-3, std::ios::end).put('!');
  EXPECT_THROW((void)read_photon_table(path, request), Failure);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 8);
  EXPECT_THROW((void)read_photon_table(path, request), Failure);
}

}  // namespace
}  // namespace tridens::io
