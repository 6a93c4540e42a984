// The commands of docs/physics/models.md and models_mediators.md name models and settings that exist.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tridens/model/model.hh"

namespace tridens::model {
namespace {

std::string models_pages() {
  std::stringstream text;
  for (const char* page : {"models.md", "models_mediators.md"}) {
    std::ifstream file(std::string(TRIDENS_SOURCE_DIR "/docs/physics/") + page);
    text << file.rdbuf();
  }
  return std::regex_replace(text.str(), std::regex(R"(\\\n)"), " ");
}

TEST(ModelsPage, EveryCommandBuildsItsModelAndChangesTheCouplings) {
  const std::string page = models_pages();
  const std::regex command(R"(\ntridens xsec (\S+) --nu (\S+)[^\n]*)"), set(R"(--set ([^=\s]+)=(\S+))"),
      model(R"(--model (\S+))");
  int commands = 0;
  for (std::sregex_iterator found(page.begin(), page.end(), command), end; found != end; ++found, ++commands) {
    const std::string line = found->str();
    std::smatch name;
    const std::string used = std::regex_search(line, name, model) ? name[1].str() : "sm";
    Settings settings;
    for (std::sregex_iterator pair(line.begin(), line.end(), set); pair != end; ++pair) {
      settings[(*pair)[1].str()] = (*pair)[2].str();
    }
    const auto made = make_model(used, settings);
    const auto processes = made->info().processes;
    EXPECT_NE(std::find(processes.begin(), processes.end(), (*found)[1].str()), processes.end()) << line;
    const Neutrino neutrino = parse_neutrino((*found)[2].str());
    size_t terms = 0;
    for (const ElasticChannel& channel : elastic_channels(*made, neutrino)) terms += channel.terms.size();
    EXPECT_GE(terms, used == "sm" ? 2u : 3u) << line;
  }
  EXPECT_GE(commands, 9);
}

TEST(ModelsPage, NamesEveryModel) {
  const std::string page = models_pages();
  const std::set<std::string> families = {"leptoquark-r2", "leptoquark-r2-tilde",
                                          "leptoquark-s3"};  // "-r2, ..." after s1
  for (const ModelInfo& info : models()) {
    const bool preset = info.parameters.size() == 5 && info.papers.front() == "1902.08579";  // named as a family
    if (families.contains(info.name) || preset) continue;
    EXPECT_NE(page.find(info.name), std::string::npos) << info.name;
  }
}

}  // namespace
}  // namespace tridens::model
