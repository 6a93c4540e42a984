// Form factors of a uniform sphere of radius R folded with a short range:
//   Helm             F = 3 j1(x)/x exp(-Q^2 s^2/2)        <r^2> = 3/5 R^2 + 3 s^2     R. H. Helm, Phys. Rev.
//   104 (1956) 1466 Klein-Nystrand   F = 3 j1(x)/x / (1 + Q^2 a^2)        <r^2> = 3/5 R^2 + 6 a^2     S.
//   Klein and J. Nystrand, PRC 60
//                                                                                    (1999) 014903
// with x = Q R; and the point, F = 1.

#include <cmath>
#include <utility>

#include "tridens/matter/detail/form_factor_shapes.hh"

namespace tridens::matter::detail {
namespace {

/// 3 j1(x)/x, 1 at x = 0.
double sphere(double x) {
  const double y = x * x;
  if (y < 0.04) return 1.0 - y / 10.0 * (1.0 - y / 28.0 * (1.0 - y / 54.0 * (1.0 - y / 88.0 * (1.0 - y / 130.0))));
  return 3.0 * (std::sin(x) - x * std::cos(x)) / (x * y);
}

class Point final : public NuclearFormFactor {
 public:
  double value(double) const override { return 1.0; }
  double rms_radius() const override { return 0.0; }
  std::string name() const override { return "point"; }
};

class Helm final : public NuclearFormFactor {
 public:
  Helm(double radius, double skin, std::string name) : R(radius), s(skin), text(std::move(name)) {}
  double value(double Q2) const override { return sphere(R * std::sqrt(Q2)) * std::exp(-0.5 * Q2 * s * s); }
  void squared(const double* Q2, double* result, size_t count) const override {
    for (size_t i = 0; i < count; ++i) {
      const double form_factor = Helm::value(Q2[i]);
      result[i] = form_factor * form_factor;
    }
  }
  double rms_radius() const override { return std::sqrt(0.6 * R * R + 3.0 * s * s); }
  std::string name() const override { return text; }

 private:
  double R, s;
  std::string text;
};

class KleinNystrand final : public NuclearFormFactor {
 public:
  KleinNystrand(double radius, double range, std::string name) : R(radius), a(range), text(std::move(name)) {}
  double value(double Q2) const override { return sphere(R * std::sqrt(Q2)) / (1.0 + Q2 * a * a); }
  void squared(const double* Q2, double* result, size_t count) const override {
    for (size_t i = 0; i < count; ++i) {
      const double form_factor = KleinNystrand::value(Q2[i]);
      result[i] = form_factor * form_factor;
    }
  }
  double rms_radius() const override { return std::sqrt(0.6 * R * R + 6.0 * a * a); }
  std::string name() const override { return text; }

 private:
  double R, a;
  std::string text;
};

}  // namespace

FormFactorPointer point_form_factor() {
  return std::make_shared<Point>();
}

FormFactorPointer helm_form_factor(double radius, double skin, std::string name) {
  return std::make_shared<Helm>(radius, skin, std::move(name));
}

FormFactorPointer klein_nystrand_form_factor(double radius, double range, std::string name) {
  return std::make_shared<KleinNystrand>(radius, range, std::move(name));
}

}  // namespace tridens::matter::detail
