#pragma once
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tridens/base/quantity.hh"
#include "tridens/model/model.hh"
#include "tridens/run/bounds/bound.hh"

// Planes in which bounds are drawn. In those of a gauged U(1) the boson couples with g' Q to the leptons of each
// generation; in "dark-photon" with e eps to electric charge, and the coupling is eps.
namespace tridens::run::bounds {

using Charges = std::array<double, 3>;  // of e, mu, tau and their neutrinos

struct Plane {
  std::string name, title, coupling;  // "lmu-ltau", "L_mu - L_tau", "g'"
  Charges charges = {};
  double lowest_mass = 1e-3, highest_mass = 100.0;  // GeV, drawn unless others are asked for
  bool gauged_leptons = true;                       // charges are those of a U(1)
  bool axial = false;                               // right-handed charged leptons have the opposite charge
  std::string particle = "the boson";               // whose mass it is
  std::string missing = {};                         // known searches of which no curve is here, and why

  /// The loop of the leptons mixes the boson with the photon: charges add up to zero.
  bool loop_is_finite() const;
};

std::vector<Plane> planes();
/// UserError with the nearest name.
Plane plane(const std::string& name);
/// The plane of other charges, "u1" or "u1-axial". UserError when all are zero.
Plane plane_of_charges(const Charges& charges, bool axial = false);
/// "e=0,mu=1,tau=-1"; what is not named is 0. UserError otherwise.
Charges parse_charges(const std::string& text);

/// The boson as a model (name, settings), with `mixing` "none" or "loop".
std::shared_ptr<const model::Model> boson_model(const Plane& plane, double mass, double coupling,
                                                const std::string& mixing = "none");
model::Settings boson_settings(const Plane& plane, double mass, double coupling, const std::string& mixing = "none");

/// Masses of a request, evenly in the logarithm, both ends included. UserError for ends that are not positive or not in
/// order.
std::vector<double> masses_of(const BoundRequest& request, const Plane& plane, double lowest = 0.0,
                              double highest = 0.0);

/// The settings of a request against those that the bound takes.
class SettingValues {
 public:
  /// UserError for a setting that the bound does not have.
  SettingValues(const BoundInfo& info, const BoundRequest& request);
  const std::string& text(const std::string& name) const;
  /// UserError unless a number above 0.
  double positive(const std::string& name) const;
  /// A quantity with its unit, such as "30 MeV". UserError for one without, or not above 0.
  double positive(const std::string& name, Dimension dimension) const;

 private:
  std::string what(const std::string& name) const;
  double above_zero(double value, const std::string& name) const;

  std::string bound_;
  std::vector<std::pair<std::string, std::string>> values_;
};

/// Above it perturbation theory ends and nothing is drawn: sqrt(4 pi).
inline constexpr double largest_coupling = 3.544907701811032;

/// A calculated bound; `compute` gets the settings of a request checked against those of `info`.
Bound calculated(const BoundInfo& info,
                 std::function<std::vector<BoundCurve>(const SettingValues&, const BoundRequest&)> compute);
/// Couplings at rising masses. A curve ends where there is none: not finite, or above largest_coupling.
std::vector<BoundCurve> curves_of(const std::vector<double>& masses,
                                  const std::function<double(double mass)>& coupling);

}  // namespace tridens::run::bounds
