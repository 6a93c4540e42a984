#include "tridens/process/registry.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"

namespace tridens::process {
namespace {

TEST(ProcessRegistry, EveryProcessSaysWhatItIsAndWhatItLeavesOut) {
  for (const ProcessInfo& info : processes()) {
    for (const std::string& text :
         {info.name, info.title, info.formula, info.validity, info.omissions, info.check_value}) {
      EXPECT_FALSE(text.empty()) << info.name;
    }
    EXPECT_FALSE(info.papers.empty()) << info.name;
    EXPECT_EQ(process_info(info.name).title, info.title);
  }
}

TEST(ProcessRegistry, UnknownNameGetsTheNearest) {
  try {
    process_info("tridnet");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'trident'?"), std::string::npos);
  }
}

}  // namespace
}  // namespace tridens::process
