// Claims that hold for every model of the registry.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "tridens/base/error.hh"
#include "tridens/model/model.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::model {
namespace {

using Key = std::tuple<std::string, Lorentz, std::string>;  // outgoing state without sign, structure, propagator
using Couplings = std::map<Key, std::array<std::complex<double>, 3>>;

/// Sums of the couplings of all terms alike; |pdg| names the outgoing neutrino of nu and nubar alike. Left out is what
/// is zero, or comes of couplings of 1e-60.
Couplings couplings(const std::vector<ElasticChannel>& channels) {
  Couplings result;
  for (const ElasticChannel& channel : channels) {
    const OutgoingState& out = channel.outgoing;
    const std::string state = std::to_string(std::abs(out.pdg)) + (out.flipped ? "f" : "") + std::to_string(out.mass);
    for (const InteractionTerm& term : channel.terms) {
      auto& sum = result[{state, term.lorentz, term.propagator.key}];
      sum[0] += term.proton;
      sum[1] += term.neutron;
      sum[2] += term.electron;
    }
  }
  std::erase_if(result, [](const auto& entry) {
    return std::all_of(entry.second.begin(), entry.second.end(), [](auto value) { return std::abs(value) < 1e-30; });
  });
  return result;
}

void expect_equal(const Couplings& a, const Couplings& b, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    EXPECT_EQ(i->first, j->first) << what;
    for (size_t k = 0; k < 3; ++k)
      EXPECT_LE(std::abs(i->second[k] - j->second[k]), 1e-12 * std::abs(i->second[k])) << what;
  }
}

/// What a model needs beyond the parameters that must be given, with `value` for its couplings.
Settings couplings_of(const std::string& model, const std::string& value) {
  const std::string complex = value + "+" + value + "i";
  const std::map<std::string, Settings> needed = {
      {"four-fermion", {{"delta_gV", value}}},
      {"zee-babu", {{"h_emu", value}, {"h_etau", value}, {"h_mutau", value}}},
      {"nsi", {{"eps_mumu_dV", value}, {"eps_emu_uL", complex}, {"eps_mutau_eA", "-" + value + "i"}}},
      {"u1", {{"left_mu", "1"}, {"charge_e", "2"}, {"charge_u", "0.5"}, {"right_mu", "-1"}}}};
  if (const auto found = needed.find(model); found != needed.end()) return found->second;
  if (model.starts_with("l") && !model.starts_with("leptoquark") && !model.starts_with("light-"))
    return {{"kinetic_mixing", "1e-3"}};
  return {};
}

/// Couplings of the models that have a default, zero, for each of theirs.
void set_elastic(const std::string& name, const std::string& value, Settings& settings) {
  const std::string moment = value + " muB";
  const std::map<std::string, Settings> choices = {
      {"generalised",
       {{"C_S_u", value}, {"C_V_d", value}, {"D_P_e", value}, {"D_T_d", value}, {"D_S_p", value}, {"xi_T", value}}},
      {"light-scalar", {{"g", value}}},
      {"light-pseudoscalar", {{"g_nu", value}, {"g_p", value}}},
      {"light-vector", {{"g", value}}},
      {"light-axial", {{"g", value}}},
      {"light-tensor", {{"g", value}, {"normalisation", "published"}}},
      {"magnetic-moment",
       {{"magnetic_moment_nue", moment}, {"transition_moment_nue_numu", moment}, {"sterile_moment_nutau", moment}}},
      {"charge-radius", {{"charge_radius_nue", value + " fm2"}, {"charge_radius_nue_numu_imaginary", value + " fm2"}}},
      {"millicharge", {{"millicharge_nutau", value}, {"millicharge_numu_nutau_imaginary", value}}},
      {"dipole-portal", {{"magnetic_moment_nue", moment}, {"magnetic_moment_numu", moment}}},
      {"mixing-portal", {{"U_mu4", value}, {"alpha_D", "0.3"}, {"kinetic_mixing", "1e-3"}, {"weak", "yes"}}},
      {"scalar-conversion", {{"y", value}}}};
  if (const auto found = choices.find(name); found != choices.end()) {
    settings.insert(found->second.begin(), found->second.end());
  }
}

/// Settings with every parameter that must be given: masses 20 GeV, all else `value`; the ways of models that take one
/// of several kinds.
Settings settings_for(const ModelInfo& info, const std::string& value) {
  Settings settings = couplings_of(info.name, value);
  for (const Parameter& parameter : info.parameters) {
    if (!parameter.default_text.empty()) continue;
    settings.emplace(parameter.name, parameter.dimension == Dimension::energy ? "20 GeV" : value);
  }
  set_elastic(info.name, value, settings);
  return settings;
}

bool has(const ModelInfo& info, const std::string& process) {
  return std::find(info.processes.begin(), info.processes.end(), process) != info.processes.end();
}

bool is_elastic(const ModelInfo& info) {
  return has(info, "cevns") || has(info, "nu-e");
}

TEST(Registry, EveryModelSaysWhatItIs) {
  for (const ModelInfo& info : models()) {
    EXPECT_FALSE(info.name.empty() || info.title.empty() || info.lagrangian.empty() || info.validity.empty());
    EXPECT_FALSE(info.papers.empty()) << info.name;
    EXPECT_FALSE(info.processes.empty()) << info.name;
    for (const std::string& process : info.processes) {
      EXPECT_TRUE(process == "trident" || process == "cevns" || process == "nu-e") << info.name << " " << process;
    }
    for (const Parameter& parameter : info.parameters) {
      EXPECT_FALSE(parameter.name.empty() || parameter.meaning.empty()) << info.name;
      EXPECT_LE(parameter.lowest, parameter.highest) << info.name << " " << parameter.name;
    }
    for (const Parameter& parameter : StandardModel::parameters()) {
      EXPECT_EQ(std::count_if(info.parameters.begin(), info.parameters.end(),
                              [&](const Parameter& p) { return p.name == parameter.name; }),
                1)
          << info.name;
    }
  }
}

TEST(Registry, ModelsWithoutCouplingAreTheStandardModel) {
  for (const ModelInfo& info : models()) {
    if (!is_elastic(info)) continue;
    for (const std::string choice : {"tree", "radiative", "one-loop"}) {
      Settings settings = settings_for(info, "1e-60");  // some models refuse to do nothing
      settings["couplings"] = choice;
      const auto model = make_model(info.name, settings);
      const auto standard = make_model("sm", {{"couplings", choice}});
      for (const Neutrino& neutrino : all_neutrinos()) {
        expect_equal(couplings(elastic_channels(*model, neutrino)), couplings(elastic_channels(*standard, neutrino)),
                     info.name);
      }
    }
  }
}

TEST(Registry, CouplingsChangeWhatTheModelSaysItChanges) {
  for (const ModelInfo& info : models()) {
    if (!is_elastic(info) || info.name == "sm") continue;
    const auto model = make_model(info.name, settings_for(info, "0.1"));
    double nucleons = 0.0, electrons = 0.0;
    for (const Neutrino& neutrino : all_neutrinos()) {
      ElasticTerms terms;
      model->add_elastic(neutrino, terms);
      for (const auto& [key, value] : couplings(terms.channels())) {
        nucleons += std::abs(value[0]) + std::abs(value[1]);
        electrons += std::abs(value[2]);
      }
    }
    EXPECT_GT(nucleons + electrons, 0.0) << info.name << " " << nucleons << " " << electrons;
    if (!has(info, "cevns")) {
      EXPECT_EQ(nucleons, 0.0) << info.name;
    }
    if (!has(info, "nu-e")) {
      EXPECT_EQ(electrons, 0.0) << info.name;
    }
  }
}

TEST(Registry, AntineutrinosHaveTheConjugateCouplings) {
  for (const ModelInfo& info : models()) {
    if (!is_elastic(info)) continue;
    const auto model = make_model(info.name, settings_for(info, "0.1"));
    for (int i = 0; i < flavour_count; ++i) {
      const auto flavour = static_cast<Flavour>(i);
      Couplings conjugate = couplings(elastic_channels(*model, {flavour, true}));
      for (auto& [key, value] : conjugate) {
        for (auto& coupling : value) coupling = std::conj(coupling);
      }
      expect_equal(couplings(elastic_channels(*model, {flavour, false})), conjugate, info.name);
    }
  }
}

// nu_a -> nu_b and nu_b -> nu_a have conjugate couplings: the Lagrangian is hermitian.
TEST(Registry, FlavourChangeIsHermitian) {
  for (const ModelInfo& info : models()) {
    if (!is_elastic(info)) continue;
    const auto model = make_model(info.name, settings_for(info, "0.1"));
    for (int a = 0; a < flavour_count; ++a) {
      for (int b = 0; b < flavour_count; ++b) {
        const Neutrino first{static_cast<Flavour>(a), false}, second{static_cast<Flavour>(b), false};
        const auto to = [&](Neutrino from, Neutrino into) {
          std::vector<ElasticChannel> found;
          for (ElasticChannel channel : elastic_channels(*model, from)) {
            if (channel.outgoing.flipped || channel.outgoing.pdg != into.pdg()) continue;
            channel.outgoing.pdg = 0;
            found.push_back(channel);
          }
          return couplings(found);
        };
        Couplings back = to(second, first);
        for (auto& [key, value] : back) {
          for (auto& coupling : value) coupling = std::conj(coupling);
        }
        expect_equal(to(first, second), back, info.name);
      }
    }
  }
}

TEST(Registry, ResolvedSettingsBuildTheSameModel) {
  const auto channel = trident_channel({Flavour::muon, false}, Flavour::muon, Flavour::muon);
  for (const ModelInfo& info : models()) {
    const auto model = make_model(info.name, settings_for(info, "0.01"));
    const auto again = make_model(info.name, model->resolved());
    EXPECT_EQ(model->resolved(), again->resolved()) << info.name;
    if (has(info, "trident")) {
      EXPECT_DOUBLE_EQ(model->trident_vertex(channel).vector_at(0.01), again->trident_vertex(channel).vector_at(0.01))
          << info.name;
    } else {
      EXPECT_THROW(model->trident_vertex(channel), UserError) << info.name;
    }
    if (!is_elastic(info)) continue;
    for (const Neutrino& neutrino : all_neutrinos()) {
      expect_equal(couplings(elastic_channels(*model, neutrino)), couplings(elastic_channels(*again, neutrino)),
                   info.name);
    }
  }
}

}  // namespace
}  // namespace tridens::model
