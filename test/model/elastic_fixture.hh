#pragma once
#include <gtest/gtest.h>

#include <string>

#include "tridens/model/model.hh"

namespace tridens::model {

inline constexpr Neutrino nue{Flavour::electron, false}, numu{Flavour::muon, false}, nutau{Flavour::tau, false};
inline constexpr Neutrino nuebar{Flavour::electron, true}, numubar{Flavour::muon, true};

/// What the model adds, channel by channel.
inline std::vector<ElasticChannel> added(const std::string& name, const Settings& settings, Neutrino incoming) {
  ElasticTerms terms;
  make_model(name, settings)->add_elastic(incoming, terms);
  return terms.channels();
}

/// The only term that the model adds; a test failure and an empty term when there is another number.
inline InteractionTerm only_term(const std::string& name, const Settings& settings, Neutrino incoming) {
  const auto channels = added(name, settings, incoming);
  EXPECT_EQ(channels.size(), 1u) << name;
  if (channels.size() != 1) return {};
  EXPECT_EQ(channels.front().terms.size(), 1u) << name;
  return channels.front().terms.front();
}

}  // namespace tridens::model
