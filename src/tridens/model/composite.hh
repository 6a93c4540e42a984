#pragma once
#include "tridens/model/standard_model.hh"

namespace tridens::model {

/// Several models that act together: their amplitudes add, the Standard Model counts once.
class Composite : public Model {
 public:
  /// Parts with equal settings of the Standard Model.
  explicit Composite(std::vector<std::shared_ptr<const Model>> parts);
  /// Joined from the parts; parameters that several parts know are written "part.parameter".
  ModelInfo info() const override;
  Settings resolved() const override;
  /// At most one part may change the contact couplings and at most one may add a mediator; UserError otherwise.
  LeptonVertex trident_vertex(const TridentChannel& channel) const override;
  void add_elastic(Neutrino incoming, ElasticTerms& terms) const override;
  const StandardModel& standard() const override { return parts_.front()->standard(); }

 private:
  std::vector<std::shared_ptr<const Model>> parts_;
};

/// The model "a+b+c": each setting goes to the part that knows it. UserError for unknown, repeated or ambiguous names.
std::shared_ptr<const Model> make_composite(std::string_view name, const Settings& settings);

}  // namespace tridens::model
