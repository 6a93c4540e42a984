#pragma once
#include <array>
#include <complex>
#include <cstddef>

namespace tridens::model {

/// Mixing of quarks in charged currents (CKM matrix) by three angles and a phase, hence unitary by construction;
/// formula in quark_mixing.cc.
class QuarkMixing {
 public:
  struct Angles {
    double sin12 = 0.0, sin13 = 0.0, sin23 = 0.0, phase = 0.0;  // phase in radians
  };
  explicit QuarkMixing(const Angles& angles);
  /// Global fit of PDG 2022 (data/model/quark_mixing.csv).
  static QuarkMixing standard();

  /// |V_ij|^2, i = 0, 1, 2 for u, c, t and j = 0, 1, 2 for d, s, b.
  double squared(size_t up, size_t down) const { return std::norm(element_[up][down]); }
  std::complex<double> element(size_t up, size_t down) const { return element_[up][down]; }
  const Angles& angles() const { return angles_; }

 private:
  Angles angles_;
  std::array<std::array<std::complex<double>, 3>, 3> element_{};
};

}  // namespace tridens::model
