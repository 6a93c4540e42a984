#include "tridens/model/model.hh"

#include "tridens/base/error.hh"
#include "tridens/model/standard_model.hh"

namespace tridens::model {

LeptonVertex Model::trident_vertex(const TridentChannel&) const {
  throw UserError("model " + info().name + " in trident production", "it has no vertex of two leptons there",
                  "tridens show " + info().name + " says where it has a meaning");
}

void Model::add_elastic(Neutrino, ElasticTerms&) const {
  throw UserError("model " + info().name + " in elastic scattering",
                  "it says nothing of protons, neutrons and electrons at low momentum transfer",
                  "tridens show " + info().name + " says where it has a meaning");
}

std::vector<ElasticChannel> elastic_channels(const Model& model, Neutrino incoming) {
  ElasticTerms terms;
  model.standard().add_standard_terms(incoming, terms);
  model.add_elastic(incoming, terms);
  return terms.channels();
}

Settings with_low_energy_mixing_angle(Settings settings) {
  settings.try_emplace("sin2thetaW", "0.23857");
  return settings;
}

}  // namespace tridens::model
