#pragma once
#include <cmath>

// Unevaluated sums of two doubles, some 31 digits (T. J. Dekker, Numer. Math. 18 (1971) 224; D. E. Knuth, The Art of
// Computer Programming 2, 4.2.2): for matrices whose eigenvalues differ by more than 16 powers of ten.
namespace tridens::model::detail {

class DoubleDouble {
 public:
  DoubleDouble(double value = 0.0) : high_(value) {}  // NOLINT: a double is one
  double value() const { return high_ + low_; }

  DoubleDouble operator-() const { return {-high_, -low_}; }
  DoubleDouble operator+(const DoubleDouble& o) const {
    DoubleDouble s = exact_sum(high_, o.high_), t = exact_sum(low_, o.low_);
    s = renormalised(s.high_, s.low_ + t.high_);
    return renormalised(s.high_, s.low_ + t.low_);
  }
  DoubleDouble operator-(const DoubleDouble& o) const { return *this + (-o); }
  DoubleDouble operator*(const DoubleDouble& o) const {
    const double product = high_ * o.high_;
    const double rest = std::fma(high_, o.high_, -product) + (high_ * o.low_ + low_ * o.high_);
    return renormalised(product, rest);
  }
  DoubleDouble operator/(const DoubleDouble& o) const {
    const double first = high_ / o.high_;
    const DoubleDouble rest = *this - o * first;
    const double second = rest.high_ / o.high_;
    const double third = (rest - o * second).high_ / o.high_;
    return renormalised(first, second) + DoubleDouble(third);
  }
  friend DoubleDouble sqrt(const DoubleDouble& a) {
    if (a.high_ == 0.0) return {};
    const double root = std::sqrt(a.high_);
    return DoubleDouble(root) + DoubleDouble((a - DoubleDouble(root) * root).high_ / (2.0 * root));
  }

 private:
  DoubleDouble(double high, double low) : high_(high), low_(low) {}
  static DoubleDouble exact_sum(double a, double b) {
    const double sum = a + b, back = sum - a;
    return {sum, (a - (sum - back)) + (b - back)};
  }
  static DoubleDouble renormalised(double a, double b) {  // |a| >= |b|
    const double sum = a + b;
    return {sum, b - (sum - a)};
  }
  double high_, low_ = 0.0;
};

}  // namespace tridens::model::detail
