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

TEST(TridentTerms, CacheKeepsModelsApartThatReachOtherNeutrinos) {
  const EmptyCache cache;
  const CountingSetup setup = make_counting_setup(
      "dune-nd-dimuon-fhc", {{"flux", "microboone-fhc"}, {"selection", "none"}, {"detector", "none"}});
  TridentTermsOptions options;
  options.nodes_per_decade = 2;
  options.nodes_beyond = 0;  // the mass itself
  // L_mu - L_tau leaves electron neutrinos alone, L_e - L_mu does not: what the first one kept must not serve it.
  EXPECT_EQ(electron_neutrinos_with_mediator(setup, "lmu-ltau", options), 0.0);
  const double kept = electron_neutrinos_with_mediator(setup, "le-lmu", options);
  EXPECT_GT(kept, 0.0);
  EXPECT_EQ(electron_neutrinos_with_mediator(setup, "le-lmu", options), kept) << "from the cache";
}

}  // namespace
}  // namespace tridens::run
