#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// From the kinetic energy of a recoil to the bins of what is measured: quenching, resolution, efficiency, threshold.
namespace tridens::detector {

enum class Recoil { nuclear, electronic };

/// What the bins are in. Energies in GeV; photoelectrons are a number.
enum class Observable { recoil_energy, electron_equivalent_energy, photoelectrons };
/// "recoil_energy", "electron_equivalent_energy", "photoelectrons".
std::string_view name(Observable observable);
Observable parse_observable(std::string_view text);

/// Visible (electron-equivalent) energy of a nuclear recoil. Zero below where a model gives nothing.
class Quenching {
 public:
  virtual ~Quenching() = default;
  /// E_ee(T), GeV, increasing with T. UserError outside [lowest, highest].
  virtual double visible_energy(double recoil) const = 0;
  /// Range of T that the description covers, GeV; outside it is a UserError, not an extrapolation.
  virtual double lowest() const = 0;
  virtual double highest() const = 0;
  /// Recoil energies at which a derivative jumps (nodes of tables), increasing.
  virtual std::vector<double> kinks() const { return {}; }
  virtual std::string description() const = 0;
};
/// By specification: "none", "constant,value=0.0878", "linear,offset=0.246,slope=0.00078" (factor per keV),
/// "polynomial,x1=0.0554628,x2=4.30681,...,highest=63keV" (E_ee = sum x_i T^i in MeV), "lindhard,k=0.162,Z=32"; tables
/// are built by quenching_from_table. All take "lowest" and "highest", the range of T that is covered; a polynomial
/// must give the upper end. UserError for unknown names and settings, factors outside (0, 1] and visible energies that
/// do not increase.
std::shared_ptr<const Quenching> make_quenching(std::string_view specification);
/// Quenching factor against recoil energy, linear in between: GeV, dimensionless.
std::shared_ptr<const Quenching> quenching_from_table(std::vector<double> recoil, std::vector<double> factor,
                                                      std::string description);

/// A function of one variable; empty stands for 1.
using Curve = std::function<double(double x)>;

/// Distribution of the observable x at an energy E (GeV): the recoil energy where that is the observable, else the
/// visible energy. x is in the observable's unit.
class Resolution {
 public:
  virtual ~Resolution() = default;
  /// Probability that the measured value lies below x.
  virtual double below(double x, double energy) const = 0;
  /// Integral of weight(x) over the measured values in [from, to), to 1e-9; the weight is smooth inside.
  virtual double integral(double from, double to, double energy, const Curve& weight) const = 0;
  /// Standard deviation of x; 0 when nothing is smeared.
  virtual double width(double energy) const = 0;
  /// Range of x that holds all but about 1e-9.
  virtual double lowest(double energy) const = 0;
  virtual double highest(double energy) const = 0;
  virtual std::string description() const = 0;
};
/// By specification:
///   "none"
///   "gaussian,stochastic=0.58,constant=0.02,noise=68.5eV,fano=0.11,pair_energy=2.96eV,truncated=yes"
///       sigma^2 = noise^2 + fano pair_energy E + stochastic^2 E keV + constant^2 E^2; truncated: measured values are
///       positive and the distribution is normalised there
///   "poisson,shift=-0.5"      number of photoelectrons n of mean (light yield x E), recorded at n + shift
///   "gamma,a=0.0749,b=9.56"   COHERENT CsI 2021: mean (E/keV)/a photoelectrons, shape 1 + b E/keV
/// The last two need photoelectrons, all but "gamma" then need the light yield, per keV.
std::shared_ptr<const Resolution> make_resolution(std::string_view specification, Observable observable,
                                                  double light_yield_per_keV);

/// Probability of being counted as a function of one variable.
struct RecoilEfficiency {
  enum class Of { recoil_energy, electron_equivalent_energy, observable };
  Of of = Of::observable;
  Curve value;                // in [0,1]; empty: 1
  std::vector<double> steps;  // x where it jumps or has a kink, increasing
  std::string description;
};
/// What an efficiency is a function of: fixes the unit of the numbers in its specification. Energies are read in keV
/// and times in us, unless a unit is written.
enum class EfficiencyAxis { energy, photoelectrons, time };
/// By specification; x in keV, photoelectrons or us:
///   "constant,value=0.9"
///   "logistic,a=1.32045,b=0.285979,c=10.8646,d=-0.333322"   a/(1 + exp(-b (x - c))) + d, zero where that is negative
///   "error-function,middle=..,width=..,plateau=1"           plateau (1 + erf((x - middle)/(sqrt2 width)))/2
///   "steps,5=0.5,6=1"                                       the value from each x on, 0 below the first
///   "window,from=0.2keV,to=1.5keV"                          1 inside, 0 outside; either end may be missing
///   "exponential,from=0.52,rate=0.0494"                     1 below `from`, exp(-rate (x - from)) above
RecoilEfficiency make_efficiency(std::string_view specification, EfficiencyAxis axis, RecoilEfficiency::Of of);
/// Linear between nodes (x as in the response: GeV, number, s); `below` and `above` are the values outside of them.
RecoilEfficiency efficiency_from_table(std::vector<double> x, std::vector<double> values, double below, double above,
                                       RecoilEfficiency::Of of, std::string description);

struct RecoilResponseOptions {
  Observable observable = Observable::recoil_energy;
  std::vector<double> edges;                     // of the bins, increasing; the last may be infinite
  double light_yield_per_keV = 0.0;              // photoelectrons per keVee
  std::shared_ptr<const Quenching> quenching;    // of nuclear recoils; empty: none
  std::shared_ptr<const Resolution> resolution;  // empty: none
  std::vector<RecoilEfficiency> efficiencies;    // multiplied
};

/// Probability that a recoil is counted in each bin.
class RecoilResponse {
 public:
  /// UserError for edges that do not increase, a missing light yield, efficiencies outside [0,1].
  explicit RecoilResponse(RecoilResponseOptions options);
  size_t bins() const { return options_.edges.size() - 1; }
  const RecoilResponseOptions& options() const { return options_; }
  /// `result` has room for bins() numbers, all between 0 and 1. Integrated over the bin to 1e-8. Electronic recoils are
  /// not quenched. UserError for nuclear recoils outside the range of the quenching, unless they cannot be counted.
  void probabilities(Recoil kind, double recoil, double* result) const;
  /// Recoil energies, increasing, between which the probabilities are smooth (on the scale of the panel) and outside of
  /// which they vanish (below 1e-9): the first and the last bound the useful range. Infinite upper ends are cut at
  /// `highest`. Empty when no recoil up to `highest` can be counted. UserError when recoils up to `highest` can be
  /// counted that the quenching does not cover.
  std::vector<double> panels(Recoil kind, double highest) const;

 private:
  /// Part of a bin in which the efficiency of the observable is smooth and not zero.
  struct Piece {
    double from, to;
    size_t bin;
  };
  double visible_energy(Recoil kind, double recoil) const;
  double scale_energy(Recoil kind, double recoil) const;
  double centre(double energy) const;
  double factor(Recoil kind, double recoil) const;
  bool reaches_window(Recoil kind, double recoil) const;
  bool left_window(Recoil kind, double recoil) const;
  bool outside_quenching_and_dark(double recoil) const;
  double recoil_at(Recoil kind, double value, double low, double high,
                   double (RecoilResponse::*map)(Recoil, double) const) const;
  double centre_of(Recoil kind, double recoil) const;
  void set_pieces();
  std::vector<double> kinks(Recoil kind, double low, double high) const;
  std::vector<double> steps_of_resolution(Recoil kind, double low, double high) const;

  RecoilResponseOptions options_;
  Curve weight_;  // product of the efficiencies of the observable; empty: 1
  std::vector<Piece> pieces_;
};

}  // namespace tridens::detector
