#pragma once
#include <vector>

#include "tridens/inference/detail/chi_square.hh"
#include "tridens/inference/minimum.hh"

// chi2 minimised over the nuisances, as a function of the parameters that are searched, each mapped to 0 ... 1 over its
// range. Its derivatives follow from those of the expected counts at the best nuisances (the envelope theorem), and the
// counts are differentiated by differences: couplings enter them as polynomials, of second degree nearly always, for
// which the three-point formulas are exact but for rounding.
namespace tridens::inference::detail {

using Unit = std::vector<double>;

/// The parameters that are searched, each mapped to 0 ... 1 over its range.
class Ranges {
 public:
  /// `fixed` as in `minima`, already checked. Keeps a reference to the parameters.
  Ranges(const std::vector<Parameter>& parameters, const std::vector<double>& fixed);
  size_t size() const { return searched_.size(); }
  std::vector<double> parameters(const Unit& unit) const;

 private:
  const std::vector<Parameter>& parameters_;
  std::vector<double> fixed_;
  std::vector<size_t> searched_;
};

/// Second-order expansion of chi2 in the unit coordinates.
struct Expansion {
  std::vector<double> gradient, hessian;  // hessian: row by row
};

class ProfiledChi2 {
 public:
  /// `fixed` as in `minima`, already checked. Keeps references.
  ProfiledChi2(const Likelihood& likelihood, const std::vector<Parameter>& parameters,
               const std::vector<double>& fixed);

  size_t size() const { return ranges_.size(); }
  std::vector<double> parameters(const Unit& unit) const { return ranges_.parameters(unit); }
  Profile profile(const Unit& unit) const { return likelihood_.profile(parameters(unit)); }
  /// `steps` of the differences, in unit coordinates. At the ends of a range the formulas are one-sided.
  std::vector<double> gradient(const Unit& unit, const Profile& profile, const std::vector<double>& steps) const;
  /// With all second derivatives of the counts by parameters, and by parameters and nuisances.
  Expansion expand(const Unit& unit, const Profile& profile, const std::vector<double>& steps) const;

 private:
  struct Line;
  ChiSquare at(const Unit& unit) const;
  Line line(const Unit& unit, const Profile& profile, size_t k, double step, bool with_slopes) const;
  void add_mixed_derivatives(const Unit& unit, const Profile& profile, const std::vector<double>& steps,
                             const std::vector<double>& counts, const std::vector<double>& slope,
                             const std::vector<Line>& lines, std::vector<double>& hessian) const;
  void let_nuisances_follow(const Profile& profile, const std::vector<double>& nuisance_curvature,
                            const std::vector<std::vector<double>>& mixed, std::vector<double>& hessian) const;

  const Likelihood& likelihood_;
  Ranges ranges_;
  std::vector<std::vector<size_t>> place_;
};

}  // namespace tridens::inference::detail
