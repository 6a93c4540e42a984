#include "tridens/model/composite.hh"

#include <gtest/gtest.h>

#include <cmath>

#include "coupling_sums.hh"
#include "tridens/base/error.hh"

namespace tridens::model {
namespace {

const Neutrino numu{Flavour::muon, false};

TEST(Composite, AmplitudesAddAndTheStandardModelCountsOnce) {
  const Settings nsi = {{"eps_mumu_dV", "0.1"}, {"sin2thetaW", "0.24"}};
  const Settings boson = {{"mass", "10 MeV"}, {"coupling", "1e-4"}, {"sin2thetaW", "0.24"}};
  Settings both = nsi;
  both.insert(boson.begin(), boson.end());
  const auto sum = make_model("nsi+b-l", both), sm = make_model("sm", {{"sin2thetaW", "0.24"}});
  const auto first = make_model("nsi", nsi), second = make_model("b-l", boson);
  for (const Neutrino& neutrino : all_neutrinos()) {
    const Sum expected =
        minus(vector(*first, neutrino, 1e-4), minus(vector(*sm, neutrino), vector(*second, neutrino, 1e-4)));
    expect_near(vector(*sum, neutrino, 1e-4), expected, 1e-12);
  }
  EXPECT_EQ(sum->info().name, "nsi+b-l");
  EXPECT_EQ(sum->info().processes, (std::vector<std::string>{"cevns", "nu-e"}));
  EXPECT_EQ(make_model("nsi+b-l", sum->resolved())->resolved(), sum->resolved());
  EXPECT_EQ(make_model("sm+nsi", nsi)->resolved(), first->resolved());
}

TEST(Composite, SettingsGoToTheirOwnerAndAmbiguityIsNamed) {
  const Settings good = {{"b-l.mass", "10 MeV"},
                         {"b-l.coupling", "1e-4"},
                         {"le-lmu.mass", "1 GeV"},
                         {"le-lmu.coupling", "0"},
                         {"b-l.kinetic_mixing", "1e-5"}};
  const auto model = make_model("b-l+le-lmu", good);
  EXPECT_EQ(model->resolved().at("b-l.mass"), "0.01 GeV");
  EXPECT_EQ(model->resolved().at("le-lmu.mass"), "1 GeV");
  EXPECT_EQ(make_model("b-l+le-lmu", model->resolved())->resolved(), model->resolved());
  const auto message = [](std::string_view name, const Settings& settings) -> std::string {
    try {
      make_model(name, settings);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  Settings ambiguous = good;
  ambiguous["mass"] = "1 GeV";
  EXPECT_NE(message("b-l+le-lmu", ambiguous).find("b-l.mass or le-lmu.mass"), std::string::npos);
  Settings unknown = good;
  unknown["b-l.mas"] = "1 GeV";
  EXPECT_NE(message("b-l+le-lmu", unknown).find("b-l.mass"), std::string::npos);
  EXPECT_NE(message("nsi+nsi", {}).find("twice"), std::string::npos);
  EXPECT_NE(message("nsi+b-k", {}).find("b-l"), std::string::npos);
  EXPECT_NE(message("nsi+", {}).find("unknown"), std::string::npos);
  EXPECT_NE(message("nsi+b-l", {{"nsi.sin2thetaW", "0.2"}, {"mass", "1 GeV"}, {"coupling", "0"}}).find("common"),
            std::string::npos);
  EXPECT_NE(message("nsi+b-l", {{"mass", "1 GeV"}, {"b-l.mass", "2 GeV"}, {"coupling", "0"}}).find("twice"),
            std::string::npos);
}

TEST(Composite, TridentTakesOneContactChangeAndOneMediator) {
  const auto channel = trident_channel(numu, Flavour::muon, Flavour::muon);
  const Settings boson = {{"mass", "10 MeV"}, {"coupling", "1e-3"}};
  Settings both = boson;
  both["delta_V"] = "0.1";
  const LeptonVertex vertex = make_model("four-fermion+lmu-ltau", both)->trident_vertex(channel);
  const double alone = make_model("lmu-ltau", boson)->trident_vertex(channel).vector_at(1e-3);
  EXPECT_NEAR(vertex.vector_at(1e-3), alone + 0.1, 1e-12);
  const Settings two = {
      {"b-l.mass", "10 MeV"}, {"b-l.coupling", "1e-3"}, {"le-lmu.mass", "1 GeV"}, {"le-lmu.coupling", "1e-3"}};
  EXPECT_THROW(make_model("b-l+le-lmu", two)->trident_vertex(channel), UserError);
  EXPECT_THROW(make_model("nsi+lmu-ltau", boson)->trident_vertex(channel), UserError);
}

}  // namespace
}  // namespace tridens::model
