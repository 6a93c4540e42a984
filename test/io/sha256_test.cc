#include "tridens/io/sha256.hh"

#include <gtest/gtest.h>

#include "event_sample.hh"
#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

// FIPS 180-4 examples (NIST, "SHA256.pdf").
constexpr auto sum_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto sum_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto sum_of_a_million_a = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, GivesTheValuesOfTheStandard) {
  EXPECT_EQ(sha256(""), sum_of_nothing);
  EXPECT_EQ(sha256("abc"), sum_of_abc);
}

TEST(Sha256, OfAFileLargerThanOneBlock) {
  const sample::Folder folder;
  sample::write(folder / "million", std::string(1000000, 'a'));
  EXPECT_EQ(sha256_of_file(folder / "million"), sum_of_a_million_a);
}

TEST(Sha256, OfNoFileIsAnError) {
  const sample::Folder folder;
  EXPECT_THROW(sha256_of_file(folder / "none"), UserError);
  EXPECT_THROW(sha256_of_file(folder / "."), UserError);
}

}  // namespace
}  // namespace tridens::io
