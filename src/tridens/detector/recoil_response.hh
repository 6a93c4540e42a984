#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tridens/detector/response.hh"

// From the kinetic energy of a recoil to the bins of what is measured: quenching, resolution, efficiency, threshold.
namespace tridens::detector {

enum class Recoil { nuclear, electronic };

/// What the bins are in. Energies in GeV; photoelectrons are a number.
enum class Observable { recoil_energy, electron_equivalent_energy, photoelectrons };
/// "recoil_energy", "electron_equivalent_energy", "photoelectrons".
std::string_view name(Observable observable);

/// Visible (electron-equivalent) energy of a nuclear recoil. Zero below where a model gives nothing.
class Quenching {
 public:
  virtual ~Quenching() = default;
  /// E_ee(T), GeV, increasing with T.
  virtual double visible_energy(double recoil) const = 0;
  /// Range of T that the description covers, GeV; outside it is a UserError, not an extrapolation.
  virtual double lowest() const = 0;
  virtual double highest() const = 0;
  virtual std::string description() const = 0;
};
/// By specification: "none", "constant,value=0.0878", "linear,offset=0.246,slope=0.00078" (per keV),
/// "polynomial,x1=0.0554628,x2=4.30681,..." (E_ee = sum x_i T^i in MeV), "lindhard,k=0.162,Z=32"; tables are built by
/// quenching_from_table. UserError for unknown names and settings.
std::shared_ptr<const Quenching> make_quenching(std::string_view specification);
/// Quenching factor against recoil energy, linear in between: GeV, dimensionless.
std::shared_ptr<const Quenching> quenching_from_table(std::vector<double> recoil, std::vector<double> factor,
                                                      std::string description);

/// Distribution of the observable x at a visible energy.
class Resolution {
 public:
  virtual ~Resolution() = default;
  /// Probability that the measured value lies below x, for visible energy E (GeV); x in the observable's unit.
  virtual double below(double x, double visible_energy) const = 0;
  /// Range of x that holds all but about 1e-9.
  virtual double lowest(double visible_energy) const = 0;
  virtual double highest(double visible_energy) const = 0;
  virtual std::string description() const = 0;
};
/// By specification: "none", "gaussian,stochastic=0.58,constant=..,noise=68.5eV,fano=0.11,pair_energy=2.96eV,truncated=yes",
/// "poisson", "gamma,a=0.0749,b=9.56" (COHERENT CsI 2021: shape 1 + b E/keV). Photoelectrons need the light yield, per keV.
std::shared_ptr<const Resolution> make_resolution(std::string_view specification, Observable observable,
                                                  double light_yield_per_keV);

/// Probability of being counted as a function of one variable.
struct RecoilEfficiency {
  enum class Of { recoil_energy, electron_equivalent_energy, observable };
  Of of = Of::observable;
  /// Value in [0,1]; built from a constant, a table, or a named form such as "logistic,a=..,b=..,c=..,d=..".
  std::function<double(double x)> value;  // empty: 1
  std::vector<double> steps;  // x where it jumps or has a kink
  std::string description;
};

struct RecoilResponseOptions {
  Observable observable = Observable::recoil_energy;
  std::vector<double> edges;        // of the bins, increasing
  double light_yield_per_keV = 0.0;  // photoelectrons per keVee
  std::shared_ptr<const Quenching> quenching;  // of nuclear recoils
  std::shared_ptr<const Resolution> resolution;
  std::vector<RecoilEfficiency> efficiencies;  // multiplied
};

/// Probability that a recoil is counted in each bin.
class RecoilResponse {
 public:
  explicit RecoilResponse(RecoilResponseOptions options);
  size_t bins() const { return options_.edges.size() - 1; }
  const RecoilResponseOptions& options() const { return options_; }
  /// `result` has room for bins() numbers, all between 0 and 1. Integrated over the bin to 1e-8.
  void probabilities(Recoil kind, double recoil, double* result) const;
  /// Recoil energies, increasing, between which the probabilities are smooth and outside of which they vanish (below 1e-9):
  /// the first and the last bound the useful range. Infinite upper ends are cut at `highest`.
  std::vector<double> panels(Recoil kind, double highest) const;

 private:
  RecoilResponseOptions options_;
};

}  // namespace tridens::detector
