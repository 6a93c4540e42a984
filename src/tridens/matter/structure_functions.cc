#include "tridens/matter/structure_functions.hh"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tridens/base/constants.hh"
#include "tridens/base/error.hh"
#include "tridens/base/table.hh"

namespace tridens::matter {
namespace {

/// W^2 - M^2 where one pion opens.
double pion_threshold(Nucleon nucleon) {
  const double pion = constants::charged_pion_mass;
  return pion * (2.0 * nucleon_mass(nucleon) + pion);
}

/// Parameters a1, a2, a3 of ALLM97, table 1, as functions of t = ln[ln((Q2+Q0^2)/Lambda^2)/ln(Q0^2/Lambda^2)].
struct Trajectory {
  double first, second, third;
  double rising(double t) const { return first + second * std::pow(t, third); }
  double falling(double t) const { return first + (first - second) * (1.0 / (1.0 + std::pow(t, third)) - 1.0); }
};
constexpr double allm_m0 = 0.31985, allm_pomeron = 49.457, allm_reggeon = 0.15052, allm_Q0 = 0.52544,
                 allm_lambda = 0.06527;  // squared masses, GeV^2
constexpr Trajectory pomeron_a{-0.0808, -0.44812, 1.1709}, pomeron_b{0.36292, 1.8917, 1.8439},
    pomeron_c{0.28067, 0.22291, 2.1979};
constexpr Trajectory reggeon_a{0.58400, 0.37888, 2.6063}, reggeon_b{0.01147, 3.7582, 0.49338},
    reggeon_c{0.80107, 0.97307, 3.4942};

/// F2(neutron)/F2(proton), a fit to muon scattering on hydrogen and deuterium (S. Dutta et al., Phys. Rev. D 63 (2001)
/// 094020, hep-ph/0012350, after BCDMS).
double neutron_ratio(double x) {
  return 1.0 + x * (-1.85 + x * (2.45 + x * (-2.35 + x)));
}

class Allm97 final : public ElectromagneticStructure {
 public:
  std::string name() const override { return "allm97"; }
  std::vector<std::string> papers() const override { return {"hep-ph/9712415"}; }

 protected:
  double F2(Nucleon nucleon, double x, double Q2) const override {
    return allm97_F2(x, Q2) * (nucleon == Nucleon::neutron ? neutron_ratio(x) : 1.0);
  }
};

double charge_weighted(const PartonValues& xf) {
  using namespace parton;
  return 4.0 / 9.0 * (xf[u] + xf[ubar] + xf[c] + xf[cbar] + xf[t] + xf[tbar]) +
         1.0 / 9.0 * (xf[d] + xf[dbar] + xf[s] + xf[sbar] + xf[b] + xf[bbar]);
}

/// Partons from Q^2 = 2 GeV^2 up, where they meet ALLM97 within some percent. The closed form is evaluated beyond its
/// fitted range (x < 1e-5, Q^2 > 1e6 GeV^2), where it rises faster than data: 10 to 20 % at neutrino energies of 1e8
/// GeV.
class Grv94 final : public ElectromagneticStructure {
 public:
  Grv94() : partons_(make_parton_density("grv94lo,border=extend")) {}
  std::string name() const override { return "grv94-allm97"; }
  std::vector<std::string> papers() const override {
    std::vector<std::string> result = partons_->papers();
    result.push_back("hep-ph/9712415");
    return result;
  }

 protected:
  double F2(Nucleon nucleon, double x, double Q2) const override {
    constexpr double join = 2.0;  // GeV^2
    if (Q2 < join) return allm97_F2(x, Q2) * (nucleon == Nucleon::neutron ? neutron_ratio(x) : 1.0);
    return charge_weighted(partons_->evaluate(nucleon, x, Q2));
  }

 private:
  std::shared_ptr<const PartonDensity> partons_;
};

/// A table of the user on a rectangular grid in x and Q^2.
class Tabulated final : public ElectromagneticStructure {
 public:
  Tabulated(const Table& table, std::string name) : name_(std::move(name)) {
    x_ = nodes(table, "x");
    Q2_ = nodes(table, "Q2_GeV2");
    if (table.rows.size() != x_.size() * Q2_.size()) {
      throw UserError(table.origin + " has " + std::to_string(table.rows.size()) + " rows",
                      std::to_string(x_.size()) + " values of x times " + std::to_string(Q2_.size()) + " of Q2 want " +
                          std::to_string(x_.size() * Q2_.size()),
                      "give every pair once");
    }
    const std::vector<double> x = table.numbers("x"), Q2 = table.numbers("Q2_GeV2");
    const std::vector<double> columns[2] = {table.numbers("F2_proton"), table.numbers("F2_neutron")};
    for (int k = 0; k < 2; ++k) {
      values_[k].assign(x_.size() * Q2_.size(), -1.0);
      for (size_t row = 0; row < x.size(); ++row) {
        double& place = values_[k][index(x_, x[row]) * Q2_.size() + index(Q2_, Q2[row])];
        if (!(columns[k][row] >= 0.0) || place >= 0.0) {
          throw UserError(table.origin + ", row " + std::to_string(row + 1),
                          place >= 0.0 ? "a pair of x and Q2 comes twice" : "a structure function is negative", "");
        }
        place = columns[k][row];
      }
    }
  }
  std::string name() const override { return name_; }
  std::vector<std::string> papers() const override { return {"hep-ph/9712415"}; }

 protected:
  double F2(Nucleon nucleon, double x, double Q2) const override {
    if (Q2 < Q2_.front()) return allm97_F2(x, Q2) * (nucleon == Nucleon::neutron ? neutron_ratio(x) : 1.0);
    if (Q2 > Q2_.back() || x < x_.front()) {
      throw UserError("structure functions at x = " + std::to_string(x) + ", Q2 = " + std::to_string(Q2) + " GeV2",
                      "the table covers x >= " + std::to_string(x_.front()) + ", Q2 <= " + std::to_string(Q2_.back()),
                      "give a larger table or use grv94-allm97");
    }
    const auto& values = values_[nucleon == Nucleon::proton ? 0 : 1];
    const Place i = place(x_, std::min(x, x_.back())), j = place(Q2_, Q2);
    const auto at = [&](size_t a, size_t b) { return values[a * Q2_.size() + b]; };
    const double low = at(i.first, j.first) * (1.0 - j.fraction) + at(i.first, j.first + 1) * j.fraction;
    const double high = at(i.first + 1, j.first) * (1.0 - j.fraction) + at(i.first + 1, j.first + 1) * j.fraction;
    const double inside = low * (1.0 - i.fraction) + high * i.fraction;
    return x > x_.back() ? inside * (1.0 - x) / (1.0 - x_.back()) : inside;  // F2 vanishes at x = 1
  }

 private:
  struct Place {
    size_t first;
    double fraction;
  };
  static std::vector<double> nodes(const Table& table, const char* column) {
    std::vector<double> result = table.numbers(column);
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    if (result.size() < 2 || !(result.front() > 0.0)) {
      throw UserError(table.origin + ": column " + column, "at least two positive values are needed", "");
    }
    return result;
  }
  static size_t index(const std::vector<double>& nodes, double value) {
    return static_cast<size_t>(std::lower_bound(nodes.begin(), nodes.end(), value) - nodes.begin());
  }
  static Place place(const std::vector<double>& nodes, double value) {
    const auto above = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, value);
    const auto first = static_cast<size_t>(above - nodes.begin()) - 1;
    return {first, std::log(value / nodes[first]) / std::log(nodes[first + 1] / nodes[first])};
  }

  std::string name_;
  std::vector<double> x_, Q2_, values_[2];
};

}  // namespace

double inelastic_highest_x(Nucleon nucleon, double Q2) {
  return Q2 / (Q2 + pion_threshold(nucleon));
}

double photoabsorption_ratio(double Q2) {
  return 0.18 * Q2 / (Q2 + 0.3);
}

double allm97_F2(double x, double Q2) {
  const double above = Q2 * (1.0 / x - 1.0);  // W^2 - M^2
  const double t = std::log(std::log((Q2 + allm_Q0) / allm_lambda) / std::log(allm_Q0 / allm_lambda));
  const double xp = (Q2 + allm_pomeron) / (Q2 + allm_pomeron + above);
  const double xr = (Q2 + allm_reggeon) / (Q2 + allm_reggeon + above);
  const double pomeron =
      pomeron_c.falling(t) * std::pow(xp, pomeron_a.falling(t)) * std::pow(1.0 - x, pomeron_b.rising(t));
  const double reggeon =
      reggeon_c.rising(t) * std::pow(xr, reggeon_a.rising(t)) * std::pow(1.0 - x, reggeon_b.rising(t));
  return Q2 / (Q2 + allm_m0) * (pomeron + reggeon);
}

StructureFunctions ElectromagneticStructure::evaluate(Nucleon nucleon, double x, double Q2) const {
  if (!(x > 0.0 && Q2 > 0.0) || !std::isfinite(Q2)) {
    throw UserError("structure functions at x = " + std::to_string(x) + ", Q2 = " + std::to_string(Q2) + " GeV2",
                    "x and Q2 must be positive", "");
  }
  if (x >= inelastic_highest_x(nucleon, Q2)) return {};
  const double mass = nucleon_mass(nucleon), R = photoabsorption_ratio(Q2);
  const double f2 = F2(nucleon, x, Q2);
  return {f2, f2 * (1.0 + 4.0 * x * x * mass * mass / Q2) * R / (1.0 + R)};
}

std::shared_ptr<const ElectromagneticStructure> make_structure_functions(std::string_view specification,
                                                                         const TextReader& reader) {
  const std::string text(specification);
  if (text == "allm97") return std::make_shared<Allm97>();
  if (text == "grv94-allm97") return std::make_shared<Grv94>();
  constexpr std::string_view prefix = "table:";
  if (specification.starts_with(prefix)) {
    const std::string path(specification.substr(prefix.size()));
    if (!reader) throw UserError("the structure functions '" + text + "'", "files cannot be read here", "use allm97");
    return std::make_shared<Tabulated>(parse_table(reader(path), path), text);
  }
  unknown_name("structure functions", text, {"grv94-allm97", "allm97", "table:PATH"});
}

std::vector<FormFactorInfo> structure_functions() {
  return {{"grv94-allm97", "x sum e_q^2 (q + qbar) from Q2 = 2 GeV2 up, ALLM97 below", "",
           "Z. Phys. C 67 (1995) 433; hep-ph/9712415", "rises too fast below x = 1e-5"},
          {"allm97", "Pomeron and Reggeon exchange", "", "hep-ph/9712415",
           "all Q2; fitted to 3e-6 < x < 0.85, Q2 < 5000 GeV2"},
          {"table:PATH", "F2 of proton and neutron on a grid of x and Q2", "columns x, Q2_GeV2, F2_proton, F2_neutron",
           "of the user", "the range of the table; ALLM97 below its lowest Q2"}};
}

}  // namespace tridens::matter
