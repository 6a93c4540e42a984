#pragma once
#include <optional>

#include "tridens/run/decay_setup.hh"

// One calculation of decays in a detector for all couplings. Where masses stay and couplings only multiply, what is
// made goes by their powers and the chance to decay inside by the width: the simulated decays are counted again with
// other weights. Whether couplings only multiply is seen on the processes and decays themselves: cross sections in the
// same ratio at all points tried, the same modes with matrix elements and asymmetries of the same shape (1e-3).
namespace tridens::run {

class DecayTemplate {
 public:
  /// `reference` must make and decay X (decay_parts).
  DecayTemplate(const DecaySetup& setup, const DecayParts& reference);

  const DecayEvents& events() const { return events_; }
  /// What to count with at another point; nothing when the point is more than other couplings.
  std::optional<rate::CouplingChange> change_to(const DecayParts& other) const;

 private:
  DecayParts reference_;
  DecayEvents events_;
  std::vector<event::DecayCourse> courses_;
};

/// change_to() without anything counted: the factors of groups and the width; nothing of courses.
std::optional<rate::CouplingChange> coupling_change(const DecayParts& from, const DecayParts& to);

}  // namespace tridens::run
