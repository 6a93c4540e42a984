#include <array>
#include <cstdlib>

#include "tridens/io/detail/nuhepmc_rules.hh"

namespace tridens::io::nuhepmc {
namespace {

/// Decimal digits from the right: n_J, n_q3, n_q2, n_q1, n_L, n_R, n.
std::array<int, 10> digits(int number) {
  std::array<int, 10> result{};
  for (int& digit : result) {
    digit = number % 10;
    number /= 10;
  }
  return result;
}

bool is_nucleus(int pdg) {  // 10LZZZAAAI
  const auto d = digits(pdg);
  const int mass_number = d[3] * 100 + d[2] * 10 + d[1];
  const int protons = d[6] * 100 + d[5] * 10 + d[4];
  return d[9] == 1 && d[8] == 0 && mass_number > 0 && protons <= mass_number;
}

bool is_elementary(int n) {
  return (n >= 1 && n <= 8) || (n >= 11 && n <= 18) || (n >= 21 && n <= 25) || (n >= 32 && n <= 44);
}

/// Particles of models beyond the Standard Model that have a number of their own.
bool is_beyond_standard_model(int n) {
  const bool supersymmetric = (n > 1000000 && n < 1000100) || (n > 2000000 && n < 2000100);
  const bool excited = (n > 4000000 && n < 4000100);
  const bool left_right =
      n == 9900012 || n == 9900014 || n == 9900016 || n == 9900023 || n == 9900024 || n == 9900041 || n == 9900042;
  const bool dark_matter = n >= 51 && n <= 60;
  return supersymmetric || excited || left_right || dark_matter;
}

bool is_hadron(int n) {
  if (n == 130 || n == 310 || n == 990 || n == 110) return true;
  const auto d = digits(n);
  if (d[7] != 0 || d[8] != 0 || d[9] != 0) return false;
  const bool quarks = d[1] >= 1 && d[1] <= 5 && d[2] >= 1 && d[2] <= 5 && d[3] <= 5;
  if (!quarks || d[0] == 0) return false;
  const bool meson = d[3] == 0 && d[0] % 2 == 1 && d[2] >= d[1];
  const bool baryon = d[3] != 0 && d[0] % 2 == 0;
  return meson || baryon;
}

int thrice_quark_charge(int quark) {
  return quark == 0 ? 0 : (quark % 2 == 0 ? 2 : -1);
}

}  // namespace

bool is_pdg_number(int pdg) {
  const int n = std::abs(pdg);
  if (n >= 1000000000) return is_nucleus(n);
  return is_elementary(n) || is_beyond_standard_model(n) || is_hadron(n);
}

std::optional<int> charge_of(int pdg) {
  const int n = std::abs(pdg);
  const int sign = pdg < 0 ? -1 : 1;
  if (n >= 1000000000) {
    const auto d = digits(n);
    if (!is_nucleus(n)) return std::nullopt;
    return sign * (d[6] * 100 + d[5] * 10 + d[4]);
  }
  if (n >= 11 && n <= 18) return n % 2 == 1 ? -sign : 0;
  if (n == 24) return sign;
  if (n == 21 || n == 22 || n == 23 || n == 25 || n == 130 || n == 310) return 0;
  if (!is_hadron(n) || n > 9999) return std::nullopt;
  const auto d = digits(n);
  if (d[3] != 0) {
    return sign * (thrice_quark_charge(d[1]) + thrice_quark_charge(d[2]) + thrice_quark_charge(d[3])) / 3;
  }
  // Mesons: the heavier quark comes first and is the quark if up-like, the antiquark if down-like.
  const int first = thrice_quark_charge(d[2]) - thrice_quark_charge(d[1]);
  return sign * (d[2] % 2 == 0 ? first : -first) / 3;
}

}  // namespace tridens::io::nuhepmc
