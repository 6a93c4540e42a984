#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

// Matrix elements of quark currents in a nucleon at zero momentum transfer, which turn couplings of quarks into
// couplings of nucleons:
//
//   <N| qbar g^m q |N>    = vector(q, N) ubar g^m u       valence quarks, conserved current
//   <N| qbar g^m g5 q |N> = axial(q, N)  ubar g^m g5 u    share of the spin, Delta q
//   <N| qbar q |N>        = scalar(q, N) ubar u           f_q m_N/m_q
//   <N| qbar s^mn q |N>   = tensor(q, N) ubar s^mn u      transversity, delta q
//
// Valid where the momentum transfer is far below the nucleon mass. Values, sources and scales:
// data/model/nucleon_charges.csv.
namespace tridens::model {

enum class Quark { up = 0, down = 1, strange = 2 };
enum class Nucleon { proton = 0, neutron = 1 };

class NucleonCharges {
 public:
  /// The names of the sets in use.
  struct Sets {
    std::string scalar = "hoferichter", tensor = "anselmino", axial = "hermes";
  };
  /// UserError with the nearest name for an unknown set.
  explicit NucleonCharges(const Sets& sets);
  NucleonCharges() : NucleonCharges(Sets{}) {}

  static double vector(Quark quark, Nucleon nucleon);
  double axial(Quark quark, Nucleon nucleon) const;
  double tensor(Quark quark, Nucleon nucleon) const;
  /// UserError for a set that gives only the sum of all quarks ("shorthand").
  double scalar(Quark quark, Nucleon nucleon) const;
  /// Of a scalar that couples to u and d quarks alike: the sum over u and d.
  double scalar_universal(Nucleon nucleon) const;

  /// Names of the sets of "scalar", "tensor" or "axial", the default first.
  static std::vector<std::string> sets(std::string_view kind);

 private:
  using Values = std::array<std::array<double, 2>, 3>;  // [quark][nucleon]
  std::string scalar_set_;
  Values axial_{}, tensor_{}, scalar_{};
  std::array<double, 2> scalar_sum_{};
  bool scalar_by_quark_ = true;
};

}  // namespace tridens::model
