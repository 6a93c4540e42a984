#include "tridens/matter/atomic_momentum.hh"

#include <algorithm>
#include <array>
#include <cmath>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/units.hh"

namespace tridens::matter {
namespace {

constexpr int most_shells = 7, heaviest = 118;
constexpr std::array<double, most_shells> effective_numbers = {1.0, 2.0, 3.0, 3.7, 4.0, 4.2, 4.3};

/// A group of Slater: (n, 0) holds s and p, (n, 2) holds d, (n, 3) holds f.
struct Group {
  int n = 0, l = 0;
  int electrons = 0;
};

/// In Slater's order: 1s, 2sp, 3sp, 3d, 4sp, 4d, 4f, ...
std::vector<Group> filled(int proton_number) {
  std::array<std::array<int, 4>, most_shells + 1> orbitals{};
  int left = proton_number;
  for (int sum = 1; left > 0; ++sum) {
    for (int l = std::min(3, (sum - 1) / 2); l >= 0; --l) {  // of equal n + l the lower n, hence the higher l, first
      const int n = sum - l;
      const int taken = std::min(left, 2 * (2 * l + 1));
      if (n <= l || n > most_shells || taken == 0) continue;
      orbitals.at(static_cast<size_t>(n)).at(static_cast<size_t>(l)) = taken;
      left -= taken;
    }
  }
  std::vector<Group> groups;
  for (int n = 1; n <= most_shells; ++n) {
    const std::array<int, 4>& shell = orbitals.at(static_cast<size_t>(n));
    if (shell[0] + shell[1] > 0) groups.push_back({n, 0, shell[0] + shell[1]});
    if (shell[2] > 0) groups.push_back({n, 2, shell[2]});
    if (shell[3] > 0) groups.push_back({n, 3, shell[3]});
  }
  return groups;
}

double screening(const std::vector<Group>& groups, size_t mine) {
  const Group& own = groups[mine];
  double sum = (own.n == 1 ? 0.30 : 0.35) * (own.electrons - 1);
  for (size_t i = 0; i < mine; ++i) {
    const bool next = own.l == 0 && groups[i].n == own.n - 1;
    sum += (next ? 0.85 : 1.0) * groups[i].electrons;
  }
  return sum;
}

/// Share of the profile below q = w tan(angle).
double cumulative(double angle) {
  return 0.5 +
         8.0 / (3.0 * units::pi) * (3.0 * angle / 8.0 + std::sin(2.0 * angle) / 4.0 + std::sin(4.0 * angle) / 32.0);
}

}  // namespace

std::vector<ElectronGroup> electron_groups(int proton_number) {
  if (proton_number < 1 || proton_number > heaviest) {
    throw UserError("electrons of an atom with " + std::to_string(proton_number) + " protons",
                    "atoms have 1 to 118 of them", "");
  }
  const std::vector<Group> groups = filled(proton_number);
  constexpr double atomic_unit = constants::fine_structure * constants::electron_mass;
  std::vector<ElectronGroup> result;
  for (size_t i = 0; i < groups.size(); ++i) {
    const Group& group = groups[i];
    const std::string letters = group.l == 0 ? (group.n == 1 ? "s" : "sp") : group.l == 2 ? "d" : "f";
    const double charge = proton_number - screening(groups, i);
    result.push_back({std::to_string(group.n) + letters, static_cast<double>(group.electrons),
                      atomic_unit * charge / effective_numbers.at(static_cast<size_t>(group.n - 1))});
  }
  return result;
}

double compton_profile(double width, double momentum) {
  const double x = momentum / width, denominator = 1.0 + x * x;
  return 8.0 / (3.0 * units::pi * width * denominator * denominator * denominator);
}

double compton_quantile(double width, double r) {
  // Newton's iteration on the angle, kept inside by bisection: the cumulative share rises as cos^4.
  double low = -0.5 * units::pi, high = 0.5 * units::pi, angle = 0.8 * (r - 0.5);
  constexpr int most_steps = 60;
  for (int step = 0; step < most_steps; ++step) {
    const double miss = cumulative(angle) - r;
    (miss > 0.0 ? high : low) = angle;
    const double cosine = std::cos(angle), slope = 8.0 / (3.0 * units::pi) * cosine * cosine * cosine * cosine;
    double next = angle - miss / slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const bool done = std::abs(next - angle) < 1e-13;
    angle = next;
    if (done) break;
  }
  return width * std::tan(angle);
}

double transverse_quantile(double width, double momentum, double largest, double r) {
  // In q_T^2 the density falls as (w^2 + q^2 + q_T^2)^-4.
  const double scale = width * width + momentum * momentum, end = scale / (scale + largest * largest);
  const double beyond = 1.0 - r * (1.0 - end * end * end);
  return std::sqrt(scale * (1.0 / std::cbrt(beyond) - 1.0));
}

}  // namespace tridens::matter
