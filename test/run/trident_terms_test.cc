// Integrals of tridents that are kept in the user's cache.
#include "tridens/run/trident_terms.hh"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tridens/run/counting_setup.hh"

namespace tridens::run {
namespace {

namespace fs = std::filesystem;

/// An empty cache for the time of a test.
class EmptyCache {
 public:
  EmptyCache() : folder_(fs::temp_directory_path() / ("tridens-cache-" + std::to_string(std::rand()))) {
    if (const char* before = std::getenv("XDG_CACHE_HOME")) before_ = before;
    fs::create_directories(folder_);
    setenv("XDG_CACHE_HOME", folder_.c_str(), 1);
  }
  ~EmptyCache() {
    if (before_.empty()) {
      unsetenv("XDG_CACHE_HOME");
    } else {
      setenv("XDG_CACHE_HOME", before_.c_str(), 1);
    }
    fs::remove_all(folder_);
  }
  EmptyCache(const EmptyCache&) = delete;
  EmptyCache& operator=(const EmptyCache&) = delete;

 private:
  fs::path folder_;
  std::string before_;
};

double electron_neutrinos_with_mediator(const CountingSetup& setup, const std::string& model,
                                        const TridentTermsOptions& options) {
  const auto boson = model::make_model(model, {{"mass", "0.01 GeV"}, {"coupling", "1e-3"}});
  double sum = 0.0;
  for (const auto& channel : trident_terms(setup, {boson}, options).terms.channels) {
    if (channel.channel.incoming.flavour != Flavour::electron) continue;
    for (const auto& node : channel.masses) sum += node.terms[2].vv;
  }
  return sum;
}

CountingSetup small_setup() {
  return make_counting_setup("dune-nd-dimuon-fhc",
                             {{"flux", "microboone-fhc"}, {"selection", "none"}, {"detector", "none"}});
}

TridentTermsOptions one_mass() {
  TridentTermsOptions options;
  options.nodes_per_decade = 2;
  options.nodes_beyond = 0;
  return options;
}

TEST(TridentTerms, IntegralsServeBosonsOfAnyCharges) {
  const EmptyCache cache;
  const CountingSetup setup = small_setup();
  TridentTermsOptions options = one_mass();
  // L_mu - L_tau leaves electron neutrinos alone, L_e - L_mu does not: what the first one kept serves it all the same.
  const double kept = electron_neutrinos_with_mediator(setup, "lmu-ltau", options);
  EXPECT_GT(kept, 0.0);
  EXPECT_EQ(electron_neutrinos_with_mediator(setup, "le-lmu", options), kept) << "from the cache";
  options.cache = false;
  EXPECT_EQ(electron_neutrinos_with_mediator(setup, "le-lmu", options), kept) << "computed";
}

TEST(TridentTerms, AFolderHasTheIntegralsThatWereKeptInIt) {
  const EmptyCache cache;
  const CountingSetup setup = small_setup();
  const std::vector<std::shared_ptr<const model::Model>> boson = {
      model::make_model("lmu-ltau", {{"mass", "0.01 GeV"}, {"coupling", "1e-3"}})};
  TridentTermsOptions options = one_mass();
  options.folder = (fs::path(std::getenv("XDG_CACHE_HOME")) / "tables").string();
  EXPECT_FALSE(trident_terms_file(setup, boson, options).complete);
  (void)trident_terms(setup, boson, options);
  const TridentTermsFile kept = trident_terms_file(setup, boson, options);
  EXPECT_TRUE(kept.complete);
  EXPECT_EQ(kept.path, (fs::path(options.folder) / kept.name).string());
  // Another mass is added to the same file.
  const auto heavier = model::make_model("lmu-ltau", {{"mass", "1 GeV"}, {"coupling", "1e-3"}});
  const TridentTermsFile wider = trident_terms_file(setup, {boson[0], heavier}, options);
  EXPECT_EQ(wider.name, kept.name);
  EXPECT_FALSE(wider.complete);
}

}  // namespace
}  // namespace tridens::run
